#include "terraform/plain_values.h"

#include <algorithm>

#include "terraform/azapi.h"
#include "terraform/operators.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

constexpr int deepest = 200;

bool covers(const Expr& expr, Span span) { return expr.begin <= span.begin && span.end <= expr.end; }

/// The parts of an expression that are handed on as they are.
std::vector<const Expr*> plain_children(const Expr& expr) {
  if (expr.kind == Expr::Kind::member || expr.kind == Expr::Kind::index) return {expr.children[0]};
  if (expr.kind != Expr::Kind::call) return {};
  if (const auto* encoded = encoded_object(expr)) return {encoded};  // the body of azapi, as text
  if (expr.function == &operator_row(Operator::tuple)) return {expr.children.begin(), expr.children.end()};
  if (expr.function != &operator_row(Operator::object)) return {};
  std::vector<const Expr*> values;
  for (std::size_t i = 1; i < expr.children.size(); i += 2) values.push_back(expr.children[i]);
  return values;
}

const Expr* plain_expression(const Expr& root, Span span) {
  const auto* at = &root;
  for (int depth = 0; depth < deepest && at != nullptr; ++depth) {
    if (at->begin == span.begin && at->end == span.end) return at;
    const auto below = plain_children(*at);
    const auto next = std::find_if(below.begin(), below.end(), [&](const Expr* one) { return covers(*one, span); });
    at = next != below.end() ? *next : nullptr;
  }
  return nullptr;
}

const Expr* plain_expression(const Body& body, Span span, int depth) {
  if (depth > deepest) return nullptr;
  for (const auto& attribute : body.attributes) {
    if (attribute.value_span.covers(span)) return plain_expression(*attribute.value, span);
  }
  for (const auto& block : body.blocks) {
    if (block.whole.covers(span)) return plain_expression(*block.body, span, depth + 1);
  }
  return nullptr;
}

}  // namespace

std::string literal_of(const Value& scalar) {
  if (!scalar.is_string()) return scalar_text(scalar).value_or("");
  std::string out = "\"";
  for (const char c : scalar.text()) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '$' || c == '%') out += c;  // `$${` is the text `${`; a sign alone is never asked for
    out += c;
  }
  return out + "\"";
}

std::shared_ptr<const SourceFile> PlainValues::open(FileId file) const {
  const auto path = modules_.project().path_of(file);
  // What `terraform init` put there it would put there again.
  if (path.empty() || path.ends_with(".json") || path.find("/.terraform/") != std::string::npos) return nullptr;
  const auto source = modules_.file(path);
  return source && !(*source)->broken ? *source : nullptr;
}

const Expr* PlainValues::at(Span span) const {
  const auto source = open(span.file);  // the modules keep it
  return source != nullptr ? plain_expression(source->root, span, 0) : nullptr;
}

bool PlainValues::is_literal(Span span) const {
  const auto* expr = at(span);
  if (expr == nullptr || expr->kind != Expr::Kind::literal || expr->literal.is_null()) return false;
  const auto text = modules_.project().sources().text(span);
  return !expr->literal.is_string() || (text.size() >= 2 && text.front() == '"' && text.back() == '"');
}

bool PlainValues::is_handed_on(Span span) const {
  const auto* expr = at(span);
  return expr != nullptr && (expr->kind == Expr::Kind::name || expr->kind == Expr::Kind::member || expr->kind == Expr::Kind::index);
}

// A validation is an expression: the value passes if it is named there.
bool PlainValues::allows(Span use, std::string_view parameter, const Value& to) const {
  const auto path = modules_.project().path_of(use.file);
  const auto module = modules_.module(std::string(folder_of(path)));
  const auto* variable = module != nullptr ? module->variable(parameter) : nullptr;
  if (variable == nullptr) return false;
  for (const auto& part : variable->blocks()) {
    if (part.block->type != "validation") continue;
    const auto* condition = part.block->body->find("condition");
    const auto text = condition != nullptr ? modules_.project().sources().text(condition->value_span) : std::string_view();
    if (text.find(literal_of(to)) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace pillarlint::terraform
