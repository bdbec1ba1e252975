"""How many bytes our own files have when they are compressed, each by itself as it is sent."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

STATIC = Path("static")
IMPORT = re.compile(r'^(?:import|export)[^;]*?from "(\.[^"]+)"|^import "(\.[^"]+)"', re.MULTILINE)
STYLE = re.compile(r"static 'css/([\w.]+)'")


def all_scripts() -> int:
    """Of all pages, whenever they are loaded."""
    return compressed((STATIC / "js").rglob("*.js"))


def first_scripts() -> int:
    """What the chat page needs before it can show anything: imports of imports."""
    return compressed(imported(STATIC / "js" / "app.js"))


def imported(entry: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [entry.resolve()]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        names = ["".join(names) for names in IMPORT.findall(path.read_text())]
        waiting += [(path.parent / name).resolve() for name in names]
    return found


def styles() -> int:
    """Of the chat page."""
    pages = (Path("templates/base.html"), Path("templates/chat/chat.html"))
    names = {name for page in pages for name in STYLE.findall(page.read_text())}
    return compressed(STATIC / "css" / name for name in names)


def compressed(paths: Iterable[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)
