// Wrong calls, hostile sizes, and properties that every function has.
#include <algorithm>
#include <set>
#include <string_view>

#include <catch2/catch.hpp>

#include "arm/functions.h"
#include "base/text.h"
#include "function_calls.h"
#include "value/operators.h"

using namespace pillarlint;

TEST_CASE("ARM functions: wrong calls are reported and give an unknown") {
  static constexpr std::string_view wrong[] = {
      "div(1, 0)",
      "mod(1, 0)",
      "add('a', 1)",
      "add(9223372036854775807, 1)",
      "mul(9223372036854775807, 2)",
      "int('abc')",
      "int('4.5')",
      "int([1])",
      "float('x')",
      "bool('yes')",
      "bool(2)",
      "not('a')",
      "not(1)",
      "concat('a', ['b'])",
      "concat(['a'], 1)",
      "concat({a: 1})",
      "format(1)",
      "format('{1}', 1)",
      "format('{', 1)",
      "format('{0', 1)",
      "join('a', ',')",
      "join(['a'], 1)",
      "join([['a']], ',')",
      "split(1, ',')",
      "split('a', 1)",
      "split('a', [1])",
      "toLower(1)",
      "toUpper(null)",
      "trim([1])",
      "replace('a', '', 'b')",
      "replace(1, 'a', 'b')",
      "padLeft('a', -1)",
      "padLeft('a', 3, 'xy')",
      "padLeft('a', 3, '')",
      "padLeft([1], 3)",
      "padLeft('a', 'b')",
      "uri('no uri', 'x')",
      "uri(1, 'x')",
      "uniqueString(1)",
      "guid([])",
      "substring('1234567890', 0, 11)",
      "substring('abc', 4)",
      "substring('abc', -1, 1)",
      "substring('abc', 1, -1)",
      "substring('abc', 1, 9223372036854775807)",
      "take(1, 2)",
      "take('a', 'b')",
      "skip(null, 1)",
      "first(1)",
      "last(null)",
      "length(1)",
      "length(null)",
      "empty(1)",
      "empty(true)",
      "contains(1, 1)",
      "contains(null, 'a')",
      "contains('a', ['a'])",
      "contains({a: 1}, null)",
      "indexOf(1, 1)",
      "indexOf('a', ['a'])",
      "startsWith(1, 'a')",
      "endsWith('a', 1)",
      "like(1, 'a')",
      "range(0, -1)",
      "range('a', 1)",
      "range(2147483647, 2)",
      "range(-9223372036854775807, 3)",
      "flatten([1])",
      "flatten('a')",
      "distinct(1)",
      "union([1], {a: 1})",
      "union(1, 2)",
      "union({a: 1}, null)",
      "intersection([1], {})",
      "max([])",
      "max('a')",
      "min(1, 'a')",
      "min([1.5])",
      "indexFromEnd([1], 2)",
      "indexFromEnd([1], 0)",
      "indexFromEnd('a', 1)",
      "createObject('a')",
      "createObject(1, 2)",
      "items([1])",
      "objectKeys('a')",
      "shallowMerge({a: 1})",
      "shallowMerge([1])",
      "json('{')",
      "json('')",
      "json(1)",
      "less(1, 'a')",
      "greater([1], [2])",
      "lessOrEquals(null, 1)",
      "base64(1)",
      "base64ToString('!')",
      "base64ToString('/w==')",
      "base64ToJson('YQ==')",
      "dataUriToString('x')",
      "uriComponent(1)",
      "uriComponentToString('%FF')",
      "parseUri('x')",
      "buildUri('x')",
      "parseCidr('10.0.0.0')",
      "parseCidr(1)",
      "cidrSubnet('10.0.0.0/16', 8, 0)",
      "cidrSubnet('10.0.0.0/16', 24, 256)",
      "cidrSubnet('10.0.0.0/16', 'a', 0)",
      "cidrHost('10.0.0.0/24', 255)",
      "cidrHost('10.0.0.0/24', -1)",
      "dateTimeAdd('x', 'P1D')",
      "dateTimeAdd('2020-01-01Z', 'x')",
      "dateTimeAdd('2020-01-01T00:00:00Z', 'P1D', 'Q')",
      "dateTimeFromEpoch('x')",
      "dateTimeFromEpoch(9223372036854775807)",
      "dateTimeToEpoch(1)",
  };
  for (const auto call : wrong) {
    test::Calls calls;
    CAPTURE(call);
    const auto value = calls.run(call);
    CHECK_FALSE(value.known());
    CHECK(calls.diagnostics.list().size() == 1);
    CHECK(calls.reported().starts_with("function-argument"));
  }
}

TEST_CASE("ARM functions: hostile sizes end in a limit") {
  static constexpr std::string_view hostile[] = {
      "padLeft('a', 2147483647)",
      "padLeft('a', 9223372036854775807, 'é')",
      "range(0, 2147483647)",
      "range(0, 9223372036854775807)",
      "format('{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,"
      "999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}{0,999999}', 1)",
  };
  for (const auto call : hostile) {
    test::Calls calls;
    CAPTURE(call);
    CHECK_FALSE(calls.run(call).known());
    CHECK(calls.reported().starts_with("limit-reached"));
    CHECK(calls.arena.bytes() < (64U << 20U));
  }
}

TEST_CASE("ARM functions: text that doubles again and again ends in a limit") {
  static constexpr std::string_view steps[] = {"concat", "format", "join", "replace", "createArray"};
  for (const auto name : steps) {
    test::Calls calls;
    CAPTURE(name);
    Value value = Value::of(std::string_view("aaaaaaaaaaaaaaaa"));
    for (int i = 0; i < 40 && value.known(); ++i) {
      std::vector<Value> args{value, value};
      if (name == "format") args = {Value::of(std::string_view("{0}{1}")), value, value};
      if (name == "join")
        args = {Value::array(calls.arena, std::array{value, value}), Value::of(std::string_view(","))};
      if (name == "replace") args = {value, Value::of(std::string_view("a")), Value::of(std::string_view("aa"))};
      value = call({calls.context, args, {}, *calls.table.find(name)});
    }
    if (name == "createArray") value = call({calls.context, std::array{value}, {}, *calls.table.find("string")});
    CHECK_FALSE(value.known());
    CHECK(calls.reported().starts_with("limit-reached"));
    CHECK(calls.arena.bytes() < (256U << 20U));
  }
}

TEST_CASE("ARM functions: without room or steps every function still answers") {
  for (const auto& row : arm_functions()) {
    if (row.run == nullptr) continue;
    CAPTURE(row.name);
    for (const bool steps : {false, true}) {
      test::Calls calls;
      calls.budget.bytes_left = 0;
      if (steps) calls.budget.steps_left = 2;
      const std::vector<Value> args(static_cast<std::size_t>(row.min_args), calls.run("['a', ['b'], {c: 'd'}]"));
      CHECK_NOTHROW((void)call({calls.context, args, {}, row}));
    }
  }
}

TEST_CASE("ARM functions: the wrong number of arguments") {
  for (const auto& row : arm_functions()) {
    if (row.run == nullptr) continue;
    CAPTURE(row.name);
    const auto with = [&](int n) {
      test::Calls calls;
      const std::vector<Value> args(static_cast<std::size_t>(n), Value::of(std::string_view("a")));
      CHECK_FALSE(call({calls.context, args, {}, row}).known());
      CHECK(calls.reported().starts_with("function-arity"));
    };
    if (row.min_args > 0) with(row.min_args - 1);
    if (row.max_args >= 0) with(row.max_args + 1);
  }
}

namespace {

// A little of every kind, so that many calls succeed.
constexpr std::string_view samples[] = {
    "null",
    "true",
    "0",
    "1",
    "3",
    "-2",
    "1.5",
    "''",
    "'a'",
    "'abc/def'",
    "'{0}-{1}'",
    "'10.0.0.0/16'",
    "'2020-01-01T00:00:00Z'",
    "'P1D'",
    "'eyJhIjoxfQ=='",
    "'https://h/a/'",
    "'12'",
    "'true'",
    "[]",
    "[1, 2]",
    "['a', 'b', 'a']",
    "[[1], [2]]",
    "[{a: 1}, {b: 2}]",
    "{}",
    "{a: 1}",
    "{b: {c: 'x'}, a: 'y'}",
};

// Arguments that chance would hardly bring together, as arrays.
struct Sample {
  std::string_view name, args;
};
constexpr Sample together[] = {
    {"dataUriToString", "['data:;base64,SGVsbG8=']"},
    {"createObject", "['a', {b: 1}]"},
    {"createObject", "['a', 1, 'b', 'c']"},
    {"cidrSubnet", "['10.0.0.0/16', 24, 3]"},
    {"cidrHost", "['10.0.0.0/16', 3]"},
    {"dateTimeAdd", "['2020-01-01T00:00:00Z', 'P1D']"},
    {"dateTimeAdd", "['2020-01-01T00:00:00Z', 'P1D', 'yyyy']"},
    {"replace", "['a-b-c', '-', '_']"},
    {"replace", "['a-b-c', 'b-', '']"},
    {"substring", "['kv-name', 1, 3]"},
    {"padLeft", "['7', 3, '0']"},
    {"format", "['{0}-{1:D2}', 'a', 7]"},
    {"format", "['{0,4}|{1}', true, [1]]"},
    {"union", "[{a: {b: 1, c: 2}, d: 1}, {a: {b: 2}, e: null}]"},
    {"union", "[{a: {b: 1}}, {a: 'x'}]"},
    {"union", "[{a: 1}, {A: {b: 2}}, {a: {c: 3}}]"},
    {"union", "[['a', 'b'], ['b', 'c']]"},
    {"shallowMerge", "[[{a: {b: 1}}, {a: {c: 2}, d: 1}]]"},
    {"concat", "['a', 'b', 'c']"},
    {"concat", "[[1], [2], []]"},
    {"contains", "[['a', 'b'], 'b']"},
    {"contains", "[{a: 1, b: 2}, 'B']"},
    {"contains", "['kv-name', 'na']"},
    {"join", "[['a', 'b'], '-']"},
    {"join", "[['a', 1, true], '']"},
    {"tryGet", "[{a: [{b: 1}]}, 'a', 0, 'b']"},
    {"coalesce", "[null, null, 'a']"},
    {"coalesce", "[null, {a: 1}]"},
    {"uri", "['https://h/a/b.json', 'c/d.json']"},
    {"split", "['a/b,c', ['/', ',']]"},
    {"take", "['kv-name', 4]"},
    {"skip", "['kv-name', 4]"},
    {"equals", "[{a: [1, {b: 'c'}]}, {a: [1, {b: 'c'}]}]"},
    {"intersection", "[{a: 1, b: 2}, {a: 1, b: 3}]"},
    {"max", "[[1, 3, 2]]"},
    {"string", "[{a: 'x', b: [true, null]}]"},
    {"toLower", "['KV-Name']"},
    {"trim", "['  a b ']"},
    {"last", "[['a', {b: 1}]]"},
};

// `open` says no more than it knows: where it is known, it says the same as `closed`.
bool agrees(const Value& closed, const Value& open) {
  if (!open.known()) {
    const auto& why = open.why();
    if (why.alternatives.empty()) return equals(closed, open, Case::matters) != Truth::no;
    return std::any_of(why.alternatives.begin(), why.alternatives.end(),
                       [&](const Alternative& a) { return agrees(closed, a.value); });
  }
  if (!closed.known()) return true;
  if (closed.kind() != open.kind() && !(closed.is_number() && open.is_number())) return false;
  if (open.is_array()) {
    if (open.rest() == nullptr ? open.size() != closed.size() : open.size() > closed.size()) return false;
    for (std::uint32_t i = 0; i < open.size(); ++i) {
      if (!agrees(closed.items()[i], open.items()[i])) return false;
    }
    return true;
  }
  if (open.is_object()) {
    for (const auto& m : open.members()) {
      const auto* other = closed.find(m.key);
      if (other == nullptr ? is_null(m.value) == Truth::no : !agrees(other->value, m.value)) return false;
    }
    if (open.rest() != nullptr) return true;
    return std::all_of(closed.members().begin(), closed.members().end(),
                       [&](const Member& m) { return open.find(m.key) != nullptr; });
  }
  return equals(closed, open, Case::matters) == Truth::yes;
}

/// What an argument may look like when less of it is known.
std::vector<Value> forgotten(test::Calls& calls, const Value& value, std::size_t n) {
  static constexpr std::string_view names[] = {"?p", "?q", "?r"};
  std::vector<Value> out{calls.run(names[n])};
  if (value.is_string()) {
    out.push_back(calls.run(std::string(names[n]) + ":string"));
    const auto hole = calls.run(std::string(names[n]) + ":string");
    for (const std::size_t cut : {std::size_t{0}, value.text().size() / 2, value.text().size()}) {
      const std::array front{Value::of(value.text().substr(0, cut)), hole};
      const std::array back{hole, Value::of(value.text().substr(cut))};
      out.push_back(join_text(calls.context, front, {}));
      out.push_back(join_text(calls.context, back, {}));
    }
  }
  if (value.is_array()) {
    out.push_back(calls.run(std::string(names[n]) + ":array"));
    const auto rest = calls.run("?rest");
    for (std::uint32_t i = 0; i <= value.size(); ++i)
      out.push_back(Value::array(calls.arena, value.items().first(i), {}, &rest.why()));
    for (std::uint32_t i = 0; i < value.size(); ++i) {
      std::vector<Value> items(value.items().begin(), value.items().end());
      items[i] = calls.run("?element");
      out.push_back(Value::array(calls.arena, items));
    }
  }
  if (value.is_object()) {
    out.push_back(calls.run(std::string(names[n]) + ":object"));
    const auto rest = calls.run("?rest");
    for (std::uint32_t i = 0; i <= value.size(); ++i)
      out.push_back(Value::object(calls.arena, value.members().first(i), {}, &rest.why()));
    for (std::uint32_t i = 0; i < value.size(); ++i) {
      std::vector<Member> members(value.members().begin(), value.members().end());
      members[i].value = calls.run("?member");
      out.push_back(Value::object(calls.arena, members));
    }
  }
  std::vector<Alternative> two;
  const Atom yes{calls.symbols.make("condition", "c"), true};
  const Atom no{calls.symbols.make("condition", "c"), false};
  two.push_back({value, calls.arena.copy(std::span<const Atom>(&yes, 1))});
  two.push_back({calls.run("'other'"), calls.arena.copy(std::span<const Atom>(&no, 1))});
  out.push_back(either(calls.context, two, calls.symbols.make("either", ""), {}));
  return out;
}

/// Calls with each argument forgotten in each way; 0 if the call with all of them is wrong, else 1.
int forget_each(test::Calls& calls, const Builtin& row, std::span<const Value> args) {
  const auto closed = call({calls.context, args, {}, row});
  if (!closed.known() && row.name != "uniqueString" && row.name != "guid") return 0;
  for (std::size_t i = 0; i < args.size(); ++i) {
    for (const auto& less : forgotten(calls, args[i], i % 3)) {
      std::vector<Value> open_args(args.begin(), args.end());
      open_args[i] = less;
      const auto open = call({calls.context, open_args, {}, row});
      if (agrees(closed, open)) continue;
      std::string shown;
      for (const auto& arg : args) shown += calls.print(arg) + " ";
      FAIL_CHECK(row.name << " of " << shown << "is " << calls.print(closed) << ", with " << calls.print(less)
                          << " in place " << i << " it is " << calls.print(open));
    }
  }
  return 1;
}

}  // namespace

TEST_CASE("ARM functions: knowing less never gives another answer") {
  for (const auto& row : arm_functions()) {
    if (row.run == nullptr) continue;
    CAPTURE(row.name);
    test::Calls calls;
    std::vector<Value> values;
    for (const auto sample : samples) values.push_back(calls.run(sample));
    const auto most = row.max_args < 0 ? row.min_args + 1 : row.max_args;
    int answers = 0;
    for (const auto& sample : together) {
      if (sample.name == row.name) answers += forget_each(calls, row, calls.run(sample.args).items());
    }
    std::uint32_t seed = 1;
    for (int n = std::max(1, row.min_args); n <= std::min(most, 3); ++n) {
      const int rounds = n == 1 ? static_cast<int>(values.size()) : 300;
      for (int round = 0; round < rounds; ++round) {
        std::vector<Value> args;
        for (int i = 0; i < n; ++i) {
          seed = seed * 1664525U + 1013904223U;
          args.push_back(values[n == 1 ? static_cast<std::size_t>(round) : (seed >> 8U) % values.size()]);
        }
        answers += forget_each(calls, row, args);
      }
    }
    // A row without arguments, or one that never answers, shows nothing here.
    const bool silent = row.max_args == 0 || row.name == "fail" || row.name == "buildUri";
    CHECK((answers > 0 || silent));
  }
}

TEST_CASE("ARM functions: every name of the reference has a row, or needs the deployment") {
  static constexpr std::string_view official[] = {
      "array",
      "concat",
      "contains",
      "createArray",
      "empty",
      "first",
      "indexFromEnd",
      "indexOf",
      "intersection",
      "last",
      "lastIndexOf",
      "length",
      "max",
      "min",
      "range",
      "skip",
      "take",
      "tryGet",
      "tryIndexFromEnd",
      "union",
      "parseCidr",
      "cidrSubnet",
      "cidrHost",
      "coalesce",
      "equals",
      "greater",
      "greaterOrEquals",
      "less",
      "lessOrEquals",
      "dateTimeAdd",
      "dateTimeFromEpoch",
      "dateTimeToEpoch",
      "utcNow",
      "deployer",
      "deployment",
      "environment",
      "parameters",
      "variables",
      "filter",
      "groupBy",
      "map",
      "mapValues",
      "reduce",
      "sort",
      "toObject",
      "and",
      "bool",
      "false",
      "if",
      "not",
      "or",
      "true",
      "add",
      "copyIndex",
      "div",
      "float",
      "int",
      "mod",
      "mul",
      "sub",
      "createObject",
      "items",
      "json",
      "null",
      "objectKeys",
      "shallowMerge",
      "extensionResourceId",
      "listAccountSas",
      "listKeys",
      "listSecrets",
      "pickZones",
      "providers",
      "reference",
      "references",
      "resourceId",
      "subscriptionResourceId",
      "managementGroupResourceId",
      "tenantResourceId",
      "toLogicalZone",
      "toLogicalZones",
      "toPhysicalZone",
      "toPhysicalZones",
      "managementGroup",
      "resourceGroup",
      "subscription",
      "tenant",
      "base64",
      "base64ToJson",
      "base64ToString",
      "dataUri",
      "dataUriToString",
      "endsWith",
      "format",
      "guid",
      "join",
      "newGuid",
      "padLeft",
      "replace",
      "split",
      "startsWith",
      "string",
      "substring",
      "toLower",
      "toUpper",
      "trim",
      "uniqueString",
      "uri",
      "uriComponent",
      "uriComponentToString",
      "flatten",
      "distinct",
      "like",
      "fail",
      "buildUri",
      "parseUri",
      "externalInput",
  };
  static constexpr std::string_view of_deployment[] = {
      "utcNow",
      "newGuid",
      "deployer",
      "deployment",
      "environment",
      "parameters",
      "variables",
      "copyIndex",
      "extensionResourceId",
      "listAccountSas",
      "listKeys",
      "listSecrets",
      "pickZones",
      "providers",
      "reference",
      "references",
      "resourceId",
      "subscriptionResourceId",
      "managementGroupResourceId",
      "tenantResourceId",
      "toLogicalZone",
      "toLogicalZones",
      "toPhysicalZone",
      "toPhysicalZones",
      "managementGroup",
      "resourceGroup",
      "subscription",
      "tenant",
      "externalInput",
  };
  const FunctionTable table({arm_functions()});
  std::set<std::string> names;
  for (const auto name : official) {
    CAPTURE(name);
    const bool elsewhere =
        std::find(std::begin(of_deployment), std::end(of_deployment), name) != std::end(of_deployment);
    CHECK((table.find(name) != nullptr) != elsewhere);
    if (const auto* row = table.find(name)) CHECK(row->name == name);
    names.insert(lower(name));
  }
  for (const auto* row : table.all()) {
    CAPTURE(row->name);
    CHECK(names.count(lower(row->name)) == 1);
    const bool evaluated = row->loop != Loop::none || row->name == "if" || row->name == "and" || row->name == "or";
    CHECK((row->run == nullptr) == evaluated);
  }
  CHECK(table.all().size() == arm_functions().size());
}
