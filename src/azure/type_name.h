// The name of a resource type, `Microsoft.CognitiveServices/accounts`, compared without letter case.
#pragma once

#include <string_view>
#include <vector>

#include "base/text.h"

namespace pillarlint {

/// A view: the text must outlive it (it lives in an arena or in a rule).
class TypeName {
 public:
  TypeName() = default;
  explicit TypeName(std::string_view text) : text_(text), hash_(folded_hash(text)) {}

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::uint32_t hash() const { return hash_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  /// Number of name segments a resource of this type has: 1 for `P/a`, 2 for `P/a/b`.
  [[nodiscard]] std::size_t levels() const;
  /// `P/a` of `P/a/b`; empty for `P/a`.
  [[nodiscard]] TypeName parent() const;
  /// `b` of `P/a/b`.
  [[nodiscard]] std::string_view last() const;

  friend bool operator==(const TypeName& a, const TypeName& b) { return a.hash_ == b.hash_ && same_text(a.text_, b.text_); }

 private:
  std::string_view text_;
  std::uint32_t hash_ = 0;
};

}  // namespace pillarlint
