// Names, files and templates as an expression in one module sees them.
#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"
#include "expr/evaluate.h"
#include "terraform/expand.h"
#include "terraform/functions.h"
#include "terraform/plan_file.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

/// The scope of the text of a template: the variables it was given, and the files of the module.
class TemplateScope final : public ModuleEnvironment {
 public:
  TemplateScope(Here& around, Context& context, const Value& variables) : around_(around), context_(context), variables_(variables) {}

  // A name with dots is access to a member: `${account.name}`.
  Value name(NameKind, std::string_view name, Span use) override {
    const auto dot = name.find('.');
    auto value = read_member(context_, variables_, name.substr(0, dot), use);
    for (auto rest = dot; rest != std::string_view::npos;) {
      const auto next = name.find('.', rest + 1);
      value = read_member(context_, value, name.substr(rest + 1, next == std::string_view::npos ? next : next - rest - 1), use);
      rest = next;
    }
    return value;
  }
  std::optional<Value> call_user_function(std::string_view name, std::span<const Value> args, Span span) override {
    return around_.call_user_function(name, args, span);
  }
  Value run_loop(const Expr& loop, Span span) override { return around_.run_loop(loop, span); }
  std::string suggestion(std::string_view name) const override { return around_.suggestion(name); }
  std::optional<std::string_view> read_file(Context& context, std::string_view path, Span span) override {
    return around_.read_file(context, path, span);
  }
  bool file_exists(std::string_view path) override { return around_.file_exists(path); }
  bool in_reach(Context& context, std::string_view path, Span span) override { return around_.in_reach(context, path, span); }
  std::vector<std::string> files_matching(std::string_view folder, std::string_view pattern) override {
    return around_.files_matching(folder, pattern);
  }
  Value render(Context& context, std::string_view text, FileId file, const Value& variables, Span span) override {
    return around_.render(context, text, file, variables, span);
  }

 private:
  Here& around_;
  Context& context_;
  const Value& variables_;
};

}  // namespace

Value Here::name(NameKind kind, std::string_view name, Span use) {
  if (kind == NameKind::parameter) return frame_.variable(name, use);
  if (kind == NameKind::variable) return frame_.local(name, use);
  return other_name(name, use);
}

Value Here::other_name(std::string_view name, Span use) {
  auto& context = frame_.expander().context();
  if (name.starts_with("module.")) {
    const auto rest = name.substr(7);
    const auto dot = rest.find('.');
    if (dot == std::string_view::npos) return frame_.call_value(rest, use);
    const bool each = rest.substr(0, dot).ends_with("[]");
    return frame_.call_output(rest.substr(0, each ? dot - 2 : dot), rest.substr(dot + 1), each, use);
  }
  if (name.starts_with(plan_unknown)) {
    const auto what = name.substr(plan_unknown.size());
    return new_unknown(context, Unknown::Why::known_after_deploy, what, context.symbols.make("after apply", what), use);
  }
  if (name.find('.') != std::string_view::npos) return frame_.resource(name, use);
  if (name == "path") return paths(use);
  if (name == "terraform") {
    ObjectBuilder object(context.arena);
    const auto& workspace = frame_.expander().request().workspace;
    object.set("workspace", !workspace.empty() ? Value::copy(context.arena, workspace, use) : new_unknown(context, Unknown::Why::input_not_given, "terraform.workspace",
                                        context.symbols.make("terraform.workspace", ""), use, ValueType::string));
    return object.build(use);
  }
  if (name == "each" && key_ != nullptr && key_->kind == Key::Kind::each) {
    ObjectBuilder object(context.arena);
    object.set("key", key_->name);
    object.set("value", key_->value);
    return object.build(use);
  }
  if (name == "count" && key_ != nullptr && key_->kind == Key::Kind::count) {
    ObjectBuilder object(context.arena);
    object.set("index", key_->name);
    return object.build(use);
  }
  context.diagnostics.report(Code::symbol_not_declared, use, name, "");
  return new_unknown(context, Unknown::Why::does_not_parse, name, context.symbols.fresh("not declared", name), use);
}

// As Terraform shows them when it runs in the folder of the root.
Value Here::paths(Span use) {
  auto& context = frame_.expander().context();
  const auto& root = frame_.expander().root_folder();
  const auto& own = frame_.module().folder;
  std::string relative = ".";
  if (own != root) {
    std::string up;
    std::string from = root;
    while (own != from && !own.starts_with(from == "/" ? from : from + "/") && from != "/") {
      up += "../";
      from = std::string(folder_of(from));
    }
    relative = own == from ? up.substr(0, up.size() - 1) : up + relative_path(own, from);
  }
  ObjectBuilder object(context.arena);
  object.set("module", Value::copy(context.arena, relative, use));
  object.set("root", Value::of(std::string_view("."), use));
  object.set("cwd", Value::of(std::string_view("."), use));
  return object.build(use);
}

std::optional<Value> Here::call_user_function(std::string_view name, std::span<const Value> args, Span span) {
  if (!name.starts_with("provider::")) return std::nullopt;
  return unknown_from(frame_.expander().context(), name, args, span);
}

Value Here::run_loop(const Expr&, Span span) {
  auto& context = frame_.expander().context();
  return new_unknown(context, Unknown::Why::not_evaluated, "a loop", context.symbols.fresh("loop"), span);
}

std::string Here::suggestion(std::string_view function_name) const {
  const auto found = functions().nearest_name(function_name);
  return found.empty() ? std::string() : fmt::format("; did you mean `{}`?", found);
}

std::optional<std::string_view> Here::read_file(Context& context, std::string_view path, Span span) {
  auto& expander = frame_.expander();
  auto& project = expander.modules().project();
  const auto full = normal_path(join_path(expander.root_folder(), path));
  if (path.starts_with('~') || (project.files().inside_roots(full) && !project.files().is_file(full))) {
    context.diagnostics.report(Code::file_not_here, span, path);  // a key, a certificate: of the machine that deploys
    return std::nullopt;
  }
  const auto file = project.text(full);
  if (!file) {
    context.diagnostics.report(Code::load_failed, span, path, file.error().text());
    return std::nullopt;
  }
  expander.opened(*file);
  return project.sources().text(*file);
}

std::optional<std::string_view> Here::read_bytes(Context& context, std::string_view path, Span span) {
  if (!read_file(context, path, span)) return std::nullopt;
  auto& expander = frame_.expander();
  const auto bytes = expander.modules().project().files().read(normal_path(join_path(expander.root_folder(), path)));
  return bytes ? std::optional(context.arena.copy(std::string_view(*bytes))) : std::nullopt;
}

bool Here::in_reach(Context& context, std::string_view path, Span span) {
  auto& expander = frame_.expander();
  auto& project = expander.modules().project();
  const auto full = normal_path(join_path(expander.root_folder(), path));
  if (path.starts_with('~') || project.files().inside_roots(full)) return true;
  context.diagnostics.report(Code::path_outside_root, span, project.shown(full), "the scan root");
  return false;
}

bool Here::file_exists(std::string_view path) {
  return frame_.expander().modules().project().files().is_file(normal_path(join_path(frame_.expander().root_folder(), path)));
}

namespace {

constexpr std::size_t most_files = 10'000;

// `*` and `?` inside a name, `**` over folders, `{a,b}`: alternatives are written out first.
bool fits(std::string_view path, std::string_view pattern, int depth = 0) {
  if (depth > 64) return false;
  std::size_t i = 0;
  for (std::size_t k = 0; k < pattern.size(); ++k) {
    const char c = pattern[k];
    if (c == '{') {
      const auto close = pattern.find('}', k);
      if (close == std::string_view::npos) return false;
      auto inner = pattern.substr(k + 1, close - k - 1);
      while (true) {
        const auto comma = inner.find(',');
        const auto all = std::string(inner.substr(0, comma)) + std::string(pattern.substr(close + 1));
        if (fits(path.substr(i), all, depth + 1)) return true;
        if (comma == std::string_view::npos) return false;
        inner.remove_prefix(comma + 1);
      }
    }
    if (c == '*') {
      const bool deep = k + 1 < pattern.size() && pattern[k + 1] == '*';
      auto rest = pattern.substr(k + (deep ? 2 : 1));
      if (deep && rest.starts_with('/') && fits(path.substr(i), rest.substr(1), depth + 1)) return true;
      for (std::size_t end = i; end <= path.size(); ++end) {
        if (fits(path.substr(end), rest, depth + 1)) return true;
        if (end < path.size() && path[end] == '/' && !deep) return false;
      }
      return false;
    }
    if (i >= path.size() || (c != '?' && c != path[i]) || (c == '?' && path[i] == '/')) return false;
    ++i;
  }
  return i == path.size();
}

void list_below(const FileSystem& files, const std::string& folder, const std::string& prefix, int depth, std::vector<std::string>& into) {
  const auto entries = files.list(folder);
  if (!entries || depth > 32) return;
  for (const auto& entry : *entries) {
    if (into.size() >= most_files) return;
    if (entry.is_folder && !entry.is_link && entry.name != ".terraform" && entry.name != ".git") {
      list_below(files, join_path(folder, entry.name), prefix + entry.name + "/", depth + 1, into);
    } else if (!entry.is_folder) {
      into.push_back(prefix + entry.name);
    }
  }
}

}  // namespace

std::vector<std::string> Here::files_matching(std::string_view folder, std::string_view pattern) {
  auto& expander = frame_.expander();
  std::vector<std::string> all;
  list_below(expander.modules().project().files(), normal_path(join_path(expander.root_folder(), folder)), "", 0, all);
  std::erase_if(all, [&](const std::string& path) { return !fits(path, pattern); });
  return all;
}

Value Here::instance(Context& context, std::string_view name, const Value& key, Span span) {
  if (key.known()) {
    if (const auto one = frame_.known_instance(name, key, span)) return *one;
  }
  const auto whole = other_name(name, span);
  if (!key.known()) {
    if (const auto all = frame_.symbolic(name, key, whole, span)) return *all;
  }
  return read_element(context, whole, key, span);
}

Value Here::render(Context& context, std::string_view text, FileId file, const Value& variables, Span span) {
  auto& expander = frame_.expander();
  if (!context.budget.take(200 + text.size() / 8)) return limit_unknown(context, "step", span);
  const auto source = expander.template_of(text, file);
  const auto* made = source->root.find("template");
  if (made == nullptr) return new_unknown(context, Unknown::Why::does_not_parse, "a template", context.symbols.fresh("template"), span);
  for (const auto& problem : source->diagnostics.list()) context.diagnostics.add(problem);
  TemplateScope scope(*this, context, variables);
  return pillarlint::evaluate(*made->value, {context, scope, source->site, nullptr}).at(span);
}

}  // namespace pillarlint::terraform
