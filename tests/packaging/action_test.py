"""action.yml as a runner runs it: its steps, its scripts, its expressions; with inputs and file names that mean harm.

    TOOLS/venv/bin/python tests/packaging/action_test.py PROGRAM TOOLS

TOOLS is where ./setup.sh test puts the tools of the tests.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROGRAM, TOOLS = Path(), Path()
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
VERSION = re.search(r"project\(pillarlint VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())[1]

OPEN_ACCOUNT = """resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'contoso-ai'
  location: resourceGroup().location
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: { publicNetworkAccess: 'Enabled' }
}
"""
IDENTITY = """resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'app-identity'
  location: resourceGroup().location
}
"""
# Each would write a file `harm` if any part of it were read as shell.
HARM = ["; touch harm", "$(touch harm)", "`touch harm`", "a b' ; touch harm ; '", 'a" ; touch harm ; "', "| touch harm", "&& touch harm",
        "${IFS}touch harm", "<(touch harm)", "* ? [a]", "%0Atouch harm", "::set-output name=x::y", "\\$(touch harm)"]


class Runner:
    """What of GitHub's runner matters: the variables, the files for outputs and summary, the expressions of action.yml."""

    def __init__(self, folder: Path, program: Path, action: Path = ROOT):
        self.folder, self.action = folder, action
        self.work = folder / "work"
        self.work.mkdir()
        (folder / "temp").mkdir()
        (folder / "bin").mkdir()
        if program:
            (folder / "bin/pillarlint").symlink_to(program)
        self.github = {"github.action_repository": "contoso/pillarlint"}
        self.outputs, self.log, self.summary = {}, "", ""

    def value_of(self, expression: str, inputs: dict) -> str:
        """`a.b || c.d`: the first that is not empty."""
        for name in expression.split("||"):
            name = name.strip()
            if name.startswith("inputs."):
                found = inputs.get(name[7:], str(ACTION["inputs"][name[7:]]["default"]))
            elif name.startswith("steps."):
                _, step, kind, output = name.split(".")
                assert kind == "outputs"
                found = self.outputs.get(step, {}).get(output, "")
            else:
                found = self.github.get(name, "")
            if found:
                return found
        return ""

    def filled(self, text: str, inputs: dict) -> str:
        return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda match: self.value_of(match[1], inputs), text)

    def step(self, step: dict, inputs: dict) -> int:
        output, summary = self.folder / "output", self.folder / "summary"
        output.write_text("")
        summary.write_text("")
        environment = {
            "PATH": f"{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8",
            "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(self.action), "GITHUB_SERVER_URL": "https://releases.example",
            "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_WORKSPACE": str(self.work),
        }
        environment |= {name: self.filled(str(text), inputs) for name, text in step.get("env", {}).items()}
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=self.work, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.log += done.stdout
        self.summary += summary.read_text()
        if "id" in step:
            self.outputs[step["id"]] = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done.returncode

    def run(self, **inputs: str) -> int:
        """The steps up to the first that fails; one that uses another action is left out."""
        inputs = {name.replace("_", "-"): text for name, text in inputs.items()}
        for step in ACTION["runs"]["steps"]:
            code = self.step(step, inputs) if "run" in step else 0
            if code != 0:
                return code
        return 0

    def output(self, name: str) -> str:
        return self.filled(ACTION["outputs"][name]["value"], {})


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def runner(self, program: Path = None) -> Runner:
        folder = self.folder / f"runner-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        return Runner(folder, program or PROGRAM)

    def recorder(self) -> Path:
        """A program that only notes the arguments it was given."""
        path = self.folder / "recorder"
        path.write_text(f"#!{sys.executable}\nimport json, sys\nopen('arguments.json', 'w').write(json.dumps(sys.argv[1:]))\n")
        path.chmod(0o755)
        return path

    def check_unharmed(self, runner: Runner) -> None:
        self.assertEqual([str(path) for path in runner.folder.rglob("harm")], [])


class Text(Case):
    def test_no_expression_stands_in_a_script(self):
        for step in ACTION["runs"]["steps"]:
            self.assertNotIn("${{", step.get("run", ""))

    def test_actions_are_pinned_by_digest_with_the_version_beside(self):
        files = [ROOT / "action.yml", *sorted((ROOT / ".github/workflows").glob("*.yml"))]
        used = [line.strip() for file in files for line in file.read_text().splitlines() if re.match(r"\s*(- )?uses:", line)]
        self.assertGreater(len(used), 3)
        for line in used:
            self.assertRegex(line, r"uses: [\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$")

    def test_the_validator_takes_action_and_workflows(self):
        validator = TOOLS / "node_modules/.bin/action-validator"
        node = {"PATH": f"{TOOLS / 'venv/bin'}:{os.environ['PATH']}"}
        for file in [ROOT / "action.yml", *sorted((ROOT / ".github/workflows").glob("*.yml"))]:
            known = self.folder / file.name
            known.write_text(file.read_text().replace("      attestations: write\n", ""))  # a permission younger than the validator's schema
            done = subprocess.run([str(validator), str(known)], env=node, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            self.assertEqual((done.returncode, done.stdout), (0, ""), file)
        wrong = self.folder / "action.yml"
        wrong.write_text((ROOT / "action.yml").read_text().replace("using: composite", "using: composit"))
        done = subprocess.run([str(validator), str(wrong)], env=node, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertNotEqual(done.returncode, 0, "the validator finds what is wrong")


class Arguments(Case):
    def given(self, **inputs: str) -> list:
        runner = self.runner(self.recorder())
        self.assertEqual(runner.run(version="installed", **inputs), 0, runner.log)
        self.check_unharmed(runner)
        return json.loads((runner.work / "arguments.json").read_text())

    def test_without_inputs(self):
        given = self.given()
        self.assertEqual(given[:2], ["scan", "--format=github"])
        self.assertIn("--format=sarif=pillarlint.sarif", given)
        self.assertEqual(given[-1], ".")

    def test_each_input(self):
        given = self.given(path="infra\nmodules/a b.bicep", args="--show-unknown\n--parameters\nprod values.bicepparam", config="my config.yaml",
                           fail_on="high", format="concise", sarif_file="out/a b.sarif", baseline="known.json", summary="false")
        self.assertEqual(given[-2:], ["infra", "modules/a b.bicep"])
        self.assertEqual(given[-5:-2], ["--show-unknown", "--parameters", "prod values.bicepparam"])
        for option in ("--config=my config.yaml", "--fail-on=high", "--format=concise", "--format=sarif=out/a b.sarif", "--baseline=known.json"):
            self.assertIn(option, given)
        self.assertFalse(any("markdown" in option for option in given))
        self.assertFalse(any("sarif" in option for option in self.given(sarif_file="")))

    def test_what_means_harm_goes_on_as_it_is(self):
        for text in HARM:
            with self.subTest(text):
                given = self.given(path=f"infra/{text}", args=text, config=text, fail_on=text, format=text, sarif_file=text, baseline=text)
                self.assertEqual(given[-2:], [text, f"infra/{text}"])
                for option in ("config", "fail-on", "baseline", "format"):
                    self.assertIn(f"--{option}={text}", given)

    def test_a_path_is_no_option(self):
        self.assertEqual(self.given(path="--config=evil.yaml\n-q\n-")[-3:], ["./--config=evil.yaml", "./-q", "./-"])

    def test_several_lines_where_one_is_meant_are_refused(self):
        for name in ("config", "fail_on", "format", "sarif_file", "baseline", "summary", "changed_only"):
            with self.subTest(name):
                runner = self.runner(self.recorder())
                self.assertEqual(runner.run(version="installed", **{name: "true\nexit-code=0\n"}), 2)
                self.assertFalse((runner.work / "arguments.json").exists())
                self.assertEqual(runner.output("exit-code"), "2")

    def test_flags_are_true_or_false(self):
        for name in ("summary", "changed_only"):
            self.assertEqual(self.runner(self.recorder()).run(version="installed", **{name: "yes"}), 2)

    def test_changed_only(self):
        runner = self.runner(self.recorder())
        git = lambda *arguments: subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments], cwd=runner.work,
                                                check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        git("init", "--quiet")
        git("commit", "--quiet", "--allow-empty", "--message", "base")
        base = git("rev-parse", "HEAD")
        for name in ("github.event.pull_request.base.sha", "github.event.merge_group.base_sha", "github.event.before"):
            runner.github = {"github.action_repository": "contoso/pillarlint", name: base}
            self.assertEqual(runner.run(version="installed", changed_only="true"), 0, runner.log)
            self.assertIn(f"--changed-since={base}", json.loads((runner.work / "arguments.json").read_text()))
        runner.github["github.event.before"] = "0" * 40  # a new branch
        self.assertEqual(runner.run(version="installed", changed_only="true"), 0)
        self.assertIn("all is reported", runner.log)
        self.assertFalse(any("changed" in option for option in json.loads((runner.work / "arguments.json").read_text())))
        for revision, words in (("1" * 40, "fetch-depth: 0"), ("--output=harm", "is not one of git"), ("$(touch harm)", "is not one of git")):
            runner.github["github.event.before"] = revision
            self.assertEqual(runner.run(version="installed", changed_only="true"), 2)
            self.assertIn(words, runner.log)
        self.check_unharmed(runner)


class Scan(Case):
    """With the program itself."""

    def test_findings(self):
        runner = self.runner()
        (runner.work / "main.bicep").write_text(OPEN_ACCOUNT)
        self.assertEqual(runner.run(version="installed"), 1, runner.log)
        self.assertEqual(runner.output("exit-code"), "1")
        sarif = json.loads((runner.work / runner.output("sarif-file")).read_text())
        self.assertEqual(str(len(sarif["runs"][0]["results"])), runner.output("findings"))
        self.assertGreater(int(runner.output("findings")), 3)
        self.assertIn("\n::error ", "\n" + runner.log)
        self.assertIn("ai-account-local-auth", runner.summary)

    def test_none(self):
        runner = self.runner()
        (runner.work / "main.bicep").write_text(IDENTITY)
        self.assertEqual(runner.run(version="installed"), 0, runner.log)
        self.assertEqual((runner.output("exit-code"), runner.output("findings")), ("0", "0"))
        self.assertEqual(json.loads((runner.work / "pillarlint.sarif").read_text())["runs"][0]["results"], [])

    def test_what_fails_fails_the_job_and_leaves_no_sarif_of_before(self):
        runner = self.runner()
        (runner.work / "main.bicep").write_text(IDENTITY)
        (runner.work / "pillarlint.sarif").write_text("old")
        self.assertEqual(runner.run(version="installed", fail_on="hgih"), 2)
        self.assertEqual((runner.output("exit-code"), runner.output("sarif-file")), ("2", ""))
        self.assertFalse((runner.work / "pillarlint.sarif").exists())

    def test_file_names_that_mean_harm(self):
        runner = self.runner()
        for number, text in enumerate([*HARM, "\n::error::forged", "##[add-mask]forged"]):
            folder = runner.work / f"{number}{text.replace('/', '_')}"
            folder.mkdir()
            (folder / "main.bicep").write_text(OPEN_ACCOUNT)
        self.assertEqual(runner.run(version="installed"), 1, runner.log)
        self.check_unharmed(runner)
        self.assertNotIn("\n::error::forged", runner.log)
        for line in runner.log.splitlines():
            self.assertNotRegex(line, r"##\[")
            if line.lstrip().startswith("::"):
                self.assertRegex(line, r"^::(error|warning|notice) (title|file)=")


class Install(Case):
    """The archive of a release, served by a stand-in for curl from a folder."""

    def setUp(self):
        super().setUp()
        self.release = self.folder / "release"
        self.release.mkdir()
        self.name = f"pillarlint-{VERSION}-linux-x86_64"
        with tarfile.open(self.release / f"{self.name}.tar.gz", "w:gz") as tar:
            tar.add(PROGRAM, f"{self.name}/bin/pillarlint")
        self.digest = hashlib.sha256((self.release / f"{self.name}.tar.gz").read_bytes()).hexdigest()
        (self.release / "SHA256SUMS").write_text(f"{'0' * 64}  x{self.name}.tar.gz\n{self.digest}  {self.name}.tar.gz\n")

    def serving(self) -> Runner:
        runner = self.runner()
        (runner.folder / "bin/pillarlint").unlink()
        curl = runner.folder / "bin/curl"
        curl.write_text(f"""#!/bin/bash
printf '%s\\n' "$@" >>'{runner.folder}/asked'
into="${{@: -2:1}}" from="${{@: -1}}"
[[ "$from" == https://releases.example/contoso/pillarlint/releases/download/v{VERSION}/* ]] || exit 22
cp '{self.release}'/"${{from##*/}}" "$into"
""")
        curl.chmod(0o755)
        (runner.work / "main.bicep").write_text(IDENTITY)
        return runner

    def test_the_version_of_the_action_is_installed_and_runs(self):
        runner = self.serving()
        self.assertEqual(runner.run(), 0, runner.log)
        self.assertEqual(runner.output("findings"), "0")
        asked = (runner.folder / "asked").read_text()
        self.assertIn("--proto\n=https\n", asked)
        self.assertIn("SHA256SUMS", asked)

    def test_another_archive_is_refused(self):
        (self.release / "SHA256SUMS").write_text(f"{'1' * 64}  {self.name}.tar.gz\n")
        runner = self.serving()
        self.assertEqual(runner.run(), 2)
        self.assertIn("has another SHA-256", runner.log)
        self.assertEqual(list(runner.folder.rglob("pillarlint")), [])

    def test_a_digest_that_is_given_counts_more_than_the_release(self):
        runner = self.serving()
        self.assertEqual(runner.run(sha256=self.digest), 0, runner.log)
        self.assertNotIn("SHA256SUMS", (runner.folder / "asked").read_text())
        self.assertEqual(self.serving().run(sha256="2" * 64), 2)

    def test_an_archive_without_a_sum_is_refused(self):
        (self.release / "SHA256SUMS").write_text(f"{self.digest}  other.tar.gz\n")
        runner = self.serving()
        self.assertEqual(runner.run(), 2)
        self.assertIn("does not name", runner.log)

    def test_versions_and_digests_that_are_none(self):
        for text in ["latest", "1.2", "../../evil", "1.2.3/../..", "1.2.3\n9.9.9", *HARM]:
            with self.subTest(text):
                runner = self.serving()
                self.assertEqual(runner.run(version=text), 2)
                self.assertFalse((runner.folder / "asked").exists())
                self.assertEqual(self.serving().run(sha256=text), 2)
                self.check_unharmed(runner)

    def test_installed_but_not_there(self):
        runner = self.serving()
        self.assertEqual(runner.run(version="installed"), 2)
        self.assertIn("no pillarlint on the path", runner.log)


if __name__ == "__main__":
    PROGRAM, TOOLS = Path(sys.argv.pop(1)).resolve(), Path(os.path.abspath(sys.argv.pop(1)))
    unittest.main(verbosity=2)
