#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace pillarlint {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return out;
}

bool starts_with_text(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && same_text(text.substr(0, prefix.size()), prefix);
}

bool ends_with_text(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && same_text(text.substr(text.size() - suffix.size()), suffix);
}

std::size_t find_text(std::string_view text, std::string_view part, std::size_t from) {
  if (part.size() > text.size()) return std::string_view::npos;
  for (std::size_t i = from; i + part.size() <= text.size(); ++i) {
    if (same_text(text.substr(i, part.size()), part)) return i;
  }
  return std::string_view::npos;
}

namespace {
bool digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && digit(text[n])) ++n;
  auto run = text.substr(0, n);
  text.remove_prefix(n);
  while (run.size() > 1 && run.front() == '0') run.remove_prefix(1);
  return run;
}

int order_of_runs(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}
}  // namespace

int natural_order(std::string_view a, std::string_view b) {
  auto x = a;
  auto y = b;
  while (!x.empty() && !y.empty()) {
    if (digit(x.front()) && digit(y.front())) {
      const int order = order_of_runs(take_digits(x), take_digits(y));
      if (order != 0) return order < 0 ? -1 : 1;
      continue;
    }
    const char c = lower(x.front());
    const char d = lower(y.front());
    if (c != d) return static_cast<unsigned char>(c) < static_cast<unsigned char>(d) ? -1 : 1;
    x.remove_prefix(1);
    y.remove_prefix(1);
  }
  if (x.empty() != y.empty()) return x.empty() ? -1 : 1;
  const int bytes = a.compare(b);
  return bytes == 0 ? 0 : (bytes < 0 ? -1 : 1);
}

namespace {
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> row(a.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  std::vector<std::size_t> before;  // the row above `row`'s predecessor, for swapped neighbours
  std::vector<std::size_t> above;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    before = above;
    above = row;
    row[0] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[i] = std::min({above[i] + 1, row[i - 1] + 1, above[i - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
        row[i] = std::min(row[i], before[i - 2] + 1);
      }
    }
  }
  return row[a.size()];
}
}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > 100) return {};
  std::size_t best = word.size() <= 3 ? 1 : (word.size() <= 7 ? 2 : 3);
  std::string_view found;
  for (const auto candidate : candidates) {
    const auto distance = edit_distance(word, candidate, best);
    if (distance < best || (distance == best && found.empty())) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  return std::string(nearest(word, std::span<const std::string_view>(views)));
}

std::string fill(std::string_view form, std::span<const std::string> args) {
  std::string out;
  out.reserve(form.size() + 64);
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '{' && i + 2 < form.size() && digit(form[i + 1]) && form[i + 2] == '}') {
      const auto n = static_cast<std::size_t>(form[i + 1] - '0');
      if (n < args.size()) {
        out += args[n];
        i += 2;
        continue;
      }
    }
    out += form[i];
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) {
    if (&part != parts.data()) out += separator;
    out += part;
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return std::string(text.substr(0, limit)) + "…";
}

namespace {
bool class_matches(std::string_view& pattern, char c) {  // pattern stands after '['
  const bool negated = !pattern.empty() && (pattern.front() == '!' || pattern.front() == '^');
  if (negated) pattern.remove_prefix(1);
  bool found = false;
  bool first = true;
  while (!pattern.empty() && (first || pattern.front() != ']')) {
    first = false;
    const char low = pattern.front();
    pattern.remove_prefix(1);
    char high = low;
    if (pattern.size() > 1 && pattern.front() == '-' && pattern[1] != ']') {
      high = pattern[1];
      pattern.remove_prefix(2);
    }
    found = found || (low <= c && c <= high);
  }
  if (!pattern.empty()) pattern.remove_prefix(1);
  return found != negated;
}

// `budget` bounds the backtracking of patterns with many stars.
bool glob(std::string_view pattern, std::string_view path, int& budget) {
  while (!pattern.empty()) {
    if (--budget < 0) return false;
    if (pattern.starts_with("**")) {
      const bool whole_folders = pattern.starts_with("**/");
      const auto rest = pattern.substr(whole_folders ? 3 : 2);
      if (rest.empty()) return true;
      for (std::size_t i = 0; i <= path.size(); ++i) {
        const bool at_folder = i == 0 || path[i - 1] == '/';
        if ((!whole_folders || at_folder) && glob(rest, path.substr(i), budget)) return true;
      }
      return false;
    }
    if (pattern.front() == '*') {
      const auto rest = pattern.substr(1);
      for (std::size_t i = 0; i <= path.size(); ++i) {
        if (glob(rest, path.substr(i), budget)) return true;
        if (i < path.size() && path[i] == '/') return false;
      }
      return false;
    }
    if (path.empty()) return false;
    const char c = path.front();
    const char p = pattern.front();
    pattern.remove_prefix(1);
    if (p == '[') {
      if (c == '/' || !class_matches(pattern, c)) return false;
    } else if (p == '?') {
      if (c == '/') return false;
    } else if (p == '\\' && !pattern.empty()) {
      if (pattern.front() != c) return false;
      pattern.remove_prefix(1);
    } else if (p != c) {
      return false;
    }
    path.remove_prefix(1);
  }
  return path.empty();
}
}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  int budget = 100'000;
  return glob(pattern, path, budget);
}

}  // namespace pillarlint
