// What is known of a root: scans of some deployments renew what these say, and leave the rest.
#include "lsp/board.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace pillarlint;
using namespace pillarlint::lsp;

namespace {

Notice notice(std::string path, std::uint32_t line, std::string code, std::set<std::string> units) {
  Notice out;
  out.path = std::move(path);
  out.range = {{line, 0}, {line, 1}};
  out.code = std::move(code);
  out.units = std::move(units);
  return out;
}

struct Scan {
  std::vector<ScannedUnit> units;
  std::vector<Notice> notices;
  std::set<std::string> gone{};
  std::set<std::string> changed{};
  bool whole = false;
};

void take(Board& board, Scan scan) {
  const SourceManager sources;
  const Report report{sources};
  board.take({report, scan.units, scan.gone, scan.whole, false}, scan.notices, scan.changed);
}

std::string codes(const Board& board, const std::string& path) {
  std::string out;
  for (const auto* one : board.notices_in(path)) out += (out.empty() ? "" : " ") + one->code;
  return out;
}

std::string shown(const Board& board, const std::set<std::string>& open) {
  std::string out;
  for (const auto& [path, notices] : board.shown(open)) {
    out += path;
    for (const auto* one : notices) out += " " + one->code;
    out += "; ";
  }
  return out;
}

// Deployments A and B read the module; C has a file of its own.
Board three_deployments() {
  Board board;
  take(board,
       {{{"A", {"/a", "/module"}}, {"B", {"/b", "/module"}}, {"C", {"/c"}}},
        {notice("/a", 1, "in-a", {"A"}), notice("/module", 9, "of-both", {"A", "B"}),
         notice("/module", 3, "of-b", {"B"}), notice("/c", 1, "in-c", {"C"}), notice("/other", 1, "of-none", {""})},
        {},
        {},
        true});
  return board;
}

}  // namespace

TEST_CASE("notices stand in order of place") { CHECK(codes(three_deployments(), "/module") == "of-b of-both"); }

TEST_CASE("a scan of one deployment keeps what others say") {
  auto board = three_deployments();
  take(board, {{{"A", {"/a", "/module"}}}, {notice("/a", 2, "new", {"A"})}, {"A"}, {"/a"}});
  CHECK(codes(board, "/a") == "new");
  CHECK(codes(board, "/module") == "of-b of-both");  // B still says so
  take(board, {{{"B", {"/b"}}}, {}, {"B"}, {"/b"}});
  CHECK(codes(board, "/module").empty());
  CHECK(codes(board, "/c") == "in-c");
}

TEST_CASE("the same notice of two scans is one") {
  auto board = three_deployments();
  take(board, {{{"A", {"/a", "/module"}}}, {notice("/module", 9, "of-both", {"A"})}, {"A"}, {"/module"}});
  CHECK(codes(board, "/module") == "of-b of-both");
  take(board, {{}, {}, {"B"}, {}});
  CHECK(codes(board, "/module") == "of-both");  // A says so alone
}

TEST_CASE("a scan of everything leaves nothing") {
  auto board = three_deployments();
  take(board, {{}, {}, {}, {}, true});
  CHECK(shown(board, {"/a", "/module", "/c", "/other"}).empty());
}

TEST_CASE("files that are not open are shown for deployments that read an open one") {
  const auto board = three_deployments();
  CHECK(shown(board, {"/a"}) == "/a in-a; /module of-both; ");
  CHECK(shown(board, {"/module"}) == "/a in-a; /module of-b of-both; ");
  CHECK(shown(board, {"/other"}) == "/other of-none; ");
  CHECK(shown(board, {}).empty());
}

TEST_CASE("what is wrong with the configuration is shown until a scan does not say so") {
  auto board = three_deployments();
  auto wrong = notice("/.pillarlint.yaml", 1, "config-value", {""});
  wrong.always = true;
  take(board, {{}, {wrong}});
  CHECK(shown(board, {"/c"}) == "/.pillarlint.yaml config-value; /c in-c; ");
  take(board, {{{"C", {"/c"}}}, {}, {"C"}, {"/c"}});
  CHECK(shown(board, {"/c"}).empty());
}
