"""What the tools are asked: the question, the call, what comes back and what is said then.

Knows clock, calculator and dice one at a time. Conversations are made in `tool_talk`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from inference.pocket.corpus import arithmetic
from inference.pocket.corpus.grammar import expand_any, listed
from inference.pocket.corpus.sums_aloud import result_of

NUMBER_WORDS = ["", "a", "two", "three", "four", "five", "six"]


@dataclass(frozen=True)
class Use:
    """One question that a tool answers: the call, what it gives back, what is said then."""

    question: str
    name: str
    arguments: dict[str, object]
    result: str
    answer: str
    thought: str

    @property
    def call(self) -> str:
        body = json.dumps({"name": self.name, "arguments": self.arguments})
        return f"<tool_call>{body}</tool_call>"


MONTHS = listed(
    "January, February, March, April, May, June, July, August, September, October, November, December"
)
WEEKDAYS = listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday")
CLOCK_ASKS = [
    "[what's|what is|tell me|do you know|can you tell me|give me|show me|check|look up|please tell me|i need|could you tell me|say] the [time|date|current time|current date|time now|time and date|date today|exact time|hour|date and time|day]"
    "[| now| today| please| right now| here| at the moment]",
    "what [time|date|day|year|month|weekday] is it[| now| today| right now| currently| please| there]",
    "[what day is today|what's today|how late is it|got the time|which year is this|what's the day today|time please|time|date|the date please|what's today's date|today's date|what is today's date|how late do we have it|is it late|which day is it|what time do we have|do you have the time|is it monday today|what year do we have|is it already noon|is it time for lunch]",
    "[check|look at|use|ask|read] [the|your] clock[| please| for me| and tell me the time]",
    "[which|what] [day|weekday|day of the week|date|month|year] [is it|is today|do we have|are we in][| today| now| right now| please]",
]
DICE_ASKS = [
    "<canyou> [roll|throw|cast|toss] {dice}[| for me| please| now| again]",
    "[roll|throw|cast|toss] {dice}[| for me| please| now| again| once more| and tell me the result]",
    "[let's|i want to|i'd like to|can we|time to|shall we|we need to] [roll|throw|cast|play with] {dice}",
    "[give me|i need|i want|make|do] [a roll|a throw|one roll|the roll] of {dice}[| please]",
    "{dice}[, please| please|, roll|: roll it|, go]",
    "[what do i get|what comes up|what's the result|let's see what happens] [if|when] [you|i|we] [roll|throw] {dice}",
]
ROLL_ASKS = [
    "[roll|throw|cast] [the dice|a die|dice|the die|it][| for me| please| now]",
    "[dice|a die|roll|dice roll|roll please|throw a dice|roll a dice|your turn to roll|pick a number with a die]",
]


LONGER_ASKS = [
    "[what is|calculate|how much is|compute|work out|what's||evaluate|solve|tell me|can you calculate|please work out] {x}[|?| =| please]"
]
PERCENT_ASKS = [
    "[what is|what's|how much is|calculate||work out|tell me] {a}[ percent|%] of {b}[|?| please]"
]


def clock_result(rng: Random) -> str:
    hour, minute, day = rng.randrange(24), rng.randrange(60), rng.randint(1, 28)
    month, year = rng.randint(1, 12), rng.randint(2023, 2031)
    time = f"{hour:02}:{minute:02}"
    iso = f"{year}-{month:02}-{day:02}"
    weekday = rng.choice(WEEKDAYS)
    return rng.choice(
        (
            time,
            f"{time}:{rng.randrange(60):02}",
            f"{iso} {time}",
            f"{iso}T{time}:{rng.randrange(60):02}",
            f"{iso}T{time}:{rng.randrange(60):02}+00:00",
            f"{iso} {time}:{rng.randrange(60):02} UTC",
            f"{weekday}, {day} {MONTHS[month - 1]} {year}, {time}",
            f"{weekday} {iso} {time} UTC",
            f"{weekday}, {day} {MONTHS[month - 1]} {year}, {time} UTC",
            f"{weekday}, {MONTHS[month - 1]} {day}, {year} {time}",
            f"{time} on {weekday}",
        )
    )


def use_clock(rng: Random) -> Use:
    said = clock_result(rng)
    result = json.dumps({rng.choice(("time", "now")): said}) if rng.random() < 0.2 else said
    question = expand_any(CLOCK_ASKS, rng)
    thought = "The user asks for the time. The clock knows it."
    return Use(question, "clock", {}, result, f"It is {said}.", thought)


def use_dice(rng: Random) -> Use:
    sides = rng.choices((6, 20, 4, 8, 10, 12, 100, rng.randint(2, 60)), (8, 3, 1, 1, 1, 2, 1, 2))[0]
    count = rng.choices((1, 2, 3, rng.randint(4, 6)), (6, 3, 2, 1))[0]
    plain = sides == 6 and rng.random() < 0.7
    arguments: dict[str, object] = {"sides": sides}
    if count > 1:
        arguments["count"] = count
    if plain and count == 1 and rng.random() < 0.5:
        question = expand_any(ROLL_ASKS, rng)
    else:
        question = expand_any(DICE_ASKS, rng, dice=name_dice(sides, count, rng, plain=plain))
    rolls = [rng.randint(1, sides) for _ in range(count)]
    result, said = dice_result(rolls, rng)
    thought = "The user wants a roll. The dice tool makes one."
    return Use(question, "dice", arguments, result, f"You rolled {said}.", thought)


def name_dice(sides: int, count: int, rng: Random, *, plain: bool) -> str:
    number = rng.choice((NUMBER_WORDS[count], NUMBER_WORDS[count], str(count)))
    noun = ("die", "dice")[count > 1] if rng.random() < 0.8 else "dice"
    if plain:
        return f"{number} {rng.choice(('', '', '', 'normal ', 'ordinary ', 'six-sided '))}{noun}"
    return rng.choice(
        (
            f"{number} {sides}-sided {noun}",
            f"{number} {noun} with {sides} sides",
            f"{number if count > 1 else 'a'} d{sides}",
            f"{count}d{sides}" if count > 1 else f"a d{sides}",
            f"{number} {sides} sided {noun}",
        )
    )


def dice_result(rolls: Sequence[int], rng: Random) -> tuple[str, str]:
    """What the tool gives back, and the numbers as the answer says them."""
    said = " and ".join(filter(None, (", ".join(map(str, rolls[:-1])), str(rolls[-1]))))
    if len(rolls) == 1:
        forms = [said, said, f"[{said}]", json.dumps({"roll": rolls[0]}), f"rolled {said}"]
    else:
        together = json.dumps({"rolls": list(rolls), "total": sum(rolls)})
        forms = [", ".join(map(str, rolls)), str(list(rolls)), together, " ".join(map(str, rolls))]
        forms.append(f"{' + '.join(map(str, rolls))} = {sum(rolls)}")
    return rng.choice(forms), said


def wide_operands(sign: str, rng: Random) -> tuple[int, int]:
    if rng.random() < 0.35:
        return arithmetic.pick_operands(sign, rng)
    first, second = (rng.randrange(10 ** rng.randint(1, 5)) for _ in range(2))
    if sign == "÷":
        second = max(1, second % 100)
    return first, second


def use_calculator(rng: Random) -> Use:
    if rng.random() < 0.2:
        return use_longer_calculation(rng)
    sign = rng.choice("+-×÷×")
    first, second = wide_operands(sign, rng)
    question = arithmetic.phrase_sum(sign, first, second, rng)
    expression = f"{first}{ {'×': '*', '÷': '/'}.get(sign, sign) }{second}"
    exact = first / second if sign == "÷" and second else result_of(first, sign, second)
    return calculation(question, expression, f"{exact:.10g}", rng)


def use_longer_calculation(rng: Random) -> Use:
    a, b, c = (rng.randint(2, 99) for _ in range(3))
    if rng.random() < 0.35:
        of = str(b * 10)
        question = expand_any(PERCENT_ASKS, rng, a=str(a), b=of)
        return calculation(question, f"{of}*{a}/100", f"{b * 10 * a / 100:.10g}", rng)
    expression, value = rng.choice(
        (
            (f"{a}+{b}+{c}", a + b + c),
            (f"{a}*{b}+{c}", a * b + c),
            (f"({a}+{b})*{c}", (a + b) * c),
            (f"{a}*{b}*{c}", a * b * c),
            (f"{a}-{b}+{c}", a - b + c),
            (f"{a}*({b}-{c})", a * (b - c)),
        )
    )
    shown = spaced(expression, rng) if rng.random() < 0.6 else expression
    return calculation(expand_any(LONGER_ASKS, rng, x=shown), expression, str(value), rng)


def spaced(expression: str, rng: Random) -> str:
    times = rng.choice((" * ", " x ", " × ", " times "))
    return expression.replace("*", times).replace("+", " + ").replace("-", " - ")


def calculation(question: str, expression: str, value: str, rng: Random) -> Use:
    forms = [value, value, value, json.dumps({"result": value}), f"{expression} = {value}"]
    thought = "The user wants a sum. The calculator does it exactly."
    arguments: dict[str, object] = {"expression": expression}
    answer = f"The result is {value}."
    return Use(question, "calculator", arguments, rng.choice(forms), answer, thought)


USES: dict[str, Callable[[Random], Use]] = {
    "clock": use_clock,
    "calculator": use_calculator,
    "dice": use_dice,
}
