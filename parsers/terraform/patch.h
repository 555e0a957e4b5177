// Resources that say more of another one: `azurerm_storage_account_network_rules`, `azapi_update_resource` (semantics D40).
#pragma once

#include <span>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint::terraform {

/// What becomes of a list that both have: azurerm's associations add to it, azapi writes it anew.
enum class Lists : std::uint8_t { joined, replaced };

/// The body with what the patch says in its place; objects are merged member by member. Under conditions: only if they hold.
[[nodiscard]] Value patched(Context& context, const Value& body, const Value& patch, Lists lists, std::span<const Atom> when);

}  // namespace pillarlint::terraform
