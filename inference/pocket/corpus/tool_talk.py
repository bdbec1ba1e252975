"""Conversations with tools: clock, calculator and dice are called where they are listed and wanted.

Knows how exchanges follow each other. The calls are in `tool_uses`, the lists in `tools_listed`.
"""

import re
from collections.abc import Sequence
from random import Random

from inference.pocket.corpus import arithmetic, counting, feelings
from inference.pocket.corpus.conversation import Conversation, Maker, Turn, answered, asked
from inference.pocket.corpus.grammar import listed
from inference.pocket.corpus.system_prompts import some_prompt
from inference.pocket.corpus.tool_uses import USES, Use, use_dice
from inference.pocket.corpus.tools_listed import (
    CALCULATORS,
    CLOCKS,
    DICE,
    Listing,
    some_others,
)

EXTRA_SYSTEM_SHARE = 0.3
PLAIN_SHARE = 0.4  # of the exchanges under a list of tools want none of them
MAX_EXCHANGES = 3
SUM_ANSWER = re.compile(r"\d+ [+×÷-] \d+ = -?\d+")
LISTINGS = {"clock": CLOCKS, "calculator": CALCULATORS, "dice": DICE}


def pick_listings(rng: Random) -> list[Listing]:
    names = rng.sample(list(USES), rng.choices((1, 2, 3), (3, 2, 5))[0])
    found = [rng.choice(LISTINGS[name]) for name in names] + some_others(rng)
    rng.shuffle(found)
    return found


def tools_turn(listings: Sequence[Listing], rng: Random) -> Turn:
    """As `chat_template.jinja` writes it; a test compares the two."""
    return Turn("system", "\n".join(["Tools:", *(tool.line(rng) for tool in listings)]))


def make_use(use: Use, rng: Random) -> Conversation:
    return [
        asked(use.question, rng, keep=["-"]),
        answered(use.call, use.thought),
        Turn("tool", use.result, steady=True),
        answered(use.answer, "The tool has answered. I tell the user."),
    ]


def make_two_uses(first: Use, second: Use, rng: Random) -> Conversation:
    """Two calls in one turn, for a question with "and"."""
    question = f"{first.question.rstrip('?!. =')} {rng.choice(('and', 'and then', 'and also', ', and'))} {second.question}"
    return [
        asked(question.replace(" ,", ","), rng, keep=["-"]),
        answered(first.call + second.call, f"{first.thought} {second.thought}"),
        Turn("tool", first.result, steady=True),
        Turn("tool", second.result, steady=True),
        answered(f"{first.answer} {second.answer}", "Both tools have answered. I tell the user."),
    ]


def make_failed(use: Use, rng: Random) -> Conversation:
    reason = rng.choice(listed("not available, timed out, permission denied, no such tool, division by zero, invalid input, too many calls"))  # fmt: skip
    talk = make_use(use, rng)
    talk[2] = Turn(
        "tool", f"{rng.choice(('Error', 'error', 'The tool failed'))}: {reason}", steady=True
    )
    talk[3] = answered(
        f"I'm sorry, the tool could not do it: {reason}.", "The tool failed. I say so."
    )
    return talk


def make_exchange(listings: Sequence[Listing], rng: Random, filler: Maker) -> Conversation:
    """A question under a list of tools: one, two or none of them are wanted."""
    usable = [tool.name for tool in listings if tool.name in USES]
    if rng.random() < PLAIN_SHARE:
        return plain_exchange(usable, rng, filler)
    if len(usable) > 1 and rng.random() < 0.2:
        first, second = rng.sample(usable, 2)
        return make_two_uses(USES[first](rng), USES[second](rng), rng)
    use = USES[rng.choice(usable)](rng)
    return make_failed(use, rng) if rng.random() < 0.05 else make_use(use, rng)


def plain_exchange(usable: Sequence[str], rng: Random, filler: Maker) -> Conversation:
    """Something that no listed tool does: a sum, for instance, where no calculator is listed."""
    while True:
        maker = rng.choice(WITHOUT_TOOLS) if rng.random() < 0.3 else filler
        talk = maker(rng)
        if wanted_tool(talk) not in usable:
            return talk


def wanted_tool(talk: Conversation) -> str:
    reply = talk[-1].text
    if SUM_ANSWER.fullmatch(reply) or "numbers up to 100" in reply:
        return "calculator"
    if "no clock" in reply:
        return "clock"
    return "dice" if "no dice" in reply else ""


NO_DICE = ["I have no dice here, so I can't roll any.", "I'd love to, but I have no dice here."]


def make_without_dice(rng: Random) -> Conversation:
    """A roll where no dice are listed."""
    use = use_dice(rng)
    thought = "The user wants a roll, but I have no dice."
    return [asked(use.question, rng), answered(rng.choice(NO_DICE), thought)]


WITHOUT_TOOLS: list[Maker] = [
    make_without_dice,
    feelings.CLOCK.exchange,
    arithmetic.make_sum,
    counting.make_count,
]


def make(rng: Random, filler: Maker) -> Conversation:
    listings = pick_listings(rng)
    talk = [tools_turn(listings, rng)]
    if rng.random() < EXTRA_SYSTEM_SHARE:
        talk.insert(0, Turn("system", some_prompt(rng)))
    for _ in range(rng.choices((1, 2, MAX_EXCHANGES), (6, 3, 1))[0]):
        talk += make_exchange(listings, rng, filler)
    calls = [place for place, turn in enumerate(talk) if turn.text.startswith("<tool_call>")]
    # Some end with the call, so that a thought before a call is learned too.
    return talk[: calls[-1] + 1] if calls and rng.random() < 0.15 else talk
