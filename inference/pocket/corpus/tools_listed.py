"""The tools that a prompt may list, in many words: three that Pocket calls, others that it does not.

Knows how the chat template writes a list of tools. Knows no conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.names import made_up_word


@dataclass(frozen=True)
class Listing:
    """One tool as its line in the prompt shows it."""

    name: str
    parameters: Sequence[str]
    descriptions: Sequence[str]

    def line(self, rng: Random) -> str:
        about = " ".join(
            expand_any(self.descriptions, rng) for _ in range(rng.choice((1, 1, 1, 2)))
        )
        return f"{self.name}({', '.join(self.parameters)}): {about}"


NOW = "[the time|the current time|the time and date|the current date and time|what time it is|the date and the time|the local time|now]"
CLOCKS = [
    Listing(
        "clock",
        parameters,
        [
            f"[Tells|Says|Returns|Gives|Get|Shows|Look up|Reports] {NOW}[|.| as text.| in a time zone.| on the server.]",
            "[The clock of the server|A clock|Date and time|Current time|Time and date|Wall clock][|.]",
            "[Use this|Call this] [to know|when the user asks for|to find out] [the time|the date|what time it is][|.]",
        ],
    )
    for parameters in ([], [], ["timezone"])
]
CALCULATORS = [
    Listing(
        "calculator",
        ["expression"],
        [
            "[Works out|Calculates|Evaluates|Computes|Solves|Evaluate|Compute|Does] [a sum|an arithmetic expression|arithmetic|an expression|a calculation|maths|simple maths|a mathematical expression][|.|, such as 2*3.| with + - * /.| exactly.| and returns the result.]",
            "[A calculator|Calculator|Exact arithmetic|Arithmetic|Sums and products|Maths][|.| for numbers.]",
            "[Use this|Call this] [for sums|to calculate|for any arithmetic|when numbers must be exact][|.]",
        ],
    )
]
DICE = [
    Listing(
        "dice",
        parameters,
        [
            "[Rolls|Throws|Roll|Throw] [dice|a die|one or more dice|some dice|a die with sides|dice of any size][|.| and returns the numbers.| at random.]",
            "[Dice|A die|Random dice|A fair die|Game dice][|.| with any number of sides.]",
            "[Use this|Call this] [to roll dice|for a random roll|when the user wants to roll][|.]",
        ],
    )
    for parameters in (["sides"], ["sides", "count"], ["sides", "count"])
]
OTHERS = [
    Listing("weather", ["city"], ["The weather in a city.", "Get the forecast."]),
    Listing("web_search", ["query"], ["Search the web.", "Finds pages on the internet."]),
    Listing("send_mail", ["to", "subject", "body"], ["Sends an e-mail.", "Write to somebody."]),
    Listing("read_file", ["path"], ["Reads a file.", "Returns the text of a file."]),
    Listing(
        "translate", ["text", "language"], ["Translates a text.", "Translate into a language."]
    ),
    Listing("get_stock_price", ["symbol"], ["The price of a share.", "Stock prices."]),
    Listing("create_ticket", ["title", "priority"], ["Opens a ticket.", "Create a task."]),
    Listing("run_sql", ["statement"], ["Asks the database.", "Runs a query."]),
    Listing("play_music", ["song"], ["Plays a song.", "Music."]),
    Listing("set_timer", ["minutes"], ["Sets a timer.", "Rings after some minutes."]),
    Listing("find_person", ["name"], ["Looks up a colleague.", "The staff directory."]),
    Listing("draw_image", ["prompt"], ["Makes a picture.", "Draws an image."]),
]


def made_up_listing(rng: Random) -> Listing:
    name = f"{made_up_word(rng)}_{made_up_word(rng)}"
    return Listing(name, [made_up_word(rng) for _ in range(rng.randint(0, 3))], ["Does something."])


def some_others(rng: Random) -> list[Listing]:
    count = rng.choices((0, 1, 2, 3), (5, 2, 2, 1))[0]
    return [
        made_up_listing(rng) if rng.random() < 0.3 else rng.choice(OTHERS) for _ in range(count)
    ]
