"""Remember what the user said earlier: a city, a colour, a pet, a friend, a word.

Knows how facts are told and asked for. Names of the user are in `names`.
"""

from dataclasses import dataclass
from random import Random

from inference.pocket.corpus.conversation import Conversation, Maker, answered, asked
from inference.pocket.corpus.grammar import expand_any, listed
from inference.pocket.corpus.names import made_up_word


@dataclass(frozen=True)
class Fact:
    tell: list[str]
    ask: list[str]
    answer: str
    values: list[str]


FACTS = [
    Fact(
        [
            "[|by the way, |just so you know, ]my favo[u|]rite colo[u|]r is {x}",
            "[i like|i love|i prefer] the colour {x}[| most| best]",
            "{x} is my favourite colo[u|]r",
            "[the colo[u|]r i like best|the best colo[u|]r for me|the prettiest colo[u|]r] is {x}",
        ],
        [
            "[what's|what is|do you remember|tell me|do you know|which is|guess] my favo[u|]rite colo[u|]r[| again]",
            "[which|what] colo[u|]r do i [like|love|prefer|like most|like best|love best|find prettiest]",
            "[which|what] [is|was] [the|my] [colo[u|]r|favourite colo[u|]r|best colo[u|]r][| i like| i told you| i mentioned| again]",
            "what did i say my favourite colour was",
        ],
        "Your favourite colour is {x}.",
        listed(
            "red, blue, green, yellow, purple, orange, pink, black, white, brown, grey, violet, gold, silver, turquoise"
        ),
    ),
    Fact(
        [
            "i live in {x}[| now| with my family]",
            "[i'm|i am|i come] from {x}",
            "[my home is|my city is|my home town is|i moved to|we live in] {x}",
        ],
        [
            "where do i [live|come from|stay]",
            "[what's|what is|which is|name|do you remember|tell me] my [city|home town|home]",
            "[do you remember|do you know|can you tell me|tell me|what did i say about] where i [live|come from|am from]",
            "[which|what] city [do i live in|am i from|did i mention|did i name]",
            "where am i from",
            "where did i say [i live|i am from|i come from|my home is|i'm living]",
            "[which|what] [place|town|city] did i [say|tell you|mention|come from|move to]",
        ],
        "You live in {x}.",
        [],
    ),
    Fact(
        [
            "[my|our] [dog|cat|pet|hamster] is [called|named] {x}",
            "[my|our] [dog|cat|pet]'s name is {x}",
            "i have a [dog|cat|pet|parrot] [called|named] {x}",
        ],
        [
            "[what's|what is|do you remember|tell me] [the name of|] my [dog|cat|pet][|'s name| called]",
            "what did i call my pet",
            "how is my [pet|dog|cat] called",
        ],
        "Your pet is called {x}.",
        [],
    ),
    Fact(
        [
            "my favo[u|]rite [food|dish] is {x}",
            "[i like|i love] to eat {x}",
            "i love {x} [most of all|more than any food]",
        ],
        [
            "[what's|what is|do you remember|tell me|do you know] my favo[u|]rite [food|dish]",
            "what [food do i like|do i like to eat|do i love to eat]",
        ],
        "Your favourite food is {x}.",
        listed(
            "pizza, pasta, sushi, soup, curry, rice, bread, cheese, chocolate, salad, tacos, noodles, pancakes, stew"
        ),
    ),
    Fact(
        [
            "my [lucky|favourite|secret] number is {x}",
            "remember the number {x}[| for me| please]",
            "the [code|number|secret number] is {x}[|, remember it]",
        ],
        [
            "[what's|what is|do you remember|tell me|what was] [my|the] [lucky|favourite|secret|] number[| again| i told you]",
            "which number did i [say|tell you|mention|ask you to remember]",
        ],
        "The number is {x}.",
        [],
    ),
    Fact(
        [
            "my [best friend|brother|sister|boss|daughter|son|neighbour|wife|husband|mother|father|colleague|manager|teacher] is [called|named] {x}",
            "my [best friend|brother|sister|boss|daughter|son|neighbour|wife|husband|mother|father|colleague|manager|teacher]'s name is {x}",
            "[i have|i've got] a [friend|brother|sister|boss|daughter|son|colleague] [called|named] {x}",
        ],
        [
            "[what's|what is|do you remember|tell me|what was] the name of [that person|my relative|the person i mentioned|the person i told you about]",
            "who did i [mention|tell you about|talk about|name]",
            "[what's|what is|tell me|do you know|do you remember] my [friend|brother|sister|boss|daughter|son|neighbour|wife|husband|mother|father|colleague|manager|teacher][|'s name| called]",
            "[how is|what did i say about] my [friend|brother|sister|boss|daughter|son|neighbour|wife|husband|colleague|manager] [called|named]",
        ],
        "The name is {x}.",
        [],
    ),
    Fact(
        [
            "[our|the|my] [project|product|company|app|startup|firm|boat|car|band|server] is [called|named] {x}",
            "[our|the|my] [project|product|company|app|startup|firm|boat|car|band|server]'s name is {x}",
            "the [project name|code word|password hint|keyword|title|magic word|secret word] is {x}[|, remember it| for later]",
            "[remember|keep in mind|note|store|please remember] [the word|this word|this:|the name|] {x}[| for me| please| for later]",
        ],
        [
            "[what's|what is|what was|do you remember|tell me|say] [the|my|our] [project|product|company|app|firm|boat|car|band|server|word|code word|secret word|keyword|magic word|title|project name][| called| again]",
            "[which|what] word [did i tell you|did i say|should you remember|did i ask you to remember]",
            "what did i ask you to [remember|keep in mind|note|store]",
        ],
        "It is {x}.",
        [],
    ),
    Fact(
        ["i work as a[|n] {x}", "[i'm|i am] a {x}", "my [job|profession] is {x}"],
        [
            "[what's|what is|do you remember|tell me] my [job|profession|work]",
            "what do i [do for a living|work as]",
        ],
        "You work as a {x}.",
        listed(
            "teacher, nurse, doctor, baker, driver, lawyer, designer, developer, cook, farmer, writer, singer, plumber"
        ),
    ),
    Fact(
        [
            "[i work|i am|i'm] in the {x} team",
            "my team is [called|] {x}",
            "[i belong to|i joined] the {x} team",
        ],
        [
            "[what's|what is|which is|do you remember|tell me] my team",
            "[which|what] team [am i in|do i work in|did i join]",
        ],
        "You are in the {x} team.",
        listed(
            "sales, support, design, finance, legal, marketing, research, blue, red, platform, data, security"
        ),
    ),
]


def pick_value(fact: Fact, rng: Random) -> str:
    if "number" in fact.answer:
        return str(rng.randint(2, 9999))
    if fact.values and rng.random() < 0.6:
        return rng.choice(fact.values)
    return rng.choice((str.title, str.lower))(made_up_word(rng))


def make_fact_told(rng: Random, fact: Fact, value: str) -> Conversation:
    told = asked(expand_any(fact.tell, rng, x=value), rng, keep=[value])
    return [
        told,
        answered(
            expand_any(["[Good to know|Noted|I will remember that]: {x}."], rng, x=value),
            f"The user tells me something to remember: {value}.",
        ),
    ]


def make_fact_asked(rng: Random, fact: Fact, value: str) -> Conversation:
    answer = fact.answer.replace("{x}", value)
    return [
        asked(expand_any(fact.ask, rng), rng),
        answered(answer, f"The user told me before: {value}."),
    ]


def make_fact_memory(rng: Random, filler: Maker) -> Conversation:
    fact = rng.choice(FACTS)
    value = pick_value(fact, rng)
    talk = make_fact_told(rng, fact, value)
    for _ in range(rng.choices((0, 1, 2), (5, 3, 1))[0]):
        talk += filler(rng)
    return talk + make_fact_asked(rng, fact, value)


def make_many_facts(rng: Random) -> Conversation:
    """Several facts told, then asked for in another order: copying that must choose."""
    facts = rng.sample(FACTS, rng.randint(2, 4))
    values = [pick_value(fact, rng) for fact in facts]
    pairs = list(zip(facts, values, strict=True))
    talk = [turn for fact, value in pairs for turn in make_fact_told(rng, fact, value)]
    rng.shuffle(pairs)
    return talk + [turn for fact, value in pairs for turn in make_fact_asked(rng, fact, value)]
