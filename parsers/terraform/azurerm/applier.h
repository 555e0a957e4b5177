// The work of apply(): one resource on its way from attributes to a body. Inside this folder only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "terraform/azurerm/apply.h"
#include "terraform/azurerm/body_tree.h"

namespace pillarlint::terraform {

/// What is written as this attribute; nullopt: nothing. Part of an unknown where the object is not known.
[[nodiscard]] std::optional<Value> written(Context& context, const Value& object, std::string_view attribute);

/// The provider's default of an attribute in its own terms, for each major that is allowed; null: it has none.
[[nodiscard]] Value default_of(Context& context, const BlockForm& block, std::string_view attribute, Majors majors, Span header);

/// The text that is made of attributes of a block, or else of the whole resource; null: one of them is not written.
class TextMaker {
 public:
  struct Level {
    const BlockForm* form;
    Value object;
  };
  TextMaker(Context& context, Majors majors, Span header) : context_(context), majors_(majors), header_(header) {}
  /// Innermost level first. `written` is set if any attribute in it is.
  [[nodiscard]] Value make(const TextForm& form, std::span<const Level> levels, bool* any_written = nullptr);

 private:
  Value part(const TextForm::Part& part, std::span<const Level> levels, bool& is_written);

  Context& context_;
  Majors majors_;
  Span header_;
};

/// What is written that means nothing, and which majors the written attributes leave.
class Survey {
 public:
  Survey(const ResourceMapping& mapping, Majors majors, Span header, Mapped& out);
  void run(const Value& attributes);
  [[nodiscard]] Majors majors() const { return majors_; }

 private:
  void block(const BlockForm& form, const Value& object, std::string_view above);
  void one(const BlockForm& form, const Member& m, std::string_view above);
  [[nodiscard]] bool used_elsewhere(std::string_view name) const;

  const ResourceMapping& mapping_;
  Majors allowed_;
  Majors majors_;
  Span header_;
  Mapped& out_;
};

class Applier {
 public:
  Applier(Context& context, const ResourceMapping& mapping, const ResourceInput& input, Mapped& out);
  void run();

 private:
  /// A block that may be in several states, laid over the body when all else is there.
  struct Overlay {
    struct State {
      std::unique_ptr<BodyNode> root;
      std::unique_ptr<BodyNode> here;
      std::span<const Atom> when;
    };
    BodyNode* root;
    BodyNode* here;
    std::vector<State> states;
    SymbolId symbol;
    std::string_view first_step;
  };
  /// Where a block writes, and what it is in.
  struct Frame {
    BodyNode* root;
    BodyNode* here;
    std::vector<Overlay>* pending;
    std::span<const TextMaker::Level> levels;      // innermost first
    std::span<const Value> segments;               // of the resource that it is a part of
    std::span<const Atom> condition;
    std::string_view api_version;
  };

  void whole();
  void place(MappedResource& out);
  [[nodiscard]] std::vector<Value> own_segments();
  void block(const BlockForm& form, const Value& object, const Frame& frame);
  void attribute(const AttributeForm& form, const BlockForm& among, const Value& object, const Frame& frame);
  void scalar(const AttributeForm& form, const BlockForm& among, const std::optional<Value>& value, const Frame& frame);
  void fallbacks(const AttributeForm& form, const Frame& frame);
  void constants(std::span<const Constant> rows, BodyNode& here, const Frame& frame, Span span);
  void nested(const AttributeForm& form, const Value& value, const Frame& frame);
  void single(const AttributeForm& form, const Value& item, const Frame& frame);
  void possible(const AttributeForm& form, const Value& value, const Frame& frame);
  void states(const AttributeForm& form, const Value& value, const Frame& frame);
  void absent(const AttributeForm& form, const Frame& frame);
  [[nodiscard]] Value list(const AttributeForm& form, const Value& value, const Frame& frame);
  [[nodiscard]] Value keyed(const AttributeForm& form, const Value& value, const Frame& frame);
  [[nodiscard]] Value element(const AttributeForm& form, const Value& item, const Frame& frame);
  void children(const AttributeForm& form, const Value& value, const Frame& frame);
  void child(const AttributeForm& form, const Value& item, const Frame& frame);
  void child_of_one(const AttributeForm& form, const BlockForm& among, const std::optional<Value>& value, const Frame& frame);
  [[nodiscard]] MappedResource new_child(const AttributeForm& form, std::span<const TextMaker::Level> levels, const Frame& frame, Span span);
  [[nodiscard]] std::optional<Value> body_of(const std::function<void(const Frame&)>& fill, Frame frame, Span span);
  void finish(std::vector<Overlay>& pending);
  [[nodiscard]] BodyNode& node(const BodyPath& to, const Frame& frame) const;
  [[nodiscard]] Value travelled(const Value& value, const AttributeForm& form);
  void put(const AttributeForm& form, const Value& value, const Frame& frame);
  /// Of several forms of one name: the one that counts for a written attribute.
  [[nodiscard]] bool counts(const AttributeForm& form, const BlockForm& among, const Value& value) const;

  Context& context_;
  const ResourceMapping& mapping_;
  const ResourceInput& input_;
  Mapped& out_;
  Majors majors_;
  BodyBuilder builder_;
  TextMaker texts_;
  MappedResource self_;
  std::vector<MappedResource> children_;
};

}  // namespace pillarlint::terraform
