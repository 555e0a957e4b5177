#include "value/print.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {

namespace {

constexpr int max_depth = 100;

bool is_plain_name(std::string_view name) {
  const auto letter = [](char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c == '$'; };
  const auto other = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), other);
}

class Printer {
 public:
  Printer(const SymbolStore* symbols, std::size_t limit) : symbols_(symbols), limit_(limit) {}

  std::string print(const Value& value) {
    put(value, 0);
    return shorten(out_, limit_);
  }

 private:
  [[nodiscard]] bool full() const { return out_.size() > limit_; }

  void put(const Value& value, int depth) {
    if (full()) return;
    if (value.hidden()) {
      out_ += "‹secret›";
      return;
    }
    if (depth > max_depth) {
      out_ += "…";
      return;
    }
    switch (value.kind()) {
      case Value::Kind::null:
        out_ += "null";
        break;
      case Value::Kind::boolean:
        out_ += value.boolean() ? "true" : "false";
        break;
      case Value::Kind::integer:
        fmt::format_to(std::back_inserter(out_), "{}", value.integer());
        break;
      case Value::Kind::real:
        put_real(value.real());
        break;
      case Value::Kind::string:
        put_quoted(value.text());
        break;
      case Value::Kind::array:
        put_array(value, depth);
        break;
      case Value::Kind::object:
        put_object(value, depth);
        break;
      case Value::Kind::unknown:
        put_unknown(value.why(), depth);
        break;
      case Value::Kind::expression:
        break;
    }
  }

  // A real always shows that it is one.
  void put_real(double number) {
    const auto text = fmt::format("{}", number);
    out_ += text;
    if (text.find_first_not_of("-0123456789") == std::string::npos) out_ += ".0";
  }

  void put_quoted(std::string_view text) {
    out_ += '\'';
    put_text(text);
    out_ += '\'';
  }

  void put_text(std::string_view text) {
    for (const char c : text) {
      if (full()) return;
      switch (c) {
        case '\'':
          out_ += "\\'";
          break;
        case '\\':
          out_ += "\\\\";
          break;
        case '\n':
          out_ += "\\n";
          break;
        case '\r':
          out_ += "\\r";
          break;
        case '\t':
          out_ += "\\t";
          break;
        default:
          if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            fmt::format_to(std::back_inserter(out_), "\\u{{{:x}}}",
                           static_cast<unsigned>(static_cast<unsigned char>(c)));
          } else {
            out_ += c;
          }
      }
    }
  }

  void put_array(const Value& value, int depth) {
    out_ += '[';
    const char* between = "";
    for (const auto& item : value.items()) {
      if (full()) return;
      out_ += between;
      put(item, depth + 1);
      between = ", ";
    }
    put_rest(value, between);
    out_ += ']';
  }

  void put_object(const Value& value, int depth) {
    out_ += '{';
    const char* between = "";
    for (const auto& member : value.members()) {
      if (full()) return;
      out_ += between;
      if (is_plain_name(member.key)) {
        out_ += member.key;
      } else {
        put_quoted(member.key);
      }
      out_ += ": ";
      put(member.value, depth + 1);
      between = ", ";
    }
    put_rest(value, between);
    out_ += '}';
  }

  void put_rest(const Value& value, const char* between) {
    if (value.rest() == nullptr) return;
    out_ += between;
    out_ += "…";
    put_reason(*value.rest());
  }

  void put_unknown(const Unknown& why, int depth) {
    if (!why.alternatives.empty()) return put_alternatives(why, depth);
    if (!why.pieces.empty()) return put_pieces(why);
    put_reason(why);
  }

  void put_alternatives(const Unknown& why, int depth) {
    const char* between = "";
    for (const auto& alternative : why.alternatives) {
      if (full()) return;
      out_ += between;
      put(alternative.value, depth + 1);
      between = " | ";
    }
  }

  void put_pieces(const Unknown& why) {
    out_ += '\'';
    for (const auto& piece : why.pieces) {
      if (full()) return;
      if (piece.symbol == SymbolId::none && piece.hole == nullptr) {
        put_text(piece.text);
        continue;
      }
      out_ += "‹";
      out_ += name_of(piece);
      out_ += "›";
    }
    out_ += '\'';
  }

  [[nodiscard]] std::string name_of(const Piece& piece) const {
    if (symbols_ != nullptr && piece.symbol != SymbolId::none) return symbols_->print(piece.symbol, limit_);
    if (piece.hole != nullptr && !piece.hole->subject.empty()) return std::string(piece.hole->subject);
    return "unknown";
  }

  void put_reason(const Unknown& why) {
    auto subject = std::string(why.subject);
    if (subject.empty() && symbols_ != nullptr && why.symbol != SymbolId::none)
      subject = symbols_->print(why.symbol, limit_);
    out_ += "‹";
    if (!subject.empty()) out_ += subject + ": ";
    out_ += describe(why.why);
    out_ += "›";
  }

  const SymbolStore* symbols_;
  std::size_t limit_;
  std::string out_;
};

}  // namespace

std::string print(const Value& value, const SymbolStore* symbols, std::size_t limit) {
  return Printer(symbols, limit).print(value);
}

}  // namespace pillarlint
