#include "common/remark.h"

#include "base/text.h"

namespace pillarlint {

std::string_view without_comment_marks(std::string_view comment) {
  if (comment.starts_with("/*")) {
    comment.remove_prefix(2);
    if (comment.ends_with("*/")) comment.remove_suffix(2);
  } else if (comment.starts_with("//")) {
    comment.remove_prefix(2);
  } else if (comment.starts_with('#')) {
    comment.remove_prefix(1);
  }
  return trim(comment);
}

std::vector<Remark> comment_remarks(std::string_view text, const std::vector<Span>& comments) {
  std::vector<Remark> out;
  out.reserve(comments.size());
  for (const auto span : comments) {
    out.push_back({Remark::Kind::comment, span, {}, std::string(without_comment_marks(text.substr(span.begin, span.end - span.begin)))});
  }
  return out;
}

}  // namespace pillarlint
