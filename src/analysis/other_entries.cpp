#include "analysis/other_entries.h"

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {
namespace {

std::string known_name(const Resource& resource) {
  if (resource.segments.empty() || !resource.segments.back().is_string()) return {};
  return lower(resource.segments.back().text());
}

}  // namespace

std::set<OutsideLink> outside_links(const Graph& graph) {
  std::set<OutsideLink> links;
  for (const auto& edge : graph.edges()) {
    const auto& from = graph.at(edge.from);
    const auto& to = graph.at(edge.to);
    const bool outside = to.standing == Resource::Standing::external || to.standing == Resource::Standing::existing;
    if (!from.declared() || !outside || edge.kind == Edge::Kind::depends_on) continue;
    links.insert({lower(from.type.text()), lower(to.type.text()), known_name(to)});
  }
  return links;
}

void OtherEntries::add(const std::string& entry, const std::set<OutsideLink>& links) {
  for (const auto& link : links) by_types_[{link.candidate_type, link.target_type}][link.target_name].insert(entry);
}

std::string OtherEntries::holder(const std::string& entry, const Provisional& missing) const {
  const auto found = by_types_.find({lower(missing.candidate_type), lower(missing.subject_type)});
  if (found == by_types_.end()) return {};
  std::string first;
  const auto wanted = lower(missing.subject_name);
  for (const auto& [name, entries] : found->second) {
    if (!name.empty() && !wanted.empty() && name != wanted) continue;  // certainly another resource
    for (const auto& other : entries) {
      if (other != entry && (first.empty() || other < first)) first = other;
    }
  }
  return first;
}

bool OtherEntries::settle(const std::string& entry, Finding& finding) const {
  if (finding.verdict != Verdict::fail && finding.verdict != Verdict::pass) return false;
  for (const auto& missing : finding.provisional) {
    const auto other = holder(entry, missing);
    if (other.empty()) continue;
    finding.verdict = Verdict::unknown;
    finding.reason = fmt::format("{} is another entry point of this scan and may hold it", other);
    for (auto& evidence : finding.evidence) {
      evidence.unknown = true;
      if (evidence.reason.empty()) evidence.reason = finding.reason;
    }
    return true;
  }
  return false;
}

}  // namespace pillarlint
