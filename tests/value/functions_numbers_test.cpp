#include <limits>

#include <catch2/catch.hpp>

#include "value/functions/numbers.h"

using namespace pillarlint;

TEST_CASE("arithmetic notices what does not fit") {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(checked_add(5, 3) == 8);
  CHECK_FALSE(checked_add(most, 1));
  CHECK_FALSE(checked_add(least, -1));
  CHECK(checked_add(least, most) == -1);
  CHECK(checked_subtract(1, 14) == -13);
  CHECK_FALSE(checked_subtract(least, 1));
  CHECK_FALSE(checked_subtract(0, least));
  CHECK(checked_subtract(-1, least) == most);
  CHECK(checked_multiply(-4, 5) == -20);
  CHECK_FALSE(checked_multiply(most, 2));
  CHECK_FALSE(checked_multiply(least, -1));
  CHECK(checked_multiply(least, 1) == least);
  CHECK(checked_divide(-7, 2) == -3);
  CHECK_FALSE(checked_divide(1, 0));
  CHECK_FALSE(checked_divide(least, -1));
  CHECK(checked_remainder(-7, 3) == -1);
  CHECK(checked_remainder(least, -1) == 0);
  CHECK_FALSE(checked_remainder(1, 0));
}

TEST_CASE("numbers from text") {
  CHECK(integer_from("4") == 4);
  CHECK(integer_from(" -12 ") == -12);
  CHECK(integer_from("+3") == 3);
  for (const std::string_view bad : {"", " ", "x", "1.5", "1 2", "99999999999999999999", "0x10", "+-1", "-"})
    CHECK_FALSE(integer_from(bad));
  CHECK(real_from("3.0") == 3.0);
  CHECK(real_from("-1.5e2") == -150.0);
  for (const std::string_view bad : {"", "1,5", "nan", "inf", "1e999", "abc"}) CHECK_FALSE(real_from(bad));
}
