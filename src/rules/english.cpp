#include "rules/english.h"

#include <array>

#include "base/text.h"
#include "value/print.h"

namespace pillarlint {

namespace {
constexpr std::array link_words{
#define PILLARLINT_LINK(id, name, takes_by, english) std::string_view(english),
#include "rules/links.def"
#undef PILLARLINT_LINK
};

std::string filled(std::string_view form, const std::string& argument) { return fill(form, std::span(&argument, 1)); }

std::string listed(const std::vector<Operand>& operands, const OperandText& text) {
  std::vector<std::string> parts;
  for (const auto& operand : operands) parts.push_back(text(operand));
  if (parts.size() < 2) return parts.empty() ? "" : parts[0];
  const auto last = parts.back();
  parts.pop_back();
  return join(parts, ", ") + " or " + last;
}

std::string quoted(std::string_view text) { return fmt::format("`{}`", text); }

std::string in_words(const WordUse& use, bool negated, const OperandText& text) {
  const auto& row = info(use.word);
  const auto form = negated ? row.negated : row.english;
  switch (row.shape) {
    case Shape::boolean: return std::string(use.flag ? form : (negated ? row.english : row.negated));
    case Shape::test: return pillarlint::in_words(*use.test, !negated, text);
    case Shape::number: return filled(form, pillarlint::in_words(*use.test, false, text));
    case Shape::regex: return filled(form, std::string(use.operands[0].value.text_or_empty()));
    case Shape::role:
      if (!use.role_class.empty()) return filled(form, fmt::format("class `{}`", use.role_class));
      return filled(form, listed(use.operands, text));
    case Shape::resource: return filled(form, use.operands.empty() ? use.types.text : listed(use.operands, text));
    case Shape::order_of: return filled(form, (use.earlier ? "before " : "after ") + listed(use.operands, text));
    case Shape::mark: return filled(form, std::string(use.operands[0].value.text_or_empty()));
    case Shape::scalar:
    case Shape::scalars:
    case Shape::path:
    case Shape::order:
    case Shape::texts:
    case Shape::networks:
    case Shape::date: break;
  }
  const auto argument = listed(use.operands, text);
  // A list of one reads as the value itself.
  if ((use.word == Word::one_of || use.word == Word::among) && use.operands.size() == 1 && use.word == Word::one_of) {
    return filled(info(Word::equals).english, negated ? "other than " + argument : argument);
  }
  return filled(form, argument);
}

std::string indent(int depth) { return std::string(static_cast<std::size_t>(depth) * 2, ' ') + "- "; }

void lines_of(const Condition& condition, int depth, bool negated, std::string& out);

void parts_of(const Condition& condition, int depth, std::string& out) {
  for (const auto& part : condition.parts) lines_of(part, depth, false, out);
}

void quantifier_lines(const Quantifier& quantifier, int depth, std::string& out) {
  static constexpr std::array<std::string_view, 5> heads{"there is some", "each", "there is no", "the number of", "the sum of"};
  out += indent(depth) + std::string(heads[static_cast<std::size_t>(quantifier.quantity)]) + " " + pillarlint::in_words(quantifier, written);
  if (quantifier.number != nullptr) out += " is " + pillarlint::in_words(*quantifier.number, false, written);
  if (quantifier.quantity == Quantity::each && quantifier.is != nullptr) out += " fulfils";
  if (quantifier.or_platform != Provision::nothing) {
    out += fmt::format(" (or the platform provides it: `{}`)", provision_names[static_cast<std::size_t>(quantifier.or_platform)]);
  }
  out += '\n';
  if (quantifier.where != nullptr) {
    out += indent(depth + 1) + "where\n";
    lines_of(*quantifier.where, depth + 2, false, out);
  }
  if (quantifier.is != nullptr) lines_of(*quantifier.is, depth + 1, false, out);
}

std::string key_text(const Lookup& lookup) {
  std::vector<std::string> parts;
  for (const auto& [column, operand] : lookup.key) parts.push_back(fmt::format("{} {}", column, written(operand)));
  return fmt::format("table `{}` for {}", lookup.table_name, join(parts, ", "));
}

void lines_of(const Condition& condition, int depth, bool negated, std::string& out) {
  switch (condition.kind) {
    case Condition::Kind::all:
      if (condition.parts.size() > 1 && negated) out += indent(depth) + "not all of\n";
      return parts_of(condition, condition.parts.size() > 1 && negated ? depth + 1 : depth, out);
    case Condition::Kind::any:
      out += indent(depth) + "one of these holds\n";
      for (const auto& part : condition.parts) {
        const bool several = part.kind == Condition::Kind::all && part.parts.size() > 1;
        if (several) out += indent(depth + 1) + "all of\n";
        lines_of(part, several ? depth + 2 : depth + 1, false, out);
      }
      return;
    case Condition::Kind::negation:
      out += indent(depth) + "not\n";
      return parts_of(condition, depth + 1, out);
    case Condition::Kind::test:
      out += indent(depth) + (condition.path == nullptr ? std::string("it") : quoted(condition.path->path.text)) + " is " +
             pillarlint::in_words(*condition.test, negated, written) + "\n";
      return;
    case Condition::Kind::quantifier: return quantifier_lines(*condition.quantifier, depth, out);
    case Condition::Kind::cases: {
      out += indent(depth) + "for every case of";
      for (const auto& variable : condition.cases->variables) {
        std::vector<std::string> values;
        for (const auto& value : variable.values) values.push_back(quoted(value.is_string() ? std::string(value.text()) : print(value, nullptr)));
        out += fmt::format(" `${}`{}", variable.name, variable.lookup != nullptr ? " of " + key_text(*variable.lookup) : " in " + join(values, ", "));
      }
      out += '\n';
      return lines_of(*condition.cases->is, depth + 1, false, out);
    }
    case Condition::Kind::row:
      out += indent(depth) + "in the row of " + key_text(condition.row->lookup) + "\n";
      return lines_of(*condition.row->is, depth + 1, false, out);
  }
}
}  // namespace

std::string written(const Operand& operand) {
  if (operand.path != nullptr) return quoted(operand.path->path.text);
  return quoted(operand.value.is_string() ? std::string(operand.value.text()) : print(operand.value, nullptr));
}

std::string in_words(const Test& test, bool negated, const OperandText& text) {
  std::vector<std::string> parts;
  for (const auto& use : test.words) parts.push_back(in_words(use, negated, text));
  return join(parts, negated ? " or " : ", and ");
}

std::string in_words(const Quantifier& quantifier, const OperandText& text) {
  if (quantifier.of != nullptr) return fmt::format("element of `{}`", quantifier.of->path.text);
  std::string out = quantifier.a.any ? "resource" : "`" + quantifier.a.text + "`";
  for (const auto& use : quantifier.links) {
    const bool self = use.target.path != nullptr && use.target.path->path.text == "$this";
    out += " " + filled(link_words[static_cast<std::size_t>(use.link)], self ? "it" : text(use.target));
  }
  return out;
}

std::string in_words(const Condition& condition) {
  std::string out;
  lines_of(condition, 0, false, out);
  return out;
}

std::string how_it_decides(const Rule& rule) {
  std::string out = fmt::format("Judged: each `{}`", rule.types.text);
  const auto states = [&](std::string_view what, const std::vector<std::string_view>& names) {
    if (names.empty()) return;
    std::vector<std::string> parts;
    for (const auto name : names) parts.push_back(quoted(name));
    out += fmt::format(", if the {} is stated to be {}", what, join(parts, " or "));
  };
  states("environment", rule.environments);
  states("profile", rule.profiles);
  out += ".\n\n";
  if (rule.when != nullptr) out += "Applies when\n\n" + in_words(*rule.when) + "\n";
  out += "Expected\n\n" + in_words(*rule.expect);
  return out;
}

std::string explain_unknown(const Value& value, const SymbolStore& symbols) {
  if (value.known()) return {};
  const auto& why = value.why();
  const auto subject = why.subject.empty() ? symbols.print(why.symbol, 80) : std::string(why.subject);
  if (value.hidden()) return fmt::format("a secret: {}", describe(why.why));
  return subject.empty() ? std::string(describe(why.why)) : fmt::format("{}: {}", subject, describe(why.why));
}

}  // namespace pillarlint
