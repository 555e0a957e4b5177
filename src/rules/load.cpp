#include "rules/load.h"

#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "rules/examples.h"

namespace pillarlint {

struct LazyRegex::State {
  std::string_view pattern;
  std::once_flag once;
  Result<Regex> regex = failure(Code::rule_value, {}, "matches", "nothing", "a regular expression");
};

LazyRegex::LazyRegex(std::string_view pattern) : state_(std::make_unique<State>()) { state_->pattern = pattern; }
LazyRegex::~LazyRegex() = default;

const Result<Regex>& LazyRegex::get() const {
  // Compiling is dear and most rules never match anything: the first use does it, whichever thread that is in.
  std::call_once(state_->once, [this] { state_->regex = Regex::compile(state_->pattern, false); });
  return state_->regex;
}

namespace {
constexpr std::array<std::string_view, 20> rule_keys{"title", "severity", "pillar", "checklist", "checklist_why", "why", "fix", "learn", "sources", "for",
                                                     "given", "when", "expect", "at", "repair", "message", "status", "formerly", "ignorable", "examples"};
constexpr std::array<std::string_view, 4> severities{"info", "low", "medium", "high"};
constexpr std::array<std::string_view, 6> pillars{"reliability", "security", "cost", "operations", "performance", "responsible-ai"};
constexpr std::array<std::string_view, 3> statuses{"stable", "preview", "retired"};
constexpr std::array<std::string_view, 2> environments{"production", "non-production"};
constexpr std::array<std::string_view, 4> profiles{"regulated", "gateway-mandatory", "multi-region", "standard-agent"};
constexpr std::size_t longest_title = 72;

class RuleLoader {
 public:
  RuleLoader(Loading& loading, const RuleFile& file) : loading_(loading), file_(file) {}

  std::unique_ptr<Rule> load() {
    rule_ = std::make_unique<Rule>();
    rule_->id = std::string(stem_of(file_.path));
    rule_->service = std::string(folder_name_of(file_.path));
    rule_->path = file_.path;
    rule_->file = file_.file;
    rule_->root = file_.root;
    rule_->from_user = file_.from_user;
    rule_->span = file_.root.span();
    rule_->examples = file_.root.get("examples");
    if (!file_.root.is_object()) {
      complain(Code::rule_value, file_.root.span(), rule_->id, kind_name(file_.root), "a map with the keys of a rule");
      return nullptr;
    }
    unknown_keys();
    prose();
    classification();
    given();
    logic();
    if (loading_.strict) check_examples(*rule_, loading_.diagnostics);
    const bool runs = rule_->expect != nullptr && (!rule_->types.types.empty() || !rule_->types.classes.empty());
    return runs ? std::move(rule_) : nullptr;
  }

 private:
  template <typename... Args>
  void complain(Code code, Span span, const Args&... args) { loading_.diagnostics.report(code, span, args...); }

  void unknown_keys() {
    for (const auto& member : file_.root.members()) {
      if (std::find(rule_keys.begin(), rule_keys.end(), member.key) == rule_keys.end()) {
        complain(Code::rule_key_unknown, member.key_span, member.key, suggestion(member.key, rule_keys));
      }
    }
    for (const auto* key : {"title", "severity", "pillar", "checklist", "why", "fix", "sources", "for", "expect", "examples"}) {
      if (file_.root.find(key) == nullptr) complain(Code::rule_key_missing, file_.root.span(), key);
    }
  }

  std::string_view text(std::string_view key) {
    const auto* member = file_.root.find(key);
    if (member == nullptr) return {};
    if (!member->value.is_string()) complain(Code::rule_value, member->value.span(), key, kind_name(member->value), "text");
    return member->value.text_or_empty();
  }

  std::vector<std::string_view> texts(std::string_view key) {
    std::vector<std::string_view> out;
    const auto* member = file_.root.find(key);
    if (member == nullptr) return out;
    if (member->value.is_string()) return {member->value.text()};
    for (const auto& item : member->value.items()) out.push_back(item.text_or_empty());
    if (!member->value.is_array()) complain(Code::rule_value, member->value.span(), key, kind_name(member->value), "a list of texts");
    return out;
  }

  std::size_t one_of(std::string_view key, std::span<const std::string_view> choices, std::size_t otherwise) {
    const auto* member = file_.root.find(key);
    if (member == nullptr) return otherwise;
    const auto found = std::find(choices.begin(), choices.end(), member->value.text_or_empty());
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    complain(Code::rule_reference, member->value.span(), key, member->value.text_or_empty(), suggestion(member->value.text_or_empty(), choices));
    return otherwise;
  }

  void prose() {
    rule_->title = text("title");
    rule_->why = text("why");
    rule_->fix = text("fix");
    rule_->message = text("message");
    rule_->checklist_why = text("checklist_why");
    rule_->learn = texts("learn");
    rule_->sources = texts("sources");
    rule_->formerly = texts("formerly");
    if (rule_->title.size() > longest_title) {
      complain(Code::rule_value, file_.root.get("title").span(), "title", fmt::format("{} characters long", rule_->title.size()), "at most 72");
    }
    if (rule_->title.ends_with('.')) complain(Code::rule_value, file_.root.get("title").span(), "title", "a sentence with a period", "none at the end");
  }

  void classification() {
    rule_->severity = static_cast<Severity>(one_of("severity", severities, 2));
    rule_->pillar = pillars[one_of("pillar", pillars, 1)];
    rule_->status = static_cast<Status>(one_of("status", statuses, 0));
    rule_->checklist = texts("checklist");
    if (rule_->checklist.empty() && rule_->checklist_why.empty()) {
      complain(Code::rule_value, file_.root.get("checklist").span(), "checklist", "empty", "an item, or `checklist_why` beside it");
    }
    if (const auto* ignorable = file_.root.find("ignorable")) {
      if (!ignorable->value.is_bool()) complain(Code::rule_value, ignorable->value.span(), "ignorable", kind_name(ignorable->value), "true or false");
      rule_->ignorable = !ignorable->value.is_bool() || ignorable->value.boolean();
    }
  }

  void stated(const Member& member, std::span<const std::string_view> choices, std::vector<std::string_view>& out) {
    const auto add = [&](const Value& value) {
      if (std::find(choices.begin(), choices.end(), value.text_or_empty()) == choices.end()) {
        complain(Code::rule_reference, value.span(), member.key, value.text_or_empty(), suggestion(value.text_or_empty(), choices));
      }
      out.push_back(value.text_or_empty());
    };
    if (member.value.is_array()) {
      for (const auto& item : member.value.items()) add(item);
    } else {
      add(member.value);
    }
  }

  void given() {
    const auto* given = file_.root.find("given");
    if (given == nullptr) return;
    static constexpr std::array<std::string_view, 3> keys{"environment", "profile", "settings"};
    if (!given->value.is_object()) complain(Code::rule_value, given->value.span(), "given", kind_name(given->value), "`environment` or `profile`");
    for (const auto& member : given->value.members()) {
      if (member.key == "environment") {
        stated(member, environments, rule_->environments);
      } else if (member.key == "profile") {
        stated(member, profiles, rule_->profiles);
      } else if (member.key == "settings") {
        stated(member, setting_names, rule_->settings);
      } else {
        complain(Code::rule_key_unknown, member.key_span, member.key, suggestion(member.key, keys));
      }
    }
  }

  void logic() {
    const auto* types = file_.root.find("for");
    if (types == nullptr) return;
    {
      const TypeSet none;
      ConditionLoader loader(loading_, none);
      rule_->types = loader.types(types->value, "for", false);
    }
    ConditionLoader loader(loading_, rule_->types);
    if (const auto* when = file_.root.find("when")) rule_->when = conditions(loader, *when);
    if (const auto* expect = file_.root.find("expect")) {
      loader.warn_of_bare_not(true);
      rule_->expect = conditions(loader, *expect);
      loader.warn_of_bare_not(false);
    }
    if (const auto* at = file_.root.find("at")) rule_->at = loader.path(at->value.text_or_empty(), at->value.span(), false);
    if (const auto* repair = file_.root.find("repair")) this->repair(loader, *repair);
    rule_->slots = loader.slots();
  }

  void repair(ConditionLoader& loader, const Member& written) {
    static constexpr std::array<std::string_view, 3> keys{"set", "to", "when"};
    if (!written.value.is_object()) return complain(Code::rule_value, written.value.span(), "repair", kind_name(written.value), "`set` and `to`");
    for (const auto& member : written.value.members()) {
      if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
        complain(Code::rule_key_unknown, member.key_span, member.key, suggestion(member.key, keys));
      }
    }
    const auto set = written.value.get("set");
    const auto to = written.value.get("to");
    if (!set.is_string()) return complain(Code::rule_value, set.is_null() ? written.value.span() : set.span(), "set", kind_name(set), "a path of names");
    const auto path = loader.path(set.text(), set.span(), true);
    if (path == nullptr) return;  // it was complained about
    const bool names = path->root != RulePath::this_ && path->path.root.empty() && !path->path.steps.empty() &&
                       std::all_of(path->path.steps.begin(), path->path.steps.end(), [](const PathStep& step) { return step.kind == PathStep::Kind::member; });
    if (!names) return complain(Code::rule_value, set.span(), "set", fmt::format("`{}`", set.text()), "a path of names from the resource on");
    if (to.is_null() || to.is_container()) return complain(Code::rule_value, to.is_null() ? written.value.span() : to.span(), "to", kind_name(to), "one value");
    auto made = std::make_unique<PropertyRepair>();
    made->set = path->path;
    made->to = to;
    if (const auto* when = written.value.find("when")) made->when = conditions(loader, *when);
    rule_->repair = std::move(made);
  }

  std::unique_ptr<const Condition> conditions(ConditionLoader& loader, const Member& member) {
    if (member.value.is_object() && member.value.members().empty()) {
      complain(Code::rule_value, member.value.span(), member.key, "empty", "at least one condition");
      return nullptr;
    }
    return loader.conditions(member.value, member.key);
  }

  Loading& loading_;
  const RuleFile& file_;
  std::unique_ptr<Rule> rule_;
};
}  // namespace

std::string_view stem_of(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  const auto dot = path.rfind('.');
  return path.substr(0, dot);
}

std::string_view folder_name_of(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  path = path.substr(0, slash);
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  const auto near = nearest(word, candidates);
  return near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near);
}

std::string_view kind_name(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return "nothing";
    case Value::Kind::boolean: return value.boolean() ? "true" : "false";
    case Value::Kind::integer:
    case Value::Kind::real: return "a number";
    case Value::Kind::string: return "text";
    case Value::Kind::array: return "a list";
    case Value::Kind::object: return "a map";
    case Value::Kind::expression:
    case Value::Kind::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view name_of(Status status) { return statuses[static_cast<std::size_t>(status)]; }

std::string_view name_of(Quantity quantity) {
  static constexpr std::array<std::string_view, 5> names{"some", "each", "none", "count", "sum"};
  return names[static_cast<std::size_t>(quantity)];
}

std::unique_ptr<Rule> load_rule(Loading& loading, const RuleFile& file) { return RuleLoader(loading, file).load(); }

}  // namespace pillarlint
