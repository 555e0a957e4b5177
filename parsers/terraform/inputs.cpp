#include "terraform/inputs.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "expr/evaluate.h"
#include "terraform/expand.h"
#include "value/document.h"
#include "value/operators.h"
#include "value/read_json.h"

namespace pillarlint::terraform {

bool is_automatic(std::string_view name) {
  return name == "terraform.tfvars" || name == "terraform.tfvars.json" || name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json");
}

namespace {

using Inputs = std::map<std::string, Value, std::less<>>;

/// Variable files hold literals: no name means anything in them.
class NoNames final : public ModuleEnvironment {
 public:
  explicit NoNames(Context& context) : context_(context) {}
  Value name(NameKind, std::string_view name, Span use) override {
    context_.diagnostics.report(Code::symbol_not_declared, use, name, "");
    return new_unknown(context_, Unknown::Why::does_not_parse, name, context_.symbols.fresh("not declared", name), use);
  }
  std::optional<Value> call_user_function(std::string_view, std::span<const Value>, Span) override { return std::nullopt; }
  Value run_loop(const Expr&, Span span) override { return Value::null(span); }
  std::string suggestion(std::string_view) const override { return {}; }
  std::optional<std::string_view> read_file(Context&, std::string_view, Span) override { return std::nullopt; }
  bool file_exists(std::string_view) override { return false; }
  std::vector<std::string> files_matching(std::string_view, std::string_view) override { return {}; }
  Value render(Context&, std::string_view, FileId, const Value&, Span span) override { return Value::null(span); }

 private:
  Context& context_;
};

void take_file(Expander& expander, Modules& modules, const Module& root, const std::string& path, Inputs& inputs) {
  auto& context = expander.context();
  const auto file = modules.file(path);
  if (!file) {
    auto problem = file.error();
    problem.span.file = modules.project().sources().add_name(modules.project().shown(path));
    context.diagnostics.add(std::move(problem));
    return;
  }
  expander.opened((*file)->file);
  expander.keep(*file);
  for (const auto& problem : (*file)->diagnostics.list()) context.diagnostics.add(problem);
  NoNames names(context);
  for (const auto& entry : (*file)->root.attributes) {
    if (root.variable(entry.name) == nullptr) {
      context.diagnostics.report(Code::variable_not_used_by_module, entry.name_span, entry.name);
      continue;
    }
    const auto value = evaluate(*entry.value, {context, names, (*file)->site, nullptr});
    inputs[std::string(entry.name)] = value.via(context.arena, Origin::Step::parameter_file, entry.name_span, entry.name);
  }
}

// Text of a flag or of the environment: JSON if it is, else the text itself.
void take_text(Expander& expander, const std::string& name, const std::string& text, Origin::Step step, Inputs& inputs) {
  auto& context = expander.context();
  auto document = std::make_shared<Document>();
  const auto copy = context.arena.copy(std::string_view(text));
  const auto parsed = read_json(copy, FileId::none);
  const bool is_json = parsed->readable && parsed->diagnostics.empty();
  const auto value = is_json ? deep_copy(parsed->root, context.arena) : Value::of(copy);
  inputs[name] = value.via(context.arena, step, {}, context.arena.copy(std::string_view(name)));
}

}  // namespace

Inputs read_inputs(Expander& expander, Modules& modules, const Module& root, const DeploymentRequest& request) {
  Inputs inputs;
  std::vector<std::string> automatic;
  if (const auto entries = modules.project().files().list(root.folder); entries && !request.parameters_unknown) {
    for (const auto& entry : *entries) {
      if (!entry.is_folder && is_automatic(entry.name)) automatic.push_back(entry.name);
    }
  }
  // terraform.tfvars first, then the others by name.
  std::stable_sort(automatic.begin(), automatic.end(), [](const auto& a, const auto& b) {
    return a.starts_with("terraform.tfvars") > b.starts_with("terraform.tfvars");
  });
  for (const auto& [name, text] : request.environment) {
    if (!request.parameters_unknown && root.variable(name) != nullptr) take_text(expander, name, text, Origin::Step::environment, inputs);
  }
  for (const auto& name : automatic) take_file(expander, modules, root, join_path(root.folder, name), inputs);
  if (request.parameter_file) take_file(expander, modules, root, *request.parameter_file, inputs);
  for (const auto& [name, text] : request.parameters) take_text(expander, name, text, Origin::Step::parameter_file, inputs);
  return inputs;
}

void lock_file(Modules& modules, const std::string& folder, VersionRange& range) {
  const auto path = join_path(folder, ".terraform.lock.hcl");
  if (!modules.project().files().is_file(path)) return;
  const auto file = modules.file(path);
  if (!file) return;
  for (const auto& block : (*file)->root.blocks) {
    if (block.type != "provider" || block.labels.empty() || !block.labels[0].ends_with("/hashicorp/azurerm")) continue;
    const auto* version = block.body->find("version");
    if (version != nullptr) range.constrain(literal_text({version, file->get()}));
  }
}

}  // namespace pillarlint::terraform
