#include "bicep/functions.h"

#include <array>

#include <fmt/format.h>

#include "arm/expand.h"
#include "arm/functions.h"

namespace pillarlint::bicep {

namespace {

// Arguments of a module as one object: each member as ARM writes an argument, `{ value: … }`.
Value run_arguments(const Call& call) {
  const auto wrap = [&](std::span<const Value> args) {
    const auto& object = args[0];
    if (!object.is_object()) return call.unknown(ValueType::object);
    ObjectBuilder made(call.context.arena);
    for (const auto& m : object.members()) {
      ObjectBuilder entry(call.context.arena);
      entry.set("value", m.value, m.key_span);
      made.set(m.key, entry.build(m.value.span()), m.key_span);
    }
    made.open(object.rest());
    return made.build(object.span());
  };
  const auto symbol = call.context.symbols.make("arguments", "", {symbol_of(call.arg(0), call.context.symbols)});
  return distribute(call.context, call.args, symbol, call.span, wrap);
}

// `readEnvironmentVariable('NAME', 'default')`: as a placeholder of a parameter file (semantics D14).
Value run_environment_variable(const Call& call) {
  const auto& name = call.arg(0);
  if (!name.is_string()) return call.unknown(ValueType::string);
  if (call.has(1)) {
    return call.arg(1).via(call.context.arena, Origin::Step::environment, call.span,
                           call.context.arena.copy(fmt::format("default of environment variable {}", name.text())));
  }
  return new_unknown(call.context, Unknown::Why::placeholder, fmt::format("environment variable {}", name.text()),
                     call.context.symbols.make("placeholder", name.text()), call.span, ValueType::string);
}

Value run_get_secret(const Call& call) {
  std::vector<SymbolId> symbols;
  for (const auto& arg : call.args) symbols.push_back(symbol_of(arg, call.context.symbols));
  return new_unknown(call.context, Unknown::Why::known_after_deploy, "a secret of Key Vault",
                     call.context.symbols.make("secret reference", "", symbols), call.span, ValueType::string)
      .marked(Mark::secret);
}

constexpr std::array rows{
    Builtin{"@arguments", 1, 1, Takes::unknown, run_arguments, ValueType::object},
    Builtin{"readEnvironmentVariable", 1, 2, Takes::unknown, run_environment_variable, ValueType::string},
    Builtin{"getSecret", 1, 5, Takes::unknown, run_get_secret, ValueType::string},
};

}  // namespace

const FunctionTable& functions() {
  static const FunctionTable table{rows, arm_functions(), arm::deployment_functions()};
  return table;
}

}  // namespace pillarlint::bicep
