#include "report/repairs.h"

#include <algorithm>

namespace pillarlint {
namespace {

// Files with more secrets than anybody writes must not make a report slow; what is not looked at is not shown.
constexpr std::size_t most_steps = 200'000'000;
constexpr std::size_t shortest = 4;

std::string_view without_quotes(std::string_view text) {
  constexpr std::string_view quotes = "'\"";
  const auto first = text.find_first_not_of(quotes);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(quotes) - first + 1);
}

}  // namespace

Repairs::Repairs(const Report& report) {
  for (const auto& span : report.secrets) {
    if (!span.known()) continue;
    const auto whole = report.sources.text(span);
    const auto bare = without_quotes(whole);
    if (bare.empty()) continue;
    secrets_[span.file].emplace_back(bare.size() < shortest ? whole : bare);  // a short one only as it is written
  }
  for (auto& [file, texts] : secrets_) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  }
}

bool Repairs::holds_secret(FileId file, std::string_view text) {
  const auto found = secrets_.find(file);
  if (found == secrets_.end()) return false;
  steps_ += found->second.size() * (text.size() + 1);
  if (steps_ > most_steps) return true;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const auto& secret) { return text.find(secret) != std::string_view::npos; });
}

const Repair* Repairs::shown(const Finding& finding) {
  if (!finding.repair || finding.repair->edits.empty()) return nullptr;
  const auto& repair = *finding.repair;
  for (const auto& edit : repair.edits) {
    if (!edit.span.known() || holds_secret(edit.span.file, edit.text) || holds_secret(edit.span.file, repair.title))
      return nullptr;
  }
  return &repair;
}

}  // namespace pillarlint
