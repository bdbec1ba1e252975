"""Every setting that the code reads is in docs/settings.md, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {"database", "email", "sampling", "secret", "writable_directory"}


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    read = {name for path in _modules() for name in _settings_read_in(path)}
    assert read == documented_settings()
    assert {"PORT", "REDIS_URL", "CHAT_MODEL"} <= read


def _modules() -> list[Path]:
    return [*(ROOT / "chatsite").rglob("*.py"), ROOT / "inference" / "config.py"]


def _settings_read_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and _is_reader(node.func) and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value


def _is_reader(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Name(id="env")):
            return True
        case ast.Name(id=name):
            return name in READERS
    return False


def documented_settings() -> set[str]:
    text = (ROOT / "docs" / "settings.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
