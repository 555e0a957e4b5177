#include "parity/compare_graphs.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "graph/dump.h"
#include "value/operators.h"

namespace pillarlint::parity {

namespace {

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  auto h = (a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6U) + (a >> 2U))) * 0xBF58476D1CE4E5B9ULL;
  return h ^ (h >> 31U);
}
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 1469598103934665603ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return mixed(h, text.size());
}

/// One side, with every value as text that means the same in another deployment.
class Side {
 public:
  explicit Side(const Expansion& expansion) : expansion_(expansion), symbols_(*expansion.symbols) {}

  std::uint64_t symbol(SymbolId id) {
    if (id == SymbolId::none) return 0;
    auto& known = hashes_[id];
    if (known != 0) return known;
    const auto& node = symbols_.at(id);
    auto h = hash_of(node.operation);
    // What is equal to nothing else is only as new as what it comes from.
    if (node.operation != "fresh" && node.operation != "secret") h = mixed(h, hash_of(node.literal));
    std::vector<std::uint64_t> operands;
    for (const auto operand : node.operands) operands.push_back(symbol(operand));
    if (node.operation == "equals" || node.operation == "and" || node.operation == "or" ||
        node.operation == "object") {
      std::sort(operands.begin(), operands.end());  // their order means nothing
    }
    for (const auto operand : operands) h = mixed(h, operand);
    return hashes_[id] = h | 1U;
  }

  std::string text(const Value& value, int depth = 0) {
    const std::string hidden = value.hidden() ? "@" : "";
    if (depth > 60) return "…";
    switch (value.kind()) {
      case Value::Kind::null: return hidden + "null";
      case Value::Kind::string: return fmt::format("{}'{}'", hidden, as_compared(value.text()));
      case Value::Kind::array: {
        std::string out = hidden + "[";
        for (const auto& item : value.items()) out += text(item, depth + 1) + ",";
        return out + rest(value) + "]";
      }
      case Value::Kind::object: {
        std::map<std::string, std::string> members;  // their order means nothing
        for (const auto& m : value.members()) {
          if (!m.value.is_null()) members[lower(m.key)] = text(m.value, depth + 1);
        }
        std::string out = hidden + "{";
        for (const auto& [key, written] : members) out += key + ":" + written + ",";
        return out + rest(value) + "}";
      }
      case Value::Kind::unknown: return hidden + unknown(value.why(), depth);
      case Value::Kind::expression: return "EXPRESSION";
      default: return hidden + scalar_text(value).value_or("?");
    }
  }

  std::string atoms(std::span<const Atom> atoms) {
    std::set<std::string> all;
    for (const auto atom : atoms) all.insert(fmt::format("{}{:x}", atom.holds ? "" : "!", symbol(atom.condition)));
    std::string out;
    for (const auto& one : all) out += one + " ";
    return out;
  }

  std::string print(const Value& value) { return print_value(value, symbols_, 400); }
  [[nodiscard]] const Graph& graph() const { return *expansion_.graph; }
  [[nodiscard]] const SymbolStore& symbols() const { return symbols_; }

 private:
  /// Ids are the same in any letter case (semantics D41).
  static std::string as_compared(std::string_view text) {
    return find_text(text, "/providers/") != std::string_view::npos ? lower(text) : std::string(text);
  }

  std::string rest(const Value& value) {
    return value.rest() == nullptr ? "" : fmt::format("...{:x}", symbol(value.rest()->symbol));
  }

  std::string unknown(const Unknown& why, int depth) {
    std::string out = "‹";
    if (!why.pieces.empty()) {
      for (const auto& piece : why.pieces) {
        out += piece.symbol == SymbolId::none ? fmt::format("'{}'", as_compared(piece.text)) : fmt::format("{:x}", symbol(piece.symbol));
      }
      return out + "›";
    }
    if (why.alternatives.empty()) return fmt::format("‹{:x}›", symbol(why.symbol));
    std::set<std::string> all;
    for (const auto& alternative : why.alternatives) {
      all.insert(fmt::format("{}when {}", text(alternative.value, depth + 1), atoms(alternative.when)));
    }
    for (const auto& one : all) out += one + "|";
    return out + "›";
  }

  const Expansion& expansion_;
  const SymbolStore& symbols_;
  std::map<SymbolId, std::uint64_t> hashes_;
};

struct Node {
  ResourceId id{};
  std::string identity;
};

std::string identity(Side& side, const Resource& resource) {
  std::string out = lower(resource.type.text()) + " ";
  if (resource.segments.empty()) out += side.text(resource.name);
  for (const auto& segment : resource.segments) out += lower(side.text(segment)) + "/";
  return out + " in " + lower(side.text(resource.scope));
}

/// Identities of what a resource hangs on.
std::string edges(Side& side, const std::map<ResourceId, std::string>& names, ResourceId id) {
  std::set<std::string> all;
  for (const auto& edge : side.graph().edges_out_of(id)) {
    if (edge.kind == Edge::Kind::depends_on) continue;
    const auto found = names.find(edge.to);
    all.insert(fmt::format("{} {}", name_of(edge.kind), found == names.end() ? "?" : found->second));
  }
  std::string out;
  for (const auto& one : all) out += one + "\n";
  return out;
}

class Comparer {
 public:
  Comparer(const Expansion& left, const Expansion& right) : left_(left), right_(right) {}

  Comparison run() {
    auto lefts = nodes(left_, left_names_);
    auto rights = nodes(right_, right_names_);
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < lefts.size() || k < rights.size()) {
      const bool only_left = k == rights.size() || (i < lefts.size() && lefts[i].identity < rights[k].identity);
      const bool only_right = !only_left && (i == lefts.size() || rights[k].identity < lefts[i].identity);
      if (only_left) {
        only("left", left_, lefts[i++]);
      } else if (only_right) {
        only("right", right_, rights[k++]);
      } else {
        pair(lefts[i++], rights[k++]);
      }
    }
    order();
    return std::move(result_);
  }

 private:
  static bool counts(const Resource& resource) { return resource.declared(); }

  std::vector<Node> nodes(Side& side, std::map<ResourceId, std::string>& names) {
    std::vector<Node> out;
    const auto all = side.graph().resources();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto id = static_cast<ResourceId>(i);
      names[id] = identity(side, all[i]);
      if (counts(all[i])) out.push_back({id, names[id]});
    }
    // Declared twice: told apart by condition and body.
    std::stable_sort(out.begin(), out.end(), [&](const Node& a, const Node& b) {
      if (a.identity != b.identity) return a.identity < b.identity;
      const auto& x = side.graph().at(a.id);
      const auto& y = side.graph().at(b.id);
      const auto left = side.atoms(x.condition);
      const auto right = side.atoms(y.condition);
      return left != right ? left < right : side.text(x.body) < side.text(y.body);
    });
    return out;
  }

  void note(std::string what, std::string text) {
    ++result_.counts[what];
    if (result_.differences.size() < 200) result_.differences.push_back({std::move(what), std::move(text)});
  }

  void only(std::string_view where, Side& side, const Node& node) {
    const auto& resource = side.graph().at(node.id);
    note("identity", fmt::format("only {}: {} {} in {} ({})", where, resource.type.text(), side.print(resource.name),
                                 side.print(resource.scope), resource.address));
  }

  void differ(std::string what, const Resource& resource, std::string_view path, const std::string& left, const std::string& right) {
    note(std::move(what), fmt::format("{} {}\n      left:  {}\n      right: {}", resource.address, path, shorten(left, 600), shorten(right, 600)));
  }

  void pair(const Node& a, const Node& b) {
    ++result_.resources;
    const auto& x = left_.graph().at(a.id);
    const auto& y = right_.graph().at(b.id);
    pairs_.emplace_back(a.id, b.id);
    if (left_.atoms(x.condition) != right_.atoms(y.condition)) {
      differ("condition", x, "", print_condition(x.condition, left_.symbols()), print_condition(y.condition, right_.symbols()));
    }
    if (left_.symbol(x.loop.collection) != right_.symbol(y.loop.collection) || x.loop.symbolic != y.loop.symbolic) {
      differ("loop", x, "", left_.symbols().print(x.loop.collection, 300), right_.symbols().print(y.loop.collection, 300));
    }
    if (x.api_version != y.api_version) differ("version", x, "", std::string(x.api_version), std::string(y.api_version));
    values(x, "", x.body, y.body, 0);
    const auto left = edges(left_, left_names_, a.id);
    const auto right = edges(right_, right_names_, b.id);
    if (left != right) differ("edges", x, "", left, right);
  }

  /// The first place in which two values differ.
  bool values(const Resource& resource, const std::string& path, const Value& a, const Value& b, int depth) {
    const auto left = left_.text(a);
    const auto right = right_.text(b);
    if (left == right) return true;
    if (a.is_object() && b.is_object() && depth < 30) {
      for (const auto& m : a.members()) {
        const auto* other = b.find(m.key);
        if (!values(resource, path + "." + std::string(m.key), m.value, other != nullptr ? other->value : Value(), depth + 1)) return false;
      }
      for (const auto& m : b.members()) {
        if (a.find(m.key) == nullptr && !values(resource, path + "." + std::string(m.key), Value(), m.value, depth + 1)) return false;
      }
    }
    if (a.is_array() && b.is_array() && a.size() == b.size() && depth < 30) {
      for (std::uint32_t i = 0; i < a.size(); ++i) {
        if (!values(resource, fmt::format("{}[{}]", path, i), a.items()[i], b.items()[i], depth + 1)) return false;
      }
    }
    const bool shown = left_.print(a) != right_.print(b);
    differ(a.hidden() != b.hidden() ? "marks" : "body", resource, path, shown ? left_.print(a) : left_.print(a) + "   " + left,
           shown ? right_.print(b) : right_.print(b) + "   " + right);
    return false;
  }

  // "a before b" over declared resources.
  void order() {
    if (pairs_.size() > 400) return;
    for (const auto& [a, b] : pairs_) {
      for (const auto& [c, d] : pairs_) {
        if (a == c) continue;
        const bool left = left_.graph().ordered(a, c);
        if (left == right_.graph().ordered(b, d)) continue;
        note("order", fmt::format("{} before {}: {}", left_.graph().at(a).address, left_.graph().at(c).address, left ? "only left" : "only right"));
      }
    }
  }

  Side left_;
  Side right_;
  std::map<ResourceId, std::string> left_names_;
  std::map<ResourceId, std::string> right_names_;
  std::vector<std::pair<ResourceId, ResourceId>> pairs_;
  Comparison result_;
};

}  // namespace

Comparison compare(const Expansion& left, const Expansion& right) {
  if (!left.graph || !right.graph) {
    Comparison none;
    none.counts["unread"] = 1;
    none.differences.push_back({"unread", left.graph ? "right" : "left"});
    return none;
  }
  return Comparer(left, right).run();
}

}  // namespace pillarlint::parity
