// The files as they were before a change, at the paths they have or had: what did not change is read from below, what did
// from wherever the earlier bytes are kept. Nothing is written anywhere.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/file_system.h"

namespace pillarlint {

/// Absolute path of what differs → key of its earlier bytes; nothing: it was not there.
using EarlierKeys = std::map<std::string, std::optional<std::string>>;
/// The bytes for a key, called from several threads.
using ReadEarlier = std::function<Result<std::string>(const std::string& key)>;

/// Boundaries are those of `below`.
[[nodiscard]] std::unique_ptr<FileSystem> earlier_files(EarlierKeys keys, ReadEarlier read, std::shared_ptr<const FileSystem> below);

}  // namespace pillarlint
