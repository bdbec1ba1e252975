"""Repeat after me: random words said back. Teaches copying early, on which all memory rests.

Knows no meaning of what it repeats.
"""

from random import Random

from inference.pocket.corpus.conversation import Conversation, Turn, answered
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.names import made_up_word, pick_name

ASKS = [
    "[repeat|repeat after me|say|say after me|please repeat|echo|can you say|can you repeat|now say|please say|copy|write|could you repeat][:|:|] {words}",
    "[repeat|say|write|copy] [this|these words|the following|what i say|the words|it back]: {words}",
    '[say|repeat|write|type] "{words}"',
    "[please|now|can you|could you|would you|will you|i want you to|just] [repeat|say|echo|copy|write down|type] [after me|exactly this|these words|what follows|this for me|this back to me][:|] {words}",
    '[can you|could you|please|now|just] [say|repeat|write|type|echo] [the word|the words|exactly|back|] "{words}"',
    "[after me|echo|parrot|repetition|copy this|say it back|dictation|read this aloud|mirror me|my words]: {words}",
    "[reply|answer|respond] [only|just|exactly|] with[:|] {words}",
    "[write|type|say|repeat] [this|that] [for me|again|one more time|once]: {words}",
]


def make_echo(rng: Random) -> Conversation:
    makers = rng.choices((made_up_word, pick_name, lambda rng: str(rng.randint(1, 999))), (6, 3, 1))
    words = " ".join(makers[0](rng) for _ in range(rng.randint(1, 5)))
    # Typed cleanly: a word added at the end would look like one more to repeat.
    question = Turn("user", expand_any(ASKS, rng, words=words), steady=True)
    return [question, answered(f"Okay: {words}")]


def make(rng: Random) -> Conversation:
    """One echo, or a drill of several."""
    count = 1 if rng.random() < 0.3 else rng.randint(2, 6)
    return [turn for _ in range(count) for turn in make_echo(rng)]
