#include "graph/property_path.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {

namespace {

constexpr std::size_t max_steps = 64;
constexpr std::size_t max_index = 100'000;
constexpr std::array<std::string_view, 8> metas = {"name", "type", "region", "api_version", "scope", "parent", "key", "keys"};
constexpr std::array<std::string_view, 5> more_metas = {"loop", "facts", "policy", "effective", "locks"};

bool is_key_char(char c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Reads one path from left to right; `error` is set at the first thing that does not fit.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  PropertyPath read() {
    PropertyPath out;
    out.text = std::string(text_);
    if (text_.empty()) fail("is empty, a property such as `properties.publicNetworkAccess` was expected");
    if (take('$')) out.root = name("after `$`, a name was expected");
    bool first = out.root.empty();
    while (error.empty() && at_ < text_.size()) {
      if (out.steps.size() >= max_steps) fail(fmt::format("has more than {} steps", max_steps));
      separator_and_step(out, first);
      first = false;
    }
    return out;
  }

  std::string error;

 private:
  [[nodiscard]] std::string_view left() const { return text_.substr(at_); }
  bool take(char c) {
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there ? 1 : 0;
    return there;
  }
  bool take(std::string_view word) {
    const bool there = left().starts_with(word);
    at_ += there ? word.size() : 0;
    return there;
  }
  void fail(std::string what) {
    if (error.empty()) error = std::move(what);
  }
  std::string name(std::string_view wanted) {
    const auto begin = at_;
    while (at_ < text_.size() && is_key_char(text_[at_]) && !left().starts_with("->")) ++at_;
    if (at_ == begin) fail(std::string(wanted));
    return std::string(text_.substr(begin, at_ - begin));
  }

  // `.step`, `->step`, `->.step` or `->` at the end; before the first step nothing.
  void separator_and_step(PropertyPath& out, bool first) {
    if (take("->")) {
      out.steps.push_back({PathStep::Kind::follow, {}, 0, 0});
      if (at_ == text_.size() || left().starts_with("->") || left().starts_with('[')) return;
      take('.');
    } else if (!first && !take('.') && !left().starts_with('[')) {
      return fail(fmt::format("has `{}` where `.`, `[` or `->` was expected", text_[at_]));
    }
    if (at_ == text_.size()) return fail("ends with `.`, a property was expected after it");
    step(out);
  }

  void step(PropertyPath& out) {
    if (left().starts_with("['")) {
      quoted(out);
    } else if (left().starts_with('[')) {
      brackets(out);
      return;
    } else if (take("**")) {
      add(out, PathStep::Kind::leaves);
    } else if (take('*')) {
      add(out, PathStep::Kind::any_member);
    } else if (take('@')) {
      meta(out);
      return;
    } else {
      auto key = name(fmt::format("has `{}` where a property was expected", text_[at_]));
      add(out, PathStep::Kind::member, std::move(key));
    }
    while (error.empty() && left().starts_with('[') && !left().starts_with("['")) brackets(out);
  }

  static void add(PropertyPath& out, PathStep::Kind kind, std::string key = {}) {
    const auto hash = key.empty() ? 0 : folded_hash(key);
    out.steps.push_back({kind, std::move(key), hash, 0});
  }

  void quoted(PropertyPath& out) {
    at_ += 2;
    const auto end = text_.find("']", at_);
    if (end == std::string_view::npos) return fail("has `['` without `']`");
    if (end == at_) return fail("has `['']`, a name was expected in it");
    add(out, PathStep::Kind::member, std::string(text_.substr(at_, end - at_)));
    at_ = end + 2;
  }

  void brackets(PropertyPath& out) {
    const bool behind = !out.steps.empty() && out.steps.back().kind != PathStep::Kind::leaves &&
                        out.steps.back().kind != PathStep::Kind::meta;
    if (!behind && (out.root.empty() || !out.steps.empty())) return fail("has `[` where no list stands before it");
    if (take("[*]")) return add(out, PathStep::Kind::elements);
    ++at_;
    std::size_t number = 0;
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && number <= max_index) {
      number = number * 10 + static_cast<std::size_t>(text_[at_++] - '0');
    }
    if (at_ == begin || number > max_index || !take(']')) {
      return fail("has `[` that is neither `[*]`, `[number]` nor `['name']`");
    }
    out.steps.push_back({PathStep::Kind::index, {}, 0, number});
  }

  // `@loop.batch` and `@facts.name` are one step: their key is the whole.
  void meta(PropertyPath& out) {
    auto key = name("has `@` without a name");
    const auto known = [&](const auto& list) { return std::find(list.begin(), list.end(), key) != list.end(); };
    if (!error.empty()) return;
    if (key == "loop") {
      const bool batch = take(".batch");
      if (!batch && !take(".shared_parent")) return fail("has `@loop`, only `@loop.batch` and `@loop.shared_parent` can be asked for");
      key = batch ? "loop.batch" : "loop.shared_parent";
    } else if (key == "facts") {
      if (!take('.')) return fail("has `@facts` without the name of a fact, such as `@facts.role`");
      key = fmt::format("facts.{}", name("has `@facts.` without the name of a fact"));
    } else if (!known(metas) && !known(more_metas)) {
      std::vector<std::string> all(metas.begin(), metas.end());
      all.insert(all.end(), more_metas.begin(), more_metas.end());
      const auto near = nearest(key, all);
      return fail(fmt::format("has `@{}`, which there is not{}", key, near.empty() ? "" : fmt::format("; did you mean `@{}`", near)));
    }
    add(out, PathStep::Kind::meta, std::move(key));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool needs_quotes(std::string_view key) { return !std::all_of(key.begin(), key.end(), is_key_char); }

}  // namespace

bool PropertyPath::multiple() const {
  return std::any_of(steps.begin(), steps.end(), [](const PathStep& step) {
    return step.kind == PathStep::Kind::elements || step.kind == PathStep::Kind::any_member ||
           step.kind == PathStep::Kind::leaves || (step.kind == PathStep::Kind::meta && step.key == "keys");
  });
}

std::string PropertyPath::plain() const {
  std::string out;
  for (const auto& step : steps) {
    switch (step.kind) {
      case PathStep::Kind::member:
      case PathStep::Kind::any_member: {
        if (step.kind == PathStep::Kind::member && needs_quotes(step.key)) {
          out += fmt::format("['{}']", step.key);
          break;
        }
        if (!out.empty()) out += '.';
        out += step.kind == PathStep::Kind::any_member ? "*" : step.key;
        break;
      }
      case PathStep::Kind::index:
      case PathStep::Kind::elements: break;
      case PathStep::Kind::leaves: return out;
      case PathStep::Kind::meta: return step.key == "key" || step.key == "keys" ? out : std::string();
      case PathStep::Kind::follow: return {};
    }
  }
  return out;
}

Result<PropertyPath> parse_path(std::string_view text, Span span) {
  Reader reader(text);
  auto path = reader.read();
  if (!reader.error.empty()) return failure(Code::rule_path, span, text, reader.error);
  path.span = span;
  return path;
}

}  // namespace pillarlint
