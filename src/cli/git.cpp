#include "cli/git.h"

#include "base/file_system.h"
#include "base/text.h"

namespace pillarlint {
namespace {

constexpr std::uint64_t largest = 4'000'000;

std::string text_of(const std::string& path) {
  const auto files = real_files({}, largest);
  if (!files->is_file(path)) return {};
  auto text = files->read(path);
  return text ? std::string(trim(*text)) : std::string();
}

// `.git` is a folder, or in a linked work tree a file that names one.
std::string git_folder(const std::string& work_tree) {
  const auto path = join_path(work_tree, ".git");
  const auto text = text_of(path);
  if (!text.starts_with("gitdir:")) return path;
  return join_path(work_tree, std::string(trim(std::string_view(text).substr(7))));
}

std::string common_folder(const std::string& folder) {
  const auto common = text_of(join_path(folder, "commondir"));
  return common.empty() ? folder : join_path(folder, common);
}

std::string commit_of(const std::string& folder, const std::string& common, const std::string& reference) {
  for (const auto& place : {folder, common}) {
    auto commit = text_of(join_path(place, reference));
    if (!commit.empty()) return commit;
  }
  const auto packed = text_of(join_path(common, "packed-refs"));
  for (const auto line : split(packed, '\n')) {
    if (line.ends_with(" " + reference)) return std::string(line.substr(0, line.find(' ')));
  }
  return {};
}

std::string origin_of(const std::string& common) {
  const auto config = text_of(join_path(common, "config"));
  bool in_origin = false;
  for (const auto raw : split(config, '\n')) {
    const auto line = trim(raw);
    if (line.starts_with('[')) in_origin = line == "[remote \"origin\"]";
    const auto equals = line.find('=');
    if (in_origin && equals != std::string_view::npos && trim(line.substr(0, equals)) == "url") {
      return std::string(trim(line.substr(equals + 1)));
    }
  }
  return {};
}

bool is_commit(std::string_view text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string work_tree_of(const std::string& folder) {
  const auto files = real_files({}, largest);
  for (std::string at = folder;;) {
    const auto git = join_path(at, ".git");
    if (files->is_folder(git) || files->is_file(git)) return at;
    std::string parent(folder_of(at));
    if (parent == at) return {};
    at = std::move(parent);
  }
}

std::string public_address(std::string_view remote) {
  std::string_view host;
  std::string_view path;
  const auto scheme = remote.find("://");
  if (scheme != std::string_view::npos) {
    if (!remote.starts_with("http") && !remote.starts_with("ssh") && !remote.starts_with("git")) return {};
    const auto rest = remote.substr(scheme + 3);
    host = rest.substr(0, rest.find('/'));
    path = rest.substr(host.size());
  } else {
    const auto colon = remote.find(':');
    if (colon == std::string_view::npos || remote.substr(0, colon).find('/') != std::string_view::npos) return {};
    host = remote.substr(0, colon);
    path = remote.substr(colon + 1);
  }
  if (const auto at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  path = path.substr(0, path.find_first_of("?#"));
  if (host.empty() || path.empty()) return {};
  return "https://" + std::string(host) + "/" + std::string(path);
}

VersionControl version_control_of(const std::string& work_tree) {
  VersionControl out;
  if (work_tree.empty()) return out;
  const auto folder = git_folder(work_tree);
  const auto common = common_folder(folder);
  out.repository_uri = public_address(origin_of(common));
  const auto head = text_of(join_path(folder, "HEAD"));
  if (head.starts_with("ref: ")) {
    const auto reference = head.substr(5);
    out.revision = commit_of(folder, common, reference);
    if (reference.starts_with("refs/heads/")) out.branch = reference.substr(11);
  } else {
    out.revision = head;
  }
  if (!is_commit(out.revision)) out.revision.clear();
  return out;
}

}  // namespace pillarlint
