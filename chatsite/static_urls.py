"""Where the browser's files come from and under which address. Knows no request.

The address holds a fingerprint of the files, so that browsers may keep them for ever and an
upgrade never mixes old modules with new ones.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def static_url(base: Path, *, debug: bool) -> str:
    return "/static/" if debug else f"/static/{_fingerprint(base)}/"


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
    own = (path for path in (base / "static").rglob("*") if path.is_file())
    for path in [*sorted(own), base / "package-lock.json"]:
        digest.update(str(path.relative_to(base)).encode() + b"\0")
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:12]
