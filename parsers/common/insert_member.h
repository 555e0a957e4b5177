// One more member between the braces of an object or block, in the style of its neighbours: their indentation and line ends,
// on one line where they are, behind the last of them and what is remarked of it. Text only: who calls knows the language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"

namespace pillarlint {

/// An object or block as it is written.
struct Braces {
  enum class Kind : std::uint8_t {
    json,    // commas between members, always
    object,  // commas on one line, line breaks else
    block,   // a member a line
  };
  Kind kind = Kind::object;
  FileId file = FileId::none;
  std::uint32_t open = 0;   // of its first brace
  std::uint32_t close = 0;  // of its last
  bool empty = true;
  std::uint32_t first = 0;  // where its first member begins
  std::uint32_t last = 0;   // where the member ends behind which a new one is put
};

/// A member, in objects that have to be made for it.
struct NewMember {
  std::vector<std::string> openings;  // `properties: {`, from outside in
  std::string text;                   // `disableLocalAuth: true`
  bool apart = false;                 // an empty line stands before it, as before blocks
};

/// The edits, or none where what stands there is too odd to be sure.
[[nodiscard]] std::vector<Edit> insert_member(std::string_view text, const Braces& braces, const NewMember& member);

}  // namespace pillarlint
