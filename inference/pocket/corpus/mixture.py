"""Mix the subjects into conversations: some short, some long, some under a system prompt.

Knows which share each subject gets. Knows no tokens.
"""

import re
from collections.abc import Iterator
from random import Random

from inference.pocket.corpus import (
    arithmetic,
    code_answers,
    echoes,
    explanations,
    feelings,
    markdown_answers,
    names,
    refusals,
    site_help,
    site_tour,
    small_talk,
    stories,
    system_prompts,
    unknown,
)
from inference.pocket.corpus.conversation import Conversation, Maker

# Shares by how many phrasings a subject must cover, and how hard its answers are.
SHARES: list[tuple[Maker, float]] = [
    (small_talk.make, 13),
    (feelings.make, 8),
    (site_help.make, 15),
    (site_tour.make, 8),
    (markdown_answers.make, 6),
    (code_answers.make, 8),
    (arithmetic.make_sum, 14),
    (arithmetic.make_large, 0.6),
    (arithmetic.make_count, 6),
    (refusals.make, 6),
    (unknown.make, 15),
    (explanations.make, 2.5),
    (stories.make, 1.5),
]
WEIGHTS_OF_KINDS = (68, 7, 6, 12, 2, 5, 0.5)  # of whole conversations, in `one_conversation`
MAKERS = [maker for maker, _ in SHARES]
WEIGHTS = [share for _, share in SHARES]
LONG_CONVERSATION_EXCHANGES = (12, 24)  # about 500 to 1000 tokens: trains far positions


def plain_words(text: str) -> str:
    """`text` without case, marks and spaces, to compare phrasings."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text.strip()


def exchange(rng: Random) -> Conversation:
    return rng.choices(MAKERS, WEIGHTS)[0](rng)


def several_exchanges(rng: Random) -> Conversation:
    count = rng.choices((1, 2, 3, 4), (9, 5, 2, 1))[0]
    if rng.random() < 0.012:
        count = rng.randint(*LONG_CONVERSATION_EXCHANGES)
    return [turn for _ in range(count) for turn in exchange(rng)]


def one_conversation(rng: Random) -> Conversation:
    kind = rng.choices(
        ("mixed", "drill", "echo", "name", "no name", "fact", "tool"), WEIGHTS_OF_KINDS
    )[0]
    if kind == "tool":
        return system_prompts.make_tool_talk(rng)
    if kind == "mixed" and rng.random() < 0.05:
        return system_prompts.make_persona(rng, exchange)
    talk = {
        "mixed": lambda: several_exchanges(rng),
        "drill": lambda: arithmetic.make_drill(rng),
        "echo": lambda: echoes.make(rng),
        "name": lambda: names.make_name_memory(rng, exchange),
        "no name": lambda: names.make_name_unknown(rng, exchange),
        "fact": lambda: names.make_fact_memory(rng, exchange),
    }[kind]()
    return system_prompts.maybe_under_a_prompt(talk, rng)


def conversations(seed: int, *, without: frozenset[str] = frozenset()) -> Iterator[Conversation]:
    """Conversations without end, the same for the same seed.

    `without` holds `plain_words` of held-out phrasings: a conversation that happens to contain
    one is skipped, so that the score is never of a sentence seen in training.
    """
    rng = Random(seed)
    while True:
        talk = one_conversation(rng)
        if not any(turn.role == "user" and plain_words(turn.text) in without for turn in talk):
            yield talk
