#include "base/diagnostic.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"

namespace pillarlint {

namespace {
// The names of codes are their identifiers with dashes; made once from the table.
constexpr std::array raw_names = {
#define PILLARLINT_DIAGNOSTIC(code, severity, effect, text) #code,
#include "base/diagnostics.def"
#undef PILLARLINT_DIAGNOSTIC
};

std::string dashed(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

const std::vector<std::string>& names() {
  static const std::vector<std::string> made = [] {
    std::vector<std::string> out;
    std::transform(raw_names.begin(), raw_names.end(), std::back_inserter(out), dashed);
    return out;
  }();
  return made;
}

const std::vector<CodeInfo>& table() {
  static const std::vector<CodeInfo> made = [] {
    std::vector<CodeInfo> out = {
#define PILLARLINT_DIAGNOSTIC(code, severity, effect, text) \
  {{}, DiagnosticSeverity::severity, Effect::effect, text},
#include "base/diagnostics.def"
#undef PILLARLINT_DIAGNOSTIC
    };
    for (std::size_t i = 0; i < out.size(); ++i) out[i].name = names()[i];
    return out;
  }();
  return made;
}
}  // namespace

const CodeInfo& info(Code code) { return table()[static_cast<std::size_t>(code)]; }
std::size_t code_count() { return table().size(); }

std::string Diagnostic::text() const { return fill(info(code).text, args); }

void Diagnostics::add(Diagnostic diagnostic) {
  // Never twice for one cause: the same code at the same place with the same arguments is one diagnostic.
  const auto same = [&](const Diagnostic& d) {
    return d.code == diagnostic.code && d.span == diagnostic.span && d.args == diagnostic.args;
  };
  constexpr std::size_t window = 64;  // repeats come close together: instances of a loop, calls of a module
  const auto from = list_.size() > window ? list_.end() - window : list_.begin();
  if (std::any_of(from, list_.end(), same)) return;
  list_.push_back(std::move(diagnostic));
}

void Diagnostics::take(Diagnostics&& other) {
  for (auto& diagnostic : other.list_) add(std::move(diagnostic));
  other.list_.clear();
}

}  // namespace pillarlint
