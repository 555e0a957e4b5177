#include "rules/evidence.h"

#include <algorithm>

#include "rules/english.h"

namespace pillarlint {

namespace {
Span one_line(const Value& value, Span span) {
  // A container spans many lines; where it begins is enough to find it.
  return value.is_container() && span.known() ? Span{span.file, span.begin, span.begin + 1} : span;
}

std::string step_text(const Origin& step) {
  switch (step.step) {
    case Origin::Step::parameter: return fmt::format("parameter `{}`", step.name);
    case Origin::Step::parameter_file: return fmt::format("value given for parameter `{}`", step.name);
    case Origin::Step::default_value: return fmt::format("default of parameter `{}`", step.name);
    case Origin::Step::variable: return fmt::format("variable `{}`", step.name);
    case Origin::Step::module_input: return fmt::format("argument `{}`", step.name);
    case Origin::Step::module_output: return fmt::format("output `{}`", step.name);
    case Origin::Step::function: return step.name.empty() ? std::string("a function") : fmt::format("`{}`", step.name);
    case Origin::Step::property: return fmt::format("property `{}`", step.name);
    case Origin::Step::environment: return std::string(step.name);
    case Origin::Step::mapping: return fmt::format("attribute `{}`", step.name);
    case Origin::Step::provider_default: return step.name.empty() ? "default of the provider" : fmt::format("default of `{}` in the provider", step.name);
    case Origin::Step::platform_default: {
      const bool named = !step.name.empty() && step.name != "known";
      return named ? fmt::format("default of Azure ({})", step.name) : std::string("default of Azure");
    }
  }
  return {};
}
}  // namespace

Span property_place(const Reached& at) {
  if (at.key_span.known()) return at.key_span;
  if (at.value.journey() != nullptr && at.value.journey()->span.known()) return at.value.journey()->span;
  return one_line(at.value, at.value.span());
}

bool EvidenceMaker::by_default(const Value& value) {
  for (const auto* step = value.journey(); step != nullptr; step = step->before) {
    if (step->step == Origin::Step::platform_default || step->step == Origin::Step::provider_default) return true;
  }
  return false;
}

Span EvidenceMaker::header(ResourceId id) const { return evaluator_.graph().at(id).header; }

Span EvidenceMaker::place_of_property(const Reached& at) const {
  if (at.absent || by_default(at.value)) return {};
  const auto place = at.value.known() ? literal_place(at) : property_place(at);
  return editable(place) ? place : Span{};
}

Span EvidenceMaker::literal_place(const Reached& at) const {
  const auto& value = at.value;
  const bool output = at.owner && evaluator_.graph().at(*at.owner).standing == Resource::Standing::output;
  if (output && !value.known() && editable(value.span())) return value.span();  // its key is the name of the output
  if (value.is_container() || !value.known()) return property_place(at);
  if (editable(value.span())) return value.span();
  std::vector<const Origin*> steps;
  for (const auto* step = value.journey(); step != nullptr; step = step->before) steps.push_back(step);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {  // from where it was written to where it is used
    if (editable((*step)->span)) return (*step)->span;
  }
  return property_place(at);
}

EvidenceMaker::Place EvidenceMaker::place(const Leaf& leaf, ResourceId subject, const Thing* element) const {
  const auto& at = leaf.at;
  const auto subject_header = header(subject);
  const bool of_element = element != nullptr && !element->resource && element->place.known();
  Place out;
  const bool has_value = leaf.kind == Leaf::Kind::value || leaf.kind == Leaf::Kind::missing;
  const bool elsewhere = at.owner && !evaluator_.graph().at(*at.owner).declared() && evaluator_.graph().at(*at.owner).standing != Resource::Standing::output;
  if (leaf.kind == Leaf::Kind::number && !at.absent && !at.path.empty()) {
    out.primary = property_place(at);
  } else if (has_value && at.by_way_of && (elsewhere || (!at.absent && !at.value.known() && !at.owner))) {
    out.primary = at.way;  // what is behind the link is not here: the link is
  } else if (has_value && !at.absent && !at.resource && !by_default(at.value)) {
    const auto property = property_place(at);
    out.primary = leaf.truth == Truth::unknown && !at.value.known() ? property : literal_place(at);
    if (editable(property) && property != out.primary) out.property = property;
  } else if (has_value) {
    const bool in_element = at.element.known() && !by_default(at.value);
    const bool declared = at.owner && evaluator_.graph().at(*at.owner).declared();
    out.primary = in_element ? at.element : declared ? header(*at.owner) : subject_header;
  } else {
    out.primary = of_element ? element->place : subject_header;
  }
  if (!editable(out.primary)) out.primary = editable_place(subject);
  return out;
}

Span EvidenceMaker::editable_place(ResourceId id) const {
  const auto own = header(id);
  if (editable(own)) return own;
  const auto& called = evaluator_.graph().at(id).called_from;
  const auto call = std::find_if(called.rbegin(), called.rend(), [&](Span span) { return editable(span); });
  return call == called.rend() ? own : *call;
}

std::vector<TrailStep> EvidenceMaker::trail(const Value& value) const {
  std::vector<TrailStep> out;
  if (value.journey() == nullptr) return out;
  const auto first = value.known() ? evaluator_.show(value) : explain_unknown(value, evaluator_.context().symbols);
  out.push_back({Origin::Step::function, true, first, value.span()});
  std::vector<const Origin*> steps;
  for (const auto* step = value.journey(); step != nullptr && steps.size() < 64; step = step->before) steps.push_back(step);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) out.push_back({(*step)->step, false, step_text(**step), (*step)->span});
  return out;
}

std::string EvidenceMaker::api_version_note(const Reached& at) const {
  if (options_.types == nullptr || !at.owner || !at.absent) return {};
  const auto& resource = evaluator_.graph().at(*at.owner);
  if (options_.types->exists_at(resource.type, at.path, resource.api_version)) return {};
  const auto first = options_.types->first_version(resource.type, at.path);
  if (first.empty()) return {};
  return fmt::format("exists from API version {} on, this resource uses {}", first, resource.api_version);
}

Evidence EvidenceMaker::evidence(const Leaf& leaf) const {
  Evidence out;
  const auto& at = leaf.at;
  out.wanted = leaf.wanted;
  out.reason = leaf.reason;
  out.unknown = leaf.truth == Truth::unknown;
  out.by_platform = leaf.by_platform;
  switch (leaf.kind) {
    case Leaf::Kind::nothing:
      out.found = leaf.by_platform ? "provided by platform" : "none found";
      return out;
    case Leaf::Kind::number:
    case Leaf::Kind::missing:
      out.path = at.path;
      out.found = leaf.found;
      out.span = property_place(at);
      return out;
    case Leaf::Kind::order: out.found = "not so ordered"; return out;
    case Leaf::Kind::value: break;
  }
  out.path = at.path;
  out.absent = at.absent && !at.resource;
  if (out.absent) {
    out.found = "absent";
    const auto note = api_version_note(at);
    if (!note.empty()) out.reason += (out.reason.empty() ? "" : "; ") + note;
    return out;
  }
  if (at.resource) {
    out.found = evaluator_.name_of_resource(*at.resource);
    return out;
  }
  out.by_default = by_default(at.value);
  out.found = evaluator_.show(at.value);
  if (out.by_default) out.found += " (default)";
  out.span = property_place(at);
  out.trail = trail(at.value);
  return out;
}

std::string EvidenceMaker::reason(const Leaf& leaf) const {
  const bool of_value = leaf.kind == Leaf::Kind::value && !leaf.at.value.known();
  if (of_value) return std::string(describe(leaf.at.value.why().why));
  return leaf.reason.empty() ? "not known before deployment" : leaf.reason;
}

std::string EvidenceMaker::condition_text(std::span<const Atom> atoms) const {
  std::string out;
  for (const auto& atom : atoms) {
    out += out.empty() ? "" : " and ";
    if (!atom.holds) out += "not ";
    out += evaluator_.context().symbols.print(atom.condition, 120);
  }
  return out;
}

}  // namespace pillarlint
