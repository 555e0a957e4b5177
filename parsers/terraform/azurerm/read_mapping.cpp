#include "terraform/azurerm/read_mapping.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "terraform/azurerm/hooks.h"

namespace pillarlint::terraform {

namespace {

constexpr std::array<std::string_view, 10> standard_attributes = {"name",       "resource_group_name", "id",       "timeouts", "lifecycle",
                                                                  "depends_on", "count",               "for_each", "provider", "provisioner"};
constexpr std::array<std::string_view, 17> entry_keys = {"type",    "api",   "doc",     "data",       "made",   "constants", "attributes", "exports",
                                                         "parent",  "scope", "patches", "between",    "name",   "absent",    "since",      "until",
                                                         "locks_parent"};
constexpr std::array<std::string_view, 24> form_keys = {"to",      "as",    "invert", "default", "defaults", "since", "until", "text",
                                                        "number",  "each",  "split",  "join",    "keys",     "wrap",  "block", "list",
                                                        "child",   "hook",  "names",  "secret",  "skip",     "constants", "key",  "alone"};
constexpr int deepest = 12;

std::string kind_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return "empty";
    case Value::Kind::boolean: return "a boolean";
    case Value::Kind::integer:
    case Value::Kind::real: return "a number";
    case Value::Kind::string: return fmt::format("`{}`", value.text());
    case Value::Kind::array: return "a list";
    case Value::Kind::object: return "a map";
    default: return "not readable";
  }
}

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void entry(const Value& written, ResourceMapping& out) {
    if (!written.is_object()) return wrong(out.span, out.azurerm_type, kind_of(written), "a map with `type` and `attributes`");
    check_keys(written, entry_keys, {});
    out.type = text(written, "type");
    if (out.type.empty()) wrong(out.span, "type", "not there", "an ARM resource type");
    if (!out.type.empty() && out.type.find('/') == std::string_view::npos) wrong(written.get("type"), "type", "an ARM resource type");
    out.api_version = version(written, "api");
    out.doc = text(written, "doc");
    out.data = flag(written, "data");
    out.since = major(written, "since");
    out.until = major(written, "until");
    names(written, out);
    belongs(written, out);
    block(written, "attributes", "", out.body, 0);
    made(written.get("made"), out.body);
    exports(written.get("exports"), out);
    add_standard(out.body);
  }

 private:
  void wrong(Span span, std::string_view key, std::string_view is, std::string_view expected) {
    diagnostics_.report(Code::config_value, span, key, is, expected);
  }
  void wrong(const Value& value, std::string_view key, std::string_view expected) { wrong(value.span(), key, kind_of(value), expected); }

  void check_keys(const Value& map, std::span<const std::string_view> allowed, std::span<const std::string_view> more) {
    for (const auto& m : map.members()) {
      if (std::find(allowed.begin(), allowed.end(), m.key) != allowed.end()) continue;
      if (std::find(more.begin(), more.end(), m.key) != more.end()) continue;
      const auto near = nearest(m.key, allowed);
      diagnostics_.report(Code::config_key_unknown, m.key_span, m.key, near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near));
    }
  }

  /// Keys of maps are compared without letter case elsewhere; here the letter case was checked with the keys.
  std::string_view text(const Value& map, std::string_view key) {
    const auto value = map.get(key);
    if (!value.is_null() && !value.is_string()) wrong(value, key, "a text");
    return value.text_or_empty();
  }

  bool flag(const Value& map, std::string_view key) {
    const auto value = map.get(key);
    if (value.is_null()) return false;
    if (!value.is_bool()) wrong(value, key, "`true`");
    return value.is_bool() && value.boolean();
  }

  std::string_view version(const Value& map, std::string_view key) {
    const auto value = text(map, key);
    if (value.empty() || is_api_version(value)) return value;
    wrong(map.get(key), key, "an API version such as 2024-10-01");
    return {};
  }

  int major(const Value& map, std::string_view key) {
    const auto value = map.get(key);
    if (value.is_null()) return 0;
    if (value.is_integer() && value.integer() > 0 && value.integer() <= Majors::last) return static_cast<int>(value.integer());
    wrong(value, key, "a major of the provider: 3, 4 or 5");
    return 0;
  }

  bool path(const Value& at, std::string_view key, std::string_view written, BodyPath& out) {
    out.from_root = written.starts_with('/');
    if (out.from_root) written.remove_prefix(1);
    for (const auto& step : index_steps(written)) {
      out.steps.push_back(step.name);
      if (step.elements) out.steps.push_back(BodyPath::only_element);
    }
    bool good = !out.steps.empty() && !written.starts_with('.') && !written.ends_with('.') &&
                written.find("..") == std::string_view::npos && written.find_first_of(" /*") == std::string_view::npos;
    for (auto open = written.find('['); open != std::string_view::npos; open = written.find('[', open + 1)) {
      good = good && (written.substr(open).starts_with("[]") || written.substr(open).starts_with("['"));
    }
    if (!good) wrong(at.span(), key, fmt::format("`{}`", written), "a path such as properties.publicNetworkAccess");
    return good;
  }

  TextForm form_text(const Value& at, std::string_view key) {
    TextForm out;
    if (!at.is_string()) {
      wrong(at, key, "a text in which `{x}` is an attribute");
      return out;
    }
    auto rest = at.text();
    while (!rest.empty()) {
      const auto open = std::min(rest.find('{'), rest.size());
      if (open > 0) out.parts.push_back({rest.substr(0, open), {}});
      rest.remove_prefix(open);
      if (rest.empty()) break;
      const auto close = rest.find('}');
      if (close == std::string_view::npos || close < 2) {
        wrong(at, key, "a text in which `{x}` is an attribute");
        break;
      }
      out.parts.push_back({{}, split(rest.substr(1, close - 1), '.')});
      rest.remove_prefix(close + 1);
    }
    return out;
  }

  void names(const Value& written, ResourceMapping& out) {
    if (const auto name = written.get("name"); !name.is_null()) {
      out.name_unknown = name.text_or_empty() == "none";
      if (!out.name_unknown) out.name = form_text(name, "name");
    }
    const auto between = written.get("between");
    if (!between.is_null() && !between.is_array()) wrong(between, "between", "a list of names");
    for (const auto& name : between.items()) out.between.push_back(form_text(name, "between"));
  }

  void belongs(const Value& written, ResourceMapping& out) {
    int given = 0;
    for (const auto* key : {"parent", "scope", "patches"}) given += written.get(key).is_null() ? 0 : 1;
    if (given > 1) wrong(written.span(), "parent", "not alone", "one of `parent`, `scope` and `patches`");
    const auto parent = written.get("parent");
    if (parent.is_array()) {
      for (const auto& one : parent.items()) parent_of(one, out);
    } else if (!parent.is_null()) {
      parent_of(parent, out);
    }
    out.locks_parent = flag(written, "locks_parent");
    if (out.locks_parent && (out.place != Place::parent_id)) wrong(written.get("locks_parent"), "locks_parent", "with `parent: attribute`");
    if (const auto scope = text(written, "scope"); scope == "subscription" || scope == "tenant") {
      out.place = scope == "tenant" ? Place::tenant : Place::subscription;
    } else if (!scope.empty()) {
      out.place = Place::extension;
      out.parents.push_back({scope, {}});
    }
    if (const auto target = text(written, "patches"); !target.empty()) {
      out.place = Place::patch;
      out.parents.push_back({target, {}});
    }
  }

  void parent_of(const Value& written, ResourceMapping& out) {
    if (out.parents.empty()) out.place = written.is_object() ? Place::parent_name : Place::parent_id;
    if (written.is_string()) {
      out.parents.push_back({written.text(), {}});
      return;
    }
    constexpr std::array<std::string_view, 2> keys = {"type", "name"};
    if (!written.is_object()) return wrong(written, "parent", "the attribute with its id, or `{ type, name }`");
    check_keys(written, keys, {});
    ParentForm form{text(written, "name"), text(written, "type")};
    if (form.attribute.empty() || form.type.empty()) return wrong(written.span(), "parent", "not whole", "`type` and `name`");
    out.parents.push_back(form);
  }

  void constants(const Value& written, std::string_view key, std::vector<Constant>& out) {
    if (written.is_null()) return;
    if (!written.is_object()) return wrong(written, key, "a map from path to value");
    for (const auto& m : written.members()) {
      BodyPath to;
      if (path(Value::null(m.key_span), key, m.key, to)) out.push_back({std::move(to), m.value});
    }
  }

  void made(const Value& written, BlockForm& out) {
    if (written.is_null()) return;
    if (!written.is_object()) return wrong(written, "made", "a map from path to text");
    for (const auto& m : written.members()) {
      BodyPath to;
      if (path(Value::null(m.key_span), "made", m.key, to)) out.made.emplace_back(std::move(to), form_text(m.value, m.key));
    }
  }

  /// `key` names the map of attributes in `written`, which may have constants beside.
  void block(const Value& written, std::string_view key, std::string_view above, BlockForm& out, int depth) {
    constants(written.get("constants"), "constants", out.constants);
    constants(written.get("absent"), "absent", out.absent);
    const auto attributes = written.get(key);
    if (attributes.is_null()) return;
    if (!attributes.is_object() || depth > deepest) return wrong(attributes, key, "a map from attribute to its place");
    for (const auto& m : attributes.members()) {
      if (!m.value.is_array()) {
        attribute(m, m.value, above, out, depth);
        continue;
      }
      for (const auto& one : m.value.items()) attribute(m, one, above, out, depth);
    }
  }

  void attribute(const Member& named, const Value& written, std::string_view above, BlockForm& out, int depth) {
    AttributeForm form;
    form.name = named.key;
    form.path = above.empty() ? std::string(named.key) : fmt::format("{}.{}", above, named.key);
    form.span = named.key_span;
    if (written.is_string()) {
      form.has_place = path(written, named.key, written.text(), form.to);
    } else if (written.is_object()) {
      long_form(written, form, depth);
    } else {
      return wrong(written, named.key, "an ARM path, or a map that says more");
    }
    if (!form.has_place && form.block == nullptr && form.skip.empty()) {
      const bool tried = written.is_string() || written.find("to") != nullptr;  // then it was complained about
      if (!tried) wrong(named.key_span, named.key, "without a place", "`to`, `block` or `skip`");
      form.skip = "the form is wrong";
    }
    out.attributes.push_back(std::move(form));
  }

  void long_form(const Value& written, AttributeForm& form, int depth) {
    static constexpr std::array<std::string_view, 2> more = {"absent", "made"};
    check_keys(written, form_keys, more);
    if (const auto to = written.get("to"); to.is_string()) {
      form.has_place = path(to, "to", to.text(), form.to);
    } else if (!to.is_null()) {
      wrong(to, "to", "an ARM path");
    }
    form.since = major(written, "since");
    form.until = major(written, "until");
    if (form.since != 0 && form.until != 0 && form.since > form.until) wrong(written, "since", "a major not above `until`");
    form.secret = flag(written, "secret");
    form.alone = flag(written, "alone");
    form.list = flag(written, "list");
    form.skip = text(written, "skip");
    conversions(written, form);
    defaults(written, form);
    nested(written, form, depth);
    if (!form.skip.empty() && (form.has_place || form.block != nullptr)) wrong(written.get("skip"), "skip", "no place beside `skip`");
  }

  void conversions(const Value& written, AttributeForm& form) {
    const auto add = [&](Conversion::Kind kind, std::string_view words, Value data = {}) { form.conversions.push_back({kind, words, data}); };
    if (const auto as = written.get("as"); as.is_object() && as.size() > 0) {
      add(Conversion::Kind::as, {}, as);
    } else if (!as.is_null()) {
      wrong(as, "as", "a map from value to value");
    }
    if (flag(written, "invert")) add(Conversion::Kind::invert, {});
    if (const auto number = written.get("number"); number.is_number()) {
      add(Conversion::Kind::number, {}, number);
    } else if (!number.is_null()) {
      wrong(number, "number", "a number");
    }
    if (const auto form_of = text(written, "text"); !form_of.empty()) {
      add(Conversion::Kind::text, form_of);
      if (form_of.find("{}") == std::string_view::npos) wrong(written.get("text"), "text", "a text with `{}`");
    }
    if (const auto separator = text(written, "split"); !separator.empty()) add(Conversion::Kind::split, separator);
    if (const auto separator = text(written, "join"); !separator.empty()) add(Conversion::Kind::join, separator);
    if (flag(written, "keys")) add(Conversion::Kind::keys, {});
    if (const auto member = text(written, "each"); !member.empty()) add(Conversion::Kind::each, member);
    if (const auto member = text(written, "wrap"); !member.empty()) add(Conversion::Kind::wrap, member);
    hook(written, form);
    if (!form.conversions.empty() && !form.has_place) wrong(written, "to", "a place for the value");
  }

  void hook(const Value& written, AttributeForm& form) {
    const auto name = text(written, "hook");
    const auto names = written.get("names");
    if (!names.is_null() && (!names.is_object() || name.empty())) wrong(names, "names", "a map, for a `hook`");
    if (name.empty()) return;
    if (find_hook(name) == nullptr) wrong(written.get("hook"), "hook", "one of the conversions of hooks.cpp");
    form.conversions.push_back({Conversion::Kind::hook, name, names});
  }

  void defaults(const Value& written, AttributeForm& form) {
    const auto one = written.get("default");
    const auto by_major = written.get("defaults");
    if (!one.is_null() && !by_major.is_null()) wrong(by_major, "defaults", "either `default` or `defaults`");
    if (!by_major.is_null() && !by_major.is_object()) return wrong(by_major, "defaults", "a map from major to value");
    if (!one.is_null()) {
      for (int m = Majors::first; m <= Majors::last; ++m) form.defaults.emplace_back(m, one);
    }
    for (const auto& m : by_major.members()) {
      int number = 0;
      const auto end = m.key.data() + m.key.size();
      if (std::from_chars(m.key.data(), end, number).ptr != end || number < Majors::first || number > Majors::last) {
        wrong(m.key_span, "defaults", fmt::format("`{}`", m.key), "majors of the provider: 3, 4, 5");
      } else {
        form.defaults.emplace_back(number, m.value);
      }
    }
    std::erase_if(form.defaults, [&](const auto& row) {
      return (form.since != 0 && row.first < form.since) || (form.until != 0 && row.first > form.until);
    });
    if (!form.defaults.empty() && !form.has_place) wrong(written, "default", "a place for the default, `to`");
  }

  void nested(const Value& written, AttributeForm& form, int depth) {
    const auto below = written.get("block");
    const auto child = written.get("child");
    if (below.is_null()) {
      if (!child.is_null()) child_form(child, form);
      for (const auto* key : {"constants", "absent", "made", "list", "key"}) {
        if (!written.get(key).is_null()) wrong(written.get(key), key, "a `block` beside");
      }
      return;
    }
    auto block_form = std::make_unique<BlockForm>();
    block(written, "block", form.path, *block_form, depth + 1);
    made(written.get("made"), *block_form);
    form.block = std::move(block_form);
    if (const auto name = written.get("key"); !name.is_null()) {
      form.key = form_text(name, "key");
      if (!form.list || !child.is_null()) wrong(name, "key", "a `list: true` with `to` beside");
    }
    if (form.list && !form.has_place && child.is_null()) wrong(written, "list", "a place for the list, `to`");
    if (!form.conversions.empty()) wrong(written, "block", "no conversion of a block");
    if (!child.is_null()) child_form(child, form);
  }

  void child_form(const Value& written, AttributeForm& form) {
    constexpr std::array<std::string_view, 3> keys = {"type", "name", "api"};
    if (!written.is_object()) return wrong(written, "child", "`{ type, name }`");
    check_keys(written, keys, {});
    auto child = std::make_unique<ChildForm>();
    child->type = text(written, "type");
    child->api_version = version(written, "api");
    child->name = form_text(written.get("name"), "name");
    if (child->type.empty()) wrong(written, "type", "the type of the child");
    if (form.has_place && form.block != nullptr) wrong(written, "child", "no `to` beside `child` and `block`");
    if (!form.has_place && form.block == nullptr) wrong(written, "child", "a `block`, or `to` for the one value that it has");
    form.child = std::move(child);
  }

  void exports(const Value& written, ResourceMapping& out) {
    if (written.is_null()) return;
    if (!written.is_object()) return wrong(written, "exports", "a map from attribute to ARM path");
    for (const auto& m : written.members()) {
      Export row;
      row.attribute = m.key;
      row.span = m.key_span;
      if (m.value.is_string()) {
        row.path = m.value.text();
      } else if (m.value.is_object()) {
        export_form(m.value, row);
      } else {
        wrong(m.value, m.key, "an ARM path, `{ key: … }` or `{ text: … }`");
        continue;
      }
      out.exports.push_back(std::move(row));
    }
  }

  void export_form(const Value& written, Export& row) {
    constexpr std::array<std::string_view, 6> keys = {"to", "key", "secret", "connection_string", "text", "skip"};
    check_keys(written, keys, {});
    row.path = text(written, "to");
    if (flag(written, "secret")) row.mark = row.mark | Mark::secret;
    if (flag(written, "connection_string")) row.mark = row.mark | Mark::key | Mark::connection_string;
    if (const auto form = written.get("text"); !form.is_null()) row.text = form_text(form, "text");
    const auto key = written.get("key");
    if (key.is_null()) return;
    if (key.text_or_empty() == "secret") {
      row.mark = row.mark | Mark::secret;
    } else if (key.text_or_empty() == "connection_string") {
      row.mark = row.mark | Mark::key | Mark::connection_string;
    } else if (key.text_or_empty() == "key" || (key.is_bool() && key.boolean())) {
      row.mark = row.mark | Mark::key;
    } else {
      wrong(key, "key", "`true`, `secret`, `key` or `connection_string`");
    }
  }

  // What every resource has without being said.
  void add_standard(BlockForm& body) {
    const auto add = [&](std::string_view name, std::vector<std::string_view> steps) -> AttributeForm* {
      if (body.has(name)) return nullptr;
      AttributeForm form;
      form.name = name;
      form.path = name;
      form.has_place = true;
      form.to.steps = std::move(steps);
      body.attributes.push_back(std::move(form));
      return &body.attributes.back();
    };
    add("location", {"location"});
    add("tags", {"tags"});
    add("zones", {"zones"});
    if (auto* identity = add("identity", {"identity"})) {
      auto block_form = std::make_unique<BlockForm>();
      AttributeForm type;
      type.name = "type";
      type.path = "identity.type";
      type.has_place = true;
      type.to.steps = {"type"};
      type.alone = true;
      AttributeForm ids;
      ids.name = "identity_ids";
      ids.path = "identity.identity_ids";
      ids.has_place = true;
      ids.to.steps = {"userAssignedIdentities"};
      ids.conversions.push_back({Conversion::Kind::keys, {}, {}});
      block_form->attributes.push_back(std::move(type));
      block_form->attributes.push_back(std::move(ids));
      identity->block = std::move(block_form);
    }
  }

  Diagnostics& diagnostics_;
};

}  // namespace

bool is_standard_attribute(std::string_view name) {
  return std::find(standard_attributes.begin(), standard_attributes.end(), name) != standard_attributes.end();
}

ResourceMapping read_mapping(std::string_view azurerm_type, const Value& entry, Span span, Diagnostics& diagnostics) {
  ResourceMapping out;
  out.azurerm_type = azurerm_type;
  out.span = span;
  Reader(diagnostics).entry(entry, out);
  return out;
}

}  // namespace pillarlint::terraform
