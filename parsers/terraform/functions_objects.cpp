// Functions of maps and objects: keys, values, merge, zipmap, transpose, matchkeys.
#include <map>
#include <vector>

#include "terraform/functions_rows.h"

namespace pillarlint::terraform {

namespace {

bool open(const Value& container) { return !container.known() || container.rest() != nullptr; }

std::vector<const Member*> members_by_key(const Value& object) {
  std::vector<const Member*> members;
  for (const auto& m : object.members()) members.push_back(&m);
  std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
  return members;
}

/// Keys that are not listed may stand anywhere among those that are, so of an open map no place is certain.
template <typename Make>
Value listed(const Call& call, Make make) {
  const auto& object = call.arg(0);
  if (open(object)) return unknown_of_length(call, ValueType::array, length_range(object));
  std::vector<Value> items;
  for (const auto* m : members_by_key(object)) items.push_back(make(*m).marked(object.marks()));
  return array_of(call, items);
}

Value keys(const Call& call) {
  return listed(call, [](const Member& m) { return Value::of(m.key, m.key_span); });
}
Value values(const Call& call) {
  return listed(call, [](const Member& m) { return m.value; });
}

/// Members in the order in which their names came first; names are told apart by case.
class ExactObject {
 public:
  void set(const Member& member) {
    const auto [at, is_new] = places_.emplace(member.key, members_.size());
    if (is_new) {
      members_.push_back(member);
    } else {
      members_[at->second] = member;
    }
  }
  Value build(const Call& call, const Unknown* rest = nullptr) const {
    if (!call.context.budget.take_bytes(members_.size() * sizeof(Member))) return limit_unknown(call.context, "memory", call.span);
    return Value::object(call.context.arena, members_, call.span, rest);
  }

 private:
  std::vector<Member> members_;
  std::map<std::string_view, std::size_t> places_;
};

Value merge(const Call& call) {
  std::vector<Value> objects;
  bool any_open = false;
  for (std::size_t n = 0; n < call.args.size(); ++n) {
    const auto& object = call.arg(n);
    if (object.is_null()) continue;
    if (!may_be(object, ValueType::object)) return wrong_type(call, n, "a map or an object");
    any_open = any_open || open(object);
    objects.push_back(object);
  }
  if (any_open) return merge_objects(call.context, objects, Merge::shallow, call.span);
  ExactObject merged;
  for (const auto& object : objects) {
    for (auto m : object.members()) {
      m.value = m.value.marked(object.marks());
      merged.set(m);
    }
  }
  return merged.build(call);
}

Value zip_map(const Call& call) {
  const auto& names = call.arg(0);
  const auto& list = call.arg(1);
  if (open(names) || open(list)) return unknown_of_length(call, ValueType::object, {});
  if (names.size() != list.size()) return call.wrong("there are not as many values as names");
  ExactObject object;
  const Unknown* rest = nullptr;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& name = names.items()[i];
    if (name.is_null()) return call.wrong("a name is null");
    if (name.known()) {
      object.set(member(name.text(), list.items()[i], name.span()));
    } else {
      rest = open_by_key(call.context, rest, name, call.span);
    }
  }
  return object.build(call, rest);
}

Value transpose(const Call& call) {
  const auto& object = call.arg(0);
  if (object.has_unknown()) return unknown_result(call);
  std::map<std::string_view, std::vector<Value>> turned;
  for (const auto* m : members_by_key(object)) {
    if (!m->value.is_array()) return call.wrong("a member is no list of texts");
    for (const auto& item : m->value.items()) {
      if (!call.context.budget.take()) return limit_unknown(call.context, "step", call.span);
      const auto text = converted(call.context, item, Primitive::string);
      if (!text || !text->is_string()) return call.wrong("an element is no text");
      turned[text->text()].push_back(Value::of(m->key, m->key_span));
    }
  }
  std::vector<Member> members;
  for (const auto& [name, keys_of_name] : turned) members.push_back(member(name, array_of(call, keys_of_name)));
  return Value::object(call.context.arena, members, call.span);
}

Value match_keys(const Call& call) {
  const auto& list = call.arg(0);
  const auto& names = call.arg(1);
  const auto& wanted = call.arg(2);
  if (open(list) || open(names) || open(wanted)) return unknown_of_length(call, ValueType::array, {0, length_range(list).most});
  if (list.size() != names.size()) return call.wrong("there are not as many keys as values");
  std::vector<Value> joined(names.items().begin(), names.items().end());
  joined.insert(joined.end(), wanted.items().begin(), wanted.items().end());
  const auto same_type = unified(call.context, joined);
  if (!same_type) return call.wrong("keys and what is searched for have no type in common");
  std::vector<Value> kept;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!call.context.budget.take(wanted.size() + 1)) return limit_unknown(call.context, "step", call.span);
    Truth found = Truth::no;
    for (std::size_t k = names.size(); k < same_type->size(); ++k)
      found = found | equals((*same_type)[i], (*same_type)[k], Case::matters);
    if (found == Truth::unknown) return unknown_of_length(call, ValueType::array, {0, list.size()});
    if (found == Truth::yes) kept.push_back(list.items()[i]);
  }
  return array_of(call, kept);
}

constexpr Builtin rows[] = {
    {"keys", 1, 1, Takes::unknown, row<"O", Sees::all, keys>, ValueType::array},
    {"matchkeys", 3, 3, Takes::unknown, row<"LLL", Sees::all, match_keys>, ValueType::array},
    {"merge", 0, -1, Takes::unknown, row<"?*", Sees::all, merge>, ValueType::object},
    {"transpose", 1, 1, Takes::unknown, row<"O", Sees::all, transpose>, ValueType::object},
    {"values", 1, 1, Takes::unknown, row<"O", Sees::all, values>, ValueType::array},
    {"zipmap", 2, 2, Takes::unknown, row<"SA", Sees::all, zip_map>, ValueType::object},
};

}  // namespace

std::span<const Builtin> object_rows() { return rows; }

}  // namespace pillarlint::terraform
