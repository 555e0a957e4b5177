#include "value/functions/format.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "value/functions/strings.h"

namespace pillarlint {

namespace {

constexpr int most_number = 999'999;  // of an index or width, as .NET has it
constexpr int most_digits = 1'000;    // of a precision: .NET allows more, nobody means it

struct Reader {
  std::string_view text;
  std::size_t at = 0;

  [[nodiscard]] bool done() const { return at >= text.size(); }
  [[nodiscard]] char peek() const { return done() ? '\0' : text[at]; }
  bool take(char c) {
    if (peek() != c || done()) return false;
    ++at;
    return true;
  }
  void skip_blanks() {
    while (peek() == ' ') ++at;
  }
  std::optional<int> number() {
    const auto from = at;
    int n = 0;
    while (peek() >= '0' && peek() <= '9' && n <= most_number) n = n * 10 + (text[at++] - '0');
    if (at == from || n > most_number) return std::nullopt;
    return n;
  }
};

std::optional<FormatPart> read_placeholder(Reader& in) {
  FormatPart part;
  const auto index = in.number();
  if (!index) return std::nullopt;
  part.argument = static_cast<std::size_t>(*index);
  in.skip_blanks();
  if (in.take(',')) {
    in.skip_blanks();
    const bool left = in.take('-');
    const auto width = in.number();
    if (!width) return std::nullopt;
    part.width = left ? -*width : *width;
    in.skip_blanks();
  }
  if (in.take(':')) {
    const auto from = in.at;
    while (!in.done() && in.peek() != '}' && in.peek() != '{') ++in.at;
    part.spec = in.text.substr(from, in.at - from);
  }
  if (!in.take('}')) return std::nullopt;
  return part;
}

}  // namespace

std::optional<std::vector<FormatPart>> read_format(std::string_view format) {
  std::vector<FormatPart> parts;
  Reader in{format};
  const auto add_text = [&](std::size_t from, std::size_t to) {
    if (to > from) parts.push_back({format.substr(from, to - from), std::nullopt, 0, {}});
  };
  std::size_t from = 0;
  while (!in.done()) {
    const char c = format[in.at++];
    if (c != '{' && c != '}') continue;
    if (in.take(c)) {  // a doubled brace is one
      add_text(from, in.at - 1);
      from = in.at;
      continue;
    }
    if (c == '}') return std::nullopt;
    add_text(from, in.at - 1);
    const auto part = read_placeholder(in);
    if (!part) return std::nullopt;
    parts.push_back(*part);
    from = in.at;
  }
  add_text(from, in.at);
  return parts;
}

namespace {

struct Spec {
  char kind = 'G';
  std::optional<int> precision;
};

std::optional<Spec> standard_spec(std::string_view text) {
  if (text.empty()) return Spec{};
  const bool letter = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
  if (!letter) return std::nullopt;
  Spec spec{text[0], std::nullopt};
  if (text.size() == 1) return spec;
  int digits = 0;
  const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), digits);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || digits < 0 || digits > most_digits)
    return std::nullopt;
  spec.precision = digits;
  return spec;
}

std::string grouped(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string with_sign(bool negative, std::string text) { return negative ? "-" + text : text; }

std::string digits_of(std::int64_t number) {
  const auto magnitude = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  return std::to_string(magnitude);
}

std::string filled(std::string digits, std::size_t width) {
  return digits.size() >= width ? digits : std::string(width - digits.size(), '0') + digits;
}

std::string fraction(int places) {
  return places == 0 ? std::string() : "." + std::string(static_cast<std::size_t>(places), '0');
}

std::optional<std::string> hexadecimal(std::int64_t number, bool capital, std::size_t width) {
  if (number < 0) return std::nullopt;  // depends on how wide the number is held
  auto text = capital ? fmt::format("{:X}", number) : fmt::format("{:x}", number);
  return filled(std::move(text), width);
}

/// `000`, `#,##0`, `0.00`: digits, one grouping sign, one point.
struct Custom {
  std::size_t least = 0;  // whole digits that are always written
  int places = 0;         // digits after the point that are always written
  bool grouping = false;
};

std::optional<Custom> custom_spec(std::string_view text) {
  if (text.empty() || text.size() > static_cast<std::size_t>(most_digits)) return std::nullopt;
  Custom custom;
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  bool zero_seen = false;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i] == ',') {
      if (i == 0 || i + 1 == whole.size()) return std::nullopt;  // at the end it would scale by a thousand
      custom.grouping = true;
    } else if (whole[i] == '0' || (whole[i] == '#' && zero_seen)) {
      zero_seen = true;
      ++custom.least;
    } else if (whole[i] != '#') {
      return std::nullopt;
    }
  }
  if (point == std::string_view::npos) return custom;
  const auto places = text.substr(point + 1);
  if (places.empty() || places.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
  custom.places = static_cast<int>(places.size());
  return custom;
}

std::string in_custom(bool negative, std::string whole, const std::string& places, const Custom& custom) {
  if (whole == "0") whole.clear();
  whole = filled(std::move(whole), custom.least);
  auto text = (custom.grouping ? grouped(whole) : whole) + places;
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return with_sign(negative && !zero, std::move(text));
}

}  // namespace

std::optional<std::string> format_number(std::int64_t number, std::string_view text) {
  const auto spec = standard_spec(text);
  const bool negative = number < 0;
  auto digits = digits_of(number);
  if (!spec) {
    const auto custom = custom_spec(text);
    if (!custom) return std::nullopt;
    return in_custom(negative, std::move(digits), fraction(custom->places), *custom);
  }
  const auto width = static_cast<std::size_t>(spec->precision.value_or(0));
  switch (spec->kind) {
    case 'G':
    case 'g':
      if (width != 0 && width < digits.size()) return std::nullopt;
      return with_sign(negative, std::move(digits));
    case 'R':
    case 'r':
      return with_sign(negative, std::move(digits));
    case 'D':
    case 'd':
      return with_sign(negative, filled(std::move(digits), width));
    case 'N':
    case 'n':
      return with_sign(negative, grouped(digits) + fraction(spec->precision.value_or(2)));
    case 'F':
    case 'f':
      return with_sign(negative, digits + fraction(spec->precision.value_or(2)));
    case 'X':
      return hexadecimal(number, true, width);
    case 'x':
      return hexadecimal(number, false, width);
    default:
      return std::nullopt;
  }
}

std::optional<std::string> format_number(double number, std::string_view text) {
  if (!std::isfinite(number) || std::fabs(number) >= 1e15) return std::nullopt;
  const auto spec = standard_spec(text);
  if (spec && (spec->kind == 'G' || spec->kind == 'g') && !spec->precision) {
    return number == std::floor(number) ? fmt::format("{:.0f}", number) : fmt::format("{}", number);
  }
  std::optional<Custom> custom;
  if (!spec) custom = custom_spec(text);
  const bool fixed = spec && (spec->kind == 'F' || spec->kind == 'f');
  const bool number_form = spec && (spec->kind == 'N' || spec->kind == 'n');
  if (!fixed && !number_form && !custom) return std::nullopt;
  const int places = custom ? custom->places : spec->precision.value_or(2);
  const auto written = fmt::format("{:.{}f}", std::fabs(number), places);
  const auto point = std::min(written.find('.'), written.size());
  if (custom) return in_custom(number < 0, written.substr(0, point), written.substr(point), *custom);
  auto whole = written.substr(0, point);
  if (number_form) whole = grouped(whole);
  return with_sign(number < 0, whole + written.substr(point));
}

std::string aligned(std::string text, int width) {
  const auto wanted = static_cast<std::size_t>(std::abs(width));
  const auto length = utf16_length(text);
  if (length >= wanted) return text;
  const std::string blanks(wanted - length, ' ');
  return width > 0 ? blanks + text : text + blanks;
}

std::optional<std::string> format_argument(const FormatArgument& argument, std::string_view spec) {
  struct Writer {
    std::string_view spec;
    std::optional<std::string> operator()(std::monostate) const { return std::string(); }
    std::optional<std::string> operator()(bool b) const { return b ? "True" : "False"; }
    std::optional<std::string> operator()(std::int64_t n) const { return format_number(n, spec); }
    std::optional<std::string> operator()(double n) const { return format_number(n, spec); }
    std::optional<std::string> operator()(std::string_view text) const { return std::string(text); }
  };
  return std::visit(Writer{spec}, argument);
}

std::variant<std::string, FormatFailure> format_text(std::string_view format,
                                                     const std::vector<FormatArgument>& arguments,
                                                     std::size_t most_bytes) {
  const auto parts = read_format(format);
  if (!parts) return FormatFailure::not_a_format;
  std::string out;
  for (const auto& part : *parts) {
    if (!part.argument) {
      out += part.text;
    } else {
      if (*part.argument >= arguments.size()) return FormatFailure::argument_missing;
      auto one = format_argument(arguments[*part.argument], part.spec);
      if (!one) return FormatFailure::not_covered;
      out += aligned(std::move(*one), part.width);
    }
    if (out.size() > most_bytes) return FormatFailure::too_long;
  }
  return out;
}

}  // namespace pillarlint
