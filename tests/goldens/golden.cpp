#include "goldens/golden.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "graph/dump.h"
#include "value/print.h"

namespace pillarlint::golden {

namespace {

constexpr std::size_t no_limit = 4000;
constexpr std::string_view any_hole = "‹*›";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

/// `‹*›` of the pattern stands for any one hole or unknown value, however its symbol is written.
bool fits(std::string_view pattern, std::string_view text) {
  const auto hole = pattern.find(any_hole);
  if (hole == std::string_view::npos) return pattern == text;
  const std::string_view open = "‹";
  const std::string_view close = "›";
  const auto head = pattern.substr(0, hole);
  if (!text.starts_with(head) || !text.substr(head.size()).starts_with(open)) return false;
  const auto rest = pattern.substr(hole + any_hole.size());
  for (auto end = text.find(close, head.size()); end != std::string_view::npos; end = text.find(close, end + 1)) {
    if (fits(rest, text.substr(end + close.size()))) return true;
  }
  return false;
}

bool is_value_fact(std::string_view fact) { return fact.find(" = ") != std::string_view::npos && !fact.starts_with("if "); }

/// Sees a graph in the words of an expectation.
class View {
 public:
  explicit View(const Expansion& expansion) : graph_(*expansion.graph), symbols_(*expansion.symbols) {}

  [[nodiscard]] std::string header(const Resource& resource) const;
  /// All facts but values, of which an expectation only names some.
  [[nodiscard]] std::vector<std::string> links(ResourceId id) const;
  [[nodiscard]] std::string value_at(const Resource& resource, std::string_view path) const;
  /// Outputs of modules are seen by what is made of them.
  [[nodiscard]] static bool counts(const Resource& resource) {
    return resource.standing != Resource::Standing::output || resource.frame.empty();
  }

 private:
  [[nodiscard]] std::string bare(const Value& value) const;
  const Graph& graph_;
  const SymbolStore& symbols_;
};

std::string View::bare(const Value& value) const {
  auto text = print(value, &symbols_, no_limit);
  const bool one_text = value.is_string() || text.find("' | '") == std::string::npos;
  if (one_text && text.size() > 1 && text.front() == '\'' && text.back() == '\'') return text.substr(1, text.size() - 2);
  return text;
}

std::string View::header(const Resource& resource) const {
  if (resource.standing == Resource::Standing::output) {
    return fmt::format("output {} = {}", resource.name.text_or_empty(), print(resource.body.get("value"), &symbols_, no_limit));
  }
  const auto kind = resource.declared() ? "resource" : name_of(resource.standing);
  auto text = fmt::format("{} {}", kind, resource.type.text());
  if (!resource.api_version.empty()) text += fmt::format("@{}", resource.api_version);
  text += ' ' + bare(resource.name);
  const auto scope = bare(resource.scope);
  if (scope != bare(graph_.root_scope()) && !graph_.extended(static_cast<ResourceId>(&resource - graph_.resources().data()))) {
    text += " in " + (scope.empty() ? "tenant" : scope);
  }
  return text;
}

std::vector<std::string> View::links(ResourceId id) const {
  const auto& resource = graph_.at(id);
  std::set<std::string> facts;
  if (resource.standing == Resource::Standing::output) return {};
  for (const auto atom : resource.condition) {
    if (symbols_.at(atom.condition).operation == "and") continue;  // its parts are atoms as well
    facts.insert(fmt::format("if {}{}", atom.holds ? "" : "not ", symbols_.print(atom.condition, no_limit)));
  }
  if (resource.loop.symbolic) facts.insert("each " + symbols_.print(resource.loop.collection, no_limit));
  for (const auto& edge : graph_.edges_out_of(id)) {
    const auto& to = graph_.at(edge.to);
    if (to.standing == Resource::Standing::output) continue;
    const auto kind = edge.kind == Edge::Kind::depends_on ? "dependsOn" : name_of(edge.kind);
    facts.insert(fmt::format("{} {} {}", kind, to.type.last(), bare(to.name)));
  }
  return {facts.begin(), facts.end()};
}

std::string View::value_at(const Resource& resource, std::string_view path) const {
  Value value = resource.body;
  while (!path.empty()) {
    if (path.front() == '.') path.remove_prefix(1);
    std::string_view key;
    if (path.front() == '[') {
      const auto end = std::min(path.find(']'), path.size());
      key = path.substr(1, end - 1);
      path.remove_prefix(std::min(end + 1, path.size()));
    } else {
      key = path.substr(0, path.find_first_of(".["));
      path.remove_prefix(key.size());
    }
    if (key.starts_with('\'') && key.size() > 1) {
      value = value.get(key.substr(1, key.size() - 2));
    } else if (value.is_array()) {
      const auto index = static_cast<std::size_t>(std::atoi(std::string(key).c_str()));
      if (index >= value.items().size()) return "absent";
      value = value.items()[index];
    } else {
      if (value.is_object() && value.find(key) == nullptr && value.rest() == nullptr) return "absent";
      value = value.get(key);
    }
  }
  return print(value, &symbols_, no_limit);
}

/// What is wrong with this resource as the one that the block means.
std::vector<std::string> judge(const View& view, const Block& block, const Resource& resource, ResourceId id) {
  std::vector<std::string> wrong;
  auto links = view.links(id);
  for (const auto& fact : block.facts) {
    if (is_value_fact(fact)) {
      const auto equals = fact.find(" = ");
      const auto actual = view.value_at(resource, fact.substr(0, equals));
      if (!fits(fact.substr(equals + 3), actual)) wrong.push_back(fmt::format("expected {}, is {}", fact, actual));
      continue;
    }
    const auto found = std::find_if(links.begin(), links.end(), [&](const auto& link) { return fits(fact, link); });
    if (found == links.end()) {
      wrong.push_back("expected " + fact);
    } else {
      links.erase(found);
    }
  }
  for (const auto& link : links) wrong.push_back("not expected: " + link);
  return wrong;
}

struct Match {
  std::size_t resource = 0;
  std::vector<std::string> wrong;
};

/// The resource that fits the block best: two with one name (a conditional pair) are told apart by their facts.
std::optional<Match> best(const View& view, const Block& block, const Graph& graph, const std::vector<bool>& taken) {
  std::optional<Match> found;
  for (std::size_t i = 0; i < graph.resources().size(); ++i) {
    const auto& resource = graph.resources()[i];
    if (taken[i] || !view.counts(resource) || !fits(block.header, view.header(resource))) continue;
    auto wrong = judge(view, block, resource, static_cast<ResourceId>(i));
    if (!found || wrong.size() < found->wrong.size()) found = Match{i, std::move(wrong)};
  }
  return found;
}

std::vector<std::string> codes(const Expansion& expansion) {
  std::vector<std::string> all;
  std::set<const Document*> seen;
  const auto add = [&](const Diagnostics& diagnostics) {
    for (const auto& d : diagnostics.list()) all.emplace_back(info(d.code).name);
  };
  for (const auto& document : expansion.documents) {
    if (seen.insert(document.get()).second) add(document->diagnostics);
  }
  add(expansion.diagnostics);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

Expectation read(std::string_view text) {
  Expectation out;
  std::size_t number = 0;
  for (const auto raw : split(text, '\n')) {
    ++number;
    const auto line = trimmed(raw);
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with("inputs ")) {
      out.inputs = line.substr(7);
    } else if (line.starts_with("says ")) {
      out.said.emplace_back(line.substr(5));
    } else if (!raw.starts_with(' ')) {
      out.blocks.push_back({std::string(line), {}, number});
    } else if (!out.blocks.empty()) {
      out.blocks.back().facts.emplace_back(line);
    }
  }
  std::sort(out.said.begin(), out.said.end());
  return out;
}

std::vector<std::string> departures(const Expectation& expected, const Expansion& actual) {
  std::vector<std::string> out;
  if (!actual.graph) return {"no graph was made"};
  const View view(actual);
  const auto& graph = *actual.graph;
  std::vector<bool> taken(graph.resources().size());
  for (const auto& block : expected.blocks) {
    const auto match = best(view, block, graph, taken);
    if (!match) {
      out.push_back(fmt::format("{}: missing: {}", block.line, block.header));
      continue;
    }
    taken[match->resource] = true;
    for (const auto& wrong : match->wrong) out.push_back(fmt::format("{}: {}: {}", block.line, block.header, wrong));
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const auto& resource = graph.resources()[i];
    if (!taken[i] && view.counts(resource)) out.push_back("not expected: " + view.header(resource));
  }
  const auto said = codes(actual);
  if (said != expected.said) {
    std::string text;
    for (const auto& code : said) text += ' ' + code;
    out.push_back("says" + (text.empty() ? " nothing" : text));
  }
  return out;
}

}  // namespace pillarlint::golden
