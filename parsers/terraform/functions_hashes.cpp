// Digests and identifiers: md5, sha1 … base64sha512, uuid, uuidv5, bcrypt, rsadecrypt.
#include <array>

#include <fmt/format.h>

#include "terraform/functions_rows.h"
#include "value/functions/encoding.h"
#include "value/functions/hash.h"

namespace pillarlint::terraform {

namespace {

using Digest = std::string (*)(std::string_view);

bool no_steps(const Call& call) { return !call.context.budget.take(1 + call.arg(0).size() / 16); }

/// How long the text of a digest is, known or not.
template <std::int64_t length>
Value of_length(const Call& call) {
  return unknown_of_length(call, ValueType::string, {length, length});
}

template <Digest digest, std::int64_t bytes>
Value in_digits(const Call& call) {
  if (!call.arg(0).known()) return of_length<2 * bytes>(call);
  if (no_steps(call)) return limit_unknown(call.context, "step", call.span);
  return call.text(hexadecimal_text(digest(call.arg(0).text())));
}

template <Digest digest, std::int64_t bytes>
Value in_base64(const Call& call) {
  if (!call.arg(0).known()) return of_length<(bytes + 2) / 3 * 4>(call);
  if (no_steps(call)) return limit_unknown(call.context, "step", call.span);
  return call.text(base64_encode(digest(call.arg(0).text())));
}

// ── identifiers ───────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<std::string> bytes_of_digits(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    if (value(digits[i]) < 0 || value(digits[i + 1]) < 0) return std::nullopt;
    bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
  }
  return bytes;
}

std::optional<std::string> namespace_bytes(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, char>, 4> names{{{"dns", '0'}, {"url", '1'}, {"oid", '2'}, {"x500", '4'}}};
  for (const auto& [word, digit] : names) {
    if (name == word) return bytes_of_digits(fmt::format("6ba7b81{}9dad11d180b400c04fd430c8", digit));
  }
  if (name.size() != 36 || name[8] != '-' || name[13] != '-' || name[18] != '-' || name[23] != '-') return std::nullopt;
  std::string digits;
  for (const char c : name) {
    if (c != '-') digits += c;
  }
  return digits.size() == 32 ? bytes_of_digits(digits) : std::nullopt;
}


Value uuid_of_name(const Call& call) {
  if (!call.arg(0).known() || !call.arg(1).known()) return of_length<36>(call);
  const auto space = namespace_bytes(call.arg(0).text());
  if (!space) return call.wrong("argument 1 is no UUID, nor dns, url, oid or x500");
  auto digest = sha1(*space + std::string(call.arg(1).text())).substr(0, 16);
  digest[6] = static_cast<char>((static_cast<unsigned char>(digest[6]) & 0x0FU) | 0x50U);
  digest[8] = static_cast<char>((static_cast<unsigned char>(digest[8]) & 0x3FU) | 0x80U);
  const auto digits = hexadecimal_text(digest);
  return call.text(fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                               digits.substr(16, 4), digits.substr(20)));
}

/// Another one each time.
Value random_text(const Call& call, std::int64_t length) {
  const auto text = new_unknown(call.context, Unknown::Why::known_after_deploy, fmt::format("{}()", call.function.name),
                                call.context.symbols.fresh(call.function.name), call.span, ValueType::string);
  return refined(call.context, text, [&](Unknown& why) {
    why.never_null = why.never_empty = true;
    why.bounds = length_bounds(call.context, {length, length});
  });
}
Value uuid(const Call& call) { return random_text(call, 36); }
Value bcrypt(const Call& call) { return random_text(call, 60); }

Value decrypt(const Call& call) {
  const auto text = new_unknown(call.context, Unknown::Why::not_evaluated, "rsadecrypt()",
                                symbol_of(call.unknown(), call.context.symbols), call.span, ValueType::string);
  return refined(call.context, text, [](Unknown& why) { why.never_null = true; }).marked(Mark::secret);
}

constexpr Builtin rows[] = {
    {"base64sha256", 1, 1, Takes::unknown, row<"s", Sees::all, in_base64<sha256, 32>>, ValueType::string},
    {"base64sha512", 1, 1, Takes::unknown, row<"s", Sees::all, in_base64<sha512, 64>>, ValueType::string},
    {"bcrypt", 1, 2, Takes::unknown, row<"sn", Sees::all, bcrypt>, ValueType::string},
    {"md5", 1, 1, Takes::unknown, row<"s", Sees::all, in_digits<md5, 16>>, ValueType::string},
    {"rsadecrypt", 2, 2, Takes::unknown, row<"ss", Sees::all, decrypt>, ValueType::string},
    {"sha1", 1, 1, Takes::unknown, row<"s", Sees::all, in_digits<sha1, 20>>, ValueType::string},
    {"sha256", 1, 1, Takes::unknown, row<"s", Sees::all, in_digits<sha256, 32>>, ValueType::string},
    {"sha512", 1, 1, Takes::unknown, row<"s", Sees::all, in_digits<sha512, 64>>, ValueType::string},
    {"uuid", 0, 0, Takes::unknown, uuid, ValueType::string},
    {"uuidv5", 2, 2, Takes::unknown, row<"ss", Sees::all, uuid_of_name>, ValueType::string},
};

}  // namespace

std::span<const Builtin> hash_rows() { return rows; }

}  // namespace pillarlint::terraform
