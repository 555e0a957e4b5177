#include "analysis/renames.h"

#include <algorithm>
#include <tuple>

#include "analysis/line_diff.h"
#include "base/file_system.h"

namespace pillarlint {
namespace {

constexpr double least_likeness = 0.5;
constexpr std::size_t most_compared = 200;  // files on each side

std::string_view ending(std::string_view path) {
  const auto name = file_name(path);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot);
}

class Pairing {
 public:
  Pairing(const std::vector<NamedText>& gone, const std::vector<NamedText>& fresh)
      : gone_(gone), fresh_(fresh), gone_taken_(gone.size(), false), fresh_taken_(fresh.size(), false) {}

  std::map<std::string, std::string> run() {
    same_text();
    alike();
    return std::move(renames_);
  }

 private:
  void pair(std::size_t old_one, std::size_t new_one) {
    gone_taken_[old_one] = true;
    fresh_taken_[new_one] = true;
    renames_[fresh_[new_one].path] = gone_[old_one].path;
  }

  [[nodiscard]] bool same_name(std::size_t old_one, std::size_t new_one) const {
    return file_name(gone_[old_one].path) == file_name(fresh_[new_one].path);
  }

  void same_text() {
    std::map<std::string_view, std::vector<std::size_t>> by_text;
    for (std::size_t i = 0; i < gone_.size(); ++i) by_text[gone_[i].text].push_back(i);
    for (const bool by_name : {true, false}) {
      for (std::size_t n = 0; n < fresh_.size(); ++n) {
        const auto found = fresh_taken_[n] ? by_text.end() : by_text.find(fresh_[n].text);
        if (found == by_text.end()) continue;
        const auto fits = [&](std::size_t o) { return !gone_taken_[o] && (!by_name || same_name(o, n)); };
        const auto old_one = std::find_if(found->second.begin(), found->second.end(), fits);
        if (old_one != found->second.end()) pair(*old_one, n);
      }
    }
  }

  void alike() {
    if (gone_.size() > most_compared || fresh_.size() > most_compared) return;
    std::vector<std::tuple<double, bool, std::size_t, std::size_t>> candidates;
    for (std::size_t o = 0; o < gone_.size(); ++o) {
      for (std::size_t n = 0; n < fresh_.size(); ++n) {
        if (gone_taken_[o] || fresh_taken_[n] || ending(gone_[o].path) != ending(fresh_[n].path)) continue;
        const auto common = likeness(gone_[o].text, fresh_[n].text);
        if (common >= least_likeness) candidates.emplace_back(-common, !same_name(o, n), o, n);
      }
    }
    std::sort(candidates.begin(), candidates.end());
    for (const auto& [common, other_name, o, n] : candidates) {
      if (!gone_taken_[o] && !fresh_taken_[n]) pair(o, n);
    }
  }

  const std::vector<NamedText>& gone_;
  const std::vector<NamedText>& fresh_;
  std::vector<bool> gone_taken_, fresh_taken_;
  std::map<std::string, std::string> renames_;
};

}  // namespace

std::map<std::string, std::string> find_renames(const std::vector<NamedText>& gone, const std::vector<NamedText>& fresh) {
  return Pairing(gone, fresh).run();
}

}  // namespace pillarlint
