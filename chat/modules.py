"""Which modules a script of ours imports, and those again. Knows no page and no address."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings

STATIC: Path = settings.BASE_DIR / "static"
# As Biome writes it: at the beginning of a line. Packages have no dot; `import()` is no statement.
IMPORT = re.compile(
    r'^(?:import|export)\b[^;()]*?from "(\.[^"]+)"|^import "(\.[^"]+)"', re.MULTILINE
)


def modules_of(entry: str) -> list[str]:
    """`entry` (such as "js/app.js") and all it imports, each once; not what it loads later."""
    return _read(entry) if settings.DEBUG else _kept(entry)


def _read(entry: str) -> list[str]:
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = None
        path = STATIC / name
        imported = ["".join(names) for names in IMPORT.findall(path.read_text())]
        waiting += [str((path.parent / other).resolve().relative_to(STATIC)) for other in imported]
    return list(found)


_kept = cache(_read)
