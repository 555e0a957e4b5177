#include <catch2/catch.hpp>

#include "build.h"
#include "graph/dump.h"

using namespace pillarlint;
using test::Build;

TEST_CASE("a graph as text, DOT and Mermaid") {
  Build b;
  const auto ai = b.add("S/ai", "ai-‹p›", b.json(R"({"sku": {"name": "S0"}, "tags": ["\"q\""]})"));
  const auto child = b.add("S/ai/d", "ai-‹p›/chat", b.json("{}"), "");
  b.builder.at(child).condition = b.atoms("deploy");
  b.builder.at(child).address = "chat";
  b.builder.at(child).body = b.parameter("key").marked(Mark::secret);
  static_cast<void>(ai);
  CHECK(dump_graph(b.graph(), b.symbols, {.bodies = true}) == R"(S/ai  ai-‹parameter p›  2024-01-01  (ai-‹p›)
  sku: { name: 'S0' }
  tags: ['"q"']
S/ai/d  ai-‹parameter p›/chat  (chat)
  if parameter deploy
  -> parent ai-‹p›
)");
  CHECK(graph_as_dot(b.graph(), b.symbols) == R"(digraph deployment {
  rankdir=LR;
  node [shape=box];
  r0 [label="S/ai\nai-‹parameter p›", style=solid];
  r1 [label="S/ai/d\nai-‹parameter p›/chat", style=dashed];
  r1 -> r0 [label="parent"];
}
)");
  CHECK(graph_as_mermaid(b.graph(), b.symbols) == R"(graph LR
  r0["S/ai<br/>ai-‹parameter p›"]
  r1["S/ai/d<br/>ai-‹parameter p›/chat"]
  r1 -->|parent| r0
)");
  CHECK(print_value(b.text("x").marked(Mark::secret), b.symbols) == "(secret)");
}
