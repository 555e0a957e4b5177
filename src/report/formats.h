// The formats of a scan, one row each: command line, help and completion take them from here.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/report.h"

namespace pillarlint {

/// What a format needs to know besides the report.
struct Style {
  Colour colour = Colour::never;
  bool quiet = false;
  SarifProfile profile = SarifProfile::github;
  std::string elsewhere{};  // a file of this run that holds everything, for formats that have to cut; empty: none
};

struct Format {
  std::string_view name;
  std::string_view about;  // for whom, in a few words
  std::string (*write)(const Report&, const Style&);
};

/// In the order in which help names them.
[[nodiscard]] std::span<const Format> formats();
/// Null: there is no such format.
[[nodiscard]] const Format* find_format(std::string_view name);

[[nodiscard]] std::string report_concise(const Report& report);
[[nodiscard]] std::string report_json_lines(const Report& report);
[[nodiscard]] std::string report_junit(const Report& report);
[[nodiscard]] std::string report_checkstyle(const Report& report);
[[nodiscard]] std::string report_github(const Report& report, std::string_view elsewhere);
[[nodiscard]] std::string report_azure(const Report& report, std::string_view elsewhere);
[[nodiscard]] std::string report_gitlab(const Report& report);
[[nodiscard]] std::string report_rdjson(const Report& report);
[[nodiscard]] std::string report_markdown(const Report& report, std::string_view elsewhere);

/// Errors, and warnings, that the log of a pipeline step is given: its page shows no more of either.
inline constexpr std::size_t most_annotations = 10;
/// Characters (UTF-16 units) of the Markdown report: a comment on GitHub takes 65,536.
inline constexpr std::size_t most_markdown = 60'000;

}  // namespace pillarlint
