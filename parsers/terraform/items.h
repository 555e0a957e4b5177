// Where the items of a body begin and end, told by brackets, quotes and indentation only: for a text that does not parse as a
// whole, so that each item can be tried alone.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace pillarlint::terraform {

struct Item {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t brace = 0;         // of a block: its opening brace; 0: none
  std::uint32_t open_bracket = 0;  // a bracket that is not closed, or not by its own sign
  std::uint32_t open_quote = 0;    // a quote that its line does not close
  bool closed = true;              // it ends where its brackets do
  bool heredoc_closed = true;
};

/// What can still be trusted: a sign that nothing closes is sought to the end of the text once, not from each item.
struct Trust {
  bool brackets = true;  // false: an item ends before a line that begins with a word and stands no deeper than the item does
  bool heredocs = true;
};

/// The first item at or behind `from`; one of no length at the end of the text.
[[nodiscard]] Item next_item(std::string_view text, std::uint32_t from, std::uint32_t end, Trust trust);
/// Begin and end of each comment.
[[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> comments_of(std::string_view text);
/// Brackets are nested deeper than `limit` somewhere, whatever they stand in.
[[nodiscard]] bool too_deep(std::string_view text, int limit);

}  // namespace pillarlint::terraform
