#!/usr/bin/env python3
"""Compares what we make of Terraform expressions with what Terraform makes of them.

    compare_console.py PROGRAM             asks `terraform console` and compares; PROGRAM is build/*/terraform_expression_program
    compare_console.py PROGRAM --bless     the same, and writes expressions.expected.json
    compare_console.py PROGRAM --recorded  compares with expressions.expected.json, without Terraform

expressions.txt has one expression a line; `␤` stands for the end of a line inside of one. `#` begins a comment. A line
that begins with `?` is an expression that no scan can know; one that begins with `!` is a difference that is known, and the
comment above says why: it must still be there.
"""
import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expressions.expected.json"
ENVIRONMENT = dict(os.environ, TF_CLI_CONFIG_FILE="/dev/null", CHECKPOINT_DISABLE="1")
ERROR = {"error": True}


def whole(digits):
    """Numbers of more than 64 bits are doubles, as in the tests."""
    number = int(digits)
    return number if abs(number) < 2**64 else float(number)


def from_json(text):
    return json.loads(text, strict=False, parse_int=whole)


def read_expressions():
    expressions = []
    for line in (HERE / "expressions.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind = line[0] if line[0] in "?!" and line[1:2] == " " else ""
        expressions.append((kind, line[2:] if kind else line))
    return expressions


def console(expressions):
    """What `terraform console` makes of the expressions in a folder of their own, or None where not all are understood. They
    are locals there: the console reads its input line by line, and shows only the last value."""
    tried = ["  e%d = try({ v = jsonencode(%s\n) }, null)\n" % (n, text.replace("␤", "\n")) for n, text in enumerate(expressions)]
    names = ", ".join("local.e%d" % n for n in range(len(expressions)))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE / "files", folder, dirs_exist_ok=True)
        (Path(folder) / "main.tf").write_text("locals {\n%s}\n" % "".join(tried), encoding="utf-8")
        # In base64, as the console prints escapes of its own.
        run = subprocess.run(["terraform", "console"], input="base64encode(jsonencode([%s]))\n" % names, capture_output=True,
                             text=True, cwd=folder, env=ENVIRONMENT, check=False)
    printed = run.stdout.strip()
    if run.returncode != 0 or not printed.startswith('"'):
        return None
    return json.loads(base64.b64decode(printed.strip('"')))


def ask_terraform(expressions):
    """All in one, halves of it where that fails: what does not parse fails the whole."""
    results = console(expressions)
    if results is None:
        if len(expressions) == 1:
            return [ERROR]
        half = len(expressions) // 2
        return ask_terraform(expressions[:half]) + ask_terraform(expressions[half:])
    return [ERROR if one is None else {"value": from_json(one["v"])} for one in results]


def ask_program(program, expressions):
    run = subprocess.run([program, str(HERE / "files")], input="\n".join(expressions) + "\n", capture_output=True,
                         encoding="utf-8", errors="replace", check=True)
    return [from_json(line) for line in run.stdout.split("\n") if line]


def terraform_version():
    run = subprocess.run(["terraform", "version", "-json"], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    return json.loads(run.stdout)["terraform_version"]


def verdict(kind, expected, ours):
    """None if all is as it should be, else what is wrong."""
    if kind == "?":
        return None if "unknown" in ours else "expected to be unknown"
    if "error" in expected:
        same = "error" in ours
    else:
        same = "value" in ours and json.dumps(ours["value"], sort_keys=True) == json.dumps(expected["value"], sort_keys=True)
    if kind == "!":
        return "the known difference is gone" if same else None
    return None if same else "differs"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("--bless", action="store_true")
    arguments.add_argument("--recorded", action="store_true")
    options = arguments.parse_args()

    expressions = read_expressions()
    texts = [text for _, text in expressions]
    if options.recorded:
        recorded = from_json(EXPECTED.read_text(encoding="utf-8"))["results"]
        missing = [text for text in texts if text not in recorded]
        if missing:
            sys.exit("not recorded, run with --bless: %s" % missing[0])
        expected = [recorded[text] for text in texts]
    else:
        expected = ask_terraform(texts)
    if options.bless:
        kept = {text: ({"unknown": True} if kind == "?" else one) for (kind, text), one in zip(expressions, expected)}
        lines = ",\n".join("    %s: %s" % (json.dumps(text, ensure_ascii=False), json.dumps(one, ensure_ascii=False))
                           for text, one in kept.items())
        EXPECTED.write_text('{\n  "terraform": "%s",\n  "results": {\n%s\n  }\n}\n' % (terraform_version(), lines), encoding="utf-8")
    wrong = 0
    for (kind, text), theirs, ours in zip(expressions, expected, ask_program(options.program, texts)):
        problem = verdict(kind, theirs, ours)
        if problem:
            wrong += 1
            print("%s: %s\n  terraform: %s\n  ours:      %s" % (problem, text, json.dumps(theirs), json.dumps(ours)))
    print("%d expressions, %d wrong, %d known differences" % (len(texts), wrong, sum(kind == "!" for kind, _ in expressions)))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
