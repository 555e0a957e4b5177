// Reads Terraform files whose names come from standard input, one a line. For each: `ok` or `broken`, the name, and what was said
// first. With --time only the bytes and the times of parsing alone and of reading.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/source_manager.h"
#include "common/tree.h"
#include "terraform/syntax.h"

namespace {

using namespace pillarlint;

struct File {
  std::string path, text;
};

std::vector<File> read_files() {
  std::vector<File> files;
  for (std::string path; std::getline(std::cin, path);) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    files.push_back({path, decode_text(bytes.str()).text});
  }
  return files;
}

template <typename Work>
double best_seconds(const std::vector<File>& files, Work work) {
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (const auto& file : files) work(file);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

}  // namespace

int main(int count, char** args) {
  const auto files = read_files();
  const FunctionTable none({});
  if (count > 1 && std::string_view(args[1]) == "--time") {
    std::size_t bytes = 0;
    for (const auto& file : files) bytes += file.text.size();
    const auto bare = best_seconds(files, [](const File& file) { parse_hcl_only(file.text); });
    const auto tree = best_seconds(files, [](const File& file) { (void)parse_hcl(file.text); });
    const auto all = best_seconds(files, [&](const File& file) { (void)terraform::read_source(file.text, FileId{1}, file.path, none); });
    std::cout << bytes << " bytes, parse " << bare << " s, with nodes " << tree << " s, read " << all << " s\n";
    return 0;
  }
  for (const auto& file : files) {
    const auto start = std::chrono::steady_clock::now();
    const auto source = terraform::read_source(file.text, FileId{1}, file.path, none);
    const auto spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::cout << (source->broken ? "broken " : "ok ") << file.path << '\n';
    for (const auto& one : source->diagnostics.list()) std::cout << "    " << one.span.begin << ": " << one.text() << '\n';
    if (spent > 0.05) std::cout << "    slow: " << spent << " s for " << file.text.size() << " bytes\n";
  }
  return 0;
}
