#include "value/read_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "base/text.h"
#include "value/json_scan.h"
#include "value/json_string.h"
#include "value/value_access.h"

namespace pillarlint {

namespace {

constexpr std::size_t max_depth = 512;
constexpr std::size_t reports_per_code = 100;
constexpr std::size_t most_mends_by_indent = 1000;
constexpr int no_indent = -1;       // something else stands before it on its line
constexpr int indent_not_made = -2;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c == '$' || c == '-' || c == '.' || c == '+' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool closes(char c) { return c == '}' || c == ']'; }

// A stack of elements whose containers are not closed yet. Grows without constructing, never shrinks.
template <typename T>
class Scratch {
 public:
  T& push() {
    if (size_ == room_.size()) room_.resize(std::max<std::size_t>(64, room_.size() * 2));
    return room_[size_++];
  }
  T& back() { return room_[size_ - 1]; }
  T& at(std::size_t i) { return room_[i]; }
  void cut(std::size_t size) { size_ = size; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<T> from(std::size_t first) { return {room_.data() + first, size_ - first}; }

 private:
  std::vector<T> room_;
  std::size_t size_ = 0;
};

// An object or array that is being read.
struct Frame {
  const char* open = nullptr;  // its bracket, or its first member where the bracket is missing
  std::size_t first = 0;       // its first element in the scratch stack of its kind
  std::uint64_t names = 0;     // one bit for each hash of a member seen
  int indent = indent_not_made;  // of the line with its bracket
  bool object = false;
  bool maybe_twice = false;    // two members have the same bit in `names`
  bool lossy = false;          // text was skipped that may have been an element
  bool has_unknown = false;
};

class JsonReader {
 public:
  JsonReader(std::string_view text, Document& out, bool by_indent)
      : begin_(text.data()), end_(text.data() + text.size()), out_(out), by_indent_(by_indent) {}

  void read();
  /// Brackets did not pair: reading again by indentation may tell better which one is missing.
  [[nodiscard]] bool brackets_broken() const { return brackets_broken_; }

 private:
  enum class Step : std::uint8_t { name, item, value, after, end };
  struct Text {
    std::string_view text;
    const char* end = nullptr;
    bool lone_surrogate = false;
    bool cut = false;
  };

  // The regular course. Each takes `p` at what it expects and leaves it behind what it read.
  Step read_name(const char*& p);
  Step read_item(const char*& p);
  Step read_value(const char*& p);
  Step read_after(const char*& p);
  Step open(const char*& p, bool object);
  Step close(const char*& p);
  Step read_number(const char*& p);
  Step read_word(const char*& p, std::string_view word, Value value);
  void add_member(std::string_view key, Span span);
  [[nodiscard]] const char* skip_space(const char* p);
  [[nodiscard]] const char* skip_odd_space(const char* p, bool record);
  [[nodiscard]] const char* peek_space(const char* p);

  // Containers.
  void push_frame(const char* at, bool object);
  void close_top(const char* end);
  void store(const Value& value);
  Value& slot() { return top().object ? members_.back().value : items_.push(); }
  void drop_twice(Frame& frame);
  void drop_twice_few(std::size_t first, std::vector<std::uint32_t>& lost);
  void drop_twice_many(std::size_t first, std::vector<std::uint32_t>& lost);
  void drop_twice_sorted(std::size_t first, std::vector<std::uint32_t>& lost);
  void replace_twice(std::size_t earlier, std::size_t later, std::vector<std::uint32_t>& lost);
  Frame& top() { return frames_[depth_ - 1]; }
  [[nodiscard]] char closer() { return top().object ? '}' : ']'; }

  // Strings that are not plain.
  [[nodiscard]] Text odd_string(const char* start, const char* stop, bool is_name);
  [[nodiscard]] const char* find_close(const char* p, const char*& first_line_end);
  [[nodiscard]] bool legal_follower(const char* follower, bool is_name);
  [[nodiscard]] Text decode(const char* start, const char* content_end, const char* end);
  [[nodiscard]] Text cut_at_line(const char* start, const char* line_end, bool is_name);

  // What is not as it should be.
  Step odd_string_value(const char*& p, const char* start, const char* stop);
  Step odd_number(const char*& p, const char* start);
  Step broken_value(const char*& p);
  Step broken_name(const char*& p);
  Step broken_colon(const char*& p);
  Step broken_after(const char*& p);
  Step wrong_closer(const char*& p);
  Step name_without_bracket(const char*& p);
  Step bare_name(const char*& p, const char* name_end);
  Step more_after_root(const char*& p, const char* more);
  bool mend_name_by_indent(const char* p);
  bool mend_close_by_indent(const char*& p, Step& next);
  Step too_deep(const char*& p);
  Step finish(const char* p);
  [[nodiscard]] const char* skip_junk(const char* p);
  [[nodiscard]] const char* skip_container(const char* p);
  [[nodiscard]] bool name_line(const char* p);
  [[nodiscard]] bool alone_on_line_before(const char* p) { return indent_of(p) >= 0; }
  [[nodiscard]] int indent_of(const char* p);
  [[nodiscard]] int line_indent(const char* p);
  [[nodiscard]] int indent_of(Frame& frame);
  [[nodiscard]] int indent_of_members(Frame& frame);
  [[nodiscard]] const char* line_end(const char* p);

  Value unknown(Span span, ValueType type, std::string_view subject, Unknown::Why why = Unknown::Why::does_not_parse);
  void store_unknown(Span span, ValueType type, std::string_view subject);
  [[nodiscard]] Span span(const char* from, const char* to) const {
    return {out_.file, static_cast<std::uint32_t>(from - begin_), static_cast<std::uint32_t>(to - begin_)};
  }
  template <typename... Args>
  void note(Code code, Span place, const Args&... args);
  template <typename... Args>
  void error(Code code, const char* at, const char* to, const Args&... args);
  void unexpected(const char* p, std::string_view expected);
  [[nodiscard]] std::string describe_at(const char* p);
  [[nodiscard]] const char* word_end(const char* p);

  const char* begin_;
  const char* end_;
  Document& out_;
  Scratch<Member> members_;
  Scratch<Value> items_;
  std::array<Frame, max_depth> frames_;
  std::size_t depth_ = 0;
  std::string decoded_;
  std::vector<std::uint32_t> name_table_;

  // The last string that crossed a line: every later quote before its end would find the same end.
  const char* crossing_from_ = nullptr;
  const char* crossing_close_ = nullptr;
  const char* crossing_follower_ = nullptr;
  const char* no_comment_end_ = nullptr;  // from here on no block comment is closed
  const char* no_quote_until_ = nullptr;  // up to here no string is closed on its line

  const char* last_error_ = nullptr;
  const char* excused_ = nullptr;  // up to here nothing new is wrong
  std::vector<std::pair<Code, std::size_t>> reported_;
  std::size_t mends_ = 0;
  bool by_indent_;
  bool brackets_broken_ = false;
  bool root_was_closed_ = false;
};

// ---- The regular course -------------------------------------------------------------------------------------------

void JsonReader::read() {
  const char* p = skip_space(begin_);
  if (p == end_) {
    note(Code::json_empty, span(begin_, begin_));
    out_.readable = false;
    return;
  }
  auto step = Step::value;
  for (;;) {
    switch (step) {
      case Step::name: step = read_name(p); break;
      case Step::item: step = read_item(p); break;
      case Step::value: step = read_value(p); break;
      case Step::after: step = read_after(p); break;
      case Step::end: return;
    }
  }
}

inline const char* JsonReader::skip_space(const char* p) {
  for (;;) {
    if (p == end_) return p;
    const auto c = static_cast<unsigned char>(*p);
    if (c == '\n') {
      p = json_scan::spaces_end(p + 1, end_);
    } else if (c == ' ' || c == '\r' || c == '\t') {
      ++p;
    } else if (c > ' ' && c < 0x80 && c != '/') {
      return p;
    } else {
      const auto* next = skip_odd_space(p, true);
      if (next == p) return p;
      p = next;
    }
  }
}

// As skip_space, but comments are left for the one who really passes them.
const char* JsonReader::peek_space(const char* p) {
  for (;;) {
    while (p < end_ && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
    const auto* next = skip_odd_space(p, false);
    if (next == p) return p;
    p = next;
  }
}

// Comments, and the white space that .NET knows besides JSON's. Gives `p` back if there is none.
const char* JsonReader::skip_odd_space(const char* p, bool record) {
  const auto is = [&](std::string_view text) { return std::string_view(p, end_ - p).starts_with(text); };
  if (p == end_) return p;
  if (*p == '\f' || *p == '\v') return p + 1;
  if (is("\xC2\xA0")) return p + 2;  // no-break space, from web pages
  if (is("\xEF\xBB\xBF") || is("\xE2\x80\xA8") || is("\xE2\x80\xA9")) return p + 3;
  const char* stop = nullptr;
  if (is("//")) {
    stop = line_end(p);
  } else if (is("/*") && (no_comment_end_ == nullptr || p < no_comment_end_)) {
    const auto found = std::string_view(p + 2, end_ - p - 2).find("*/");
    if (found != std::string_view::npos) {
      stop = p + 2 + found + 2;
    } else {
      no_comment_end_ = p;
    }
  }
  if (stop == nullptr && is("/*")) {  // not closed: the rest of its line, so that the file is not lost
    stop = line_end(p);
    if (record) error(Code::json_unclosed, p, p + 2, "the comment");
  }
  if (stop == nullptr) return p;
  if (record && (out_.comments.empty() || out_.comments.back().begin < span(p, p).begin)) {
    out_.comments.push_back(span(p, stop));
  }
  return stop;
}

inline void JsonReader::add_member(std::string_view key, Span key_span) {
  auto& member = members_.push();
  member.key = key;
  member.hash = folded_hash(key);
  member.key_span = key_span;
  auto& frame = top();
  const auto bit = std::uint64_t{1} << (member.hash & 63U);
  frame.maybe_twice = frame.maybe_twice || (frame.names & bit) != 0;
  frame.names |= bit;
}

inline JsonReader::Step JsonReader::read_name(const char*& p) {
  if (p == end_) return finish(p);
  if (*p == '}') return close(p);
  if (*p != '"') return broken_name(p);
  if (by_indent_ && mend_name_by_indent(p)) return Step::name;
  const auto* stop = json_scan::string_stop(p + 1, end_);
  if (stop == end_ || *stop != '"') {
    const auto text = odd_string(p, stop, true);
    add_member(text.text, span(p, text.end));
    if (text.lone_surrogate) {
      note(Code::json_lone_surrogate, span(p, text.end), "U+FFFD stands for it in the name");
    }
    p = text.end;
  } else {
    add_member({p + 1, static_cast<std::size_t>(stop - p - 1)}, span(p, stop + 1));
    p = stop + 1;
  }
  if (p == end_ || *p != ':') {
    p = skip_space(p);
    if (p == end_ || *p != ':') return broken_colon(p);
  }
  ++p;
  if (p != end_ && *p == ' ') ++p;
  p = skip_space(p);
  return Step::value;
}

inline JsonReader::Step JsonReader::read_item(const char*& p) {
  if (p != end_ && *p == ']') return close(p);
  return Step::value;
}

inline JsonReader::Step JsonReader::read_value(const char*& p) {
  if (p == end_) return broken_value(p);
  switch (*p) {
    case '"': {
      const auto* start = p;
      const auto* stop = json_scan::string_stop(p + 1, end_);
      if (stop == end_ || *stop != '"') return odd_string_value(p, start, stop);
      p = stop + 1;
      const auto value = Value::of(std::string_view(start + 1, static_cast<std::size_t>(stop - start - 1)), span(start, p));
      if (depth_ == 0) {
        out_.root = value;
      } else {
        slot() = value;
      }
      return Step::after;
    }
    case '{': return open(p, true);
    case '[': return open(p, false);
    case 't': return read_word(p, "true", Value::of(true, span(p, p + 4)));
    case 'f': return read_word(p, "false", Value::of(false, span(p, p + 5)));
    case 'n': return read_word(p, "null", Value::null(span(p, p + 4)));
    case '-':
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9': return read_number(p);
    default: return broken_value(p);
  }
}

inline JsonReader::Step JsonReader::read_after(const char*& p) {
  if (p == end_ || static_cast<unsigned char>(*p) <= ' ' || *p == '/') p = skip_space(p);
  if (p == end_) return finish(p);
  if (depth_ == 0) return more_after_root(p, p);
  if (*p == ',') {
    p = skip_space(p + 1);
    return top().object ? Step::name : Step::item;
  }
  if (*p == closer()) return close(p);
  return broken_after(p);
}

inline JsonReader::Step JsonReader::open(const char*& p, bool object) {
  if (depth_ == max_depth) return too_deep(p);
  push_frame(p, object);
  p = skip_space(p + 1);
  return object ? Step::name : Step::item;
}

// `p` is at the bracket that closes the innermost container.
inline JsonReader::Step JsonReader::close(const char*& p) {
  Step next{};
  if (by_indent_ && mend_close_by_indent(p, next)) return next;
  if (depth_ == 1) {  // the root closes only at the end of the file
    const auto* more = skip_space(p + 1);
    if (more != end_) return more_after_root(p, more);
  }
  ++p;
  close_top(p);
  return Step::after;
}

JsonReader::Step JsonReader::read_word(const char*& p, std::string_view word, Value value) {
  const auto* stop = p + word.size();
  if (!std::string_view(p, end_ - p).starts_with(word) || (stop != end_ && is_word(*stop))) return broken_value(p);
  store(value);
  p = stop;
  return Step::after;
}

JsonReader::Step JsonReader::read_number(const char*& p) {
  const auto* start = p;
  const bool negative = *p == '-';
  const auto* digits = negative ? p + 1 : p;
  const auto* q = digits;
  std::uint64_t number = 0;
  while (q != end_ && is_digit(*q) && q - digits < 19) number = number * 10 + static_cast<std::uint64_t>(*q++ - '0');
  const bool plain = q != digits && (q == end_ || !is_word(*q)) && (*digits != '0' || q - digits == 1);
  constexpr auto most = static_cast<std::uint64_t>(INT64_MAX);
  // -0 is a real: an integer would lose its sign.
  if (!plain || number > most || (negative && number == 0)) return odd_number(p, start);
  p = q;
  store(Value::of(negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number), span(start, q)));
  return Step::after;
}

// ---- Containers ---------------------------------------------------------------------------------------------------

inline void JsonReader::push_frame(const char* at, bool object) {
  auto& frame = frames_[depth_++];
  frame.open = at;
  frame.first = object ? members_.size() : items_.size();
  frame.names = 0;
  frame.indent = indent_not_made;
  frame.object = object;
  frame.maybe_twice = frame.lossy = frame.has_unknown = false;
}

inline void JsonReader::store(const Value& value) {
  if (depth_ == 0) {
    out_.root = value;
  } else {
    slot() = value;
  }
}

inline void JsonReader::close_top(const char* end) {
  auto& frame = top();
  const auto place = span(frame.open, end);
  const Unknown* rest = nullptr;
  if (frame.lossy) {
    rest = &unknown(place, ValueType::any, "text that does not parse").why();
  }
  const bool has_unknown = frame.has_unknown || frame.lossy;
  Value value;
  if (frame.object) {
    if (frame.maybe_twice) drop_twice(frame);
    const std::span<const Member> members = members_.from(frame.first);
    value = rest == nullptr ? ValueAccess::object(out_.arena.copy(members), place, has_unknown)
                            : Value::object(out_.arena, members, place, rest);
    members_.cut(frame.first);
  } else {
    const std::span<const Value> items = items_.from(frame.first);
    value = rest == nullptr ? ValueAccess::array(out_.arena.copy(items), place, has_unknown)
                            : Value::array(out_.arena, items, place, rest);
    items_.cut(frame.first);
  }
  --depth_;
  store(value);
  if (has_unknown && depth_ != 0) top().has_unknown = true;
}

// The last member of a name counts, in the place of the first (as ObjectBuilder does).
void JsonReader::drop_twice(Frame& frame) {
  std::vector<std::uint32_t> lost;
  constexpr std::size_t few = 32;
  if (members_.size() - frame.first <= few) {
    drop_twice_few(frame.first, lost);
  } else {
    drop_twice_many(frame.first, lost);
  }
  if (lost.empty()) return;
  std::size_t to = frame.first;
  auto next_lost = lost.begin();
  for (std::size_t i = frame.first; i < members_.size(); ++i) {
    if (next_lost != lost.end() && *next_lost == i) {
      ++next_lost;
    } else {
      members_.at(to++) = members_.at(i);
    }
  }
  members_.cut(to);
}

void JsonReader::drop_twice_few(std::size_t first, std::vector<std::uint32_t>& lost) {
  for (std::size_t i = first + 1; i < members_.size(); ++i) {
    const auto& later = members_.at(i);
    for (std::size_t k = first; k < i; ++k) {
      const auto& earlier = members_.at(k);
      if (earlier.hash != later.hash || !same_text(earlier.key, later.key)) continue;
      replace_twice(k, i, lost);
      break;
    }
  }
}

void JsonReader::drop_twice_many(std::size_t first, std::vector<std::uint32_t>& lost) {
  const auto count = members_.size() - first;
  name_table_.assign(std::bit_ceil(count * 2), 0);
  const auto mask = name_table_.size() - 1;
  std::size_t probes_left = count * 8 + 1024;  // names may be made to collide
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::size_t i = first; i < members_.size(); ++i) {
    const auto& later = members_.at(i);
    std::size_t place = (later.hash * std::uint64_t{0x9E3779B97F4A7C15ULL} >> 20U) & mask;
    bool twice = false;
    for (; name_table_[place] != 0 && !twice; place = (place + 1) & mask) {
      if (--probes_left == 0) return drop_twice_sorted(first, lost);
      const auto earlier = name_table_[place] - 1;
      twice = members_.at(earlier).hash == later.hash && same_text(members_.at(earlier).key, later.key);
      if (twice) pairs.emplace_back(earlier, static_cast<std::uint32_t>(i));
    }
    if (!twice) name_table_[place] = static_cast<std::uint32_t>(i + 1);
  }
  for (const auto& [earlier, later] : pairs) replace_twice(earlier, later, lost);
}

void JsonReader::drop_twice_sorted(std::size_t first, std::vector<std::uint32_t>& lost) {
  std::vector<std::uint32_t> order;
  for (std::size_t i = first; i < members_.size(); ++i) order.push_back(static_cast<std::uint32_t>(i));
  const auto folded_before = [](std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](char x, char y) { return lower(x) < lower(y); });
  };
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return folded_before(members_.at(a).key, members_.at(b).key);
  });
  std::size_t group = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (same_text(members_.at(order[group]).key, members_.at(order[i]).key)) {
      replace_twice(order[group], order[i], lost);
    } else {
      group = i;
    }
  }
  std::sort(lost.begin(), lost.end());
}

void JsonReader::replace_twice(std::size_t earlier, std::size_t later, std::vector<std::uint32_t>& lost) {
  note(Code::json_duplicate_key, members_.at(later).key_span, members_.at(later).key);
  members_.at(earlier) = members_.at(later);
  lost.push_back(static_cast<std::uint32_t>(later));
}

// ---- Strings that are not plain, and numbers that are no 64-bit integers -------------------------------------------

// The quote that closes the string whose content goes on at `p`, or the end. Tells where its first line ends if it
// crosses one.
const char* JsonReader::find_close(const char* p, const char*& first_line_end) {
  const auto* start = p;
  for (;;) {
    p = json_scan::string_stop(p, end_);
    if (p == end_) break;
    if (*p == '"') break;
    if (*p == '\\') {
      p = end_ - p < 2 ? end_ : p + 2;
      continue;
    }
    if ((*p == '\n' || *p == '\r') && first_line_end == nullptr) {
      first_line_end = p;
      // Quotes without partner could make every line search to the end of the file: once is enough.
      if (crossing_from_ != nullptr && p > crossing_from_ && p < crossing_close_) return crossing_close_;
    }
    ++p;
  }
  if (first_line_end != nullptr) {
    crossing_from_ = start;
    crossing_close_ = p;
    crossing_follower_ = p == end_ ? end_ : peek_space(p + 1);
  }
  return p;
}

bool JsonReader::legal_follower(const char* follower, bool is_name) {
  if (follower == end_) return depth_ == 0;
  if (is_name) return *follower == ':';
  return depth_ != 0 && (*follower == ',' || *follower == closer());
}

// A string with escapes, control characters or line ends, or without end. `stop` is the first such place in it.
JsonReader::Text JsonReader::odd_string(const char* start, const char* stop, bool is_name) {
  const char* line_end = nullptr;
  const auto* close = find_close(stop, line_end);
  if (close == end_ && line_end == nullptr) line_end = end_;
  if (line_end != nullptr && (close == end_ || !legal_follower(crossing_follower_, is_name))) {
    return cut_at_line(start, line_end, is_name);
  }
  return decode(start, close, close + 1);
}

JsonReader::Text JsonReader::decode(const char* start, const char* content_end, const char* end) {
  Text out;
  out.end = end;
  decoded_.clear();
  bool same = true;
  const auto* p = start + 1;
  while (p < content_end) {
    const auto* stop = json_scan::string_stop(p, content_end);
    decoded_.append(p, stop);
    p = stop;
    if (p == content_end) break;
    const auto character = next_json_character({p, static_cast<std::size_t>(content_end - p)});
    const auto place = span(p, p + character.source_size);
    if (character.bad_escape) note(Code::json_bad_escape, place, std::string(p, std::min(p + 2, content_end)));
    if (*p != '\\' && *p != '\n' && *p != '\r' && *p != '\t' && *p != '"') {
      note(Code::json_control_character, place, fmt::format("{:04X}", static_cast<unsigned char>(*p)));
    }
    out.lone_surrogate = out.lone_surrogate || character.lone_surrogate;
    same = same && character.source_size == 1;
    decoded_.append(character.text, character.text_size);
    p += character.source_size;
  }
  out.text = same ? std::string_view(start + 1, static_cast<std::size_t>(content_end - start - 1)) : out_.arena.copy(decoded_);
  return out;
}

// A string without end: what its first line holds, without the comma that most likely stood behind the quote.
JsonReader::Text JsonReader::cut_at_line(const char* start, const char* line_end, bool is_name) {
  error(Code::json_bad_string, start, line_end);
  const auto* content_end = line_end;
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (content_end > start + 1 && is_space(content_end[-1])) --content_end;
  if (!is_name && content_end > start + 1 && content_end[-1] == ',') --content_end;
  auto out = decode(start, content_end, content_end);
  out.cut = true;
  excused_ = peek_space(line_end);
  return out;
}

JsonReader::Step JsonReader::odd_string_value(const char*& p, const char* start, const char* stop) {
  const auto text = odd_string(start, stop, false);
  p = text.end;
  if (text.lone_surrogate) {
    note(Code::json_lone_surrogate, span(start, p), "the value is taken as unknown");
    store_unknown(span(start, p), ValueType::string, "text with half of a surrogate pair");
  } else {
    store(Value::of(text.text, span(start, p)));
  }
  return Step::after;
}

// Whether the text is a number of JSON's grammar.
bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const auto from = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i - from;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const auto first = i;
  const auto whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && lower(text[i]) == 'e') {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

// Of a number beyond the range of doubles: whether it is too small (then it is 0) rather than too big.
bool is_tiny(std::string_view text) {
  const auto e = text.find_first_of("eE");
  if (e != std::string_view::npos && e + 1 < text.size() && text[e + 1] == '-') return true;
  const auto digit = text.find_first_of("123456789");
  return text.find('.') < digit;
}

JsonReader::Step JsonReader::odd_number(const char*& p, const char* start) {
  const auto* end = word_end(start);
  const std::string_view text(start, static_cast<std::size_t>(end - start));
  p = end;
  if (!is_json_number(text)) {
    error(Code::json_bad_number, start, end, shorten(text, 40));
    p = skip_junk(end);
    store_unknown(span(start, end), ValueType::any, "a number that does not parse");
    return Step::after;
  }
  double number = 0;
  const auto result = std::from_chars(start, end, number);
  if (result.ec == std::errc::result_out_of_range || !std::isfinite(number)) {
    if (is_tiny(text)) {
      store(Value::of(text[0] == '-' ? -0.0 : 0.0, span(start, end)));
      return Step::after;
    }
    note(Code::json_number_range, span(start, end), shorten(text, 40));
    const auto subject = fmt::format("the number {}", shorten(text, 40));
    store_unknown(span(start, end), ValueType::number, subject);
    return Step::after;
  }
  const bool integer = text.find_first_of(".eE") == std::string_view::npos;
  std::int64_t whole = 0;  // the smallest 64-bit integer has no positive twin and comes here
  if (integer && number != 0 && std::from_chars(start, end, whole).ec == std::errc()) {
    store(Value::of(whole, span(start, end)));
  } else {
    store(Value::of(number, span(start, end)));
  }
  return Step::after;
}

// ---- What is not as it should be ----------------------------------------------------------------------------------

// A word where a value should be, or nothing. The member stays, with a value that is not known: its absence would be
// a statement.
JsonReader::Step JsonReader::broken_value(const char*& p) {
  if (depth_ == 0 && p != end_) {
    unexpected(p, "a JSON value");
    p = std::find_if(p, end_, [](char c) { return c == '{' || c == '['; });
    if (p != end_) return Step::value;
    out_.readable = false;
    return Step::end;
  }
  if (p != end_ && !top().object && (*p == ',' || *p == '}')) {  // no element is lost
    if (*p == '}') return wrong_closer(p);
    unexpected(p, "a value");
    p = skip_space(p + 1);
    return Step::item;
  }
  const auto* start = p;
  if (p != end_) {
    unexpected(p, "a value");
    p = skip_junk(p);
  }
  store_unknown(span(start, p), ValueType::any, "text that does not parse");
  return Step::after;
}

// `p` is where a member's name should begin, in an object.
JsonReader::Step JsonReader::broken_name(const char*& p) {
  if (*p == ']') return wrong_closer(p);
  // An element of the array around it: this object was not closed.
  if (*p == '{' && depth_ >= 2 && !frames_[depth_ - 2].object) {
    unexpected(p, "`}`");
    brackets_broken_ = true;
    close_top(p);
    return Step::value;
  }
  const auto* stop = word_end(p);
  if (stop != p) return bare_name(p, stop);
  unexpected(p, "a member's name");
  if (*p == '{' || *p == '[') brackets_broken_ = true;
  if (*p == ',' || *p == '{' || *p == '[') {
    p = skip_space(p + 1);
    return Step::name;
  }
  p = skip_junk(p);
  if (p != end_ && *p == '"') return Step::name;  // it stopped at a line that is a member
  return Step::after;
}

// A name without quotes, or without the first of them.
JsonReader::Step JsonReader::bare_name(const char*& p, const char* name_end) {
  const auto* colon = name_end != end_ && *name_end == '"' ? name_end + 1 : name_end;
  colon = peek_space(colon);
  unexpected(p, "a member's name in quotes");
  if (colon != end_ && *colon == ':') {
    add_member({p, static_cast<std::size_t>(name_end - p)}, span(p, name_end));
    p = skip_space(colon + 1);
    return Step::value;
  }
  top().lossy = true;
  p = skip_junk(p);
  return p != end_ && *p == '"' ? Step::name : Step::after;
}

// Behind a member's name, where a colon should be.
JsonReader::Step JsonReader::broken_colon(const char*& p) {
  auto& member = members_.back();
  const auto* key = begin_ + member.key_span.begin;
  const std::string_view literal(key, member.key_span.end - member.key_span.begin);
  const auto* name_end = word_end(key + 1);
  if (name_end != key + 1 && peek_space(name_end) < key + literal.size() && *peek_space(name_end) == ':') {
    // `"name: 1`: the closing quote is missing, the colon is inside.
    error(Code::json_bad_string, key, name_end);
    members_.cut(members_.size() - 1);
    add_member({key + 1, static_cast<std::size_t>(name_end - key - 1)}, span(key, name_end));
    p = skip_space(peek_space(name_end) + 1);
    excused_ = nullptr;
    return Step::value;
  }
  if (p != end_) unexpected(p, "`:`");
  const bool apart = p != begin_ && p[-1] == ' ';
  const auto begins_value = [&] { return p != end_ && (*p == '"' || *p == '{' || *p == '['); };
  if (p != end_ && !name_line(p)) {
    if (begins_value() || (apart && is_word(*p))) return Step::value;
    const auto* stop = line_end(p);
    while (p != stop && !begins_value() && *p != ',' && !closes(*p) && *p != ' ') ++p;
    p = skip_space(p);
    if (begins_value() && !name_line(p)) return Step::value;
    p = skip_junk(p);
  }
  store_unknown(span(p, p), ValueType::any, "text that does not parse");
  return Step::after;
}

// Behind an element, where a comma or the closing bracket should be.
JsonReader::Step JsonReader::broken_after(const char*& p) {
  if (*p == ':') return name_without_bracket(p);
  if (closes(*p)) return wrong_closer(p);
  const bool next = *p == '"' || (!top().object && (*p == '{' || *p == '['));
  if (next) {
    unexpected(p, "`,`");
    return top().object ? Step::name : Step::item;
  }
  if (top().object && *p == '{' && depth_ >= 2 && !frames_[depth_ - 2].object) return broken_name(p);
  unexpected(p, top().object ? "`,` or `}`" : "`,` or `]`");
  p = skip_junk(p);
  if (p != end_ && *p == '"') return top().object ? Step::name : Step::item;
  return Step::after;
}

// A string was read as a value, and now comes a colon: it is the name of a member. Either the bracket of its object is
// missing, or the value before it, or the bracket that closes the array around it.
JsonReader::Step JsonReader::name_without_bracket(const char*& p) {
  const auto value = depth_ == 0 ? out_.root : top().object ? members_.back().value : items_.back();
  if (!value.is_string()) {
    unexpected(p, "`,`");
    p = skip_junk(p + 1);
    return Step::after;
  }
  const auto* name = begin_ + value.span().begin;
  unexpected(name, "`{`");
  ++p;
  const auto indent = indent_of(name);
  if (depth_ != 0 && top().object) {
    const auto outer = line_indent(begin_ + members_.back().key_span.begin);
    if (indent >= 0 && outer >= 0 && indent <= outer) {
      members_.back().value = unknown(span(name, name), ValueType::any, "a value that is missing");
      add_member(value.text(), value.span());
      p = skip_space(p);
      return Step::value;
    }
  } else if (depth_ != 0) {
    items_.cut(items_.size() - 1);
    if (depth_ >= 2 && frames_[depth_ - 2].object && indent >= 0 && indent <= indent_of(top())) {
      brackets_broken_ = true;
      close_top(name);
      add_member(value.text(), value.span());
      p = skip_space(p);
      return Step::value;
    }
  }
  brackets_broken_ = true;
  if (depth_ == max_depth) {
    p = name;
    return too_deep(p);
  }
  push_frame(name, true);
  add_member(value.text(), value.span());
  p = skip_space(p);
  return Step::value;
}

// `}` in an array or `]` in an object: mistyped, or the bracket before it is missing, or it is one too many.
// Indentation tells: a bracket that closes stands below the line that opened.
JsonReader::Step JsonReader::wrong_closer(const char*& p) {
  const bool object = *p == '}';
  const auto indent = indent_of(p);
  unexpected(p, object ? "`]`" : "`}`");
  brackets_broken_ = true;
  ++p;
  if (indent >= 0) {
    for (auto i = depth_; i-- > 0;) {
      if (indent_of(frames_[i]) != indent) continue;
      if (frames_[i].object != object && i + 1 != depth_) continue;
      if (i == 0 && peek_space(p) != end_) break;
      while (depth_ > i) close_top(p);
      return Step::after;
    }
    if (++mends_ > most_mends_by_indent) by_indent_ = false;
    return Step::after;
  }
  if (depth_ > 1 || peek_space(p) == end_) close_top(p);
  return Step::after;
}

// The root was closed, or `p` is behind it, and there is `more` text. A root that is a container stays open: its closing
// bracket was one too many, and what follows most likely belongs to it.
JsonReader::Step JsonReader::more_after_root(const char*& p, const char* more) {
  if (depth_ == 0 && *more == ':' && out_.root.is_string()) {
    p = more;
    return name_without_bracket(p);
  }
  error(Code::json_extra_text, more, more + 1);
  if (depth_ == 0) return Step::end;
  brackets_broken_ = true;
  root_was_closed_ = true;
  p = more;
  if (*p != ',') return top().object ? Step::name : Step::item;
  return Step::after;
}

// The end of the file.
JsonReader::Step JsonReader::finish(const char* p) {
  if (depth_ == 0) return Step::end;
  if (!root_was_closed_) {
    error(Code::json_unclosed, top().open, top().open + 1, top().object ? "the object" : "the array");
    brackets_broken_ = true;
  }
  while (depth_ != 0) close_top(p);
  return Step::end;
}

JsonReader::Step JsonReader::too_deep(const char*& p) {
  const auto* start = p;
  note(Code::json_too_deep, span(p, p + 1), max_depth);
  p = skip_container(p);
  store(unknown(span(start, p), ValueType::any, "values nested too deep", Unknown::Why::limit_reached));
  top().has_unknown = true;
  return Step::after;
}

// Reading by indentation, when brackets did not pair. `p` is at a name: if it stands further left than the other
// members of its object, and just below those of an object around it, then brackets are missing before it.
bool JsonReader::mend_name_by_indent(const char* p) {
  const auto indent = indent_of(p);
  if (indent < 0 || indent >= indent_of_members(top())) return false;
  for (auto i = depth_ - 1; i-- > 0;) {
    if (!frames_[i].object || members_.size() <= frames_[i].first || indent_of_members(frames_[i]) != indent) continue;
    if (++mends_ > most_mends_by_indent) {
      by_indent_ = false;
      return false;
    }
    unexpected(p, top().object ? "`}`" : "`]`");
    while (depth_ > i + 1) close_top(p);
    return true;
  }
  return false;
}

// The same for a closing bracket, at `p`: it closes the container whose line stands as far left.
bool JsonReader::mend_close_by_indent(const char*& p, Step& next) {
  const auto indent = indent_of(p);
  const bool object = *p == '}';
  if (indent == indent_of(top())) return false;
  if (indent < 0) {  // within a line, but its container has a line for each member: one too many
    const auto* newline = std::find(std::max(top().open, p - 256), p, '\n');
    if (newline == p || indent_of_members(top()) < 0 || line_indent(p) < 0) return false;
  }
  if (++mends_ > most_mends_by_indent) {
    by_indent_ = false;
    return false;
  }
  for (auto i = depth_ - 1; indent >= 0 && i-- > 0;) {
    if (indent_of(frames_[i]) != indent || frames_[i].object != object) continue;
    if (i == 0 && peek_space(p + 1) != end_) break;
    unexpected(p, top().object ? "`}`" : "`]`");
    ++p;
    while (depth_ > i) close_top(p);
    next = Step::after;
    return true;
  }
  const auto* follower = peek_space(p + 1);
  if (indent >= 0 && (follower == end_ || closes(*follower) || *follower == ',')) return false;
  unexpected(p, top().object ? "a member's name" : "a value");
  ++p;
  next = Step::after;
  return true;
}

// Text that can not be read, up to a comma or bracket of the same nesting, or to a line that is a member.
const char* JsonReader::skip_junk(const char* p) {
  std::size_t nested = 0;
  bool loss = false;
  while (p != end_) {
    const auto c = *p;
    if (nested == 0 && (c == ',' || closes(c))) break;
    if (c == '\n') {
      p = skip_space(p);
      if (p != end_ && *p == '"' && name_line(p)) {
        excused_ = p;
        break;
      }
      continue;
    }
    if (c == '"' && p >= no_quote_until_) {
      loss = true;
      const auto* stop = json_scan::string_stop(p + 1, end_);
      while (stop != end_ && *stop != '"' && *stop != '\n') {
        stop = json_scan::string_stop(*stop == '\\' && end_ - stop > 1 ? stop + 2 : stop + 1, end_);
      }
      if (stop != end_ && *stop == '"') {
        p = stop + 1;
      } else {
        no_quote_until_ = stop;
        ++p;
      }
      continue;
    }
    if (c == '/') {
      const auto* next = skip_odd_space(p, true);
      if (next != p) {
        p = next;
        continue;
      }
    }
    if (c == '{' || c == '[') {
      ++nested;
      brackets_broken_ = loss = true;
    } else if (closes(c)) {
      --nested;
    } else if (is_word(c)) {
      loss = true;
    }
    ++p;
  }
  if (loss && depth_ != 0) top().lossy = true;
  return p;
}

// From a bracket to behind its partner, whatever lies between.
const char* JsonReader::skip_container(const char* p) {
  std::size_t nested = 0;
  while (p != end_) {
    const auto c = *p;
    if (c == '"') {
      const char* line_end = nullptr;
      p = find_close(p + 1, line_end);
      if (p == end_) return p;
    } else if (c == '/') {
      const auto* next = skip_odd_space(p, true);
      if (next != p) {
        p = next;
        continue;
      }
    } else if (c == '{' || c == '[') {
      ++nested;
    } else if (closes(c) && --nested == 0) {
      return p + 1;
    }
    ++p;
  }
  return p;
}

// `p` is at the first character of a line, and the line looks like `"name":`.
bool JsonReader::name_line(const char* p) {
  if (*p != '"' || !alone_on_line_before(p)) return false;
  const auto* stop = json_scan::string_stop(p + 1, end_);
  while (stop != end_ && *stop == '\\' && end_ - stop > 1) stop = json_scan::string_stop(stop + 2, end_);
  if (stop == end_ || *stop != '"') return false;
  ++stop;
  while (stop != end_ && (*stop == ' ' || *stop == '\t')) ++stop;
  return stop != end_ && *stop == ':';
}

// Columns before `p` if there is but white space before it on its line. Lines with much before it do not count.
int JsonReader::indent_of(const char* p) {
  constexpr int most = 512;
  int indent = 0;
  for (const auto* q = p; q != begin_ && q[-1] != '\n'; --q) {
    if ((q[-1] != ' ' && q[-1] != '\t') || ++indent > most) return no_indent;
  }
  return indent;
}

// The indentation of the line that `p` lies on.
int JsonReader::line_indent(const char* p) {
  constexpr std::ptrdiff_t most = 512;
  const auto* stop = p - std::min(p - begin_, most);
  const auto* q = p;
  while (q != stop && q[-1] != '\n') --q;
  if (q == stop && q != begin_) return no_indent;
  while (q != p && (*q == ' ' || *q == '\t')) ++q;
  return indent_of(q);
}

int JsonReader::indent_of(Frame& frame) {
  if (frame.indent == indent_not_made) frame.indent = line_indent(frame.open);
  return frame.indent;
}

int JsonReader::indent_of_members(Frame& frame) {
  if (!frame.object) return no_indent;
  if (members_.size() <= frame.first) return indent_of(frame) + 1;
  return indent_of(begin_ + members_.at(frame.first).key_span.begin);
}

const char* JsonReader::line_end(const char* p) {
  const auto* stop = std::find(p, end_, '\n');
  return stop != p && stop[-1] == '\r' ? stop - 1 : stop;
}

const char* JsonReader::word_end(const char* p) {
  while (p != end_ && is_word(*p)) ++p;
  return p;
}

// ---- Telling ------------------------------------------------------------------------------------------------------

Value JsonReader::unknown(Span place, ValueType type, std::string_view subject, Unknown::Why why) {
  Unknown made;
  made.why = why;
  made.type = type;
  made.never_null = type != ValueType::any;
  made.subject = out_.arena.copy(subject);
  made.span = place;
  return Value::unknown(out_.arena, made);
}

void JsonReader::store_unknown(Span place, ValueType type, std::string_view subject) {
  store(unknown(place, type, subject));
  if (depth_ != 0) top().has_unknown = true;
}

// Of one code, the first hundred are enough to work with; a hostile file could make millions.
template <typename... Args>
void JsonReader::note(Code code, Span place, const Args&... args) {
  auto count = std::find_if(reported_.begin(), reported_.end(), [&](const auto& r) { return r.first == code; });
  if (count == reported_.end()) count = reported_.insert(count, {code, 0});
  if (++count->second <= reports_per_code) out_.diagnostics.report(code, place, args...);
}

// One error a line: what follows on the line is most likely of the same cause.
template <typename... Args>
void JsonReader::error(Code code, const char* at, const char* to, const Args&... args) {
  const bool same_line = last_error_ != nullptr && at >= last_error_ && std::find(last_error_, at, '\n') == at;
  const bool excused = excused_ != nullptr && at <= excused_;
  last_error_ = at;
  if (same_line || excused) return;
  note(code, span(at, to), args...);
}

void JsonReader::unexpected(const char* p, std::string_view expected) {
  const auto* stop = p == end_ ? p : std::max(word_end(p), p + 1);
  error(Code::json_unexpected, p, stop, describe_at(p), expected);
}

std::string JsonReader::describe_at(const char* p) {
  if (p == end_) return "the end of the file";
  const auto c = static_cast<unsigned char>(*p);
  if (c < 0x20 || c == 0x7F) return fmt::format("the character U+{:04X}", c);
  constexpr std::size_t most = 40;
  if (c == '"') {
    const auto* stop = json_scan::string_stop(p + 1, end_);
    const std::string_view text(p, static_cast<std::size_t>(stop - p) + (stop != end_ && *stop == '"' ? 1 : 0));
    return fmt::format("`{}`", shorten(text, most));
  }
  const auto length = std::max<std::size_t>(1, static_cast<std::size_t>(word_end(p) - p));
  return fmt::format("`{}`", shorten({p, length}, most));
}

void read_into(std::string_view text, Document& document, bool by_indent, bool& brackets_broken) {
  JsonReader reader(text, document, by_indent);
  reader.read();
  brackets_broken = reader.brackets_broken();
}

}  // namespace

std::unique_ptr<Document> read_json(std::string_view text, FileId file) {
  const auto fresh = [&] {
    auto document = std::make_unique<Document>();
    document->file = file;
    return document;
  };
  auto document = fresh();
  bool brackets_broken = false;
  read_into(text, *document, false, brackets_broken);
  if (brackets_broken) {
    document = fresh();
    read_into(text, *document, true, brackets_broken);
  }
  return document;
}

std::unique_ptr<Document> read_json(const SourceManager& sources, FileId file) {
  auto document = read_json(sources.text(file), file);
  if (sources.had_invalid_text(file)) document->diagnostics.report(Code::invalid_utf8, {file, 0, 0});
  return document;
}

}  // namespace pillarlint
