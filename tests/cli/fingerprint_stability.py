#!/usr/bin/env python3
"""Fingerprints stay when lines are inserted, declarations reordered, files reformatted or folders renamed, and two
findings on one line have different ones.

usage: fingerprint_stability.py PROGRAM PATH [PATH…]

Each PATH is a folder, or a file of one, that is scanned alone. The edits are made on copies.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter

BLOCK_COMMENT = {".bicep": "//", ".bicepparam": "//", ".tf": "#", ".json": "//"}


def extension(path):
    return os.path.splitext(path)[1]


def scan(program, path):
    run = subprocess.run([program, "scan", path, "--format", "json", "--show-unknown", "--today", "2026-11-21", "--root", os.path.dirname(path)],
                         capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"{path}: exit {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


def broken_places(report):
    """How much of the text could not be read: an edit that breaks a file shows nothing about fingerprints."""
    return sum(one["code"].endswith("-syntax") for one in report["diagnostics"])


def names(findings):
    return Counter((one["rule"], one["verdict"], one["fingerprint"]) for one in findings)


# ── edits: text and path of one file to its new text, or None if the edit is not for it ──────────────────────────────

def insert_lines(text, path):
    mark = BLOCK_COMMENT.get(extension(path))
    if mark is None:
        return None
    lines = text.split("\n")
    out = [f"{mark} a line that was not there", ""] * 3
    for line in lines:
        # Before what stands at the margin and begins a declaration.
        if re.match(r"(resource|module|param|var|output|variable|locals|data|@)\b", line):
            out.append(f"{mark} another one")
        out.append(line)
    return "\n".join(out)


def blocks_of(text):
    """Declarations at the margin, each with what stands above it; None if the text has strings over several lines."""
    if "<<" in text or "'''" in text or "/*" in text:
        return None
    blocks, current, depth, first = [], [], 0, ""
    for line in text.split("\n"):
        code = re.sub(r"(//|#(?!disable)).*", "", re.sub(r"'(\\.|[^'\\])*'|\"(\\.|[^\"\\])*\"", "''", line))
        if depth == 0 and code.strip():
            first = line
        current.append(line)
        depth += sum(code.count(c) for c in "{[(") - sum(code.count(c) for c in "}])")
        if depth > 0 or not code.strip() or first.startswith(("@", "#")):  # decorators and directives belong to what follows
            continue
        if blocks and first[0] in " \t?:":  # the second line of a condition
            blocks[-1] += "\n" + "\n".join(current)
        else:
            blocks.append("\n".join(current))
        current = []
    if current and blocks:
        blocks[-1] += "\n" + "\n".join(current)
    return blocks


def loaded(text):
    try:
        return json.loads(text)
    except ValueError:
        return None  # with comments: another edit's business


def reversed_members(value, depth=0):
    """Resources of templates, nested ones too, and their parameters in reverse order."""
    if isinstance(value, list):
        return [reversed_members(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, member in value.items():
        member = reversed_members(member, depth + 1)
        if key == "resources" and isinstance(member, list):
            member = member[::-1]
        elif key in ("resources", "parameters", "variables", "outputs") and isinstance(member, dict) and depth == 0:
            member = dict(reversed(member.items()))
        out[key] = member
    return out


def reorder(text, path):
    if extension(path) == ".json":
        value = loaded(text)
        return None if value is None else json.dumps(reversed_members(value), indent=2)
    if extension(path) not in (".bicep", ".tf"):
        return None
    blocks = blocks_of(text)
    return None if blocks is None else "\n".join(blocks[::-1]) + "\n"


def reformat(text, path):
    if extension(path) == ".json":
        value = loaded(text)
        return None if value is None else json.dumps(value, indent=7, separators=(",", " :  "))
    if extension(path) not in (".bicep", ".tf") or "<<" in text or "'''" in text:
        return None
    return "\r\n".join("   " + line if line.strip() else line for line in text.split("\n"))


def edit_all(folder, edit):
    edited = 0
    for parent, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(parent, name)
            with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
                text = file.read().replace("\r\n", "\n")
            new = edit(text, path)
            if new is None or new == text:
                continue
            with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(new)
            edited += 1
    return edited


def check(program, given, counts):
    with tempfile.TemporaryDirectory() as place:
        folder = given if os.path.isdir(given) else os.path.dirname(given)
        tail = "" if os.path.isdir(given) else os.path.basename(given)
        first = os.path.join(place, "first")
        ignore = shutil.ignore_patterns(".git")
        shutil.copytree(folder, first, symlinks=True, ignore=ignore)
        report = scan(program, os.path.join(first, tail) if tail else first)
        findings = report["findings"]
        before = names(findings)
        failures = []
        on_line = Counter((one["place"]["file"], one["place"]["line"], one["fingerprint"]) for one in findings if one["place"])
        for (file, line, fingerprint), count in on_line.items():
            if count > 1:
                failures.append(f"{file}:{line}: {count} findings have the fingerprint {fingerprint}")
        for word, edit in (("insert lines", insert_lines), ("reorder", reorder), ("reformat", reformat), ("rename", None)):
            other = os.path.join(place, word.replace(" ", "-") + "-copy")
            shutil.copytree(folder, other, symlinks=True, ignore=ignore)
            edited = edit_all(other, edit) if edit else 1
            if edited == 0:
                counts[f"{word}: not for these files"] += 1
                continue
            edited_report = scan(program, os.path.join(other, tail) if tail else other)
            if broken_places(edited_report) > broken_places(report):
                failures.append(f"{word}: the edit broke the text")
            after = names(edited_report["findings"])
            counts[f"{word}: files edited"] += edited
            counts[f"{word}: fingerprints compared"] += sum(before.values())
            for key, count in sorted((before - after).items()):
                failures.append(f"{word}: lost {key} {count}×")
            for key, count in sorted((after - before).items()):
                failures.append(f"{word}: came {key} {count}×")
        counts["findings"] += len(findings)
        return failures


def main():
    program, paths = sys.argv[1], sys.argv[2:]
    counts, failed = Counter(), 0
    for path in paths:
        for failure in check(program, os.path.abspath(path), counts):
            print(f"{path}: {failure}")
            failed += 1
    for what, count in sorted(counts.items()):
        print(f"{what}: {count}")
    if counts["findings"] == 0:
        sys.exit("no finding was compared")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
