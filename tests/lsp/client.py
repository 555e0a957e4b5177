"""A client of the language server for tests: starts the program, writes frames, reads what it says. Standard library only."""
import json
import pathlib
import queue
import subprocess
import threading
import time
from urllib.parse import quote

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
    "textDocument": {
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "codeDescriptionSupport": True},
    },
}


def uri_of(path):
    return "file://" + quote(str(path))


def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Client:
    def __init__(self, program, *arguments, folder=None):
        self.process = subprocess.Popen([program, "lsp", "--today", "2026-07-01", *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder)
        self.messages = queue.Queue()
        self.notes = []      # notifications and requests of the server, in order
        self.errors = []
        self.ids = 0
        self.versions = {}
        self.threads = [threading.Thread(target=self._read, daemon=True), threading.Thread(target=self._read_errors, daemon=True)]
        for thread in self.threads:
            thread.start()

    def _read(self):
        stream = self.process.stdout
        while True:
            length = None
            while True:
                line = stream.readline()
                if not line:
                    self.messages.put(None)
                    return
                if line == b"\r\n":
                    break
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            body = stream.read(length)
            self.messages.put((time.perf_counter(), json.loads(body)))

    def _read_errors(self):
        self.errors += self.process.stderr.readlines()

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.raw(frame({"jsonrpc": "2.0", "method": method, "params": params}))

    def send_request(self, method, params):
        self.ids += 1
        self.raw(frame({"jsonrpc": "2.0", "id": self.ids, "method": method, "params": params}))
        return self.ids

    def next(self, seconds=20):
        """The next message; None when the server has closed its output."""
        item = self.messages.get(timeout=seconds)
        return None if item is None else item[1]

    def answer(self, wanted, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            message = self.next(seconds)
            assert message is not None, "the server ended: %s" % b"".join(self.errors).decode()
            if "method" in message:
                self.notes.append(message)
            elif message.get("id") == wanted:
                return message
        raise AssertionError("no answer to request %s" % wanted)

    def request(self, method, params, seconds=20):
        return self.answer(self.send_request(method, params), seconds)

    def start(self, folder=None, capabilities=None, options=None):
        params = {"processId": None, "rootUri": uri_of(folder) if folder else None,
                  "capabilities": CAPABILITIES if capabilities is None else capabilities}
        if options is not None:
            params["initializationOptions"] = options
        result = self.request("initialize", params)["result"]
        self.notify("initialized", {})
        return result

    def open(self, path, text=None, uri=None):
        uri = uri or uri_of(path)
        if text is None:
            text = pathlib.Path(path).read_text(encoding="utf-8")
        self.versions[uri] = 1
        self.notify("textDocument/didOpen",
                    {"textDocument": {"uri": uri, "languageId": "x", "version": 1, "text": text}})
        return uri

    def change(self, uri, *changes):
        """Each change: a whole text, or (line, character, line, character, text)."""
        self.versions[uri] += 1
        listed = []
        for change in changes:
            if isinstance(change, str):
                listed.append({"text": change})
            else:
                l1, c1, l2, c2, text = change
                listed.append({"range": {"start": {"line": l1, "character": c1}, "end": {"line": l2, "character": c2}}, "text": text})
        self.notify("textDocument/didChange",
                    {"textDocument": {"uri": uri, "version": self.versions[uri]}, "contentChanges": listed})
        return self.versions[uri]

    def diagnostics(self, uri, version=None, seconds=20, want=None):
        """The next diagnostics published for the document, of this version or newer, and for which `want` holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            at = next((i for i, note in enumerate(self.notes) if self._is(note, uri, version, want)), None)
            if at is not None:
                found = self.notes[at]["params"]["diagnostics"]
                earlier = [note for note in self.notes[:at] if note.get("params", {}).get("uri") != uri]
                self.notes[:at + 1] = earlier
                return found
            message = self.next(max(0.01, end - time.monotonic()))
            assert message is not None, "the server ended: %s" % b"".join(self.errors).decode()
            self.notes.append(message)
        raise AssertionError("no diagnostics of %s" % uri)

    @staticmethod
    def _is(note, uri, version, want):
        if note.get("method") != "textDocument/publishDiagnostics" or note["params"]["uri"] != uri:
            return False
        if version is not None and note["params"].get("version", -1) < version:
            return False
        return want is None or want(note["params"]["diagnostics"])

    def quiet(self, seconds):
        """What comes within so many seconds."""
        found = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                found.append(self.next(max(0.001, end - time.monotonic())))
            except queue.Empty:
                break
        return found

    def stop(self):
        """Ends the server as the protocol wants it; its exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(20)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass
