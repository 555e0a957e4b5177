#include <charconv>
#include <cmath>

#include "value/json_reader.h"
#include "value/json_string.h"

namespace pillarlint::json_reader {

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
  out.text =
      same ? std::string_view(start + 1, static_cast<std::size_t>(content_end - start - 1)) : out_.arena.copy(decoded_);
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

const char* JsonReader::line_end(const char* p) {
  const auto* stop = std::find(p, end_, '\n');
  return stop != p && stop[-1] == '\r' ? stop - 1 : stop;
}

const char* JsonReader::word_end(const char* p) {
  while (p != end_ && is_word(*p)) ++p;
  return p;
}

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

// One error a line: what follows on the line is most likely of the same cause.
bool JsonReader::is_news(const char* at) {
  const bool same_line = last_error_ != nullptr && at >= last_error_ && std::find(last_error_, at, '\n') == at;
  const bool excused = excused_ != nullptr && at <= excused_;
  last_error_ = at;
  return !same_line && !excused;
}

// Of one code, the first hundred are enough to work with; a hostile file could make millions.
bool JsonReader::tell(Code code) {
  auto count = std::find_if(reported_.begin(), reported_.end(), [&](const auto& r) { return r.first == code; });
  if (count == reported_.end()) count = reported_.insert(count, {code, 0});
  return ++count->second <= reports_per_code;
}

void JsonReader::unexpected(const char* p, std::string_view expected) {
  if (!is_news(p) || !tell(Code::json_unexpected)) return;
  const auto* stop = p == end_ ? p : std::max(word_end(p), p + 1);
  out_.diagnostics.report(Code::json_unexpected, span(p, stop), describe_at(p), expected);
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

}  // namespace pillarlint::json_reader
