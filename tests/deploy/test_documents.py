"""What the documents for operators say of files and tests is true."""

from __future__ import annotations

import ast
import re

from tests.support.fault_table import ROWS
from tests.support.image import ROOT

SECURITY = (ROOT / "docs" / "security.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def test_every_test_that_security_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)
    assert len(named) > 50
    functions = {path: _functions_of(path) for path, _ in named}
    assert [f"{path}::{name}" for path, name in named if name not in functions[path]] == []


def test_every_attack_names_a_test() -> None:
    table = SECURITY.partition("| attack |")[2].partition("\n\n")[0]
    rows = table.splitlines()[2:]
    assert len(rows) > 30
    assert [row for row in rows if "::test_" not in row] == []


def test_the_runbook_has_every_fault() -> None:
    runbook = OPERATIONS.partition("## When something is wrong")[2]
    told = {int(number) for number in re.findall(r"^\| (\d+) \|", runbook, re.MULTILINE)}
    assert told == set(ROWS)


def test_every_file_that_operations_names_exists() -> None:
    named = set(re.findall(r"\bdeploy/[\w./@-]*\w", OPERATIONS))
    # What a deployment keeps there, which git does not.
    made = {"deploy/secrets", "deploy/secrets/tls", "deploy/backups", "deploy/.env"}
    assert [name for name in sorted(named - made) if not (ROOT / name).exists()] == []


def _functions_of(path: str) -> set[str]:
    if not (ROOT / path).is_file():
        return set()
    tree = ast.parse((ROOT / path).read_text())
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
