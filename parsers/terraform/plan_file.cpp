#include "terraform/plan_file.h"

#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "terraform/operators.h"

namespace pillarlint::terraform {

bool is_plan(const Value& root) {
  return root.is_object() && root.find("planned_values") != nullptr && root.find("format_version") != nullptr &&
         root.find("resource_changes") != nullptr;
}

class PlanReader {
 public:
  PlanReader(std::shared_ptr<const Document> document, const std::string& path, std::shared_ptr<const Module> beside)
      : document_(std::move(document)), beside_(std::move(beside)), file_(std::make_shared<SourceFile>()), module_(std::make_shared<Module>()) {
    file_->file = document_->file;
    file_->path = path;
    file_->site.in_string = false;
    file_->site.literal = {document_->file, 0, 0};
    file_->keeps = std::shared_ptr<const void>(document_);
    module_->folder = std::string(folder_of(path));
  }

  std::shared_ptr<const Module> run() {
    const auto& root = document_->root;
    for (const auto& change : root.get("resource_changes").items()) changes_.emplace(change.get("address").text_or_empty(), change);
    configured(root.get("configuration").get("root_module"), "");
    resources(root.get("planned_values").get("root_module"));
    data(root.get("prior_state").get("values").get("root_module"));
    providers(root.get("configuration").get("provider_config"));
    module_->files.push_back(file_);
    if (beside_ != nullptr) module_->required = beside_->required;
    return module_;
  }

 private:
  // ── what the plan says ──────────────────────────────────────────────────────────────────────────────────────────

  // Expressions of the configuration by address without keys: `module.ai.azurerm_x.y`.
  void configured(const Value& module, const std::string& prefix) {
    for (const auto& one : module.get("resources").items()) {
      configuration_.emplace(prefix + std::string(one.get("address").text_or_empty()), one.get("expressions"));
    }
    for (const auto& call : module.get("module_calls").members()) {
      const auto below = fmt::format("{}module.{}.", prefix, call.key);
      calls_.emplace(below, call.value);
      configured(call.value.get("module"), below);
    }
  }

  void resources(const Value& module) {
    for (const auto& one : module.get("resources").items()) resource(one);
    for (const auto& child : module.get("child_modules").items()) resources(child);
  }

  void data(const Value& module) {
    for (const auto& one : module.get("resources").items()) {
      if (one.get("mode").text_or_empty() == "data") resource(one);
    }
    for (const auto& child : module.get("child_modules").items()) data(child);
  }

  void resource(const Value& planned) {
    const auto address = planned.get("address").text_or_empty();
    const bool is_data = planned.get("mode").text_or_empty() == "data";
    if (address.empty() || module_->resource_index_.contains(fmt::format("{}{}", plan_resource, address))) return;
    const auto change = changes_.find(address);
    const auto no = Value();
    const auto& unknown = change == changes_.end() ? no : change->second.get("change").get("after_unknown");
    const auto& sensitive = planned.get("sensitive_values");
    const auto expressions = configuration_.find(without_keys(address));
    const auto& written = expressions == configuration_.end() ? no : expressions->second;
    place_ = place_of(address, planned);
    at_ = planned.get("address").span();
    std::vector<Attribute> attributes;
    const auto add = [&](std::string_view name, const Value& value, Span key) {
      if (name == "id" || name == "timeouts") return;
      const auto* expr = expression(value, unknown.get(name), written.get(name), sensitive.get(name), fmt::format("{}.{}", address, name), 0);
      if (expr != nullptr) attributes.push_back({name, key, expr, value.span().known() ? value.span() : place_});
    };
    for (const auto& m : planned.get("values").members()) add(m.key, m.value, m.key_span);
    for (const auto& m : unknown.members()) {
      if (planned.get("values").find(m.key) == nullptr) add(m.key, Value::null(m.value.span()), m.key_span);
    }
    declare(address, planned, is_data, std::move(attributes));
  }

  void declare(std::string_view address, const Value& planned, bool is_data, std::vector<Attribute> attributes) {
    auto& arena = file_->arena;
    auto* body = arena.make<Body>();
    body->attributes = arena.copy(attributes);
    auto* block = arena.make<Block>();
    block->type = is_data ? "data" : "resource";
    block->header = place_;
    block->whole = place_;
    block->body = body;
    ResourceDeclaration made;
    made.parts.push_back({block, file_.get()});
    made.mode = is_data ? ResourceDeclaration::Mode::data : ResourceDeclaration::Mode::managed;
    made.type = planned.get("type").text_or_empty();
    made.name = planned.get("name").text_or_empty();
    made.address = std::string(address);
    module_->resource_index_.emplace(fmt::format("{}{}", plan_resource, address), module_->resources.size());
    module_->resources.push_back(std::move(made));
  }

  void providers(const Value& all) {
    for (const auto& one : all.members()) {
      if (one.value.get("name").text_or_empty() != "azurerm") continue;
      const auto version = one.value.get("version_constraint").text_or_empty();
      if (!version.empty()) module_->required.push_back({"azurerm", version, one.value.span()});
    }
  }

  // ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────

  Expr* make(Expr::Kind kind) {
    auto* expr = file_->arena.make<Expr>();
    expr->kind = kind;
    expr->begin = at_.begin;
    expr->end = at_.end;
    return expr;
  }
  const Expr* name(std::string text) {
    auto* expr = make(Expr::Kind::name);
    expr->name_kind = NameKind::local;
    expr->text = file_->arena.copy(std::string_view(text));
    return expr;
  }
  const Expr* literal(const Value& value) {
    auto* expr = make(Expr::Kind::literal);
    expr->literal = value;
    if (value.span().known()) {
      expr->begin = value.span().begin;
      expr->end = value.span().end;
    }
    return expr;
  }
  const Expr* call(Operator op, const std::vector<const Expr*>& children) {
    auto* expr = make(Expr::Kind::call);
    expr->function = &operator_row(op);
    expr->text = expr->function->name;
    expr->children = file_->arena.copy(children);
    return expr;
  }

  // The planned value; what is only known after apply is what the configuration refers to, or a name of its own.
  const Expr* expression(const Value& value, const Value& unknown, const Value& written, const Value& sensitive, const std::string& path, int depth) {
    if (depth > 60) return nullptr;
    const bool secret = sensitive.is_bool() && sensitive.boolean();
    if (unknown.is_bool() && unknown.boolean()) return reference(written, path);
    if (value.is_object() && unknown.is_object() && !unknown.members().empty()) {
      std::vector<const Expr*> parts;
      const auto add = [&](std::string_view key, const Value& of) {
        const auto* made = expression(of, unknown.get(key), written.get(key), sensitive.get(key), fmt::format("{}.{}", path, key), depth + 1);
        if (made != nullptr) parts.insert(parts.end(), {literal(Value::of(key)), made});
      };
      for (const auto& m : value.members()) add(m.key, m.value);
      for (const auto& m : unknown.members()) {
        if (value.find(m.key) == nullptr && m.value.is_bool()) add(m.key, Value());
      }
      return call(Operator::object, parts);
    }
    if (value.is_array() && unknown.is_array() && !unknown.items().empty()) {
      std::vector<const Expr*> parts;
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        const auto at = [&](const Value& list) { return i < list.items().size() ? list.items()[i] : Value(); };
        const auto* made = expression(value.items()[i], at(unknown), at(written), at(sensitive), fmt::format("{}[{}]", path, i), depth + 1);
        if (made != nullptr) parts.push_back(made);
      }
      return call(Operator::tuple, parts);
    }
    if (value.is_null()) return nullptr;  // not written
    return literal(secret ? value.marked(Mark::secret) : value);
  }

  const Expr* reference(const Value& written, const std::string& path) {
    const auto whole = resource_of_id(written, module_prefix(path), 0);
    if (!whole) return name(fmt::format("{}{}", plan_unknown, path));
    auto* member = make(Expr::Kind::member);
    const auto* of = name(fmt::format("{}{}", plan_resource, *whole));
    member->text = "id";
    member->children = file_->arena.copy(std::span<const Expr* const>(&of, 1));
    return member;
  }

  // The resource whose id an expression of a module hands on, through arguments and outputs of modules too. A plan tells what an
  // expression refers to (`["azurerm_x.y.id", "azurerm_x.y"]`, from the most to the least exact), not what it makes of it: one
  // that refers to several things leads nowhere.
  std::optional<std::string> resource_of_id(const Value& written, const std::string& module, int depth) const {
    const auto references = written.get("references").items();
    if (references.empty() || !references[0].is_string() || depth > 30) return std::nullopt;
    const auto text = references[0].text();
    for (const auto& other : references) {
      if (!text.starts_with(other.text_or_empty())) return std::nullopt;
    }
    if (text.starts_with("var.")) return through_argument(text.substr(4), module, depth);
    if (text.starts_with("module.")) return through_output(text, module, depth);
    const auto dot = text.rfind('.');
    const auto whole = fmt::format("{}{}", module, text.substr(0, dot));
    const bool is_id = dot != std::string_view::npos && text.substr(dot + 1) == "id" && changes_.contains(whole);
    return is_id ? std::optional(whole) : std::nullopt;
  }

  std::optional<std::string> through_argument(std::string_view variable, const std::string& module, int depth) const {
    const auto call = calls_.find(without_keys(module));
    if (call == calls_.end()) return std::nullopt;
    const auto outer = module_prefix(std::string_view(module).substr(0, module.size() - 1));
    return resource_of_id(call->second.get("expressions").get(variable), outer, depth + 1);
  }

  // `module.ai["a"].account_id`
  std::optional<std::string> through_output(std::string_view text, const std::string& module, int depth) const {
    const auto own = module_prefix(text);
    const auto below = module + own;
    const auto call = calls_.find(without_keys(below));
    if (own.empty() || call == calls_.end()) return std::nullopt;
    const auto& output = call->second.get("module").get("outputs").get(text.substr(own.size()));
    return resource_of_id(output.get("expression"), below, depth + 1);
  }

  // `module.ai["a"].` of `module.ai["a"].azurerm_x.y.z`
  static std::string module_prefix(std::string_view address) {
    std::size_t end = 0;
    while (address.substr(end).starts_with("module.")) {
      auto at = end + 7;
      int brackets = 0;
      for (; at < address.size() && (address[at] != '.' || brackets > 0); ++at) {
        if (address[at] == '[') ++brackets;
        if (address[at] == ']') --brackets;
      }
      if (at >= address.size()) break;
      end = at + 1;
    }
    return std::string(address.substr(0, end));
  }

  static std::string without_keys(std::string_view address) {
    std::string out;
    int brackets = 0;
    for (const char c : address) {
      if (c == '[') ++brackets;
      if (brackets == 0) out += c;
      if (c == ']') --brackets;
    }
    return out;
  }

  // The block in the files beside the plan, if it is one of the root module; else the address in the plan.
  Span place_of(std::string_view address, const Value& planned) const {
    const auto n = beside_ == nullptr ? Module::npos : beside_->resource(without_keys(address));
    return n == Module::npos ? planned.get("address").span() : beside_->resources[n].header();
  }

  std::shared_ptr<const Document> document_;
  std::shared_ptr<const Module> beside_;
  std::shared_ptr<SourceFile> file_;
  std::shared_ptr<Module> module_;
  std::map<std::string_view, Value> changes_;
  std::map<std::string, Value> configuration_;
  std::map<std::string, Value> calls_;  // by path without keys: `module.ai.module.net.`
  Span place_;  // of the resource: in its file, or in the plan
  Span at_;     // in the plan
};

std::shared_ptr<const Module> read_plan(std::shared_ptr<const Document> document, const std::string& path, std::shared_ptr<const Module> beside) {
  return PlanReader(std::move(document), path, std::move(beside)).run();
}

}  // namespace pillarlint::terraform
