// Arguments of which only something is known: what can be said all the same, and nothing more.
#include <array>
#include <string_view>

#include <catch2/catch.hpp>

#include "function_calls.h"
#include "value/operators.h"

using namespace pillarlint;

namespace {

struct Row {
  std::string_view call, expected;
};

void check(std::span<const Row> rows) {
  for (const auto& row : rows) {
    test::Calls calls;
    CAPTURE(row.call);
    CHECK(calls.text(row.call) == row.expected);
    CHECK(calls.reported() == "");
  }
}

}  // namespace

TEST_CASE("ARM functions: text with holes") {
  static constexpr Row rows[] = {
      {"concat('kv-', ?x:string, '-', 1)", "'kv-{}-1'"},
      {"concat(?x, ?y)", "?"},
      {"concat(?x:string, ?y)", "'{}{}'"},
      {"concat(?x, 'a')", "'{}a'"},
      {"concat('', ?x:string)", "?string"},
      {"format('{0}-{1}', ?x:string, 'b')", "'{}-b'"},
      {"format('{0}', ?x:string(3..24))", "?string(3..24)"},
      {"format('{0}{1}', 'a', ?n:int)", "'a{}'"},
      {"format('v{0:D3}', ?n:int)", "'v{}'"},
      {"format('{0}', ?b:bool)", "?string"},
      {"format('{0,8}', ?x:string)", "?string(8..)"},
      {"format('{0}', [?x])", "'[{}]'"},
      {"format(?f, 1)", "?string"},
      {"format('{0}', format('a{0}', format('b{0}c', ?x:string)))", "'ab{}c'"},
      {"join(['a', ?x:string], '-')", "'a-{}'"},
      {"join(['a', 'b', ...], ',')", "'a,b{}'"},
      {"join(?x:array, ',')", "?string"},
      {"string({a: ?x, b: 1})", "'{\"a\":{},\"b\":1}'"},
      {"string({a: 1, ...})", "?string"},
      {"toLower(concat('KV-', ?x:string))", "'kv-{}'"},
      {"toUpper(concat('kv-', ?x:string, 'b'))", "'KV-{}B'"},
      {"toLower(?x:string(3..5))", "?string(3..5)"},
      {"trim(concat(' a', ?x:string, 'b '))", "'a{}b'"},
      {"trim(concat(?x:string, 'b '))", "?string"},
      {"replace(concat('a-b-', ?x:string), '-', '')", "'ab{}'"},
      {"replace(concat('a--', ?x:string), '--', '')", "?string"},
      {"replace('abc', ?x, 'y')", "?string"},
      {"split(concat('a/b/', ?x:string, '/c'), '/')", "['a', 'b', ...]"},
      {"split(concat('rg/', uniqueString('x'), '/c'), '/')", "['rg', ?string(13..13), 'c']"},
      {"split(concat('x', guid('y'), '.z'), '.')", "['x{}', 'z']"},
      {"split(?x:string, '/')", "?array(1..)"},
      {"take(concat('kv-', ?x:string), 2)", "'kv'"},
      {"take(concat('kv-', ?x:string), 10)", "'kv-{}'"},
      {"take(concat('kv', uniqueString('x')), 24)", "'kv{}'"},
      {"take(concat('kv', uniqueString('x')), 6)", "'kv{}'"},
      {"take(uniqueString('x'), 5)", "?string(5..5)"},
      {"take(?x:string(..4), 10)", "?string(..4)"},
      {"take(?x, 2)", "?(..2)"},
      {"take('abc', ?n)", "?string"},
      {"skip(concat('kv-', ?x:string), 3)", "?string"},
      {"skip(concat('kv-', ?x:string), 1)", "'v-{}'"},
      {"skip(concat(uniqueString('x'), '-a'), 13)", "'-a'"},
      {"skip(concat(?x:string, '-a'), 2)", "?string"},
      {"substring(concat('abcdef', ?x:string), 1, 3)", "'bcd'"},
      {"substring(uniqueString('x'), 0, 4)", "?string(4..4)"},
      {"substring(?x:string, 0, 4)", "?string(4..4)"},
      {"substring('abc', ?n, 1)", "?string"},
      {"first(concat('kv-', ?x:string))", "'k'"},
      {"last(concat(?x:string, 'xyz'))", "'z'"},
      {"last(concat('a', ?x:string))", "?string(1..1)"},
      {"padLeft(uniqueString('x'), 5)", "?string(13..13)"},
      {"padLeft(?x:string, 5, '0')", "?string(5..)"},
      {"uri(?base:string, 'nested/x.json')", "'{}nested/x.json'"},
      {"uri(concat(?base:string, '/nested/'), 'x.json')", "'{}/nested/x.json'"},
      {"uri(concat('https://raw/', ?branch:string, '/azuredeploy.json'), 'x.json')", "'https://raw/{}/x.json'"},
      {"uri(?base:string, '../x.json')", "?string(1..)"},
      {"uri('https://h/a/', concat('nested/x.json', ?token:string))", "'https://h/a/nested/x.json{}'"},
  };
  check(rows);
}

TEST_CASE("ARM functions: questions about what is half known") {
  static constexpr Row rows[] = {
      {"empty(?x)", "?bool"},
      {"empty(?x!)", "false"},
      {"empty(?x:string(1..))", "false"},
      {"empty(concat('a', ?x:string))", "false"},
      {"empty([1, ...])", "false"},
      {"empty([...])", "?bool"},
      {"empty(uniqueString('x'))", "false"},
      {"length(uniqueString('x'))", "13"},
      {"length(concat('kv', guid('x')))", "38"},
      {"length(concat('kv', ?x:string))", "?int(2..)"},
      {"length([1, 2, ...])", "?int(2..)"},
      {"length(?x:array(2..2))", "2"},
      {"greater(length([1, ...]), 0)", "true"},
      {"greater(length(?x:array), 0)", "?bool"},
      {"less(?n:int(1..5), 6)", "true"},
      {"greaterOrEquals(?n:int(1..5), 6)", "false"},
      {"lessOrEquals(?n:int, ?n:int)", "true"},
      {"contains(concat('abc', ?x:string), 'bc')", "true"},
      {"contains(concat('abc', ?x:string), 'z')", "?bool"},
      {"contains(uniqueString('x'), 'a text that is far too long')", "false"},
      {"contains([1, ?x], 1)", "true"},
      {"contains([1, ?x], 2)", "?bool"},
      {"contains([1, ...], 1)", "true"},
      {"contains([1, ...], 2)", "?bool"},
      {"contains({a: ?x}, 'a')", "true"},
      {"contains({a: ?x}, 'b')", "false"},
      {"contains({a: 1, ...}, 'A')", "true"},
      {"contains({a: 1, ...}, 'b')", "?bool"},
      {"contains({a: 1}, ?k)", "?bool"},
      {"contains(?x, 'a')", "?bool"},
      {"startsWith(concat('abc', ?x:string), 'AB')", "true"},
      {"startsWith(concat('abc', ?x:string), 'b')", "false"},
      {"startsWith(concat('a', ?x:string), 'ab')", "?bool"},
      {"endsWith(concat(?x:string, '.net'), '.NET')", "true"},
      {"endsWith(concat(?x:string, '.net'), '.com')", "false"},
      {"startsWith('abc', ?x)", "?bool"},
      {"indexOf(concat('ab', ?x:string), 'b')", "1"},
      {"indexOf(concat('ab', ?x:string), 'c')", "?int"},
      {"indexOf([1, 2, ...], 2)", "1"},
      {"indexOf([?x, 2], 2)", "?int"},
      {"lastIndexOf([2, ...], 2)", "?int"},
      {"equals(concat('a', ?x:string), 'b')", "false"},
      {"equals(format('{0}', ?b:bool), 'True')", "?bool"},
      {"equals(string(?n:int), '5')", "?bool"},
      {"equals(uniqueString('a'), 'short')", "false"},
      {"not(?x)", "?bool"},
      {"bool(?x)", "?bool"},
      {"int(?x)", "?int"},
      {"add(?x, 1)", "?int"},
      {"like(?x, 'a*')", "?bool"},
  };
  check(rows);
}

TEST_CASE("ARM functions: containers that are half known") {
  static constexpr Row rows[] = {
      {"createArray(?x, 1)", "[?, 1]"},
      {"createObject('a', ?x)", "{a: ?}"},
      {"createObject('a', 1, ?k:string, 2)", "{a: 1, ...}"},
      {"createObject(?k:string, 2)", "{...}"},
      {"empty(createObject(?k:string, 2))", "false"},
      {"array(?x)", "?array"},
      {"array(?x:string)", "[?string]"},
      {"array(?x:array)", "?array"},
      {"concat([1], ?x:array)", "[1, ...]"},
      {"concat(?x:array, [1])", "?array(1..)"},
      {"concat(?x:array, [])", "?array"},
      {"concat([1], ?x)", "[1, ...]"},
      {"union([1], ?x:array)", "[1, ...]"},
      {"union(?x:array, [1])", "?array(1..)"},
      {"union([1, ?x], [2])", "[1, ...]"},
      {"union(?x, ?y)", "?"},
      {"union({a: 1}, ?x)", "{a: (? | 1), ...}"},
      {"union(?x, {a: 1, b: {c: 2}})", "{a: 1, b: {c: 2, ...}, ...}"},
      {"union({a: {b: 1}}, {a: ?x})", "{a: ?}"},
      {"union({a: {b: 1}}, {a: ?x:object})", "{a: ?}"},
      {"union({a: 1, ...}, {a: 2})", "{a: 2, ...}"},
      {"union({a: 1}, {b: 2, ...})", "{a: (? | 1), b: 2, ...}"},
      {"union(?x:object, {})", "?object"},
      {"union({a: ?x}, {b: 1})", "{a: ?, b: 1}"},
      {"shallowMerge([?x, {a: {b: 1}}])", "{a: {b: 1}, ...}"},
      {"shallowMerge([{a: {b: 1}}, ?x])", "{a: (? | {b: 1}), ...}"},
      {"shallowMerge([{a: 1}, ...])", "{a: (? | 1), ...}"},
      {"shallowMerge(?x)", "?object"},
      {"items({b: ?x, a: 1})", "[{key: 'a', value: 1}, {key: 'b', value: ?}]"},
      {"items({a: 1, ...})", "?array(1..)"},
      {"items(?x)", "?array"},
      {"objectKeys({b: ?x, a: 1})", "['a', 'b']"},
      {"intersection([1, ?x], [1])", "?array"},
      {"intersection(?x:array, [])", "[]"},
      {"flatten([[1], ?x:array])", "[1, ...]"},
      {"flatten([?x, [1]])", "?array(1..)"},
      {"range(0, ?n:int)", "?array"},
      {"range(?n:int, 3)", "?array(3..3)"},
      {"first([1, ...])", "1"},
      {"first([...])", "?"},
      {"last([1, ...])", "?"},
      {"take([1, 2, ...], 1)", "[1]"},
      {"take([1, 2, ...], 5)", "[1, 2, ...]"},
      {"skip([1, 2, ...], 1)", "[2, ...]"},
      {"skip([1, ...], 5)", "?array"},
      {"tryGet({a: 1, ...}, 'a')", "1"},
      {"tryGet({a: 1, ...}, 'b')", "?"},
      {"tryGet(?x, 'a', 'b')", "?"},
      {"tryGet({a: 1}, ?k)", "?"},
      {"tryIndexFromEnd([1, ...], 1)", "?"},
      {"indexFromEnd(?x:array, 1)", "?"},
      {"max([1, ?x])", "?int"},
      {"json(?x)", "?"},
      {"parseCidr(?x)", "?object"},
      {"coalesce(?x, 'd')", "(? | 'd')"},
      {"coalesce(?x!, 'd')", "?!"},
      {"coalesce(?x, null)", "(? | null)"},
      {"coalesce(null, ?x)", "?"},
      {"coalesce(tryGet(?x, 'a'), tryGet(?x, 'b'), 'd')", "(? | ? | 'd')"},
  };
  check(rows);
}

TEST_CASE("ARM functions: alternatives") {
  static constexpr Row rows[] = {
      {"concat('a', ('b' | 'c'))", "('ab' | 'ac')"},
      {"toLower(('A' | 'a'))", "'a'"},
      {"length(([1] | [2, 3]))", "(1 | 2)"},
      {"empty(('a' | ?x!))", "false"},
      {"coalesce((null | 'a'), 'b')", "('b' | 'a')"},
      {"coalesce(('a' | 'b'), 'c')", "('a' | 'b')"},
      {"union({a: 1}, ({b: 2} | {}))", "({a: 1, b: 2} | {a: 1})"},
      {"union({p: {x: 1}}, {p: ({y: 2} | null)})", "{p: ({x: 1, y: 2} | null)}"},
      {"shallowMerge([{a: 1}, ({b: 2} | {})])", "({a: 1, b: 2} | {a: 1})"},
      {"createObject('a', (1 | 2))", "{a: (1 | 2)}"},
      {"createObject(('a' | 'b'), 1)", "({a: 1} | {b: 1})"},
      {"createArray((1 | 2))", "[(1 | 2)]"},
      {"tryGet(({a: 1} | null), 'a')", "(1 | null)"},
      {"tryGet({a: ({b: 1} | null)}, 'a', 'b')", "(1 | null)"},
      {"contains([('a' | 'b')], 'c')", "false"},
      {"contains({a: (1 | null)}, 'a')", "?bool"},
      {"length({a: (1 | null)})", "?int(0..1)"},
      {"equals((1 | 2), 3)", "false"},
      {"not((true | false))", "(false | true)"},
      {"add((1 | 2), 1)", "(2 | 3)"},
      {"format('{0:D2}', (1 | 12))", "('01' | '12')"},
      {"join([('a' | 'b'), 'c'], '')", "('ac' | 'bc')"},
      {"flatten([([1] | []), [2]])", "([1, 2] | [2])"},
      {"base64(('a' | 'b'))", "('YQ==' | 'Yg==')"},
      {"uniqueString(('a' | 'b'))", "?string(13..13)"},
      {"startsWith(('abc' | 'abd'), 'ab')", "true"},
      {"split(('a,b' | 'c'), ',')", "(['a', 'b'] | ['c'])"},
      {"int(('1' | '2'))", "(1 | 2)"},
  };
  check(rows);
}

TEST_CASE("ARM functions: equal calls have equal symbols") {
  test::Calls calls;
  CHECK(calls.same("uniqueString('a', ?x)", "uniqueString('a', ?x)"));
  CHECK_FALSE(calls.same("uniqueString('a')", "uniqueString('A')"));
  CHECK(calls.same("concat('a-', ?x:string, '-b')", "format('{0}-{1}-b', 'a', ?x:string)"));
  CHECK(calls.same("concat('a', ?x:string)", "join(['a', ?x:string], '')"));
  CHECK(calls.same("toLower(concat('A', ?x:string))", "concat('a', toLower(?x:string))"));
  CHECK(calls.same("toLower(toLower(?x:string))", "toLower(?x:string)"));
  CHECK(calls.same("toLower(uniqueString('x'))", "uniqueString('x')"));
  CHECK(calls.same("contains(?o, 'Key')", "contains(?o, 'key')"));
  CHECK(calls.same("greater(?a:int, 1)", "less(1, ?a:int)"));
  CHECK(calls.same("lessOrEquals(?a:int, 1)", "not(greater(?a:int, 1))"));
  CHECK(calls.same("string(?n:int)", "format('{0}', ?n:int)"));
  CHECK(calls.same("take(concat('a', guid('x')), 5)", "concat('a', take(guid('x'), 4))"));
  CHECK_FALSE(calls.same("take(?x:string, 3)", "take(?x:string, 4)"));
  CHECK_FALSE(calls.same("replace(?x:string, '-', '')", "replace(?x:string, '-', '_')"));
}

TEST_CASE("ARM functions: ids with names of the scope in them are taken apart") {
  test::Calls calls;
  const auto group = new_unknown(calls.context, Unknown::Why::known_after_deploy, "resourceGroup().name",
                                 calls.symbols.make("scope", "resourceGroup().name"), {}, ValueType::string);
  const std::array parts{Value::of(std::string_view("/resourceGroups/")), group,
                         Value::of(std::string_view("/providers/x"))};
  const std::array args{join_text(calls.context, parts, {}), Value::of(std::string_view("/"))};
  CHECK(calls.print(call({calls.context, args, {}, *calls.table.find("split")})) ==
        "['', 'resourceGroups', ?string, 'providers', 'x']");
}

TEST_CASE("ARM functions: a value that overwrites is told from one that does not") {
  test::Calls calls;
  const auto merged = calls.run("union({a: 1}, ?over:object)");
  const auto there = calls.run("contains(?over:object, 'a')");
  std::vector<Atom> given;
  REQUIRE(add_condition(calls.context, there, false, given));
  CHECK(calls.print(resolve(calls.context, merged.get("a"), given)) == "1");
}

TEST_CASE("ARM functions: secrets stay marked and hidden") {
  static constexpr Row rows[] = {
      {"concat('a', @'secret')", "@'asecret'"},
      {"format('{0}', @'secret')", "@'secret'"},
      {"join(['a', @'secret'], ',')", "@'a,secret'"},
      {"string({a: @'secret'})", "@'{\"a\":\"secret\"}'"},
      {"string({a: @'secret', b: ?x})", "@?string"},
      {"concat(@'secret', ?x:string)", "@?string"},
      {"base64(@'secret')", "@'c2VjcmV0'"},
      {"first([@'secret'])", "@'secret'"},
      {"first(split(@'a,b', ','))", "@'a'"},
      {"tryGet({a: @'secret'}, 'a')", "@'secret'"},
      {"coalesce(?x, @'secret')", "@(? | @'secret')"},
      {"union({a: 1}, {a: @'secret'})", "{a: @'secret'}"},
      {"replace(concat('a', ?x:string), 'a', @'secret')", "@?string"},
  };
  check(rows);
  test::Calls calls;
  for (const std::string_view call :
       {"int(@'hunter2')", "json(@'hunter2')", "bool(@'hunter2')", "base64ToString(@'hunter2')",
        "parseCidr(@'hunter2')", "format(@'{hunter2')", "dateTimeAdd(@'hunter2', 'P1D')", "createObject(@'hunter2')"}) {
    calls.run(call);
    CAPTURE(call);
    CHECK(calls.reported() != "");
    CHECK(calls.reported().find("hunter2") == std::string::npos);
  }
  for (const std::string_view call :
       {"uniqueString(@'hunter2')", "concat(@'hunter2', ?x:string)", "replace(?x:string, 'a', @'hunter2')",
        "string([@'hunter2', ?x])", "format('{0}{1}', @'hunter2', ?x)", "contains(?x, @'hunter2')",
        "tryGet(?x, @'hunter2')", "format(@'hunter2{0:hunter2}', ?x)", "tryGet({a: 1, ...}, @'hunter2')",
        "uri(?x:string, @'hunter2')", "split(?x:string, @'hunter2')", "createObject(?x, @'hunter2')",
        "coalesce(?x, @'hunter2')"}) {
    CAPTURE(call);
    CHECK(calls.symbols.print(symbol_of(calls.run(call), calls.symbols), 10'000).find("hunter2") == std::string::npos);
  }
}
