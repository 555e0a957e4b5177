#include "value/functions/csv.h"

namespace pillarlint {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }

  /// One row and its line end. False: a quote in a wrong place.
  bool row(std::vector<std::string>& fields) {
    for (;;) {
      std::string field;
      if (!(starts('"') ? quoted(field) : plain(field))) return false;
      fields.push_back(std::move(field));
      if (!starts(',')) break;
      ++at_;
    }
    take_line_end();
    return true;
  }

 private:
  [[nodiscard]] bool starts(char c) const { return at_ < text_.size() && text_[at_] == c; }
  [[nodiscard]] bool at_line_end() const { return done() || text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n"); }
  void take_line_end() {
    if (starts('\r')) ++at_;
    if (starts('\n')) ++at_;
  }

  bool plain(std::string& field) {
    while (!at_line_end() && text_[at_] != ',') {
      if (text_[at_] == '"') return false;
      field += text_[at_++];
    }
    return true;
  }

  bool quoted(std::string& field) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (text_.substr(at_ + 1).starts_with('"')) {
          ++at_;
        } else {
          ++at_;
          return at_line_end() || text_[at_] == ',';
        }
      } else if (text_.substr(at_).starts_with("\r\n")) {
        continue;  // a line end inside of a field is one sign
      }
      field += text_[at_];
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<std::vector<std::string>>> read_csv(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  Reader reader(text);
  while (!reader.done()) {
    std::vector<std::string> fields;
    if (!reader.row(fields)) return std::nullopt;
    const bool empty_line = fields.size() == 1 && fields[0].empty();
    if (!empty_line) rows.push_back(std::move(fields));
  }
  return rows;
}

}  // namespace pillarlint
