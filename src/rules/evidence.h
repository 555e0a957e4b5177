// Leaves to evidence: the words, the trail of a value and the place that a person can edit (rule-language 6). Internal to
// rules/.
#pragma once

#include "rules/evaluator.h"

namespace pillarlint {

class EvidenceMaker {
 public:
  EvidenceMaker(const Evaluator& evaluator, const CheckOptions& options) : evaluator_(evaluator), options_(options) {}

  [[nodiscard]] Evidence evidence(const Leaf& leaf) const;
  struct Place {
    Span primary;
    Span property;   // the property on the resource, if that is elsewhere
  };
  /// `element`: the failing element of a top-level quantifier, or null.
  [[nodiscard]] Place place(const Leaf& leaf, ResourceId subject, const Thing* element) const;
  /// Place of `at:`; unknown place if there is none.
  [[nodiscard]] Span place_of_property(const Reached& at) const;
  /// Where the resource is declared, or, if that is in a module that is only read, the innermost call of it that is not.
  [[nodiscard]] Span editable_place(ResourceId id) const;
  [[nodiscard]] Span header(ResourceId id) const;
  [[nodiscard]] std::string reason(const Leaf& leaf) const;
  [[nodiscard]] std::string condition_text(std::span<const Atom> atoms) const;
  [[nodiscard]] static bool by_default(const Value& value);

 private:
  [[nodiscard]] bool editable(Span span) const { return span.known() && (!options_.scanned || options_.scanned(span.file)); }
  [[nodiscard]] Span literal_place(const Reached& at) const;
  [[nodiscard]] std::vector<TrailStep> trail(const Value& value) const;
  [[nodiscard]] std::string api_version_note(const Reached& at) const;

  const Evaluator& evaluator_;
  const CheckOptions& options_;
};

}  // namespace pillarlint
