"""Counting: up, down, from one number to another, in steps, and in words.

Knows numbers up to the hundreds, and many ways of asking for a row of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from inference.pocket.corpus.conversation import Conversation, answered, asked
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.number_words import in_words, written
from inference.pocket.corpus.sentences import one_per_line

COUNT = (
    "[count|count|count|can you count|please count|could you count|count for me|i want you to count"
    "|try to count|let's count|start counting|counting|now count|do you know how to count"
    "|let me see you count|would you count|count aloud|let me hear you count|let me hear you count:"
    "|count out loud|how about counting|please start counting|can you do a count|count slowly"
    "|i'd like you to count|show me how you count|quickly count|are you able to count|count with me"
    "|i bet you can't count|can you even count|my son wants you to count|for my kid: count"
    "|we are playing hide and seek, count|as a test, count|just count|do count|you should count"
    "|i need you to count|would you mind counting|help me count|teach my kid to count|will you count]"
)
SAY = (
    "[say|list|write|give me|show me|name|tell me|print|type|write down|write out|output|recite|read out"
    "|can you list|could you write|please list|please give me|i need|i want|i'd like|let me see|spell out"
    "|can i have|show|put down|enumerate|display|can you say|can you name|what are|generate|make a list of]"
)
TO = "[to|to|to|up to|until|till|through|as far as|all the way to|and stop at|, ending with]"
AFTERWARDS = "[||||| please| for me| in order| in a row| one by one| and then stop| quickly|, nothing else|, just the numbers]"

UP_TO = one_per_line(f"""
{COUNT} [|up|all the way|up all the way] [to|until|till|as far as|up to] {{b}}{AFTERWARDS}
{COUNT} [to|until] {{b}}{AFTERWARDS}
{COUNT} [1|one|from 1|from one] [to|-|until|up to|through] {{b}}{AFTERWARDS}
{SAY} [the|all|all the|] numbers [up to|to|until|till|1 to|from one to|1 through|from 1 up to] {{b}}{AFTERWARDS}
{SAY} the first {{b}} [numbers|whole numbers|natural numbers|positive numbers|counting numbers]{AFTERWARDS}
[how do you count|how to count|how does one count|how would you count|do you know how to count] to {{b}}
[the|] first {{b}} numbers[| please| in order]
[go|run|start] from [one|1] {TO} {{b}}{AFTERWARDS}
[begin|start] [at|with|from] [one|1][,| and] [stop|end|finish|go on] [at|with|when you get to|to] {{b}}
[can you|could you|would you|please] [reach|get to|go up to] {{b}} [by counting|when you count|counting from one]
every number [from 1 to|up to|between 1 and|from one to] {{b}}{AFTERWARDS}
[1..{{b}}|1 to {{b}}|one to {{b}}|1 till {{b}}|1-{{b}} please|1, 2, 3, and so on to {{b}}|one two three ... up to {{b}}]
{{b}} numbers, starting [with|at|from] [1|one]
[counting|a count|numbers] [to|up to|until] {{b}}[, go|, please|, can you| now|: go ahead]
[what are|which are|what is] [the|all the] [whole|] numbers [from 1 to|up to|until] {{b}}
my [son|daughter|kid|child] [is learning|wants] to count to {{b}}[, show how| , can you do it first|, help]
""")
FROM_TO = one_per_line(f"""
{COUNT} from {{a}} {TO} {{b}}{AFTERWARDS}
{COUNT} {{a}} [to|through|-|till] {{b}}{AFTERWARDS}
{SAY} [the|all|all the|] numbers [from|between] {{a}} [to|and|until|till|up to|-] {{b}}{AFTERWARDS}
{SAY} [every number|each number|everything] [from|between] {{a}} [to|and|up to] {{b}}
{SAY} [the|] numbers [{{a}} to {{b}}|{{a}} through {{b}}|{{a}} up to {{b}}|from {{a}} on up to {{b}}|starting at {{a}} and ending at {{b}}]
[start|begin|starting|beginning] [at|from|with] {{a}}[,| and|, then] [go|count|continue|go on|carry on|count up|stop|end|finish] [to|until|up to|till|at|with|when you reach] {{b}}
[go|count on|continue counting|carry on counting|continue] from {{a}} {TO} {{b}}
[{{a}} to {{b}}|from {{a}} to {{b}}|{{a}}..{{b}}|{{a}} - {{b}} in numbers|{{a}} till {{b}}, count|{{a}} through {{b}}]{AFTERWARDS}
[numbers|all numbers|the numbers|every number|all the numbers|whole numbers] [from|starting at] {{a}} {TO} {{b}}{AFTERWARDS}
[up|upwards|count up|counting up|going up] from {{a}} [to|until|till] {{b}}{AFTERWARDS}
[don't start at one,|not from 1:|this time|instead] [count|start] from {{a}} [to|and go to] {{b}}
[which|what] numbers [are there|lie|come|do you find|are] [from {{a}} to {{b}}|between {{a}} and {{b}}, both included]
[let|have] the numbers [run|go] from {{a}} to {{b}}
count, [first number|beginning with|starting with|starting at] {{a}}, [last number|ending with|ending at|up to] {{b}}
""")
AFTER = one_per_line("""
[go on|continue|count on|carry on|keep going|go on counting|continue counting] after {z} [to|until|up to|till] {b}
[which|what] numbers come after {z}, [up to|to|until] {b}
[keep|please keep|now keep|go on|you stopped at {z}, keep] counting after {z} [until|to|up to|till] {b}
[what|which numbers] [comes|come|follow|follows] after {z}[,|] [until|up to|to] {b}
[i counted|we got|you were|i stopped|i am] [to|as far as|at] {z}, [go on|continue|you go on|carry on] [to|until] {b}
[next numbers|numbers] after {z}[, up to| up to| until] {b}
[the next|say the next|give me the next|what are the next|list the next|tell me the next] {n} numbers after {z}
{n} [more|] numbers after {z}[, please|]
""")
DOWN = one_per_line(f"""
[count down|countdown|count backwards|count back|count in reverse|can you count down|do a count down|please count down|could you count backwards|count downwards|counting down] [from|starting at|starting from|beginning at] {{a}} {{to}}{AFTERWARDS}
[give me|i need|start|make|do|please do|can you do|let me hear|run|i want|show me|write] a [|rocket |launch |little |quick |reverse ][countdown|count down] [from|starting at|beginning with|of] {{a}} {{to}}
{SAY} the numbers [from {{a}} down {{to}}|backwards from {{a}} {{to}}|in reverse from {{a}} {{to}}|{{a}} {{to}} backwards|{{a}} {{to}} in reverse order]
[from {{a}} down {{to}}|{{a}} down {{to}}|from {{a}} {{to}} backwards|rocket countdown from {{a}} {{to}}|countdown, start at {{a}}, go {{to}}|backwards from {{a}} {{to}}|{{a}} {{to}} in reverse|descending from {{a}} {{to}}|down from {{a}} {{to}}]{AFTERWARDS}
[start|begin] [at|with|from] {{a}} and [count|go] [down|backwards|back] {{to}}
[can you|could you|please|let's] [go|count] [backwards|down|the other way|in reverse] from {{a}} {{to}}
[the rocket|our rocket|the shuttle] [starts|is about to start|lifts off|takes off]: [count down|countdown] from {{a}} {{to}}
{COUNT} [backwards|down|in reverse] from {{a}} {{to}}
{COUNT} from {{a}} [down|back|backwards] {{to}}
[new year's eve|launch|lift off]! [countdown|count down] from {{a}} {{to}}
[numbers|all numbers|whole numbers] from {{a}} [descending|going down|downwards|in falling order] {{to}}
""")
EVEN_ODD = one_per_line(f"""
{SAY} [the|all|all the|] {{kind}} numbers [up to|to|until|till|from {{a}} to|between {{a}} and|not above|that are no larger than|1 to|from 1 to] {{b}}{AFTERWARDS}
[count|can you count|list|say] [the|only the|just the|only] {{kind}} [numbers|ones] [up to|until|to|from {{a}} to] {{b}}
{{kind}} numbers [up to|until|from {{a}} to|between {{a}} and|to] {{b}}{AFTERWARDS}
{SAY} [the|all|all the|] {{kind}} numbers [below|under|less than|smaller than] {{c}}
{{kind}} numbers [below|under|less than|smaller than] {{c}}{AFTERWARDS}
{SAY} the first {{n}} {{kind}} numbers
[the|] first {{n}} {{kind}} numbers[| please]
[which|what] [numbers up to {{b}} are {{kind}}|{{kind}} numbers are there up to {{b}}|are the {{kind}} numbers up to {{b}}]
[count|start counting|can you count] [in|with] {{kind}} numbers[, from {{a}}|] [to|up to|until] {{b}}
every {{kind}} number [up to|from {{a}} to|until] {{b}}
""")
STEPS_TO = one_per_line(f"""
{COUNT} [by|in] {{step}} [to|up to|until|till] {{b}}{AFTERWARDS}
{COUNT} to {{b}} [by|in] {{step}}{AFTERWARDS}
{COUNT} up [by|in] {{step}}[,| and] [stop|end] at {{b}}
[by|in] {{step}}[,|] [count|go|count up|please count|numbers] [to|up to|until] {{b}}
[skip count|skip counting|can you skip count] [by|in] {{step}} [to|up to] {{b}}
{SAY} [the|] numbers [up to|to] {{b}} [in|by] {{step}}
{SAY} the first {{n}} [multiples of {{num}}|numbers in the {{num}} times table]
{SAY} [the|] multiples of {{num}} [up to|until|to] {{b}}
""")
STEPS_FROM = one_per_line(f"""
{COUNT} [by|in] {{step}} [from {{a}} to|starting at {{a}} up to|from {{a}} until|beginning with {{a}} up to] {{b}}
{COUNT} from {{a}} {TO} {{b}} [by|in] {{step}}{AFTERWARDS}
[by|in] {{step}}[,|] [count|go|count up|please count|numbers] from {{a}} [to|up to|until] {{b}}
[skip count|skip counting] [by|in] {{step}} from {{a}} to {{b}}
{SAY} [the|] numbers [from {{a}} to|between {{a}} and] {{b}} [in|by] {{step}}
[go|start|begin|move up] [from|at] {{a}} [and go|] to {{b}} in {{step}}
""")
STEP_NAMES = {
    2: "[twos|2s|2's|steps of two|steps of 2|pairs|2]",
    3: "[threes|3s|3's|steps of three|steps of 3]",
    5: "[fives|5s|5's|steps of five|steps of 5|5]",
    10: "[tens|10s|10's|steps of ten|steps of 10|10]",
}
IN_WORDS = "[in words|as words|in letters|with words|written as words|spelled out|using words]"


@dataclass(frozen=True)
class Row:
    """Numbers to say, and the ways of asking for them."""

    start: int
    stop: int
    step: int
    patterns: list[str]

    def numbers(self) -> list[int]:
        return list(range(self.start, self.stop + (1 if self.step > 0 else -1), self.step))


def one_up_to(rng: Random) -> Row:
    return Row(1, rng.choice((5, 10, 10, 20, rng.randint(2, 30), rng.randint(2, 50))), 1, UP_TO)


def one_to_another(rng: Random) -> Row:
    start = rng.choice((rng.randint(1, 20), rng.randint(1, 60), rng.randint(1, 99)))
    return Row(start, start + rng.randint(2, 16), 1, FROM_TO)


def going_on(rng: Random) -> Row:
    start = rng.randint(2, 60)
    return Row(start, start + rng.randint(2, 11), 1, AFTER)


def downwards(rng: Random) -> Row:
    if rng.random() < 0.55:
        return Row(rng.choice((5, 10, 10, rng.randint(3, 20), rng.randint(3, 20))), 1, -1, DOWN)
    start = rng.choice((10, rng.randint(3, 20), rng.randint(12, 60), rng.randint(20, 99)))
    return Row(
        start, rng.choice((max(0, start - rng.randint(2, 15)), max(0, start - 10))), -1, DOWN
    )


def even_or_odd(rng: Random) -> Row:
    start = rng.choice((1, 2, 2))
    return Row(start, start + 2 * rng.randint(2, 12), 2, EVEN_ODD)


def in_steps(rng: Random) -> Row:
    step = rng.choice((2, 2, 3, 5, 5, 10, 10))
    if rng.random() < 0.6:
        return Row(step, step * rng.randint(3, 10), step, STEPS_TO)
    start = step * rng.randint(1, 6)
    return Row(start, start + step * rng.randint(2, 9), step, STEPS_FROM)


ROWS: list[Callable[[Random], Row]] = [
    one_up_to, one_to_another, going_on, downwards, even_or_odd, in_steps,
]  # fmt: skip
WEIGHTS = (5, 5, 1.2, 2.8, 1.8, 1.6)
WORDS_SHARE = 0.04
MOST_IN_WORDS = 20


def end_of_countdown(row: Row, rng: Random) -> str:
    """The end is seldom said where it is 1."""
    if row.stop == 1 and rng.random() < 0.65:
        return ""
    return f"{rng.choice(('to', 'to', 'until', 'till', 'down to'))} {written(row.stop, rng)}"


def make_count(rng: Random) -> Conversation:
    row = rng.choices(ROWS, WEIGHTS)[0](rng)
    numbers = row.numbers()
    pattern = rng.choice(row.patterns)
    for mark, text in (
        ("{step}", STEP_NAMES.get(row.step, "")),
        ("{to}", end_of_countdown(row, rng)),
    ):
        pattern = pattern.replace(mark, text)
    in_letters = max(numbers) <= MOST_IN_WORDS and rng.random() < WORDS_SHARE
    if in_letters:
        pattern = f"{pattern} {IN_WORDS}"
    slots = {
        "a": written(row.start, rng),
        "b": written(row.stop, rng),
        "c": written(row.stop + rng.randint(1, row.step) if row.step > 0 else row.stop, rng),
        "z": written(row.start - 1, rng),
        "n": written(len(numbers), rng),
        "num": str(row.step),
        "kind": "even" if row.start % 2 == 0 else "odd",
    }
    question = asked(expand_any([pattern], rng, **slots), rng)
    reply = ", ".join(in_words(number) if in_letters else str(number) for number in numbers)
    return [question, answered(reply, f"I begin with {row.start} and stop at {row.stop}.")]
