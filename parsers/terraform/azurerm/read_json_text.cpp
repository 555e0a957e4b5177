#include "terraform/azurerm/read_json_text.h"

#include <charconv>
#include <string>

#include <fmt/format.h>

#include "value/operators.h"
#include "value/read_json.h"

namespace pillarlint::terraform {

namespace {

// A sign of the private use area stands for a hole while the text is read; its number follows, then the sign again.
constexpr std::string_view sign = "\xEE\x80\x80";

/// The text with a sign for each hole; where a hole stands outside of quotes it gets some.
std::optional<std::string> with_signs(std::span<const Piece> pieces) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& piece = pieces[i];
    if (piece.symbol != SymbolId::none) {
      out += quoted ? fmt::format("{0}{1}{0}", sign, i) : fmt::format("\"{0}{1}{0}\"", sign, i);
      continue;
    }
    if (piece.text.find(sign) != std::string_view::npos) return std::nullopt;
    for (std::size_t c = 0; c < piece.text.size(); ++c) {
      if (piece.text[c] == '\\') ++c;
      else if (piece.text[c] == '"') quoted = !quoted;
    }
    out += piece.text;
  }
  return out;
}

class Filler {
 public:
  Filler(Context& context, std::span<const Piece> pieces, const Value& text) : context_(context), pieces_(pieces), text_(text) {}

  Value fill(const Value& value) {
    if (value.is_string()) return filled(value.text());
    if (value.is_array()) {
      std::vector<Value> items;
      for (const auto& item : value.items()) items.push_back(fill(item));
      return Value::array(context_.arena, items, text_.span());
    }
    if (!value.is_object()) return value.at(text_.span()).marked(text_.marks());
    std::vector<Member> members;
    for (const auto& m : value.members()) {
      if (m.key.find(sign) != std::string_view::npos) {
        open_ = true;
        continue;
      }
      members.push_back(member(context_.arena.copy(m.key), fill(m.value), text_.span()));
    }
    return Value::object(context_.arena, members, text_.span());
  }
  /// A name of a member is not known: what was read is not the whole.
  [[nodiscard]] bool open() const { return open_; }

 private:
  Value filled(std::string_view text) {
    std::vector<Piece> out;
    while (!text.empty()) {
      const auto at = text.find(sign);
      if (at != 0) out.push_back({context_.arena.copy(text.substr(0, at)), SymbolId::none, nullptr});
      if (at == std::string_view::npos) break;
      text.remove_prefix(at + sign.size());
      std::size_t number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      if (number < pieces_.size()) out.push_back(pieces_[number]);
      const auto end = text.find(sign);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + sign.size());
    }
    return from_pieces(context_, out, text_.span(), text_.marks(), text_.known() ? Unknown{} : text_.why());
  }

  Context& context_;
  std::span<const Piece> pieces_;
  const Value& text_;
  bool open_ = false;
};

}  // namespace

std::optional<Value> read_json_text(Context& context, const Value& text) {
  if (!text.is_string() && (text.known() || text.why().pieces.empty())) return std::nullopt;
  const auto pieces = pieces_of(text);
  const auto bytes = with_signs(pieces);
  if (!bytes || bytes->empty()) return std::nullopt;
  const auto document = read_json(*bytes, FileId::none);
  for (const auto& diagnostic : document->diagnostics.list()) {
    if (info(diagnostic.code).severity == DiagnosticSeverity::error) return std::nullopt;
  }
  if (!context.budget.take_bytes(document->arena.bytes())) return limit_unknown(context, "memory", text.span());
  Filler filler(context, pieces, text);
  const auto value = filler.fill(document->root);
  return filler.open() ? std::nullopt : std::optional<Value>(value);
}

}  // namespace pillarlint::terraform
