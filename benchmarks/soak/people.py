"""The habits of people at the page: talk, stop, drop out, come back, and do what they should not.

Every habit uses the site's own socket and may meet refusals; what else it meets is a fault.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from random import Random
from typing import Any
from uuid import uuid4

import httpx
from websockets.exceptions import WebSocketException

from benchmarks.soak.book import Book
from benchmarks.soak.page import Frame, Silence
from benchmarks.soak.visitor import MESSAGE_CHARACTERS, Refused, Visitor
from tests.support.people import Person
from tests.support.site import Site

NAMES = ("alice", "bob", "charlie")
QUEUE_LOOK_SECONDS = 0.3
MANY_AT_ONCE = 7  # over the soak's limit of one person


class Left(Exception):
    """This person is gone for good; somebody else takes the seat."""


async def talk(one: Visitor, stack: AsyncExitStack) -> None:
    page = await one.page(stack)
    for _ in range(one.random.randint(1, 3)):
        accepted = await one.send(page, "talk")
        await page.ending(accepted["generation"])


async def stop_at_any_moment(one: Visitor, stack: AsyncExitStack) -> None:
    page = await one.page(stack)
    generation = (await one.send(page, "stop"))["generation"]
    await one.some(page, generation)
    await one.stop(page, generation)
    if one.random.random() < 0.3:
        await one.stop(page, generation)
    await page.ending(generation)


async def drop_and_resume(one: Visitor, stack: AsyncExitStack) -> None:
    page = await one.page(stack)
    generation = (await one.send(page, "drop and resume"))["generation"]
    for _ in range(one.random.randint(1, 3)):
        await one.some(page, generation)
        await page.drop()
        reading = page.readings.pop(generation, None)
        reading = reading or one.book.reading(generation, page.name)
        if reading.ending:
            return
        await asyncio.sleep(one.random.choice((0, 0.1, 1.0)))
        page = await one.page(stack)
        await page.resume(generation, reading)
    await page.ending(generation)


async def several_tabs(one: Visitor, stack: AsyncExitStack) -> None:
    tabs = [await one.page(stack) for _ in range(one.random.randint(2, 4))]
    accepted = await one.send(tabs[0], "several tabs")
    generation = accepted["generation"]
    for tab in tabs[1:]:
        snapshot = await tab.watch(accepted["conversation"]["id"])
        if not snapshot["reply"]:
            return
    if one.random.random() < 0.4:
        await one.some(tabs[-1], generation)
        await one.stop(tabs[-1], generation)
    await asyncio.gather(*(tab.ending(generation) for tab in tabs))
    again = one.accepted(await tabs[1].retry(accepted["reply"]["id"]), "retry")
    await asyncio.gather(*(tab.ending(again["generation"]) for tab in tabs))


async def retry(one: Visitor, stack: AsyncExitStack) -> None:
    page = await one.page(stack)
    accepted = await one.send(page, "talk")
    for _ in range(one.random.randint(1, 2)):
        await page.ending(accepted["generation"])
        accepted = one.accepted(await page.retry(accepted["reply"]["id"]), "retry")
    await page.ending(accepted["generation"])


async def send_twice(one: Visitor, stack: AsyncExitStack) -> None:
    """A lost answer makes a page send again: one turn, and the same answer."""
    pages = [await one.page(stack) for _ in range(2)]
    text, client_id = one.words(), str(uuid4())
    answers = await asyncio.gather(*(page.send(text, None, None, client_id) for page in pages))
    taken = [answer for answer in answers if answer["type"] == "accepted"]
    if len(taken) == 2 and taken[0]["generation"] != taken[1]["generation"]:
        one.book.fault(taken[0]["generation"], f"one client id made {taken[1]['generation']} too")
    for page, answer in zip(pages, answers, strict=True):
        accepted = one.accepted(answer, "send twice", len(text))
        await page.ending(accepted["generation"])


async def leave_for_good(one: Visitor, stack: AsyncExitStack) -> None:
    page = await one.page(stack)
    generation = (await one.send(page, "leave for good"))["generation"]
    await one.some(page, generation)
    await page.drop()
    raise Left


async def ask_for_too_much(one: Visitor, stack: AsyncExitStack) -> None:
    """All at once, over the limit of one person: some are refused, the others are stopped."""
    pages = [await one.page(stack) for _ in range(MANY_AT_ONCE)]
    sent = (one.send(page, "too much", new=True) for page in pages)
    answers = await asyncio.gather(*sent, return_exceptions=True)
    for page, answer in zip(pages, answers, strict=True):
        if isinstance(answer, BaseException):
            if not isinstance(answer, Refused):
                raise answer
        else:
            await one.stop(page, answer["generation"])
            await page.ending(answer["generation"])


BAD_FRAMES: Mapping[str, str] = {
    "{": "malformed",
    "[]": "malformed",
    '{"type": "sing"}': "unknown_type",
    '{"type": "watch"}': "malformed",
    '{"type": "watch", "conversation": "no uuid"}': "malformed",
    '{"type": "resume", "generation": "%s", "after": -1}': "malformed",
    '{"type": "resume", "generation": "%s", "after": 0}': "not_found",
    '{"type": "stop", "generation": "%s"}': "not_found",
    '{"type": "watch", "conversation": "%s"}': "not_found",
    '{"type": "ping", "more": true}': "malformed",
}
BAD_TEXTS: Mapping[str, str] = {
    "": "text_empty",
    " \n ": "text_empty",
    "x" * (MESSAGE_CHARACTERS + 1): "text_too_long",
    "a\0b": "text_invalid",
    "\ud800": "text_invalid",
}


async def talk_nonsense(one: Visitor, stack: AsyncExitStack) -> None:
    page = await one.page(stack)
    for _ in range(4):
        text, code = one.random.choice(list(BAD_FRAMES.items()))
        await page.say_raw(text.replace("%s", str(uuid4())))
        answer = await page.hear(lambda frame: frame["type"] == "error", "an error")
        _expect(one, answer, code, text)
    text, code = one.random.choice(list(BAD_TEXTS.items()))
    _expect(one, await page.send(text, None, None), code, text[:20])
    _expect(one, await page.send("Hello", str(uuid4()), None), "not_found", "a foreign talk")
    _expect(one, await page.retry(str(uuid4())), "not_found", "a foreign reply")


async def interrupt(one: Visitor, stack: AsyncExitStack) -> None:
    """Send where a reply is being written, and answer what is somewhere else."""
    page, other = [await one.page(stack) for _ in range(2)]
    accepted = await one.send(page, "interrupt")
    conversation, reply = accepted["conversation"]["id"], accepted["reply"]["id"]
    _expect(one, await other.send("Hello", conversation, str(uuid4())), "stale_parent", "elsewhere")
    answer = await other.send("And now?", conversation, reply)
    while answer["type"] == "queue":
        await asyncio.sleep(QUEUE_LOOK_SECONDS)
        if answer["queue"]["held"]:
            answer = await other.send_queued(answer["client_id"])
        else:
            answer = await other.send("And now?", conversation, reply, answer["client_id"])
    await other.ending(one.accepted(answer, "interrupt")["generation"])
    await page.ending(accepted["generation"])


def _expect(one: Visitor, answer: Frame, code: str, said: str) -> None:
    told = answer.get("error", {}).get("code", answer["type"])
    one.book.counts[f"refused: {told}"] += 1
    if told != code:
        one.book.fault(f"{one.person.name}: {said!r}", f"was answered {told}, not {code}")


Habit = Callable[[Visitor, AsyncExitStack], Awaitable[None]]
HABITS: Mapping[Habit, int] = {
    talk: 5,
    stop_at_any_moment: 5,
    drop_and_resume: 5,
    several_tabs: 3,
    retry: 2,
    send_twice: 1,
    leave_for_good: 1,
    ask_for_too_much: 1,
    talk_nonsense: 1,
    interrupt: 1,
}


async def take_a_seat(site: Site, book: Book, seed: str, until: Callable[[], bool]) -> None:
    """One person after the other at this seat."""
    random = Random(seed)
    while not until():
        name = random.choice(NAMES)
        try:
            person = await asyncio.to_thread(Person.signed_up, site, name)
        except (AssertionError, httpx.TransportError) as error:
            book.fault(name, f"could not sign up: {error!r}"[:200])
            await asyncio.sleep(1)
            continue
        with person:
            book.counts["people"] += 1
            await _stay(Visitor(person, book, random), until)


async def _stay(visitor: Visitor, until: Callable[[], bool]) -> None:
    """One habit after the other."""
    try:
        while not until():
            await _indulge(visitor)
    except Left:
        visitor.book.counts["people who left for good"] += 1


async def _indulge(visitor: Visitor) -> None:
    habit = visitor.random.choices(list(HABITS), list(HABITS.values()))[0]
    try:
        async with AsyncExitStack() as stack:
            await habit(visitor, stack)
    except Refused:
        await asyncio.sleep(visitor.random.uniform(0.1, 1))
    except (Silence, WebSocketException, OSError) as error:
        visitor.book.fault(f"{visitor.person.name}: {habit.__name__}", repr(error))
        await asyncio.sleep(1)


def sampling_of_the_page(random: Random) -> str:
    """For all replies of the page of one run: it lets people choose none themselves."""
    values: dict[str, Any] = {
        "temperature": round(random.uniform(0.2, 1.2), 2),
        "top_p": round(random.uniform(0.7, 1.0), 2),
        "max_tokens": random.randint(60, 160),
    }
    if random.random() < 0.5:
        values["presence_penalty"] = round(random.uniform(-1, 1), 2)
    return json.dumps(values)
