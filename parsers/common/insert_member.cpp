#include "common/insert_member.h"

#include <algorithm>

namespace pillarlint {

namespace {

constexpr std::string_view blanks = " \t";
constexpr std::size_t deepest_unit = 8;

class Insertion {
 public:
  Insertion(std::string_view text, const Braces& braces, const NewMember& member)
      : text_(text), braces_(braces), member_(member), inner_(text.substr(braces.open + 1, braces.close - braces.open - 1)) {}

  std::vector<Edit> edits() {
    const bool one_line = inner_.find('\n') == std::string_view::npos;
    find_style(one_line);
    if (braces_.empty) return one_line ? into_empty_line() : into_empty_lines();
    if (!one_line) return behind_last();
    return braces_.kind == Braces::Kind::block ? opened_up() : on_the_line();
  }

 private:
  // ── style ───────────────────────────────────────────────────────────────────────────────────────────────────────

  void find_style(bool one_line) {
    const auto near = text_.find('\n', braces_.open) != std::string_view::npos ? text_.find('\n', braces_.open) : text_.rfind('\n', braces_.open);
    end_ = near != std::string_view::npos && near > 0 && text_[near - 1] == '\r' ? "\r\n" : "\n";
    base_ = indentation(one_line ? braces_.open : braces_.close);
    unit_ = unit_of_file();
    const bool by_neighbour = !one_line && !braces_.empty && begins_line(braces_.first);
    indent_ = by_neighbour ? indentation(braces_.first) : base_ + unit_;
    if (by_neighbour && indent_.starts_with(base_) && indent_.size() > base_.size()) unit_ = indent_.substr(base_.size());
  }

  [[nodiscard]] std::size_t line_begin(std::size_t at) const {
    const auto before = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : before + 1;
  }
  [[nodiscard]] std::string indentation(std::size_t at) const {
    const auto begin = line_begin(at);
    const auto end = std::min(text_.find_first_not_of(blanks, begin), text_.size());
    return std::string(text_.substr(begin, end - begin));
  }
  [[nodiscard]] bool begins_line(std::size_t at) const { return line_begin(at) + indentation(at).size() == at; }

  /// That of the first line that has any.
  [[nodiscard]] std::string unit_of_file() const {
    for (std::size_t at = 0; at < text_.size();) {
      const auto blank = std::min(text_.find_first_not_of(blanks, at), text_.size()) - at;
      const bool comment = at + blank < text_.size() && (text_[at + blank] == '*' || text_[at + blank] == '\r' || text_[at + blank] == '\n');
      if (blank > 0 && !comment) return text_[at] == '\t' ? "\t" : std::string(std::min(blank, deepest_unit), ' ');
      const auto next = text_.find('\n', at);
      if (next == std::string_view::npos) break;
      at = next + 1;
    }
    return "  ";
  }

  // ── the new text ────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string lines() const {
    std::string out;
    auto indent = indent_;
    for (const auto& opening : member_.openings) {
      out += indent + opening + end_;
      indent += unit_;
    }
    out += indent + member_.text;
    for (std::size_t i = member_.openings.size(); i > 0; --i) {
      indent.resize(indent.size() - unit_.size());
      out += end_ + indent + "}";
    }
    return out;
  }
  [[nodiscard]] std::string line() const {
    std::string out;
    for (const auto& opening : member_.openings) out += opening + " ";
    out += member_.text;
    for (std::size_t i = 0; i < member_.openings.size(); ++i) out += " }";
    return out;
  }
  [[nodiscard]] Edit edit(std::size_t begin, std::size_t end, std::string text) const {
    return {{braces_.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, std::move(text)};
  }

  // ── the cases ───────────────────────────────────────────────────────────────────────────────────────────────────

  /// Where the remarks on the line end that begins at `from`; npos: something else stands there.
  [[nodiscard]] std::size_t end_of_remarks(std::size_t from) const {
    for (auto end = from;;) {
      const auto at = std::min(text_.find_first_not_of(blanks, end), text_.size());
      const auto line_end = std::min(text_.find('\n', at), text_.size());
      const auto rest = text_.substr(at, line_end - at);
      if (rest.empty() || rest == "\r") return end;
      if (rest.starts_with("//") || (rest.starts_with('#') && braces_.kind != Braces::Kind::json)) return at + rest.size() - (rest.ends_with('\r') ? 1 : 0);
      const auto close = rest.starts_with("/*") ? rest.find("*/", 2) : std::string_view::npos;
      if (close == std::string_view::npos) return close;
      end = at + close + 2;
    }
  }

  [[nodiscard]] bool closes_on_line(std::size_t at) const {
    at = std::min(text_.find_first_not_of(blanks, at), text_.size());
    return at == braces_.close;
  }

  std::vector<Edit> behind_last() {
    std::size_t last = braces_.last;
    if (braces_.kind == Braces::Kind::json) {
      const auto end = closes_on_line(last) ? last : end_of_remarks(last);
      if (end == std::string_view::npos) return {};
      const auto remarks = std::string(text_.substr(last, end - last));
      return {edit(last, end, "," + remarks + end_ + lines())};
    }
    // A comma behind the last one is as good as none.
    const auto comma = std::min(text_.find_first_not_of(blanks, last), text_.size());
    if (comma < text_.size() && text_[comma] == ',') last = comma + 1;
    const auto end = closes_on_line(last) ? last : end_of_remarks(last);
    if (end == std::string_view::npos) return {};
    return {edit(end, end, (member_.apart ? end_ : "") + end_ + lines())};
  }

  std::vector<Edit> on_the_line() {
    const auto comma = text_.find_first_not_of(blanks, braces_.last);
    if (comma == braces_.close) return {edit(braces_.last, braces_.last, ", " + line())};
    const bool trailing = text_[comma] == ',' && braces_.kind == Braces::Kind::object && text_.find_first_not_of(blanks, comma + 1) == braces_.close;
    if (!trailing) return {};
    return {edit(comma + 1, comma + 1, " " + line())};
  }

  /// A block on one line has room for one member.
  std::vector<Edit> opened_up() {
    if (text_.find_first_not_of(blanks, braces_.last) != braces_.close || text_.find_first_not_of(blanks, braces_.open + 1) != braces_.first) return {};
    return {edit(braces_.open + 1, braces_.first, end_ + indent_), edit(braces_.last, braces_.close, end_ + lines() + end_ + base_)};
  }

  std::vector<Edit> into_empty_lines() {
    const auto last = text_.find_last_not_of(" \t\r\n", braces_.close - 1);  // a comment, or the brace
    return {edit(last + 1, last + 1, end_ + lines())};
  }

  std::vector<Edit> into_empty_line() {
    if (inner_.find_first_not_of(blanks) != std::string_view::npos) return {};
    const auto rest = text_.substr(braces_.close + 1, text_.find('\n', braces_.close) - braces_.close - 1);
    const bool among_others = rest.find_first_of("}])") != std::string_view::npos && braces_.kind != Braces::Kind::block;
    const auto inside = among_others ? " " + line() + " " : end_ + lines() + end_ + base_;
    return {edit(braces_.open + 1, braces_.close, inside)};
  }

  std::string_view text_;
  const Braces& braces_;
  const NewMember& member_;
  std::string_view inner_;
  std::string end_, base_, indent_, unit_;
};

}  // namespace

std::vector<Edit> insert_member(std::string_view text, const Braces& braces, const NewMember& member) {
  const bool whole = braces.open < braces.close && braces.close < text.size() && text[braces.open] == '{' && text[braces.close] == '}';
  const bool inside = braces.empty || (braces.open < braces.first && braces.first <= braces.last && braces.last <= braces.close);
  return whole && inside ? Insertion(text, braces, member).edits() : std::vector<Edit>();
}

}  // namespace pillarlint
