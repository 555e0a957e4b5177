"""The packages, made from a build folder, unpacked and run where nothing else is.

    python3 tests/packaging/packages_test.py BUILD_FOLDER

The program runs with the package as its whole world: chroot as root, else in a user namespace.
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "fixtures/projects/chat-public"
FOLDER = Path()  # what the packages are made in, made once
BUILD = Path()


def output_of(command: list, code: int = 0, **options) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode != code:
        raise AssertionError(f"{command} ended with {done.returncode}, not {code}\n{done.stdout}{done.stderr}")
    return done.stdout


def in_root(root: Path, *command: str, code: int = 0, user: int = 0) -> str:
    """Runs a command in /src of `root`, which is its whole file system, without an environment."""
    enter = ["unshare", f"--root={root}", "--wd=/src"]
    enter += [f"--setgid={user}", f"--setuid={user}"] if os.geteuid() == 0 else ["--map-root-user"]
    return output_of([*enter, *command], code, env={"PATH": os.environ["PATH"]})


def expected_scan() -> str:
    """What the program of the build says of the project."""
    return output_of([str(BUILD / "pillarlint"), "scan", "--format", "json", "--today", "2026-11-21", str(PROJECT)], 1)


def with_project(root: Path) -> Path:
    shutil.copytree(PROJECT, root / "src/chat-public")
    return root


def findings(text: str) -> list:
    return sorted((finding["rule"], finding["fingerprint"]) for finding in json.loads(text)["findings"])


class Packages(unittest.TestCase):
    def unpacked(self, name: str) -> Path:
        folder = FOLDER / f"unpacked-{name}"
        folder.mkdir()
        return folder

    def check_program(self, root: Path, program: str, user: int = 0) -> None:
        """It runs, knows its version, and finds in a project what the program of the build finds."""
        self.assertRegex(in_root(root, program, "--version", user=user), r"^pillarlint [0-9.]+\n$")
        said = in_root(root, program, "scan", "--format", "json", "--today", "2026-11-21", "chat-public", code=1, user=user)
        self.assertEqual(findings(said), findings(expected_scan()))
        self.assertGreater(len(findings(said)), 20)

    def test_sums(self):
        output_of(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=FOLDER)
        self.assertEqual(len((FOLDER / "SHA256SUMS").read_text().splitlines()), 3)

    def test_deb(self):
        package = next(FOLDER.glob("*.deb"))
        root = self.unpacked("deb")
        output_of(["dpkg-deb", "--extract", str(package), str(root)])
        self.check_program(with_project(root), "/usr/bin/pillarlint")
        self.assertNotIn("Depends", output_of(["dpkg-deb", "--field", str(package)]))
        for name in ("doc/pillarlint/copyright", "bash-completion/completions/pillarlint", "zsh/vendor-completions/_pillarlint",
                     "fish/vendor_completions.d/pillarlint.fish"):
            self.assertGreater((root / "usr/share" / name).stat().st_size, 1000, name)
        page = gzip.decompress((root / "usr/share/man/man1/pillarlint.1.gz").read_bytes()).decode()
        self.assertIn(".SH SYNOPSIS", page)
        changes = gzip.decompress((root / "usr/share/doc/pillarlint/changelog.Debian.gz").read_bytes()).decode()
        self.assertRegex(changes, r"(?m)^ -- .+ <.+@.+>  \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$")

    def test_archive(self):
        root = self.unpacked("archive")
        with tarfile.open(next(FOLDER.glob("*.tar.gz"))) as tar:
            names = [member.name for member in tar.getmembers()]
            self.assertEqual({name.split("/")[0] for name in names}, {re.sub(r"\.tar\.gz$", "", Path(tar.name).name)})
            self.assertEqual(names, sorted(names, key=lambda name: name.split("/")))
            self.assertEqual({(m.uid, m.gid, m.uname) for m in tar.getmembers()}, {(0, 0, "")})
            tar.extractall(root)
        self.check_program(with_project(root), f"/{names[0].split('/')[0]}/bin/pillarlint")

    def test_image(self):
        """Read as a registry reads it: each part by its digest."""
        with tarfile.open(next(FOLDER.glob("*.oci.tar"))) as tar:
            files = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
        self.assertEqual(json.loads(files["oci-layout"])["imageLayoutVersion"], "1.0.0")

        def blob(descriptor: dict) -> bytes:
            data = files["blobs/" + descriptor["digest"].replace(":", "/")]
            self.assertEqual(descriptor["digest"], "sha256:" + hashlib.sha256(data).hexdigest())
            self.assertEqual(descriptor["size"], len(data))
            return data

        (entry,) = json.loads(files["index.json"])["manifests"]
        manifest = json.loads(blob(entry))
        config = json.loads(blob(manifest["config"]))
        (layer,) = manifest["layers"]
        packed = gzip.decompress(blob(layer))
        self.assertEqual(config["rootfs"]["diff_ids"], ["sha256:" + hashlib.sha256(packed).hexdigest()])
        root = self.unpacked("image")
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(root)
        self.assertEqual(config["config"]["WorkingDir"], "/src")
        (program,) = config["config"]["Entrypoint"]
        user = int(config["config"]["User"].split(":")[0])
        self.assertNotEqual(user, 0)
        self.check_program(with_project(root), program, user=user)

    def test_nothing_of_the_machine_is_in_the_program(self):
        root = self.unpacked("strings")
        output_of(["dpkg-deb", "--extract", str(next(FOLDER.glob("*.deb"))), str(root)])
        program = (root / "usr/bin/pillarlint").read_bytes()
        for path in {str(ROOT), str(BUILD), os.path.expanduser("~") + "/"}:
            if len(path) > 2:
                self.assertNotIn(path.encode(), program)
        self.assertIn(b"statically", output_of(["ldd", str(root / "usr/bin/pillarlint")], 0).encode())

    def test_two_runs_write_the_same(self):
        again = FOLDER / "again"
        make(again)
        self.assertEqual((again / "SHA256SUMS").read_text(), (FOLDER / "SHA256SUMS").read_text())


def make(output: Path) -> None:
    output_of([sys.executable, str(ROOT / "src/cmake/packaging/build.py"), "--build", str(BUILD), "--output", str(output), "--only", "deb,archive,image"])


if __name__ == "__main__":
    BUILD = Path(sys.argv.pop(1)).resolve()
    with tempfile.TemporaryDirectory() as work:
        FOLDER = Path(work)
        make(FOLDER)
        unittest.main(verbosity=2)
