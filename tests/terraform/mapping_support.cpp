#include "terraform/mapping_support.h"

#include <array>

#include <fmt/format.h>

#include "value/operators.h"
#include "value/print.h"
#include "value/read_yaml.h"

namespace pillarlint::test {

namespace {

std::string indented(const std::string& entry) {
  const bool typed = entry.starts_with("type:") || entry.find("\ntype:") != std::string::npos;
  std::string out = typed ? "azurerm_x:\n  " : "azurerm_x:\n  type: Test.Rp/things\n  ";
  for (const char c : entry) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out + "\n";
}

class Marker {
 public:
  explicit Marker(Context context) : context_(context) {}

  Value value(const Value& v) {
    if (v.is_string()) return text(v);
    if (v.is_array()) return list(v);
    if (!v.is_object()) return v;
    if (v.find("if") != nullptr) {
      const auto test = unknown(v.get("if").text(), v.span(), ValueType::boolean, true);
      return choose(context_, test, value(v.get("then")), value(v.get("else")), v.span());
    }
    std::vector<Member> members(v.members().begin(), v.members().end());
    for (auto& m : members) m.value = value(m.value);
    return Value::object(context_.arena, members, v.span());
  }

 private:
  Value unknown(std::string_view name, Span span, ValueType type, bool never_null) {
    Unknown why;
    why.why = Unknown::Why::input_not_given;
    why.subject = name;
    why.span = span;
    why.type = type;
    why.never_null = never_null;
    why.symbol = context_.symbols.make("parameter", name);
    return Value::unknown(context_.arena, why);
  }

  Value list(const Value& v) {
    std::vector<Value> items;
    const Unknown* rest = nullptr;
    for (const auto& item : v.items()) {
      constexpr std::string_view more = "…";
      if (item.text_or_empty().starts_with(more)) {
        rest = &unknown(item.text().substr(more.size()), item.span(), ValueType::any, false).why();
      } else {
        items.push_back(value(item));
      }
    }
    return Value::array(context_.arena, items, v.span(), rest);
  }

  Value text(const Value& v) {
    const auto t = v.text();
    if (t.starts_with("?bool ")) return unknown(t.substr(6), v.span(), ValueType::boolean, true);
    if (t.starts_with("?text ")) return unknown(t.substr(6), v.span(), ValueType::string, true);
    if (t.starts_with("?")) return unknown(t.substr(1), v.span(), ValueType::any, false);
    constexpr std::string_view open = "‹";
    constexpr std::string_view close = "›";
    const auto from = t.find(open);
    if (from == std::string_view::npos) return v;
    const auto to = t.find(close, from);
    const std::array parts{Value::of(t.substr(0, from)), unknown(t.substr(from + open.size(), to - from - open.size()), v.span(), ValueType::string, true),
                           Value::of(t.substr(to + close.size()))};
    return join_text(context_, parts, v.span());
  }

  Context context_;
};

}  // namespace

std::unique_ptr<MappedText> map_text(const std::string& entry, const std::string& attributes, terraform::Majors majors) {
  auto out = std::make_unique<MappedText>();
  out->mapping_text = indented(entry);
  out->attribute_text = attributes;
  const auto mapping_file = out->sources.add("mapping.yaml", out->mapping_text);
  const auto attribute_file = out->sources.add("main.tf", attributes);
  out->mapping_document = read_yaml(out->sources.text(mapping_file), mapping_file);
  out->attribute_document = read_yaml(out->sources.text(attribute_file), attribute_file);
  for (const auto& d : out->mapping_document->diagnostics.list()) out->diagnostics.add(d);
  for (const auto& d : out->attribute_document->diagnostics.list()) out->diagnostics.add(d);
  const std::vector<std::pair<std::string, Value>> documents{{"mapping.yaml", out->mapping_document->root}};
  out->mappings = std::make_unique<terraform::Mappings>(documents, out->diagnostics);
  out->mappings->check(out->diagnostics);
  const auto* mapping = out->mappings->find("azurerm_x");
  if (mapping == nullptr) return out;
  constexpr std::string_view table = "rows: [ { guid: 5e0bd9bd, name: OpenAI User, also: Foundry Caller } ]";
  static const auto roles = read_yaml(table, FileId::none);
  out->roles = roles->root;
  auto context = out->context();
  out->attributes = Marker(context).value(out->attribute_document->root);
  if (!out->attributes.is_object()) out->attributes = Value::object(out->arena, std::span<const Member>());
  const auto subscription = Value::of(std::string_view("/subscriptions/s"));
  const Span header{attribute_file, 0, 1};
  out->mapped = terraform::apply(context, *mapping, {out->attributes, header, majors, {subscription, &out->roles}});
  return out;
}

Value MappedText::value(std::string_view path, std::size_t n) {
  Value v = mapped.resources.at(n).body;
  for (const auto& step : index_steps(path)) v = v.get(step.name);
  return v;
}

std::string MappedText::at(std::string_view path, std::size_t n) {
  const auto v = value(path, n);
  return v.is_null() ? "-" : print(v, &symbols, 400);
}

std::string MappedText::complaints() const {
  std::string out;
  for (const auto& d : diagnostics.list()) {
    if (!out.empty()) out += '\n';
    const auto line = d.span.known() ? sources.position(d.span.file, d.span.begin).line : 0;
    out += fmt::format("{}: {}", line, d.text());
  }
  return out;
}

std::string complaints_of(const std::string& entry, const TypeIndex* types) {
  auto read = map_text(entry, "{}");
  if (types != nullptr) {
    read->diagnostics = {};
    read->mappings->check(read->diagnostics, types);
  }
  return read->complaints();
}

}  // namespace pillarlint::test
