// What is known of one root: the notices of all its deployments. A scan of some deployments renews what these say and
// leaves the rest.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/notice.h"

namespace pillarlint::lsp {

class Board {
 public:
  /// `changed`: the files that the scan was made for; what they said of themselves is renewed too.
  void take(const ScanAnswer& answer, std::vector<Notice> notices, const std::set<std::string>& changed);
  /// In order of place.
  [[nodiscard]] std::vector<const Notice*> notices_in(const std::string& path) const;
  /// What an editor with these documents open is shown, by file: notices of the documents, and of other files as far as
  /// a deployment that reads one of the documents says so.
  [[nodiscard]] std::map<std::string, std::vector<const Notice*>> shown(const std::set<std::string>& open) const;

 private:
  void drop(const ScanAnswer& answer, const std::set<std::string>& changed);
  void add(Notice notice);

  std::map<std::string, std::vector<Notice>> notices_;  // by path, in order of place
  std::map<std::string, std::set<std::string>> units_;  // files by name
};

}  // namespace pillarlint::lsp
