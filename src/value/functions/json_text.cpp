#include "value/functions/json_text.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "value/functions/collections.h"
#include "value/functions/numbers.h"
#include "value/functions/strings.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

class Writer {
 public:
  Writer(Context& context, const JsonStyle& style) : context_(context), quote_(style.quote), as_go_(style.as_go) {}

  /// False: too long, too deep, or an open container, of which not even the form is known.
  bool write(const Value& value) {
    DepthGuard depth(context_.budget);
    if (!depth.ok || !context_.budget.take() || bytes_ + run_.size() > max_text_bytes) {
      too_long_ = true;
      return false;
    }
    switch (value.kind()) {
      case Value::Kind::null:
        run_ += "null";
        return true;
      case Value::Kind::boolean:
        run_ += value.boolean() ? "true" : "false";
        return true;
      case Value::Kind::integer:
        run_ += std::to_string(value.integer());
        return true;
      case Value::Kind::real:
        if (as_go_ && !std::isfinite(value.real())) return false;  // has no form in JSON
        write_real(value.real());
        return true;
      case Value::Kind::string:
        write_string(value.text());
        return true;
      case Value::Kind::array:
        return write_array(value);
      case Value::Kind::object:
        return write_object(value);
      case Value::Kind::unknown:
        write_hole(value);
        return true;
      case Value::Kind::expression:
        return true;
    }
    return true;
  }

  [[nodiscard]] bool too_long() const { return too_long_; }
  std::vector<Piece> pieces() {
    flush();
    return std::move(pieces_);
  }

 private:
  bool write_array(const Value& array) {
    if (array.rest() != nullptr) return false;
    run_ += '[';
    bool first = true;
    for (const auto& item : array.items()) {
      if (!first) run_ += ',';
      first = false;
      if (!write(item)) return false;
    }
    run_ += ']';
    return true;
  }

  bool write_object(const Value& object) {
    if (object.rest() != nullptr) return false;
    run_ += '{';
    bool first = true;
    for (const auto* m : members_in_order(object)) {
      if (!first) run_ += ',';
      first = false;
      write_string(m->key);
      run_ += ':';
      if (!write(m->value)) return false;
    }
    run_ += '}';
    return true;
  }

  std::vector<const Member*> members_in_order(const Value& object) const {
    std::vector<const Member*> members;
    for (const auto& m : object.members()) members.push_back(&m);
    if (as_go_) std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
    return members;
  }

  void write_real(double number) {
    if (as_go_) {
      run_ += plain_decimal(number);
      return;
    }
    run_ += number == std::floor(number) && std::fabs(number) < 1e15 ? fmt::format("{:.1f}", number)
                                                                     : fmt::format("{}", number);
  }

  void write_string(std::string_view text) {
    run_ += quote_;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto separator = as_go_ ? text.substr(i, 3) : std::string_view();
      if (separator == "\u2028" || separator == "\u2029") {
        run_ += separator == "\u2028" ? "\\u2028" : "\\u2029";
        i += 2;
      } else {
        write_sign(text[i]);
      }
    }
    run_ += quote_;
  }

  void write_sign(char c) {
    switch (c) {
      case '\b':
        run_ += "\\b";
        return;
      case '\f':
        run_ += "\\f";
        return;
      case '\n':
        run_ += "\\n";
        return;
      case '\r':
        run_ += "\\r";
        return;
      case '\t':
        run_ += "\\t";
        return;
      case '\\':
        run_ += "\\\\";
        return;
      default:
        break;
    }
    if (static_cast<unsigned char>(c) < 0x20 || (as_go_ && (c == '<' || c == '>' || c == '&'))) {
      run_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      return;
    }
    if (c == quote_) run_ += '\\';
    run_ += c;
  }

  // The value as it would be written in JSON: never empty, for even nothing is `null`.
  void write_hole(const Value& value) {
    flush();
    Unknown hole = value.why();
    hole.alternatives = {};
    hole.pieces = {};
    hole.bounds = nullptr;
    hole.type = ValueType::string;
    hole.never_empty = true;
    hole.never_null = true;
    hole.symbol = context_.symbols.make("json text", std::string_view(&quote_, 1), {value.why().symbol});
    pieces_.push_back({{}, hole.symbol, context_.arena.make<Unknown>(hole)});
  }

  void flush() {
    bytes_ += run_.size();
    if (!run_.empty()) pieces_.push_back({context_.arena.copy(run_), SymbolId::none, nullptr});
    run_.clear();
  }

  Context& context_;
  char quote_;
  bool as_go_;
  std::string run_;
  std::vector<Piece> pieces_;
  std::size_t bytes_ = 0;
  bool too_long_ = false;
};

}  // namespace

Value json_text(Context& context, const Value& value, const JsonStyle& style, Span span) {
  const auto marks = marks_within(context, value);
  const auto unknown = [&] { return unknown_from(context, "string", std::span(&value, 1), span, ValueType::string); };
  // Marked text stays out of the symbol that a text with holes has.
  if (value.has_unknown() && marks != Mark::none) return unknown().marked(marks);
  Writer writer(context, style);
  const bool written = writer.write(value);
  if (writer.too_long()) return limit_unknown(context, "text", span);
  if (!written) return unknown();
  Unknown reason;
  const auto pieces = writer.pieces();
  for (const auto& piece : pieces) {
    if (piece.hole != nullptr) reason = *piece.hole;
  }
  if (!context.budget.take_bytes(value.size())) return limit_unknown(context, "memory", span);
  return from_pieces(context, pieces, span, marks, reason);
}

}  // namespace pillarlint
