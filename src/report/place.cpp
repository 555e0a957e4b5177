#include "report/place.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/report.h"

namespace pillarlint {
namespace {

std::uint32_t line_end(const SourceManager& sources, FileId file, std::uint32_t line) {
  return sources.line_begin(file, line) + static_cast<std::uint32_t>(sources.line_text(file, line).size());
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string without_tabs(std::string text) {
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

bool below(std::string_view path, std::string_view folder) {
  if (folder == "/") return path.starts_with('/');
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string_view relative(std::string_view path, std::string_view folder) {
  return folder == "/" ? path.substr(1) : path.substr(folder.size() + 1);
}

}  // namespace

Region region_of(const SourceManager& sources, Span span) {
  Region region;
  if (!span.known()) return region;
  const auto begin = sources.position(span.file, span.begin);
  const auto end = std::clamp(span.end, span.begin, std::max(span.begin, line_end(sources, span.file, begin.line)));
  region.line = begin.line;
  region.column = begin.column16;
  region.end_column = std::max(begin.column16, sources.position(span.file, end).column16);
  return region;
}

namespace {

struct Column {
  std::uint32_t line, column;
};

Column column_of(const SourceManager& sources, FileId file, std::uint32_t offset, ColumnUnit unit) {
  const auto at = sources.position(file, offset);
  switch (unit) {
    case ColumnUnit::utf16: return {at.line, at.column16};
    case ColumnUnit::utf8: return {at.line, at.column8};
    case ColumnUnit::character: break;
  }
  const auto before = sources.text(file).substr(sources.line_begin(file, at.line), at.column8 - 1);
  return {at.line, static_cast<std::uint32_t>(columns_of(before)) + 1};
}

}  // namespace

Range range_of(const SourceManager& sources, Span span, ColumnUnit unit) {
  if (!span.known()) return {};
  const auto begin = column_of(sources, span.file, span.begin, unit);
  const auto end = column_of(sources, span.file, std::max(span.begin, span.end), unit);
  return {begin.line, begin.column, end.line, end.column};
}

Range first_line_of(const SourceManager& sources, Span span, ColumnUnit unit) {
  if (span.known()) {
    const auto last = line_end(sources, span.file, sources.line_of(span));
    span.end = std::clamp(span.end, span.begin, std::max(span.begin, last));
  }
  return range_of(sources, span, unit);
}

std::string place_text(const SourceManager& sources, Span span) {
  if (!span.known()) return {};
  const auto region = region_of(sources, span);
  return fmt::format("{}:{}:{}", harmless(sources.path(span.file)), region.line, region.column);
}

Excerpts::Excerpts(const SourceManager& sources, std::vector<Span> secrets) : sources_(sources), secrets_(std::move(secrets)) {
  std::sort(secrets_.begin(), secrets_.end());
  std::vector<Span> joined;
  for (const auto& span : secrets_) {
    if (!joined.empty() && joined.back().file == span.file && span.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, span.end);
    } else {
      joined.push_back(span);
    }
  }
  secrets_ = std::move(joined);
}

std::string Excerpts::text(FileId file, std::uint32_t begin, std::uint32_t end) const {
  const auto whole = sources_.text(file);
  end = std::min<std::uint32_t>(end, static_cast<std::uint32_t>(whole.size()));
  std::string out;
  const auto less = [](const Span& span, const std::pair<FileId, std::uint32_t>& at) {
    return std::pair(span.file, span.end) <= at;
  };
  auto secret = std::lower_bound(secrets_.begin(), secrets_.end(), std::pair(file, begin), less);
  while (begin < end) {
    const bool more = secret != secrets_.end() && secret->file == file && secret->begin < end;
    const auto until = more ? std::max(begin, secret->begin) : end;
    out += whole.substr(begin, until - begin);
    if (!more) break;
    out += "***";
    begin = secret->end;
    ++secret;
  }
  return out;
}

std::string Excerpts::line(FileId file, std::uint32_t line) const {
  return text(file, sources_.line_begin(file, line), line_end(sources_, file, line));
}

bool Excerpts::shown(Span span) const { return span.known() && !sources_.text(span.file).empty(); }

std::optional<Excerpts::Marked> Excerpts::marked(Span span, std::size_t width) const {
  if (!shown(span)) return std::nullopt;
  Marked out;
  out.line = sources_.position(span.file, span.begin).line;
  const auto first = sources_.line_begin(span.file, out.line);
  const auto last = line_end(sources_, span.file, out.line);
  const auto begin = std::clamp(span.begin, first, last);
  const auto end = std::clamp(span.end, begin, last);
  out.before = without_tabs(text(span.file, first, begin));
  out.marked = without_tabs(text(span.file, begin, end));
  out.after = without_tabs(text(span.file, end, last));
  if (out.before.size() + out.marked.size() + out.after.size() <= width) return out;
  const auto room = width / 3;
  if (out.before.size() > room) {
    auto cut = out.before.size() - room;
    while (cut < out.before.size() && continues(out.before[cut])) ++cut;
    out.before = "…" + out.before.substr(cut);
  }
  out.marked = shorten(out.marked, room);
  out.after = shorten(out.after, room);
  return out;
}

std::string root_path(const Report& report, std::string_view shown) {
  const auto absolute = shown.starts_with('/')    ? std::string(shown)
                        : report.base.ends_with('/') ? report.base + std::string(shown)
                                                     : report.base + "/" + std::string(shown);
  if (report.base.empty()) return std::string(shown);
  if (!report.root.empty() && below(absolute, report.root)) return std::string(relative(absolute, report.root));
  return absolute.substr(absolute.find_first_not_of('/') == std::string::npos ? 0 : absolute.find_first_not_of('/'));
}

std::string uri_of(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                       c == '_' || c == '~' || c == '/';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  const auto folded = one_line(text);
  for (const auto word : split(folded, ' ')) {
    if (word.empty()) continue;
    if (!lines.empty() && columns_of(lines.back()) + 1 + columns_of(word) <= width) {
      lines.back() += ' ';
      lines.back() += word;
    } else {
      lines.emplace_back(word);
    }
  }
  return lines;
}

std::string first_sentence(std::string_view text) {
  const auto folded = one_line(text);
  const auto end = folded.find(". ");
  return end == std::string::npos ? folded : folded.substr(0, end + 1);
}

}  // namespace pillarlint
