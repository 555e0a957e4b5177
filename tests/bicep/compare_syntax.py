#!/usr/bin/env python3
"""Compares our syntax trees with those of Bicep's own compiler, node by node: kind, parent, place.

    compare_syntax.py BICEP_SYNTAX_DUMP FOLDER

FOLDER holds the compiler's samples (github.com/Azure/bicep, src/Bicep.Core.Samples/Files): beside `main.bicep` stands
`main.syntax.bicep`, the same text with a comment for every node behind the line in which it begins, and
`main.diagnostics.bicep`. Nothing of them is kept here. Ends with 1 if a file that should be valid differs.
"""

import re
import subprocess
import sys
from pathlib import Path

NODE = re.compile(r"//@\[(\d+):(\d+)\) ((?:[| ] )*)([├└]─)?(\w+)(?:\((\w+)\))?")
DIAGNOSTIC = re.compile(r"//@\[(\d+):(\d+)\) \[(\w+) \((\w+)\)\]")
BROKEN = re.compile("invalid", re.IGNORECASE)

# Where the compiler's name is not ours with `Syntax` behind it.
NAMES = {
    "TargetScope": "target_scope", "MetadataDeclaration": "metadata", "ParameterDeclaration": "parameter",
    "VariableDeclaration": "variable", "FunctionDeclaration": "function", "ResourceDeclaration": "resource",
    "ModuleDeclaration": "module", "TestDeclaration": "test", "OutputDeclaration": "output",
    "AssertDeclaration": "assertion", "ExtensionDeclaration": "extension", "CompileTimeImportDeclaration": "import",
    "UsingDeclaration": "using_file", "ExtendsDeclaration": "extends_file", "ParameterDefaultValue": "parameter_default",
    "ExtensionConfigAssignment": "extension_config", "SkippedTrivia": "skipped", "ExtensionWithClause": "extension_with",
    "AliasAsClause": "as_clause", "UsingWithClause": "using_with", "ImportedSymbolsList": "imported_symbols",
    "ImportedSymbolsListItem": "imported_symbol", "CompileTimeImportFromClause": "import_from",
    "IntegerLiteral": "integer", "BooleanLiteral": "boolean", "NullLiteral": "null", "NoneLiteral": "none",
    "SpreadExpression": "spread", "TypedVariableBlock": "typed_variable_block", "BinaryOperation": "binary",
    "UnaryOperation": "unary", "TernaryOperation": "ternary", "ParenthesizedExpression": "parenthesized", "For": "for_expression",
    "ObjectTypeAdditionalProperties": "additional_properties", "UnaryTypeOperation": "unary_type",
    "StringTypeLiteral": "string_type", "IntegerTypeLiteral": "integer_type", "BooleanTypeLiteral": "boolean_type",
    "NullTypeLiteral": "null_type", "ParameterizedTypeInstantiation": "parameterized_type",
    "InstanceParameterizedTypeInstantiation": "instance_parameterized_type",
}
# Statements that the compiler lets begin at their keyword, or end where an empty clause would stand.
LOOSE = {"parameter_assignment", "extension_config", "extension", "using_file", "union_type"}
# The codes of the compiler's lexer and parser.
PARSER_CODES = {f"BCP{n:03}" for n in [
    *range(1, 14), *range(15, 25), 64, 68, 87, 96, 97, 103, 117, 118, 123, 133, 136, 140, 162, 167, 201, 202, 226, 236,
    237, 238, 243, 249, 257, 266, 279, 300, 305, 317, 322, 325, 337, 344, 346, 347, 354, 355, 356, 375, 404, 436]}


class Node:
    def __init__(self, kind, begin, end):
        self.kind, self.begin, self.end, self.children = kind, begin, end, []

    def row(self):
        return (self.kind, self.begin, self.end)


def our_name(name):
    name = name.removesuffix("Syntax")
    return NAMES.get(name) or re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def tree(rows):
    """Rows of (depth, kind, begin, end) in the order of the text."""
    root, path = None, []
    for depth, *row in rows:
        node = Node(*row)
        del path[depth:]
        if path:
            path[-1].children.append(node)
        else:
            root = node
        path.append(node)
    return root


def source_lines(text):
    """Where each line begins, in UTF-16."""
    starts, at = [0], 0
    for piece in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text):
        at += len(piece.encode("utf-16-le")) // 2
        starts.append(at)
    return starts


def annotations(path, text, pattern):
    starts, line = source_lines(text), -1
    for row in re.split(r"\r\n|\r|\n", path.read_text("utf-8-sig")):
        if not row.startswith("//@["):
            line += 1
            continue
        if not (found := pattern.match(row)):
            continue
        start = starts[min(max(line, 0), len(starts) - 1)]
        yield start + int(found[1]), start + int(found[2]), found


def their_tree(path, text):
    rows = []
    for begin, end, found in annotations(path, text, NODE):
        depth = len(found[3]) // 2 + 1 if found[4] else 0
        kind = "token:" + (found[6] or "") if found[5] == "Token" else our_name(found[5])
        rows.append((depth, kind, begin, end))
    shift = rows[0][2]  # a sample with mixed line ends counts its first lines as one
    return tree([(depth, kind, begin - shift, end - shift) for depth, kind, begin, end in rows])


def units(text):
    """The UTF-16 of the text, one character each (halves of pairs as a letter)."""
    return "".join(c if ord(c) < 0x10000 else "xx" for c in text)


def simplify(node, text):
    """Tokens are no nodes but for pieces of strings; what is skipped or missing has no inside and no blanks around it."""
    if node.kind in ("skipped", "missing_declaration"):
        while node.begin < node.end and text[node.end - 1].isspace():
            node.end -= 1
        while node.begin < node.end and text[node.begin].isspace():
            node.begin += 1
    if node.kind == "identifier" and any(c.kind == "skipped" for c in node.children):
        node.end, node.children = node.begin, []
    if node.kind == "skipped":
        node.children = []
    children = []
    for child in node.children:
        if child.kind.startswith("token:String") and node.kind in ("string", "string_type"):
            child.kind = "string_piece"
        if child.kind.startswith("token:") or (child.kind == "skipped" and child.begin == child.end):
            continue
        simplify(child, text)
        children.append(child)
    node.children = children
    if node.kind in LOOSE and children:
        node.begin, node.end = children[0].begin, children[-1].end
    return node


def first_difference(ours, theirs, path=""):
    path += "/" + theirs.kind
    if ours.row() != theirs.row():
        return f"{path}: ours {ours.row()}, theirs {theirs.row()}"
    # Theirs has a child where a missing token was looked for; ours has a flag.
    here = [child.row() for child in ours.children]
    wanted = [child for child in theirs.children if child.kind != "skipped" or child.row() in here]
    for a, b in zip(ours.children, wanted):
        if difference := first_difference(a, b, path):
            return difference
    if len(ours.children) != len(wanted):
        fewer = min(len(ours.children), len(wanted))
        extra = ours.children[fewer:] + wanted[fewer:]
        return f"{path} {theirs.begin}: {len(ours.children)} children, theirs {len(wanted)}, e.g. {extra[0].row()}"
    return None


def count(node):
    return 1 + sum(count(child) for child in node.children)


def utf16_places(text):
    places, at = {}, 0
    byte = 0
    for c in text:
        places[byte] = at
        byte += len(c.encode("utf-8", "surrogatepass"))
        at += 2 if ord(c) > 0xFFFF else 1
    places[byte] = at
    return places


def our_tree(dump, path, text):
    places = utf16_places(text)
    rows, problems = [], []
    for row in subprocess.run([dump, path], capture_output=True, check=True).stdout.decode("utf-8", "replace").split("\n"):
        words = row.split(" ")
        if words[0] == "!":
            problems.append((places[int(words[1])], places[int(words[2])], row))
        elif words[0].isdigit():
            rows.append((int(words[0]), words[1], places[int(words[2])], places[int(words[3])]))
    return tree(rows), problems


def lines_of(places, text):
    starts = source_lines(text)
    return {max(i for i, start in enumerate(starts) if start <= place) for place in places}


def main():
    dump, folder = sys.argv[1], Path(sys.argv[2])
    figures = {"valid": [0, 0], "broken": [0, 0]}
    nodes = faults = 0
    said, theirs_said, unsaid = 0, 0, []
    for syntax in sorted(folder.rglob("*.syntax.bicep*")):
        source = syntax.with_name(syntax.name.replace(".syntax", ""))
        text = source.read_bytes().decode("utf-8-sig")
        theirs = simplify(their_tree(syntax, text), units(text))
        ours, problems = our_tree(dump, source, text)
        difference = first_difference(simplify(ours, units(text)), theirs)
        group = "broken" if BROKEN.search(source.parent.name) else "valid"
        figures[group][0] += 1
        if difference is None:
            figures[group][1] += 1
            nodes += count(theirs)
        else:
            print(f"{source.parent.name}: {difference}")
            faults += group == "valid"
        diagnostics = source.with_name(source.name.replace(".bicep", ".diagnostics.bicep"))
        found = [d for d in annotations(diagnostics, text, DIAGNOSTIC) if d[2][3] in PARSER_CODES] if diagnostics.exists() else []
        if group == "valid" and problems:
            print(f"{source.parent.name}: {problems[0][2]}")
            faults += 1
        ours_at = {line for begin, end, _ in problems for line in lines_of([begin, end], text)}
        for begin, end, row in found:
            theirs_said += 1
            if lines_of([begin, end], text) & ours_at:
                said += 1
            else:
                unsaid.append(f"{source.parent.name}:{sorted(lines_of([begin], text))[0] + 1} {row[3]}")
    for group, (total, equal) in figures.items():
        print(f"{group}: {equal} of {total} files equal")
    print(f"{nodes} nodes compared in equal files; {said} of {theirs_said} parser diagnostics have a problem on their line")
    for row in unsaid:
        print("  not said:", row)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
