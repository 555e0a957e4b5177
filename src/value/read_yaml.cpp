#include "value/read_yaml.h"

#include <algorithm>
#include <charconv>
#include <istream>
#include <limits>
#include <map>
#include <optional>
#include <streambuf>
#include <unordered_map>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/text.h"

namespace pillarlint {

namespace {

constexpr std::size_t max_depth = 100;
constexpr std::size_t max_from_aliases = 100'000;  // values that aliases may stand for, all in all

// A stream over text that is not copied.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    auto* begin = const_cast<char*>(text.data());  // NOLINT: streambuf takes no const, and reading changes nothing
    setg(begin, begin, begin + text.size());
  }
};

// ---- Scalars by the core schema ------------------------------------------------------------------------------------

bool all_of(std::string_view text, bool (*is)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::optional<Value> whole_number(std::string_view digits, int base, Span span) {
  std::int64_t number = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
  if (error == std::errc() && stop == end) return Value::of(number, span);
  return std::nullopt;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  const auto e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    auto exponent = text.substr(e + 1);
    if (!exponent.empty() && (exponent[0] == '-' || exponent[0] == '+')) exponent.remove_prefix(1);
    if (!all_of(exponent, is_digit)) return false;
    text = text.substr(0, e);
  }
  const auto point = text.find('.');
  if (point == std::string_view::npos) return all_of(text, is_digit);
  const auto before = text.substr(0, point);
  const auto after = text.substr(point + 1);
  return (before.empty() || all_of(before, is_digit)) && (after.empty() || all_of(after, is_digit)) &&
         !(before.empty() && after.empty());
}

std::optional<Value> real_number(std::string_view text, Span span) {
  if (!is_float(text)) return std::nullopt;
  const auto digits = text[0] == '+' ? text.substr(1) : text;
  double number = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (result.ec != std::errc()) return std::nullopt;  // out of range: stays text
  return Value::of(number, span);
}

Value plain_scalar(std::string_view text, Span span) {
  if (one_of(text, {"", "~", "null", "Null", "NULL"})) return Value::null(span);
  if (one_of(text, {"true", "True", "TRUE"})) return Value::of(true, span);
  if (one_of(text, {"false", "False", "FALSE"})) return Value::of(false, span);
  const auto unsigned_text = text[0] == '-' || text[0] == '+' ? text.substr(1) : text;
  if (all_of(unsigned_text, is_digit)) {
    if (const auto number = whole_number(text[0] == '+' ? unsigned_text : text, 10, span)) return *number;
  }
  if (text.starts_with("0o") && all_of(text.substr(2), is_octal)) {
    if (const auto number = whole_number(text.substr(2), 8, span)) return *number;
  }
  if (text.starts_with("0x") && all_of(text.substr(2), is_hex)) {
    if (const auto number = whole_number(text.substr(2), 16, span)) return *number;
  }
  if (const auto number = real_number(text, span)) return *number;
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  if (one_of(unsigned_text, {".inf", ".Inf", ".INF"})) return Value::of(text[0] == '-' ? -infinity : infinity, span);
  if (one_of(text, {".nan", ".NaN", ".NAN"})) return Value::of(std::numeric_limits<double>::quiet_NaN(), span);
  return Value::of(text, span);
}

// Words and dates of YAML 1.1.
std::optional<Value> older_scalar(std::string_view text, Arena& arena, Span span) {
  if (one_of(text, {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"})) return Value::of(true, span);
  if (one_of(text, {"n", "N", "no", "No", "NO", "off", "Off", "OFF"})) return Value::of(false, span);
  const auto form = [&](std::string_view pattern) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
    }
    return true;
  };
  if (form("0000-00-00")) return Value::copy(arena, std::string(text) + "T00:00:00Z", span);
  return std::nullopt;
}

// ---- Places --------------------------------------------------------------------------------------------------------

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }

// yaml-cpp tells where a node begins, tag and anchor included; where it ends is found here.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}

  /// Behind white space, comments, anchors and tags.
  [[nodiscard]] std::size_t skip_properties(std::size_t at) const {
    for (;;) {
      while (at < text_.size() && is_space(text_[at])) ++at;
      if (at == text_.size()) return at;
      if (text_[at] == '#' && (at == 0 || is_space(text_[at - 1]))) {
        at = line_end(at);
      } else if (text_[at] == '&' || text_[at] == '!') {
        while (at < text_.size() && !is_space(text_[at])) ++at;
      } else {
        return at;
      }
    }
  }

  /// Behind the closing quote; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> quoted_end(std::size_t at) const {
    const char quote = text_[at++];
    while (at < text_.size()) {
      if (text_[at] == '\\' && quote == '"') {
        at += 2;
      } else if (text_[at] != quote) {
        ++at;
      } else if (quote == '\'' && at + 1 < text_.size() && text_[at + 1] == '\'') {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return std::nullopt;
  }

  // A plain scalar stands in the text as it is, but for line ends that became spaces.
  [[nodiscard]] std::size_t plain_end(std::size_t at, std::string_view value) const {
    std::size_t i = 0;
    while (i < value.size() && at < text_.size()) {
      if (value[i] == text_[at]) {
        ++i;
        ++at;
      } else if (is_space(value[i]) && is_space(text_[at])) {
        while (i < value.size() && is_space(value[i])) ++i;
        while (at < text_.size() && is_space(text_[at])) ++at;
      } else if (is_space(text_[at])) {
        ++at;
      } else {
        break;
      }
    }
    return at;
  }

  // From the indicator to the end of the last line with content.
  [[nodiscard]] std::size_t block_end(std::size_t at, std::ptrdiff_t parent_indent) const {
    const auto header_end = line_end(at);
    std::optional<std::ptrdiff_t> indent;
    for (auto i = at + 1; i < header_end && !is_space(text_[i]); ++i) {
      if (is_digit(text_[i])) indent = std::max<std::ptrdiff_t>(parent_indent, 0) + (text_[i] - '0');
    }
    auto end = header_end;
    for (auto line = header_end; line < text_.size();) {
      if (text_[line] == '\r') ++line;
      if (line < text_.size() && text_[line] == '\n') ++line;
      const auto stop = line_end(line);
      auto first = line;
      while (first < stop && text_[first] == ' ') ++first;
      const bool blank = trim(text_.substr(line, stop - line)).empty();
      if (!blank) {
        const auto columns = static_cast<std::ptrdiff_t>(first - line);
        if (columns <= parent_indent) break;
        if (!indent) indent = columns;
        if (columns < *indent) break;
        end = stop;
      }
      if (stop == line && stop == text_.size()) break;
      line = stop;
    }
    return end;
  }

  /// The end of the line without its line break.
  [[nodiscard]] std::size_t line_end(std::size_t at) const {
    const auto newline = text_.find('\n', at);
    const auto end = newline == std::string_view::npos ? text_.size() : newline;
    return end > at && text_[end - 1] == '\r' ? end - 1 : end;
  }

 private:
  std::string_view text_;
};

// ---- Building ------------------------------------------------------------------------------------------------------

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, Document& out, bool as_go) : text_(text), places_(text), out_(out), as_go_(as_go) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) throw YAML::ParserException(mark, "a second document; one was expected");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto at = places_.skip_properties(position(mark));
    const auto word = text_.substr(at);
    const std::size_t size = word.starts_with("~") ? 1 : lower(word.substr(0, 4)) == "null" ? 4 : 0;
    if (size != 0) {
      scalar(at, at + size, Value::null(span(at, at + size)), anchor);
    } else {  // an empty value: just behind its key
      const auto place = behind_key(position(mark));
      scalar(place, place, Value::null(span(place, place)), anchor);
    }
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const auto begin = places_.skip_properties(position(mark));
    const char first = begin < text_.size() ? text_[begin] : ' ';
    const bool quoted = first == '"' || first == '\'';
    const bool block = (first == '|' || first == '>') && tag != "?";
    const auto quoted_end = quoted ? places_.quoted_end(begin) : std::nullopt;
    // yaml-cpp takes the end of the file for the quote.
    if (quoted && !quoted_end) throw YAML::ParserException(mark, "the quoted text is not closed");
    const auto end = quoted  ? *quoted_end
                     : block ? places_.block_end(begin, parent_indent())
                             : places_.plain_end(begin, value);
    const auto content = kept(value, quoted ? begin + 1 : begin);
    const bool plain = !quoted && !block && tag != "tag:yaml.org,2002:str" && tag != "!";
    std::optional<Value> older;
    if (plain && as_go_) older = older_scalar(content, out_.arena, span(begin, end));
    scalar(begin, end, older   ? *older
                       : plain ? plain_scalar(content, span(begin, end))
                               : Value::of(content, span(begin, end)), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw YAML::ParserException(mark, "the alias stands inside of what it refers to");
    from_aliases_ += found->second.weight;
    if (from_aliases_ > max_from_aliases) {
      throw YAML::ParserException(mark, "the aliases of this file stand for more than 100000 values");
    }
    add(found->second.value, found->second.weight, YAML::NullAnchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, anchor, style, false);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, anchor, style, true);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

  /// Makes values of what is still open, after an error.
  void close_all() {
    while (!open_.empty()) close();
  }

  /// Comments lie where no scalar does.
  void find_comments() {
    std::sort(scalars_.begin(), scalars_.end());
    auto next = scalars_.begin();
    for (auto at = text_.find('#'); at != std::string_view::npos; at = text_.find('#', at)) {
      while (next != scalars_.end() && next->end <= at) ++next;
      if (next != scalars_.end() && next->begin <= at) {
        at = next->end;
      } else if (at != 0 && !is_space(text_[at - 1])) {
        ++at;
      } else {
        const auto end = places_.line_end(at);
        out_.comments.push_back(span(at, end));
        at = end;
      }
    }
  }

 private:
  struct Open {
    bool map = false;
    bool block = false;
    std::size_t indent = 0;
    std::size_t begin = 0;
    std::size_t end = 0;  // of the last thing in it
    std::size_t weight = 1;
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::vector<Member> members;
    std::vector<Value> items;
    std::optional<Member> key;
    bool skip_value = false;  // of a key that stands twice
    std::unordered_multimap<std::uint32_t, std::string_view> names;
  };
  struct Anchored {
    Value value;
    std::size_t weight = 1;
  };

  [[nodiscard]] std::size_t position(const YAML::Mark& mark) const {
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
  }
  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
    return {out_.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::min(end, text_.size()))};
  }
  [[nodiscard]] std::string_view kept(const std::string& value, std::size_t at) const {
    if (text_.substr(std::min(at, text_.size())).starts_with(value)) return text_.substr(at, value.size());
    return out_.arena.copy(value);
  }
  // Columns of the block around; -1 at the root.
  [[nodiscard]] std::ptrdiff_t parent_indent() const {
    const auto block = std::find_if(open_.rbegin(), open_.rend(), [](const Open& o) { return o.block; });
    return block == open_.rend() ? -1 : static_cast<std::ptrdiff_t>(block->indent);
  }

  // The mark of an empty value is that of the next token; the place people look at is behind the colon or dash.
  [[nodiscard]] std::size_t behind_key(std::size_t before) const {
    if (open_.empty()) return before;
    const auto& top = open_.back();
    if (top.map && top.key) {
      auto at = static_cast<std::size_t>(top.key->key_span.end);
      while (at < text_.size() && is_space(text_[at])) ++at;
      return at < text_.size() && text_[at] == ':' ? at + 1 : top.key->key_span.end;
    }
    while (before > top.begin + 1 && is_space(text_[before - 1])) --before;
    return before;
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, YAML::EmitterStyle::value style, bool map) {
    if (open_.size() == max_depth) throw YAML::ParserException(mark, "more than 100 levels of nesting");
    if (!open_.empty() && open_.back().map && !open_.back().key) {
      throw YAML::ParserException(mark, "the key of a map is itself a list or a map; text was expected");
    }
    auto& top = open_.emplace_back();
    top.map = map;
    top.block = style != YAML::EmitterStyle::Flow;
    top.begin = top.end = places_.skip_properties(position(mark));
    const auto line = text_.rfind('\n', top.begin == 0 ? 0 : top.begin - 1);
    top.indent = top.begin - (line == std::string_view::npos || top.begin == 0 ? 0 : line + 1);
    top.anchor = anchor;
  }

  void close() {
    auto top = std::move(open_.back());
    open_.pop_back();
    auto end = top.end;
    if (!top.block) {  // to its closing bracket
      while (end < text_.size() &&
             (is_space(text_[end]) || text_[end] == ',' || text_[end] == '#' || end == top.begin)) {
        end = text_[end] == '#' ? places_.line_end(end) : end + 1;
      }
      if (end < text_.size() && (text_[end] == ']' || text_[end] == '}')) ++end;
    }
    const auto place = span(top.begin, end);
    if (as_go_ && top.map) merge_members(top.members);
    if (!open_.empty()) open_.back().end = std::max(open_.back().end, end);
    add(top.map ? Value::object(out_.arena, top.members, place) : Value::array(out_.arena, top.items, place),
        top.weight, top.anchor);
  }

  // `<<: *base`, `<<: [*a, *b]`: what is merged in stands behind what is written, and the first of several holds.
  void merge_members(std::vector<Member>& members) const {
    const auto merge = std::find_if(members.begin(), members.end(), [](const Member& m) { return m.key == "<<"; });
    if (merge == members.end() || !merge->value.is_container()) return;
    const auto value = merge->value;
    members.erase(merge);
    const auto add_from = [&](const Value& object) {
      for (const auto& m : object.members()) {
        const bool there = std::any_of(members.begin(), members.end(), [&](const Member& o) { return o.key == m.key; });
        if (!there) members.push_back(m);
      }
    };
    add_from(value);
    for (const auto& item : value.items()) add_from(item);
  }

  void scalar(std::size_t begin, std::size_t end, const Value& value, YAML::anchor_t anchor) {
    scalars_.push_back(span(begin, end));
    if (!open_.empty()) open_.back().end = std::max(open_.back().end, end);
    if (!open_.empty() && open_.back().map && !open_.back().key) {
      if (anchor != YAML::NullAnchor) anchors_[anchor] = {value, 1};
      return add_key(value);
    }
    add(value, 1, anchor);
  }

  // A key is its text, whatever type the text would have as a value.
  void add_key(const Value& value) {
    auto& top = open_.back();
    const auto place = value.span();
    const bool word = as_go_ && value.is_bool();
    const auto name = value.is_string() ? value.text()
                      : word            ? std::string_view(value.boolean() ? "true" : "false")
                                        : text_.substr(place.begin, place.end - place.begin);
    top.key = member(name, Value(), place);
    const auto [first, last] = top.names.equal_range(top.key->hash);
    if (as_go_) {
      std::erase_if(top.members, [&](const Member& m) { return m.key == name; });
      return;
    }
    top.skip_value = std::any_of(first, last, [&](const auto& known) { return same_text(known.second, name); });
    if (top.skip_value) {
      out_.diagnostics.report(Code::yaml_duplicate_key, place, name);
    } else {
      top.names.emplace(top.key->hash, name);
    }
  }

  void add(const Value& value, std::size_t weight, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = {value, weight};
    if (open_.empty()) {
      out_.root = value;
      return;
    }
    auto& top = open_.back();
    top.weight += weight;
    if (!top.map) {
      top.items.push_back(value);
      return;
    }
    if (!top.key) {  // an alias as a key
      if (value.is_container()) return;
      return add_key(value);
    }
    if (!top.skip_value) {
      top.key->value = value;
      top.members.push_back(*top.key);
    }
    top.key.reset();
  }

  std::string_view text_;
  Places places_;
  Document& out_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t from_aliases_ = 0;
  std::vector<Span> scalars_;
  int documents_ = 0;
  bool as_go_ = false;
};

}  // namespace

namespace {

std::unique_ptr<Document> read(std::string_view text, FileId file, bool as_go) {
  auto document = std::make_unique<Document>();
  document->file = file;
  Builder builder(text, *document, as_go);
  const auto fail = [&](const YAML::Mark& mark, const std::string& message) {
    const auto at = static_cast<std::uint32_t>(std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text.size()));
    document->diagnostics.report(Code::yaml_syntax, {file, at, at}, message);
  };
  try {
    TextBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& e) {
    fail(e.mark, e.msg);
  } catch (const std::exception& e) {
    fail(YAML::Mark(), e.what());
  }
  builder.close_all();
  builder.find_comments();
  document->readable = document->diagnostics.empty() || !document->root.is_null();
  return document;
}

}  // namespace

std::unique_ptr<Document> read_yaml(std::string_view text, FileId file) { return read(text, file, false); }
std::unique_ptr<Document> read_yaml_as_go(std::string_view text, FileId file) { return read(text, file, true); }

}  // namespace pillarlint
