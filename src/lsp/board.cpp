#include "lsp/board.h"

#include <algorithm>
#include <tuple>

namespace pillarlint::lsp {

void Board::drop(const ScanAnswer& answer, const std::set<std::string>& changed) {
  if (answer.whole) {
    marks_.clear();
    units_.clear();
    return;
  }
  std::set<std::string> renewed = answer.gone;
  for (const auto& unit : answer.units) renewed.insert(unit.name);
  for (auto& [path, marks] : marks_) {
    for (auto& mark : marks) {
      std::erase_if(mark.units, [&](const auto& unit) {
        return renewed.contains(unit) || (unit == no_unit && (mark.always || changed.contains(path)));
      });
    }
    std::erase_if(marks, [](const auto& mark) { return mark.units.empty(); });
  }
  std::erase_if(marks_, [](const auto& entry) { return entry.second.empty(); });
  for (const auto& unit : renewed) units_.erase(unit);
}

void Board::add(Mark mark) {
  auto& marks = marks_[mark.path];
  for (auto& old : marks) {
    if (!old.same(mark)) continue;
    mark.units.merge(old.units);
    old = std::move(mark);
    return;
  }
  const auto before = [](const Mark& a, const Mark& b) { return std::tie(a.range, a.code) < std::tie(b.range, b.code); };
  marks.insert(std::upper_bound(marks.begin(), marks.end(), mark, before), std::move(mark));
}

void Board::take(const ScanAnswer& answer, std::vector<Mark> marks, const std::set<std::string>& changed) {
  drop(answer, changed);
  for (const auto& unit : answer.units) units_[unit.name] = unit.files;
  for (auto& mark : marks) add(std::move(mark));
}

std::vector<const Mark*> Board::marks_in(const std::string& path) const {
  std::vector<const Mark*> out;
  if (const auto found = marks_.find(path); found != marks_.end()) {
    for (const auto& mark : found->second) out.push_back(&mark);
  }
  return out;
}

std::map<std::string, std::vector<const Mark*>> Board::shown(const std::set<std::string>& open) const {
  std::set<std::string> near;  // deployments that read an open document
  for (const auto& [name, files] : units_) {
    if (std::any_of(open.begin(), open.end(), [&](const auto& path) { return files.contains(path); })) near.insert(name);
  }
  std::map<std::string, std::vector<const Mark*>> out;
  for (const auto& [path, marks] : marks_) {
    const bool is_open = open.contains(path);
    for (const auto& mark : marks) {
      const auto is_near = [&] { return std::any_of(mark.units.begin(), mark.units.end(), [&](const auto& unit) { return near.contains(unit); }); };
      if (is_open || mark.always || is_near()) out[path].push_back(&mark);
    }
  }
  return out;
}

}  // namespace pillarlint::lsp
