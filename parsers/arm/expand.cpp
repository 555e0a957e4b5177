#include "arm/expand.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"
#include "value/read_json.h"

namespace pillarlint::arm {

Expander::Expander(Project& project, const FunctionTable& functions, ExpressionCache& cache, const DeploymentRequest& request,
                   Expansion& expansion, GraphBuilder& builder, OpenTemplate open)
    : project_(project),
      functions_(functions),
      cache_(cache),
      request_(request),
      expansion_(expansion),
      open_(std::move(open)),
      context_(expansion.context()),
      builder_(builder) {}

Expander::~Expander() = default;

bool Expander::collect() {
  open_root(request_);
  for (const auto& other : request_.together) open_root(other);
  if (roots_.empty()) return false;
  if (request_.partial) builder_.open_world({{}, "the configuration says that the deployment is partial", ""});
  for (auto& root : roots_) collect(*root.frame);
  expansion_.frames += frames_;
  return true;
}

void Expander::link() {
  link_all();
  for (const auto& root : roots_) report_unused_inputs(root);
}

void Expander::open_root(const DeploymentRequest& request) {
  auto document = open_(request.entry);
  if (!document) {
    auto diagnostic = document.error();
    diagnostic.span.file = project_.sources().add_name(project_.shown(request.entry));
    context_.diagnostics.add(std::move(diagnostic));
    return;
  }
  auto& root = roots_.emplace_back(Root{request, {}, nullptr});
  root.frame = entry_frame(request, *document);
  read_inputs(root);
  root.frame->inputs = &root.inputs;
}

void Expander::keep(std::shared_ptr<const Document> document) {
  expansion_.inputs.push_back(document->file);
  expansion_.inputs.insert(expansion_.inputs.end(), document->reads.begin(), document->reads.end());
  expansion_.documents.push_back(std::move(document));
}

std::unique_ptr<Frame> Expander::entry_frame(const DeploymentRequest& request, const std::shared_ptr<const Document>& document) {
  keep(document);
  auto frame = std::make_unique<Frame>(*this, view_template(document->root, context_.diagnostics), nullptr);
  frame->names = frame.get();
  frame->document = document;
  frame->file = document->file;
  frame->folder = std::string(folder_of(request.entry));
  frame->kind = frame->view().kind;
  frame->arguments_unknown = request.parameters_unknown;
  if (request.in_stack) frame->path = project_.shown(request.entry);
  set_root_scope(*frame);
  return frame;
}

void Expander::set_root_scope(Frame& frame) {
  frame.subscription = scope_fact(context_, "subscription().subscriptionId", {});
  frame.group = scope_fact(context_, "resourceGroup().name", {});
  frame.management_group = scope_fact(context_, "managementGroup().name", {});
  frame.deployment_name = scope_fact(context_, frame.path.empty() ? "deployment().name" : "deployment().name of " + frame.path, {});
  frame.location = scope_fact(context_, "deployment().location", {});
  const auto text = [](std::string_view s) { return Value::of(s); };
  switch (frame.kind) {
    case ScopeKind::resource_group: {
      const std::array parts{text("/subscriptions/"), frame.subscription, text("/resourceGroups/"), frame.group};
      frame.scope_id = join_text(context_, parts, {});
      break;
    }
    case ScopeKind::subscription: {
      const std::array parts{text("/subscriptions/"), frame.subscription};
      frame.scope_id = join_text(context_, parts, {});
      break;
    }
    case ScopeKind::management_group: {
      const std::array parts{text("/providers/Microsoft.Management/managementGroups/"), frame.management_group};
      frame.scope_id = join_text(context_, parts, {});
      break;
    }
    case ScopeKind::tenant: frame.scope_id = text(""); break;
  }
  builder_.root_scope(frame.scope_id);
}

void Expander::take_input(Root& root, const Member& entry, Value value) {
  const auto allowed = root.frame->view().parameters.get(entry.key).get("allowedValues");
  if (value.known() && !value.is_container() && allowed.is_array() &&
      std::none_of(allowed.items().begin(), allowed.items().end(),
                   [&](const Value& one) { return equals(one, value, Case::ignored) == Truth::yes; })) {
    context_.diagnostics.report(Code::value_not_allowed, value.span(), entry.key);
  }
  root.inputs[lower(entry.key)] = value.via(context_.arena, Origin::Step::parameter_file, entry.key_span, entry.key);
}

void Expander::read_parameter_file(Root& root, const std::string& path) {
  auto file = open_(path);
  if (!file) {
    auto diagnostic = file.error();
    diagnostic.span.file = project_.sources().add_name(project_.shown(path));
    context_.diagnostics.add(std::move(diagnostic));
    return;
  }
  keep(*file);
  // Its entries may be expressions over variables and functions of its own.
  auto& own = *parameter_frames_.emplace_back(
      std::make_unique<Frame>(*this, view_template((*file)->root, context_.diagnostics), nullptr));
  own.names = &own;
  Here here(own, nullptr, nullptr);
  const bool evaluated = (*file)->root.find("variables") != nullptr;
  for (const auto& m : (*file)->root.get("parameters").members()) {
    const ParameterType type{root.frame->view().parameters.get(m.key), root.frame->view().definitions};
    if (const auto* written = m.value.find("value")) {
      take_input(root, m, evaluated ? own.evaluate(written->value, here)
                               : from_parameter_file(context_, written->value, type));
    } else if (const auto* reference = m.value.find("reference")) {
      take_input(root, m, secret_of(context_, reference->value, type, m.value.span()));
    }
  }
}

void Expander::read_inputs(Root& root) {
  if (root.request.parameter_file) read_parameter_file(root, *root.request.parameter_file);
  for (const auto& [name, json] : root.request.parameters) {
    const auto text = context_.arena.copy(std::string_view(json));
    std::shared_ptr<const Document> document = read_json(text, FileId::none);
    expansion_.documents.push_back(document);
    root.inputs[lower(name)] = document->root.via(context_.arena, Origin::Step::parameter_file, {}, context_.arena.copy(std::string_view(name)));
  }
}

void Expander::report_unused_inputs(const Root& root) {
  const auto& view = root.frame->view();
  for (const auto& [name, value] : root.inputs) {
    if (view.parameters.find(name) != nullptr || value.journey() == nullptr) continue;
    context_.diagnostics.report(Code::parameter_not_used_by_template, value.journey()->span, value.journey()->name,
                                did_you_mean(name, view.parameters));
  }
}

std::string Expander::chain_to(std::string_view what, std::string_view name) const {
  std::string text;
  bool inside = false;
  for (const auto& [kind, one] : chain_) {
    inside = inside || (kind == what && same_text(one, name));
    if (inside) text += fmt::format("{} `{}` → ", kind, one);
    if (text.size() > 300) break;
  }
  return text + fmt::format("{} `{}`", what, name);
}

}  // namespace pillarlint::arm
