// A folder that is a git repository, and the program run inside of it.
#pragma once

#include <string>
#include <vector>

#include <sys/wait.h>

#include <nlohmann/json.hpp>

#include "cli/running.h"

namespace pillarlint::testing {

/// A folder of the test's own, with the program run inside of it.
class Place : public Folder {
 public:
  using Shown = std::vector<std::string>;

  void remove(const std::string& name) const { fs::remove_all(path(name)); }
  void replace(const std::string& name, const std::string& part, const std::string& with) const {
    auto text = read(path(name));
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    write(name, text.replace(at, part.size(), with));
  }

  [[nodiscard]] Ran pillarlint(const std::string& arguments, const std::string& before = "") const {
    return run(arguments, "cd '" + path() + "' && " + before);
  }
  [[nodiscard]] nlohmann::json json(const std::string& arguments) const {
    const auto ran = pillarlint("scan --format json --today 2026-11-21 " + arguments);
    INFO(ran.output);
    REQUIRE((ran.code == 0 || ran.code == 1));
    return nlohmann::json::parse(ran.output);
  }
  /// What a scan shows: `file:line rule`, in order.
  [[nodiscard]] Shown shown(const std::string& arguments) const {
    const auto report = json(arguments);
    Shown out;
    for (const auto& one : report["findings"]) {
      const auto& place = one["place"];
      out.push_back(place["file"].get<std::string>() + ":" + std::to_string(place["line"].get<int>()) + " " + one["rule"].get<std::string>());
    }
    return out;
  }
};

/// A repository that the configuration of whoever runs the tests has no part in.
class Repository : public Place {
 public:
  Repository() { git("init -q -b main ."); }

  Ran git(const std::string& arguments, bool must_work = true) const {
    const auto command = "cd '" + path() + "' && HOME=/nowhere GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.example GIT_COMMITTER_NAME=a "
                         "GIT_COMMITTER_EMAIL=a@b.example git -c protocol.file.allow=always " + arguments + " 2>&1";
    Ran ran;
    auto* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) ran.output.append(buffer.data(), n);
    ran.code = WEXITSTATUS(::pclose(pipe));
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
