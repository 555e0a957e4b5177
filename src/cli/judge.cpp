#include "cli/judge.h"

#include "cli/compare.h"
#include "cli/output.h"

namespace pillarlint {

std::optional<Judgement> judge(Session& session, const LoadOptions& load, bool keep_passed) {
  if (!session.prepare(load)) return std::nullopt;
  Judgement out;
  out.rules = session.selected();
  if (has_usage_error(session.diagnostics())) return std::nullopt;
  Comparison comparison(session, session.options());
  if (!comparison.prepare()) return std::nullopt;
  out.analysis = session.run(out.rules, keep_passed, false);
  if (!comparison.apply(out.analysis, out.rules)) return std::nullopt;
  out.gone = comparison.gone();
  out.compared_with = comparison.with();
  return out;
}

}  // namespace pillarlint
