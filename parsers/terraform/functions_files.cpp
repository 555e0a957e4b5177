// Functions that read files or take paths apart. The environment finds the files; without one they are not known.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file_system.h"
#include "base/text.h"
#include "terraform/functions_rows.h"
#include "terraform/scope.h"
#include "value/functions/encoding.h"
#include "value/functions/hash.h"

namespace pillarlint::terraform {

namespace {

ModuleEnvironment* environment_of(const Call& call) { return static_cast<ModuleEnvironment*>(call.environment); }

/// What is made of a file that can not be read: the same for the same path.
Value file_unknown(const Call& call) {
  const auto subject = call.arg(0).hidden() ? std::string("a file") : fmt::format("file {}", call.arg(0).text());
  return new_unknown(call.context, Unknown::Why::not_evaluated, subject, symbol_of(call.unknown(), call.context.symbols),
                     call.span, call.function.result);
}

std::optional<std::string_view> content_of(const Call& call) {
  auto* environment = environment_of(call);
  return environment == nullptr ? std::nullopt : environment->read_file(call.context, call.arg(0).text(), call.span);
}

std::optional<std::string_view> bytes_of(const Call& call) {
  auto* environment = environment_of(call);
  return environment == nullptr ? std::nullopt : environment->read_bytes(call.context, call.arg(0).text(), call.span);
}

std::string as_it_is(std::string_view text) { return std::string(text); }
template <std::string (*digest)(std::string_view)>
std::string in_digits(std::string_view text) {
  return hexadecimal_text(digest(text));
}
template <std::string (*digest)(std::string_view)>
std::string in_base64(std::string_view text) {
  return base64_encode(digest(text));
}

template <std::string (*make)(std::string_view)>
Value made_of_file(const Call& call) {
  const auto content = make == as_it_is ? content_of(call) : bytes_of(call);
  if (!content) return file_unknown(call);
  if (auto none = no_room(call, std::uint64_t{2} * content->size())) return *none;
  if (!call.context.budget.take(1 + content->size() / 16)) return limit_unknown(call.context, "step", call.span);
  return call.text(make(*content));
}

Value file_exists(const Call& call) {
  auto* environment = environment_of(call);
  if (environment == nullptr || !environment->in_reach(call.context, call.arg(0).text(), call.span)) return file_unknown(call);
  return Value::of(environment->file_exists(call.arg(0).text()), call.span);
}

Value file_set(const Call& call) {
  auto* environment = environment_of(call);
  if (environment == nullptr) return file_unknown(call);
  const auto pattern = call.arg(1).text();
  const bool leads_up = pattern.find("../") != std::string_view::npos;  // such patterns are not followed
  const auto folder = leads_up ? join_path(call.arg(0).text(), pattern.substr(0, pattern.find_first_of("*?{["))) : std::string(call.arg(0).text());
  if (!environment->in_reach(call.context, folder, call.span) || leads_up) return file_unknown(call);
  std::vector<Value> items;
  for (const auto& path : environment->files_matching(call.arg(0).text(), call.arg(1).text())) items.push_back(call.text(path));
  return set_of(call.context, items, call.span);
}

// ── templates ─────────────────────────────────────────────────────────────────────────────────────────────────────

Value rendered(const Call& call, std::string_view text) {
  if (!may_be(call.arg(1), ValueType::object)) return wrong_type(call, 1, "an object");
  return environment_of(call)->render(call.context, text, FileId::none, call.arg(1), call.span);
}

Value template_file(const Call& call) {
  if (!call.arg(0).known()) return call.unknown();
  const auto content = content_of(call);
  return content ? rendered(call, *content) : file_unknown(call);
}

Value template_string(const Call& call) {
  if (!call.arg(0).known() || environment_of(call) == nullptr) return call.unknown();
  return rendered(call, call.arg(0).text());
}

// ── paths ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Without `.`, `..`, and doubled slashes.
std::string cleaned(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> kept;
  for (const auto part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    const bool up = part == "..";
    if (up && !kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (!up || !rooted) {
      kept.push_back(part);
    }
  }
  std::string out = rooted ? "/" : "";
  for (std::size_t i = 0; i < kept.size(); ++i) out.append(i == 0 ? "" : "/").append(kept[i]);
  return out.empty() ? "." : out;
}

Value base_name(const Call& call) {
  auto path = call.arg(0).text();
  if (path.empty()) return call.text(".");
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const auto slash = path.rfind('/');
  return call.text(path == "/" || slash == std::string_view::npos ? path : path.substr(slash + 1));
}

Value folder_name(const Call& call) {
  const auto path = call.arg(0).text();
  const auto slash = path.rfind('/');
  return call.text(cleaned(slash == std::string_view::npos ? "" : path.substr(0, slash + 1)));
}

// Where the folder of the root module lies on the machine that deploys is not known.
Value absolute_path(const Call& call) {
  const auto path = call.arg(0).text();
  return path.starts_with('/') ? call.text(cleaned(path)) : file_unknown(call);
}

Value expanded_path(const Call& call) { return call.arg(0).text().starts_with('~') ? file_unknown(call) : call.arg(0); }

constexpr Builtin rows[] = {
    {"abspath", 1, 1, Takes::unknown, row<"s", Sees::known, absolute_path>, ValueType::string},
    {"basename", 1, 1, Takes::unknown, row<"s", Sees::known, base_name>, ValueType::string},
    {"dirname", 1, 1, Takes::unknown, row<"s", Sees::known, folder_name>, ValueType::string},
    {"file", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<as_it_is>>, ValueType::string},
    {"filebase64", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<base64_encode>>, ValueType::string},
    {"filebase64sha256", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<in_base64<sha256>>>, ValueType::string},
    {"filebase64sha512", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<in_base64<sha512>>>, ValueType::string},
    {"fileexists", 1, 1, Takes::unknown, row<"s", Sees::known, file_exists>, ValueType::boolean},
    {"filemd5", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<in_digits<md5>>>, ValueType::string},
    {"fileset", 2, 2, Takes::unknown, row<"ss", Sees::known, file_set>, ValueType::array},
    {"filesha1", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<in_digits<sha1>>>, ValueType::string},
    {"filesha256", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<in_digits<sha256>>>, ValueType::string},
    {"filesha512", 1, 1, Takes::unknown, row<"s", Sees::known, made_of_file<in_digits<sha512>>>, ValueType::string},
    {"pathexpand", 1, 1, Takes::unknown, row<"s", Sees::known, expanded_path>, ValueType::string},
    {"templatefile", 2, 2, Takes::unknown, row<"sa", Sees::all, template_file>, ValueType::any},
    {"templatestring", 2, 2, Takes::unknown, row<"sa", Sees::all, template_string>, ValueType::string},
};

}  // namespace

std::span<const Builtin> file_rows() { return rows; }

}  // namespace pillarlint::terraform
