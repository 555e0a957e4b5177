// Resource declarations: nesting, `parent`, `scope`, `existing`, loops, conditions; names and ids as the compiler makes them.
#include <fmt/format.h>

#include "bicep/lower.h"

namespace pillarlint::bicep {

namespace {
constexpr int max_ancestors = 30;

/// Where the statement itself begins, behind its decorators: at its keyword.
std::uint32_t keyword_begin(std::string_view text, const Node& declaration, std::string_view keyword) {
  const auto* name = declaration.child(0);
  if (name == nullptr) return declaration.begin;
  const auto at = text.rfind(keyword, name->begin);
  return at == std::string_view::npos || at < declaration.begin ? declaration.begin : static_cast<std::uint32_t>(at);
}
}  // namespace

Span statement_span(const SyntaxTree& tree, FileId file, const Node& declaration, std::string_view keyword) {
  return {file, keyword_begin(tree.text, declaration, keyword), declaration.end};
}

// ── what a declaration says ───────────────────────────────────────────────────────────────────────────────────────

void Lowering::read_type(ResourceInfo& info, const Node& node) {
  const auto written = literal_text(tree_, node.child(1)).value_or("");
  const auto at = written.rfind('@');
  info.type = written.substr(0, at);
  if (at != std::string::npos) info.version = written.substr(at + 1);
  if (info.nested && info.parent != nullptr) {
    info.type = info.parent->type + "/" + info.type;
    if (info.version.empty()) info.version = info.parent->version;
    info.extension = info.parent->extension;
    return;
  }
  if (info.type.starts_with("az:")) info.type.erase(0, 3);
  // Types of other extensions: those of Kubernetes have no provider, those of Microsoft Graph one of their own.
  const auto provider = std::string_view(info.type).substr(0, info.type.find('/'));
  const bool foreign = provider.find('.') == std::string_view::npos || same_text(provider, "Microsoft.Graph");
  for (const auto& symbol : file_->symbols.all()) {
    if (symbol.kind != Symbol::Kind::extension || !foreign) continue;
    info.extension = true;
    info.extension_name = std::string(symbol.name);
  }
}

const ResourceInfo* Lowering::info(const Symbol& symbol) {
  auto& slot = infos_[symbol.node];
  if (slot) return slot.get();
  slot = std::make_unique<ResourceInfo>();
  auto& made = *slot;
  made.symbol = &symbol;
  made.node = symbol.node;
  made.existing = symbol.node->has(Node::existing);
  made.body = body_of(*symbol.node);
  made.symbolic = std::string(symbol.name);
  if (symbol.outer != nullptr) {
    for (const auto& outer : file_->symbols.all()) {
      if (outer.node == symbol.outer && outer.kind == Symbol::Kind::resource) made.parent = info(outer);
    }
    made.nested = made.parent != nullptr;
    if (made.nested) made.symbolic = made.parent->symbolic + "::" + made.symbolic;
  }
  read_type(made, *symbol.node);
  if (made.body.object == nullptr) return &made;
  made.name = property(tree_, *made.body.object, "name");
  made.scope = property(tree_, *made.body.object, "scope");
  if (made.nested) return &made;
  if (const auto* parent = property(tree_, *made.body.object, "parent")) {
    const auto found = reference(parent, {nullptr, nullptr});
    if (found && found->resource != nullptr && found->resource != &made) {
      made.parent = found->resource;
      made.parent_index = found->index;
    }
  }
  for (int steps = 0; const auto* up : {made.parent}) {  // parents in a circle: the last link is cut
    while (up != nullptr && ++steps < max_ancestors && up != &made) up = up->parent;
    if (up != nullptr) made.parent = nullptr;
  }
  return &made;
}

// ── places ────────────────────────────────────────────────────────────────────────────────────────────────────────

Place Lowering::inside(const Body& body, const Expr* index, Local (&room)[2], const Place& outer) {
  if (body.loop == nullptr || index == nullptr) return outer;
  const auto names = loop_names(*body.loop, outer);
  room[0] = {names.item, Local::Kind::value, element(names.collection, index, *body.loop->child(1)), outer.locals};
  room[1] = {names.index, Local::Kind::value, index, &room[0]};
  return {&room[1], outer.nested_in};
}

Place Lowering::indexed(const Reference& reference, Local (&room)[2]) {
  const auto* node = reference.module != nullptr ? reference.module->node : reference.resource->node;
  const auto* index = reference.index != nullptr ? expression(reference.index, reference.place) : nullptr;
  return inside(body_of(*node), index, room, {nullptr, reference.module != nullptr ? nullptr : node});
}

Place Lowering::parent_place(const ResourceInfo& info, const Place& place, Local (&room)[2]) {
  const auto& parent = *info.parent;
  if (info.nested) return {place.locals, parent.node};
  const auto* index = info.parent_index != nullptr ? expression(info.parent_index, place) : nullptr;
  return inside(parent.body, index, room, {nullptr, parent.node});
}

// ── names and ids ─────────────────────────────────────────────────────────────────────────────────────────────────

// Outside of loops it is the same wherever it is read, and lowered once.
const Expr* Lowering::own_name(const ResourceInfo& info, const Place& place) {
  if (place.locals != nullptr) return expression(info.name, place);
  const auto known = names_.find(info.name);
  if (known != names_.end()) return known->second;
  return names_[info.name] = expression(info.name, place);
}

std::vector<const Expr*> Lowering::name_segments(const ResourceInfo& info, const Place& place, const Node& at) {
  std::vector<const Expr*> segments;
  if (info.parent != nullptr) {
    Local room[2];
    segments = name_segments(*info.parent, parent_place(info, place, room), at);
  }
  segments.push_back(info.name != nullptr ? own_name(info, place) : broken(at, "the name of a resource that states none"));
  return segments;
}

const Expr* Lowering::full_name(const ResourceInfo& info, const Place& place) {
  const auto& at = info.name != nullptr ? *info.name : *info.node;
  auto segments = name_segments(info, place, at);
  if (segments.size() == 1) return segments[0];
  std::string form;
  for (std::size_t i = 0; i < segments.size(); ++i) form += fmt::format("{}{{{}}}", i == 0 ? "" : "/", i);
  segments.insert(segments.begin(), text_literal(form, at));
  return call("format", std::move(segments), at);
}

const Expr* Lowering::id_of(const ResourceInfo& info, const Place& place, const Node& at) {
  const bool alone = place.locals == nullptr;
  if (alone) {
    if (const auto found = ids_.find(info.node); found != ids_.end()) return found->second;
  }
  if (!running_.insert(info.node).second) {
    report(Code::circular, at, fmt::format("the id of `{}`", info.symbolic), "its name is made of it");
    return broken(at, "an id that is made of itself");
  }
  auto args = name_segments(info, place, at);
  args.insert(args.begin(), text_literal(info.type, at));
  const auto* scope = scope_id(scope_of(info, place), at);
  const bool tenant = scope != nullptr && scope->kind == Expr::Kind::literal && scope->literal.text_or_empty() == "/";
  if (scope != nullptr && !tenant) args.insert(args.begin(), scope);
  const auto* id = call(tenant ? "tenantResourceId" : scope != nullptr ? "extensionResourceId" : "resourceId", std::move(args), at);
  running_.erase(info.node);
  if (alone) ids_[info.node] = id;
  return id;
}

// ── the template's form ───────────────────────────────────────────────────────────────────────────────────────────

Value Lowering::copy_of(const Node& declaration, const Node& loop, std::string_view symbolic, const Place& place) {
  ObjectBuilder copy(arena_);
  copy.set("name", Value::of(keep(symbolic), span(loop)));
  const auto* collection = expression(loop.child(1), place);
  copy.set("count", deferred(call("length", {collection}, *loop.child(1)), *loop.child(1)));
  if (const auto* batch = decorator(tree_, declaration, "batchSize"); batch != nullptr && batch->children().size() > 1) {
    const auto* size = batch->child(batch->count - 1);
    copy.set("mode", Value::of(std::string_view("serial"), span(*batch)));
    copy.set("batchSize", value(size->child(0), place));
  }
  return copy.build(span(loop));
}

// A nested resource is there only if those around it are.
Value Lowering::condition_of(const ResourceInfo& info, const Place& place) {
  std::vector<const Expr*> tests;
  const Node* at = nullptr;
  for (const auto* one = &info; one != nullptr; one = one->nested ? one->parent : nullptr) {
    if (one->body.condition == nullptr) continue;
    at = one->body.condition;
    tests.insert(tests.begin(), expression(at, {place.locals, one->node}));
  }
  if (tests.empty()) return {};
  if (tests.size() == 1) return deferred(tests[0], *at);
  auto* both = make(Expr::Kind::logical_and, *at);
  both->text = "and";
  both->children = arena_.copy(tests);
  return deferred(both, *at);
}

Value Lowering::resource(const ResourceInfo& info) {
  ObjectBuilder made(arena_);
  const auto& node = *info.node;
  const auto whole = statement_span(tree_, file_->id, node, "resource");
  const auto* type_node = node.child(1) != nullptr ? node.child(1) : &node;
  const std::string type = info.extension && !info.version.empty() ? info.type + "@" + info.version : info.type;
  made.set("type", Value::of(keep(type), span(*type_node)), {file_->id, whole.begin, type_node->begin});
  if (!info.version.empty() && !info.extension) {
    const auto end = type_node->end > 0 ? type_node->end - 1 : 0;
    const auto begin = end - std::min<std::uint32_t>(end, static_cast<std::uint32_t>(info.version.size()));
    made.set("apiVersion", Value::of(keep(info.version), {file_->id, begin, end}));
  }
  if (info.existing) made.set("existing", Value::of(true, whole));
  const Place outer{nullptr, info.node};
  Local room[2];
  const auto* own_index = info.body.loop != nullptr ? call("copyIndex", {text_literal(info.symbolic, node)}, *info.body.loop) : nullptr;
  const auto place = inside(info.body, own_index, room, outer);
  if (info.body.loop != nullptr) made.set("copy", copy_of(node, *info.body.loop, info.symbolic, outer));
  if (const auto condition = condition_of(info, place); !condition.is_null()) made.set("condition", condition, condition.span());
  if (info.extension) {
    made.set("extension", Value::of(keep(info.extension_name)));
    if (info.body.object != nullptr) made.set("properties", object_value(*info.body.object, place));
    return made.build(whole);
  }
  if (info.name != nullptr) {
    const auto name = info.parent != nullptr ? deferred(full_name(info, place), *info.name) : value(info.name, place);
    made.set("name", name, span(*info.name));
  }
  put_resource_scope(made, scope_of(info, place), info.scope != nullptr ? *info.scope : node);
  made.set("dependsOn", dependencies(node, info.body, &info, place));
  if (info.body.object == nullptr) return made.build(whole);
  for (const auto* child : info.body.object->children()) {
    if (!child->is(NodeKind::object_property) || child->child(0) == nullptr) continue;
    const auto name = property_name(tree_, *child->child(0));
    if (!name || *name == "name" || *name == "parent" || *name == "scope" || *name == "dependsOn") continue;
    made.set(keep(*name), value(child->child(1), place), span(*child->child(0)));
  }
  return made.build(whole);
}

}  // namespace pillarlint::bicep
