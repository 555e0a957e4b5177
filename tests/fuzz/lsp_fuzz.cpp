// A session of the language server on any bytes: one message a line, put into frames here; a line `wait` waits for a scan; an
// input that begins with a header is read as it stands. Documents are scanned in memory. Nothing may crash or hang, and what is
// written is whole frames.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/make_report.h"
#include "loaded.h"
#include "lsp/frame.h"
#include "lsp/server.h"
#include "support/project.h"

using namespace pillarlint;

namespace {

// What is open, as a project of its own.
class OpenTexts final : public Scanner {
 public:
  std::string canonical(const std::string& path) const override { return path; }
  std::string root_of(const std::string& path) const override { return path.starts_with("/project/") ? "/project" : ""; }
  bool concerns(const std::string&, const std::string& path, std::string_view) override {
    return path.ends_with(".bicep") || path.ends_with(".tf") || path.ends_with(".json");
  }
  FileEffect effect_of(const std::string&, const std::string& path, bool) override {
    return path.ends_with(".yaml") ? FileEffect::roots : FileEffect::everything;
  }
  bool scan(const ScanRequest& request, const std::function<void(const ScanAnswer&)>& take) override {
    const auto files = test::rooted_files(request.texts);
    SourceManager sources;
    Project project(*files, sources);
    project.name_relative_to("/project");
    AnalyzeOptions options;
    options.scope.paths = {"/project"};
    options.rules = fuzz::loaded().rules;
    options.today = "2026-11-22";
    options.stop = request.stop;
    auto analysis = fuzz::loaded().scan(project, options);
    if (request.stop->load()) return false;
    std::vector<ScannedUnit> units;
    for (const auto& one : analysis.deployments) units.push_back({one.name, {one.files.begin(), one.files.end()}});
    Report report{sources};
    report.findings = std::move(analysis.findings);
    report.diagnostics = std::move(analysis.diagnostics);
    report.secrets = std::move(analysis.secrets);
    take({report, std::move(units), {}, true, false});
    const std::lock_guard lock(mutex_);
    ++scans_;
    ended_.notify_all();
    return true;
  }
  /// Until one more scan than the last time has ended, or for a moment.
  void wait() {
    std::unique_lock lock(mutex_);
    (void)ended_.wait_for(lock, std::chrono::milliseconds(60), [&] { return scans_ > awaited_; });
    awaited_ = scans_;
  }
  std::optional<RuleText> rule(const std::string&, std::string_view id) override {
    const auto* found = fuzz::loaded().data->rules->find(id);
    if (found == nullptr) return std::nullopt;
    return RuleText{rule_report(*fuzz::loaded().data->rules, found->number), {}, found->ignorable};
  }
  void forget(const std::string&) override {}

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t scans_ = 0;
  std::size_t awaited_ = 0;
};

// The bytes of the editor, message by message.
class Editor final : public std::streambuf {
 public:
  Editor(const std::string& input, OpenTexts& scanner) : lines_(input), raw_(input.starts_with("Content-")), scanner_(scanner) {}

 private:
  int_type underflow() override {
    if (!next()) return traits_type::eof();
    setg(held_.data(), held_.data(), held_.data() + held_.size());
    return traits_type::to_int_type(held_.front());
  }

  bool next() {
    std::string line;
    for (;;) {
      if (!std::getline(lines_, line, raw_ ? '\0' : '\n')) return false;
      if (raw_ && line.empty()) continue;
      if (raw_ || line != "wait") break;
      scanner_.wait();
    }
    held_ = raw_ ? line : lsp::framed(line);
    return true;
  }

  std::istringstream lines_;
  bool raw_;
  OpenTexts& scanner_;
  std::string held_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  OpenTexts scanner;
  Editor editor({reinterpret_cast<const char*>(bytes), size}, scanner);
  std::istream in(&editor);
  std::stringstream out;
  (void)serve(in, out, scanner, {"1", "production", true});
  for (auto frame = lsp::read_frame(out); frame.kind != lsp::Frame::Kind::end; frame = lsp::read_frame(out)) {
    if (frame.kind != lsp::Frame::Kind::message || !frame.body.starts_with('{')) std::abort();
  }
  return 0;
}
