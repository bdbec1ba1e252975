"""Numbers below a hundred in words. Knows no sums and no counting."""

from random import Random

from inference.pocket.corpus.grammar import listed

ONES = listed(
    "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen,"
    "fourteen, fifteen, sixteen, seventeen, eighteen, nineteen"
)
TENS = listed("-, -, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety")


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] if ones == 0 else f"{TENS[tens]}-{ONES[ones]}"


def written(number: int, rng: Random) -> str:
    return in_words(number) if number < 100 and rng.random() < 0.15 else str(number)
