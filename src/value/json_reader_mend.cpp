#include "value/json_reader.h"

namespace pillarlint::json_reader {

// ---- Values -------------------------------------------------------------------------------------------------------

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
  if (p != end_ && !top().object && *p == '}') return wrong_closer(p);
  const auto* start = p;
  if (p != end_) {
    unexpected(p, "a value");
    if (*p != ',') {
      if (const auto* value = value_on_line(p)) {  // something was typed before it
        p = value;
        return Step::value;
      }
    } else if (!top().object) {  // no element is lost
      p = skip_space(p + 1);
      return Step::item;
    }
    p = skip_junk(p);
  }
  store_unknown(span(start, p), ValueType::any, "text that does not parse");
  return Step::after;
}

// The string, object or array that begins on this line, a few characters on; null if there is none, or if it is a name.
const char* JsonReader::value_on_line(const char* p) {
  constexpr std::ptrdiff_t most = 8;
  const auto* stop = p + std::min(end_ - p, most);
  for (; p != stop && *p != '\n'; ++p) {
    if (*p == '{' || *p == '[') return p;
    if (*p != '"') continue;
    const auto* close = p + 1;
    const char* line_break = nullptr;
    close = find_close(close, line_break);
    return line_break != nullptr || close == end_ || is_name(p) ? nullptr : p;
  }
  return nullptr;
}

// A quote within a string: where the string that went wrong at `p` really ends. The quote there is followed by what
// follows a string.
const char* JsonReader::quote_further_on(const char* p, bool is_name) {
  constexpr std::ptrdiff_t most = 512;
  const auto* stop = p + std::min(end_ - p, most);
  for (; p != stop && *p != '\n'; ++p) {
    if (*p != '"') continue;
    auto* next = p + 1;
    while (next != end_ && (*next == ' ' || *next == '\t' || *next == '\r')) ++next;
    const char c = next == end_ ? '\n' : *next;
    if (is_name ? c == ':' : c == ',' || c == '\n' || closes(c)) return p;
  }
  return nullptr;
}

// ---- Names --------------------------------------------------------------------------------------------------------

// `p` is where a member's name should begin, in an object.
JsonReader::Step JsonReader::broken_name(const char*& p) {
  if (*p == ']') return wrong_closer(p);
  if (*p == '{') return object_in_object(p);
  const auto* stop = word_end(p);
  if (stop != p) return bare_name(p, stop);
  unexpected(p, "a member's name");
  brackets_broken_ = brackets_broken_ || *p == '[';
  if (*p == ',' || *p == '[') {
    p = skip_space(p + 1);
    return Step::name;
  }
  p = skip_junk(p);
  return p != end_ && *p == '"' ? Step::name : Step::after;
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
  p = skip_junk(p);
  return p != end_ && *p == '"' ? Step::name : Step::after;
}

// `{` in an object, where a name or a comma should be.
JsonReader::Step JsonReader::object_in_object(const char*& p) {
  auto& frame = top();
  const auto indent = indent_of(p);
  const bool first = members_.size() == frame.first;
  unexpected(p, first ? "a member's name" : "`}`");
  brackets_broken_ = true;
  if (by_indent_ && !mended_too_often()) {
    const auto members_indent = indent_of_members(frame);
    const bool further_right = indent >= 0 && members_indent >= 0 && indent > members_indent;
    if (further_right && !first && depth_ < max_depth) return array_without_bracket(p);
    if (first && ends_line(p + 1) && indent > indent_of(frame)) {  // `{` for `[`
      frame.object = false;
      frame.first = items_.size();
      return Step::value;
    }
    if (!first && indent < 0 && members_indent >= 0) {
      p = skip_space(p + 1);
      return Step::name;
    }
  }
  // An element of the array around it: this object was not closed.
  const bool in_array = depth_ >= 2 && !frames_[depth_ - 2].object;
  if (!first && in_array && (!by_indent_ || indent < 0 || indent == indent_of(frame))) {
    close_top(p);
    return Step::value;
  }
  p = skip_space(p + 1);
  return Step::name;
}

// Objects further right than the members of this object: elements of an array whose `[` is missing, which is the value
// of the last member. The first element may have been taken as that value.
JsonReader::Step JsonReader::array_without_bracket(const char* p) {
  const auto last = members_.back();
  const auto indent = indent_of(top());
  const auto member_indent = indent_of_members(top());
  const auto* value = begin_ + last.value.span().begin;
  push_frame(last.value.is_object() ? value : p, false);
  top().indent = member_indent >= 0 ? member_indent : indent;
  if (last.value.is_object() && line_indent(value) == indent_of(p)) items_.push() = last.value;
  return Step::value;
}

// Behind a member's name, where a colon should be.
JsonReader::Step JsonReader::broken_colon(const char*& p) {
  const auto& member = members_.back();
  const auto* start = begin_ + member.key_span.begin;
  const auto* stop = begin_ + member.key_span.end;
  const bool was_cut = *start == '"' && (stop == start + 1 || stop[-1] != '"' || stop[-2] == '\\');
  if (was_cut && trim(member.key).empty()) {  // a quote too many, at the end of a line
    members_.cut(members_.size() - 1);
    return Step::name;
  }
  const bool touches = p != end_ && p == stop && *p != '{' && *p != '[' && *p != '"' && *p != ',' && !closes(*p);
  if (was_cut || touches) {
    // `"name: 1`, `"name: "text"`: the closing quote is missing, the colon is inside.
    const auto* colon = std::find(start, stop, ':');
    if (colon != stop) {
      const auto* name_end = colon;
      while (name_end != start + 1 && !is_word(name_end[-1])) --name_end;
      error(Code::json_bad_string, start, name_end);
      members_.cut(members_.size() - 1);
      add_member({start + 1, static_cast<std::size_t>(name_end - start - 1)}, span(start, name_end));
      p = skip_space(colon + 1);
      excused_ = nullptr;
      return Step::value;
    }
  }
  if (touches) {
    if (const auto* quote = quote_further_on(p, true)) {  // `"na"me":`
      error(Code::json_bad_string, start, quote + 1);
      members_.cut(members_.size() - 1);
      const auto* name = start + 1;
      while (*name == '"' && name != quote) ++name;
      add_member({name, static_cast<std::size_t>(quote - name)}, span(start, quote + 1));
      p = skip_space(peek_space(quote + 1) + 1);
      return Step::value;
    }
  }
  if (p != end_) unexpected(p, "`:`");
  const bool first_of_inner = members_.size() == top().first + 1 && depth_ >= 2 && frames_[depth_ - 2].object;
  if (p != end_ && *p == ',' && first_of_inner && ends_line(p + 1) && p - top().open < 512 &&
      std::find(top().open, p, '\n') == p) {
    // `"name": {"text",` and no more on the line: the bracket is one too many.
    const auto text = Value::of(member.key, member.key_span);
    brackets_broken_ = true;
    members_.cut(members_.size() - 1);
    --depth_;
    store(text);
    return Step::after;
  }
  if (p != end_ && !name_line(p)) {
    if (const auto* value = value_on_line(p)) {
      p = value;
      return Step::value;
    }
    if (p != stop && is_word(*p)) return Step::value;
    p = skip_junk(p);
  }
  store_unknown(span(p, p), ValueType::any, "text that does not parse");
  return Step::after;
}

// ---- Between elements ---------------------------------------------------------------------------------------------

// The element read last in the innermost container, or the root; null if there is none yet.
Value* JsonReader::last_element() {
  if (depth_ == 0) return &out_.root;
  if (top().object) return members_.size() == top().first ? nullptr : &members_.back().value;
  return items_.size() == top().first ? nullptr : &items_.back();
}

// Behind an element, where a comma or the closing bracket should be.
JsonReader::Step JsonReader::broken_after(const char*& p) {
  if (*p == ':') return name_without_bracket(p);
  if (closes(*p)) return wrong_closer(p);
  const bool in_object = top().object;
  auto* last = last_element();
  if (last != nullptr && last->is_string() && p[-1] == '"' && *p != '"') {
    if (const auto* quote = quote_further_on(p, false)) {  // `"te"xt",`
      const auto* start = begin_ + last->span().begin;
      error(Code::json_bad_string, start, quote + 1);
      *last = Value::of(decode(start, quote, quote + 1).text, span(start, quote + 1));
      p = quote + 1;
      return Step::after;
    }
  }
  if (in_object && last != nullptr && (*p == '{' || *p == '[') && !last->is_container()) {
    const auto* start = begin_ + last->span().begin;
    if (std::find(start, p, '\n') == p) {  // `"name": 0{`: something was typed before it
      unexpected(start, "a value");
      return Step::value;
    }
  }
  if (in_object && *p == '{') return object_in_object(p);
  if (*p == '"' || (!in_object && (*p == '{' || *p == '['))) {
    unexpected(p, "`,`");
    comma_missing_ = p;
    return in_object ? Step::name : Step::item;
  }
  unexpected(p, in_object ? "`,` or `}`" : "`,` or `]`");
  p = skip_junk(p);
  if (p != end_ && *p == '"') return in_object ? Step::name : Step::item;
  return Step::after;
}

// A string was read as a value, and now comes a colon: it is the name of a member. Either the bracket of its object is
// missing, or the value before it, or the bracket that closes the array around it.
JsonReader::Step JsonReader::name_without_bracket(const char*& p) {
  const auto* last = last_element();
  if (last == nullptr || !last->is_string()) {
    unexpected(p, "`,`");
    p = skip_junk(p + 1);
    return Step::after;
  }
  const auto value = *last;
  const auto* next = peek_space(p + 1);
  if (depth_ != 0 && (next == end_ || *next == ',' || closes(*next) || name_line(next))) {  // one colon too many
    unexpected(p, "`,`");
    excused_ = next;
    ++p;
    return Step::after;
  }
  const auto* name = begin_ + value.span().begin;
  unexpected(name, "`{`");
  p = skip_space(p + 1);
  const auto indent = indent_of(name);
  int outer = indent_not_made;
  if (depth_ != 0 && top().object) {
    outer = line_indent(begin_ + members_.back().key_span.begin);
    if (indent >= 0 && outer >= 0 && indent <= outer) {
      members_.back().value = unknown(span(name, name), ValueType::any, "a value that is missing");
      top().has_unknown = true;
      add_member(value.text(), value.span());
      return Step::value;
    }
  } else if (depth_ != 0) {
    items_.cut(items_.size() - 1);
    const auto step = name_of_outer_object(name, value);
    if (step == Step::value) return step;
    // `x` in the place of the bracket was read as an element.
    if (comma_missing_ == name && items_.size() != top().first && !items_.back().is_container())
      items_.cut(items_.size() - 1);
  }
  brackets_broken_ = true;
  if (depth_ == max_depth) {
    p = name;
    const auto* stop = skip_container(p);
    store_unknown(span(p, stop), ValueType::any, "values nested too deep");
    p = stop;
    return Step::after;
  }
  push_frame(name, true);
  top().indent = outer;
  add_member(value.text(), value.span());
  return Step::value;
}

// In an array, the name of a member stands as far left as the line with the array's bracket: it belongs to the object
// around the array. Or just one step further right, and it is the first thing: the bracket should have been `{`.
JsonReader::Step JsonReader::name_of_outer_object(const char* name, const Value& value) {
  const auto indent = indent_of(name);
  const auto open_indent = indent_of(top());
  if (indent < 0 || open_indent < 0) return Step::after;
  if (indent <= open_indent && depth_ >= 2 && frames_[depth_ - 2].object) {
    brackets_broken_ = true;
    close_top(name);
    add_member(value.text(), value.span());
    return Step::value;
  }
  const auto& root = frames_[0];
  const bool known_step = root.object && members_.size() > root.first;
  constexpr int usual_step = 4;
  const auto step = known_step ? indent_of(begin_ + members_.at(root.first).key_span.begin) : usual_step;
  if (by_indent_ && items_.size() == top().first && indent - open_indent <= step) {
    top().object = true;
    top().first = members_.size();
    add_member(value.text(), value.span());
    return Step::value;
  }
  return Step::after;
}

// ---- Closing brackets ---------------------------------------------------------------------------------------------

// A bracket within a line closes nothing that has a line for each member.
bool JsonReader::stray_on_line(const char* p) {
  if (indent_of(p) >= 0) {  // at the start of a line, it stands alone, or before more brackets
    const auto* next = p + 1;
    while (next != end_ && (*next == ' ' || *next == '\t')) ++next;
    return next != end_ && *next == '"';
  }
  const auto* newline = std::find(std::max(top().open, p - std::min<std::ptrdiff_t>(p - begin_, 256)), p, '\n');
  return newline != p && line_indent(p) >= 0 && indent_of_members(top()) >= 0;
}

bool JsonReader::mended_too_often() {
  if (++mends_ > most_mends_by_indent) by_indent_ = false;
  return !by_indent_;
}

// `}` in an array or `]` in an object: mistyped, or the bracket before it is missing, or it is one too many.
// Indentation tells: a bracket that closes stands below the line that opened.
JsonReader::Step JsonReader::wrong_closer(const char*& p) {
  const bool object = *p == '}';
  const auto indent = indent_of(p);
  unexpected(p, object ? "`]`" : "`}`");
  brackets_broken_ = true;
  const bool stray = by_indent_ && !mended_too_often() && stray_on_line(p);
  ++p;
  if (stray) return Step::after;
  if (indent >= 0) {
    for (auto i = depth_; i-- > 0;) {
      if (indent_of(frames_[i]) != indent) continue;
      if (frames_[i].object != object && i + 1 != depth_) continue;
      if (i == 0 && peek_space(p) != end_) break;
      while (depth_ > i) close_top(p);
      return Step::after;
    }
    return Step::after;
  }
  if (depth_ > 1 || peek_space(p) == end_) close_top(p);
  return Step::after;
}

// The root was closed, or `p` is behind it, and there is `more` text. A root that is a container stays open: its
// closing bracket was one too many, and what follows most likely belongs to it.
JsonReader::Step JsonReader::more_after_root(const char*& p, const char* more) {
  if (depth_ == 0 && *more == ':' && out_.root.is_string()) {
    p = more;
    return name_without_bracket(p);
  }
  if (depth_ == 0 && !out_.root.is_container() && (*more == '"' || *more == '{' || *more == '[')) {
    unexpected(begin_ + out_.root.span().begin, "`{`");
    p = more;
    return Step::value;
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

// ---- By indentation, when brackets did not pair -------------------------------------------------------------------

// `p` is at a name. If it stands further left than the other members of its object, and just below those of an object
// around it, then brackets are missing before it; if it stands further right, the bracket of its object is.
bool JsonReader::mend_name_by_indent(const char* p) {
  const auto indent = indent_of(p);
  const auto members_indent = indent_of_members(top());
  if (indent < 0 || members_indent < 0 || indent == members_indent) return false;
  if (indent > members_indent) return object_without_bracket(indent);
  for (auto i = depth_ - 1; i-- > 0;) {
    if (!frames_[i].object || indent_of_members(frames_[i]) != indent) continue;
    if (mended_too_often()) return false;
    unexpected(p, top().object ? "`}`" : "`]`");
    while (depth_ > i + 1) close_top(p);
    return true;
  }
  return false;
}

// The names that follow stand further right than the last member: they are its value.
bool JsonReader::object_without_bracket(int indent) {
  if (members_.size() <= top().first || depth_ == max_depth) return false;
  const auto& last = members_.back();
  if (last.value.is_container() && last.value.size() != 0) return false;
  const auto outer = indent_of(begin_ + last.key_span.begin);
  if (outer < 0 || outer >= indent || mended_too_often()) return false;
  const auto* value = begin_ + last.value.span().begin;
  unexpected(value, "`{`");
  push_frame(value, true);
  top().indent = outer;
  return true;
}

// A closing bracket, at `p`: it closes the container whose line stands as far left.
bool JsonReader::mend_close_by_indent(const char*& p, Step& next) {
  const auto indent = indent_of(p);
  const bool stray = stray_on_line(p);
  if ((indent == indent_of(top()) && !stray) || (indent < 0 && !stray) || mended_too_often()) return false;
  for (auto i = depth_ - 1; !stray && i-- > 0;) {
    if (indent_of(frames_[i]) != indent || frames_[i].object != (*p == '}')) continue;
    if (i == 0 && peek_space(p + 1) != end_) break;
    unexpected(p, top().object ? "`}`" : "`]`");
    ++p;
    while (depth_ > i) close_top(p);
    next = Step::after;
    return true;
  }
  if (!stray) return false;
  unexpected(p, top().object ? "a member's name" : "a value");
  p = skip_space(p + 1);
  next = p != end_ && *p == '"' && top().object ? Step::name : Step::after;
  return true;
}

// ---- Skipping -----------------------------------------------------------------------------------------------------

// Text that can not be read, up to a comma or bracket of the same nesting, or to what looks like a member.
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
      if (nested == 0 && depth_ != 0 && top().object && is_name(p)) break;
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
      const char* line_break = nullptr;
      p = find_close(p + 1, line_break);
      if (p == end_) return p;
    } else if (c == '/') {
      const auto* next = skip_odd_space(p, true);
      if (next != p) {
        p = next;
        continue;
      }
    } else if (c == '{' || c == '[') {
      ++nested;
    } else if (closes(c) && (nested == 0 || --nested == 0)) {
      return p + 1;
    }
    ++p;
  }
  return p;
}

// Text at `p` that looks like `"name":`, on one line.
bool JsonReader::is_name(const char* p) {
  if (*p != '"') return false;
  const auto* stop = json_scan::string_stop(p + 1, end_);
  while (stop != end_ && *stop == '\\' && end_ - stop > 1) stop = json_scan::string_stop(stop + 2, end_);
  if (stop == end_ || *stop != '"') return false;
  ++stop;
  while (stop != end_ && (*stop == ' ' || *stop == '\t')) ++stop;
  return stop != end_ && *stop == ':';
}

// ---- Indentation --------------------------------------------------------------------------------------------------

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

}  // namespace pillarlint::json_reader
