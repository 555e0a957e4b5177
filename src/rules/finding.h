// What a rule says of a resource. Data only: reporters make the words. A finding owns its text, so that it outlives the
// graph it was made from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/edit.h"
#include "base/span.h"
#include "value/value.h"

namespace pillarlint {

enum class RuleId : std::uint32_t {};  // index into the rule set

/// `manual`: only a person can answer (checklist items; no rule gives it).
enum class Verdict : std::uint8_t { pass, fail, unknown, not_applicable, manual };
enum class Severity : std::uint8_t { info, low, medium, high };

[[nodiscard]] std::string_view name_of(Verdict verdict);
[[nodiscard]] std::string_view name_of(Severity severity);

/// One step of the way a value took, ready to be shown: first where it was written, last where it is used.
struct TrailStep {
  Origin::Step step = Origin::Step::function;
  bool literal = false;        // the first step: where it was written
  std::string text;            // "default of parameter `publicAccess`"
  Span span;
};

/// A condition that decided.
struct Evidence {
  std::string path;            // "properties.disableLocalAuth"; empty for "nothing found"
  std::string wanted;          // "true", "at least 2", in words
  std::string found;           // printed value, redacted; "absent"; "none found"
  std::string reason;          // why it is not known; what was searched; candidates and what each lacked
  bool absent = false;
  bool unknown = false;
  bool by_platform = false;    // provided by platform
  bool by_default = false;     // the value is a default of Azure or of a provider
  Span span;                   // the property, or where the candidate stands
  std::vector<TrailStep> trail;
};

/// A link from a provisional "none found" to what another deployment may hold (semantics D29).
struct Provisional {
  std::string candidate_type;
  std::string subject_type;
  std::string subject_name;    // known text of the last name segment, lower case; empty: not known
};

/// Somebody decided that a finding need not be acted on, and says why.
struct Suppression {
  enum class Kind : std::uint8_t { in_source, configuration };
  Kind kind = Kind::in_source;
  std::string reason;              // empty: none was given, which is reported
  std::string until;               // "2026-12-31", the last day it holds; empty: for good
  Span place;                      // the comment, directive or entry
};

/// Whether a finding counts, or is known from elsewhere and set aside.
enum class Standing : std::uint8_t {
  counts,
  in_baseline,   // the baseline has it
  not_changed,   // the change that is looked at neither touches nor causes it
};

/// How a finding hangs together with the change that is looked at.
enum class Change : std::uint8_t {
  none,          // no change is looked at
  touched,       // it stands in changed lines
  caused,        // it stands elsewhere, and was not there before the change
};

/// The repair of a finding, if it is one property. The edits do not overlap and stand in one file, in order.
struct Repair {
  std::string title;               // "Set `properties.disableLocalAuth` to `true`"
  std::vector<Edit> edits;
};

/// What tells a finding from others of its rule, whatever its line, folder and value (semantics D32). A finding that was
/// grouped from several resources has one for each.
struct Identity {
  std::uint64_t fingerprint = 0;
  std::string declared_address;
  std::string element;             // as it enters the fingerprint
  FileId file = FileId::none;      // where the resource is declared
  auto operator<=>(const Identity&) const = default;
};

struct Finding {
  RuleId rule{};
  Verdict verdict = Verdict::fail;
  std::string resource_type;
  std::string resource_name;       // printed
  std::string address;             // `main.json:account[0]`
  std::string declared_address;    // inside its file, without loop index or call chain: for the fingerprint
  Span primary;                    // where a person can edit
  Span property;                   // the property on the resource, if it is elsewhere than `primary`
  Span resource;                   // header of the resource
  std::vector<Span> called_from;   // module calls, outermost first
  std::string path;                // property that it is about: of `at`, else the first that decided; empty: the resource as a whole
  std::string element;             // name, key or index of the failing element of a top-level each / none
  std::string message;
  std::vector<Evidence> evidence;
  std::string condition;           // "if <condition>" of a conditional subject; empty: certainly deployed
  std::vector<Provisional> provisional;
  std::string reason;              // not applicable or unknown: why, in short; groups the summary
  std::uint64_t fingerprint = 0;   // rule, file base name, declared address, path, element (semantics D32); of the
                                   // second and further ones of a file that are equal in these: with their number
  std::vector<Identity> identities;  // in order of fingerprints; of those resources that the verdict is about

  std::optional<Suppression> suppression;
  Standing standing = Standing::counts;
  Change change = Change::none;
  bool known_before = false;       // touched, and there before the change too
  std::optional<Repair> repair;

  /// It is neither suppressed nor set aside.
  [[nodiscard]] bool counts() const { return !suppression && standing == Standing::counts; }

  /// Filled in when findings of several deployments, calls and loop instances are grouped (D31).
  std::vector<std::string> addresses;
  std::vector<std::string> deployments;
};

}  // namespace pillarlint
