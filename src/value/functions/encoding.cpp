#include "value/functions/encoding.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace pillarlint {

namespace {

constexpr std::string_view base64_signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = (group << 8U) | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= left ? base64_signs[(group >> (18U - 6U * k)) & 63U] : '=';
  }
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  std::string out;
  std::uint32_t group = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    const auto value = c == '=' ? 0 : base64_signs.find(c);
    if (value == std::string_view::npos || (padding != 0 && c != '=')) return std::nullopt;
    if (c == '=') ++padding;
    group = (group << 6U) | static_cast<std::uint32_t>(value);
    if (++digits % 4 != 0) continue;
    if (padding > 2) return std::nullopt;
    for (std::size_t k = 0; k + padding < 3; ++k) out += static_cast<char>((group >> (16U - 8U * k)) & 255U);
    group = 0;
  }
  if (digits % 4 != 0) return std::nullopt;
  return out;
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : (lead & 0xF0U) == 0xE0U     ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || i + length > bytes.size()) return false;
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(bytes[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      code = (code << 6U) | (next & 0x3FU);
    }
    static constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    i += length;
  }
  return true;
}

namespace {

/// Code points of valid UTF-8.
std::vector<std::uint32_t> codes_of(std::string_view text) {
  std::vector<std::uint32_t> codes;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    codes.push_back(code);
    i += length;
  }
  return codes;
}

void append_code(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
    return;
  }
  const unsigned more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  put((0xF00U >> (more + 1) & 0xFFU) | (code >> (6 * more)));
  for (unsigned k = more; k-- > 0;) put(0x80U | ((code >> (6 * k)) & 0x3FU));
}

void append_unit(std::string& out, std::uint32_t unit, bool big) {
  const auto high = static_cast<char>(unit >> 8U & 0xFFU);
  const auto low = static_cast<char>(unit & 0xFFU);
  out += big ? high : low;
  out += big ? low : high;
}

std::string in_utf16(std::string_view text, bool big) {
  std::string out;
  for (const auto code : codes_of(text)) {
    if (code < 0x10000) {
      append_unit(out, code, big);
    } else {
      append_unit(out, 0xD800 + ((code - 0x10000) >> 10U), big);
      append_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FFU), big);
    }
  }
  return out;
}

// Halves of pairs that stand alone become U+FFFD.
std::optional<std::string> from_utf16(std::string_view bytes, bool big) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(big ? first * 256 + second : second * 256 + first);
  };
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    auto code = unit(i);
    const bool pair = code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
    if (pair) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = 0xFFFD;
    }
    append_code(out, code);
  }
  return out;
}

}  // namespace

std::optional<CharacterSet> character_set(std::string_view name) {
  struct Name {
    std::string_view name;
    CharacterSet set;
  };
  static constexpr std::array<Name, 10> names{{{"UTF-8", CharacterSet::utf8},
                                              {"UTF8", CharacterSet::utf8},
                                              {"UTF-16", CharacterSet::utf16},
                                              {"UTF-16LE", CharacterSet::utf16_little},
                                              {"UTF-16BE", CharacterSet::utf16_big},
                                              {"ISO-8859-1", CharacterSet::latin1},
                                              {"ISO_8859-1", CharacterSet::latin1},
                                              {"latin1", CharacterSet::latin1},
                                              {"US-ASCII", CharacterSet::ascii},
                                              {"ASCII", CharacterSet::ascii}}};
  for (const auto& one : names) {
    if (same_text(name, one.name)) return one.set;
  }
  return std::nullopt;
}

std::optional<std::string> encode_text(std::string_view text, CharacterSet set) {
  switch (set) {
    case CharacterSet::utf8:
      return std::string(text);
    case CharacterSet::utf16:
      return "\xFE\xFF" + in_utf16(text, true);
    case CharacterSet::utf16_little:
    case CharacterSet::utf16_big:
      return in_utf16(text, set == CharacterSet::utf16_big);
    case CharacterSet::latin1:
    case CharacterSet::ascii:
      break;
  }
  std::string out;
  for (const auto code : codes_of(text)) {
    if (code >= (set == CharacterSet::ascii ? 0x80U : 0x100U)) return std::nullopt;
    out += static_cast<char>(code);
  }
  return out;
}

std::optional<std::string> decode_text(std::string_view bytes, CharacterSet set) {
  switch (set) {
    case CharacterSet::utf8:
      return is_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
    case CharacterSet::utf16: {
      const bool little = bytes.starts_with("\xFF\xFE");
      return from_utf16(little || bytes.starts_with("\xFE\xFF") ? bytes.substr(2) : bytes, !little);
    }
    case CharacterSet::utf16_little:
    case CharacterSet::utf16_big:
      return from_utf16(bytes, set == CharacterSet::utf16_big);
    case CharacterSet::latin1:
    case CharacterSet::ascii:
      break;
  }
  std::string out;
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (set == CharacterSet::ascii && code >= 0x80) return std::nullopt;
    append_code(out, code);
  }
  return out;
}

std::string uri_encode(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += hex[byte >> 4U];
    out += hex[byte & 15U];
  }
  return out;
}

std::string uri_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (!escape) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
    i += 2;
  }
  return out;
}

std::string data_uri_encode(std::string_view text) {
  return "data:text/plain;charset=utf-8;base64," + base64_encode(text);
}

std::optional<std::string> data_uri_decode(std::string_view uri) {
  if (!starts_with_text(uri, "data:")) return std::nullopt;
  const auto comma = uri.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto kind = uri.substr(0, comma);
  auto bytes =
      ends_with_text(kind, ";base64") ? base64_decode(uri.substr(comma + 1)) : uri_decode(uri.substr(comma + 1));
  if (!bytes || !is_utf8(*bytes)) return std::nullopt;
  return bytes;
}

namespace {

/// Length of `scheme:` at the start, or 0.
std::size_t scheme_length(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return 0;
  for (const char c : text.substr(0, colon)) {
    if (!is_alphanumeric(c) && c != '+' && c != '-' && c != '.') return 0;
  }
  return colon + 1;
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  const auto segments = split(path.substr(1), '/');
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool dots = segments[i] == "." || segments[i] == "..";
    if (segments[i] == ".." && !kept.empty()) kept.pop_back();
    if (!dots) kept.push_back(segments[i]);
    if (dots && i + 1 == segments.size()) kept.emplace_back();
  }
  std::string out;
  for (const auto segment : kept) out.append("/").append(segment);
  return out.empty() ? "/" : out;
}

}  // namespace

std::optional<UriParts> parse_uri(std::string_view uri) {
  const auto scheme = scheme_length(uri);
  if (scheme == 0 || !uri.substr(scheme).starts_with("//")) return std::nullopt;
  UriParts parts;
  parts.scheme = uri.substr(0, scheme - 1);
  auto rest = uri.substr(scheme + 2);
  rest = rest.substr(0, rest.find('#'));
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  const auto authority = rest.substr(0, authority_end);
  const auto path = rest.substr(authority_end);
  const auto question = std::min(path.find('?'), path.size());
  parts.path = path.substr(0, question);
  parts.query = path.substr(std::min(question + 1, path.size()));
  const auto colon = authority.rfind(':');
  const bool port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  parts.host = authority.substr(0, port ? colon : authority.size());
  if (port) parts.port = authority.substr(colon + 1);
  if (parts.host.empty() || parts.host.find('@') != std::string_view::npos) return std::nullopt;
  return parts;
}

std::optional<std::string> resolve_uri(std::string_view base, std::string_view relative) {
  const auto parts = parse_uri(base);
  // Escapes are partly undone when a URI is written as text again; that is not followed here.
  if (!parts || base.find_first_of("%#\\") != std::string_view::npos ||
      relative.find_first_of("%#\\") != std::string_view::npos) {
    return std::nullopt;
  }
  if (scheme_length(relative) != 0 || relative.starts_with("//") || relative.starts_with("?")) return std::nullopt;
  const auto path = parts->path.empty() ? std::string_view("/") : parts->path;
  const bool rooted = relative.starts_with("/");
  // The reference joins the two slashes to one, the usual rules start at the host again.
  if (rooted && path.size() > 1 && path.ends_with('/')) return std::nullopt;
  const auto question = std::min(relative.find('?'), relative.size());
  auto joined = rooted ? std::string(relative.substr(0, question))
                       : std::string(path.substr(0, path.rfind('/') + 1)).append(relative.substr(0, question));
  std::string out(parts->scheme);
  out.append("://").append(lower(parts->host));
  if (!parts->port.empty()) out.append(":").append(parts->port);
  return out.append(without_dot_segments(joined)).append(relative.substr(question));
}

}  // namespace pillarlint
