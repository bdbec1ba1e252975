"""What a small program of the corpus is made of. Knows no program."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """`verbs` follows "how do I", `nouns` follows "show me a"; `code` is by language."""

    verbs: str
    nouns: str
    code: dict[str, str]
