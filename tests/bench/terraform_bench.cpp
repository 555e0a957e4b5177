// What Terraform costs, against a fixed yardstick: tree-sitter's bare parse of the same files on one thread, in the same run.
// Usage: terraform_bench PROGRAM [LIST]: LIST holds folders, one a line; a generated configuration is measured in any case.
// On a machine that does other work too the least of several runs and the time of the processors say most: both are shown.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/source_manager.h"
#include "common/tree.h"
#include "process.h"
#include "terraform/functions.h"
#include "terraform/syntax.h"
#include "terraform_configuration.h"

namespace {

using namespace pillarlint;
using namespace pillarlint::bench;

struct Text {
  std::string path, text;
};

std::vector<Text> texts_below(const std::filesystem::path& folder) {
  std::vector<Text> texts;
  for (auto at = std::filesystem::recursive_directory_iterator(folder); at != std::filesystem::recursive_directory_iterator(); ++at) {
    const auto name = at->path().filename().string();
    if (at->is_directory() && (name == ".git" || name == ".terraform")) at.disable_recursion_pending();
    if (!at->is_regular_file() || !name.ends_with(".tf")) continue;
    std::ifstream in(at->path(), std::ios::binary);
    texts.push_back({at->path().string(), decode_text({std::istreambuf_iterator<char>(in), {}}).text});
  }
  std::sort(texts.begin(), texts.end(), [](const Text& a, const Text& b) { return a.path < b.path; });
  return texts;
}

/// The least of seven: seconds on the wall and of work.
template <typename Work>
Run best(const std::vector<Text>& texts, Work work) {
  Run least{1e9, 1e9, 0};
  for (int i = 0; i < 7; ++i) {
    const double start = now();
    const double worked = cpu_now();
    for (const auto& one : texts) work(one);
    least.seconds = std::min(least.seconds, now() - start);
    least.cpu_seconds = std::min(least.cpu_seconds, cpu_now() - worked);
  }
  return least;
}

void print(const char* what, const Run& run, const Run& yardstick) {
  std::printf("    %-20s %8.1f ms  %5.2f × yardstick   processors %8.1f ms  %5.2f ×", what, run.seconds * 1e3,
              run.seconds / yardstick.seconds, run.cpu_seconds * 1e3, run.cpu_seconds / yardstick.cpu_seconds);
}

void scan(const std::string& program, const std::string& folder, const char* threads, const Run& yardstick) {
  const auto all = runs({program, "scan", folder, "--threads", threads, "--quiet", "--exit-zero"}, 7);
  auto least = all.front();
  for (const auto& one : all) least.cpu_seconds = std::min(least.cpu_seconds, one.cpu_seconds);
  print((std::string("scan, threads: ") + threads).c_str(), least, yardstick);
  std::printf("   median %.1f ms, peak %ld MB\n", all[all.size() / 2].seconds * 1e3, least.peak_kb / 1024);
}

void measure(const std::string& program, const std::string& folder) {
  const auto texts = texts_below(folder);
  std::size_t bytes = 0;
  for (const auto& one : texts) bytes += one.text.size();
  std::printf("%s: %zu files, %.0f kB\n", std::filesystem::path(folder).filename().string().c_str(), texts.size(),
              static_cast<double>(bytes) / 1e3);
  const auto& functions = terraform::functions();
  const auto yardstick = best(texts, [](const Text& one) { (void)parse_hcl_only(one.text); });
  const auto reading = best(texts, [&](const Text& one) { (void)terraform::read_source(one.text, FileId{1}, one.path, functions); });
  print("tree-sitter, bare", yardstick, yardstick);
  std::printf("\n");
  print("our reading", reading, yardstick);
  std::printf("\n");
  for (const char* threads : {"1", "2"}) scan(program, folder, threads, yardstick);
}

void measure_generated(const std::string& program) {
  const auto folder = std::filesystem::temp_directory_path() / "pillarlint-bench-terraform";
  std::filesystem::remove_all(folder);
  const auto made = write_configuration(folder, {});
  std::printf("generated: %zu lines in %zu files\n", made.lines, made.files);
  measure(program, folder.string());
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: terraform_bench PROGRAM [LIST]\n", stderr);
    return 2;
  }
  if (argc > 2) {
    std::ifstream list(argv[2]);
    for (std::string folder; std::getline(list, folder);) {
      if (!folder.empty()) measure(argv[1], folder);
    }
  }
  measure_generated(argv[1]);
  return 0;
}
