#include "value/functions/time.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pillarlint {

namespace {

constexpr Ticks second = 10'000'000;
constexpr Ticks day = 86'400 * second;
constexpr std::int64_t days_before_1970 = 719'162;
constexpr std::int64_t days_of_all_years = 3'652'059;  // 0001 to 9999

struct Date {
  std::int64_t year = 1;
  int month = 1;
  int day = 1;
};

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(std::int64_t year, int month) {
  static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year) ? 1 : 0);
}

std::int64_t days_before(const Date& date) {
  const auto years = date.year - 1;
  auto days = years * 365 + years / 4 - years / 100 + years / 400;
  for (int month = 1; month < date.month; ++month) days += days_in(date.year, month);
  return days + date.day - 1;
}

Date date_of(std::int64_t days) {
  Date date;
  date.year = days / 366 + 1;  // never too late, at most a few too early
  while (days_before({date.year + 1, 1, 1}) <= days) ++date.year;
  auto left = days - days_before({date.year, 1, 1});
  while (left >= days_in(date.year, date.month)) left -= days_in(date.year, date.month++);
  date.day = static_cast<int>(left) + 1;
  return date;
}

struct Reader {
  std::string_view text;
  std::size_t at = 0;

  [[nodiscard]] char peek() const { return at < text.size() ? text[at] : '\0'; }
  [[nodiscard]] bool done() const { return at == text.size(); }
  bool take(char c) {
    if (done() || text[at] != c) return false;
    ++at;
    return true;
  }
  std::optional<int> digits(std::size_t count) {
    if (at + count > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = text[at + i];
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    at += count;
    return value;
  }
};

std::optional<Ticks> read_date(Reader& in) {
  const auto year = in.digits(4);
  const bool dashes = in.take('-');
  const auto month = in.digits(2);
  if (dashes != in.take('-')) return std::nullopt;
  const auto dom = in.digits(2);
  if (!year || !month || !dom || *year < 1 || *month < 1 || *month > 12) return std::nullopt;
  if (*dom < 1 || *dom > days_in(*year, *month)) return std::nullopt;
  return days_before({*year, *month, *dom}) * day;
}

std::optional<Ticks> read_clock(Reader& in) {
  const auto hour = in.digits(2);
  const bool colons = in.take(':');
  const auto minute = in.digits(2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  Ticks ticks = (*hour * 60 + *minute) * 60 * second;
  const bool seconds = colons ? in.take(':') : in.peek() >= '0' && in.peek() <= '9';
  if (!seconds) return ticks;
  const auto s = in.digits(2);
  if (!s || *s > 59) return std::nullopt;
  ticks += *s * second;
  if (!in.take('.')) return ticks;
  Ticks unit = second / 10;
  if (in.peek() < '0' || in.peek() > '9') return std::nullopt;
  for (; in.peek() >= '0' && in.peek() <= '9'; ++in.at, unit /= 10) {
    if (unit == 0) return std::nullopt;
    ticks += (in.peek() - '0') * unit;
  }
  return ticks;
}

std::optional<PointInTime> with_zone(Reader& in, Ticks ticks) {
  if (in.done()) return PointInTime{ticks, PointInTime::Zone::not_written};
  if (in.take('Z') || in.take('z'))
    return in.done() ? std::optional(PointInTime{ticks, PointInTime::Zone::utc}) : std::nullopt;
  const bool west = in.take('-');
  if (!west && !in.take('+')) return std::nullopt;
  const auto hours = in.digits(2);
  in.take(':');
  const auto minutes = in.digits(2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59 || !in.done()) return std::nullopt;
  const Ticks offset = (*hours * 60 + *minutes) * 60 * second;
  const auto utc = west ? ticks + offset : ticks - offset;
  if (utc < 0 || utc >= days_of_all_years * day) return std::nullopt;
  return PointInTime{utc, offset == 0 ? PointInTime::Zone::utc : PointInTime::Zone::offset};
}

}  // namespace

std::optional<PointInTime> parse_time(std::string_view text) {
  Reader in{text};
  const auto date = read_date(in);
  if (!date) return std::nullopt;
  if (in.done()) return PointInTime{*date, PointInTime::Zone::not_written};
  if (!in.take('T') && !in.take(' ')) return std::nullopt;
  const auto clock = read_clock(in);
  if (!clock) return std::nullopt;
  return with_zone(in, *date + *clock);
}

namespace {

struct DurationUnit {
  char letter;
  bool of_day;  // stands after the T
  std::int64_t seconds;
};
constexpr std::array<DurationUnit, 6> duration_units{{{'Y', false, 365LL * 86'400},
                                                      {'M', false, 30LL * 86'400},
                                                      {'D', false, 86'400},
                                                      {'H', true, 3'600},
                                                      {'M', true, 60},
                                                      {'S', true, 1}}};

/// The ticks of a duration, at most of all years.
std::optional<Ticks> duration_ticks(std::string_view text) {
  Reader in{text};
  if (!in.take('P') || in.done()) return std::nullopt;
  constexpr Ticks most = days_of_all_years * day;
  Ticks total = 0;
  std::size_t next = 0;
  bool of_day = false;
  bool unit_after_t = true;
  while (!in.done()) {
    if (!of_day && in.take('T')) {
      of_day = true;
      unit_after_t = false;
    }
    std::int64_t whole = 0;
    const auto from = in.at;
    for (; in.peek() >= '0' && in.peek() <= '9'; ++in.at)
      whole = std::min(whole * 10 + (in.peek() - '0'), most / second + 1);
    if (in.at == from) return std::nullopt;
    Ticks part = 0;
    const bool fraction = in.take('.');
    Ticks unit = second / 10;
    for (; fraction && in.peek() >= '0' && in.peek() <= '9'; ++in.at, unit /= 10) part += (in.peek() - '0') * unit;
    while (next < duration_units.size() &&
           (duration_units[next].letter != in.peek() || duration_units[next].of_day != of_day)) {
      ++next;
    }
    if (next == duration_units.size() || (fraction && duration_units[next].letter != 'S')) return std::nullopt;
    const auto& row = duration_units[next++];
    ++in.at;
    unit_after_t = true;
    if (whole > most / second / row.seconds) return std::nullopt;
    total += whole * row.seconds * second + part;
  }
  return unit_after_t && total <= most ? std::optional(total) : std::nullopt;
}

}  // namespace

std::optional<Ticks> add_duration(Ticks ticks, std::string_view duration) {
  const bool negative = duration.starts_with('-');
  const auto length = duration_ticks(negative ? duration.substr(1) : duration);
  if (!length) return std::nullopt;
  const auto result = negative ? ticks - *length : ticks + *length;
  if (result < 0 || result >= days_of_all_years * day) return std::nullopt;
  return result;
}

std::optional<Ticks> time_from_epoch(std::int64_t seconds) {
  constexpr auto least = -days_before_1970 * 86'400;
  constexpr auto most = (days_of_all_years - days_before_1970) * 86'400;
  if (seconds < least || seconds >= most) return std::nullopt;
  return (seconds - least) * second;
}

std::int64_t epoch_of(Ticks ticks) { return ticks / second - days_before_1970 * 86'400; }

namespace {

constexpr std::array<std::string_view, 7> weekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

std::optional<std::string_view> standard_format(char letter) {
  switch (letter) {
    case 'd':
      return "MM/dd/yyyy";
    case 'D':
      return "dddd, dd MMMM yyyy";
    case 'f':
      return "dddd, dd MMMM yyyy HH:mm";
    case 'F':
    case 'U':
      return "dddd, dd MMMM yyyy HH:mm:ss";
    case 'g':
      return "MM/dd/yyyy HH:mm";
    case 'G':
      return "MM/dd/yyyy HH:mm:ss";
    case 'M':
    case 'm':
      return "MMMM dd";
    case 'O':
    case 'o':
      return "yyyy-MM-ddTHH:mm:ss.fffffffK";
    case 'R':
    case 'r':
      return "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
    case 's':
      return "yyyy-MM-ddTHH:mm:ss";
    case 't':
      return "HH:mm";
    case 'T':
      return "HH:mm:ss";
    case 'u':
      return "yyyy-MM-dd HH:mm:ss'Z'";
    case 'Y':
    case 'y':
      return "yyyy MMMM";
    default:
      return std::nullopt;
  }
}

struct Clock {
  explicit Clock(Ticks ticks) : days(ticks / day), date(date_of(days)) {
    const auto in_day = ticks % day;
    hour = static_cast<int>(in_day / (3600 * second));
    minute = static_cast<int>(in_day / (60 * second) % 60);
    seconds = static_cast<int>(in_day / second % 60);
    fraction = in_day % second;
  }
  std::int64_t days;
  Date date;
  int hour = 0;
  int minute = 0;
  int seconds = 0;
  Ticks fraction = 0;
};

std::string number(std::int64_t value, std::size_t digits) { return fmt::format("{:0{}}", value, digits); }

std::string fraction_text(Ticks fraction, std::size_t digits, bool drop_zeros) {
  auto text = number(fraction, 7).substr(0, digits);
  if (drop_zeros) text.erase(text.find_last_not_of('0') + 1);
  return text;
}

/// `count` times the letter; nullopt: no such letter.
std::optional<std::string> field(const Clock& time, char letter, std::size_t count) {
  const auto two = std::min<std::size_t>(count, 2);
  switch (letter) {
    case 'd':
      if (count <= 2) return number(time.date.day, count);
      {
        const auto name = weekdays[static_cast<std::size_t>(time.days % 7)];
        return std::string(count == 3 ? name.substr(0, 3) : name);
      }
    case 'M':
      if (count <= 2) return number(time.date.month, count);
      {
        const auto name = months[static_cast<std::size_t>(time.date.month - 1)];
        return std::string(count == 3 ? name.substr(0, 3) : name);
      }
    case 'y':
      return count <= 2 ? number(time.date.year % 100, count) : number(time.date.year, count);
    case 'H':
      return number(time.hour, two);
    case 'h':
      return number(time.hour % 12 == 0 ? 12 : time.hour % 12, two);
    case 'm':
      return number(time.minute, two);
    case 's':
      return number(time.seconds, two);
    case 't':
      return std::string(time.hour < 12 ? "AM" : "PM").substr(0, two);
    case 'f':
    case 'F':
      if (count > 7) return std::nullopt;
      return fraction_text(time.fraction, count, letter == 'F');
    case 'z':
      return count == 1 ? "+0" : count == 2 ? "+00" : "+00:00";
    case 'K': {
      std::string out;
      for (std::size_t i = 0; i < count; ++i) out += 'Z';
      return out;
    }
    default:
      return std::nullopt;
  }
}

/// Text in quotes; moves past its end. nullopt: not closed.
std::optional<std::string_view> quoted(std::string_view format, std::size_t& at) {
  const auto end = format.find(format[at], at + 1);
  if (end == std::string_view::npos) return std::nullopt;
  const auto text = format.substr(at + 1, end - at - 1);
  at = end + 1;
  return text;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::optional<std::string> format_time(Ticks ticks, std::string_view format) {
  if (format.size() == 1) {
    const auto standard = standard_format(format[0]);
    if (!standard) return std::nullopt;
    format = *standard;
  }
  if (format.empty() || format.size() > 1024) return std::nullopt;
  const Clock time(ticks);
  std::string out;
  for (std::size_t i = 0; i < format.size();) {
    const char c = format[i];
    if (c == '\'' || c == '"') {
      const auto text = quoted(format, i);
      if (!text) return std::nullopt;
      out += *text;
    } else if (c == '\\') {
      if (i + 1 == format.size()) return std::nullopt;
      out += format[i + 1];
      i += 2;
    } else if (c == '%') {
      if (++i == format.size() || format[i] == '%') return std::nullopt;
    } else {
      const auto end = std::min(format.find_first_not_of(c, i), format.size());
      if (const auto one = is_letter(c) ? field(time, c, end - i) : std::nullopt) {
        // A point before digits that are all dropped goes with them.
        if (c == 'F' && one->empty() && out.ends_with('.')) out.pop_back();
        out += *one;
      } else if (c == 'f' || c == 'F') {
        return std::nullopt;
      } else {
        out.append(end - i, c);  // no letter of the format: stands for itself, as `T` and `Z` do
      }
      i = end;
    }
  }
  return out;
}

}  // namespace pillarlint
