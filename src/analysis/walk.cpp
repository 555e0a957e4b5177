#include "analysis/walk.h"

#include <algorithm>
#include <array>

#include "analysis/ignore.h"
#include "base/text.h"

namespace pillarlint {
namespace {

constexpr std::array never_entered = {std::string_view(".git"), std::string_view("node_modules"),
                                      std::string_view(".terraform")};
constexpr std::array left_out_names = {std::string_view("tests"), std::string_view("examples"),
                                       std::string_view("samples")};
constexpr std::size_t deepest_folder = 128;

template <typename Names>
bool one_of(std::string_view name, const Names& names) {
  return std::any_of(names.begin(), names.end(), [&](auto other) { return same_text(name, other); });
}

bool below(std::string_view path, std::string_view folder) {
  return path == folder || (path.size() > folder.size() && path.starts_with(folder) &&
                            (folder == "/" || path[folder.size()] == '/'));
}

class Walker {
 public:
  Walker(Project& project, const std::string& root, bool everything, const IgnoreRules& excluded,
         const std::function<bool(std::string_view)>& wants, Diagnostics& diagnostics)
      : project_(project), files_(project.files()), real_root_(files_.canonical(root)), everything_(everything),
        excluded_(excluded), wants_(wants), diagnostics_(diagnostics) {}

  Walk run(const std::string& root) {
    add_ignore_rules_above(root);
    enter(root, 0);
    return std::move(walk_);
  }

 private:
  // Patterns of the repository hold below the scanned folder too; that the folder itself is ignored does not matter, as
  // it was named.
  void add_ignore_rules_above(const std::string& root) {
    std::vector<std::string> above;
    for (std::string folder = root; !files_.is_folder(join_path(folder, ".git"));) {
      const std::string parent(folder_of(folder));
      if (parent == folder || !files_.inside_roots(parent)) break;
      above.push_back(parent);
      folder = parent;
    }
    for (auto it = above.rbegin(); it != above.rend(); ++it) add_ignore_rules(*it);
  }

  void add_ignore_rules(const std::string& folder) {
    const auto path = join_path(folder, ".gitignore");
    if (!files_.is_file(path)) return;
    if (const auto text = files_.read(path)) ignore_.add(*text, folder);
  }

  void enter(const std::string& folder, std::size_t depth) {
    const auto entries = files_.list(folder);
    if (!entries) {
      auto diagnostic = entries.error();
      diagnostic.span = place(folder);
      diagnostics_.add(std::move(diagnostic));
      return;
    }
    const auto patterns = ignore_.size();
    const auto has_ignore = [](const auto& entry) { return entry.name == ".gitignore" && !entry.is_folder; };
    if (std::any_of(entries->begin(), entries->end(), has_ignore)) add_ignore_rules(folder);
    for (const auto& entry : *entries) visit(folder, entry, depth);
    ignore_.shrink(patterns);
  }

  void visit(const std::string& folder, const FolderEntry& entry, std::size_t depth) {
    const auto path = folder == "/" ? "/" + entry.name : folder + "/" + entry.name;
    if (entry.is_folder) {
      visit_folder(path, entry, depth);
    } else if (wants_(entry.name)) {
      if (!ignore_.ignored(path, false) && !is_excluded(path, false)) take_file(path, entry.is_link);
    }
  }

  void visit_folder(const std::string& path, const FolderEntry& entry, std::size_t depth) {
    if (one_of(entry.name, never_entered) || ignore_.ignored(path, true) || is_excluded(path, true)) return;
    if (entry.is_link && !follow(path)) return;
    if (!everything_ && one_of(entry.name, left_out_names)) {
      walk_.left_out.push_back(path);
    } else if (depth < deepest_folder) {
      enter(path, depth + 1);
    }
  }

  bool is_excluded(const std::string& path, bool is_folder) {
    if (!excluded_.ignored(path, is_folder)) return false;
    ++walk_.excluded;
    return true;
  }

  // A link into the scanned folder is met again by its own path; one that leads out of the roots is not followed.
  bool follow(const std::string& link) {
    if (!files_.inside_roots(link)) {
      diagnostics_.report(Code::path_outside_root, place(link), project_.shown(link), project_.shown(real_root_));
      return false;
    }
    const auto real = files_.canonical(link);
    if (below(files_.canonical(std::string(folder_of(link))), real)) {
      diagnostics_.report(Code::folder_loop, place(link), project_.shown(link));
      return false;
    }
    if (below(real, real_root_)) return false;
    const bool again = std::find(followed_.begin(), followed_.end(), real) != followed_.end();
    if (!again) followed_.push_back(real);
    return !again;
  }

  void take_file(const std::string& path, bool is_link) {
    if (!is_link) {
      walk_.files.push_back(path);
      return;
    }
    if (!files_.inside_roots(path)) {
      diagnostics_.report(Code::path_outside_root, place(path), project_.shown(path), project_.shown(real_root_));
      return;
    }
    const auto real = files_.canonical(path);
    if (files_.is_file(real) && !below(real, real_root_)) walk_.files.push_back(real);
  }

  Span place(const std::string& path) { return {project_.sources().add_name(project_.shown(path)), 0, 0}; }

  Project& project_;
  const FileSystem& files_;
  std::string real_root_;
  bool everything_;
  const IgnoreRules& excluded_;
  const std::function<bool(std::string_view)>& wants_;
  Diagnostics& diagnostics_;
  IgnoreRules ignore_;
  std::vector<std::string> followed_;
  Walk walk_;
};

}  // namespace

Walk walk_folder(Project& project, const std::string& folder, bool everything, const IgnoreRules& excluded,
                 const std::function<bool(std::string_view)>& wants, Diagnostics& diagnostics) {
  return Walker(project, folder, everything, excluded, wants, diagnostics).run(folder);
}

}  // namespace pillarlint
