// The plain machine form of a scan, whole or line by line, stable for scripts: scan.schema.json describes it. It only grows.
#include "report/formats.h"
#include "report/json_objects.h"
#include "report/place.h"
#include "report/report.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  explicit Writer(const Report& report) : report_(report), objects_(report) {}

  std::string write() {
    auto root = head();
    root["rules"] = rules();
    root["inputs"] = inputs();
    root["deployments"] = deployments();
    root["findings"] = objects_.findings();
    root["gone"] = objects_.gone();
    root["diagnostics"] = objects_.diagnostics();
    root["notes"] = report_.notes;
    return json_text(root, 2);
  }

  // The same objects, each on a line of its own with what it is; the summary last.
  std::string write_lines() {
    std::string out;
    const auto add = [&](std::string_view kind, const std::vector<Json>& objects) {
      for (const auto& object : objects) {
        Json line{{"kind", kind}};
        line.update(object);
        out += json_text(line, -1);
      }
    };
    add("finding", objects_.findings());
    add("gone", objects_.gone());
    add("diagnostic", objects_.diagnostics());
    auto last = head();
    last["notes"] = report_.notes;
    add("summary", {last});
    return out;
  }

 private:
  [[nodiscard]] Json head() const {
    Json out;
    out["schema"] = "pillarlint-scan-1";
    out["tool"] = {{"name", "pillarlint"}, {"version", report_.version}};
    out["today"] = report_.today;
    out["exitCode"] = report_.exit_code;
    out["exitReason"] = report_.exit_reason;
    out["comparedWith"] = report_.compared_with;
    out["summary"] = objects_.summary();
    return out;
  }

  [[nodiscard]] Json rules() const {
    Json out = Json::array();
    for (const auto& rule : report_.rules) {
      RuleCounts counts;
      if (const auto found = report_.counts.find(rule.id); found != report_.counts.end()) counts = found->second;
      out.push_back({{"id", rule.id},
                     {"title", rule.title},
                     {"severity", name_of(rule.severity)},
                     {"pillar", rule.pillar},
                     {"checklist", rule.checklist},
                     {"verdicts",
                      {{"pass", counts.pass},
                       {"fail", counts.fail},
                       {"unknown", counts.unknown},
                       {"notApplicable", counts.not_applicable}}}});
    }
    return out;
  }

  [[nodiscard]] Json inputs() const {
    Json out = Json::array();
    for (const auto& input : report_.inputs) {
      out.push_back({{"file", root_path(report_, input.path)},
                     {"language", input.language},
                     {"state", name_of(input.state)},
                     {"reason", input.reason},
                     {"counts", input.counts}});
    }
    return out;
  }

  [[nodiscard]] Json deployments() const {
    Json out = Json::array();
    for (const auto& deployment : report_.deployments) {
      out.push_back({{"name", deployment.name}, {"resources", deployment.resources}, {"symbolic", deployment.symbolic}});
    }
    return out;
  }

  const Report& report_;
  JsonObjects objects_;
};

}  // namespace

std::string report_json(const Report& report) { return Writer(report).write(); }
std::string report_json_lines(const Report& report) { return Writer(report).write_lines(); }

}  // namespace pillarlint
