// Mappings and attributes as texts, for tests.
#pragma once

#include <memory>
#include <string>

#include "base/source_manager.h"
#include "terraform/azurerm/apply.h"
#include "value/document.h"

namespace pillarlint::test {

/// What was made of attributes by one mapping. Attributes are YAML in which
///   ?x               is an unknown (`?bool x`: of that type; `?text x`: a text that is never null)
///   …x               as the last element of a list: the list may go on
///   a‹x›b            is a text with a hole
///   { if: x, then: …, else: … }   depends on a condition that is not known; `then` or `else` may be missing: null
struct MappedText {
  std::string mapping_text;
  std::string attribute_text;
  SourceManager sources;
  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  std::unique_ptr<Document> mapping_document;
  std::unique_ptr<Document> attribute_document;
  std::unique_ptr<terraform::Mappings> mappings;
  Value attributes;
  Value roles;
  terraform::Mapped mapped;

  [[nodiscard]] Context context() { return {arena, symbols, budget, diagnostics}; }
  /// Value at a path of plain names in the body of the n-th resource, printed; `-` if nothing is there.
  [[nodiscard]] std::string at(std::string_view path, std::size_t n = 0);
  [[nodiscard]] Value value(std::string_view path, std::size_t n = 0);
  /// What was said of the mapping: `line: text`, one a line.
  [[nodiscard]] std::string complaints() const;
  [[nodiscard]] std::string text_at(Span span) const { return std::string(sources.text(span)); }
};

/// `entry` is the text below `azurerm_x:`; without `type:` one is added.
[[nodiscard]] std::unique_ptr<MappedText> map_text(const std::string& entry, const std::string& attributes, terraform::Majors majors = {});
/// Complaints about an entry.
[[nodiscard]] std::string complaints_of(const std::string& entry, const TypeIndex* types = nullptr);

}  // namespace pillarlint::test
