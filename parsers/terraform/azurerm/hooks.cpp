#include "terraform/azurerm/hooks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"
#include "terraform/azurerm/read_json_text.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

/// A part of a text that is not known, or not in it in a form that can be taken apart.
Value part_unknown(const HookCall& call, std::string_view operation, std::string_view part, ValueType type = ValueType::string) {
  const std::array operands{call.value};
  Unknown why = unknown_from(call.context, operation, operands, call.value.span(), type).why();
  why.symbol = call.context.symbols.make(operation, part, {symbol_of(call.value, call.context.symbols)});
  return Value::unknown(call.context.arena.make<Unknown>(why), call.value.span()).marked(call.value.marks());
}

Value join(const HookCall& call, std::initializer_list<Value> parts) {
  const std::vector<Value> all(parts);
  return join_text(call.context, all, call.value.span());
}

Value uri_of_vault(const HookCall& call, const Value& name) {
  return join(call, {Value::of(std::string_view("https://")), name, Value::of(std::string_view(".vault.azure.net/"))});
}

std::optional<ParsedId> id_of(const HookCall& call, std::string_view type) {
  auto id = parse_id(call.context, call.value);
  return id && same_text(id->type, type) && id->segments.size() == TypeName(type).levels() ? id : std::nullopt;
}

/// The text cut at each slash of its known parts: `https:`, ``, host, `keys`, name, version.
std::vector<std::vector<Piece>> cut(const Value& text) {
  std::vector<std::vector<Piece>> out(1);
  for (const auto& piece : pieces_of(text)) {
    if (piece.symbol != SymbolId::none) {
      out.back().push_back(piece);
      continue;
    }
    bool first = true;
    for (const auto part : split(piece.text, '/')) {
      if (!first) out.emplace_back();
      first = false;
      if (!part.empty()) out.back().push_back({part, SymbolId::none, nullptr});
    }
  }
  return out;
}

struct KeyParts {
  Value uri;
  Value name;
  Value version;  // null: none
};

/// Of `https://VAULT/keys/NAME/VERSION`, where the parts are known well enough to be told apart.
bool take_apart(const HookCall& call, KeyParts& out) {
  const auto parts = cut(call.value);
  const auto text = [&](std::size_t from, std::size_t to) {
    std::vector<Piece> pieces;
    for (std::size_t i = from; i < to; ++i) {
      if (i > from) pieces.push_back({"/", SymbolId::none, nullptr});
      pieces.insert(pieces.end(), parts[i].begin(), parts[i].end());
    }
    return from_pieces(call.context, pieces, call.value.span(), call.value.marks(), call.value.known() ? Unknown{} : call.value.why());
  };
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const auto& word = parts[i];
    if (word.size() != 1 || word[0].symbol != SymbolId::none || !same_text(word[0].text, "keys") || i == 0) continue;
    if (parts[i + 1].empty() || parts.size() > i + 3) return false;
    out.uri = join(call, {text(0, i), Value::of(std::string_view("/"))});
    out.name = text(i + 1, i + 2);
    if (parts.size() == i + 3 && !parts[i + 2].empty()) out.version = text(i + 2, i + 3);
    return true;
  }
  return false;
}

// The id of a key to an object of the vault's URI, the key's name and its version.
Value key_vault_key(const HookCall& call) {
  KeyParts parts;
  if (const auto id = id_of(call, "Microsoft.KeyVault/vaults/keys")) {
    parts.uri = uri_of_vault(call, id->segments[0]);
    parts.name = id->segments[1];
  } else if (const bool whole = call.value.known() || !call.value.why().pieces.empty(); !whole || !take_apart(call, parts)) {
    if (call.value.known() && !call.value.is_string()) return call.value;
    parts = {part_unknown(call, "key_vault_key", "uri"), part_unknown(call, "key_vault_key", "name"),
             part_unknown(call, "key_vault_key", "version")};
  }
  const auto name_of = [&](std::string_view part, std::string_view usual) {
    const auto name = call.names.get(part).text_or_empty();
    return name.empty() ? usual : name;
  };
  ObjectBuilder out(call.context.arena);
  out.set(name_of("uri", "keyVaultUri"), parts.uri, call.value.span());
  out.set(name_of("name", "keyName"), parts.name, call.value.span());
  if (!parts.version.is_null()) out.set(name_of("version", "keyVersion"), parts.version, call.value.span());
  return out.build(call.value.span());
}

// The id of a vault to its URI.
Value vault_uri(const HookCall& call) {
  const auto id = id_of(call, "Microsoft.KeyVault/vaults");
  return id ? uri_of_vault(call, id->segments[0]) : part_unknown(call, "vault_uri", "");
}

// The display name of a role to the id of its definition.
Value role_definition(const HookCall& call) {
  auto& context = call.context;
  Value guid;
  const auto known = call.value.is_string() && call.around.roles != nullptr ? role_guid(*call.around.roles, call.value.text()) : std::string_view();
  if (!known.empty()) {
    guid = Value::of(known, call.value.span());
  } else if (call.value.is_string()) {
    const auto symbol = context.symbols.make("role", lower(call.value.text()));
    guid = new_unknown(context, Unknown::Why::not_evaluated, fmt::format("id of the role `{}`", call.value.text()), symbol, call.value.span(),
                       ValueType::string);
  } else {
    guid = part_unknown(call, "role", "");
  }
  const auto scope = call.around.subscription_id.is_null() ? Value::of(std::string_view()) : call.around.subscription_id;
  return join(call, {scope, Value::of(std::string_view("/providers/Microsoft.Authorization/roleDefinitions/")), guid});
}

// A text of JSON to the value that it says.
Value json_value(const HookCall& call) {
  const auto read = read_json_text(call.context, call.value);
  return read ? *read : part_unknown(call, "json", "", ValueType::any);
}

// A map to a list of { name, value } in the order of the names; `names.value` may call the second one otherwise.
Value name_values(const HookCall& call) {
  auto& context = call.context;
  if (!call.value.known()) return part_unknown(call, "name_values", "", ValueType::array);
  if (!call.value.is_object()) return call.value;
  const auto named = call.names.get("value").text_or_empty();
  std::vector<Value> items;
  std::vector<const Member*> rows;
  for (const auto& m : call.value.members()) rows.push_back(&m);
  std::stable_sort(rows.begin(), rows.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
  for (const auto* row : rows) {
    const auto place = row->key_span.known() ? row->key_span : row->value.span();
    const std::array members{member("name", Value::of(row->key, place), place), member(named.empty() ? "value" : named, row->value, place)};
    items.push_back(Value::object(context.arena, members, row->value.span()));
  }
  return Value::array(context.arena, items, call.value.span(), call.value.rest());
}

// A true boolean puts the text `names.value` into a list.
Value flag_in_list(const HookCall& call) {
  auto& context = call.context;
  const std::array items{call.names.get("value").at(call.value.span())};
  const auto with = Value::array(context.arena, items, call.value.span());
  const auto without = Value::array(context.arena, std::span<const Value>(), call.value.span());
  if (call.value.is_string()) return call.value.text() == "true" ? with : without;
  return choose(context, call.value, with, without, call.value.span());
}

// `Premium_2` to { name: Premium, capacity: 2 }.
Value sku_name_capacity(const HookCall& call) {
  ObjectBuilder out(call.context.arena);
  const auto text = call.value.text_or_empty();
  const auto line = text.rfind('_');
  std::int64_t capacity = 0;
  const bool numbered = line != std::string_view::npos && std::from_chars(text.data() + line + 1, text.data() + text.size(), capacity).ec == std::errc();
  if (call.value.is_string()) {
    out.set("name", Value::of(text.substr(0, numbered ? line : text.size()), call.value.span()), call.value.span());
    if (numbered) out.set("capacity", Value::of(capacity, call.value.span()), call.value.span());
  } else {
    out.set("name", part_unknown(call, "sku", "name"), call.value.span());
    out.set("capacity", part_unknown(call, "sku", "capacity", ValueType::integer), call.value.span());
  }
  return out.build(call.value.span());
}

// The URL of a policy of API Management: its text is not known, only that it is XML that is linked.
Value apim_policy_link(const HookCall& call) {
  ObjectBuilder out(call.context.arena);
  out.set("value", call.value, call.value.span());
  out.set("format", Value::of(std::string_view("rawxml-link"), call.value.span()), call.value.span());
  return out.build(call.value.span());
}

constexpr std::array hooks = {
    Hook{"apim_policy_link", apim_policy_link},
    Hook{"flag_in_list", flag_in_list, true},
    Hook{"json", json_value},
    Hook{"key_vault_key", key_vault_key},
    Hook{"role_definition", role_definition},
    Hook{"name_values", name_values, true},
    Hook{"sku_name_capacity", sku_name_capacity},
    Hook{"vault_uri", vault_uri},
};

}  // namespace

const Hook* find_hook(std::string_view name) {
  const auto found = std::find_if(hooks.begin(), hooks.end(), [&](const Hook& hook) { return hook.name == name; });
  return found != hooks.end() ? &*found : nullptr;
}

std::string_view role_guid(const Value& roles, std::string_view name) {
  for (const auto& row : roles.get("rows").items()) {
    if (same_text(row.get("name").text_or_empty(), name) || same_text(row.get("also").text_or_empty(), name)) return row.get("guid").text_or_empty();
  }
  return {};
}

}  // namespace pillarlint::terraform
