// The syntax trees of files in a form that compare_syntax.py reads: bicep_syntax_dump FILE… | --files-from LIST
//   = path
//   depth kind begin end      a node, in the order of the text
//   ! begin end found | expected
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "bicep/parser.h"
#include "support/bicep_dump.h"

namespace {

using namespace pillarlint::bicep;

void print(const Node& node, unsigned depth) {
  const auto kind = kind_name(node.kind);
  std::printf("%u %.*s %u %u\n", depth, static_cast<int>(kind.size()), kind.data(), node.begin, node.end);
  std::vector<const Node*> children;
  for (const auto* child : node.children()) {
    if (child) children.push_back(child);
  }
  std::stable_sort(children.begin(), children.end(), [](const Node* a, const Node* b) { return a->begin < b->begin; });
  for (const auto* child : children) print(*child, depth + 1);
}

void print_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);  // as SourceManager does
  const auto tree = parse(text, path.ends_with(".bicepparam") ? FileForm::parameters : FileForm::bicep);
  std::printf("= %s\n", path.c_str());
  print(*tree->program, 0);
  for (const auto& p : tree->problems) std::printf("! %u %u %s | %s\n", p.begin, p.end, p.found.c_str(), p.expected.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) != "--files-from" || i + 1 == argc) {
      print_file(argv[i]);
      continue;
    }
    std::ifstream list(argv[++i]);
    for (std::string line; std::getline(list, line);) print_file(line);
  }
  return 0;
}
