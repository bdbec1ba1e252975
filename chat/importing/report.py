"""What came of a file, as `Import.report` keeps it. Knows no file and no format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext

from chat.importing.found import LeftOut

NAMED = 100  # of each kind; the counts are of all

# As a person would say how many of what were left out. Functions, so that translators find them.
WORDS = {
    "images": lambda n: ngettext("{count} image", "{count} images", n),
    "recordings": lambda n: ngettext("{count} recording", "{count} recordings", n),
    "files": lambda n: ngettext("{count} file", "{count} files", n),
    "tools": lambda n: ngettext("{count} step with a tool", "{count} steps with tools", n),
    "instructions": lambda n: ngettext("{count} instruction", "{count} instructions", n),
    "queued": lambda n: ngettext("{count} message that waited", "{count} messages that waited", n),
    "settings": lambda n: ngettext(
        "settings of {count} conversation that this site does not know",
        "settings of {count} conversations that this site does not know",
        n,
    ),
    "places": lambda n: ngettext(
        "a pin, folder or tag of {count} conversation, over this site's limits",
        "pins, folders or tags of {count} conversations, over this site's limits",
        n,
    ),
}


@dataclass(slots=True)
class Report:
    """problem: why the rest of the file could not be read; empty if it could."""

    source: str = ""
    problem: str = ""
    imported_count: int = 0
    there_count: int = 0
    broken_count: int = 0
    imported: list[dict[str, str]] = field(default_factory=list)
    broken: list[dict[str, str]] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)

    def add_imported(self, title: str, conversation_id: UUID, left_out: Counter[LeftOut]) -> None:
        self.imported_count += 1
        self.left_out += left_out
        if len(self.imported) < NAMED:
            self.imported.append({"title": title, "id": str(conversation_id)})

    def add_broken(self, number: int, title: str, problem: str) -> None:
        self.broken_count += 1
        if len(self.broken) < NAMED:
            self.broken.append({"number": str(number), "title": title, "problem": problem})

    def to_json(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def left_out_words(left_out: dict[LeftOut, int]) -> list[str]:
    return [
        WORDS[kind](count).format(count=f"{count:,}") for kind, count in left_out.items() if count
    ]
