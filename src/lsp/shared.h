// What the thread that reads messages and the thread that scans have in common.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "lsp/answers.h"
#include "lsp/client.h"
#include "lsp/desk.h"
#include "lsp/scanner.h"

namespace pillarlint::lsp {

struct Settings {
  std::string environment;
  bool show_unknown = false;
  friend bool operator==(const Settings&, const Settings&) = default;
};

struct Shared {
  Shared(std::ostream& out, Scanner& with) : scanner(with), client(out), desk(with) {}

  Scanner& scanner;
  Client client;  // safe by itself

  std::mutex mutex;              // of all that follows
  std::condition_variable wake;  // of the thread that scans
  Desk desk;
  Editor editor;
  Settings settings;
  bool ending = false;
};

/// Answers hover, definition and code action from what is known. Under the lock.
void answer(Shared& shared, const Waiting& request);
/// Its root; null: its document is not open, or nothing that is scanned.
[[nodiscard]] Root* root_of(Shared& shared, const Waiting& request);

/// Sends the diagnostics of a root that changed since they were sent last. Under the lock.
void publish(Shared& shared, const std::string& root, Root& state, const std::set<std::string>& scanned);
/// Takes all diagnostics of a root back. Under the lock.
void clear(Shared& shared, Root& state);

}  // namespace pillarlint::lsp
