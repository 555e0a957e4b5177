// Text that is not ours, as Markdown for a comment or a summary page of GitHub, GitLab or Azure DevOps: shown as it is,
// never obeyed. No tags, links or images, nobody is mentioned, nothing is referred to or closed.
#pragma once

#include <string>
#include <string_view>

namespace pillarlint {

/// One line of plain text, cut at about `limit` bytes; may stand in a cell of a table.
[[nodiscard]] std::string markdown_plain(std::string_view text, std::size_t limit);
/// The same; what stands between backticks is shown as code.
[[nodiscard]] std::string markdown_text(std::string_view text, std::size_t limit);
/// A target for a link: letters, digits and what an https address needs; empty if the address has anything else.
[[nodiscard]] std::string markdown_target(std::string_view https_address);
/// UTF-16 units, by which services measure.
[[nodiscard]] std::size_t utf16_units(std::string_view text);

}  // namespace pillarlint
