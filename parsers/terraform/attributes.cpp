// What the block of a resource says, as one object: attributes evaluated, nested blocks as arrays of objects, `dynamic` blocks
// written out.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "expr/evaluate.h"
#include "terraform/azapi.h"
#include "terraform/expand.h"
#include "value/operators.h"
#include "value/value_access.h"

namespace pillarlint::terraform {

namespace {

// What is not known, or was computed, stands where it is used; a literal where it was written.
Value placed_at(const Value& value, Span use) { return value.known() && value.span().known() ? value : value.at(use); }

// By its name: a literal there is never shown, whether the attribute is mapped or not. `shared_access_key_enabled` is none.
bool names_a_secret(std::string_view name, const Value& value) {
  if (value.is_bool()) return false;
  static constexpr std::array<std::string_view, 6> words{"password", "secret", "access_key", "connection_string", "sas_token", "private_key"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

bool is_meta(std::string_view name) {
  static constexpr std::array<std::string_view, 4> names{"count", "for_each", "provider", "depends_on"};
  return std::find(names.begin(), names.end(), name) != names.end();
}
bool is_meta_block(std::string_view type) {
  static constexpr std::array<std::string_view, 4> names{"lifecycle", "provisioner", "connection", "timeouts"};
  return std::find(names.begin(), names.end(), type) != names.end();
}

// Two runs of blocks of one type, behind each other; in each case those that are there.
Value joined(Context& context, const Value& first, const Value& second, Span span) {
  const std::array both{first, second};
  const auto join = [&](std::span<const Value> row) {
    if (!row[0].is_array()) return row[0];
    if (!row[1].is_array()) {
      return Value::array(context.arena, row[0].items(), span, row[1].known() ? row[0].rest() : &row[1].why());
    }
    std::vector<Value> items(row[0].items().begin(), row[0].items().end());
    items.insert(items.end(), row[1].items().begin(), row[1].items().end());
    return Value::array(context.arena, items, span, row[0].rest() != nullptr ? row[0].rest() : row[1].rest());
  };
  if (first.known() && second.known()) return join(both);
  const auto symbol = context.symbols.make("concat", "", {symbol_of(first, context.symbols), symbol_of(second, context.symbols)});
  return distribute(context, both, symbol, span, join);
}

}  // namespace

void Expander::add_block(const Block& block, const SourceFile& file, Frame& frame, const Key* key, const Local* locals, ObjectBuilder& into) {
  const bool dynamic = block.type == "dynamic";
  if (is_meta_block(block.type) || (dynamic && block.labels.empty())) return;
  const auto type = dynamic ? block.labels[0] : block.type;
  Value made;
  if (dynamic) {
    made = dynamic_blocks(block, file, frame, key, locals);
  } else {
    const std::array one{block_object(*block.body, file, frame, key, locals, block.whole)};
    made = Value::array(context_.arena, one, block.whole);
  }
  const auto* before = into.find(type);
  into.set(type, before == nullptr ? made : joined(context_, *before, made, before->span()), block.header);
}

Value Expander::block_object(const Body& body, const SourceFile& file, Frame& frame, const Key* key, const Local* locals, Span span) {
  ObjectBuilder object(context_.arena);
  const DepthGuard depth(context_.budget);
  if (!depth.ok || !context_.budget.take()) return limit_unknown(context_, depth.ok ? "step" : "nesting", span);
  for (const auto& attribute : body.attributes) {
    const auto value = evaluate(frame, {&attribute, &file}, key, locals);
    if (names_a_secret(attribute.name, value)) expansion_.secrets.push_back(attribute.value_span);
    object.set(attribute.name, placed_at(value, attribute.value_span), attribute.name_span);
  }
  for (const auto& block : body.blocks) add_block(block, file, frame, key, locals, object);
  return object.build(span);
}

// `dynamic "x" { for_each = … content { … } }`: a block for each element, known by the iterator's name.
Value Expander::dynamic_blocks(const Block& block, const SourceFile& file, Frame& frame, const Key* key, const Local* locals) {
  const auto* each = block.body->find("for_each");
  const Block* content = nullptr;
  for (const auto& inner : block.body->blocks) {
    if (inner.type == "content") content = &inner;
  }
  if (each == nullptr || content == nullptr) return Value::array(context_.arena, {}, block.whole);
  const auto* named = block.body->find("iterator");
  const auto iterator = named != nullptr && named->value->kind == Expr::Kind::name ? named->value->text : block.labels[0];
  const auto make = [&](const Value& name, const Value& value) {
    ObjectBuilder element(context_.arena);
    element.set("key", name);
    element.set("value", value);
    const Local local{iterator, element.build(each->value_span), locals};
    return block_object(*content->body, file, frame, key, &local, content->whole);
  };
  const std::array over{evaluate(frame, {each, &file}, key, locals)};
  const auto blocks_of = [&](std::span<const Value> row) -> Value {
    const auto& elements = row[0];
    std::vector<Value> blocks;
    for (const auto& m : elements.members()) blocks.push_back(make(Value::of(m.key, m.key_span), m.value));
    for (std::size_t i = 0; i < elements.items().size(); ++i) {
      const auto& item = elements.items()[i];
      blocks.push_back(make(ValueAccess::is_set(elements) ? item : Value::of(static_cast<std::int64_t>(i), each->value_span), item));
    }
    const Unknown* rest = elements.known() ? elements.rest() : &elements.why();
    return Value::array(context_.arena, blocks, block.whole, rest);
  };
  if (over[0].known()) return blocks_of(over);
  const auto symbol = context_.symbols.make("dynamic", block.labels[0], {symbol_of(over[0], context_.symbols)});
  return distribute(context_, over, symbol, block.whole, blocks_of);
}

Value Expander::make_attributes(const ResourceDeclaration& declaration, Frame& frame, const Key* key) {
  ObjectBuilder object(context_.arena);
  for (const auto& written : declaration.attributes()) {
    if (is_meta(written.attribute->name)) continue;
    Here here(frame, key);
    const bool body = declaration.type.starts_with("azapi_") && written.attribute->name == "body";
    const auto* inside = body ? encoded_object(*written.attribute->value) : nullptr;
    const auto value = pillarlint::evaluate(inside != nullptr ? *inside : *written.attribute->value, {context_, here, written.file->site, nullptr});
    if (names_a_secret(written.attribute->name, value)) expansion_.secrets.push_back(written.attribute->value_span);
    object.set(written.attribute->name, placed_at(value, written.attribute->value_span), written.attribute->name_span);
  }
  for (const auto& part : declaration.blocks()) add_block(*part.block, *part.file, frame, key, nullptr, object);
  return object.build(declaration.block().whole);
}

Value Expander::attributes_of(Instance& instance) {
  const auto& declaration = *instance.declaration;
  return once(instance.attributes, "resource", declaration.address, declaration.header(),
              [&] { return make_attributes(declaration, *instance.frame, &instance.key); });
}

}  // namespace pillarlint::terraform
