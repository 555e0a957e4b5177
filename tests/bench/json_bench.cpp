// Speed of the JSON reader, beside nlohmann's, over the files given: json_bench FILE… or json_bench --files-from LIST.
// Files are read first; only parsing is measured, one thread, best of five, each document dropped before the next.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "value/read_json.h"

namespace {

using pillarlint::FileId;
using pillarlint::Value;

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> named_files(int argc, char** argv) {
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) != "--files-from" || i + 1 == argc) {
      files.emplace_back(argv[i]);
      continue;
    }
    std::ifstream list(argv[++i]);
    for (std::string line; std::getline(list, line);) {
      if (!line.empty()) files.push_back(line);
    }
  }
  return files;
}

std::size_t count(const Value& value) {
  std::size_t n = 1;
  for (const auto& item : value.items()) n += count(item);
  for (const auto& member : value.members()) n += count(member.value);
  return n;
}

/// Seconds of the fastest of five runs.
template <typename Run>
double best_of_five(Run run) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (const auto& file : named_files(argc, argv)) {
    texts.push_back(contents(file));
    bytes += texts.back().size();
  }
  if (bytes == 0) {
    std::fputs("usage: json_bench FILE... | --files-from LIST\n", stderr);
    return 2;
  }

  std::size_t values = 0;
  std::size_t memory = 0;
  std::size_t diagnostics = 0;
  for (const auto& text : texts) {
    const auto document = pillarlint::read_json(text, FileId{1});
    values += count(document->root);
    memory += document->arena.bytes();
    diagnostics += document->diagnostics.list().size();
  }
  std::size_t roots = 0;  // keeps the work from being optimised away
  const auto ours = best_of_five([&] {
    for (const auto& text : texts) roots += pillarlint::read_json(text, FileId{1})->root.size();
  });
  const auto theirs = best_of_five([&] {
    for (const auto& text : texts) roots += nlohmann::json::parse(text, nullptr, false).size();
  });

  const auto megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("%zu files, %.1f MB, %zu values, %zu diagnostics\n", texts.size(), megabytes, values, diagnostics);
  std::printf("read_json       %8.1f MB/s  %.1f bytes a value\n", megabytes / ours,
              static_cast<double>(memory) / static_cast<double>(values));
  std::printf("nlohmann::json  %8.1f MB/s\n", megabytes / theirs);
  return roots == 0 ? 1 : 0;
}
