#include "lsp/ignore_comment.h"
#include "lsp/shared.h"

namespace pillarlint::lsp {
namespace {

RuleTexts rule_texts(Shared& shared, const std::string& root) {
  return [&shared, root](std::string_view id) { return shared.scanner.rule(root, id); };
}

Json hover(Shared& shared, const Document& document, const std::vector<const Notice*>& notices, Place place) {
  const auto id = suppressed_rule_at(document.text, place, shared.editor.units);
  if (const auto rule = id.empty() ? std::nullopt : shared.scanner.rule(document.root, id))
    return rule_hover_json(*rule, shared.editor);
  return hover_json(notices, place, shared.editor, rule_texts(shared, document.root));
}

Document* document_of(Shared& shared, const Waiting& request) {
  auto* document = shared.desk.find(request.uri);
  return document != nullptr && document->concerns ? document : nullptr;
}

Json result_of(Shared& shared, const Waiting& request) {
  const auto* document = document_of(shared, request);
  const auto* root = root_of(shared, request);
  const bool known = document != nullptr && root != nullptr;
  const auto notices = known ? root->board.notices_in(document->path) : std::vector<const Notice*>();
  switch (request.kind) {
    case Waiting::Kind::hover:
      return known ? hover(shared, *document, notices, request.range.begin) : Json();
    case Waiting::Kind::definition:
      return definition_json(notices, request.range.begin, shared.desk.naming());
    case Waiting::Kind::code_action:
      if (!known) return Json::array();
      return actions_json(notices, request.range, document->text, shared.editor, shared.desk.naming(),
                          rule_texts(shared, document->root));
  }
  return nullptr;
}

}  // namespace

Root* root_of(Shared& shared, const Waiting& request) {
  const auto* document = document_of(shared, request);
  return document == nullptr ? nullptr : shared.desk.root_of(*document);
}

void answer(Shared& shared, const Waiting& request) { shared.client.answer(request.id, result_of(shared, request)); }

void publish(Shared& shared, const std::string& root, Root& state, const std::set<std::string>& scanned) {
  std::set<std::string> open;
  for (const auto* document : shared.desk.documents_of(root)) open.insert(document->path);
  auto shown = state.board.shown(open);
  for (const auto& path : open) shown[path];
  const auto naming = shared.desk.naming();
  std::map<std::string, std::string> published;
  const auto send = [&](const std::string& uri, const Named& name, Json diagnostics) {
    Json params{{"uri", uri}, {"diagnostics", std::move(diagnostics)}};
    if (name.version) params["version"] = *name.version;
    shared.client.notify("textDocument/publishDiagnostics", std::move(params));
  };
  for (const auto& [path, notices] : shown) {
    const auto name = naming(path);
    auto diagnostics = diagnostics_json(notices, shared.editor, naming);
    const auto written = dump(diagnostics);
    const auto before = state.published.find(name.uri);
    const bool same =
        before != state.published.end() ? before->second == written : notices.empty() && !open.contains(path);
    if (!same || scanned.contains(path)) send(name.uri, name, std::move(diagnostics));
    published[name.uri] = written;
  }
  for (const auto& [uri, written] : state.published) {
    if (!published.contains(uri)) send(uri, {}, Json::array());
  }
  state.published = std::move(published);
}

void clear(Shared& shared, Root& state) {
  for (const auto& [uri, written] : state.published) {
    shared.client.notify("textDocument/publishDiagnostics", {{"uri", uri}, {"diagnostics", Json::array()}});
  }
  state.published.clear();
  for (const auto& request : state.waiting)
    shared.client.refuse(request.id, ErrorCode::request_cancelled, "the document was closed");
  state.waiting.clear();
}

}  // namespace pillarlint::lsp
