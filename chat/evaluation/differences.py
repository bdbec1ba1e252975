"""What is different between old and new answers, in words and in numbers. Knows no file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher, unified_diff
from typing import Any

from chat.evaluation.cases import Result

MOST_WORDS = 4_000  # beyond, comparing words takes seconds
SHOWN_CHARACTERS = 100  # of what was asked
PIECES = re.compile(r"\s+|\w+|[^\w\s]")


def difference(old: str, new: str) -> str:
    """As `git diff --word-diff` shows it; of very long texts by lines."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        lines = unified_diff(old.splitlines(), new.splitlines(), "old", "new", lineterm="", n=1)
        return "\n".join(lines)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return "".join(
        _shown(tag, "".join(before[a:b]), "".join(after[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
    )


def kind_of(result: Result) -> str:
    if result.error is not None:
        return "failed"
    return "same" if result.is_same else "different"


def counts(results: Iterable[Result]) -> dict[str, int]:
    found = Counter(map(kind_of, results))
    return {kind: found[kind] for kind in ("same", "different", "failed")}


def report(results: Sequence[Result], *, model: str) -> Iterator[str]:
    """For people: each case, then the sum of all, and of each rating."""
    for place, result in enumerate(results, 1):
        yield from _case(result, place, len(results))
    yield f"{len(results)} cases on {model}: {_words(results)}."
    for rating in sorted({one.rating for one in results} - {""}):
        some = [one for one in results if one.rating == rating]
        yield f"  rated {rating}, {len(some)}: {_words(some)}"


def report_json(results: Sequence[Result], *, model: str) -> dict[str, Any]:
    return {
        "model": model,
        "counts": counts(results),
        "by_rating": {
            rating: counts(one for one in results if one.rating == rating)
            for rating in sorted({one.rating for one in results} - {""})
        },
        "cases": [
            {
                **asdict(one),
                "kind": kind_of(one),
                "difference": difference(one.old, one.new) if kind_of(one) == "different" else None,
            }
            for one in results
        ],
    }


def _case(result: Result, place: int, count: int) -> Iterator[str]:
    yield f"── {place} of {count}: {kind_of(result)} ── {result.id}"
    rows = [
        ("asked", _shortened(result.asked)),
        (
            "rated",
            " ".join(filter(None, [result.rating, result.comment and f"“{result.comment}”"])),
        ),
        (result.old_model or "old", result.old),
    ]
    if result.error is not None:
        rows.append(("error", result.error))
    elif not result.is_same:
        rows += [(result.model, result.new), ("difference", difference(result.old, result.new))]
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        if text:
            yield f"{name:>{width}} │ " + f"\n{'':>{width}} │ ".join(text.splitlines())
    yield ""


def _shown(tag: str, removed: str, added: str) -> str:
    if tag == "equal":
        return removed
    return (f"[-{removed}-]" if removed else "") + (f"{{+{added}+}}" if added else "")


def _words(results: Iterable[Result]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts(results).items())


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
