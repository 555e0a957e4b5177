#include "graph/dump.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "value/operators.h"

namespace pillarlint {

std::string_view name_of(Resource::Standing standing) {
  switch (standing) {
    case Resource::Standing::declared: return "declared";
    case Resource::Standing::existing: return "existing";
    case Resource::Standing::external: return "external";
    case Resource::Standing::output: return "output";
  }
  return "";
}

std::string_view name_of(Edge::Kind kind) {
  switch (kind) {
    case Edge::Kind::parent: return "parent";
    case Edge::Kind::scope: return "scope";
    case Edge::Kind::reference: return "reference";
    case Edge::Kind::depends_on: return "depends on";
  }
  return "";
}

namespace {

constexpr int max_depth = 40;

void print_into(const Value& value, const SymbolStore& symbols, std::size_t limit, int depth, bool quoted, std::string& out);

void print_unknown(const Value& value, const SymbolStore& symbols, std::size_t limit, int depth, std::string& out) {
  const auto& why = value.why();
  if (!why.alternatives.empty()) {
    for (std::size_t i = 0; i < why.alternatives.size() && out.size() <= limit; ++i) {
      if (i != 0) out += " | ";
      print_into(why.alternatives[i].value, symbols, limit, depth + 1, true, out);
    }
    return;
  }
  for (const auto& piece : pieces_of(value)) {
    if (out.size() > limit) return;
    out += piece.symbol == SymbolId::none ? std::string(piece.text) : fmt::format("‹{}›", symbols.print(piece.symbol, 60));
  }
}

template <typename Parts, typename Print>
void print_parts(const Parts& parts, const Unknown* rest, std::size_t limit, std::string& out, const Print& print) {
  bool first = true;
  for (const auto& part : parts) {
    if (out.size() > limit) break;
    if (!first) out += ", ";
    first = false;
    print(part);
  }
  if (rest != nullptr) out += first ? "…" : ", …";
}

void print_into(const Value& value, const SymbolStore& symbols, std::size_t limit, int depth, bool quoted, std::string& out) {
  if (out.size() > limit || depth > max_depth) return;
  if (value.hidden() && !value.is_container()) {
    out += "(secret)";
    return;
  }
  switch (value.kind()) {
    case Value::Kind::null: out += "null"; break;
    case Value::Kind::string: out += quoted ? fmt::format("'{}'", value.text()) : std::string(value.text()); break;
    case Value::Kind::array:
      out += '[';
      print_parts(value.items(), value.rest(), limit, out,
                  [&](const Value& item) { print_into(item, symbols, limit, depth + 1, true, out); });
      out += ']';
      break;
    case Value::Kind::object:
      out += "{ ";
      print_parts(value.members(), value.rest(), limit, out, [&](const Member& m) {
        out += fmt::format("{}: ", m.key);
        print_into(m.value, symbols, limit, depth + 1, true, out);
      });
      out += " }";
      break;
    case Value::Kind::unknown: print_unknown(value, symbols, limit, depth, out); break;
    default: out += scalar_text(value).value_or(""); break;
  }
}

std::string print_name(const Value& name, const SymbolStore& symbols, std::size_t limit) {
  std::string out;
  print_into(name, symbols, limit, 0, false, out);
  return shorten(out, limit);
}

bool shown(const Resource& resource, const DumpOptions& options) {
  if (resource.standing == Resource::Standing::external) return options.externals;
  return options.outputs || resource.standing != Resource::Standing::output;
}

/// Text in the quotes of DOT and Mermaid.
std::string in_quotes(std::string_view text, std::string_view instead) {
  std::string out;
  for (const char c : text) {
    if (c == '"') {
      out += instead;
    } else {
      out += c == '\n' || c == '\r' || c == '\\' ? ' ' : c;
    }
  }
  return out;
}

template <typename Use>
void each_shown_edge(const Graph& graph, const DumpOptions& options, const Use& use) {
  for (const auto& edge : graph.edges()) {
    if (shown(graph.at(edge.from), options) && shown(graph.at(edge.to), options)) use(edge);
  }
}

}  // namespace

std::string print_value(const Value& value, const SymbolStore& symbols, std::size_t limit) {
  std::string out;
  print_into(value, symbols, limit, 0, true, out);
  return shorten(out, limit);
}

std::string print_condition(std::span<const Atom> condition, const SymbolStore& symbols) {
  std::string out;
  for (const auto atom : condition) {
    out += out.empty() ? "if " : " and ";
    if (!atom.holds) out += "not ";
    out += symbols.print(atom.condition, 80);
  }
  return out;
}

std::string dump_graph(const Graph& graph, const SymbolStore& symbols, const DumpOptions& options) {
  std::string out;
  for (std::size_t i = 0; i < graph.resources().size(); ++i) {
    const auto& resource = graph.resources()[i];
    if (!shown(resource, options)) continue;
    out += fmt::format("{}  {}", resource.type.text(), print_name(resource.name, symbols, 120));
    if (!resource.api_version.empty()) out += fmt::format("  {}", resource.api_version);
    if (!resource.declared()) out += fmt::format("  {}", name_of(resource.standing));
    if (resource.loop.symbolic) out += "  0…n";
    out += fmt::format("  ({})\n", resource.address);
    const auto condition = print_condition(resource.condition, symbols);
    if (!condition.empty()) out += fmt::format("  {}\n", condition);
    if (options.bodies) {
      for (const auto& m : resource.body.members()) out += fmt::format("  {}: {}\n", m.key, print_value(m.value, symbols));
    }
    for (const auto& edge : graph.edges_out_of(static_cast<ResourceId>(i))) {
      const auto& to = graph.at(edge.to);
      if (shown(to, options)) out += fmt::format("  -> {} {}\n", name_of(edge.kind), to.address);
    }
  }
  return out;
}

std::string graph_as_dot(const Graph& graph, const SymbolStore& symbols, const DumpOptions& options) {
  std::string out = "digraph deployment {\n  rankdir=LR;\n  node [shape=box];\n";
  for (std::size_t i = 0; i < graph.resources().size(); ++i) {
    const auto& resource = graph.resources()[i];
    if (!shown(resource, options)) continue;
    const auto style = resource.declared() ? (resource.condition.empty() ? "solid" : "dashed") : "dotted";
    out += fmt::format("  r{} [label=\"{}\\n{}\", style={}];\n", i, in_quotes(resource.type.text(), "\\\""),
                       in_quotes(print_name(resource.name, symbols, 60), "\\\""), style);
  }
  each_shown_edge(graph, options, [&](const Edge& edge) {
    out += fmt::format("  r{} -> r{} [label=\"{}\"];\n", index_of(edge.from), index_of(edge.to), name_of(edge.kind));
  });
  return out + "}\n";
}

std::string graph_as_mermaid(const Graph& graph, const SymbolStore& symbols, const DumpOptions& options) {
  std::string out = "graph LR\n";
  for (std::size_t i = 0; i < graph.resources().size(); ++i) {
    const auto& resource = graph.resources()[i];
    if (!shown(resource, options)) continue;
    out += fmt::format("  r{}[\"{}<br/>{}\"]\n", i, in_quotes(resource.type.text(), "#quot;"),
                       in_quotes(print_name(resource.name, symbols, 60), "#quot;"));
  }
  each_shown_edge(graph, options, [&](const Edge& edge) {
    out += fmt::format("  r{} -->|{}| r{}\n", index_of(edge.from), name_of(edge.kind), index_of(edge.to));
  });
  return out;
}

}  // namespace pillarlint
