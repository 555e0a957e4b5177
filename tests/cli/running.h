// Runs the program as people and pipelines do, in a folder of the test's own.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

namespace pillarlint::testing {

namespace fs = std::filesystem;

struct Ran {
  int code = -1;
  std::string output;  // standard output and error
};

inline Ran run(const std::string& arguments, const std::string& before = "") {
  const auto command = before + " NO_COLOR=1 " PILLARLINT_PROGRAM " " + arguments + " 2>&1";
  Ran ran;
  auto* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) ran.output.append(buffer.data(), n);
  ran.code = WEXITSTATUS(::pclose(pipe));
  return ran;
}

inline const std::string fixtures = PILLARLINT_SOURCE_DIR "/fixtures";
inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A folder of its own for each test case, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string form = (fs::temp_directory_path() / "pillarlint-XXXXXX").string();
    path_ = ::mkdtemp(form.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string path(const std::string& name = "") const { return name.empty() ? path_.string() : (path_ / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  fs::path path_;
};

inline std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace pillarlint::testing
