#include "report/sarif_places.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "report/line_hash.h"

namespace pillarlint {

using Json = nlohmann::ordered_json;

Json SarifPlaces::artifact(FileId file) const {
  return {{"uri", uri_of(root_path(report_, report_.sources.path(file)))}, {"uriBaseId", "%SRCROOT%"}};
}

Json SarifPlaces::physical(Span span, bool context) const {
  Json out{{"artifactLocation", artifact(span.file)}};
  const auto region = region_of(report_.sources, span);
  Json part{{"startLine", region.line},
            {"startColumn", region.column},
            {"endLine", region.line},
            {"endColumn", std::max(region.end_column, region.column)}};
  const auto marked = excerpts_.marked(span, 400);
  if (marked && region.end_column > region.column) part["snippet"] = {{"text", marked->marked}};
  out["region"] = std::move(part);
  if (context && marked) add_context(out, span.file, region);
  return out;
}

// The lines around; none for a file of one line, since a context must hold more than the region. Long lines are no
// help to a reader and may be the whole file.
void SarifPlaces::add_context(Json& out, FileId file, const Region& region) const {
  const auto last = std::min(region.line + 1, report_.sources.line_count(file));
  const auto first = region.line > 1 ? region.line - 1 : region.line;
  std::string text;
  std::size_t end = 1;
  for (auto line = first; line <= last; ++line) {
    const auto content = excerpts_.line(file, line);
    if (content.size() > 400) return;
    if (line != first) text += '\n';
    text += content;
    const auto begin = report_.sources.line_begin(file, line);
    end =
        report_.sources.position(file, begin + static_cast<std::uint32_t>(report_.sources.line_text(file, line).size()))
            .column16;
  }
  const bool larger = first < region.line || last > region.line || region.column > 1 || end > region.end_column;
  if (!larger ||
      (last > region.line && report_.sources.line_text(file, last).empty() && first == region.line && end == 1))
    return;
  out["contextRegion"] = {
      {"startLine", first}, {"startColumn", 1}, {"endLine", last}, {"endColumn", end}, {"snippet", {{"text", text}}}};
}

std::string SarifPlaces::line_hash(Span span) {
  if (!shown(span)) return {};
  auto [found, is_new] = line_hashes_.try_emplace(span.file);
  if (is_new) found->second = line_hashes(report_.sources.text(span.file), report_.sources.has_bom(span.file));
  const auto line = report_.sources.position(span.file, span.begin).line;
  return line <= found->second.size() ? found->second[line - 1] : std::string();
}

Json SarifPlaces::replacement(const Edit& edit) const {
  const auto range = range_of(report_.sources, edit.span, ColumnUnit::utf16);
  return {{"deletedRegion",
           {{"startLine", range.line},
            {"startColumn", range.column},
            {"endLine", range.end_line},
            {"endColumn", range.end_column}}},
          {"insertedContent", {{"text", edit.text}}}};
}

}  // namespace pillarlint
