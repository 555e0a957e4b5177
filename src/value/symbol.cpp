#include "value/symbol.h"

#include <algorithm>

#include "base/text.h"

namespace pillarlint {

namespace {
constexpr std::uint64_t mix = 0x9E3779B97F4A7C15ULL;

std::uint64_t hash_text(std::string_view text, std::uint64_t h) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, text.data() + i, 8);
    h = (h ^ chunk) * mix;
    h ^= h >> 29U;
  }
  std::uint64_t chunk = text.size();
  if (i < text.size()) std::memcpy(&chunk, text.data() + i, text.size() - i);
  h = (h ^ chunk) * mix;
  return h ^ (h >> 32U);
}

std::uint32_t hash_node(std::string_view operation, std::string_view literal, std::span<const SymbolId> operands) {
  std::uint64_t h = hash_text(literal, hash_text(operation, operands.size() + 1));
  for (const auto operand : operands) {
    h = (h ^ static_cast<std::uint64_t>(operand)) * mix;
    h ^= h >> 31U;
  }
  return static_cast<std::uint32_t>((h * mix) >> 32U);
}
}  // namespace

SymbolStore::SymbolStore() : nodes_(1), hashes_(1), table_(256) {}

SymbolId SymbolStore::make(std::string_view operation, std::string_view literal, std::span<const SymbolId> operands) {
  const auto hash = hash_node(operation, literal, operands);
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash & mask;
  for (; table_[slot] != 0; slot = (slot + 1) & mask) {
    const auto index = table_[slot];
    if (hashes_[index] != hash) continue;
    const auto& node = nodes_[index];
    if (node.operation == operation && node.literal == literal &&
        std::equal(node.operands.begin(), node.operands.end(), operands.begin(), operands.end())) {
      return static_cast<SymbolId>(index);
    }
  }
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({arena_.copy(operation), arena_.copy(literal), arena_.copy(operands)});
  hashes_.push_back(hash);
  table_[slot] = index;
  if (nodes_.size() * 2 > table_.size()) grow();
  return static_cast<SymbolId>(index);
}

SymbolId SymbolStore::fresh(std::string_view operation, std::string_view literal) {
  const auto number = std::to_string(next_fresh_++);
  return make("fresh", number, {make(operation, literal)});
}

void SymbolStore::grow() {
  table_.assign(table_.size() * 2, 0);
  const std::size_t mask = table_.size() - 1;
  for (std::uint32_t index = 1; index < nodes_.size(); ++index) {
    std::size_t slot = hashes_[index] & mask;
    while (table_[slot] != 0) slot = (slot + 1) & mask;
    table_[slot] = index;
  }
}

bool SymbolStore::contains(SymbolId whole, SymbolId part) const {
  bool found = false;
  visit(whole, [&](SymbolId id) {
    found = id == part;
    return !found;
  });
  return found;
}

namespace {
void print_into(const SymbolStore& store, SymbolId id, std::size_t limit, std::string& out) {
  if (out.size() > limit) return;
  const auto& node = store.at(id);
  if (node.operation == "text") {
    out += '\'';
    out += node.literal;
    out += '\'';
    return;
  }
  if (node.operation == "secret") {
    out += "‹secret›";
    return;
  }
  if (node.operation == "literal") {
    out += node.literal;
    return;
  }
  if (node.operation == "parameter" || node.operation == "scope") {
    out += node.operation == "parameter" ? "parameter " : "";
    out += node.literal;
    return;
  }
  if (node.operation == "fresh" && !node.operands.empty()) {
    print_into(store, node.operands[0], limit, out);
    return;
  }
  if (node.operation == "member" && node.operands.size() == 1) {
    print_into(store, node.operands[0], limit, out);
    out += '.';
    out += node.literal;
    return;
  }
  out += node.operation;
  if (!node.literal.empty()) {
    out += ' ';
    out += node.literal;
  }
  if (node.operands.empty()) return;
  out += '(';
  for (std::size_t i = 0; i < node.operands.size() && out.size() <= limit; ++i) {
    if (i != 0) out += ", ";
    print_into(store, node.operands[i], limit, out);
  }
  out += ')';
}
}  // namespace

std::string SymbolStore::print(SymbolId id, std::size_t limit) const {
  std::string out;
  print_into(*this, id, limit, out);
  return shorten(out, limit);
}

}  // namespace pillarlint
