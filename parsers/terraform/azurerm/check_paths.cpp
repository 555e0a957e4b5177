// Paths of a mapping against what is known of the types.
#include <fmt/format.h>

#include "terraform/azurerm/read_mapping.h"

namespace pillarlint::terraform {

namespace {

class PathCheck {
 public:
  PathCheck(const TypeIndex& types, Diagnostics& diagnostics) : types_(types), diagnostics_(diagnostics) {}

  void block(const BlockForm& form, std::string_view type, const std::string& prefix) {
    for (const auto& constant : form.constants) place(constant.to, type, prefix, constant.value.span());
    for (const auto& constant : form.absent) place(constant.to, type, prefix, constant.value.span());
    for (const auto& [to, text] : form.made) place(to, type, prefix, {});
    for (const auto& attribute : form.attributes) one(attribute, type, prefix);
  }

  void path(std::string_view type, const std::string& full, Span span) {
    const TypeName name(type);
    if (types_.has_property(name, full) != Truth::no) return;
    const auto near = types_.nearest_property(name, full);
    diagnostics_.report(Code::rule_path_unknown, span, full, type, near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near));
  }

 private:
  static std::string joined(const BodyPath& to, const std::string& prefix) {
    std::string out = to.from_root ? std::string() : prefix;
    for (const auto step : to.steps) {
      if (step == BodyPath::only_element) {
        out += step;
        continue;
      }
      const bool plain = step.find('.') == std::string_view::npos;
      if (!out.empty() && plain) out += '.';
      out += plain ? std::string(step) : fmt::format("['{}']", step);
    }
    return out;
  }

  void place(const BodyPath& to, std::string_view type, const std::string& prefix, Span span) { path(type, joined(to, prefix), span); }

  void one(const AttributeForm& attribute, std::string_view type, const std::string& prefix) {
    if (attribute.child != nullptr && attribute.block == nullptr) return place(attribute.to, attribute.child->type, {}, attribute.span);
    const auto full = attribute.has_place ? joined(attribute.to, prefix) : prefix;
    if (attribute.has_place && attribute.span.known()) path(type, full, attribute.span);
    using enum Conversion::Kind;
    const bool hooked = !attribute.conversions.empty() && attribute.conversions.back().kind == hook;
    for (const auto& conversion : attribute.conversions) {
      if (hooked) break;  // what it makes is not known here
      if (conversion.kind == each || conversion.kind == wrap) path(type, fmt::format("{}.{}", full, conversion.text), attribute.span);
    }
    if (attribute.block == nullptr) return;
    if (attribute.child != nullptr) return block(*attribute.block, attribute.child->type, {});
    block(*attribute.block, type, attribute.list ? full + "[*]" : full);
  }

  const TypeIndex& types_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_paths(const ResourceMapping& mapping, const TypeIndex& types, Diagnostics& diagnostics) {
  PathCheck check(types, diagnostics);
  check.block(mapping.body, mapping.type, {});
  for (const auto& row : mapping.exports) {
    const auto steps = index_steps(row.path);
    if (steps.size() > 1 && steps[0].name == "properties") check.path(mapping.type, std::string(row.path), row.span);
  }
}

}  // namespace pillarlint::terraform
