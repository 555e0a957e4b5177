// What lies open: the documents of the editor, and for each root what is known of it and what is to be scanned. Not
// safe for several threads: the server locks it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lsp/answers.h"
#include "lsp/board.h"
#include "lsp/client.h"
#include "lsp/schedule.h"

namespace pillarlint::lsp {

struct Document {
  std::string uri;
  std::string path;  // canonical
  std::string root;
  std::int64_t version = 0;
  std::string text;
  bool concerns = false;  // may be a part of a deployment: it is scanned
};

/// A request about a place. It may wait for the scan of the newest text.
struct Waiting {
  enum class Kind : std::uint8_t { hover, definition, code_action };
  Json id;
  Kind kind = Kind::hover;
  std::string uri;
  Range range;  // of a place: empty
};

struct Root {
  Board board;
  Schedule schedule;
  std::set<std::string> changed;                 // since the last scan that was shown
  std::map<std::string, std::string> published;  // by URI, as written
  std::vector<Waiting> waiting;
};

class Desk {
 public:
  explicit Desk(Scanner& scanner) : scanner_(scanner) {}

  /// Folders that the editor has open, for files without a work tree.
  void set_folders(std::vector<std::string> folders) { folders_ = std::move(folders); }
  [[nodiscard]] const std::vector<std::string>& folders() const { return folders_; }

  void open(std::string uri, std::int64_t version, std::string text, Time now);
  /// The document was edited.
  void edited(Document& document, Time now);
  /// A root that has no open document any more is to be cleared and dropped: it is named in the answer.
  [[nodiscard]] std::optional<std::string> close(const std::string& uri, Time now);

  /// Looks again what is scanned for each document. Roots that are not any more are named as by `close`.
  [[nodiscard]] std::vector<std::string> find_roots(Time now);

  /// Null: there is none.
  [[nodiscard]] Document* find(const std::string& uri);
  [[nodiscard]] Document* at(const std::string& path);
  [[nodiscard]] std::map<std::string, Root>& roots() { return roots_; }
  [[nodiscard]] Root* root_of(const Document& document);
  /// Documents of the root that are scanned.
  [[nodiscard]] std::vector<const Document*> documents_of(const std::string& root) const;
  [[nodiscard]] Naming naming();

 private:
  [[nodiscard]] std::string root_for(const std::string& path) const;
  void look_at(Document& document, Time now);

  Scanner& scanner_;
  std::vector<std::string> folders_;
  std::map<std::string, Document> documents_;  // by URI
  std::map<std::string, Root> roots_;
};

}  // namespace pillarlint::lsp
