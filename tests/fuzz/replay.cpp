// A plain driver for the fuzz targets: every file of the folders given goes through the same entry point as under
// libFuzzer, so that the corpus is a test without clang. `--damaged N` also tries N damaged copies of each (seeded).
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

void run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string damaged(std::string bytes, std::mt19937& random) {
  if (bytes.empty()) return bytes;
  const auto at = random() % bytes.size();
  switch (random() % 4) {
    case 0: bytes[at] = static_cast<char>(random() % 256); break;
    case 1: bytes.erase(at, 1 + random() % 8); break;
    case 2: bytes.insert(at, bytes.substr(random() % bytes.size(), 1 + random() % 64)); break;
    default: bytes.resize(at); break;
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  int copies = 0;
  std::size_t files = 0;
  std::size_t runs = 0;
  std::mt19937 random(20261121);
  std::vector<std::filesystem::path> paths;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--damaged") == 0 && i + 1 < argc) {
      copies = std::atoi(argv[++i]);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (entry.is_regular_file()) paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    ++files;
    ++runs;
    run(bytes);
    for (int n = 0; n < copies; ++n, ++runs) run(damaged(bytes, random));
  }
  std::printf("%zu files, %zu runs\n", files, runs);
  return files == 0 ? 1 : 0;
}
