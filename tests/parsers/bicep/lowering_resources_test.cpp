// Resource statements: nesting, `parent`, `existing`, conditions, loops, and what is read back from them.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

ResourceId id_of(const Expanded& t, const Resource& r) { return static_cast<ResourceId>(&r - t.graph().resources().data()); }

bool waits(const Expanded& t, const Resource& r, const Resource& on) {
  for (const auto& edge : t.graph().edges_out_of(id_of(t, r))) {
    if (edge.kind == Edge::Kind::depends_on && edge.to == id_of(t, on)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("Children: nested, with parent, by name, are the same") {
  const auto t = expand_bicep(R"(
param n string
resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: n
  resource blob 'blobServices' = {
    name: 'default'
    resource box 'containers' = { name: 'box' }
  }
}
resource files 'Microsoft.Storage/storageAccounts/fileServices@2022-09-01' = {
  parent: st
  name: 'default'
}
resource queues 'Microsoft.Storage/storageAccounts/queueServices@2023-01-01' = {
  name: '${st.name}/default'
}
output box string = st::blob::box.name
)");
  const auto& account = t.one("storageAccounts");
  const auto& blob = t.one("blobServices");
  const auto& box = t.one("containers");
  CHECK(blob.type.text() == "Microsoft.Storage/storageAccounts/blobServices");
  CHECK(blob.api_version == "2023-01-01");  // of the resource around it
  CHECK(t.one("fileServices").api_version == "2022-09-01");
  CHECK(box.segments.size() == 3);
  CHECK(t.graph().parent(id_of(t, blob)) == id_of(t, account));
  CHECK(t.graph().parent(id_of(t, box)) == id_of(t, blob));
  CHECK(t.graph().parent(id_of(t, t.one("fileServices"))) == id_of(t, account));
  CHECK(t.graph().parent(id_of(t, t.one("queueServices"))) == id_of(t, account));
  CHECK(waits(t, blob, account));
  CHECK(waits(t, t.one("fileServices"), account));
  CHECK(box.declared_address == "st::blob::box");
  CHECK(t.output("box") == "'box'");
  CHECK(t.codes().empty());
}

TEST_CASE("A nested resource is there only if those around it are") {
  const auto t = expand_bicep(R"(
param outer bool
param inner bool
resource a 'P.Q/a@2020-01-01' = if (outer) {
  name: 'a'
  resource b 'b' = if (inner) { name: 'b' }
}
resource none 'P.Q/none@2020-01-01' = if (1 > 2) { name: 'none' }
)");
  CHECK(t.one("P.Q/a").condition.size() == 1);
  CHECK(t.one("P.Q/a/b").condition.size() == 3);  // both, and that both hold
  CHECK(t.all("none").empty());
}

TEST_CASE("A branch that the resource's own condition decides") {
  const auto t = expand_bicep(R"(
param private bool
resource r 'P.Q/r@2020-01-01' = if (private) {
  name: 'r'
  properties: { access: private ? 'Disabled' : 'Enabled' }
}
)");
  CHECK(t.at(t.one("r"), "properties.access") == "'Disabled'");
}

TEST_CASE("Existing resources are no declared ones; what is read from them is unknown") {
  const auto t = expand_bicep(R"(
resource net 'Microsoft.Network/virtualNetworks@2023-01-01' existing = {
  name: 'net'
  resource sub 'subnets' existing = { name: 'pe' }
}
resource pe 'Microsoft.Network/privateEndpoints@2023-01-01' = {
  name: 'pe'
  location: net.location
  properties: { subnet: { id: net::sub.id } }
}
)");
  CHECK(t.all("virtualNetworks").empty());
  CHECK_FALSE(t.value(t.one("privateEndpoints"), "location").known());
  bool linked = false;
  for (const auto& edge : t.graph().edges_out_of(id_of(t, t.one("privateEndpoints")))) {
    const auto& to = t.graph().at(edge.to);
    linked = linked || (to.type.last() == "subnets" && !to.declared());
  }
  CHECK(linked);
}

TEST_CASE("What is read back from a declared resource is its declared value") {
  const auto t = expand_bicep(R"(
resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'st'
  location: 'westeurope'
  tags: { team: 'a' }
  properties: { minimumTlsVersion: 'TLS1_2' }
}
resource user 'P.Q/r@2020-01-01' = {
  name: 'u'
  properties: {
    tls: st.properties.minimumTlsVersion
    where: st.location
    team: st.tags.team
    name: st.name
    type: st.type
    version: st.apiVersion
    endpoint: st.properties.primaryEndpoints.blob
    key: st.listKeys().keys[0].value
    id: st.id
  }
}
)");
  const auto& user = t.one("r");
  CHECK(t.at(user, "properties.tls") == "'TLS1_2'");
  CHECK(t.at(user, "properties.where") == "'westeurope'");
  CHECK(t.at(user, "properties.team") == "'a'");
  CHECK(t.at(user, "properties.name") == "'st'");
  CHECK(t.at(user, "properties.type") == "'Microsoft.Storage/storageAccounts'");
  CHECK(t.at(user, "properties.version") == "'2023-01-01'");
  CHECK_FALSE(t.value(user, "properties.endpoint").known());
  CHECK(has(t.value(user, "properties.key").marks(), Mark::key));
  CHECK(waits(t, user, t.one("storageAccounts")));
  auto context = const_cast<Expansion&>(t.expansion).context();
  CHECK(t.graph().means(context, t.value(user, "properties.id"), id_of(t, t.one("storageAccounts"))) == Truth::yes);
  CHECK(t.codes().empty());
}

TEST_CASE("Loops: over known things, over unknown ones, with index, in batches") {
  const auto t = expand_bicep(R"(
param regions array
@batchSize(2)
resource known 'P.Q/known@2020-01-01' = [for (n, i) in ['a', 'b', 'c']: {
  name: '${n}${i}'
}]
resource each 'P.Q/each@2020-01-01' = [for r in regions: {
  name: 'e-${r}'
  location: r
}]
resource endpoint 'P.Q/endpoint@2020-01-01' = [for r in regions: {
  name: 'p-${r}'
  location: r
}]
resource picked 'P.Q/picked@2020-01-01' = [for n in ['a', 'b']: if (n == 'b') { name: n }]
resource second 'P.Q/second@2020-01-01' = { name: 's', properties: { of: known[1].id, all: [for i in range(0, 3): known[i].name] } }
)");
  const auto known = t.all("known");
  REQUIRE(known.size() == 3);
  CHECK(known[2]->name.text() == "c2");
  CHECK(known[0]->loop.batch.integer() == 2);
  CHECK(known[1]->address == "main.bicep:known[1]");
  CHECK(known[1]->declared_address == "known");
  const auto& each = t.one("each");
  const auto& endpoint = t.one("endpoint");
  CHECK(each.loop.symbolic);
  CHECK(each.loop.collection == endpoint.loop.collection);
  CHECK(t.value(each, "location").why().symbol == t.value(endpoint, "location").why().symbol);
  REQUIRE(t.all("picked").size() == 1);
  CHECK(t.all("picked")[0]->name.text() == "b");
  auto context = const_cast<Expansion&>(t.expansion).context();
  CHECK(t.graph().means(context, t.value(t.one("second"), "properties.of"), id_of(t, *known[1])) == Truth::yes);
  CHECK(t.at(t.one("second"), "properties.all") == "['a0', 'b1', 'c2']");
  CHECK(waits(t, t.one("second"), *known[1]));
  CHECK(t.codes().empty());
}

TEST_CASE("A child in a loop under a parent in a loop stands under the parent of its index") {
  const auto t = expand_bicep(R"(
var names = ['a', 'b']
resource p 'P.Q/p@2020-01-01' = [for n in names: { name: n }]
resource c 'P.Q/p/c@2020-01-01' = [for (n, i) in names: {
  parent: p[i]
  name: 'child'
}]
)");
  const auto parents = t.all("P.Q/p");
  const auto children = t.all("P.Q/p/c");
  REQUIRE(children.size() == 2);
  CHECK(children[1]->name.text() == "b/child");
  CHECK(t.graph().parent(id_of(t, *children[1])) == id_of(t, *parents[1]));
}

TEST_CASE("A loop of two thousand million stands for all of its elements") {
  const auto t = expand_bicep(R"(
resource r 'P.Q/r@2020-01-01' = [for i in range(0, 2147483647): { name: 'r${i}' }]
output o array = [for i in range(0, 2147483647): i]
)");
  CHECK(t.one("r").loop.symbolic);
}

TEST_CASE("Names and ids that are made of each other are reported, and end") {
  const auto t = expand_bicep(R"(
resource a 'P.Q/a@2020-01-01' = { name: b.name }
resource b 'P.Q/b@2020-01-01' = { name: a.name }
resource c 'P.Q/c@2020-01-01' = { name: uniqueString(d.id) }
resource d 'P.Q/d@2020-01-01' = { name: uniqueString(c.id) }
resource e 'P.Q/e@2020-01-01' = { name: e.id }
resource f 'P.Q/f@2020-01-01' = { name: 'f', properties: { own: f.id } }
)");
  CHECK(t.codes().find("circular") != std::string::npos);
  CHECK_FALSE(t.one("P.Q/a").name.known());
  CHECK(t.one("P.Q/f").name.known());
}

TEST_CASE("Parents in a circle end") {
  const auto t = expand_bicep(R"(
resource a 'P.Q/p/a@2020-01-01' = {
  parent: b
  name: 'a'
}
resource b 'P.Q/p/a@2020-01-01' = {
  parent: a
  name: 'b'
}
resource self 'P.Q/p/a@2020-01-01' = {
  parent: self
  name: 's'
}
)");
  CHECK(t.all("a").size() == 3);
}

TEST_CASE("Dependencies: by name, by way of a variable, and as dependsOn says") {
  const auto t = expand_bicep(R"(
resource a 'P.Q/a@2020-01-01' = { name: 'a' }
resource b 'P.Q/b@2020-01-01' = { name: 'b' }
resource c 'P.Q/c@2020-01-01' = { name: 'c' }
var by_way = { id: a.id }
resource user 'P.Q/user@2020-01-01' = {
  name: 'u'
  properties: { x: by_way.id, y: map([1], b => b) }
  dependsOn: [ c ]
}
)");
  const auto& user = t.one("user");
  CHECK(waits(t, user, t.one("P.Q/a")));
  CHECK(waits(t, user, t.one("P.Q/c")));
  CHECK_FALSE(waits(t, user, t.one("P.Q/b")));  // that `b` is the lambda's
}

TEST_CASE("A resource without body or without type leaves the rest of the file readable") {
  const auto t = expand_bicep("resource a 'P.Q/a@2020-01-01' =\nresource b\nresource c 'P.Q/c@2020-01-01' = { name: 'c' }\n");
  CHECK(t.codes().find("bicep-syntax") != std::string::npos);
  CHECK(t.one("P.Q/c").name.text() == "c");
}
