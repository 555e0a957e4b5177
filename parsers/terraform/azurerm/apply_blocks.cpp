// Blocks: one, several, perhaps one, not known how many; and those that are resources of their own.
#include <array>

#include "terraform/azurerm/applier.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {
bool branches(const Value& value) { return !value.known() && !value.why().alternatives.empty(); }
}  // namespace

void Applier::nested(const AttributeForm& form, const Value& value, const Frame& frame) {
  if (form.child != nullptr) return children(form, value, frame);
  if (branches(value)) return states(form, value, frame);
  if (value.is_null() || (value.is_array() && value.size() == 0 && value.rest() == nullptr)) return absent(form, frame);
  if (form.list) return put(form, list(form, value, frame), frame);
  if (!value.known()) return possible(form, value, frame);
  if (!value.is_array()) return single(form, value, frame);
  if (value.size() > 0) return single(form, value.items()[0], frame);
  if (const auto first = element_of(context_, value, 0, value.span())) possible(form, *first, frame);
}

void Applier::single(const AttributeForm& form, const Value& item, const Frame& frame) {
  if (branches(item)) return states(form, item, frame);
  if (item.is_null()) return absent(form, frame);
  if (!item.known()) return possible(form, item, frame);
  if (!item.is_object()) return;
  auto inner = frame;
  if (form.has_place) {
    inner.here = &node(form.to, frame);
    inner.here->there = true;
    inner.here->span = item.span();
  }
  std::vector<TextMaker::Level> levels{{form.block.get(), item}};
  levels.insert(levels.end(), frame.levels.begin(), frame.levels.end());
  inner.levels = levels;
  block(*form.block, item, inner);
}

void Applier::possible(const AttributeForm& form, const Value& value, const Frame& frame) {
  if (form.has_place) return put(form, value, frame);
  block(*form.block, value, frame);
}

void Applier::absent(const AttributeForm& form, const Frame& frame) {
  if (form.block->absent.empty()) return;
  if (majors_.between(form.since, form.until).none()) return;
  auto& here = form.has_place ? node(form.to, frame) : *frame.here;
  constants(form.block->absent, here, frame, input_.header);
}

void Applier::states(const AttributeForm& form, const Value& value, const Frame& frame) {
  if (form.list) {
    BodyNode aside;  // what a list that may be there says of the root is not certain
    auto inner = frame;
    inner.root = &aside;
    const std::array args{value};
    const auto symbol = context_.symbols.make("block", form.path, {value.why().symbol});
    const auto made = distribute(context_, args, symbol, value.span(), [&](std::span<const Value> one) {
      const bool none = one[0].is_null() || (one[0].is_array() && one[0].size() == 0 && one[0].rest() == nullptr);
      return none ? Value() : list(form, one[0], inner);
    });
    return put(form, made, frame);
  }
  Overlay overlay{frame.root, frame.here, {}, context_.symbols.make("block", form.path, {value.why().symbol}), {}};
  if (form.has_place) overlay.first_step = form.to.steps[0];
  if (form.to.from_root) overlay.here = frame.root;
  for (const auto& alternative : value.why().alternatives) {
    Overlay::State state{std::make_unique<BodyNode>(), std::make_unique<BodyNode>(), alternative.when};
    std::vector<Overlay> pending;
    auto inner = frame;
    inner.root = state.root.get();
    inner.here = form.to.from_root ? state.root.get() : state.here.get();
    inner.pending = &pending;
    nested(form, alternative.value, inner);
    finish(pending);
    overlay.states.push_back(std::move(state));
  }
  frame.pending->push_back(std::move(overlay));
}

Value Applier::list(const AttributeForm& form, const Value& value, const Frame& frame) {
  if (!value.known()) return value;
  if (!form.key.parts.empty()) return keyed(form, value, frame);
  if (!value.is_array()) {
    const std::array items{element(form, value, frame)};
    return Value::array(context_.arena, items, value.span());
  }
  std::vector<Value> items;
  for (const auto& item : value.items()) items.push_back(element(form, item, frame));
  return Value::array(context_.arena, items, value.span(), value.rest());
}

Value Applier::keyed(const AttributeForm& form, const Value& value, const Frame& frame) {
  ObjectBuilder out(context_.arena);
  const auto* open = value.rest();
  const std::array alone{value};
  for (const auto& item : value.is_array() ? value.items() : std::span<const Value>(alone)) {
    const std::array level{TextMaker::Level{form.block.get(), item}};
    const auto name = texts_.make(form.key, level);
    if (name.is_string()) {
      out.set(name.text(), element(form, item, frame), item.span());
    } else if (!name.known()) {
      open = open_by_key(context_, open, name, item.span());
    }
  }
  out.open(open);
  return out.build(value.span());
}

Value Applier::element(const AttributeForm& form, const Value& item, const Frame& frame) {
  if (branches(item)) {
    const std::array args{item};
    const auto symbol = context_.symbols.make("block", form.path, {item.why().symbol});
    return distribute(context_, args, symbol, item.span(), [&](std::span<const Value> one) { return element(form, one[0], frame); });
  }
  if (!item.is_object()) return item;
  BodyNode here;
  here.there = true;
  here.span = item.span();
  std::vector<Overlay> pending;
  std::vector<TextMaker::Level> levels{{form.block.get(), item}};
  levels.insert(levels.end(), frame.levels.begin(), frame.levels.end());
  auto inner = frame;
  inner.here = &here;
  inner.pending = &pending;
  inner.levels = levels;
  block(*form.block, item, inner);
  finish(pending);
  return builder_.build(here).value_or(Value::null(item.span()));
}

void Applier::children(const AttributeForm& form, const Value& value, const Frame& frame) {
  if (branches(value)) {
    for (const auto& alternative : value.why().alternatives) {
      std::vector<Atom> condition(frame.condition.begin(), frame.condition.end());
      condition.insert(condition.end(), alternative.when.begin(), alternative.when.end());
      auto inner = frame;
      inner.condition = condition;
      children(form, alternative.value, inner);
    }
    return;
  }
  if (value.is_object()) return child(form, value, frame);
  for (const auto& item : value.items()) {
    if (item.is_object()) {
      child(form, item, frame);
    } else {
      children(form, item, frame);
    }
  }
  if (!value.known() || value.rest() != nullptr) out_.open.push_back({form.child->type, value.span(), form.path});
}

MappedResource Applier::new_child(const AttributeForm& form, std::span<const TextMaker::Level> levels, const Frame& frame, Span span) {
  MappedResource out = self_;
  out.body = {};
  out.type = form.child->type;
  out.api_version = form.child->api_version.empty() ? frame.api_version : form.child->api_version;
  out.segments.assign(frame.segments.begin(), frame.segments.end());
  auto name = texts_.make(form.child->name, levels);
  if (name.is_null()) {
    name = new_unknown(context_, Unknown::Why::input_not_given, form.path, context_.symbols.fresh("name", form.path), span, ValueType::string);
  }
  out.segments.push_back(name);
  out.condition.assign(frame.condition.begin(), frame.condition.end());
  if (span.known()) out.span = span;
  return out;
}

std::optional<Value> Applier::body_of(const std::function<void(const Frame&)>& fill, Frame frame, Span span) {
  BodyNode root;
  root.span = span;
  std::vector<Overlay> pending;
  frame.root = &root;
  frame.here = &root;
  frame.pending = &pending;
  fill(frame);
  finish(pending);
  return builder_.build(root);
}

void Applier::child(const AttributeForm& form, const Value& item, const Frame& frame) {
  std::vector<TextMaker::Level> levels{{form.block.get(), item}};
  levels.insert(levels.end(), frame.levels.begin(), frame.levels.end());
  const auto out = new_child(form, levels, frame, item.span());
  const auto index = children_.size();  // its own children come after it
  children_.push_back(out);
  auto inner = frame;
  inner.levels = levels;
  inner.segments = out.segments;
  inner.condition = out.condition;
  inner.api_version = out.api_version;
  const auto body = body_of([&](const Frame& at) { block(*form.block, item, at); }, inner, item.span());
  children_[index].body = body.value_or(Value::object(context_.arena, std::span<const Member>(), item.span()));
}

// A resource of its own that holds one attribute.
void Applier::child_of_one(const AttributeForm& form, const BlockForm& among, const std::optional<Value>& value, const Frame& frame) {
  const auto span = value && value->span().known() ? value->span() : input_.header;
  const auto body = body_of([&](const Frame& at) { scalar(form, among, value, at); }, frame, span);
  if (!body) return;
  auto out = new_child(form, frame.levels, frame, span);
  out.body = *body;
  children_.push_back(out);
}

}  // namespace pillarlint::terraform
