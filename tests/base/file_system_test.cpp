#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/file_system.h"

using namespace pillarlint;
namespace fs = std::filesystem;

TEST_CASE("Paths are normal, joined and made relative by their text") {
  CHECK(normal_path("a/./b/../c") == "a/c");
  CHECK(normal_path("a\\b") == "a/b");
  CHECK(join_path("/r/x", "../y.json") == "/r/y.json");
  CHECK(join_path("/r", "/abs") == "/abs");
  CHECK(folder_of("/a/b.json") == "/a");
  CHECK(folder_of("b.json") == ".");
  CHECK(relative_path("/r/a/b", "/r") == "a/b");
  CHECK(relative_path("/rest/a", "/r") == "/rest/a");
}

TEST_CASE("What lies outside of the roots is refused, by dots and through links") {
  const auto base = fs::temp_directory_path() / ("pillarlint-roots-" + std::to_string(::getpid()));
  fs::create_directories(base / "root");
  std::ofstream(base / "secret.json") << "{}";
  std::ofstream(base / "root" / "in.json") << "{}";
  fs::create_symlink(base / "secret.json", base / "root" / "link.json");
  const auto files = real_files({fs::canonical(base / "root").string()}, 1 << 20U);
  CHECK(files->read((base / "root" / "in.json").string()).has_value());
  const auto dots = files->read((base / "root" / ".." / "secret.json").string());
  REQUIRE_FALSE(dots.has_value());
  CHECK(dots.error().code == Code::path_outside_root);
  const auto link = files->read((base / "root" / "link.json").string());
  REQUIRE_FALSE(link.has_value());
  CHECK(link.error().code == Code::path_outside_root);
  CHECK_FALSE(files->is_file((base / "root" / "link.json").string()));
  fs::remove_all(base);
}

TEST_CASE("A file over the limit is not read") {
  const auto path = fs::temp_directory_path() / ("pillarlint-large-" + std::to_string(::getpid()));
  std::ofstream(path) << std::string(100, 'x');
  const auto result = real_files({}, 99)->read(path.string());
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == Code::file_too_large);
  fs::remove(path);
}

TEST_CASE("An overlay wins over what lies below it") {
  const std::shared_ptr<const FileSystem> below = memory_files({{"/a.json", "old"}, {"/b/c.json", "c"}});
  const auto files = overlay_files({{"/a.json", "new"}, {"/b/d.json", "d"}}, below);
  CHECK(*files->read("/a.json") == "new");
  CHECK(*files->read("/b/c.json") == "c");
  const auto listed = *files->list("/b");
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].name == "c.json");
  CHECK(listed[1].name == "d.json");
}
