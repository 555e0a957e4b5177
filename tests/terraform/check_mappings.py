#!/usr/bin/env python3
"""Checks the azurerm mappings against the provider's documentation and the project's list of ARM properties.

    check_mappings.py PROVIDER MAPPINGS [FILE…]

PROVIDER is a git repository of the provider (bare or not) with its tags, MAPPINGS the folder of mapping files; with FILEs only
these are checked. Reported, one line each, with exit code 1 if there is something:

  keys           a key twice in one object; a key that the format does not know
  invented       an attribute that neither a page nor the provider's source has
  missing        an attribute of the page of a major that the mapping does not list for that major
  majors         `since`/`until` that contradict the pages (and the source, where a page is silent on an old name)
  path           an ARM path that properties.yaml lacks, for a type whose properties are fully known

Pages do not always name what is deprecated. What a page lacks is therefore looked up in the Go source of the resource too, and
the old names that the source adds to a schema (`Schema["old"] = &pluginsdk.Schema{`) have to be listed as well.
"""

import os
import re
import subprocess
import sys

import yaml

TAGS = {3: "v3.117.1", 4: "v4.81.0", 5: "v5.2.0"}
STANDARD = {"name", "location", "tags", "resource_group_name", "id", "timeouts", "lifecycle", "depends_on", "count", "for_each",
            "provider", "identity", "zones"}
ENTRY = {"type", "api", "doc", "data", "made", "constants", "attributes", "exports", "parent", "between", "scope", "patches",
         "name", "since", "until", "locks_parent"}
FORM = {"to", "as", "invert", "text", "number", "each", "split", "join", "keys", "wrap", "default", "defaults", "since", "until",
        "block", "list", "child", "hook", "names", "secret", "skip", "constants", "absent"}
HOOKS = {"key_vault_key", "role_definition", "ip_rules"}
EXPORT = {"to", "key", "secret", "connection_string"}
HOLDER = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")


class Loader(yaml.SafeLoader):
    """Reads YAML and remembers keys that stand twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.YAMLError(f"line {key_node.start_mark.line + 1}: `{key}` stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


# ----------------------------------------------------------------------------------------------------------------- the provider


class Provider:
    """Files of the provider at a tag, through one `git cat-file`."""

    def __init__(self, folder):
        self.folder = folder
        self.batch = subprocess.Popen(["git", "-C", folder, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.files = {}
        self.places = {}
        self.trees = {}
        self.registered = {}

    def read(self, tag, path):
        key = f"{tag}:{path}"
        if key not in self.files:
            self.batch.stdin.write(key.encode() + b"\n")
            self.batch.stdin.flush()
            header = self.batch.stdout.readline().split()
            if header[-1] == b"missing" or len(header) < 3:
                self.files[key] = None
            else:
                body = self.batch.stdout.read(int(header[2]) + 1)[:-1]
                self.files[key] = body.decode("utf-8", "replace") if header[1] == b"blob" else None
        return self.files[key]

    def tree(self, tag):
        """Paths of the Go files of the services at the tag."""
        if tag not in self.trees:
            listing = subprocess.run(["git", "-C", self.folder, "ls-tree", "-r", "--name-only", tag, "internal/services/"],
                                     capture_output=True, text=True, check=True).stdout.split("\n")
            self.trees[tag] = [path for path in listing if path.endswith(".go") and not path.endswith("_test.go")]
        return self.trees[tag]

    def page(self, tag, doc):
        for suffix in (".html.markdown", ".html.md", ".markdown"):
            text = self.read(tag, f"website/docs/{doc}{suffix}")
            if text is not None:
                return text
        return None

    def registrations(self, tag):
        """resource type → files that name it as a resource: its own, or the registration of the service."""
        if tag not in self.registered:
            command = ["git", "-C", self.folder, "grep", "-nE", r'"azurerm_[a-z0-9_]+"(: |$)', tag, "--", ":(exclude)*_test.go",
                       "internal/services/*.go"]
            found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            table = {}
            for line in found.split("\n"):
                match = re.match(r'[^:]+:([^:]+):\d+:.*"(azurerm_[a-z0-9_]+)"', line)
                if match:
                    table.setdefault(match[2], []).append(match[1])
            self.registered[tag] = table
        return self.registered[tag]

    def source(self, tag, azurerm_type):
        """The Go text of the service of a resource type, and of the file with its schema: ('', '') when it is not registered."""
        key = (tag, azurerm_type)
        if key not in self.places:
            files = self.registrations(tag).get(azurerm_type, [])
            folders = {os.path.dirname(path) for path in files}
            short = azurerm_type[len("azurerm_"):]
            own = [path for path in self.tree(tag) if os.path.dirname(path) in folders and
                   re.sub(r"[^a-z0-9]", "", os.path.basename(path)) == re.sub(r"[^a-z0-9]", "", short + "_resource.go")]
            own = own or [path for path in files if not path.endswith("registration.go")]
            whole = [path for path in self.tree(tag) if os.path.dirname(path) in folders or
                     (path.rsplit("/", 2)[0] in folders and "/parse/" not in path)]
            self.places[key] = ("\n".join(self.read(tag, path) or "" for path in whole),
                                "\n".join(self.read(tag, path) or "" for path in own))
        return self.places[key]

    def source_has(self, tag, azurerm_type, name):
        whole, own = self.source(tag, azurerm_type)
        quoted = re.compile(rf'"{re.escape(name)}"')
        return quoted.search(own or whole) is not None  # all files of the service when its own was not found

    def anywhere_has(self, tag, azurerm_type, name):
        return re.search(rf'"{re.escape(name)}"', self.source(tag, azurerm_type)[0]) is not None

    def added_names(self, tag, azurerm_type):
        """Names (not only computed ones) that the source puts into a schema after it was made: mostly deprecated ones."""
        own = self.source(tag, azurerm_type)[1]
        added = re.finditer(r'\["([a-z0-9_]+)"\]\s*=\s*&pluginsdk\.Schema\{(.*?)\n\t\t?\}', own, re.DOTALL)
        return {match[1] for match in added if re.search(r"(Optional|Required):\s*true", match[2])}


# -------------------------------------------------------------------------------------------------------------------- the pages

ITEM = re.compile(r"^\s*[*-]\s+`([a-z][a-z0-9_]*)`\s*[-–—:]*\s*(.*)$")
HEADING = re.compile(r"^\s*(?:#+\s*)?(?:\*\*)?(?:An?|The|Each|One or more|Every|Both|Supported fields for(?: an?)?)?(?: of the)?"
                     r"\s*"
                     r"((?:`[a-z][a-z0-9_.\[\]]*`(?:\s*,\s*|\s+and\s+|\s+or\s+|\s*/\s*|\s*,\s*and\s+)?)+)(.*)$", re.IGNORECASE)


class Section:
    def __init__(self, parents):
        self.parents = parents
        self.demanded = set()   # said to be Required or Optional
        self.named = set()      # in a list, without that word


class Page:
    """Arguments of one page: top level and by block."""

    def __init__(self, text):
        self.top = Section([])
        self.blocks = {}
        self.aliases = {}    # (block, attribute): block that describes it, if that is not called like the attribute
        inside = ruled = False
        current, names = [self.top], [""]
        for line in text.split("\n"):
            if re.match(r"^#+\s+Argument", line, re.IGNORECASE):
                inside = True
                continue
            if re.match(r"^##\s", line) and inside and not HEADING.match(line):
                inside = False
            if not inside:
                continue
            if re.match(r"^\s*---+\s*$", line):
                ruled = current != [self.top]  # what follows without a heading may belong to the top again
                continue
            item = ITEM.match(line)
            if item:
                described = re.search(r"`([a-z0-9_]+)`\s+blocks?\b", item[2])
                if described and described[1] != item[1]:
                    self.aliases.update({(name, item[1]): described[1] for name in names})
                for section in current + ([self.top] if ruled else []):
                    if not ruled and re.match(r"\W*(required|optional|deprecated)", item[2], re.IGNORECASE) or \
                            not ruled and re.search(r"\((required|optional)", item[2][:40], re.IGNORECASE):
                        section.demanded.add(item[1])
                    else:
                        section.named.add(item[1])
                continue
            heading = HEADING.match(line)
            if heading and re.search(r"block|support|contain|following|object|:\s*$", heading[2], re.IGNORECASE):
                if not re.search(r"support|contain|following|:\s*$|configures|consists? of", heading[2], re.IGNORECASE):
                    continue
                parents = [part for name in re.findall(r"(?:within|inside|of|in|for|under|from|to)\s+(?:an?\s+|the\s+|each\s+)*"
                                                       r"((?:`[a-z0-9_.]+`(?:\s*(?:,|and|or|/)\s*)*)+)", heading[2])
                           for part in re.findall(r"`([a-z0-9_.]+)`", name)]
                current, names, ruled = [], [], False
                for name in re.findall(r"`([a-z0-9_.\[\]]+)`", heading[1].lower()):
                    path = name.replace("[", "").replace("]", "").split(".")
                    section = Section(parents + path[-2:-1])
                    self.blocks.setdefault(path[-1], []).append(section)
                    current.append(section)
                    names.append(path[-1])
        self.blocks.pop("timeouts", None)

    def block(self, path):
        """(demanded, all) names of the block at the path of block names; None when the page does not describe it."""
        above, path = "", list(path)
        for index, name in enumerate(path):
            other = self.aliases.get((above, name))
            path[index] = above = other if other in self.blocks else name
        sections = self.blocks.get(path[-1])
        if not sections:
            return None
        above = set(path[:-1])
        fitting = [section for section in sections if section.parents and above & {p.split(".")[-1] for p in section.parents}]
        chosen = fitting or [section for section in sections if not section.parents] or sections
        every = set().union(*(s.demanded | s.named for s in sections))
        sure = set.intersection(*(s.demanded for s in chosen)) if len(chosen) > 1 else chosen[0].demanded
        return sure, every


# ------------------------------------------------------------------------------------------------------------- ARM's properties


class Arm:
    def __init__(self, path):
        with open(path, encoding="utf-8") as stream:
            documents = yaml.safe_load(stream)
        self.types = {}
        for name, entry in documents.items():
            if not isinstance(entry, dict) or not entry.get("fully_known"):
                continue
            rows = {}
            for row, words in entry["properties"].items():
                members = {}
                for word in str(words).split():
                    match = re.match(r"([^\[\]{}!@/]+)((?:\[\]|\{\}|!)*)", word)
                    members[match[1]] = match[2]
                rows[row] = members
            self.types[name.lower()] = (name, rows)

    def walk(self, arm_type, path, list_here=False):
        """What is wrong with the path (`a.b[].c`); '' if nothing is, or nothing is known."""
        known = self.types.get(arm_type.lower())
        if known is None:
            return ""
        name, rows = known
        if name != arm_type:
            return f"the type is spelled {name}"
        at, steps = ".", re.findall(r"(?:\['[^']*'\]|[^.\[\]]+)(?:\[\])?", path)  # a member with dots in its name: ['a.b']
        for index, step in enumerate(steps):
            array = step.endswith("[]")
            step = (step[:-2] if array else step).removeprefix("['").removesuffix("']")
            row = rows.get(at)
            if row is None:
                star = rows.get("*" if at == "." else at + ".*")
                if star is not None:
                    at = "*" if at == "." else at + ".*"
                    continue
                return "" if at.count(".") >= 4 else f"`{at}` has no members"
            if step not in row:
                near = [other for other in row if other.lower() == step.lower()]
                return f"`{at}` has no `{step}`" + (f" but `{near[0]}`" if near else "")
            marks, last = row[step], index == len(steps) - 1
            below = (step if at == "." else f"{at}.{step}") + ("[]" if "[]" in marks else "")
            if "{}" in marks and below not in rows and below + ".*" not in rows:
                return ""
            if "[]" in marks and not array and not last:
                return f"`{step}` is an array: `list: true` and `block`"
            if array and "[]" not in marks:
                return f"`{step}` is no array"
            at = (step if at == "." else f"{at}.{step}") + ("[]" if array else "")
        return ""


# ------------------------------------------------------------------------------------------------------------------ the mapping


def majors_of(form, inherited):
    since, until = form.get("since", 3), form.get("until", 5)
    return {major for major in inherited if since <= major <= until}


def forms_of(value):
    """The forms of one attribute, each as an object."""
    return [{"to": form} if isinstance(form, str) else form for form in (value if isinstance(value, list) else [value])]


def shown_majors(majors):
    return "major " + ", ".join(str(major) for major in sorted(majors))


def joined(prefix, path):
    if path is None:
        return prefix
    if path.startswith("/"):
        return path[1:]
    return f"{prefix}.{path}" if prefix else path


class Checker:
    def __init__(self, provider, arm):
        self.provider, self.arm = provider, arm
        self.problems = []
        self.types = set()
        self.hooks = set(HOOKS)

    def say(self, kind, text):
        self.problems.append(f"{self.file}: {self.type}: {kind}: {text}")

    def read_hooks(self, path):
        with open(path, encoding="utf-8") as stream:
            self.hooks |= set(re.findall(r"^#\s*hook (\w+)", stream.read(), re.MULTILINE))

    def check_file(self, path):
        self.file, self.type = os.path.basename(path), "-"
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > 130:
                self.say("style", f"line {number} has {len(line)} columns (at most 130)")
            if "\t" in line:
                self.say("style", f"line {number} has a tab")
        try:
            documents = yaml.load(text, Loader)
        except yaml.YAMLError as error:
            self.say("keys", " ".join(str(error).split()))
            return
        for name, entry in (documents or {}).items():
            self.type = name
            if not isinstance(entry, dict):
                self.say("keys", "the entry is not an object")
                continue
            if name in self.types:
                self.say("keys", "another file has an entry of the same type")
            self.types.add(name)
            self.check_entry(name, entry)

    # -- one resource type

    def check_entry(self, name, entry):
        for key in set(entry) - ENTRY:
            self.say("keys", f"`{key}` is not a key of an entry")
        if not isinstance(entry.get("type"), str):
            self.say("keys", "`type` is missing")
            return
        if "api" in entry and not isinstance(entry["api"], str):
            self.say("keys", "`api` has to be a quoted text")
        majors = majors_of(entry, {3, 4, 5})
        doc = entry.get("doc", "r/" + name[len("azurerm_"):])
        pages = {}
        for major, tag in TAGS.items():
            text = self.provider.page(tag, doc)
            if text is not None:
                pages[major] = Page(text)
            registered = bool(self.provider.registrations(tag).get(name))
            if text is None and major in majors and not registered:
                self.say("majors", f"{tag} has neither page nor source of the resource: since/until?")
            if major not in majors and text is not None:
                self.say("majors", f"{tag} has a page of the resource, but since/until say that it lacks it")
        if entry.get("data") and not any(self.provider.page(tag, "d/" + name[len("azurerm_"):]) for tag in TAGS.values()):
            self.say("invented", "there is no data source of this name")

        implied = set(STANDARD)
        for place in (entry.get("parent"), entry.get("scope"), entry.get("patches")):
            for form in place if isinstance(place, list) else [place]:
                if isinstance(form, str):
                    implied.add(form)
                elif isinstance(form, dict):
                    for key in set(form) - {"type", "name"}:
                        self.say("keys", f"`{key}` is not a key of `parent`")
                    implied.add(form.get("name"))
        texts = [str(text) for text in [entry.get("name", ""), entry.get("between", ""), *(entry.get("made") or {}).values()]]
        implied |= {match.split(".")[0] for text in texts for match in HOLDER.findall(text)}
        for place in implied - STANDARD - {"subscription", "tenant", None}:
            if not any(place in page.top.demanded | page.top.named for page in pages.values()) and \
                    not any(self.provider.source_has(tag, name, place) for tag in TAGS.values()):
                self.say("invented", f"`{place}` (parent, scope, patches, name or made)")

        attributes = entry.get("attributes") or {}
        self.check_level(attributes, pages, majors, [], entry["type"], "", implied)
        everywhere = {}
        self.collect(attributes, majors, everywhere)
        old = {}
        for major in sorted(majors):
            for added in self.provider.added_names(TAGS[major], name):
                # a name of the next major stands in the source already
                if added not in implied and not {major, major + 1} & everywhere.get(added, set()):
                    old.setdefault(added, []).append(major)
        for added, lacking in sorted(old.items()):
            self.say("missing", f"`{added}` of {shown_majors(lacking)} (the source has it, deprecated perhaps)")
        for path in list(entry.get("made") or {}) + list(entry.get("constants") or {}):
            self.check_path(entry["type"], path, path)
        for export, form in (entry.get("exports") or {}).items():
            if isinstance(form, dict):
                for key in set(form) - EXPORT:
                    self.say("keys", f"`{key}` is not a key of an export (`{export}`)")
                form = form.get("to")
            elif not isinstance(form, str):
                self.say("keys", f"export `{export}` has neither path nor object")
                continue
            if form:
                self.check_path(entry["type"], form, export)
            first = re.split(r"[.\[]", export)[0]
            if pages and not any(self.provider.anywhere_has(TAGS[major], name, first) for major in majors):
                self.say("invented", f"export `{export}`")

    def collect(self, attributes, majors, table):
        for attribute, value in attributes.items():
            for form in forms_of(value):
                if isinstance(form, dict):
                    here = majors_of(form, majors)
                    table.setdefault(attribute, set()).update(here)
                    if isinstance(form.get("block"), dict):
                        self.collect(form["block"], here, table)

    # -- attributes of one level (the resource or a block)

    def check_level(self, attributes, pages, majors, blocks, arm_type, prefix, implied):
        where = ".".join(blocks)
        listed = {}
        for attribute, value in attributes.items():
            shown = ".".join(blocks + [attribute])
            used = set()
            for form in forms_of(value):
                if not isinstance(form, dict):
                    self.say("keys", f"`{shown}` is neither a path nor an object")
                    continue
                for key in set(form) - FORM:
                    self.say("keys", f"`{key}` is not a key of a form (`{shown}`)")
                here = majors_of(form, majors)
                if not here:
                    self.say("majors", f"`{shown}`: no major is left by since/until")
                if here & used and not ("default" in form or "defaults" in form):
                    self.say("majors", f"`{shown}`: two forms for the same major")
                used |= here
                for major in form.get("defaults") or {}:
                    if major not in (3, 4, 5):
                        self.say("keys", f"`{shown}`: `defaults` are by major: 3, 4, 5")
                    elif major not in here:
                        self.say("majors", f"`{shown}`: a default of major {major}, which lacks the attribute")
                if "default" in form and "defaults" in form:
                    self.say("keys", f"`{shown}`: both `default` and `defaults`")
                if not set(form) & {"to", "block", "child", "hook", "skip"}:
                    self.say("keys", f"`{shown}` has no place: to, block, child, hook or skip")
                self.check_form(form, pages, here, blocks + [attribute], arm_type, prefix, shown)
            listed[attribute] = used

        described = {major: self.names(page, blocks) for major, page in pages.items() if major in majors}
        for attribute, used in listed.items():
            shown = ".".join(blocks + [attribute])
            if blocks and all(names is None for names in described.values()):
                if not any(self.provider.anywhere_has(TAGS[major], self.type, attribute) for major in majors):
                    self.say("invented", f"`{shown}` (the pages do not describe the block)")
                continue
            on_page = {major for major, names in described.items() if names and attribute in names[1]}
            wrong = [major for major in sorted(used - on_page) if described.get(major) is not None and
                     not self.provider.source_has(TAGS[major], self.type, attribute) and
                     not (blocks and self.provider.anywhere_has(TAGS[major], self.type, attribute))]
            if wrong:
                self.say("majors" if on_page else "invented", f"`{shown}`: not in {shown_majors(wrong)}" +
                         (f"; the page has it in {shown_majors(on_page)}" if on_page else ""))
        lacking = {}
        for major, names in sorted(described.items()):
            for attribute in names[0] if names else ():
                if attribute not in implied and major not in listed.get(attribute, set()):
                    lacking.setdefault(attribute, []).append(major)
        for attribute, absent in sorted(lacking.items()):
            self.say("majors" if attribute in listed else "missing",
                     f"`{attribute}`{f' in `{where}`' if where else ''} of {shown_majors(absent)}")

    @staticmethod
    def names(page, blocks):
        if not blocks:
            return page.top.demanded, page.top.demanded | page.top.named
        return page.block(blocks)

    def check_form(self, form, pages, majors, blocks, arm_type, prefix, shown):
        to, child = form.get("to"), form.get("child")
        if child is not None:
            for key in set(child) - {"type", "name"}:
                self.say("keys", f"`{key}` is not a key of `child` (`{shown}`)")
            arm_type, path = child.get("type", ""), ""
        else:
            path = joined(prefix, to)
        if to is not None and not isinstance(to, str):
            self.say("keys", f"`{shown}`: `to` is no text")
            return
        if to is not None and re.search(r"\[(?!')", to):
            self.say("keys", f"`{shown}`: `[` in a path")
        if form.get("list") and child is None and to is not None:
            path += ".*" if form.get("hook") and self.arm.walk(arm_type, path + "[]") else "[]"  # a hook may make an object of it
        if form.get("hook") and form["hook"] not in self.hooks:
            self.say("keys", f"`{shown}`: no `# hook {form['hook']}: …` line of any file says what it does")
        if form.get("hook") is None or to is None:
            tail = f"[].{form['each']}" if form.get("each") else f".{form['wrap']}" if form.get("wrap") else ""
            if to is not None:
                self.check_path(arm_type, path + tail, shown)
        elif to:
            for member in (form.get("names") or {"": ""}).values():
                self.check_path(arm_type, joined(path, member) if member else path, shown)
        for extra in ("constants", "absent"):
            for key in form.get(extra) or {}:
                base = path if child is not None or to is not None else prefix
                self.check_path(arm_type, joined(base, key), f"{shown} ({extra})")
        block = form.get("block")
        if block is not None:
            if not isinstance(block, dict):
                self.say("keys", f"`{shown}`: `block` is no object")
            else:
                self.check_level(block, pages, majors, blocks, arm_type, path, set())

    def check_path(self, arm_type, path, shown):
        wrong = self.arm.walk(arm_type, path)
        if wrong:
            self.say("path", f"`{shown}` → {arm_type} {path}: {wrong}")


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)
    here = os.path.dirname(os.path.abspath(__file__))
    folder = arguments[1]
    candidates = [os.path.join(here, "../../src/azure/data/properties.yaml"),
                  os.path.join(os.path.abspath(folder), "../../../src/azure/data/properties.yaml")]
    checker = Checker(Provider(arguments[0]), Arm(next(path for path in candidates if os.path.exists(path))))
    everything = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    files = arguments[2:] or everything
    for path in everything + files:
        checker.read_hooks(path)
    for path in files:
        checker.check_file(path)
    for problem in checker.problems:
        print(problem)
    print(f"{len(files)} files, {len(checker.types)} types, {len(checker.problems)} problems", file=sys.stderr)
    return 1 if checker.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
