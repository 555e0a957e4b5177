#include "analysis/pair.h"

#include <map>
#include <utility>

namespace pillarlint {
namespace {

/// What is known, by a key, in the order of the list; whoever was taken is passed over.
template <typename Key>
class Shelf {
 public:
  explicit Shelf(const std::vector<bool>& taken) : taken_(taken) {}
  void put(Key key, std::size_t i) { places_[std::move(key)].indices.push_back(i); }
  [[nodiscard]] std::size_t first(const Key& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return unpaired;
    auto& [indices, next] = found->second;
    while (next < indices.size() && taken_[indices[next]]) ++next;
    return next < indices.size() ? indices[next] : unpaired;
  }

 private:
  struct Place {
    std::vector<std::size_t> indices;
    std::size_t next = 0;
  };
  const std::vector<bool>& taken_;
  std::map<Key, Place> places_;
};

}  // namespace

std::vector<std::size_t> pair_up(const std::vector<KnownAs>& found, const std::vector<KnownAs>& known) {
  std::vector<bool> taken(known.size(), false);
  Shelf<std::pair<std::uint64_t, std::string>> by_path(taken);
  Shelf<std::uint64_t> anywhere(taken);
  for (std::size_t i = 0; i < known.size(); ++i) {
    for (const auto fingerprint : known[i].fingerprints) {
      by_path.put({fingerprint, known[i].path}, i);
      anywhere.put(fingerprint, i);
    }
  }
  std::vector<std::size_t> partners(found.size(), unpaired);
  const auto pair_all = [&](const auto& partner_of) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      for (const auto fingerprint : found[i].fingerprints) {
        if (partners[i] != unpaired) break;
        partners[i] = partner_of(fingerprint, found[i].path);
        if (partners[i] != unpaired) taken[partners[i]] = true;
      }
    }
  };
  pair_all([&](auto fingerprint, const auto& path) { return by_path.first({fingerprint, path}); });
  pair_all([&](auto fingerprint, const auto&) { return anywhere.first(fingerprint); });
  return partners;
}

}  // namespace pillarlint
