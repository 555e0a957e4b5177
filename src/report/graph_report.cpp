#include "report/graph_report.h"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "graph/dump.h"
#include "report/json_objects.h"
#include "report/place.h"
#include "value/print.h"
#include "value/write_json.h"

namespace pillarlint {
namespace {

using Json = nlohmann::ordered_json;

// The spelling of the JSON form and of the drawings, which is stable.
std::string_view spelling_of(Edge::Kind kind) {
  switch (kind) {
    case Edge::Kind::parent: return "parent";
    case Edge::Kind::scope: return "scope";
    case Edge::Kind::reference: return "reference";
    case Edge::Kind::depends_on: return "dependsOn";
  }
  return "";
}

std::string name_text(const Resource& resource, const SymbolStore* symbols) {
  if (resource.name.hidden()) return "***";
  if (resource.name.is_string()) return std::string(resource.name.text());
  return print(resource.name, symbols, 80);
}

std::string condition_text(const Resource& resource, const SymbolStore* symbols) {
  std::string out;
  for (const auto& atom : resource.condition) {
    if (!out.empty()) out += " and ";
    if (!atom.holds) out += "not ";
    out += symbols == nullptr ? "?" : symbols->print(atom.condition, 120);
  }
  return out;
}

// The resources that a picture shows: those declared, and others that a link touches.
std::set<std::size_t> pictured(const Graph& graph) {
  std::set<std::size_t> out;
  for (std::size_t i = 0; i < graph.resources().size(); ++i) {
    if (graph.resources()[i].declared()) out.insert(i);
  }
  for (const auto& edge : graph.edges()) {
    if (!graph.at(edge.from).declared() || graph.at(edge.to).standing == Resource::Standing::output) continue;
    out.insert(index_of(edge.to));
  }
  return out;
}

std::string short_type(std::string_view type) {
  const auto dot = type.find('.');
  return std::string(dot == std::string_view::npos ? type : type.substr(dot + 1));
}

Json place(const SourceManager& sources, Span span) {
  if (!span.known()) return nullptr;
  const auto region = region_of(sources, span);
  return {{"file", std::string(sources.path(span.file))}, {"line", region.line}, {"column", region.column}, {"endColumn", region.end_column}};
}

Json resource_json(const GraphReport& report, const GraphReport::Deployment& deployment, const Resource& resource) {
  Json out;
  out["type"] = resource.type.text();
  out["apiVersion"] = resource.api_version;
  out["name"] = Json::parse(write_json(resource.name, -1));
  out["nameText"] = name_text(resource, deployment.symbols);
  out["id"] = print(resource.id, deployment.symbols, 400);
  out["address"] = resource.address;
  out["frame"] = resource.frame;
  out["standing"] = name_of(resource.standing);
  out["condition"] = condition_text(resource, deployment.symbols);
  const bool looped = resource.loop.collection != SymbolId::none;
  out["loop"] = looped ? Json{{"symbolic", resource.loop.symbolic}, {"count", resource.loop.count}} : Json(nullptr);
  out["place"] = place(report.sources, resource.header);
  out["body"] = Json::parse(write_json(resource.body, -1));
  return out;
}

std::string quoted_for_dot(std::string_view text) {
  std::string out = "\"";
  for (const char c : harmless(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string text_for_mermaid(std::string_view text) {
  std::string out;
  for (const char c : harmless(text)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '-' ||
                       c == '_' || c == '.' || c == '/' || static_cast<unsigned char>(c) >= 0x80;
    out += plain ? std::string(1, c) : fmt::format("#{};", static_cast<int>(c));
  }
  return out;
}

void write_resource(std::string& out, const GraphReport& report, const GraphReport::Deployment& deployment, std::size_t i) {
  const auto& graph = *deployment.graph;
  const auto& resource = graph.resources()[i];
  std::string facts;
  const auto add = [&](std::string_view fact) { facts += fmt::format("{}{}", facts.empty() ? "" : ", ", fact); };
  if (!resource.declared()) add(name_of(resource.standing));
  if (resource.loop.symbolic) add("one for each element of a loop");
  if (!resource.condition.empty()) add(fmt::format("if {}", shorten(condition_text(resource, deployment.symbols), 80)));
  out += fmt::format("  {}  {}\n", harmless(resource.type.text()), harmless(name_text(resource, deployment.symbols)));
  const auto where = place_text(report.sources, resource.header);
  if (!facts.empty() || !where.empty()) out += fmt::format("      {}{}{}\n", where, where.empty() || facts.empty() ? "" : "  ", harmless(facts));
  std::set<std::string> said;
  for (const auto& edge : graph.edges_out_of(static_cast<ResourceId>(i))) {
    const auto& to = graph.at(edge.to);
    auto line = fmt::format("      {:<10} {}  {}\n", spelling_of(edge.kind), harmless(to.type.text()), harmless(name_text(to, deployment.symbols)));
    if (said.insert(line).second) out += line;
  }
}

}  // namespace

std::string graph_text(const GraphReport& report) {
  std::string out;
  for (const auto& deployment : report.deployments) {
    out += fmt::format("{}\n", harmless(deployment.name));
    if (deployment.graph == nullptr) {
      out += "  could not be read\n\n";
      continue;
    }
    const auto& graph = *deployment.graph;
    for (std::size_t i = 0; i < graph.resources().size(); ++i) {
      if (graph.resources()[i].standing != Resource::Standing::output) write_resource(out, report, deployment, i);
    }
    for (const auto& reason : graph.open_reasons()) out += fmt::format("  open: {}\n", harmless(reason.text));
    out += '\n';
  }
  return out;
}

std::string graph_json(const GraphReport& report) {
  Json root{{"schema", "pillarlint-graph-1"}, {"tool", {{"name", "pillarlint"}, {"version", report.version}}}};
  root["deployments"] = Json::array();
  for (const auto& deployment : report.deployments) {
    Json one{{"name", deployment.name}, {"read", deployment.graph != nullptr}, {"resources", Json::array()}, {"edges", Json::array()}, {"open", Json::array()}};
    if (deployment.graph != nullptr) {
      for (const auto& resource : deployment.graph->resources()) one["resources"].push_back(resource_json(report, deployment, resource));
      for (const auto& edge : deployment.graph->edges()) {
        one["edges"].push_back({{"from", index_of(edge.from)}, {"to", index_of(edge.to)}, {"kind", spelling_of(edge.kind)}, {"place", place(report.sources, edge.span)}});
      }
      for (const auto& reason : deployment.graph->open_reasons()) {
        one["open"].push_back({{"text", reason.text}, {"type", reason.type}, {"place", place(report.sources, reason.span)}});
      }
    }
    root["deployments"].push_back(std::move(one));
  }
  return json_text(root, 2);
}

std::string graph_dot(const GraphReport& report) {
  std::string out = "digraph pillarlint {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n";
  for (std::size_t d = 0; d < report.deployments.size(); ++d) {
    const auto& deployment = report.deployments[d];
    if (deployment.graph == nullptr) continue;
    const auto& graph = *deployment.graph;
    const auto shown = pictured(graph);
    out += fmt::format("  subgraph cluster_{} {{\n    label={};\n", d, quoted_for_dot(deployment.name));
    for (const auto i : shown) {
      const auto& resource = graph.resources()[i];
      const auto label = short_type(resource.type.text()) + "\n" + name_text(resource, deployment.symbols);
      auto quoted = quoted_for_dot(label);
      if (const auto at = quoted.find("\\\\x0a"); at != std::string::npos) quoted.replace(at, 5, "\\n");
      out += fmt::format("    d{}r{} [label={}{}];\n", d, i, quoted, resource.declared() ? "" : ", style=dashed");
    }
    std::set<std::string> said;
    for (const auto& edge : graph.edges()) {
      if (!shown.contains(index_of(edge.from)) || !shown.contains(index_of(edge.to))) continue;
      const auto* style = edge.kind == Edge::Kind::depends_on ? ", style=dotted" : "";
      auto line = fmt::format("    d{}r{} -> d{}r{} [label=\"{}\"{}];\n", d, index_of(edge.from), d, index_of(edge.to), spelling_of(edge.kind), style);
      if (said.insert(line).second) out += line;
    }
    out += "  }\n";
  }
  return out + "}\n";
}

std::string graph_mermaid(const GraphReport& report) {
  std::string out = "flowchart LR\n";
  for (std::size_t d = 0; d < report.deployments.size(); ++d) {
    const auto& deployment = report.deployments[d];
    if (deployment.graph == nullptr) continue;
    const auto& graph = *deployment.graph;
    const auto shown = pictured(graph);
    out += fmt::format("  subgraph d{}[\"{}\"]\n", d, text_for_mermaid(deployment.name));
    for (const auto i : shown) {
      const auto& resource = graph.resources()[i];
      out += fmt::format("    d{}r{}[\"{}<br/>{}\"]{}\n", d, i, text_for_mermaid(short_type(resource.type.text())),
                         text_for_mermaid(name_text(resource, deployment.symbols)), resource.declared() ? "" : ":::other");
    }
    out += "  end\n";
    std::set<std::string> said;
    for (const auto& edge : graph.edges()) {
      if (!shown.contains(index_of(edge.from)) || !shown.contains(index_of(edge.to))) continue;
      const auto* arrow = edge.kind == Edge::Kind::depends_on ? "-.->" : "-->";
      auto line = fmt::format("  d{}r{} {}|{}| d{}r{}\n", d, index_of(edge.from), arrow, spelling_of(edge.kind), d, index_of(edge.to));
      if (said.insert(line).second) out += line;
    }
  }
  return out + "  classDef other stroke-dasharray: 4 4\n";
}

}  // namespace pillarlint
