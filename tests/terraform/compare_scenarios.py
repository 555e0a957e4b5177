#!/usr/bin/env python3
"""Compares what is found in the same deployment written in Bicep, as an ARM template and in Terraform.

    compare_scenarios.py PROGRAM FOLDER           FOLDER is fixtures/scenarios: a folder each, with main.bicep, main.json, main.tf
    compare_scenarios.py PROGRAM FOLDER --all     every difference, not the first few
    compare_scenarios.py PROGRAM FOLDER --bodies  also what the resources say of themselves; this does not count
    compare_scenarios.py PROGRAM FOLDER --only X  the scenario X

Equal are the resources (type and name) and the findings: rule, resource, property, verdict, those that can not be told included.
Names with a part that only the deployment knows (`guid(...)`) count as one and the same name. The resource group is in Terraform
what a template is deployed to.
"""
import argparse
import concurrent.futures
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

SPELLINGS = ("main.bicep", "main.json", "main.tf")
SHOWN = 8
LEAST = 10  # scenarios there are, so that a wrong folder is no success
TODAY = "2026-06-01"  # models retire: the day is fixed, as the findings must not change by themselves
HOLE = re.compile(r"‹[^›]*›")
GROUP = "Microsoft.Resources/resourceGroups"


def ask(program, command, folder, spelling, *options):
    asked = [program, command, spelling, "--format", "json", "--environment", "production", "--today", TODAY, *options]
    run = subprocess.run(asked, capture_output=True, text=True, cwd=folder, check=False)
    try:
        return json.loads(run.stdout)
    except json.JSONDecodeError:
        told = (folder.name, spelling, command, run.returncode, run.stderr)
        raise SystemExit("%s/%s: %s gives no JSON (exit code %d)\n%s" % told) from None


def plain(name):
    """A name of which a part is not known says only that."""
    return "‹›" if name is None or not isinstance(name, str) or HOLE.search(name) else name.lower()


def read(program, folder, spelling):
    scan = ask(program, "scan", folder, spelling, "--show-unknown", "--preview")
    graph = ask(program, "graph", folder, spelling)
    problems = ["%s %s" % (d.get("severity", ""), d.get("message", d)) for d in scan["diagnostics"]]
    problems += ["%s: %s %s" % (i["file"], i["state"], i["reason"]) for i in scan["inputs"] if i["state"] != "analysed"]
    resources, bodies, named = Counter(), {}, {}
    for deployment in graph["deployments"]:
        problems += ["open: %s" % o for o in deployment["open"]]
        for resource in deployment["resources"]:
            if resource["type"] == GROUP:
                continue
            key = (resource["type"], plain(resource["name"] or resource["nameText"]))
            # What is not declared is said (`existing`, `data`) or only named by the id of something else.
            resources[key + ("declared" if resource["standing"] == "declared" else "elsewhere",)] += 1
            bodies.setdefault(key, resource["body"])
            named[resource["address"]] = key
    findings = Counter()
    for found in scan["findings"]:
        resource = found["resource"] or {"type": "", "name": "", "address": "-"}
        name = None if resource["name"] == resource["address"] else resource["name"]  # an address stands for a name not known
        own = (resource["type"], plain(name))
        # An element is told by what it says, not by its place: Terraform has sets where templates have lists.
        path = re.sub(r"\[\d+\]", "[]", found["path"])
        # One finding speaks of all instances of a declaration.
        for address in found["addresses"] or [resource["address"]]:
            findings[(found["rule"],) + named.get(address, own) + (path, found["verdict"])] += 1
    return {"resources": resources, "findings": findings, "bodies": bodies, "problems": problems}


def leaves(value, path=""):
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, "%s.%s" % (path, name) if path else name)
    elif isinstance(value, list):
        for number, element in enumerate(value):
            yield from leaves(element, "%s[%d]" % (path, number))
    else:
        yield path, value


def body_differences(one, other):
    for key in sorted(one.keys() & other.keys()):
        if "‹›" in key:
            continue
        a, b = dict(leaves(one[key])), dict(leaves(other[key]))
        for path in sorted(a.keys() | b.keys()):
            if a.get(path, "(absent)") != b.get(path, "(absent)"):
                yield "%s %s: %s: %s | %s" % (key + (path, a.get(path, "(absent)"), b.get(path, "(absent)")))


def compare(program, folder, arguments):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        sides = dict(zip(SPELLINGS, pool.map(lambda s: read(program, folder, s), SPELLINGS)))
    lines = ["%s: %s" % (s, p) for s in SPELLINGS for p in sides[s]["problems"]]
    first = sides[SPELLINGS[0]]
    for spelling in SPELLINGS[1:]:
        for what in ("resources", "findings"):
            ours, theirs = first[what], sides[spelling][what]
            lines += ["%s only in %s: %s" % (what, SPELLINGS[0], "  ".join(k)) for k in sorted((ours - theirs).elements())]
            lines += ["%s only in %s: %s" % (what, spelling, "  ".join(k)) for k in sorted((theirs - ours).elements())]
    declared = sum(n for k, n in first["resources"].items() if k[-1] == "declared" and not k[0].startswith("@"))
    verdicts = Counter(k[-1] for k in first["findings"].elements())
    print("%-16s %3d resources %3d findings %3d unknown  %s" % (
        folder.name, declared, verdicts["fail"], verdicts["unknown"], "equal" if not lines else "%d differences" % len(lines)))
    shown = lines if arguments.all else lines[:SHOWN]
    for line in shown:
        print("    " + line)
    if len(shown) < len(lines):
        print("    … and %d more" % (len(lines) - len(shown)))
    if arguments.bodies:
        for spelling in SPELLINGS[1:]:
            for line in body_differences(first["bodies"], sides[spelling]["bodies"]):
                print("    body, %s: %s" % (spelling, line))
    return not lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--bodies", action="store_true")
    parser.add_argument("--only", help="one scenario", default="")
    arguments = parser.parse_args()
    program = str(arguments.program.resolve())
    folders = sorted(f for f in arguments.folder.resolve().iterdir() if f.is_dir() and arguments.only in ("", f.name))
    if len(folders) < (1 if arguments.only else LEAST):
        raise SystemExit("%d scenarios in %s" % (len(folders), arguments.folder))
    equal = [compare(program, folder, arguments) for folder in folders]
    print("%d of %d scenarios equal" % (sum(equal), len(equal)))
    return 0 if all(equal) else 1


if __name__ == "__main__":
    sys.exit(main())
