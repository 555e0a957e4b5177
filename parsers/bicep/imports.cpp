// `import { a } from 'x.bicep'` and `import * as x from '…'`: types are put in place; variables and functions come into the
// importing template under names that no file can declare, with everything they use.
#include <algorithm>

#include <fmt/format.h>

#include "bicep/lower.h"

namespace pillarlint::bicep {

namespace {
constexpr int max_import_depth = 16;
constexpr std::size_t max_imported_files = 1'000;  // counted each time one is reached
}  // namespace

/// A file that this one imports from, and what of it is used.
struct Lowering::Home {
  std::string written;
  std::string path;                                 // empty: it is not on disk
  std::shared_ptr<const BicepFile> file;            // of Bicep
  std::shared_ptr<const Document> json;             // of a compiled template
  std::unique_ptr<Lowering> lowering;               // lowers into this template
  std::vector<std::string> wanted;                  // names of variables and functions
};

Lowering::Lowering(Files& files, std::shared_ptr<const BicepFile> file, Document& out)
    : files_(files), file_(std::move(file)), tree_(*file_->tree), out_(out), arena_(out.arena), spent_(std::make_shared<Spent>()) {}

Lowering::Lowering(std::shared_ptr<const BicepFile> file, const Lowering& by)
    : files_(by.files_), file_(std::move(file)), tree_(*file_->tree), out_(by.out_), arena_(by.arena_), depth_(by.depth_ + 1), spent_(by.spent_) {
  ++spent_->files;
}

Lowering::~Lowering() = default;

Lowering::Home* Lowering::home_of(const Symbol& import) {
  const Node* from = nullptr;
  for (const auto* part : import.node->children()) {
    if (part != nullptr && part->is(NodeKind::import_from)) from = part->child(0);
  }
  const auto written = literal_text(tree_, from);
  if (!written || depth_ > max_import_depth || spent_->files > max_imported_files) return nullptr;
  const auto found = files_.modules().find(file_->path, *written);
  for (const auto& home : homes_) {
    if (found.path.empty() ? home->written == *written : home->path == found.path) return home.get();
  }
  auto home = std::make_unique<Home>();
  std::string problem;
  home->path = found.path;
  home->written = *written;
  if (found.path.empty()) {
    report(Code::import_not_found, *from, *written, found.looked);
  } else if (is_bicep(found.path)) {
    if (auto opened = files_.open(found.path)) {
      home->file = *opened;
      out_.reads.push_back(home->file->id);
      out_.keeps.push_back(*opened);
      home->lowering = std::make_unique<Lowering>(home->file, *this);
      home->lowering->suffix_ = fmt::format("#{}", static_cast<unsigned>(home->file->id));
    } else {
      problem = opened.error().text();
    }
  } else if (auto document = files_.project().json(found.path)) {
    home->json = *document;
    out_.keeps.push_back(*document);
  } else {
    problem = document.error().text();
  }
  if (!problem.empty()) report(Code::import_not_found, *from, *written, "It can not be read: " + problem);
  homes_.push_back(std::move(home));
  return homes_.back().get();
}

const Symbol* Lowering::exported(Home& home, std::string_view name) const {
  return home.file ? home.file->symbols.find(name) : nullptr;
}

// The name under which it stands in this template.
std::string_view Lowering::imported_name(Home& home, std::string_view name) {
  if (std::find(home.wanted.begin(), home.wanted.end(), name) == home.wanted.end()) home.wanted.emplace_back(name);
  if (home.lowering) return keep(fmt::format("{}{}", name, home.lowering->suffix_));
  return keep(fmt::format("{}#{}", name, static_cast<unsigned>(home.json->file)));
}

namespace {

/// A type of a compiled template with its `$ref`s followed.
class JsonTypes {
 public:
  JsonTypes(Arena& arena, const Value& definitions) : arena_(arena), definitions_(definitions) {}

  Value resolved(const Value& type, int depth) {
    if (depth > 12 || ++made_ > 20'000) return Value::object(arena_, {});
    if (type.is_array()) {
      std::vector<Value> items;
      for (const auto& item : type.items()) items.push_back(resolved(item, depth + 1));
      return Value::array(arena_, items, type.span());
    }
    if (!type.is_object()) return type;
    ObjectBuilder made(arena_);
    const auto ref = type.get("$ref").text_or_empty();
    constexpr std::string_view prefix = "#/definitions/";
    if (ref.starts_with(prefix)) {
      for (const auto& m : resolved(definitions_.get(ref.substr(prefix.size())), depth + 1).members()) made.set(m.key, m.value, m.key_span);
    }
    for (const auto& m : type.members()) {
      if (m.key == "$ref" || m.key == "metadata") continue;
      made.set(m.key, m.key == "allowedValues" ? m.value : resolved(m.value, depth + 1), m.key_span);
    }
    return made.build(type.span());
  }

 private:
  Arena& arena_;
  Value definitions_;
  int made_ = 0;
};

}  // namespace

Value Lowering::imported_type(const Symbol& import, std::string_view name, int depth) {
  auto* home = home_of(import);
  if (home == nullptr) return Value::object(arena_, {});
  if (home->json) {
    const auto definitions = home->json->root.get("definitions");
    return JsonTypes(arena_, definitions).resolved(definitions.get(name), 0);
  }
  const auto* symbol = exported(*home, name);
  return symbol != nullptr ? home->lowering->type_of_symbol(*symbol, depth + 1) : Value::object(arena_, {});
}

const Expr* Lowering::imported_symbol(const Symbol& import, std::string_view name, const Node& node) {
  auto* home = home_of(import);
  if (home == nullptr || (!home->lowering && !home->json)) return broken(node, fmt::format("`{}`, whose file is not on disk", name));
  return named(NameKind::variable, imported_name(*home, name), node);
}

std::optional<std::string_view> Lowering::imported_function(const Symbol& import, std::string_view name) {
  auto* home = home_of(import);
  if (home == nullptr || (!home->lowering && !home->json)) return std::nullopt;
  return keep(fmt::format("__bicep.{}", imported_name(*home, name)));
}

void Lowering::import_closure(Section& variables, Section& functions) {
  // Lowering one thing may ask for another, in this file or in a further one.
  for (std::size_t h = 0; h < homes_.size(); ++h) {
    auto& home = *homes_[h];
    for (std::size_t i = 0; i < home.wanted.size(); ++i) {
      const auto name = home.wanted[i];
      const auto key = imported_name(home, name);
      if (home.json) {
        const auto variable = home.json->root.get("variables").get(name);
        if (!variable.is_null()) variables.set(key, variable);
        for (const auto& space : home.json->root.get("functions").items()) {
          const auto declared = space.get("members").get(name);
          if (!declared.is_null()) functions.set(key, declared);
        }
        continue;
      }
      const auto* symbol = exported(home, name);
      if (symbol == nullptr) continue;
      home.lowering->wanted_by_import(*symbol, key, variables, functions);
    }
    if (home.lowering) home.lowering->import_closure(variables, functions);
  }
}

// A variable or function of this file under the name by which another imports it; and what of this file it uses in turn.
void Lowering::wanted_by_import(const Symbol& symbol, std::string_view key, Section& variables, Section& functions) {
  if (variables.find(key) != nullptr || functions.find(key) != nullptr) return;
  if (symbol.kind == Symbol::Kind::variable) {
    variables.set(key, Value::null());  // within itself it is found, so that a circle ends
    variables.set(key, value(symbol.node->child(2), {}), span(*symbol.node->child(0)));
  } else if (symbol.kind == Symbol::Kind::function) {
    functions.set(key, Value::null());
    functions.set(key, user_function(*symbol.node), span(*symbol.node->child(0)));
  }
  const auto names = std::move(used_);
  used_.clear();
  for (const auto& name : names) {
    if (const auto* used = file_->symbols.find(name)) {
      wanted_by_import(*used, keep(fmt::format("{}{}", name, suffix_)), variables, functions);
    }
  }
}

}  // namespace pillarlint::bicep
