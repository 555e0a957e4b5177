#include <array>
#include <catch2/catch.hpp>

#include "value/operators.h"
#include "value/print.h"

using namespace pillarlint;

namespace {

struct World {
  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  Context context{arena, symbols, budget, diagnostics};

  Value text(std::string_view s) { return Value::of(s); }
  Value number(std::int64_t n) { return Value::of(n); }
  Value unknown(std::string_view name, ValueType type = ValueType::any) {
    return new_unknown(context, Unknown::Why::input_not_given, name, symbols.make("parameter", name), {}, type);
  }
  Value choice(const Value& test, const Value& a, const Value& b) { return choose(context, test, a, b, {}); }
  std::string shown(const Value& v) { return print(v, &symbols); }
};

}  // namespace

TEST_CASE("Kleene's logic follows from the order no < unknown < yes") {
  CHECK((Truth::no & Truth::unknown) == Truth::no);
  CHECK((Truth::yes & Truth::unknown) == Truth::unknown);
  CHECK((Truth::yes | Truth::unknown) == Truth::yes);
  CHECK((!Truth::unknown) == Truth::unknown);
}

TEST_CASE("Symbols: equal computations are one node, fresh ones are equal to nothing") {
  World w;
  const auto a = w.symbols.make("parameter", "a");
  CHECK(w.symbols.make("f", "", {a}) == w.symbols.make("f", "", {a}));
  CHECK(w.symbols.make("f", "", {a}) != w.symbols.make("g", "", {a}));
  CHECK(w.symbols.fresh("newGuid") != w.symbols.fresh("newGuid"));
  CHECK(w.symbols.contains(w.symbols.make("f", "", {w.symbols.make("g", "", {a})}), a));
  for (int i = 0; i < 5000; ++i) (void)w.symbols.make("n", std::to_string(i));
  CHECK(w.symbols.make("parameter", "a") == a);  // the table grew around it
}

TEST_CASE("Equality of what is not known") {
  World w;
  const auto x = w.unknown("x");
  CHECK(equals(x, x, Case::matters) == Truth::yes);                     // the same symbol
  CHECK(equals(x, w.unknown("y"), Case::matters) == Truth::unknown);    // different symbols say nothing
  CHECK(equals(w.unknown("s", ValueType::string), w.number(1), Case::matters) == Truth::no);  // the type excludes it
  CHECK(equals(w.text("Disabled"), w.text("disabled"), Case::ignored) == Truth::yes);
  CHECK(equals(w.text("Disabled"), w.text("disabled"), Case::matters) == Truth::no);
}

TEST_CASE("A choice whose branches agree is known") {
  World w;
  const auto c = w.unknown("c", ValueType::boolean);
  CHECK(w.shown(w.choice(c, w.text("a"), w.text("a"))) == "'a'");
  const auto either_way = w.choice(c, w.text("a"), w.text("b"));
  CHECK(equals(either_way, w.text("z"), Case::matters) == Truth::no);
  CHECK(equals(either_way, w.text("a"), Case::matters) == Truth::unknown);
}

TEST_CASE("Nested choices on one condition lose the branch that contradicts it") {
  World w;
  const auto c = w.unknown("c", ValueType::boolean);
  const auto inner = w.choice(c, w.text("inner"), w.text("never"));
  const auto outer = w.choice(c, inner, w.text("other"));
  CHECK(outer.why().alternatives.size() == 2);
  const auto negated = w.choice(not_value(w.context, c, {}), w.text("no"), w.text("yes"));
  std::vector<Atom> given;
  REQUIRE(add_condition(w.context, c, true, given));
  CHECK(w.shown(resolve(w.context, negated, given)) == "'yes'");
  CHECK(w.shown(resolve(w.context, outer, given)) == "'inner'");
}

TEST_CASE("Conditions are sets of signed atoms, and they imply") {
  World w;
  const auto a = w.unknown("a", ValueType::boolean);
  const auto b = w.unknown("b", ValueType::boolean);
  const std::array both{a, b};
  const auto conjunction = and_value(w.context, both, {});
  std::vector<Atom> of_both;
  std::vector<Atom> of_a;
  std::vector<Atom> of_not_a;
  REQUIRE(add_condition(w.context, conjunction, true, of_both));
  REQUIRE(add_condition(w.context, a, true, of_a));
  REQUIRE(add_condition(w.context, a, false, of_not_a));
  CHECK(implies(of_both, of_a));
  CHECK_FALSE(implies(of_a, of_both));
  CHECK(contradict(w.symbols, of_both, of_not_a));
  CHECK_FALSE(contradict(w.symbols, of_both, of_a));
  const std::array contradiction{a, not_value(w.context, a, {})};
  CHECK(truth_of(and_value(w.context, contradiction, {})) == Truth::no);
  CHECK(truth_of(or_value(w.context, contradiction, {})) == Truth::yes);
}

TEST_CASE("Two literals of one unknown exclude each other") {
  World w;
  const auto x = w.unknown("sku", ValueType::string);
  std::vector<Atom> one;
  std::vector<Atom> other;
  (void)add_condition(w.context, equals_value(w.context, x, w.text("S0"), Case::matters, {}), true, one);
  (void)add_condition(w.context, equals_value(w.context, w.text("S1"), x, Case::matters, {}), true, other);
  CHECK(contradict(w.symbols, one, other));
}

TEST_CASE("More than sixteen alternatives are plain unknown") {
  World w;
  Value v = w.text("end");
  for (int i = 0; i < 16; ++i) {
    v = w.choice(w.unknown("c" + std::to_string(i), ValueType::boolean), Value::copy(w.arena, "v" + std::to_string(i)), v);
  }
  CHECK_FALSE(v.known());
  CHECK(v.why().alternatives.empty());
}

TEST_CASE("One alternative is no branching: it ends") {
  World w;
  const std::array only{Alternative{w.text("a"), {}}};
  Unknown u;
  u.symbol = w.symbols.make("parameter", "p");
  u.alternatives = w.arena.copy(std::span<const Alternative>(only));
  const std::array args{Value::unknown(w.arena, u), w.text("b")};
  const auto joined = distribute(w.context, args, u.symbol, {}, [&](std::span<const Value> row) {
    return join_text(w.context, row, {});
  });
  CHECK(w.shown(joined) == "'ab'");
}

TEST_CASE("Strings with holes: what is known decides") {
  World w;
  const auto name = w.unknown("name", ValueType::string);
  const std::array parts{w.text("https://"), name, w.text(".openai."), w.text("azure.com")};
  const auto url = join_text(w.context, parts, {});
  CHECK(url.why().pieces.size() == 3);  // neighbours of text are merged
  CHECK(starts_with(url, "https://", Case::matters) == Truth::yes);
  CHECK(starts_with(url, "http://", Case::matters) == Truth::no);
  CHECK(starts_with(url, "https://contoso", Case::matters) == Truth::unknown);
  CHECK(ends_with(url, ".AZURE.com", Case::ignored) == Truth::yes);
  CHECK(contains_text(url, ".openai.", Case::matters) == Truth::yes);
  CHECK(equals(url, w.text("https://x.search.windows.net"), Case::matters) == Truth::no);
  CHECK(equals(url, w.text("https://x.openai.azure.com"), Case::matters) == Truth::unknown);
  CHECK(equals(url, join_text(w.context, parts, {}), Case::matters) == Truth::yes);
  CHECK(is_empty(url) == Truth::no);
  CHECK(is_null(url) == Truth::no);
}

TEST_CASE("Access: listed members, open containers, alternatives") {
  World w;
  const std::array members{member("a", w.number(1)), member("B", w.number(2))};
  const auto closed = Value::object(w.arena, members);
  CHECK(member_of(w.context, closed, "b", {})->integer() == 2);  // without letter case
  CHECK_FALSE(member_of(w.context, closed, "c", {}).has_value());
  const auto open = Value::object(w.arena, members, {}, &w.unknown("rest").why());
  REQUIRE(member_of(w.context, open, "c", {}).has_value());
  CHECK_FALSE(member_of(w.context, open, "c", {})->known());
  const auto branch = w.choice(w.unknown("c", ValueType::boolean), closed, closed);
  CHECK(member_of(w.context, branch, "a", {})->integer() == 1);
}

TEST_CASE("Null equals absent in objects, and only there") {
  World w;
  const std::array with{member("a", w.number(1)), member("n", Value::null())};
  const std::array without{member("a", w.number(1))};
  CHECK(equals(Value::object(w.arena, with), Value::object(w.arena, without), Case::matters) == Truth::yes);
  CHECK(equals(Value::null(), w.text(""), Case::matters) == Truth::no);
}

TEST_CASE("Marks go with the value, and marked text enters no symbol") {
  World w;
  const auto secret = Value::copy(w.arena, "canary-pa55").marked(Mark::secret);
  const std::array parts{w.text("pre-"), secret, w.unknown("x", ValueType::string)};
  const auto joined = join_text(w.context, parts, {});
  CHECK(joined.secret());
  CHECK(w.symbols.print(symbol_of(joined, w.symbols)).find("canary") == std::string::npos);
  CHECK(w.shown(joined).find("canary") == std::string::npos);
}

TEST_CASE("A deep copy outlives the arena it came from") {
  World w;
  Arena kept;
  Value copy;
  {
    Arena dying;
    const std::array members{member(dying.copy(std::string_view("key")), Value::copy(dying, "text"))};
    copy = deep_copy(Value::object(dying, members).via(dying, Origin::Step::variable, {}, dying.copy(std::string_view("v"))), kept);
  }
  CHECK(w.shown(copy) == "{key: 'text'}");
  CHECK(copy.journey()->name == "v");
}
