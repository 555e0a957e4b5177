#include <catch2/catch.hpp>

#include <array>

#include "base/regex.h"
#include "rules/networks.h"
#include "rules/words.h"
#include "value/operators.h"

namespace pillarlint {

namespace {
struct World {
  Arena arena;
  SymbolStore symbols;
  Value text(std::string_view t) { return Value::of(t); }
  Value array(std::vector<Value> items) { return Value::array(arena, items); }
  Value unknown(ValueType type = ValueType::any) {
    Unknown why;
    why.why = Unknown::Why::input_not_given;
    why.type = type;
    why.symbol = symbols.fresh("parameter");
    return Value::unknown(arena, why);
  }
  Value either(const Value& a, const Value& b) {
    Unknown why;
    why.symbol = symbols.fresh("if");
    const std::array alternatives{Alternative{a, {}}, Alternative{b, {}}};
    why.alternatives = arena.copy(std::span<const Alternative>(alternatives));
    return Value::unknown(arena, why);
  }
};

Value integer(std::int64_t n) { return Value::of(n); }

using Says = std::function<Truth(const Value&)>;

std::vector<std::pair<std::string, Says>> all_tests(World& w) {
  static const auto regex = Regex::compile("(?i)gpt-.*", false);
  static constexpr std::array<std::string_view, 3> order{"TLS1_0", "TLS1_1", "TLS1_2"};
  return {
      {"equals text", [&](const Value& v) { return says_equals(v, w.text("Disabled")); }},
      {"equals number", [&](const Value& v) { return says_equals(v, integer(2)); }},
      {"at_least", [&](const Value& v) { return says_at_least(v, integer(2), {}); }},
      {"at_most", [&](const Value& v) { return says_at_most(v, integer(2), {}); }},
      {"at_least in order", [&](const Value& v) { return says_at_least(v, w.text("TLS1_2"), order); }},
      {"starts_with", [&](const Value& v) { return says_starts_with(v, w.text("http://")); }},
      {"ends_with", [&](const Value& v) { return says_ends_with(v, w.text("ZRS")); }},
      {"contains", [&](const Value& v) { return says_contains(v, w.text("gpt")); }},
      {"matches", [&](const Value& v) { return says_matches(v, *regex); }},
      {"present", [&](const Value& v) { return says_present(v); }},
      {"empty", [&](const Value& v) { return is_empty(v); }},
      {"within", [&](const Value& v) { return says_within(v, w.text("10.0.0.0/8")); }},
      {"overlaps", [&](const Value& v) { return says_overlaps(v, w.text("172.17.0.0/16")); }},
      {"covers_port", [&](const Value& v) { return says_covers_port(v, integer(22)); }},
      {"carries", [&](const Value& v) { return says_carries(v, Mark::key); }},
      {"after", [&](const Value& v) { return says_after(v, w.text("today+90d"), "2026-11-21"); }},
      {"before", [&](const Value& v) { return says_before(v, w.text("today"), "2026-11-21"); }},
  };
}

std::vector<Value> samples(World& w) {
  return {Value::null(), Value::of(true), Value::of(false), integer(0), integer(2), integer(3), w.text(""), w.text("2"), w.text("disabled"),
          w.text("Enabled"), w.text("http://x"), w.text("Standard_GZRS"), w.text("gpt-4o"), w.text("10.1.0.0/16"), w.text("172.17.4.0/24"),
          w.text("20-30"), w.text("*"), w.text("TLS1_0"), w.text("TLS1_2"), w.text("2026-12-01"), w.text("2027-12-01"), w.array({}),
          w.array({w.text("gpt"), integer(22)}), Value::object(w.arena, std::vector<Member>{}), w.text("key").marked(Mark::key)};
}
}  // namespace

TEST_CASE("making a known value unknown never turns one answer into another") {
  World w;
  for (const auto& [name, says] : all_tests(w)) {
    for (const auto& value : samples(w)) {
      const Truth known = says(value);
      const Truth hidden = says(w.unknown().marked(value.marks()));
      INFO(name);
      CHECK((hidden == Truth::unknown || hidden == known || value.is_null()));  // absence is asked apart
      // Of two alternatives the answer is theirs if they agree, and else unknown.
      for (const auto& other : samples(w)) {
        const Truth one = says(w.either(value, other));
        CHECK(one == (known == says(other) ? known : Truth::unknown));
      }
    }
  }
}

TEST_CASE("text and numbers") {
  World w;
  CHECK(says_equals(w.text("Disabled"), w.text("disabled")) == Truth::yes);
  CHECK(says_equals(w.text("2"), integer(2)) == Truth::yes);     // a quoted number equals a number
  CHECK(says_equals(w.text("true"), Value::of(true)) == Truth::no);
  CHECK(says_equals(Value::null(), Value::null()) == Truth::no); // two absent values are not equal
  CHECK(says_at_least(w.text("2"), integer(2), {}) == Truth::yes);
  CHECK(says_at_least(w.text("1.10"), w.text("1.2"), {}) == Truth::no);
  CHECK(says_at_least(w.text("2025-06-01-preview"), w.text("2025-06-01"), {}) == Truth::no);  // before the release of its date
  CHECK(says_contains(w.array({w.text("a"), w.text("Account")}), w.text("account")) == Truth::yes);
  CHECK(says_contains(w.array({w.unknown()}), w.text("account")) == Truth::unknown);
  CHECK(says_equals(w.text("s3cret").marked(Mark::secret), w.text("s3cret")) == Truth::unknown);  // present, its text unknown
  CHECK(says_present(w.text("s3cret").marked(Mark::secret)) == Truth::yes);
}

TEST_CASE("order of an enum") {
  World w;
  static constexpr std::array<std::string_view, 3> order{"Basic", "Developer", "Premium"};
  CHECK(says_at_least(w.text("premium"), w.text("Developer"), order) == Truth::yes);
  CHECK(says_at_least(w.text("Basic"), w.text("Developer"), order) == Truth::no);
  CHECK(says_at_least(w.text("NewTier"), w.text("Developer"), order) == Truth::unknown);
}

TEST_CASE("bounds of an unknown number decide") {
  World w;
  Bounds bounds;
  bounds.min_value = 2;
  Unknown why;
  why.type = ValueType::integer;
  why.bounds = &bounds;
  why.symbol = w.symbols.fresh("parameter");
  const auto value = Value::unknown(w.arena, why);
  CHECK(says_at_least(value, integer(2), {}) == Truth::yes);
  CHECK(says_at_least(value, integer(3), {}) == Truth::unknown);
  CHECK(says_at_most(value, integer(1), {}) == Truth::no);
}

TEST_CASE("dates") {
  CHECK(*read_date("2026-11-22") - *read_date("2026-11-21") == 1);
  CHECK(*read_date("today+90d", "2026-11-21") == *read_date("2027-02-19"));
  CHECK(*read_date("today-1d", "2026-03-01") == *read_date("2026-02-28"));
  CHECK_FALSE(read_date("2026-02-30"));
  CHECK_FALSE(read_date("today", ""));
  CHECK_FALSE(read_date("today+9", "2026-11-21"));
}

TEST_CASE("networks") {
  const auto in = [](const char* a, const char* b) { return within(*read_network(a), *read_network(b)); };
  const auto meets = [](const char* a, const char* b) { return overlaps(*read_network(a), *read_network(b)); };
  CHECK(in("10.1.2.0/24", "10.0.0.0/8"));
  CHECK_FALSE(in("10.0.0.0/8", "10.1.2.0/24"));
  CHECK(meets("10.0.0.0/8", "10.1.2.0/24"));
  CHECK_FALSE(meets("172.18.0.0/16", "172.17.0.0/16"));
  CHECK(in("2001:db8:0:1::/64", "2001:db8::/32"));
  CHECK_FALSE(in("::1", "0.0.0.0/0"));
  CHECK(read_network("203.0.113.7")->prefix == 32);
  CHECK(in("::ffff:10.0.0.1/128", "::/0"));
  for (const char* wrong : {"10.0.0", "10.0.0.0/33", "10.0.0.256", "VirtualNetwork", "", "1::2::3", "10.0.0.0/"}) CHECK_FALSE(read_network(wrong));
  CHECK(read_ports("20-30")->last == 30);
  CHECK(read_ports("*")->first == 0);
  CHECK_FALSE(read_ports("70000"));
}

}  // namespace pillarlint
