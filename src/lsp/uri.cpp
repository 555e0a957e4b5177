#include "lsp/uri.h"

#include "base/file_system.h"
#include "base/text.h"
#include "report/place.h"

namespace pillarlint::lsp {
namespace {

constexpr int no_digit = -1;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char folded = lower(c);
  return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : no_digit;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? digit(text[i + 1]) : no_digit;
      const int low = i + 2 < text.size() ? digit(text[i + 2]) : no_digit;
      if (high == no_digit || low == no_digit) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

}  // namespace

std::optional<std::string> path_of(std::string_view uri) {
  constexpr std::string_view scheme = "file://";
  if (!starts_with_text(uri, scheme)) return std::nullopt;
  uri.remove_prefix(scheme.size());
  if (starts_with_text(uri, "localhost/")) uri.remove_prefix(std::string_view("localhost").size());
  uri = uri.substr(0, uri.find_first_of("?#"));
  if (!uri.starts_with('/')) return std::nullopt;
  auto path = decoded(uri);
  if (!path) return std::nullopt;
  return normal_path(*path);
}

std::string uri_of(std::string_view path) { return "file://" + pillarlint::uri_of(path); }

}  // namespace pillarlint::lsp
