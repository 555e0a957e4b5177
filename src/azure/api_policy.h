// API Management policy text to a structure (rule-language 5.3). The only door to pugixml.
#pragma once

#include <string>
#include <string_view>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

/// `{ inbound: [element…], backend: […], outbound: […], on-error: […] }`; an element is `{ element, attributes, text, items }`.
/// C# expressions (`@( … )`, `@{ … }`) and `{{named values}}` are unknown pieces of text: cut out with balanced brackets
/// before the rest is parsed as XML. A policy fragment gives `{ fragment: […] }`. `text` may have holes.
/// A document that still is not XML gives an unknown, with the diagnostic policy_not_xml.
[[nodiscard]] Value read_policy(Context& context, const Value& text);

}  // namespace pillarlint
