#include "support/bicep_check.h"

#include <algorithm>

#include "bicep/lexer.h"
#include "support/bicep_dump.h"

namespace pillarlint::bicep {
namespace {

constexpr std::size_t deepest_tree = 601;

struct Check {
  const SyntaxTree& tree;
  bool faulty = false;  // something did not parse
  std::string broken;

  void fail(const Node& node, std::string_view what) {
    if (!broken.empty()) return;
    broken = std::string(kind_name(node.kind)) + " at " + std::to_string(node.begin) + ": " + std::string(what);
  }

  void pieces(const Node& string) {
    const auto form = string_form(tree.text_of(*string.child(0)));
    for (std::size_t i = 0; i < string.count; i += 2) {
      const auto& piece = *string.child(i);
      if (!string_value(tree.text_of(piece), piece.token, form)) fail(piece, "a piece without a value");
    }
  }

  void node(const Node& n, std::size_t depth) {
    if (depth > deepest_tree) return fail(n, "too deep");
    if (n.begin > n.end || n.end > tree.text.size()) return fail(n, "outside of the text");
    if (n.slots > n.count) return fail(n, "more slots than children");
    faulty = faulty || n.has(Node::in_error) || n.is(NodeKind::skipped);
    for (const auto* child : n.children()) {
      if (!child) continue;
      if (child->begin < n.begin || child->end > n.end) fail(*child, "outside of its parent");
      node(*child, depth + 1);
    }
    if (n.is(NodeKind::string) || n.is(NodeKind::string_type)) pieces(n);
  }
};

}  // namespace

std::string broken_promise(const SyntaxTree& tree) {
  Check check{tree, false, {}};
  check.node(*tree.program, 0);
  if (!check.broken.empty()) return check.broken;
  if (check.faulty && tree.problems.empty()) return "a fault in the tree, and no problem";
  std::uint32_t last = 0;
  for (const auto& problem : tree.problems) {
    if (problem.begin < last) return "problems out of order";
    if (problem.begin > problem.end || problem.end > tree.text.size()) return "a problem outside of the text";
    if (problem.found.empty() || problem.expected.empty()) return "a problem without words";
    last = problem.begin;
  }
  return {};
}

}  // namespace pillarlint::bicep
