// Comments of a Terraform file, in either syntax.
#pragma once

#include <string>
#include <vector>

#include "common/project.h"
#include "common/remark.h"

namespace pillarlint::terraform {

/// In order of places. JSON has no comments: there a member `//` speaks of the object it stands in.
[[nodiscard]] std::vector<Remark> remarks_of(Project& project, const std::string& path);

}  // namespace pillarlint::terraform
