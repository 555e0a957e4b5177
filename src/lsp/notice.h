// What the editor is told of one place: a finding, or a diagnostic of the reader, as plain data that outlives the scan.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lsp/place.h"
#include "lsp/scanner.h"

namespace pillarlint::lsp {

struct Target {
  std::string path;  // absolute
  Range range;
  std::string text;  // what is there
};

struct TextEdit {
  Range range;
  std::string text;
};
struct Mend {
  std::string title;
  std::string path;
  std::vector<TextEdit> edits;
};

enum class Level : std::uint8_t { error = 1, warning = 2, information = 3, hint = 4 };  // numbers of the protocol

struct Notice {
  std::string path;  // absolute
  Range range;
  Level level = Level::warning;
  std::string code;  // id of the rule, or name of the diagnostic
  bool of_rule = false;
  bool unnecessary = false;  // what stands here has no effect
  bool always = false;       // shown whatever is open: the configuration is wrong
  std::string href;          // where to read on; may be empty
  std::string message;
  std::vector<Target> related;  // where the value came from, what was looked at, the calls
  std::string details;          // found and expected, in Markdown
  std::optional<Mend> mend;
  std::set<std::string> units;  // deployments that say so; of a diagnostic, those that read the file

  /// The same thing said by another scan.
  [[nodiscard]] bool same(const Notice& other) const {
    return range == other.range && code == other.code && path == other.path && message == other.message;
  }
};

/// How places of a file are counted: the units, and whether the open document begins with a byte order mark, which the
/// scan does not see.
struct Counting {
  Units units = Units::utf16;
  std::function<bool(const std::string& path)> has_bom;
};

/// What a scan says, in order of file and place.
[[nodiscard]] std::vector<Notice> notices_of(const ScanAnswer& answer, const Counting& counting);

/// Of diagnostics that belong to a file that no deployment reads.
inline constexpr std::string_view no_unit = "";

/// Text from a scanned file, harmless in Markdown: it can not make links, images or headings.
[[nodiscard]] std::string in_markdown(std::string_view text);

}  // namespace pillarlint::lsp
