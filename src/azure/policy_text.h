// Cuts the C# expressions and named values out of the text of an API Management policy, so that what is left is XML: they
// hold quotes and angle brackets. Each is replaced by a mark that can stand in an attribute or a text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

/// What a mark stands for.
struct PolicyHole {
  SymbolId symbol = SymbolId::none;
  const Unknown* why = nullptr;
  bool from_input = false;  // a hole of the text itself: it may stand for elements too
};

struct PolicyText {
  std::string xml;
  std::vector<PolicyHole> holes;
};

[[nodiscard]] PolicyText cut_policy(Context& context, const Value& text);
/// A text of the XML with its marks turned into holes again.
[[nodiscard]] Value restore_policy_text(Context& context, const PolicyText& policy, std::string_view text, const Value& from);
/// The first hole of the input that is marked in this text, or null.
[[nodiscard]] const PolicyHole* input_hole(const PolicyText& policy, std::string_view text);

}  // namespace pillarlint
