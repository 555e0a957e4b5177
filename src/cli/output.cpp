#include "cli/output.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "report/place.h"

namespace pillarlint {
namespace {

bool write_all(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(handle, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// mkstemp gives a file that only its owner may read: it becomes as open as the one that it replaces, or as any new file.
void open_as_usual(int handle, const std::string& path) {
  struct stat status{};
  const auto mask = ::umask(0);
  ::umask(mask);
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  static_cast<void>(::fchmod(handle, is_there ? status.st_mode & 07777U : 0666U & ~mask));
}

}  // namespace

std::string write_file(const std::string& path, std::string_view bytes) {
  if (::access(path.c_str(), F_OK) == 0) {  // a pipe or a device is written to, not replaced
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
      const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"), &std::fclose);
      if (!file || std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) return std::strerror(errno);
      return {};
    }
  }
  std::string temporary = path + ".XXXXXX";
  const int handle = ::mkstemp(temporary.data());
  if (handle < 0) return std::strerror(errno);
  open_as_usual(handle, path);
  const bool written = write_all(handle, bytes);
  const int problem = errno;
  if (::close(handle) == 0 && written && std::rename(temporary.c_str(), path.c_str()) == 0) return {};
  std::string text = std::strerror(written ? errno : problem);
  ::unlink(temporary.c_str());
  return text;
}

bool write_output(std::string_view bytes) { return write_all(STDOUT_FILENO, bytes); }
void write_error(std::string_view text) { static_cast<void>(write_all(STDERR_FILENO, text)); }

bool error_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

bool wants_colour(ColourWish wish) {
  if (wish != ColourWish::automatic) return wish == ColourWish::always;
  if (!environment("NO_COLOR").empty()) return false;
  if (!environment("FORCE_COLOR").empty() || !environment("CLICOLOR_FORCE").empty()) return true;
  return ::isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb";
}

std::string diagnostics_text(const SourceManager& sources, const Diagnostics& diagnostics) {
  std::string out;
  for (const auto& diagnostic : diagnostics.list()) {
    const auto& row = info(diagnostic.code);
    const auto* word = row.severity == DiagnosticSeverity::error     ? "error"
                       : row.severity == DiagnosticSeverity::warning ? "warning"
                                                                     : "note";
    const auto place = place_text(sources, diagnostic.span);
    out += fmt::format("{}{}{}: {} [{}]\n", place, place.empty() ? "" : ": ", word, harmless(diagnostic.text()), row.name);
  }
  return out;
}

bool has_usage_error(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.list().begin(), diagnostics.list().end(), [](const auto& diagnostic) {
    return info(diagnostic.code).effect == Effect::usage && info(diagnostic.code).severity == DiagnosticSeverity::error;
  });
}

std::string environment(const char* name) {
  const auto* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace pillarlint
