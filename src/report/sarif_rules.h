// The parts of a SARIF log that are about rules rather than findings: descriptors, taxonomies, names.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "report/report.h"

namespace pillarlint {

/// `ai-account-local-auth` → `AiAccountLocalAuth`.
[[nodiscard]] std::string pascal_case(std::string_view id);
[[nodiscard]] std::string_view sarif_level(Severity severity);
/// An integer: some readers (reviewdog 0.17) take no `60.0`.
[[nodiscard]] int sarif_rank(Severity severity);
/// A sentence: the text with a period.
[[nodiscard]] std::string sentence(std::string_view text);

/// reportingDescriptor of a rule.
[[nodiscard]] nlohmann::ordered_json rule_descriptor(const Report& report, const RuleReport& rule);
/// The pillars, and the checklist of the Well-Architected Framework, as taxonomies.
[[nodiscard]] nlohmann::ordered_json taxonomies(const Report& report);
/// The same as toolComponentReferences.
[[nodiscard]] nlohmann::ordered_json supported_taxonomies();

inline constexpr std::string_view information_uri = "https://learn.microsoft.com/azure/well-architected/ai/";

}  // namespace pillarlint
