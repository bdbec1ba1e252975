"""Make a clean question look typed by hand: case, marks, short forms, slips of the finger.

Knows words and letters. Knows no subject; names and numbers are protected by the caller.
"""

from collections.abc import Callable, Sequence
from random import Random

from inference.pocket.corpus.chatter import (
    clause_after,
    clause_before,
    in_other_words,
    with_fillers,
)
from inference.pocket.corpus.grammar import listed

NEIGHBOURS = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, key in enumerate(row)
}
SHORT_FORMS = {
    "you": "u", "are": "r", "your": "ur", "please": "pls", "thanks": "thx", "what's": "whats",
    "i'm": "im", "don't": "dont", "can't": "cant", "how's": "hows", "that's": "thats",
    "i'd": "id", "it's": "its", "what": "wat", "because": "cuz", "want": "wanna",
    "who's": "whos", "let's": "lets", "didn't": "didnt", "doesn't": "doesnt", "where's": "wheres",
    "the": "teh", "and": "&", "with": "w/", "message": "msg", "javascript": "js", "python": "py",
}  # fmt: skip
SMALL_WORDS = frozenset(
    listed(
        "the, a, an, do, does, is, are, of, my, your, can, you, i, me, it, this, that, for, please"
    )
)
TELEGRAPHIC_SHARE = 0.12
OTHER_WORDS_SHARE = 0.25
FILLER_SHARE = 0.1
OPENERS = (
    "hey, ", "hi, ", "hello, ", "hi! ", "ok, ", "okay ", "so ", "um, ", "and ", "well, ", "please ",
    "quick question: ", "sorry, ", "hmm, ", "now ", "great, ", "thanks! ", "one more thing: ",
    "hey there, ", "excuse me, ", "actually, ", "btw ", "by the way, ", "alright, ", "oh, ",
    "sorry to bother you, but ", "my colleague asked me: ", "i'm new here, ", "pocket, ", "hey pocket, ",
    "hi pocket! ", "tell me, ", "good morning, ", "listen, ", "one question: ", "a quick one: ", "ok so ",
    "maybe you know: ", "say, ", "dear pocket, ", "look, ", "still here? ", "wait, ", "i wonder, ",
    "hello there! ", "morning! ", "good evening. ", "ah, ", "dumb question: ", "please help: ",
    "just wondering, ", "question: ", "cool. ", "next: ", "can i ask something? ", "help! ",
)  # fmt: skip
CLOSERS = (
    " please", " pls", " thanks", " thank you", ", please", " for me", "??", " :)", "...", "!!",
    " thx", " ?", " asap", ", thanks!", " if you can", " for me please", " then", " now",
    ", any idea?", ", i can't find it", ", do you know?", ". thanks in advance", ", thank you!", " my friend",
    ", pocket", " pocket?", " or not?", ", right?", " if possible", " when you have time", " quickly", " :-)",
    " 🙂", " 🙏", ", would be great", ", i'm curious", ", i need it soon", " buddy", ", could you?", ", hm?",
    " today", " here", " again", " on this page", " real quick", ", ok?", " mate", " lol",
)  # fmt: skip


def drop_letter(word: str, place: int, rng: Random) -> str:
    return word[:place] + word[place + 1 :]


def double_letter(word: str, place: int, rng: Random) -> str:
    return word[:place] + word[place] + word[place:]


def swap_letters(word: str, place: int, rng: Random) -> str:
    return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


def hit_neighbour(word: str, place: int, rng: Random) -> str:
    near = NEIGHBOURS.get(word[place].lower(), "")
    return word[:place] + (rng.choice(near) if near else word[place]) + word[place + 1 :]


SLIPS: Sequence[Callable[[str, int, Random], str]] = (
    drop_letter, double_letter, swap_letters, swap_letters, hit_neighbour,
)  # fmt: skip


def slip(word: str, rng: Random) -> str:
    return rng.choice(SLIPS)(word, rng.randrange(len(word)), rng)


def typed_by_hand(text: str, rng: Random, *, keep: Sequence[str] = ()) -> str:
    """`text` with the habits of one random typist; words holding a digit or `keep` are safe."""
    text = around(text, rng)
    change = one_typist(rng)
    words = text.split(" ")
    if not keep:
        words = said_otherwise(words, rng)
    changed = [word if protected(word, keep) else change(word) for word in words]
    typed = " ".join(changed)
    if rng.random() < 0.5 and not protected(typed[:1], keep) and not keep:
        typed = typed[:1].upper() + typed[1:]
    return end_mark(typed, rng)


def said_otherwise(words: list[str], rng: Random) -> list[str]:
    if rng.random() < OTHER_WORDS_SHARE:
        words = in_other_words(words, rng)
    if rng.random() < FILLER_SHARE:
        words = with_fillers(words, rng)
    return telegraphic(words, rng) if rng.random() < TELEGRAPHIC_SHARE else words


def telegraphic(words: list[str], rng: Random) -> list[str]:
    """Some people leave the small words out, as in a search box."""
    kept = [word for word in words if word.lower() not in SMALL_WORDS or rng.random() < 0.4]
    return kept or words


def around(text: str, rng: Random) -> str:
    if rng.random() < 0.22:
        text = (rng.choice(OPENERS) if rng.random() < 0.6 else clause_before(rng)) + text
    if rng.random() < 0.18:
        closer = rng.choice(CLOSERS) if rng.random() < 0.6 else clause_after(rng)
        text = text.rstrip("?!.") + closer
    return text


def one_typist(rng: Random) -> Callable[[str], str]:
    """How one person writes a word, with habits fixed for the whole question."""
    lowers, shortens, shouts = rng.random() < 0.5, rng.random() < 0.3, rng.random() < 0.02
    slip_rate = rng.choice((0.0, 0.0, 0.0, 0.05, 0.1, 0.2))

    def write(word: str) -> str:
        if shortens and rng.random() < 0.5:
            word = SHORT_FORMS.get(word.lower(), word)
        if lowers:
            word = word.lower()
        if len(word) > 2 and rng.random() < slip_rate:
            word = slip(word, rng)
        return word.upper() if shouts else word

    return write


def protected(word: str, keep: Sequence[str]) -> bool:
    return any(sign.isdigit() for sign in word) or any(part in word for part in keep)


def end_mark(text: str, rng: Random) -> str:
    if rng.random() < 0.45:
        return text.rstrip("?!.") or text
    if text[-1:].isalpha() and rng.random() < 0.4:
        return text + rng.choice("?..!")
    return text
