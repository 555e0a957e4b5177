// nlohmann reads the same values out of every strict JSON text. Left out: what the reader decides otherwise by design
// (names that differ in case only, integers beyond 64 bits and -0, 1e400, lone surrogates).
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <catch2/catch.hpp>

#include "support/json.h"
#include "value/reading.h"

using namespace pillarlint;
using namespace pillarlint::test;
using Json = nlohmann::ordered_json;

namespace {

bool same(const Value& value, const Json& json) {
  switch (value.kind()) {
    case Value::Kind::null:
      return json.is_null();
    case Value::Kind::boolean:
      return json.is_boolean() && json.get<bool>() == value.boolean();
    case Value::Kind::integer:
      return json.is_number_integer() && json.get<std::int64_t>() == value.integer();
    case Value::Kind::real:
      return json.is_number() && json.get<double>() == value.real();
    case Value::Kind::string:
      return json.is_string() && json.get_ref<const std::string&>() == value.text();
    case Value::Kind::array:
      return json.is_array() && json.size() == value.size() &&
             std::equal(value.items().begin(), value.items().end(), json.begin(), same);
    case Value::Kind::object: {
      if (!json.is_object() || json.size() != value.size()) return false;
      auto member = value.members().begin();
      for (const auto& [name, theirs] : json.items()) {
        if (member->key != name || !same((member++)->value, theirs)) return false;
      }
      return true;
    }
    case Value::Kind::expression:
    case Value::Kind::unknown:
      return false;
  }
  return false;
}

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string text(int depth) {
    switch (random_() % (depth > 5 ? 6 : 8)) {
      case 0:
        return "null";
      case 1:
        return random_() % 2 == 0 ? "true" : "false";
      case 2:
        return std::to_string(static_cast<std::int64_t>(random_() >> random_() % 64) - 5000);
      case 3:
        return number();
      case 4:
      case 5:
        return string();
      case 6:
        return list('[', ']', [&] { return text(depth + 1); });
      default: {
        int n = 0;
        return list('{', '}',
                    [&] { return "\"" + std::to_string(n++) + string().substr(1) + space() + ":" + text(depth + 1); });
      }
    }
  }

 private:
  template <typename Make>
  std::string list(char open, char close, Make make) {
    std::string out(1, open);
    const auto n = random_() % 9 * (random_() % 7 == 0 ? 10 : 1);
    for (std::size_t i = 0; i < n; ++i) out += (i == 0 ? "" : ",") + space() + make() + space();
    return out + space() + close;
  }
  std::string number() {
    auto out = std::to_string(static_cast<std::int64_t>(random_() % 2000) - 1000);
    if (out == "0" || random_() % 2 == 0) out += "." + std::to_string(random_() % 100000);
    if (random_() % 2 == 0)
      out += std::string(random_() % 2 == 0 ? "e" : "E") + std::to_string(static_cast<int>(random_() % 600) - 300);
    return out;
  }
  std::string string() {
    static constexpr std::string_view parts[] = {"a",   "resource", "Microsoft.Storage/storageAccounts",
                                                 "\\n", "\\\"",     "\\\\",
                                                 "\\/", "\\u00e9",  "\\ud83d\\ude00",
                                                 "é",   "😀",       "[x]",
                                                 " ",   "{",        "}",
                                                 ",",   "//",       "\x7F"};
    std::string out = "\"";
    for (auto n = random_() % 12; n-- > 0;) out += parts[random_() % std::size(parts)];
    return out + "\"";
  }
  std::string space() {
    static constexpr std::string_view parts[] = {
        "", "", " ", "\n", "\r\n", "\t", "\n          ", "\n                  \t"};
    return std::string(parts[random_() % std::size(parts)]);
  }
  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("random JSON reads as nlohmann reads it", "[json][oracle]") {
  std::size_t values = 0;
  for (unsigned seed = 1; seed <= 5000; ++seed) {
    const auto text = Generator(seed).text(0);
    const auto document = json(text);
    values += count_values(document->root);
    if (!same(document->root, parse_ordered_json(text)) || !document->diagnostics.empty()) {
      FAIL("seed " << seed << " (" << codes(*document) << "): " << text);
    }
  }
  CHECK(values > 50'000);
}

TEST_CASE("a text that ends too soon is never taken for whole", "[json][oracle]") {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const auto whole = Generator(seed).text(0);
    for (std::size_t cut = 0; cut < std::min<std::size_t>(whole.size(), 300); ++cut) {
      const auto text = whole.substr(0, cut);
      const auto theirs = parse_ordered_json(text);
      const auto document = json(text);
      if (theirs.is_discarded() && document->diagnostics.empty()) FAIL("nothing was said of: " << text);
      if (!theirs.is_discarded() && !same(document->root, theirs)) FAIL(text);
    }
  }
}

TEST_CASE("the JSON files of the repository read as nlohmann reads them", "[json][oracle]") {
  const std::filesystem::path root = PILLARLINT_SOURCE_DIR;
  for (const auto* folder : {"fixtures", "rules", "tests"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".json") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      const auto theirs = parse_ordered_json(text);
      if (theirs.is_discarded()) continue;  // dialect, or broken on purpose
      CAPTURE(entry.path().string());
      const auto document = json(text);
      if (codes(*document).empty()) CHECK(same(document->root, theirs));
    }
  }
}
