"""Small programs in Markdown code blocks, asked for in many words.

Knows how people name a task and a language. The programs themselves stand in `programs`.
"""

from random import Random

from inference.pocket.corpus.conversation import Conversation, answered, asked
from inference.pocket.corpus.grammar import expand_any
from inference.pocket.corpus.programs import PROGRAMS, Task

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
KIND = "[program|script|code|snippet|example|one-liner|function|sample|example code|piece of code|code example|short example|code sample|block]"
WITH_VERB = [
    "[how do i|how to|how can i|how do you|how would i|how does one|how would one|how could i|what's the way to|show me how to|explain how to|tell me how to|i want to|i need to|can you|could you|please|can you show me how to|best way to|what is the code to|code to|command to|i'd like to|how should i|write code to|help me|way to|you know how to|give me code to|simplest way to|i'm trying to] {verb} [in|with|using] {lang}",
    "[in|with|using] {lang}[|,] [how do i|how to|how can i|how do you|how would i|i want to|i need to|please|can you|could you|show me how to|what's the way to] {verb}",
    "{lang} " + KIND + " [to|that can|which can|that will] {verb}",
    "{lang}[:|,|] [how to|] {verb}",
    "[<gimme>|i'm looking for] [a|some|a small|a short|the|a simple] {lang} "
    + KIND
    + " [to|that can|which can|for me to] {verb}",
    "[<gimme>] [a|some|a small|a short|a simple] "
    + KIND
    + " [to|that can|which can] {verb} [in|with|using] {lang}",
    "{verb} [in|with|using] {lang}",
]
WITH_NOUN = [
    "[<gimme>] [a|an|some|a small|a short|a simple|an example of|the|a basic|a minimal|] {noun} [in|with|using|written in] {lang}",
    "[<gimme>] [a|an|some|a small|a short|a simple|the|a basic|a minimal|] {lang} {noun}",
    "{lang} {noun}[| please| example| code| snippet| sample]",
    "{noun} [in|with|using] {lang}",
    "[what|how] [does|would] [a|an] {noun} look [like|] in {lang}",
    "[what|how] [does|would] [a|an] {lang} {noun} look[| like]",
    "[how do i|how to|how can i|how do you|can you|could you|please|show me how to|how would you|how does one|how would i] [write|make|create|do|code|program|implement|define|build] [a|an|the|some] {noun} [in|with|using] {lang}",
    "[can you|could you|do you] [explain|show|demonstrate|know] [a|an|the] {noun} in {lang}",
    "[code|implement|program|write|show] [a|an|the|me a|me] {noun} [in|using|with] {lang}",
    "{lang}[:|,] {noun}",
]
# Asked without a language, the answer comes in the task's own first language.
WITHOUT_LANGUAGE_SHARE = 0.15


def language_name(language: str, rng: Random) -> str:
    return expand_any([LANGUAGES[language]], rng)


def phrase(task: Task, language: str, rng: Random) -> str:
    uses_verb = rng.random() < (0.55 if task.nouns else 1.0)
    patterns = WITH_VERB if uses_verb and task.verbs else WITH_NOUN
    pattern = rng.choice(patterns)
    if rng.random() < WITHOUT_LANGUAGE_SHARE and language == next(iter(task.code)):
        pattern = without_language(pattern)
    pattern = pattern.replace("{verb}", task.verbs).replace("{noun}", task.nouns)
    return expand_any([pattern], rng, lang=language_name(language, rng))


def without_language(pattern: str) -> str:
    for ending in ("[in|with|using] {lang}", "in {lang}", "{lang}"):
        pattern = pattern.replace(f" {ending}", "")
    return pattern.replace("{lang} ", "").replace("[in|with|using] {lang}[|,] ", "")


def make(rng: Random) -> Conversation:
    task = rng.choice(PROGRAMS)
    language = rng.choice(list(task.code))
    body = task.code[language]
    return [
        asked(phrase(task, language, rng), rng),
        answered(f"```{language}\n{body}\n```", f"The user wants code in {language}."),
    ]
