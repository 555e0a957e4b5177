#include "bicep/change.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "bicep/lower.h"
#include "common/insert_member.h"
#include "value/operators.h"

namespace pillarlint::bicep {

namespace {

constexpr int deepest = 200;

std::string literal_of(const Value& scalar) {
  if (!scalar.is_string()) return scalar_text(scalar).value_or("");
  std::string out = "'";
  for (const char c : scalar.text()) {
    if (c == '\'' || c == '\\' || c == '$') out += '\\';
    out += c;
  }
  return out + "'";
}

bool covers(const Node& node, Span span) { return node.begin <= span.begin && span.end <= node.end; }

/// The children of a node that are given to a property, a parameter or a variable as they are: not the branches of a
/// conditional, not the arguments of a function.
std::vector<const Node*> plain_children(const Node& node) {
  switch (node.kind) {
    case NodeKind::program:
    case NodeKind::object:
    case NodeKind::array: return {node.children().begin(), node.children().end()};
    case NodeKind::resource:
    case NodeKind::module:
    case NodeKind::variable:
    case NodeKind::output:
    case NodeKind::parameter: return {node.child(2)};
    case NodeKind::for_expression: return {node.child(1), node.child(2)};
    case NodeKind::object_property:
    case NodeKind::if_condition: return {node.child(1)};
    case NodeKind::parameter_assignment: return {node.child(0), node.child(1)};  // its name stands for what it assigns
    case NodeKind::parameter_default:
    case NodeKind::array_item:
    case NodeKind::parenthesized:
    case NodeKind::non_null_assertion:
    case NodeKind::property_access:
    case NodeKind::array_access: return {node.child(0)};
    default: return {};
  }
}

/// The node with exactly that place, if it is given as it is; null: it is part of an expression.
const Node* plain_node(const Node& root, Span span) {
  const auto* at = &root;
  for (int depth = 0; depth < deepest; ++depth) {
    if (at->begin == span.begin && at->end == span.end) return at;
    const auto below = plain_children(*at);
    const auto next = std::find_if(below.begin(), below.end(), [&](const Node* one) { return one != nullptr && covers(*one, span); });
    if (next == below.end()) return nullptr;
    at = *next;
  }
  return nullptr;
}

// ── what is written ───────────────────────────────────────────────────────────────────────────────────────────────

class BicepValues final : public WrittenValues {
 public:
  explicit BicepValues(Files& files) : files_(files), json_(files.project()) {}

  [[nodiscard]] bool is_literal(Span span) const override {
    if (arm::is_json(files_.project(), span.file)) return json_.is_literal(span);
    const auto file = open(span.file);
    const auto* node = file != nullptr ? plain_node(*file->tree->program, span) : nullptr;
    if (node == nullptr) return false;
    const bool text = node->is(NodeKind::string) && node->count == 1 && !file->tree->text_of(*node).starts_with("'''");
    return text || node->is(NodeKind::boolean) || node->is(NodeKind::integer);
  }

  [[nodiscard]] bool is_handed_on(Span span) const override {
    if (arm::is_json(files_.project(), span.file)) return json_.is_handed_on(span);
    const auto file = open(span.file);
    const auto* node = file != nullptr ? plain_node(*file->tree->program, span) : nullptr;
    return node != nullptr && (node->is(NodeKind::identifier) || node->is(NodeKind::variable_access) || node->is(NodeKind::property_access) || node->is(NodeKind::array_access));
  }

  [[nodiscard]] bool allows(Span use, std::string_view parameter, const Value& to) const override {
    if (arm::is_json(files_.project(), use.file)) return json_.allows(use, parameter, to);
    const auto file = open(use.file);
    if (file == nullptr) return false;
    for (const auto* statement : file->tree->program->children()) {
      const bool named = statement->is(NodeKind::parameter) && statement->child(0) != nullptr && file->tree->text_of(*statement->child(0)) == parameter;
      if (named) return allows(*file->tree, *statement, to);
    }
    return true;
  }

  /// A file that parses; null: it does not, or is none.
  [[nodiscard]] std::shared_ptr<const BicepFile> open(FileId id) const {
    const auto path = files_.project().path_of(id);
    if (!is_bicep(path) && !is_parameter_file(path)) return nullptr;
    auto file = files_.open(path);
    return file && (*file)->tree->problems.empty() ? *file : nullptr;
  }

 private:
  static bool allows(const SyntaxTree& tree, const Node& parameter, const Value& to) {
    const auto literal = literal_of(to);
    if (const auto* allowed = decorator(tree, parameter, "allowed")) return is_among(tree, *allowed, literal);
    const auto* type = parameter.child(1);
    if (type == nullptr || to.is_bool()) return true;
    if (!type->is(NodeKind::type_variable_access)) return is_among(tree, *type, literal);
    // A type of the file's own may say which texts there are.
    constexpr std::array<std::string_view, 5> plain{"string", "int", "bool", "object", "array"};
    return std::find(plain.begin(), plain.end(), tree.text_of(*type)) != plain.end();
  }

  static bool is_among(const SyntaxTree& tree, const Node& node, std::string_view literal) {
    if (tree.text_of(node) == literal) return true;
    return std::any_of(node.children().begin(), node.children().end(), [&](const Node* child) { return child != nullptr && is_among(tree, *child, literal); });
  }

  Files& files_;
  arm::JsonValues json_;
};

// ── a new property ────────────────────────────────────────────────────────────────────────────────────────────────

/// The object of the resource whose statement, or whose element of a list, has that place.
const Node* object_of(const BicepFile& file, const Node& root, Span whole, int depth) {
  if (depth > deepest) return nullptr;
  for (const auto* child : root.children()) {
    if (child == nullptr || !covers(*child, whole)) continue;
    if (!child->is(NodeKind::resource)) continue;
    const auto* object = body_of(*child).object;
    if (statement_span(*file.tree, file.id, *child, "resource") == whole) return object;
    if (object != nullptr && covers(*object, whole)) {
      if (const auto* nested = object_of(file, *object, whole, depth + 1)) return nested;
    }
  }
  const auto* plain = depth == 0 ? plain_node(*file.tree->program, whole) : nullptr;
  return plain != nullptr && plain->is(NodeKind::object) ? plain : nullptr;
}

const Node* property_named(const SyntaxTree& tree, const Node& object, std::string_view name) {
  for (const auto* child : object.children()) {
    if (!child->is(NodeKind::object_property) || child->child(0) == nullptr) continue;
    const auto written = property_name(tree, *child->child(0));
    if (written && same_text(*written, name)) return child;
  }
  return nullptr;
}

/// `'${a}': 1` may be any property.
bool has_computed_name(const SyntaxTree& tree, const Node& object) {
  return std::any_of(object.children().begin(), object.children().end(), [&](const Node* child) {
    return child->is(NodeKind::object_property) && (child->child(0) == nullptr || !property_name(tree, *child->child(0)));
  });
}

Braces braces_of(FileId file, const Node& object) {
  Braces out{Braces::Kind::object, file, object.begin, object.end - 1, object.count == 0, 0, 0};
  if (out.empty) return out;
  out.first = object.children().front()->begin;
  for (const auto* child : object.children()) {
    if (child->is(NodeKind::object_property)) out.last = child->end;
  }
  return out;
}

std::vector<Edit> add(const BicepFile& file, const PropertyChange& change) {
  const auto* object = object_of(file, *file.tree->program, change.resource.whole, 0);
  std::size_t depth = 0;
  for (; object != nullptr && depth < change.path.size(); ++depth) {
    if (has_computed_name(*file.tree, *object)) return {};
    const auto* found = property_named(*file.tree, *object, change.path[depth]);
    if (found == nullptr) break;
    const auto* value = found->child(1);
    if (value == nullptr) return {};
    const bool last = depth + 1 == change.path.size();
    if (last && value->is(NodeKind::null)) return {{{file.id, value->begin, value->end}, literal_of(change.to)}};
    if (last || !value->is(NodeKind::object)) return {};
    object = value;
  }
  if (object == nullptr || is_given_elsewhere(change, depth)) return {};
  const auto braces = braces_of(file.id, *object);
  if (!braces.empty && braces.last == 0) return {};  // nothing but what is spread into it, or nested
  NewMember made;
  for (; depth + 1 < change.path.size(); ++depth) made.openings.push_back(fmt::format("{}: {{", change.path[depth]));
  made.text = fmt::format("{}: {}", change.path.back(), literal_of(change.to));
  return insert_member(file.tree->text, braces, made);
}

}  // namespace

std::vector<Edit> change_property(Files& files, const PropertyChange& change) {
  const BicepValues values(files);
  if (!change.found.is_null()) {
    if (!may_be_changed(change, change.to, values)) return {};
    const auto at = change.found.span();
    return {{at, arm::is_json(files.project(), at.file) ? arm::json_literal(change.to) : literal_of(change.to)}};
  }
  const auto where = change.resource.whole.file;
  if (arm::is_json(files.project(), where)) return arm::add_to_json(files.project(), change);
  const auto file = values.open(where);
  return file != nullptr ? add(*file, change) : std::vector<Edit>();
}

}  // namespace pillarlint::bicep
