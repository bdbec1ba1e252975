"""What an image of the Dockerfile holds, without a container: the files that .dockerignore lets in,
and a Python that finds the pinned packages of one list, what those ask for, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Image:
    """app: its working directory."""

    app: Path
    python: Path


def web_image(directory: Path) -> Image:
    """As `docker build --target web` makes it."""
    app = directory / "app"
    for name in files_of_the_context():
        copy = app / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy)
    (app / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    if (ROOT / ".static").is_dir():
        shutil.copytree(ROOT / ".static", app / ".static")
    tools = python_with(directory / "tools", packages_of_the_files_stage())
    for module in (["deploy.translations", "compile"], ["deploy.browser_files"]):
        subprocess.run([tools, "-m", *module], cwd=app, check=True)
    return Image(app, python_with(directory / "venv", pinned("requirements-web.txt")))


# --- files ----------------------------------------------------------------------------------------


def files_of_the_context() -> list[str]:
    """What `COPY . .` copies, of what is in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    rules = [line for line in (ROOT / ".dockerignore").read_text().split() if line[0] != "#"]
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    return [name for name in names if _is_let_in(name, rules)]


def _is_let_in(name: str, rules: list[str]) -> bool:
    """The last rule that fits it or a folder above it decides, as Docker has it."""
    places = [name, *(str(parent) for parent in Path(name).parents if parent.name)]
    let_in = True
    for rule in rules:
        pattern = rule.removeprefix("!")
        anywhere = pattern.removeprefix("**/")
        for place in places:
            looked_at = place if anywhere == pattern else Path(place).name
            if looked_at.count("/") == anywhere.count("/") and fnmatch(looked_at, anywhere):
                let_in = rule.startswith("!")
    return let_in


# --- packages -------------------------------------------------------------------------------------


def packages_of_the_files_stage() -> list[Requirement]:
    """Of the Dockerfile."""
    found = re.search(r"grep -hE '(\S+)' (.+) > tools.txt", (ROOT / "Dockerfile").read_text())
    assert found is not None
    wanted = re.compile(found[1])
    lines = [line for name in found[2].split() for line in (ROOT / name).read_text().splitlines()]
    return [Requirement(line) for line in lines if wanted.match(line)]


def pinned(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text().splitlines()
    return [Requirement(line) for line in lines if line[0] not in "#-"]


def python_with(directory: Path, wanted: Iterable[Requirement]) -> Path:
    """A virtual environment whose packages are links to those that are installed here."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", directory], check=True)
    (packages,) = directory.glob("lib/python*/site-packages")
    for package in _with_what_they_ask_for(wanted):
        for name in {file.parts[0] for file in package.files or []} - {"..", "__pycache__"}:
            link = packages / name
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(name))))
    return directory / "bin" / "python"


def _with_what_they_ask_for(wanted: Iterable[Requirement]) -> list[PathDistribution]:
    found: dict[tuple[str, str], PathDistribution] = {}
    waiting = [(one, extra) for one in wanted for extra in ("", *one.extras)]
    while waiting:
        requirement, extra = waiting.pop()
        if (requirement.name, extra) in found:
            continue
        package = distribution(requirement.name)
        assert isinstance(package, PathDistribution)
        found[requirement.name, extra] = package
        asked = [Requirement(line) for line in package.requires or []]
        waiting += [
            (one, more)
            for one in asked
            if one.marker is None or one.marker.evaluate({"extra": extra})
            for more in ("", *one.extras)
        ]
    return list(found.values())
