#include "arm/clouds.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace pillarlint::arm {

namespace {

struct Cloud {
  std::string_view name, portal, login, graph, resource_manager, sql, gallery, batch, storage, vault, sql_suffix, registry, audience;
};

constexpr std::array clouds{
    Cloud{"AzureCloud", "https://portal.azure.com", "https://login.microsoftonline.com/", "https://graph.windows.net/",
          "https://management.azure.com/", "https://management.core.windows.net:8443/", "https://gallery.azure.com/",
          "https://batch.core.windows.net/", "core.windows.net", ".vault.azure.net", ".database.windows.net", ".azurecr.io",
          "https://management.core.windows.net/"},
    Cloud{"AzureUSGovernment", "https://portal.azure.us", "https://login.microsoftonline.us/", "https://graph.windows.net/",
          "https://management.usgovcloudapi.net/", "https://management.core.usgovcloudapi.net:8443/",
          "https://gallery.usgovcloudapi.net/", "https://batch.core.usgovcloudapi.net/", "core.usgovcloudapi.net",
          ".vault.usgovcloudapi.net", ".database.usgovcloudapi.net", ".azurecr.us", "https://management.core.usgovcloudapi.net/"},
    Cloud{"AzureChinaCloud", "https://portal.azure.cn", "https://login.chinacloudapi.cn/", "https://graph.chinacloudapi.cn/",
          "https://management.chinacloudapi.cn/", "https://management.core.chinacloudapi.cn:8443/",
          "https://gallery.chinacloudapi.cn/", "https://batch.chinacloudapi.cn/", "core.chinacloudapi.cn", ".vault.azure.cn",
          ".database.chinacloudapi.cn", ".azurecr.cn", "https://management.core.chinacloudapi.cn/"},
};

const Cloud& find(std::string_view name) {
  for (const auto& cloud : clouds) {
    if (same_text(cloud.name, name)) return cloud;
  }
  return clouds[0];
}

}  // namespace

bool is_cloud(std::string_view name) {
  for (const auto& cloud : clouds) {
    if (same_text(cloud.name, name)) return true;
  }
  return false;
}

Value cloud_environment(Context& context, std::string_view name, Span span) {
  const auto& cloud = find(name);
  const auto note = same_text(cloud.name, "AzureCloud") ? std::string_view("public cloud assumed") : cloud.name;
  const auto text = [&](std::string_view s) {
    return Value::of(s, span).via(context.arena, Origin::Step::environment, span, note);
  };
  const auto object = [&](std::initializer_list<std::pair<std::string_view, Value>> members) {
    ObjectBuilder builder(context.arena);
    for (const auto& [key, value] : members) builder.set(key, value);
    return builder.build(span);
  };
  return object({
      {"name", text(cloud.name)},
      {"gallery", text(cloud.gallery)},
      {"graph", text(cloud.graph)},
      {"portal", text(cloud.portal)},
      {"graphAudience", text(cloud.graph)},
      {"activeDirectoryDataLake", text("https://datalake.azure.net/")},
      {"batch", text(cloud.batch)},
      {"media", text("https://rest.media.azure.net")},
      {"sqlManagement", text(cloud.sql)},
      {"vmImageAliasDoc", text("https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json")},
      {"resourceManager", text(cloud.resource_manager)},
      {"authentication", object({{"loginEndpoint", text(cloud.login)},
                                 {"audiences", Value::array(context.arena, std::array{text(cloud.audience), text(cloud.resource_manager)}, span)},
                                 {"tenant", text("common")},
                                 {"identityProvider", text("AAD")}})},
      {"suffixes", object({{"acrLoginServer", text(cloud.registry)},
                           {"azureDatalakeAnalyticsCatalogAndJob", text("azuredatalakeanalytics.net")},
                           {"azureDatalakeStoreFileSystem", text("azuredatalakestore.net")},
                           {"azureFrontDoorEndpointSuffix", text("azurefd.net")},
                           {"keyvaultDns", text(cloud.vault)},
                           {"sqlServerHostname", text(cloud.sql_suffix)},
                           {"storage", text(cloud.storage)}})},
  });
}

}  // namespace pillarlint::arm
