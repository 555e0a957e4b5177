// What the tool says about its ability to read: never about the architecture (that is a Finding). A diagnostic is a
// code, a place and arguments; reporters make the text from the template of the code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <tl/expected.hpp>

#include "base/span.h"

namespace pillarlint {

enum class DiagnosticSeverity : std::uint8_t { note, warning, error };

/// What a diagnostic means for the state of its input.
enum class Effect : std::uint8_t {
  none,          // the input is understood all the same
  partly,        // something of the input was lost: it is partly analysed
  not_analysed,  // nothing of the input was understood
  usage,         // wrong use, configuration or rule file
};

enum class Code : std::uint16_t {
#define PILLARLINT_DIAGNOSTIC(code, severity, effect, text) code,
#include "base/diagnostics.def"
#undef PILLARLINT_DIAGNOSTIC
};

struct CodeInfo {
  std::string_view name;  // kebab-case, stable: users see it
  DiagnosticSeverity severity;
  Effect effect;
  std::string_view text;  // `{0}`, `{1}` … are the arguments
};
[[nodiscard]] const CodeInfo& info(Code code);
[[nodiscard]] std::size_t code_count();

struct Diagnostic {
  Code code{};
  Span span;
  std::vector<std::string> args;

  [[nodiscard]] std::string text() const;
};

/// Collects diagnostics in the order in which they are met. One per thread of work; merged in source order.
/// After `limit` of one code in one file the rest are counted, not kept.
class Diagnostics {
 public:
  template <typename... Args>
  void report(Code code, Span span, const Args&... args) {
    add(Diagnostic{code, span, {fmt::format("{}", args)...}});
  }
  void add(Diagnostic diagnostic);
  [[nodiscard]] const std::vector<Diagnostic>& list() const { return list_; }
  [[nodiscard]] bool empty() const { return list_.empty(); }
  void take(Diagnostics&& other);

 private:
  std::vector<Diagnostic> list_;
};

/// A T, or the one diagnostic that says why not. For I/O and configuration; parsing and evaluation always return something.
template <typename T>
using Result = tl::expected<T, Diagnostic>;

template <typename... Args>
[[nodiscard]] tl::unexpected<Diagnostic> failure(Code code, Span span, const Args&... args) {
  return tl::unexpected<Diagnostic>(Diagnostic{code, span, {fmt::format("{}", args)...}});
}

}  // namespace pillarlint
