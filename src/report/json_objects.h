// The objects that the JSON formats are made of, described by scan.schema.json; and JSON to text.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/repairs.h"
#include "report/report.h"

namespace pillarlint {

/// JSON as text, ended by a line end: `indent` spaces a level, or one line if negative. Bytes that are not UTF-8 become
/// U+FFFD; nothing in it is a command to the runner of a pipeline.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& json, int indent);

class JsonObjects {
 public:
  using Json = nlohmann::ordered_json;
  explicit JsonObjects(const Report& report) : report_(report), repairs_(report) {}

  [[nodiscard]] Json finding(const Finding& one);
  [[nodiscard]] std::vector<Json> findings();  // those that are shown
  [[nodiscard]] std::vector<Json> gone() const;
  [[nodiscard]] std::vector<Json> diagnostics() const;
  [[nodiscard]] Json summary() const;

 private:
  [[nodiscard]] Json place(Span span) const;
  [[nodiscard]] Json range(Span span) const;
  [[nodiscard]] Json evidence(const Evidence& one) const;
  [[nodiscard]] Json repair(const Finding& one);
  [[nodiscard]] Json suppression(const Finding& one) const;

  const Report& report_;
  Repairs repairs_;
};

}  // namespace pillarlint
