#include "terraform_configuration.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace pillarlint::bench {

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
  return text;
}

// What a module begins with. NAME: of the module.
const char* const module_head = R"(terraform {
  required_version = ">= 1.6"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

variable "location" {
  type        = string
  description = "Region of all resources of NAME."
  default     = "swedencentral"
}

variable "resource_group_name" {
  type        = string
  description = "Group that the resources stand in."
}

variable "prefix" {
  type        = string
  description = "Names begin with it."
  validation {
    condition     = length(var.prefix) <= 12
    error_message = "The prefix may have at most 12 characters."
  }
}

variable "subnet_id" {
  type        = string
  description = "Subnet of the private endpoints."
  default     = null
}

variable "tags" {
  type        = map(string)
  description = "Tags of all resources."
  default     = {}
}

variable "deployments" {
  type = map(object({
    model    = string
    version  = string
    capacity = optional(number, 10)
    sku      = optional(string, "Standard")
  }))
  description = "Models of each account."
  default = {
    chat       = { model = "gpt-4o", version = "2024-11-20" }
    embeddings = { model = "text-embedding-3-large", version = "1", capacity = 20 }
  }
}

locals {
  tags   = merge(var.tags, { module = "NAME", managed_by = "terraform" })
  names  = { for kind in ["ai", "search", "storage", "vault"] : kind => "${var.prefix}-NAME-${kind}" }
  models = { for name, one in var.deployments : name => one if one.capacity > 0 }
}

)";

// What a module has several times. K: a number.
const char* const service = R"(# Service K: an account with its models, behind a private endpoint.
resource "azurerm_cognitive_account" "sK" {
  name                          = "${local.names["ai"]}-K"
  location                      = var.location
  resource_group_name           = var.resource_group_name
  kind                          = "OpenAI"
  sku_name                      = "S0"
  custom_subdomain_name         = lower("${local.names["ai"]}-K")
  public_network_access_enabled = ODD
  local_auth_enabled            = false
  tags                          = local.tags

  identity {
    type = "SystemAssigned"
  }

  dynamic "network_acls" {
    for_each = var.subnet_id == null ? [] : [var.subnet_id]
    content {
      default_action = "Deny"
      ip_rules       = []
      virtual_network_rules {
        subnet_id = network_acls.value
      }
    }
  }
}

resource "azurerm_cognitive_deployment" "sK" {
  for_each             = local.models
  name                 = "${each.key}-K"
  cognitive_account_id = azurerm_cognitive_account.sK.id
  model {
    format  = "OpenAI"
    name    = each.value.model
    version = each.value.version
  }
  sku {
    name     = each.value.sku
    capacity = each.value.capacity
  }
}

resource "azurerm_private_endpoint" "sK" {
  count               = var.subnet_id == null ? 0 : 1
  name                = "${var.prefix}-pe-K"
  location            = var.location
  resource_group_name = var.resource_group_name
  subnet_id           = var.subnet_id
  tags                = local.tags
  private_service_connection {
    name                           = "${var.prefix}-connection-K"
    private_connection_resource_id = azurerm_cognitive_account.sK.id
    subresource_names              = ["account"]
    is_manual_connection           = false
  }
}

resource "azurerm_storage_account" "sK" {
  name                            = substr(replace("${local.names["storage"]}K", "-", ""), 0, 24)
  location                        = var.location
  resource_group_name             = var.resource_group_name
  account_tier                    = "Standard"
  account_replication_type        = "ZRS"
  min_tls_version                 = "TLS1_2"
  shared_access_key_enabled       = ODD
  allow_nested_items_to_be_public = false
  tags                            = local.tags
}

resource "azurerm_role_assignment" "sK" {
  scope                = azurerm_storage_account.sK.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_cognitive_account.sK.identity[0].principal_id
}

output "endpoint_K" {
  description = "Where service K answers."
  value       = azurerm_cognitive_account.sK.endpoint
}

output "ids_K" {
  value = concat([azurerm_cognitive_account.sK.id, azurerm_storage_account.sK.id], [for one in azurerm_cognitive_deployment.sK : one.id])
}

)";

const char* const root_head = R"(terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

provider "azurerm" {
  features {}
}

variable "location" {
  type    = string
  default = "swedencentral"
}

variable "environment" {
  type    = string
  default = "NAME"
}

locals {
  tags    = { environment = var.environment, root = "NAME" }
  subnets = { for index, name in ["endpoints", "compute", "agents"] : name => cidrsubnet("10.20.0.0/16", 8, index) }
}

resource "azurerm_resource_group" "main" {
  name     = "rg-${var.environment}"
  location = var.location
  tags     = local.tags
}

resource "azurerm_virtual_network" "main" {
  name                = "vnet-${var.environment}"
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  address_space       = ["10.20.0.0/16"]
  tags                = local.tags
}

resource "azurerm_subnet" "all" {
  for_each             = local.subnets
  name                 = each.key
  resource_group_name  = azurerm_resource_group.main.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = [each.value]
}

)";

const char* const call = R"(module "MODULE" {
  source              = "../../modules/MODULE"
  prefix              = "NAME-K"
  location            = var.location
  resource_group_name = azurerm_resource_group.main.name
  subnet_id           = azurerm_subnet.all["endpoints"].id
  tags                = merge(local.tags, { call = "MODULE" })
  deployments = {
    chat  = { model = "gpt-4o", version = "2024-11-20", capacity = 30 }
    small = { model = "gpt-4o-mini", version = "2024-07-18" }
  }
}

output "MODULE" {
  value = module.MODULE.endpoint_1
}

)";

class Writer {
 public:
  Writer(std::filesystem::path folder, const ConfigurationSize& size) : folder_(std::move(folder)), size_(size) {}

  ConfigurationMade run() {
    for (std::size_t i = 1; i <= size_.roots; ++i) root(i);
    for (std::size_t i = 1; i <= size_.modules; ++i) module(i);
    return made_;
  }

 private:
  static std::string module_name(std::size_t n) { return "platform" + std::to_string(n); }

  void module(std::size_t number) {
    const auto name = module_name(number);
    const auto folder = "modules/" + name;
    write(folder + "/variables.tf", replaced(module_head, "NAME", name));
    // The lines that are left, shared among the modules that are left.
    const auto target = made_.lines + (size_.lines - std::min(size_.lines, made_.lines)) / (size_.modules - number + 1);
    for (std::size_t k = 1; made_.lines < target || k == 1; ++k) {
      const auto text = replaced(replaced(service, "K", std::to_string(k)), "ODD", k % 2 == 0 ? "true" : "false");
      write(folder + "/service" + std::to_string(k) + ".tf", text);
    }
  }

  void root(std::size_t number) {
    const auto name = "env" + std::to_string(number);
    auto text = replaced(root_head, "NAME", name);
    for (std::size_t i = 0; i < size_.calls; ++i) {
      const auto module = module_name((number * size_.calls + i) % size_.modules + 1);
      text += replaced(replaced(replaced(call, "MODULE", module), "NAME", name), "-K", std::to_string(i));
    }
    write("environments/" + name + "/main.tf", text);
  }

  void write(const std::string& path, const std::string& text) {
    const auto full = folder_ / path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << text;
    ++made_.files;
    made_.lines += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  std::filesystem::path folder_;
  ConfigurationSize size_;
  ConfigurationMade made_;
};

}  // namespace

ConfigurationMade write_configuration(const std::filesystem::path& folder, const ConfigurationSize& size) {
  return Writer(folder, size).run();
}

}  // namespace pillarlint::bench
