// Messages of the protocol, and reading them without trust: what is absent or of another kind is empty. Inside of this
// folder only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "lsp/place.h"

namespace pillarlint::lsp {

using Json = nlohmann::json;

/// The member, or null.
[[nodiscard]] const Json& member(const Json& object, std::string_view name);
/// The member at `a/b/c`, or null.
[[nodiscard]] const Json& member_at(const Json& object, std::string_view path);
[[nodiscard]] std::string text_of(const Json& value);
[[nodiscard]] bool is_true(const Json& value);
/// A number of the protocol: 0 to 2^31 - 1.
[[nodiscard]] std::optional<std::uint32_t> number_of(const Json& value);
[[nodiscard]] std::optional<Place> place_of(const Json& value);
[[nodiscard]] std::optional<Range> range_of(const Json& value);
[[nodiscard]] Json json_of(Range range);

/// Reads a message. Bytes that are not UTF-8 and halves of surrogate pairs, which JavaScript writes for half of a
/// character, are read as U+FFFD: a document must not go out of step for them. nullopt: it is no JSON.
[[nodiscard]] std::optional<Json> parse(std::string_view body);
[[nodiscard]] std::string dump(const Json& message);

}  // namespace pillarlint::lsp
