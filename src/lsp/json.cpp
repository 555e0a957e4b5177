#include "lsp/json.h"

#include "base/source_manager.h"
#include "base/text.h"

namespace pillarlint::lsp {
namespace {

const Json null_json;

// The code unit of an escape `\uXXXX` at `at`; 0: there is none.
unsigned escape_at(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text.substr(at, 2) != "\\u") return 0;
  unsigned unit = 0;
  for (const char c : text.substr(at + 2, 4)) {
    const char folded = lower(c);
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (folded < 'a' || folded > 'f')) return 0;
    unit = unit * 16 + static_cast<unsigned>(digit ? c - '0' : folded - 'a' + 10);
  }
  return unit;
}

std::string without_halves(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      out += text[at++];
      continue;
    }
    const auto unit = escape_at(text, at);
    const auto next = escape_at(text, at + 6);
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    const bool pair = high && next >= 0xDC00 && next < 0xE000;
    const bool half = !pair && unit >= 0xD800 && unit < 0xE000;
    const std::size_t size = pair ? 12 : unit != 0 ? 6 : 2;
    out += half ? std::string_view("\\uFFFD") : text.substr(at, size);
    at += size;
  }
  return out;
}

}  // namespace

const Json& member(const Json& object, std::string_view name) {
  if (!object.is_object()) return null_json;
  const auto found = object.find(name);
  return found == object.end() ? null_json : *found;
}

const Json& member_at(const Json& object, std::string_view path) {
  const auto* at = &object;
  for (const auto name : split(path, '/')) at = &member(*at, name);
  return *at;
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : std::string(); }
bool is_true(const Json& value) { return value.is_boolean() && value.get<bool>(); }

std::optional<std::uint32_t> number_of(const Json& value) {
  constexpr std::uint64_t most = 0x7FFFFFFF;
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most) return std::nullopt;
  return value.get<std::uint32_t>();
}

std::optional<Place> place_of(const Json& value) {
  const auto line = number_of(member(value, "line"));
  const auto character = number_of(member(value, "character"));
  if (!line || !character) return std::nullopt;
  return Place{*line, *character};
}

std::optional<Range> range_of(const Json& value) {
  const auto begin = place_of(member(value, "start"));
  const auto end = place_of(member(value, "end"));
  if (!begin || !end) return std::nullopt;
  return Range{*begin, *end};
}

Json json_of(Range range) {
  const auto place = [](Place at) { return Json{{"line", at.line}, {"character", at.character}}; };
  return {{"start", place(range.begin)}, {"end", place(range.end)}};
}

std::optional<Json> parse(std::string_view body) {
  auto message = Json::parse(body, nullptr, false);
  if (message.is_discarded())
    message = Json::parse(without_halves(decode_text(std::string(body)).text), nullptr, false);
  if (message.is_discarded()) return std::nullopt;
  return message;
}

std::string dump(const Json& message) { return message.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace pillarlint::lsp
