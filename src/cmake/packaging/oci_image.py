"""Writes an OCI image of one layer as a tar archive, the same bytes for the same files.

An image from scratch needs no daemon and no build tool: it is JSON, a tar archive, and digests. `docker load`,
`podman load` and `skopeo copy oci-archive:` read it.
"""

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def add(tar: tarfile.TarFile, name: str, data: bytes, date: int, mode: int = 0o644) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(data), date, mode
    tar.addfile(entry, io.BytesIO(data))


def tar_of(tree: Path, date: int, prefix: str = "") -> bytes:
    """The files below `tree`, in order of their names, owned by root, dated alike."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(tree.rglob("*"), key=lambda p: p.relative_to(tree).parts):
            name = prefix + path.relative_to(tree).as_posix()
            if path.is_dir():
                entry = tarfile.TarInfo(name)
                entry.type, entry.mode, entry.mtime = tarfile.DIRTYPE, 0o755, date
                tar.addfile(entry)
            else:
                add(tar, name, path.read_bytes(), date, 0o755 if path.stat().st_mode & 0o100 else 0o644)
    return out.getvalue()


def compressed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def as_json(value: object) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True).encode() + b"\n"


def write_image(tree: Path, target: Path, *, name: str, version: str, date: int, created: str, labels: dict, architecture: str) -> None:
    """`tree` becomes the root of the image, which runs /usr/bin/pillarlint in /src."""
    layer = tar_of(tree, date)
    blobs = {}

    def blob(kind: str, data: bytes) -> dict:
        digest = hashlib.sha256(data).hexdigest()
        blobs[digest] = data
        return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(data)}

    packed = blob(LAYER, compressed(layer))
    config = blob(CONFIG, as_json({
        "architecture": architecture,
        "os": "linux",
        "created": created,
        "config": {
            "Entrypoint": ["/usr/bin/pillarlint"],
            "Env": ["PATH=/usr/bin"],
            "Labels": labels,
            "User": "65534:65534",
            "WorkingDir": "/src",
        },
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
        "history": [{"created": created, "created_by": "src/cmake/packaging/build.py"}],
    }))
    manifest = blob(MANIFEST, as_json({
        "schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [packed], "annotations": labels,
    }))
    index = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [manifest | {
            "platform": {"architecture": architecture, "os": "linux"},
            "annotations": {"org.opencontainers.image.ref.name": version},
        }],
    }
    path_of = lambda descriptor: "blobs/sha256/" + descriptor["digest"].split(":")[1]
    # For releases of Docker that do not read the OCI layout.
    docker = [{"Config": path_of(config), "RepoTags": [f"{name}:{version}"], "Layers": [path_of(packed)]}]
    with tarfile.open(target, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        add(tar, "oci-layout", b'{"imageLayoutVersion": "1.0.0"}\n', date)
        add(tar, "index.json", as_json(index), date)
        add(tar, "manifest.json", as_json(docker), date)
        for digest in sorted(blobs):
            add(tar, f"blobs/sha256/{digest}", blobs[digest], date)
