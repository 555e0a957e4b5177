// What is meant to keep the program busy ends within a bounded amount of work, and says why.
#include <catch2/catch.hpp>

#include <thread>

#include <fmt/format.h>

#include "support/cpu_time.h"
#include "support/terraform.h"
#include "terraform/functions.h"
#include "terraform/module.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

constexpr double bound = 4;  // seconds of work, ten times what the worst takes; sanitizers get more
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double slower = 15;
#else
constexpr double slower = 1;
#endif

/// The expansion, which must not take long.
Expanded bounded(const std::string& main, const std::map<std::string, std::string>& others = {}) {
  const auto start = cpu_seconds();
  auto made = expand_terraform(main, others);
  CHECK(cpu_seconds() - start < bound * slower);
  return made;
}

bool says(const Expanded& made, std::string_view code) { return made.codes().find(code) != std::string::npos; }

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::string output_of(const std::string& expression) { return "output \"x\" { value = " + expression + " }\n"; }

}  // namespace

TEST_CASE("Circles of names end where they close", "[terraform][hostile]") {
  std::string ring = "locals {\n";
  for (int i = 0; i < 200; ++i) ring += fmt::format("  l{} = [local.l{}, local.l{}]\n", i, (i + 1) % 200, (i + 7) % 200);
  const auto made = bounded(ring + "}\n" + output_of("local.l0"));
  CHECK(says(made, "circular"));
  CHECK(says(bounded("variable \"v\" { default = var.v }\n" + output_of("var.v")), "circular"));
}

TEST_CASE("A long chain of names ends at the limit of nesting", "[terraform][hostile]") {
  std::string chain = "locals {\n  l0 = 1\n";
  for (int i = 1; i < 20'000; ++i) chain += fmt::format("  l{} = local.l{}\n", i, i - 1);
  CHECK(says(bounded(chain + "}\n" + output_of("local.l19999")), "limit-reached"));
}

TEST_CASE("Modules that include themselves, twice each time", "[terraform][hostile]") {
  const std::string twice = "module \"a\" { source = \"./\" }\nmodule \"b\" {\n  source = \"./\"\n  for_each = toset([\"x\", \"y\"])\n}\n";
  const auto made = bounded(twice);
  CHECK(says(made, "nesting-of-deployments"));
  CHECK_FALSE(made.graph().open_reasons().empty());
  const auto back = bounded("module \"m\" { source = \"./m\" }", {{"m/main.tf", "module \"r\" { source = \"../\" }"}});
  CHECK(says(back, "nesting-of-deployments"));
}

TEST_CASE("Storms of elements run into a limit", "[terraform][hostile]") {
  for (const std::string expression : {
           "range(1000000000)",
           "[for n in range(1000) : [for m in range(1000) : [for o in range(1000) : n * m * o]]]",
           "{ for n in range(1000) : n => { for m in range(1000) : m => { for o in range(1000) : o => 1 } } }",
           "setproduct(range(1000), range(1000), range(1000))",
           "[for n in range(1000) : [for m in range(1000) : cidrsubnets(\"10.0.0.0/8\", 8, 8, 8, 8)]]",
           "[for n in range(1000) : [for m in range(1000) : [for o in range(1000) : cidrsubnet(\"10.0.0.0/8\", 16, o)]]]",
       }) {
    CAPTURE(expression);
    const auto made = bounded(output_of(expression));
    const auto codes = made.codes();
    CHECK((codes.find("limit-reached") != std::string::npos || codes.find("function-argument") != std::string::npos));
  }
}

TEST_CASE("More than ten thousand elements are fine", "[terraform][hostile]") {
  const auto made = bounded("locals { all = flatten([for n in range(100) : [for m in range(120) : n * m]]) }\n" +
                            output_of("[length(local.all), length([for n in local.all : n if n > 5])]"));
  CHECK(made.codes().empty());
  CHECK(made.output("x").starts_with("[12000, "));
}

TEST_CASE("Text that doubles runs into a limit", "[terraform][hostile]") {
  std::string doubling = "locals {\n  t0 = \"0123456789abcdef\"\n";
  for (int i = 1; i <= 60; ++i) doubling += fmt::format("  t{0} = \"${{local.t{1}}}${{local.t{1}}}\"\n", i, i - 1);
  CHECK(says(bounded(doubling + "}\n" + output_of("local.t60")), "limit-reached"));
  std::string lists = "locals {\n  t0 = [1]\n";
  for (int i = 1; i <= 60; ++i) lists += fmt::format("  t{0} = concat(local.t{1}, local.t{1})\n", i, i - 1);
  CHECK(says(bounded(lists + "}\n" + output_of("local.t60")), "limit-reached"));
  std::string objects = "locals {\n  t0 = {}\n";
  for (int i = 1; i <= 60; ++i) objects += fmt::format("  t{0} = {{ a = local.t{1}, b = local.t{1} }}\n", i, i - 1);
  CHECK(says(bounded(objects + "}\n" + output_of("jsonencode(local.t60)")), "limit-reached"));
  for (const std::string expression : {"format(\"%1000000000d\", 1)", "indent(1000000000, \"a\\nb\")", "join(\"\", [for n in range(1000): format(\"%1000000d\", n)])",
                                       "replace(format(\"%100000d\", 1), \" \", format(\"%100000d\", 1))"}) {
    CAPTURE(expression);
    CHECK_FALSE(bounded(output_of(expression)).codes().empty());
  }
}

TEST_CASE("Files outside of the roots are not read", "[terraform][hostile]") {
  const std::map<std::string, std::string> secret{{"/outside/key", "secret"}};
  for (const std::string path : {"../outside/key", "/outside/key", "${path.module}/../outside/key", "./a/../../outside/key"}) {
    CAPTURE(path);
    const auto made = bounded(output_of("[templatefile(\"" + path + "\", {}), file(\"" + path + "\"), filesha256(\"" + path + "\")]"), secret);
    CHECK(says(made, "load-failed"));
    CHECK(made.output("x").find("secret") == std::string::npos);
  }
  // That there is none can not be said either: what is outside is not known.
  for (const std::string expression : {"fileexists(\"../outside/key\")", "fileset(\"../outside\", \"**\")", "fileset(\".\", \"../outside/*\")"}) {
    CAPTURE(expression);
    const auto made = bounded(output_of(expression), secret);
    CHECK(says(made, "path-outside-root"));
    CHECK(made.output("x").starts_with("‹"));
  }
  CHECK(says(bounded("module \"m\" { source = \"../outside\" }", {{"/outside/main.tf", "output \"x\" { value = 1 }"}}), "module-not-found"));
}

TEST_CASE("A template that renders itself ends", "[terraform][hostile]") {
  const std::map<std::string, std::string> self{{"t.tftpl", "${templatefile(\"t.tftpl\", {})}${templatefile(\"t.tftpl\", {})}"}};
  CHECK_FALSE(bounded(output_of("templatefile(\"t.tftpl\", {})"), self).codes().empty());
}

TEST_CASE("Ten thousand instances that are read one by one", "[terraform][hostile]") {
  const auto made = bounded(R"(
resource "azurerm_resource_group" "all" {
  for_each = toset(flatten([for n in range(10) : [for m in range(1000) : "g${n}-${m}"]]))
  name     = each.key
  location = "x"
}
resource "azurerm_user_assigned_identity" "all" {
  for_each            = azurerm_resource_group.all
  name                = "id"
  location            = "x"
  resource_group_name = azurerm_resource_group.all[each.key].name
}
)");
  REQUIRE(made.all("resourceGroups").size() == 10'000);
  CHECK(made.at(*made.all("resourceGroups")[9'999], "location") == "'x'");
  CHECK(made.codes().empty());  // each waits for its own
}

TEST_CASE("Instances of many declarations are counted together", "[terraform][hostile]") {
  std::string many;
  for (int i = 0; i < 50; ++i) many += fmt::format("resource \"azurerm_resource_group\" \"r{}\" {{\n  count = 20000\n}}\n", i);
  const auto made = bounded(many);
  CHECK(says(made, "limit-reached"));
  CHECK(made.graph().resources().size() < 100'000);
  const auto more = bounded("resource \"azurerm_resource_group\" \"r\" {\n  for_each = toset(flatten([for n in range(25) : [for m in range(1000) : \"${n}-${m}\"]]))\n"
                            "  name = each.key\n}\n");
  CHECK_FALSE(more.codes().empty());
}

TEST_CASE("Deep nesting costs no stack", "[terraform][hostile]") {
  for (const std::string_view piece : {"[", "(", "{ a = ", "!", "-", "f(", "\"${", "[for x in ", "true ? "}) {
    CAPTURE(piece);
    const auto made = bounded("locals {\n  a = " + repeated(piece, 20'000) + "\n}\nresource \"azurerm_resource_group\" \"rg\" {\n  name = \"n\"\n}\n");
    CHECK_FALSE(made.codes().empty());
  }
  CHECK_FALSE(bounded(repeated("resource \"a\" \"b\" {\n", 20'000)).codes().empty());
  CHECK_FALSE(bounded("locals { a = 1" + repeated(" + 1", 20'000) + " }\n" + output_of("local.a")).codes().empty());
  CHECK_FALSE(bounded("locals { a = local.b" + repeated(".c[0]", 20'000) + " }\n" + output_of("local.a")).codes().empty());
}

TEST_CASE("Very long texts are read item by item, and no memory is overwritten", "[terraform][hostile]") {
  const std::string group = "resource \"azurerm_resource_group\" \"rg\" {\n  name = \"n\"\n}\n";
  // A node of tree-sitter has room for 65,535 children.
  const auto commented = bounded(repeated("# comment\n", 70'000) + group + repeated("#\n", 70'000) + output_of("azurerm_resource_group.rg.name"));
  CHECK(commented.codes().empty());
  CHECK(commented.output("x") == "'n'");
  std::string many = "locals {\n";
  for (int i = 0; i < 30'000; ++i) many += fmt::format("  l{} = \"text {}\"  # why\n", i, i);
  const auto long_block = bounded(many + "}\n" + output_of("local.l29999"));
  CHECK(long_block.codes().empty());
  CHECK(long_block.output("x") == "'text 29999'");
  for (const std::string& item : {"locals {\n  a = [1,\n" + repeated("#\n", 70'000) + "2]\n}\n", "locals { a = " + repeated("!", 140'000) + "1 }\n",
                                  "locals { a = " + repeated("b ? ", 70'000) + "1 }\n", "locals {\n  a = <<E\n" + repeated("%{ if true }", 70'000) + "\nE\n}\n",
                                  repeated("\"", 140'000) + "\n", repeated("a = ", 70'000) + "\n"}) {
    CAPTURE(item.substr(0, 40));
    const auto made = bounded(item + group);
    CHECK_FALSE(made.codes().empty());
    CHECK(made.all("resourceGroups").size() == 1);
  }
}

TEST_CASE("Dynamic blocks in dynamic blocks are counted", "[terraform][hostile]") {
  std::string open;
  std::string close;
  for (int i = 0; i < 8; ++i) {
    open += fmt::format("dynamic \"d{}\" {{\n for_each = range(100)\n content {{\n", i);
    close += "}\n}\n";
  }
  CHECK(says(bounded("resource \"azurerm_storage_account\" \"s\" {\n" + open + close + "}\n"), "limit-reached"));
}

TEST_CASE("A file is parsed once, however many roots and threads ask for it", "[terraform]") {
  const auto t = expand_terraform("module \"a\" { source = \"./m\" }\nmodule \"b\" { source = \"./m\" }",
                                  {{"m/main.tf", "module \"c\" { source = \"../n\" }"}, {"n/main.tf", "locals {}"}, {"n/more.tf", "locals {}"}});
  terraform::Modules modules(*t.project, terraform::functions());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (const char* folder : {"/project", "/project/m", "/project/n"}) (void)modules.module(folder);
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(modules.parsed() == 4);
}
