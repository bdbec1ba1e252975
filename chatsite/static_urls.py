"""Where the browser's files come from and under which address. Knows no request.

The address holds a fingerprint of the files and of the pages that name them, so that browsers may
keep them for ever and an upgrade never mixes old modules with new ones.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

COMPILED = (".mo", ".json")  # made of what is looked at anyway


def site_version(base: Path, *, debug: bool) -> str:
    """Of all that a browser gets; empty while somebody works on it."""
    return "" if debug else _fingerprint(base)


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


def _fingerprint(base: Path) -> str:
    digest = hashlib.sha256()
    folders = [base / "static", base / "templates", base / "locale"]
    own = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    sources = sorted(path for path in own if path.suffix not in COMPILED)
    for path in [*sources, base / "package-lock.json"]:
        digest.update(str(path.relative_to(base)).encode() + b"\0")
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:12]
