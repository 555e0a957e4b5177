#include "lsp/server.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lsp/frame.h"
#include "lsp/scan_loop.h"
#include "lsp/shared.h"
#include "lsp/uri.h"

namespace pillarlint {
namespace lsp {
namespace {

constexpr std::size_t largest_document = 64U << 20U;
constexpr std::string_view settings_request = "workspace/configuration";

class Server {
 public:
  Server(std::ostream& out, Scanner& scanner, const ServerOptions& options)
      : options_(options), shared_(out, scanner), loop_(shared_) {
    shared_.settings = {options.environment, options.show_unknown};
  }

  int run(std::istream& in) {
    loop_.begin();
    while (!exit_) {
      auto frame = read_frame(in);
      if (frame.kind == Frame::Kind::end) break;
      take(frame);
      if (!shared_.client.flush()) break;
    }
    loop_.end();
    return shutdown_ ? 0 : 1;
  }

 private:
  using Handler = void (Server::*)(const Json& id, const Json& params);
  struct Row {
    std::string_view method;
    Handler handler;
  };

  // ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────

  void take(const Frame& frame) {
    if (frame.kind == Frame::Kind::no_length)
      return refuse(nullptr, ErrorCode::parse_error, "a header has no Content-Length");
    if (frame.kind == Frame::Kind::too_large) {
      return refuse(nullptr, ErrorCode::invalid_request,
                    fmt::format("a message is larger than {} bytes and was skipped", largest_message));
    }
    const auto message = parse(frame.body);
    if (!message) return refuse(nullptr, ErrorCode::parse_error, "a message is no JSON");
    const auto& method = member(*message, "method");
    if (!method.is_string()) return take_answer(*message);
    dispatch(*message, method.get<std::string>());
  }

  // An answer to a request of ours, or no message at all.
  void take_answer(const Json& message) {
    const auto& id = member(message, "id");
    if (!message.is_object() || (!message.contains("result") && !message.contains("error"))) {
      return refuse(nullptr, ErrorCode::invalid_request, "a message is no request, notification or answer");
    }
    const auto& result = member(message, "result");
    if (text_of(id) == settings_request && result.is_array() && !result.empty()) set(result.front());
  }

  void dispatch(const Json& message, const std::string& method) {
    const auto& id = member(message, "id");
    const bool is_request = message.contains("id");
    if (is_request && !id.is_number_integer() && !id.is_string()) {
      return refuse(nullptr, ErrorCode::invalid_request, "the id of a request is a number or a string");
    }
    if (method == "exit") {
      exit_ = true;
      return;
    }
    if (!initialized_ && method != "initialize") {
      if (is_request) refuse(id, ErrorCode::not_initialized, "the server is not initialized");
      return;
    }
    if (shutdown_) {
      if (is_request) refuse(id, ErrorCode::invalid_request, "the server was shut down");
      return;
    }
    const auto& params = member(message, "params");
    is_request ? request(method, id, params) : notification(method, params);
  }

  void request(const std::string& method, const Json& id, const Json& params) {
    static constexpr std::array<Row, 5> rows{{{"initialize", &Server::initialize},
                                              {"shutdown", &Server::shutdown},
                                              {"textDocument/hover", &Server::hover},
                                              {"textDocument/definition", &Server::definition},
                                              {"textDocument/codeAction", &Server::code_action}}};
    for (const auto& row : rows) {
      if (row.method == method) return (this->*row.handler)(id, params);
    }
    refuse(id, ErrorCode::method_not_found, fmt::format("there is no method `{}`", method));
  }

  // Notifications that are not known are ignored, as the protocol asks.
  void notification(const std::string& method, const Json& params) {
    static constexpr std::array<Row, 9> rows{{{"initialized", &Server::initialized},
                                              {"$/cancelRequest", &Server::cancel},
                                              {"textDocument/didOpen", &Server::did_open},
                                              {"textDocument/didChange", &Server::did_change},
                                              {"textDocument/didClose", &Server::did_close},
                                              {"textDocument/didSave", &Server::did_save},
                                              {"workspace/didChangeConfiguration", &Server::did_change_settings},
                                              {"workspace/didChangeWatchedFiles", &Server::did_change_files},
                                              {"workspace/didChangeWorkspaceFolders", &Server::did_change_folders}}};
    for (const auto& row : rows) {
      if (row.method == method) return (this->*row.handler)(nullptr, params);
    }
  }

  void refuse(const Json& id, ErrorCode code, std::string_view why) { shared_.client.refuse(id, code, why); }

  // ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

  void initialize(const Json& id, const Json& params) {
    if (initialized_) return refuse(id, ErrorCode::invalid_request, "the server is initialized already");
    initialized_ = true;
    {
      const std::lock_guard lock(shared_.mutex);
      read_editor(member(params, "capabilities"));
      shared_.desk.set_folders(folders_of(params));
    }
    set(member(params, "initializationOptions"));
    shared_.client.answer(id, {{"capabilities", capabilities()},
                               {"serverInfo", {{"name", "pillarlint"}, {"version", options_.version}}}});
  }

  void read_editor(const Json& capabilities) {
    auto& editor = shared_.editor;
    const auto& document = member(capabilities, "textDocument");
    const auto& workspace = member(capabilities, "workspace");
    editor.units = units_of(member_at(capabilities, "general/positionEncodings"));
    for (const auto& format : member_at(document, "hover/contentFormat"))
      editor.markdown = editor.markdown || text_of(format) == "markdown";
    editor.related = is_true(member_at(document, "publishDiagnostics/relatedInformation"));
    editor.code_actions = member_at(document, "codeAction/codeActionLiteralSupport").is_object();
    editor.versioned_edits = is_true(member_at(workspace, "workspaceEdit/documentChanges"));
    editor.watches_files = is_true(member_at(workspace, "didChangeWatchedFiles/dynamicRegistration"));
    editor.has_settings = is_true(member(workspace, "configuration"));
  }

  // In the editor's order; UTF-16 is what every editor knows.
  static Units units_of(const Json& encodings) {
    for (const auto& encoding : encodings) {
      if (text_of(encoding) == "utf-8") return Units::utf8;
      if (text_of(encoding) == "utf-16") return Units::utf16;
    }
    return Units::utf16;
  }

  [[nodiscard]] std::vector<std::string> folders_of(const Json& params) const {
    std::vector<std::string> out;
    const auto add = [&](const Json& uri) {
      if (const auto path = path_of(text_of(uri))) out.push_back(shared_.scanner.canonical(*path));
    };
    for (const auto& folder : member(params, "workspaceFolders")) add(member(folder, "uri"));
    if (out.empty()) add(member(params, "rootUri"));
    return out;
  }

  [[nodiscard]] Json capabilities() const {
    return {{"positionEncoding", shared_.editor.units == Units::utf8 ? "utf-8" : "utf-16"},
            {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}}},
            {"hoverProvider", true},
            {"definitionProvider", true},
            {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
            {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}};
  }

  void initialized(const Json&, const Json&) {
    if (shared_.editor.watches_files) shared_.client.ask("client/registerCapability", watched());
    ask_settings();
  }

  static Json watched() {
    constexpr std::array<std::string_view, 5> globs = {"**/*.{bicep,bicepparam,tf,tfvars,json}", "**/.pillarlint.yaml",
                                                       "**/azure.yaml", "**/.gitignore", "**/*.yaml"};
    Json watchers = Json::array();
    for (const auto glob : globs) watchers.push_back({{"globPattern", glob}});
    return {{"registrations", Json::array({{{"id", "files"},
                                            {"method", "workspace/didChangeWatchedFiles"},
                                            {"registerOptions", {{"watchers", std::move(watchers)}}}}})}};
  }

  void shutdown(const Json& id, const Json&) {
    shutdown_ = true;
    const std::lock_guard lock(shared_.mutex);
    for (auto& [name, root] : shared_.desk.roots()) {
      for (const auto& waiting : std::exchange(root.waiting, {}))
        refuse(waiting.id, ErrorCode::request_cancelled, "the server was shut down");
    }
    shared_.client.answer(id, nullptr);
  }

  // ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────

  void ask_settings() {
    if (shared_.editor.has_settings)
      shared_.client.ask(settings_request, {{"items", Json::array({{{"section", "pillarlint"}}})}});
  }

  void did_change_settings(const Json&, const Json& params) {
    const auto& settings = member(params, "settings");
    settings.is_object() && !settings.empty() ? set(settings) : ask_settings();
  }

  // The section `pillarlint`, or what stands in it. What is absent is as the command line says.
  void set(const Json& given) {
    if (!given.is_object()) return;
    const auto& section = given.contains("pillarlint") ? member(given, "pillarlint") : given;
    Settings settings{options_.environment, options_.show_unknown};
    if (const auto& show = member(section, "showUnknown"); show.is_boolean()) settings.show_unknown = show.get<bool>();
    const auto environment = text_of(member(section, "environment"));
    if (environment == "production" || environment == "non-production") {
      settings.environment = environment;
    } else if (!environment.empty()) {
      shared_.client.show(Loudness::warning,
                          "pillarlint: the setting `environment` is `production` or `non-production`");
    }
    const std::lock_guard lock(shared_.mutex);
    if (settings == shared_.settings) return;
    shared_.settings = settings;
    for (auto& [name, root] : shared_.desk.roots()) all_changed(name, root);
  }

  void all_changed(const std::string& name, Root& root) {
    root.schedule.all_changed(std::chrono::steady_clock::now());
    loop_.wake(name);
  }

  // ── documents ───────────────────────────────────────────────────────────────────────────────────────────────────

  void did_open(const Json&, const Json& params) {
    const auto& document = member(params, "textDocument");
    const auto uri = text_of(member(document, "uri"));
    if (uri.empty() || !member(document, "text").is_string()) return;
    auto text = text_of(member(document, "text"));
    if (text.size() > largest_document)
      return shared_.client.log(Loudness::warning, fmt::format("pillarlint: {} is too large to be looked at", uri));
    const std::lock_guard lock(shared_.mutex);
    shared_.desk.open(uri, version_of(document), std::move(text), std::chrono::steady_clock::now());
    if (const auto* held = shared_.desk.find(uri)) loop_.wake(held->root);
  }

  static std::int64_t version_of(const Json& document) {
    const auto& version = member(document, "version");
    return version.is_number_integer() ? version.get<std::int64_t>() : 0;
  }

  void did_change(const Json&, const Json& params) {
    const auto& name = member(params, "textDocument");
    const std::lock_guard lock(shared_.mutex);
    auto* document = shared_.desk.find(text_of(member(name, "uri")));
    if (document == nullptr)
      return shared_.client.log(Loudness::warning, "pillarlint: a document was changed that is not open");
    for (const auto& change : member(params, "contentChanges")) {
      if (!member(change, "text").is_string()) continue;
      const auto& text = change["text"].get_ref<const std::string&>();
      const auto range = range_of(member(change, "range"));
      if (range) replace(document->text, *range, text, shared_.editor.units);
      if (!range && !change.contains("range")) document->text = text;
      if (document->text.size() > largest_document) document->text.clear();
    }
    document->version = version_of(name);
    shared_.desk.edited(*document, std::chrono::steady_clock::now());
    loop_.wake(document->root);
  }

  void did_close(const Json&, const Json& params) {
    const std::lock_guard lock(shared_.mutex);
    const auto uri = text_of(member_at(params, "textDocument/uri"));
    const auto* document = shared_.desk.find(uri);
    if (document == nullptr) return;
    const auto name = document->root;
    if (const auto unused = shared_.desk.close(uri, std::chrono::steady_clock::now())) drop(*unused);
    loop_.wake(name);
  }

  void drop(const std::string& root) {
    auto& roots = shared_.desk.roots();
    clear(shared_, roots.at(root));
    roots.erase(root);
    shared_.scanner.forget(root);
  }

  // What was typed is known already; a configuration is read from disk.
  void did_save(const Json&, const Json& params) {
    if (const auto path = path_of(text_of(member_at(params, "textDocument/uri")))) file_changed(*path, true);
  }

  void did_change_files(const Json&, const Json& params) {
    constexpr std::uint32_t changed = 2;  // FileChangeType of the protocol
    for (const auto& change : member(params, "changes")) {
      const auto path = path_of(text_of(member(change, "uri")));
      if (path) file_changed(*path, number_of(member(change, "type")) == changed);
    }
  }

  void file_changed(const std::string& given, bool exists_as_before) {
    const auto path = shared_.scanner.canonical(given);
    const std::lock_guard lock(shared_.mutex);
    const auto* document = shared_.desk.at(path);
    if (document != nullptr && document->concerns && exists_as_before) return;
    bool find_roots = false;
    for (auto& [name, root] : shared_.desk.roots()) {
      switch (shared_.scanner.effect_of(name, path, exists_as_before)) {
        case FileEffect::nothing:
          break;
        case FileEffect::roots:
          find_roots = true;
          all_changed(name, root);
          break;
        case FileEffect::everything:
          all_changed(name, root);
          break;
        case FileEffect::its_deployments:
          root.changed.insert(path);
          root.schedule.changed(std::chrono::steady_clock::now());
          loop_.wake(name);
          break;
      }
    }
    if (!find_roots) return;
    for (const auto& unused : shared_.desk.find_roots(std::chrono::steady_clock::now())) {
      drop(unused);
      loop_.wake(unused);
    }
    shared_.wake.notify_all();
  }

  void did_change_folders(const Json&, const Json& params) {
    const std::lock_guard lock(shared_.mutex);
    auto folders = shared_.desk.folders();
    const auto& event = member(params, "event");
    for (const auto& folder : folders_of({{"workspaceFolders", member(event, "removed")}})) std::erase(folders, folder);
    for (const auto& folder : folders_of({{"workspaceFolders", member(event, "added")}})) folders.push_back(folder);
    shared_.desk.set_folders(std::move(folders));
  }

  // ── requests about a place ──────────────────────────────────────────────────────────────────────────────────────

  void hover(const Json& id, const Json& params) { about_place(id, params, Waiting::Kind::hover); }
  void definition(const Json& id, const Json& params) { about_place(id, params, Waiting::Kind::definition); }

  void code_action(const Json& id, const Json& params) {
    if (!wants_fixes(member_at(params, "context/only"))) return shared_.client.answer(id, Json::array());
    about_place(id, params, Waiting::Kind::code_action);
  }

  static bool wants_fixes(const Json& only) {
    if (!only.is_array() || only.empty()) return true;
    return std::any_of(only.begin(), only.end(), [](const auto& kind) { return text_of(kind) == "quickfix"; });
  }

  void about_place(const Json& id, const Json& params, Waiting::Kind kind) {
    Waiting request{id, kind, text_of(member_at(params, "textDocument/uri")), {}};
    const auto place = place_of(member(params, "position"));
    const auto range = kind == Waiting::Kind::code_action ? range_of(member(params, "range"))
                       : place                            ? std::optional(Range{*place, *place})
                                                          : std::nullopt;
    if (request.uri.empty() || !range)
      return refuse(id, ErrorCode::invalid_params, "a document and a place in it are needed");
    request.range = *range;
    const std::lock_guard lock(shared_.mutex);
    auto* root = root_of(shared_, request);
    if (root == nullptr || !root->schedule.stale()) return answer(shared_, request);
    root->waiting.push_back(std::move(request));
  }

  void cancel(const Json&, const Json& params) {
    const std::lock_guard lock(shared_.mutex);
    for (auto& [name, root] : shared_.desk.roots()) {
      const auto same = [&](const Waiting& waiting) { return waiting.id == member(params, "id"); };
      const auto found = std::find_if(root.waiting.begin(), root.waiting.end(), same);
      if (found == root.waiting.end()) continue;
      refuse(found->id, ErrorCode::request_cancelled, "cancelled");
      root.waiting.erase(found);
      return;
    }
  }

  const ServerOptions& options_;
  Shared shared_;
  ScanLoop loop_;
  bool initialized_ = false;
  bool shutdown_ = false;
  bool exit_ = false;
};

}  // namespace
}  // namespace lsp

int serve(std::istream& in, std::ostream& out, Scanner& scanner, const ServerOptions& options) {
  return lsp::Server(out, scanner, options).run(in);
}

}  // namespace pillarlint
