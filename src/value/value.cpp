#include "value/value.h"

#include <algorithm>
#include <bit>

#include "base/text.h"

namespace pillarlint {

namespace {
// An open container keeps its `rest` in the eight bytes before its elements.
template <typename T>
const T* with_rest(Arena& arena, std::span<const T> items, const Unknown* rest) {
  static_assert(alignof(T) <= alignof(const Unknown*));
  auto* room = static_cast<std::byte*>(arena.allocate(sizeof(rest) + items.size_bytes(), alignof(const Unknown*)));
  std::memcpy(room, &rest, sizeof(rest));
  auto* first = room + sizeof(rest);
  if (!items.empty()) std::memcpy(first, static_cast<const void*>(items.data()), items.size_bytes());
  return reinterpret_cast<const T*>(first);
}
}  // namespace

std::uint64_t Value::weight() const { return is_container() ? std::uint64_t{1} << ((flags_ >> weight_shift) & 31U) : 1; }

namespace {
std::uint8_t weight_bits(std::uint64_t total, unsigned shift) {
  return static_cast<std::uint8_t>(std::min<unsigned>(static_cast<unsigned>(std::bit_width(total)) - 1, 31) << shift);
}
}  // namespace

Value Value::array_view(std::span<const Value> items, Span span) {
  Value v(Kind::array, span);
  v.data_.items = items.data();
  v.size_ = static_cast<std::uint32_t>(items.size());
  std::uint64_t total = 1;
  for (const auto& item : items) total += item.weight();
  v.flags_ = weight_bits(total, weight_shift);
  if (std::any_of(items.begin(), items.end(), [](const Value& i) { return i.has_unknown(); })) v.flags_ |= flag_has_unknown;
  return v;
}

Value Value::object_view(std::span<const Member> members, Span span) {
  Value v(Kind::object, span);
  v.data_.members = members.data();
  v.size_ = static_cast<std::uint32_t>(members.size());
  std::uint64_t total = 1;
  for (const auto& m : members) total += m.value.weight();
  v.flags_ = weight_bits(total, weight_shift);
  if (std::any_of(members.begin(), members.end(), [](const Member& m) { return m.value.has_unknown(); })) {
    v.flags_ |= flag_has_unknown;
  }
  return v;
}

Value Value::array(Arena& arena, std::span<const Value> items, Span span, const Unknown* rest) {
  if (rest == nullptr) return array_view(arena.copy(items), span);
  Value v = array_view({with_rest(arena, items, rest), items.size()}, span);
  v.flags_ |= flag_open | flag_has_unknown;
  return v;
}

Value Value::object(Arena& arena, std::span<const Member> members, Span span, const Unknown* rest) {
  if (rest == nullptr) return object_view(arena.copy(members), span);
  Value v = object_view({with_rest(arena, members, rest), members.size()}, span);
  v.flags_ |= flag_open | flag_has_unknown;
  return v;
}

Value Value::unknown(const Unknown* why, Span span) {
  Value v(Kind::unknown, span);
  v.data_.unknown = why;
  return v;
}

Value Value::unknown(Arena& arena, const Unknown& why) { return unknown(arena.make<Unknown>(why), why.span); }

std::span<const Value> Value::items() const {
  if (kind_ != Kind::array) return {};
  return {data_.items, size_};
}

std::span<const Member> Value::members() const {
  if (kind_ != Kind::object) return {};
  return {data_.members, size_};
}

const Unknown* Value::rest() const {
  if ((flags_ & flag_open) == 0) return nullptr;
  const auto* first = kind_ == Kind::array ? reinterpret_cast<const std::byte*>(data_.items)
                                           : reinterpret_cast<const std::byte*>(data_.members);
  const Unknown* rest = nullptr;
  std::memcpy(&rest, first - sizeof(rest), sizeof(rest));
  return rest;
}

const Member* Value::find(std::string_view key) const {
  return kind_ == Kind::object ? find(key, folded_hash(key)) : nullptr;
}

const Member* Value::find(std::string_view key, std::uint32_t hash) const {
  for (const auto& member : members()) {
    if (member.hash == hash && same_text(member.key, key)) return &member;
  }
  return nullptr;
}

Value Value::get(std::string_view key) const {
  const auto* found = find(key);
  return found != nullptr ? found->value : Value();
}

Member member(std::string_view key, Value value, Span key_span) { return {key, folded_hash(key), key_span, value}; }

std::string_view describe(Unknown::Why why) {
  switch (why) {
    case Unknown::Why::input_not_given: return "no value is given";
    case Unknown::Why::known_after_deploy: return "known after deployment";
    case Unknown::Why::module_not_found: return "the module is not on disk";
    case Unknown::Why::not_evaluated: return "not evaluated";
    case Unknown::Why::limit_reached: return "limit reached";
    case Unknown::Why::does_not_parse: return "does not parse";
    case Unknown::Why::placeholder: return "a placeholder stands there";
    case Unknown::Why::provider_version: return "depends on the provider version";
    case Unknown::Why::branch: return "depends on a condition that is not known";
  }
  return "not known";
}

void ObjectBuilder::set(std::string_view key, Value value, Span key_span) {
  const auto hash = folded_hash(key);
  for (auto& member : members_) {
    if (member.hash == hash && same_text(member.key, key)) {
      member.value = value;
      if (key_span.known()) member.key_span = key_span;
      return;
    }
  }
  members_.push_back({key, hash, key_span, value});
}

const Value* ObjectBuilder::find(std::string_view key) const {
  for (const auto& member : members_) {
    if (same_text(member.key, key)) return &member.value;
  }
  return nullptr;
}

void ObjectBuilder::remove(std::string_view key) {
  std::erase_if(members_, [&](const Member& m) { return same_text(m.key, key); });
}

bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind() || a.marks() != b.marks() || a.size() != b.size() || a.rest() != b.rest()) return false;
  switch (a.kind()) {
    case Value::Kind::null: return true;
    case Value::Kind::boolean: return a.boolean() == b.boolean();
    case Value::Kind::integer: return a.integer() == b.integer();
    case Value::Kind::real: return a.real() == b.real();
    case Value::Kind::string: return a.text() == b.text();
    case Value::Kind::array:
      return a.items().data() == b.items().data() ||
             std::equal(a.items().begin(), a.items().end(), b.items().begin(), identical);
    case Value::Kind::object: {
      const auto same = [](const Member& x, const Member& y) { return x.key == y.key && identical(x.value, y.value); };
      return a.members().data() == b.members().data() ||
             std::equal(a.members().begin(), a.members().end(), b.members().begin(), same);
    }
    case Value::Kind::unknown:
      return &a.why() == &b.why() || (a.why().symbol != SymbolId::none && a.why().symbol == b.why().symbol);
    case Value::Kind::expression: return a.expression() == b.expression();
  }
  return false;
}

namespace {
const Unknown* copy_unknown(const Unknown& why, Arena& into) {
  Unknown copy = why;
  copy.subject = into.copy(why.subject);
  std::vector<Alternative> alternatives;
  for (const auto& a : why.alternatives) alternatives.push_back({deep_copy(a.value, into), into.copy(a.when)});
  copy.alternatives = into.copy(alternatives);
  std::vector<Piece> pieces;
  for (const auto& p : why.pieces) pieces.push_back({into.copy(p.text), p.symbol, nullptr});
  copy.pieces = into.copy(pieces);
  copy.bounds = nullptr;
  return into.make<Unknown>(copy);
}
}  // namespace

// Rebuilds the handle field by field, so that nothing of the old arena is kept.
Value deep_copy(const Value& value, Arena& into) {
  Value out;
  const Unknown* rest = value.rest() != nullptr ? copy_unknown(*value.rest(), into) : nullptr;
  switch (value.kind()) {
    case Value::Kind::string: out = Value::copy(into, value.text(), value.span()); break;
    case Value::Kind::array: {
      std::vector<Value> items;
      for (const auto& item : value.items()) items.push_back(deep_copy(item, into));
      out = Value::array(into, items, value.span(), rest);
      break;
    }
    case Value::Kind::object: {
      std::vector<Member> members;
      for (const auto& m : value.members()) {
        members.push_back({into.copy(m.key), m.hash, m.key_span, deep_copy(m.value, into)});
      }
      out = Value::object(into, members, value.span(), rest);
      break;
    }
    case Value::Kind::unknown: out = Value::unknown(copy_unknown(value.why(), into), value.span()); break;
    case Value::Kind::expression:
    case Value::Kind::null: out = Value::null(value.span()); break;
    case Value::Kind::boolean: out = Value::of(value.boolean(), value.span()); break;
    case Value::Kind::integer: out = Value::of(value.integer(), value.span()); break;
    case Value::Kind::real: out = Value::of(value.real(), value.span()); break;
  }
  out = out.marked(value.marks());
  std::vector<const Origin*> steps;
  for (const auto* step = value.journey(); step != nullptr; step = step->before) steps.push_back(step);
  for (auto it = steps.rbegin(); it != steps.rend(); ++it) {
    out = out.via(into, (*it)->step, (*it)->span, into.copy((*it)->name));
  }
  return out;
}

}  // namespace pillarlint
