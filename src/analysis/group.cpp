#include "analysis/group.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace pillarlint {
namespace {

// What is suppressed in one module call and not in another stays two. "Nothing was found" has the same place and path for each element that lacks something: there the element tells them
// apart.
std::tuple<RuleId, Span, std::string, std::string, bool> key_of(const Finding& finding) {
  return {finding.rule, finding.primary, finding.path, finding.path.empty() ? finding.element : std::string(), finding.suppression.has_value()};
}

int rank(const Finding& finding) {
  const int verdict = finding.verdict == Verdict::fail ? 0 : finding.verdict == Verdict::unknown ? 1 : 2;
  return verdict * 2 + (finding.condition.empty() ? 0 : 1);  // certainly deployed before "if deployed"
}

void add_once(std::vector<std::string>& list, const std::vector<std::string>& more, const std::string& one) {
  const auto add = [&](const std::string& text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  };
  for (const auto& text : more) add(text);
  if (more.empty()) add(one);
}

void merge(Finding& group, Finding finding) {
  std::vector<Identity> identities;
  if (group.verdict == finding.verdict) {
    identities = std::move(group.identities);
    identities.insert(identities.end(), finding.identities.begin(), finding.identities.end());
  } else {
    identities = rank(finding) < rank(group) ? finding.identities : std::move(group.identities);
  }
  auto addresses = std::move(group.addresses);
  auto deployments = std::move(group.deployments);
  add_once(addresses, finding.addresses, finding.address);
  add_once(deployments, finding.deployments, {});
  const bool one_repair = group.repair && finding.repair && group.repair->edits == finding.repair->edits;
  if (rank(finding) < rank(group)) group = std::move(finding);
  if (!one_repair) group.repair.reset();  // what repairs one of them is not known to repair the others
  group.addresses = std::move(addresses);
  group.deployments = std::move(deployments);
  group.identities = std::move(identities);
}

// The fingerprint of a group must not depend on which of its resources stands first.
void settle_identities(Finding& group) {
  auto& all = group.identities;
  std::sort(all.begin(), all.end());
  const auto same = [](const Identity& a, const Identity& b) { return a.fingerprint == b.fingerprint; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  if (!all.empty()) group.fingerprint = all.front().fingerprint;
}

// Instances of a loop whose values stand in different places are findings of their own with one identity: the second of a
// file and those after it are told apart by their number.
void number_equal_ones(std::vector<Finding>& groups) {
  std::map<std::pair<FileId, std::uint64_t>, std::uint64_t> met;
  for (auto& group : groups) {
    const auto number = met[{group.primary.file, group.fingerprint}]++;
    if (number > 0) group.fingerprint = (group.fingerprint ^ number) * 0x100000001B3ULL;
  }
}

}  // namespace

bool before(const SourceManager& sources, Span a, Span b) {
  if (a.file != b.file) {
    const auto path_a = a.known() ? sources.path(a.file) : std::string_view();
    const auto path_b = b.known() ? sources.path(b.file) : std::string_view();
    if (path_a != path_b) return path_a < path_b;
  }
  return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
}

std::vector<Finding> group_findings(std::vector<Finding> findings, const SourceManager& sources) {
  std::vector<Finding> groups;
  std::map<decltype(key_of(findings.front())), std::size_t> known;
  for (auto& finding : findings) {
    const auto [at, is_new] = known.try_emplace(key_of(finding), groups.size());
    if (is_new) {
      add_once(finding.addresses, {}, finding.address);
      groups.push_back(std::move(finding));
    } else {
      merge(groups[at->second], std::move(finding));
    }
  }
  for (auto& group : groups) settle_identities(group);
  std::stable_sort(groups.begin(), groups.end(), [&](const Finding& a, const Finding& b) {
    if (before(sources, a.primary, b.primary)) return true;
    if (before(sources, b.primary, a.primary)) return false;
    return a.rule < b.rule;
  });
  number_equal_ones(groups);
  return groups;
}

}  // namespace pillarlint
