#include "value/read_strict_json.h"

#include <limits>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "value/functions/numbers.h"

namespace pillarlint {

namespace {

constexpr std::size_t max_depth = 400;

using Json = nlohmann::json;

// Builds values as the parser meets them; false stops it.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(Document& out) : out_(out) {}

  bool null() override { return add(Value::null()); }
  bool boolean(bool value) override { return add(Value::of(value)); }
  bool number_integer(number_integer_t value) override { return add(Value::of(std::int64_t{value})); }
  bool number_unsigned(number_unsigned_t value) override {
    constexpr auto most = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    return add(value <= most ? Value::of(static_cast<std::int64_t>(value)) : Value::of(static_cast<double>(value)));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(number_value(value, {})); }
  bool string(string_t& value) override { return add(Value::copy(out_.arena, value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool key(string_t& name) override {
    open_.back().name = out_.arena.copy(std::string_view(name));
    return true;
  }
  bool end_object() override {
    const auto members = std::move(open_.back().members);
    open_.pop_back();
    return add(Value::object(out_.arena, members));
  }
  bool end_array() override {
    const auto items = std::move(open_.back().items);
    open_.pop_back();
    return add(Value::array(out_.arena, items));
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  struct Open {
    std::string_view name;  // of the member that comes next
    std::vector<Member> members;
    std::vector<Value> items;
    std::unordered_map<std::string_view, std::size_t> places;
    bool object = false;
  };

  bool open(bool object) {
    open_.emplace_back().object = object;
    return open_.size() <= max_depth;
  }

  bool add(const Value& value) {
    if (open_.empty()) {
      out_.root = value;
      return true;
    }
    auto& top = open_.back();
    if (!top.object) {
      top.items.push_back(value);
      return true;
    }
    const auto [at, is_new] = top.places.emplace(top.name, top.members.size());
    if (is_new) {
      top.members.push_back(member(top.name, value));
    } else {
      top.members[at->second].value = value;  // the last of a name counts
    }
    return true;
  }

  Document& out_;
  std::vector<Open> open_;
};

}  // namespace

std::unique_ptr<Document> read_strict_json(std::string_view text) {
  auto document = std::make_unique<Document>();
  Builder builder(*document);
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return document;
  document->root = Value();
  document->readable = false;
  document->diagnostics.report(Code::json_unexpected, Span(), "something else", "JSON");
  return document;
}

}  // namespace pillarlint
