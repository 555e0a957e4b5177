#include "analysis/literal_uses.h"

#include "base/text.h"

namespace pillarlint {
namespace {

constexpr std::size_t most_values = 1'000'000;
constexpr int deepest = 100;

}  // namespace

bool LiteralUses::only_of(Span literal, std::string_view property) {
  if (!read_) read();
  if (seen_ > most_values) return false;
  const auto found = names_.find(literal);
  return found == names_.end() || same_text(found->second, property);
}

void LiteralUses::read() {
  read_ = true;
  for (const auto& resource : graph_.resources()) read(resource.body, "", 0);
}

void LiteralUses::read(const Value& value, std::string_view name, int depth) {
  if (depth > deepest || ++seen_ > most_values) return;
  for (const auto& item : value.items()) read(item, name, depth + 1);
  for (const auto& member : value.members()) read(member.value, member.key, depth + 1);
  if (!value.known() || value.is_container() || !value.span().known()) return;
  const auto [at, is_new] = names_.try_emplace(value.span(), name);
  if (!is_new && !same_text(at->second, name)) at->second = {};
}

}  // namespace pillarlint
