// Changes of one property in the text of templates and parameter files in JSON (common/language.h). Bicep has them too: its
// modules may be JSON.
#pragma once

#include <vector>

#include "base/edit.h"
#include "common/project.h"
#include "common/written_values.h"
#include "graph/property_change.h"

namespace pillarlint::arm {

class JsonValues final : public WrittenValues {
 public:
  explicit JsonValues(Project& project) : project_(project) {}
  [[nodiscard]] bool is_literal(Span span) const override;
  [[nodiscard]] bool is_handed_on(Span span) const override;
  [[nodiscard]] bool allows(Span use, std::string_view parameter, const Value& to) const override;

 private:
  Project& project_;
};

/// Whether the file is JSON, by its name.
[[nodiscard]] bool is_json(const Project& project, FileId file);
/// `true`, `2`, `"Disabled"`.
[[nodiscard]] std::string json_literal(const Value& scalar);
/// The property as a new member of the resource's own object; none where something else stands at its place.
[[nodiscard]] std::vector<Edit> add_to_json(Project& project, const PropertyChange& change);

}  // namespace pillarlint::arm
