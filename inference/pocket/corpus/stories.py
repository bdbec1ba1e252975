"""Long replies, so that people can watch a stream and try Stop: stories, tips, an essay.

Also short stories and poems. Knows some characters and places, and a plot that fits them all.
"""

import re
from random import Random

from inference.pocket.corpus import asks_texts
from inference.pocket.corpus.conversation import Conversation, Intent, answered, asked, from_intents
from inference.pocket.corpus.grammar import expand, expand_any, listed
from inference.pocket.corpus.long_texts import TEAM_ESSAY, TIPS

HEROES = listed(
    "dragon, robot, cat, dog, princess, knight, wizard, fox, bear, pirate, mouse, owl, boy, girl, king, queen, sailor,"
    "farmer, ghost, unicorn, rabbit, lion, programmer, astronaut, witch, elf, penguin, bird, fish, clock, computer, horse, turtle, squirrel,"
    "hedgehog, snail, frog, wolf, tiger, elephant, teacher, baker, snowman, teapot, tree, monster"
)
SIZES = "[|long|very long|really long|nice long|big|great long|super long|long long|looong|lengthy|extremely long]"
STORY_ASKS = [
    *asks_texts.STORY,
    "<canyou> [tell|tell|write|read|give|invent|make up|create|compose] [me|us|] [a|one|another] "
    + SIZES
    + " [story|story|tale|fairy tale|bedtime story|fairytale|children's story|adventure story|adventure][| please| for children| now| for my daughter| before bed| with a happy end]",
    "<canyou> [tell|tell|write|read|give|invent|make up] [me|us|] [a|one|another] "
    + SIZES
    + " [story|story|tale|fairy tale|bedtime story|adventure] [about|of|with|featuring] [a|an|the|my|some] [|small|brave|little|old|lonely|funny] {hero}",
    "[i want|i'd like to hear|i would like|let me hear|i'd love|do you know|have you got|how about|can i have|can i hear|i need|we want|do you have] [a|some] "
    + SIZES
    + " [story|stories|tale|bedtime story|fairy tale][| please| about a {hero}| about the {hero}]",
    "[story|story time|story please|a story|long story|once upon a time|tell story|bedtime story|story about a {hero}|a story about a {hero}|a tale of a {hero}]",
]
PLOT = [
    "[Once upon a time|Long ago], there was a [small|young|brave|curious] {hero} who lived [at the edge of a deep forest|in a tower by the sea|in a quiet valley between two hills].",
    "Every morning the {hero} looked out of the window and wondered what was behind the mountains.",
    "[One day|One morning], a letter came with the wind. It said: \"Follow the river, and you will find what you are looking for.\"",
    "The {hero} packed some bread, a lamp and a warm coat, and set out before the sun was up.",
    "On the first day the path was easy. Birds sang in the trees, and the river was clear and cold.",
    "On the second day it began to rain. The {hero} found an old bridge, and under the bridge sat [an owl|a tired traveller|a small hedgehog].",
    "\"May I sit with you?\" asked the {hero}. \"Of course,\" came the answer, \"rain is only half as wet when two sit together.\" So they shared the bread and became friends.",
    "On the third day they came to a gate of stone. On the gate were three locks, and beside it slept a giant.",
    "The first lock opened with a song, and the second with a kind word. But the third lock would not open at all.",
    "They tried all day. They pushed, they pulled, and they asked politely. Nothing helped.",
    "Then the giant woke up. \"Nobody ever asks me,\" he said in a sad voice. \"I have had the key in my pocket for a hundred years.\"",
    "\"Will you come with us?\" asked the {hero}. The giant smiled, and the third lock opened by itself.",
    "Behind the gate was a garden full of lights, and in the middle stood a long table with room for everyone.",
    "People came from all sides, and each of them had followed a letter too. They ate, sang and told stories until the stars came out.",
    "Then the {hero} understood: the letter had not promised gold. It had promised company.",
    "From that day on the {hero} never felt alone again, and the gate of stone was never locked. The end.",
]  # fmt: skip
SHORT_PLOT = [PLOT[0], PLOT[2], PLOT[6], PLOT[-1]]
TEST_ASKS = [
    *asks_texts.TEST,
    "[write|say|tell me|give me|type|show me|produce|generate|print] [something|anything|a text|text|a reply|an answer|a message|words] [long|very long|really long|that takes a while|that is long|of many words|of 300 words|with many paragraphs|that takes some seconds|as long as possible]",
    "[i want to|i'd like to|let me|let's|we want to|so i can] [test|try|check|try out|see] [the stop button|stop|stopping|streaming|the streaming|how stop works|the stream], [write something long|give me a long reply|talk for a while|keep writing|write a lot]",
    "[keep|go on|continue] [writing|talking|typing][| for a while| as long as you can| until i stop you| until i say stop]",
    "[write|talk|say] [a lot|a lot of text|for a long time|500 words|200 words|several paragraphs|a long text|a long reply|a long answer|a long message|lots of text|a wall of text]",
    "[write|say|tell me|give me|type|produce|can you write|could you write|please write] [something|anything|a text|a reply|words] [lengthy|long|endless|huge|extensive|big|of great length|with lots of words] [so i can|so that i can|because i want to|for me to|, i want to|to] [try|test|check|see|press|use|practise] [the stop button|stop|stopping you|streaming|the streaming|esc|stopping a reply|if stop works|how stop works]",
    "[i need|i want|give me|show me|can i have] [something|a reply|an answer|a text|a message] [long|lengthy|endless|that goes on and on|that does not end soon] [to|so i can|so that i can] [stop|interrupt|cancel|test|try out|watch] [you|it|the stop button|streaming|]",
    "[a long reply|long answer|long text|long reply please|give me a long answer|a very long text|longest answer you can]",
]


def tell(plot: list[str], hero: str, rng: Random) -> str:
    sentences = [expand(part, rng, hero=hero) for part in plot]
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def hero_of(question: str, hero: str) -> str:
    """Whom a story is to be about: the `hero` where one was named, and a fox where none was."""
    return hero if re.search(rf"\b{hero}\b", question) else "fox"


def make_story(rng: Random) -> Conversation:
    hero = rng.choice(HEROES)
    question = expand_any(STORY_ASKS, rng, hero=hero)
    told_of = hero_of(question, hero)
    return [asked(question, rng, keep=[hero]), answered(tell(PLOT, told_of, rng))]


def make_short_story(rng: Random) -> Conversation:
    hero = rng.choice(HEROES)
    asks = (
        "[tell|write|give|can you tell|could you write|make|invent] me a [short|very short|tiny|brief|mini|quick|small]"
        " [story|tale|fairy tale|bedtime story][| about a {hero}| please| in a few sentences| with a {hero}]"
    )
    question = expand(asks, rng, hero=hero)
    told_of = hero_of(question, hero)
    return [asked(question, rng, keep=[hero]), answered(tell(SHORT_PLOT, told_of, rng))]


TEXTS = from_intents(
    [
        Intent(TEST_ASKS, TIPS[:1], weight=2),
        Intent(
            [
                *asks_texts.MANY_TIPS,
                "[<gimme>|list|name|tell me] [a|a very|the] [long|very long|really long|huge|endless|big|complete] list of [tips|tips for work|advice|ideas|rules|tips for a team|good habits|things to do|recommendations|tips for everything|tips for life]",
                "[<gimme>|list|name|tell me] [as many|many|lots of|a lot of|all your|twenty|20|fifteen|30|a hundred] [tips|ideas|hints|pieces of advice|good habits|tips for work|tips for a team|tips as you can|rules for work]",
                "[long|very long|endless] list[| please| of tips| of anything]",
            ],
            TIPS,
            weight=1.5,
        ),
        Intent(
            [
                *asks_texts.ESSAY,
                "[<gimme>|compose] [an|a|a long|a short|me an] [essay|article|text|blog post|speech|composition|paper] [about|on|of] [teamwork|working together|team work|teams|good teams|work in a team|cooperation|collaboration|team spirit|working as a team|working in teams|being a team|how teams work|the value of teamwork|what makes a good team|working with others|team building]",
                "[can you|could you|please|will you|would you|i want you to|i need you to|help me] [write|compose|draft|prepare] [an|a long|a short|a detailed|some] [essay|article|text|blog post|speech] [about|on] [teamwork|working as a team|good teams|working together|teams at work|collaboration]",
                "[essay|article|text|speech] [about|on] [teamwork|teams|working together|collaboration]",
                "[explain|describe|tell me about|why is] [teamwork|good teamwork|collaboration|working together] [in detail|important|at length|in depth|good]",
                "[<gimme>] [an essay|an article|a blog post|a long essay|a long article]",
            ],
            [TEAM_ESSAY],
            weight=1.5,
        ),
        Intent(
            [
                *asks_texts.POEM,
                "<canyou> [write|tell|give|make|compose|recite] [me|us|] [a|another|one|a short|a nice|a small] [poem|rhyme|haiku|verse|song|limerick|poem about the sea|poem about love|poem about spring|poem about work]",
                "[poem|a poem|poem please|haiku|write poetry|sing a song|sing for me|can you sing|rhyme something|song]",
            ],
            [
                "The screen is bright, the night is deep,\nthe letters come while others sleep;\na word, a line, a small surprise,\nand in the end the cursor sighs."
            ],
            weight=1.5,
        ),
    ]
)


def make(rng: Random) -> Conversation:
    return rng.choices((make_story, make_short_story, TEXTS), (5, 1.5, 5))[0](rng)
