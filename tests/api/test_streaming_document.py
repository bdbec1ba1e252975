"""Every example of docs/streaming.md does what the page says, as whoever copies it would see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.document import Example, examples, is_as_told
from tests.support.processes import ROOT
from tests.support.program import Program

EXAMPLES = examples(ROOT / "docs" / "streaming.md")
QUESTION = "What is streaming?"


def told_of(remark: str) -> list[Example]:
    """Those that show what becomes of them then."""
    return [example for example in EXAMPLES if remark in example.remarks]


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if one.language != "console" or not one.remarks], ids=str
)
def test_an_example_prints_what_the_page_says(
    example: Example, pocket_program: Program, tmp_path: Path
) -> None:
    printed = run(example, pocket_program, tmp_path)
    assert is_as_told(printed, example.output or "Streaming means…"), printed


@pytest.mark.parametrize("example", told_of("overloaded"), ids=str)
def test_who_finds_no_room_sees_what_the_page_says(
    example: Example, program: Program, tmp_path: Path
) -> None:
    with all_places_taken(program):
        printed = run(example, program, tmp_path)
    assert is_as_told(printed, example.output or "No room now; there should be in … s"), printed


@pytest.mark.parametrize("example", told_of("broken"), ids=str)
def test_what_breaks_off_looks_as_the_page_says(
    example: Example, program: Program, tmp_path: Path
) -> None:
    failing = replace(example, code=example.code.replace(QUESTION, "!fail after 3"))
    printed = run(failing, program, tmp_path)
    assert is_as_told(printed, example.output or "You said: …It broke off: The script …"), printed


def test_the_page_has_an_example_for_each_client() -> None:
    code = "\n".join(example.code for example in EXAMPLES)
    for client in ("curl -sN", "from openai", "huggingface_hub", 'from "openai"', "await fetch("):
        assert client in code


def test_every_word_between_the_holes_counts() -> None:
    assert is_as_told("id: 12\ndata: done\n", "id: …\ndata: done")
    assert not is_as_told("id: 12\ndata: gone\n", "id: …\ndata: done")
    assert not is_as_told("id: 12\ndata: done\nmore", "id: …\ndata: done")


def run(example: Example, program: Program, directory: Path) -> str:
    """Without the comments that a slow machine makes a stream hold."""
    printed = example.run(directory, SITE=program.site.url, KEY=program.secret)
    return "".join(line for line in printed.splitlines(keepends=True) if line[:1] != ":")


@contextmanager
def all_places_taken(program: Program) -> Iterator[None]:
    with ExitStack() as running:
        for _ in range(int(program.site.environment["MAX_REQUESTS_PER_USER"])):
            running.enter_context(program.asking("!rate 5\n!tokens 1000"))
        yield
