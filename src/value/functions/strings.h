// Text operations that several languages share, named by what they do. Text is UTF-8; positions and lengths that users
// see count UTF-16 units, as Azure does. Pure; callers check the size of a result before they ask for it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pillarlint {

/// The longest text that a function makes; hostile calls ask for more.
inline constexpr std::size_t max_text_bytes = 16U << 20U;

[[nodiscard]] std::size_t utf16_length(std::string_view text);
/// `count` units from `start`, cut at the end of the text; nullopt if that would cut a surrogate pair in two.
[[nodiscard]] std::optional<std::string_view> utf16_slice(std::string_view text, std::size_t start, std::size_t count);

/// What people see as single signs: letters with the marks that combine with them, joined emoji, pairs for flags. Near
/// to Unicode's grapheme clusters, without those of Indic and Korean scripts.
[[nodiscard]] std::vector<std::string_view> graphemes(std::string_view text);
/// The code points, as text each.
[[nodiscard]] std::vector<std::string_view> code_points(std::string_view text);
/// The first letter of every word as a capital; a word begins after what is neither letter, digit, `_` nor `'`-like.
[[nodiscard]] std::string to_title(std::string_view text);

/// Letter case of ASCII, Latin, Greek and Cyrillic letters; others stay.
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);

/// White space as Unicode has it.
[[nodiscard]] std::string_view trim_start(std::string_view text);
[[nodiscard]] std::string_view trim_end(std::string_view text);

/// How often `part` occurs, without overlaps; an empty part occurs never.
[[nodiscard]] std::size_t count_of(std::string_view text, std::string_view part);
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view part, std::string_view by);
/// The parts between any of the separators; empty separators do nothing.
[[nodiscard]] std::vector<std::string_view> split_on(std::string_view text,
                                                     std::span<const std::string_view> separators);

/// UTF-16 position of the first or last occurrence without regard to case, or -1.
[[nodiscard]] std::int64_t position_of(std::string_view text, std::string_view part);
[[nodiscard]] std::int64_t last_position_of(std::string_view text, std::string_view part);

/// Fills up on the left to `width` UTF-16 units; `fill` is one character.
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width, std::string_view fill);

/// Order of words: letters before case, punctuation before digits before letters, small before capital.
[[nodiscard]] int compare_words(std::string_view a, std::string_view b);

/// Whether the whole text matches a pattern in which `*` stands for any text. Without regard to case, in linear memory.
[[nodiscard]] bool matches_wildcard(std::string_view text, std::string_view pattern);

}  // namespace pillarlint
