#include "azure/api_policy.h"

#include <array>

#include <pugixml.hpp>

#include "azure/policy_text.h"
#include "base/text.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

constexpr std::array<std::string_view, 4> sections = {"inbound", "backend", "outbound", "on-error"};
constexpr std::size_t max_depth = 100;
constexpr std::size_t max_bytes = 4'000'000;

class Converter {
 public:
  Converter(Context& context, const PolicyText& policy, const Value& from) : context_(context), policy_(policy), from_(from) {}

  /// The elements in a node. Open if a hole of the text stands between them: it may bring elements of its own.
  Value items(const pugi::xml_node& node, std::size_t depth) {
    std::vector<Value> out;
    const Unknown* rest = nullptr;
    for (const auto& child : node.children()) {
      if (child.type() == pugi::node_element && depth < max_depth && context_.budget.take()) {
        out.push_back(element(child, depth + 1));
      } else if (child.type() == pugi::node_element) {
        rest = &limit_unknown(context_, "nesting", from_.span()).why();
      } else if (const auto* hole = input_hole(policy_, child.value()); hole != nullptr && rest == nullptr) {
        rest = hole->why;
      }
    }
    return Value::array(context_.arena, out, from_.span(), rest);
  }

 private:
  Value text(std::string_view raw) { return restore_policy_text(context_, policy_, raw, from_); }

  Value element(const pugi::xml_node& node, std::size_t depth) {
    ObjectBuilder attributes(context_.arena);
    for (const auto& attribute : node.attributes()) {
      attributes.set(context_.arena.copy(std::string_view(attribute.name())), text(attribute.value()));
    }
    std::string inner;
    for (const auto& child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) inner += child.value();
    }
    ObjectBuilder out(context_.arena);
    out.set("element", text(node.name()));
    out.set("attributes", attributes.build(from_.span()));
    out.set("text", text(trim(inner)));
    out.set("items", items(node, depth));
    return out.build(from_.span());
  }

  Context& context_;
  const PolicyText& policy_;
  const Value& from_;
};

Value not_xml(Context& context, const Value& text, std::string_view why) {
  context.diagnostics.report(Code::policy_not_xml, text.span(), why);
  const std::array operands{text};
  auto out = unknown_from(context, "policy", operands, text.span(), ValueType::object);
  auto* reason = context.arena.make<Unknown>(out.why());
  reason->why = Unknown::Why::does_not_parse;
  reason->subject = "the API Management policy";
  reason->span = text.span();
  return Value::unknown(reason, text.span()).marked(text.marks());
}

Value read_one(Context& context, const Value& text) {
  const bool has_pieces = !text.known() && !text.why().pieces.empty();
  if (text.known() ? !text.is_string() : !has_pieces) {
    const std::array operands{text};
    return unknown_from(context, "policy", operands, text.span(), ValueType::object);
  }
  std::size_t bytes = 0;
  for (const auto& piece : pieces_of(text)) bytes += piece.text.size();
  if (bytes > max_bytes || !context.budget.take_bytes(bytes * 4)) return limit_unknown(context, "size", text.span());
  const auto policy = cut_policy(context, text);
  pugi::xml_document document;
  const auto result = document.load_buffer(policy.xml.data(), policy.xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result) return not_xml(context, text, lower(std::string_view(result.description())));
  Converter converter(context, policy, text);
  const auto root = document.document_element();
  if (same_text(root.name(), "fragment")) {
    const std::array members{member("fragment", converter.items(root, 0))};
    return Value::object(context.arena, members, text.span()).marked(text.marks());
  }
  if (!same_text(root.name(), "policies")) return not_xml(context, text, "it does not begin with `<policies>` or `<fragment>`");
  ObjectBuilder out(context.arena);
  for (const auto section : sections) {
    const auto node = root.find_child([&](const pugi::xml_node& child) { return same_text(child.name(), section); });
    out.set(section, converter.items(node, 0));
  }
  return out.build(text.span()).marked(text.marks());
}

}  // namespace

Value read_policy(Context& context, const Value& text) {
  if (text.known() || text.why().alternatives.empty()) return read_one(context, text);
  const std::array operands{text};
  const auto symbol = context.symbols.make("policy", "", {text.why().symbol});
  return distribute(context, operands, symbol, text.span(),
                    [&](std::span<const Value> one) { return read_one(context, one[0]); });
}

}  // namespace pillarlint
