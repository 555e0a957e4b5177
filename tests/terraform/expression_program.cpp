// Reads expressions of Terraform, one a line (`␤` stands for the end of a line inside of one), and prints for each a line of
// JSON: { "value": … }, { "error": "…" } or { "unknown": "…" }. Run by compare_console.py.
//
//   expression_program FOLDER < expressions.txt
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "terraform/console.h"
#include "value/functions/strings.h"

int main(int argc, char** argv) {
  using pillarlint::test::Outcome;
  const std::string folder = argc > 1 ? argv[1] : ".";
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto outcome = pillarlint::test::evaluate_in_console(pillarlint::replace_all(line, "␤", "\n"), folder);
    const nlohmann::json text = outcome.text;
    switch (outcome.kind) {
      case Outcome::Kind::value:
        std::cout << "{\"value\": " << outcome.text << "}\n";
        break;
      case Outcome::Kind::error:
        std::cout << "{\"error\": " << text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "}\n";
        break;
      case Outcome::Kind::unknown:
        std::cout << "{\"unknown\": " << text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "}\n";
        break;
    }
  }
  return 0;
}
