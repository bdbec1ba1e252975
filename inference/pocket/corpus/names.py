"""Remember what the user said earlier: a name, a city, a colour, a pet.

Most names are made up, so that the model learns to copy from the conversation, not to recall.
"""

from dataclasses import dataclass
from random import Random

from inference.pocket.corpus.conversation import (
    Conversation,
    Maker,
    Turn,
    answered,
    asked,
    sentence_case,
)
from inference.pocket.corpus.grammar import expand_any, listed

REAL_NAMES = listed(
    """Anna, Ben, Clara, David, Emma, Felix, Greta, Hugo, Ines, Jonas, Klara, Liam, Mia, Noah, Olga,
    Paul, Quentin, Rosa, Sam, Tina, Uwe, Vera, Walter, Xenia, Yusuf, Zoe, Ahmed, Aisha, Bogdan, Chen,
    Dmitri, Elif, Fatima, Giorgio, Hiroshi, Indira, Jamal, Kenji, Lakshmi, Mehmet, Nadia, Omar,
    Priya, Rafael, Sofia, Takumi, Uma, Viktor, Wei, Yara, Zainab, Alice, Bob, Charlie, Eve, Frank,
    Grace, Heidi, Ivan, Judy, Mallory, Oscar, Peggy, Trent, Victor, Wendy, John, Mary, James, Linda,
    Robert, Susan, Michael, Karen, William, Lisa, Thomas, Nancy, Daniel, Sandra, Mark, Ashley, Steven,
    Kim, Andrew, Emily, Joshua, Amanda, Kevin, Melissa, Brian, Laura, George, Julia, Edward, Helen,
    Ana, Luis, Carlos, Lucia, Pedro, Maria, Jose, Carmen, Miguel, Elena, Pierre, Camille, Luc, Chloe,
    Hans, Petra, Jürgen, Lars, Astrid, Bjørn, Sven, Ingrid, Mateusz, Zofia, Łukasz, Ewa, José, Zoë"""
)
FAMILY_NAMES = listed(
    "Smith, Garcia, Müller, Rossi, Kowalski, Tanaka, Singh, Okafor, Larsen, Novak"
)
TITLES = listed("Mr, Mrs, Ms, Dr, Professor, Captain, Aunt, Uncle, Sir")
ONSETS = listed(
    "b, br, c, ch, d, dr, f, fr, g, gr, h, j, k, kl, l, m, n, p, r, s, sh, st, t, th, tr, v, w, z, qu, y, x, pr, sk, gl"
)
NUCLEI = listed("a, e, i, o, u, ai, ei, ia, oo, ea, y, au")
CODAS = [*listed("n, r, l, s, m, x, th, k, nd, rt, ck, t, sh, ld"), "", "", "", ""]


def made_up_word(rng: Random) -> str:
    syllables = rng.choices((1, 2, 3), (1, 5, 3))[0]
    return "".join(
        rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(syllables)
    )


def pick_name(rng: Random) -> str:
    name = rng.choice(REAL_NAMES) if rng.random() < 0.35 else sentence_case(made_up_word(rng))
    if rng.random() < 0.06:
        name = f"{name} {rng.choice(FAMILY_NAMES)}"
    elif rng.random() < 0.06:
        name = f"{rng.choice(TITLES)}{rng.choice(('', '.'))} {name}"
    return name.lower() if rng.random() < 0.25 else name


TELL_NAME = [
    "[|hello, |hi, |hey, |hi there, |good morning, |hey there! |well, |so, |just so you know, ]my name is {x}[|, nice to meet you|, what's up|, by the way| and i am new here|, remember it|, please remember that|, hi|, ok]",
    "[|hello, |hi, |hey, |hi! |good day, ][i'm|i am|im|it's|this is] {x}[|, nice to meet you|, pleased to meet you|, hi|, how are you|, by the way| speaking|, who are you|, remember that]",
    "[you can call me|call me|please call me|just call me|people call me|my friends call me|everyone calls me|they call me|i am called|i'm called|i go by|folks call me|you may call me|most people call me|i'm known as] {x}",
    "[my name's|my names|the name's|name's|name is|my first name is|my full name is|my nickname is|the name is] {x}[|, hi|, nice to meet you|, by the way|, ok]",
    "[hi|hello|hey|good morning|greetings][,|!|.] {x} here[|!|.]",
    "[actually|no|sorry|correction|wait], [my name is|i'm|call me|my real name is|it's] {x}[|, not that| really| now]",
    "[remember|please remember|don't forget|note|keep in mind|for later]: [my name is|i am|i'm called|i'm] {x}",
    "my name is {x}. [what's yours|what is your name|and you|who are you|and yours|how are you]",
]
GREET = ["Nice to meet you, {x}!", "Hello, {x}! Nice to meet you.", "Hi {x}! How can I help you?"]
ASK_NAME = [
    "[what's|what is|whats|and what is|so what's|tell me|say|can you tell me|could you tell me|please tell me|now tell me|do you know|do you remember|do you still know|remember|guess] my name[| again| now| please| then| once more]",
    "[who am i|who's talking to you|do you know who i am|do you remember me|tell me who i am|who is this|and who am i|what am i called|who are you talking to|you know me|say who i am]",
    "[what|which] name did i [say|tell you|give|give you|use|mention|type][| before| earlier| a minute ago| at the start]",
    "[what|how] [did i say|did i tell you] [my name was|i was called|i am called|my name is|people call me]",
    "[do you|can you|did you] [remember|recall|still remember|know|forget|keep in mind|still know] [my name|who i am|what my name is|the name i told you|what i am called|how i'm called|what people call me]",
    "[have you forgotten|did you forget|don't you remember|you forgot] my name[| already]",
    "my name [is|was][|?| what|...| again]",
    "[call me by|use|greet me by|address me by|repeat|spell|write|say] my name[| please| again]",
]
TOLD = ["Your name is {x}."]
NOT_TOLD = ["You haven't told me your name yet. What is it?"]


def make_name_told(rng: Random, name: str) -> Conversation:
    told = asked(expand_any(TELL_NAME, rng, x=name), rng, keep=name.split())
    return [told, answered(expand_any(GREET, rng, x=name))]


def make_name_asked(rng: Random, name: str | None) -> Conversation:
    answer = expand_any(NOT_TOLD, rng) if name is None else expand_any(TOLD, rng, x=name)
    return [asked(expand_any(ASK_NAME, rng), rng), answered(answer)]


def make_name_and_question(rng: Random, name: str, filler: Maker) -> Conversation:
    """Name and first question in one message: the answer goes to the question."""
    first, *rest = filler(rng)
    lead = expand_any(
        ["[hi, |hello, |hey, ||][i'm|my name is|i am|this is|my name's] {x}[.|,|!]"], rng, x=name
    )
    return [Turn("user", f"{lead} {first.text}", steady=True), *rest]


def make_name_memory(rng: Random, filler: Maker) -> Conversation:
    """Tell a name, talk of other things, ask for it; sometimes correct it on the way."""
    name = pick_name(rng)
    joined = rng.random() < 0.15
    talk = make_name_and_question(rng, name, filler) if joined else make_name_told(rng, name)
    for _ in range(rng.choices((0, 1, 2, 3, 6), (5, 4, 2, 1, 0.5))[0]):
        talk += filler(rng)
    if rng.random() < 0.15:
        name = pick_name(rng)
        talk += make_name_told(rng, name)
    return talk + make_name_asked(rng, name)


def make_name_unknown(rng: Random, filler: Maker) -> Conversation:
    talk = filler(rng) if rng.random() < 0.4 else []
    return talk + make_name_asked(rng, None)


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
        ],
        [
            "[what's|what is|do you remember|tell me|do you know|which is|guess] my favo[u|]rite colo[u|]r[| again]",
            "[which|what] colo[u|]r do i [like|love|prefer|like most]",
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


def make_fact_memory(rng: Random, filler: Maker) -> Conversation:
    fact = rng.choice(FACTS)
    value = pick_value(fact, rng)
    told = asked(expand_any(fact.tell, rng, x=value), rng, keep=[value])
    talk = [
        told,
        answered(expand_any(["[Good to know|Noted|I will remember that]: {x}."], rng, x=value)),
    ]
    for _ in range(rng.choices((0, 1, 2), (5, 3, 1))[0]):
        talk += filler(rng)
    return [
        *talk,
        asked(expand_any(fact.ask, rng), rng),
        answered(fact.answer.replace("{x}", value)),
    ]
