// Whole files, with the trees that a reader of the language would draw.
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

#include "shape.h"

using namespace pillarlint::bicep;

namespace {

std::string shapes_of_file(const std::string& name) {
  const auto path = std::string(PILLARLINT_SOURCE_DIR) + "/fixtures/bicep/" + name;
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto tree = parse(text, name.ends_with("param") ? FileForm::parameters : FileForm::bicep);
  return tree->problems.empty() ? shapes(*tree) : problems(*tree);
}

}  // namespace

TEST_CASE("A file with resources") {
  CHECK(shapes_of_file("account.bicep") ==
        "metadata(description string('One account with its deployments'))\n"
        "import(imported_symbols(imported_symbol(lockType -)) import_from(string('types.bicep')))\n"
        "parameter(location type_variable_access(string) "
        "parameter_default(property_access(function_call(resourceGroup) location)) | "
        "decorator(function_call(description function_argument(string('Where it stands.')))))\n"
        "parameter(sku type_variable_access(string) parameter_default(string('S0')) | "
        "decorator(function_call(allowed function_argument(array(array_item(string('S0')) array_item(string('S1')))))))\n"
        "parameter(lock nullable_type(type_variable_access(lockType)) -)\n"
        "parameter(deployments array_type(array_type_member(object_type("
        "object_type_property(name type_variable_access(string)) "
        "additional_properties(union_type(union_type_member(type_variable_access(int)) union_type_member(null)))))) "
        "parameter_default(array()))\n"
        "variable(isPrivate - binary(binary(variable_access(sku) != string('S0')) && "
        "unary(! function_call(empty function_argument(variable_access(deployments))))))\n"
        "resource(account string('Microsoft.CognitiveServices/accounts@2024-10-01') object("
        "object_property(name string('ai-${ function_call(uniqueString "
        "function_argument(property_access(function_call(resourceGroup) id))) }')) "
        "object_property(location variable_access(location)) "
        "object_property(sku object(object_property(name variable_access(sku)))) "
        "object_property(properties object("
        "object_property(publicNetworkAccess ternary(variable_access(isPrivate) string('Disabled') string('Enabled'))) "
        "spread(parenthesized(ternary(variable_access(isPrivate) object() null))))) "
        "resource(model string('deployments') for_expression(variable_block(local_variable(d) local_variable(i)) "
        "variable_access(deployments) if_condition(parenthesized(binary(variable_access(i) < 9)) object("
        "object_property(name binary(property_access safe(variable_access(d) name) ?? "
        "string('model${ variable_access(i) }')))))))))\n"
        "output(ids array_type(array_type_member(type_variable_access(string))) "
        "function_call(map function_argument(variable_access(deployments)) function_argument(lambda(local_variable(d) "
        "non_null_assertion(property_access(array_access(resource_access(variable_access(account) model) 0) id))))))");
}

TEST_CASE("A parameter file") {
  CHECK(shapes_of_file("account.bicepparam") ==
        "using_file(string('account.bicep') -)\n"
        "import(wildcard_import(as_clause(shared)) import_from(string('shared.bicep')))\n"
        "variable(prefix - string('prod'))\n"
        "parameter_assignment(sku binary(property_access safe(array_access safe("
        "property_access(variable_access(shared) skus) variable_access(prefix)) name) ?? string('S1')))\n"
        "parameter_assignment(deployments array(array_item(object(object_property(name "
        "string($'''\n${ variable_access(prefix) }-model'''))))))");
}

TEST_CASE("A file with types and functions") {
  CHECK(shapes_of_file("types.bicep") ==
        "target_scope(string('resourceGroup'))\n"
        "type_declaration(lockType union_type("
        "union_type_member(object_type(object_type_property(kind string_type('None')))) "
        "union_type_member(object_type("
        "object_type_property(kind string_type('CanNotDelete') | decorator(function_call(minLength function_argument(1)))) "
        "object_type_property(string('notes-of') nullable_type(type_variable_access(string)))))) | "
        "decorator(function_call(export)) decorator(function_call(discriminator function_argument(string('kind')))))\n"
        "type_declaration(pair tuple_type(tuple_type_item(type_variable_access(int)) "
        "tuple_type_item(array_type(array_type_member(type_variable_access(bool))))))\n"
        "type_declaration(tags type_property_access(parameterized_type(resourceInput parameterized_type_argument("
        "string_type('Microsoft.Storage/storageAccounts@2024-01-01'))) tags))\n"
        "function(join typed_lambda(typed_variable_block("
        "typed_local_variable(parts array_type(array_type_member(type_variable_access(string)))) "
        "typed_local_variable(glue type_variable_access(string))) type_variable_access(string) "
        "function_call(reduce function_argument(variable_access(parts)) function_argument(string('')) function_argument("
        "lambda(variable_block(local_variable(all) local_variable(next)) "
        "ternary(binary(variable_access(all) == string('')) variable_access(next) "
        "string('${ variable_access(all) }${ variable_access(glue) }${ variable_access(next) }')))))))");
}
