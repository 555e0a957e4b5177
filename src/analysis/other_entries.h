// What other entry points of a scan may hold (semantics D29, 4): a candidate declared there whose link leads to a resource
// that it does not declare itself may mean the subject that has "none" here. Plain data: it outlives the graphs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "rules/finding.h"

namespace pillarlint {

/// A link from a declared resource to one that the deployment only refers to.
struct OutsideLink {
  std::string candidate_type;  // lower case
  std::string target_type;     // lower case
  std::string target_name;     // last name segment, lower case; empty: not known
  auto operator<=>(const OutsideLink&) const = default;
};

/// The links of one deployment, each once.
[[nodiscard]] std::set<OutsideLink> outside_links(const Graph& graph);

class OtherEntries {
 public:
  /// Adds what a deployment of the entry point holds; `entry` as shown.
  void add(const std::string& entry, const std::set<OutsideLink>& links);
  /// An entry point other than `entry` that may hold what was not found; empty: none does. The first by name.
  [[nodiscard]] std::string holder(const std::string& entry, const Provisional& missing) const;
  /// Makes a provisional answer unknown if another entry point may hold what was not found. True if it did.
  bool settle(const std::string& entry, Finding& finding) const;

 private:
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::set<std::string>>> by_types_;  // → name → entries
};

}  // namespace pillarlint
