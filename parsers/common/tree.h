// A syntax tree of tree-sitter as plain nodes in one array: made in one walk, read without the library, and free of its
// traps (children by number cost a walk each). The only door to tree-sitter.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "common/node_kinds.h"

namespace pillarlint {

struct TreeNode {
  NodeKind kind = NodeKind::other;
  bool missing = false;         // not in the text: the parser put it there
  bool has_error = false;       // it or something below it did not parse
  std::uint32_t begin = 0;      // in the text that was parsed
  std::uint32_t end = 0;
  std::uint32_t next = 0;       // the next child of the same parent; 0: none
  std::uint32_t below = 0;      // the first child; 0: none
};

/// A node of a tree with its children as a range. Two words; passed by value.
class Node {
 public:
  class Iterator {
   public:
    Iterator(const TreeNode* all, std::uint32_t at) : all_(all), at_(at) {}
    Node operator*() const { return {all_, at_}; }
    Iterator& operator++() {
      at_ = all_[at_].next;
      return *this;
    }
    friend bool operator!=(const Iterator& a, const Iterator& b) { return a.at_ != b.at_; }

   private:
    const TreeNode* all_;
    std::uint32_t at_;
  };

  Node() = default;
  Node(const TreeNode* all, std::uint32_t at) : all_(all), at_(at) {}

  [[nodiscard]] bool none() const { return all_ == nullptr; }
  [[nodiscard]] NodeKind kind() const { return all_ == nullptr ? NodeKind::other : all_[at_].kind; }
  [[nodiscard]] bool is(NodeKind kind) const { return all_ != nullptr && all_[at_].kind == kind; }
  [[nodiscard]] std::uint32_t first() const { return all_[at_].begin; }
  [[nodiscard]] std::uint32_t last() const { return all_[at_].end; }
  [[nodiscard]] bool missing() const { return all_[at_].missing; }
  [[nodiscard]] bool has_error() const { return all_ != nullptr && all_[at_].has_error; }
  /// Children in order; comments are not among them.
  [[nodiscard]] Iterator begin() const { return {all_, all_ == nullptr ? 0 : all_[at_].below}; }
  [[nodiscard]] Iterator end() const { return {all_, 0}; }
  [[nodiscard]] Node child(NodeKind kind) const {
    for (const auto node : *this) {
      if (node.is(kind)) return node;
    }
    return {};
  }
  [[nodiscard]] Node only_child() const {
    if (all_ == nullptr || all_[at_].below == 0 || all_[all_[at_].below].next != 0) return {};
    return {all_, all_[at_].below};
  }

 private:
  const TreeNode* all_ = nullptr;
  std::uint32_t at_ = 0;
};

struct Tree {
  std::vector<TreeNode> nodes;                                    // in the order of the text, parents first
  std::vector<std::pair<std::uint32_t, std::uint32_t>> comments;  // begin and end of each
  bool complete = true;  // false: the parser was stopped or never began, there are no nodes
  [[nodiscard]] Node root() const { return nodes.empty() ? Node() : Node(nodes.data(), 0); }
};

/// More tokens than the library can be trusted with: a node of it has room for 65,535 children, and where nothing can be put
/// together (a thousand comments in a row, a parser that gives up) all that is open becomes children of one. Beyond that it
/// writes over its own memory. Such a text is not parsed; it can be read item by item.
[[nodiscard]] bool too_many_tokens(std::string_view text);

/// Parses HCL. Work is bounded by the length of the text: what would take more (mending of hostile text) is stopped.
[[nodiscard]] Tree parse_hcl(std::string_view text);
/// The same without the nodes: the yardstick of the benchmark. False if the parser was stopped.
bool parse_hcl_only(std::string_view text);
/// Names of node kinds that the grammar does not have; a test wants none.
[[nodiscard]] std::vector<std::string_view> kinds_not_in_grammar();

}  // namespace pillarlint
