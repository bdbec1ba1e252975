"""Judge a reply by keywords: every group must be met, no forbidden word may appear.

Knows cases and texts. Knows no model.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inference.pocket.corpus import plain_words

# `development` and `fresh` were looked at while the corpus was written, `held_out` only scores it.
SETS = {
    name: Path(__file__).parent / f"{name}.jsonl" for name in ("held_out", "development", "fresh")
}
OTHER_QUESTIONS = [
    Path(__file__).parent / name for name in ("tool_cases.jsonl", "thinking_cases.jsonl")
]


@dataclass(frozen=True)
class Case:
    """User turns that the corpus does not hold, and what the last reply must say."""

    category: str
    turns: list[str]
    all: list[list[str]]
    none: list[str] = field(default_factory=list)
    system: str = ""
    min_tokens: int = 0

    def accepts(self, reply: str, token_count: int) -> bool:
        met = all(any(says(reply, word) for word in group) for group in self.all)
        forbidden = any(says(reply, word) for word in self.none)
        return met and not forbidden and token_count >= self.min_tokens


def says(reply: str, keyword: str) -> bool:
    """A keyword counts at the start of a word; a number only when it stands alone."""
    if not keyword[0].isalnum():
        return keyword in reply
    ending = r"(?!\d)" if keyword[-1].isdigit() else ""
    found = re.search(rf"(?<![\w]){re.escape(keyword)}{ending}", reply, re.IGNORECASE)
    return found is not None


def read_cases(name: str = "held_out") -> list[Case]:
    lines = SETS[name].read_text(encoding="utf-8").splitlines()
    return [Case(**_parsed(line)) for line in lines if line.strip()]


def _parsed(line: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(line)
    return parsed


def held_out_phrasings() -> frozenset[str]:
    """Every judged question of all sets, as `plain_words`, for the corpus to skip."""
    judged = [case.turns[-1] for name in SETS for case in read_cases(name)]
    for path in OTHER_QUESTIONS:
        judged += [_parsed(line)["question"] for line in path.read_text("utf-8").splitlines()]
    return frozenset(plain_words(question) for question in judged)
