// Text in other clothes: base64, data URIs, percent encoding, URIs. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pillarlint {

[[nodiscard]] std::string base64_encode(std::string_view bytes);
/// White space is skipped; nullopt if it is not base64.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view bytes);

enum class CharacterSet : std::uint8_t { utf8, utf16_little, utf16_big, utf16, latin1, ascii };
/// The set of that name, as IANA lists it; nullopt: one that is not covered.
[[nodiscard]] std::optional<CharacterSet> character_set(std::string_view name);
/// The text in the bytes of that set; nullopt: it has signs that the set has not. `utf16` is big-endian with a mark.
[[nodiscard]] std::optional<std::string> encode_text(std::string_view text, CharacterSet set);
[[nodiscard]] std::optional<std::string> decode_text(std::string_view bytes, CharacterSet set);

/// Everything but letters, digits and `-._~` as `%XX`.
[[nodiscard]] std::string uri_encode(std::string_view text);
/// `%XX` back to bytes; what is no such escape stays.
[[nodiscard]] std::string uri_decode(std::string_view text);

/// `data:text/plain;charset=utf-8;base64,…`
[[nodiscard]] std::string data_uri_encode(std::string_view text);
/// The text of a data URI, base64 or percent encoded; nullopt if it is none.
[[nodiscard]] std::optional<std::string> data_uri_decode(std::string_view uri);

/// The parts of an absolute URI with an authority.
struct UriParts {
  std::string_view scheme;
  std::string_view host;
  std::string_view port;  // empty: not written
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] std::optional<UriParts> parse_uri(std::string_view uri);

/// A URI relative to an absolute one, dot segments removed. nullopt: no absolute base, or a form of which the outcome
/// is not certain.
[[nodiscard]] std::optional<std::string> resolve_uri(std::string_view base, std::string_view relative);

}  // namespace pillarlint
