#include "terraform/providers.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pillarlint::terraform {

namespace {
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}
}  // namespace

std::optional<Version> parse_version(std::string_view text, int* parts) {
  text = trimmed(text);
  if (text.starts_with('v')) text.remove_prefix(1);
  std::array<int, 3> numbers{};
  int count = 0;
  const char* at = text.data();
  const char* end = text.data() + text.size();
  while (count < 3) {
    const auto read = std::from_chars(at, end, numbers[static_cast<std::size_t>(count)]);
    if (read.ec != std::errc()) return std::nullopt;
    ++count;
    at = read.ptr;
    if (at == end || *at != '.') break;
    ++at;
  }
  if (at != end && *at != '-' && *at != '+') return std::nullopt;  // `-beta1` does not matter here
  if (parts != nullptr) *parts = count;
  return Version{numbers[0], numbers[1], numbers[2]};
}

void VersionRange::constrain(std::string_view constraints) {
  while (!constraints.empty()) {
    const auto comma = constraints.find(',');
    one(trimmed(constraints.substr(0, comma)));
    constraints = comma == std::string_view::npos ? std::string_view() : constraints.substr(comma + 1);
  }
}

void VersionRange::one(std::string_view constraint) {
  const auto digit = constraint.find_first_of("v0123456789");
  if (digit == std::string_view::npos) return;
  const auto op = trimmed(constraint.substr(0, digit));
  int parts = 0;
  const auto version = parse_version(constraint.substr(digit), &parts);
  if (!version) return;
  const auto next_patch = Version{version->major, version->minor, version->patch + 1};
  if (op.empty() || op == "=") {
    at_least(*version);
    below(next_patch);
  } else if (op == ">=") {
    at_least(*version);
  } else if (op == ">") {
    at_least(next_patch);
  } else if (op == "<") {
    below(*version);
  } else if (op == "<=") {
    below(next_patch);
  } else if (op == "~>") {  // only the rightmost number may rise
    at_least(*version);
    if (parts == 2) below({version->major + 1, 0, 0});
    if (parts == 3) below({version->major, version->minor + 1, 0});
  }
}

Majors VersionRange::majors() const {
  const auto allowed = [&](int major) { return low_ < Version{major + 1, 0, 0} && Version{major, 0, 0} < high_; };
  if (high_ <= Version{Majors::first, 0, 0}) return {true, false, false};
  if (low_ >= Version{Majors::last + 1, 0, 0}) return {false, false, true};
  const Majors majors{allowed(3), allowed(4), allowed(5)};
  return majors.none() ? Majors{} : majors;  // constraints that contradict each other
}

}  // namespace pillarlint::terraform
