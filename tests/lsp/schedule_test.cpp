// When scans begin and end: pauses of typing, and that nothing waits for ever. Time is made here.
#include "lsp/schedule.h"

#include <catch2/catch.hpp>

using namespace pillarlint::lsp;
using std::chrono::milliseconds;

namespace {

const Time start{std::chrono::hours(1)};
Time at(int ms) { return start + milliseconds(ms); }
int due(const Schedule& schedule) {
  const auto job = schedule.next();
  return job ? static_cast<int>(std::chrono::duration_cast<milliseconds>(job->due - start).count()) : -1;
}

// A root whose first scan is over at 0 and whose scans take 40 ms.
Schedule known() {
  Schedule schedule;
  schedule.changed(at(-100));
  schedule.begin(*schedule.next());
  schedule.end(at(-50), milliseconds(50), true, false);
  schedule.changed(at(-30));
  schedule.begin(*schedule.next());
  schedule.end(at(0), milliseconds(40), true, false);
  return schedule;
}

}  // namespace

TEST_CASE("the first scan is of everything and begins at once") {
  Schedule schedule;
  CHECK_FALSE(schedule.next());
  schedule.changed(at(0));
  CHECK(due(schedule) == 0);
  CHECK(schedule.next()->whole);
  CHECK(schedule.stale());
}

TEST_CASE("a scan begins when typing pauses for a quarter of the time that a scan takes") {
  auto schedule = known();
  CHECK_FALSE(schedule.next());
  CHECK_FALSE(schedule.stale());
  schedule.changed(at(100));
  CHECK(due(schedule) == 110);
  CHECK_FALSE(schedule.next()->whole);
  schedule.changed(at(105));
  CHECK(due(schedule) == 115);
}

TEST_CASE("typing that never pauses does not put off a scan for ever") {
  auto schedule = known();
  for (int t = 100; t < 2000; t += 5) schedule.changed(at(t));
  CHECK(due(schedule) == 500);
}

TEST_CASE("a change stops a scan, but not for ever") {
  auto schedule = known();
  schedule.changed(at(100));
  schedule.begin(*schedule.next());
  schedule.changed(at(120));
  CHECK(schedule.stops(at(120)));
  schedule.end(at(121), milliseconds(5), false, false);
  CHECK(schedule.stale());
  schedule.begin(*schedule.next());
  schedule.changed(at(501));
  CHECK_FALSE(schedule.stops(at(501)));  // the change of 100 waits for too long
  schedule.end(at(520), milliseconds(40), true, false);
  CHECK(schedule.stale());  // the change of 501 is to come
  CHECK(due(schedule) == 511);
  schedule.begin(*schedule.next());
  schedule.end(at(540), milliseconds(40), true, false);
  CHECK_FALSE(schedule.next());
}

TEST_CASE("everything is scanned again when there is time") {
  auto schedule = known();
  schedule.changed(at(100));
  schedule.begin(*schedule.next());
  schedule.end(at(130), milliseconds(40), true, true);
  CHECK_FALSE(schedule.stale());
  CHECK(due(schedule) == 1100);
  CHECK(schedule.next()->whole);
  schedule.changed(at(1000));  // typing goes on: the document first, and everything later
  CHECK(due(schedule) == 1010);
  CHECK_FALSE(schedule.next()->whole);
  schedule.begin(*schedule.next());
  schedule.end(at(1030), milliseconds(40), true, false);
  CHECK(due(schedule) == 2000);
  schedule.begin(*schedule.next());
  schedule.changed(at(2010));
  CHECK(schedule.stops(at(2010)));
  schedule.end(at(2011), milliseconds(5), false, false);
  schedule.begin(*schedule.next());
  schedule.end(at(2040), milliseconds(40), true, false);
  CHECK(due(schedule) == 3010);
  schedule.begin(*schedule.next());
  schedule.end(at(4000), milliseconds(900), true, true);
  CHECK_FALSE(schedule.next());  // one scan of everything does not ask for the next
}

TEST_CASE("a changed configuration asks for everything at once") {
  auto schedule = known();
  schedule.all_changed(at(100));
  CHECK(due(schedule) == 110);
  CHECK(schedule.next()->whole);
  schedule.changed(at(105));
  CHECK(schedule.next()->whole);
  schedule.begin(*schedule.next());
  schedule.changed(at(600));
  schedule.end(at(700), milliseconds(500), true, false);
  CHECK_FALSE(schedule.next()->whole);
}
