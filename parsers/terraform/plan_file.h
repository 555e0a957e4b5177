// A plan as `terraform show -json` prints it, as a module: every planned resource is a declaration whose attributes are the
// planned values. developer.hashicorp.com/terraform/internals/json-format
#pragma once

#include <memory>

#include "terraform/module.h"
#include "value/document.h"

namespace pillarlint::terraform {

/// Whether the document is a plan (not a state).
[[nodiscard]] bool is_plan(const Value& root);

/// The plan as one module without calls; addresses of resources are those of the plan. What is only known after apply is a
/// name that the scope answers (`plan_unknown`); what the configuration takes from another resource is a reference to it.
/// `beside`: the module that the plan was made of, if it is there: findings then stand in its files.
[[nodiscard]] std::shared_ptr<const Module> read_plan(std::shared_ptr<const Document> document, const std::string& path,
                                                      std::shared_ptr<const Module> beside);

/// In front of the names that stand for a planned resource, and for a value after apply.
inline constexpr std::string_view plan_resource = "= ";
inline constexpr std::string_view plan_unknown = "? ";

}  // namespace pillarlint::terraform
