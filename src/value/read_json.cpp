#include "value/read_json.h"

#include <bit>

#include "value/json_reader.h"
#include "value/value_access.h"

namespace pillarlint {

namespace json_reader {

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
      case Step::name:
        step = read_name(p);
        break;
      case Step::item:
        step = read_item(p);
        break;
      case Step::value:
        step = read_value(p);
        break;
      case Step::after:
        step = read_after(p);
        break;
      case Step::end:
        return;
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
      const auto value =
          Value::of(std::string_view(start + 1, static_cast<std::size_t>(stop - start - 1)), span(start, p));
      if (depth_ == 0) {
        out_.root = value;
      } else {
        slot() = value;
      }
      return Step::after;
    }
    case '{':
      return open(p, true);
    case '[':
      return open(p, false);
    case 't':
      return read_word(p, "true", Value::of(true, span(p, p + 4)));
    case 'f':
      return read_word(p, "false", Value::of(false, span(p, p + 5)));
    case 'n':
      return read_word(p, "null", Value::null(span(p, p + 4)));
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return read_number(p);
    default:
      return broken_value(p);
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

void JsonReader::close_top(const char* end) {
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

}  // namespace json_reader

namespace {
void read_into(std::string_view text, Document& document, bool by_indent, bool& brackets_broken) {
  json_reader::JsonReader reader(text, document, by_indent);
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
