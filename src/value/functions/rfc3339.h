// Points in time as Go and Terraform write them: RFC 3339 with an offset that is kept, durations such as `1h30m`, and
// formats such as `YYYY-MM-DD'T'hh:mm`. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pillarlint {

struct ZonedTime {
  std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  std::int32_t nanoseconds = 0;
  std::int32_t offset = 0;  // seconds east of UTC; what is printed is in this zone
};

[[nodiscard]] std::optional<ZonedTime> parse_rfc3339(std::string_view text);
/// Fractions of a second are left out.
[[nodiscard]] std::string rfc3339_text(const ZonedTime& time);
/// -1, 0 or 1.
[[nodiscard]] int compare_times(const ZonedTime& a, const ZonedTime& b);

/// Nanoseconds of `-1.5h`, `1h30m`, `10ms`, `0`.
[[nodiscard]] std::optional<std::int64_t> go_duration(std::string_view text);
/// nullopt: outside of the years 0 to 9999.
[[nodiscard]] std::optional<ZonedTime> add_nanoseconds(const ZonedTime& time, std::int64_t nanoseconds);

/// In the letters of `formatdate`: YYYY YY MMMM MMM MM M DD D EEEE EEE HH H hh h mm m ss s AA aa Z ZZZ ZZZZ ZZZZZ, text
/// in single quotes. nullopt: letters that mean nothing, a quote that is not closed.
[[nodiscard]] std::optional<std::string> format_zoned_time(const ZonedTime& time, std::string_view format);

}  // namespace pillarlint
