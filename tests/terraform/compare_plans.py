#!/usr/bin/env python3
"""Compares what we make of whole root modules with what `terraform plan` makes of them.

    compare_plans.py PROGRAM FOLDER…       each FOLDER is a root module; or one with modules below it, with --below
    compare_plans.py --keep WHERE …        leaves the copies in WHERE

No provider is at hand, so a copy is planned in which each resource and data source is a `terraform_data` that has all
attributes and blocks of the original in `input` (count, for_each and depends_on stay what they are). What is read of a resource
and not written there is known after the apply. PROGRAM is pillarlint. Two comparisons are made:

  values     with a second copy, where each is an `azapi_resource` with the same in its body: addresses, and all values that
             Terraform knows
  original   with the original text: addresses of the resources whose azurerm type is mapped, and their names and tags

Variables without a default get a value of their type (the same in all copies); modules from elsewhere are left out, and their
outputs are unknown. Prints one line for each module, then what differs. Exit code 1: something differs.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MAPPINGS = Path(__file__).resolve().parents[2] / "parsers" / "terraform" / "azurerm"
ENVIRONMENT = dict(os.environ, TF_CLI_CONFIG_FILE="/dev/null", CHECKPOINT_DISABLE="1", TF_IN_AUTOMATION="1")
TWINS = MAPPINGS.parents[2] / "src" / "azure" / "data" / "twins.yaml"
UNKNOWN = "jsondecode(timestamp())"   # no type and no value before the apply
NOT_STATE = {"count", "for_each", "depends_on", "provider", "lifecycle", "provisioner", "connection", "timeouts"}
DROPPED = {"terraform", "provider", "moved", "import", "removed", "check", "action"}
INPUTS = "oracle.auto.tfvars"


class CannotRewrite(Exception):
    pass


# ------------------------------------------------------------------------------------------------------------------ the syntax


def end_of_string(text, at):
    """The index behind a quoted template that begins at `at`."""
    at += 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(("$${", "%%{"), at):
            at += 3
        elif text.startswith(("${", "%{"), at):
            at = end_of_code(text, at + 2, "}")
        elif text[at] == '"':
            return at + 1
        else:
            at += 1
    raise CannotRewrite("a string does not end")


HEREDOC = re.compile(r"<<-?([A-Za-z_][\w-]*)\r?\n")


def end_of_heredoc(text, at):
    opened = HEREDOC.match(text, at)
    closed = re.compile(r"^[ \t]*%s[ \t]*\r?$" % re.escape(opened.group(1)), re.M).search(text, opened.end())
    if not closed:
        raise CannotRewrite("a heredoc does not end")
    return closed.end()


def skip_comment(text, at):
    """The index behind a comment at `at`, or `at`. The end of the line is not part of one."""
    if text[at] == "#" or text.startswith("//", at):
        end = text.find("\n", at)
        return len(text) if end < 0 else end
    if text.startswith("/*", at):
        end = text.find("*/", at)
        return len(text) if end < 0 else end + 2
    return at


def pieces(text, at, stop):
    """(kind, begin, end) of code, string, heredoc and comment from `at` on, to what `stop` says of the text at depth 0."""
    depth = 0
    begin = at
    while at < len(text):
        here = text[at]
        end = at
        kind = None
        if here == '"':
            kind, end = "string", end_of_string(text, at)
        elif here == "<" and HEREDOC.match(text, at):
            kind, end = "heredoc", end_of_heredoc(text, at)
        elif here in "#/":
            end = skip_comment(text, at)
            kind = "comment" if end > at else None
        if kind:
            if begin < at:
                yield "code", begin, at
            yield kind, at, end
            at = begin = end
            continue
        if depth == 0 and stop(text, at):
            break
        if here in "([{":
            depth += 1
        elif here in ")]}":
            depth -= 1
        at += 1
    if begin < at:
        yield "code", begin, at
    yield "end", at, at


def end_of_code(text, at, closing):
    *_, last = pieces(text, at, lambda text, at: text[at] == closing)
    if last[1] >= len(text):
        raise CannotRewrite("`%s` is missing" % closing)
    return last[1] + 1


class Attribute:
    def __init__(self, name, text):
        self.name, self.text = name, text


class Block:
    def __init__(self, kind, labels, body, begin, end):
        self.kind, self.labels, self.body, self.begin, self.end = kind, labels, body, begin, end

    def attribute(self, name):
        return next((one.text for one in self.body if isinstance(one, Attribute) and one.name == name), None)

    def blocks(self, kind):
        return [one for one in self.body if isinstance(one, Block) and one.kind == kind]


WORD = re.compile(r"[A-Za-z_][\w-]*")


def skip_space(text, at):
    while at < len(text):
        if text[at].isspace() or text[at] == "\ufeff":
            at += 1
            continue
        end = skip_comment(text, at)
        if end == at:
            break
        at = end
    return at


def parse_body(text, at=0, closing=None):
    """The items of a body, and the index behind it."""
    items = []
    while True:
        at = skip_space(text, at)
        if at >= len(text):
            if closing:
                raise CannotRewrite("a block does not end")
            return items, at
        if text[at] == closing:
            return items, at + 1
        begin = at
        word = WORD.match(text, at)
        if not word:
            raise CannotRewrite("not understood: %s" % text[at:at + 40])
        at = word.end()
        labels = []
        while True:
            while at < len(text) and text[at] in " \t\r\n":
                at += 1
            if text[at:at + 1] == '"':
                end = end_of_string(text, at)
                labels.append(text[at + 1:end - 1])
                at = end
            elif (label := WORD.match(text, at)) and text[at:at + 1] not in "={":
                labels.append(label.group())
                at = label.end()
            else:
                break
        if text[at:at + 1] == "{":
            body, at = parse_body(text, at + 1, "}")
            items.append(Block(word.group(), labels, body, begin, at))
        elif text[at:at + 1] == "=" and not labels:
            ends = lambda text, at: text[at] == "\n" or text[at] == "}"
            *_, last = pieces(text, at + 1, ends)
            items.append(Attribute(word.group(), text[at + 1:last[1]].strip()))
            at = last[1]
        else:
            raise CannotRewrite("not understood: %s" % text[begin:begin + 40])


def map_code(text, change):
    """`text` with `change` applied to its code, in templates too, and without comments."""
    made = []
    for kind, begin, end in pieces(text, 0, lambda text, at: False):
        part = text[begin:end]
        if kind == "code":
            made.append(change(part))
        elif kind in ("string", "heredoc"):
            made.append(map_template(part, change))
    return "".join(made)


def map_template(text, change):
    made = []
    at = done = 0
    while at < len(text):
        if text[at] == "\\" and text[0] == '"':
            at += 2
        elif text.startswith(("$${", "%%{"), at):
            at += 3
        elif text.startswith(("${", "%{"), at):
            end = end_of_code(text, at + 2, "}")
            made.append(text[done:at + 2] + map_code(text[at + 2:end - 1], change) + "}")
            at = done = end
        else:
            at += 1
    return "".join(made) + text[done:]


# ----------------------------------------------------------------------------------------------------------------- the rewriting

REFERENCE = re.compile(r"(?<![\w.\-])(?:resource\.)?(data\.)?([A-Za-z][\w-]*)\.([A-Za-z_][\w-]*)")
MODULE = re.compile(r"(?<![\w.\-])module\.([A-Za-z_][\w-]*)(\[\*\])?")
READ = re.compile(r"\.([a-z_]\w*)")
READ_IN_BLOCK = re.compile(r"\.([a-z_]\w*)(?:\[[^\]]*\]|\.\d+|\.\*)\.([a-z_]\w*)")
MEMBER = re.compile(r"(\w+)\s*[=:]\s*(?:string|number|bool|any|list|map|set|object|tuple|optional)\b")
NO_STATE = re.compile(r"(?<![\w.])(?:var|local|each|path|count|self|module)\.[\w-]+")


class Kind:
    """How a resource is written in one of the two copies."""

    def __init__(self, resource, before, after, state):
        self.resource, self.before, self.after, self.state = resource, before, after, state


DATA = Kind("terraform_data", "  input = ", "", "input")
AZAPI = Kind("azapi_resource", '  type = "Oracle.Copy/things@2025-01-01"\n  name = "one"\n  parent_id = "/subscriptions/'
             '00000000-0000-0000-0000-000000000000/resourceGroups/oracle"\n  body = { properties = { input = ', " } }",
             "body.properties.input")


class Module:
    """The files of one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {}
        for path in sorted(folder.glob("*.tf")):
            if path.name.endswith("override.tf"):
                raise CannotRewrite("override files")
            self.files[path] = parse_body(path.read_text(encoding="utf-8-sig"))[0]
        if any(folder.glob("*.tf.json")):
            raise CannotRewrite("JSON syntax")
        top = [one for items in self.files.values() for one in items if isinstance(one, Block)]
        self.resources = {(one.kind == "data", *one.labels) for one in top if one.kind in ("resource", "data")}
        self.calls = {one.labels[0]: one for one in top if one.kind == "module"}
        self.variables = [one for one in top if one.kind == "variable"]

    def local_source(self, call):
        source = (self.calls[call].attribute("source") or "").strip('"')
        return (self.folder / source).resolve() if source.startswith("./") or source.startswith("../") else None

    def name(self, reference):
        data, kind, name = reference
        return ("data__" if data else "") + kind + "__" + name


class Copy:
    """All modules that a root module calls, as one of the two kinds."""

    def __init__(self, root, project):
        self.modules = {}
        self.project = project
        self.root = self.read(root)
        self.reads = set()
        self.block_reads = {}
        self.none = set()       # resources, as they are called in the copy, of which there shall be none
        self.generous = False   # every block has all names that are read of anything
        for module in self.modules.values():
            for variable in module.variables:
                self.reads |= set(MEMBER.findall(variable.attribute("type") or ""))
            for path in module.files:
                text = NO_STATE.sub("", path.read_text(encoding="utf-8-sig"))
                self.reads |= set(READ.findall(text))
                for block, name in READ_IN_BLOCK.findall(text):
                    self.block_reads.setdefault(block, set()).add(name)

    def read(self, folder):
        folder = folder.resolve()
        if folder not in self.modules:
            if self.project not in (folder, *folder.parents):
                raise CannotRewrite("a module outside of the folder")
            module = self.modules[folder] = Module(folder)
            for call in module.calls:
                source = module.local_source(call)
                if source is None:
                    continue
                if not source.is_dir():
                    raise CannotRewrite("a module is missing: %s" % source.name)
                self.read(source)
        return self.modules[folder]

    def sample(self):
        """A file with values that only the command line would name; it is taken if there is one."""
        found = [path for path in self.root.folder.rglob("*.tfvars")
                 if path.name != "terraform.tfvars" and not path.name.endswith(".auto.tfvars")]
        return found[0] if len(found) == 1 else None

    def inputs(self, values):
        """Values of root variables that have none."""
        made = {}
        given = set()
        for path in [*self.root.folder.glob("*.tfvars"), *filter(None, [self.sample()])]:
            if path == self.sample() or path.name == "terraform.tfvars" or path.name.endswith(".auto.tfvars"):
                given |= {one.name for one in parse_body(path.read_text(encoding="utf-8-sig"))[0]}
        for variable in self.root.variables:
            if variable.attribute("default") is None and variable.labels[0] not in given:
                name = variable.labels[0]
                kind = variable.attribute("type") or ("bool" if "enable" in name else "string")
                made[name] = values.get(name) or value_of_type(kind, name)
        return made

    def first_key(self, problem, made):
        """Where a made up value is no key of the map it is looked up in: the variable and one that is."""
        lookup = re.search(r"Invalid index .*?local\.(\w+)\[var\.(\w+)\]", problem)
        if not lookup or lookup.group(2) not in made:
            return None
        for module in self.modules.values():
            for block in (one for items in module.files.values() for one in items if one.kind == "locals"):
                key = re.match(r'\{\s*("[^"\n]+"|\w+)\s*[=:]', block.attribute(lookup.group(1)) or "")
                value = key and '"%s"' % key.group(1).strip('"')
                if value and made[lookup.group(2)] != value:
                    return lookup.group(2), value
        return None

    def write(self, kind, where, made):
        for module in self.modules.values():
            for path, items in module.files.items():
                texts = [self.top_block(module, one, kind, made if module is self.root else {}) for one in items]
                write(where / path.relative_to(self.project), "\n".join(filter(None, texts)))

    def references(self, module, text, kind):
        def one(match):
            reference = (bool(match.group(1)), match.group(2), match.group(3))
            if reference not in module.resources:
                return match.group()
            return "local." + module.name(reference)

        def call(match):
            if match.group(1) in module.calls and module.local_source(match.group(1)) is None:
                return UNKNOWN
            return match.group()

        return map_code(text, lambda code: MODULE.sub(call, REFERENCE.sub(one, code)))

    def dependencies(self, module, text, kind):
        kept = []
        for one in re.findall(r"[\w.\-]+", re.sub(r"#.*|//.*|/\*.*?\*/|\[\d+\]|\[\"[^]]*\"\]", "", text)):
            parts = one.split(".")
            parts = parts[1:] if parts[0] == "resource" else parts
            data = parts[0] == "data"
            reference = (data, *parts[data:data + 2])
            if parts[0] == "module" and parts[1] in module.calls and module.local_source(parts[1]) is not None:
                kept.append("module." + parts[1])
            elif reference in module.resources:
                kept.append("%s.%s" % (kind.resource, module.name(reference)))
        return "[%s]" % ", ".join(kept)

    def plain(self, module, block, kind, only=None):
        """The block as it is, its references rewritten."""
        made = ["%s %s {" % (block.kind, " ".join('"%s"' % one for one in block.labels))]
        for one in block.body:
            if only and one.name not in only if isinstance(one, Attribute) else only:
                continue
            if isinstance(one, Block):
                if one.kind not in ("precondition", "postcondition"):
                    made.append(self.plain(module, one, kind))
            elif block.kind == "module" and one.name == "providers":
                continue
            elif one.name == "depends_on":
                made.append("  depends_on = " + self.dependencies(module, one.text, kind))
            else:
                made.append("  %s = %s" % (one.name, self.references(module, one.text, kind)))
        return "\n".join(made) + "\n}\n"

    def top_block(self, module, block, kind, made):
        if not isinstance(block, Block):
            raise CannotRewrite("an attribute outside of blocks")
        if block.kind in DROPPED:
            return ""
        if block.kind in ("resource", "data"):
            return self.resource(module, block, kind)
        if block.kind == "module" and module.local_source(block.labels[0]) is None:
            return ""
        if block.kind == "variable" and block.labels[0] in made:
            return self.plain(module, block, kind, {"type", "default", "nullable", "sensitive"})
        if block.kind not in ("module", "variable", "locals", "output"):
            raise CannotRewrite("a block `%s`" % block.kind)
        return self.plain(module, block, kind)

    def resource(self, module, block, kind):
        name = module.name((block.kind == "data", *block.labels))
        made = ['resource "%s" "%s" {' % (kind.resource, name)]
        for one in ("count", "for_each"):
            if (text := block.attribute(one)) is not None and name in self.none:
                made.append("  %s = %s" % (one, {"count": "0", "for_each": "{}"}[one]))
            elif text is not None:
                made.append("  %s = %s" % (one, self.references(module, text, kind)))
        if (text := block.attribute("depends_on")) is not None:
            made.append("  depends_on = " + self.dependencies(module, text, kind))
        made.append(kind.before + self.content(module, block, kind, self.reads, NOT_STATE) + kind.after)
        made.append("}")
        address = "%s.%s" % (kind.resource, name)
        if block.attribute("count") is not None:
            state = "[for r in %s : r.%s]" % (address, kind.state)
        elif block.attribute("for_each") is not None:
            state = "{ for k, r in %s : k => r.%s }" % (address, kind.state)
        else:
            state = "%s.%s" % (address, kind.state)
        return "\n".join(made) + "\nlocals {\n  %s = %s\n}\n" % (name, state)

    def content(self, module, block, kind, reads, left_out):
        """Attributes and nested blocks as one object."""
        made = []
        written = set()
        for one in block.body:
            if isinstance(one, Attribute) and one.name not in left_out:
                written.add(one.name)
                made.append("    %s = %s" % (one.name, self.references(module, one.text, kind)))
        lists = {}
        for one in block.body:
            if not isinstance(one, Block) or one.kind in left_out:
                continue
            dynamic = one.kind == "dynamic"
            name = one.labels[0] if dynamic else one.kind
            if name in left_out:
                continue
            inner = one.blocks("content")[0] if dynamic else one
            text = self.content(module, inner, kind, self.reads if self.generous else self.block_reads.get(name, set()), set())
            if dynamic:
                iterator = one.attribute("iterator") or name
                over = self.references(module, one.attribute("for_each"), kind)
                text = "[for %s in [for k_, v_ in %s : { key = k_, value = v_ }] : %s]" % (iterator, over, text)
            else:
                text = "[%s]" % text
            lists.setdefault(name, []).append(text)
        for name, parts in lists.items():
            if name not in written:
                written.add(name)
                made.append("    %s = %s" % (name, parts[0] if len(parts) == 1 else "concat(%s)" % ", ".join(parts)))
        same = {one.lower() for one in written}   # bodies of Azure know no case
        for name in sorted(one for one in reads if one.lower() not in same):
            made.append("    %s = %s" % (name, UNKNOWN))
        return "{\n%s\n  }" % "\n".join(made)


def value_of_type(text, name):
    """A value that has the type, in HCL. `text` is the type as it is written."""
    text = text.strip().strip('"')
    called = re.match(r"(\w+)\s*\((.*)\)$", text, re.S)
    if not called:
        guess = "10.0.0.0/16" if re.search("cidr|address_space|address_prefix", name) else name.replace("_", "-")
        return {"number": "1", "bool": "true", "list": "[]", "map": "{}", "set": "[]"}.get(text, '"%s"' % guess)
    if called.group(1) in ("list", "set"):
        return "[]"
    if called.group(1) == "map":
        return "{}"
    if called.group(1) == "object":
        members, _ = parse_body(members_by_line(called.group(2).strip()[1:-1]))
        kept = [one for one in members if not re.match(r"optional\s*\(", one.text)]
        return "{ %s }" % ", ".join("%s = %s" % (one.name, value_of_type(one.text.rstrip(","), one.name)) for one in kept)
    if called.group(1) == "tuple":
        return "[]"
    raise CannotRewrite("a type: " + text[:40])


def members_by_line(text):
    """Members of an object type, which commas may part, one a line."""
    made = []
    depth = 0
    for kind, begin, end in pieces(text, 0, lambda text, at: False):
        if kind == "comment":
            continue
        for here in text[begin:end]:
            depth += (here in "([{") - (here in ")]}")
            made.append("\n" if here == "," and depth == 0 and kind == "code" else
                        "=" if here == ":" and depth == 0 and kind == "code" else here)
    return "".join(made)


# -------------------------------------------------------------------------------------------------------------------- both sides


def terraform(folder, *arguments):
    return subprocess.run(["terraform", "-chdir=%s" % folder, *arguments], capture_output=True, text=True, env=ENVIRONMENT,
                          check=False, timeout=300)


def plan(folder):
    """Address → change of all resources and outputs, or the first error."""
    for arguments in (["init", "-no-color", "-backend=false"], ["plan", "-no-color", "-input=false", "-out=oracle.plan"]):
        run = terraform(folder, *arguments)
        if run.returncode != 0:
            errors = re.findall(r"Error: (.*(?:\n(?!╵).*){0,12})", run.stderr + run.stdout)
            raise CannotRewrite("terraform: " + (re.sub(r"[│\s]+", " ", errors[0]).strip() if errors else run.stderr[:300]))
    shown = json.loads(terraform(folder, "show", "-json", "oracle.plan").stdout)
    resources = {one["address"]: one["change"] for one in shown.get("resource_changes", [])}
    return resources, shown.get("output_changes", {})


def graph(program, root, project):
    """Address → resources of our graph, for the deployment of that root."""
    command = [program, "graph", "--format", "json", "--root", str(project), str(root)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=project, timeout=300)
    made = {}
    for deployment in json.loads(run.stdout)["deployments"]:
        if (project / deployment["name"]).parent.resolve() == root.resolve():
            for one in deployment["resources"]:
                made.setdefault(one["address"], []).append(one)
    return made


class Difference:
    def __init__(self):
        self.wrong, self.less, self.same, self.unknown = [], [], 0, 0

    def value(self, path, theirs, unknown, ours):
        if unknown is True:
            self.unknown += 1
        elif ours == "***":
            self.same += 1
        elif isinstance(ours, dict) and "$unknown" in ours:
            if theirs is not None or unknown:
                self.less.append((path, theirs, ours["$unknown"]))
        elif isinstance(ours, dict) and any(one.startswith("$") and one not in ("$rest", "$schema") for one in ours):
            self.less.append((path, theirs, ours))
        elif isinstance(theirs, dict) or isinstance(unknown, dict) and unknown:
            theirs = theirs or {}
            unknown = unknown if isinstance(unknown, dict) else {}
            if not isinstance(ours, dict):
                if theirs or unknown:
                    self.wrong.append((path, theirs, ours))
                return
            for name in sorted(set(theirs) | set(unknown) | set(ours) - {"$rest"}):
                if name not in ours and "$rest" in ours:
                    self.less.append((path + "." + name, theirs.get(name), ours["$rest"]))
                    continue
                self.value(path + "." + name, theirs.get(name), unknown.get(name), ours.get(name))
        elif isinstance(theirs, list):
            unknown = unknown if isinstance(unknown, list) else []
            if isinstance(ours, list) and any(isinstance(one, dict) and "$rest" in one and len(one) == 1 for one in ours):
                self.less.append((path, theirs, ours))
            elif not isinstance(ours, list) or len(ours) != len(theirs):
                self.wrong.append((path, theirs, ours))
            else:
                for number, (one, mine) in enumerate(zip(theirs, ours)):
                    self.value("%s[%d]" % (path, number), one, unknown[number] if number < len(unknown) else None, mine)
        elif type(theirs) in (int, float) and type(ours) in (int, float):
            if abs(theirs - ours) > 1e-9 * max(1, abs(theirs)):
                self.wrong.append((path, theirs, ours))
            else:
                self.same += 1
        elif theirs != ours or isinstance(theirs, bool) != isinstance(ours, bool):
            self.wrong.append((path, theirs, ours))
        elif theirs is not None:
            self.same += 1


def base(address):
    """The address without the keys of the last step and of modules."""
    return re.sub(r"\[[^\]]*\]", "", address)


def compare_addresses(theirs, ours, difference):
    """Ours may stand for several: `[*]`."""
    for address in sorted(theirs - ours):
        star = [one for one in ours if "[*]" in one and base(one) == base(address)]
        (difference.less if star else difference.wrong).append((address, "planned", star[0] if star else "missing"))
    for address in sorted(ours - theirs):
        if "[*]" in address:
            difference.less.append((address, "", "stands for some"))
        else:
            difference.wrong.append((address, "not planned", "there"))


def mapped_types():
    """The azurerm types that are resources in the graph, and those that are shown as elements of their parents where these
    are declared too: rules of security groups, routes, node pools."""
    elements = set(re.findall(r"^  child: (\S+)\n  path: .*\n  form: elements", TWINS.read_text(encoding="utf-8"), re.M))
    types, shown_inside = set(), {"azurerm_key_vault_access_policy"}
    for path in MAPPINGS.glob("*.yaml"):
        for entry in re.split(r"^(?=azurerm_)", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            name = entry.split(":")[0]
            if not re.search(r"^  patches:", entry, re.M):
                types.add(name)
                if re.search(r"^  type: (\S+)", entry, re.M).group(1) in elements:
                    shown_inside.add(name)
    return types, shown_inside


def needed_folder(root, project):
    """What has to be copied: the modules, and what stands beside them where they read files from there."""
    modules = Copy(root, project).modules
    folder = Path(os.path.commonpath([str(one) for one in modules]))
    texts = [path.read_text(encoding="utf-8-sig") for one in modules.values() for path in one.files]
    up = max(one.count("../") for text in texts for one in ["", *re.findall(r"(?:path\.\w+\}/|\")((?:\.\./)+)", text)])
    for _ in range(up):
        folder = folder.parent if folder != project else folder
    return folder


def link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def write(path, text):
    """As a new file: the old one is linked to the original."""
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")


def write_inputs(folder, made):
    write(folder / INPUTS, "".join("%s = %s\n" % one for one in made.items()))


def copy_project(project, where):
    shutil.copytree(project, where, symlinks=True, copy_function=link, ignore=shutil.ignore_patterns(".git", ".terraform"))
    return where


def compare(program, root, project, where, values, report):
    copy = Copy(root, project)
    if not copy.root.resources and not copy.root.calls:
        raise CannotRewrite("nothing to plan")
    made = copy.inputs(values)
    inside = root.resolve().relative_to(project)
    folders = {}
    for name in ("original", "data", "azapi"):
        folders[name] = copy_project(project, where / name)
        write_inputs(folders[name] / inside, made)
        (folders[name] / inside / ".terraform.lock.hcl").unlink(missing_ok=True)
        for path in list((folders[name] / inside).rglob("*.tfvars")):
            if copy.sample() and path.name == copy.sample().name:
                path.rename(folders[name] / inside / "sample.auto.tfvars")
            elif path.name != "terraform.tfvars" and not path.name.endswith(".auto.tfvars"):
                path.unlink()
    for path, items in copy.root.files.items():   # values that were made up are not asked whether they are allowed
        text = path.read_text(encoding="utf-8-sig")
        for one in reversed(items):
            if isinstance(one, Block) and one.kind == "variable" and one.labels[0] in made:
                for check in reversed(one.blocks("validation")):
                    text = text[:check.begin] + text[check.end:]
        write(folders["original"] / path.relative_to(project), text)

    while True:
        copy.write(DATA, folders["data"], made)
        try:
            planned, outputs = plan(folders["data"] / inside)
            break
        except CannotRewrite as problem:
            # What the provider would know: the keys of what a data source or a module from elsewhere gives, members of blocks.
            loop = re.search(r"Invalid (?:for_each|count) argument .*?in resource \"terraform_data\" \"([^\"]+)\"", str(problem))
            if loop and loop.group(1) not in copy.none:
                copy.none.add(loop.group(1))
            elif "Unsupported attribute" in str(problem) and not copy.generous:
                copy.generous = True
            elif (key := copy.first_key(str(problem), made)) is not None:
                made[key[0]] = key[1]
                for name in folders:
                    write_inputs(folders[name] / inside, made)
            else:
                raise
    copy.write(AZAPI, folders["azapi"], made)
    report["instances"] = len(planned)

    ours = graph(program, folders["azapi"] / inside, folders["azapi"])
    values = report["values"] = Difference()
    our_outputs = {address[7:]: found[0] for address, found in ours.items() if address.startswith("output.")}
    ours = {address: found for address, found in ours.items() if not IS_OUTPUT.search(address)}
    compare_addresses({"output." + one for one in outputs}, {"output." + one for one in our_outputs}, values)
    for name in sorted(set(outputs) & set(our_outputs)):
        change = outputs[name]
        values.value("output." + name, change.get("after"), change["after_unknown"], our_outputs[name]["body"].get("value"))
    ours = {address.replace("azapi_resource.", "terraform_data."): found[0] for address, found in ours.items()
            if "azapi_resource." in address}
    compare_addresses(set(planned), set(ours), values)
    for address in sorted(set(planned) & set(ours)):
        change = planned[address]
        unknown = change["after_unknown"].get("input")
        mine = ours[address]["body"].get("properties", {})
        values.value(address, change["after"].get("input"), unknown, mine.get("input") if "$unknown" not in mine else mine)

    types, shown_inside = mapped_types()
    expected = {}
    for address, change in planned.items():
        found = re.match(r"(.*?)terraform_data\.(azurerm_\w+?)__(.*)$", address)
        if found and found.group(2) in types:
            expected["%s%s.%s" % found.groups()] = change
    ours = graph(program, folders["original"] / inside, folders["original"])
    there = {address for address in ours if not IS_PART.search(address) and re.search(r"(^|\.)azurerm_", address) and
             not re.search(r"(^|\.)data\.", address) and not IS_OUTPUT.search(address)}
    original = report["original"] = Difference()
    report["mapped"] = len(expected)
    none = {one.replace("__", ".", 1) for one in copy.none}
    there = {address for address in there if not any(base(address).endswith(one) for one in none)}
    expected = {address: change for address, change in expected.items() if address in there or
                re.search(r"(azurerm_\w+)\.[\w-]+(\[[^\]]*\])?$", address).group(1) not in shown_inside}
    compare_addresses(set(expected), there, original)
    for address in sorted(set(expected) & there):
        theirs = expected[address]["after"].get("input") or {}
        unknown = expected[address]["after_unknown"].get("input") or {}
        body = ours[address][0]["body"]
        if "name" in theirs and isinstance(body.get("name"), str):
            # Names of children are written with those of their parents before.
            name = body["name"]
            same = isinstance(theirs["name"], str) and name.endswith("/" + theirs["name"])
            original.value(address + ": name", theirs["name"], unknown.get("name"), theirs["name"] if same else name)
        if IS_RECORD.search(address):   # theirs are called metadata
            continue
        if unknown is not True and ("tags" in theirs or unknown.get("tags") is True):
            original.value(address + ": tags", theirs.get("tags") or {}, unknown.get("tags"), body.get("tags") or {})


IS_OUTPUT = re.compile(r"(^|\.)output\.\w[\w-]*$")
IS_RECORD = re.compile(r"(^|\.)azurerm_(private_)?dns_\w+_record\.")
IS_PART = re.compile(r"/\w+(\[\w*\])?$")   # what is a resource of its own in Azure, and a block of another in Terraform


def is_root(folder):
    """A module that is worth planning: it declares resources or calls modules."""
    return any(re.search(r'^\s*(resource|module)\s+"', path.read_text(encoding="utf-8-sig", errors="replace"), re.M)
               for path in folder.glob("*.tf"))


def called_folders(project):
    called = set()
    for path in project.rglob("*.tf"):
        for source in re.findall(r'^\s*source\s*=\s*"(\.[^"]*)"', path.read_text(encoding="utf-8-sig", errors="replace"), re.M):
            called.add((path.parent / source).resolve())
    return called


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("folder", nargs="+", type=Path)
    arguments.add_argument("--below", action="store_true", help="all root modules below each FOLDER, which is their project")
    arguments.add_argument("--called", action="store_true", help="with --below: modules that others call too")
    arguments.add_argument("--project", type=Path, help="the folder that holds all modules (default: the FOLDER)")
    arguments.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                           help="of a variable without a value, in HCL")
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--json", type=Path, help="write all that differs there")
    options = arguments.parse_args()

    values = dict(one.split("=", 1) for one in options.set)
    work = []
    for folder in options.folder:
        folder = folder.resolve()
        if options.below:
            called = set() if options.called else called_folders(folder)
            work += [(one, folder) for one in sorted({path.parent for path in folder.rglob("*.tf")})
                     if is_root(one) and one.resolve() not in called]
        else:
            work.append((folder, (options.project or folder).resolve()))
    totals = {"tried": 0, "planned": 0, "instances": 0, "mapped": 0, "same": 0, "wrong": 0, "less": 0}
    everything = []
    for number, (root, project) in enumerate(work):
        totals["tried"] += 1
        report = {"root": str(root)}
        where = Path(tempfile.mkdtemp(prefix="plans%d-" % number, dir=options.keep))
        try:
            compare(options.program, root, needed_folder(root, project), where, values, report)
            totals["planned"] += 1
            totals["instances"] += report["instances"]
            totals["mapped"] += report["mapped"]
            line = "%d instances (%d mapped)" % (report["instances"], report["mapped"])
            for name in ("values", "original"):
                one = report[name]
                totals["same"] += one.same
                totals["wrong"] += len(one.wrong)
                totals["less"] += len(one.less)
                line += "; %s: %d same, %d wrong, %d less known" % (name, one.same, len(one.wrong), len(one.less))
            print("%s: %s" % (root, line))
            for name in ("values", "original"):
                for path, theirs, ours in report[name].wrong:
                    shown = (name, path, json.dumps(theirs)[:600], json.dumps(ours)[:600])
                    print("  %s %s\n    terraform: %s\n    ours:      %s" % shown)
        except (CannotRewrite, subprocess.TimeoutExpired, UnicodeDecodeError) as problem:
            report["skipped"] = str(problem)
            print("%s: not planned: %s" % (root, str(problem)[:300]))
        sys.stdout.flush()
        for name in ("values", "original"):
            if name in report:
                report[name] = {"wrong": report[name].wrong, "less": report[name].less}
        everything.append(report)
        if not options.keep:
            shutil.rmtree(where)
    print(", ".join("%s %d" % one for one in totals.items()))
    if options.json:
        options.json.write_text(json.dumps(everything, indent=1, ensure_ascii=False), encoding="utf-8")
    sys.exit(1 if totals["wrong"] else 0)


if __name__ == "__main__":
    main()
