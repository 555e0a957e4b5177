// The words that conditions are made of: their table (words.def), and what each says of a value. Not knowing is answered
// here: a word says unknown unless everything the value can still be gives the same answer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "graph/graph.h"
#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

enum class Word : std::uint8_t {
#define PILLARLINT_WORD(id, name, shape, absent, english, negated) id,
#include "rules/words.def"
#undef PILLARLINT_WORD
};

/// What a word takes.
enum class Shape : std::uint8_t {
  scalar,    // a scalar
  scalars,   // a scalar or a list of them
  path,      // `$path`
  order,     // a number, date or text, or `$path`
  regex,
  texts,     // text, `$path`, or a list of them
  number,    // a number or a test of one
  boolean,
  test,      // anything that can stand after a path
  networks,  // CIDR or a list of them
  resource,  // `$path` of a resource, a type, a class, or a list of types
  role,      // role names, or `{ class: … }`
  mark,      // key, secret, connection-string
  order_of,  // `{ before: X }` or `{ after: X }`
  date,      // a date, `today`, `today+90d`
};
enum class Absent : std::uint8_t { yes, no, test };

struct WordInfo {
  Word word;
  std::string_view name;
  Shape shape;
  Absent absent;
  std::string_view english;
  std::string_view negated;
};
[[nodiscard]] std::span<const WordInfo> all_words();
[[nodiscard]] const WordInfo& info(Word word);
[[nodiscard]] std::optional<Word> find_word(std::string_view name);

/// Order of texts of an enum or a fact, rising.
using Order = std::span<const std::string_view>;

// What the words for text, numbers and networks say of a value that is there. Alternatives are taken apart here; marked
// text counts as unknown text (semantics D36).
[[nodiscard]] Truth says_equals(const Value& value, const Value& wanted);
[[nodiscard]] Truth says_at_least(const Value& value, const Value& wanted, Order order);
[[nodiscard]] Truth says_at_most(const Value& value, const Value& wanted, Order order);
[[nodiscard]] Truth says_starts_with(const Value& value, const Value& wanted);
[[nodiscard]] Truth says_ends_with(const Value& value, const Value& wanted);
[[nodiscard]] Truth says_contains(const Value& value, const Value& wanted);
[[nodiscard]] Truth says_matches(const Value& value, const class Regex& regex);
[[nodiscard]] Truth says_present(const Value& value);
[[nodiscard]] Truth says_within(const Value& value, const Value& network);
[[nodiscard]] Truth says_overlaps(const Value& value, const Value& network);
[[nodiscard]] Truth says_covers_port(const Value& value, const Value& port);
[[nodiscard]] Truth says_carries(const Value& value, Mark mark);
/// `today`: `2026-11-21`; empty: not given.
[[nodiscard]] Truth says_after(const Value& value, const Value& wanted, std::string_view today);
[[nodiscard]] Truth says_before(const Value& value, const Value& wanted, std::string_view today);

/// A number that is known only to lie between two bounds; `open`: no upper one.
struct Interval {
  std::int64_t low = 0;
  std::int64_t high = 0;
  bool open = false;
};
[[nodiscard]] Interval length_of(const Value& value);
/// Prefix length of a network: nullopt if the text is no network, or not known.
[[nodiscard]] std::optional<Interval> prefix_of(const Value& value);

/// A date as days since 1970, of `2026-11-21` and anything after it.
[[nodiscard]] std::optional<std::int64_t> read_date(std::string_view text);
/// The same, and `today`, `today+90d`, `today-30d`.
[[nodiscard]] std::optional<std::int64_t> read_date(std::string_view text, std::string_view today);

/// The answer for the value, or for all of its alternatives if they agree.
template <typename Ask>
[[nodiscard]] Truth for_alternatives(const Value& value, const Ask& ask) {
  if (value.known() || value.why().alternatives.empty()) return ask(value);
  bool first = true;
  Truth all = Truth::unknown;
  for (const auto& alternative : value.why().alternatives) {
    const Truth one = for_alternatives(alternative.value, ask);
    if (!first && one != all) return Truth::unknown;
    all = one;
    first = false;
  }
  return all;
}

}  // namespace pillarlint
