// Points in time. What is *now* is read from the deployment, not here.
#include "arm/functions_rows.h"
#include "value/functions/time.h"

namespace pillarlint::arm {

namespace {

constexpr std::string_view iso_format = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";

std::optional<PointInTime> time_of(const Call& call, Value& wrong) {
  for (std::size_t n = 0; n < call.args.size(); ++n) {
    if (call.arg(n).is_string()) continue;
    wrong = wrong_type(call, n, "a text");
    return std::nullopt;
  }
  auto time = parse_time(call.arg(0).text());
  if (!time) wrong = call.wrong("argument 1 is no time such as 2020-04-07T14:53:14Z");
  return time;
}

bool writes_zone(std::string_view format) {
  return format == "o" || format == "O" || format == "U" || format.find_first_of("Kz") != std::string_view::npos;
}

Value add(const Call& call) {
  Value wrong;
  const auto time = time_of(call, wrong);
  if (!time) return wrong;
  const auto later = add_duration(time->ticks, call.arg(1).text());
  if (!later) return call.wrong("argument 2 is no duration such as P1D, or leads out of the years there are");
  // How a zone of its own is written again is nowhere said.
  const bool utc = time->zone == PointInTime::Zone::utc;
  if (!utc && (time->zone == PointInTime::Zone::offset || !call.has(2) || writes_zone(call.arg(2).text())))
    return call.unknown();
  const auto text = format_time(*later, call.has(2) ? call.arg(2).text() : iso_format);
  if (!text) return call.wrong("argument 3 is no format of a time");
  return call.text(*text);
}

Value from_epoch(const Call& call) {
  if (!call.arg(0).is_integer()) return wrong_type(call, 0, "a whole number of seconds");
  const auto time = time_from_epoch(call.arg(0).integer());
  if (!time) return call.wrong("the number leads out of the years there are");
  return call.text(format_time(*time, "yyyy-MM-ddTHH:mm:ssK").value_or(""));
}

Value to_epoch(const Call& call) {
  Value wrong;
  const auto time = time_of(call, wrong);
  return time ? Value::of(epoch_of(time->ticks), call.span) : wrong;
}

constexpr Builtin rows[] = {
    {"dateTimeAdd", 2, 3, Takes::known, add, ValueType::string},
    {"dateTimeFromEpoch", 1, 1, Takes::known, from_epoch, ValueType::string},
    {"dateTimeToEpoch", 1, 1, Takes::known, to_epoch, ValueType::integer},
};

}  // namespace

std::span<const Builtin> time_rows() { return rows; }

}  // namespace pillarlint::arm
