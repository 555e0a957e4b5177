// Makes small graphs by hand: resources from JSON texts, values with holes from parameter names.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "graph/builder.h"
#include "value/operators.h"
#include "value/read_json.h"
#include "value/read_yaml.h"

namespace pillarlint::test {

struct World {
  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  Context context{arena, symbols, budget, diagnostics};
  std::deque<std::string> texts;
  std::vector<std::unique_ptr<Document>> documents;

  Value json(std::string text) {
    texts.push_back(std::move(text));
    documents.push_back(read_json(texts.back(), FileId{1}));
    REQUIRE(documents.back()->diagnostics.empty());
    return documents.back()->root;
  }
  Value yaml(std::string text) {
    texts.push_back(std::move(text));
    documents.push_back(read_yaml(texts.back(), FileId{2}));
    REQUIRE(documents.back()->diagnostics.empty());
    return documents.back()->root;
  }
  Value text(std::string_view t) { return Value::copy(arena, t); }
  Value parameter(std::string_view name, ValueType type = ValueType::string) {
    return new_unknown(context, Unknown::Why::input_not_given, name, symbols.make("parameter", name), {}, type);
  }
  /// `a‹p›b`: text with parameters between ‹ and ›.
  Value holes(std::string_view form) {
    std::vector<Value> parts;
    while (!form.empty()) {
      const auto begin = form.find("‹");
      if (begin != 0) parts.push_back(text(form.substr(0, begin)));
      if (begin == std::string_view::npos) break;
      const auto end = form.find("›", begin);
      parts.push_back(parameter(form.substr(begin + 3, end - begin - 3)));
      form.remove_prefix(end + 3);
    }
    return join_text(context, parts, {});
  }
  Value condition(std::string_view name) { return parameter(name, ValueType::boolean); }
  std::vector<Atom> atoms(std::string_view name, bool holds = true) {
    std::vector<Atom> out;
    REQUIRE(add_condition(context, condition(name), holds, out));
    return out;
  }
};

inline constexpr std::string_view group = "/subscriptions/‹subscription›/resourceGroups/‹group›";

struct Build : World {
  explicit Build(TypeIndex index = TypeIndex({}, none())) : types(std::move(index)), builder(context, types) {
    builder.root_scope(holes(group));
  }
  static Diagnostics& none() {
    static thread_local Diagnostics unused;
    return unused;
  }

  /// `name` may have holes (`‹p›`); the body is JSON.
  ResourceId add(std::string_view type, std::string_view name, Value body = {}, std::string_view version = "2024-01-01",
                 Value scope = {}) {
    Resource r;
    r.type = TypeName(type);
    r.api_version = version;
    r.name = holes(name);
    r.segments = name_segments(context, r.name, r.type.levels());
    r.scope = scope.is_null() ? holes(group) : scope;
    r.id = compose_id(context, r.scope, type, r.segments, {});
    r.address = std::string(name);
    r.body = body.is_null() ? json("{}") : body;
    return builder.add(std::move(r));
  }
  std::string id(std::string_view type, std::string_view name) {
    std::string out = std::string(group) + "/providers/" + std::string(type.substr(0, type.find('/')));
    auto types_left = type.substr(type.find('/') + 1);
    auto names_left = name;
    while (true) {
      out += fmt::format("/{}/{}", types_left.substr(0, types_left.find('/')), names_left.substr(0, names_left.find('/')));
      if (types_left.find('/') == std::string_view::npos) return out;
      types_left.remove_prefix(types_left.find('/') + 1);
      names_left.remove_prefix(names_left.find('/') + 1);
    }
  }
  const Graph& graph() {
    if (!built) built = builder.build();
    return *built;
  }
  /// The resource with that address; fails the test if there is not exactly one.
  ResourceId at(std::string_view address) {
    std::vector<ResourceId> found;
    for (std::size_t i = 0; i < graph().resources().size(); ++i) {
      if (graph().resources()[i].address == address) found.push_back(static_cast<ResourceId>(i));
    }
    INFO(address);
    REQUIRE(found.size() == 1);
    return found[0];
  }
  const Resource& resource(std::string_view address) { return graph().at(at(address)); }
  /// Edges as text: `a parent b`.
  std::vector<std::string> edges();
  /// Value at a path of plain keys, printed.
  std::string value(std::string_view address, std::string_view path);
  std::string codes() const {
    std::string out;
    for (const auto& d : diagnostics.list()) out += std::string(info(d.code).name) + " ";
    return out;
  }

  TypeIndex types;
  GraphBuilder builder;
  std::unique_ptr<const Graph> built;
};

}  // namespace pillarlint::test
