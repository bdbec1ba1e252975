"""Expand a pattern such as `[how do i|how to] stop {chat}` into one random sentence.

Knows brackets, shared word groups and spaces. Knows no subject, no typos and no conversation.
"""

import re
from collections.abc import Sequence
from random import Random

INNERMOST_CHOICE = re.compile(r"\[([^\[\]]*)\]")
SHARED_GROUP = re.compile(r"<(\w+)>")
SPACES = re.compile(r" {2,}")
SPACE_BEFORE_MARK = re.compile(r" (?=[,.?!](?:\s|$))")

# Ways of asking that fit many subjects, so that each subject lists only its own words.
SHARED = {
    "how": "[how do i|how do i|how can i|how do you|how to|how would i|how does one|how could i"
    "|how should i|how might i|what's the way to|what is the way to|what's the best way to"
    "|what is the easiest way to|tell me how to|show me how to|can you tell me how to"
    "|could you explain how to|explain how to|i want to|i would like to|i'd like to|i need to"
    "|is it possible to|is there a way to|is there any way to|any way to|can i|could i|may i"
    "|am i able to|where do i|where can i|where do i click to|help me|what do i do to"
    "|what should i do to|what must i do to|i wanna|i'm trying to|i am trying to|trying to"
    "|what do i press to|which button do i use to|please help me|i don't know how to"
    "|i can't figure out how to|do you know how to|does anyone know how to|how is it possible to"
    "|what steps do i take to|how exactly do i|do you happen to know how to|i was wondering how to"
    "|any chance to|any chance i can|is it allowed to|are we allowed to|can we|can one|how do we"
    "|how can we|what do i need to do to|what's the trick to|remind me how to|i forgot how to"
    "|i'm not sure how to|i have no idea how to|what is the quickest way to|guide me to|let me"
    "|i would love to|i'd love to|i really need to|i have to|my colleague wants to|we want to"
    "|could you help me|can you help me|does the site let me|does the page let me|where must i click to"
    "|where should i go to|what's the button to|how are you supposed to|how am i supposed to]",
    "reply": "[reply|answer|response|reply|answer|response|message|output|text|generation]",
    "chat": "[chat|conversation|chat|conversation|thread|discussion|talk|session|dialogue|convo]",
    "person": "[colleague|coworker|friend|teammate|manager|someone|somebody|someone else"
    "|another person|my team|my boss|other people|the others|a customer|my wife|my brother]",
    "old": "[|old|earlier|past|previous|older|recent|last]",
    "please": "[|||please|please|pls|, please| for me| now| quickly| again]",
    "canyou": "[|||can you|could you|would you|will you|please|can you please|could you please"
    "|would you please|i want you to|i'd like you to|go ahead and|try to|just|let's see you"
    "|are you able to|i need you to]",
    "gimme": "[give me|give me|show me|write|write me|make|make me|i need|i want|i'd like|can i get"
    "|can i have|could i get|could you give me|can you write|can you show me|could you make"
    "|please write|please give me|let me see|produce|create|prepare|do you have|provide"
    "|help me with|how about|i would like to have|can you give me|put together for me]",
}


def expand(pattern: str, rng: Random, **slots: str) -> str:
    """One sentence of `pattern`; `{slot}` texts are put in last, so they may hold brackets."""
    text = SHARED_GROUP.sub(lambda found: SHARED.get(found[1], found[0]), pattern)
    while INNERMOST_CHOICE.search(text):
        text = INNERMOST_CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    text = SPACE_BEFORE_MARK.sub("", SPACES.sub(" ", text)).strip()
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", value)
    return text


def expand_any(patterns: Sequence[str], rng: Random, **slots: str) -> str:
    return expand(rng.choice(patterns), rng, **slots)


def ways(do: str, doing: str) -> list[str]:
    """Patterns that ask how to `do` (stop a reply), with `doing` (stopping a reply) for nouns."""
    return [
        f"<how> {do}",
        f"<how> {do}",
        f"{do}[, how| - how|, how do i do that|, is that possible|, where|, how does that work"
        "|: where is it|, can i do that|, what do i click|... how?|, any idea how]",
        f"how does {doing} work[| here| on this site| exactly]",
        f"[is|how is] {doing} [possible|supported|allowed|done][| here| on this site]",
        f"[i want|i need|i'd like|i wish|i am trying|i tried|i was asked|we need|my boss wants me"
        f"|my colleague asked me|i'm looking for a way] to {do}"
        "[|, how|, how do i do it|, what do i press|, can you help|, where do i start|, any help]",
        f"[where|where exactly|in which menu] is the [button|option|setting|function|thing] for {doing}",
        f"[steps for|instructions for|help with|a question about|i need help with|trouble with|tell me"
        f" about|explain|quick question about|show me|i have a problem with|is there help on] {doing}",
        f"{doing}[||?| how| please| here| on chatsite| - how]",
        f"[what if|suppose|say] i want to {do}[|, what then|, what do i do]",
        f"[i can't|i cannot|i don't manage to|i am unable to|i don't see how to] {do}"
        "[|, help|, where is it|, what am i doing wrong]",
        f"[why can't i|should i be able to|am i allowed to|will i be able to|did you know how to] {do}",
    ]


def listed(text: str) -> list[str]:
    """A word list written as lines of comma-separated items."""
    return [item.strip() for item in text.replace("\n", ",").split(",") if item.strip()]
