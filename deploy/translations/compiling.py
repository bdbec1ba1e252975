"""Catalogues as the site reads them: `django.mo`, and `page.json` for the scripts of the page."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
STAMP = ROOT / "locale" / ".compiled"


def compile_all() -> bool:
    """→ whether anything had changed since the last time"""
    paths = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    state = _fingerprint([*paths, Path(__file__)])
    outputs = [_compiled(path) for path in paths]
    if all(map(Path.exists, outputs)) and STAMP.exists() and STAMP.read_text() == state:
        return False
    for path, output in zip(paths, outputs, strict=True):
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parts[-3])
        _write(output, catalogue)
    STAMP.write_text(state)
    return True


def _compiled(path: Path) -> Path:
    return path.with_suffix(".json" if path.stem == "page" else ".mo")


def _write(path: Path, catalogue: Catalog) -> None:
    """Beside, then in its place: a site that runs may read it at this moment."""
    beside = path.with_suffix(f".{os.getpid()}")
    with beside.open("wb") as file:
        if path.suffix == ".mo":
            write_mo(file, catalogue)
        else:
            text = json.dumps(_for_scripts(catalogue), ensure_ascii=False, separators=(",", ":"))
            file.write(text.encode())
    beside.replace(path)


def _for_scripts(catalogue: Catalog) -> dict[str, Any]:
    """By the English words; of a plural one form for each category, as Intl.PluralRules names
    them."""
    categories: tuple[str, ...] = ("zero", "one", "two", "few", "many", "other")
    if catalogue.num_plurals < len(categories):
        categories = ("one", "other")[-catalogue.num_plurals :]
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            message.string
            if isinstance(message.string, str)
            else dict(zip(categories, message.string, strict=True))
        )
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def _fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
