"""Short Markdown answers: lists, tables, numbered steps, checklists, for and against.

Knows a handful of everyday topics. Knows no code.
"""

from random import Random

from inference.pocket.corpus.conversation import Conversation, Intent, answered, asked, from_intents
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.howto import HOWTOS
from inference.pocket.corpus.howto_more import MORE_HOWTOS
from inference.pocket.corpus.markdown_topics import TOPICS, Topic

NUMBERS = "[||some|a few|several|ten|10|six|many|common|different|a couple of|the|all|all the|the names of|popular|typical|well-known|your favourite|random|a handful of|any|interesting]"
PLEAS = "[|| please| pls| for me| in markdown| as a list| as bullets| as bullet points| in a list| with bullets| quickly| you know| you can think of|, one per line| as a markdown list|, bulleted| in bullet form|, nothing else|, thanks]"
COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
COUNTED_SHARE = 0.25
REASON = "[for my daughter|for school|for a quiz|for a game|for my homework|for a poster|for a lesson|for the team|for work|for a friend|for a test]"
LIST_ASKS = [
    "[list|name|give me|tell me|show me|write|write down|enumerate|i need|can you list|can you name|please list|could you list|make a list of|give a list of|can i have a list of|i want a list of"
    "|a list of|write me a list of|show a list of|bullet list of|bullet points of|bulleted list of|create a list of|produce a list of|let me see|do you know|could you name|can you give me|what are|print|type out"
    "|send me|think of|come up with|i'd like|i could use|suggest|mention|count off|tell us|bullet|itemise|brainstorm|say|could i get|may i have|would you list|try to name] {number} {topic}"
    + PLEAS,
    "[i'd like|show me|give me|write|make|create|prepare|i need|can i have|could you make|draw up|can you do|start|put together|compile] [a|one] [list|bullet list|bulleted list|short list|markdown list|simple list|quick list|nice list] [with|of|about|showing|containing] {number} {topic}" + PLEAS,
    "[which|what] {topic} [are there|do you know|exist|live there|can i find|are popular|can you think of|come to mind|can you name|would you list][?|.|,|] [bullet them|list them|in a list please|as bullets|write a list|bullet points please|give me a list|name {number}|]",
    "[in|with|using|as] [bullets|bullet points|a list|a bullet list][,|:|, please:] {number} {topic}",
    "[put|write|note|jot|set] down {number} {topic}[| as bullets| in a list| for me| in order| as bullet points]",
    "{topic} [in order|one per line|in the right order|one by one|as a numbered list]",
    "[name|list|say|tell me|write|give me|recite] [|all|all the|the] {topic} [in order|one by one|in the right order|one after another]",
    "{number} {topic} [list|as a list|in a list|as bullets|list please|bullet points|in bullet points|, bullets|please, as a list|:|in markdown]",
    "[bullet points|bullets|list|a list|markdown list|short list|bulleted list|unordered list][:| of| with| for| about| -] {number} {topic}",
    REASON + "[,|:| i need| list| give me] {number} {topic}[| as a list| in bullets| please]",
    "[i need|give me|list|name|can you list|write] {number} {topic} " + REASON + "[| please|, as a list| in bullets]",
    "[i'm looking for|i am collecting|my kid wants|i have to name|i must learn|i want to know|help me think of|help me with] {number} {topic}[|, list them|, as bullets|. make a list|, give me a list]",
]  # fmt: skip
TABLE_ASKS = [
    "[make|show|show me|give me|write|create|can i have|i want|i need|i'd like|draw|produce|put|build|can you make|could you create|please make|let me see|do|could i get|prepare|generate|set up|format|try|can you draw|would you make] [a|a markdown|a small|a short|a two-column|a simple|one|a little|a nice] table [of|with|about|for|showing|listing|containing|on] {number} {topic}[| please| with two columns| and their {column}| with their {column}| and the {column}]",
    "[put|show|list|write|give me|show me|arrange|can you show|can you put|could you put|display|organise|present|i want|i'd like|i need|format|lay out|line up|print] {number} {topic} [in|as|into|inside] a [table|markdown table|small table|two-column table|grid|table with columns]",
    "[table|a table|markdown table|small table|two column table|tabel] [of|with|for|about|:] {number} {topic}[| please| and {column}|, thanks| with {column}]",
    "{topic} [table|in a table|as a table|table please|in table form|in columns|in a markdown table|, tabular|, table|with {column}, as a table|and their {column} in a table]",
    "[tabulate|make a tabel of|table of|make me a table:|table:|table please:] {number} {topic}",
    "[compare|list|show] {number} {topic} [and their {column}|with their {column}|by {column}] [in a table|as a table|in columns]",
    "[make|show|give me|write|i need] [a table|a two-column table|a small table] [with|where|in which] [one column for|a row for each of|the first column has] {number} {topic}[| and one for the {column}| and the second the {column}]",
]  # fmt: skip


def as_list(topic: Topic, count: int) -> str:
    items = topic.items[:count]
    if topic.ordered:
        return "\n".join(f"{place}. {item}" for place, item in enumerate(items, start=1))
    return "\n".join(f"- {item}" for item in items)


def as_table(topic: Topic, count: int) -> str:
    pairs = zip(topic.items[:count], topic.seconds[:count], strict=True)
    rows = [f"| {item} | {other} |" for item, other in pairs]
    return "\n".join([f"| name | {topic.column} |", "|---|---|", *rows])


def make_topic(rng: Random) -> Conversation:
    topic = rng.choice(TOPICS)
    wants_table = rng.random() < 0.45
    counted = rng.random() < COUNTED_SHARE and not topic.ordered
    number = rng.choice(list(COUNTS)) if counted else expand_any([NUMBERS], rng)
    name = expand_any([topic.names], rng)
    pattern = rng.choice(TABLE_ASKS if wants_table else LIST_ASKS)
    count = COUNTS[number] if counted and "{number}" in pattern else len(topic.items)
    question = expand_any([pattern], rng, number=number, topic=name, column=topic.column)
    reply = (as_table if wants_table else as_list)(topic, count)
    thought = f"The user wants a {'table' if wants_table else 'list'}: {name}."
    return [asked(" ".join(question.split()), rng), answered(reply, thought)]


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
make_how_to = from_intents([*HOWTOS, *MORE_HOWTOS, *EXAMPLES])


CHECKBOX_ASKS = [
    "[show|show me|write|give me|make|can you make|how do i write|i need|insert|create] [checkboxes|a checkbox list|a list with checkboxes|a task list in markdown|boxes to tick|a list i can tick off|a tick list|a checklist with boxes|check boxes][| please| in markdown]",
    "[checkboxes|checkbox list|tick boxes|markdown checklist|markdown task list][| please| in markdown| example]",
]
CHECKBOXES = "- [ ] First task\n- [ ] Second task\n- [x] Done already"


def make_checkboxes(rng: Random) -> Conversation:
    """Apart from the other examples, whose brackets are choices of a pattern."""
    return [asked(expand_any(CHECKBOX_ASKS, rng), rng), answered(CHECKBOXES)]


def make(rng: Random) -> Conversation:
    makers = (make_topic, make_how_to, make_checkboxes)
    return rng.choices(makers, (50, 49, 1))[0](rng)
