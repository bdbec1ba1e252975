"""The file: a compressed tar of files and, last, of a manifest that names each with its digest.

Knows no database. What was not written whole has no manifest, and no name but a hidden one.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from chatsite.backups.exceptions import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 1024 * 1024
PIECE = 1024 * 1024

Manifest = dict[str, Any]


def write(path: Path, files: Mapping[str, Path], about: Manifest, *, beside: Path) -> None:
    """beside: a folder on the same disk, where it grows. Raises BackupError if `path` is there."""
    growing = beside / "archive"
    with _new_file(growing) as file:
        with tarfile.open(fileobj=file, mode="w:gz") as tar:
            for name, source in files.items():
                tar.add(source, arcname=name, filter=_without_owner)
            digests = {name: _digest(source) for name, source in files.items()}
            _add(tar, {"format": FORMAT, **about, "files": digests})
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(growing, path)  # and not over another
    except FileExistsError:
        raise BackupError(f"{path} is there already.") from None


def read(path: Path, folder: Path) -> Manifest:
    """Its files in `folder`, each as it was written. Raises BackupError."""
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            found = {member.name: member for member in tar if member.isfile()}
            manifest = _manifest(tar, found.get(MANIFEST))
            for name, digest in manifest["files"].items():
                if name not in found or Path(name).name != name:
                    raise BackupError(f"{path} has no file {name}.")
                _extract(tar, found[name], folder / name)
                if _digest(folder / name) != digest:
                    raise BackupError(f"{path} is damaged: its file {name} was changed.")
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{path} is no backup, or is damaged: {error}.") from error
    return manifest


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    content = tar.extractfile(member) if member and member.size < LARGEST_MANIFEST else None
    if content is None:
        raise BackupError("It is not whole: it has no manifest, which is written last.")
    manifest: Manifest = json.load(content)
    if manifest["format"] != FORMAT:
        raise BackupError(
            f"It is of format {manifest['format']}, and this release reads format {FORMAT}: "
            "restore it with the release that made it, then update."
        )
    return manifest


def _add(tar: tarfile.TarFile, manifest: Manifest) -> None:
    content = json.dumps(manifest, indent=1).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    content = tar.extractfile(member)
    assert content is not None, "only files are asked for"
    with _new_file(path) as file:
        while piece := content.read(PIECE):
            file.write(piece)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _new_file(path: Path) -> BinaryIO:
    """For us alone."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
