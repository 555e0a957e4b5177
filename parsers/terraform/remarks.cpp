#include "terraform/remarks.h"

#include "terraform/items.h"

namespace pillarlint::terraform {
namespace {

constexpr int deepest = 512;

// `whole`: the value with the name it is known by.
void notes_of(const Value& value, Span whole, int depth, std::vector<Remark>& out) {
  if (depth > deepest) return;
  if (value.is_array()) {
    for (const auto& item : value.items()) notes_of(item, {whole.file, whole.begin, item.span().end}, depth + 1, out);
  } else if (value.is_object()) {
    for (const auto& member : value.members()) {
      if (member.key == "//" && member.value.is_string()) {
        out.push_back({Remark::Kind::comment, member.value.span(), whole, std::string(member.value.text())});
      } else {
        notes_of(member.value, {member.key_span.file, member.key_span.begin, member.value.span().end}, depth + 1, out);
      }
    }
  }
}

}  // namespace

std::vector<Remark> remarks_of(Project& project, const std::string& path) {
  std::vector<Remark> out;
  if (path.ends_with(".json")) {
    if (const auto document = project.json(path)) notes_of((*document)->root, (*document)->root.span(), 0, out);
    return out;
  }
  const auto file = project.text(path);
  if (!file) return out;
  const auto text = project.sources().text(*file);
  std::vector<Span> comments;
  for (const auto& [begin, end] : comments_of(text)) comments.push_back({*file, begin, end});
  return comment_remarks(text, comments);
}

}  // namespace pillarlint::terraform
