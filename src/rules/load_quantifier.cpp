#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rules/load.h"

namespace pillarlint {

namespace {
struct LinkInfo {
  Link link;
  std::string_view name;
  bool takes_by;
};
constexpr std::array link_table{
#define PILLARLINT_LINK(id, name, takes_by, english) LinkInfo{Link::id, name, takes_by},
#include "rules/links.def"
#undef PILLARLINT_LINK
};
const LinkInfo* find_link(std::string_view name) {
  const auto* found = std::find_if(link_table.begin(), link_table.end(), [&](const LinkInfo& row) { return row.name == name; });
  return found == link_table.end() ? nullptr : found;
}

constexpr std::array<std::string_view, 9 + link_table.size()> quantifier_keys_known{
    "of", "a", "as", "by", "where", "is", "if_empty", "or_platform", "distinct",
#define PILLARLINT_LINK(id, name, takes_by, english) name,
#include "rules/links.def"
#undef PILLARLINT_LINK
};

std::optional<IfMissing> verdict_of(std::string_view text) {
  if (text == "pass") return IfMissing::pass;
  if (text == "fail") return IfMissing::fail;
  if (text == "unknown") return IfMissing::unknown;
  if (text == "not_applicable") return IfMissing::not_applicable;
  return std::nullopt;
}
}  // namespace

std::string_view name_of(Link link) { return link_table[static_cast<std::size_t>(link)].name; }

bool ConditionLoader::quantifier(const Member& member, Quantity quantity, Condition& out) {
  const auto& value = member.value;
  if (!value.is_object() || (value.find("of") == nullptr && value.find("a") == nullptr)) {
    complain(Code::rule_value, member.key_span, member.key, value.is_object() ? "without `of` and `a`" : std::string(kind_name(value)),
             fmt::format("`of: path` or `a: type`; a property of this name is written `['{}']`", member.key));
    return false;
  }
  if (nesting_ >= max_quantifier_nesting) {
    complain(Code::rule_limit, member.key_span, fmt::format("quantifiers are nested deeper than {}", max_quantifier_nesting));
    return false;
  }
  ++nesting_;
  auto made = std::make_unique<Quantifier>();
  made->quantity = quantity;
  const auto names = names_.size();
  const auto outer = here_;
  const bool in_expect = std::exchange(in_expect_, in_expect_ && quantity != Quantity::none);
  quantifier_keys(value, member.key, *made);
  unbind(names);
  here_ = outer;
  in_expect_ = in_expect;
  --nesting_;
  out.kind = Condition::Kind::quantifier;
  const bool whole = made->of != nullptr || made->a.any || !made->a.types.empty() || !made->a.classes.empty();
  out.quantifier = std::move(made);
  return whole;
}

void ConditionLoader::quantifier_keys(const Value& value, std::string_view key, Quantifier& out) {
  for (const auto& member : value.members()) {
    const auto& names = quantifier_keys_known;
    if (std::find(names.begin(), names.end(), member.key) != names.end()) continue;
    complain(Code::rule_key_unknown, member.key_span, member.key, suggestion(member.key, names));
  }
  Here inner;
  if (const auto* of = value.find("of")) {
    if (value.find("a") != nullptr) complain(Code::rule_value, of->key_span, key, "both `of` and `a`", "one of them");
    out.of = path(of->value.text_or_empty(), of->value.span(), false);
    if (out.of != nullptr) inner = below(*out.of);
    inner.element = true;
  } else {
    const auto& a = value.find("a")->value;
    out.a = types(a, "a", true);
    inner = here_of_types(out.a);
    links(value, out);
    if (out.a.any && out.links.empty()) complain(Code::rule_value, a.span(), "a", "`any` without a link", "a link beside it");
  }
  // Links and `by` are read before the name is bound; all that follows sees it.
  if (const auto* as = value.find("as")) {
    out.name = as->value.text_or_empty();
    out.slot = bind(out.name, as->value.span(), inner);
  }
  here_ = inner;
  if (const auto* where = value.find("where")) {
    const bool in_expect = std::exchange(in_expect_, false);
    out.where = conditions(where->value, "where");
    in_expect_ = in_expect;
  }
  if (const auto* distinct = value.find("distinct")) out.distinct = path(distinct->value.text_or_empty(), distinct->value.span(), false);
  numbers_and_limits(value, key, out);
}

void ConditionLoader::numbers_and_limits(const Value& value, std::string_view key, Quantifier& out) {
  const bool number = out.quantity == Quantity::count || out.quantity == Quantity::sum;
  const auto* is = value.find("is");
  if (number && is == nullptr) complain(Code::rule_value, value.span(), key, "without `is`", "`is` with a number or a test of one");
  if (is != nullptr && number) out.number = test(is->value, "is");
  if (is != nullptr && !number) out.is = conditions(is->value, "is");
  const auto* empty = value.find("if_empty");
  if (out.quantity == Quantity::each && empty == nullptr) {
    complain(Code::rule_value, value.span(), "each", "without `if_empty`", "`if_empty: pass`, `fail` or `not_applicable`: say what it means that there is nothing");
  }
  if (empty != nullptr) {
    const auto verdict = verdict_of(empty->value.text_or_empty());
    if (out.quantity != Quantity::each || !verdict || *verdict == IfMissing::unknown) {
      wrong(empty->value.span(), "if_empty", empty->value, "`pass`, `fail` or `not_applicable`, of `each` only");
    } else {
      out.if_empty = *verdict == IfMissing::pass ? IfEmpty::pass : *verdict == IfMissing::fail ? IfEmpty::fail : IfEmpty::not_applicable;
    }
  }
  if (const auto* platform = value.find("or_platform")) {
    const auto found = std::find(provision_names.begin(), provision_names.end(), platform->value.text_or_empty());
    if (found == provision_names.end()) {
      complain(Code::rule_reference, platform->value.span(), "provision of the platform", platform->value.text_or_empty(),
               suggestion(platform->value.text_or_empty(), provision_names));
    } else if (out.quantity != Quantity::some && out.quantity != Quantity::count) {
      wrong(platform->key_span, "or_platform", platform->value, "`some` or `count` around it");
    } else {
      out.or_platform = static_cast<Provision>(found - provision_names.begin());
    }
  }
  if (const auto* distinct = value.find("distinct"); distinct != nullptr && out.quantity != Quantity::count) {
    wrong(distinct->key_span, "distinct", distinct->value, "`count` around it");
  }
}

void ConditionLoader::links(const Value& value, Quantifier& out) {
  const auto* by = value.find("by");
  bool by_used = false;
  for (const auto& member : value.members()) {
    const auto* row = find_link(member.key);
    if (row == nullptr) continue;
    LinkUse use;
    use.link = row->link;
    use.span = member.key_span;
    const bool path_only = row->link != Link::named;
    if (member.value.is_string() && !member.value.text().starts_with('$') && path_only) {
      wrong(member.value.span(), member.key, member.value, "a path that begins with `$`");
      continue;
    }
    if (!operand(member.value, member.key, true, use.target)) continue;
    if (row->takes_by) {
      by_used = true;
      if (by == nullptr) {
        complain(Code::rule_value, member.key_span, member.key, "without `by`", "`by: path` that holds the id");
        continue;
      }
      const auto outer = here_;
      if (row->link == Link::points_at) here_ = here_of_types(out.a);
      if (row->link == Link::pointed_at_by && use.target.path != nullptr) here_ = here_of(*use.target.path);
      use.by = path(by->value.text_or_empty(), by->value.span(), false);
      here_ = outer;
      if (use.by == nullptr) continue;
    }
    out.links.push_back(std::move(use));
  }
  if (by != nullptr && !by_used) wrong(by->key_span, "by", by->value, "`points_at` or `pointed_at_by` beside it");
}

bool ConditionLoader::cases(const Member& member, Condition& out) {
  const auto* is = member.value.find("is");
  if (!member.value.is_object() || is == nullptr || member.value.members().size() < 2) {
    wrong(member.value.span(), "cases", member.value, "variables with their values, and `is`");
    return false;
  }
  auto made = std::make_unique<Cases>();
  const auto names = names_.size();
  for (const auto& variable : member.value.members()) {
    if (variable.key == "is") continue;
    Cases::Variable one;
    one.name = variable.key;
    if (variable.value.is_array()) {
      one.values.assign(variable.value.items().begin(), variable.value.items().end());
    } else if (variable.value.is_object()) {
      auto column = std::make_unique<Lookup>();
      if (!lookup(variable.value, variable.key, true, *column)) continue;
      one.lookup = std::move(column);
    } else {
      wrong(variable.value.span(), variable.key, variable.value, "a list of scalars or a column of a table");
      continue;
    }
    one.slot = bind(variable.key, variable.key_span, Here{});
    made->variables.push_back(std::move(one));
  }
  made->is = conditions(is->value, "is");
  unbind(names);
  out.kind = Condition::Kind::cases;
  const bool whole = made->is != nullptr && !made->variables.empty();
  out.cases = std::move(made);
  return whole;
}

bool ConditionLoader::lookup(const Value& value, std::string_view key, bool column, Lookup& out) {
  out.span = value.span();
  out.table_name = value.get("table").text_or_empty();
  const auto* keys = value.find("key");
  if (out.table_name.empty() || keys == nullptr || !keys->value.is_object() || (column && value.find("column") == nullptr)) {
    wrong(value.span(), key, value, column ? "`table`, `key` and `column`" : "`table`, `key` and `is`");
    return false;
  }
  out.table = loading_.data.table(out.table_name);
  if (out.table == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& table : loading_.data.tables) names.push_back(table.name);
    complain(Code::rule_reference, value.find("table")->value.span(), "table", out.table_name, suggestion(out.table_name, names));
    return false;
  }
  for (const auto& entry : keys->value.members()) {
    Operand one;
    if (!operand(entry.value, entry.key, true, one)) return false;
    if (std::find(out.table->key.begin(), out.table->key.end(), entry.key) == out.table->key.end()) {
      complain(Code::rule_reference, entry.key_span, fmt::format("key column in table {}", out.table_name), entry.key,
               suggestion(entry.key, out.table->key));
    }
    out.key.emplace_back(entry.key, std::move(one));
  }
  if (column) {
    out.column = value.get("column").text_or_empty();
    const auto& columns = out.table->columns;
    if (std::find(columns.begin(), columns.end(), out.column) == columns.end()) {
      complain(Code::rule_reference, value.find("column")->value.span(), fmt::format("column in table {}", out.table_name), out.column,
               suggestion(out.column, columns));
    }
  }
  return true;
}

bool ConditionLoader::row(const Member& member, Condition& out) {
  auto made = std::make_unique<Row>();
  if (!member.value.is_object() || !lookup(member.value, "row", false, made->lookup)) {
    if (!member.value.is_object()) wrong(member.value.span(), "row", member.value, "`table`, `key` and `is`");
    return false;
  }
  if (const auto* missing = member.value.find("if_missing")) {
    const auto verdict = verdict_of(missing->value.text_or_empty());
    if (!verdict) wrong(missing->value.span(), "if_missing", missing->value, "`pass`, `fail`, `unknown` or `not_applicable`");
    made->if_missing = verdict.value_or(IfMissing::unknown);
  }
  const auto* is = member.value.find("is");
  if (is == nullptr || !is->value.is_object()) {
    wrong(member.value.span(), "row", member.value, "`is` with conditions on the columns");
    return false;
  }
  const auto& columns = made->lookup.table->columns;
  for (const auto& entry : is->value.members()) {
    const bool known = std::find(columns.begin(), columns.end(), entry.key) != columns.end() || find_word(entry.key) || entry.key.starts_with('$') ||
                       entry.value.is_array() || entry.key == "not";
    if (!known) complain(Code::rule_reference, entry.key_span, fmt::format("column in table {}", made->lookup.table_name), entry.key, suggestion(entry.key, columns));
  }
  const auto outer = here_;
  here_ = Here{};
  here_.element = true;
  made->is = conditions(is->value, "is");
  here_ = outer;
  out.kind = Condition::Kind::row;
  const bool whole = made->is != nullptr;
  out.row = std::move(made);
  return whole;
}

}  // namespace pillarlint
