"""How many bytes our own files have as they are sent: built, each compressed by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from chat.modules import modules_of
from chatsite.static_urls import built_files
from deploy.browser_files.building import ROOT

STYLE = re.compile(r"static 'css/([\w.]+)'")
PAGES = ("templates/base.html", "templates/chat/chat.html")


def all_scripts() -> int:
    """Of all pages, whenever they are loaded."""
    return _compressed(built_files(ROOT) / name for name in _scripts())


def staff_scripts() -> int:
    """Of the pages that only staff see."""
    static = ROOT / "static"
    pages = (static / "admin_pages").rglob("*.js")
    return _compressed(built_files(ROOT) / path.relative_to(static) for path in pages)


def first_scripts() -> int:
    """What the chat page needs before it can be used: imports of imports."""
    return _compressed(built_files(ROOT) / name for name in modules_of("js/app.js"))


def styles() -> int:
    """Of the chat page."""
    names = {name for page in PAGES for name in STYLE.findall((ROOT / page).read_text())}
    return _compressed(built_files(ROOT) / "css" / name for name in names)


def _scripts() -> set[Path]:
    static = ROOT / "static"
    return {path.relative_to(static) for path in (static / "js").rglob("*.js")}


def _compressed(paths: Iterable[Path]) -> int:
    return sum(_sent(path).stat().st_size for path in paths)


def _sent(path: Path) -> Path:
    """What is tiny already has no gzip."""
    small = path.with_name(f"{path.name}.gz")
    return small if small.exists() else path
