#include "azure/type_name.h"

#include <algorithm>

namespace pillarlint {

std::size_t TypeName::levels() const { return static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '/')); }

TypeName TypeName::parent() const {
  if (levels() < 2) return {};
  return TypeName(text_.substr(0, text_.rfind('/')));
}

std::string_view TypeName::last() const {
  const auto slash = text_.rfind('/');
  return slash == std::string_view::npos ? text_ : text_.substr(slash + 1);
}

}  // namespace pillarlint
