"""The server against `pillarlint scan`: python3 agree.py PROGRAM FOLDER [EDITS]. Opens every file of a copy of the folder that
the scan names, compares what is published with what the scan found; types at random in random documents, takes it all back, and
compares again: what single deployments renewed must be what a scan of everything says."""
import json
import pathlib
import queue
import random
import shutil
import subprocess
import sys
import tempfile
from urllib.parse import unquote

from client import Client, uri_of


def scanned(program, folder):
    ran = subprocess.run([program, "scan", str(folder), "--format", "json", "--today", "2026-07-01", "--exit-zero"],
                         capture_output=True, text=True, check=False)
    report = json.loads(ran.stdout)
    found = set()
    for one in report["findings"]:
        if one["place"]:
            found.add((one["rule"], one["place"]["file"], one["place"]["line"], one["place"]["column"]))
    files = [one["file"] for one in report["inputs"] if one["state"] in ("analysed", "partly")]
    return found, files, {one["id"] for one in report["rules"]}


class Editor:
    def __init__(self, program, folder, files, rules):
        self.folder, self.rules = folder, rules
        self.client = Client(program)
        self.client.start(folder)
        self.texts, self.shown = {}, {}
        for name in files:
            path = folder / name
            data = path.read_bytes()
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if path.suffix != ".yaml":
                self.texts[self.client.open(path, text)] = text

    def take(self, seconds):
        """Takes what is said, until nothing is for so long."""
        while True:
            try:
                message = self.client.next(seconds)
            except queue.Empty:
                return
            assert message is not None, b"".join(self.client.errors).decode()
            if message.get("method") == "textDocument/publishDiagnostics":
                self.shown[message["params"]["uri"]] = message["params"]["diagnostics"]

    def settle(self, seconds):
        """All that is shown when nothing is said any more."""
        self.take(seconds)
        found = set()
        prefix = uri_of(self.folder) + "/"
        for uri, diagnostics in self.shown.items():
            for one in diagnostics:
                if one["code"] in self.rules:
                    start = one["range"]["start"]
                    found.add((one["code"], unquote(uri[len(prefix):]), start["line"] + 1, start["character"] + 1))
        return found

    def type_at_random(self, chance, edits):
        changed = set()
        for _ in range(edits):
            uri = chance.choice(sorted(self.texts))
            changed.add(uri)
            text = self.texts[uri]
            begin = chance.randrange(len(text) + 1)
            what = chance.randrange(4)
            if what == 0:
                self.client.change(uri, text[:begin])
            elif what == 1:
                self.client.change(uri, text[:begin] + chance.choice(("{", "}", "'", '"', "$", "\n", "#", "/*")) + text[begin:])
            elif what == 2:
                end = min(len(text), begin + 200)
                self.client.change(uri, text[:begin] + text[end:])
            else:
                self.client.change(uri, text)
            if chance.randrange(3) == 0:
                self.take(0.02)
        for uri in sorted(changed):
            self.client.change(uri, self.texts[uri])


def agree(program, folder, edits, seed=1, rest=2.0):
    """What differs, in words; empty: nothing does. And how much there was to compare."""
    wanted, files, rules = scanned(program, folder)
    editor = Editor(program, folder, files, rules)
    problems = []
    try:
        for name in ("after opening", "after typing and taking it back"):
            got = editor.settle(rest)
            for one in sorted(wanted - got):
                problems.append(f"{name}: missing {one}")
            for one in sorted(got - wanted):
                problems.append(f"{name}: too much {one}")
            if name == "after opening" and editor.texts:
                editor.type_at_random(random.Random(seed), edits)
        if editor.client.stop() != 0:
            problems.append("the server did not end well")
    finally:
        editor.client.close()
    return problems, len(wanted), len(editor.texts)


def main():
    source = pathlib.Path(sys.argv[2]).resolve()
    edits = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    with tempfile.TemporaryDirectory(prefix="pillarlint-lsp-") as place:
        folder = pathlib.Path(place).resolve() / source.name
        shutil.copytree(source, folder, symlinks=True)
        found, findings, documents = agree(sys.argv[1], folder, edits)
    print(f"{source.name}: {findings} findings, {documents} documents, {edits} edits; {len(found)} differences")
    for one in found[:20]:
        print(one)
    return 1 if found or findings == 0 or documents == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
