#include "function_calls.h"

#include <array>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "arm/functions.h"
#include "value/operators.h"

namespace pillarlint::test {

namespace {

class Parser {
 public:
  Parser(Calls& calls, std::string_view text) : calls_(calls), text_(text) {}

  Value parse() {
    auto value = expression();
    blanks();
    if (at_ != text_.size()) throw std::runtime_error("not a call: " + std::string(text_));
    return value;
  }

 private:
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(std::string_view sign) {
    blanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  void need(std::string_view sign) {
    if (!take(sign)) throw std::runtime_error(fmt::format("expected {} at {} of {}", sign, at_, text_));
  }
  std::string_view word() {
    blanks();
    const auto from = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      ++at_;
    return text_.substr(from, at_ - from);
  }

  Value expression() {
    if (take("'")) return string();
    if (take("@'")) return string().marked(Mark::secret);
    if (take("[")) return array();
    if (take("{")) return object();
    if (take("(")) return alternatives();
    if (take("?")) return unknown();
    blanks();
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (c == '-' || (c >= '0' && c <= '9')) return number();
    return name();
  }

  Value string() {
    std::string out;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\'') {
        if (at_ == text_.size() || text_[at_] != '\'') return Value::copy(calls_.arena, out);
        ++at_;
      }
      out += c;
    }
    throw std::runtime_error("a text is not closed");
  }

  Value number() {
    const auto from = at_;
    while (at_ < text_.size() &&
           (std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '-' || text_[at_] == '.'))
      ++at_;
    const std::string digits(text_.substr(from, at_ - from));
    if (digits.find('.') != std::string::npos) return Value::of(std::stod(digits));
    return Value::of(static_cast<std::int64_t>(std::stoll(digits)));
  }

  const Unknown* rest() {
    return &new_unknown(calls_.context, Unknown::Why::input_not_given, "rest", calls_.symbols.make("rest", ""), {})
                .why();
  }

  Value array() {
    std::vector<Value> items;
    while (!take("]")) {
      if (take("...")) {
        need("]");
        return Value::array(calls_.arena, items, {}, rest());
      }
      items.push_back(expression());
      take(",");
    }
    return Value::array(calls_.arena, items);
  }

  Value object() {
    ObjectBuilder builder(calls_.arena);
    while (!take("}")) {
      if (take("...")) {
        need("}");
        builder.open(rest());
        return builder.build();
      }
      const auto key = take("'") ? string().text() : word();
      need(":");
      builder.set(key, expression());
      take(",");
    }
    return builder.build();
  }

  Value alternatives() {
    std::vector<Alternative> all;
    do {
      const auto condition = calls_.symbols.make("condition", std::to_string(all.size()));
      const std::array when{Atom{condition, true}};
      all.push_back({expression(), calls_.arena.copy(std::span<const Atom>(when))});
    } while (take("|"));
    need(")");
    return either(calls_.context, all, calls_.symbols.make("either", text_), {});
  }

  Value unknown() {
    Unknown why;
    why.why = Unknown::Why::input_not_given;
    const auto name = word();
    why.subject = calls_.arena.copy(name);
    why.symbol = calls_.symbols.make("parameter", name);
    if (take(":")) why.type = type(word());
    if (take("(")) {
      Bounds bounds;
      auto& least = why.type == ValueType::integer ? bounds.min_value : bounds.min_length;
      auto& most = why.type == ValueType::integer ? bounds.max_value : bounds.max_length;
      if (!take("..")) {
        least = integer(word());
        need("..");
      }
      if (const auto digits = word(); !digits.empty()) most = integer(digits);
      need(")");
      why.bounds = calls_.arena.make<Bounds>(bounds);
    }
    why.never_empty = take("!");
    return Value::unknown(calls_.arena, why);
  }

  static std::int64_t integer(std::string_view digits) { return std::stoll(std::string(digits)); }

  static ValueType type(std::string_view name) {
    static constexpr std::array<std::string_view, 7> names{"any", "bool", "int", "number", "string", "array", "object"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return static_cast<ValueType>(i);
    }
    throw std::runtime_error("no type: " + std::string(name));
  }

  Value name() {
    const auto name = word();
    if (!take("(")) {
      if (name == "true" || name == "false") return Value::of(name == "true");
      if (name == "null") return Value::null();
      throw std::runtime_error("no such value: " + std::string(name));
    }
    std::vector<Value> args;
    while (!take(")")) {
      args.push_back(expression());
      take(",");
    }
    const auto* function = calls_.table.find(name);
    if (function == nullptr) throw std::runtime_error("no such function: " + std::string(name));
    return call({calls_.context, args, {}, *function});
  }

  Calls& calls_;
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? "''" : std::string_view(&c, 1));
  return out + "'";
}

std::string range(const std::optional<std::int64_t>& least, const std::optional<std::int64_t>& most) {
  if (!least && !most) return {};
  return fmt::format("({}..{})", least ? std::to_string(*least) : "", most ? std::to_string(*most) : "");
}

std::string print_unknown(Calls& calls, const Unknown& why) {
  std::string out;
  if (!why.alternatives.empty()) {
    for (const auto& alternative : why.alternatives)
      out += (out.empty() ? "(" : " | ") + calls.print(alternative.value);
    return out + ")";
  }
  if (!why.pieces.empty()) {
    for (const auto& piece : why.pieces) out += piece.symbol == SymbolId::none ? std::string(piece.text) : "{}";
    return quoted(out);
  }
  static constexpr std::array<std::string_view, 7> names{"", "bool", "int", "number", "string", "array", "object"};
  out = "?" + std::string(names[static_cast<std::size_t>(why.type)]);
  if (why.bounds != nullptr) {
    out += range(why.bounds->min_length, why.bounds->max_length) + range(why.bounds->min_value, why.bounds->max_value);
  } else if (why.never_empty) {
    out += "!";
  }
  return out;
}

}  // namespace

Calls::Calls() : table({arm_functions()}) {}

Value Calls::run(std::string_view expression) {
  diagnostics = Diagnostics();
  return Parser(*this, expression).parse();
}

std::string Calls::print(const Value& value) {
  std::string out;
  const auto separate = [&] {
    if (out.size() > 1) out += ", ";
  };
  switch (value.kind()) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.boolean() ? "true" : "false";
    case Value::Kind::integer:
      return std::to_string(value.integer());
    case Value::Kind::real:
      return fmt::format("{}", value.real());
    case Value::Kind::string:
      return (value.hidden() ? "@" : "") + quoted(value.text());
    case Value::Kind::unknown:
      return (value.hidden() ? "@" : "") + print_unknown(*this, value.why());
    case Value::Kind::expression:
      break;
    case Value::Kind::array:
      out = "[";
      for (const auto& item : value.items()) {
        separate();
        out += print(item);
      }
      break;
    case Value::Kind::object:
      out = "{";
      for (const auto& m : value.members()) {
        separate();
        out += std::string(m.key) + ": " + print(m.value);
      }
      break;
  }
  if (value.rest() != nullptr) {
    separate();
    out += "...";
  }
  return out + (value.is_array() ? "]" : "}");
}

bool Calls::same(std::string_view a, std::string_view b) {
  return symbol_of(run(a), symbols) == symbol_of(run(b), symbols);
}

std::string Calls::reported() {
  std::string out;
  for (const auto& diagnostic : diagnostics.list()) {
    if (!out.empty()) out += "\n";
    out += fmt::format("{}: {}", info(diagnostic.code).name, diagnostic.text());
  }
  return out;
}

}  // namespace pillarlint::test
