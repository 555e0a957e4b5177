"""Builds the packages of a release from a build folder.

    python3 src/cmake/packaging/build.py [--build build/release] [--output dist] [--only deb,archive,image,wheel]

    pillarlint_VERSION-1_amd64.deb                 for Debian, Ubuntu and their relatives
    pillarlint-VERSION-linux-x86_64.tar.gz         the program, its manual page and completions
    pillarlint-VERSION-linux-x86_64.oci.tar        an image that holds the program alone
    pillarlint-VERSION-py3-none-….whl              for pip, uv and pre-commit; needs pip and the network for its build tools
    SHA256SUMS                                     of all that is in the output folder

The program must have been built (cmake --preset release && cmake --build --preset release --target pillarlint). Two runs
over the same commit write the same bytes; dates are SOURCE_DATE_EPOCH, else that of the commit.
"""

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import oci_image

ROOT = Path(__file__).resolve().parents[3]
KINDS = ("deb", "archive", "image", "wheel")
# A program without shared libraries runs on each of these.
WHEEL_TAG = "py3-none-manylinux2014_{0}.musllinux_1_1_{0}"


def run(*command: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}build.py: failed with status {done.returncode}: {' '.join(command)}")
    return done.stdout


def version() -> str:
    return re.search(r"project\(pillarlint VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


def date() -> int:
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given) if given else int(run("git", "log", "-1", "--format=%ct"))


def installed(build: Path, tree: Path, *parts: str) -> None:
    for part in parts:
        run("cmake", "--install", str(build), "--prefix", str(tree), "--strip", "--component", part)


def build_deb(build: Path, output: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        run("cpack", "--config", str(build / "CPackConfig.cmake"), "-G", "DEB", "-B", work)
        for package in Path(work).glob("*.deb"):
            shutil.move(str(package), output / package.name)


def build_archive(build: Path, output: Path) -> None:
    name = f"pillarlint-{version()}-linux-{platform.machine()}"
    with tempfile.TemporaryDirectory() as work:
        tree = Path(work)
        installed(build, tree, "program", "documents")
        shutil.copy(ROOT / "LICENSE", tree / "share/doc/pillarlint/LICENSE")
        (output / f"{name}.tar.gz").write_bytes(oci_image.compressed(oci_image.tar_of(tree, date(), name + "/")))


def build_image(build: Path, output: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        stage, tree = Path(work, "stage"), Path(work, "tree")
        installed(build, stage, "program", "documents")
        for path in ("bin/pillarlint", "share/doc/pillarlint/copyright"):
            (tree / "usr" / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(stage / path, tree / "usr" / path)
        shutil.copy(ROOT / "LICENSE", tree / "usr/share/doc/pillarlint/LICENSE")
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(date()))
        labels = {
            "org.opencontainers.image.title": "pillarlint",
            "org.opencontainers.image.description": "Static analysis of Azure infrastructure as code for AI workloads",
            "org.opencontainers.image.licenses": "Apache-2.0",
            "org.opencontainers.image.version": version(),
            "org.opencontainers.image.created": created,
        }
        if "GITHUB_REPOSITORY" in os.environ:  # how a registry knows which repository the image belongs to
            server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
            labels["org.opencontainers.image.source"] = f"{server}/{os.environ['GITHUB_REPOSITORY']}"
        architecture = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
        target = output / f"pillarlint-{version()}-linux-{platform.machine()}.oci.tar"
        oci_image.write_image(tree, target, name="pillarlint", version=version(), date=date(), created=created, labels=labels,
                              architecture=architecture)


def build_wheel(build: Path, output: Path) -> None:
    """The one package that pip builds, from source; the compiler is asked for nothing that a folder's name could change."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(date()))
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(output),
        "--config-settings", "wheel.tags=" + WHEEL_TAG.format(platform.machine()), str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--only", default=",".join(KINDS))
    given = parser.parse_args()
    kinds = given.only.split(",")
    for kind in kinds:
        if kind not in KINDS:
            parser.error(f"--only: {kind} is none of {', '.join(KINDS)}")
    build, output = given.build.resolve(), given.output.resolve()
    os.environ["SOURCE_DATE_EPOCH"] = str(date())
    output.mkdir(parents=True, exist_ok=True)
    makers = {"deb": build_deb, "archive": build_archive, "image": build_image, "wheel": build_wheel}
    for kind in kinds:
        makers[kind](build, output)
    packages = sorted(path for path in output.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in packages]
    (output / "SHA256SUMS").write_text("".join(sums))
    for path, line in zip(packages, sums):
        print(f"{path.stat().st_size:>10}  {line}", end="")


main()
