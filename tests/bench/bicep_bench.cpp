// Speed of the Bicep lexer and parser over the files given: bicep_bench FILE… or bicep_bench --files-from LIST.
// Files are read first; one thread, best of five, each tree dropped before the next.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "bicep/lexer.h"
#include "bicep/parser.h"

namespace {

using namespace pillarlint::bicep;

struct Text {
  std::string text;
  FileForm form;
};

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

Text contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {{std::istreambuf_iterator<char>(in), {}}, path.ends_with(".bicepparam") ? FileForm::parameters : FileForm::bicep};
}

std::size_t count(const Node& node) {
  std::size_t n = 1;
  for (const auto* child : node.children()) n += child ? count(*child) : 0;
  return n;
}

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
  std::vector<Text> texts;
  std::size_t bytes = 0;
  for (const auto& file : named_files(argc, argv)) {
    texts.push_back(contents(file));
    bytes += texts.back().text.size();
  }
  if (bytes == 0) {
    std::fputs("usage: bicep_bench FILE... | --files-from LIST\n", stderr);
    return 2;
  }

  std::size_t tokens = 0;
  std::size_t nodes = 0;
  std::size_t memory = 0;
  std::size_t problems = 0;
  for (const auto& [text, form] : texts) {
    const auto tree = parse(text, form);
    tokens += tokenize(text).tokens.size();
    nodes += count(*tree->program);
    memory += tree->arena.bytes();
    problems += tree->problems.size();
  }
  std::size_t seen = 0;  // keeps the work from being optimised away
  const auto lexing = best_of_five([&] {
    for (const auto& [text, form] : texts) seen += tokenize(text).tokens.size();
  });
  const auto parsing = best_of_five([&] {
    for (const auto& [text, form] : texts) seen += parse(text, form)->program->count;
  });

  const auto megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("%zu files, %.1f MB, %zu tokens, %zu nodes, %zu problems\n", texts.size(), megabytes, tokens, nodes, problems);
  std::printf("tokenize  %8.1f MB/s\n", megabytes / lexing);
  std::printf("parse     %8.1f MB/s  %.1f bytes a node\n", megabytes / parsing,
              static_cast<double>(memory) / static_cast<double>(nodes));
  return seen == 0 ? 1 : 0;
}
