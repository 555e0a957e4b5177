// Files as they were before a change: a work tree with other bytes, without what is new, with what is gone.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/earlier_files.h"

using namespace pillarlint;
namespace fs = std::filesystem;

namespace {

Result<std::string> bytes_of(const std::string& key) {
  if (key == "lost") return failure(Code::file_not_readable, {}, "lost");
  return "was " + key;
}

std::vector<std::string> names(const FileSystem& files, const std::string& folder) {
  std::vector<std::string> out;
  const auto listed = files.list(folder);
  if (!listed) return {"(not readable)"};
  for (const auto& entry : *listed) out.push_back(entry.name + (entry.is_folder ? "/" : ""));
  return out;
}

const std::vector<MemoryFile> now = {{"/r/same.tf", "same"}, {"/r/edited.tf", "now"}, {"/r/fresh.tf", "now"}, {"/r/sub/fresh.tf", "now"}};
const EarlierKeys keys = {{"/r/edited.tf", "1"}, {"/r/fresh.tf", std::nullopt}, {"/r/sub/fresh.tf", std::nullopt},
                          {"/r/old/deep/gone.tf", "2"}, {"/r/lost.tf", "lost"}};

}  // namespace

TEST_CASE("what is the same is read from below, what differs by its key, what is new is not there") {
  const auto files = earlier_files(keys, bytes_of, memory_files(now));
  CHECK(files->read("/r/same.tf") == "same");
  CHECK(files->read("/r/edited.tf") == "was 1");
  CHECK_FALSE(files->read("/r/fresh.tf").has_value());
  CHECK_FALSE(files->is_file("/r/fresh.tf"));
  CHECK(files->read("/r/old/deep/gone.tf") == "was 2");
  CHECK(files->is_file("/r/old/deep/gone.tf"));
  CHECK(files->read("/r/old/../old/deep/gone.tf") == "was 2");
  CHECK_FALSE(files->read("/r/lost.tf").has_value());
  CHECK_FALSE(files->read("/r/nowhere.tf").has_value());
}

TEST_CASE("folders list what was in them") {
  const auto files = earlier_files(keys, bytes_of, memory_files(now));
  CHECK(names(*files, "/r") == std::vector<std::string>{"edited.tf", "lost.tf", "old/", "same.tf", "sub/"});
  CHECK(names(*files, "/r/old") == std::vector<std::string>{"deep/"});
  CHECK(names(*files, "/r/sub") == std::vector<std::string>{});
  CHECK(files->is_folder("/r/old/deep"));
  CHECK_FALSE(files->is_folder("/r/older"));
}

TEST_CASE("a file that became a folder was a file, and the other way round") {
  const auto files = earlier_files({{"/r/a", "1"}, {"/r/a/x.tf", std::nullopt}, {"/r/b", std::nullopt}, {"/r/b/y.tf", "2"}}, bytes_of,
                                   memory_files({{"/r/a/x.tf", "now"}, {"/r/b", "now"}}));
  CHECK(names(*files, "/r") == std::vector<std::string>{"a", "b/"});
  CHECK(files->read("/r/a") == "was 1");
  CHECK(files->read("/r/b/y.tf") == "was 2");
  CHECK_FALSE(files->is_file("/r/b"));
}

TEST_CASE("the roots bound earlier files too") {
  const auto base = fs::canonical(fs::temp_directory_path()) / ("pillarlint-earlier-" + std::to_string(::getpid()));
  fs::create_directories(base / "root");
  const auto outside = (base / "gone.tf").string();
  const auto inside = (base / "root" / "gone.tf").string();
  const auto files = earlier_files({{outside, "1"}, {inside, "2"}}, bytes_of, real_files({(base / "root").string()}, 1000));
  CHECK(files->read(inside) == "was 2");
  REQUIRE_FALSE(files->read(outside).has_value());
  CHECK(files->read(outside).error().code == Code::path_outside_root);
  CHECK_FALSE(files->is_file(outside));
  fs::create_directory_symlink(base / "root", base / "root" / "link");
  CHECK(files->read((base / "root" / "link" / "gone.tf").string()) == "was 2");  // by whatever way
  fs::remove_all(base);
}
