// The way to the editor: messages are put in order by `post`, and written by `flush`. Any thread; `flush` may wait for
// an editor that does not read, so it is called without locks.
#pragma once

#include <deque>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

#include "lsp/json.h"

namespace pillarlint::lsp {

/// Error codes of JSON-RPC and of the protocol.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  not_initialized = -32002,
  request_cancelled = -32800,
};

enum class Loudness : int { error = 1, warning = 2, info = 3, log = 4 };  // MessageType of the protocol

class Client {
 public:
  explicit Client(std::ostream& out) : out_(out) {}

  void answer(const Json& id, Json result);
  void refuse(const Json& id, ErrorCode code, std::string_view why);
  void notify(std::string_view method, Json params);
  /// The id is the method's name: no answer but to `workspace/configuration` is waited for.
  void ask(std::string_view method, Json params);
  void log(Loudness loudness, std::string_view text) { tell("window/logMessage", loudness, text); }
  void show(Loudness loudness, std::string_view text) { tell("window/showMessage", loudness, text); }
  /// False: the editor is gone.
  bool flush();

 private:
  void tell(std::string_view method, Loudness loudness, std::string_view text);
  void post(const Json& message);

  std::ostream& out_;
  std::mutex queue_mutex_;
  std::mutex out_mutex_;
  std::deque<std::string> queue_;
};

}  // namespace pillarlint::lsp
