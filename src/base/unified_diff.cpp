// The lines that two texts share, by Myers' greedy method (An O(ND) Difference Algorithm, 1986), printed with what stands
// around the others.
#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "base/edit.h"

namespace pillarlint {

namespace {

constexpr std::size_t most_differences = 1'000;  // beyond it what differs is shown as one change
constexpr std::size_t lines_around = 3;

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto size = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

/// A run of lines taken away and lines put in their place.
struct Change {
  std::size_t old_begin, old_end, new_begin, new_end;
};

class Comparison {
 public:
  Comparison(std::span<const std::string_view> a, std::span<const std::string_view> b) : a_(a), b_(b) {}

  /// In order. If more differs than is worth telling apart, it is one.
  [[nodiscard]] std::vector<Change> changes() {
    const auto steps = shortest();
    return steps.empty() ? std::vector<Change>{{0, a_.size(), 0, b_.size()}} : walk_back(steps);
  }

 private:
  using Row = std::vector<std::int64_t>;  // how far each diagonal is reached

  [[nodiscard]] std::int64_t follow(std::int64_t x, std::int64_t k) const {
    auto y = x - k;
    while (x < size_of(a_) && y < size_of(b_) && a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(y)]) {
      ++x;
      ++y;
    }
    return x;
  }
  [[nodiscard]] static std::int64_t size_of(std::span<const std::string_view> lines) { return static_cast<std::int64_t>(lines.size()); }

  std::vector<Row> shortest() {
    std::vector<Row> rows;
    Row row(3, 0);  // before step 0
    for (std::int64_t d = 0; d <= static_cast<std::int64_t>(most_differences); ++d) {
      Row next(static_cast<std::size_t>(2 * d + 5), 0);  // for the step behind this one
      for (std::int64_t k = -d; k <= d; k += 2) {
        const auto x = follow(d == 0 ? 0 : best_of(row, d, k), k);
        next[static_cast<std::size_t>(k + d + 2)] = x;
        if (x >= size_of(a_) && x - k >= size_of(b_)) {
          rows.push_back(std::move(row));
          return rows;
        }
      }
      rows.push_back(std::move(row));
      row = std::move(next);
    }
    return {};
  }

  // `row` holds the diagonals -(d+1) … d+1.
  static std::int64_t best_of(const Row& row, std::int64_t d, std::int64_t k) {
    return came_down(row, d, k) ? reached_on(row, d, k + 1) : reached_on(row, d, k - 1) + 1;
  }
  static bool came_down(const Row& row, std::int64_t d, std::int64_t k) {
    return k == -d || (k != d && reached_on(row, d, k - 1) < reached_on(row, d, k + 1));
  }
  static std::int64_t reached_on(const Row& row, std::int64_t d, std::int64_t k) { return row[static_cast<std::size_t>(k + d + 1)]; }

  [[nodiscard]] std::vector<Change> walk_back(const std::vector<Row>& rows) const {
    std::vector<Change> out;
    auto x = size_of(a_);
    auto y = size_of(b_);
    for (auto d = static_cast<std::int64_t>(rows.size()) - 1; d > 0; --d) {
      const auto& row = rows[static_cast<std::size_t>(d)];
      const auto k = x - y;
      const bool down = came_down(row, d, k);
      const auto reached = best_of(row, d, k);  // where the common lines begin
      add(out, down ? Change{cast(reached), cast(reached), cast(reached - k - 1), cast(reached - k)}
                    : Change{cast(reached - 1), cast(reached), cast(reached - k), cast(reached - k)});
      x = down ? reached : reached - 1;
      y = down ? reached - k - 1 : reached - k;
    }
    std::reverse(out.begin(), out.end());
    return out;
  }
  static std::size_t cast(std::int64_t value) { return static_cast<std::size_t>(value); }

  /// From the back: one that ends where the last begins is part of it.
  static void add(std::vector<Change>& out, Change change) {
    if (!out.empty() && out.back().old_begin == change.old_end && out.back().new_begin == change.new_end) {
      out.back().old_begin = change.old_begin;
      out.back().new_begin = change.new_begin;
    } else {
      out.push_back(change);
    }
  }

  std::span<const std::string_view> a_, b_;
};

void print_lines(std::string& out, char sign, const Lines& lines, std::size_t begin, std::size_t end) {
  for (auto i = begin; i < end; ++i) {
    out += sign;
    out += lines[i];
    if (!lines[i].ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

std::string range(std::size_t begin, std::size_t end) {
  const auto count = end - begin;
  if (count == 1) return fmt::format("{}", begin + 1);
  return fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
}

/// Changes that are near enough to be shown together.
void print_hunk(std::string& out, const Lines& a, const Lines& b, std::span<const Change> changes) {
  const auto before = std::min(changes.front().old_begin, lines_around);
  const auto after = std::min(a.size() - changes.back().old_end, lines_around);
  const auto old_begin = changes.front().old_begin - before;
  const auto old_end = changes.back().old_end + after;
  out += fmt::format("@@ -{} +{} @@\n", range(old_begin, old_end), range(changes.front().new_begin - before, changes.back().new_end + after));
  auto at = old_begin;
  for (const auto& change : changes) {
    print_lines(out, ' ', a, at, change.old_begin);
    print_lines(out, '-', a, change.old_begin, change.old_end);
    print_lines(out, '+', b, change.new_begin, change.new_end);
    at = change.old_end;
  }
  print_lines(out, ' ', a, at, old_end);
}

/// What both begin and end with needs no comparing.
std::vector<Change> changes_between(const Lines& a, const Lines& b) {
  const auto shorter = std::min(a.size(), b.size());
  std::size_t front = 0;
  while (front < shorter && a[front] == b[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  if (front == a.size() && front == b.size()) return {};
  const std::span<const std::string_view> old_lines(a.data() + front, a.size() - front - back);
  const std::span<const std::string_view> new_lines(b.data() + front, b.size() - front - back);
  auto out = Comparison(old_lines, new_lines).changes();
  for (auto& change : out) change = {change.old_begin + front, change.old_end + front, change.new_begin + front, change.new_end + front};
  return out;
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after) {
  const auto a = lines_of(before);
  const auto b = lines_of(after);
  const auto changes = changes_between(a, b);
  if (changes.empty()) return {};
  auto out = fmt::format("--- a/{0}\n+++ b/{0}\n", name);
  for (std::size_t first = 0; first < changes.size();) {
    auto last = first + 1;
    while (last < changes.size() && changes[last].old_begin - changes[last - 1].old_end <= 2 * lines_around) ++last;
    print_hunk(out, a, b, std::span(changes).subspan(first, last - first));
    first = last;
  }
  return out;
}

}  // namespace pillarlint
