// Points in time: reading ISO 8601, adding durations, .NET's formats. There is no *now* here. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pillarlint {

/// Tenths of a microsecond since 0001-01-01T00:00:00, in the years 1 to 9999.
using Ticks = std::int64_t;

struct PointInTime {
  Ticks ticks = 0;  // in UTC, or local if no zone is written
  enum class Zone : std::uint8_t { not_written, utc, offset } zone = Zone::utc;
};

/// `2020-04-07T14:53:14Z`, `2020-04-07 14:53:14.25+02:00`, `20200407T145314Z`, `2020-04-07`.
[[nodiscard]] std::optional<PointInTime> parse_time(std::string_view text);

/// Adds an ISO 8601 duration (`P3Y`, `-PT1H30M`). A year is 365 days and a month 30, as Azure has it.
/// nullopt: no duration, or outside of the years that there are.
[[nodiscard]] std::optional<Ticks> add_duration(Ticks ticks, std::string_view duration);

/// A time in UTC in a .NET standard or custom format of the invariant culture; nullopt: not such a format.
[[nodiscard]] std::optional<std::string> format_time(Ticks ticks, std::string_view format);

[[nodiscard]] std::optional<Ticks> time_from_epoch(std::int64_t seconds);
[[nodiscard]] std::int64_t epoch_of(Ticks ticks);

}  // namespace pillarlint
