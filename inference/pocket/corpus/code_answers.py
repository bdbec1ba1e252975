"""Small programs in Markdown code blocks, asked for in many words.

Knows how people name a task and a language. The programs themselves stand in `programs`.
"""

from random import Random

from inference.pocket.corpus.conversation import Conversation, answered, asked
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.programs import PROGRAMS
from inference.pocket.corpus.programs_more import MORE_PROGRAMS
from inference.pocket.corpus.programs_pages import MORE_PAGES
from inference.pocket.corpus.task import Task

LANGUAGES = {
    "python": "[python|python|python|py|python 3|Python|python3]",
    "javascript": "[javascript|javascript|js|JavaScript|node|java script]",
    "bash": "[bash|bash|shell|the shell|linux|the terminal|the command line|sh|unix|a shell script]",
    "sql": "[sql|sql|SQL|postgres|sqlite|a database|mysql]",
    "html": "[html|html|HTML|html5]",
    "css": "[css|css|CSS]",
    "rust": "[rust|Rust]",
    "c": "[c|C|the c language]",
    "java": "[java|Java]",
    "go": "[go|golang|Go]",
    "json": "[json|JSON]",
    "yaml": "[yaml|YAML]",
}
KIND = "[program|script|code|snippet|example|one-liner|function|sample|example code|piece of code|code example|short example|code sample|block|few lines|solution|line]"
HOW = (
    "[how do i|how to|how can i|how do you|how would i|how does one|how would one|how could i|what's the way to|show me how to"
    "|explain how to|tell me how to|i want to|i need to|can you|could you|please|can you show me how to|best way to|what is the code to"
    "|code to|command to|i'd like to|how should i|write code to|help me|way to|you know how to|give me code to|simplest way to"
    "|i'm trying to|how might i|what do i type to|what do i write to|i forgot how to|remind me how to|what's the easiest way to"
    "|quick way to|any idea how to|i have to|my homework is to|is there a way to|teach me to|i don't know how to|let's|would you"
    "|show how to|an example of how to|i must|i am supposed to|demonstrate how to|do you know how to|code that can|script to]"
)
A = "[a|an|some|a small|a short|a simple|an example of a|the|a basic|a minimal|a tiny|a little|a quick|one|]"
CONTEXT = "[for school|for work|for a beginner|for my project|for class|i'm learning|my teacher asked|i am new to programming|for a demo|i need it today|for my homework|for a test]"
WITH_VERB = [
    HOW + " {verb} [in|with|using] {lang}",
    HOW + " {verb} [in|with|using] {lang}",
    "[in|with|using] {lang}[|,|:] " + HOW + " {verb}",
    "{lang} " + KIND + " [to|that can|which can|that will|for a program to] {verb}",
    "{lang}[:|,| -|] [how to|how do i||please] {verb}",
    "[<gimme>|i'm looking for|is there|i search|what is|any|show us|post|do you have] " + A + " {lang} " + KIND
    + " [to|that can|which can|for me to|that will|that lets me] {verb}",
    "[<gimme>|show us|let's see|send me|i could use] " + A + " " + KIND
    + " [to|that can|which can|that will] {verb} [in|with|using] {lang}",
    "<gimme> [|some|the] {lang} to {verb}",
    "{verb} [in|with|using] {lang}[|, how| please|, show me the code|, example please|, short]",
    "[what|which] [is|would be] the {lang} [code|command|way|syntax|function|line] to {verb}",
    "[using|with|in] {lang} {verb}[|, please| for me| and show me the code|, just the code]",
    CONTEXT + "[,|:| -] " + HOW + " {verb} in {lang}",
    HOW + " {verb} in {lang}[,|?|.] " + CONTEXT,
    "i [want|need|have|would like|am looking for] [some|a piece of|] {lang} [code|] [to|which can|that can] {verb}",
    "[suppose|say|let's say] i [want|need] to {verb} in {lang}[|, what do i write|, how does it look|. what is the code]",
    "{lang}, {verb}",
]  # fmt: skip
WITH_NOUN = [
    "[<gimme>] " + A + " {noun} [in|with|using|written in] {lang}",
    "[<gimme>|i'm looking for|is there|let's see|show us|post|send me] " + A + " {lang} {noun}",
    "{lang} {noun}[| please| example| code| snippet| sample|, short| for beginners| tutorial|, how| demo| syntax]",
    "{noun} [in|with|using|for|-] {lang}[| please| example|, how|, show me]",
    "[what|how] [does|would] " + A + " {noun} look [like|] in {lang}[|, example please|? short example]",
    "[what|how] [does|would] " + A + " {lang} {noun} look[| like]",
    "[how do i|how to|how can i|how do you|can you|could you|please|show me how to|how would i|how does one|how would i|i want to"
    "|i need to|teach me to|help me|would you|i have to|how should i] [write|make|create|do|code|program|implement|define|build|set up]"
    " [a|an|the|some|my first] {noun} [in|with|using] {lang}",
    "[can you|could you|do you|would you|please] [explain|show|demonstrate|know|write|give me|show me] [a|an|the|some] {noun} in {lang}",
    "[code|implement|program|write|show|build|create|make] [a|an|the|me a|me] {noun} [in|using|with] {lang}[| please| for me| now]",
    "{lang}[:|,| -] {noun}",
    "[show|write|give|print] {noun} as code[,|] in {lang}",
    "[what is|what's|explain] [a|an|the] {noun} in {lang}[| with an example|, show me|, as code]",
    CONTEXT + "[,|:] [i need|show me|write|give me] [a|an|the] {noun} in {lang}",
    "[i want|i need|i'd like] to [see|have|use|learn] [a|an|the] {noun} in {lang}",
    "[an example|a sample|some code|the syntax] [of|for] [a|an|] {noun} in {lang}",
    "[is there|got|have you got] [a|an|any] {lang} {noun}",
]  # fmt: skip
TASKS = [*PROGRAMS, *PROGRAMS, *MORE_PROGRAMS, *MORE_PAGES]  # the first are asked for most
# Asked without a language, the answer comes in the task's own first language; a word must still
# say that code is wanted, or "make a list" would mean two things.
WITHOUT_LANGUAGE_SHARE = 0.12
WITHOUT_LANGUAGE = {
    "python": [
        "[<gimme>|i'm looking for|show us] [a|some|a small|a short|the|a simple] [program|script|code|function|piece of code|code example|snippet] [to|that can|which can|that will] {verb}",
        "[write|give me|show me|i need|what is the|show] [code|some code|the code|a program|a script|a function] [to|for this: ] {verb}",
        "[how do i|how to|can you|show me how to] [code|program] this: {verb}",
        "[code|program|function|script] [to|that can] {verb}",
        "{verb} [with code|in code|by program|with a small program|with a script|- code please]",
    ],
    "bash": [
        "[what is the|give me a|show me the|i need a|which|what's the] [command|terminal command|linux command|unix command] [to|that can] {verb}",
        "[command|terminal command|linux command|command line] to {verb}",
        "[how do i|how to|how can i] {verb} [from a terminal|with a command|on the terminal|from the shell|with one line]",
    ],
    "sql": [
        "[<gimme>|what is the|show us] [a|some|the|a short] [query|database query|select query] [to|that can|which can] {verb}",
        "[query|database query|database command] to {verb}",
        "[how do i|how to|how can i] {verb} [with a query|in a database|in my database]",
    ],
}  # fmt: skip


def language_name(language: str, rng: Random) -> str:
    return expand_any([LANGUAGES[language]], rng)


def phrase(task: Task, language: str, rng: Random) -> str:
    uses_verb = rng.random() < (0.55 if task.nouns else 1.0)
    patterns = WITH_VERB if uses_verb and task.verbs else WITH_NOUN
    if rng.random() < WITHOUT_LANGUAGE_SHARE and language == next(iter(task.code)):
        patterns = WITHOUT_LANGUAGE.get(language, patterns)
    pattern = rng.choice(patterns).replace("{verb}", f"[{task.verbs}]")
    pattern = pattern.replace("{noun}", task.nouns)
    return expand_any([pattern], rng, lang=language_name(language, rng))


def make(rng: Random) -> Conversation:
    task = rng.choice(TASKS)
    language = rng.choice(list(task.code))
    body = task.code[language]
    return [
        asked(phrase(task, language, rng), rng),
        answered(f"```{language}\n{body}\n```", f"The user wants code in {language}."),
    ]
