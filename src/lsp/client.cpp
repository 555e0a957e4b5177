#include "lsp/client.h"

#include "lsp/frame.h"

namespace pillarlint::lsp {

void Client::post(const Json& message) {
  auto bytes = framed(dump(message));
  const std::lock_guard lock(queue_mutex_);
  queue_.push_back(std::move(bytes));
}

void Client::answer(const Json& id, Json result) {
  post({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

void Client::refuse(const Json& id, ErrorCode code, std::string_view why) {
  post({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", static_cast<int>(code)}, {"message", why}}}});
}

void Client::notify(std::string_view method, Json params) {
  post({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Client::ask(std::string_view method, Json params) {
  post({{"jsonrpc", "2.0"}, {"id", method}, {"method", method}, {"params", std::move(params)}});
}

void Client::tell(std::string_view method, Loudness loudness, std::string_view text) {
  notify(method, {{"type", static_cast<int>(loudness)}, {"message", text}});
}

bool Client::flush() {
  const std::lock_guard writing(out_mutex_);
  while (true) {
    std::string bytes;
    {
      const std::lock_guard lock(queue_mutex_);
      if (queue_.empty()) break;
      bytes = std::move(queue_.front());
      queue_.pop_front();
    }
    out_ << bytes;
  }
  out_.flush();
  return out_.good();
}

}  // namespace pillarlint::lsp
