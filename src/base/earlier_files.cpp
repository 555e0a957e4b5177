#include "base/earlier_files.h"

#include <utility>

namespace pillarlint {
namespace {

class EarlierFiles final : public FileSystem {
 public:
  EarlierFiles(EarlierKeys keys, ReadEarlier read, std::shared_ptr<const FileSystem> below)
      : keys_(std::move(keys)), read_(std::move(read)), below_(std::move(below)) {}

  Result<std::string> read(const std::string& path) const override {
    const auto found = find(path);
    if (found == keys_.end() || !below_->inside_roots(path)) return below_->read(path);
    if (!found->second) return failure(Code::file_not_readable, {}, "it does not exist");
    return read_(*found->second);
  }

  Result<std::vector<FolderEntry>> list(const std::string& path) const override {
    std::map<std::string, FolderEntry> entries;
    if (below_->is_folder(path) || !had_files(path)) {
      auto listed = below_->list(path);
      if (!listed) return listed;
      for (auto& entry : *listed) entries.emplace(entry.name, std::move(entry));
    } else if (!below_->inside_roots(path)) {
      return below_->list(path);
    }
    const auto folder = below_->canonical(path);
    for (auto at = keys_.lower_bound(folder + "/"); at != keys_.end() && at->first.starts_with(folder + "/"); ++at) {
      note(at->first.substr(folder.size() + 1), at->second.has_value(), entries);
    }
    std::vector<FolderEntry> out;
    for (auto& [name, entry] : entries) out.push_back(std::move(entry));
    return out;
  }

  bool is_file(const std::string& path) const override {
    const auto found = find(path);
    return found == keys_.end() ? below_->is_file(path) : found->second && below_->inside_roots(path);
  }
  bool is_folder(const std::string& path) const override {
    if (below_->is_folder(path)) return true;
    return had_files(path) && below_->inside_roots(path);
  }
  std::string canonical(const std::string& path) const override { return below_->canonical(path); }
  bool inside_roots(const std::string& path) const override { return below_->inside_roots(path); }

 private:
  // A path may lead through links, the keys do not.
  [[nodiscard]] EarlierKeys::const_iterator find(const std::string& path) const {
    const auto found = keys_.find(path);
    return found != keys_.end() ? found : keys_.find(below_->canonical(path));
  }

  [[nodiscard]] bool had_files(const std::string& path) const {
    const auto folder = below_->canonical(path) + "/";
    for (auto at = keys_.lower_bound(folder); at != keys_.end() && at->first.starts_with(folder); ++at) {
      if (at->second) return true;
    }
    return false;
  }

  static void note(const std::string& rest, bool was_there, std::map<std::string, FolderEntry>& entries) {
    const auto slash = rest.find('/');
    const auto name = rest.substr(0, slash);
    if (slash != std::string::npos) {
      if (was_there) entries.insert_or_assign(name, FolderEntry{name, true, false});
    } else if (was_there) {
      entries.insert_or_assign(name, FolderEntry{name, false, false});
    } else {
      entries.erase(name);
    }
  }

  EarlierKeys keys_;
  ReadEarlier read_;
  std::shared_ptr<const FileSystem> below_;
};

}  // namespace

std::unique_ptr<FileSystem> earlier_files(EarlierKeys keys, ReadEarlier read, std::shared_ptr<const FileSystem> below) {
  return std::make_unique<EarlierFiles>(std::move(keys), std::move(read), std::move(below));
}

}  // namespace pillarlint
