#include "terraform/functions.h"

#include <deque>
#include <string>
#include <vector>

#include "terraform/functions_rows.h"
#include "terraform/operators.h"

namespace pillarlint::terraform {

namespace {

struct Rows {
  std::vector<Builtin> plain;
  std::vector<Builtin> core;  // the same as `core::name`
  std::deque<std::string> names;
};

Rows all_rows() {
  Rows rows;
  for (const auto& part : {text_rows(), search_rows(), format_rows(), number_rows(), list_rows(), choice_rows(), object_rows(),
                           set_rows(), encoding_rows(), hash_rows(), network_rows(), time_rows(), file_rows(), type_rows()}) {
    rows.plain.insert(rows.plain.end(), part.begin(), part.end());
  }
  auto named = rows.plain;
  for (const auto op : {Operator::attempt, Operator::works}) named.push_back(operator_row(op));
  for (auto row : named) {
    row.name = rows.names.emplace_back("core::" + std::string(row.name));
    rows.core.push_back(row);
  }
  return rows;
}

}  // namespace

const FunctionTable& functions() {
  static const Rows rows = all_rows();
  static const FunctionTable table{rows.plain, rows.core, operator_rows()};
  return table;
}

}  // namespace pillarlint::terraform
