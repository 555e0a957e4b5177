#include "lsp/frame.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint::lsp {
namespace {

constexpr std::size_t longest_line = 4096;
constexpr std::string_view length_name = "Content-Length";

// A line without its end; of one that is longer than any header, the end. nullopt: the input has ended.
std::optional<std::string> read_line(std::istream& in) {
  std::string line;
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    if (c == '\n') {
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    if (line.size() == 2 * longest_line) line.erase(0, longest_line);
    line += static_cast<char>(c);
  }
  return std::nullopt;
}

// The last length on the line: a header may follow right after bytes that are none.
std::optional<std::uint64_t> length_of(std::string_view line) {
  const auto colon = line.rfind(':');
  if (colon == std::string_view::npos || !ends_with_text(trim(line.substr(0, colon)), length_name)) return std::nullopt;
  const auto digits = trim(line.substr(colon + 1));
  constexpr std::size_t most_digits = 18;
  if (digits.empty() || digits.size() > most_digits || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::uint64_t length = 0;
  for (const char c : digits) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  return length;
}

// Another header, `Content-Type: …`.
bool is_header(std::string_view line) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
  const auto end = line.find_first_not_of(letters);
  return end != 0 && end != std::string_view::npos && line[end] == ':' && !same_text(line.substr(0, end), length_name);
}

// False: the input ended before.
bool skip(std::istream& in, std::uint64_t bytes) {
  constexpr std::uint64_t step = 1U << 20U;
  while (bytes > 0 && in) {
    const auto part = std::min(bytes, step);
    in.ignore(static_cast<std::streamsize>(part));
    bytes -= static_cast<std::uint64_t>(in.gcount());
    if (in.gcount() == 0) break;
  }
  return bytes == 0;
}

Frame read_body(std::istream& in, std::uint64_t length) {
  constexpr std::uint64_t step = 1U << 20U;
  Frame frame;
  while (frame.body.size() < length) {
    const auto part = std::min<std::uint64_t>(length - frame.body.size(), step);
    const auto before = frame.body.size();
    frame.body.resize(before + part);
    in.read(frame.body.data() + before, static_cast<std::streamsize>(part));
    if (static_cast<std::uint64_t>(in.gcount()) != part) return {};
  }
  frame.kind = Frame::Kind::message;
  return frame;
}

}  // namespace

Frame read_frame(std::istream& in) {
  std::optional<std::uint64_t> length;
  bool garbage = false;
  while (const auto line = read_line(in)) {
    if (!line->empty()) {
      const auto found = length_of(*line);
      if (found || !is_header(*line)) length = found;
      garbage = garbage || !length;
      continue;
    }
    if (length && *length > largest_message) return {skip(in, *length) ? Frame::Kind::too_large : Frame::Kind::end, {}};
    if (length) return read_body(in, *length);
    if (garbage) return {Frame::Kind::no_length, {}};
  }
  return {};
}

std::string framed(std::string_view body) { return fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body); }

}  // namespace pillarlint::lsp
