// Attributes that are read back from a resource.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "terraform/azurerm/applier.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

/// `identity[0].principal_id` and `identity.0.principal_id` are `identity.principal_id`.
std::string plain(std::string_view attribute) {
  std::string out;
  for (const auto& step : index_steps(attribute)) {
    const bool number = std::all_of(step.name.begin(), step.name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number) continue;
    if (!out.empty()) out += '.';
    out += step.name;
  }
  return out;
}

class Reading {
 public:
  Reading(Context& context, const ResourceMapping& mapping, std::string_view attribute, const ExportInput& input)
      : context_(context), mapping_(mapping), written_(attribute), attribute_(plain(attribute)), input_(input) {}

  std::optional<Value> run() {
    if (const auto* row = find_export()) return exported(*row);
    if (attribute_ == "identity.principal_id") return at_path("identity.principalId");
    if (attribute_ == "identity.tenant_id") return at_path("identity.tenantId");
    if (attribute_.find('.') != std::string::npos) return std::nullopt;
    const auto value = written(context_, input_.attributes, attribute_);
    const auto instead = default_of(context_, mapping_.body, attribute_, input_.majors, input_.header);
    if (value && !value->is_null()) return or_else(context_, *value, instead);
    if (!mapping_.body.has(attribute_)) return std::nullopt;
    return instead.is_null() ? later(member(input_.state, attribute_), ValueType::any) : instead;
  }

 private:
  const Export* find_export() const {
    if (const auto* row = mapping_.find_export(written_)) return row;
    const auto found = std::find_if(mapping_.exports.begin(), mapping_.exports.end(), [&](const Export& e) { return plain(e.attribute) == attribute_; });
    return found != mapping_.exports.end() ? &*found : nullptr;
  }

  Value exported(const Export& row) {
    if (!row.text.parts.empty()) {
      const std::array levels{TextMaker::Level{&mapping_.body, input_.attributes}};
      const auto made = TextMaker(context_, input_.majors, input_.header).make(row.text, levels);
      if (!made.is_null()) return made.marked(row.mark);
    }
    if (!row.path.empty()) return at_path(row.path).marked(row.mark);
    return later(member(input_.state, attribute_), ValueType::string).marked(row.mark);
  }

  SymbolId member(SymbolId of, std::string_view name) { return context_.symbols.make("member", lower(name), {of}); }

  Value later(SymbolId symbol, ValueType type, bool never_empty = false) {
    Unknown why;
    why.why = Unknown::Why::known_after_deploy;
    why.subject = context_.arena.copy(fmt::format("{}.{}", mapping_.azurerm_type, written_));
    why.span = input_.span;
    why.symbol = symbol;
    why.type = type;
    why.never_empty = never_empty;
    return Value::unknown(context_.arena, why);
  }

  /// What the body declares there; else the state of the deployed resource at that path.
  Value at_path(std::string_view path) {
    auto symbol = input_.state;
    std::optional<Value> declared = input_.body.is_null() ? std::nullopt : std::optional<Value>(input_.body);
    for (const auto& step : index_steps(path)) {
      symbol = member(symbol, step.name);
      if (declared && !declared->is_null()) declared = member_of(context_, *declared, step.name, input_.span);
    }
    const auto unknown = later(symbol, ValueType::any, guaranteed(path));
    if (!declared || declared->is_null()) return unknown;
    return or_else(context_, *declared, unknown).via(context_.arena, Origin::Step::property, input_.span, mapping_.azurerm_type);
  }

  /// A system-assigned identity has its ids (semantics D10).
  bool guaranteed(std::string_view path) const {
    const bool of_identity = path == "identity.principalId" || path == "identity.tenantId";
    return of_identity && contains_text(input_.body.get("identity").get("type"), "SystemAssigned", Case::ignored) == Truth::yes;
  }

  Context& context_;
  const ResourceMapping& mapping_;
  std::string_view written_;
  std::string attribute_;
  const ExportInput& input_;
};

}  // namespace

std::optional<Value> exported(Context& context, const ResourceMapping& mapping, std::string_view attribute, const ExportInput& input) {
  return Reading(context, mapping, attribute, input).run();
}

}  // namespace pillarlint::terraform
