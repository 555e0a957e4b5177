#include "terraform/azurerm/find_attribute.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

bool same_steps(std::span<const std::string_view> a, std::span<const std::string_view> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto x, auto y) { return same_text(x, y); });
}

/// The one name that becomes the value. What is not listed passes unchanged, but a name that is listed does not.
std::optional<Value> before_as(const Value& rows, const Value& to) {
  const auto wanted = scalar_text(to);
  std::optional<Value> found;
  for (const auto& row : rows.members()) {
    const auto text = scalar_text(row.value);
    if (!wanted || !text || !same_text(*text, *wanted)) continue;
    if (found) return std::nullopt;
    const bool flag = row.key == "true" || row.key == "false";
    found = flag ? Value::of(row.key == "true") : Value::of(row.key);
  }
  if (found) return found;
  return to.is_string() && rows.find(to.text()) == nullptr ? std::optional(to) : std::nullopt;
}

std::optional<Value> before_number(const Value& factor, const Value& to) {
  if (!factor.is_integer() || !to.is_integer() || factor.integer() == 0 || to.integer() % factor.integer() != 0) return std::nullopt;
  return Value::of(to.integer() / factor.integer());
}

std::optional<Value> before_text(std::string_view form, const Value& to) {
  const auto at = form.find("{}");
  const auto text = to.text_or_empty();
  if (at == std::string_view::npos || text.size() < form.size() - 1 || !text.starts_with(form.substr(0, at)) || !text.ends_with(form.substr(at + 2))) {
    return std::nullopt;
  }
  return Value::of(text.substr(at, text.size() - (form.size() - 2)));
}

/// The value that the conversions make the wanted one of; nullopt: not by one scalar, or nobody can say.
std::optional<Value> before(std::span<const Conversion> conversions, const Value& to) {
  std::optional<Value> value = to;
  for (auto step = conversions.rbegin(); step != conversions.rend() && value; ++step) {
    switch (step->kind) {
      case Conversion::Kind::as: value = before_as(step->data, *value); break;
      case Conversion::Kind::invert: value = value->is_bool() ? std::optional(Value::of(!value->boolean())) : std::nullopt; break;
      case Conversion::Kind::number: value = before_number(step->data, *value); break;
      case Conversion::Kind::text: value = before_text(step->text, *value); break;
      case Conversion::Kind::split:
      case Conversion::Kind::join:
      case Conversion::Kind::each:
      case Conversion::Kind::keys:
      case Conversion::Kind::wrap:
      case Conversion::Kind::hook: return std::nullopt;
    }
  }
  return value;
}

class Search {
 public:
  Search(std::span<const std::string_view> path, const Value& to, Majors majors) : path_(path), to_(to), majors_(majors) {}

  void block(const BlockForm& form, const std::vector<std::string_view>& above) {
    for (const auto& one : form.attributes) attribute(one, above);
    for (const auto& [to, text] : form.made) {
      const bool whole = text.parts.size() == 1 && text.parts[0].attribute.size() == 1;
      if (!whole || !to_.is_string() || !same_steps(full(to, above), path_)) continue;
      found.push_back({blocks_, text.parts[0].attribute[0], to_, majors_, false, blocks_.empty()});
    }
  }

  std::vector<AttributePlace> found;

 private:
  [[nodiscard]] static std::vector<std::string_view> full(const BodyPath& to, const std::vector<std::string_view>& above) {
    auto out = to.from_root ? std::vector<std::string_view>() : above;
    out.insert(out.end(), to.steps.begin(), to.steps.end());
    return out;
  }

  void attribute(const AttributeForm& form, const std::vector<std::string_view>& above) {
    const auto majors = majors_.between(form.since, form.until);
    if (!form.skip.empty() || form.secret || form.child != nullptr || majors.none()) return;
    const auto place = form.has_place ? full(form.to, above) : above;
    if (form.block == nullptr) {
      if (!form.has_place || !same_steps(place, path_)) return;
      if (const auto value = before(form.conversions, to_)) {
        found.push_back({blocks_, form.name, *value, majors, form.until != 0, blocks_.empty() || form.alone});
      }
    } else if (!form.list) {
      blocks_.push_back(form.name);
      block(*form.block, place);
      blocks_.pop_back();
    }
  }

  std::span<const std::string_view> path_;
  Value to_;
  Majors majors_;
  std::vector<std::string_view> blocks_;
};

}  // namespace

std::string AttributePlace::path() const {
  std::string out;
  for (const auto block : blocks) out += std::string(block) + ".";
  return out + std::string(name);
}

std::vector<AttributePlace> find_attributes(const ResourceMapping& mapping, std::span<const std::string_view> path, const Value& to, Majors majors) {
  Search search(path, to, majors);
  search.block(mapping.body, {});
  return std::move(search.found);
}

}  // namespace pillarlint::terraform
