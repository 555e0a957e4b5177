// A body while it is put together: what several attributes, constants and defaults say of one place is kept until all of
// them are heard, then the strongest wins.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "terraform/azurerm/mapping.h"
#include "value/context.h"
#include "value/value.h"

namespace pillarlint::terraform {

/// How strong a word is. Defaults last, and only for the majors that have them.
enum class Rank : std::uint8_t { fallback, constant, made, written };

struct BodyNode {
  struct Word {
    Value value;
    Rank rank = Rank::written;
    Majors majors;  // of a fallback
  };
  struct Named {
    std::string_view name;
    std::unique_ptr<BodyNode> node;
  };
  std::vector<Word> words;
  std::vector<Named> members;  // in the order in which they were first named
  bool there = false;          // a block says that it is there, even without members
  Span span;

  /// The node at the end of the path, made if it is not there.
  BodyNode& at(std::span<const std::string_view> steps);
  [[nodiscard]] const BodyNode* find(std::string_view name) const;
  [[nodiscard]] bool is_object() const { return there || !members.empty(); }
};

class BodyBuilder {
 public:
  BodyBuilder(Context& context, Majors majors, Span header) : context_(context), majors_(majors), header_(header) {}

  /// nullopt: nothing is there.
  [[nodiscard]] std::optional<Value> build(const BodyNode& node);

  /// One of several states that a part of a body may be in.
  struct State {
    const BodyNode* tree = nullptr;
    std::span<const Atom> when;
  };
  /// Lays the states over the tree: what is the same in all of them stays one object, what only some have has
  /// alternatives, null where it is absent. `symbol` is that of the value that is not known.
  void overlay(BodyNode& onto, std::span<const State> states, SymbolId symbol);

 private:
  std::optional<Value> fallback(const BodyNode& node);
  std::optional<Value> members_of(const BodyNode& node);
  Value merged(const Value& stronger, const Value& weaker);
  void overlay_member(BodyNode& onto, std::string_view name, std::span<const State> states, SymbolId symbol);

  Context& context_;
  Majors majors_;
  Span header_;
};

/// The alternatives of which one holds for each major; all equal: that value. Null for a major that has none.
[[nodiscard]] Value by_major(Context& context, Majors majors, Span span, const std::function<Value(int)>& of);

/// The value wherever it may be null replaced by `instead`.
[[nodiscard]] Value or_else(Context& context, const Value& value, const Value& instead);

/// `made` with the journey of `from`, unless it has one of its own.
[[nodiscard]] Value with_journey(Value made, const Value& from);

}  // namespace pillarlint::terraform
