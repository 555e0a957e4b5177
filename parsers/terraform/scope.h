// What functions and names of Terraform read besides their arguments: files beside the root module, and templates. One
// object per module instance; the evaluator of modules derives it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/evaluate.h"
#include "expr/scope.h"

namespace pillarlint::terraform {

class ModuleEnvironment : public Scope {
 public:
  /// Text of a file named in Terraform text: relative to the folder of the root module. nullopt after it was reported (not
  /// there, outside of the scan roots).
  virtual std::optional<std::string_view> read_file(Context& context, std::string_view path, Span span) = 0;
  /// Its bytes as they are on disk: text is decoded, for base64 and hashes that would be another file.
  virtual std::optional<std::string_view> read_bytes(Context& context, std::string_view path, Span span) { return read_file(context, path, span); }
  /// Whether the path lies in the scan roots; false after it was reported.
  virtual bool in_reach(Context&, std::string_view, Span) { return true; }
  virtual bool file_exists(std::string_view path) = 0;
  /// Paths of the files below `folder` that match the pattern, relative to it, in any order.
  virtual std::vector<std::string> files_matching(std::string_view folder, std::string_view pattern) = 0;
  /// The instance of `t.n`, or the output of `module.m[].out`, with a key that was computed.
  virtual Value instance(Context& context, std::string_view name, const Value& key, Span span) {
    return read_element(context, this->name(NameKind::local, name, span), key, span);
  }
  /// Evaluates the text of a template with the variables of an object (templatefile, templatestring).
  virtual Value render(Context& context, std::string_view text, FileId file, const Value& variables, Span span) = 0;
};

}  // namespace pillarlint::terraform
