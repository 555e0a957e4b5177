// Prints what the program costs, against a fixed yardstick: nlohmann's bare DOM parse of the same bytes on one thread, in
// the same run. Usage: bench PROGRAM [LIST]: LIST holds the paths of templates, one a line.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/source_manager.h"
#include "process.h"
#include "value/read_json.h"

using namespace pillarlint::bench;

namespace {

void print_lines(const char* path) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("timings", 0) == 0 || line.rfind("deployments", 0) == 0) std::printf("    %s\n", line.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench PROGRAM [LIST]\n");
    return 2;
  }
  const std::string program = argv[1];
  const auto empty = std::filesystem::temp_directory_path() / "pillarlint-bench-empty";
  std::filesystem::create_directories(empty);
  std::printf("start-up (median of 21, whole process)\n");
  std::printf("    --version            %6.2f ms\n", median({program, "--version"}, 21).seconds * 1e3);
  std::printf("    scan of empty folder %6.2f ms\n", median({program, "scan", empty.string()}, 21).seconds * 1e3);
  if (argc < 3) return 0;

  std::ifstream list(argv[2]);
  std::vector<std::string> texts;
  double bytes = 0;
  for (std::string path; std::getline(list, path);) {
    std::ifstream in(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    bytes += static_cast<double>(texts.back().size());
  }
  double yardstick = 1e9;
  double reader = 1e9;
  for (int i = 0; i < 5; ++i) {
    double start = now();
    for (const auto& text : texts) {
      const auto parsed = nlohmann::json::parse(text, nullptr, false);
      if (parsed.is_discarded()) std::fprintf(stderr, "a file is no strict JSON\n");
    }
    yardstick = std::min(yardstick, now() - start);
    start = now();
    for (const auto& text : texts) (void)pillarlint::read_json(text, pillarlint::FileId::none);
    reader = std::min(reader, now() - start);
  }
  std::printf("%zu files, %.1f MB\n", texts.size(), bytes / 1e6);
  std::printf("    nlohmann, DOM        %6.3f s  %5.0f MB/s   (yardstick)\n", yardstick, bytes / yardstick / 1e6);
  std::printf("    our JSON reader      %6.3f s  %5.0f MB/s\n", reader, bytes / reader / 1e6);
  for (const char* threads : {"1", "2"}) {
    const std::vector<std::string> command{program, "scan", "--files-from", argv[2], "--threads", threads, "--quiet", "--timings"};
    const auto whole = median(command, 5);
    std::printf("    scan, %s thread%s      %6.3f s  %5.2f × yardstick, peak %ld MB\n", threads, threads[0] == '1' ? " " : "s",
                whole.seconds, whole.seconds / yardstick, whole.peak_kb / 1024);
    const auto errors = (empty / "timings").string();
    run(command, errors.c_str());
    print_lines(errors.c_str());
    std::filesystem::remove(errors);
  }
  return 0;
}
