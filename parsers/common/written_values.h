// Whether a literal may be changed to change a property: it must be the whole of what is written where it stands, and be
// handed on as it is until it arrives. `private ? 'Disabled' : 'Enabled'` has two literals, and neither is the setting.
#pragma once

#include "graph/property_change.h"

namespace pillarlint {

/// What a language knows of the places on a value's journey.
class WrittenValues {
 public:
  virtual ~WrittenValues() = default;
  /// A literal stands there, and it is all that its property, parameter or variable is given.
  [[nodiscard]] virtual bool is_literal(Span span) const = 0;
  /// What stands there (a parameter, a variable, a member of one) is all that its property, parameter or variable is given.
  [[nodiscard]] virtual bool is_handed_on(Span span) const = 0;
  /// What is said of that parameter in the file or folder of the place does not rule the value out.
  [[nodiscard]] virtual bool allows(Span use, std::string_view parameter, const Value& to) const = 0;
};

/// Whether another literal in the place of `change.found` changes the property, and what is known of rules it out.
[[nodiscard]] bool may_be_changed(const PropertyChange& change, const Value& to, const WrittenValues& written);

/// The first `depth` names of the path are written in the resource's own text, the next is not: whether it is there all the
/// same, from a spread, a function or a child resource. Then it can not be added.
[[nodiscard]] bool is_given_elsewhere(const PropertyChange& change, std::size_t depth);

}  // namespace pillarlint
