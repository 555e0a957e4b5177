// The inside of read_json: one reader for one text. It is one class in three sources: the regular course
// (read_json.cpp), strings and numbers that are not plain (json_reader_text.cpp), and the mending of what is broken
// (json_reader_mend.cpp), which is most of it and never runs on a good file.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "value/document.h"
#include "value/json_scan.h"

namespace pillarlint::json_reader {

inline constexpr std::size_t max_depth = 512;
inline constexpr std::size_t reports_per_code = 100;
inline constexpr std::size_t most_mends_by_indent = 1000;
inline constexpr int no_indent = -1;  // something else stands before it on its line
inline constexpr int indent_not_made = -2;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_word(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c == '$' || c == '-' || c == '.' ||
         c == '+' || static_cast<unsigned char>(c) >= 0x80;
}
inline bool closes(char c) { return c == '}' || c == ']'; }

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
  const char* open = nullptr;    // its bracket, or its first member where the bracket is missing
  std::size_t first = 0;         // its first element in the scratch stack of its kind
  std::uint64_t names = 0;       // one bit for each hash of a member seen
  int indent = indent_not_made;  // of the line with its bracket
  bool object = false;
  bool maybe_twice = false;  // two members have the same bit in `names`
  bool lossy = false;        // text was skipped that may have been an element
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
  [[nodiscard]] Value* last_element();
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
  Step object_in_object(const char*& p);
  Step array_without_bracket(const char* p);
  Step wrong_closer(const char*& p);
  Step name_without_bracket(const char*& p);
  Step bare_name(const char*& p, const char* name_end);
  Step more_after_root(const char*& p, const char* more);
  Step name_of_outer_object(const char* name, const Value& value);
  bool mend_name_by_indent(const char* p);
  bool object_without_bracket(int indent);
  bool mend_close_by_indent(const char*& p, Step& next);
  Step too_deep(const char*& p);
  Step finish(const char* p);
  [[nodiscard]] const char* skip_junk(const char* p);
  [[nodiscard]] const char* skip_container(const char* p);
  [[nodiscard]] bool is_name(const char* p);
  [[nodiscard]] bool name_line(const char* p) { return indent_of(p) >= 0 && is_name(p); }
  [[nodiscard]] const char* value_on_line(const char* p);
  [[nodiscard]] const char* quote_further_on(const char* p, bool is_name);
  [[nodiscard]] bool stray_on_line(const char* p);
  [[nodiscard]] bool mended_too_often();
  [[nodiscard]] int indent_of(const char* p);
  [[nodiscard]] int line_indent(const char* p);
  [[nodiscard]] int indent_of(Frame& frame);
  [[nodiscard]] int indent_of_members(Frame& frame);
  [[nodiscard]] const char* line_end(const char* p);
  [[nodiscard]] bool ends_line(const char* p) const { return p == end_ || *p == '\n' || *p == '\r'; }

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
  [[nodiscard]] bool is_news(const char* at);
  [[nodiscard]] bool tell(Code code);
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
  const char* excused_ = nullptr;        // up to here nothing new is wrong
  const char* comma_missing_ = nullptr;  // the last element that had none before it
  std::vector<std::pair<Code, std::size_t>> reported_;
  std::size_t mends_ = 0;
  bool by_indent_;
  bool brackets_broken_ = false;
  bool root_was_closed_ = false;
};

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

template <typename... Args>
void JsonReader::note(Code code, Span place, const Args&... args) {
  if (tell(code)) out_.diagnostics.report(code, place, args...);
}

template <typename... Args>
void JsonReader::error(Code code, const char* at, const char* to, const Args&... args) {
  if (is_news(at)) note(code, span(at, to), args...);
}

}  // namespace pillarlint::json_reader
