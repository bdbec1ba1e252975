"""Files stay short and functions shorter; docs/decisions/0001-sizes.md names the exceptions."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXCEPTIONS = ROOT / "docs" / "decisions" / "0001-sizes.md"
LONGEST_FILE, LONGEST_FUNCTION = 300, 50
SUFFIXES = ("*.py", "*.js", "*.css", "*.html")


def test_no_file_is_over_300_lines() -> None:
    too_long = {name for path in _files() for name in _if_too_long(path)}
    assert too_long == set()


def test_no_function_is_over_50_lines() -> None:
    assert {name for path in _files() for name in _long_functions(path)} == set()


@pytest.mark.parametrize("lines", [LONGEST_FUNCTION, LONGEST_FUNCTION + 1])
def test_a_function_that_is_too_long_is_found(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "long.py"
    path.write_text("def tell():\n" + "    print()\n" * (lines - 1))
    assert len(list(_long_functions(path))) == lines - LONGEST_FUNCTION


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *SUFFIXES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.splitlines() if "/migrations/" not in name]
    return [ROOT / name for name in names if (ROOT / name).exists()]


def _if_too_long(path: Path) -> Iterator[str]:
    lines = path.read_text().count("\n")
    if lines > LONGEST_FILE and not _is_excepted(path.name):
        yield f"{path.relative_to(ROOT)}: {lines} lines"


def _long_functions(path: Path) -> Iterator[str]:
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > LONGEST_FUNCTION and not _is_excepted(node.name):
                yield f"{path.name}:{node.lineno} {node.name}: {lines} lines"


def _is_excepted(name: str) -> bool:
    return f"`{name}`" in EXCEPTIONS.read_text()
