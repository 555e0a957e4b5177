#!/usr/bin/env python3
"""Lists pairs of Bicep files and the templates compiled from them, each with a module cache of its own.

The registry modules of a Bicep file are cut out of its compiled template, where the compiler put them: they are the
published artefacts, which the tags of a repository need not be (semantics D44). Modules that only hold types, which leave
no trace in the template, come from tags of the repository.

    lay_out_cache.py FOLDER CACHES [--tags REPOSITORY] [--limit N] > pairs
"""
import argparse
import json
import os
import re
import subprocess
import sys

MODULE = re.compile(r"^[ \t]*module[ \t]+(\w+)[ \t]+'([^']+)'", re.M)
IMPORT = re.compile(r"\bfrom[ \t\r\n]+'(br[:/][^']+)'", re.M)


def cache_path(reference):
    """br/public:avm/res/x:1.0.0 -> br/mcr.microsoft.com/bicep$avm$res$x/1.0.0$/main.json"""
    if reference.startswith("br/public:"):
        rest = "mcr.microsoft.com/bicep/" + reference[len("br/public:"):]
    elif reference.startswith("br:"):
        rest = reference[len("br:"):]
    else:
        return None
    host, _, artefact = rest.partition("/")
    repository, _, tag = artefact.rpartition(":")
    mask = sum(1 << i for i, c in enumerate(tag) if c.isupper())
    return os.path.join("br", host.lower(), repository.replace("/", "$"), tag + "$" + (format(mask, "x") if mask else ""), "main.json")


def write(path, text):
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)


class Tags:
    def __init__(self, repository):
        self.repository = repository
        self.known = {}

    def template(self, reference):
        match = re.fullmatch(r"br(?:/public:|:mcr\.microsoft\.com/bicep/)(.+):([^:]+)", reference)
        if not self.repository or not match:
            return None
        tag = f"{match[1]}/{match[2]}"
        if tag not in self.known:
            shown = subprocess.run(["git", "--git-dir", self.repository, "show", f"{tag}:{match[1]}/main.json"], capture_output=True)
            self.known[tag] = shown.stdout.decode("utf-8", "replace") if shown.returncode == 0 else None
        return self.known[tag]


def resources_of(template):
    """Resources by symbolic name; of older templates, deployments by name are not found and their modules stay unknown."""
    resources = template.get("resources", {})
    return resources if isinstance(resources, dict) else {}


def lay_out(bicep, template, cache, tags, missing, depth=0):
    with open(bicep, encoding="utf-8-sig") as source:
        text = source.read()
    for reference in IMPORT.findall(text):
        path = cache_path(reference)
        found = tags.template(reference)
        if found is None:
            missing.add(reference)
        elif path:
            write(os.path.join(cache, path), found)
    resources = resources_of(template)
    for symbol, reference in MODULE.findall(text):
        nested = resources.get(symbol, {}).get("properties", {}).get("template")
        if not isinstance(nested, dict):
            continue
        if reference.startswith("br"):
            path = cache_path(reference)
            if path:
                write(os.path.join(cache, path), json.dumps(nested))
        elif depth < 20:
            local = os.path.normpath(os.path.join(os.path.dirname(bicep), reference))
            if os.path.exists(local):
                lay_out(local, nested, cache, tags, missing, depth + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("caches")
    parser.add_argument("--tags", default="")
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    tags = Tags(options.tags)
    missing = set()
    count = 0
    for folder, folders, files in sorted(os.walk(options.folder)):
        folders[:] = sorted(f for f in folders if f not in ("tests", ".git"))
        if "main.bicep" not in files or "main.json" not in files:
            continue
        bicep, compiled = os.path.join(folder, "main.bicep"), os.path.join(folder, "main.json")
        with open(compiled, encoding="utf-8-sig") as source:
            template = json.load(source)
        cache = os.path.join(options.caches, os.path.relpath(folder, options.folder).replace("/", "_"))
        lay_out(bicep, template, cache, tags, missing)
        print(bicep, compiled, cache, sep="\t")
        count += 1
        if options.limit and count >= options.limit:
            break
    for reference in sorted(missing):
        print(f"not in the tags: {reference}", file=sys.stderr)


if __name__ == "__main__":
    main()
