#include "azure/policy_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

// Two characters for private use, which no policy has, around the number of the hole.
constexpr std::string_view mark_begin = "\xEE\x80\x80";
constexpr std::string_view mark_end = "\xEE\x80\x81";
constexpr std::size_t max_failures = 16;       // expressions without an end that are looked for
constexpr std::size_t max_name = 256;          // of a named value
constexpr std::size_t max_symbol_text = 4096;

/// Finds the end of a C# expression: brackets are counted, strings, characters and comments passed over.
class Expression {
 public:
  Expression(std::string_view text, std::size_t open) : text_(text), at_(open) {}

  /// Position after the bracket that closes the one at the start.
  std::optional<std::size_t> end() {
    std::string closers;
    while (at_ < text_.size()) {
      if (skip_comment() || skip_string() || skip_character()) continue;
      const char c = text_[at_++];
      if (c == '(') closers += ')';
      if (c == '{') closers += '}';
      if (c == '[') closers += ']';
      if (c != ')' && c != '}' && c != ']') continue;
      if (closers.empty() || closers.back() != c) return std::nullopt;
      closers.pop_back();
      if (closers.empty()) return at_;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool here(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void go_behind(std::string_view word, std::size_t from) {
    const auto found = text_.find(word, from);
    at_ = found == std::string_view::npos ? text_.size() : found + word.size();
  }
  bool skip_comment() {
    if (here("/*")) {
      go_behind("*/", at_ + 2);
      return true;
    }
    if (!here("//")) return false;
    go_behind("\n", at_ + 2);
    return true;
  }
  // `"…"`, `@"…"`, `$"…"`, and both with `&quot;` where the policy is escaped.
  bool skip_string() {
    std::size_t begin = at_;
    bool verbatim = false;
    while (begin < text_.size() && (text_[begin] == '@' || text_[begin] == '$')) verbatim = text_[begin++] == '@' || verbatim;
    const auto rest = text_.substr(std::min(begin, text_.size()));
    const std::string_view quote = rest.starts_with("&quot;") ? "&quot;" : "\"";
    if (!rest.starts_with(quote)) return false;
    at_ = begin + quote.size();
    while (at_ < text_.size()) {
      if (here(quote)) {
        at_ += quote.size();
        if (!verbatim || !here(quote)) return true;
        at_ += quote.size();  // doubled: one quote of the text
      } else {
        at_ += !verbatim && text_[at_] == '\\' && !text_.substr(at_ + 1).starts_with("&quot;") ? 2 : 1;
      }
    }
    at_ = text_.size();
    return true;
  }
  bool skip_character() {
    if (!here("'")) return false;
    const std::size_t length = text_.substr(at_ + 1).starts_with('\\') ? 3 : 2;
    // `'a'`, `'\n'`, and `'\u0041'`; an apostrophe that opens no character is passed over alone.
    const auto close = text_.find('\'', at_ + length);
    at_ = close != std::string_view::npos && close <= at_ + 8 ? close + 1 : at_ + 1;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
};

class Cutter {
 public:
  Cutter(Context& context, const Value& from) : context_(context), from_(from) {}

  PolicyText run() {
    std::string text;
    for (const auto& piece : pieces_of(from_)) {
      if (piece.symbol == SymbolId::none) {
        text += clean(piece.text);
      } else {
        text += mark({piece.symbol, piece.hole, true});
      }
    }
    cut(text);
    return std::move(out_);
  }

 private:
  /// Marks that stand in the text already would be taken for ours.
  static std::string clean(std::string_view text) {
    std::string out(text);
    for (const auto each : {mark_begin, mark_end}) {
      for (auto at = out.find(each); at != std::string::npos; at = out.find(each, at)) out.replace(at, each.size(), "\xEF\xBF\xBD");
    }
    return out;
  }

  std::string mark(PolicyHole hole) {
    out_.holes.push_back(hole);
    return fmt::format("{}{}{}", mark_begin, out_.holes.size() - 1, mark_end);
  }

  std::string mark_for(std::string_view operation, std::string_view text, std::string_view subject, Unknown::Why why) {
    Unknown unknown;
    unknown.why = why;
    unknown.type = ValueType::string;
    unknown.never_null = true;
    unknown.subject = subject;
    unknown.span = from_.span();
    // Long ones are told apart by their place in the text alone.
    unknown.symbol = from_.hidden() || text.size() > max_symbol_text ? context_.symbols.fresh(operation)
                                                                     : context_.symbols.make(operation, plain(text));
    return mark({unknown.symbol, context_.arena.make<Unknown>(unknown), false});
  }

  /// Holes inside an expression go into its symbol by their own symbols, not by their numbers in this text.
  std::string plain(std::string_view text) {
    std::string out;
    while (true) {
      const auto begin = text.find(mark_begin);
      out += text.substr(0, begin);
      if (begin == std::string_view::npos) return out;
      const auto end = text.find(mark_end, begin);
      std::size_t number = 0;
      const auto digits = text.substr(begin + mark_begin.size(), end - begin - mark_begin.size());
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
      out += fmt::format("\x01{}\x02", static_cast<std::uint32_t>(out_.holes[number].symbol));
      text.remove_prefix(end + mark_end.size());
    }
  }

  void cut(std::string_view text) {
    std::size_t from = 0;
    std::size_t at = 0;
    const auto replace = [&](std::size_t end, std::string with) {
      out_.xml += text.substr(from, at - from);
      out_.xml += with;
      at = from = end;
    };
    while (at < text.size()) {
      const auto rest = text.substr(at);
      if (rest.starts_with("<!--")) {
        const auto end = text.find("-->", at + 4);
        replace(end == std::string_view::npos ? text.size() : end + 3, "");
      } else if (rest.starts_with("@(") || rest.starts_with("@{")) {
        const auto end = failures_ < max_failures ? Expression(text, at + 1).end() : std::nullopt;
        if (end) {
          replace(*end, mark_for("policy expression", text.substr(at, *end - at), "a policy expression", Unknown::Why::known_after_deploy));
        } else {
          ++failures_;
          ++at;
        }
      } else if (rest.starts_with("{{")) {
        const auto end = rest.substr(0, max_name).find("}}");
        if (end == std::string_view::npos) {
          at += 2;
          continue;
        }
        const auto name = trim(rest.substr(2, end - 2));
        const auto subject = context_.arena.copy(fmt::format("the named value {}", name));
        replace(at + end + 2, mark_for("named value", name, subject, Unknown::Why::known_after_deploy));
      } else {
        ++at;
      }
    }
    out_.xml += text.substr(std::min(from, text.size()));
  }

  Context& context_;
  const Value& from_;
  PolicyText out_;
  std::size_t failures_ = 0;
};

/// Calls `text` and `hole` for the parts of a text with marks, in order.
template <typename Text, typename Hole>
void parts_of(const PolicyText& policy, std::string_view text, const Text& use_text, const Hole& use_hole) {
  while (!text.empty()) {
    const auto begin = text.find(mark_begin);
    const auto end = begin == std::string_view::npos ? begin : text.find(mark_end, begin);
    if (end == std::string_view::npos) return use_text(text);
    if (begin != 0) use_text(text.substr(0, begin));
    std::size_t number = 0;
    const auto digits = text.substr(begin + mark_begin.size(), end - begin - mark_begin.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (number < policy.holes.size()) use_hole(policy.holes[number]);
    text.remove_prefix(end + mark_end.size());
  }
}

}  // namespace

PolicyText cut_policy(Context& context, const Value& text) { return Cutter(context, text).run(); }

Value restore_policy_text(Context& context, const PolicyText& policy, std::string_view text, const Value& from) {
  std::vector<Piece> pieces;
  const Unknown* reason = nullptr;
  parts_of(policy, text, [&](std::string_view part) { pieces.push_back({part, SymbolId::none, nullptr}); },
           [&](const PolicyHole& hole) {
             pieces.push_back({{}, hole.symbol, hole.why});
             if (reason == nullptr) reason = hole.why;
           });
  if (reason == nullptr) return Value::copy(context.arena, text, from.span()).marked(from.marks());
  return from_pieces(context, pieces, from.span(), from.marks(), *reason);
}

const PolicyHole* input_hole(const PolicyText& policy, std::string_view text) {
  const PolicyHole* found = nullptr;
  parts_of(policy, text, [](std::string_view) {}, [&](const PolicyHole& hole) {
    if (hole.from_input && found == nullptr) found = &hole;
  });
  return found;
}

}  // namespace pillarlint
