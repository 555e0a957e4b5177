#include "parity/made_up_values.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "value/write_json.h"

namespace pillarlint::parity {

namespace {

constexpr int deepest = 6;

class Maker {
 public:
  Maker(const Value& root, unsigned seed) : definitions_(root.get("definitions")), seed_(seed) {}

  /// Numbers that follow from the seed and from how many were asked for: no two places have to agree.
  unsigned next() {
    state_ = state_ * 1103515245U + 12345U + seed_ * 2654435761U;
    return state_ >> 16U;
  }

  std::string value(const Value& written, const std::string& name, int depth) {
    auto type = written;
    for (int i = 0; i < 16; ++i) {
      const auto ref = type.get("$ref").text_or_empty();
      if (!ref.starts_with("#/definitions/")) break;
      type = definitions_.get(ref.substr(14));
    }
    const auto allowed = type.get("allowedValues").items();
    const auto kind = lower(type.get("type").text_or_empty());
    if (!allowed.empty()) {
      const auto one = write_json(allowed[next() % allowed.size()], -1);
      return kind == "array" ? "[" + one + "]" : one;
    }
    if (kind == "string" || kind == "securestring") return text(type, name);
    if (kind == "int") return std::to_string(type.get("minValue").is_integer() ? type.get("minValue").integer() : 1 + next() % 5);
    if (kind == "bool") return next() % 2 == 0 ? "true" : "false";
    if (kind == "array") return array(type, name, depth);
    if (kind == "object" || kind == "secureobject") return object(type, name, depth);
    return fmt::format("\"{}\"", name);
  }

  static bool nullable(const Value& type) { return type.get("nullable").is_bool() && type.get("nullable").boolean(); }

 private:
  std::string text(const Value& type, const std::string& name) {
    auto made = fmt::format("{}{}", name, next() % 3);
    const auto least = type.get("minLength");
    const auto most = type.get("maxLength");
    while (least.is_integer() && static_cast<std::int64_t>(made.size()) < least.integer() && made.size() < 200) made += 'x';
    if (most.is_integer() && most.integer() >= 0) made = made.substr(0, static_cast<std::size_t>(most.integer()));
    // Ids are taken apart in many modules: what names one is one.
    if (find_text(name, "resourceId") != std::string_view::npos) {
      made = fmt::format("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Contoso/things/{}", made);
    }
    return fmt::format("\"{}\"", made);
  }

  std::string array(const Value& type, const std::string& name, int depth) {
    std::string out;
    const auto tuple = type.get("prefixItems").items();
    const auto count = !tuple.empty() ? tuple.size() : depth >= deepest ? 0 : next() % 3;
    for (std::size_t i = 0; i < count; ++i) {
      const auto item = !tuple.empty() ? tuple[i] : type.get("items");
      out += (out.empty() ? "" : ", ") + value(item.is_object() ? item : Value(), fmt::format("{}{}", name, i), depth + 1);
    }
    return "[" + out + "]";
  }

  std::string object(const Value& type, const std::string& name, int depth) {
    std::string out;
    const auto discriminator = type.get("discriminator");
    for (const auto& m : type.get("properties").members()) {
      if (nullable(m.value) && (depth >= deepest || next() % 2 == 0)) continue;
      out += fmt::format("{}\"{}\": {}", out.empty() ? "" : ", ", m.key, value(m.value, std::string(m.key), depth + 1));
    }
    if (discriminator.is_object() && !discriminator.get("mapping").members().empty()) {
      const auto& one = discriminator.get("mapping").members()[next() % discriminator.get("mapping").members().size()];
      return value(one.value, name, depth + 1);
    }
    return "{" + out + "}";
  }

  Value definitions_;
  unsigned seed_;
  unsigned state_ = 1;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> made_up_values(const Value& root, unsigned seed) {
  std::vector<std::pair<std::string, std::string>> out;
  Maker maker(root, seed);
  for (const auto& m : root.get("parameters").members()) {
    const bool optional = m.value.find("defaultValue") != nullptr || Maker::nullable(m.value);
    if (optional && maker.next() % 2 == seed % 2) continue;
    out.emplace_back(std::string(m.key), maker.value(m.value, std::string(m.key), 0));
  }
  return out;
}

}  // namespace pillarlint::parity
