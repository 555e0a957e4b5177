#include "terraform/console.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/text.h"
#include "expr/evaluate.h"
#include "terraform/functions.h"
#include "terraform/scope.h"
#include "terraform/syntax.h"
#include "value/functions/json_text.h"
#include "value/operators.h"
#include "value/print.h"

namespace pillarlint::test {

namespace {

namespace fs = std::filesystem;

ValueType type_of(std::string_view name) {
  if (name.starts_with("string_")) return ValueType::string;
  if (name.starts_with("number_")) return ValueType::number;
  if (name.starts_with("bool_")) return ValueType::boolean;
  if (name.starts_with("list_")) return ValueType::array;
  return name.starts_with("object_") ? ValueType::object : ValueType::any;
}

/// A scope without variables, but for those of a template.
class Console : public terraform::ModuleEnvironment {
 public:
  Console(Context& context, std::string folder, const Value* variables = nullptr)
      : context_(context), folder_(std::move(folder)), variables_(variables) {}

  Value name(NameKind kind, std::string_view name, Span use) override {
    if (kind == NameKind::parameter) {
      const auto symbol = context_.symbols.make("parameter", name);
      const auto value = new_unknown(context_, Unknown::Why::input_not_given, name, symbol, use, type_of(name));
      return name == "secret" ? value.marked(Mark::secret) : value;
    }
    const auto first = name.substr(0, name.find('.'));
    const auto* found = variables_ != nullptr ? variables_->find(first) : nullptr;
    if (found == nullptr) {
      context_.diagnostics.report(Code::variable_not_declared, use, name, "");
      return new_unknown(context_, Unknown::Why::does_not_parse, name, context_.symbols.fresh(name), use);
    }
    return first.size() == name.size() ? found->value : read_member(context_, found->value, name.substr(first.size() + 1), use);
  }
  std::optional<Value> call_user_function(std::string_view, std::span<const Value>, Span) override { return std::nullopt; }
  Value run_loop(const Expr&, Span) override { return {}; }
  [[nodiscard]] std::string suggestion(std::string_view) const override { return {}; }

  std::optional<std::string_view> read_file(Context& context, std::string_view path, Span span) override {
    std::ifstream in(fs::path(folder_) / path, std::ios::binary);
    if (!in) {
      context.diagnostics.report(Code::function_argument, span, "file", "there is no such file");
      return std::nullopt;
    }
    return context.arena.copy(std::string_view(std::string{std::istreambuf_iterator<char>(in), {}}));
  }
  bool file_exists(std::string_view path) override { return fs::is_regular_file(fs::path(folder_) / path); }
  std::vector<std::string> files_matching(std::string_view folder, std::string_view pattern) override {
    std::vector<std::string> found;
    const auto root = fs::path(folder_) / folder;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const auto path = fs::relative(entry.path(), root).generic_string();
      if (entry.is_regular_file() && glob_matches(pattern, path)) found.push_back(path);
    }
    return found;
  }
  Value render(Context& context, std::string_view text, FileId file, const Value& variables, Span) override {
    templates_.push_back(terraform::read_template(text, file, "template", terraform::functions()));
    const auto& source = *templates_.back();
    Console inner(context, folder_, &variables);
    const auto* expression = source.root.find("template");
    return expression == nullptr ? Value() : evaluate(*expression->value, {context, inner, source.site});
  }

 private:
  Context& context_;
  std::string folder_;
  const Value* variables_;
  std::vector<std::shared_ptr<const terraform::SourceFile>> templates_;
};

std::string all_texts(const Diagnostics& diagnostics) {
  std::string out;
  for (const auto& one : diagnostics.list()) out += (out.empty() ? "" : "; ") + one.text();
  return out;
}

}  // namespace

Outcome evaluate_in_console(std::string_view expression, const std::string& folder) {
  const auto text = "v = " + std::string(expression) + "\n";
  const auto source = terraform::read_source(text, static_cast<FileId>(1), "expression.tf", terraform::functions());
  const auto* attribute = source->root.find("v");
  if (source->broken || attribute == nullptr) return {Outcome::Kind::error, "does not parse: " + all_texts(source->diagnostics), {}};
  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  Context context{arena, symbols, budget, diagnostics};
  Console console(context, folder);
  const auto value = evaluate(*attribute->value, {context, console, source->site});
  const auto printed = print(value, &symbols, 400);
  if (!diagnostics.empty()) return {Outcome::Kind::error, all_texts(diagnostics), printed};
  if (value.has_unknown()) return {Outcome::Kind::unknown, value.known() ? "a part" : std::string(value.why().subject), printed};
  const auto json = json_text(context, value, JsonStyle{'"', true}, {});
  if (!json.is_string()) return {Outcome::Kind::unknown, "what has no form in JSON", printed};
  return {Outcome::Kind::value, std::string(json.text()), printed};
}

}  // namespace pillarlint::test
