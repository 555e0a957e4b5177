// The part of JSON schema that our schemas use: type, const, enum, minimum, required, properties,
// items, anyOf, $ref. Members that the schema does not name are complaints too, so that output and schema stay together.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pillarlint::testing {

class SchemaCheck {
 public:
  explicit SchemaCheck(nlohmann::json schema) : root_(std::move(schema)) {}

  [[nodiscard]] std::vector<std::string> complaints(const nlohmann::json& value) const {
    std::vector<std::string> out;
    check(root_, value, "", out);
    return out;
  }

 private:
  using Json = nlohmann::json;

  static bool has_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "boolean") return value.is_boolean();
    return type == "null" && value.is_null();
  }

  void check(const Json& schema, const Json& value, const std::string& at, std::vector<std::string>& out) const {
    if (schema.contains("$ref")) return check(root_["$defs"][schema["$ref"].get<std::string>().substr(8)], value, at, out);
    if (schema.contains("anyOf")) return check_any(schema, value, at, out);
    if (schema.contains("const") && value != schema["const"]) out.push_back(at + ": is not the constant");
    if (schema.contains("enum") && std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
      out.push_back(at + ": " + value.dump() + " is not listed");
    }
    if (schema.contains("type") && !has_type(value, schema["type"])) {
      out.push_back(at + ": is no " + schema["type"].get<std::string>());
      return;
    }
    if (schema.contains("minimum") && value < schema["minimum"]) out.push_back(at + ": is too small");
    if (schema.contains("properties")) check_members(schema, value, at, out);
    if (schema.contains("items")) {
      for (std::size_t i = 0; i < value.size(); ++i) check(schema["items"], value[i], at + "/" + std::to_string(i), out);
    }
  }

  void check_any(const Json& schema, const Json& value, const std::string& at, std::vector<std::string>& out) const {
    for (const auto& one : schema["anyOf"]) {
      std::vector<std::string> complaints;
      check(one, value, at, complaints);
      if (complaints.empty()) return;
    }
    out.push_back(at + ": fits none of anyOf");
  }

  void check_members(const Json& schema, const Json& value, const std::string& at, std::vector<std::string>& out) const {
    for (const auto& name : schema.value("required", Json::array())) {
      if (!value.contains(name.get<std::string>())) out.push_back(at + ": lacks " + name.get<std::string>());
    }
    for (const auto& [name, member] : value.items()) {
      if (!schema["properties"].contains(name)) {
        out.push_back(at + "/" + name + ": is not in the schema");
      } else {
        check(schema["properties"][name], member, at + "/" + name, out);
      }
    }
  }

  Json root_;
};

}  // namespace pillarlint::testing
