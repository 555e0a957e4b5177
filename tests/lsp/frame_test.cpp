// The frames of the protocol, good and bad.
#include "lsp/frame.h"

#include <sstream>
#include <string>

#include <catch2/catch.hpp>

using namespace pillarlint::lsp;

namespace {

std::string kinds_of(const std::string& bytes) {
  std::istringstream in(bytes);
  std::string out;
  for (int i = 0; i < 100; ++i) {
    const auto frame = read_frame(in);
    switch (frame.kind) {
      case Frame::Kind::end:
        return out + "end";
      case Frame::Kind::message:
        out += "[" + frame.body + "] ";
        break;
      case Frame::Kind::no_length:
        out += "no-length ";
        break;
      case Frame::Kind::too_large:
        out += "too-large ";
        break;
    }
  }
  return out + "…";
}

}  // namespace

TEST_CASE("frames are read one after the other") {
  CHECK(kinds_of(framed("{}") + framed("[1,\n2]") + framed("")) == "[{}] [[1,\n2]] [] end");
  CHECK(kinds_of("content-length:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\nab") ==
        "[ab] end");
  CHECK(kinds_of("Content-Length: 2\n\nab") == "[ab] end");
  CHECK(kinds_of("\r\n\r\n" + framed("a")) == "[a] end");
  CHECK(framed("é") == "Content-Length: 2\r\n\r\né");
}

TEST_CASE("bytes that are no frame are skipped up to the next one") {
  CHECK(kinds_of("hello\r\n\r\n" + framed("a")) == "no-length [a] end");
  CHECK(kinds_of("\x01\xff\x7f garbage without an end " + framed("a")) == "[a] end");
  CHECK(kinds_of("Content-Length: two\r\n\r\n{\"x\":1}" + framed("a")) == "no-length [a] end");
  CHECK(kinds_of("Content-Length: -5\r\n\r\n" + framed("a")) == "no-length [a] end");
  CHECK(kinds_of("Content-Length: 99999999999999999999999999\r\n\r\n" + framed("a")) == "no-length [a] end");
  CHECK(kinds_of("Content-Length:\r\n\r\n" + framed("a")) == "no-length [a] end");
  CHECK(kinds_of(std::string(100'000, 'x') + framed("a")) == "[a] end");
  CHECK(kinds_of("Content-Type: x\r\n\r\n" + framed("a")) == "no-length [a] end");
}

TEST_CASE("an input that ends inside of a frame has ended") {
  CHECK(kinds_of("Content-Length: 10\r\n\r\nabc") == "end");
  CHECK(kinds_of("Content-Length: 10") == "end");
  CHECK(kinds_of("") == "end");
  // The length alone makes no room: this would be 134 MB.
  CHECK(kinds_of("Content-Length: 134217728\r\n\r\nabc") == "end");
}

TEST_CASE("a frame that is too large is skipped whole") {
  const auto size = largest_message + 1;
  std::string bytes = "Content-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'x');
  CHECK(kinds_of(bytes + framed("a")) == "too-large [a] end");
  CHECK(kinds_of("Content-Length: 999999999999999999\r\n\r\nabc") == "end");
}
