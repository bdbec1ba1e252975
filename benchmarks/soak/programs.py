"""Programs that use inference.client over Redis and Celery, without the page: forms, choices,
logprobs, stop strings, what is wrong, what does not fit. Owners are the cast; outcomes come to a
queue of our own."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import UUID

from celery import Celery

from benchmarks.soak import forms
from benchmarks.soak.book import Book, listen
from benchmarks.soak.oracle import Check, Kept
from benchmarks.soak.visitor import WHOLE, WORDS
from inference.client import request_stop, start_generation
from inference.config import get_config
from inference.contract import GenerationRequest, Grammar, Sampling, Turn
from inference.exceptions import InferenceError, Overloaded, UnknownModel
from inference.store import get_redis

OWNERS = ("alice", "bob", "charlie")
OUTCOMES = "soak"  # the queue
STOPPED = {"stopped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """way: what is tried. more: fields of the request."""

    way: str
    sampling: Sampling = field(default_factory=Sampling)
    expects: frozenset[str] = frozenset(WHOLE)
    check: Check = lambda _: ""
    text: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


def plain(random: Random) -> Wish:
    return Wish(way="plain", sampling=Sampling(temperature=0, max_tokens=random.randint(1, 150)))


def sampled(random: Random) -> Wish:
    return Wish(
        way="sampling",
        sampling=Sampling(
            temperature=random.uniform(0.01, 2),
            top_p=random.choice((None, random.uniform(0.1, 1))),
            top_k=random.choice((None, random.randint(1, 1000))),
            min_p=random.choice((None, random.uniform(0, 0.5))),
            repetition_penalty=random.choice((None, random.uniform(0.8, 1.5))),
            presence_penalty=random.choice((None, random.uniform(-2, 2))),
            frequency_penalty=random.choice((None, random.uniform(-2, 2))),
            logit_bias={random.randrange(3000): random.uniform(-100, 100) for _ in range(3)},
            seed=random.choice((None, random.randrange(2**40))),
            max_tokens=random.randint(1, 150),
        ),
    )


def choices(random: Random) -> Wish:
    count = random.randint(2, 4)
    sampling = Sampling(temperature=1, max_tokens=random.randint(5, 60))
    return Wish(
        way="choices",
        sampling=sampling,
        check=forms.all_choices_end(count),
        more={"choices": count},
    )


def logprobs(random: Random) -> Wish:
    count = random.choice((0, 1, 5, 20))
    sampling = Sampling(max_tokens=random.randint(5, 60), logprobs=count)
    return Wish(way="logprobs", sampling=sampling, check=forms.has_logprobs)


def stop_strings(random: Random) -> Wish:
    stop = tuple(random.sample(["e", "th", ". ", "\n", "you ", "not there at all"], 3))
    sampling = Sampling(max_tokens=100, stop=stop)
    return Wish(way="stop strings", sampling=sampling, check=forms.holds_none_of(stop))


def in_a_form(random: Random) -> Wish:
    kind, value, check = random.choice(forms.FORMS)
    sampling = Sampling(temperature=random.choice((0, 1)), max_tokens=random.randint(20, 150))
    return Wish(
        way=kind, sampling=sampling, check=check, more={"grammar": Grammar(kind=kind, value=value)}
    )


def invalid(random: Random) -> Wish:
    sampling, more = random.choice(forms.INVALID)
    return Wish(
        way="invalid",
        sampling=Sampling(**sampling),
        expects=frozenset({"validation"}),
        more=more,
    )


def does_not_fit(random: Random) -> Wish:
    text = " ".join(random.choice(WORDS) for _ in range(random.randint(3000, 9000)))
    return Wish(way="too long", text=text, expects=frozenset({"prompt_too_long"}))


WISHES: Mapping[Callable[[Random], Wish], int] = {
    plain: 3,
    sampled: 4,
    choices: 2,
    logprobs: 2,
    stop_strings: 2,
    in_a_form: 6,
    invalid: 2,
    does_not_fit: 1,
}


async def take_turns(book: Book, seed: str, until: Callable[[], bool]) -> None:
    """One program: one request after the other."""
    random = Random(seed)
    on_outcome = dict(_web().signature("soak.outcome", queue=OUTCOMES, immutable=False))
    while not until():
        wish = random.choices(list(WISHES), list(WISHES.values()))[0](random)
        text = wish.text or " ".join(random.choices(WORDS, k=random.randint(1, 60)))
        request = GenerationRequest(
            id=str(UUID(int=random.getrandbits(128))),
            owner=random.choice(OWNERS),
            turns=(Turn(role="user", content=text),),
            sampling=wish.sampling,
            **wish.more,
        )
        try:
            await _ask_for_a_missing_model(book, random, request)
            await asyncio.to_thread(start_generation, request, on_outcome=on_outcome)
        except Overloaded:
            book.counts["refused: Overloaded"] += 1
            await asyncio.sleep(random.uniform(0.2, 2))
            continue
        except InferenceError as error:
            book.fault(request.id, f"was not taken: {error!r} ({wish.way})")
            continue
        book.accept(
            request.id,
            f"program: {wish.way}",
            set(wish.expects),
            is_in_database=False,
            check=wish.check,
            owes_outcome=True,
        )
        await _read(book, random, request, on_outcome)


async def _ask_for_a_missing_model(book: Book, random: Random, request: GenerationRequest) -> None:
    if random.random() > 0.03:
        return
    try:
        await asyncio.to_thread(start_generation, replace(request, model="none"), on_outcome={})
    except UnknownModel:
        book.counts["refused: UnknownModel"] += 1
    else:
        book.fault(request.id, "a model that there is not was not missed")


async def _read(
    book: Book, random: Random, request: GenerationRequest, on_outcome: dict[str, Any]
) -> None:
    """As a program may: in pieces, asking twice, stopping in the midst, or going away."""
    reading = book.reading(request.id, f"{request.owner}'s program")
    moment = random.random()
    if moment < 0.1:
        await asyncio.to_thread(start_generation, request, on_outcome=on_outcome)
    try:
        if moment < 0.5:
            await listen(request.id, reading, most_events=random.randint(1, 40))
        if moment < 0.2 and not reading.endings:
            await _stop(book, request.id)
        if 0.2 < moment < 0.25:
            reading.left = True
            return
        if not reading.endings:
            await listen(request.id, reading)
    except InferenceError as error:
        book.fault(request.id, f"could not be read: {error!r}")


async def _stop(book: Book, request_id: str) -> None:
    asked = book.asked[request_id]
    asked.expects |= STOPPED
    if await asyncio.to_thread(request_stop, request_id):
        asked.owes_outcome = False  # it has ended at once: who stopped it knows
        book.counts["stopped before a worker took it"] += 1


def _web() -> Celery:
    return Celery("soak", broker=get_config().redis_url, set_as_current=False)


def collect_outcomes(book: Book) -> None:
    """What came to our queue since."""
    for outcome in _outcomes():
        asked = book.asked.get(outcome["id"])
        book.counts["outcomes that programs were sent"] += 1
        if asked is None:
            book.fault(outcome["id"], "an outcome came of what nobody had asked for")
        else:
            asked.kept.append(Kept.of_outcome(outcome))


def _outcomes() -> Iterator[dict[str, Any]]:
    redis: Any = get_redis()
    while (message := redis.lpop(OUTCOMES)) is not None:
        yield json.loads(base64.b64decode(json.loads(message)["body"]))[0][0]
