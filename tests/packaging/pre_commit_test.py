"""The hooks, run by the real pre-commit in repositories of their own.

    python3 tests/packaging/pre_commit_test.py PROGRAM PRE_COMMIT

PRE_COMMIT is the command of that name; ./setup.sh test installs it. Times of each run are printed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM, PRE_COMMIT = Path(), Path()

IDENTITY = """resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'app-identity'
  location: resourceGroup().location
}
"""
OPEN_ACCOUNT = """resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'contoso-ai'
  location: resourceGroup().location
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: { publicNetworkAccess: 'Enabled' }  // <-- here
}
"""
TERRAFORM_IDENTITY = """resource "azurerm_user_assigned_identity" "app" {
  name                = "app-identity"
  location            = "swedencentral"
  resource_group_name = "chat"
}
"""
OPEN_TERRAFORM_ACCOUNT = """resource "azurerm_ai_services" "ai" {
  name                  = "contoso-ai"
  location              = "swedencentral"
  resource_group_name   = "chat"
  sku_name              = "S0"
  public_network_access = "Enabled" # <-- here
}
"""


class Repository:
    """A git repository with a hook of ours, in an environment in which nothing is configured or cached."""

    def __init__(self, folder: Path, hook: str):
        self.folder, self.hook = folder, hook
        self.environment = {
            "PATH": f"{PROGRAM.parent}:{PRE_COMMIT.parent}:{os.environ['PATH']}",
            "HOME": str(folder / "home"),
            "PRE_COMMIT_HOME": str(folder / "cache"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        (folder / "home").mkdir()
        hooks = self.new_repository("hooks")
        shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
        self.commit(hooks)
        revision = self.git(hooks, "rev-parse", "HEAD").strip()
        self.work = self.new_repository("work")
        self.write(".pre-commit-config.yaml", f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks: [{{id: {hook}}}]\n")
        self.write("infra/main.bicep", IDENTITY)
        self.write("terraform/main.tf", TERRAFORM_IDENTITY)
        self.commit(self.work)

    def new_repository(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir()
        self.git(path, "init", "--quiet", "--initial-branch=main")
        return path

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess:
        return subprocess.run(command, cwd=folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def git(self, folder: Path, *arguments: str) -> str:
        done = self.run(folder, "git", *arguments)
        if done.returncode != 0:
            raise AssertionError(f"git {arguments}: {done.stdout}")
        return done.stdout

    def write(self, name: str, text: str) -> None:
        (self.work / name).parent.mkdir(parents=True, exist_ok=True)
        (self.work / name).write_text(text)

    def commit(self, folder: Path) -> None:
        self.git(folder, "add", "--all")
        self.git(folder, "commit", "--quiet", "--no-verify", "--message", "files")

    def stage(self, name: str, text: str) -> None:
        self.write(name, text)
        self.git(self.work, "add", "--", name)

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess:
        begin = time.monotonic()
        done = self.run(self.work, str(PRE_COMMIT), "run", "--color=never", "--verbose", *arguments)
        took = re.search(r"- duration: ([0-9.]+)s", done.stdout)
        print(f"\n    {self.hook}: pre-commit {time.monotonic() - begin:.2f} s, the hook {took[1] if took else '-'} s", end=" ", flush=True)
        return done


class HookCase(unittest.TestCase):
    hook = "pillarlint-system"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.repository = Repository(Path(folder.name), self.hook)

    def check(self, done: subprocess.CompletedProcess, code: int, *parts: str) -> None:
        self.assertEqual(done.returncode, code, done.stdout)
        for part in parts:
            self.assertIn(part, done.stdout)

class Hooks(HookCase):
    def test_a_staged_bicep_edit_that_makes_a_finding_is_blocked(self):
        self.repository.stage("infra/main.bicep", IDENTITY + OPEN_ACCOUNT)
        self.check(self.repository.pre_commit(), 1, "Failed", "exit code: 1", "ai-account-public-network-access", "infra/main.bicep:10")

    def test_a_staged_terraform_edit_that_makes_a_finding_is_blocked(self):
        self.repository.stage("terraform/main.tf", TERRAFORM_IDENTITY + OPEN_TERRAFORM_ACCOUNT)
        self.check(self.repository.pre_commit(), 1, "Failed", "exit code: 1", "ai-account-public-network-access", "terraform/main.tf")

    def test_a_template_that_can_not_be_read_is_blocked(self):
        self.repository.stage("azuredeploy.json", '"deploymentTemplate.json" :::')
        self.check(self.repository.pre_commit(), 1, "Failed", "exit code: 3", "azuredeploy.json:1")

    def test_a_file_with_errors_is_blocked(self):
        for name, text in (("infra/main.bicep", IDENTITY + "param = 1\n"), ("terraform/main.tf", TERRAFORM_IDENTITY + "variable {{\n"),
                           ("azuredeploy.json", '{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",'
                                                ' "contentVersion": "1.0.0.0", "resources": [ }')):
            with self.subTest(name):
                self.repository.stage(name, text)
                self.check(self.repository.pre_commit(), 1, "Failed", "exit code: 3", f"{name}:", "with errors, so only partly analysed")
                self.repository.git(self.repository.work, "reset", "--quiet", "--hard")

    def test_other_files_do_not_start_it(self):
        self.repository.stage("README.md", "text\n")
        self.repository.stage("package.json", "{}\n")
        self.repository.stage("locales/main.json", "{}\n")
        self.check(self.repository.pre_commit(), 0, "(no files to check)", "Skipped")

    def test_staged_files_without_findings_pass(self):
        self.repository.stage("infra/main.bicep", IDENTITY.replace("app-identity", "chat-identity"))
        self.repository.stage("terraform/main.tf", TERRAFORM_IDENTITY.replace("app-identity", "chat-identity"))
        self.repository.stage("infra/a name, with 'quotes' & $(spaces).bicep", IDENTITY)
        self.check(self.repository.pre_commit(), 0, "Passed")

    def test_a_clean_tree_passes(self):
        self.check(self.repository.pre_commit("--all-files"), 0, "Passed")
        self.check(self.repository.pre_commit(), 0, "Skipped")

    def test_what_is_staged_is_judged_not_what_is_edited(self):
        self.repository.stage("infra/main.bicep", IDENTITY + OPEN_ACCOUNT)
        self.repository.write("infra/main.bicep", IDENTITY)
        self.check(self.repository.pre_commit(), 1, "Failed", "ai-account-public-network-access")

    def test_git_commit_is_stopped(self):
        self.check(self.repository.run(self.repository.work, str(PRE_COMMIT), "install"), 0)
        before = self.repository.git(self.repository.work, "rev-parse", "HEAD")
        self.repository.stage("infra/main.bicep", IDENTITY + OPEN_ACCOUNT)
        done = self.repository.run(self.repository.work, "git", "commit", "--message", "an open account")
        self.check(done, 1, "ai-account-public-network-access")
        self.assertEqual(self.repository.git(self.repository.work, "rev-parse", "HEAD"), before)


class StagedFiles(HookCase):
    """The whole deployment is understood; what the staged files have no part in is not reported."""

    def test_a_finding_of_another_file_does_not_block(self):
        self.repository.write("infra/old.bicep", OPEN_ACCOUNT)
        self.repository.commit(self.repository.work)
        self.repository.stage("infra/main.bicep", IDENTITY.replace("app-identity", "chat-identity"))
        self.check(self.repository.pre_commit(), 0, "Passed")

    def test_an_error_in_another_file_does_not_block(self):
        self.repository.write("infra/old.bicep", IDENTITY + "param = 1\n")
        self.repository.commit(self.repository.work)
        self.repository.stage("infra/main.bicep", IDENTITY.replace("app-identity", "chat-identity"))
        self.check(self.repository.pre_commit(), 0, "Passed")

    def test_a_module_is_judged_with_the_arguments_that_others_give_it(self):
        access = "param access string\n" + OPEN_ACCOUNT.replace("'Enabled'", "access")
        self.repository.write("infra/ai.bicep", access)
        self.repository.write("infra/main.bicep", "module ai 'ai.bicep' = {\n  name: 'ai'\n  params: { access: 'Enabled' }  // <-- here\n}\n")
        self.repository.commit(self.repository.work)
        self.repository.stage("infra/ai.bicep", access + "\n")
        self.check(self.repository.pre_commit(), 1, "ai-account-public-network-access", "infra/main.bicep:3")


class WholeRepository(Hooks):
    """`pillarlint-all` says the same of these, and more: it sees what is not staged as well."""

    hook = "pillarlint-all"

    def test_what_was_committed_before_is_judged_too(self):
        self.repository.write("infra/old.bicep", OPEN_ACCOUNT)
        self.repository.commit(self.repository.work)
        self.repository.stage("terraform/main.tf", TERRAFORM_IDENTITY + "\n")
        self.check(self.repository.pre_commit(), 1, "infra/old.bicep")


class Manifest(unittest.TestCase):
    def test_pre_commit_takes_it(self):
        done = subprocess.run([str(PRE_COMMIT), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], stdout=subprocess.PIPE, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_the_image_has_the_version_of_the_program(self):
        version = re.search(r"project\(pillarlint VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())[1]
        images = re.findall(r"entry: ghcr\.io/\S+:(\S+) ", (ROOT / ".pre-commit-hooks.yaml").read_text())
        self.assertEqual(images, [version])

    def test_files_that_start_it(self):
        pattern = re.compile(re.search(r"&files '(.*)'", (ROOT / ".pre-commit-hooks.yaml").read_text())[1])
        for name in ("main.bicep", "a/prod.bicepparam", "x/main.tf", "x.tf.json", "prod.auto.tfvars", "prod.tfvars.json",
                     "azuredeploy.json", "a/azuredeploy.prod.json", "mainTemplate.json", "prod.parameters.json"):
            self.assertTrue(pattern.search(name), name)
        for name in ("package.json", "main.json", "bicepconfig.json", "a.bicep.md", "x.tfstate", "my-azuredeploy.yaml", "tf"):
            self.assertFalse(pattern.search(name), name)


if __name__ == "__main__":
    PROGRAM, PRE_COMMIT = Path(sys.argv.pop(1)).resolve(), Path(os.path.abspath(sys.argv.pop(1)))
    if not PRE_COMMIT.exists():
        sys.exit(f"There is no pre-commit at {PRE_COMMIT}: ./setup.sh test installs it")
    unittest.main(verbosity=2)
