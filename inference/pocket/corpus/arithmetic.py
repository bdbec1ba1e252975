"""Small sums, asked in figures and in words, and drills of many in a row.

Knows numbers up to a hundred. Larger sums it says it cannot do.
"""

from random import Random

from inference.pocket.corpus.conversation import Conversation, answered, asked
from inference.pocket.corpus.counting import make_count
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.number_words import written
from inference.pocket.corpus.sums_aloud import result_of, think_of_sum
from inference.pocket.corpus.sums_asked import DOUBLE, HALF, SPOKEN, THINGS

SPOKEN_SHARE = 0.45
ENDINGS = (
    "[||?|?| =| = ?|=|=?| equals| is| is?| makes| is what| please| equals?| equals what| makes what"
    "| is how much| makes how much| gives| gives what| is equal to| in total|, what is it"
    "|, what does it make|, please| - what is it|, how much is that| what's that]"
)
LEADS = (
    "[|||what is|what's|whats|how much is|calculate|compute|work out|tell me|what does|solve|so"
    "|give me|and|do you know what|can you do|can you calculate|what do we get for|the sum|result of"
    "|could you work out|please calculate|evaluate|what would be|quickly:|find|what about|now"
    "|quick maths:|quick sum:|do the math:|can you tell me|how much would be|what do you get for"
    "|i need to know|tell me what is|what comes out of|and what is|maths question:|solve for me:"
    "|help me with|my homework says|please tell me|what's the answer to|what is the result of|say]"
)
SIGNS: dict[str, list[str]] = {
    "+": ["+", "+", " + ", " + ", " plus ", " plus ", " and ", " added to "],
    "-": ["-", "-", " - ", " - ", " minus ", " minus ", " less ", " take away "],
    "×": ["*", " * ", "x", " x ", " × ", " times ", " times ", " multiplied by ", "×"],
    "÷": ["/", " / ", " ÷ ", " divided by ", " divided by ", " over ", ":"],
}


def pick_operands(sign: str, rng: Random) -> tuple[int, int]:
    if sign == "×":
        return rng.randint(0, 12), rng.randint(0, 12)
    if sign == "÷":
        second = rng.randint(1, 10)
        return second * rng.randint(0, 10), second
    top = rng.choice((10, 20, 100, 100))
    first, second = rng.randrange(top), rng.randrange(top)
    if sign == "-" and first < second and rng.random() < 0.85:
        return second, first
    return first, second


def phrase_sum(sign: str, first: int, second: int, rng: Random) -> str:
    a, b = written(first, rng), written(second, rng)
    if rng.random() < SPOKEN_SHARE:
        return expand_any(SPOKEN[sign], rng, a=a, b=b, thing=rng.choice(THINGS))
    joined = a + rng.choice(SIGNS[sign]) + b
    if not joined[0].isdigit() or " " in joined or joined[-1].isalpha():
        joined = joined.strip()
    return expand_any([f"{LEADS} {{sum}}{ENDINGS}"], rng, sum=joined)


def half_or_double(sign: str, rng: Random) -> tuple[int, int, str]:
    number = rng.choice((rng.randint(1, 12), rng.randint(1, 50)))
    if sign == "×":
        return 2, number, expand_any(DOUBLE, rng, b=written(number, rng))
    return 2 * number, 2, expand_any(HALF, rng, a=written(2 * number, rng))


def make_sum(rng: Random) -> Conversation:
    sign = rng.choice("+++++----×××÷")
    if sign in "×÷" and rng.random() < 0.12:
        first, second, question = half_or_double(sign, rng)
    else:
        first, second = pick_operands(sign, rng)
        question = phrase_sum(sign, first, second, rng)
    answer = f"{first} {sign} {second} = {result_of(first, sign, second)}"
    return [asked(question, rng), answered(answer, think_of_sum(first, sign, second))]


def make_drill(rng: Random) -> Conversation:
    """Many sums, or a few counts, in one conversation: cheap practice in carrying and stopping."""
    if rng.random() < 0.25:
        return [turn for _ in range(rng.randint(3, 5)) for turn in make_count(rng)]
    return [turn for _ in range(rng.randint(5, 10)) for turn in make_sum(rng)]


LARGE = [
    "[what is|calculate|how much is|] {a} [+|-|*|/|times|plus|divided by] {b}",
    "[what is|calculate|tell me] the [square root|cube|logarithm|sine|factorial] of {a}",
    "[what is|how much is|calculate] {b} percent of {a}",
]


def make_large(rng: Random) -> Conversation:
    a, b = str(rng.randint(1000, 99999)), str(rng.randint(101, 99999))
    answer = "I am a small demonstration model and only do sums with numbers up to 100."
    thought = "The numbers are too large for me. I should say so."
    return [asked(expand_any(LARGE, rng, a=a, b=b), rng), answered(answer, thought)]
