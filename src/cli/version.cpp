#include "cli/session.h"

namespace pillarlint {

constinit const std::string_view program_version = PILLARLINT_VERSION;

}  // namespace pillarlint
