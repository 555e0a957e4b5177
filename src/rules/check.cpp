#include "rules/check.h"

#include <algorithm>

#include "base/text.h"
#include "rules/english.h"
#include "rules/evidence.h"
#include "value/operators.h"

namespace pillarlint {

namespace {
constexpr std::size_t most_split_conditions = 3;
constexpr std::size_t most_element_findings = 20;

std::optional<Value> with_property(Context& context, const Value& body, std::span<const PathStep> steps, const Value& to);

class RuleCheck {
 public:
  RuleCheck(const RuleSet& rules, const Rule& rule, Evaluator& evaluator, const CheckOptions& options, CheckResult& out)
      : rules_(rules), rule_(rule), evaluator_(evaluator), options_(options), evidence_(evaluator, options), out_(out) {}

  void run(std::span<const ResourceId> subjects) {
    evaluator_.start();
    flatten(*rule_.expect);
    for (const auto id : subjects) {
      const auto& resource = evaluator_.graph().at(id);
      if (resource.declared() || resource.standing == Resource::Standing::output) judge(id);
    }
  }

 private:
  /// The conditions that all must hold, so that a quantifier among them can give one finding an element.
  void flatten(const Condition& condition) {
    if (condition.kind != Condition::Kind::all) {
      parts_.push_back(&condition);
      return;
    }
    for (const auto& part : condition.parts) flatten(part);
  }

  [[nodiscard]] std::string not_given() const {
    if (!rule_.environments.empty()) {
      if (options_.environment.empty()) return "environment not stated";
      const bool same = std::find(rule_.environments.begin(), rule_.environments.end(), options_.environment) != rule_.environments.end();
      if (!same) return fmt::format("the environment is {}", options_.environment);
    }
    for (const auto profile : rule_.profiles) {  // all of them: each narrows
      if (std::find(options_.profiles.begin(), options_.profiles.end(), profile) == options_.profiles.end()) {
        return fmt::format("profile {} not stated", profile);
      }
    }
    for (const auto setting : rule_.settings) {
      const auto found = options_.settings.find(setting);
      if (found == options_.settings.end() || found->second.empty()) return fmt::format("{} not stated", setting);
    }
    return {};
  }

  VerdictCounts& counts() { return out_.counts[rule_.id]; }

  void not_applicable(ResourceId id, std::string reason) {
    ++counts().not_applicable;
    ++counts().not_applicable_reasons[reason];
    if (!options_.keep_passed) return;
    auto finding = start(id, Verdict::not_applicable);
    finding.primary = evidence_.editable_place(id);
    finding.message = fmt::format("not applicable: {}", reason);
    finding.reason = std::move(reason);
    finish(finding);
  }

  Truth applies(Env& env, ResourceId id) {
    Truth truth = Truth::yes;
    const auto& type = evaluator_.graph().at(id).type;
    const auto& types = rule_.types.types;
    if (std::find(types.begin(), types.end(), type) == types.end()) {
      Truth in_class = Truth::no;
      for (const auto* defined : rule_.types.classes) in_class = in_class | evaluator_.in_class(*defined, id);
      truth = in_class;
    }
    if (truth != Truth::no && rule_.when != nullptr) truth = truth & evaluator_.condition(*rule_.when, env, nullptr);
    return truth;
  }

  /// What the rule says of a resource while the conditions in `env.assumed` hold.
  struct Judgement {
    Truth applies = Truth::yes;
    Truth expect = Truth::yes;
    bool beside_the_point = false;

    [[nodiscard]] Verdict verdict() const {
      if (applies == Truth::no || (expect == Truth::yes && beside_the_point)) return Verdict::not_applicable;
      if (expect == Truth::yes) return Verdict::pass;
      return applies == Truth::yes && expect == Truth::no ? Verdict::fail : Verdict::unknown;
    }
  };

  Judgement judged(Env& env, ResourceId id) {
    Judgement out;
    out.applies = applies(env, id);
    if (out.applies == Truth::no) return out;
    out.beside_the_point = !parts_.empty();
    for (const auto* part : parts_) {
      evaluator_.not_applicable = false;
      out.expect = out.expect & evaluator_.condition(*part, env, nullptr);
      const bool may = part->kind == Condition::Kind::quantifier || part->kind == Condition::Kind::row;
      out.beside_the_point = out.beside_the_point && may && evaluator_.not_applicable;
      if (out.expect == Truth::no) break;
    }
    return out;
  }

  void judge(ResourceId id) {
    auto env = evaluator_.env_of(id, rule_.slots);
    const auto missing = not_given();
    if (!missing.empty()) return not_applicable(id, missing);
    const auto judgement = judged(env, id);
    if (evaluator_.limit_reached()) return limit(id);
    auto verdict = judgement.verdict();
    if (verdict == Verdict::unknown) verdict = in_every_case(env, id);
    switch (verdict) {
      case Verdict::not_applicable:
        return not_applicable(id, judgement.applies == Truth::no ? "`when` is not met" : "there is nothing to judge");
      case Verdict::pass: return pass(env, id);
      case Verdict::fail: return fail(env, id);
      case Verdict::unknown:
      case Verdict::manual: return unknown(env, id, judgement.applies);
    }
  }

  /// The conditions on which the values depend that can not be told.
  std::vector<SymbolId> open_conditions(Env& env) {
    Leaves leaves;
    if (rule_.when != nullptr) evaluator_.condition(*rule_.when, env, &leaves);
    evaluator_.condition(*rule_.expect, env, &leaves);
    std::vector<SymbolId> out;
    const auto add = [&](const Value& value) {
      if (value.known()) return;
      for (const auto& alternative : value.why().alternatives) {
        for (const auto atom : alternative.when) {
          const bool known = std::find(out.begin(), out.end(), atom.condition) != out.end();
          if (!known && out.size() < most_split_conditions) out.push_back(atom.condition);
        }
      }
    };
    for (const auto& leaf : leaves) {
      if (leaf.truth == Truth::unknown) add(leaf.at.value);
    }
    return out;
  }

  // `private ? 'Disabled' : 'Enabled'` beside an endpoint that is there `if (private)`: neither can be told alone, but in
  // each case both can. What all cases agree on is the verdict (semantics D1); a case that the rule does not speak of
  // agrees with a pass, not with a failure.
  Verdict in_every_case(Env& env, ResourceId id) {
    const auto conditions = open_conditions(env);
    if (conditions.empty()) return Verdict::unknown;
    const auto own = env.assumed;
    auto together = Verdict::not_applicable;
    bool agree = true;
    bool silent = false;
    for (std::size_t which = 0; which < (std::size_t{1} << conditions.size()) && agree; ++which) {
      env.assumed = own;
      for (std::size_t i = 0; i < conditions.size(); ++i) env.assumed.push_back({conditions[i], ((which >> i) & 1U) != 0});
      if (contradict(evaluator_.context().symbols, env.assumed, env.assumed)) continue;
      const auto verdict = judged(env, id).verdict();
      silent = silent || verdict == Verdict::not_applicable;
      if (verdict == Verdict::not_applicable) continue;
      agree = verdict != Verdict::unknown && (together == Verdict::not_applicable || together == verdict);
      together = verdict;
    }
    env.assumed = own;
    if (silent && together == Verdict::fail) return Verdict::unknown;
    return agree && !evaluator_.limit_reached() ? together : Verdict::unknown;
  }

  void limit(ResourceId id) {
    ++counts().unknown;
    ++counts().unknown_reasons["limit reached"];
    auto finding = start(id, Verdict::unknown);
    finding.primary = evidence_.editable_place(id);
    finding.reason = "limit reached";
    finding.message = fmt::format("{}: cannot tell, the limit of {} evaluations was reached", rule_.title, max_evaluations);
    finish(finding);
  }

  void pass(Env& env, ResourceId id) {
    ++counts().pass;
    const bool may_be_platform = !options_.platform.empty();
    if (!options_.keep_passed && !may_be_platform) return;
    Leaves leaves;
    evaluator_.condition(*rule_.expect, env, &leaves);
    const bool platform = std::any_of(leaves.begin(), leaves.end(), [](const Leaf& leaf) { return leaf.by_platform; });
    if (platform) ++counts().by_platform;
    if (!options_.keep_passed) return;
    auto finding = start(id, Verdict::pass);
    finding.primary = evidence_.editable_place(id);
    for (const auto& leaf : leaves) finding.evidence.push_back(evidence_.evidence(leaf));
    finding.message = platform ? "provided by platform" : "";
    finish(finding);
  }

  void fail(Env& env, ResourceId id) {
    ++counts().fail;
    findings(env, id, Verdict::fail, {});
  }

  void unknown(Env& env, ResourceId id, Truth applies) {
    ++counts().unknown;
    Leaves leaves;
    if (applies == Truth::unknown && rule_.when != nullptr) evaluator_.condition(*rule_.when, env, &leaves);
    std::erase_if(leaves, [](const Leaf& leaf) { return leaf.truth != Truth::unknown; });
    findings(env, id, Verdict::unknown, std::move(leaves));
  }

  /// One finding for the plain conditions, and one for each element of a quantifier over elements or resources.
  void findings(Env& env, ResourceId id, Verdict verdict, Leaves plain) {
    const Truth wanted = verdict == Verdict::fail ? Truth::no : Truth::unknown;
    const bool from_when = !plain.empty();
    const auto first = out_.findings.size();
    std::vector<ElementResult> elements;
    for (const auto* part : parts_) {
      const Truth truth = evaluator_.condition(*part, env, nullptr);
      if (truth != wanted || from_when) continue;
      const auto quantity = part->kind == Condition::Kind::quantifier ? part->quantifier->quantity : Quantity::some;
      if (quantity == Quantity::each || quantity == Quantity::none) {
        std::vector<ElementResult> own;
        Leaves rest;
        evaluator_.quantifier(*part->quantifier, env, &rest, &own);
        std::erase_if(own, [&](const ElementResult& one) { return one.truth != wanted; });
        if (own.empty()) plain.insert(plain.end(), rest.begin(), rest.end());
        elements.insert(elements.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
      } else {
        evaluator_.condition(*part, env, &plain);
      }
    }
    if (!plain.empty() || elements.empty()) make(env, id, verdict, plain, nullptr);
    for (std::size_t i = 0; i < elements.size() && i < most_element_findings; ++i) make(env, id, verdict, elements[i].leaves, &elements[i]);
    if (elements.size() > most_element_findings) rest_of(id, verdict, elements.size() - most_element_findings);
    if (verdict == Verdict::unknown && out_.findings.size() > first) ++counts().unknown_reasons[out_.findings[first].reason];
  }

  /// The first leaf; a value that somebody wrote goes before one that is only absent, since that is what one would edit.
  static const Leaf& deciding(const Leaves& leaves) {
    const auto bare = [](const Leaf& leaf) { return leaf.kind == Leaf::Kind::value && (leaf.at.absent || EvidenceMaker::by_default(leaf.at.value)); };
    if (!bare(leaves.front())) return leaves.front();
    for (const auto& leaf : leaves) {
      if (leaf.kind == Leaf::Kind::value && !bare(leaf)) return leaf;
    }
    return leaves.front();
  }

  void rest_of(ResourceId id, Verdict verdict, std::size_t count) {
    auto finding = start(id, verdict);
    finding.primary = evidence_.editable_place(id);
    finding.element = "…";
    finding.message = fmt::format("{}: {} more elements", rule_.title, count);
    finish(finding);
  }

  Finding start(ResourceId id, Verdict verdict) const {
    const auto& resource = evaluator_.graph().at(id);
    Finding finding;
    finding.rule = rule_.number;
    finding.verdict = verdict;
    finding.resource_type = std::string(resource.type.text());
    finding.resource_name = evaluator_.name_of_resource(id);
    finding.address = resource.address;
    finding.declared_address = resource.declared_address;
    finding.resource = resource.header;
    finding.called_from = resource.called_from;
    finding.condition = evidence_.condition_text(resource.condition);
    return finding;
  }

  /// `element`: the failing element as it is declared, since the name that is shown may be a value.
  void finish(Finding& finding, std::string element = {}) {
    const auto file = options_.sources != nullptr && finding.resource.known() ? options_.sources->path(finding.resource.file) : std::string_view();
    if (element.empty()) element = finding.element;
    finding.fingerprint = fingerprint_of(rule_.id, file, finding.declared_address, finding.path, element);
    finding.identities = {{finding.fingerprint, finding.declared_address, std::move(element), finding.resource.file}};
    out_.findings.push_back(std::move(finding));
  }

  void make(Env& env, ResourceId id, Verdict verdict, const Leaves& leaves, const ElementResult* element) {
    auto finding = start(id, verdict);
    finding.primary = element != nullptr && !element->thing.resource && element->thing.place.known() ? element->thing.place : evidence_.editable_place(id);
    if (element != nullptr) finding.element = element->name;
    for (const auto& leaf : leaves) finding.evidence.push_back(evidence_.evidence(leaf));
    if (!leaves.empty()) {
      const auto& decider = deciding(leaves);
      const auto place = evidence_.place(decider, id, element != nullptr ? &element->thing : nullptr);
      finding.primary = place.primary;
      finding.property = place.property;
      finding.path = leaves.front().at.path;  // not the decider's: whether a default was written does not change what is said
      if (verdict == Verdict::unknown) finding.reason = evidence_.reason(leaves.front());
    }
    if (verdict == Verdict::unknown && finding.reason.empty()) finding.reason = "not known before deployment";
    if (rule_.at != nullptr) at(env, finding);
    provisional(leaves, id, finding);
    finding.message = message(env, leaves, finding);
    if (verdict == Verdict::fail && rule_.repair != nullptr && options_.edits) finding.repair = repair(env, id);
    const bool is_resource = element != nullptr && element->thing.resource;
    finish(finding, is_resource ? evaluator_.graph().at(*element->thing.resource).declared_address : std::string());
  }

  // A default has no place, but it is the property that the finding is about all the same.
  void at(Env& env, Finding& finding) {
    const auto reached = evaluator_.one(*rule_.at, env);
    if (!reached.absent) finding.path = reached.path;
    const auto place = evidence_.place_of_property(reached);
    if (!place.known()) return;
    finding.primary = place;
    finding.property = {};
  }

  void provisional(const Leaves& leaves, ResourceId id, Finding& finding) {
    for (const auto& leaf : leaves) {
      if (leaf.kind != Leaf::Kind::nothing || leaf.candidate_type.empty() || leaf.truth != Truth::no) continue;
      const auto start = leaf.start.value_or(id);
      const auto& resource = evaluator_.graph().at(start);
      Provisional one;
      one.candidate_type = leaf.candidate_type;
      one.subject_type = std::string(resource.type.text());
      const auto name = resource.segments.empty() ? resource.name : resource.segments.back();
      if (name.is_string() && !name.hidden()) one.subject_name = lower(name.text().substr(name.text().rfind('/') + 1));
      finding.provisional.push_back(std::move(one));
    }
  }

  /// What the rule says of the resource, for a trial.
  Verdict verdict_of(ResourceId id) {
    flatten(*rule_.expect);
    auto env = evaluator_.env_of(id, rule_.slots);
    return judged(env, id).verdict();
  }

  // Offered where the rule holds once the property is set, and the language knows how to write that.
  std::optional<Repair> repair(Env& env, ResourceId id) {
    const auto& wanted = *rule_.repair;
    const auto& resource = evaluator_.graph().at(id);
    const bool exists = options_.types == nullptr || options_.types->exists_at(resource.type, wanted.set.text, resource.api_version);
    if (!exists || (wanted.when != nullptr && evaluator_.condition(*wanted.when, env, nullptr) != Truth::yes)) return std::nullopt;
    const auto body = with_property(evaluator_.context(), resource.body, wanted.set.steps, wanted.to);
    if (!body) return std::nullopt;
    Evaluator trial(rules_, evaluator_.graph(), evaluator_.context(), options_);
    trial.pretend(id, *body);
    CheckResult unseen;
    const auto after = RuleCheck(rules_, rule_, trial, options_, unseen).verdict_of(id);
    if (after != Verdict::pass && after != Verdict::not_applicable) return std::nullopt;
    return with_edits_of(resource, evaluator_.one({wanted.set, RulePath::this_}, env));
  }

  std::optional<Repair> with_edits_of(const Resource& resource, const Reached& at) const {
    const auto& wanted = *rule_.repair;
    const bool written = !at.absent && !EvidenceMaker::by_default(at.value);
    if (written && (!at.value.known() || at.value.is_container() || at.value.hidden())) return std::nullopt;
    std::vector<std::string_view> names;
    for (const auto& step : wanted.set.steps) names.push_back(step.key);
    Repair out;
    out.edits = options_.edits({resource, names, wanted.to, written ? at.value : Value()});
    const bool editable = std::all_of(out.edits.begin(), out.edits.end(), [&](const Edit& edit) { return !options_.scanned || options_.scanned(edit.span.file); });
    if (out.edits.empty() || !editable) return std::nullopt;
    out.title = fmt::format("Set `{}` to {}", wanted.set.text, evaluator_.show(wanted.to));
    return out;
  }

  static std::string sentence(const Evidence& evidence) {
    std::string out;
    if (evidence.found == "none found") {
      out = fmt::format("no {} found", evidence.wanted);
    } else if (evidence.path.empty()) {
      out = fmt::format("{}, expected {}", evidence.found, evidence.wanted);
    } else {
      out = fmt::format("`{}` is {}, expected {}", evidence.path, evidence.found, evidence.wanted);
    }
    if (!evidence.reason.empty()) out += fmt::format(" ({})", evidence.reason);
    return out;
  }

  std::string message(Env& env, const Leaves& leaves, const Finding& finding) {
    if (!rule_.message.empty() && finding.verdict == Verdict::fail) return filled(env, leaves);
    std::string out(rule_.title);
    if (finding.verdict == Verdict::unknown) out += " (cannot tell)";
    if (!finding.element.empty()) out += fmt::format(": {}", finding.element);
    if (!finding.evidence.empty()) out += ": " + sentence(finding.evidence.front());
    if (finding.evidence.size() > 1) out += fmt::format("; and {} more", finding.evidence.size() - 1);
    if (!finding.condition.empty()) out += ", " + finding.condition;
    return out;
  }

  /// Fills `{path}` and `{row.column}` in the rule's message.
  std::string filled(Env& env, const Leaves& leaves) {
    std::string out;
    std::string_view rest = rule_.message;
    while (!rest.empty()) {
      const auto open = rest.find('{');
      const auto close = open == std::string_view::npos ? open : rest.find('}', open);
      if (close == std::string_view::npos) break;
      out += rest.substr(0, open);
      out += hole(rest.substr(open + 1, close - open - 1), env, leaves);
      rest = rest.substr(close + 1);
    }
    return out + std::string(rest);
  }

  std::string hole(std::string_view text, Env& env, const Leaves& leaves) {
    if (text.starts_with("row.")) {
      for (const auto& leaf : leaves) {
        if (leaf.row.is_object()) return evaluator_.show(leaf.row.get(text.substr(4)));
      }
      return "?";
    }
    auto parsed = parse_path(text, Span{});
    if (!parsed || (!parsed->root.empty() && parsed->root != "this")) return fmt::format("{{{}}}", text);
    const RulePath path{*parsed, RulePath::this_};
    const auto at = evaluator_.one(path, env);
    return at.absent ? "absent" : evaluator_.show(at.value);
  }

  const RuleSet& rules_;
  const Rule& rule_;
  Evaluator& evaluator_;
  const CheckOptions& options_;
  EvidenceMaker evidence_;
  CheckResult& out_;
  std::vector<const Condition*> parts_;
};

/// The body with that property set, objects made on the way; nullopt: what it would be in is not an object, or not known.
std::optional<Value> with_property(Context& context, const Value& body, std::span<const PathStep> steps, const Value& to) {
  if (steps.empty()) return to;
  if (!body.is_object() && !body.is_null()) return std::nullopt;
  const auto* old = body.find(steps[0].key);
  if (old == nullptr && body.rest() != nullptr) return std::nullopt;
  const auto below = with_property(context, old != nullptr && steps.size() > 1 ? old->value : Value(), steps.subspan(1), to);
  if (!below) return std::nullopt;
  ObjectBuilder made(context.arena);
  for (const auto& one : body.members()) made.set(one.key, one.value, one.key_span);
  made.set(steps[0].key, *below);
  made.open(body.rest());
  return made.build(body.span());
}

std::vector<ResourceId> subjects_of(const Rule& rule, const Graph& graph) {
  std::vector<ResourceId> out;
  const auto add = [&](const TypeName& type) {
    const auto of_type = graph.of_type(type);
    out.insert(out.end(), of_type.begin(), of_type.end());
  };
  for (const auto& type : rule.types.types) add(type);
  for (const auto* defined : rule.types.classes) {
    for (const auto& row : defined->types) add(row.type);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}
}  // namespace

std::optional<Provision> find_provision(std::string_view name) {
  const auto found = std::find(provision_names.begin(), provision_names.end(), name);
  if (found == provision_names.end()) return std::nullopt;
  return static_cast<Provision>(found - provision_names.begin());
}

CheckResult check(const RuleSet& rules, std::span<const RuleId> selected, const Graph& graph, Context& context, const CheckOptions& options) {
  CheckResult out;
  Evaluator evaluator(rules, graph, context, options);  // facts and policies are worked out once for all rules
  for (const auto id : selected) {
    const auto& rule = rules.at(id);
    const auto subjects = subjects_of(rule, graph);
    if (!subjects.empty()) RuleCheck(rules, rule, evaluator, options, out).run(subjects);
  }
  return out;
}

}  // namespace pillarlint
