#include "arm/expression.h"

#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint::arm {

namespace {

constexpr int max_depth = 200;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Parser {
 public:
  Parser(std::string_view text, const FunctionTable& functions, Arena& arena)
      : text_(text), end_(static_cast<std::uint32_t>(text.size() - 1)), functions_(functions), arena_(arena) {}

  ParsedExpression run() {
    at_ = 1;
    blanks();
    const auto* root = expression();
    blanks();
    if (!failed_ && at_ < end_) fail("the end of the expression");
    if (failed_) root = node(Expr::Kind::broken, 0, static_cast<std::uint32_t>(text_.size()));
    return {root, std::move(errors_)};
  }

 private:
  Expr* node(Expr::Kind kind, std::uint32_t begin, std::uint32_t end) {
    auto* made = arena_.make<Expr>();
    made->kind = kind;
    made->begin = begin;
    made->end = end;
    if (kind == Expr::Kind::broken) made->text = "an expression that does not parse";
    return made;
  }

  void blanks() {
    while (at_ < end_ && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  [[nodiscard]] char peek() const { return at_ < end_ ? text_[at_] : '\0'; }
  bool accept(char c) {
    blanks();
    if (peek() != c || at_ >= end_) return false;
    ++at_;
    return true;
  }

  const Expr* fail(std::string_view expected) {
    if (!failed_) {
      const auto found = at_ >= end_ ? std::string("the end of the expression") : fmt::format("`{}`", text_.substr(at_, word_length()));
      errors_.push_back({at_, std::min<std::uint32_t>(at_ + 1, end_ + 1), found, std::string(expected)});
    }
    failed_ = true;
    at_ = end_;
    return node(Expr::Kind::broken, at_, at_);
  }

  [[nodiscard]] std::size_t word_length() const {
    std::size_t n = 1;
    while (at_ + n < end_ && n < 20 && (is_letter(text_[at_ + n]) || is_digit(text_[at_ + n])) && is_letter(text_[at_])) ++n;
    return n;
  }

  const Expr* expression() {
    if (++depth_ > max_depth) return fail(fmt::format("at most {} levels of nesting", max_depth));
    const auto* made = primary();
    while (!failed_) {
      blanks();
      if (accept('.')) {
        made = member(made);
      } else if (accept('[')) {
        made = index(made);
      } else {
        break;
      }
    }
    --depth_;
    return made;
  }

  const Expr* member(const Expr* of) {
    blanks();
    const auto key = word();
    if (key.empty()) return fail("the name of a member");
    auto* made = node(Expr::Kind::member, of->begin, at_);
    made->text = arena_.copy(key);
    made->children = one(of);
    return made;
  }

  const Expr* index(const Expr* of) {
    blanks();
    const auto* at = expression();
    if (!accept(']')) return fail("`]`");
    auto* made = node(Expr::Kind::index, of->begin, at_);
    const std::array children{of, at};
    made->children = arena_.copy(std::span<const Expr* const>(children));
    return made;
  }

  std::span<const Expr* const> one(const Expr* child) { return arena_.copy(std::span<const Expr* const>(&child, 1)); }

  std::string_view word() {
    const auto begin = at_;
    while (at_ < end_ && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  const Expr* primary() {
    blanks();
    const char c = peek();
    if (c == '\'') return string();
    if (is_digit(c) || c == '-' || c == '+') return number();
    if (is_letter(c)) return call();
    return fail("a function, a string or a number");
  }

  const Expr* string() {
    const auto begin = at_++;
    std::string decoded;
    bool escaped = false;
    auto run = at_;
    for (;;) {
      const auto quote = text_.substr(0, end_).find('\'', at_);
      if (quote == std::string_view::npos) {
        at_ = begin;
        return fail("a `'` that closes the string");
      }
      at_ = static_cast<std::uint32_t>(quote) + 1;
      if (peek() != '\'') break;
      decoded += text_.substr(run, at_ - run);
      run = ++at_;
      escaped = true;
    }
    auto* made = node(Expr::Kind::literal, begin, at_);
    if (escaped) {
      decoded += text_.substr(run, at_ - 1 - run);
      made->literal = Value::copy(arena_, decoded);
    } else {
      made->literal = Value::copy(arena_, text_.substr(run, at_ - 1 - run));
    }
    return made;
  }

  const Expr* number() {
    const auto begin = at_;
    if (peek() == '-' || peek() == '+') ++at_;
    while (is_digit(peek())) ++at_;
    bool real = false;
    if (peek() == '.' && at_ + 1 < end_ && is_digit(text_[at_ + 1])) {
      real = true;
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    auto digits = text_.substr(begin, at_ - begin);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    auto* made = node(Expr::Kind::literal, begin, at_);
    std::int64_t whole = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (!real && parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size()) {
      made->literal = Value::of(whole);
      return made;
    }
    double value = 0;
    const auto as_real = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (as_real.ec != std::errc() || as_real.ptr != digits.data() + digits.size()) {
      at_ = begin;
      return fail("a number");
    }
    made->literal = Value::of(value);
    return made;
  }

  // `name(…)`, `namespace.name(…)`
  const Expr* call() {
    const auto begin = at_;
    word();
    while (peek() == '.') {
      ++at_;
      if (word().empty()) return fail("the name of a function");
    }
    const auto name = text_.substr(begin, at_ - begin);
    if (!accept('(')) return fail("`(`");
    std::vector<const Expr*> args;
    if (!accept(')')) {
      do {
        args.push_back(expression());
        if (failed_) return args.back();
      } while (accept(','));
      if (!accept(')')) return fail("`,` or `)`");
    }
    return made_call(name, args, begin);
  }

  static std::optional<std::string_view> literal_name(const Expr* arg) {
    if (arg->kind != Expr::Kind::literal || !arg->literal.is_string()) return std::nullopt;
    return arg->literal.text();
  }

  /// `split(E, '/')[n]` for that n; null: the argument is something else.
  [[nodiscard]] const Expr* split_part(const Expr* arg, std::int64_t n) const {
    if (arg->kind != Expr::Kind::index || arg->children[1]->kind != Expr::Kind::literal) return nullptr;
    const auto& at = arg->children[1]->literal;
    const auto* of = arg->children[0];
    const bool split = at.is_integer() && at.integer() == n && of->kind == Expr::Kind::call && same_text(of->text, "split") && of->children.size() == 2;
    return split && literal_name(of->children[1]) == "/" ? of->children[0] : nullptr;
  }

  /// How many of the arguments from `from` on are split(E, '/')[0], split(E, '/')[1] … of one E; fewer than two: 0.
  [[nodiscard]] std::size_t parts_of_one(const std::vector<const Expr*>& args, std::size_t from) const {
    const auto* whole = from < args.size() ? split_part(args[from], 0) : nullptr;
    if (whole == nullptr) return 0;
    const auto text = text_.substr(whole->begin, whole->end - whole->begin);
    std::size_t count = 1;
    for (; from + count < args.size(); ++count) {
      const auto* part = split_part(args[from + count], static_cast<std::int64_t>(count));
      if (part == nullptr || text_.substr(part->begin, part->end - part->begin) != text) break;
    }
    return count > 1 ? count : 0;
  }

  // The compiler takes a name of several segments apart: `resourceId(T, split(E, '/')[0], split(E, '/')[1])`, or
  // `format('{0}/{1}/{2}', split(E, '/')[0], split(E, '/')[1], c)`. With E itself the name still knows where its slashes are.
  [[nodiscard]] std::vector<const Expr*> joined_names(std::string_view name, std::vector<const Expr*> args) {
    const bool format = same_text(name, "format");
    if ((!format && !ends_with_text(name, "resourceId")) || (format && !slash_form(args))) return args;
    for (std::size_t from = 1; from < args.size(); ++from) {
      const auto count = parts_of_one(args, from);
      if (count == 0) continue;
      args[from] = split_part(args[from], 0);
      args.erase(args.begin() + static_cast<std::ptrdiff_t>(from) + 1, args.begin() + static_cast<std::ptrdiff_t>(from + count));
      if (format) args[0] = slashes(args.size() - 1, *args[0]);
      break;
    }
    return args;
  }

  static std::string slash_text(std::size_t holes) {
    std::string form;
    for (std::size_t i = 0; i < holes; ++i) form += fmt::format("{}{{{}}}", i == 0 ? "" : "/", i);
    return form;
  }
  [[nodiscard]] static bool slash_form(const std::vector<const Expr*>& args) {
    return args.size() > 2 && literal_name(args[0]) == std::string_view(slash_text(args.size() - 1));
  }
  const Expr* slashes(std::size_t holes, const Expr& at) {
    auto* made = node(Expr::Kind::literal, at.begin, at.end);
    made->literal = Value::copy(arena_, slash_text(holes));
    return made;
  }

  const Expr* made_call(std::string_view name, const std::vector<const Expr*>& written, std::uint32_t begin) {
    const auto args = joined_names(name, written);
    if (const auto* special = special_form(name, args, begin)) return special;
    auto* made = node(Expr::Kind::call, begin, at_);
    made->text = arena_.copy(name);
    made->function = functions_.find(name);
    // Every resource type has list functions of its own; those without a row share one.
    if (made->function == nullptr && starts_with_text(name, "list")) made->function = functions_.find("list*");
    made->children = arena_.copy(std::span<const Expr* const>(args));
    return made;
  }

  const Expr* named(NameKind kind, std::string_view name, std::uint32_t begin) {
    auto* made = node(Expr::Kind::name, begin, at_);
    made->name_kind = kind;
    made->text = name;
    return made;
  }

  // Calls that are no calls: names, lambdas, and what is evaluated only in part.
  const Expr* special_form(std::string_view name, const std::vector<const Expr*>& args, std::uint32_t begin) {
    if (args.size() == 1) {
      if (const auto key = literal_name(args[0])) {
        if (same_text(name, "parameters")) return named(NameKind::parameter, *key, begin);
        if (same_text(name, "variables")) return named(NameKind::variable, *key, begin);
        if (same_text(name, "lambdaVariables")) return named(NameKind::local, *key, begin);
      }
    }
    const auto with_children = [&](Expr::Kind kind) {
      auto* made = node(kind, begin, at_);
      made->text = arena_.copy(name);
      made->children = arena_.copy(std::span<const Expr* const>(args));
      return made;
    };
    if (args.size() == 3 && same_text(name, "if")) return with_children(Expr::Kind::conditional);
    if (!args.empty() && same_text(name, "and")) return with_children(Expr::Kind::logical_and);
    if (!args.empty() && same_text(name, "or")) return with_children(Expr::Kind::logical_or);
    if (!args.empty() && same_text(name, "lambda")) return lambda(args, begin);
    return nullptr;
  }

  const Expr* lambda(const std::vector<const Expr*>& args, std::uint32_t begin) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i + 1 < args.size(); ++i) {
      const auto name = literal_name(args[i]);
      if (!name) return fail("the name of a lambda variable as a string");
      names.push_back(*name);
    }
    auto* made = node(Expr::Kind::lambda, begin, at_);
    made->parameters = arena_.copy(names);
    made->children = one(args.back());
    return made;
  }

  std::string_view text_;
  std::uint32_t at_ = 0;
  std::uint32_t end_;
  const FunctionTable& functions_;
  Arena& arena_;
  int depth_ = 0;
  bool failed_ = false;
  std::vector<SyntaxError> errors_;
};

}  // namespace

ParsedExpression parse_expression(std::string_view text, const FunctionTable& functions, Arena& arena) {
  return Parser(text, functions, arena).run();
}

const ParsedExpression& ExpressionCache::parse(std::string_view text) {
  const auto hash = std::hash<std::string_view>{}(text);
  auto& shard = shards_[hash % shards_.size()];
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.parsed.find(text);
  if (found != shard.parsed.end()) return *found->second;
  const auto kept = shard.arena.copy(text);
  auto parsed = std::make_unique<const ParsedExpression>(parse_expression(kept, functions_, shard.arena));
  return *shard.parsed.emplace(kept, std::move(parsed)).first->second;
}

}  // namespace pillarlint::arm
