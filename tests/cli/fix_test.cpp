// `--fix` and `--diff` as people run them: what is printed, what is written, and what is left as it is.
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

struct Ran {
  int code = -1;
  std::string output, errors;
};

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// A folder of its own for each test case, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string form = (fs::temp_directory_path() / "pillarlint-fix-XXXXXX").string();
    path_ = ::mkdtemp(form.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path path(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }
  /// Runs in `below`; standard error apart.
  [[nodiscard]] Ran run(const std::string& arguments, const std::string& below = ".") const {
    const auto errors = path("errors.txt");
    const auto command = "cd '" + path(below).string() + "' && NO_COLOR=1 " PILLARLINT_PROGRAM " " + arguments + " 2>'" + errors.string() + "'";
    Ran ran;
    auto* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) ran.output.append(buffer.data(), n);
    ran.code = WEXITSTATUS(::pclose(pipe));
    ran.errors = read(errors);
    fs::remove(errors);
    return ran;
  }

 private:
  fs::path path_;
};

const std::string fixtures = PILLARLINT_SOURCE_DIR "/fixtures";
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string account =
    "resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n  name: 'contoso'\n  location: 'westeurope'\n  kind: 'OpenAI'\n"
    "  properties: {\n    disableLocalAuth: false // for now\n  }\n}\n";
const std::string keyless =
    "resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n  name: 'contoso'\n  location: 'westeurope'\n  kind: 'OpenAI'\n"
    "  properties: {\n    disableLocalAuth: true // for now\n  }\n}\n";
const std::string rule = " --rule ai-account-local-auth";

std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out[fs::relative(entry.path(), folder).generic_string()] = read(entry.path());
  }
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

/// Lines of `before` that are not among those of `after`, in their order.
std::size_t lines_lost(const std::string& before, const std::string& after) {
  const auto old_lines = lines_of(before);
  const auto new_lines = lines_of(after);
  std::vector<std::size_t> common(new_lines.size() + 1, 0);  // of the lines so far and the first n new ones
  for (const auto& line : old_lines) {
    std::size_t above = 0;
    for (std::size_t n = 0; n < new_lines.size(); ++n) {
      const auto next = common[n + 1];
      common[n + 1] = line == new_lines[n] ? above + 1 : std::max(common[n + 1], common[n]);
      above = next;
    }
  }
  return old_lines.size() - common.back();
}

/// Fingerprints of what fails.
std::multiset<std::string> failing(const Ran& ran) {
  std::multiset<std::string> out;
  const auto report = Json::parse(ran.output);
  for (const auto& finding : report["findings"]) {
    if (finding["verdict"] == "fail") out.insert(finding["fingerprint"].get<std::string>());
  }
  return out;
}

}  // namespace

TEST_CASE("--diff shows what --fix would change, and changes nothing") {
  Folder folder;
  folder.write("main.bicep", account);
  const auto shown = folder.run("scan . --diff" + rule);
  CHECK(shown.code == 1);
  CHECK(shown.output ==
        "--- a/main.bicep\n+++ b/main.bicep\n@@ -3,6 +3,6 @@\n   location: 'westeurope'\n   kind: 'OpenAI'\n   properties: {\n"
        "-    disableLocalAuth: false // for now\n+    disableLocalAuth: true // for now\n   }\n }\n");
  CHECK(shown.errors == "would fix 1 finding in 1 file\n");
  CHECK(read(folder.path("main.bicep")) == account);
  const auto patch = folder.path("fix.patch");
  std::ofstream(patch, std::ios::binary) << shown.output;
  CHECK(std::system(("cd '" + folder.path("").string() + "' && git apply fix.patch").c_str()) == 0);
  CHECK(read(folder.path("main.bicep")) == keyless);
  const auto none = folder.run("scan . --diff" + rule);
  CHECK(none.code == 0);
  CHECK(none.output.empty());
}

TEST_CASE("--fix repairs the files, keeps their mode, and tells what is left") {
  Folder folder;
  folder.write("main.bicep", account);
  fs::permissions(folder.path("main.bicep"), static_cast<fs::perms>(0640));
  const auto told = folder.run("scan .");
  CHECK(has(told.output, "fixable: "));
  const auto ran = folder.run("scan . --fix" + rule);
  CHECK(ran.code == 0);
  CHECK(has(ran.output, "findings: none"));
  CHECK(has(ran.output, "fixed 1 finding in 1 file"));
  CHECK(ran.errors.empty());
  CHECK(read(folder.path("main.bicep")) == keyless);
  struct stat status{};
  REQUIRE(::stat(folder.path("main.bicep").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0640U);
  CHECK(std::distance(fs::directory_iterator(folder.path("")), fs::directory_iterator()) == 1);  // no temporary file
  CHECK(has(folder.run("scan . --fix" + rule).output, "fixed 0 findings in 0 files"));
}

TEST_CASE("each encoding is written back as it was; bytes that are no text are refused") {
  Folder folder;
  const auto utf16 = [](const std::string& text, bool big) {
    std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : text) {
      if (big) out += '\0';
      out += c;
      if (!big) out += '\0';
    }
    return out;
  };
  folder.write("bom.bicep", "\xEF\xBB\xBF" + account);
  folder.write("little.bicep", utf16(account, false));
  folder.write("big.bicep", utf16(account, true));
  folder.write("bad.bicep", "// \xFF\xC0\n" + account);
  folder.write("crlf.bicep", "// \xC3\xA4\xF0\x9F\x98\x80\r\n" + account);
  const auto ran = folder.run("scan . --fix" + rule);
  CHECK(read(folder.path("bom.bicep")) == "\xEF\xBB\xBF" + keyless);
  CHECK(read(folder.path("little.bicep")) == utf16(keyless, false));
  CHECK(read(folder.path("big.bicep")) == utf16(keyless, true));
  CHECK(read(folder.path("crlf.bicep")) == "// \xC3\xA4\xF0\x9F\x98\x80\r\n" + keyless);
  CHECK(read(folder.path("bad.bicep")) == "// \xFF\xC0\n" + account);
  CHECK(ran.code == 2);
  CHECK(ran.errors == "bad.bicep: error: the file is left as it is: it holds bytes that are no text [file-not-fixed]\n");
  CHECK(has(ran.output, "fixed 4 findings in 4 files"));
}

TEST_CASE("nothing outside of the roots is written, and links are followed to what they name") {
  Folder folder;
  folder.write("inside/real.bicep", account);
  folder.write("outside/other.bicep", account);
  fs::create_symlink("real.bicep", folder.path("inside/link.bicep"));
  fs::create_symlink("../outside/other.bicep", folder.path("inside/out.bicep"));
  const auto ran = folder.run("scan . --fix --root ." + rule, "inside");
  INFO(ran.output + ran.errors);
  CHECK(read(folder.path("outside/other.bicep")) == account);
  CHECK(read(folder.path("inside/real.bicep")) == keyless);
  CHECK(fs::is_symlink(folder.path("inside/link.bicep")));
  CHECK(fs::is_symlink(folder.path("inside/out.bicep")));
}

TEST_CASE("a module that is only read is not repaired") {
  Folder folder;
  folder.write("main.tf", "module \"ai\" {\n  source  = \"acme/ai/azurerm\"\n  version = \"1.0.0\"\n}\n");
  folder.write("cache/acme/ai/azurerm/1.0.0/main.tf",
               "resource \"azurerm_cognitive_account\" \"ai\" {\n  name                = \"a\"\n  location            = \"w\"\n  resource_group_name = \"r\"\n  kind = \"OpenAI\"\n  sku_name = \"S0\"\n}\n");
  const auto before = files_below(folder.path("cache"));
  const auto scanned = folder.run("scan main.tf --module-cache cache" + rule);
  CHECK(scanned.code == 1);  // it is found
  const auto ran = folder.run("scan main.tf --fix --module-cache cache" + rule);
  CHECK(has(ran.output, "fixed 0 findings in 0 files"));
  CHECK(files_below(folder.path("cache")) == before);
}

TEST_CASE("secrets beside what is changed are not shown") {
  Folder folder;
  const std::string head = "variable \"password\" {\n  default   = \"canary-5d1f\"\n  sensitive = true\n}\nvariable \"keys\" {\n  default = true\n}\n";
  folder.write("main.tf", head + "resource \"azurerm_cognitive_account\" \"ai\" {\n  name = \"a\"\n  location = \"w\"\n  resource_group_name = \"r\"\n  kind = \"OpenAI\"\n  sku_name = \"S0\"\n  local_auth_enabled = var.keys\n}\n");
  const auto shown = folder.run("scan . --diff" + rule);
  CHECK(has(shown.output, "-  default = true\n+  default = false\n"));
  CHECK_FALSE(has(shown.output + shown.errors, "canary"));
  CHECK(folder.run("scan . --fix" + rule).code == 0);
  CHECK(has(read(folder.path("main.tf")), "canary-5d1f"));
}

TEST_CASE("what is suppressed, in the baseline or apart from the change is not repaired") {
  Folder folder;
  const auto suppressed = "// pillarlint:ignore ai-account-local-auth -- keys are needed until the move\n" + account;
  folder.write("a/main.bicep", suppressed);
  CHECK(has(folder.run("scan . --fix" + rule, "a").output, "fixed 0 findings in 0 files"));
  CHECK(read(folder.path("a/main.bicep")) == suppressed);

  folder.write("b/main.bicep", account);
  REQUIRE(folder.run("baseline create ." + rule, "b").code == 0);
  CHECK(has(folder.run("scan . --fix --baseline .pillarlint-baseline.json" + rule, "b").output, "fixed 0 findings in 0 files"));
  CHECK(read(folder.path("b/main.bicep")) == account);

  folder.write("c/main.bicep", account);
  folder.write("c/other.bicep", account);
  const std::string git = "git -c user.name=a -c user.email=a@b.example ";
  REQUIRE(std::system(("cd '" + folder.path("c").string() + "' && git init -q . && git add . && " + git + "commit -qm one").c_str()) == 0);
  std::ofstream(folder.path("c/main.bicep"), std::ios::binary) << std::string(account).replace(account.find("// for now"), 10, "// for long");
  CHECK(has(folder.run("scan . --fix --changed-since HEAD" + rule, "c").output, "fixed 1 finding in 1 file"));
  CHECK(has(read(folder.path("c/main.bicep")), "disableLocalAuth: true"));
  CHECK(read(folder.path("c/other.bicep")) == account);
}

TEST_CASE("standard input is not repaired") {
  Folder folder;
  const auto ran = folder.run("scan - --stdin-filename main.bicep --fix < /dev/null");
  CHECK(ran.code == 2);
  CHECK(has(ran.errors, "standard input can not be repaired"));
}

TEST_CASE("the fixtures: what is fixed is gone, nothing else is touched, and the input is understood as before") {
  std::size_t files = 0;
  std::size_t fixed = 0;
  for (const auto& of : {fs::path(fixtures) / "projects", fs::path(fixtures) / "scenarios"}) {
    for (const auto& project : fs::directory_iterator(of)) {
      Folder folder;
      fs::copy(project.path(), folder.path("p"), fs::copy_options::recursive);
      INFO(project.path().string());
      const auto before = files_below(folder.path("p"));
      const auto first = folder.run("scan . --format json", "p");
      const auto ran = folder.run("scan . --fix --format json", "p");
      const auto after = files_below(folder.path("p"));
      std::smatch counts;
      const auto notes = Json::parse(ran.output)["notes"].dump();
      REQUIRE(std::regex_search(notes, counts, std::regex("fixed (\\d+) findings? in (\\d+) file")));
      REQUIRE(before.size() == after.size());

      const auto old_findings = failing(first);
      const auto new_findings = failing(ran);
      std::vector<std::string> gone;
      std::set_difference(old_findings.begin(), old_findings.end(), new_findings.begin(), new_findings.end(), std::back_inserter(gone));
      CHECK(gone.size() >= std::stoul(counts[1]));
      CHECK(Json::parse(first.output)["diagnostics"].size() == Json::parse(ran.output)["diagnostics"].size());

      std::size_t changed = 0;
      for (const auto& [name, text] : before) {
        if (after.at(name) == text) continue;
        ++changed;
        // A value that changed, or a comma behind what was the last member.
        CHECK(lines_lost(text, after.at(name)) <= 2 * std::stoul(counts[1]));
      }
      CHECK(changed == std::stoul(counts[2]));
      files += changed;
      fixed += std::stoul(counts[1]);
      CHECK(has(folder.run("scan . --fix", "p").output, "fixed 0 findings in 0 files"));
    }
  }
  CHECK(files >= 20);
  CHECK(fixed >= 60);
}
