// The language server: one thread reads messages and answers, another scans. Speaks version 3.17 of the protocol
// (microsoft.github.io/language-server-protocol).
#pragma once

#include <istream>
#include <ostream>
#include <string>

#include "lsp/scanner.h"

namespace pillarlint {

struct ServerOptions {
  std::string version;
  std::string environment;  // production, non-production, or empty; the editor's settings win
  bool show_unknown = false;
};

/// Serves until `exit` or the end of the input. The exit code: 0 after `shutdown`, else 1.
[[nodiscard]] int serve(std::istream& in, std::ostream& out, Scanner& scanner, const ServerOptions& options);

}  // namespace pillarlint
