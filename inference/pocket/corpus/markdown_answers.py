"""Short Markdown answers: lists, tables, numbered steps, checklists, for and against.

Knows a handful of everyday topics. Knows no code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from inference.pocket.corpus.conversation import Conversation, Intent, answered, asked, from_intents
from inference.pocket.corpus.grammar import expand_any, listed
from inference.pocket.corpus.howto import HOWTOS

NUMBERS = "[|some|a few|five|three|four|5|3|several|ten|10|six|many|common|different|a couple of|the|all|all the|six|7|the names of]"
PLEAS = "[| please| pls| for me| in markdown| as a list| as bullets| as bullet points| in a list| with bullets]"
LIST_ASKS = [
    "[list|name|give me|tell me|show me|write|write down|enumerate|i need|can you list|can you name|please list|could you list|make a list of|give a list of|can i have a list of|i want a list of"
    "|a list of|write me a list of|show a list of|bullet list of|bullet points of|bulleted list of|create a list of|produce a list of|let me see|do you know|could you name|can you give me|what are|print|type out] "
    + NUMBERS
    + " {topic}"
    + PLEAS,
    "[i'd like|show me|give me|write|make|create|prepare] [a list|a bullet list|bullet points|an unordered list|a short list] [with|of|about|showing] {topic}",
    "[which|what] {topic} [are there|do you know|exist|live there|can i find|are popular][?|.|,] [bullet them|list them|in a list please|as bullets|write a list|bullet points please]",
    "[in|with] [bullets|bullet points|a list][,|:] [|some|the|a few|five] {topic}",
    "[put|write|note|jot] down [|some|the|a few|five|three|four|ten|all] {topic}[| as bullets| in a list| for me| in order]",
    "{topic} [in order|one per line|in the right order|one by one|as a numbered list]",
    "[name|list|say|tell me|write|give me|recite] [|all|all the|the] {topic} [in order|one by one|in the right order|one after another]",
    "{topic} [list|as a list|in a list|as bullets|list please|bullet points|in bullet points]",
    "[which|what] {topic} [are there|do you know|exist|can you name|come to mind]",
]
TABLE_ASKS = [
    "[make|show|show me|give me|write|create|can i have|i want|i need|i'd like|draw|produce|put|build|can you make|could you create|please make|let me see|do] [a|a markdown|a small|a short] table [of|with|about|for|showing|listing] [|some|the|all the] {topic}",
    "[put|show|list|write|give me|show me|arrange|can you show|can you put|could you put|display|organise] [|the|some|all the|five] {topic} [in|as|into] a [table|markdown table|small table]",
    "[table|a table|markdown table|small table] [of|with|for] [|the] {topic}",
    "{topic} [table|in a table|as a table|table please|in table form|in columns]",
    "[tabulate|make a tabel of|table of] [|the] {topic}",
]


@dataclass(frozen=True)
class Topic:
    """What people call it, its items, and a second column for a table."""

    names: str
    items: Sequence[str]
    column: str
    seconds: Sequence[str]
    ordered: bool = False


TOPICS = [
    Topic("[fruit|fruits|kinds of fruit|tasty fruits|sorts of fruit]", listed("Apple, Banana, Orange, Pear, Grape"), "colour", listed("red, yellow, orange, green, purple")),
    Topic("[colours|colors|basic colours|nice colours|bright colors]", listed("Red, Blue, Green, Yellow, Purple"), "mood", listed("warm, calm, fresh, happy, noble")),
    Topic("[planets|the planets|planets of the solar system|planets in our solar system|planets around the sun]", listed("Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus, Neptune"), "kind", listed("rocky, rocky, rocky, rocky, giant, giant, ice giant, ice giant"), True),
    Topic("[days of the week|weekdays|week days|days|days in a week|the seven days]", listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"), "kind", listed("work, work, work, work, work, weekend, weekend"), True),
    Topic("[months|months of the year|the months|twelve months|months in a year]", listed("January, February, March, April, May, June, July, August, September, October, November, December"), "days", listed("31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31"), True),
    Topic("[animals|wild animals|zoo animals|well known animals|kinds of animals]", listed("Dog, Cat, Horse, Elephant, Lion"), "sound", listed("woof, meow, neigh, trumpet, roar")),
    Topic("[farm animals|animals on a farm|animals of a farm|animals a farmer keeps|animals that live on farms]", listed("Cow, Sheep, Pig, Horse, Hen"), "gives", listed("milk, wool, meat, help, eggs")),
    Topic("[vegetables|veggies|kinds of vegetables|healthy vegetables|green vegetables]", listed("Carrot, Onion, Tomato, Potato, Spinach"), "colour", listed("orange, white, red, brown, green")),
    Topic("[seasons|the seasons|four seasons|seasons of the year]", listed("Spring, Summer, Autumn, Winter"), "weather", listed("mild, hot, windy, cold"), True),
    Topic("[countries|european countries|countries in europe|countries of the world|nations]", listed("France, Germany, Spain, Italy, Poland"), "capital", listed("Paris, Berlin, Madrid, Rome, Warsaw")),
    Topic("[sports|kinds of sport|sports to play|ball games|popular sports]", listed("Football, Tennis, Swimming, Running, Cycling"), "where", listed("field, court, pool, park, road")),
    Topic("[drinks|hot drinks|things to drink|beverages]", listed("Water, Tea, Coffee, Juice, Milk"), "served", listed("cold, hot, hot, cold, cold")),
    Topic("[programming languages|computer languages|coding languages|languages for programming]", listed("Python, JavaScript, C, Rust, SQL"), "good for", listed("data, web pages, systems, safety, databases")),
    Topic("[shapes|geometric shapes|simple shapes|forms]", listed("Circle, Triangle, Square, Pentagon, Hexagon"), "sides", listed("0, 3, 4, 5, 6")),
    Topic("[hobbies|free time activities|things to do in free time|pastimes|hobby ideas]", listed("Reading, Hiking, Cooking, Painting, Gardening"), "where", listed("home, hills, kitchen, studio, garden")),
    Topic("[file types|file formats|file extensions|kinds of files]", listed("txt, csv, json, png, pdf"), "holds", listed("text, rows, data, a picture, pages")),
    Topic("[office supplies|things in an office|things on a desk|desk items]", listed("Pen, Paper, Stapler, Keyboard, Lamp"), "use", listed("writing, notes, papers, typing, light")),
    Topic("[musical instruments|instruments|music instruments|things to make music with]", listed("Piano, Guitar, Violin, Flute, Drum"), "kind", listed("keys, strings, strings, wind, percussion")),
    Topic("[trees|kinds of trees|tree species|types of tree]", listed("Oak, Pine, Birch, Maple, Willow"), "leaves", listed("broad, needles, small, lobed, narrow")),
]  # fmt: skip


def as_list(topic: Topic) -> str:
    if topic.ordered:
        return "\n".join(f"{place}. {item}" for place, item in enumerate(topic.items, start=1))
    return "\n".join(f"- {item}" for item in topic.items)


def as_table(topic: Topic) -> str:
    rows = [f"| {item} | {other} |" for item, other in zip(topic.items, topic.seconds, strict=True)]
    return "\n".join([f"| name | {topic.column} |", "|---|---|", *rows])


def make_topic(rng: Random) -> Conversation:
    topic = rng.choice(TOPICS)
    wants_table = rng.random() < 0.45
    name = expand_any([topic.names], rng)
    question = expand_any(TABLE_ASKS if wants_table else LIST_ASKS, rng, topic=name)
    reply = as_table(topic) if wants_table else as_list(topic)
    thought = f"The user wants a {'table' if wants_table else 'list'}: {name}."
    return [asked(question, rng), answered(reply, thought)]


EXAMPLE_TABLE = "| item | price |\n|---|---|\n| tea | 2 |\n| coffee | 3 |\n| cake | 4 |"
EXAMPLES = [
    Intent(
        [
            "[show|show me|give me|make|write|draw|create|i want to see|can you make|can you do|do|insert|i need|test] [a|an example|a markdown|a simple|an example of a|any|a sample|some|a small|a random] [table|markdown table]",
            "[how does|what does] a [table|markdown table] [look|look like|work|look here]",
            "[can you|do you|are you able to] [write|make|draw|create|do|render|format] [tables|markdown tables|a table]",
            "[table|markdown table|tables][| please| example]",
            "[how do i|how to] [write|make|create] a table in markdown",
        ],
        [EXAMPLE_TABLE],
        weight=1.5,
    ),
    Intent(
        [
            "[show|give|write|demonstrate|show me|give me|test|use|try] [some|a bit of|all kinds of|an example of|a sample of|] [markdown|formatting|formatted text|bold text|rich text|markdown formatting]",
            "[can you|do you|does this site] [write|use|support|do|speak|render] [markdown|bold text|formatting|headings]",
            "[what is|what's|explain|how does one write] markdown",
        ],
        [
            "## Markdown\n\nIt makes **bold** and *italic* text, `code`, and lists:\n\n- one\n- two\n\n> A quote looks like this."
        ],
    ),
]
make_how_to = from_intents([*HOWTOS, *EXAMPLES])


def make(rng: Random) -> Conversation:
    return make_topic(rng) if rng.random() < 0.5 else make_how_to(rng)
