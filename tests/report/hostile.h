// A file name and texts that try to break out of every format, in one report.
#pragma once

#include <string>

#include "report/sample.h"

namespace pillarlint::testing {

inline const std::string hostile_name =
    "we%0A;]i,r=d:|<b>\"'& @octocat #12 ![x](http://evil.example/a.png) ]]>--><!-- "
    "`\xC3\xA9\xF0\x9F\x98\x80\r\n::error ::x##vso[task.complete]##[error].json";

inline const std::string hostile_text =
    "fixes #12, closes owner/repo#3 and AB#4, GH-5 @octocat @org/team www.evil.example https://evil.example/issues/6 "
    "!7 %8 ~bug $9 &10 "
    "<script>alert(1)</script><img src=x onerror=y> ![i](//evil/x.png) [l](javascript:z) ``` `a|b` *c* _d_ ]]> --> "
    ";]%0D%0A%25 \" ' \\ "
    "\r\n::set-output name=a::b\r\n/close\r\n##vso[task.setvariable variable=a]b ##[error]c \x1b[31m \xE2\x80\xAE "
    "\xFF\xFE end";

/// All that a reporter prints of a finding, hostile.
struct HostileSample : Sample {
  HostileSample() : Sample(hostile_name) {
    auto& finding = fail();
    finding.resource_name = hostile_text;
    finding.resource_type = hostile_text;
    finding.address = hostile_text;
    finding.path = hostile_text;
    finding.element = hostile_text;
    finding.condition = hostile_text;
    finding.message = "AI account accepts access keys: " + hostile_text;
    finding.evidence[0].found = hostile_text;
    finding.evidence[0].reason = hostile_text;
    finding.evidence[0].trail[0].text = hostile_text;
    finding.deployments = {hostile_text, hostile_name};
    finding.addresses = {hostile_text, hostile_name};
    auto unknown = finding;
    unknown.verdict = Verdict::unknown;
    unknown.message.clear();
    unknown.reason = hostile_text;
    unknown.fingerprint = 2;
    auto suppressed = finding;
    suppressed.suppression = Suppression{Suppression::Kind::in_source, hostile_text, "2026-12-31", finding.resource};
    suppressed.fingerprint = 3;
    report.findings.push_back(unknown);
    report.findings.push_back(suppressed);
    report.show_unknown = true;
    report.show_suppressed = true;
    report.gone = {{"search-replicas", hostile_text, "reliability", Severity::low, hostile_name, hostile_text}};
    report.compared_with = hostile_text;
    report.diagnostics = {{Code::json_unclosed, place("\"resources\""), {hostile_text}},
                          {Code::path_not_found, {}, {hostile_text}}};
    report.inputs = {{file, hostile_name, "ARM", InputReport::State::partly, hostile_text},
                     {FileId::none, "other " + hostile_name, "ARM", InputReport::State::not_analysed, hostile_text}};
    report.counts["ai-account-local-auth"] = {0, 1, 1, 0, {{hostile_text, 1}}};
    report.notes = {hostile_text};
    report.exit_reason = hostile_text;
  }
};

}  // namespace pillarlint::testing
