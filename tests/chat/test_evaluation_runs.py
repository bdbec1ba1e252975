"""What is read of a set and of a run that was cut off, and what is different. No engine here."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from chat.evaluation.cases import Case, Result, UnreadableCase, read_results, read_set
from chat.evaluation.differences import counts, difference, report, report_json
from inference.contract import Sampling, Turn

ASKED = {"role": "user", "content": "One?"}
TOLD = {"role": "assistant", "content": "One."}


def read(path: Path, *lines: Any) -> list[Case | UnreadableCase]:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return [found for _, found in read_set(path)]


def result(name: str, **more: Any) -> Result:
    return Result.of(Case(id=name, turns=(), old="One."), "other", **more)


def test_both_forms_are_read_and_need_no_metadata(tmp_path: Path) -> None:
    system = {"role": "system", "content": "Be brief."}
    about = {"id": "a", "rating": "bad", "model": "pocket", "sampling": {"seed": 1, "stop": ["."]}}
    plain, known, pair = read(
        tmp_path / "set.jsonl",
        {"messages": [ASKED, TOLD]},
        {"messages": [system, ASKED, TOLD], "metadata": about},
        {"prompt": [ASKED], "chosen": [TOLD], "rejected": [TOLD], "metadata": {"chosen": about}},
    )
    assert isinstance(plain, Case)
    assert isinstance(known, Case)
    assert isinstance(pair, Case)
    assert (plain.turns, plain.old) == ((Turn(role="user", content="One?"),), "One.")
    assert len(plain.id) == 16
    assert (known.id, known.rating, known.old_model) == ("a", "bad", "pocket")
    assert known.sampling == Sampling(seed=1, stop=(".",))
    assert known.turns[0].role == "system"
    assert (pair.turns, pair.old, pair.rating) == (plain.turns, plain.old, "bad")
    assert pair.id == plain.id


@pytest.mark.parametrize(
    "line",
    [
        7,
        {},
        {"messages": []},
        {"messages": [ASKED]},
        {"messages": [TOLD]},
        {"messages": [ASKED, {"role": "assistant", "content": None}]},
        {"messages": [{"role": "robot", "content": "One?"}, TOLD]},
        {"messages": [ASKED, TOLD], "metadata": "about"},
        {"messages": [ASKED, TOLD], "metadata": {"sampling": {"warmth": 1}}},
        {"prompt": [ASKED], "chosen": []},
        {"prompt": [ASKED]},
    ],
)
def test_what_is_no_case_is_told_and_the_next_is_read(tmp_path: Path, line: Any) -> None:
    wrong, right = read(tmp_path / "set.jsonl", line, {"messages": [ASKED, TOLD]})
    assert isinstance(wrong, UnreadableCase)
    assert isinstance(right, Case)


def test_of_a_case_that_was_tried_again_the_last_answer_counts(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    lines = [
        result("a", error="It failed.").to_line(),
        "not ours\n",
        result("b", new="Eins.").to_line(),
        result("a", new="One.").to_line(),
    ]
    path.write_text("".join(lines) + lines[0][:30])
    found = read_results(path)
    assert {name: (one.new, one.error) for name, one in found.items()} == {
        "a": ("One.", None),
        "b": ("Eins.", None),
    }
    assert path.read_text() == "".join(lines)
    assert read_results(tmp_path / "none") == {}


def test_words_that_went_and_came_are_marked() -> None:
    assert difference("It is one.", "It was two.") == "It [-is-]{+was+} [-one-]{+two+}."
    assert difference("", "New") == "{+New+}"
    assert difference("Old", "Old") == "Old"


def test_long_texts_are_compared_by_lines_and_soon() -> None:
    old = "\n".join(f"line {number} of many words in a row" for number in range(2_000))
    begun = time.perf_counter()
    assert "+line 7 is new" in difference(old, old.replace("line 7 of", "line 7 is new of"))
    assert time.perf_counter() - begun < 30


def test_a_report_counts_and_shows_what_is_different() -> None:
    case = Case(id="b", turns=(), old="One.", rating="bad", comment="No.")
    results = [
        result("a", new="One."),
        Result.of(case, "other", new="Two."),
        result("c", error="It failed."),
    ]
    assert counts(results) == {"same": 1, "different": 1, "failed": 1}
    words = "\n".join(report(results, model="other"))
    for line in (
        "rated │ bad “No.”",
        "difference │ [-One-]{+Two+}.",
        "error │ It failed.",
        "3 cases on other: 1 same, 1 different, 1 failed.",
        "rated bad, 1: 0 same, 1 different, 0 failed",
    ):
        assert line in words
    told = report_json(results, model="other")
    assert told["by_rating"] == {"bad": {"same": 0, "different": 1, "failed": 0}}
    assert [one["difference"] for one in told["cases"]] == [None, "[-One-]{+Two+}.", None]
