// The command line as data, and what is made of it: completion in shells and the manual page.
#include <array>
#include <cstdio>
#include <functional>

#include <catch2/catch.hpp>

#include "cli/completion.h"
#include "cli/described.h"
#include "cli/man_page.h"
#include "cli/options.h"

using namespace pillarlint;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void walk(const DescribedCommand& command, std::vector<std::string> path,
          const std::function<void(const DescribedCommand&, const std::vector<std::string>&)>& visit) {
  visit(command, path);
  for (const auto& sub : command.commands) {
    auto deeper = path;
    deeper.push_back(sub.name);
    walk(sub, deeper, visit);
  }
}

// What is needed besides, so that only the option in question can be wrong.
std::vector<std::string> with_arguments(const DescribedCommand& command, std::vector<std::string> words, const std::string& except = {}) {
  for (const auto& option : command.options) {
    if (option.positional && option.required && option.names.front() != except) words.push_back(option.words.empty() ? "x" : option.words.front());
  }
  return words;
}

std::string without_dashes(std::string text) {
  for (auto at = text.find("\\-"); at != std::string::npos; at = text.find("\\-", at)) text.erase(at, 1);
  return text;
}

// What bash offers after these words; the last one is being typed.
std::string bash_offers(const std::string& words, int typed) {
  const auto command = "bash -c 'source <(" PILLARLINT_PROGRAM " completion bash) && COMP_WORDS=(" + words + ") COMP_CWORD=" + std::to_string(typed) +
                       "; _pillarlint; echo \"${COMPREPLY[*]}\"' 2>&1";
  auto* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), n);
  CHECK(::pclose(pipe) == 0);
  return out;
}

}  // namespace

TEST_CASE("what takes one of a few words says which") {
  // The parser is asked with a word that nothing can be; where it answers with a list, the description has it too.
  std::size_t lists = 0;
  walk(describe_commands(), {}, [&](const DescribedCommand& command, const std::vector<std::string>& path) {
    if (path.empty() || !command.commands.empty()) return;
    for (const auto& option : command.options) {
      if (option.value.empty() && !option.value_optional) continue;
      const auto ask = [&](const std::string& word) {
        auto words = with_arguments(command, path, option.positional ? option.names.front() : "");
        if (option.positional) {
          words.insert(words.begin() + static_cast<std::ptrdiff_t>(path.size()), word);
        } else if (option.value_optional) {
          words.push_back(option.names.back() + "=" + word);
        } else {
          words.push_back(option.names.back());
          words.push_back(word);
        }
        return parse_options(words, "1").errors;
      };
      const auto errors = ask("~nothing");
      INFO(path.front() << ' ' << option.names.back() << ": " << errors);
      const bool listed = has(errors, "`~nothing` is not ") && has(errors, " or ");
      CHECK(listed == !option.words.empty());
      lists += listed ? 1U : 0U;
      for (const auto& word : option.words) {
        INFO(word);
        CHECK(has(errors, word));
        CHECK_FALSE(has(ask(word), "is not"));
      }
    }
  });
  CHECK(lists >= 10);  // formats, severities, pillars and so on, of each command that takes them
}

TEST_CASE("completion and manual page know every command and option") {
  const auto program = describe_commands();
  const auto page = without_dashes(man_page(program, "1.2.3"));
  CHECK(has(page, "pillarlint 1.2.3"));
  const auto bash = completion_script(program, "bash");
  const auto zsh = completion_script(program, "zsh");
  const auto fish = completion_script(program, "fish");
  CHECK(completion_script(program, "tcsh").empty());
  std::size_t options = 0;
  walk(program, {}, [&](const DescribedCommand& command, const std::vector<std::string>& path) {
    if (path.empty()) return;
    INFO(path.back());
    CHECK(has(page, path.back()));
    for (const auto& option : command.options) {
      if (option.positional || !command.commands.empty()) continue;
      INFO(option.names.back());
      ++options;
      CHECK((option.names.back() == "--help" || has(page, option.names.back())));
      for (const auto* script : {&bash, &zsh}) CHECK(has(*script, option.names.back()));
      CHECK(has(fish, " -l " + option.names.back().substr(2)));
    }
  });
  CHECK(options > 80);
}

TEST_CASE("a manual page holds no request that comes from a text") {
  DescribedCommand program{"pillarlint", ".TH EVIL\n'\\*[x] a-b `--c`", "\n.so /etc/passwd\n", {}, {}};
  program.commands.push_back({"scan", ".rm", "", {{{"--x"}, "FILE", "'nothing \\fB", {}, false, false, false, false}}, {}});
  const auto page = man_page(program, "1");
  CHECK_FALSE(has(page, "\n.TH EVIL"));
  CHECK_FALSE(has(page, "\n.so"));
  CHECK_FALSE(has(page, "\n.rm"));
  CHECK(has(page, "\\&.so /etc/passwd"));
  CHECK(has(page, "\\fB\\-\\-c\\fR"));
  CHECK(has(page, "\\(aqnothing \\efB"));
}

TEST_CASE("bash completes commands, options, values and rules") {
  CHECK(bash_offers("pillarlint exp", 1) == "explain\n");
  CHECK(bash_offers("pillarlint scan --fail-o", 2) == "--fail-on --fail-on-unknown --fail-on-broken\n");
  CHECK(bash_offers("pillarlint scan --fail-on h", 3) == "high\n");
  CHECK(bash_offers("pillarlint scan --fail-on = h", 4) == "high\n");
  CHECK(bash_offers("pillarlint scan --fail-on-unknown = h", 4) == "high\n");
  CHECK(bash_offers("pillarlint infra/ --fail-on l", 3) == "low\n");  // without a command it is `scan`
  CHECK(bash_offers("pillarlint graph --format d", 3) == "dot\n");
  CHECK(bash_offers("pillarlint rules ver", 2) == "verify\n");
  CHECK(bash_offers("pillarlint rules show ai-account-local-a", 3) == "ai-account-local-auth\n");
  CHECK(bash_offers("pillarlint scan --rule ai-account-local-a", 3) == "ai-account-local-auth\n");
  CHECK(bash_offers("pillarlint scan --config main", 3) == "\n");  // bash goes on with names of files
}
