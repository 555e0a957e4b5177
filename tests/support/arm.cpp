#include "support/arm.h"

#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"
#include "support/embedded.h"
#include "value/print.h"

namespace pillarlint::test {

const Resource& Expanded::one(std::string_view type) const {
  const auto found = all(type);
  if (found.size() != 1) throw std::runtime_error(fmt::format("{} resources of type {}", found.size(), type));
  return *found[0];
}

std::vector<const Resource*> Expanded::all(std::string_view type) const {
  std::vector<const Resource*> found;
  for (const auto& resource : graph().resources()) {
    const bool fits = same_text(resource.type.text(), type) || same_text(resource.type.last(), type);
    if (fits && resource.declared()) found.push_back(&resource);
  }
  return found;
}

Value Expanded::value(const Resource& resource, std::string_view path) const {
  Value value = resource.body;
  for (const auto key : split(path, '.')) {
    if (value.is_array()) {
      const auto index = static_cast<std::size_t>(std::stoul(std::string(key)));
      value = index < value.items().size() ? value.items()[index] : Value();
    } else {
      value = value.get(key);
    }
  }
  return value;
}

std::string Expanded::at(const Resource& resource, std::string_view path) const {
  return print(value(resource, path), expansion.symbols.get(), 400);
}

std::vector<Diagnostic> Expanded::problems() const {
  std::vector<Diagnostic> all;
  std::set<const Document*> seen;
  for (const auto& document : expansion.documents) {
    if (!seen.insert(document.get()).second) continue;
    for (const auto& d : document->diagnostics.list()) all.push_back(d);
  }
  for (const auto& d : expansion.diagnostics.list()) all.push_back(d);
  return all;
}

std::string Expanded::codes() const {
  std::string text;
  for (const auto& d : problems()) text += (text.empty() ? "" : " ") + std::string(info(d.code).name);
  return text;
}

std::string Expanded::output(std::string_view name) const {
  for (const auto& resource : graph().resources()) {
    if (resource.standing == Resource::Standing::output && same_text(resource.name.text_or_empty(), name)) {
      return print(resource.body.get("value"), expansion.symbols.get(), 400);
    }
  }
  return "no such output";
}

Expanded expand_arm(std::string main, std::map<std::string, std::string> others, DeploymentRequest request) {
  Expanded out;
  if (main.find("$schema") == std::string::npos) {
    const auto brace = main.find('{');
    main.insert(brace + 1, R"("$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",)");
  }
  std::vector<MemoryFile> files{{"/main.json", std::move(main)}};
  for (auto& [name, text] : others) files.push_back({"/" + name, text});
  out.files = memory_files(std::move(files));
  out.sources = std::make_unique<SourceManager>();
  out.project = std::make_unique<Project>(*out.files, *out.sources);
  out.project->name_relative_to("/");
  out.language = arm_language();
  request.entry = "/main.json";
  out.expansion = out.language->expand(*out.project, azure_types(), request, nullptr);
  return out;
}

std::string evaluate_arm(const std::string& expression, const std::string& parameters) {
  std::string escaped;
  for (const char c : expression) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  const auto out = expand_arm(fmt::format(R"({{"parameters": {}, "resources": [], "outputs": {{"out": {{"type": "string", "value": "[{}]"}}}}}})",
                                          parameters, escaped));
  const auto codes = out.codes();
  return out.output("out") + (codes.empty() ? "" : " ! " + codes);
}

}  // namespace pillarlint::test
