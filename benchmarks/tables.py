"""Rows as a table on the screen, and as JSON. Knows no benchmark."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def show(rows: Sequence[Row], title: str = "") -> None:
    columns = list(rows[0])
    widths = {name: max(len(name), *(len(_shown(one[name])) for one in rows)) for name in columns}
    print(f"\n{title}" if title else "")
    print(" | ".join(f"{name:>{widths[name]}}" for name in columns))
    for one in rows:
        print(" | ".join(f"{_shown(one[name]):>{widths[name]}}" for name in columns), flush=True)


def at_most(what: str, most: float, measured: float) -> dict[str, Any]:
    """A row that says whether what was measured is as we want it."""
    holds = "yes" if measured <= most else "no"
    return {"what": what, "wanted": f"≤ {most:g}", "measured": measured, "holds": holds}


def write(name: str, result: Mapping[str, Any], path: Path | None = None) -> None:
    """Under var/bench as `name`.json, with the machine, unless `path` says where."""
    path = path or Path(os.environ.get("VAR_DIR", "var")) / "bench" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    machine = {"machine": platform.platform(), "cores": os.cpu_count()}
    path.write_text(json.dumps({**machine, **result}, indent=2) + "\n")
    print(f"\nWritten to {path}")


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
