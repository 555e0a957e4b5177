// Comments stand between the tokens; directives are found by the lexer.
#include <algorithm>

#include "bicep/lexer.h"
#include "bicep/remarks.h"

namespace pillarlint::bicep {
namespace {

// Comments between two tokens: nothing but blanks, line ends and comments stands there.
void comments_between(std::string_view text, std::size_t at, std::size_t end, FileId file, std::vector<Span>& out) {
  while (at + 1 < end) {
    const auto sign = text.substr(at, 2);
    if (sign != "//" && sign != "/*") {
      ++at;
      continue;
    }
    const auto closing = sign == "//" ? text.find('\n', at) : text.find("*/", at + 2);
    auto stop = std::min(closing == std::string_view::npos ? end : closing + (sign == "//" ? 0 : 2), end);
    if (sign == "//" && stop > at && text[stop - 1] == '\r') --stop;
    out.push_back({file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(stop)});
    at = stop;
  }
}

Remark remark_of(const Pragma& pragma, FileId file) {
  Remark out;
  out.span = {file, pragma.begin, pragma.end};
  switch (pragma.kind) {
    case Pragma::Kind::disable_next_line: out.kind = Remark::Kind::disable_next_line; break;
    case Pragma::Kind::disable_diagnostics: out.kind = Remark::Kind::disable_from_here; break;
    case Pragma::Kind::restore_diagnostics: out.kind = Remark::Kind::restore_from_here; break;
  }
  for (const auto code : pragma.codes) {
    if (!out.text.empty()) out.text += ' ';
    out.text += code;
  }
  return out;
}

}  // namespace

std::vector<Remark> remarks_of(std::string_view text, FileId file) {
  const auto tokens = tokenize(text);
  std::vector<Span> comments;
  std::size_t after = 0;
  for (const auto& token : tokens.tokens) {
    // A line break may hold comments itself.
    const bool is_break = token.kind == TokenKind::new_line;
    comments_between(text, after, is_break ? token.end : token.begin, file, comments);
    after = token.end;
  }
  auto out = comment_remarks(text, comments);
  for (const auto& pragma : tokens.pragmas) out.push_back(remark_of(pragma, file));
  std::sort(out.begin(), out.end(), [](const Remark& a, const Remark& b) { return a.span < b.span; });
  return out;
}

}  // namespace pillarlint::bicep
