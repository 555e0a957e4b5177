#include <limits>

#include <catch2/catch.hpp>

#include "value/functions/time.h"

using namespace pillarlint;

namespace {
constexpr std::string_view iso = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";

std::string added(std::string_view time, std::string_view duration, std::string_view format = iso) {
  const auto parsed = parse_time(time);
  if (!parsed) return "no time";
  const auto later = add_duration(parsed->ticks, duration);
  if (!later) return "no duration";
  return format_time(*later, format).value_or("no format");
}
}  // namespace

TEST_CASE("durations are added with years of 365 and months of 30 days") {
  CHECK(added("2023-01-01 00:00:00Z", "P1Y") == "2024-01-01T00:00:00Z");
  CHECK(added("2024-01-01 00:00:00Z", "P1Y") == "2024-12-31T00:00:00Z");
  CHECK(added("2023-02-01 00:00:00Z", "P1M") == "2023-03-03T00:00:00Z");
  CHECK(added("2024-02-01 00:00:00Z", "P1M") == "2024-03-02T00:00:00Z");
  CHECK(added("2020-04-07 14:53:14Z", "-P9D") == "2020-03-29T14:53:14Z");
  CHECK(added("2020-04-07 14:53:14Z", "PT1H") == "2020-04-07T15:53:14Z");
  CHECK(added("20200407T145314Z", "P1DT2H3M4.5S") == "2020-04-08T16:56:18.5Z");
  CHECK(added("2020-04-07T23:30:00-02:00", "PT0S") == "2020-04-08T01:30:00Z");
}

TEST_CASE("durations that are none") {
  for (const std::string_view bad : {"", "P", "PT", "1D", "P1", "P1H", "PT1D", "P1D1Y", "P1DT", "PT1.5H", "P-1D", "P1W",
                                     "P99999999999999999999Y", "P9999Y"}) {
    CAPTURE(bad);
    CHECK(added("2020-01-01Z", bad) != "2020-01-01T00:00:00Z");
    CHECK(added("2020-01-01", bad) == "no duration");
  }
  CHECK(added("0001-01-01", "-PT1S") == "no duration");
}

TEST_CASE("times are read with and without zone") {
  CHECK(parse_time("2020-04-07")->zone == PointInTime::Zone::not_written);
  CHECK(parse_time("2020-04-07T10:00:00+00:00")->zone == PointInTime::Zone::utc);
  CHECK(parse_time("2020-04-07T10:00:00+0130")->zone == PointInTime::Zone::offset);
  CHECK(parse_time("2020-04-07T10:00")->ticks % 600'000'000 == 0);
  for (const std::string_view bad :
       {"", "2020", "2020-13-01", "2021-02-29", "2020-04-07T25:00:00", "2020-04-07T10:00:00X", "2020-0407",
        "2020-04-07T10:00:00.", "2020-04-07T10:00:00.12345678", "0000-01-01", "04/07/2020",
        "0001-01-01T00:00:00+01:00"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_time(bad).has_value());
  }
}

TEST_CASE("formats of times") {
  const auto ticks = parse_time("2019-03-05T17:53:18.0123456Z")->ticks;
  struct Row {
    std::string_view format, expected;
  };
  const Row rows[] = {
      {"yyyyMMddTHHmmssZ", "20190305T175318Z"},
      {"d", "03/05/2019"},
      {"M d", "3 5"},
      {"D", "Tuesday, 05 March 2019"},
      {"u", "2019-03-05 17:53:18Z"},
      {"o", "2019-03-05T17:53:18.0123456Z"},
      {"R", "Tue, 05 Mar 2019 17:53:18 GMT"},
      {"s", "2019-03-05T17:53:18"},
      {"g", "03/05/2019 17:53"},
      {"G", "03/05/2019 17:53:18"},
      {"t", "17:53"},
      {"Y", "2019 March"},
      {"F", "Tuesday, 05 March 2019 17:53:18"},
      {"ddd MMM yy", "Tue Mar 19"},
      {"h:mm tt", "5:53 PM"},
      {"HH'h'", "17h"},
      {"%d", "5"},
      {"%H", "17"},
      {"fff", "012"},
      {"FFF", "012"},
      {"zzz", "+00:00"},
      {"\\d\\\\", "d\\"},
      {"yyyy-MM-dd", "2019-03-05"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.format);
    CHECK(format_time(ticks, row.format).value_or("none") == row.expected);
  }
  CHECK(format_time(parse_time("2019-03-05T00:00:00Z")->ticks, "HH:mm:ss.FFF") == "00:00:00");
  CHECK(format_time(parse_time("2019-03-05T00:30:00Z")->ticks, "hh") == "12");
  for (const std::string_view bad : {"", "x", "Q", "'open", "a\\", "%", "ffffffff"})
    CHECK_FALSE(format_time(ticks, bad).has_value());
  CHECK_FALSE(format_time(ticks, std::string(5000, 'y')).has_value());
}

TEST_CASE("epoch") {
  CHECK(format_time(*time_from_epoch(0), "u") == "1970-01-01 00:00:00Z");
  CHECK(format_time(*time_from_epoch(1683040573), "yyyy-MM-ddTHH:mm:ssK") == "2023-05-02T15:16:13Z");
  CHECK(epoch_of(parse_time("2023-05-02T15:16:13Z")->ticks) == 1683040573);
  CHECK(epoch_of(parse_time("1969-12-31T23:59:59Z")->ticks) == -1);
  CHECK_FALSE(time_from_epoch(std::numeric_limits<std::int64_t>::max()));
  CHECK_FALSE(time_from_epoch(std::numeric_limits<std::int64_t>::min()));
  for (std::int64_t s = -62'135'596'800; s < 253'402'300'800; s += 3'000'000'007)
    CHECK(epoch_of(*time_from_epoch(s)) == s);
}
