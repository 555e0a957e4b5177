#include "value/functions/rfc3339.h"

#include <array>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {

namespace {

struct Calendar {
  std::int64_t year = 1970;
  int month = 1, day = 1, hour = 0, minute = 0, second = 0, weekday = 4;
};

constexpr std::int64_t seconds_of_day = 86'400;
constexpr std::int64_t least_second = -62'167'219'200;  // year 0
constexpr std::int64_t end_second = 253'402'300'800;    // year 10000

// Days since 1970-01-01 of the Gregorian calendar; years begin in March here, so that the leap day is last.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const auto era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = year - era * 400;
  const auto day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const auto day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

Calendar calendar_of(std::int64_t seconds) {
  auto days = seconds / seconds_of_day;
  auto rest = seconds % seconds_of_day;
  if (rest < 0) {
    rest += seconds_of_day;
    --days;
  }
  Calendar out;
  out.hour = static_cast<int>(rest / 3600);
  out.minute = static_cast<int>(rest / 60 % 60);
  out.second = static_cast<int>(rest % 60);
  out.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
  days += 719'468;
  const auto era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = days - era * 146'097;
  const auto year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto month = (5 * day_of_year + 2) / 153;
  out.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  out.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  out.year = year_of_era + era * 400 + (out.month <= 2 ? 1 : 0);
  return out;
}

int days_in(std::int64_t year, int month) {
  static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Reader {
  std::string_view text;
  bool ok = true;

  bool take(char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
  }
  void need(char c) { ok = take(c) && ok; }
  int digits(std::size_t count, int least, int most) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text.empty() || !is_digit(text[0])) {
        ok = false;
        return 0;
      }
      value = value * 10 + (text[0] - '0');
      text.remove_prefix(1);
    }
    ok = ok && value >= least && value <= most;
    return value;
  }
};

std::int32_t read_fraction(Reader& in) {
  std::int32_t nanoseconds = 0;
  std::int32_t unit = 100'000'000;
  if (in.text.empty() || !is_digit(in.text[0])) in.ok = false;
  for (; !in.text.empty() && is_digit(in.text[0]); in.text.remove_prefix(1), unit /= 10)
    nanoseconds += (in.text[0] - '0') * unit;
  return nanoseconds;
}

std::int32_t read_offset(Reader& in) {
  if (in.take('Z')) return 0;
  const bool west = in.take('-');
  if (!west) in.need('+');
  const auto hours = in.digits(2, 0, 23);
  in.need(':');
  const auto minutes = in.digits(2, 0, 59);
  const auto offset = hours * 3600 + minutes * 60;
  return west ? -offset : offset;
}

std::string offset_text(std::int32_t offset, std::string_view colon) {
  const auto minutes = (offset < 0 ? -offset : offset) / 60;
  return fmt::format("{}{:02}{}{:02}", offset < 0 ? '-' : '+', minutes / 60, colon, minutes % 60);
}

}  // namespace

std::optional<ZonedTime> parse_rfc3339(std::string_view text) {
  Reader in{text};
  const auto year = in.digits(4, 0, 9999);
  in.need('-');
  const auto month = in.digits(2, 1, 12);
  in.need('-');
  const auto day = in.digits(2, 1, 31);
  if (!in.ok || day > days_in(year, month)) return std::nullopt;
  in.need('T');
  const auto hour = in.digits(2, 0, 23);
  in.need(':');
  const auto minute = in.digits(2, 0, 59);
  in.need(':');
  const auto second = in.digits(2, 0, 59);
  ZonedTime time;
  if (in.take('.')) time.nanoseconds = read_fraction(in);
  time.offset = read_offset(in);
  if (!in.ok || !in.text.empty()) return std::nullopt;
  time.seconds = days_from_civil(year, month, day) * seconds_of_day + hour * 3600 + minute * 60 + second - time.offset;
  return time;
}

std::string rfc3339_text(const ZonedTime& time) {
  const auto at = calendar_of(time.seconds + time.offset);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", at.year, at.month, at.day, at.hour, at.minute, at.second,
                     time.offset == 0 ? "Z" : offset_text(time.offset, ":"));
}

int compare_times(const ZonedTime& a, const ZonedTime& b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds ? -1 : 1;
  if (a.nanoseconds != b.nanoseconds) return a.nanoseconds < b.nanoseconds ? -1 : 1;
  return 0;
}

namespace {

/// The unit at the front of the text, taken off; 0 if there is none.
std::int64_t take_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
  };
  static constexpr std::array<Unit, 8> units{{{"ns", 1},
                                              {"us", 1'000},
                                              {"µs", 1'000},
                                              {"μs", 1'000},
                                              {"ms", 1'000'000},
                                              {"s", 1'000'000'000},
                                              {"m", 60'000'000'000},
                                              {"h", 3'600'000'000'000}}};
  for (const auto& unit : units) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return unit.nanoseconds;
  }
  return 0;
}

}  // namespace

std::optional<std::int64_t> go_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  double total = 0;
  std::int64_t exact = 0;
  while (!text.empty()) {
    std::int64_t whole = 0;
    double fraction = 0;
    std::size_t digits = 0;
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), ++digits) {
      if (whole > most / 10 - 1) return std::nullopt;
      whole = whole * 10 + (text[0] - '0');
    }
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      double unit = 0.1;
      for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), ++digits, unit /= 10)
        fraction += (text[0] - '0') * unit;
    }
    const auto unit = digits == 0 ? 0 : take_unit(text);
    if (unit == 0) return std::nullopt;
    total += (static_cast<double>(whole) + fraction) * static_cast<double>(unit);
    if (total > 9.2e18) return std::nullopt;
    exact += whole * unit + static_cast<std::int64_t>(fraction * static_cast<double>(unit) + 1e-6);
  }
  return negative ? -exact : exact;
}

std::optional<ZonedTime> add_nanoseconds(const ZonedTime& time, std::int64_t nanoseconds) {
  constexpr std::int64_t second = 1'000'000'000;
  auto sum = time;
  sum.seconds += nanoseconds / second;
  auto rest = time.nanoseconds + nanoseconds % second;
  if (rest < 0 || rest >= second) {
    sum.seconds += rest < 0 ? -1 : 1;
    rest += rest < 0 ? second : -second;
  }
  sum.nanoseconds = static_cast<std::int32_t>(rest);
  if (sum.seconds < least_second || sum.seconds >= end_second) return std::nullopt;
  return sum;
}

namespace {

constexpr std::array<std::string_view, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

std::optional<std::string> format_letters(const ZonedTime& time, const Calendar& at, std::string_view letters) {
  const auto month = months[static_cast<std::size_t>(at.month - 1)];
  const auto weekday = weekdays[static_cast<std::size_t>(at.weekday)];
  const auto hour = at.hour % 12 == 0 ? 12 : at.hour % 12;
  if (letters == "YYYY") return fmt::format("{:04}", at.year);
  if (letters == "YY") return fmt::format("{:02}", at.year % 100);
  if (letters == "MMMM") return std::string(month);
  if (letters == "MMM") return std::string(month.substr(0, 3));
  if (letters == "MM") return fmt::format("{:02}", at.month);
  if (letters == "M") return std::to_string(at.month);
  if (letters == "DD") return fmt::format("{:02}", at.day);
  if (letters == "D") return std::to_string(at.day);
  if (letters == "EEEE") return std::string(weekday);
  if (letters == "EEE") return std::string(weekday.substr(0, 3));
  if (letters == "hh") return fmt::format("{:02}", at.hour);
  if (letters == "h") return std::to_string(at.hour);
  if (letters == "HH") return fmt::format("{:02}", hour);
  if (letters == "H") return std::to_string(hour);
  if (letters == "AA") return at.hour >= 12 ? "PM" : "AM";
  if (letters == "aa") return at.hour >= 12 ? "pm" : "am";
  if (letters == "mm") return fmt::format("{:02}", at.minute);
  if (letters == "m") return std::to_string(at.minute);
  if (letters == "ss") return fmt::format("{:02}", at.second);
  if (letters == "s") return std::to_string(at.second);
  if (letters == "ZZZZZ") return offset_text(time.offset, ":");
  if (letters == "ZZZZ") return offset_text(time.offset, "");
  if (letters == "ZZZ") return time.offset == 0 ? "UTC" : offset_text(time.offset, "");
  if (letters == "Z") return time.offset == 0 ? "Z" : offset_text(time.offset, ":");
  return std::nullopt;
}

/// Text in quotes at the front of the format; a doubled quote is one.
std::optional<std::string> take_quoted(std::string_view& format) {
  std::string out;
  for (std::size_t i = 1; i < format.size(); ++i) {
    if (format[i] != '\'') {
      out += format[i];
    } else if (i + 1 < format.size() && format[i + 1] == '\'') {
      out += format[i++];
    } else {
      format.remove_prefix(i + 1);
      return out;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> format_zoned_time(const ZonedTime& time, std::string_view format) {
  const auto at = calendar_of(time.seconds + time.offset);
  std::string out;
  while (!format.empty()) {
    const char first = format[0];
    if (first == '\'') {
      const auto quoted = take_quoted(format);
      if (!quoted) return std::nullopt;
      out += *quoted;
      continue;
    }
    const auto run = std::min(format.find_first_not_of(first), format.size());
    const auto letters = format.substr(0, run);
    format.remove_prefix(run);
    const bool letter = lower(first) >= 'a' && lower(first) <= 'z';
    const auto text = letter ? format_letters(time, at, letters) : std::optional<std::string>(letters);
    if (!text) return std::nullopt;
    out += *text;
  }
  return out;
}

}  // namespace pillarlint
