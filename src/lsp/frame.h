// The frames of the protocol: a header with `Content-Length`, an empty line, and so many bytes.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace pillarlint::lsp {

inline constexpr std::uint64_t largest_message = 128U << 20U;

struct Frame {
  enum class Kind : std::uint8_t {
    message,    // `body`
    no_length,  // bytes that are no header were skipped up to the next one
    too_large,  // skipped
    end,        // of the input
  };
  Kind kind = Kind::end;
  std::string body;
};

/// Reads the next frame. Room for the body is made as its bytes arrive, so a length alone costs nothing.
[[nodiscard]] Frame read_frame(std::istream& in);
/// The bytes of a frame with this body.
[[nodiscard]] std::string framed(std::string_view body);

}  // namespace pillarlint::lsp
