// `pillarlint init`: writes a configuration fit for what lies here, and the schema that editors complete it with.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analysis/config_keys.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/git.h"
#include "cli/output.h"

namespace pillarlint {
namespace {

constexpr std::string_view schema_file_name = ".pillarlint.schema.json";

std::string yaml_text(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
  const bool simple = !text.empty() && text.find_first_not_of(plain) == std::string_view::npos && text.front() != '-';
  if (simple) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string list_text(const std::set<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + yaml_text(item);
  return "[" + out + "]";
}

// Folders right below the root, or the root, in which deployments begin.
struct Found {
  std::set<std::string> folders;
  std::set<std::string> languages;
  std::size_t entries = 0;
  std::size_t inputs = 0;
  bool has_production = false, has_other = false;
};

void note_environment(std::string_view name, Found& found) {
  const auto text = lower(name);
  if (text.find("prod") != std::string::npos && text.find("nonprod") == std::string::npos) found.has_production = true;
  for (const std::string_view word : {"dev", "test", "staging", "uat"}) {
    if (text.find(word) != std::string::npos) found.has_other = true;
  }
}

Found look(Session& session, const std::string& root) {
  Found found;
  const auto analysis = session.run({}, false, false);
  for (const auto& deployment : analysis.deployments) {
    const auto path = normal_path(join_path(session.base(), deployment.name.substr(0, deployment.name.find(" ("))));
    const auto below = relative_path(path, root);
    const auto slash = below.find('/');
    found.folders.emplace(slash == std::string_view::npos ? "." : below.substr(0, slash));
    note_environment(file_name(deployment.name), found);
    ++found.entries;
  }
  for (const auto& input : analysis.inputs) {
    if (!input.language.empty()) found.languages.insert(input.language);
    ++found.inputs;
  }
  if (found.folders.contains(".")) found.folders = {"."};
  return found;
}

std::string environments_text(const Found& found) {
  if (found.has_production && found.has_other) {
    return "# Parameter files are told apart by their names (prod, dev, test …). To state it for entry points yourself:\n"
           "# environments:\n"
           "#   - { environment: non-production, paths: [infra/dev/**] }\n"
           "#   - { environment: production }\n";
  }
  return "environment: production        # or non-production: some rules ask\n";
}

std::string config_text(const Found& found) {
  std::string out = fmt::format("# yaml-language-server: $schema={}\n# Configuration of pillarlint. Every key is optional; `pillarlint init --schema` prints what there is.\n\n", schema_file_name);
  out += fmt::format("paths: {}\n", list_text(found.folders.empty() ? std::set<std::string>{"."} : found.folders));
  out += "# exclude: [legacy/**]\n\n";
  out += environments_text(found);
  out += "# profile: [multi-region]      # what is true of the workload, for rules that ask\n"
         "# platform: [private-dns]      # what the landing zone provides; its absence here is no failure\n"
         "# required-tags: [owner, cost-centre]\n"
         "# regions: [swedencentral]\n\n"
         "fail-on: medium                # high, medium, low, info or never\n"
         "# baseline: .pillarlint-baseline.json   # known findings, made by `pillarlint baseline create`\n"
         "# rules:\n"
         "#   skip: [stateful-resource-lock]\n"
         "#   severities: { search-replicas: high }\n\n"
         "# suppress:\n"
         "#   - rule: ai-account-local-auth\n"
         "#     path: infra/legacy/**\n"
         "#     reason: The old client can not sign in without a key; it goes in March.\n"
         "#     until: 2027-03-31\n";
  return out;
}

int write_new(const std::string& path, const std::string& shown, const std::string& bytes, bool force) {
  if (!force && real_files({}, 1)->is_file(path)) {
    write_error(fmt::format("{} is there already; --force writes it anew\n", shown));
    return exit_code::usage;
  }
  if (const auto problem = write_file(path, bytes); !problem.empty()) {
    write_error(fmt::format("{}: can not be written: {}\n", shown, problem));
    return exit_code::usage;
  }
  return exit_code::clean;
}

}  // namespace

int run_init(const Options& given, const Languages& languages) {
  if (given.init_schema) return write_output(config_schema()) ? exit_code::clean : exit_code::usage;
  auto options = given;
  options.no_config = true;
  Session session(options, languages);
  if (!session.prepare({})) {
    write_error(diagnostics_text(session.sources(), session.diagnostics()));
    return exit_code::usage;
  }
  const auto tree = work_tree_of(session.base());
  const auto root = tree.empty() ? session.base() : tree;
  const auto found = look(session, root);
  const auto config = join_path(root, config_file_name);
  if (const int code = write_new(config, std::string(config_file_name), config_text(found), options.force); code != 0) return code;
  if (const int code = write_new(join_path(root, schema_file_name), std::string(schema_file_name), config_schema(), true); code != 0) return code;
  const auto where = root == session.base() ? std::string() : fmt::format(" in {}", root);
  const bool written = write_output(fmt::format("{} and {} are written{}: {} {} in {} {} ({}).\nNext: `pillarlint scan`.\n", config_file_name, schema_file_name,
                                                where, found.entries, found.entries == 1 ? "deployment" : "deployments", found.inputs,
                                                found.inputs == 1 ? "file" : "files", found.languages.empty() ? "no template yet" : fmt::format("{}", fmt::join(found.languages, ", "))));
  return written ? exit_code::clean : exit_code::usage;
}

}  // namespace pillarlint
