"""A real editor and the real program: python3 neovim_test.py PROGRAM. Exit 77: there is no Neovim here."""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parents[1] / "fixtures"


def edit(folder, file, needle, typed, mend):
    result = folder / "result.json"
    # Nothing of the user's editor comes in, and nothing of the session goes out.
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder), "PROGRAM": PROGRAM, "SESSION_FILE": str(file), "NEEDLE": needle,
                    "TYPED": typed, "MEND": mend, "RESULT": str(result), "XDG_CACHE_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    ran = subprocess.run(["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"lua local done, why = pcall(dofile, '{HERE / 'neovim.lua'}') if not done then io.stderr:write(why) vim.cmd('cquit') end"],
                         env=surroundings, capture_output=True, text=True, timeout=120, cwd=folder)
    if not result.exists():
        raise AssertionError(ran.stdout + ran.stderr)
    return json.loads(result.read_text())


class Editing(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pillarlint-nvim-"))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def tell(self, name, session):
        times = sorted(session["latencies"])
        print(f"{name}: first diagnostics after {session['first']:.0f} ms; from change to diagnostics: median "
              f"{statistics.median(times):.1f} ms, longest {times[-1]:.1f} ms of {len(times)}", flush=True)

    def test_bicep(self):
        project = self.folder / "chat-bicep"
        shutil.copytree(FIXTURES / "projects" / "chat-bicep", project)
        session = edit(self.folder, project / "main.bicep", "false", "true", "resource web ")
        self.assertEqual(session["problems"], [])
        self.tell("Bicep", session)
        self.assertEqual(session["target"], "Search service accepts API keys: `properties.disableLocalAuth` is `false`, expected `true`")
        self.assertTrue(all(one["source"] == "pillarlint" for one in session["diagnostics"]))
        self.assertIn("**Do this** Set `disableLocalAuth` to true", session["hover"])
        self.assertIn("\n    publicNetworkAccess: 'Disabled'\n  }", session["mended"])
        self.assertIn("Ignore `search-local-auth` here and write the reason", session["titles"])
        self.assertEqual(session["comment"], "    // pillarlint:ignore search-local-auth -- TODO: reason")
        self.assertIn(session["comment"] + "\n    disableLocalAuth: false\n", (project / "main.bicep").read_text())
        self.assertTrue(session["jumped"].startswith("resource search "), session["jumped"])

    def test_terraform(self):
        shutil.copy(FIXTURES / "scenarios" / "chat-public" / "main.tf", self.folder / "main.tf")
        session = edit(self.folder, self.folder / "main.tf", '"Allow"', '"Deny"', 'resource "azurerm_cosmosdb_account"')
        self.assertEqual(session["problems"], [])
        self.tell("Terraform", session)
        self.assertTrue(session["target"].startswith("AI account with public access admits every address"), session["target"])
        self.assertRegex(session["mended"], r"\n  local_authentication_disabled +=")
        self.assertRegex(session["comment"], r"^ *# pillarlint:ignore [a-z0-9-]+ -- TODO: reason$")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    if shutil.which("nvim") is None:
        print("no nvim on the path")
        sys.exit(77)
    unittest.main()
