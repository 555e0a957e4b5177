#include "analysis/line_diff.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/text.h"

namespace pillarlint {
namespace {

using Line = std::uint32_t;  // number of its text: equal texts, equal numbers
using Lines = std::vector<Line>;

constexpr std::size_t most_changes = 1000;
constexpr std::size_t least_moved = 20;  // letters and digits: a lone brace is no block that was moved
constexpr std::size_t most_places = 16;  // of one text, looked at for moved blocks

// As SourceManager counts lines; blanks at both ends do not count.
class Splitter {
 public:
  Lines split(std::string_view text) {
    Lines out;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool end = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
      if (!end) continue;
      out.push_back(number(text.substr(begin, i - begin)));
      begin = i + 1;
    }
    out.push_back(number(text.substr(begin)));
    return out;
  }
  [[nodiscard]] std::size_t letters(Line line) const { return letters_[line]; }
  /// Nothing, or braces and brackets only.
  [[nodiscard]] bool blank(Line line) const { return letters_[line] == 0; }

 private:
  Line number(std::string_view line) {
    line = trim(line);
    const auto [at, is_new] = numbers_.try_emplace(line, static_cast<Line>(letters_.size()));
    if (is_new) {
      const auto is_letter = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
      letters_.push_back(static_cast<std::size_t>(std::count_if(line.begin(), line.end(), is_letter)));
    }
    return at->second;
  }

  std::unordered_map<std::string_view, Line> numbers_;
  std::vector<std::size_t> letters_;
};

/// Lines of `before` that are gone and lines of `after` that are new, by index, in order; `at` of a gone one is how many
/// lines of `after` stand before the place it had.
struct Script {
  struct Gone {
    std::size_t index, at;
  };
  std::vector<Gone> gone;
  std::vector<std::size_t> fresh;
};

// Myers, "An O(ND) Difference Algorithm and Its Variations", the greedy form.
class ShortestScript {
 public:
  ShortestScript(const Lines& a, const Lines& b, std::size_t begin, std::size_t end_a, std::size_t end_b)
      : a_(a), b_(b), begin_(begin), n_(static_cast<long>(end_a - begin)), m_(static_cast<long>(end_b - begin)) {}

  /// False: there are too many changes.
  bool find(Script& script) {
    const auto most = std::min(static_cast<long>(most_changes), n_ + m_);
    std::vector<long> reach(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [&](long k) -> long& { return reach[static_cast<std::size_t>(k + most + 1)]; };
    for (long d = 0; d <= most; ++d) {
      history_.emplace_back(reach.begin() + (most + 1 - d), reach.begin() + (most + 1 + d + 1));
      for (long k = -d; k <= d; k += 2) {
        long x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
        while (x < n_ && x - k < m_ && a_[begin_ + static_cast<std::size_t>(x)] == b_[begin_ + static_cast<std::size_t>(x - k)]) ++x;
        at(k) = x;
        if (x >= n_ && x - k >= m_) return walk_back(d, script);
      }
    }
    return false;
  }

 private:
  // history_[d] holds the reach of diagonals -d … d before step d.
  bool walk_back(long steps, Script& script) const {
    long x = n_;
    long y = m_;
    for (long d = steps; d > 0; --d) {
      const auto& reach = history_[static_cast<std::size_t>(d)];
      const auto at = [&](long k) { return k < -d || k > d ? -1 : reach[static_cast<std::size_t>(k + d)]; };
      const long k = x - y;
      const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      const long from = down ? k + 1 : k - 1;
      x = at(from);
      y = x - from;
      if (down) {
        script.fresh.push_back(begin_ + static_cast<std::size_t>(y));
      } else {
        script.gone.push_back({begin_ + static_cast<std::size_t>(x), begin_ + static_cast<std::size_t>(y)});
      }
    }
    std::reverse(script.fresh.begin(), script.fresh.end());
    std::reverse(script.gone.begin(), script.gone.end());
    return true;
  }

  const Lines& a_;
  const Lines& b_;
  std::size_t begin_;
  long n_, m_;
  std::vector<std::vector<long>> history_;
};

void by_multiset(const Lines& a, const Lines& b, std::size_t begin, std::size_t end_a, std::size_t end_b, Script& script) {
  std::map<Line, std::size_t> left;
  for (auto i = begin; i < end_a; ++i) ++left[a[i]];
  for (auto i = begin; i < end_b; ++i) {
    const auto found = left.find(b[i]);
    if (found == left.end() || found->second == 0) {
      script.fresh.push_back(i);
    } else {
      --found->second;
    }
  }
}

Script script_of(const Lines& a, const Lines& b) {
  const auto shorter = std::min(a.size(), b.size());
  std::size_t begin = 0;
  while (begin < shorter && a[begin] == b[begin]) ++begin;
  std::size_t tail = 0;
  while (tail < shorter - begin && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  Script script;
  const auto end_a = a.size() - tail;
  const auto end_b = b.size() - tail;
  if (!ShortestScript(a, b, begin, end_a, end_b).find(script)) by_multiset(a, b, begin, end_a, end_b, script);
  return script;
}

/// Takes blocks that stood elsewhere out of the script.
class MovedBlocks {
 public:
  MovedBlocks(const Lines& a, const Lines& b, const Splitter& splitter, Script& script) : a_(a), b_(b), splitter_(splitter), script_(script) {
    for (std::size_t i = 0; i < script.gone.size(); ++i) places_[a[script.gone[i].index]].push_back(i);
  }

  void take_out() {
    std::vector<bool> gone(script_.gone.size(), false);
    std::vector<std::size_t> fresh;
    for (std::size_t i = 0; i < script_.fresh.size();) {
      const auto [from, length] = longest(i, gone);
      if (length == 0) {
        fresh.push_back(script_.fresh[i++]);
        continue;
      }
      std::fill_n(gone.begin() + static_cast<std::ptrdiff_t>(from), length, true);
      i += length;
    }
    script_.fresh = std::move(fresh);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < gone.size(); ++i) {
      if (!gone[i]) script_.gone[kept++] = script_.gone[i];
    }
    script_.gone.resize(kept);
  }

 private:
  struct Block {
    std::size_t from = 0, length = 0;
  };

  Block longest(std::size_t i, const std::vector<bool>& taken) const {
    Block best;
    const auto found = places_.find(b_[script_.fresh[i]]);
    if (found == places_.end()) return best;
    for (std::size_t p = 0; p < found->second.size() && p < most_places; ++p) {
      const auto from = found->second[p];
      const auto length = common(i, from, taken);
      if (length > best.length) best = {from, length};
    }
    return best;
  }

  // Lines that follow each other on both sides. 0 if they hold too little to be recognised.
  std::size_t common(std::size_t i, std::size_t from, const std::vector<bool>& taken) const {
    std::size_t length = 0;
    std::size_t letters = 0;
    const auto& fresh = script_.fresh;
    const auto& gone = script_.gone;
    while (i + length < fresh.size() && from + length < gone.size() && !taken[from + length] && fresh[i + length] == fresh[i] + length &&
           gone[from + length].index == gone[from].index + length && b_[fresh[i + length]] == a_[gone[from + length].index]) {
      letters += splitter_.letters(b_[fresh[i + length]]);
      ++length;
    }
    return letters >= least_moved ? length : 0;
  }

  const Lines& a_;
  const Lines& b_;
  const Splitter& splitter_;
  Script& script_;
  std::unordered_map<Line, std::vector<std::size_t>> places_;
};

}  // namespace

bool LineChanges::touch(std::uint32_t first, std::uint32_t last) const {
  if (all) return true;
  const auto line = std::lower_bound(lines.begin(), lines.end(), first);
  if (line != lines.end() && *line <= last) return true;
  const auto cut = std::lower_bound(cuts.begin(), cuts.end(), first);
  return cut != cuts.end() && *cut < last;
}

LineChanges changed_lines(std::string_view before, std::string_view after) {
  Splitter splitter;
  const auto a = splitter.split(before);
  const auto b = splitter.split(after);
  auto script = script_of(a, b);
  MovedBlocks(a, b, splitter, script).take_out();
  LineChanges out;
  for (const auto i : script.fresh) {
    if (!splitter.blank(b[i])) out.lines.push_back(static_cast<std::uint32_t>(i + 1));
  }
  for (const auto& gone : script.gone) {
    const auto behind = static_cast<std::uint32_t>(gone.at);
    if (!splitter.blank(a[gone.index]) && (out.cuts.empty() || out.cuts.back() != behind)) out.cuts.push_back(behind);
  }
  return out;
}

double likeness(std::string_view a, std::string_view b) {
  Splitter splitter;
  auto lines_a = splitter.split(a);
  auto lines_b = splitter.split(b);
  const auto blank = [&](Line line) { return splitter.blank(line); };
  std::erase_if(lines_a, blank);
  std::erase_if(lines_b, blank);
  if (lines_a.empty() || lines_b.empty()) return lines_a.empty() && lines_b.empty() ? 1.0 : 0.0;
  std::sort(lines_a.begin(), lines_a.end());
  std::sort(lines_b.begin(), lines_b.end());
  Lines common;
  std::set_intersection(lines_a.begin(), lines_a.end(), lines_b.begin(), lines_b.end(), std::back_inserter(common));
  return static_cast<double>(common.size()) / static_cast<double>(std::max(lines_a.size(), lines_b.size()));
}

}  // namespace pillarlint
