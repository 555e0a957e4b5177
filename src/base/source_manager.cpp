#include "base/source_manager.h"

#include <algorithm>
#include <cstring>

namespace pillarlint {

struct SourceManager::File {
  std::string path;
  DecodedText source;
  std::once_flag lines_made;
  std::vector<std::uint32_t> line_starts;
};

namespace {

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6U));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12U));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (c >> 18U));
    out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

DecodedText decode_utf16(std::string_view bytes, bool big) {
  DecodedText out;
  out.encoding = big ? Encoding::utf16_be : Encoding::utf16_le;
  const auto unit = [&](std::size_t i) -> char32_t {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return big ? (static_cast<char32_t>(a) << 8U) | b : (static_cast<char32_t>(b) << 8U) | a;
  };
  out.text.reserve(bytes.size() / 2);
  constexpr std::size_t bom = 2;
  std::size_t i = bom;
  while (i + 1 < bytes.size()) {
    char32_t c = unit(i);
    out.file_offsets.emplace_back(static_cast<std::uint32_t>(out.text.size()), static_cast<std::uint32_t>(i));
    i += 2;
    if (c >= 0xD800 && c < 0xDC00 && i + 1 < bytes.size() && unit(i) >= 0xDC00 && unit(i) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10U) + (unit(i) - 0xDC00);
      i += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = 0xFFFD;
      out.had_invalid = true;
    }
    append_utf8(out.text, c);
  }
  return out;
}

/// Length of the valid UTF-8 sequence at `i`, or 0.
std::size_t sequence(std::string_view s, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
  const auto tail = [&](std::size_t k) { return k < s.size() && (byte(k) & 0xC0U) == 0x80U; };
  const auto c = byte(i);
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c < 0xE0) return tail(i + 1) ? 2 : 0;
  if (c >= 0xE0 && c < 0xF0) {
    if (!tail(i + 1) || !tail(i + 2)) return 0;
    if (c == 0xE0 && byte(i + 1) < 0xA0) return 0;
    if (c == 0xED && byte(i + 1) >= 0xA0) return 0;
    return 3;
  }
  if (c >= 0xF0 && c < 0xF5) {
    if (!tail(i + 1) || !tail(i + 2) || !tail(i + 3)) return 0;
    if (c == 0xF0 && byte(i + 1) < 0x90) return 0;
    if (c == 0xF4 && byte(i + 1) >= 0x90) return 0;
    return 4;
  }
  return 0;
}

bool all_ascii(std::string_view s) {
  std::size_t i = 0;
  for (; i + 8 <= s.size(); i += 8) {
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, s.data() + i, 8);
    if ((chunk & 0x8080808080808080ULL) != 0) return false;
  }
  for (; i < s.size(); ++i) {
    if ((static_cast<unsigned char>(s[i]) & 0x80U) != 0) return false;
  }
  return true;
}

std::size_t first_invalid(std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const auto n = sequence(s, i);
    if (n == 0) return i;
    i += n;
  }
  return std::string_view::npos;
}

void replace_invalid(DecodedText& out, std::string_view s, std::size_t file_shift) {
  std::string mended;
  mended.reserve(s.size() + 16);
  out.file_offsets.emplace_back(0, static_cast<std::uint32_t>(file_shift));
  for (std::size_t i = 0; i < s.size();) {
    const auto n = sequence(s, i);
    if (n == 0) {
      mended += "\xEF\xBF\xBD";
      ++i;
      out.file_offsets.emplace_back(static_cast<std::uint32_t>(mended.size()), static_cast<std::uint32_t>(i + file_shift));
    } else {
      mended.append(s.substr(i, n));
      i += n;
    }
  }
  out.had_invalid = true;
  out.text = std::move(mended);
}

}  // namespace

DecodedText decode_text(std::string bytes) {
  const auto starts = [&](std::string_view mark) { return std::string_view(bytes).starts_with(mark); };
  if (starts("\xFF\xFE")) return decode_utf16(bytes, false);
  if (starts("\xFE\xFF")) return decode_utf16(bytes, true);
  DecodedText out;
  std::size_t bom = 0;
  if (starts("\xEF\xBB\xBF")) {
    out.encoding = Encoding::utf8_bom;
    bom = 3;
    bytes.erase(0, bom);
  }
  if (all_ascii(bytes) || first_invalid(bytes) == std::string_view::npos) {
    if (bom != 0) out.file_offsets.emplace_back(0, static_cast<std::uint32_t>(bom));
    out.text = std::move(bytes);
  } else {
    replace_invalid(out, bytes, bom);
  }
  return out;
}

SourceManager::SourceManager() { files_.push_back(std::make_unique<File>()); }
SourceManager::~SourceManager() = default;

FileId SourceManager::add(std::string path, std::string bytes) {
  auto file = std::make_unique<File>();
  file->path = std::move(path);
  file->source = decode_text(std::move(bytes));
  const std::lock_guard lock(mutex_);
  files_.push_back(std::move(file));
  return static_cast<FileId>(files_.size() - 1);
}

FileId SourceManager::add_name(std::string path) { return add(std::move(path), {}); }

SourceManager::File& SourceManager::at(FileId file) const {
  const std::lock_guard lock(mutex_);
  const auto n = static_cast<std::size_t>(file);
  return *files_[n < files_.size() ? n : 0];
}

std::string_view SourceManager::path(FileId file) const { return at(file).path; }
std::string_view SourceManager::text(FileId file) const { return at(file).source.text; }
Encoding SourceManager::encoding(FileId file) const { return at(file).source.encoding; }
bool SourceManager::had_invalid_text(FileId file) const { return at(file).source.had_invalid; }
bool SourceManager::has_bom(FileId file) const { return encoding(file) != Encoding::utf8; }

std::string_view SourceManager::text(Span span) const {
  const auto all = text(span.file);
  if (span.begin >= all.size()) return {};
  return all.substr(span.begin, span.end - span.begin);
}

const std::vector<std::uint32_t>& SourceManager::line_starts(File& file) {
  std::call_once(file.lines_made, [&] {
    const auto& text = file.source.text;
    file.line_starts.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool end = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
      if (end) file.line_starts.push_back(static_cast<std::uint32_t>(i + 1));
    }
  });
  return file.line_starts;
}

Position SourceManager::position(FileId id, std::uint32_t offset) const {
  auto& file = at(id);
  const auto& starts = line_starts(file);
  const auto& text = file.source.text;
  offset = std::min<std::uint32_t>(offset, static_cast<std::uint32_t>(text.size()));
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto begin = *std::prev(after);
  Position position;
  position.line = static_cast<std::uint32_t>(std::distance(starts.begin(), after));
  position.column8 = offset - begin + 1;
  std::uint32_t units = 0;
  for (std::uint32_t i = begin; i < offset; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c & 0xC0U) != 0x80U) units += c >= 0xF0 ? 2 : 1;
  }
  position.column16 = units + 1;
  return position;
}

std::uint32_t SourceManager::line_count(FileId id) const {
  return static_cast<std::uint32_t>(line_starts(at(id)).size());
}

std::uint32_t SourceManager::line_begin(FileId id, std::uint32_t line) const {
  auto& file = at(id);
  const auto& starts = line_starts(file);
  if (line == 0) return 0;
  return line <= starts.size() ? starts[line - 1] : static_cast<std::uint32_t>(file.source.text.size());
}

std::string_view SourceManager::line_text(FileId id, std::uint32_t line) const {
  auto& file = at(id);
  const auto& starts = line_starts(file);
  if (line == 0 || line > starts.size()) return {};
  const std::string_view text = file.source.text;
  const auto begin = starts[line - 1];
  const auto end = line < starts.size() ? starts[line] : text.size();
  auto found = text.substr(begin, end - begin);
  while (!found.empty() && (found.back() == '\n' || found.back() == '\r')) found.remove_suffix(1);
  return found;
}

}  // namespace pillarlint
