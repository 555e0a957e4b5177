// What the declaration of a parameter says of its value: of one that is not given (semantics D9), of one that is (marks,
// null, D12), and of the entries of parameter files (placeholders, D14).
#pragma once

#include <string_view>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint::arm {

/// A parameter's type: its own declaration, or the definition that its `$ref` names.
struct ParameterType {
  Value declaration;    // object with type (or `secure` where that is not known), allowedValues, minLength, properties, items, nullable …
  Value definitions;    // `definitions` of the template, for `$ref`
};

[[nodiscard]] bool is_secure(const ParameterType& type);
[[nodiscard]] bool is_nullable(const ParameterType& type);
[[nodiscard]] ValueType type_of(const ParameterType& type);

/// A value of the type of which nothing else is known. `symbol` is its name. Allowed values become alternatives; an object
/// with declared properties is open, with those as its members.
[[nodiscard]] Value unknown_of_type(Context& context, const ParameterType& type, SymbolId symbol, std::string_view subject,
                                    Span span, Unknown::Why why = Unknown::Why::input_not_given);

/// The secret of a Key Vault that an argument or an entry refers to: `{ keyVault: { id }, secretName }`.
[[nodiscard]] Value secret_of(Context& context, const Value& reference, const ParameterType& type, Span span);

/// An entry of a parameter file: placeholders become unknowns (`${NAME=default}` its default), text is converted to the
/// declared type.
[[nodiscard]] Value from_parameter_file(Context& context, const Value& written, const ParameterType& type);

/// Marks what the declaration marks: values of secure types, and of secure properties of object types.
[[nodiscard]] Value with_marks(Context& context, const Value& value, const ParameterType& type);

}  // namespace pillarlint::arm
