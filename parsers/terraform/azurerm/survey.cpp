#include <algorithm>

#include <fmt/format.h>

#include "terraform/azurerm/applier.h"
#include "terraform/azurerm/read_mapping.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

bool names(const TextForm& text, std::string_view name) {
  return std::any_of(text.parts.begin(), text.parts.end(),
                     [&](const TextForm::Part& part) { return !part.attribute.empty() && part.attribute[0] == name; });
}

Majors both(Majors a, Majors b) { return {a.three && b.three, a.four && b.four, a.five && b.five}; }
Majors any(Majors a, Majors b) { return {a.three || b.three, a.four || b.four, a.five || b.five}; }

}  // namespace

Survey::Survey(const ResourceMapping& mapping, Majors majors, Span header, Mapped& out)
    : mapping_(mapping), allowed_(majors.between(mapping.since, mapping.until)), header_(header), out_(out) {
  if (allowed_.none()) {
    out_.other_major.push_back({{}, header_, mapping.since, mapping.until});
    allowed_ = Majors{}.between(mapping.since, mapping.until);
  }
  majors_ = allowed_;
}

void Survey::run(const Value& attributes) { block(mapping_.body, attributes, {}); }

bool Survey::used_elsewhere(std::string_view name) const {
  if (is_standard_attribute(name) || names(mapping_.name, name)) return true;
  for (const auto& parent : mapping_.parents) {
    if (parent.attribute == name) return true;
  }
  for (const auto& level : mapping_.between) {
    if (names(level, name)) return true;
  }
  return false;
}

void Survey::block(const BlockForm& form, const Value& object, std::string_view above) {
  for_each_possible(object, [&](const Value& one_object) {
    for (const auto& m : one_object.members()) one(form, m, above);
    for (const auto& item : one_object.items()) block(form, item, above);
  });
}

void Survey::one(const BlockForm& form, const Member& m, std::string_view above) {
  const auto full = above.empty() ? std::string(m.key) : fmt::format("{}.{}", above, m.key);
  const auto span = m.key_span.known() ? m.key_span : m.value.span();
  Majors having{false, false, false};
  const AttributeForm* newest = nullptr;
  for (const auto& attribute : form.attributes) {
    if (attribute.name != m.key) continue;
    having = any(having, allowed_.between(attribute.since, attribute.until));
    if (newest == nullptr || attribute.since > newest->since) newest = &attribute;
    if (attribute.block != nullptr) block(*attribute.block, m.value, attribute.path);
  }
  if (newest == nullptr) {
    const bool made = std::any_of(form.made.begin(), form.made.end(), [&](const auto& row) { return names(row.second, m.key); });
    const auto it = std::find_if(out_.unmapped.begin(), out_.unmapped.end(), [&](const OddAttribute& odd) { return odd.attribute == full; });
    const bool known = made || (above.empty() && used_elsewhere(m.key)) || it != out_.unmapped.end();
    if (!known) out_.unmapped.push_back({full, span, 0, 0});
  } else if (having.none()) {
    out_.other_major.push_back({full, span, newest->since, newest->until});
  } else if (!both(majors_, having).none()) {
    majors_ = both(majors_, having);  // Terraform refuses attributes that a major does not have
  }
}

}  // namespace pillarlint::terraform
