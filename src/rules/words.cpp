#include "rules/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>

#include "azure/type_index.h"
#include "base/regex.h"
#include "base/text.h"
#include "rules/networks.h"
#include "value/operators.h"

namespace pillarlint {

namespace {
constexpr std::array word_table{
#define PILLARLINT_WORD(id, name, shape, absent, english, negated) \
  WordInfo{Word::id, name, Shape::shape, Absent::absent, english, negated},
#include "rules/words.def"
#undef PILLARLINT_WORD
};

/// The number of a number, or of text that is one.
std::optional<double> number_of(const Value& value) {
  if (value.is_number()) return value.real();
  if (!value.is_string()) return std::nullopt;
  const auto text = trim(value.text());
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool hidden_text(const Value& value) { return value.known() && value.hidden() && !value.is_container() && !value.is_null(); }

Truth any_of(const Value& array, const auto& ask) {
  Truth found = array.rest() != nullptr ? Truth::unknown : Truth::no;
  for (const auto& item : array.items()) found = found | for_alternatives(item, ask);
  return found;
}

int sign(double d) { return d < 0 ? -1 : d > 0 ? 1 : 0; }

std::optional<int> place_in(Order order, const Value& value) {
  if (!value.is_string()) return std::nullopt;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (same_text(order[i], value.text())) return static_cast<int>(i);
  }
  return std::nullopt;
}

/// Negative, zero or positive; nullopt: the two can not be compared, which the words take for unknown.
std::optional<int> compare(const Value& a, const Value& b, Order order) {
  if (!order.empty()) {
    const auto left = place_in(order, a);
    const auto right = place_in(order, b);
    if (left && right) return *left - *right;
    if (right) return std::nullopt;
  }
  const auto x = number_of(a);
  const auto y = number_of(b);
  if (x && y) return sign(*x - *y);
  if (!a.is_string() || !b.is_string() || x.has_value() != y.has_value()) return std::nullopt;
  if (is_api_version(a.text()) && is_api_version(b.text())) return compare_api_versions(a.text(), b.text());
  return natural_order(a.text(), b.text());
}

Truth by_bounds(const Value& value, const Value& wanted, bool at_least) {
  const auto limit = number_of(wanted);
  const auto* bounds = value.why().bounds;
  if (!limit || bounds == nullptr) return Truth::unknown;
  const auto low = bounds->min_value;
  const auto high = bounds->max_value;
  if (at_least) {
    if (low && static_cast<double>(*low) >= *limit) return Truth::yes;
    if (high && static_cast<double>(*high) < *limit) return Truth::no;
  } else {
    if (high && static_cast<double>(*high) <= *limit) return Truth::yes;
    if (low && static_cast<double>(*low) > *limit) return Truth::no;
  }
  return Truth::unknown;
}

Truth ordered(const Value& value, const Value& wanted, Order order, bool at_least) {
  return for_alternatives(value, [&](const Value& one) {
    return for_alternatives(wanted, [&](const Value& other) {
      if (one.is_null() || other.is_null()) return Truth::no;
      if (one.known() && one.is_container()) return Truth::no;
      if (!other.known() || hidden_text(one) || hidden_text(other)) return Truth::unknown;
      if (!one.known()) return by_bounds(one, other, at_least);
      const auto order_of = compare(one, other, order);
      if (!order_of) return Truth::unknown;
      return truth(at_least ? *order_of >= 0 : *order_of <= 0);
    });
  });
}

/// Whether the pieces of `part` stand in a row in those of `whole`: the only yes for text that is not known.
Truth pieces_contain(const Value& whole, const Value& part, bool at_start, bool at_end) {
  const auto wanted = pieces_of(part);
  const auto have = pieces_of(whole);
  if (wanted.size() != 1 || wanted[0].symbol == SymbolId::none) return Truth::unknown;
  for (std::size_t i = 0; i < have.size(); ++i) {
    if (have[i].symbol != wanted[0].symbol) continue;
    if ((!at_start || i == 0) && (!at_end || i + 1 == have.size())) return Truth::yes;
  }
  return Truth::unknown;
}

/// Asks a question about text, of a value and of what is wanted; containers and the like are no text.
Truth about_text(const Value& value, const Value& wanted, bool at_start, bool at_end, Truth (*ask)(const Value&, std::string_view, Case)) {
  return for_alternatives(value, [&](const Value& one) {
    return for_alternatives(wanted, [&](const Value& other) {
      if (one.is_null() || other.is_null()) return Truth::no;
      if (hidden_text(one) || hidden_text(other)) return Truth::unknown;
      if (!other.known()) return pieces_contain(one, other, at_start, at_end);
      if (one.known() && !one.is_string()) return Truth::no;
      const auto text = scalar_text(other);
      return text ? ask(one, *text, Case::ignored) : Truth::no;
    });
  });
}

Truth about_networks(const Value& value, const Value& network, bool (*ask)(const Network&, const Network&)) {
  return for_alternatives(value, [&](const Value& one) {
    return for_alternatives(network, [&](const Value& other) {
      if (one.is_null() || other.is_null()) return Truth::no;
      if (!one.known() || !other.known() || hidden_text(one)) return Truth::unknown;
      if (!one.is_string() || !other.is_string()) return Truth::no;
      const auto a = read_network(one.text());
      const auto b = read_network(other.text());
      return a && b ? truth(ask(*a, *b)) : Truth::unknown;  // a service tag is some addresses, nobody knows which
    });
  });
}

Truth about_dates(const Value& value, const Value& wanted, std::string_view today, bool after) {
  return for_alternatives(value, [&](const Value& one) {
    return for_alternatives(wanted, [&](const Value& other) {
      if (one.is_null() || other.is_null()) return Truth::no;
      if (!one.known() || !other.known() || hidden_text(one) || !one.is_string() || !other.is_string()) return Truth::unknown;
      const auto a = read_date(one.text());
      const auto b = read_date(other.text(), today);
      if (!a || !b) return Truth::unknown;
      return truth(after ? *a > *b : *a < *b);
    });
  });
}

std::int64_t characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

Interval join(Interval a, Interval b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high), a.open || b.open};
}

Interval length_of_unknown(const Unknown& why) {
  Interval length{why.never_empty ? 1 : 0, 0, true};
  std::int64_t known = 0;
  for (const auto& piece : why.pieces) known += characters(piece.text);
  length.low = std::max(length.low, known);
  if (why.bounds == nullptr) return length;
  if (why.bounds->min_length) length.low = std::max(length.low, *why.bounds->min_length);
  if (why.bounds->max_length) length = {length.low, *why.bounds->max_length, false};
  return length;
}
}  // namespace

std::span<const WordInfo> all_words() { return word_table; }
const WordInfo& info(Word word) { return word_table[static_cast<std::size_t>(word)]; }

std::optional<Word> find_word(std::string_view name) {
  for (const auto& row : word_table) {
    if (row.name == name) return row.word;
  }
  return std::nullopt;
}

Truth says_equals(const Value& value, const Value& wanted) {
  return for_alternatives(value, [&](const Value& one) {
    return for_alternatives(wanted, [&](const Value& other) {
      if (one.is_null() || other.is_null()) return Truth::no;
      if (hidden_text(one) || hidden_text(other)) return Truth::unknown;
      const Truth same = equals(one, other, Case::ignored);
      if (same != Truth::no || one.is_number() == other.is_number()) return same;
      // A quoted number equals a number, also when one of them is not known yet.
      if (!one.known() || !other.known()) return (one.known() ? other : one).why().type == ValueType::string ? Truth::unknown : same;
      const auto a = number_of(one);
      const auto b = number_of(other);
      return truth(a && b && *a == *b);
    });
  });
}

Truth says_at_least(const Value& value, const Value& wanted, Order order) { return ordered(value, wanted, order, true); }
Truth says_at_most(const Value& value, const Value& wanted, Order order) { return ordered(value, wanted, order, false); }

Truth says_starts_with(const Value& value, const Value& wanted) { return about_text(value, wanted, true, false, starts_with); }
Truth says_ends_with(const Value& value, const Value& wanted) { return about_text(value, wanted, false, true, ends_with); }

Truth says_contains(const Value& value, const Value& wanted) {
  return for_alternatives(value, [&](const Value& one) {
    if (one.known() && one.is_array()) return any_of(one, [&](const Value& item) { return says_equals(item, wanted); });
    if (!one.known() && one.why().type == ValueType::array) return Truth::unknown;
    return about_text(one, wanted, false, false, contains_text);
  });
}

Truth says_matches(const Value& value, const Regex& regex) {
  return for_alternatives(value, [&](const Value& one) {
    if (!one.known() || hidden_text(one)) return Truth::unknown;
    if (one.is_null() || one.is_container()) return Truth::no;
    const auto text = scalar_text(one);
    return truth(text && regex.matches(*text));
  });
}

Truth says_present(const Value& value) {
  return for_alternatives(value, [](const Value& one) {
    if (one.known()) return truth(!one.is_null());
    return one.why().never_null || one.why().never_empty ? Truth::yes : !is_null(one);
  });
}

Truth says_within(const Value& value, const Value& network) {
  return about_networks(value, network, [](const Network& a, const Network& b) { return within(a, b); });
}
Truth says_overlaps(const Value& value, const Value& network) {
  return about_networks(value, network, [](const Network& a, const Network& b) { return overlaps(a, b); });
}

Truth says_covers_port(const Value& value, const Value& port) {
  const auto wanted = number_of(port);
  if (!wanted) return Truth::no;
  const auto ask = [&](const Value& one) {
    if (!one.known() || hidden_text(one)) return Truth::unknown;
    const auto text = scalar_text(one);
    if (one.is_null() || !text) return Truth::no;
    const auto range = read_ports(*text);
    if (!range) return Truth::unknown;
    return truth(range->first <= *wanted && *wanted <= range->last);
  };
  return for_alternatives(value, [&](const Value& one) { return one.known() && one.is_array() ? any_of(one, ask) : ask(one); });
}

Truth says_carries(const Value& value, Mark mark) {
  return for_alternatives(value, [&](const Value& one) {
    if (has(one.marks(), mark)) return Truth::yes;
    if (one.known()) {
      // A container carries what its parts carry.
      if (one.is_array()) return any_of(one, [&](const Value& item) { return says_carries(item, mark); });
      Truth found = one.rest() != nullptr ? Truth::unknown : Truth::no;
      for (const auto& entry : one.members()) found = found | says_carries(entry.value, mark);
      return found;
    }
    // Marks follow the flow, not the value: a plain input that is not given has none. What could not be read might.
    const auto& why = one.why();
    const bool container = why.type == ValueType::array || why.type == ValueType::object || why.type == ValueType::any;
    switch (why.why) {
      case Unknown::Why::input_not_given: return container ? Truth::unknown : Truth::no;
      case Unknown::Why::known_after_deploy:
      case Unknown::Why::placeholder:
      case Unknown::Why::provider_version:
      case Unknown::Why::branch: return Truth::no;
      case Unknown::Why::module_not_found:
      case Unknown::Why::not_evaluated:
      case Unknown::Why::limit_reached:
      case Unknown::Why::does_not_parse: return Truth::unknown;
    }
    return Truth::unknown;
  });
}

Truth says_after(const Value& value, const Value& wanted, std::string_view today) { return about_dates(value, wanted, today, true); }
Truth says_before(const Value& value, const Value& wanted, std::string_view today) { return about_dates(value, wanted, today, false); }

Interval length_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::string: {
      if (value.hidden()) return {0, 0, true};
      const auto length = characters(value.text());
      return {length, length, false};
    }
    case Value::Kind::array:
    case Value::Kind::object: return {value.size(), value.size(), value.rest() != nullptr};
    case Value::Kind::unknown: {
      if (value.why().alternatives.empty()) return length_of_unknown(value.why());
      auto length = length_of(value.why().alternatives[0].value);
      for (const auto& alternative : value.why().alternatives) length = join(length, length_of(alternative.value));
      return length;
    }
    case Value::Kind::null:
    case Value::Kind::boolean:
    case Value::Kind::integer:
    case Value::Kind::expression:
    case Value::Kind::real: break;
  }
  return {};
}

std::optional<Interval> prefix_of(const Value& value) {
  if (!value.is_string()) {
    // The end of text with holes may still say it: `${base}/27`.
    if (value.known() || value.why().pieces.empty()) return std::nullopt;
    const auto text = value.why().pieces.back().text;
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    int prefix = 0;
    const auto digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return Interval{prefix, prefix, false};
  }
  if (value.hidden()) return std::nullopt;
  const auto network = read_network(value.text());
  if (!network) return std::nullopt;
  return Interval{network->prefix, network->prefix, false};
}

std::optional<std::int64_t> read_date(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) -> int {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + from + count, value);
    return error == std::errc() && end == text.data() + from + count ? value : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<std::int64_t> read_date(std::string_view text, std::string_view today) {
  if (!starts_with_text(text, "today")) return read_date(text);
  const auto base = read_date(today);
  if (!base) return std::nullopt;
  const auto shift = text.substr(5);
  if (shift.empty()) return base;
  if ((shift[0] != '+' && shift[0] != '-') || shift.back() != 'd') return std::nullopt;
  std::int64_t days = 0;
  const auto digits = shift.substr(1, shift.size() - 2);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), days);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || days > 100'000) return std::nullopt;
  return shift[0] == '+' ? *base + days : *base - days;
}

}  // namespace pillarlint
