#include "base/regex.h"

#include <re2/re2.h>

namespace pillarlint {

struct Regex::Compiled {
  re2::RE2 re;
};

Result<Regex> Regex::compile(std::string_view pattern, bool match_case) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(match_case);
  options.set_max_mem(4 << 20U);
  Regex regex;
  regex.pattern_ = std::string(pattern);
  auto compiled = std::shared_ptr<Compiled>(new Compiled{re2::RE2(re2::StringPiece(pattern.data(), pattern.size()), options)});
  if (!compiled->re.ok()) {
    return failure(Code::rule_value, {}, "matches", compiled->re.error(), "a regular expression of RE2");
  }
  regex.compiled_ = std::move(compiled);
  return regex;
}

bool Regex::matches(std::string_view text) const {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled_->re);
}

std::optional<Regex::Groups> Regex::find(std::string_view text, std::size_t from) const {
  const auto count = static_cast<std::size_t>(compiled_->re.NumberOfCapturingGroups()) + 1;
  std::vector<re2::StringPiece> found(count);
  const bool matched = compiled_->re.Match(re2::StringPiece(text.data(), text.size()), from, text.size(),
                                           re2::RE2::UNANCHORED, found.data(), static_cast<int>(count));
  if (!matched) return std::nullopt;
  Groups groups;
  for (const auto& piece : found) {
    groups.push_back(piece.data() == nullptr ? std::nullopt
                                             : std::optional(std::string_view(piece.data(), piece.size())));
  }
  return groups;
}

std::vector<std::string> Regex::group_names() const {
  std::vector<std::string> names(static_cast<std::size_t>(compiled_->re.NumberOfCapturingGroups()));
  for (const auto& [number, name] : compiled_->re.CapturingGroupNames()) names[static_cast<std::size_t>(number) - 1] = name;
  return names;
}

}  // namespace pillarlint
