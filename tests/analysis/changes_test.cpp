// What a change touches, causes and mends, without git: two states of the same files.
#include <catch2/catch.hpp>

#include "analysis/changes.h"
#include "analysis/pair.h"
#include "analysis/renames.h"
#include "analysis/support.h"

using namespace pillarlint;
using namespace pillarlint::testing;

namespace {

using Files = std::vector<MemoryFile>;
const std::string on = R"({
"disableLocalAuth": true })";
const std::string off = R"({
"disableLocalAuth": false })";

/// One state of the files after another.
struct TwoStates {
  Scan before, now;
  ChangedFiles changed;
  Analysis was, is;
  std::vector<std::size_t> gone;

  TwoStates(Files a, Files b, std::map<std::string, std::string> renamed = {}) : before(a), now(b) {
    const auto text = [](const Files& files, const std::string& path) {
      for (const auto& file : files) {
        if (file.path == path) return file.bytes;
      }
      return std::string("(none)");
    };
    for (const auto* files : {&a, &b}) {
      for (const auto& file : *files) {
        if (text(a, file.path) != text(b, file.path)) changed.paths.insert(file.path);
      }
    }
    changed.renamed = std::move(renamed);
    was = before.analysed(Scan::folder(), "ai-account-local-auth");
    is = now.analysed(Scan::folder(), "ai-account-local-auth");
  }
  void mark() {
    TouchedLines lines(changed, *now.project, *before.files);
    const auto back = reversed(changed);
    TouchedLines lines_before(back, *before.project, *now.files);
    const Before earlier{was.findings, [&](FileId file) { return before.project->path_of(file); }, lines_before};
    gone = mark_changes(is.findings, earlier, changed, lines, *now.project, *now.data->rules);
  }
  /// `main.json touched`, `… touched known`, `… caused`, `… aside`.
  [[nodiscard]] std::vector<std::string> marks() const {
    std::vector<std::string> out;
    for (const auto& one : is.findings) {
      const auto* word = one.change == Change::touched  ? one.known_before ? " touched known" : " touched"
                         : one.change == Change::caused ? " caused"
                                                                    : " none";
      out.push_back(std::string(now.sources.path(one.primary.file)) + word + (one.standing == Standing::not_changed ? " aside" : ""));
    }
    return out;
  }
};
using Marks = std::vector<std::string>;

std::string two(const std::string& a, const std::string& b) { return template_of("\n" + account("a", a) + ",\n" + account("b", b)); }

}  // namespace

TEST_CASE("a finding in a changed line is touched, new or not; others are set aside") {
  TwoStates change({{"/r/main.json", two(on, off)}}, {{"/r/main.json", two(off, off)}});
  change.mark();
  CHECK(change.marks() == Marks{"main.json touched", "main.json none aside"});
  CHECK(change.gone.empty());
  TwoStates edited({{"/r/main.json", two(on, off)}}, {{"/r/main.json", two(on, R"({
"disableLocalAuth": false, "publicNetworkAccess": "Disabled" })")}});
  edited.mark();
  CHECK(edited.marks() == Marks{"main.json touched known"});
  CHECK_FALSE(edited.is.findings[0].standing == Standing::not_changed);
}

TEST_CASE("a finding in a file that did not change is caused") {
  const auto main_file = template_of(account("a", R"({ "disableLocalAuth": "[parameters('keyless')]" })"), R"({ "keyless": { "type": "bool" } })");
  const auto value = [](const char* text) { return parameters_of(std::string(R"({ "keyless": { "value": )") + text + " } }"); };
  // It stands in the parameter file, which was edited; the other deployment does not touch it.
  TwoStates change({{"/r/main.json", main_file}, {"/r/main.parameters.json", value("true")}},
                {{"/r/main.json", main_file}, {"/r/main.parameters.json", value("false")}});
  change.mark();
  CHECK(change.marks() == Marks{"main.parameters.json touched"});
  // Without the parameter file the default holds, in the template that nobody edited.
  const auto with_default = template_of(account("a", R"({ "disableLocalAuth": "[parameters('keyless')]" })"), R"({ "keyless": { "type": "bool", "defaultValue": false } })");
  TwoStates caused({{"/r/main.json", with_default}, {"/r/main.parameters.json", value("true")}}, {{"/r/main.json", with_default}});
  caused.mark();
  CHECK(caused.marks() == Marks{"main.json caused"});
}

TEST_CASE("what is not found any more is gone, what can not be told any more is not") {
  TwoStates mended({{"/r/main.json", two(off, off)}}, {{"/r/main.json", two(on, off)}});
  mended.mark();
  CHECK(mended.gone == std::vector<std::size_t>{0});
  CHECK(mended.marks() == Marks{"main.json none aside"});
  const auto half = template_of("\n" + account("a", R"({ "disableLocalAuth": "[parameters('x')]" })") + ",\n" + account("b", on), R"({ "x": { "type": "bool" } })");
  TwoStates unknown({{"/r/main.json", two(off, on)}}, {{"/r/main.json", half}});
  unknown.mark();
  CHECK(unknown.gone.empty());
}

TEST_CASE("a renamed file keeps its findings, a copy is new") {
  const auto text = template_of(account("a", off));
  TwoStates renamed({{"/r/main.json", text}}, {{"/r/other.json", text}}, {{"/r/other.json", "/r/main.json"}});
  renamed.mark();
  CHECK(renamed.marks() == Marks{"other.json none aside"});
  CHECK(renamed.gone.empty());
  TwoStates not_known({{"/r/main.json", text}}, {{"/r/other.json", text}});
  not_known.mark();
  CHECK(not_known.marks() == Marks{"other.json touched"});
  CHECK(not_known.gone.size() == 1);
  TwoStates copied({{"/r/a/main.json", text}}, {{"/r/a/main.json", text}, {"/r/b/main.json", text}});
  copied.mark();
  CHECK(copied.marks() == Marks{"a/main.json none aside", "b/main.json touched"});
}

TEST_CASE("a suppression that was taken out makes its finding new, one that was put in does not make it gone") {
  const auto text = two(off, off);
  TwoStates change({{"/r/main.json", text}}, {{"/r/main.json", text}});
  change.was.findings[0].suppression = Suppression{};
  change.is.findings[1].suppression = Suppression{};
  change.changed.paths.insert("/r/other.json");
  change.mark();
  CHECK(change.marks() == Marks{"main.json caused", "main.json none aside"});
  CHECK(change.gone.empty());
}

TEST_CASE("named files: what has a place in them stays, the rest is set aside") {
  Scan scan({{"/r/main.json", template_of(linked("sub/a.json") + "," + linked("sub/b.json"))}, {"/r/sub/a.json", template_of(account("a", off))},
             {"/r/sub/b.json", template_of(account("b", off))}});
  const auto kept = [&](const std::string& path) {
    auto analysis = scan.analysed(Scan::folder(), "ai-account-local-auth");
    ChangedFiles named;
    named.paths = {path};
    TouchedLines lines(named, *scan.project);
    keep_named(analysis.findings, lines);
    return std::count_if(analysis.findings.begin(), analysis.findings.end(), [](const auto& one) { return one.counts(); });
  };
  CHECK(kept("/r/main.json") == 2);  // both are called there
  CHECK(kept("/r/sub/a.json") == 1);
  CHECK(kept("/r/sub/c.json") == 0);
}

TEST_CASE("multisets are paired by path first, and nobody is paired twice") {
  const std::vector<KnownAs> known = {{{1}, "b"}, {{1}, "a"}, {{2}, "a"}};
  CHECK(pair_up({{{1}, "a"}, {{1}, "b"}}, known) == std::vector<std::size_t>{1, 0});
  CHECK(pair_up({{{1}, "c"}, {{1}, "a"}, {{1}, "d"}}, known) == std::vector<std::size_t>{0, 1, unpaired});
  CHECK(pair_up({{{3}, "a"}, {{3, 2}, "z"}}, known) == std::vector<std::size_t>{unpaired, 2});
  CHECK(pair_up({}, known).empty());
}

TEST_CASE("renames are found by what files hold") {
  const NamedText one{"/r/a/main.tf", "a\nb\nc\nd\n"};
  const NamedText two{"/r/a/other.tf", "w\nx\ny\nz\n"};
  using Renames = std::map<std::string, std::string>;
  CHECK(find_renames({one, two}, {{"/r/b/main.tf", one.text}, {"/r/b/other.tf", two.text}}) ==
        Renames{{"/r/b/main.tf", one.path}, {"/r/b/other.tf", two.path}});
  CHECK(find_renames({one}, {{"/r/b/new.tf", "a\nb\nc\nX\n"}}) == Renames{{"/r/b/new.tf", one.path}});
  CHECK(find_renames({one}, {{"/r/b/new.tf", "a\nX\nY\nZ\n"}}).empty());
  CHECK(find_renames({one}, {{"/r/b/new.json", "a\nb\nc\nX\n"}}).empty());  // another language
  CHECK(find_renames({one}, {{"/r/b/x.tf", one.text}, {"/r/c/main.tf", one.text}}) == Renames{{"/r/c/main.tf", one.path}});
}
