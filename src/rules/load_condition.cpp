#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rules/load.h"

namespace pillarlint {

namespace {
std::vector<std::string_view> word_names() {
  std::vector<std::string_view> names;
  for (const auto& row : all_words()) names.push_back(row.name);
  return names;
}

bool is_scalar(const Value& value) { return value.known() && !value.is_container() && !value.is_null(); }
bool is_path_text(const Value& value) { return value.is_string() && value.text().starts_with('$'); }
std::string_view mark_name(const Value& value) { return value.text_or_empty(); }
}  // namespace

ConditionLoader::ConditionLoader(Loading& loading, const TypeSet& subject)
    : loading_(loading), subject_(here_of_types(subject)), here_(subject_) {}

void ConditionLoader::wrong(Span span, std::string_view key, const Value& value, std::string_view expected) {
  complain(Code::rule_value, span.known() ? span : value.span(), key, kind_name(value), expected);
}

bool ConditionLoader::count_condition(Span span) {
  if (++count_ <= max_conditions) return true;
  if (!limit_said_) complain(Code::rule_limit, span, fmt::format("the rule has more than {} conditions", max_conditions));
  limit_said_ = true;
  return false;
}

std::unique_ptr<const Condition> ConditionLoader::conditions(const Value& value, std::string_view key) {
  if (value.is_object()) return std::make_unique<const Condition>(map_of(value));
  if (is_scalar(value) || value.is_array()) {  // `is: Deny`: a test of the current element
    if (!here_.element) {
      wrong(value.span(), key, value, "conditions");
      return nullptr;
    }
    Condition condition;
    condition.kind = Condition::Kind::test;
    condition.span = value.span();
    condition.test = test(value, key);
    if (condition.test == nullptr) return nullptr;
    return std::make_unique<const Condition>(std::move(condition));
  }
  wrong(value.span(), key, value, "conditions");
  return nullptr;
}

Condition ConditionLoader::map_of(const Value& value) {
  Condition all;
  all.kind = Condition::Kind::all;
  all.span = value.span();
  for (const auto& member : value.members()) {
    if (!count_condition(member.key_span)) break;
    Condition part;
    part.span = member.key_span;
    if (entry(member, part)) all.parts.push_back(std::move(part));
  }
  return all;
}

Condition ConditionLoader::list_of(Condition::Kind kind, const Value& value, std::string_view key) {
  Condition list;
  list.kind = kind;
  list.span = value.span();
  if (!value.is_array()) {
    wrong(value.span(), key, value, "a list of conditions");
    return list;
  }
  for (const auto& item : value.items()) {
    if (item.is_object()) {
      list.parts.push_back(map_of(item));
    } else {
      wrong(item.span(), key, item, "a list of conditions");
    }
  }
  return list;
}

bool ConditionLoader::entry(const Member& member, Condition& out) {
  const auto key = member.key;
  if (key == "all" || key == "any") {
    out = list_of(key == "all" ? Condition::Kind::all : Condition::Kind::any, member.value, key);
    out.span = member.key_span;
    return true;
  }
  if (key == "not" && member.value.is_object()) {
    out.kind = Condition::Kind::negation;
    const bool warn = std::exchange(in_expect_, false);
    out.parts.push_back(map_of(member.value));
    in_expect_ = warn;
    return true;
  }
  if (key == "some") return quantifier(member, Quantity::some, out);
  if (key == "each") return quantifier(member, Quantity::each, out);
  if (key == "none") return quantifier(member, Quantity::none, out);
  if (key == "count") return quantifier(member, Quantity::count, out);
  if (key == "sum") return quantifier(member, Quantity::sum, out);
  if (key == "cases") return cases(member, out);
  if (key == "row") return row(member, out);
  if (const auto which = find_word(key)) {  // a bare word tests the current element
    WordUse use;
    if (!here_.element && *which != Word::ordered) {
      complain(Code::rule_path, member.key_span, key, "a word needs a path before it here; write a property of this name as `['" + std::string(key) + "']`");
      return false;
    }
    if (!word(member, *which, use)) return false;
    auto words = std::make_unique<Test>();
    words->span = member.key_span;
    words->words.push_back(std::move(use));
    out.kind = Condition::Kind::test;
    out.test = std::move(words);
    return true;
  }
  return path_entry(member, out);
}

bool ConditionLoader::path_entry(const Member& member, Condition& out) {
  out.kind = Condition::Kind::test;
  out.path = path(member.key, member.key_span, true);
  out.test = test(member.value, member.key);
  if (out.path == nullptr || out.test == nullptr) return false;
  if (in_expect_ && loading_.strict && out.test->words.size() == 1 && out.test->words[0].word == Word::not_ && loading_.types != nullptr) {
    const auto& here = here_of(*out.path);
    const auto plain = out.path->path.plain();
    bool has_default = plain.empty() || here.element;
    for (const auto& type : here.types) {
      for (const auto& row : loading_.types->defaults(type)) has_default = has_default || same_text(row.path, plain);
    }
    if (!has_default && here.checked) complain(Code::rule_bare_not, member.key_span, member.key);
  }
  return true;
}

std::unique_ptr<const Test> ConditionLoader::test(const Value& value, std::string_view key) {
  auto out = std::make_unique<Test>();
  out->span = value.span();
  if (!value.is_object()) {
    if (!is_scalar(value) && !value.is_array()) {
      wrong(value.span(), key, value, "a scalar, a list of scalars, or words");
      return nullptr;
    }
    WordUse use;
    const Member plain{key, 0, value.span(), value};
    if (!word(plain, value.is_array() ? Word::one_of : Word::equals, use)) return nullptr;
    out->words.push_back(std::move(use));
    return out;
  }
  if (value.members().empty()) {
    wrong(value.span(), key, value, "at least one word");
    return nullptr;
  }
  for (const auto& member : value.members()) {
    const auto which = find_word(member.key);
    if (!which) {
      const auto near = suggestion(member.key, word_names());
      complain(Code::rule_word_unknown, member.key_span, member.key,
               near.empty() ? fmt::format("; a path is written flat: `{}.{}`", key, member.key) : near);
      return nullptr;
    }
    WordUse use;
    if (!word(member, *which, use)) return nullptr;
    out->words.push_back(std::move(use));
  }
  return out;
}

bool ConditionLoader::operand(const Value& value, std::string_view key, bool paths, Operand& out) {
  if (is_path_text(value)) {
    if (!paths) {
      wrong(value.span(), key, value, "a value; `same_as` compares with a path");
      return false;
    }
    out.path = path(value.text(), value.span(), false);
    return out.path != nullptr;
  }
  if (!is_scalar(value)) {
    wrong(value.span(), key, value, "a scalar");
    return false;
  }
  out.value = value;
  return true;
}

bool ConditionLoader::operands(const Member& member, bool list, bool paths, bool only_paths, WordUse& out) {
  if (member.value.is_array()) {
    if (!list) {
      wrong(member.value.span(), member.key, member.value, "one value");
      return false;
    }
    for (const auto& item : member.value.items()) {
      Operand one;
      if (!operand(item, member.key, paths, one)) return false;
      out.operands.push_back(std::move(one));
    }
    return true;
  }
  if (only_paths && !is_path_text(member.value)) {
    wrong(member.value.span(), member.key, member.value, "a path that begins with `$`");
    return false;
  }
  Operand one;
  if (!operand(member.value, member.key, paths, one)) return false;
  out.operands.push_back(std::move(one));
  return true;
}

bool ConditionLoader::word(const Member& member, Word which, WordUse& out) {
  out.word = which;
  out.span = member.key_span;
  const auto& value = member.value;
  switch (pillarlint::info(which).shape) {
    case Shape::scalar: return operands(member, false, false, false, out);
    case Shape::scalars: return operands(member, true, false, false, out);
    case Shape::path: return operands(member, false, true, true, out);
    case Shape::order: return operands(member, false, true, false, out);
    case Shape::texts: return operands(member, true, true, false, out);
    case Shape::networks: {
      if (!operands(member, true, true, false, out)) return false;
      return true;
    }
    case Shape::date: {
      if (!operands(member, false, true, false, out)) return false;
      if (out.operands[0].path != nullptr || read_date(out.operands[0].value.text_or_empty(), "2000-01-01")) return true;
      wrong(value.span(), member.key, value, "a date, `today` or `today+90d`");
      return false;
    }
    case Shape::regex:
      if (!value.is_string()) break;
      out.regex = std::make_unique<const LazyRegex>(value.text());
      out.operands.emplace_back().value = value;
      if (loading_.strict && !out.regex->get()) {
        auto diagnostic = out.regex->get().error();
        diagnostic.span = value.span();
        loading_.diagnostics.add(std::move(diagnostic));
        return false;
      }
      return true;
    case Shape::number:
    case Shape::test:
      out.test = test(value, member.key);
      return out.test != nullptr;
    case Shape::boolean:
      if (!value.is_bool()) break;
      out.flag = value.boolean();
      return true;
    case Shape::resource: return resource_argument(member, out);
    case Shape::role: return role_argument(member, out);
    case Shape::order_of: return order_argument(member, out);
    case Shape::mark: {
      const auto name = mark_name(value);
      if (name == "key" || name == "secret" || name == "connection-string") {
        out.operands.emplace_back().value = value;
        return true;
      }
      wrong(value.span(), member.key, value, "`key`, `secret` or `connection-string`");
      return false;
    }
  }
  wrong(value.span(), member.key, value, pillarlint::info(which).shape == Shape::boolean ? "true or false" : "text");
  return false;
}

bool ConditionLoader::resource_argument(const Member& member, WordUse& out) {
  if (is_path_text(member.value)) return operands(member, false, true, true, out);
  type_names(member.value, member.key, false, out.types);
  return !out.types.types.empty() || !out.types.classes.empty();
}

bool ConditionLoader::role_argument(const Member& member, WordUse& out) {
  const auto* roles = loading_.data.table("roles");
  const auto known = [&](std::string_view column, std::string_view text) {
    if (roles == nullptr) return true;
    for (const auto& row : roles->rows.items()) {
      if (same_text(row.get(column).text_or_empty(), text) || (column == "name" && same_text(row.get("also").text_or_empty(), text))) return true;
    }
    std::vector<std::string_view> names;
    for (const auto& row : roles->rows.items()) names.push_back(row.get(column).text_or_empty());
    complain(Code::rule_reference, member.value.span(), column == "name" ? "role" : "class of roles", text, suggestion(text, names));
    return false;
  };
  if (member.value.is_object()) {
    out.role_class = member.value.get("class").text_or_empty();
    if (out.role_class.empty() || member.value.members().size() != 1) {
      wrong(member.value.span(), member.key, member.value, "role names or `{ class: … }`");
      return false;
    }
    return known("class", out.role_class);
  }
  if (!operands(member, true, false, false, out)) return false;
  return std::all_of(out.operands.begin(), out.operands.end(), [&](const Operand& one) { return known("name", one.value.text_or_empty()); });
}

bool ConditionLoader::order_argument(const Member& member, WordUse& out) {
  if (member.value.is_object() && member.value.members().size() == 1) {
    const auto& only = member.value.members()[0];
    if (only.key == "before" || only.key == "after") {
      out.earlier = only.key == "before";
      const Member path{member.key, 0, only.value.span(), only.value};
      return operands(path, false, true, true, out);
    }
  }
  wrong(member.value.span(), member.key, member.value, "`{ before: X }` or `{ after: X }`");
  return false;
}

std::unique_ptr<const RulePath> ConditionLoader::path(std::string_view text, Span span, bool plain) {
  auto parsed = parse_path(text, span);
  if (!parsed) {
    loading_.diagnostics.add(parsed.error());
    return nullptr;
  }
  auto out = std::make_unique<RulePath>();
  out->path = std::move(*parsed);
  if (plain && out->path.multiple()) {
    complain(Code::rule_path, span, text, "can have several values here; say `each`, `some` or `none` with `of`");
    return nullptr;
  }
  if (out->path.root == "this") {
    out->root = RulePath::this_;
  } else if (out->path.root == "settings") {
    out->root = RulePath::settings;
    check_setting(out->path);
    return out;
  } else if (!out->path.root.empty()) {
    const auto found = std::find_if(names_.begin(), names_.end(), [&](const Name& name) { return name.name == out->path.root; });
    if (found == names_.end()) {
      std::vector<std::string_view> near{"this"};
      for (const auto& name : names_) near.push_back(name.name);
      complain(Code::rule_name, span, out->path.root, "is not bound here" + suggestion(out->path.root, near));
      return nullptr;
    }
    found->used = true;
    out->root = found->slot;
  }
  check_facts(out->path);
  if (loading_.strict && loading_.types != nullptr) check_path(*out);
  return out;
}

void ConditionLoader::check_setting(const PropertyPath& path) {
  const auto name = path.steps.empty() ? std::string_view() : std::string_view(path.steps.front().key);
  if (std::find(setting_names.begin(), setting_names.end(), name) != setting_names.end()) return;
  complain(Code::rule_reference, path.span, "setting", name, suggestion(name, setting_names));
}

void ConditionLoader::check_facts(const PropertyPath& path) {
  for (const auto& step : path.steps) {
    if (step.kind != PathStep::Kind::meta || !step.key.starts_with("facts.")) continue;
    const auto name = std::string_view(step.key).substr(6);
    if (loading_.data.fact(name) != nullptr) continue;
    std::vector<std::string_view> names;
    for (const auto& fact : loading_.data.facts) names.push_back(fact.name);
    complain(Code::rule_reference, path.span, "fact", name, suggestion(name, names));
  }
}

const ConditionLoader::Here& ConditionLoader::here_of(const RulePath& path) const {
  if (path.root == RulePath::this_) return subject_;
  for (const auto& name : names_) {
    if (name.slot == path.root) return name.here;
  }
  return here_;
}

void ConditionLoader::check_path(const RulePath& path) {
  const auto& here = here_of(path);
  if (!here.checked) return;
  const auto plain = path.path.plain();
  if (plain.empty()) return;
  const auto whole = here.prefix.empty() ? plain : here.prefix + "." + plain;
  for (const auto& type : here.types) {
    if (loading_.types->has_property(type, whole) != Truth::no) return;
  }
  const auto near = loading_.types->nearest_property(here.types[0], whole);
  complain(Code::rule_path_unknown, path.path.span, whole, here.types[0].text(),
           near.empty() || same_text(near, whole) ? "" : "; did you mean `" + near + "`?");
}

ConditionLoader::Here ConditionLoader::here_of_types(const TypeSet& types) {
  Here here;
  here.types = types.types;
  for (const auto* defined : types.classes) {
    for (const auto& row : defined->types) here.types.push_back(row.type);
  }
  here.checked = !types.any && !here.types.empty();
  return here;
}

ConditionLoader::Here ConditionLoader::below(const RulePath& path) const {
  Here here = here_of(path);
  here.element = true;
  if (path.root == RulePath::settings) here.checked = false;
  const auto plain = path.path.plain();
  for (const auto& step : path.path.steps) {
    const bool simple = step.kind == PathStep::Kind::member || step.kind == PathStep::Kind::index || step.kind == PathStep::Kind::elements;
    if (!simple) here.checked = false;
  }
  if (plain.empty()) here.checked = false;
  here.prefix = here.prefix.empty() ? plain : here.prefix + "." + plain;
  return here;
}

int ConditionLoader::bind(std::string_view name, Span span, Here here) {
  if (name == "this" || name == "settings" || std::any_of(names_.begin(), names_.end(), [&](const Name& other) { return other.name == name; })) {
    complain(Code::rule_name, span, name, "is bound already; choose another");
  }
  const int slot = names_.empty() ? 0 : names_.back().slot + 1;
  names_.push_back({name, slot, false, span, std::move(here)});
  slots_ = std::max(slots_, slot + 1);
  return slot;
}

void ConditionLoader::unbind(std::size_t size) {
  for (std::size_t i = size; i < names_.size(); ++i) {
    if (!names_[i].used && loading_.strict) complain(Code::rule_name, names_[i].span, names_[i].name, "is bound but not used");
  }
  names_.resize(size);
}

TypeSet ConditionLoader::types(const Value& value, std::string_view key, bool any_allowed) {
  TypeSet set;
  type_names(value, key, any_allowed, set);
  return set;
}

void ConditionLoader::type_names(const Value& value, std::string_view key, bool any_allowed, TypeSet& out) {
  if (value.is_array()) {
    for (const auto& item : value.items()) type_names(item, key, false, out);
    return;
  }
  const auto name = value.text_or_empty();
  if (name.empty()) {
    wrong(value.span(), key, value, "a resource type, a list of them, or a class");
    return;
  }
  out.text += out.text.empty() ? std::string(name) : " or " + std::string(name);
  if (name == "any") {
    out.any = any_allowed;
    if (!any_allowed) complain(Code::rule_value, value.span(), key, "`any`", "a type; `any` needs a link");
    return;
  }
  if (name == "@output") {
    out.types.emplace_back(name);
    return;
  }
  if (name.find('/') == std::string_view::npos) {
    if (const auto* defined = loading_.data.find_class(name)) {
      out.classes.push_back(defined);
      return;
    }
    std::vector<std::string_view> names;
    for (const auto& defined : loading_.data.classes) names.push_back(defined.name);
    complain(Code::rule_reference, value.span(), "class", name, suggestion(name, names));
    return;
  }
  const TypeName type(name);
  out.types.push_back(type);
  if (!loading_.strict || loading_.types == nullptr || loading_.types->knows(type)) return;
  const auto near = nearest(name, loading_.types->types());
  if (!near.empty() && !same_text(near, name)) complain(Code::rule_reference, value.span(), "resource type", name, "; did you mean `" + near + "`?");
}

}  // namespace pillarlint
