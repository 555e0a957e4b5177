#include "terraform/azurerm/apply.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "terraform/azurerm/applier.h"
#include "terraform/azurerm/convert.h"
#include "value/operators.h"

namespace pillarlint::terraform {

Applier::Applier(Context& context, const ResourceMapping& mapping, const ResourceInput& input, Mapped& out)
    : context_(context),
      mapping_(mapping),
      input_(input),
      out_(out),
      majors_([&] {
        Survey survey(mapping, input.majors, input.header, out);
        survey.run(input.attributes);
        return survey.majors();
      }()),
      builder_(context, majors_, input.header),
      texts_(context, majors_, input.header) {}

void Applier::run() {
  self_.type = mapping_.type;
  self_.api_version = mapping_.api_version;
  self_.span = input_.header;
  place(self_);
  self_.segments = own_segments();
  whole();
  out_.resources.push_back(self_);
  out_.resources.insert(out_.resources.end(), children_.begin(), children_.end());
}

void Applier::whole() {
  BodyNode root;
  root.there = true;
  root.span = input_.header;
  std::vector<Overlay> pending;
  const std::array levels{TextMaker::Level{&mapping_.body, input_.attributes}};
  block(mapping_.body, input_.attributes, Frame{&root, &root, &pending, levels, self_.segments, {}, mapping_.api_version});
  finish(pending);
  self_.body = builder_.build(root).value_or(Value());
}

void Applier::place(MappedResource& out) {
  out.place = mapping_.place;
  out.resource_group_name = written(context_, input_.attributes, "resource_group_name").value_or(Value());
  if (mapping_.parents.empty()) return;
  const auto* chosen = &mapping_.parents[0];
  Value value;
  for (const auto& parent : mapping_.parents) {
    const auto found = written(context_, input_.attributes, parent.attribute);
    if (!found || found->is_null()) continue;
    chosen = &parent;
    value = *found;
    break;
  }
  if (value.is_null()) {
    value = new_unknown(context_, Unknown::Why::input_not_given, chosen->attribute, context_.symbols.fresh("not written", chosen->attribute),
                        input_.header, ValueType::string);
  }
  if (mapping_.place == Place::extension) {
    out.scope_id = value;
  } else if (!chosen->type.empty()) {
    out.place = Place::parent_name;
    out.parent_type = chosen->type;
    out.parent_name = value;
  } else {
    out.place = mapping_.place == Place::patch ? Place::patch : Place::parent_id;
    out.parent_id = value;
  }
  if (mapping_.locks_parent) out.locks = Value::array(context_.arena, std::array{value}, input_.header);
}

std::vector<Value> Applier::own_segments() {
  std::vector<Value> out;
  const std::array levels{TextMaker::Level{&mapping_.body, input_.attributes}};
  const auto unknown = [&](std::string_view of) {
    return new_unknown(context_, Unknown::Why::input_not_given, fmt::format("{} of {}", of, mapping_.azurerm_type),
                       context_.symbols.fresh("name", mapping_.azurerm_type), input_.header, ValueType::string);
  };
  const auto text = [&](const TextForm& form) {
    const auto made = texts_.make(form, levels);
    return made.is_null() ? unknown("name") : made;
  };
  for (const auto& level : mapping_.between) out.push_back(text(level));
  if (mapping_.place == Place::patch) return out;
  if (!mapping_.name.parts.empty()) {
    out.push_back(text(mapping_.name));
    return out;
  }
  const auto name = written(context_, input_.attributes, "name");
  out.push_back(name && !name->is_null() ? *name : unknown("name"));
  return out;
}

BodyNode& Applier::node(const BodyPath& to, const Frame& frame) const { return (to.from_root ? frame.root : frame.here)->at(to.steps); }

void Applier::block(const BlockForm& form, const Value& object, const Frame& frame) {
  if (!context_.budget.take()) return;
  for (const auto& one : form.attributes) attribute(one, form, object, frame);
  if (!object.known()) return;  // it is not certain that it is there
  for (const auto& [to, text] : form.made) {
    bool any_written = false;
    const auto made = texts_.make(text, frame.levels, &any_written);
    if (made.is_null()) continue;
    std::string_view name;
    for (const auto& part : text.parts) {
      if (name.empty() && !part.attribute.empty()) name = part.attribute.back();
    }
    const auto step = any_written ? Origin::Step::mapping : Origin::Step::provider_default;
    const bool defaulted = !any_written && made.journey() != nullptr;
    const auto value = defaulted ? made : made.via(context_.arena, step, made.span(), name);
    node(to, frame).words.push_back({value, Rank::made, majors_});
  }
  constants(form.constants, *frame.here, frame, object.span().known() ? object.span() : input_.header);
}

void Applier::constants(std::span<const Constant> rows, BodyNode& here, const Frame& frame, Span span) {
  for (const auto& row : rows) {
    auto& target = (row.to.from_root ? *frame.root : here).at(row.to.steps);
    // Of a block that is written, writing the block says it.
    const auto step = span == input_.header ? Origin::Step::provider_default : Origin::Step::mapping;
    const auto value = placed(context_, row.value, span).via(context_.arena, step, span, mapping_.azurerm_type);
    target.words.push_back({value, Rank::constant, majors_});
  }
}

bool Applier::counts(const AttributeForm& form, const BlockForm& among, const Value& value) const {
  const auto fits = [&](const AttributeForm& one) {
    const bool block_like = value.is_object() || (value.is_array() && std::all_of(value.items().begin(), value.items().end(), [](const Value& i) {
                              return i.is_object() || !i.known();
                            }));
    return !value.known() || (one.block != nullptr) == block_like;
  };
  const AttributeForm* best = nullptr;
  const auto rank = [&](const AttributeForm& one) {
    const bool allowed = !majors_.between(one.since, one.until).none();
    return (allowed ? 1000 : 0) + (fits(one) ? 100 : 0) + (one.until == 0 ? 10 : one.until);
  };
  for (const auto& one : among.attributes) {
    if (one.name == form.name && (best == nullptr || rank(one) > rank(*best))) best = &one;
  }
  if (best == &form || best == nullptr) return true;
  // Another form of the same majors: the attribute goes to two places.
  const auto a = majors_.between(best->since, best->until);
  const auto b = majors_.between(form.since, form.until);
  return ((a.three && b.three) || (a.four && b.four) || (a.five && b.five)) && fits(form) == fits(*best);
}

void Applier::attribute(const AttributeForm& form, const BlockForm& among, const Value& object, const Frame& frame) {
  if (!form.skip.empty()) return;
  const auto value = written(context_, object, form.name);
  const bool there = value && !value->is_null();
  if (form.block == nullptr && form.child != nullptr) return child_of_one(form, among, value, frame);
  if (form.block == nullptr) return scalar(form, among, value, frame);
  if (there && !counts(form, among, *value)) return;
  nested(form, there ? *value : Value(), frame);
}

namespace {

bool part_of_list(const AttributeForm& form) {
  if (form.conversions.empty() || form.conversions.back().kind != Conversion::Kind::hook) return false;
  const auto* hook = find_hook(form.conversions.back().text);
  return hook != nullptr && hook->part_of_list;
}

}  // namespace

void Applier::scalar(const AttributeForm& form, const BlockForm& among, const std::optional<Value>& value, const Frame& frame) {
  const bool there = value && !value->is_null();
  if (there && !counts(form, among, *value)) return;
  if (part_of_list(form)) {  // the default stands beside what others write
    const auto instead = default_of(context_, among, form.name, majors_, input_.header);
    return put(form, convert(context_, form, there ? or_else(context_, *value, instead) : instead, input_.around), frame);
  }
  if (there) put(form, convert(context_, form, *value, input_.around), frame);
  if (!there || !value->known()) fallbacks(form, frame);
}

void Applier::fallbacks(const AttributeForm& form, const Frame& frame) {
  for (const auto& [major, value] : form.defaults) {
    Majors only{major == 3, major == 4, major == 5};
    const auto header = input_.header;
    const auto made = convert(context_, form, placed(context_, value, header), input_.around)
                          .via(context_.arena, Origin::Step::provider_default, header, form.path);
    node(form.to, frame).words.push_back({made, Rank::fallback, only});
  }
}

Value Applier::travelled(const Value& value, const AttributeForm& form) {
  auto out = value;
  if (!value.known() && !value.why().alternatives.empty()) {
    Unknown why = value.why();
    std::vector<Alternative> alternatives;
    for (const auto& a : why.alternatives) alternatives.push_back({a.value.is_null() ? a.value : travelled(a.value, form), a.when});
    why.alternatives = context_.arena.copy(alternatives);
    out = with_journey(Value::unknown(context_.arena.make<Unknown>(why), value.span()).marked(value.marks()), value);
  }
  return out.via(context_.arena, Origin::Step::mapping, value.span(), form.path);
}

void Applier::put(const AttributeForm& form, const Value& value, const Frame& frame) {
  if (value.is_null()) return;
  auto& target = node(form.to, frame);
  if (!target.span.known()) target.span = value.span();
  target.words.push_back({travelled(value, form), Rank::written, majors_});
}

void Applier::finish(std::vector<Overlay>& pending) {
  for (auto& overlay : pending) {
    std::vector<BodyBuilder::State> at_root;
    std::vector<BodyBuilder::State> at_here;
    for (const auto& state : overlay.states) {
      at_root.push_back({state.root.get(), state.when});
      at_here.push_back({state.here.get(), state.when});
    }
    // `properties` is always taken to be there.
    if (overlay.first_step == "properties") overlay.here->at(std::span(&overlay.first_step, 1)).there = true;
    builder_.overlay(*overlay.here, at_here, overlay.symbol);
    builder_.overlay(*overlay.root, at_root, overlay.symbol);
  }
  pending.clear();
}

Mapped apply(Context& context, const ResourceMapping& mapping, const ResourceInput& input) {
  Mapped out;
  out.mapping = &mapping;
  Applier(context, mapping, input, out).run();
  return out;
}

}  // namespace pillarlint::terraform
