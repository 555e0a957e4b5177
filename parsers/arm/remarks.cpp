#include "arm/remarks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint::arm {
namespace {

constexpr int deepest = 512;

class Reader {
 public:
  Reader(std::string_view text, std::vector<Remark>& out) : text_(text), out_(out), comments_(out.size()) {}

  void walk(const Value& value, int depth) {
    if (depth > deepest) return;
    if (value.is_array()) {
      for (const auto& item : value.items()) part(item, item.span(), depth);
    } else if (value.is_object()) {
      const auto ignore = value.get("metadata").get("pillarlint").get("ignore");
      if (!ignore.is_null()) entries(ignore, value.span());
      for (const auto& member : value.members()) {
        part(member.value, {member.key_span.file, member.key_span.begin, member.value.span().end}, depth);
      }
    }
  }

 private:
  // The comments right in front of it speak of it, if it is more than a line could hold.
  void part(const Value& value, Span whole, int depth) {
    const bool large = value.is_object() || value.is_array();
    for (; next_ < comments_ && out_[next_].span.end <= whole.begin; ++next_) {
      if (large && stands_before(out_[next_].span, whole)) out_[next_].covers = whole;
    }
    walk(value, depth + 1);
  }

  // Nothing between the two but blanks and further comments, and nothing in front of the comment on its line.
  [[nodiscard]] bool stands_before(Span comment, Span whole) const {
    for (auto at = comment.begin; at > 0 && text_[at - 1] != '\n'; --at) {
      if (text_[at - 1] != ' ' && text_[at - 1] != '\t') return false;
    }
    std::size_t other = next_ + 1;
    for (auto at = comment.end; at < whole.begin; ++at) {
      if (other < comments_ && at == out_[other].span.begin) at = out_[other++].span.end;
      if (at < whole.begin && std::string_view(" \t\r\n").find(text_[at]) == std::string_view::npos) return false;
    }
    return true;
  }

  void entries(const Value& ignore, Span covers) {
    if (!ignore.is_array()) {
      add("", ignore.span(), covers);
      return;
    }
    for (const auto& item : ignore.items()) {
      const auto until = item.get("until").text_or_empty();
      const auto reason = item.get("reason").text_or_empty();
      add(fmt::format("{}{}{}{}{}", item.get("rule").text_or_empty(), until.empty() ? "" : " until=", until, reason.empty() ? "" : " -- ", reason),
          item.span(), covers);
    }
  }

  void add(const std::string& said, Span span, Span covers) {
    found_.push_back({Remark::Kind::metadata, span, covers, "pillarlint:ignore " + said});
  }

 public:
  std::vector<Remark> found_;

 private:
  std::string_view text_;
  std::vector<Remark>& out_;
  std::size_t comments_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<Remark> remarks_of(const Document& document, std::string_view text) {
  auto out = comment_remarks(text, document.comments);
  std::sort(out.begin(), out.end(), [](const Remark& a, const Remark& b) { return a.span < b.span; });
  Reader reader(text, out);
  reader.walk(document.root, 0);
  for (auto& found : reader.found_) out.push_back(std::move(found));
  std::stable_sort(out.begin(), out.end(), [](const Remark& a, const Remark& b) { return a.span < b.span; });
  return out;
}

}  // namespace pillarlint::arm
