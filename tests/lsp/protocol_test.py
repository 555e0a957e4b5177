"""Sessions of the protocol with the real program: python3 protocol_test.py PROGRAM. Standard library only."""
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from client import Client, frame, uri_of

PROGRAM = None
SANITIZED = "SANITIZED" in os.environ  # what is freed is kept for a while: how much memory it takes says nothing
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures"
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"

SEARCH = """param name string = 'contoso-search'

resource search 'Microsoft.Search/searchServices@2025-05-01' = {
  name: name
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: {
    disableLocalAuth: false
  }
}
"""


def codes(diagnostics):
    return [one["code"] for one in diagnostics]


def place(line, character):
    return {"line": line, "character": character}


class Session(unittest.TestCase):
    arguments = ()

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pillarlint-lsp-"))
        self.client = Client(PROGRAM, *self.arguments)

    def tearDown(self):
        self.client.close()
        shutil.rmtree(self.folder)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def copy(self, project):
        shutil.copytree(FIXTURES / "projects" / project, self.folder / project)
        return self.folder / project

    def at(self, method, uri, line, character):
        return self.client.request("textDocument/" + method, {"textDocument": {"uri": uri}, "position": place(line, character)})["result"]

    def actions(self, uri, line, character=0, only=None):
        context = {"diagnostics": []}
        if only is not None:
            context["only"] = only
        return self.client.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "range": {"start": place(line, character), "end": place(line, character)}, "context": context})["result"]


class Life(Session):
    def test_capabilities_name_what_the_server_does(self):
        result = self.client.start(self.folder)
        capabilities = result["capabilities"]
        self.assertEqual(result["serverInfo"]["name"], "pillarlint")
        self.assertEqual(capabilities["positionEncoding"], "utf-16")
        self.assertEqual(capabilities["textDocumentSync"]["change"], 2)
        self.assertTrue(capabilities["hoverProvider"] and capabilities["definitionProvider"])
        self.assertEqual(capabilities["codeActionProvider"]["codeActionKinds"], ["quickfix"])

    def test_utf8_is_spoken_if_the_editor_prefers_it(self):
        result = self.client.start(self.folder, {"general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]}})
        self.assertEqual(result["capabilities"]["positionEncoding"], "utf-8")

    def test_exit_after_shutdown_is_0(self):
        self.client.start(self.folder)
        self.assertEqual(self.client.stop(), 0)

    def test_exit_without_shutdown_is_1(self):
        self.client.start(self.folder)
        self.client.notify("exit", None)
        self.assertEqual(self.client.process.wait(20), 1)

    def test_the_end_of_the_input_is_an_exit(self):
        self.client.start(self.folder)
        self.client.process.stdin.close()
        self.assertEqual(self.client.process.wait(20), 1)

    def test_nothing_is_answered_before_initialize_and_after_shutdown(self):
        self.assertEqual(self.client.request("textDocument/hover", {})["error"]["code"], -32002)
        self.client.notify("textDocument/didOpen", {"textDocument": {"uri": "file:///x.bicep", "version": 1, "text": ""}})
        self.client.start(self.folder)
        self.assertEqual(self.client.request("initialize", {})["error"]["code"], -32600)
        self.client.request("shutdown", None)
        self.assertEqual(self.client.request("textDocument/hover", {})["error"]["code"], -32600)

    def test_an_editor_that_is_gone_ends_the_server(self):
        process = subprocess.Popen([PROGRAM, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdout.close()
        try:
            for _ in range(500):
                process.stdin.write(frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}))
                process.stdin.flush()
                time.sleep(0.01)
                if process.poll() is not None:
                    break
        except BrokenPipeError:
            pass
        self.assertEqual(process.wait(20), 1)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


class BadInput(Session):
    def still_serves(self):
        uri = self.client.open(self.write("alive.bicep", SEARCH))
        self.assertIn("search-local-auth", codes(self.client.diagnostics(uri)))
        self.assertEqual(self.client.stop(), 0)

    def test_messages_that_are_none(self):
        self.client.start(self.folder)
        expected = [(b"{", -32700), (b"\xff\xfe\x00", -32700), (b"[]", -32600), (b"5", -32600), (b'{"id": 1}', -32600),
                    (b'{"jsonrpc":"2.0","id":{"a":1},"method":"shutdown"}', -32600),
                    (b'{"jsonrpc":"2.0","id":null,"method":"shutdown"}', -32600),
                    (b"[" * 200000, -32700), (b"[" * 200000 + b"]" * 200000, -32600)]
        for body, code in expected:
            self.client.raw(frame(body))
            message = self.client.next()
            self.assertEqual(message["error"]["code"], code, body[:40])
            self.assertIsNone(message["id"])
        self.still_serves()

    def test_garbage_between_frames(self):
        self.client.start(self.folder)
        self.client.raw(b"\x00\xff GET / HTTP/1.1\r\n\r\n")
        self.assertEqual(self.client.next()["error"]["code"], -32700)
        self.client.raw(b"Content-Length: much\r\n\r\n{}")
        self.assertEqual(self.client.next()["error"]["code"], -32700)
        self.still_serves()

    def test_a_frame_that_is_too_large_is_skipped(self):
        self.client.start(self.folder)
        size = (128 << 20) + 1
        self.client.raw(b"Content-Length: %d\r\n\r\n" % size)
        block = b" " * (1 << 20)
        for _ in range(128):
            self.client.raw(block)
        self.client.raw(b" ")
        self.assertEqual(self.client.next()["error"]["code"], -32600)
        if not SANITIZED:
            self.assertLess(memory_of(self.client), 100_000)
        self.still_serves()

    def test_a_length_beyond_the_input_ends_quietly(self):
        self.client.start(self.folder)
        self.client.raw(b"Content-Length: 900000000000000000\r\n\r\n{}")
        self.client.process.stdin.close()
        self.assertEqual(self.client.process.wait(20), 1)

    def test_methods_and_parameters_that_are_none(self):
        self.client.start(self.folder)
        self.assertEqual(self.client.request("textDocument/rename", {})["error"]["code"], -32601)
        self.assertEqual(self.client.request("$/odd", {})["error"]["code"], -32601)
        for params in (None, [], 5, "x", {}, {"textDocument": 1}, {"textDocument": {"uri": "file:///x"}, "position": place(-1, 0)},
                       {"textDocument": {"uri": "file:///x"}, "position": {"line": 1.5, "character": 0}}):
            self.assertEqual(self.client.request("textDocument/hover", params)["error"]["code"], -32602, params)
        self.client.notify("$/odd", {})
        self.client.notify("textDocument/willSave", {})
        for method in ("didOpen", "didChange", "didClose", "didSave"):
            for params in (None, [], 5, {}, {"textDocument": []}, {"textDocument": {"uri": 7, "text": 8}}):
                self.client.notify("textDocument/" + method, params)
        for method in ("didChangeConfiguration", "didChangeWatchedFiles", "didChangeWorkspaceFolders"):
            for params in (None, [], 5, {}, {"settings": 1}, {"changes": [1, {}, {"uri": "x"}]}, {"event": {"added": [3]}}):
                self.client.notify("workspace/" + method, params)
        self.client.notify("$/cancelRequest", {"id": 99})
        self.still_serves()

    def test_a_change_before_open_and_hostile_ranges(self):
        self.client.start(self.folder)
        uri = uri_of(self.write("main.bicep", SEARCH))
        self.client.versions[uri] = 0
        self.client.change(uri, (0, 0, 0, 0, "x"))
        self.assertEqual(self.client.next()["method"], "window/logMessage")
        self.client.open(self.folder / "main.bicep")
        self.client.diagnostics(uri)
        big = 2 ** 31 - 1
        self.client.change(uri, (big, big, big, big, "// end\n"), (5, 9, 2, 1, ""), (0, big, 0, 0, ""), (big, 0, 0, 0, SEARCH))
        self.client.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 9}, "contentChanges": [
            {"range": {"start": place(0, 0), "end": place(-5, 0)}, "text": "zzz"}, {"range": None, "text": "zzz"}, {"text": 5}, 7]})
        self.assertEqual(codes(self.client.diagnostics(uri, 9)).count("search-local-auth"), 1)
        self.still_serves()

    def test_documents_that_are_no_files(self):
        self.client.start(self.folder)
        for uri in ("untitled:Untitled-1", "file://host/x.bicep", "file:///%00.bicep", "", "x"):
            self.client.open(None, SEARCH, uri)
            self.assertIsNone(self.at("hover", uri, 7, 24) if uri else None)
        self.still_serves()

    def test_random_bytes_and_cut_documents(self):
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", SEARCH))
        chance = random.Random(5)
        for i in range(60):
            if i % 3 == 0:
                text = SEARCH[:chance.randrange(len(SEARCH))]
            elif i % 3 == 1:
                text = "".join(chr(chance.choice((0, 1, 39, 36, 123, 10, 13, 0x2028, 0xFEFF, 0x1F600))) for _ in range(300))
            else:
                text = "var a = " + "[" * 3000
            version = self.client.change(uri, text)
        self.client.diagnostics(uri, version)
        self.still_serves()


class Typing(Session):
    def test_truncated_bicep_while_it_is_typed(self):
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", ""))
        self.client.diagnostics(uri)
        seen = set()
        for end in range(1, len(SEARCH) + 1, 7):
            version = self.client.change(uri, SEARCH[:end])
            seen.update(codes(self.client.diagnostics(uri, version)))
        version = self.client.change(uri, SEARCH)
        self.assertIn("search-local-auth", codes(self.client.diagnostics(uri, version)))
        self.assertIn("bicep-syntax", seen)  # half of a declaration is told, and goes again
        self.assertNotIn("bicep-syntax", codes(self.client.diagnostics(uri, self.client.change(uri, SEARCH + " "))))

    def test_edits_are_applied_in_order_and_published_with_their_version(self):
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", SEARCH))
        first = self.client.diagnostics(uri)
        at = next(one for one in first if one["code"] == "search-local-auth")
        self.assertEqual(at["range"], {"start": place(7, 22), "end": place(7, 27)})
        self.assertEqual((at["severity"], at["source"]), (1, "pillarlint"))
        self.assertTrue(at["codeDescription"]["href"].startswith("https://"))
        version = self.client.change(uri, (7, 22, 7, 27, "tru"), (7, 25, 7, 25, "e"))
        self.assertNotIn("search-local-auth", codes(self.client.diagnostics(uri, version)))
        version = self.client.change(uri, (0, 0, 0, 0, "// 😀 é\r\n"), (8, 22, 8, 26, "false"))
        at = next(one for one in self.client.diagnostics(uri, version) if one["code"] == "search-local-auth")
        self.assertEqual(at["range"]["start"], place(8, 22))

    def test_positions_count_utf16_units_after_astral_characters(self):
        text = SEARCH.replace("    disableLocalAuth: false", "    /* 😀é */ disableLocalAuth: false")
        for capabilities, start in ((None, 32), ({"general": {"positionEncodings": ["utf-8"]}}, 35)):
            client = Client(PROGRAM)
            try:
                client.start(self.folder, capabilities)
                uri = client.open(self.write("main.bicep", text))
                at = next(one for one in client.diagnostics(uri) if one["code"] == "search-local-auth")
                self.assertEqual(at["range"]["start"], place(7, start))
            finally:
                client.close()

    def test_a_byte_order_mark_and_windows_lines(self):
        self.client.start(self.folder)
        text = "\ufeffparam a string = 5\r\n" + SEARCH.replace("\n", "\r\n")
        uri = self.client.open(self.write("main.bicep", text), text)
        found = self.client.diagnostics(uri)
        at = next(one for one in found if one["code"] == "search-local-auth")
        self.assertEqual(at["range"], {"start": place(8, 22), "end": place(8, 27)})
        edit = self.actions(uri, 8, 23)[-1]["edit"]["documentChanges"][0]["edits"][0]
        self.assertEqual(edit["newText"], "    // pillarlint:ignore search-local-auth -- TODO: reason\r\n")
        self.assertEqual(edit["range"], {"start": place(8, 0), "end": place(8, 0)})

    def test_half_of_an_astral_character_does_not_put_the_text_out_of_step(self):
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", SEARCH))
        self.client.diagnostics(uri)
        body = ('{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"%s","version":2},"contentChanges":'
                '[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"text":"//\\ud83d\\n"}]}}' % uri)
        self.client.raw(frame(body.encode()))
        at = next(one for one in self.client.diagnostics(uri, 2) if one["code"] == "search-local-auth")
        self.assertEqual(at["range"]["start"], place(8, 22))


class Deployments(Session):
    def test_other_files_are_shown_and_cleared(self):
        project = self.copy("chat-bicep")
        self.client.start(project)
        module = uri_of(project / "modules" / "ai.bicep")
        uri = self.client.open(project / "main.bicep")
        self.assertIn("ai-deployment-rai-policy-reference", codes(self.client.diagnostics(uri)))
        found = self.client.diagnostics(module)
        diagnosed = next(one for one in found if one["code"] == "ai-account-diagnostics")
        self.assertEqual(diagnosed["relatedInformation"][-1]["message"], "called from here")
        self.assertEqual(diagnosed["relatedInformation"][-1]["location"]["uri"], uri)
        # Without its caller the module is a template of its own that nothing open uses.
        lines = (project / "main.bicep").read_text().splitlines()
        begin = next(i for i, line in enumerate(lines) if line.startswith("module ai "))
        end = begin + lines[begin:].index("}")
        self.client.change(uri, (begin, 0, end, 1, ""))
        self.assertEqual(self.client.diagnostics(module, want=lambda all: not all), [])
        # Closing the last document takes everything back.
        network = uri_of(project / "modules" / "network.bicep")
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        self.assertEqual(self.client.diagnostics(uri, want=lambda all: not all), [])
        self.assertEqual(self.client.diagnostics(network, want=lambda all: not all), [])

    def test_an_unsaved_module_is_judged_where_it_is_used(self):
        project = self.copy("chat-bicep")
        self.client.start(project)
        text = (project / "modules" / "ai.bicep").read_text()
        uri = self.client.open(project / "modules" / "ai.bicep")
        self.assertIn("ai-account-defender", codes(self.client.diagnostics(uri)))
        main = uri_of(project / "main.bicep")
        self.assertIn("ai-deployment-rai-policy-reference", codes(self.client.diagnostics(main)))
        # The policy that main.bicep names comes to be in the unsaved module.
        policy = ("\nresource policy 'Microsoft.CognitiveServices/accounts/raiPolicies@2025-06-01' = {\n  parent: account\n  name: 'strict'\n"
                  "  properties: { basePolicyName: 'Microsoft.Default', mode: 'Blocking' }\n}\n")
        text = text.replace("parent: account\n", "parent: account\n  dependsOn: [policy]\n", 1)
        self.client.change(uri, text + policy)
        found = self.client.diagnostics(main, want=lambda all: "ai-deployment-rai-policy-reference" not in codes(all))
        self.assertIn("search-local-auth", codes(found))

    def test_a_scan_while_typing_knows_what_other_deployments_hold(self):
        # The endpoint stands in a deployment of its own: that there is none can not be said, and so it stays while one types.
        one = self.write("a.bicep", SEARCH.replace("disableLocalAuth: false", "disableLocalAuth: true\n    publicNetworkAccess: 'disabled'"))
        self.write("b.bicep", """resource search 'Microsoft.Search/searchServices@2025-05-01' existing = { name: 'contoso-search' }
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  location: 'westeurope'
  properties: {
    subnet: { id: 'x' }
    privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: search.id, groupIds: ['searchService'] } }]
  }
}
""")
        self.client.start(self.folder)
        uri = self.client.open(one)
        self.assertNotIn("search-private-endpoint", codes(self.client.diagnostics(uri)))
        version = self.client.change(uri, (0, 0, 0, 0, "// typing\n"))
        self.assertNotIn("search-private-endpoint", codes(self.client.diagnostics(uri, version)))
        (self.folder / "b.bicep").unlink()
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(self.folder / "b.bicep"), "type": 3}]})
        self.assertIn("search-private-endpoint", codes(self.client.diagnostics(uri)))

    def test_files_that_change_on_disk(self):
        project = self.copy("chat-bicep")
        self.client.start(project)
        uri = self.client.open(project / "main.bicep")
        self.client.diagnostics(uri)
        module = project / "modules" / "ai.bicep"
        self.client.diagnostics(uri_of(module))
        module.write_text(module.read_text().replace("resource account", "// one more line\nresource account"))
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(module), "type": 2}]})
        found = self.client.diagnostics(uri_of(module))
        self.assertEqual({one["range"]["start"]["line"] for one in found if one["code"] == "ai-account-defender"}, {9})

    def test_a_configuration_that_is_wrong_is_told_and_what_is_known_stays(self):
        config = self.write(".pillarlint.yaml", "environment: production\n")
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", SEARCH))
        before = codes(self.client.diagnostics(uri))
        config.write_text("envirnment: production\n")
        changed = {"changes": [{"uri": uri_of(config), "type": 2}]}
        self.client.notify("workspace/didChangeWatchedFiles", changed)
        found = self.client.diagnostics(uri_of(config))
        self.assertEqual(codes(found), ["config-key-unknown"])
        self.assertIn("environment", found[0]["message"])
        config.write_text("environment: non-production\n")
        self.client.notify("workspace/didChangeWatchedFiles", changed)
        self.assertEqual(self.client.diagnostics(uri_of(config)), [])
        after = codes(self.client.diagnostics(uri))
        self.assertIn("search-local-auth", before)
        self.assertIn("search-local-auth", after)
        self.assertNotEqual(before, after)

    def test_roots_are_apart(self):
        self.write("one/.git/HEAD", "ref: x")
        self.write("two/.git/HEAD", "ref: x")
        one = self.write("one/main.bicep", SEARCH)
        two = self.write("two/main.bicep", SEARCH)
        self.client.start(self.folder)
        first, second = self.client.open(one), self.client.open(two)
        self.assertIn("search-local-auth", codes(self.client.diagnostics(first)))
        self.assertIn("search-local-auth", codes(self.client.diagnostics(second)))
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": first}})
        self.assertEqual(self.client.diagnostics(first), [])
        version = self.client.change(second, (0, 0, 0, 0, "\n"))
        self.assertIn("search-local-auth", codes(self.client.diagnostics(second, version)))

    def test_other_json_is_left_alone_until_it_is_a_template(self):
        self.client.start(self.folder)
        uri = self.client.open(self.write("settings.json", '{ "a": [1, }'))
        self.assertEqual([one for one in self.client.quiet(0.3) if one["method"] == "textDocument/publishDiagnostics"], [])
        template = {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": [
            {"type": "Microsoft.Search/searchServices", "apiVersion": "2025-05-01", "name": "s", "location": "x",
             "properties": {"disableLocalAuth": False}}]}
        version = self.client.change(uri, json.dumps(template, indent=2))
        self.assertIn("search-local-auth", codes(self.client.diagnostics(uri, version)))

    def test_an_open_example_is_scanned(self):
        self.write("main.bicep", SEARCH)
        self.client.start(self.folder)
        uri = self.client.open(self.write("tests/e2e/main.bicep", SEARCH))
        self.assertIn("search-local-auth", codes(self.client.diagnostics(uri)))

    def test_a_document_that_is_not_on_disk_yet(self):
        self.write("main.bicep", SEARCH)
        self.client.start(self.folder)
        uri = self.client.open(None, SEARCH, uri_of(self.folder / "new.bicep"))
        self.assertIn("search-local-auth", codes(self.client.diagnostics(uri)))
        version = self.client.change(uri, SEARCH.replace("false", "true"))
        self.assertNotIn("search-local-auth", codes(self.client.diagnostics(uri, version)))


class Suppressions(Session):
    def test_the_comment_that_is_offered_suppresses(self):
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", SEARCH))
        found = self.client.diagnostics(uri)
        rules = set(codes(found))
        self.assertGreater(len(rules), 2)
        for rule in sorted(rules):  # several stand on one line: comment above comment
            at = next(one for one in found if one["code"] == rule)["range"]["start"]
            action = next(one for one in self.actions(uri, at["line"], at["character"]) if f"`{rule}`" in one["title"])
            edit = action["edit"]["documentChanges"][0]["edits"][0]
            begin = edit["range"]["start"]
            version = self.client.change(uri, (begin["line"], begin["character"], begin["line"], begin["character"], edit["newText"]))
            found = self.client.diagnostics(uri, version)
            self.assertNotIn(rule, codes(found))
        self.assertEqual(found, [])

    def test_a_suppression_of_no_use_is_told_and_fades(self):
        self.client.start(self.folder)
        text = SEARCH.replace("disableLocalAuth: false", "disableLocalAuth: true")
        uri = self.client.open(self.write("main.bicep", text.replace("    disableLocal", "    // pillarlint:ignore search-local-auth -- why\n    disableLocal")))
        found = [one for one in self.client.diagnostics(uri) if one["code"] == "suppression-unused"]
        self.assertEqual([one.get("tags") for one in found], [[1]])

    def test_what_another_deployment_needs_is_no_suppression_of_no_use(self):
        # Only b.bicep switches keys on: the comment in the module is for it, also while a.bicep is typed.
        module = SEARCH.replace("disableLocalAuth: false", "// pillarlint:ignore search-local-auth -- why\n    disableLocalAuth: keyless")
        self.write("search.bicep", "param keyless bool\n" + module)
        one = self.write("a.bicep", "module s 'search.bicep' = { name: 's', params: { keyless: true } }\n")
        self.write("b.bicep", "module s 'search.bicep' = { name: 's', params: { keyless: false } }\n")
        self.client.start(self.folder)
        uri = self.client.open(one)
        self.client.diagnostics(uri)
        version = self.client.change(uri, (0, 0, 0, 0, "// typing\n"))
        self.client.diagnostics(uri, version)
        said = self.client.notes + self.client.quiet(0.3)
        self.assertNotIn("suppression-unused", json.dumps(said))


class Configured(Session):
    def test_the_folder_of_the_configuration_is_scanned(self):
        self.write(".git/HEAD", "ref: x")
        self.write("infra/shared/search.bicep", SEARCH)
        main = self.write("infra/app/main.bicep", "module s '../shared/search.bicep' = { name: 's' }\n")
        self.client.start(self.folder)
        uri = self.client.open(main)
        module = uri_of(self.folder / "infra/shared/search.bicep")
        self.assertIn("search-local-auth", codes(self.client.diagnostics(module)))
        # A configuration beside main.bicep comes to be: it is heard, and modules outside of its folder are read all the same.
        config = self.write("infra/app/.pillarlint.yaml", "rules: { skip: [search-local-auth] }\n")
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(config), "type": 1}]})
        found = self.client.diagnostics(module, want=lambda all: all and "search-local-auth" not in codes(all))
        self.assertTrue(found)
        config.unlink()
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(config), "type": 3}]})
        self.client.diagnostics(module, want=lambda all: "search-local-auth" in codes(all))

    def test_excluded_documents_are_left_alone(self):
        self.write(".pillarlint.yaml", "exclude: [old/]\n")
        self.write("main.bicep", SEARCH)
        self.client.start(self.folder)
        uri = self.client.open(self.write("old/main.bicep", SEARCH))
        self.assertEqual(self.client.diagnostics(uri), [])
        version = self.client.change(uri, (0, 0, 0, 0, "// typing\n"))
        self.assertEqual(self.client.diagnostics(uri, version), [])

    def test_a_stack_is_scanned_together_while_one_types(self):
        self.write(".pillarlint.yaml", "stacks:\n  - name: all\n    entries: [a.bicep, b.bicep]\n")
        one = self.write("a.bicep", SEARCH.replace("disableLocalAuth: false", "disableLocalAuth: true\n    publicNetworkAccess: 'disabled'"))
        self.write("b.bicep", "param location string = 'westeurope'\n")
        self.client.start(self.folder)
        uri = self.client.open(one)
        whole = codes(self.client.diagnostics(uri))
        version = self.client.change(uri, (0, 0, 0, 0, "// typing\n"))
        self.assertEqual(codes(self.client.diagnostics(uri, version)), whole)
        self.assertEqual(self.client.quiet(1.3), [])  # nothing is scanned again: the parts are those of the whole

    def test_rules_of_the_user(self):
        self.write(".pillarlint.yaml", "rules: { folders: [own] }\n")
        rule = (FIXTURES.parent / "rules" / "search" / "search-local-auth.yaml").read_text()
        own = self.write("own/search/own-local-auth.yaml", rule.replace("Search service accepts API keys", "Our rule on keys"))
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", SEARCH))
        self.assertIn("own-local-auth", codes(self.client.diagnostics(uri)))
        self.assertIn("Our rule on keys", self.at("hover", uri, 7, 24)["contents"]["value"])
        own.write_text("title: [")
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(own), "type": 2}]})
        self.assertTrue(self.client.diagnostics(uri_of(own)))
        own.unlink()
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(own), "type": 3}]})
        self.assertEqual(self.client.diagnostics(uri_of(own)), [])
        self.assertNotIn("own-local-auth", codes(self.client.diagnostics(uri, want=lambda all: len(all) > 0)))


class Answers(Session):
    def setUp(self):
        super().setUp()
        self.client.start(self.folder)
        self.uri = self.client.open(self.write("main.bicep", SEARCH))
        self.client.diagnostics(self.uri)

    def test_hover_explains(self):
        result = self.at("hover", self.uri, 7, 24)
        text = result["contents"]["value"]
        for part in ("Search service accepts API keys", "`search-local-auth` · high · security · SE-15", "**Found** `properties.disableLocalAuth` is `false`",
                     "**expected** `true`", "**Why**", "**Do this**", "**How it decides**", "**Checklist**"):
            self.assertIn(part, text)
        self.assertEqual(result["range"]["start"], place(7, 22))
        self.assertIsNone(self.at("hover", self.uri, 1, 0))

    def test_hover_on_a_suppression_explains_its_rule(self):
        self.client.change(self.uri, (0, 0, 0, 0, "// pillarlint:ignore search-local-auth -- why\n"))
        self.assertIn("Search service accepts API keys", self.at("hover", self.uri, 0, 24)["contents"]["value"])
        self.assertNotIn("API keys", self.at("hover", self.uri, 0, 43)["contents"]["value"])

    def test_requests_wait_for_the_newest_text(self):
        self.client.change(self.uri, (0, 0, 0, 0, "\n\n\n"))
        self.assertEqual(self.at("hover", self.uri, 10, 24)["range"]["start"], place(10, 22))

    def test_a_waiting_request_can_be_cancelled(self):
        seen = set()
        for _ in range(30):  # it waits only while a scan is to come; one of them will
            self.client.change(self.uri, (0, 0, 0, 0, "\n"))
            wanted = self.client.send_request("textDocument/hover", {"textDocument": {"uri": self.uri}, "position": place(0, 0)})
            self.client.notify("$/cancelRequest", {"id": wanted})
            message = self.client.answer(wanted)
            seen.add(message["error"]["code"] if "error" in message else "answered")
        self.assertIn(-32800, seen)

    def test_definition_goes_where_the_value_comes_from(self):
        text = SEARCH.replace("disableLocalAuth: false", "disableLocalAuth: keyless").replace("param name", "param keyless bool = false\nparam name")
        version = self.client.change(self.uri, text)
        at = next(one for one in self.client.diagnostics(self.uri, version) if one["code"] == "search-local-auth")["range"]["start"]
        self.assertEqual(at["line"], 0)  # the finding stands where one edits
        target = self.at("definition", self.uri, at["line"], at["character"])
        self.assertEqual((target["uri"], target["range"]["start"]["line"]), (self.uri, 8))
        self.assertIsNone(self.at("definition", self.uri, 1, 0))

    def test_the_ignore_comment_goes_above_the_line(self):
        actions = self.actions(self.uri, 7, 24)
        ignore = next(one for one in actions if one["title"].startswith("Ignore"))
        self.assertEqual(ignore["kind"], "quickfix")
        self.assertEqual(codes(ignore["diagnostics"]), ["search-local-auth"])
        change = ignore["edit"]["documentChanges"][0]
        self.assertEqual(change["textDocument"], {"uri": self.uri, "version": 1})
        self.assertEqual(change["edits"], [{"range": {"start": place(7, 0), "end": place(7, 0)},
                                            "newText": "    // pillarlint:ignore search-local-auth -- TODO: reason\n"}])
        self.assertEqual(self.actions(self.uri, 7, 24, ["refactor"]), [])
        self.assertEqual(self.actions(self.uri, 7, 24, ["quickfix"]), actions)
        self.assertEqual(self.actions(self.uri, 1), [])

    def test_a_repair_is_offered_first_and_mends_the_finding(self):
        mend = self.actions(self.uri, 7, 24)[0]
        self.assertTrue(mend["isPreferred"])
        self.assertIn("disableLocalAuth", mend["title"])
        self.assertEqual(codes(mend["diagnostics"]), ["search-local-auth"])
        change = mend["edit"]["documentChanges"][0]
        self.assertEqual(change["textDocument"], {"uri": self.uri, "version": 1})
        self.assertEqual(change["edits"], [{"range": {"start": place(7, 22), "end": place(7, 27)}, "newText": "true"}])
        edit = change["edits"][0]["range"]
        version = self.client.change(self.uri, (edit["start"]["line"], edit["start"]["character"], edit["end"]["line"], edit["end"]["character"], "true"))
        self.assertNotIn("search-local-auth", codes(self.client.diagnostics(self.uri, version)))

    def test_a_repair_stands_where_the_value_is_given(self):
        module = self.write("search.bicep", SEARCH.replace("disableLocalAuth: false", "disableLocalAuth: keyless").replace("param name", "param keyless bool\nparam name"))
        text = "module s 'search.bicep' = {\n  name: 's'\n  params: { keyless: false }\n}\n"
        uri = self.client.open(self.write("calls.bicep", text))
        at = next(one for one in self.client.diagnostics(uri, want=lambda all: "search-local-auth" in codes(all)) if one["code"] == "search-local-auth")
        self.assertEqual(at["range"]["start"]["line"], 2)  # where one edits
        self.assertIn(uri_of(module), [one["location"]["uri"] for one in at["relatedInformation"]])
        mend = next(one for one in self.actions(uri, 2, at["range"]["start"]["character"]) if one["isPreferred"])
        self.assertEqual(mend["edit"]["documentChanges"][0]["textDocument"]["uri"], uri)
        self.assertEqual([one["newText"] for one in mend["edit"]["documentChanges"][0]["edits"]], ["true"])

    def test_what_is_closed_or_not_scanned_has_no_answers(self):
        other = self.client.open(self.write("notes.md", "# x"))
        self.assertIsNone(self.at("hover", other, 0, 0))
        self.assertEqual(self.actions("file:///nowhere.bicep", 0), [])
        self.assertIsNone(self.at("definition", "file:///nowhere.bicep", 0, 0))


class Settings(Session):
    def test_unknown_verdicts_are_hints_if_wanted(self):
        text = SEARCH.replace("disableLocalAuth: false", "disableLocalAuth: keyless").replace("param name", "param keyless bool\nparam name")
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.bicep", text))
        self.assertNotIn("search-local-auth", codes(self.client.diagnostics(uri)))
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"pillarlint": {"showUnknown": True}}})
        found = [one for one in self.client.diagnostics(uri) if one["code"] == "search-local-auth"]
        self.assertEqual([one["severity"] for one in found], [4])
        self.assertIn("keyless", found[0]["message"])
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"pillarlint": {}}})
        self.assertNotIn("search-local-auth", codes(self.client.diagnostics(uri)))

    def test_settings_are_asked_for_and_checked(self):
        capabilities = {"workspace": {"configuration": True, "didChangeWatchedFiles": {"dynamicRegistration": True}}}
        self.client.start(self.folder, capabilities)
        asked = {message["method"]: message for message in (self.client.next(), self.client.next())}
        self.assertEqual(asked["workspace/configuration"]["params"]["items"], [{"section": "pillarlint"}])
        globs = [one["globPattern"] for one in asked["client/registerCapability"]["params"]["registrations"][0]["registerOptions"]["watchers"]]
        self.assertIn("**/.pillarlint.yaml", globs)
        self.client.raw(frame({"jsonrpc": "2.0", "id": asked["workspace/configuration"]["id"], "result": [{"environment": "prod"}]}))
        shown = self.client.next()
        self.assertEqual((shown["method"], shown["params"]["type"]), ("window/showMessage", 2))

    def test_initialization_options(self):
        self.client.start(self.folder, options={"environment": "non-production"})
        uri = self.client.open(self.write("main.bicep", SEARCH))
        self.assertIn("search-local-auth", codes(self.client.diagnostics(uri)))


class Secrets(Session):
    def test_no_message_shows_a_secret(self):
        canary = "Canary-S3cret-9271"
        text = f"""@secure()
param password string = '{canary}'
resource search 'Microsoft.Search/searchServices@2025-05-01' = {{
  name: 'contoso-search'
  location: 'westeurope'
  properties: {{ disableLocalAuth: false, publicNetworkAccess: password }}
}}
resource web 'Microsoft.Web/sites@2024-04-01' = {{
  name: 'web'
  location: 'westeurope'
  properties: {{ httpsOnly: password == 'x', siteConfig: {{ appSettings: [ {{ name: 'KEY', value: password }}, {{ name: 'AZURE_OPENAI_API_KEY', value: '{canary}' }} ] }} }}
}}
"""
        self.client.start(self.folder, options={"showUnknown": True})
        uri = self.client.open(self.write("main.bicep", text))
        found = self.client.diagnostics(uri)
        self.assertGreater(len(found), 3)
        said = [found]
        for line in range(text.count("\n")):
            for character in (0, 20, 60, 120):
                said += [self.at("hover", uri, line, character), self.actions(uri, line, character), self.at("definition", uri, line, character)]
        self.assertNotIn(canary, json.dumps(said + self.client.notes))


class Terraform(Session):
    def test_findings_and_comment(self):
        self.client.start(self.folder)
        uri = self.client.open(self.write("main.tf", (FIXTURES / "scenarios" / "chat-public" / "main.tf").read_text()))
        found = self.client.diagnostics(uri)
        self.assertTrue(found)
        at = found[0]["range"]["start"]
        edit = self.actions(uri, at["line"], at["character"])[-1]["edit"]["documentChanges"][0]["edits"][0]
        self.assertRegex(edit["newText"], r"^ *# pillarlint:ignore [a-z0-9-]+ -- TODO: reason\n$")
        version = self.client.change(uri, (0, 0, 0, 0, "resource {{{\n"))
        self.assertIn("terraform-syntax", codes(self.client.diagnostics(uri, version)))


def memory_of(client):
    text = pathlib.Path(f"/proc/{client.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1))


@unittest.skipIf(SANITIZED or not os.path.exists("/proc/self/status"), "memory can not be told")
class Memory(Session):
    def test_two_thousand_edits_do_not_add_up(self):
        project = self.copy("chat-bicep")
        self.client.start(project)
        uri = self.client.open(project / "main.bicep")
        self.client.diagnostics(uri)
        sizes = []
        for i in range(2000):
            version = self.client.change(uri, (0, 0, 0, 0, "x") if i % 2 == 0 else (0, 0, 0, 1, ""))
            if i % 4 == 3:
                self.client.diagnostics(uri, version)
            if i % 500 == 499:
                sizes.append(memory_of(self.client))
        print("memory after 500, 1000, 1500, 2000 edits (kB):", sizes)
        self.assertLess(sizes[-1] - sizes[0], 2000)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
