"""Puts the source of the HCL grammar into a folder: from PyPI, locked by hash (requirements-grammar.txt).

    python3 parsers/fetch_grammar.py FOLDER

Nothing of it runs but, as pip wants to know what it downloads, the setuptools that are here already. Does nothing where
the folder holds the grammar of this lock.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements-grammar.txt"


def download(into: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    command += ["--no-build-isolation", "--no-binary", ":all:", "--dest", str(into), "-r", str(LOCK)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}fetch_grammar: pip could not download what {LOCK.name} names")
    return next(into.glob("*.tar.gz"))


def unpack(archive: Path, folder: Path) -> None:
    """Its sources and licence, without the archive's own top folder."""
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            parts = Path(member.name).parts[1:]
            if not member.isfile() or not parts or ".." in parts:
                continue
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(tar.extractfile(member).read())


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    stamp, lock = folder / "stamp", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text().startswith(lock) and (folder / "src/parser.c").is_file():
        return
    names = ", ".join(line.split()[0].replace("==", " ") for line in LOCK.read_text().splitlines() if "==" in line)
    print(f"fetching the source of the HCL grammar, locked by hash: {names} from PyPI", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as work:
        unpack(download(Path(work)), folder)
    stamp.write_text(lock)


main()
