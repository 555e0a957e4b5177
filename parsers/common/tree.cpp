#include "common/tree.h"

#include <algorithm>
#include <memory>

#include <tree_sitter/api.h>

extern "C" const TSLanguage* tree_sitter_hcl();

namespace pillarlint {

namespace {

// Symbols of the grammar to kinds; made once per program, never changed.
const std::vector<NodeKind>& kinds_by_symbol() {
  static const std::vector<NodeKind> table = [] {
    const auto* language = tree_sitter_hcl();
    std::vector<NodeKind> kinds(ts_language_symbol_count(language), NodeKind::other);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const std::string_view name = ts_language_symbol_name(language, static_cast<TSSymbol>(i));
      for (const auto& row : node_kind_names()) {
        if (row.name == name) kinds[i] = row.kind;
      }
    }
    return kinds;
  }();
  return table;
}

NodeKind kind_of(TSSymbol symbol) {
  const auto& kinds = kinds_by_symbol();
  return symbol < kinds.size() ? kinds[symbol] : NodeKind::error;  // the symbol of an error is the largest there is
}

// Hands the text out in short pieces. Reading is what all work of the parser, mending above all, goes through: counting it
// bounds the work without a clock.
struct Reader {
  static constexpr std::uint32_t piece = 256;
  std::string_view text;
  std::uint64_t pieces_left = 0;
  std::size_t stop = 0;

  static const char* read(void* self, std::uint32_t at, TSPoint, std::uint32_t* size) {
    auto& reader = *static_cast<Reader*>(self);
    if (reader.pieces_left == 0) {
      reader.stop = 1;
      *size = 0;
      return "";
    }
    --reader.pieces_left;
    *size = at >= reader.text.size() ? 0 : std::min(piece, static_cast<std::uint32_t>(reader.text.size()) - at);
    return *size == 0 ? "" : reader.text.data() + at;
  }
};

TreeNode plain(const TSNode& node) {
  TreeNode made;
  made.kind = kind_of(ts_node_symbol(node));
  made.missing = ts_node_is_missing(node);
  made.has_error = ts_node_has_error(node);
  made.begin = ts_node_start_byte(node);
  made.end = ts_node_end_byte(node);
  return made;
}

// Parents before children, without recursion: the cursor keeps the way back.
void copy_nodes(TSNode root, Tree& out) {
  std::vector<std::uint32_t> parents;
  std::vector<std::uint32_t> last_child{0};  // of each level: the sibling before
  auto cursor = ts_tree_cursor_new(root);
  out.nodes.push_back(plain(root));
  bool down = true;
  for (;;) {
    if (down && ts_tree_cursor_goto_first_child(&cursor)) {
      parents.push_back(last_child.back());
      last_child.push_back(0);
    } else if (!parents.empty() && ts_tree_cursor_goto_next_sibling(&cursor)) {
      // at the next one
    } else if (parents.empty() || !ts_tree_cursor_goto_parent(&cursor)) {
      break;
    } else {
      parents.pop_back();
      last_child.pop_back();
      down = false;
      continue;
    }
    const auto made = plain(ts_tree_cursor_current_node(&cursor));
    down = made.kind != NodeKind::comment;
    if (made.kind == NodeKind::comment) {
      out.comments.emplace_back(made.begin, made.end);
      continue;
    }
    const auto at = static_cast<std::uint32_t>(out.nodes.size());
    out.nodes.push_back(made);
    (last_child.back() == 0 ? out.nodes[parents.back()].below : out.nodes[last_child.back()].next) = at;
    last_child.back() = at;
  }
  ts_tree_cursor_delete(&cursor);
}

using TreePointer = std::unique_ptr<TSTree, decltype(&ts_tree_delete)>;

constexpr std::size_t most_tokens = 30'000;  // as counted here; half of what there is room for

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

TreePointer parse(std::string_view text) {
  if (too_many_tokens(text)) return {nullptr, ts_tree_delete};
  const std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser(ts_parser_new(), ts_parser_delete);
  if (!ts_parser_set_language(parser.get(), tree_sitter_hcl())) return {nullptr, ts_tree_delete};
  // A good file reads each piece about once; mending of broken ones reads again and again.
  Reader reader{text, 2000 + 40 * (text.size() / Reader::piece), 0};
  ts_parser_set_cancellation_flag(parser.get(), &reader.stop);
  const TSInput input{&reader, &Reader::read, TSInputEncodingUTF8};
  TreePointer tree(ts_parser_parse(parser.get(), nullptr, input), ts_tree_delete);
  if (reader.stop != 0) tree.reset();
  return tree;
}

}  // namespace

// Runs of letters and digits, and all other signs one by one: tokens are not shorter.
bool too_many_tokens(std::string_view text) {
  if (text.size() < most_tokens) return false;
  std::size_t tokens = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool word = is_word(c);
    tokens += (word ? !in_word : c != ' ' && c != '\t' && c != '\r') ? 1 : 0;
    in_word = word;
  }
  return tokens > most_tokens;
}

Tree parse_hcl(std::string_view text) {
  Tree out;
  const auto tree = parse(text);
  out.complete = tree != nullptr;
  if (!out.complete) return out;
  out.nodes.reserve(text.size() / 3);
  copy_nodes(ts_tree_root_node(tree.get()), out);
  return out;
}

bool parse_hcl_only(std::string_view text) { return parse(text) != nullptr; }

std::vector<std::string_view> kinds_not_in_grammar() {
  std::vector<std::string_view> missing;
  const auto& kinds = kinds_by_symbol();
  for (const auto& row : node_kind_names()) {
    if (std::find(kinds.begin(), kinds.end(), row.kind) == kinds.end()) missing.push_back(row.name);
  }
  return missing;
}

}  // namespace pillarlint
