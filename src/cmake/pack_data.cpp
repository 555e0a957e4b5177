// pl_pack ROOT LISTFILE OUT.cpp: reads the files that LISTFILE names, one a line, and writes a C++ source that holds
// their texts and packed values (value/embedded.h). YAML is read and packed, JSON goes in as text. Anything wrong with
// a file fails the build with its place.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/file_system.h"
#include "base/source_manager.h"
#include "value/pack.h"
#include "value/read_yaml.h"

namespace {

using namespace pillarlint;

struct Packed {
  std::string path;
  std::string text;
  std::string packed;
};

std::optional<std::string> contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void complain(const SourceManager& sources, const Diagnostic& diagnostic) {
  const auto at = sources.position(diagnostic.span.file, diagnostic.span.begin);
  fmt::print(stderr, "{}:{}:{}: {}\n", sources.path(diagnostic.span.file), at.line, at.column8, diagnostic.text());
}

/// The file ready to be written, or nothing if it was complained about.
std::optional<Packed> pack_file(SourceManager& sources, const std::string& root, const std::string& path) {
  auto bytes = contents(path);
  if (!bytes) {
    fmt::print(stderr, "{}:1:1: the file can not be read\n", path);
    return std::nullopt;
  }
  const auto file = sources.add(path, std::move(*bytes));
  Packed out{relative_path(path, root), std::string(sources.text(file)), {}};
  if (path.ends_with(".json")) return out;
  const auto document = read_yaml(sources.text(file), file);
  for (const auto& diagnostic : document->diagnostics.list()) complain(sources, diagnostic);
  if (!document->diagnostics.empty()) return std::nullopt;
  pack(document->root, out.packed);
  return out;
}

// One array from literals that no compiler finds too long. Octal escapes of three digits can not swallow what follows.
void write_array(std::string& out, std::string_view name, std::string_view bytes) {
  constexpr std::size_t chunk = 4096;  // 16 KB when every byte is an escape
  fmt::format_to(std::back_inserter(out), "constexpr char {}[] =", name);
  if (bytes.empty()) out += " \"\"";
  for (std::size_t from = 0; from < bytes.size(); from += chunk) {
    out += "\n  \"";
    for (const char c : bytes.substr(from, chunk)) {
      if (c == '"' || c == '\\' || c == '?' || c < ' ' || c > '~') {
        fmt::format_to(std::back_inserter(out), "\\{:03o}", static_cast<unsigned>(static_cast<unsigned char>(c)));
      } else {
        out += c;
      }
    }
    out += '"';
  }
  out += ";\n";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string source_of(const std::vector<Packed>& files) {
  std::string out =
      "// Written by pl_pack; changes are lost.\n#include \"value/embedded.h\"\n\n#include <array>\n\n"
      "namespace pillarlint {\n\nnamespace {\n";
  for (std::size_t i = 0; i < files.size(); ++i) {
    write_array(out, fmt::format("text_{}", i), files[i].text);
    write_array(out, fmt::format("packed_{}", i), files[i].packed);
  }
  fmt::format_to(std::back_inserter(out), "constexpr std::array<EmbeddedFile, {}> files = {{{{\n", files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "  {{{{{}, {}}}, {{text_{}, {}}}, {{packed_{}, {}}}}},\n",
                   quoted(files[i].path), files[i].path.size(), i, files[i].text.size(), i, files[i].packed.size());
  }
  out +=
      "}};\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded_files() { return files; }\n\n"
      "}  // namespace pillarlint\n";
  return out;
}

std::vector<std::string> listed(const std::string& list) {
  std::vector<std::string> out;
  std::ifstream in(list);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out.push_back(normal_path(line));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: pl_pack ROOT LISTFILE OUT.cpp\n");
    return 2;
  }
  const auto root = normal_path(argv[1]);
  SourceManager sources;
  std::vector<Packed> files;
  bool good = true;
  for (const auto& path : listed(argv[2])) {
    auto packed = pack_file(sources, root, path);
    good = good && packed.has_value();
    if (packed) files.push_back(std::move(*packed));
  }
  if (!good) return 1;
  std::sort(files.begin(), files.end(), [](const Packed& a, const Packed& b) { return a.path < b.path; });
  std::ofstream out(argv[3], std::ios::binary);
  out << source_of(files);
  out.close();
  if (!out) {
    fmt::print(stderr, "{}: can not be written\n", argv[3]);
    return 1;
  }
  return 0;
}
