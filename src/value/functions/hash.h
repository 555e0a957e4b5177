// Digests of bytes: MD5, SHA-1 and SHA-2 as names and identifiers are made of them. Nothing here guards a secret. Pure.
#pragma once

#include <string>
#include <string_view>

namespace pillarlint {

// The digest as bytes.
[[nodiscard]] std::string md5(std::string_view bytes);
[[nodiscard]] std::string sha1(std::string_view bytes);
[[nodiscard]] std::string sha256(std::string_view bytes);
[[nodiscard]] std::string sha512(std::string_view bytes);

/// Bytes as pairs of small hexadecimal digits.
[[nodiscard]] std::string hexadecimal_text(std::string_view bytes);

}  // namespace pillarlint
