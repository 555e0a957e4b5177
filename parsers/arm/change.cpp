#include "arm/change.h"

#include <algorithm>

#include <fmt/format.h>

#include "arm/expression.h"
#include "base/text.h"
#include "common/insert_member.h"
#include "value/operators.h"
#include "value/write_json.h"

namespace pillarlint::arm {

namespace {

/// The innermost value that covers the place; null: there is none.
const Value* covering(const Value& root, Span span) {
  const Value* at = &root;
  if (!at->span().covers(span)) return nullptr;
  for (bool deeper = true; deeper;) {
    deeper = false;
    const auto enter = [&](const Value& value) {
      if (deeper || !value.span().covers(span)) return;
      at = &value;
      deeper = true;
    };
    const auto& here = *at;
    for (const auto& item : here.items()) enter(item);
    for (const auto& member : here.members()) enter(member.value);
  }
  return at;
}

std::shared_ptr<const Document> document_of(Project& project, FileId file) {
  const auto path = project.path_of(file);
  if (path.empty()) return nullptr;
  auto document = project.json(path);
  if (!document) return nullptr;
  const auto& problems = (*document)->diagnostics.list();
  const bool doubtful = std::any_of(problems.begin(), problems.end(), [](const Diagnostic& one) {
    return info(one.code).effect != Effect::none || one.code == Code::json_duplicate_key;
  });
  return doubtful ? nullptr : *document;
}

/// `parameters('x')`, `variables('x').a['b']` and nothing else.
bool is_plain_reference(std::string_view text) {
  text = trim(text);
  const auto open = text.find('(');
  if (open == std::string_view::npos) return false;
  const auto function = trim(text.substr(0, open));
  const auto close = text.find(')', open);
  if (close == std::string_view::npos || (!same_text(function, "parameters") && !same_text(function, "variables"))) return false;
  return text.substr(close + 1).find_first_of("() ,") == std::string_view::npos;
}

/// Every declaration of a parameter of that name in the file: nested templates have their own.
void declarations(const Value& value, std::string_view name, int depth, std::vector<Value>& out) {
  if (depth > 60) return;
  for (const auto& item : value.items()) declarations(item, name, depth + 1, out);
  for (const auto& member : value.members()) {
    if (same_text(member.key, "parameters")) {
      if (const auto* declared = member.value.find(name); declared != nullptr && declared->value.find("type") != nullptr) out.push_back(declared->value);
    }
    declarations(member.value, name, depth + 1, out);
  }
}

bool same_scalar(const Value& a, const Value& b) { return a.kind() == b.kind() && scalar_text(a) == scalar_text(b); }

}  // namespace

bool is_json(const Project& project, FileId file) {
  const auto path = project.path_of(file);
  return ends_with_text(path, ".json") || ends_with_text(path, ".jsonc") || ends_with_text(path, ".template");
}

std::string json_literal(const Value& scalar) { return write_json(scalar, -1); }

bool JsonValues::is_literal(Span span) const {
  const auto document = document_of(project_, span.file);
  const auto* at = document != nullptr ? covering(document->root, span) : nullptr;
  return at != nullptr && at->span() == span && !at->is_container() && !is_expression(at->text_or_empty());
}

bool JsonValues::is_handed_on(Span span) const {
  const auto document = document_of(project_, span.file);
  const auto* at = document != nullptr ? covering(document->root, span) : nullptr;
  const auto text = at != nullptr ? at->text_or_empty() : std::string_view();
  return is_expression(text) && is_plain_reference(text.substr(1, text.size() - 2));
}

bool JsonValues::allows(Span use, std::string_view parameter, const Value& to) const {
  const auto document = document_of(project_, use.file);
  if (document == nullptr) return false;
  std::vector<Value> declared;
  declarations(document->root, parameter, 0, declared);
  return std::all_of(declared.begin(), declared.end(), [&](const Value& one) {
    const auto allowed = one.get("allowedValues");
    const auto items = allowed.items();
    return allowed.is_null() || std::any_of(items.begin(), items.end(), [&](const Value& item) { return same_scalar(item, to); });
  });
}

std::vector<Edit> add_to_json(Project& project, const PropertyChange& change) {
  const auto file = change.resource.whole.file;
  const auto document = document_of(project, file);
  const auto* at = document != nullptr ? covering(document->root, change.resource.whole) : nullptr;
  if (at == nullptr || at->span() != change.resource.whole || !at->is_object()) return {};
  std::size_t depth = 0;
  while (depth < change.path.size()) {
    const auto* member = at->find(change.path[depth]);
    if (member == nullptr) break;
    const bool last = depth + 1 == change.path.size();
    if (last && member->value.is_null()) return {{member->value.span(), json_literal(change.to)}};
    if (last || !member->value.is_object()) return {};
    at = &member->value;
    ++depth;
  }
  if (is_given_elsewhere(change, depth)) return {};
  const auto span = at->span();
  Braces braces{Braces::Kind::json, file, span.begin, span.end - 1, at->members().empty(), 0, 0};
  if (!braces.empty) {
    braces.first = at->members().front().key_span.begin;
    braces.last = at->members().back().value.span().end;
  }
  NewMember made;
  for (; depth + 1 < change.path.size(); ++depth) made.openings.push_back(fmt::format("\"{}\": {{", change.path[depth]));
  made.text = fmt::format("\"{}\": {}", change.path.back(), json_literal(change.to));
  return insert_member(project.sources().text(file), braces, made);
}

}  // namespace pillarlint::arm
