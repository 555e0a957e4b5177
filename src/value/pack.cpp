#include "value/pack.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

#include "base/text.h"
#include "value/value_access.h"

namespace pillarlint {

namespace {

// The kinds of Value are the first bytes; `true` has one of its own. A number is seven bits a byte, the lowest first,
// the last byte without the high bit.
constexpr std::uint8_t true_byte = 16;
constexpr int max_depth = 600;

void put_number(std::string& out, std::uint64_t n) {
  while (n >= 0x80) {
    out += static_cast<char>(n | 0x80U);
    n >>= 7U;
  }
  out += static_cast<char>(n);
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

// Zero for no place at all.
void put_span(std::string& out, Span span) {
  put_number(out, span.known() ? std::uint64_t{span.begin} + 1 : 0);
  if (span.known()) put_number(out, span.end - span.begin);
}

// Small numbers of either sign stay short.
std::uint64_t folded(std::int64_t i) {
  return (static_cast<std::uint64_t>(i) << 1U) ^ static_cast<std::uint64_t>(i >> 63U);
}
std::int64_t unfolded(std::uint64_t n) { return static_cast<std::int64_t>((n >> 1U) ^ (0 - (n & 1U))); }

class Unpacker {
 public:
  Unpacker(std::string_view bytes, std::size_t at, Arena& arena, FileId file)
      : begin_(bytes.data()), p_(bytes.data() + at), end_(bytes.data() + bytes.size()), arena_(arena), file_(file) {}

  Value value(int depth) {
    if (p_ == end_ || depth > max_depth) return fail();
    const auto kind = static_cast<std::uint8_t>(*p_++);
    const auto place = span();
    switch (kind) {
      case static_cast<std::uint8_t>(Value::Kind::null):
        return Value::null(place);
      case static_cast<std::uint8_t>(Value::Kind::boolean):
        return Value::of(false, place);
      case true_byte:
        return Value::of(true, place);
      case static_cast<std::uint8_t>(Value::Kind::integer):
        return Value::of(unfolded(number()), place);
      case static_cast<std::uint8_t>(Value::Kind::real):
        return real(place);
      case static_cast<std::uint8_t>(Value::Kind::string):
        return Value::of(text(), place);
      case static_cast<std::uint8_t>(Value::Kind::array):
        return array(place, depth);
      case static_cast<std::uint8_t>(Value::Kind::object):
        return object(place, depth);
      case static_cast<std::uint8_t>(Value::Kind::unknown):
        return unknown(place);
      default:
        return fail();
    }
  }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t at() const { return static_cast<std::size_t>(p_ - begin_); }

 private:
  Value fail() {
    failed_ = true;
    p_ = end_;
    return {};
  }

  std::uint64_t number() {
    if (p_ != end_ && static_cast<std::uint8_t>(*p_) < 0x80) return static_cast<std::uint8_t>(*p_++);
    std::uint64_t n = 0;
    for (unsigned shift = 0; p_ != end_ && shift < 64; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(*p_++);
      n |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return n;
    }
    fail();
    return 0;
  }

  std::string_view text() {
    const auto size = number();
    if (size > static_cast<std::uint64_t>(end_ - p_)) {
      fail();
      return {};
    }
    const std::string_view out(p_, size);
    p_ += size;
    return out;
  }

  Span span() {
    const auto begin = number();
    if (begin == 0) return {};
    const auto size = number();
    return {file_, static_cast<std::uint32_t>(begin - 1), static_cast<std::uint32_t>(begin - 1 + size)};
  }

  Value real(Span place) {
    if (end_ - p_ < 8) return fail();
    std::uint64_t bits = 0;
    std::memcpy(&bits, p_, sizeof(bits));
    p_ += sizeof(bits);
    return Value::of(std::bit_cast<double>(bits), place);
  }

  // The number of elements, if the bytes can hold so many: each element takes its bytes once, so room is never taken
  // for more than there are bytes, however containers are nested.
  std::size_t count(std::size_t bytes_each) {
    const auto n = number();
    if (n > static_cast<std::uint64_t>(end_ - p_) / bytes_each ||
        elements_ + n > static_cast<std::uint64_t>(end_ - begin_)) {
      fail();
      return 0;
    }
    elements_ += n;
    return n;
  }

  Value array(Span place, int depth) {
    constexpr std::size_t least = 2;  // kind, span
    const auto n = count(least);
    if (n == 0) return ValueAccess::array({}, place, false);
    auto* items = static_cast<Value*>(arena_.allocate(n * sizeof(Value), alignof(Value)));
    bool has_unknown = false;
    for (std::size_t i = 0; i < n && !failed_; ++i) {
      new (items + i) Value(value(depth + 1));
      has_unknown = has_unknown || items[i].has_unknown();
    }
    return ValueAccess::array({items, n}, place, has_unknown);
  }

  Value object(Span place, int depth) {
    constexpr std::size_t least = 4;  // name, its span, kind, span
    const auto n = count(least);
    if (n == 0) return ValueAccess::object({}, place, false);
    auto* members = static_cast<Member*>(arena_.allocate(n * sizeof(Member), alignof(Member)));
    bool has_unknown = false;
    for (std::size_t i = 0; i < n && !failed_; ++i) {
      const auto key = text();
      const auto key_span = span();
      new (members + i) Member{key, folded_hash(key), key_span, value(depth + 1)};
      has_unknown = has_unknown || members[i].value.has_unknown();
    }
    return ValueAccess::object({members, n}, place, has_unknown);
  }

  Value unknown(Span place) {
    Unknown made;
    const auto why = number();
    if (why > static_cast<std::uint64_t>(Unknown::Why::branch)) return fail();
    made.why = static_cast<Unknown::Why>(why);
    made.subject = text();
    made.span = place;
    return Value::unknown(arena_, made);
  }

  const char* begin_;
  const char* p_;
  const char* end_;
  Arena& arena_;
  FileId file_;
  std::uint64_t elements_ = 0;
  bool failed_ = false;
};

void put_content(const Value& value, std::string& out) {
  switch (value.kind()) {
    case Value::Kind::null:
    case Value::Kind::boolean:
      break;
    case Value::Kind::integer:
      put_number(out, folded(value.integer()));
      break;
    case Value::Kind::real: {
      const auto bits = std::bit_cast<std::uint64_t>(value.real());
      out.append(reinterpret_cast<const char*>(&bits), sizeof(bits));
      break;
    }
    case Value::Kind::string:
      put_text(out, value.text());
      break;
    case Value::Kind::array:
      put_number(out, value.size());
      for (const auto& item : value.items()) pack(item, out);
      break;
    case Value::Kind::object:
      put_number(out, value.size());
      for (const auto& member : value.members()) {
        put_text(out, member.key);
        put_span(out, member.key_span);
        pack(member.value, out);
      }
      break;
    case Value::Kind::unknown:
      put_number(out, static_cast<std::uint64_t>(value.why().why));
      put_text(out, value.why().subject);
      break;
    case Value::Kind::expression:
      break;
  }
}

}  // namespace

void pack(const Value& value, std::string& out) {
  const bool yes = value.is_bool() && value.boolean();
  out += static_cast<char>(yes ? true_byte : static_cast<std::uint8_t>(value.kind()));
  put_span(out, value.span());
  put_content(value, out);
}

Value unpack(std::string_view bytes, std::size_t& at, Arena& arena, FileId file) {
  Unpacker unpacker(bytes, std::min(at, bytes.size()), arena, file);
  const auto value = unpacker.value(0);
  if (!unpacker.failed()) {
    at = unpacker.at();
    return value;
  }
  at = bytes.size();
  Unknown broken;
  broken.why = Unknown::Why::does_not_parse;
  broken.subject = "packed data";
  return Value::unknown(arena, broken);
}

}  // namespace pillarlint
