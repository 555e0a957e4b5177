#include "value/write_json.h"

#include <nlohmann/json.hpp>

namespace pillarlint {

namespace {

using Json = nlohmann::ordered_json;
constexpr int max_depth = 1000;  // values come from readers and evaluation that stop far earlier

Json reason(const Unknown& why) {
  return Json{{"why", std::string(describe(why.why))}, {"subject", std::string(why.subject)}};
}

// Members are appended as they come: the checked way would search all earlier ones for each.
void append(Json& object, std::string_view name, Json value) {
  object.get_ref<Json::object_t&>().emplace_back(std::string(name), std::move(value));
}

Json to_json(const Value& value, int depth);

Json array_of(const Value& value, int depth) {
  auto out = Json::array();
  for (const auto& item : value.items()) out.push_back(to_json(item, depth + 1));
  if (value.rest() != nullptr) out.push_back(Json{{"$rest", reason(*value.rest())}});
  return out;
}

Json object_of(const Value& value, int depth) {
  auto out = Json::object();
  for (const auto& member : value.members()) append(out, member.key, to_json(member.value, depth + 1));
  if (value.rest() != nullptr) append(out, "$rest", reason(*value.rest()));
  return out;
}

Json to_json(const Value& value, int depth) {
  if (value.hidden()) return "***";
  if (depth > max_depth) {
    return Json{{"$unknown", {{"why", std::string(describe(Unknown::Why::limit_reached))}, {"subject", "nesting"}}}};
  }
  switch (value.kind()) {
    case Value::Kind::null:
      return nullptr;
    case Value::Kind::boolean:
      return value.boolean();
    case Value::Kind::integer:
      return value.integer();
    case Value::Kind::real:
      return value.real();
    case Value::Kind::string:
      return std::string(value.text());
    case Value::Kind::array:
      return array_of(value, depth);
    case Value::Kind::object:
      return object_of(value, depth);
    case Value::Kind::unknown:
      return Json{{"$unknown", reason(value.why())}};
    case Value::Kind::expression:
      break;
  }
  return nullptr;
}

}  // namespace

std::string write_json(const Value& value, int indent) {
  try {
    return to_json(value, 0).dump(indent, ' ', false, Json::error_handler_t::replace);
  } catch (const Json::exception&) {  // none is known to come; none may leave this file
    return "null";
  }
}

}  // namespace pillarlint
