// Nested and linked deployments: which template they hold, with which scope and arguments (semantics D18, D21, D22).
#include <array>

#include <fmt/format.h>

#include "arm/expand.h"
#include "azure/resource_id.h"
#include "base/text.h"

namespace pillarlint::arm {

namespace {
constexpr int max_frame_depth = 30;

int depth_of(const Frame* frame) {
  int depth = 0;
  for (; frame != nullptr; frame = frame->caller()) ++depth;
  return depth;
}
}  // namespace

namespace {
/// A template that is an expression is a value of its own (semantics D21).
bool is_value(const Value& written) { return written.is_string() || written.is_expression(); }
}  // namespace

Frame* Expander::child_of(Instance& instance) {
  if (!instance.child_made) {
    instance.child_made = true;
    instance.child = make_child(instance);
  }
  return instance.child.get();
}

void Expander::unread_template(Code code, Span span, std::string_view what) {
  context_.diagnostics.report(code, span, what);
  builder_.open_world({span, code == Code::linked_template_not_found ? fmt::format("the linked template {} is not on disk", what)
                                                                     : "a nested template can not be opened", ""});
}

std::unique_ptr<Frame> Expander::make_child(Instance& instance) {
  auto& frame = *instance.frame;
  const auto properties = instance.view->raw.get("properties");
  if (depth_of(&frame) >= max_frame_depth) {
    context_.diagnostics.report(Code::nesting_of_deployments, instance.view->header, max_frame_depth);
    builder_.open_world({instance.view->header, "deployments are nested too deep", ""});
    return nullptr;
  }
  Here here(frame, instance.loops, &instance);
  if (const auto* written = properties.find("template")) {
    // A template in place keeps its expressions; one that is an expression is a value (D21).
    const auto root = is_value(written->value) ? frame.evaluate(written->value, here) : written->value;
    if (root.is_object() && root.rest() == nullptr) return framed(instance, root, frame);
    unread_template(Code::nested_template_unknown, written->value.span(), "");
    return nullptr;
  }
  if (const auto* link = properties.find("templateLink")) return open_link(instance, link->value, here);
  if (instance.view->existing) return nullptr;
  context_.diagnostics.report(Code::template_missing, instance.view->header, "the deployment", "template");
  return nullptr;
}

std::unique_ptr<Frame> Expander::framed(Instance& instance, const Value& root, Frame& from) {
  auto child = std::make_unique<Frame>(*this, view_template(root, context_.diagnostics), &from);
  const auto properties = instance.view->raw.get("properties");
  const auto evaluation = properties.get("expressionEvaluationOptions").get("scope").text_or_empty();
  // A template that is itself a value was evaluated already; what is an expression now is the nested deployment's own.
  const auto* written = properties.find("template");
  const bool of_its_own = written == nullptr || is_value(written->value);
  const bool inner = of_its_own || same_text(evaluation, "inner");
  child->names = inner ? child.get() : from.names;
  child->loops = inner ? nullptr : instance.loops;
  child->arguments = properties.get("parameters");
  child->arguments_unknown = properties.find("parametersLink") != nullptr;
  child->deployment = &instance;
  child->condition = instance.condition;
  child->loop = instance.loop;
  child->called_from = from.called_from;
  child->called_from.push_back(instance.view->header);
  child->path = address_of(instance, false);
  child->declared_path = address_of(instance, true);
  child->file = from.file;
  child->folder = from.folder;
  child->document = from.document;
  Here here(from, instance.loops, &instance);
  child_scope(*child, instance, here);
  if (inner) report_undeclared(*child);
  return child;
}

// An argument that the callee does not declare would fail the deployment (semantics D12).
void Expander::report_undeclared(const Frame& child) {
  for (const auto& m : child.arguments.members()) {
    if (child.view().parameters.find(m.key) != nullptr) continue;
    context_.diagnostics.report(Code::argument_not_declared, m.key_span, m.key, did_you_mean(m.key, child.view().parameters));
  }
}

// `scope`, `subscriptionId`, `resourceGroup` of the deployment; without them the scope of the caller.
void Expander::child_scope(Frame& child, Instance& instance, Here& here) {
  auto& from = here.frame;
  const auto& raw = instance.view->raw;
  child.kind = from.kind;
  child.subscription = from.subscription;
  child.group = from.group;
  child.management_group = from.management_group;
  child.scope_id = from.scope_id;
  child.deployment_name = instance.name;
  child.location = raw.find("location") != nullptr ? from.evaluate(raw.get("location"), here) : from.location;
  const auto text = [](std::string_view s) { return Value::of(s); };
  const auto join = [&](std::initializer_list<Value> parts) {
    const std::vector<Value> all(parts);
    return join_text(context_, all, raw.span());
  };
  if (const auto* scope = raw.find("scope"); scope != nullptr && !scope->value.is_null()) {
    const auto written = from.evaluate(scope->value, here);
    if (written.is_string() && written.text() == "/") {
      child.kind = ScopeKind::tenant;
      child.scope_id = text("");
      return;
    }
    constexpr std::string_view group_prefix = "Microsoft.Management/managementGroups/";
    if (starts_with(written, group_prefix, Case::ignored) == Truth::yes ||
        contains_text(written, group_prefix, Case::ignored) == Truth::yes) {
      child.kind = ScopeKind::management_group;
      child.scope_id = starts_with(written, "/", Case::matters) == Truth::yes ? written : join({text("/providers/"), written});
      if (const auto parsed = parse_id(context_, child.scope_id); parsed && !parsed->segments.empty()) {
        child.management_group = parsed->segments.back();
      }
      return;
    }
    child.scope_id = written;
    return;
  }
  const auto* subscription = raw.find("subscriptionId");
  const auto* group = raw.find("resourceGroup");
  if (subscription != nullptr && !subscription->value.is_null()) {
    child.subscription = from.evaluate(subscription->value, here);
    child.kind = ScopeKind::subscription;
    child.scope_id = join({text("/subscriptions/"), child.subscription});
  }
  if (group != nullptr && !group->value.is_null()) {
    child.group = from.evaluate(group->value, here);
    child.kind = ScopeKind::resource_group;
    child.scope_id = join({text("/subscriptions/"), child.subscription, text("/resourceGroups/"), child.group});
  }
}

std::unique_ptr<Frame> Expander::open_link(Instance& instance, const Value& link, Here& here) {
  auto& frame = *instance.frame;
  if (link.find("module") != nullptr) return open_module(instance, link);
  if (const auto* spec = link.find("id")) {
    unread_template(Code::template_spec_not_read, spec->value.span(), "");
    return nullptr;
  }
  const auto* relative = link.find("relativePath");
  const auto* uri = link.find("uri");
  const auto* written = relative != nullptr ? relative : uri;
  if (written == nullptr) {
    unread_template(Code::nested_template_unknown, link.span(), "");
    return nullptr;
  }
  const auto place = written->value.span();
  const auto address = frame.evaluate(written->value, here);
  std::optional<std::string> path;
  if (relative != nullptr && address.is_string()) {
    path = join_path(frame.folder, address.text());
    if (!project_.files().inside_roots(*path)) {
      context_.diagnostics.report(Code::path_outside_root, place, address.text(), "the scan root");
      builder_.open_world({place, "a linked template lies outside of the scan root", ""});
      return nullptr;
    }
  } else if (relative == nullptr) {
    path = find_linked(frame, address);
  }
  if (!path || !project_.files().is_file(*path)) {
    std::string what = address.is_string() ? std::string(address.text()) : std::string();
    if (what.empty()) {
      for (const auto& piece : pieces_of(address)) what += piece.symbol == SymbolId::none ? std::string(piece.text) : "…";
    }
    unread_template(Code::linked_template_not_found, place, what.empty() ? "of unknown address" : shorten(what, 200));
    return nullptr;
  }
  return open_file(instance, *path, place);
}

// A module statement: `module` as it is written, `path` if it lies on disk, else `looked` for where it was looked for.
std::unique_ptr<Frame> Expander::open_module(Instance& instance, const Value& link) {
  const auto written = link.get("module");
  const auto path = std::string(link.get("path").text_or_empty());
  if (path.empty()) {
    context_.diagnostics.report(Code::module_not_found, written.span(), written.text_or_empty(), link.get("looked").text_or_empty());
    builder_.open_world({written.span(), fmt::format("the module {} is not on disk", written.text_or_empty()), ""});
    return nullptr;
  }
  return open_file(instance, path, written.span());
}

std::unique_ptr<Frame> Expander::open_file(Instance& instance, const std::string& path, Span place) {
  auto& frame = *instance.frame;
  if (!project_.files().inside_roots(path)) {
    context_.diagnostics.report(Code::path_outside_root, place, project_.sources().text(place), "the scan root");
    builder_.open_world({place, "a linked template lies outside of the scan root", ""});
    return nullptr;
  }
  for (const auto* caller = &frame; caller != nullptr; caller = caller->caller()) {
    if (caller->document && project_.path_of(caller->file) == path && depth_of(&frame) > 3) {
      context_.diagnostics.report(Code::circular, place, fmt::format("the template {}", project_.shown(path)), "it links itself");
      builder_.open_world({place, "a template links itself", ""});
      return nullptr;
    }
  }
  auto document = open_(path);
  if (!document || !(*document)->root.is_object()) {
    unread_template(Code::linked_template_not_found, place, project_.shown(path));
    return nullptr;
  }
  keep(*document);
  auto child = framed(instance, (*document)->root, frame);
  child->file = (*document)->file;
  child->folder = std::string(folder_of(path));
  child->document = *document;
  child->declared_path.clear();  // it is declared in a file of its own
  return child;
}

// The known end of an address: its text after the last hole, up to `.json`; a hole behind that is a token for reading it.
// Where the whole is not known (a secret token makes it so), the literals of the expression that made it.
std::string Expander::address_tail(const Value& uri) const {
  std::string tail;
  for (const auto& piece : pieces_of(uri)) {
    if (piece.symbol == SymbolId::none) {
      tail += piece.text;
    } else if (find_text(tail, ".json") == std::string::npos) {
      tail.clear();
    } else {
      break;
    }
  }
  return literal_tail(find_text(tail, ".json") != std::string::npos ? tail : project_.sources().text(uri.span()));
}

std::optional<std::string> Expander::find_linked(Frame& frame, const Value& uri) const {
  const auto tail = address_tail(uri);
  return tail.empty() ? std::nullopt : linked_file(project_.files(), project_.path_of(frame.file), tail);
}

std::string literal_tail(std::string_view address) {
  const auto end = find_text(address, ".json");
  if (end == std::string_view::npos) return {};
  const auto before = address.substr(0, end).find_last_of("'\",( ");
  auto tail = address.substr(before == std::string_view::npos ? 0 : before + 1);
  tail = tail.substr(0, find_text(tail, ".json") + 5);
  if (const auto scheme = tail.find("://"); scheme != std::string_view::npos) tail.remove_prefix(scheme + 3);
  return std::string(tail);
}

std::optional<std::string> linked_file(const FileSystem& files, const std::string& linking, std::string_view tail) {
  const auto folder = folder_of(linking);
  const auto parts = split(tail, '/');
  constexpr std::size_t most_parts = 8;
  for (std::size_t from = parts.size() > most_parts ? parts.size() - most_parts : 0; from < parts.size(); ++from) {
    std::string rest;
    for (std::size_t i = from; i < parts.size(); ++i) {
      if (!parts[i].empty()) rest += (rest.empty() ? "" : "/") + std::string(parts[i]);
    }
    for (const std::string_view beside : {"", "nestedtemplates/", "nested/", "shared/", "../nestedtemplates/", "../shared/", "../"}) {
      auto candidate = join_path(folder, std::string(beside) + rest);
      if (candidate != linking && files.is_file(candidate)) return candidate;
    }
  }
  return std::nullopt;
}

}  // namespace pillarlint::arm
