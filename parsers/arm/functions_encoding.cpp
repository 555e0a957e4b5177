// Text in other clothes: base64, data URIs, percent encoding, JSON.
#include "arm/functions_rows.h"
#include "value/functions/encoding.h"
#include "value/functions/strings.h"
#include "value/read_json.h"

namespace pillarlint::arm {

namespace {

using Encode = std::string (*)(std::string_view);
using Decode = std::optional<std::string> (*)(std::string_view);

template <Encode encode>
Value encoded(const Call& call) {
  if (!call.arg(0).is_string()) return wrong_type(call, 0, "a text");
  if (auto none = no_room(call, std::uint64_t{3} * call.arg(0).size())) return *none;
  return call.text(encode(call.arg(0).text()));
}

template <Decode decode>
std::optional<std::string> decoded_text(std::string_view text) {
  auto bytes = decode(text);
  return bytes && is_utf8(*bytes) ? bytes : std::nullopt;
}

template <Decode decode>
Value decoded(const Call& call) {
  if (!call.arg(0).is_string()) return wrong_type(call, 0, "a text");
  if (auto none = no_room(call, call.arg(0).size())) return *none;
  const auto text = decoded_text<decode>(call.arg(0).text());
  return text ? call.text(*text) : call.wrong("the text is not encoded as the function expects");
}

std::optional<std::string> percent_decoded(std::string_view text) { return uri_decode(text); }

// ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The value of a JSON text, copied to where the deployment's values live.
Value value_of(const Call& call, std::string_view text) {
  if (auto none = no_room(call, text.size())) return *none;
  const auto document = read_json(text, FileId::none);
  for (const auto& diagnostic : document->diagnostics.list()) {
    if (info(diagnostic.code).severity == DiagnosticSeverity::error) return call.wrong("the text is no JSON");
  }
  // A number such as 1 takes far more room as a value than as text.
  if (!call.context.budget.take_bytes(document->arena.bytes())) return limit_unknown(call.context, "memory", call.span);
  return deep_copy(document->root, call.context.arena).at(call.span);
}

Value json(const Call& call) {
  if (!call.arg(0).is_string()) return wrong_type(call, 0, "a text");
  return value_of(call, call.arg(0).text());
}

Value base64_to_json(const Call& call) {
  if (!call.arg(0).is_string()) return wrong_type(call, 0, "a text");
  const auto text = decoded_text<base64_decode>(call.arg(0).text());
  return text ? value_of(call, *text) : call.wrong("the text is not base64");
}

// ── URIs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

// Only scheme and host are documented well enough to be known.
Value parse(const Call& call) {
  if (!call.arg(0).is_string()) return wrong_type(call, 0, "a text");
  const auto parts = parse_uri(call.arg(0).text());
  if (!parts) return call.wrong("the text is no absolute URI");
  ObjectBuilder object(call.context.arena);
  object.set("scheme", call.text(to_lower(parts->scheme)));
  object.set("host", call.text(to_lower(parts->host)));
  object.open(&call.unknown(ValueType::object).why());
  return object.build(call.span);
}

Value build(const Call& call) {
  if (!may_be(call.arg(0), ValueType::object)) return wrong_type(call, 0, "an object");
  return unknown_of_length(call, ValueType::string, {1, std::nullopt});
}

constexpr Builtin rows[] = {
    {"base64", 1, 1, Takes::known, encoded<base64_encode>, ValueType::string},
    {"base64ToString", 1, 1, Takes::known, decoded<base64_decode>, ValueType::string},
    {"base64ToJson", 1, 1, Takes::known, base64_to_json, ValueType::any},
    {"dataUri", 1, 1, Takes::known, encoded<data_uri_encode>, ValueType::string},
    {"dataUriToString", 1, 1, Takes::known, decoded<data_uri_decode>, ValueType::string},
    {"uriComponent", 1, 1, Takes::known, encoded<uri_encode>, ValueType::string},
    {"uriComponentToString", 1, 1, Takes::known, decoded<percent_decoded>, ValueType::string},
    {"json", 1, 1, Takes::known, json, ValueType::any},
    {"parseUri", 1, 1, Takes::known, parse, ValueType::object},
    {"buildUri", 1, 1, Takes::unknown, each<build>, ValueType::string},
};

}  // namespace

std::span<const Builtin> encoding_rows() { return rows; }

}  // namespace pillarlint::arm
