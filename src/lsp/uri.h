// `file:` addresses, as editors name documents.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pillarlint::lsp {

/// The absolute path of a `file:` address of this machine; nullopt for any other (`untitled:`, a remote host).
[[nodiscard]] std::optional<std::string> path_of(std::string_view uri);
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace pillarlint::lsp
