// The drawn architecture against the written one: every #include under src/ and parsers/ is compared with layers.yaml.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>
#include <yaml-cpp/yaml.h>

namespace {

namespace fs = std::filesystem;
using Complaints = std::vector<std::string>;

// ---- the source tree ----

struct Include {
  std::string target;
  bool quoted = false;
  int line = 0;
};

struct SourceFile {
  std::string path;  // from the root, with slashes
  std::string code;  // without comments
  std::vector<Include> includes;

  [[nodiscard]] bool is_header() const { return path.ends_with(".h") || path.ends_with(".hpp"); }
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The end of the string or character literal that starts at `begin`; raw strings included.
std::size_t literal_end(std::string_view text, std::size_t begin) {
  if (text[begin] == '"' && begin > 0 && text[begin - 1] == 'R') {
    const std::size_t open = text.find('(', begin);
    if (open == std::string_view::npos) return text.size();
    const std::string close = ")" + std::string(text.substr(begin + 1, open - begin - 1)) + "\"";
    const std::size_t end = text.find(close, open);
    return end == std::string_view::npos ? text.size() : end + close.size();
  }
  std::size_t at = begin + 1;
  while (at < text.size() && text[at] != text[begin] && text[at] != '\n') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

// 1'000'000 has no character literals.
bool is_digit_separator(std::string_view text, std::size_t at) {
  return text[at] == '\'' && at > 0 && std::isxdigit(static_cast<unsigned char>(text[at - 1])) != 0;
}

std::string without_comments(std::string_view text) {
  std::string code;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at, 2) == "/*") {
      const std::size_t end = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
      code.append(static_cast<std::size_t>(std::count(text.begin() + at, text.begin() + end, '\n')), '\n');
      at = end;
    } else if ((text[at] == '"' || text[at] == '\'') && !is_digit_separator(text, at)) {
      const std::size_t end = literal_end(text, at);
      code += text.substr(at, end - at);
      at = end;
    } else {
      code += text[at++];
    }
  }
  return code;
}

std::vector<Include> includes_of(std::string_view code) {
  std::vector<Include> found;
  int line = 0;
  for (std::size_t at = 0; at < code.size();) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    std::string_view text = code.substr(at, end - at);
    at = end + 1;
    ++line;
    const auto skip = [&text] { text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size())); };
    skip();
    if (!text.starts_with('#')) continue;
    text.remove_prefix(1);
    skip();
    if (!text.starts_with("include")) continue;
    text.remove_prefix(7);
    skip();
    if (text.empty() || (text.front() != '"' && text.front() != '<')) continue;
    const bool quoted = text.front() == '"';
    const std::size_t close = text.find(quoted ? '"' : '>', 1);
    if (close != std::string_view::npos) found.push_back({std::string(text.substr(1, close - 1)), quoted, line});
  }
  return found;
}

std::vector<SourceFile> read_tree(const fs::path& root) {
  static const std::set<std::string> kinds = {".h", ".hpp", ".cpp", ".c", ".def", ".inc"};
  std::vector<SourceFile> files;
  for (const char* top : {"src", "parsers"}) {
    if (!fs::exists(root / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      if (!entry.is_regular_file() || !kinds.contains(entry.path().extension().string())) continue;
      SourceFile file;
      file.path = fs::relative(entry.path(), root).generic_string();
      file.code = without_comments(read_file(entry.path()));
      file.includes = includes_of(file.code);
      files.push_back(std::move(file));
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

// ---- layers.yaml ----

struct Passage {  // an exception or a limit
  std::string from, to;
  std::vector<std::string> but, unless;
};

struct Door {
  std::string library;
  std::vector<std::string> headers, files, header_doors, names;
};

struct Plan {
  std::vector<std::vector<std::string>> layers;
  std::vector<Passage> exceptions, limits;
  std::vector<Door> doors;
  std::vector<std::string> everywhere, platform, generated, azure_path_files, rule_id_files;
  std::string azure_path_literal;
};

std::vector<std::string> texts(const YAML::Node& node) {
  return node ? node.as<std::vector<std::string>>() : std::vector<std::string>();
}

Passage passage(const YAML::Node& node) {
  return {node["from"].as<std::string>(), node["to"].as<std::string>(), texts(node["but"]), texts(node["unless"])};
}

Plan read_plan(const fs::path& path) {
  const YAML::Node root = YAML::LoadFile(path.string());
  Plan plan;
  plan.layers = root["layers"].as<std::vector<std::vector<std::string>>>();
  for (const auto& node : root["exceptions"]) plan.exceptions.push_back(passage(node));
  for (const auto& node : root["limits"]) plan.limits.push_back(passage(node));
  for (const auto& node : root["doors"]) {
    plan.doors.push_back({node["library"].as<std::string>(), texts(node["headers"]), texts(node["files"]),
                          texts(node["header_doors"]), texts(node["names"])});
  }
  plan.everywhere = texts(root["everywhere"]);
  plan.platform = texts(root["platform"]);
  plan.generated = texts(root["generated"]);
  plan.azure_path_literal = root["azure_paths"]["literal"].as<std::string>();
  plan.azure_path_files = texts(root["azure_paths"]["files"]);
  plan.rule_id_files = texts(root["rule_ids"]["files"]);
  return plan;
}

// Is `path` the file or folder `place`, or in it?
bool within(std::string_view path, std::string_view place) {
  if (place.ends_with('/')) place.remove_suffix(1);
  return path.starts_with(place) && (path.size() == place.size() || path[place.size()] == '/');
}

bool within_any(std::string_view path, const std::vector<std::string>& places) {
  return std::any_of(places.begin(), places.end(), [&](const auto& place) { return within(path, place); });
}

std::string folder_of(const Plan& plan, std::string_view path) {
  for (const auto& layer : plan.layers) {
    for (const auto& folder : layer) {
      if (within(path, folder)) return folder;
    }
  }
  return {};
}

int height_of(const Plan& plan, const std::string& folder) {
  for (std::size_t i = 0; i < plan.layers.size(); ++i) {
    if (std::count(plan.layers[i].begin(), plan.layers[i].end(), folder) > 0) return static_cast<int>(i);
  }
  return -1;
}

// ---- the checks ----

std::string place(const SourceFile& file, const Include& include) {
  return file.path + ":" + std::to_string(include.line) + ": includes " + include.target + ", ";
}

// Where an include with quotes lies, from the root; empty when there is no such file.
std::string resolve(const fs::path& root, const std::string& target) {
  for (const char* top : {"src", "parsers", ""}) {
    if (fs::exists(root / top / target)) return (fs::path(top) / target).lexically_normal().generic_string();
  }
  return {};
}

bool allowed_by_layers(const Plan& plan, const SourceFile& file, const std::string& target) {
  const std::string from = folder_of(plan, file.path);
  const std::string to = folder_of(plan, target);
  if (from == to || height_of(plan, to) < height_of(plan, from)) return true;
  return std::any_of(plan.exceptions.begin(), plan.exceptions.end(),
                     [&](const auto& e) { return within(file.path, e.from) && within(target, e.to); });
}

void check_own_include(const Plan& plan, const fs::path& root, const SourceFile& file, const Include& include,
                       Complaints& complaints) {
  if (within_any(include.target, plan.generated)) return;
  const std::string target = resolve(root, include.target);
  if (target.empty()) {
    complaints.push_back(place(file, include) + "which is no file of ours by its full path");
    return;
  }
  if (folder_of(plan, target).empty()) {
    complaints.push_back(place(file, include) + "which is in no folder of layers.yaml");
    return;
  }
  if (!allowed_by_layers(plan, file, target)) {
    complaints.push_back(place(file, include) + folder_of(plan, target) + " is not below " +
                         folder_of(plan, file.path));
  }
  for (const auto& limit : plan.limits) {
    const bool out_of_bounds = within(file.path, limit.from) && within(target, limit.to);
    if (out_of_bounds && !within_any(target, limit.but) && !within_any(file.path, limit.unless)) {
      complaints.push_back(place(file, include) + "which is out of bounds for " + limit.from);
    }
  }
}

bool matches(const std::string& target, const std::vector<std::string>& headers) {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
    return header.ends_with('/') ? target.starts_with(header) : target == header;
  });
}

void check_library_include(const Plan& plan, const SourceFile& file, const Include& include, Complaints& complaints) {
  if (matches(include.target, plan.everywhere) || matches(include.target, plan.platform)) return;
  for (const auto& door : plan.doors) {
    if (!matches(include.target, door.headers)) continue;
    if (within_any(file.path, door.header_doors)) return;
    if (file.is_header()) {
      complaints.push_back(place(file, include) + "but no header shows types of " + door.library);
    } else if (!within_any(file.path, door.files)) {
      complaints.push_back(place(file, include) + "but is no door to " + door.library);
    }
    return;
  }
  if (include.target.find_first_of("./") != std::string::npos) {
    complaints.push_back(place(file, include) + "which is in no list of layers.yaml");
  }
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Is `word` in the text, not as a part of a longer one? `also` are further characters that words are made of.
bool has_word(std::string_view text, std::string_view word, std::string_view also = {}) {
  const auto in_word = [&](char c) { return is_word_character(c) || also.find(c) != std::string_view::npos; };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]))) return true;
  }
  return false;
}

void check_names_in_header(const Plan& plan, const SourceFile& file, Complaints& complaints) {
  for (const auto& door : plan.doors) {
    if (within_any(file.path, door.header_doors)) continue;
    for (const auto& name : door.names) {
      if (has_word(file.code, name + "::") || has_word(file.code, "namespace " + name) ||
          (door.library == "tree-sitter" && has_word(file.code, name))) {
        complaints.push_back(file.path + ": names " + name + ", but no header shows types of " + door.library);
      }
    }
  }
}

Complaints include_complaints(const Plan& plan, const fs::path& root) {
  Complaints complaints;
  for (const auto& file : read_tree(root)) {
    if (folder_of(plan, file.path).empty()) {
      complaints.push_back(file.path + ": is in no folder of layers.yaml");
      continue;
    }
    for (const auto& include : file.includes) {
      // A library's header may be written with quotes; it is still a library's.
      const bool own = include.quoted && std::none_of(plan.doors.begin(), plan.doors.end(), [&](const auto& door) {
                         return matches(include.target, door.headers);
                       });
      own ? check_own_include(plan, root, file, include, complaints)
          : check_library_include(plan, file, include, complaints);
    }
    if (file.is_header()) check_names_in_header(plan, file, complaints);
  }
  return complaints;
}

Complaints azure_path_complaints(const Plan& plan, const fs::path& root) {
  Complaints complaints;
  for (const auto& file : read_tree(root)) {
    if (within_any(file.path, plan.azure_path_files)) continue;
    if (file.code.find(plan.azure_path_literal) != std::string::npos) {
      complaints.push_back(file.path + ": spells a property path of Azure; that is data of a rule or of src/azure");
    }
  }
  return complaints;
}

std::set<std::string> rule_ids(const fs::path& root) {
  static const std::set<std::string> reserved = {"checklists", "facts", "tables"};
  std::set<std::string> ids;
  if (!fs::exists(root / "rules")) return ids;
  for (const auto& service : fs::directory_iterator(root / "rules")) {
    if (!service.is_directory() || reserved.contains(service.path().filename().string())) continue;
    for (const auto& file : fs::directory_iterator(service)) {
      if (file.path().extension() == ".yaml") ids.insert(file.path().stem().string());
    }
  }
  return ids;
}

Complaints rule_id_complaints(const Plan& plan, const fs::path& root) {
  Complaints complaints;
  const auto ids = rule_ids(root);
  for (const auto& file : read_tree(root)) {
    if (!within(file.path, "src") || within_any(file.path, plan.rule_id_files)) continue;
    for (const auto& id : ids) {
      if (has_word(file.code, id, "-")) complaints.push_back(file.path + ": names the rule " + id);
    }
  }
  return complaints;
}

std::string lines(const Complaints& complaints) {
  std::string text;
  for (const auto& complaint : complaints) text += complaint + "\n";
  return text;
}

Plan plan() { return read_plan(fs::path(PILLARLINT_SOURCE_DIR) / "tests/architecture/layers.yaml"); }

// A folder of a few sources, gone at the end of the test.
class SmallTree {
 public:
  SmallTree() {
    const auto name = "pillarlint-layers-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    root_ = fs::temp_directory_path() / name;
    fs::remove_all(root_);
  }
  ~SmallTree() { fs::remove_all(root_); }
  SmallTree(const SmallTree&) = delete;
  SmallTree& operator=(const SmallTree&) = delete;

  void add(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  [[nodiscard]] const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

}  // namespace

TEST_CASE("includes keep to the layers and to one door per dependency", "[architecture]") {
  const auto complaints = include_complaints(plan(), PILLARLINT_SOURCE_DIR);
  INFO(lines(complaints));
  CHECK(complaints.empty());
}

TEST_CASE("sources are there to be checked", "[architecture]") { CHECK(read_tree(PILLARLINT_SOURCE_DIR).size() > 20); }

TEST_CASE("property paths of Azure are data", "[architecture]") {
  const auto complaints = azure_path_complaints(plan(), PILLARLINT_SOURCE_DIR);
  INFO(lines(complaints));
  CHECK(complaints.empty());
}

TEST_CASE("no source names a rule", "[architecture]") {
  const auto complaints = rule_id_complaints(plan(), PILLARLINT_SOURCE_DIR);
  INFO(lines(complaints));
  CHECK(complaints.empty());
}

TEST_CASE("what breaks the layers is seen", "[architecture]") {
  const SmallTree tree;
  tree.add("src/base/span.h", "#pragma once\n");
  tree.add("src/value/value.h", "#include \"base/span.h\"\n#include <fmt/format.h>\n#include <vector>\n");
  tree.add("parsers/common/language.h", "#include \"graph/graph.h\"\n");
  tree.add("parsers/arm/arm.h", "#include \"common/language.h\"\n");
  tree.add("src/graph/graph.h", "// #include \"cli/options.h\"\n/* YAML::Node */ int x = 1'000;\n");
  tree.add("src/rules/rule.h", "");
  tree.add("src/cli/main.cpp", "#include \"parsers/arm/arm.h\"\n");
  tree.add("src/cli/lsp.cpp", "#include \"lsp/server.h\"\n");
  tree.add("src/lsp/server.h", "");
  REQUIRE(lines(include_complaints(plan(), tree.root())).empty());

  const auto complaint = [&tree](const std::string& path, const std::string& text) {
    tree.add(path, text);
    const auto complaints = include_complaints(plan(), tree.root());
    tree.add(path, "");
    return lines(complaints);
  };
  SECTION("upwards, sideways, out of bounds") {
    CHECK(complaint("src/base/text.cpp", "\n#include \"value/value.h\"\n") ==
          "src/base/text.cpp:2: includes value/value.h, src/value is not below src/base\n");
    CHECK(complaint("src/rules/check.cpp", "#include \"parsers/arm/arm.h\"\n") ==
          "src/rules/check.cpp:1: includes parsers/arm/arm.h, parsers/arm is not below src/rules\n");
    CHECK(complaint("parsers/arm/lower.cpp", "#include \"rules/rule.h\"\n") ==
          "parsers/arm/lower.cpp:1: includes rules/rule.h, src/rules is not below parsers/arm\n");
    CHECK(complaint("src/analysis/analyze.cpp",
                    "#include \"parsers/common/language.h\"\n#include \"parsers/arm/arm.h\"\n") ==
          "src/analysis/analyze.cpp:2: includes parsers/arm/arm.h, which is out of bounds for src/analysis\n");
    CHECK(complaint("src/cli/explain.cpp", "#include \"lsp/server.h\"\n") ==
          "src/cli/explain.cpp:1: includes lsp/server.h, src/lsp is not below src/cli\n");
  }
  SECTION("a second door, a library in a header, an unknown library") {
    CHECK(complaint("src/rules/load.cpp", "#include <yaml-cpp/yaml.h>\n") ==
          "src/rules/load.cpp:1: includes yaml-cpp/yaml.h, but is no door to yaml-cpp\n");
    CHECK(complaint("src/base/regex.h", "#include \"re2/re2.h\"\n") ==
          "src/base/regex.h:1: includes re2/re2.h, but no header shows types of RE2\n");
    CHECK(complaint("src/report/json.h", "namespace nlohmann { class json; }\n") ==
          "src/report/json.h: names nlohmann, but no header shows types of nlohmann/json\n");
    CHECK(complaint("src/base/text.cpp", "# include <boost/any.hpp>\n") ==
          "src/base/text.cpp:1: includes boost/any.hpp, which is in no list of layers.yaml\n");
    CHECK(complaint("src/value/read_yaml.cpp", "#include <yaml-cpp/yaml.h>\n").empty());
    CHECK(complaint("parsers/common/tree.h", "#include <tree_sitter/api.h>\nTSNode node;\n").empty());
  }
  SECTION("no file, no folder") {
    CHECK(complaint("src/value/read.cpp", "#include \"value.h\"\n") ==
          "src/value/read.cpp:1: includes value.h, which is no file of ours by its full path\n");
    CHECK(complaint("src/helper/x.cpp", "\n") == "src/helper/x.cpp: is in no folder of layers.yaml\n");
  }
}

TEST_CASE("paths of Azure and ids of rules in sources are seen", "[architecture]") {
  const SmallTree tree;
  tree.add("rules/ai-services/ai-account-local-auth.yaml", "");
  tree.add("rules/checklists/security.yaml", "");
  tree.add("src/azure/type_index.cpp", "auto a = \"properties.sku\";\n");
  tree.add("src/rules/fine.cpp", "// \"properties.sku\" of ai-account-local-auth\nauto security = \"properties\";\n");
  CHECK(azure_path_complaints(plan(), tree.root()).empty());
  CHECK(rule_id_complaints(plan(), tree.root()).empty());

  tree.add("src/rules/path.cpp", "auto path = \"properties.sku\";\n");
  tree.add("src/rules/id.cpp", "if (id == \"ai-account-local-auth\") {}\nauto x = \"ai-account-local-auth-2\";\n");
  CHECK(lines(azure_path_complaints(plan(), tree.root())) ==
        "src/rules/path.cpp: spells a property path of Azure; that is data of a rule or of src/azure\n");
  CHECK(lines(rule_id_complaints(plan(), tree.root())) == "src/rules/id.cpp: names the rule ai-account-local-auth\n");
}
