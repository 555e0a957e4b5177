// Expressions and the values that Azure gives them. The pairs were taken from what the Bicep project asserts of its own
// evaluation (github.com/Azure/bicep, src/Bicep.Core.IntegrationTests/EvaluationTests.cs), in own words: another
// implementation's word for it, as both of our front ends share one evaluator.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

struct Known {
  const char* expression;
  const char* value;
};

constexpr auto declarations = R"(
var list = ['FOO', 'BAR']
var dogs = ['Evie', 'Casper', 'Indy', 'Kira']
var object = { a: 'b', '!c': 2 }
var array = [ true, 2893, 'abc' ]
var tree = { foo: [ { bar: 'baz' } ] }
func even(i int) bool => i % 2 == 0
func spaced(parts string[]) string => join(parts, ' ')
func greeting(parts string[]) string => 'Hi, ${spaced(parts)}!'
func filled(text string, by object) string => reduce(items(by), { at: text }, (a, b) => { at: replace(a.at, b.key, b.value) }).at
)";

constexpr Known table[] = {
    {"1 + 3", "4"}, {"4 * 5", "20"}, {"20 % 7", "6"}, {"6 / 11", "0"}, {"0 - 13", "-13"},
    {"123 < 456", "true"}, {"123 <= 456", "true"}, {"123 > 456", "false"}, {"123 >= 456", "false"}, {"123 == 456", "false"},
    {"!true", "false"}, {"true && false", "false"}, {"true || false", "true"}, {"null ?? 123", "123"},
    // a bool in text has a capital letter, containers are written as JSON with single quotes
    {"'<${false}>'", "'<False>'"},
    {"'${object}'", R"('{\'a\':\'b\',\'!c\':2}')"},
    {"'${array}'", R"('[true,2893,\'abc\']')"},
    {"join(['a', 'b', 'c'], '')", "'abc'"}, {"join(['a', 'b', 'c'], ',')", "'a,b,c'"},
    // indexOf of text has no case, contains has; of arrays both have
    {"indexOf('FOOBAR', 'bar')", "3"}, {"indexOf('FOOBAR', 'foo')", "0"}, {"contains('FOOBAR', 'bar')", "false"}, {"contains('FOOBAR', 'BAR')", "true"},
    {"indexOf(list, 'foo')", "-1"}, {"indexOf(list, 'BAR')", "1"}, {"indexOf(list, 123)", "-1"},
    {"contains(list, 'foo')", "false"}, {"contains(list, 'FOO')", "true"}, {"contains(list, false)", "false"},
    {"map(dogs, d => 'Hello ${d}!')[2]", "'Hello Indy!'"},
    {"filter([0, 1, 2, 3], i => 0 == i % 2)", "[0, 2]"},
    {"map(filter([0, 1, 2, 3], i => contains(filter([0, 1, 2, 3], j => 0 == j % 2), i)), x => dogs[x])", "['Evie', 'Indy']"},
    {"flatten([[0, 1], [2, 3], [4, 5]])", "[0, 1, 2, 3, 4, 5]"}, {"flatten([])", "[]"}, {"map([], x => x)", "[]"},
    {"flatten(map(range(1, 3), i => [i * 2, (i * 2) + 1]))", "[2, 3, 4, 5, 6, 7]"},
    {"sort([8, 3, 10, -13, 5], (x, y) => x < y)", "[-13, 3, 5, 8, 10]"},
    {"sort(['ghi', 'abc', 'def'], (x, y) => x > y)", "['ghi', 'def', 'abc']"},
    {"reduce(['abc', 'def', 'ghi'], '', (a, b) => concat(a, b))", "'abcdefghi'"},
    {"reduce(range(1, 5), 1, (a, b) => a * b)", "120"}, {"reduce([], 0, (a, b) => a)", "0"},
    {"toObject([123, 456], i => '${i / 100}')", "{'1': 123, '4': 456}"},
    {"tree.?foo[0].bar", "'baz'"}, {"tree.?fizz[0].bar", "null"}, {"tree.foo[?0].bar", "'baz'"}, {"tree.foo[?10].bar", "null"},
    {"greeting(['A', 'M'])", "'Hi, A M!'"}, {"filled('Hi, $a $b!', { '$a': 'X', '$b': 'Y' })", "'Hi, X Y!'"},
    {"map(['a', 'b', 'c'], (x, i) => '${even(i) ? 'Hi' : 'Ahoy'} ${x}')", "['Hi a', 'Ahoy b', 'Hi c']"},
    {"filter(['a', 'b', 'c', 'd'], (x, i) => even(i))", "['a', 'c']"},
    {"reduce(['abc', 'def', 'ghi'], '', (a, b, i) => even(i) ? concat(a, b) : a)", "'abcghi'"},
    {"mapValues({ a: 123, b: 456 }, v => v * 2)", "{a: 246, b: 912}"}, {"objectKeys({ a: 1, b: 2 })", "['a', 'b']"},
    {"shallowMerge([{ a: 1 }, { b: 2 }])", "{a: 1, b: 2}"},
    {"groupBy([{ t: 'a', v: 1 }, { t: 'b', v: 2 }, { t: 'a', v: 3 }], x => x.t)", "{a: [{t: 'a', v: 1}, {t: 'a', v: 3}], b: [{t: 'b', v: 2}]}"},
    {"groupBy([{ t: 'a', v: 1 }, { t: 'b', v: 2 }, { t: 'a', v: 3 }], x => x.t, x => x.v)", "{a: [1, 3], b: [2]}"},
    {"map(items({ b: 1, a: 2 }), x => x.key)", "['a', 'b']"},
};

}  // namespace

TEST_CASE("Expressions have the values that Azure gives them") {
  for (const auto& [expression, value] : table) {
    INFO(expression);
    CHECK(evaluate_bicep(expression, declarations) == value);
  }
}

TEST_CASE("Resources of other extensions have no names, so none of them is declared twice") {
  const auto t = expand_bicep("extension http\nresource a 'request@v1' = { uri: 'x' }\nresource b 'request@v1' = { uri: 'y' }\n");
  CHECK(t.codes().empty());
  CHECK(t.at(*t.all("request@v1").at(1), "properties.uri") == "'y'");
}
