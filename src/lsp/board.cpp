#include "lsp/board.h"

#include <algorithm>
#include <tuple>

namespace pillarlint::lsp {

void Board::drop(const ScanAnswer& answer, const std::set<std::string>& changed) {
  if (answer.whole) {
    notices_.clear();
    units_.clear();
    return;
  }
  std::set<std::string> renewed = answer.gone;
  for (const auto& unit : answer.units) renewed.insert(unit.name);
  for (auto& [path, notices] : notices_) {
    for (auto& notice : notices) {
      std::erase_if(notice.units, [&](const auto& unit) {
        return renewed.contains(unit) || (unit == no_unit && (notice.always || changed.contains(path)));
      });
    }
    std::erase_if(notices, [](const auto& notice) { return notice.units.empty(); });
  }
  std::erase_if(notices_, [](const auto& entry) { return entry.second.empty(); });
  for (const auto& unit : renewed) units_.erase(unit);
}

void Board::add(Notice notice) {
  auto& notices = notices_[notice.path];
  for (auto& old : notices) {
    if (!old.same(notice)) continue;
    notice.units.merge(old.units);
    old = std::move(notice);
    return;
  }
  const auto before = [](const Notice& a, const Notice& b) {
    return std::tie(a.range, a.code) < std::tie(b.range, b.code);
  };
  notices.insert(std::upper_bound(notices.begin(), notices.end(), notice, before), std::move(notice));
}

void Board::take(const ScanAnswer& answer, std::vector<Notice> notices, const std::set<std::string>& changed) {
  drop(answer, changed);
  for (const auto& unit : answer.units) units_[unit.name] = unit.files;
  for (auto& notice : notices) add(std::move(notice));
}

std::vector<const Notice*> Board::notices_in(const std::string& path) const {
  std::vector<const Notice*> out;
  if (const auto found = notices_.find(path); found != notices_.end()) {
    for (const auto& notice : found->second) out.push_back(&notice);
  }
  return out;
}

std::map<std::string, std::vector<const Notice*>> Board::shown(const std::set<std::string>& open) const {
  std::set<std::string> near;  // deployments that read an open document
  for (const auto& [name, files] : units_) {
    if (std::any_of(open.begin(), open.end(), [&](const auto& path) { return files.contains(path); }))
      near.insert(name);
  }
  std::map<std::string, std::vector<const Notice*>> out;
  for (const auto& [path, notices] : notices_) {
    const bool is_open = open.contains(path);
    for (const auto& notice : notices) {
      const auto is_near = [&] {
        return std::any_of(notice.units.begin(), notice.units.end(),
                           [&](const auto& unit) { return near.contains(unit); });
      };
      if (is_open || notice.always || is_near()) out[path].push_back(&notice);
    }
  }
  return out;
}

}  // namespace pillarlint::lsp
