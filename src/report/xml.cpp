#include "report/xml.h"

#include <fmt/format.h>

#include "report/place.h"

namespace pillarlint {
namespace {

std::string_view entity_of(char c) {
  switch (c) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

}  // namespace

std::string xml_text(std::string_view text) {
  const auto valid = valid_text(text);
  std::string out;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const char c = valid[i];
    const auto rest = std::string_view(valid).substr(i);
    if (const auto entity = entity_of(c); !entity.empty()) {
      out += entity;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else if (rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF")) {  // no characters
      out += "\xEF\xBF\xBD";
      i += 2;
    } else if (c == '#' && rest.starts_with("##")) {  // no command to a runner that reads the log
      out += "&#35;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace pillarlint
