// The Terraform front end: the one public header.
#pragma once

#include <memory>
#include <span>

#include "common/language.h"
#include "value/embedded.h"

namespace pillarlint {

/// Terraform and OpenTofu: `.tf`, `.tf.json`, `.tofu`, variable files, and plans as `terraform show -json` prints them. A folder
/// is one module; its `main.tf`, or else its first file, stands for it. `data`: the files packed into the program, among them the mappings of azurerm.
[[nodiscard]] std::unique_ptr<Language> terraform_language(std::span<const EmbeddedFile> data);

}  // namespace pillarlint
