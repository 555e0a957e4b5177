// What the tests of the readers share: reading a text, the codes it gave, and walks over values.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "value/read_json.h"

namespace pillarlint::test {

inline constexpr FileId file{1};

/// The text must outlive the document: never one that is put together in the call.
inline std::unique_ptr<Document> json(std::string_view text) { return read_json(text, file); }

/// Names of the diagnostics, in order, with a space between.
inline std::string codes(const Document& document) {
  std::string out;
  for (const auto& d : document.diagnostics.list()) {
    if (!out.empty()) out += ' ';
    out += info(d.code).name;
  }
  return out;
}

inline std::string_view text_at(std::string_view source, Span span) {
  return source.substr(span.begin, span.end - span.begin);
}

/// Calls `visit(value, path)` for the value and all below it.
template <typename Visit>
void each_value(const Value& value, const std::string& path, Visit&& visit) {
  visit(value, path);
  std::size_t i = 0;
  for (const auto& item : value.items()) each_value(item, path + "/" + std::to_string(i++), visit);
  for (const auto& member : value.members()) each_value(member.value, path + "/" + std::string(member.key), visit);
}

inline std::size_t count_values(const Value& value) {
  std::size_t n = 0;
  each_value(value, "", [&](const Value&, const std::string&) { ++n; });
  return n;
}

}  // namespace pillarlint::test
