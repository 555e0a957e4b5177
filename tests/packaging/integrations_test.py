"""The snippets of .github/INTEGRATIONS.md: read as YAML, and their commands run with the program.

    TOOLS/venv/bin/python tests/packaging/integrations_test.py PROGRAM
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path()
TEXT = (ROOT / ".github/INTEGRATIONS.md").read_text()
VERSION = re.search(r"project\(pillarlint VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())[1]

OPEN_ACCOUNT = """resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'contoso-ai'
  location: resourceGroup().location
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: { publicNetworkAccess: 'Enabled' }
}
"""
# What reviewdog does first with what it is given: reads it as rdjson.
REVIEWDOG = """import json, sys
read = json.load(sys.stdin)
assert "-f=rdjson" in sys.argv and read["diagnostics"], "no diagnostics"
assert all(d["location"]["path"] == "infra/main.bicep" and d["location"]["range"]["start"]["line"] > 0 for d in read["diagnostics"])
"""


def blocks(section: str) -> list:
    """The YAML of a section, read."""
    text = re.search(rf"(?ms)^## {re.escape(section)}\n(.*?)(?=^## |\Z)", TEXT)[1]
    return [yaml.safe_load(block) for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", text)]


class Snippets(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "infra").mkdir()
        (self.folder / "bin").mkdir()
        (self.folder / "infra/main.bicep").write_text(OPEN_ACCOUNT)
        subprocess.run(["git", "init", "--quiet", str(self.folder)], check=True)  # places are told from the top of the work tree
        (self.folder / "bin/pillarlint").symlink_to(PROGRAM)
        reviewdog = self.folder / "bin/reviewdog"
        reviewdog.write_text(f"#!{sys.executable}\n{REVIEWDOG}")
        reviewdog.chmod(0o755)
        self.environment = {"PATH": f"{self.folder / 'bin'}:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8",
                            "BUILD_ARTIFACTSTAGINGDIRECTORY": str(self.folder / "staging")}

    def run_script(self, script: str, code: int) -> str:
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        self.assertEqual(done.returncode, code, f"{script}\n{done.stdout}")
        return done.stdout

    def results(self, sarif: str) -> int:
        return len(json.loads(sarif)["runs"][0]["results"])

    def test_versions_are_those_of_the_program(self):
        named = re.findall(r"(?:pillarlint[-_=@]+|/v)(\d+\.\d+\.\d+)", TEXT)
        self.assertGreater(len(named), 8)
        self.assertEqual(set(named), {VERSION})

    def test_links_of_the_page(self):
        headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"(?m)^## (.*)$", TEXT)}
        self.assertEqual(set(re.findall(r"\]\(#(.*?)\)", TEXT)), headings)
        for path in re.findall(r"\]\(([^#h].*?)\)", TEXT):
            self.assertTrue((ROOT / ".github" / path).exists(), path)

    def test_pre_commit(self):
        manifest = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
        found = blocks("pre-commit")
        self.assertEqual(len(found), 3)
        for block in found:
            for repository in block["repos"]:
                for hook in repository["hooks"]:
                    if repository["repo"] != "local":
                        self.assertIn(hook["id"], manifest)
                    entry = shlex.split(hook.get("entry", "pillarlint scan")) + hook.get("args", []) + ["infra/main.bicep"]
                    self.assertIn("ai-account-local-auth", self.run_script(shlex.join(entry), 1))
        self.assertEqual(manifest, set(re.findall(r"(?m)^\| `(pillarlint[a-z-]*)` \|", TEXT)))

    def test_github(self):
        (workflow,) = blocks("GitHub Actions")
        inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
        for step in workflow["jobs"]["scan"]["steps"]:
            if step["uses"].startswith("pillarlint/"):
                self.assertLessEqual(set(step["with"]), set(inputs))
                return
        self.fail("no step uses the action")

    def test_azure(self):
        (pipeline,) = blocks("Azure Pipelines")
        (script,) = [step["bash"] for step in pipeline["steps"] if "pillarlint scan" in step.get("bash", "")]
        self.assertIn("##vso[task.logissue type=error", self.run_script(script, 1))
        staging = self.folder / "staging"
        self.assertGreater(self.results((staging / "sarif/pillarlint.sarif").read_text()), 3)
        self.assertEqual(xml.parse(staging / "pillarlint.xml").getroot().tag, "testsuites")
        self.assertIn("pillarlint", (staging / "pillarlint.md").read_text())

    def test_gitlab(self):
        (pipeline,) = blocks("GitLab")
        job = pipeline["pillarlint"]
        self.run_script("\n".join(job["script"]), 1)
        reports = job["artifacts"]["reports"]
        issues = json.loads((self.folder / reports["codequality"]).read_text())
        self.assertEqual(len({issue["fingerprint"] for issue in issues}), len(issues))
        self.assertGreater(len(issues), 3)
        xml.parse(self.folder / reports["junit"])

    def test_reviewdog(self):
        ((step,),) = blocks("reviewdog")
        self.run_script(step["run"], 0)

    def test_trunk(self):
        (configuration,) = blocks("Trunk")
        (definition,) = configuration["lint"]["definitions"]
        (command,) = definition["commands"]
        out = self.run_script(command["run"].replace("${target}", "infra/main.bicep"), 1)
        self.assertIn(1, command["success_codes"])
        self.assertGreater(self.results(out), 3)

    def test_megalinter(self):
        (descriptor,) = blocks("MegaLinter")
        (linter,) = descriptor["linters"]
        sarif = self.folder / "out.sarif"
        arguments = [text.replace("{{SARIF_OUTPUT_FILE}}", str(sarif)) for text in linter["cli_sarif_args"]]
        self.run_script(shlex.join([linter["cli_executable"], *linter["cli_lint_extra_args"], *arguments]), 1)
        self.assertGreater(self.results(sarif.read_text()), 3)
        for line in linter["install"]["dockerfile"]:
            self.assertTrue(line.startswith("RUN "))
        self.run_script(" ".join([linter["cli_executable"], linter["cli_version_arg_name"]]), 0)


if __name__ == "__main__":
    PROGRAM = Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
