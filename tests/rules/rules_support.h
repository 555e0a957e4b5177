// Rules and graphs from text, for the tests of the engine. A graph is made of the resources of a JSON array.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "graph/builder.h"
#include "rules/check.h"
#include "value/read_json.h"
#include "value/read_yaml.h"

namespace pillarlint::testing {

/// Rules from YAML texts by path; all that they view lives here.
struct Rules {
  SourceManager sources;
  std::vector<std::unique_ptr<Document>> documents;
  Diagnostics diagnostics;
  std::unique_ptr<TypeIndex> types;
  std::unique_ptr<RuleSet> set;

  explicit Rules(const std::vector<std::pair<std::string, std::string>>& files, bool strict = true) {
    std::vector<RuleFile> loaded;
    for (const auto& [path, text] : files) {
      const auto id = sources.add(path, text);
      documents.push_back(read_yaml(sources.text(id), id));
      REQUIRE(documents.back()->diagnostics.empty());
      loaded.push_back({path, id, documents.back()->root, false});
    }
    types = std::make_unique<TypeIndex>(std::vector<std::pair<std::string, Value>>{}, diagnostics);
    set = std::make_unique<RuleSet>(std::move(loaded), types.get(), strict, diagnostics);
  }
  /// `line:text` of every complaint but those about missing examples.
  [[nodiscard]] std::vector<std::string> complaints() const {
    std::vector<std::string> out;
    for (const auto& one : diagnostics.list()) {
      if (one.code == Code::rule_examples) continue;
      out.push_back(std::to_string(sources.line_of(one.span)) + ": " + one.text());
    }
    return out;
  }
};

/// The head that every rule needs, with the logic after it; the logic begins on line 9.
inline std::string rule_text(const std::string& logic) {
  return "title: Something is wrong\nseverity: high\npillar: security\nchecklist: [SE-01]\nwhy: w\nfix: f\nsources: [s]\nexamples: {}\n" + logic;
}

/// A deployment made of resources given as JSON: `type`, `name`, `apiVersion`, and the body.
struct Deployment {
  SourceManager sources;
  std::unique_ptr<Document> document;
  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  TypeIndex types{{}, diagnostics};
  std::unique_ptr<const Graph> graph;
  FileId file = FileId::none;

  [[nodiscard]] Context context() { return {arena, symbols, budget, diagnostics}; }

  Value unknown_text(std::string_view name) {
    Unknown why;
    why.why = Unknown::Why::input_not_given;
    why.type = ValueType::string;
    why.never_null = true;
    why.subject = arena.copy("parameter " + std::string(name));
    why.symbol = symbols.make("parameter", name);
    return Value::unknown(arena, why);
  }

  /// Text `?name` becomes an unknown of that name, `~text` a default of that text; the change is made at every depth.
  Value with_unknowns(const Value& value) {
    if (value.is_string() && value.text().starts_with('?')) return unknown_text(value.text().substr(1)).at(value.span());
    if (value.is_string() && value.text().starts_with('~')) {
      return Value::of(value.text().substr(1), value.span()).via(arena, Origin::Step::provider_default, value.span(), {});
    }
    if (value.is_array()) {
      std::vector<Value> items;
      for (const auto& item : value.items()) items.push_back(with_unknowns(item));
      return Value::array(arena, items, value.span());
    }
    if (!value.is_object()) return value;
    ObjectBuilder out(arena);
    for (const auto& one : value.members()) out.set(one.key, with_unknowns(one.value), one.key_span);
    return out.build(value.span());
  }

  explicit Deployment(const std::string& json, const std::function<void(Deployment&, GraphBuilder&)>& more = {}) {
    file = sources.add("main.json", json);
    document = read_json(sources, file);
    auto where = context();
    GraphBuilder builder(where, types);
    const auto scope = Value::of(std::string_view("/subscriptions/s/resourceGroups/g"));
    builder.root_scope(scope);
    for (const auto& one : document->root.items()) {
      Resource resource;
      resource.type = TypeName(one.get("type").text());
      resource.api_version = one.get("apiVersion").text_or_empty();
      resource.name = one.get("name");
      resource.segments = name_segments(where, resource.name, resource.type.levels());
      resource.scope = one.find("scope") != nullptr ? one.get("scope") : scope;
      resource.id = compose_id(where, resource.scope, resource.type.text(), resource.segments, one.span());
      resource.body = with_unknowns(one);
      resource.address = resource.declared_address = std::string(resource.name.text_or_empty());
      resource.header = one.find("type")->key_span;
      resource.whole = one.span();
      if (const auto* when = one.find("if")) {
        const auto text = when->value.text();
        const bool holds = !text.starts_with('!');
        resource.condition.push_back({symbols.make("parameter", holds ? text : text.substr(1)), holds});
      }
      if (const auto* loop = one.find("loop")) {
        resource.loop.collection = symbols.make("parameter", loop->value.text());
        resource.loop.symbolic = true;
      }
      builder.add(std::move(resource));
    }
    if (more) more(*this, builder);
    graph = builder.build();
  }
};

inline CheckResult run(const Rules& rules, Deployment& deployment, CheckOptions options = {}) {
  options.keep_passed = true;
  options.sources = &deployment.sources;
  options.types = &deployment.types;
  if (options.today.empty()) options.today = "2026-11-21";
  std::vector<RuleId> all;
  for (const auto& rule : rules.set->all()) all.push_back(rule->number);
  auto context = deployment.context();
  return check(*rules.set, all, *deployment.graph, context, options);
}

/// `verdict line` of each finding, in order: `fail 4`.
inline std::vector<std::string> verdicts(const Deployment& deployment, const CheckResult& result) {
  std::vector<std::string> out;
  for (const auto& one : result.findings) {
    out.push_back(std::string(name_of(one.verdict)) + " " + std::to_string(deployment.sources.line_of(one.primary)));
  }
  return out;
}

/// What one rule, given by its logic, says of a deployment.
inline std::vector<std::string> judge(const std::string& logic, const std::string& json, CheckOptions options = {},
                                      std::vector<std::pair<std::string, std::string>> more = {}) {
  more.emplace_back("rules/test/test-rule.yaml", rule_text(logic));
  const Rules rules(more, false);
  CHECK(rules.complaints() == std::vector<std::string>{});
  Deployment deployment(json);
  return verdicts(deployment, run(rules, deployment, std::move(options)));
}

}  // namespace pillarlint::testing
