// Conversions of attributes that data can not say. Each has a name, by which mappings ask for it.
#pragma once

#include <string_view>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint::terraform {

/// What a conversion may look at besides the attribute.
struct Surroundings {
  Value subscription_id;          // `/subscriptions/…` of the provider; null: ids of roles are those of the tenant
  const Value* roles = nullptr;   // table of built-in roles: { rows: [ { guid, name, also? } ] }; null: there is none
};

struct HookCall {
  Context& context;
  Value value;                    // of the attribute; not null, no alternatives
  Value names;                    // `names` of the form, or null
  const Surroundings& around;
};

struct Hook {
  std::string_view name;
  Value (*run)(const HookCall&);
  /// It makes elements of a list that other attributes give elements of, too.
  bool part_of_list = false;
};
/// Null: there is none of that name.
[[nodiscard]] const Hook* find_hook(std::string_view name);

/// Guid of the built-in role of that display name in the table; empty: it has none.
[[nodiscard]] std::string_view role_guid(const Value& roles, std::string_view name);

}  // namespace pillarlint::terraform
