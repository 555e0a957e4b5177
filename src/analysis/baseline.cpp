#include "analysis/baseline.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "analysis/pair.h"
#include "base/text.h"
#include "value/write_json.h"

namespace pillarlint {
namespace {

std::string quoted(std::string_view text) { return write_json(Value::of(text), -1); }

auto order_of(const BaselineEntry& entry) {
  return std::tie(entry.file, entry.rule, entry.resource, entry.element, entry.fingerprint, entry.reason);
}

std::string line_of(const BaselineEntry& entry) {
  auto text = fmt::format("{{\"fingerprint\": \"{:016x}\", \"rule\": {}, \"file\": {}, \"resource\": {}", entry.fingerprint,
                          quoted(entry.rule), quoted(entry.file), quoted(entry.resource));
  if (!entry.element.empty()) text += fmt::format(", \"element\": {}", quoted(entry.element));
  if (!entry.reason.empty()) text += fmt::format(", \"reason\": {}", quoted(entry.reason));
  return text + "}";
}

/// One resource of a finding.
struct Part {
  std::size_t finding;
  const Identity* identity;
};

std::vector<Part> parts_of(std::span<const Finding> findings, Verdict verdict) {
  std::vector<Part> out;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].verdict != verdict) continue;
    for (const auto& identity : findings[i].identities) out.push_back({i, &identity});
  }
  return out;
}

// A rule that was renamed is found by its former ids too.
std::vector<KnownAs> names_of(std::span<const Finding> findings, const std::vector<Part>& parts, const RuleSet& rules, const PathOf& path_of) {
  std::vector<KnownAs> out;
  for (const auto& [i, identity] : parts) {
    const auto& finding = findings[i];
    KnownAs known{{identity->fingerprint}, path_of(finding.primary.file)};
    const auto& rule = rules.at(finding.rule);
    if (!rule.formerly.empty()) {
      const auto file = path_of(identity->file);
      for (const auto old : rule.formerly) {
        known.fingerprints.push_back(fingerprint_of(old, file, identity->declared_address, finding.path, identity->element));
      }
    }
    out.push_back(std::move(known));
  }
  return out;
}

std::vector<KnownAs> names_of(std::span<const BaselineEntry> entries) {
  std::vector<KnownAs> out;
  for (const auto& entry : entries) out.push_back({{entry.fingerprint}, entry.file});
  return out;
}

BaselineEntry entry_of(const Finding& finding, const Identity& identity, const RuleSet& rules, const PathOf& path_of) {
  return {identity.fingerprint, rules.at(finding.rule).id, path_of(finding.primary.file), shorten(identity.declared_address, 200),
          shorten(identity.element, 200), {}};
}

}  // namespace

std::string write_baseline(std::vector<BaselineEntry> entries) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  auto text = fmt::format("{{\n  \"schema\": \"{}\",\n  \"findings\": [", baseline_schema);
  for (std::size_t i = 0; i < entries.size(); ++i) text += fmt::format("{}\n    {}", i == 0 ? "" : ",", line_of(entries[i]));
  return text + (entries.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

std::vector<BaselineEntry> baseline_of(std::span<const Finding> findings, const RuleSet& rules, const PathOf& path_of) {
  return update_baseline(findings, {}, {}, true, rules, path_of).entries;
}

UpdatedBaseline update_baseline(std::span<const Finding> findings, std::span<const BaselineEntry> entries, const std::vector<bool>& gone,
                                bool add, const RuleSet& rules, const PathOf& path_of) {
  auto parts = parts_of(findings, Verdict::fail);
  std::erase_if(parts, [&](const Part& part) { return findings[part.finding].suppression.has_value(); });
  const auto partners = pair_up(names_of(findings, parts, rules, path_of), names_of(entries));
  UpdatedBaseline out;
  std::vector<bool> found(entries.size(), false);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool is_new = partners[i] == unpaired;
    if (is_new && !add) continue;
    auto entry = entry_of(findings[parts[i].finding], *parts[i].identity, rules, path_of);
    if (!is_new) entry.reason = entries[partners[i]].reason;
    if (!is_new) found[partners[i]] = true;
    ++(is_new ? out.added : out.kept);
    out.entries.push_back(std::move(entry));
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (found[i]) continue;
    ++(gone[i] ? out.dropped : out.kept);
    if (!gone[i]) out.entries.push_back(entries[i]);
  }
  return out;
}

std::vector<bool> apply_baseline(std::span<Finding> findings, std::span<const BaselineEntry> entries, const RuleSet& rules,
                                 const PathOf& path_of) {
  auto known = names_of(entries);
  std::vector<bool> found(entries.size(), false);
  std::vector<bool> has_new(findings.size(), false);
  const auto failing = parts_of(findings, Verdict::fail);
  const auto partners = pair_up(names_of(findings, failing, rules, path_of), known);
  for (std::size_t i = 0; i < failing.size(); ++i) {
    if (partners[i] == unpaired) {
      has_new[failing[i].finding] = true;
    } else {
      found[partners[i]] = true;
    }
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const bool known_all = findings[i].verdict == Verdict::fail && !findings[i].identities.empty() && !has_new[i];
    if (known_all) findings[i].standing = Standing::in_baseline;
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (found[i]) known[i].fingerprints.clear();  // taken
  }
  for (const auto partner : pair_up(names_of(findings, parts_of(findings, Verdict::unknown), rules, path_of), known)) {
    if (partner != unpaired) found[partner] = true;
  }
  return found;
}

}  // namespace pillarlint
