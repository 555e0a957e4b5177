// Where values come from: ids, endpoints and keys of resources, principals of identities, roles (rule-language 3.3).
#include <algorithm>

#include "azure/resource_id.h"
#include "base/text.h"
#include "rules/evaluator.h"
#include "value/operators.h"

namespace pillarlint {

namespace {
constexpr std::size_t guid_length = 36;

/// What stands between the scheme and the path of a URL.
Value host_of(Context& context, const Value& url) {
  auto pieces = pieces_of(url);
  if (pieces.empty()) return url;
  const auto scheme = pieces[0].text.find("://");
  if (pieces[0].symbol == SymbolId::none && scheme != std::string_view::npos) pieces[0].text.remove_prefix(scheme + 3);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].symbol != SymbolId::none) continue;
    const auto end = pieces[i].text.find_first_of("/:?");
    if (end == std::string_view::npos) continue;
    pieces[i].text = pieces[i].text.substr(0, end);
    pieces.resize(i + 1);
    break;
  }
  std::erase_if(pieces, [](const Piece& piece) { return piece.symbol == SymbolId::none && piece.text.empty(); });
  if (pieces.empty()) return Value::of(std::string_view());
  const bool whole = pieces.size() == 1 && pieces[0].symbol == SymbolId::none;
  if (whole || url.known()) return Value::copy(context.arena, pieces[0].text, url.span());
  return from_pieces(context, pieces, url.span(), url.marks(), url.why());
}

/// The type that the symbol of an id names: its text is lower case, with symbols for what is not known.
std::string type_of_id_symbol(const SymbolStore& symbols, SymbolId id) {
  std::string text(symbols.at(id).literal);
  for (const auto operand : symbols.at(id).operands) {
    const auto& node = symbols.at(operand);
    text += node.operation == "text" ? node.literal : std::string_view("?");
  }
  const auto provider = text.rfind("/providers/");
  if (provider == std::string::npos) return {};
  const auto parts = split(std::string_view(text).substr(provider + 11), '/');
  std::string type(parts[0]);
  for (std::size_t i = 1; i < parts.size(); i += 2) type += "/" + std::string(parts[i]);
  return type;
}

/// The end of a host name pattern `{name}.openai.azure.com`.
std::string_view suffix_of(std::string_view pattern) {
  const auto brace = pattern.find('}');
  return brace == std::string_view::npos ? pattern : pattern.substr(brace + 1);
}

/// The GUID that a role definition id ends with; empty if it is not known.
std::string_view guid_of(const Value& id) {
  std::string_view text;
  if (id.is_string()) {
    text = id.text();
  } else if (!id.known() && !id.why().pieces.empty()) {
    const auto& last = id.why().pieces.back();
    if (last.symbol == SymbolId::none) text = last.text;
  }
  if (text.size() < guid_length) return {};
  const auto guid = text.substr(text.size() - guid_length);
  const bool shape = guid[8] == '-' && guid[13] == '-' && guid[18] == '-' && guid[23] == '-';
  return shape && (text.size() == guid_length || text[text.size() - guid_length - 1] == '/') ? guid : std::string_view();
}
}  // namespace

bool Evaluator::type_in(const TypeSet& types, TypeName type) const {
  if (std::find(types.types.begin(), types.types.end(), type) != types.types.end()) return true;
  return std::any_of(types.classes.begin(), types.classes.end(), [&](const ClassDef* defined) {
    return std::any_of(defined->types.begin(), defined->types.end(), [&](const auto& row) { return row.type == type; });
  });
}

std::vector<ResourceId> Evaluator::resources_of(const TypeSet& types) {
  std::vector<ResourceId> out;
  const auto add = [&](const TypeName& type) {
    const auto of_type = graph_.of_type(type);
    out.insert(out.end(), of_type.begin(), of_type.end());
  };
  for (const auto& type : types.types) add(type);
  for (const auto* defined : types.classes) {
    for (const auto& row : defined->types) add(row.type);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Truth Evaluator::points_at_word(const WordUse& use, const Reached& at, Env& env) {
  if (!use.operands.empty()) {
    const auto all = walk(*use.operands[0].path, env);
    Truth any = all.complete ? Truth::no : Truth::unknown;
    for (const auto& target : all.all) any = any | means(at.value, target);
    return any;
  }
  const auto parsed = parse_id(context_, at.value);
  if (parsed && !parsed->type.empty()) return truth(type_in(use.types, TypeName(parsed->type)));
  Truth any = at.value.known() ? Truth::no : Truth::unknown;
  for (const auto& target : graph_.targets(context_, at.value)) {
    if (type_in(use.types, graph_.at(target.resource).type)) any = any | target.truth;
  }
  return any;
}

Truth Evaluator::derived_from(const WordUse& use, const Reached& at, Env& env) {
  if (!use.operands.empty()) {
    const auto all = walk(*use.operands[0].path, env);
    Truth any = all.complete ? Truth::no : Truth::unknown;
    for (const auto& target : all.all) {
      any = any | (target.resource ? derived_from(at.value, *target.resource) : target.absent ? Truth::no : Truth::unknown);
    }
    return any;
  }
  Truth any = Truth::no;
  for (const auto id : resources_of(use.types)) any = any | derived_from(at.value, id);
  if (any == Truth::yes) return any;
  const auto by_type = [&](const TypeName& type) {
    const Truth one = endpoint_of_type(at.value, type);
    any = any | one;
  };
  for (const auto& type : use.types.types) by_type(type);
  for (const auto* defined : use.types.classes) {
    for (const auto& row : defined->types) by_type(row.type);
  }
  return any;
}

bool Evaluator::from_other_state(const Value& value) {
  bool found = false;
  context_.symbols.visit(value.why().symbol, [&](SymbolId symbol) {
    found = found || context_.symbols.at(symbol).operation == "state";
    return !found;
  });
  return found;
}

/// The value comes from the state of a resource of that type, wherever that resource is.
bool Evaluator::from_state_of_type(const Value& value, TypeName type) {
  bool found = false;
  context_.symbols.visit(value.why().symbol, [&](SymbolId symbol) {
    const auto& node = context_.symbols.at(symbol);
    if (node.operation == "state" && !node.operands.empty()) found = found || same_text(type_of_id_symbol(context_.symbols, node.operands[0]), type.text());
    return !found;
  });
  return found;
}

Truth Evaluator::derived_from(const Value& value, ResourceId resource) {
  if (value.is_null() || (value.known() && !value.is_string())) return Truth::no;
  if (value.known()) return value.hidden() ? Truth::unknown : endpoint_of(value, resource);
  const auto id = graph_.at(resource).id_symbol;
  if (id != SymbolId::none && context_.symbols.contains(value.why().symbol, state_symbol(context_.symbols, id))) return Truth::yes;
  if (from_other_state(value)) return Truth::no;
  const auto type = value.why().type;
  if (type != ValueType::any && type != ValueType::string) return Truth::no;
  return endpoint_of(value, resource);
}

Truth Evaluator::endpoint_of(const Value& value, ResourceId resource) {
  const auto* hosts = rules_.data().table("endpoints");
  if (hosts == nullptr) return value.known() ? Truth::no : Truth::unknown;
  std::vector<Value> names{last_name(resource)};
  // The host name that an account chooses for itself.
  if (const auto properties = member_of(context_, graph_.at(resource).body, "properties", {})) {
    const auto own = member_of(context_, *properties, "customSubDomainName", {});
    if (own && !own->is_null()) names.push_back(*own);
  }
  const auto host = host_of(context_, value);
  Truth any = Truth::no;
  bool of_type = false;
  for (const auto& row : hosts->rows.items()) {
    if (!same_text(row.get("type").text_or_empty(), graph_.at(resource).type.text())) continue;
    of_type = true;
    const auto list = row.get("hosts");
    for (const auto& pattern : list.items()) {
      for (const auto& name : names) {
        const std::array parts{name, Value::of(suffix_of(pattern.text_or_empty()))};
        any = any | says_equals(host, join_text(context_, parts, value.span()));
      }
    }
  }
  return of_type || value.known() ? any : Truth::unknown;
}

Truth Evaluator::endpoint_of_type(const Value& value, TypeName type) {
  return for_alternatives(value, [&](const Value& one) {
    if (one.is_null() || (one.known() && !one.is_string())) return Truth::no;
    if (!one.known() && from_state_of_type(one, type)) return Truth::yes;
    if (!one.known() && from_other_state(one)) return Truth::no;
    const auto* hosts = rules_.data().table("endpoints");
    if (hosts == nullptr) return one.known() ? Truth::no : Truth::unknown;
    const auto host = host_of(context_, one);
    Truth any = Truth::no;
    for (const auto& row : hosts->rows.items()) {
      if (!same_text(row.get("type").text_or_empty(), type.text())) continue;
      const auto list = row.get("hosts");
      for (const auto& pattern : list.items()) any = any | ends_with(host, suffix_of(pattern.text_or_empty()), Case::ignored);
    }
    return any;
  });
}

Truth Evaluator::principal_of(const WordUse& use, const Reached& at, Env& env) {
  if (!use.operands.empty()) {
    const auto all = walk(*use.operands[0].path, env);
    Truth any = all.complete ? Truth::no : Truth::unknown;
    for (const auto& target : all.all) {
      any = any | (target.resource ? principal_of(at.value, *target.resource) : target.absent ? Truth::no : Truth::unknown);
    }
    return any;
  }
  Truth any = at.value.known() || !from_other_state(at.value) ? Truth::unknown : Truth::no;
  for (const auto id : resources_of(use.types)) any = any | principal_of(at.value, id);
  return any;
}

Truth Evaluator::principal_of(const Value& value, ResourceId resource) {
  // A GUID that is written out may be the principal of anything that exists already.
  if (value.known()) return value.is_null() ? Truth::no : Truth::unknown;
  const auto from = [&](ResourceId id) {
    const auto symbol = graph_.at(id).id_symbol;
    return symbol != SymbolId::none && context_.symbols.contains(value.why().symbol, state_symbol(context_.symbols, symbol));
  };
  if (from(resource)) return Truth::yes;
  bool from_known = false;
  Truth any = Truth::no;
  for (std::size_t i = 0; i < graph_.resources().size(); ++i) {
    const auto id = static_cast<ResourceId>(i);
    if (id == resource || !from(id)) continue;
    from_known = true;
    any = any | attached_identity(resource, id);
  }
  return from_known || from_other_state(value) ? any : Truth::unknown;
}

Truth Evaluator::attached_identity(ResourceId resource, ResourceId identity) {
  const auto block = member_of(context_, graph_.at(resource).body, "identity", {});
  const auto list = block ? member_of(context_, *block, "userAssignedIdentities", {}) : std::nullopt;
  if (!list || list->is_null()) return Truth::no;
  Reached at;
  at.value = *list;
  Walked keys;
  keys_of(at, keys);
  Truth any = keys.complete ? Truth::no : Truth::unknown;
  for (const auto& key : keys.all) any = any | graph_.means(context_, key.value, identity);
  return any;
}

Truth Evaluator::role(const WordUse& use, const Reached& at) {
  return for_alternatives(at.value, [&](const Value& id) { return id.is_null() ? Truth::no : role_of(use, id); });
}

Truth Evaluator::role_of(const WordUse& use, const Value& id) {
  const auto guid = guid_of(id);
  const auto* roles = rules_.data().table("roles");
  if (!guid.empty() && roles != nullptr) {
    for (const auto& row : roles->rows.items()) {
      if (!same_text(row.get("guid").text_or_empty(), guid)) continue;
      if (!use.role_class.empty()) return truth(same_text(row.get("class").text_or_empty(), use.role_class));
      return truth(std::any_of(use.operands.begin(), use.operands.end(), [&](const Operand& name) {
        const auto wanted = name.value.text_or_empty();
        return same_text(row.get("name").text_or_empty(), wanted) || same_text(row.get("also").text_or_empty(), wanted);
      }));
    }
  }
  // A role of the graph itself: whoever may do everything holds a broad role; a role of one's own is none by its name.
  const auto targets = graph_.targets(context_, id);
  if (targets.empty() || targets[0].truth != Truth::yes || !graph_.at(targets[0].resource).declared()) return Truth::unknown;
  if (use.role_class.empty()) return Truth::no;
  if (use.role_class != "broad") return Truth::unknown;
  const auto body = graph_.at(targets[0].resource).body;
  const auto permissions = body.get("properties").get("permissions");
  for (const auto& permission : permissions.items()) {
    const auto actions = permission.get("actions");
    for (const auto& action : actions.items()) {
      if (action.text_or_empty() == "*" || action.text_or_empty() == "*/write") return Truth::yes;
    }
  }
  return permissions.is_array() && !permissions.has_unknown() ? Truth::no : Truth::unknown;
}

}  // namespace pillarlint
