#include "cli/rule_schema.h"

#include <array>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "rules/words.h"

namespace pillarlint {
namespace {

std::string strings(std::span<const std::string_view> words) {
  std::string out;
  for (const auto word : words) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", word);
  return "[" + out + "]";
}

// What each word takes, as far as an editor can help with it; the loader checks the rest.
std::string shape_of(Shape shape) {
  switch (shape) {
    case Shape::boolean: return R"({ "type": "boolean" })";
    case Shape::path:
    case Shape::regex: return R"({ "type": "string" })";
    case Shape::mark: return R"({ "enum": ["key", "secret", "connection-string"] })";
    case Shape::order_of: return R"({ "type": "object", "additionalProperties": false, "properties": { "before": {}, "after": {} } })";
    case Shape::test: return R"({ "$ref": "#/$defs/test" })";
    default: return "true";
  }
}

std::string word_properties() {
  std::string out;
  for (const auto& word : all_words()) out += fmt::format("{}\n        \"{}\": {}", out.empty() ? "" : ",", word.name, shape_of(word.shape));
  return out;
}

}  // namespace

std::string rule_schema() {
  constexpr std::array<std::string_view, 4> severities = {"high", "medium", "low", "info"};
  constexpr std::array<std::string_view, 6> pillars = {"reliability", "security", "cost", "operations", "performance", "responsible-ai"};
  constexpr std::array<std::string_view, 8> required = {"title", "severity", "pillar", "checklist", "why", "fix", "for", "expect"};
  return fmt::format(R"({{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "A rule of pillarlint",
  "type": "object",
  "additionalProperties": false,
  "required": {required},
  "properties": {{
    "title": {{ "type": "string", "maxLength": 72, "description": "What is wrong, as a statement about the resource" }},
    "severity": {{ "enum": {severities} }},
    "pillar": {{ "enum": {pillars} }},
    "checklist": {{ "type": "array", "items": {{ "type": "string", "pattern": "^[A-Z]+-[0-9]+$" }} }},
    "checklist_why": {{ "type": "string" }},
    "why": {{ "type": "string" }},
    "fix": {{ "type": "string" }},
    "learn": {{ "type": "array", "items": {{ "type": "string" }} }},
    "sources": {{ "type": "array", "items": {{ "type": "string" }} }},
    "for": {{ "anyOf": [{{ "type": "string" }}, {{ "type": "array", "items": {{ "type": "string" }} }}] }},
    "given": {{ "type": "object", "additionalProperties": false, "properties": {{ "environment": {{}}, "profile": {{}} }} }},
    "when": {{ "$ref": "#/$defs/conditions" }},
    "expect": {{ "$ref": "#/$defs/conditions" }},
    "at": {{ "type": "string" }},
    "message": {{ "type": "string" }},
    "status": {{ "enum": ["preview", "stable", "retired"] }},
    "formerly": {{ "type": "array", "items": {{ "type": "string" }} }},
    "ignorable": {{ "type": "boolean" }},
    "examples": {{
      "type": "object",
      "additionalProperties": false,
      "properties": {{ "fail": {{ "type": "array" }}, "pass": {{ "type": "array" }}, "unknown": {{ "type": "array" }}, "not_applicable": {{ "type": "array" }} }}
    }}
  }},
  "$defs": {{
    "conditions": {{ "type": "object" }},
    "test": {{ "anyOf": [{{ "type": ["string", "number", "boolean"] }}, {{ "type": "array" }}, {{ "$ref": "#/$defs/words" }}] }},
    "words": {{
      "type": "object",
      "additionalProperties": false,
      "properties": {{{words}
      }}
    }}
  }}
}}
)",
                     fmt::arg("required", strings(required)), fmt::arg("severities", strings(severities)), fmt::arg("pillars", strings(pillars)),
                     fmt::arg("words", word_properties()));
}

}  // namespace pillarlint
