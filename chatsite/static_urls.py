"""Where the browser's files come from and under which address. Knows no request.

The address holds a fingerprint of the files and of the pages that name them, so that browsers may
keep them for ever and a new page never mixes old modules with new ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

COMPILED = (".mo", ".json", ".pyc")  # made of what is looked at anyway
BUILT = ".static"  # beside .venv and node_modules: what is installed, and no data of a run
MADE_OF = ("static", "package-lock.json", "deploy/browser_files")  # the last: how it is made


def site_version(base: Path, *, debug: bool) -> str:
    """Of all that a browser gets; empty while somebody works on it."""
    return "" if debug else _fingerprint(base, *MADE_OF, "templates", "locale")


def static_url(version: str) -> str:
    return f"/static/{version}/" if version else "/static/"


def browser_packages(base: Path) -> list[tuple[str, Path]]:
    """`vendor/<package>` for each runtime dependency of package.json that is installed."""
    listing = base / "package.json"
    if not listing.exists():
        return []
    names = json.loads(listing.read_text()).get("dependencies", {})
    folders = [(f"vendor/{name}", base / "node_modules" / name) for name in names]
    return [(prefix, folder) for prefix, folder in folders if folder.is_dir()]


def built_files(base: Path) -> Path:
    """The folder of what deploy/browser_files makes of exactly these sources, if it did."""
    return base / BUILT / _fingerprint(base, *MADE_OF)


def static_folders(base: Path, *, debug: bool) -> list[Path | tuple[str, Path]]:
    """The first that has a file serves it."""
    built = built_files(base)
    made = [] if debug or not built.is_dir() else [built]
    return [*made, base / "static", *browser_packages(base)]


def _fingerprint(base: Path, *names: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for name in names for path in _files(base / name)):
        digest.update(str(path.relative_to(base)).encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(place: Path) -> Iterator[Path]:
    """`place` itself, or all below it."""
    if place.is_file():
        yield place
    for path in place.rglob("*"):
        if path.is_file() and path.suffix not in COMPILED:
            yield path
