"""Mix the subjects into conversations: some short, some long, some under a system prompt.

Knows which share each subject gets. Knows no tokens.
"""

import re
from collections.abc import Iterator
from random import Random

from inference.pocket.corpus import (
    arithmetic,
    code_answers,
    counting,
    echoes,
    everyday,
    explanations,
    facts,
    feelings,
    markdown_answers,
    names,
    refusals,
    site_account,
    site_help,
    site_tour,
    small_talk,
    stories,
    system_prompts,
    tool_talk,
    unknown,
)
from inference.pocket.corpus.conversation import Conversation, Maker, thinking_aloud

# Shares by how many phrasings a subject must cover, and how hard its answers are.
SHARES: list[tuple[Maker, float]] = [
    (small_talk.make, 13),
    (feelings.make, 8),
    (everyday.make, 5),
    (site_help.make, 16),
    (site_tour.make, 10),
    (site_account.make, 6.5),
    (markdown_answers.make, 7.5),
    (code_answers.make, 10.5),
    (arithmetic.make_sum, 14),
    (arithmetic.make_large, 0.6),
    (counting.make_count, 8),
    (refusals.make, 6.5),
    (unknown.make, 15),
    (tool_talk.make_without_dice, 0.6),
    (explanations.make, 2.5),
    (stories.make, 1.6),
]
THINKING_SHARE = 0.06  # of the conversations, with whatever subject
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


def mixed(rng: Random) -> Conversation:
    if rng.random() < 0.05:
        return system_prompts.make_persona(rng, exchange)
    return several_exchanges(rng)


# Whole conversations: the mixed ones teach answers, the others copying, carrying and tools.
KINDS: list[tuple[Maker, float]] = [
    (mixed, 63),
    (arithmetic.make_drill, 5),
    (echoes.make, 5),
    (lambda rng: names.make_name_memory(rng, exchange), 11),
    (lambda rng: names.make_name_unknown(rng, exchange), 2),
    (lambda rng: facts.make_fact_memory(rng, exchange), 4),
    (facts.make_many_facts, 2),
    (lambda rng: tool_talk.make(rng, exchange), 7),
]


def one_conversation(rng: Random) -> Conversation:
    makers, weights = zip(*KINDS, strict=True)
    talk: Conversation = rng.choices(makers, weights)[0](rng)
    if talk[0].role != "system":
        talk = system_prompts.maybe_under_a_prompt(talk, rng)
    return thinking_aloud(talk) if rng.random() < THINKING_SHARE else talk


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
