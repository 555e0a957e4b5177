#include "terraform/change.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "common/insert_member.h"
#include "terraform/azapi.h"
#include "terraform/azurerm/find_attribute.h"
#include "terraform/operators.h"
#include "terraform/plain_values.h"

namespace pillarlint::terraform {

namespace {

/// The block that has that place; null: it is no block of the file's own level.
const Block* block_at(const SourceFile& source, Span whole) {
  const auto found = std::find_if(source.root.blocks.begin(), source.root.blocks.end(), [&](const Block& one) { return one.whole == whole; });
  return found != source.root.blocks.end() && found->type == "resource" && found->labels.size() == 2 ? &*found : nullptr;
}

/// What an override file says of it stands elsewhere.
bool is_overridden(Modules& modules, const SourceFile& source, Span whole) {
  const auto module = modules.module(std::string(folder_of(source.path)));
  if (module == nullptr) return true;
  return std::none_of(module->resources.begin(), module->resources.end(),
                      [&](const ResourceDeclaration& one) { return one.block().whole == whole && one.parts.size() == 1; });
}

Edit replace(const Attribute& attribute, const Value& to) { return {attribute.value_span, literal_of(to)}; }
bool is_null(const Expr& expr) { return expr.kind == Expr::Kind::literal && expr.literal.is_null(); }

// `name = value`. What stands in a row has its signs in one column, as `terraform fmt` wants it; what does not fit into the row
// before it stands apart.
NewMember in_row(std::string_view text, Span before, std::string_view name, const Value& to) {
  NewMember out;
  std::size_t width = name.size();
  if (before.known()) {
    const auto line = text.substr(before.begin, before.end - before.begin);
    const auto sign = line.find('=');
    const bool fits = line.find('\n') == std::string_view::npos && sign != std::string_view::npos && sign >= name.size() + 1;
    if (fits) width = sign - 1;
    out.apart = !fits;
  }
  out.text = fmt::format("{:<{}} = {}", name, width, literal_of(to));
  return out;
}

class BlockChange {
 public:
  explicit BlockChange(const SourceFile& source) : source_(source), text_(source.site.source) {}

  /// The attribute in that block, or in the blocks below it, which are made if they may be.
  std::vector<Edit> set(const Block& block, std::span<const std::string_view> below, std::string_view name, const Value& to, bool may_make) {
    const auto* at = &block;
    for (std::size_t i = 0; i < below.size(); ++i) {
      std::size_t count = 0;
      const Block* found = nullptr;
      for (const auto& one : at->body->blocks) {
        if (one.type == "dynamic" && one.labels.size() == 1 && one.labels[0] == below[i]) return {};
        if (one.type != below[i]) continue;
        found = &one;
        ++count;
      }
      if (count > 1 || at->body->find(below[i]) != nullptr) return {};
      if (count == 0) return may_make ? add_blocks(*at, below.subspan(i), name, to) : std::vector<Edit>();
      at = found;
    }
    if (const auto* written = at->body->find(name)) return is_null(*written->value) ? std::vector{replace(*written, to)} : std::vector<Edit>();
    return add(*at, name, to);
  }

 private:
  [[nodiscard]] std::optional<Braces> braces(const Block& block) const {
    const auto open = text_.find_first_not_of(" \t", block.header.end);
    if (open == std::string_view::npos || text_[open] != '{' || block.whole.end == 0) return std::nullopt;
    Braces out{Braces::Kind::block, source_.file, static_cast<std::uint32_t>(open), block.whole.end - 1, true, 0, 0};
    const auto member = [&](Span span) {
      out.first = out.empty ? span.begin : std::min(out.first, span.begin);
      out.last = std::max(out.last, end_of(span));
      out.empty = false;
    };
    for (const auto& one : block.body->attributes) member({source_.file, one.name_span.begin, one.value_span.end});
    for (const auto& one : block.body->blocks) member(one.whole);
    return out;
  }

  /// A heredoc ends with its line.
  [[nodiscard]] std::uint32_t end_of(Span span) const {
    auto end = span.end;
    while (end > span.begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
    return end;
  }

  std::vector<Edit> add_blocks(const Block& block, std::span<const std::string_view> below, std::string_view name, const Value& to) const {
    const auto where = braces(block);
    if (!where) return {};
    NewMember made;
    for (const auto one : below) made.openings.push_back(fmt::format("{} {{", one));
    made.text = fmt::format("{} = {}", name, literal_of(to));
    made.apart = true;
    return insert_member(text_, *where, made);
  }

  /// Nothing but an empty line or the end of the block comes behind its line: there a row ends.
  [[nodiscard]] bool ends_row(std::uint32_t end) const {
    const auto line = text_.find('\n', end);
    if (line == std::string_view::npos) return true;
    const auto next = text_.substr(line + 1, text_.find('\n', line + 1) - line - 1);
    return trim(next).empty() || trim(next).starts_with('}');
  }

  /// The attribute behind which a new one stands best: the last that ends a row and is about the resource itself.
  [[nodiscard]] const Attribute* last_of_row(const Block& block) const {
    const Attribute* best = nullptr;
    const auto rank = [&](const Attribute& one) {
      const bool about_terraform = one.name == "depends_on" || one.name == "provider" || one.name == "count" || one.name == "for_each";
      return (about_terraform ? 0 : 2) + (ends_row(end_of(one.value_span)) ? 1 : 0);
    };
    for (const auto& one : block.body->attributes) {
      if (best == nullptr || rank(one) >= rank(*best)) best = &one;
    }
    return best;
  }

  std::vector<Edit> add(const Block& block, std::string_view name, const Value& to) const {
    auto where = braces(block);
    if (!where) return {};
    const auto* last = last_of_row(block);
    if (last == nullptr) return insert_member(text_, *where, in_row(text_, {}, name, to));
    where->last = end_of(last->value_span);
    return insert_member(text_, *where, in_row(text_, {source_.file, last->name_span.begin, where->last}, name, to));
  }

  const SourceFile& source_;
  std::string_view text_;
};

// ── azurerm ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// The one that the allowed majors leave; null: none, or several.
const AttributePlace* chosen(const std::vector<AttributePlace>& places, Majors majors) {
  const AttributePlace* found = nullptr;
  bool several = false;
  for (const auto& one : places) {
    if (one.majors != majors) continue;  // some that are allowed do not have it
    several = found != nullptr && found->old == one.old;
    if (found == nullptr || (found->old && !one.old)) found = &one;
  }
  return several ? nullptr : found;
}

/// The attribute that a value went through last; empty: none.
std::string_view mapped_from(const Value& found) {
  for (const auto* step = found.journey(); step != nullptr; step = step->before) {
    if (step->step == Origin::Step::mapping) return step->name;
  }
  return {};
}

std::vector<Edit> change_azurerm(Modules& modules, const SourceFile& source, const Block& block, const ResourceMapping& mapping, Majors majors,
                                 const PropertyChange& change) {
  const auto places = find_attributes(mapping, change.path, change.to, majors);
  if (!change.found.is_null()) {
    const auto name = mapped_from(change.found);
    const auto place = std::find_if(places.begin(), places.end(), [&](const AttributePlace& one) { return one.path() == name || (one.blocks.empty() && one.name == name); });
    if (place == places.end() || !may_be_changed(change, place->value, PlainValues(modules))) return {};
    return {{change.found.span(), literal_of(place->value)}};
  }
  const auto* place = chosen(places, majors);
  return place != nullptr ? BlockChange(source).set(block, place->blocks, place->name, place->value, place->alone) : std::vector<Edit>();
}

// ── azapi ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const Expr* object_in(const Expr& expr) {
  const auto* encoded = encoded_object(expr);
  const auto& object = encoded != nullptr ? *encoded : expr;
  const bool literal = object.kind == Expr::Kind::call && object.function == &operator_row(Operator::object);
  return literal ? &object : nullptr;
}

const Expr* member_of(const Expr& object, std::string_view name) {
  for (std::size_t i = 0; i + 1 < object.children.size(); i += 2) {
    if (same_text(object.children[i]->literal.text_or_empty(), name)) return object.children[i + 1];
  }
  return nullptr;
}

/// `(var.a) = 1` may be any member.
bool has_computed_name(const Expr& object) {
  for (std::size_t i = 0; i < object.children.size(); i += 2) {
    if (object.children[i]->kind != Expr::Kind::literal) return true;
  }
  return false;
}

std::vector<Edit> add_to_body(const SourceFile& source, const Block& block, const PropertyChange& change) {
  const auto* body = block.body->find("body");
  const auto* object = body != nullptr ? object_in(*body->value) : nullptr;
  std::size_t depth = 0;
  for (; object != nullptr && depth < change.path.size(); ++depth) {
    if (has_computed_name(*object)) return {};
    const auto* found = member_of(*object, change.path[depth]);
    if (found == nullptr) break;
    const bool last = depth + 1 == change.path.size();
    if (last && is_null(*found)) return {{{source.file, found->begin, found->end}, literal_of(change.to)}};
    if (last) return {};
    object = encoded_object(*found) != nullptr ? nullptr : object_in(*found);
  }
  if (object == nullptr || is_given_elsewhere(change, depth)) return {};
  Braces braces{Braces::Kind::object, source.file, object->begin, object->end - 1, object->children.empty(), 0, 0};
  Span before;
  if (!braces.empty) {
    braces.first = object->children.front()->begin;
    braces.last = object->children.back()->end;
    before = {source.file, object->children[object->children.size() - 2]->begin, braces.last};
  }
  const bool nested = depth + 1 < change.path.size();
  auto made = in_row(source.site.source, nested ? Span() : before, change.path.back(), change.to);
  for (; depth + 1 < change.path.size(); ++depth) made.openings.push_back(fmt::format("{} = {{", change.path[depth]));
  return insert_member(source.site.source, braces, made);
}

std::vector<Edit> change_azapi(Modules& modules, const SourceFile& source, const Block& block, const PropertyChange& change) {
  if (!change.found.is_null()) {
    if (!may_be_changed(change, change.to, PlainValues(modules))) return {};
    return {{change.found.span(), literal_of(change.to)}};
  }
  const bool identity = change.path.size() == 2 && same_text(change.path[0], "identity") && same_text(change.path[1], "type");
  if (!identity) return add_to_body(source, block, change);
  if (!change.resource.body.get("identity").is_null()) return {};
  return BlockChange(source).set(block, change.path.first(1), "type", change.to, true);
}

}  // namespace

std::vector<Edit> change_property(Modules& modules, const Mappings& mappings, Majors majors, const PropertyChange& change) {
  const auto whole = change.resource.whole;
  const auto source = PlainValues(modules).open(whole.file);
  const auto* block = source != nullptr ? block_at(*source, whole) : nullptr;
  if (block == nullptr || is_overridden(modules, *source, whole)) return {};
  if (block->labels[0] == "azapi_resource") return change_azapi(modules, *source, *block, change);
  const auto* mapping = mappings.find(block->labels[0]);
  return mapping != nullptr ? change_azurerm(modules, *source, *block, *mapping, majors, change) : std::vector<Edit>();
}

}  // namespace pillarlint::terraform
