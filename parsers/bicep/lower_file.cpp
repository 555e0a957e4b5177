#include <array>

#include <fmt/format.h>

#include "bicep/lower.h"

namespace pillarlint::bicep {

namespace {
constexpr std::string_view schemas = "https://schema.management.azure.com/schemas/2019-04-01/";

std::string_view schema_of(std::string_view target) {
  if (target == "subscription") return "subscriptionDeploymentTemplate.json#";
  if (target == "managementGroup") return "managementGroupDeploymentTemplate.json#";
  if (target == "tenant") return "tenantDeploymentTemplate.json#";
  return "deploymentTemplate.json#";
}
}  // namespace

void Lowering::report_problems() {
  for (const auto& problem : tree_.problems) {
    out_.diagnostics.report(Code::bicep_syntax, Span{file_->id, problem.begin, problem.end}, problem.found, problem.expected);
  }
  for (const auto& symbol : file_->symbols.all()) {
    const bool second = symbol.outer == nullptr && !symbol.name.empty() && file_->symbols.find(symbol.name) != &symbol;
    if (second) report(Code::symbol_declared_twice, *symbol.node->child(0), symbol.name);
  }
}

Value Lowering::user_function(const Node& node) {
  ObjectBuilder made(arena_);
  const auto* lambda = node.child(1);
  if (lambda == nullptr || !lambda->is(NodeKind::typed_lambda)) return made.build(span(node));
  std::vector<Value> parameters;
  std::vector<Local> locals;
  if (const auto* block = lambda->child(0)) {
    for (const auto* one : block->children()) {
      if (!one->is(NodeKind::typed_local_variable) || one->child(0) == nullptr) continue;
      const auto name = text(*one->child(0));
      parameters.push_back(with(type(one->child(1)), "name", Value::of(name, span(*one->child(0)))));
      locals.push_back({name, Local::Kind::parameter, nullptr, nullptr});
    }
  }
  for (std::size_t i = 1; i < locals.size(); ++i) locals[i].outer = &locals[i - 1];
  made.set("parameters", Value::array(arena_, parameters, span(*lambda)));
  ObjectBuilder output(arena_);
  const auto returned = type(lambda->child(1)).get("type");
  if (!returned.is_null()) output.set("type", returned);
  output.set("value", value(lambda->child(2), {locals.empty() ? nullptr : &locals.back(), nullptr}));
  made.set("output", output.build(span(*lambda)));
  return made.build(span(node));
}

Value Lowering::output(const Node& node) {
  auto made = decorated(type(node.child(1)), node);
  return with(made, "value", value(node.child(2), {}));
}

void Lowering::put_variables_and_functions(ObjectBuilder& root) {
  Section variables(arena_);
  Section functions(arena_);
  for (const auto* statement : tree_.program->children()) {
    const auto* name = statement->child(0);
    if (name == nullptr) continue;
    if (statement->is(NodeKind::variable)) variables.set(text(*name), value(statement->child(2), {}), span(*name));
    if (statement->is(NodeKind::parameter_assignment)) variables.set(text(*name), value(statement->child(1), {}), span(*name));
    if (statement->is(NodeKind::function)) functions.set(text(*name), user_function(*statement), span(*name));
  }
  import_closure(variables, functions);
  root.set("variables", variables.build(span(*tree_.program)));
  if (functions.empty()) return;
  ObjectBuilder space(arena_);
  space.set("namespace", Value::of(std::string_view("__bicep")));
  space.set("members", functions.build());
  root.set("functions", Value::array(arena_, std::array{space.build()}));
}

Value Lowering::template_root() {
  report_problems();
  ObjectBuilder root(arena_);
  Section parameters(arena_);
  Section resources(arena_);
  Section outputs(arena_);
  std::string target = "resourceGroup";
  for (const auto* statement : tree_.program->children()) {
    const auto* name = statement->child(0);
    if (name == nullptr) continue;
    switch (statement->kind) {
      case NodeKind::target_scope: target = literal_text(tree_, name).value_or(target); break;
      case NodeKind::parameter: parameters.set(text(*name), parameter(*statement), span(*name)); break;
      case NodeKind::output: outputs.set(text(*name), output(*statement), span(*name)); break;
      default: break;
    }
  }
  for (const auto& symbol : file_->symbols.all()) {
    if (symbol.kind == Symbol::Kind::resource) {
      const auto& one = *info(symbol);
      if (!one.type.empty()) resources.set(keep(one.symbolic), resource(one), span(*symbol.node->child(0)));
    }
    if (symbol.kind == Symbol::Kind::module) resources.set(symbol.name, module(symbol), span(*symbol.node->child(0)));
  }
  root.set("$schema", Value::of(keep(fmt::format("{}{}", schemas, schema_of(target)))));
  root.set("languageVersion", Value::of(std::string_view("2.0")));
  root.set("contentVersion", Value::of(std::string_view("1.0.0.0")));
  root.set("parameters", parameters.build(span(*tree_.program)));
  root.set("resources", resources.build(span(*tree_.program)));
  root.set("outputs", outputs.build(span(*tree_.program)));
  put_variables_and_functions(root);
  return root.build(span(*tree_.program));
}

// `extends 'base.bicepparam'`: what this file does not assign, that one does.
void Lowering::put_inherited(const Node& extends, Section& variables, Section& parameters) {
  const auto written = literal_text(tree_, extends.child(0));
  if (!written || depth_ > 8) return;
  const auto path = join_path(folder_of(file_->path), *written);
  const auto base = files_.open(path);
  if (!base) {
    report(Code::load_failed, extends, *written, base.error().text());
    return;
  }
  out_.reads.push_back((*base)->id);
  Lowering inherited(*base, *this);
  const auto root = inherited.parameter_root();
  for (const auto& m : root.get("variables").members()) {
    if (variables.find(m.key) == nullptr) variables.set(m.key, m.value, m.key_span);
  }
  for (const auto& m : root.get("parameters").members()) {
    if (parameters.find(m.key) == nullptr) parameters.set(m.key, m.value, m.key_span);
  }
}

Value Lowering::parameter_root() {
  report_problems();
  ObjectBuilder root(arena_);
  Section parameters(arena_);
  for (const auto* statement : tree_.program->children()) {
    if (!statement->is(NodeKind::parameter_assignment) || statement->child(0) == nullptr) continue;
    const auto& name = *statement->child(0);
    ObjectBuilder entry(arena_);
    entry.set("value", deferred(named(NameKind::variable, text(name), name), name), span(name));
    parameters.set(text(name), entry.build(span(*statement)), span(name));
  }
  put_variables_and_functions(root);
  const auto own = root.build(span(*tree_.program));
  Section variables(arena_);
  for (const auto& m : own.get("variables").members()) variables.set(m.key, m.value, m.key_span);
  for (const auto* statement : tree_.program->children()) {
    if (statement->is(NodeKind::extends_file)) put_inherited(*statement, variables, parameters);
  }
  root.set("variables", variables.build(span(*tree_.program)));
  root.set("parameters", parameters.build(span(*tree_.program)));
  return root.build(span(*tree_.program));
}

}  // namespace pillarlint::bicep
