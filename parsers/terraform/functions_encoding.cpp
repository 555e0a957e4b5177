// Text in other clothes: base64, character sets, URLs, CSV, JSON and YAML.
#include <vector>

#include <fmt/format.h>

#include "terraform/functions_rows.h"
#include "terraform/yaml_text.h"
#include "value/functions/csv.h"
#include "value/functions/encoding.h"
#include "value/functions/json_text.h"
#include "value/functions/strings.h"
#include "value/read_strict_json.h"
#include "value/read_yaml.h"

namespace pillarlint::terraform {

namespace {

Value to_base64(const Call& call) {
  if (auto none = no_room(call, std::uint64_t{2} * call.arg(0).size())) return *none;
  return call.text(base64_encode(call.arg(0).text()));
}

/// Bytes of base64 as Go reads it: line ends are passed over, blanks are not.
std::optional<std::string> bytes_of_base64(std::string_view text) {
  return text.find_first_of(" \t") == std::string_view::npos ? base64_decode(text) : std::nullopt;
}

Value from_base64(const Call& call) {
  if (auto none = no_room(call, call.arg(0).size())) return *none;
  const auto bytes = bytes_of_base64(call.arg(0).text());
  if (!bytes) return call.wrong("the text is not base64");
  return is_utf8(*bytes) ? call.text(*bytes) : call.wrong("the bytes are no UTF-8 text");
}

// The bytes depend on the compressor: equal texts give equal results, no more is known.
Value gzip(const Call& call) { return unknown_of_length(call, ValueType::string, {24, std::nullopt}); }

Value url(const Call& call) {
  if (auto none = no_room(call, std::uint64_t{3} * call.arg(0).size())) return *none;
  return call.text(replace_all(uri_encode(call.arg(0).text()), "%20", "+"));
}

// ── character sets ────────────────────────────────────────────────────────────────────────────────────────────────

Value not_covered(const Call& call) {
  return new_unknown(call.context, Unknown::Why::not_evaluated, fmt::format("{}()", call.function.name),
                     symbol_of(call.unknown(), call.context.symbols), call.span, ValueType::string);
}

Value encode(const Call& call) {
  const auto set = character_set(call.arg(1).text());
  if (!set) return not_covered(call);
  if (auto none = no_room(call, std::uint64_t{8} * call.arg(0).size())) return *none;
  const auto bytes = encode_text(call.arg(0).text(), *set);
  return bytes ? call.text(base64_encode(*bytes)) : call.wrong("the text has signs that the encoding has not");
}

Value decode(const Call& call) {
  const auto set = character_set(call.arg(1).text());
  if (!set) return not_covered(call);
  if (auto none = no_room(call, std::uint64_t{4} * call.arg(0).size())) return *none;
  const auto bytes = bytes_of_base64(call.arg(0).text());
  const auto text = bytes ? decode_text(*bytes, *set) : std::optional<std::string>();
  return text ? call.text(*text) : call.wrong("the text is not base64 of that encoding");
}

// ── formats ───────────────────────────────────────────────────────────────────────────────────────────────────────

Value csv(const Call& call) {
  if (!call.context.budget.take(call.arg(0).size())) return limit_unknown(call.context, "step", call.span);
  const auto table = read_csv(call.arg(0).text());
  if (!table) return call.wrong("the text is no CSV: a quote stands in a wrong place");
  if (table->empty()) return call.wrong("the text is empty, expected a line of names");
  const auto& names = table->front();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!call.context.budget.take(i + 1)) return limit_unknown(call.context, "step", call.span);
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) != names.begin() + static_cast<std::ptrdiff_t>(i)) {
      return call.wrong("a name stands twice in the first line");
    }
  }
  std::vector<Value> rows;
  for (std::size_t line = 1; line < table->size(); ++line) {
    const auto& fields = (*table)[line];
    if (fields.size() != names.size()) return call.wrong(fmt::format("row {} has another number of fields than the first line", line));
    if (!call.context.budget.take_bytes(fields.size() * sizeof(Member))) return limit_unknown(call.context, "memory", call.span);
    std::vector<Member> members;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      members.push_back(member(call.context.arena.copy(std::string_view(names[i])), call.text(fields[i]).marked(call.arg(0).marks())));
    }
    rows.push_back(Value::object(call.context.arena, members, call.span));
  }
  return array_of(call, rows);
}

/// What a text in JSON or YAML says, copied to where the values of the evaluation live.
Value decoded(const Call& call, const Document& document, std::string_view language) {
  if (!document.diagnostics.empty()) return call.wrong(fmt::format("the text is no {}", language));
  if (!call.context.budget.take_bytes(document.arena.bytes())) return limit_unknown(call.context, "memory", call.span);
  const auto value = deep_copy(document.root, call.context.arena).at(call.span);
  return call.arg(0).secret() ? marked_within(call, value, call.arg(0).marks()) : value;
}

Value from_json(const Call& call) {
  if (auto none = no_room(call, call.arg(0).size())) return *none;
  return decoded(call, *read_strict_json(call.arg(0).text()), "JSON");
}

Value from_yaml(const Call& call) {
  if (auto none = no_room(call, call.arg(0).size())) return *none;
  if (trim_start(call.arg(0).text()).empty()) return call.wrong("the text is empty, expected YAML");
  return decoded(call, *read_yaml_as_go(call.arg(0).text(), FileId::none), "YAML");
}

Value to_json(const Call& call) { return json_text(call.context, call.arg(0), JsonStyle{'"', true}, call.span); }

// Where what is not known would stand depends on what it is: no part is certain.
Value to_yaml(const Call& call) {
  const auto& value = call.arg(0);
  if (value.has_unknown()) return unknown_of_length(call, ValueType::string, {3, std::nullopt});
  if (!call.context.budget.take(value.weight())) return limit_unknown(call.context, "step", call.span);
  const auto text = yaml_text(value, max_text_bytes);
  if (!text) return limit_unknown(call.context, "text", call.span);
  return call.text(*text).marked(marks_within(call.context, value));
}

constexpr Builtin rows[] = {
    {"base64decode", 1, 1, Takes::unknown, row<"s", Sees::known, from_base64>, ValueType::string},
    {"base64encode", 1, 1, Takes::unknown, row<"s", Sees::known, to_base64>, ValueType::string},
    {"base64gzip", 1, 1, Takes::unknown, row<"s", Sees::all, gzip>, ValueType::string},
    {"csvdecode", 1, 1, Takes::unknown, row<"s", Sees::known, csv>, ValueType::array, Loop::none, true},
    {"jsondecode", 1, 1, Takes::unknown, row<"s", Sees::known, from_json>, ValueType::any, Loop::none, true},
    {"jsonencode", 1, 1, Takes::unknown, row<"?", Sees::all, to_json>, ValueType::string},
    {"textdecodebase64", 2, 2, Takes::unknown, row<"ss", Sees::known, decode>, ValueType::string},
    {"textencodebase64", 2, 2, Takes::unknown, row<"ss", Sees::known, encode>, ValueType::string},
    {"urlencode", 1, 1, Takes::unknown, row<"s", Sees::known, url>, ValueType::string},
    {"yamldecode", 1, 1, Takes::unknown, row<"s", Sees::known, from_yaml>, ValueType::any, Loop::none, true},
    {"yamlencode", 1, 1, Takes::unknown, row<"?", Sees::all, to_yaml>, ValueType::string},
};

}  // namespace

std::span<const Builtin> encoding_rows() { return rows; }

}  // namespace pillarlint::terraform
