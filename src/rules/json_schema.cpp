#include "rules/json_schema.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "rules/rule.h"

namespace pillarlint {

namespace {
constexpr std::array link_names{
#define PILLARLINT_LINK(id, name, takes_by, english) std::string_view(name),
#include "rules/links.def"
#undef PILLARLINT_LINK
};

/// Members of an object, one a line.
class Members {
 public:
  explicit Members(int depth) : indent_(static_cast<std::size_t>(depth) * 2, ' ') {}
  Members& add(std::string_view name, std::string_view schema) {
    text_ += fmt::format("{}\n{}  \"{}\": {}", text_.empty() ? "" : ",", indent_, name, schema);
    return *this;
  }
  [[nodiscard]] std::string build() const { return fmt::format("{{{}\n{}}}", text_, indent_); }

 private:
  std::string indent_;
  std::string text_;
};

std::string quoted_list(std::span<const std::string_view> items) {
  std::string out;
  for (const auto item : items) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", item);
  return "[" + out + "]";
}

std::string choice(std::span<const std::string_view> items) { return "{ \"enum\": " + quoted_list(items) + " }"; }
std::string ref(std::string_view name) { return fmt::format("{{ \"$ref\": \"#/definitions/{}\" }}", name); }

std::string shape_schema(Shape shape) {
  static constexpr std::array<std::string_view, 3> marks{"key", "secret", "connection-string"};
  switch (shape) {
    case Shape::scalar:
    case Shape::order: return ref("scalar");
    case Shape::scalars:
    case Shape::texts:
    case Shape::networks: return ref("scalars");
    case Shape::path: return ref("path");
    case Shape::regex:
    case Shape::date: return R"({ "type": "string" })";
    case Shape::number:
    case Shape::test: return ref("test");
    case Shape::boolean: return R"({ "type": "boolean" })";
    case Shape::resource: return ref("types");
    case Shape::role:
      return R"({ "oneOf": [{ "$ref": "#/definitions/scalars" }, { "type": "object", "required": ["class"], "properties": { "class": { "type": "string" } }, "additionalProperties": false }] })";
    case Shape::mark: return choice(marks);
    case Shape::order_of:
      return R"({ "type": "object", "properties": { "before": { "$ref": "#/definitions/path" }, "after": { "$ref": "#/definitions/path" } }, "minProperties": 1, "maxProperties": 1, "additionalProperties": false })";
  }
  return "{}";
}

std::string words_schema(int depth) {
  Members words(depth + 1);
  for (const auto& row : all_words()) words.add(row.name, shape_schema(row.shape));
  return fmt::format(R"({{ "type": "object", "minProperties": 1, "additionalProperties": false, "properties": {} }})", words.build());
}

std::string quantifier_schema(bool number) {
  static constexpr std::array<std::string_view, 3> if_empty{"pass", "fail", "not_applicable"};
  Members members(2);
  members.add("of", ref("path")).add("a", ref("types")).add("as", R"({ "type": "string" })").add("by", ref("path"));
  for (const auto name : link_names) members.add(name, name == "named" ? ref("scalar") : ref("path"));
  members.add("where", ref("conditions")).add("is", ref(number ? "test" : "conditions"));
  members.add("if_empty", choice(if_empty)).add("or_platform", choice(provision_names)).add("distinct", ref("path"));
  return fmt::format(R"({{ "type": "object", "additionalProperties": false, "properties": {}, "anyOf": [{{ "required": ["of"] }}, {{ "required": ["a"] }}] }})",
                     members.build());
}

std::string conditions_schema() {
  Members members(2);
  members.add("all", ref("conditions_list")).add("any", ref("conditions_list"));
  for (const auto name : {"some", "each", "none"}) members.add(name, ref("quantifier"));
  members.add("count", ref("number_quantifier")).add("sum", ref("number_quantifier"));
  members.add("cases", R"({ "type": "object", "required": ["is"], "properties": { "is": { "$ref": "#/definitions/conditions" } } })");
  members.add("row", R"({ "type": "object", "required": ["table", "key", "is"] })");
  return fmt::format(R"({{ "type": "object", "properties": {}, "additionalProperties": true }})", members.build());
}

std::string example_schema() {
  return fmt::format(
      R"({{ "type": "object", "additionalProperties": false, "properties": {{ "bicep": {{ "type": "string" }}, "arm": {{ "type": "string" }}, "terraform": {{ "type": "string" }}, "file": {{ "type": "string" }}, "given": {{ "type": "object" }}, "platform": {{ "type": "array", "items": {} }}, "today": {{ "type": "string" }}, "parameters": {{ "type": "object" }}, "note": {{ "type": "string" }} }} }})",
      choice(provision_names));
}

std::string rule_properties() {
  static constexpr std::array<std::string_view, 4> severities{"high", "medium", "low", "info"};
  static constexpr std::array<std::string_view, 6> pillars{"reliability", "security", "cost", "operations", "performance", "responsible-ai"};
  static constexpr std::array<std::string_view, 3> statuses{"preview", "stable", "retired"};
  const std::string text = R"({ "type": "string" })";
  const std::string texts = R"({ "type": "array", "items": { "type": "string" } })";
  const std::string examples = R"({ "type": "array", "items": { "$ref": "#/definitions/example" } })";
  Members members(1);
  members.add("title", R"({ "type": "string", "maxLength": 72 })").add("severity", choice(severities)).add("pillar", choice(pillars));
  members.add("checklist", texts).add("checklist_why", text).add("why", text).add("fix", text).add("learn", texts).add("sources", texts);
  members.add("for", ref("types")).add("given", R"({ "type": "object" })").add("when", ref("conditions")).add("expect", ref("conditions"));
  members.add("at", ref("path")).add("repair", R"({ "type": "object", "required": ["set", "to"], "properties": { "set": { "$ref": "#/definitions/path" }, "to": { "$ref": "#/definitions/scalar" }, "when": { "$ref": "#/definitions/conditions" } }, "additionalProperties": false })");
  members.add("message", text).add("status", choice(statuses)).add("formerly", texts).add("ignorable", R"({ "type": "boolean" })");
  members.add("examples", fmt::format(R"({{ "type": "object", "additionalProperties": false, "properties": {{ "fail": {0}, "pass": {0}, "unknown": {0}, "not_applicable": {0} }} }})", examples));
  return members.build();
}

std::string definitions() {
  Members members(1);
  members.add("path", R"({ "type": "string" })");
  members.add("scalar", R"({ "type": ["string", "number", "boolean"] })");
  members.add("scalars", R"({ "oneOf": [{ "$ref": "#/definitions/scalar" }, { "type": "array", "items": { "$ref": "#/definitions/scalar" } }] })");
  members.add("types", R"({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })");
  members.add("words", words_schema(1));
  members.add("test", R"({ "oneOf": [{ "$ref": "#/definitions/scalars" }, { "$ref": "#/definitions/words" }] })");
  members.add("conditions", conditions_schema());
  members.add("conditions_list", R"({ "type": "array", "items": { "$ref": "#/definitions/conditions" } })");
  members.add("quantifier", quantifier_schema(false)).add("number_quantifier", quantifier_schema(true));
  members.add("example", example_schema());
  return members.build();
}
}  // namespace

std::string rule_schema() {
  static constexpr std::array<std::string_view, 10> required{"title", "severity", "pillar", "checklist", "why", "fix", "sources", "for", "expect", "examples"};
  Members root(0);
  root.add("$schema", R"("http://json-schema.org/draft-07/schema#")");
  root.add("title", R"("A rule of pillarlint")").add("type", R"("object")").add("required", quoted_list(required));
  root.add("additionalProperties", "false").add("properties", rule_properties()).add("definitions", definitions());
  return root.build() + "\n";
}

}  // namespace pillarlint
