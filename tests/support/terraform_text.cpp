#include "support/terraform_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "expr/evaluate.h"
#include "terraform/operators.h"
#include "value/print.h"
#include "value/read_json.h"

namespace pillarlint::test {

namespace {

Value first_argument(const Call& call) { return call.arg(0); }
Value joined(const Call& call) { return join_text(call.context, call.args, call.span); }

constexpr std::array some_functions = std::to_array<Builtin>({
    {"same", 1, 1, Takes::known, first_argument},
    {"joined", 0, -1, Takes::unknown, joined, ValueType::string},
});

const FunctionTable& functions() {
  static const FunctionTable table({terraform::operator_rows(), some_functions});
  return table;
}

class NamesOfTest final : public Scope {
 public:
  NamesOfTest(Context& context, const Value& locals) : context_(context), locals_(locals) {}

  Value name(NameKind kind, std::string_view name, Span use) override {
    if (kind == NameKind::variable) {
      const auto mark = name == "secret" ? Mark::secret : Mark::none;
      if (const auto* found = locals_.find(name)) return found->value.marked(mark);
      context_.diagnostics.report(Code::variable_not_declared, use, name, "");
    }
    const auto symbol = context_.symbols.make(kind == NameKind::parameter ? "var" : "name", name);
    auto value = new_unknown(context_, Unknown::Why::input_not_given, context_.arena.copy(name), symbol, use);
    return name == "secret" ? value.marked(Mark::secret) : value;
  }
  std::optional<Value> call_user_function(std::string_view, std::span<const Value>, Span) override { return std::nullopt; }
  Value run_loop(const Expr&, Span) override { return {}; }
  std::string suggestion(std::string_view) const override { return {}; }

 private:
  Context& context_;
  const Value& locals_;
};

std::string evaluated(const terraform::SourceFile& source, const Expr& expr, const std::string& locals) {
  const auto document = read_json(locals, FileId{2});
  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  Context context{arena, symbols, budget, diagnostics};
  NamesOfTest scope(context, document->root);
  const auto value = evaluate(expr, {context, scope, source.site, nullptr});
  auto text = print(value, &symbols, 400);
  std::string codes;
  for (const auto& one : source.diagnostics.list()) codes += " " + std::string(info(one.code).name);
  for (const auto& one : diagnostics.list()) codes += " " + std::string(info(one.code).name);
  return codes.empty() ? text : text + " !" + codes;
}

std::string quoted(std::string_view text) { return fmt::format("\"{}\"", text); }

void outline_body(const terraform::Body& body, const ReadText& read, std::string& out) {
  for (const auto& attribute : body.attributes) out += fmt::format("{} = {} ", attribute.name, read.at(attribute.value_span));
  for (const auto& block : body.blocks) {
    out += block.type;
    for (const auto label : block.labels) out += " " + quoted(label);
    out += " { ";
    outline_body(*block.body, read, out);
    out += "} ";
  }
}

}  // namespace

std::string ReadText::outline() const {
  std::string out;
  outline_body(source->root, *this, out);
  if (!out.empty()) out.pop_back();
  return out;
}

std::string ReadText::problems() const {
  std::string out;
  for (const auto& one : source->diagnostics.list()) {
    const auto line = 1 + std::count(text.begin(), text.begin() + one.span.begin, '\n');
    out += fmt::format("{}{}: {}", out.empty() ? "" : "\n", line, one.text());
  }
  return out;
}

std::unique_ptr<ReadText> read_terraform(std::string text, std::string path) {
  auto read = std::make_unique<ReadText>();
  read->text = std::move(text);
  read->source = terraform::read_source(read->text, FileId{1}, std::move(path), functions());
  return read;
}

std::string evaluate_text(const std::string& text, const std::string& path, const std::string& locals) {
  const auto read = read_terraform(text, path);
  const auto* x = read->source->root.find("x");
  return x == nullptr ? "no x: " + read->problems() : evaluated(*read->source, *x->value, locals);
}

std::string evaluate_terraform(const std::string& expression, const std::string& locals) {
  return evaluate_text("x = " + expression + "\n", "main.tf", locals);
}

std::string evaluate_template(const std::string& text, const std::string& locals) {
  const auto source = terraform::read_template(text, FileId{1}, "file.tftpl", functions());
  const auto* expr = source->root.find("template");
  return expr == nullptr ? "no template" : evaluated(*source, *expr->value, locals);
}

}  // namespace pillarlint::test
