"""Known vulnerabilities in what we install, asked of PyPI's and npm's databases.

python3 audit.py            fails on one, and when a database cannot be asked
python3 audit.py lenient    as a part of `make check`: without a network it says so and goes on
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


class CannotAsk(Exception):
    """The database did not answer, or not with what it should."""


def main(*, is_lenient: bool) -> None:
    found, unasked = [], []
    for name, audit in AUDITS.items():
        try:
            found += list(audit())
        except CannotAsk as error:
            unasked.append(f"{name} was not asked for known vulnerabilities: {error}")
    for line in found + unasked:
        print(line, file=sys.stderr)
    if found or (unasked and not is_lenient):
        sys.exit(1)


def python_packages() -> Iterator[str]:
    """Of this environment: what our packages need themselves as well."""
    answer = _ask([sys.executable, "-m", "pip_audit", "--local", "--format", "json"])
    known = [package for package in answer["dependencies"] if "vulns" in package]
    if not known:
        raise CannotAsk("it knows none of our packages")
    for package in known:
        for one in package["vulns"]:
            fixed = ", ".join(one["fix_versions"]) or "no version yet"
            yield f"{package['name']} {package['version']}: {one['id']}, mended in {fixed}"


def browser_packages() -> Iterator[str]:
    answer = _ask([str(ROOT / "deploy" / "setup" / "npm"), "audit", "--omit=dev", "--json"])
    for name, one in answer["vulnerabilities"].items():
        yield f"{name} {one['range']}: {one['severity']}; see `npm audit`"


def _ask(command: list[str]) -> dict[str, Any]:
    try:
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
        answer: dict[str, Any] = json.loads(run.stdout)
    except (ValueError, subprocess.TimeoutExpired) as error:
        raise CannotAsk(type(error).__name__) from error
    if "error" in answer:
        raise CannotAsk(answer["error"].get("summary") or "it answered with an error")
    return answer


AUDITS: dict[str, Callable[[], Iterator[str]]] = {
    "PyPI": python_packages,
    "npm": browser_packages,
}

if __name__ == "__main__":
    main(is_lenient=sys.argv[1:] == ["lenient"])
