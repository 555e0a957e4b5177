// Edges between resources: parents and scopes by id, what was linked by id only, and every id and run-time state of a
// resource that a body mentions. Ids that nothing has become external nodes (semantics D26).
#include <algorithm>
#include <string>

#include "base/text.h"
#include "graph/builder.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

constexpr std::size_t max_depth = 600;         // of a body
constexpr std::size_t max_symbols = 20'000;    // looked at for the references of one resource

bool is_scope(std::string_view type) {
  return same_text(type, "Microsoft.Resources/resourceGroups") || same_text(type, "Microsoft.Resources/subscriptions") ||
         same_text(type, "Microsoft.Management/managementGroups");
}

/// Cheap: whether a text may be the id of a resource at all.
bool looks_like_id(std::string_view text) {
  return text.size() > 15 && text[0] == '/' &&
         (starts_with_text(text, "/subscriptions/") || find_text(text, "/providers/") != std::string_view::npos);
}

bool looks_like_id(std::span<const Piece> pieces) {
  const auto text = [&](std::size_t i) { return i < pieces.size() ? pieces[i].text : std::string_view(); };
  if (!text(0).starts_with('/') && !(text(0).empty() && text(1).starts_with('/'))) return false;
  return starts_with_text(text(0), "/subscriptions/") || std::any_of(pieces.begin(), pieces.end(), [](const Piece& p) {
    return find_text(p.text, "/providers/") != std::string_view::npos;
  });
}

class Linker {
 public:
  Linker(Context& context, std::vector<Resource>& resources, std::vector<Edge>& edges)
      : context_(context), resources_(resources), edges_(edges) {
    for (std::size_t i = 0; i < resources_.size(); ++i) index(i);
    find_states();
  }

  void alias(SymbolId id, ResourceId resource) { aliases_.emplace(static_cast<std::uint32_t>(id), resource); }
  void link_id(ResourceId from, const Value& id, Edge::Kind kind, Span span);
  void link_body(ResourceId from);
  void link_parent(ResourceId from);
  void link_scope(ResourceId from);
  void note_duplicates();
  [[nodiscard]] bool out_of_steps() const { return out_of_steps_; }

 private:
  void index(std::size_t i) {
    const auto symbol = resources_[i].id_symbol;
    if (symbol != SymbolId::none) by_id_[static_cast<std::uint32_t>(symbol)].push_back(static_cast<ResourceId>(i));
  }
  void find_states();
  bool link_known(ResourceId from, SymbolId id, Edge::Kind kind, Span span);
  void link_one(ResourceId from, const Value& id, Edge::Kind kind, Span span);
  ResourceId external(const Value& id, SymbolId symbol, const ParsedId& parsed, Span span);
  void walk(const Value& value);
  void walk_unknown(const Unknown& why, Span span);
  void walk_keys(SymbolId symbol, Span span);
  void link_states(SymbolId symbol, Span span);

  Context& context_;
  std::vector<Resource>& resources_;
  std::vector<Edge>& edges_;
  std::unordered_map<std::uint32_t, std::vector<ResourceId>> by_id_;
  std::unordered_map<std::uint32_t, ResourceId> aliases_;
  std::vector<bool> has_state_;          // by symbol: it is the state of a resource or has one below
  std::vector<std::uint32_t> seen_by_;   // by symbol: the resource, plus one, whose walk saw it last
  ResourceId walking_{};
  std::size_t symbols_seen_ = 0;
  std::size_t depth_ = 0;
  bool out_of_steps_ = false;
};

// Operands are made before what is made of them, so one pass over the store in its order is enough.
void Linker::find_states() {
  const auto& symbols = context_.symbols;
  has_state_.resize(symbols.size());
  seen_by_.resize(symbols.size());
  for (std::size_t i = 1; i < symbols.size(); ++i) {
    const auto& node = symbols.at(static_cast<SymbolId>(i));
    has_state_[i] = node.operation == "state" || std::any_of(node.operands.begin(), node.operands.end(), [&](SymbolId operand) {
      return has_state_[static_cast<std::size_t>(operand)];
    });
  }
}

bool Linker::link_known(ResourceId from, SymbolId id, Edge::Kind kind, Span span) {
  if (const auto found = by_id_.find(static_cast<std::uint32_t>(id)); found != by_id_.end()) {
    for (const auto to : found->second) edges_.push_back({from, to, kind, span});
    return true;
  }
  const auto other = aliases_.find(static_cast<std::uint32_t>(id));
  if (other != aliases_.end()) edges_.push_back({from, other->second, kind, span});
  return other != aliases_.end();
}

ResourceId Linker::external(const Value& id, SymbolId symbol, const ParsedId& parsed, Span span) {
  Resource out;
  out.standing = Resource::Standing::external;
  out.type = TypeName(parsed.type);
  out.segments = parsed.segments;
  out.scope = parsed.scope;
  out.id = id;
  out.id_symbol = symbol;
  out.header = out.whole = span;
  std::vector<Value> name;
  for (const auto& segment : parsed.segments) {
    if (!name.empty()) name.push_back(Value::of(std::string_view("/")));
    name.push_back(segment);
  }
  out.name = join_text(context_, name, span);
  const auto shown = out.name.known() ? std::string(out.name.text_or_empty())
                                      : context_.symbols.print(symbol_of(out.name, context_.symbols), 60);
  out.address = std::string(out.type.last()) + "/" + shown;
  out.body = new_unknown(context_, Unknown::Why::known_after_deploy, "resource " + out.address + ", which is not declared here",
                         state_symbol(context_.symbols, symbol), span, ValueType::object);
  resources_.push_back(std::move(out));
  index(resources_.size() - 1);
  return static_cast<ResourceId>(resources_.size() - 1);
}

void Linker::link_one(ResourceId from, const Value& id, Edge::Kind kind, Span span) {
  const auto symbol = id_symbol(context_, id);
  if (link_known(from, symbol, kind, span) || kind == Edge::Kind::depends_on) return;
  const auto parsed = parse_id(context_, id);
  if (!parsed || parsed->type.empty() || is_scope(parsed->type)) return;
  const auto to = external(id, symbol, *parsed, span);
  edges_.push_back({from, to, kind, span});
}

void Linker::link_id(ResourceId from, const Value& id, Edge::Kind kind, Span span) {
  for_each_possible(id, [&](const Value& one) { link_one(from, one, kind, span); });
}

void Linker::link_body(ResourceId from) {
  walking_ = from;
  symbols_seen_ = 0;
  // The body is copied out: external nodes that are added may move the resources.
  const auto body = resources_[index_of(from)].body;
  walk(body);
}

void Linker::walk(const Value& value) {
  if (!context_.budget.take() || depth_ >= max_depth) {
    out_of_steps_ = true;
    return;
  }
  if (value.is_string()) {
    if (looks_like_id(value.text())) link_one(walking_, value, Edge::Kind::reference, value.span());
    return;
  }
  if (!value.known()) return walk_unknown(value.why(), value.span());
  if (!value.is_container()) return;
  ++depth_;
  for (const auto& item : value.items()) walk(item);
  for (const auto& m : value.members()) {
    if (looks_like_id(m.key)) link_one(walking_, Value::of(m.key, m.key_span), Edge::Kind::reference, m.key_span);
    walk(m.value);
  }
  if (value.rest() != nullptr) {
    walk_keys(value.rest()->symbol, value.span());
    walk_unknown(*value.rest(), value.span());
  }
  --depth_;
}

// Keys with holes (`"[variables('identityId')]": {}`) open their object; their symbols are the operands of `key`.
void Linker::walk_keys(SymbolId symbol, Span span) {
  const auto rest = context_.symbols.at(symbol);
  if (rest.operation != "key") return;
  for (const auto key : rest.operands) {
    const auto node = context_.symbols.at(key);
    if (node.operation != "concat") continue;
    std::vector<Piece> pieces;
    for (const auto part : node.operands) {
      const auto& text = context_.symbols.at(part);
      pieces.push_back(text.operation == "text" ? Piece{text.literal, SymbolId::none, nullptr} : Piece{{}, part, nullptr});
    }
    if (!looks_like_id(pieces)) continue;
    Unknown why;
    why.why = Unknown::Why::known_after_deploy;
    why.subject = "a key";
    why.span = span;
    link_one(walking_, from_pieces(context_, pieces, span, Mark::none, why), Edge::Kind::reference, span);
  }
}

void Linker::walk_unknown(const Unknown& why, Span span) {
  ++depth_;
  for (const auto& alternative : why.alternatives) walk(alternative.value);
  --depth_;
  if (looks_like_id(why.pieces)) link_one(walking_, Value::unknown(&why, span), Edge::Kind::reference, span);
  if (why.symbol != SymbolId::none) link_states(why.symbol, span);
}

void Linker::link_states(SymbolId symbol, Span span) {
  const auto stamp = static_cast<std::uint32_t>(index_of(walking_)) + 1;
  std::vector<SymbolId> open{symbol};
  while (!open.empty() && symbols_seen_ < max_symbols) {
    const auto id = open.back();
    const auto i = static_cast<std::size_t>(id);
    open.pop_back();
    if (i >= has_state_.size() || !has_state_[i] || seen_by_[i] == stamp) continue;
    seen_by_[i] = stamp;
    ++symbols_seen_;
    const auto& node = context_.symbols.at(id);
    if (node.operation == "state" && node.operands.size() == 1) {
      link_known(walking_, node.operands[0], Edge::Kind::reference, span);
      continue;
    }
    open.insert(open.end(), node.operands.rbegin(), node.operands.rend());
  }
}

void Linker::link_parent(ResourceId from) {
  const auto& resource = resources_[index_of(from)];
  const auto levels = resource.type.levels();
  if (levels < 2 || resource.segments.size() != levels) return;
  const auto type = resource.type.parent();
  const auto header = resource.header;
  const auto id = compose_id(context_, resource.scope, type.text(), std::span(resource.segments).first(levels - 1), header);
  link_id(from, id, Edge::Kind::parent, header);
}

void Linker::link_scope(ResourceId from) {
  const auto& resource = resources_[index_of(from)];
  if (resource.id_symbol == SymbolId::none) return;
  const auto scope = resource.scope;
  link_id(from, scope, Edge::Kind::scope, resource.header);
}

// Azure would keep the one deployed last, so people should know (semantics D25).
void Linker::note_duplicates() {
  std::unordered_map<std::uint32_t, bool> certain;
  for (const auto& resource : resources_) {
    const bool counts = resource.declared() && resource.condition.empty() && resource.id_symbol != SymbolId::none &&
                        !resource.loop.symbolic && !resource.name.is_null();  // those of other extensions have no name
    if (!counts) continue;
    const auto [entry, first] = certain.emplace(static_cast<std::uint32_t>(resource.id_symbol), true);
    if (!first) context_.diagnostics.report(Code::declared_twice, resource.header, resource.address);
  }
}

}  // namespace

void GraphBuilder::link_all() {
  Linker linker(context_, resources_, edges_);
  for (const auto& alias : aliases_) linker.alias(alias.id, alias.resource);
  linker.note_duplicates();
  for (const auto& link : id_links_) linker.link_id(link.from, link.to, link.kind, link.span);
  const auto declared = resources_.size();
  for (std::size_t i = 0; i < declared; ++i) {
    if (resources_[i].standing != Resource::Standing::external) linker.link_body(static_cast<ResourceId>(i));
  }
  // External nodes have parents and scopes too, so the end moves on.
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    linker.link_parent(static_cast<ResourceId>(i));
    linker.link_scope(static_cast<ResourceId>(i));
  }
  if (linker.out_of_steps()) open_.push_back({{}, "the limit on steps was reached", ""});
}

}  // namespace pillarlint
