"""One person at the page, and what a person can do there: send, wait for a moment, stop.

Knows no habits.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from random import Random

from benchmarks.soak.book import Book
from benchmarks.soak.page import ANSWER_SECONDS, Frame, Page, open_page
from tests.support.people import Person

WORDS = (
    "Tell",
    "me",
    "how",
    "the",
    "team",
    "can",
    "share",
    "a",
    "list",
    "and",
    "what",
    "to",
    "say",
)
MESSAGE_CHARACTERS = 32_768  # of docs/protocol.md
FITS_CHARACTERS = 1_500  # longer texts may be too many tokens for the bundled model
WHOLE = {"stop", "length"}


class Refused(Exception):
    """The site took nothing, and said so."""


class Visitor:
    """One person, one habit at a time. talks: conversations that can go on, with their last
    reply."""

    def __init__(self, person: Person, book: Book, random: Random) -> None:
        self.person, self.book, self.random = person, book, random
        self.talks: list[tuple[str, str]] = []
        self._page_count = 0

    async def page(self, stack: AsyncExitStack) -> Page:
        self._page_count += 1
        name = f"{self.person.name}/{self._page_count}"
        return await stack.enter_async_context(open_page(self.person, self.book, name))

    def words(self) -> str:
        """Mostly short, sometimes as long as a message may be."""
        most = 10 ** self.random.uniform(0.5, 4.4)
        text = ""
        while len(text) < most:
            text += f"{self.random.choice(WORDS)} "
        return f"{text[: MESSAGE_CHARACTERS - 8]}{self.random.randrange(10**6)}"

    async def send(self, page: Page, way: str, *, new: bool = False, client_id: str = "") -> Frame:
        """The `accepted` frame, in an old conversation or a new one. Raises Refused."""
        conversation, parent = None, None
        if self.talks and not new and self.random.random() < 0.6:
            conversation, parent = self.talks.pop(self.random.randrange(len(self.talks)))
        text = self.words()
        answer = await page.send(text, conversation, parent, client_id)
        return self.accepted(answer, way, len(text))

    def accepted(self, answer: Frame, way: str, length: int = FITS_CHARACTERS) -> Frame:
        """length: of the last message, in characters."""
        if answer["type"] != "accepted":
            code = answer["error"]["code"]
            self.book.counts[f"refused: {code}"] += 1
            if code != "overloaded" or answer["error"]["retry_after_seconds"] < 1:
                self.book.fault(f"{self.person.name}: {way}", f"was refused: {answer['error']}")
            raise Refused(code)
        expects = WHOLE if length < FITS_CHARACTERS else WHOLE | {"prompt_too_long"}
        self.book.accept(answer["generation"], way, set(expects), is_in_database=True)
        self.talks.append((answer["conversation"]["id"], answer["reply"]["id"]))
        self.talks = self.talks[-6:]
        return answer

    async def stop(self, page: Page, generation: str) -> None:
        self.book.asked[generation].expects.add("stopped")
        await page.stop(generation)

    async def some(self, page: Page, generation: str) -> None:
        """A random moment: at once, at the first word, or in the midst of it."""
        moment = self.random.random()
        if moment < 0.3:
            return
        await page.until(
            lambda: (
                generation in page.readings
                and (page.readings[generation].has_part or bool(page.readings[generation].ending))
            ),
            2 * ANSWER_SECONDS,
            "the first words",
        )
        if moment > 0.6:
            await asyncio.sleep(self.random.uniform(0, 1))
