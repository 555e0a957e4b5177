// format and formatlist: verbs as Go's fmt has them, a hole where an argument is not known.
#include <array>
#include <cmath>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "terraform/functions_rows.h"
#include "value/functions/json_text.h"
#include "value/functions/strings.h"

namespace pillarlint::terraform {

namespace {

constexpr std::int64_t most_width = 1'000'000;

struct Verb {
  std::string_view text;   // of a part that is text
  char letter = '\0';      // of a verb
  std::size_t argument = 0;
  std::string_view written;
  bool minus = false, plus = false, zero = false, blank = false, sharp = false;
  std::optional<std::size_t> width, precision;

  [[nodiscard]] bool plain() const { return written.size() == 2; }
};

/// Reads a format; `problem` is set where it is none.
class FormatReader {
 public:
  explicit FormatReader(std::string_view text) : text_(text) {}

  std::vector<Verb> read() {
    std::vector<Verb> verbs;
    while (at_ < text_.size() && problem.empty()) {
      const auto percent = std::min(text_.find('%', at_), text_.size());
      if (percent > at_) verbs.push_back(text_part(text_.substr(at_, percent - at_)));
      at_ = percent;
      if (at_ < text_.size()) verbs.push_back(verb());
    }
    return verbs;
  }

  std::string problem;
  std::size_t arguments_used = 0;

 private:
  static Verb text_part(std::string_view text) {
    Verb part;
    part.text = text;
    return part;
  }

  std::optional<std::size_t> number() {
    const auto from = at_;
    std::int64_t value = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_)
      value = std::min(value * 10 + (text_[at_] - '0'), most_width + 1);
    if (at_ == from) return std::nullopt;
    if (value > most_width) problem = "a width is too large";
    return static_cast<std::size_t>(value);
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void flags(Verb& verb) {
    for (;; ++at_) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      if (c == '-') {
        verb.minus = true;
      } else if (c == '+') {
        verb.plus = true;
      } else if (c == '0') {
        verb.zero = true;
      } else if (c == ' ') {
        verb.blank = true;
      } else if (c == '#') {
        verb.sharp = true;
      } else {
        return;
      }
    }
  }

  Verb verb() {
    const auto from = at_++;
    if (take('%')) return text_part("%");
    Verb verb;
    flags(verb);
    verb.width = number();
    if (take('.')) verb.precision = number().value_or(0);
    if (take('[')) {
      const auto index = number();
      if (!index || *index == 0 || !take(']')) problem = "the index of an argument is no number";
      next_ = index.value_or(1) - (index && *index > 0 ? 1 : 0);
    }
    if (at_ >= text_.size()) problem = "the format ends inside of a verb";
    if (!problem.empty()) return verb;
    verb.letter = text_[at_++];
    verb.written = text_.substr(from, at_ - from);
    if (std::string_view("vsqdtboxXeEfgG").find(verb.letter) == std::string_view::npos) {
      problem = "there is a verb that means nothing";
    }
    verb.argument = next_++;
    arguments_used = std::max(arguments_used, next_);
    return verb;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
};

// ── one value ─────────────────────────────────────────────────────────────────────────────────────────────────────

std::string padded(const Verb& verb, std::string text) {
  const auto length = graphemes(text).size();
  if (!verb.width || length >= *verb.width) return text;
  const auto fill = *verb.width - length;
  if (verb.minus) return text + std::string(fill, ' ');
  if (!verb.zero) return std::string(fill, ' ') + text;
  const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+' || text[0] == ' ');
  return (sign ? text.substr(0, 1) : "") + std::string(fill, '0') + (sign ? text.substr(1) : text);
}

std::string with_sign(const Verb& verb, bool negative, std::string digits) {
  return padded(verb, (negative ? "-" : verb.plus ? "+" : verb.blank ? " " : "") + digits);
}

std::optional<std::string> whole_text(const Verb& verb, const Value& number) {
  const bool negative = number.real() < 0;
  std::string digits;
  if (number.is_integer()) {
    const auto magnitude =
        negative ? 0 - static_cast<std::uint64_t>(number.integer()) : static_cast<std::uint64_t>(number.integer());
    digits = verb.letter == 'd'   ? fmt::format("{}", magnitude)
             : verb.letter == 'b' ? fmt::format("{:b}", magnitude)
             : verb.letter == 'o' ? fmt::format("{:o}", magnitude)
             : verb.letter == 'x' ? fmt::format("{:x}", magnitude)
                                  : fmt::format("{:X}", magnitude);
  } else {
    if (verb.letter != 'd' || number.real() != std::floor(number.real())) return std::nullopt;
    digits = text_of(Value::of(std::fabs(number.real()))).value_or("");
  }
  if (verb.precision && digits.size() < *verb.precision) digits.insert(0, *verb.precision - digits.size(), '0');
  if (verb.sharp) {
    digits = (verb.letter == 'x' ? "0x" : verb.letter == 'X' ? "0X" : verb.letter == 'o' ? "0" : verb.letter == 'b' ? "0b" : "") + digits;
  }
  return with_sign(verb, negative, digits);
}

// The shortest digits; with an exponent from a million on, as Go decides for its own shortest form.
std::string shortest(double number, bool capital) {
  const auto plain = text_of(Value::of(number)).value_or("");
  if (number == 0) return plain;
  const auto point = std::min(plain.find('.'), plain.size());
  const auto first = plain.find_first_not_of("0.");
  const auto magnitude = first < point ? static_cast<int>(point - first) - 1 : static_cast<int>(point) - static_cast<int>(first);
  if (magnitude >= -4 && magnitude < 6) return plain;
  std::string mantissa;
  for (const char c : plain.substr(first)) {
    if (c != '.') mantissa += c;
  }
  while (mantissa.size() > 1 && mantissa.back() == '0') mantissa.pop_back();
  if (mantissa.size() > 1) mantissa.insert(1, ".");
  return fmt::format("{}{}{}{:02}", mantissa, capital ? 'E' : 'e', magnitude < 0 ? '-' : '+', std::abs(magnitude));
}

std::string real_text(const Verb& verb, const Value& number) {
  const auto value = number.real();
  const auto magnitude = std::fabs(value);
  const auto precision = static_cast<int>(std::min<std::size_t>(verb.precision.value_or(6), 1000));
  std::string digits;
  switch (verb.letter) {
    case 'e':
      digits = fmt::format("{:.{}e}", magnitude, precision);
      break;
    case 'E':
      digits = fmt::format("{:.{}E}", magnitude, precision);
      break;
    case 'f':
      digits = fmt::format("{:.{}f}", magnitude, precision);
      break;
    default:
      digits = verb.precision ? fmt::format(fmt::runtime(verb.letter == 'G' ? "{:.{}G}" : "{:.{}g}"), magnitude, precision)
                              : shortest(magnitude, verb.letter == 'G');
      break;
  }
  return with_sign(verb, value < 0, digits);
}

std::string cut(const Verb& verb, std::string text) {
  if (!verb.precision) return text;
  const auto signs = graphemes(text);
  if (signs.size() <= *verb.precision) return text;
  std::string out;
  for (std::size_t i = 0; i < *verb.precision; ++i) out += signs[i];
  return out;
}

struct Written {
  std::optional<Value> value;
  std::string problem;
};

Written problem(const Verb& verb, std::string_view expected) {
  return {std::nullopt, fmt::format("an argument does not fit {}, expected {}", verb.written, expected)};
}

Written text_value(const Call& call, const Verb& verb, std::string text) {
  if (verb.width && *verb.width > text.size()) {
    if (auto none = no_room(call, *verb.width)) return {*none, {}};
  }
  return {call.text(padded(verb, std::move(text))), {}};
}

Value json_of(const Call& call, const Value& value) { return json_text(call.context, value, JsonStyle{'"', true}, call.span); }

Written written_known(const Call& call, const Verb& verb, const Value& value) {
  switch (verb.letter) {
    case 's': {
      const auto text = text_of(value);
      return text ? text_value(call, verb, cut(verb, *text)) : problem(verb, "a text");
    }
    case 'q': {
      const auto text = text_of(value);
      if (!text) return problem(verb, "a text");
      return text_value(call, verb, std::string(json_of(call, Value::of(std::string_view(*text))).text()));
    }
    case 't': {
      const auto boolean = converted(call.context, value, Primitive::boolean);
      if (!boolean) return problem(verb, "a boolean");
      return {call.text(boolean->boolean() ? "true" : "false"), {}};
    }
    default:
      break;
  }
  const auto number = converted(call.context, value, Primitive::number);
  if (!number) return problem(verb, "a number");
  const bool whole = std::string_view("dboxX").find(verb.letter) != std::string_view::npos;
  const auto text = whole ? whole_text(verb, *number) : real_text(verb, *number);
  return text ? text_value(call, verb, *text) : problem(verb, "a whole number");
}

Written written_hole(const Call& call, const Verb& verb, const Value& value) {
  // Text and whole numbers stand in a template in the same way.
  const bool as_it_is = verb.plain() && (verb.letter == 's' || verb.letter == 'd' || verb.letter == 't' ||
                                         (verb.letter == 'v' && is_a(value, ValueType::string)));
  if (as_it_is) return {value, {}};
  const auto symbol = value.why().symbol;
  const auto least = static_cast<std::int64_t>(verb.width.value_or(0));
  const auto hole = hole_of(call.context, "format", verb.written, std::span(&symbol, 1), value.why(), {least, std::nullopt});
  return {Value::unknown(hole.hole, call.span), {}};
}

char letter_for(const Value& value) { return value.is_number() ? 'g' : value.is_bool() ? 't' : 's'; }

Written written(const Call& call, Verb verb, const Value& value) {
  if (value.is_null()) return problem(verb, "a value that is not null");
  if (!value.known()) return written_hole(call, verb, value);
  if (verb.letter != 'v') return written_known(call, verb, value);
  const bool json = verb.sharp || value.is_container();
  if (!json) {
    verb.letter = letter_for(value);
    if (value.is_number()) verb.precision.reset();
    return written_known(call, verb, value);
  }
  const auto text = json_of(call, value);
  return text.is_string() ? text_value(call, verb, std::string(text.text())) : Written{text, {}};
}

// ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────────────

using Formatted = std::variant<Value, std::string>;  // or what is wrong

Formatted formatted(const Call& call, const Value& format, std::span<const Value> args) {
  if (!format.known()) return call.unknown(ValueType::string);
  FormatReader reader(format.text());
  const auto verbs = reader.read();
  if (!reader.problem.empty()) return reader.problem;
  if (reader.arguments_used > args.size()) return std::string("there are fewer arguments than verbs");
  if (reader.arguments_used < args.size()) return std::string("there are more arguments than verbs");
  std::vector<Value> parts;
  std::size_t bytes = 0;
  for (const auto& verb : verbs) {
    if (verb.letter == '\0') {
      parts.push_back(Value::of(verb.text, call.span).marked(format.marks()));
      continue;
    }
    const auto& value = args[verb.argument];
    const auto one = written(call, verb, value);
    if (!one.value) return one.problem;
    parts.push_back(one.value->marked(value.marks()));
    bytes += parts.back().is_string() ? parts.back().size() : 0;
    if (bytes > max_text_bytes) return limit_unknown(call.context, "text", call.span);
  }
  if (!call.context.budget.take(1 + bytes / 16)) return limit_unknown(call.context, "step", call.span);
  return join_text(call.context, parts, call.span);
}

Value format(const Call& call) {
  const auto result = formatted(call, call.arg(0), call.args.subspan(1));
  if (const auto* problem = std::get_if<std::string>(&result)) return call.wrong(*problem);
  return std::get<Value>(result);
}

Value format_list(const Call& call) {
  std::optional<std::size_t> length;
  bool open = !call.arg(0).known();
  for (const auto& arg : call.args.subspan(1)) {
    if (arg.is_null()) return call.wrong("an argument is null");
    // An unknown of no type may be a list or one value for all.
    open = open || (!arg.known() && may_be(arg, ValueType::array)) || arg.rest() != nullptr;
    if (!arg.is_array()) continue;
    if (length && *length != arg.size() && !open) return call.wrong("the lists are of different lengths");
    length = arg.size();
  }
  if (open) return unknown_of_length(call, ValueType::array, {});
  if (!call.context.budget.take(length.value_or(1) * call.args.size())) return limit_unknown(call.context, "step", call.span);
  std::vector<Value> items;
  for (std::size_t i = 0; i < length.value_or(1); ++i) {
    std::vector<Value> args;
    for (const auto& arg : call.args.subspan(1)) args.push_back(arg.is_array() ? arg.items()[i] : arg);
    const auto result = formatted(call, call.arg(0), args);
    if (const auto* problem = std::get_if<std::string>(&result)) return call.wrong(*problem);
    items.push_back(std::get<Value>(result));
  }
  return array_of(call, items);
}

constexpr Builtin rows[] = {
    {"format", 1, -1, Takes::unknown, row<"s?*", Sees::all, format>, ValueType::string},
    {"formatlist", 1, -1, Takes::unknown, row<"s?*", Sees::all, format_list>, ValueType::array},
};

}  // namespace

std::span<const Builtin> format_rows() { return rows; }

}  // namespace pillarlint::terraform
