#include "terraform/yaml_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "terraform/conversion.h"
#include "value/functions/strings.h"

namespace pillarlint::terraform {

namespace {

constexpr std::size_t best_width = 80;
constexpr std::size_t longest_name = 128;  // longer ones are written in another form

bool is_line_end(std::string_view sign) {
  return sign == "\n" || sign == "\r" || sign == "\u0085" || sign == "\u2028" || sign == "\u2029";
}

bool is_printable(std::string_view sign) {
  const auto first = static_cast<unsigned char>(sign[0]);
  if (sign.size() == 1) return sign == "\n" || (first >= 0x20 && first < 0x7F);
  if (sign.size() == 2 && first == 0xC2) return static_cast<unsigned char>(sign[1]) >= 0xA0;
  return sign != "\uFEFF" && sign.size() < 4;
}

class Writer {
 public:
  explicit Writer(std::size_t most) : most_(most) {}

  /// A value behind `key:` or `-`, or alone; what follows in deeper lines stands at `indent`.
  void value(const Value& value, std::size_t indent, bool in_sequence) {
    if (out.size() > most_) return;
    if (value.is_array() && value.size() != 0) {
      sequence(value, indent, in_sequence);
    } else if (value.is_object() && value.size() != 0) {
      mapping(value, indent, in_sequence);
    } else {
      scalar(value, indent);
      out += '\n';
    }
  }

  std::string out;
  bool name_too_long = false;

 private:
  void start_line(std::size_t indent, bool& first, bool in_sequence) {
    // The first entry of a collection inside of a sequence stands behind the dash.
    if (!first || !in_sequence) out.append(indent, ' ');
    first = false;
  }

  void sequence(const Value& array, std::size_t indent, bool in_sequence) {
    bool first = true;
    for (const auto& item : array.items()) {
      start_line(indent, first, in_sequence);
      out += "- ";
      value(item, indent + 2, true);
    }
  }

  void mapping(const Value& object, std::size_t indent, bool in_sequence) {
    std::vector<const Member*> members;
    for (const auto& m : object.members()) members.push_back(&m);
    std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
    bool first = true;
    for (const auto* m : members) {
      start_line(indent, first, in_sequence);
      name_too_long = name_too_long || m->key.size() > longest_name || m->key.find('\n') != std::string_view::npos;
      quoted(m->key, indent, false);
      out += ':';
      const bool list = m->value.is_array() && m->value.size() != 0;
      const bool block = list || (m->value.is_object() && m->value.size() != 0);
      out += block ? '\n' : ' ';
      value(m->value, list ? indent : indent + 2, false);  // a list stands under its name, not further in
    }
  }

  void scalar(const Value& value, std::size_t indent) {
    if (value.is_array()) {
      out += "[]";
    } else if (value.is_object()) {
      out += "{}";
    } else if (!value.is_string()) {
      out += value.is_null() ? "null" : text_of(value).value_or("");
    } else if (literal_allowed(value.text())) {
      literal(value.text(), std::max<std::size_t>(2, indent));
    } else {
      quoted(value.text(), std::max<std::size_t>(2, indent), true);
    }
  }

  /// Text of several lines that stands as it is: nothing that has to be escaped, no blank before a line end.
  static bool literal_allowed(std::string_view text) {
    if (text.find('\n') == std::string_view::npos || text.ends_with(' ')) return false;
    bool blank = false;
    for (const auto sign : code_points(text)) {
      if (!is_printable(sign) || (blank && is_line_end(sign))) return false;
      blank = sign == " ";
    }
    return true;
  }

  void literal(std::string_view text, std::size_t indent) {
    out += '|';
    if (text[0] == ' ' || text[0] == '\n') out += '2';
    if (!text.ends_with('\n')) {
      out += '-';
    } else if (text.size() == 1 || text[text.size() - 2] == '\n') {
      out += '+';
    }
    std::size_t from = 0;
    while (from < text.size()) {
      const auto end = std::min(text.find('\n', from), text.size());
      out += '\n';
      if (end > from) out.append(indent, ' ').append(text.substr(from, end - from));
      from = end + 1;
    }
  }

  [[nodiscard]] std::size_t column() const {
    const auto line = out.rfind('\n');
    const auto text = std::string_view(out).substr(line == std::string::npos ? 0 : line + 1);
    return code_points(text).size();
  }

  void escaped(std::string_view sign) {
    static constexpr std::string_view letters = "\a\b\t\n\v\f\r\x1b\"\\";
    static constexpr std::string_view names = "abtnvfre\"\\";
    if (sign == "\u00a0") {
      out += "\\_";
    } else if (sign == "\u0085") {
      out += "\\N";
    } else if (sign == "\u2028" || sign == "\u2029") {
      out += sign == "\u2028" ? "\\L" : "\\P";
    } else if (const auto at = letters.find(sign); at != std::string_view::npos) {
      out += '\\';
      out += names[at];
    } else {
      out += escaped_code(sign);
    }
  }

  static std::string escaped_code(std::string_view sign) {
    if (sign[0] == '\0') return "\\0";
    char32_t code = static_cast<unsigned char>(sign[0]);
    if (sign.size() > 1) code &= 0xFFU >> (sign.size() + 1);
    for (const char c : sign.substr(1)) code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
    const auto number = static_cast<std::uint32_t>(code);
    return number <= 0xFF ? fmt::format("\\x{:02X}", number) : number <= 0xFFFF ? fmt::format("\\u{:04X}", number) : fmt::format("\\U{:08X}", number);
  }

  // Long text goes on in the next line at a blank.
  void quoted(std::string_view text, std::size_t indent, bool may_break) {
    out += '"';
    const auto signs = code_points(text);
    auto at = column();
    bool blanks = false;
    for (std::size_t i = 0; i < signs.size() && out.size() <= most_; ++i) {
      const auto sign = signs[i];
      const auto before = out.size();
      const bool blank = sign == " ";
      if (blank && may_break && !blanks && at > best_width && i > 0 && i + 1 < signs.size()) {
        out.append("\n").append(indent, ' ');
        at = indent;
        if (signs[i + 1] == " ") {
          out += '\\';
          ++at;
        }
      } else if (!blank && (!is_printable(sign) || is_line_end(sign) || sign == "\"" || sign == "\\")) {
        escaped(sign);
        at += out.size() - before;
      } else {
        out += sign;
        ++at;
      }
      blanks = blank;
    }
    out += '"';
  }

  std::size_t most_;
};

}  // namespace

std::optional<std::string> yaml_text(const Value& value, std::size_t most) {
  Writer writer(most);
  writer.value(value, 0, false);
  if (writer.out.size() > most || writer.name_too_long) return std::nullopt;
  // A scalar alone that is no text could go on: the writer says that it does not.
  const bool bare = !value.is_container() && !value.is_string();
  return bare ? writer.out + "...\n" : writer.out;
}

}  // namespace pillarlint::terraform
