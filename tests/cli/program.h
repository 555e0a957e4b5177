// The program as people and pipelines run it, in folders and repositories that are gone afterwards.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/wait.h>

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

namespace pillarlint::testing {

struct Ran {
  int code = -1;
  std::string output;  // standard output and error
};

inline Ran run_shell(const std::string& command) {
  Ran ran;
  auto* pipe = ::popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) ran.output.append(buffer.data(), n);
  ran.code = WEXITSTATUS(::pclose(pipe));
  return ran;
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string form = (std::filesystem::temp_directory_path() / "pillarlint-XXXXXX").string();
    path_ = std::filesystem::canonical(::mkdtemp(form.data()));
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] std::string path(const std::string& name = "") const { return name.empty() ? path_.string() : (path_ / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  void remove(const std::string& name) const { std::filesystem::remove_all(path_ / name); }
  void replace(const std::string& name, const std::string& part, const std::string& with) const {
    auto text = read(name);
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    write(name, text.replace(at, part.size(), with));
  }

  /// The program, run in this folder.
  [[nodiscard]] Ran pillarlint(const std::string& arguments, const std::string& environment = "") const {
    return run_shell("cd '" + path() + "' && " + environment + " NO_COLOR=1 " PILLARLINT_PROGRAM " " + arguments);
  }
  /// What a scan shows: `file:line rule`, in order.
  [[nodiscard]] std::vector<std::string> shown(const std::string& arguments) const {
    const auto report = json(arguments);
    std::vector<std::string> out;
    for (const auto& one : report["findings"]) {
      const auto& place = one["place"];
      out.push_back(place["file"].get<std::string>() + ":" + std::to_string(place["line"].get<int>()) + " " + one["rule"].get<std::string>());
    }
    return out;
  }
  [[nodiscard]] nlohmann::json json(const std::string& arguments) const {
    const auto ran = pillarlint("scan --format json --today 2026-11-21 " + arguments);
    INFO(ran.output);
    REQUIRE((ran.code == 0 || ran.code == 1));
    return nlohmann::json::parse(ran.output);
  }

 private:
  std::filesystem::path path_;
};

/// A folder that is a git repository, untouched by the configuration of whoever runs the tests.
class Repository : public ScratchFolder {
 public:
  Repository() { git("init -q -b main ."); }

  Ran git(const std::string& arguments, bool must_work = true) const {
    const std::string environment =
        "HOME='" + path(".git") + "' GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.example GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.example";
    auto ran = run_shell("cd '" + path() + "' && " + environment + " git -c protocol.file.allow=always " + arguments);
    INFO(arguments << "\n" << ran.output);
    if (must_work) REQUIRE(ran.code == 0);
    return ran;
  }
  void commit() const {
    git("add -A");
    git("commit -q --allow-empty -m change");
  }
};

}  // namespace pillarlint::testing
