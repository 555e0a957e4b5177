#include "lsp/desk.h"

#include <algorithm>

#include "lsp/uri.h"

namespace pillarlint::lsp {
namespace {

bool below(std::string_view path, std::string_view folder) {
  return folder == "/" || (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

}  // namespace

std::string Desk::root_for(const std::string& path) const {
  if (auto root = scanner_.root_of(path); !root.empty()) return root;
  std::string longest;
  for (const auto& folder : folders_) {
    if (below(path, folder) && folder.size() > longest.size()) longest = folder;
  }
  return longest.empty() ? std::string(folder_of(path)) : longest;
}

void Desk::look_at(Document& document, Time now) {
  // Once it does it stays so: else the text on disk would come back while the document is edited.
  if (document.path.empty()) return;
  document.concerns = document.concerns || scanner_.concerns(document.root, document.path, document.text);
  if (!document.concerns) return;
  auto& root = roots_[document.root];
  root.changed.insert(document.path);
  root.schedule.changed(now);
}

void Desk::open(std::string uri, std::int64_t version, std::string text, Time now) {
  Document document;
  document.uri = uri;
  document.version = version;
  document.text = std::move(text);
  if (const auto path = path_of(uri)) {
    document.path = scanner_.canonical(*path);
    document.root = root_for(document.path);
  }
  auto& held = documents_[std::move(uri)] = std::move(document);
  look_at(held, now);
}

void Desk::edited(Document& document, Time now) { look_at(document, now); }

std::optional<std::string> Desk::close(const std::string& uri, Time now) {
  const auto found = documents_.find(uri);
  if (found == documents_.end()) return std::nullopt;
  const auto document = std::move(found->second);
  documents_.erase(found);
  const auto root = roots_.find(document.root);
  if (root == roots_.end()) return std::nullopt;
  if (documents_of(document.root).empty()) return document.root;
  if (document.concerns) {
    root->second.changed.insert(document.path);
    root->second.schedule.changed(now);
  }
  return std::nullopt;
}

std::vector<std::string> Desk::find_roots(Time now) {
  for (auto& [uri, document] : documents_) {
    if (document.path.empty()) continue;
    auto root = root_for(document.path);
    if (root == document.root) continue;
    document.root = std::move(root);
    look_at(document, now);
  }
  std::vector<std::string> unused;
  for (const auto& [root, state] : roots_) {
    if (documents_of(root).empty()) unused.push_back(root);
  }
  return unused;
}

Document* Desk::find(const std::string& uri) {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : &found->second;
}

Document* Desk::at(const std::string& path) {
  for (auto& [uri, document] : documents_) {
    if (document.path == path) return &document;
  }
  return nullptr;
}

Root* Desk::root_of(const Document& document) {
  const auto found = roots_.find(document.root);
  return found == roots_.end() ? nullptr : &found->second;
}

std::vector<const Document*> Desk::documents_of(const std::string& root) const {
  std::vector<const Document*> out;
  for (const auto& [uri, document] : documents_) {
    if (document.concerns && document.root == root) out.push_back(&document);
  }
  return out;
}

Naming Desk::naming() {
  return [this](const std::string& path) {
    const auto* document = at(path);
    if (document != nullptr) return Named{document->uri, document->version};
    return Named{uri_of(path), std::nullopt};
  };
}

}  // namespace pillarlint::lsp
