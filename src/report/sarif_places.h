// Where things are, as SARIF says it: files relative to the root, regions in UTF-16 units with what stands there, the
// line's fingerprint.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "report/place.h"
#include "report/report.h"

namespace pillarlint {

class SarifPlaces {
 public:
  explicit SarifPlaces(const Report& report) : report_(report), excerpts_(report.sources, report.secrets) {}

  /// artifactLocation
  [[nodiscard]] nlohmann::ordered_json artifact(FileId file) const;
  /// physicalLocation; `context`: with the lines around.
  [[nodiscard]] nlohmann::ordered_json physical(Span span, bool context) const;
  /// GitHub's hash of the line; empty: the place has no text.
  [[nodiscard]] std::string line_hash(Span span);
  /// replacement of a fix
  [[nodiscard]] nlohmann::ordered_json replacement(const Edit& edit) const;
  [[nodiscard]] bool shown(Span span) const { return excerpts_.shown(span); }

 private:
  void add_context(nlohmann::ordered_json& out, FileId file, const Region& region) const;

  const Report& report_;
  Excerpts excerpts_;
  std::map<FileId, std::vector<std::string>> line_hashes_;
};

}  // namespace pillarlint
