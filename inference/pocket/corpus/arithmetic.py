"""Counting and small sums, asked in figures and in words.

Knows numbers up to the hundreds. Larger sums it says it cannot do.
"""

from random import Random

from inference.pocket.corpus.conversation import Conversation, answered, asked
from inference.pocket.corpus.grammar import expand_any, listed
from inference.pocket.corpus.sums_aloud import result_of, think_of_sum

ONES = listed(
    "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen,"
    "fourteen, fifteen, sixteen, seventeen, eighteen, nineteen"
)
TENS = listed("-, -, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety")
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
SPOKEN: dict[str, list[str]] = {
    "+": [
        "[add|please add|sum|sum up|can you add|add together|add up] {a} [and|to|with|plus] {b}",
        "[what is|what's|give me|calculate|find|tell me|compute] the sum of {a} and {b}",
        "[what is|how much is|what do i get if i add|what happens when i add|what's the total of|total of] {a} [and|plus] {b}[| together| in total| altogether]",
        "[i have|there are|she has|tom has|we had|if i have|if you have] {a} {thing} and [get|buy|find|receive|add|am given] {b} more[,|.] how many [are there|in total|do i have|now|{thing} is that|is that]",
        "{a} {thing} and {b} {thing}, how many [in all|in total|together|altogether]",
        "what do {a} and {b} [make|add up to|sum to|come to]",
        "{a} [and|plus] {b} [together|] [make|makes|is|are|gives|equals|come to] [how much|how many|what][| together| in all]",
        "[add up|add|put together|sum up|total|please add up|can you add up|what do you get if you add|what happens if you add|what is it when you add] {a} [and|plus|with|to] {b}[| please| for me]",
        "[increase|raise] {a} by {b}",
        "[what is|what's|how much is] {b} more than {a}",
        "[i had|i own|there were|she owns|my team has|we sold|he ate] {a} {thing}[,| and] [then|later|today|also] [i got|i bought|i found|came|we sold|he ate] {b} more[,|.] [how many now|how many is that|what's the total|how many altogether|total]",
    ],
    "-": [
        "[subtract|take away|take|deduct|remove] {b} from {a}",
        "[what is|what's|calculate|find] the difference [between|of] {a} and {b}",
        "[i have|there are|she has|tom had|we had|if i have] {a} {thing} and [lose|sell|eat|give away|use|break] {b}[,|.] how many [are left|remain|do i have|do i have left|stay]",
        "what [is left|remains] [when|if] i take {b} from {a}",
        "[how much|what] is {a} [reduced by|decreased by|without] {b}",
        "[take|subtract|take away|please take|can you take|remove|if you take|what if i take|please subtract] {b} [away from|from|off|out of] {a}[|, what is left|, how much is left|, what remains|, what do you get]",
        "[what is|what's|how much is] {b} less than {a}",
        "{a} [take away|subtract|lower by|without] {b}[| is| is what| makes| leaves what]",
        "from {a} [take|subtract|take away|remove] {b}",
        "[how much|how many] [more|bigger|larger] is {a} than {b}",
        "[i had|i own|there were|she owns|my team had|we had] {a} {thing}[,| and| but] [i lost|we sold|i gave away|i ate|he took|i spent|someone stole] {b}[,|.] [how many now|how many are left|what's left|how many do i have left]",
    ],
    "×": [
        "[multiply|please multiply|can you multiply] {a} [by|and|with] {b}",
        "[what is|what's|calculate|find] the product of {a} and {b}",
        "[i have|there are|we have] {a} [boxes|bags|tables|rows] with {b} {thing} [each|in each], how many {thing}",
        "{a} groups of {b}",
        "{a} times {b} [is|makes|equals|gives] [what|how much|how many|]",
        "[how many|how much] is {a} times {b}",
    ],
    "÷": [
        "[divide|please divide|can you divide|split|share] {a} [by|into|among] {b}",
        "[what is|what's|how much is] {a} divided by {b}",
        "[i have|we have|there are] {a} {thing} for {b} [people|friends|children|colleagues], how many [each|for each|does each get]",
        "how many times does {b} go into {a}",
    ],
}
THINGS = listed(
    "apples, books, coins, pens, eggs, cats, cards, cookies, stamps, balls, pears, euros"
)


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] if ones == 0 else f"{TENS[tens]}-{ONES[ones]}"


def written(number: int, rng: Random) -> str:
    return in_words(number) if number < 100 and rng.random() < 0.15 else str(number)


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
    if rng.random() < 0.3:
        return expand_any(SPOKEN[sign], rng, a=a, b=b, thing=rng.choice(THINGS))
    joined = a + rng.choice(SIGNS[sign]) + b
    if not joined[0].isdigit() or " " in joined or joined[-1].isalpha():
        joined = joined.strip()
    return expand_any([f"{LEADS} {{sum}}{ENDINGS}"], rng, sum=joined)


def make_sum(rng: Random) -> Conversation:
    sign = rng.choice("+++++----×××÷")
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


def count_line(start: int, stop: int, step: int) -> str:
    end = stop + (1 if step > 0 else -1)
    return ", ".join(str(number) for number in range(start, end, step))


COUNT = "[count|can you count|please count|could you count|count for me|i want you to count|try to count|let's count|start counting|counting|now count|do you know how to count|let me see you count|would you count|count aloud|let me hear you count|let me hear you count:|count out loud|how about counting|please start counting|can you do a count|count slowly|i'd like you to count|show me how you count|quickly count|count the numbers]"
COUNT_TO = [
    COUNT + " [|up] [to|until|till|as far as|up to] {b}",
    "[say|list|write|give me|show me|name|tell me|print|type] [the|all|all the|] numbers [up to|to|until|till] {b}",
    "[the first|say the first|list the first|give me the first|write the first] {b} numbers",
    "[how do you count|how to count] to {b}",
]
COUNT_FROM = [
    COUNT + " from {a} [to|up to|until|till|through] {b}",
    COUNT + " {a} to {b}",
    "[say|list|write|give me|show me|name|tell me|print|type|] [the|all|all the|] numbers [from|between] {a} [to|and|until|till|up to|-] {b}",
    "[start|begin] [at|from|with] {a} and [go|count|continue|go on|carry on] [to|until|up to|till] {b}",
    "[go|count on|continue counting|carry on counting|continue] from {a} [to|until|till|up to] {b}",
    "[{a} to {b}|from {a} to {b}|{a}..{b}|{a} - {b} in numbers]",
    "[numbers|all numbers|the numbers|every number|all the numbers] [from|between|starting at] {a} [through|to|until|up to|till|and] {b}[| please| in order| in a row]",
    "[start|begin|starting] [at|from|with] {a}[,| and|, then] [count|go on|stop|end|finish|continue] [at|to|till|until|up to|when you reach|with] {b}",
    "[list|write|say|give me|print|show|can you list|i need] [the|all|] numbers [{a} to {b}|{a} through {b}|{a} up to {b}|from {a} on up to {b}]",
]
COUNT_AFTER = [
    "[go on|continue|count on|carry on|keep going|go on counting|continue counting] after {z} [to|until|up to|till] {b}",
    "[which|what] numbers come after {z}, [up to|to|until] {b}",
    "[keep|please keep|now keep|go on|you stopped at {z}, keep] counting [after|from] {z} [until|to|up to|till] {b}",
    "[what|which numbers] [comes|come|follow|follows] after {z}[,|] [until|up to|to] {b}",
]
COUNT_DOWN = [
    "[count down|countdown|count backwards|count back|count in reverse|can you count down|do a count down|please count down] [from|starting at|starting from] {b}[| to 1| to one]",
    "[give me|i need|start|make] a countdown [from|starting at] {b}",
    "[say|list|write] the numbers [from {b} down to 1|backwards from {b}|in reverse from {b}]",
    "[from {b} down to 1|{b} down to 1|from {b} to 1 backwards|rocket countdown from {b}|countdown, start at {b}|do a countdown from {b}|backwards from {b}|{b} to 1 in reverse][| please]",
]
COUNT_TWO = [
    "[count|list|say|write|give me|show me|name|tell me|what are] [the|all|all the|] {kind} numbers [up to|to|until|below or equal to|till|from {a} to|between {a} and] {b}",
    "count [by|in] twos [from {a} to|starting at {a} up to] {b}",
]


def make_count(rng: Random) -> Conversation:
    start, stop, step, patterns = pick_count(rng)
    kind = "even" if start % 2 == 0 else "odd"
    written_start, written_stop = written(start, rng), written(stop, rng)
    slots = {"a": written_start, "b": written_stop, "z": str(start - 1), "kind": kind}
    if step < 0:
        slots["b"] = written_start
    question = asked(expand_any(patterns, rng, **slots), rng)
    thought = f"I begin with {start} and stop at {stop}."
    return [question, answered(count_line(start, stop, step), thought)]


def pick_count(rng: Random) -> tuple[int, int, int, list[str]]:
    """First number, last number, step, and the ways of asking for it."""
    kind = rng.choices(("to", "from", "after", "down", "two"), (5, 5, 1, 2, 1.5))[0]
    if kind == "to":
        return 1, rng.choice((5, 10, 10, 20, rng.randint(2, 30), rng.randint(2, 50))), 1, COUNT_TO
    if kind == "down":
        return rng.randint(3, 20), 1, -1, COUNT_DOWN
    if kind == "two":
        start = rng.choice((1, 2, 2))
        return start, start + 2 * rng.randint(2, 12), 2, COUNT_TWO
    start = rng.randint(1, 60)
    return start, start + rng.randint(2, 16), 1, COUNT_AFTER if kind == "after" else COUNT_FROM
