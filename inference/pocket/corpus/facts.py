"""Remember what the user said earlier: a city, a colour, a pet, a friend, a word.

Knows how such talks go. The sentences are in `facts_told` and `facts_of_life`, names of the user
in `names`.
"""

from random import Random

from inference.pocket.corpus import facts_of_life, facts_told
from inference.pocket.corpus.conversation import Conversation, Maker, answered, asked
from inference.pocket.corpus.facts_told import Fact
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.names import made_up_word, pick_name

FACTS = [
    facts_told.COLOUR, facts_told.HOME, facts_told.PET, facts_told.PERSON, facts_told.THING_NAME,
    facts_told.WORD, facts_told.NUMBER, facts_told.AGE, facts_of_life.FOOD, facts_of_life.JOB,
    facts_of_life.TEAM, facts_of_life.FAVOURITE, facts_of_life.BIRTHDAY, facts_of_life.LANGUAGE,
    facts_of_life.HOBBY, facts_of_life.PLAN,
]  # fmt: skip
PEOPLE = [facts_told.PERSON, facts_told.PET]
NOT_TOLD = "You haven't told me that yet, so I don't know."
NOTED = ["Good to know: {x}.", "Noted: {x}.", "I will remember that: {x}."]
UNTOLD_SHARE = 0.1


def pick_value(fact: Fact, rng: Random) -> str:
    if fact is facts_told.NUMBER:
        return str(rng.choice((rng.randint(2, 99), rng.randint(2, 9999))))
    if fact is facts_told.AGE:
        return str(rng.randint(5, 95))
    if fact in PEOPLE and rng.random() < 0.5:
        return pick_name(rng)
    if fact.values and rng.random() < 0.5:
        value = rng.choice(fact.values)
        return value if rng.random() < 0.6 else rng.choice((str.lower, str.title))(value)
    return rng.choice((str.title, str.lower))(made_up_word(rng))


def make_fact_told(rng: Random, fact: Fact, value: str, who: str) -> Conversation:
    told = expand_any(fact.tell, rng, x=value, who=who)
    thought = f"The user tells me something to remember: {value}."
    return [
        asked(told, rng, keep=value.split()),
        answered(expand_any(NOTED, rng, x=value), thought),
    ]


def make_fact_asked(rng: Random, fact: Fact, value: str | None, who: str) -> Conversation:
    question = asked(expand_any(fact.ask, rng, who=who), rng)
    if value is None:
        return [question, answered(NOT_TOLD, "The user has not told me that.")]
    answer = fact.answer.replace("{x}", value).replace("{who}", who)
    return [question, answered(answer, f"The user told me before: {value}.")]


def make_fact_untold(rng: Random, filler: Maker) -> Conversation:
    """Asked for what was never said, after another fact at most: do not make one up."""
    fact, other = rng.sample(FACTS, 2)
    talk = filler(rng) if rng.random() < 0.4 else []
    if rng.random() < 0.4:
        talk += make_fact_told(rng, other, pick_value(other, rng), rng.choice(other.whos))
    return talk + make_fact_asked(rng, fact, None, rng.choice(fact.whos))


def make_fact_memory(rng: Random, filler: Maker) -> Conversation:
    if rng.random() < UNTOLD_SHARE:
        return make_fact_untold(rng, filler)
    fact = rng.choice(FACTS)
    who, value = rng.choice(fact.whos), pick_value(fact, rng)
    talk = make_fact_told(rng, fact, value, who)
    for _ in range(rng.choices((0, 1, 2, 3), (5, 3, 2, 1))[0]):
        talk += filler(rng)
    if rng.random() < 0.1:
        value = pick_value(fact, rng)
        talk += make_fact_told(rng, fact, value, who)
    return talk + make_fact_asked(rng, fact, value, who)


def some_facts(rng: Random) -> list[tuple[Fact, str]]:
    """Different facts, or different people or things of the same one."""
    if rng.random() < 0.35:
        fact = rng.choice([fact for fact in FACTS if len(fact.whos) > 1])
        return [(fact, who) for who in rng.sample(fact.whos, rng.randint(2, 3))]
    return [(fact, rng.choice(fact.whos)) for fact in rng.sample(FACTS, rng.randint(2, 4))]


def make_many_facts(rng: Random) -> Conversation:
    """Several facts told, then asked for in another order: copying that must choose."""
    told = [(fact, who, pick_value(fact, rng)) for fact, who in some_facts(rng)]
    talk = [turn for fact, who, value in told for turn in make_fact_told(rng, fact, value, who)]
    rng.shuffle(told)
    return talk + [
        turn for fact, who, value in told for turn in make_fact_asked(rng, fact, value, who)
    ]
