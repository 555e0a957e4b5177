#include <algorithm>
#include <array>

#include "base/text.h"
#include "expr/evaluate.h"

namespace pillarlint {

Value index_in(Context& context, SymbolId collection, std::string_view subject, Span span) {
  Unknown why;
  why.why = Unknown::Why::input_not_given;
  why.subject = context.arena.copy(subject);
  why.span = span;
  why.type = ValueType::integer;
  why.never_null = true;
  why.symbol = context.symbols.make("index", "", {collection});
  return Value::unknown(context.arena, why);
}

Value each_of(Context& context, const Value& collection, Span span) {
  Unknown why;
  why.span = span;
  why.subject = "a loop of unknown count";
  if (!collection.known()) {
    why.why = collection.why().why;
    why.subject = collection.why().subject;
    why.span = collection.why().span;
  } else if (collection.rest() != nullptr) {
    why.why = collection.rest()->why;
    why.subject = collection.rest()->subject;
    why.span = collection.rest()->span;
  }
  why.symbol = context.symbols.make("each", "", {symbol_of(collection, context.symbols)});
  return Value::unknown(context.arena.make<Unknown>(why), span).marked(collection.marks());
}

namespace {

struct LoopCall {
  const Expr& expr;
  const Evaluation& in;
  Span span;

  [[nodiscard]] const Expr* lambda(std::size_t n) const {
    if (n >= expr.children.size() || expr.children[n]->kind != Expr::Kind::lambda) return nullptr;
    return expr.children[n];
  }
  [[nodiscard]] Value wrong(std::string_view what) const {
    in.context.diagnostics.report(Code::function_argument, span, expr.text, what);
    return new_unknown(in.context, Unknown::Why::does_not_parse, expr.text, in.context.symbols.fresh(expr.text), span);
  }
};

Value apply(const LoopCall& loop, const Expr& lambda, std::span<const Value> args) {
  std::vector<Local> locals(lambda.parameters.size());
  const Local* outer = loop.in.locals;
  for (std::size_t i = 0; i < locals.size(); ++i) {
    locals[i] = {lambda.parameters[i], i < args.size() ? args[i] : Value(), outer};
    outer = &locals[i];
  }
  return evaluate(*lambda.children[0], {loop.in.context, loop.in.scope, loop.in.site, outer});
}

Value index_value(std::size_t i, Span span) { return Value::of(static_cast<std::int64_t>(i), span); }

/// What the lambdas of the call make of any element of the collection, as a symbol: two loops that do the same to equal
/// collections meet, whatever their variables are called, and what they take from around them counts.
SymbolId what_it_does(const LoopCall& loop, const Value& collection) {
  Diagnostics unheard;
  Context quiet{loop.in.context.arena, loop.in.context.symbols, loop.in.context.budget, unheard};
  const LoopCall silent{loop.expr, {quiet, loop.in.scope, loop.in.site, loop.in.locals}, loop.span};
  const auto of = symbol_of(collection, quiet.symbols);
  const auto each = each_of(quiet, collection, loop.span);
  const auto index = index_in(quiet, of, "a loop", loop.span);
  const auto kind = loop.expr.function->loop;
  const auto other = [&](std::string_view name) {
    return new_unknown(quiet, Unknown::Why::not_evaluated, name, quiet.symbols.make(name, "", {of}), loop.span);
  };
  std::vector<SymbolId> operands{of};
  for (std::size_t i = 1; i < loop.expr.children.size(); ++i) {
    const auto& child = *loop.expr.children[i];
    if (child.kind != Expr::Kind::lambda) {
      operands.push_back(symbol_of(evaluate(child, silent.in), quiet.symbols));
      continue;
    }
    std::vector<Value> args{each, index};
    if (kind == Loop::reduce) args = {other("so far"), each, index};
    if (kind == Loop::sort) args = {each, other("another")};
    operands.push_back(symbol_of(apply(silent, child, args), quiet.symbols));
  }
  return quiet.symbols.make(loop.expr.text, "", operands);
}

/// What a loop over something unknown leaves open: an element made by the lambda from `each`, so that two equal loops meet.
const Unknown* open_rest(const LoopCall& loop, const Value& collection) {
  if (collection.is_container() && collection.rest() == nullptr) return nullptr;
  const std::array operands{collection};
  const auto open = unknown_from(loop.in.context, loop.expr.text, operands, loop.span);
  auto* why = loop.in.context.arena.make<Unknown>(open.why());
  why->symbol = what_it_does(loop, collection);
  return why;
}

Value map_items(const LoopCall& loop, const Value& array, const Expr& lambda) {
  std::vector<Value> out;
  for (std::size_t i = 0; i < array.items().size(); ++i) {
    const std::array args{array.items()[i], index_value(i, loop.span)};
    out.push_back(apply(loop, lambda, args));
  }
  return Value::array(loop.in.context.arena, out, loop.span, open_rest(loop, array));
}

Value filter_items(const LoopCall& loop, const Value& array, const Expr& lambda) {
  std::vector<Value> out;
  const Unknown* rest = open_rest(loop, array);
  for (std::size_t i = 0; i < array.items().size(); ++i) {
    const std::array args{array.items()[i], index_value(i, loop.span)};
    const auto kept = apply(loop, lambda, args);
    if (truth_of(kept) == Truth::yes) out.push_back(array.items()[i]);
    if (truth_of(kept) == Truth::unknown && rest == nullptr && !kept.known()) {
      const std::array operands{array, kept};
      auto* why = loop.in.context.arena.make<Unknown>(unknown_from(loop.in.context, "filter", operands, loop.span).why());
      why->symbol = what_it_does(loop, array);
      rest = why;
    }
  }
  return Value::array(loop.in.context.arena, out, loop.span, rest);
}

Value sort_items(const LoopCall& loop, const Value& array, const Expr& lambda) {
  std::vector<Value> items(array.items().begin(), array.items().end());
  bool sure = array.rest() == nullptr;
  // Insertion by the lambda's answer: stable, and safe with an order that contradicts itself.
  for (std::size_t i = 1; i < items.size() && sure; ++i) {
    for (std::size_t k = i; k > 0; --k) {
      const std::array args{items[k], items[k - 1]};
      const auto before = truth_of(apply(loop, lambda, args));
      sure = sure && before != Truth::unknown;
      if (before != Truth::yes) break;
      std::swap(items[k], items[k - 1]);
    }
  }
  if (!sure) {
    const std::array operands{array};
    auto* why = loop.in.context.arena.make<Unknown>(unknown_from(loop.in.context, "sort", operands, loop.span, ValueType::array).why());
    why->symbol = what_it_does(loop, array);
    return Value::unknown(why, loop.span);
  }
  return Value::array(loop.in.context.arena, items, loop.span);
}

Value reduce_items(const LoopCall& loop, const Value& array, const Expr& lambda, Value so_far) {
  if (array.rest() != nullptr) {
    const std::array operands{array, so_far};
    auto* why = loop.in.context.arena.make<Unknown>(unknown_from(loop.in.context, "reduce", operands, loop.span).why());
    why->symbol = what_it_does(loop, array);
    return Value::unknown(why, loop.span);
  }
  for (std::size_t i = 0; i < array.items().size(); ++i) {
    const std::array args{so_far, array.items()[i], index_value(i, loop.span)};
    so_far = apply(loop, lambda, args);
  }
  return so_far;
}

/// Runs a key lambda over the items; false if a key is not known (the object is then open).
template <typename Use>
bool with_keys(const LoopCall& loop, const Value& array, const Expr& lambda, Use use) {
  bool all_known = true;
  for (std::size_t i = 0; i < array.items().size(); ++i) {
    const std::array args{array.items()[i], index_value(i, loop.span)};
    const auto key = apply(loop, lambda, args);
    const auto text = key.known() ? scalar_text(key) : std::nullopt;
    all_known = all_known && text.has_value();
    if (text) use(loop.in.context.arena.copy(std::string_view(*text)), array.items()[i]);
  }
  return all_known;
}

const Unknown* rest_unless(const LoopCall& loop, bool all_known, const Value& array) {
  if (const auto* rest = open_rest(loop, array)) return rest;
  if (all_known) return nullptr;
  const std::array operands{array};
  auto* why = loop.in.context.arena.make<Unknown>(unknown_from(loop.in.context, loop.expr.text, operands, loop.span).why());
  why->symbol = what_it_does(loop, array);
  return why;
}

/// Each name is looked for among those before it: the steps of the n-th of them.
constexpr std::uint64_t steps_of_name(std::uint64_t n) { return 1 + n / 64; }

Value to_object(const LoopCall& loop, const Value& array, const Expr& key, const Expr* value) {
  ObjectBuilder object(loop.in.context.arena);
  std::uint64_t names = 0;
  const bool known = with_keys(loop, array, key, [&](std::string_view name, const Value& item) {
    (void)loop.in.context.budget.take(steps_of_name(names++));  // without steps the rest is quickly unknown
    const std::array args{item};
    object.set(name, value != nullptr ? apply(loop, *value, args) : item);
  });
  object.open(rest_unless(loop, known, array));
  return object.build(loop.span);
}

Value group_items(const LoopCall& loop, const Value& array, const Expr& key, const Expr* value) {
  std::vector<std::pair<std::string_view, std::vector<Value>>> groups;
  const bool known = with_keys(loop, array, key, [&](std::string_view name, const Value& item) {
    (void)loop.in.context.budget.take(steps_of_name(groups.size()));
    const auto same = [&](const auto& group) { return group.first == name; };
    auto found = std::find_if(groups.begin(), groups.end(), same);
    if (found == groups.end()) found = groups.insert(groups.end(), {name, {}});
    const std::array args{item};
    found->second.push_back(value != nullptr ? apply(loop, *value, args) : item);
  });
  ObjectBuilder object(loop.in.context.arena);
  const auto* rest = rest_unless(loop, known, array);
  for (const auto& [name, items] : groups) object.set(name, Value::array(loop.in.context.arena, items, loop.span, rest));
  object.open(rest);
  return object.build(loop.span);
}

Value map_members(const LoopCall& loop, const Value& object, const Expr& lambda) {
  ObjectBuilder out(loop.in.context.arena);
  for (const auto& m : object.members()) {
    const std::array args{m.value};
    out.set(m.key, apply(loop, lambda, args), m.key_span);
  }
  out.open(open_rest(loop, object));
  return out.build(loop.span);
}

Value run(const LoopCall& loop, const Value& over) {
  const auto kind = loop.expr.function->loop;
  const auto* first = loop.lambda(kind == Loop::reduce ? 2 : 1);
  if (first == nullptr) return loop.wrong("a lambda is expected");
  const bool fits = kind == Loop::map_values ? over.is_object() : over.is_array();
  if (!fits && over.known()) return loop.wrong(kind == Loop::map_values ? "an object is expected" : "an array is expected");
  if (!fits) {
    // Nothing is known of the elements: the container is open, and what there is was made by this lambda.
    const auto* rest = open_rest(loop, over);
    const bool object = kind == Loop::to_object || kind == Loop::map_values || kind == Loop::group_by;
    if (kind == Loop::reduce || kind == Loop::sort) return Value::unknown(rest, loop.span).marked(over.marks());
    auto made = object ? Value::object(loop.in.context.arena, {}, loop.span, rest)
                       : Value::array(loop.in.context.arena, {}, loop.span, rest);
    return made.marked(over.marks());
  }
  switch (kind) {
    case Loop::map: return map_items(loop, over, *first);
    case Loop::filter: return filter_items(loop, over, *first);
    case Loop::reduce: return reduce_items(loop, over, *first, evaluate(*loop.expr.children[1], loop.in));
    case Loop::sort: return sort_items(loop, over, *first);
    case Loop::to_object: return to_object(loop, over, *first, loop.lambda(2));
    case Loop::map_values: return map_members(loop, over, *first);
    case Loop::group_by: return group_items(loop, over, *first, loop.lambda(2));
    case Loop::none: break;
  }
  return loop.wrong("it is no loop");
}

}  // namespace

Value evaluate_loop(const Expr& call, const Evaluation& in) {
  const LoopCall loop{call, in, in.site.place(call)};
  const auto given = static_cast<int>(call.children.size());
  if (given < call.function->min_args || given > call.function->max_args) return loop.wrong("wrong number of arguments");
  const auto over = evaluate(*call.children[0], in);
  const std::array args{over};
  const auto symbol = over.known() ? SymbolId::none : what_it_does(loop, over);
  return distribute(in.context, args, symbol, loop.span, [&](std::span<const Value> row) { return run(loop, row[0]); });
}

}  // namespace pillarlint
