"""What must hold after every fault, whatever it was.

The user's text is there; what is saved is what the model made, from its beginning; there is one
ending, and one turn; and nobody who read along saw anything vanish or come twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from inference.backends.script import read_script
from tests.support.fault_table import Fault
from tests.support.lasting_page import LastingPage, open_page
from tests.support.people import Frame, Person

PACE = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """A message that was accepted, and what the model makes of it when nothing happens."""

    asked: str
    produced: str
    token_count: int
    conversation: str
    generation: str


async def ask(page: LastingPage, *, tokens: int, rate: int = PACE) -> Turn:
    """Begin a conversation whose reply is told at so many tokens a second."""
    text = f"!rate {rate}\n!tokens {tokens}\nTell {page.name} something long."
    return turn_of(text, await page.send(text), tokens=tokens, rate=rate)


def turn_of(text: str, accepted: Frame, *, tokens: int, rate: int = PACE) -> Turn:
    assert accepted["type"] == "accepted", accepted
    produced = "".join(read_script(text, rate=rate, length=tokens).tokens)
    conversation = accepted["conversation"]["id"]
    return Turn(text, produced, tokens, conversation, accepted["generation"])


async def assert_survived(
    turn: Turn,
    pages: Sequence[LastingPage],
    *,
    owner: Person,
    fault: Fault,
    ending: str = "stop",
    conversations: int = 1,
) -> None:
    """ending: a finish reason or error type; only after `stop` is the reply whole.
    conversations: how many its owner must have."""
    for page in pages:
        await page.ending(turn.generation)
        _assert_true(page, turn, fault, ending)
    saved = await _saved(owner, turn)
    told = pages[0].text(turn.generation)
    assert all(page.text(turn.generation) == told for page in pages)
    assert_saved(saved, turn, told, ending)
    links = owner.http.get("/").text.count('href="/c/')
    assert links == conversations, "a turn was made twice, or lost"


def _assert_true(page: LastingPage, turn: Turn, fault: Fault, ending: str) -> None:
    """What one page showed."""
    told = page.text(turn.generation)
    produced = turn.produced if ending == "stop" else turn.produced[: len(told)]
    lost, repeated = difference(produced, told)
    fault.lost += lost
    fault.repeated += repeated
    assert (lost, repeated) == (0, 0), f"{told!r} was shown of {produced!r}"
    assert page.wrongs == []
    assert page.endings(turn.generation) == [ending]


async def _saved(owner: Person, turn: Turn) -> Frame:
    """The conversation as a page shows it that is opened when all is over."""
    async with open_page(owner) as page:
        await page.watch(turn.conversation)
        await page.until(lambda: page.snapshot["reply"] is None, what="the reply to be saved")
        return page.snapshot


def assert_saved(snapshot: Frame, turn: Turn, told: str, ending: str) -> None:
    question, reply = snapshot["messages"]
    assert (question["role"], question["text"]) == ("user", turn.asked)
    assert (reply["role"], reply["text"]) == ("assistant", told)
    generation = reply["generation"]
    assert generation["id"] == turn.generation
    assert ending in (generation["finish_reason"], generation["error_type"])
    assert generation["status"] == ("finished" if generation["finish_reason"] else "failed")


def difference(produced: str, shown: str) -> tuple[int, int]:
    """Characters that are missing, and those that are too many."""
    if produced == shown:
        return 0, 0
    changes = SequenceMatcher(None, produced, shown, autojunk=False).get_opcodes()
    lost = sum(end - start for kind, start, end, _, _ in changes if kind != "equal")
    extra = sum(end - start for kind, _, _, start, end in changes if kind != "equal")
    return lost, extra
