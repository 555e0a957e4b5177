// The baseline file, read: everything wrong in it is told with its place.
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "analysis/baseline.h"
#include "base/text.h"
#include "value/read_json.h"

namespace pillarlint {
namespace {

constexpr std::string_view schema_stem = "pillarlint-baseline-";

std::string kind_of(const Value& value) {
  if (value.is_string()) return fmt::format("`{}`", shorten(value.text(), 60));
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  return value.is_null() ? "null" : "no text";
}

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::vector<BaselineEntry> read(const Value& root) {
    if (!root.is_object()) {
      wrong(root, "root", "an object");
      return {};
    }
    if (!is_ours(root)) return {};
    refuse_others(root, std::array<std::string_view, 3>{"$schema", "schema", "findings"});
    const auto findings = root.get("findings");
    if (!findings.is_array()) {
      wrong(findings.is_null() ? root : findings, "findings", "a list");
      return {};
    }
    std::vector<BaselineEntry> out;
    for (const auto& item : findings.items()) out.push_back(entry(item));
    return out;
  }

 private:
  void wrong(const Value& at, std::string_view name, std::string_view wanted) {
    diagnostics_.report(Code::baseline_value, at.span(), name, kind_of(at), wanted);
  }

  bool is_ours(const Value& root) {
    const auto schema = root.get("schema");
    const auto text = schema.text_or_empty();
    if (text == baseline_schema) return true;
    if (text.starts_with(schema_stem)) {
      diagnostics_.report(Code::baseline_newer, schema.span(), shorten(text, 60), baseline_schema);
    } else {
      wrong(schema.is_null() ? root : schema, "schema", fmt::format("`{}`", baseline_schema));
    }
    return false;
  }

  template <typename Names>
  void refuse_others(const Value& object, const Names& names) {
    for (const auto& m : object.members()) {
      if (std::find(names.begin(), names.end(), m.key) != names.end()) continue;
      const auto near = nearest(m.key, names);
      diagnostics_.report(Code::baseline_value, m.key_span, shorten(m.key, 60), "unknown",
                          near.empty() ? std::string("nothing of that name") : fmt::format("`{}`", near));
    }
  }

  std::string text(const Value& object, std::string_view name, bool required) {
    const auto* found = object.find(name);
    if (found == nullptr && !required) return {};
    const auto value = found == nullptr ? Value() : found->value;
    if (value.is_string() && (!required || !value.text().empty())) return std::string(value.text());
    diagnostics_.report(Code::baseline_value, found == nullptr ? object.span() : value.span(), name,
                        found == nullptr ? std::string("missing") : kind_of(value), "a text");
    return {};
  }

  BaselineEntry entry(const Value& item) {
    if (!item.is_object()) {
      wrong(item, "findings", "a list of objects");
      return {};
    }
    refuse_others(item, std::array<std::string_view, 6>{"fingerprint", "rule", "file", "resource", "element", "reason"});
    BaselineEntry out;
    out.rule = text(item, "rule", true);
    out.file = text(item, "file", true);
    out.resource = text(item, "resource", false);
    out.element = text(item, "element", false);
    out.reason = text(item, "reason", false);
    out.fingerprint = fingerprint(item);
    return out;
  }

  std::uint64_t fingerprint(const Value& item) {
    const auto value = item.get("fingerprint");
    const auto digits = value.text_or_empty();
    std::uint64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, number, 16);
    if (digits.size() == 16 && error == std::errc() && at == end) return number;
    wrong(value.is_null() ? item : value, "fingerprint", "16 hexadecimal digits");
    return 0;
  }

  Diagnostics& diagnostics_;
};

}  // namespace

std::vector<BaselineEntry> read_baseline(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const auto document = read_json(sources, file);
  bool broken = false;
  for (const auto& one : document->diagnostics.list()) {
    if (info(one.code).severity != DiagnosticSeverity::error) continue;
    diagnostics.report(Code::baseline_syntax, one.span, one.text());
    broken = true;
  }
  if (broken) return {};
  return Reader(diagnostics).read(document->root);
}

}  // namespace pillarlint
