"""A web process asks a live worker which tokens a text is, and is answered soon or told why not."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import redis

from inference import asking, workers
from inference.answering import ANSWER_SECONDS, BUG
from inference.asking import MOST_AT_ONCE, MOST_WAITING
from inference.client import adetokenize, atokenize, detokenize, tokenize
from inference.config import Config
from inference.contract import Tokenize, Turn, WorkerStatus
from inference.exceptions import (
    AbsentModel,
    InvalidRequest,
    Overloaded,
    StoreUnavailable,
    UnknownModel,
)
from inference.workers import report_worker
from tests.inference.support.office import Office
from tests.inference.support.requests import ask
from tests.support.redis_server import RedisServer
from tests.support.waiting import until, wait_for

HI = (Turn(role="user", content="Hi"),)


@pytest.fixture
def scripted(scripted_config: Config) -> Iterator[Office]:
    with Office(scripted_config) as office:
        office.wait_until_settled()
        yield office


@pytest.fixture
def real(tiny_config: Config) -> Iterator[Office]:
    with Office(tiny_config) as office:
        office.wait_until_settled()
        yield office


@pytest.fixture
def tokenizer(tiny_model_directory: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(tiny_model_directory)


def nothing_is_left(client: redis.Redis) -> bool:
    return not [*client.scan_iter("question*"), *client.scan_iter("answer*")]


# --- what is said ---


def test_text_and_turns_are_the_tokens_that_the_model_reads(
    real: Office, tokenizer: Any, empty_redis: redis.Redis
) -> None:
    model = real.engine.status.model
    text = "hello world, naïve café 日本語"
    told = tokenize(model, Tokenize(text=text, with_strings=True))
    assert list(told.ids) == tokenizer(text).input_ids
    assert list(told.strings) == tokenizer.convert_ids_to_tokens(told.ids)
    assert told.context_length == real.engine.status.context_length == 512
    assert detokenize(model, told.ids) == text

    prepared = real.backend.prepare(ask("Hi"))
    assert tokenize(model, Tokenize(turns=HI)).ids == prepared.token_ids
    assert nothing_is_left(empty_redis)


def test_what_cannot_be_tokenised_is_refused_in_the_workers_words(scripted: Office) -> None:
    with pytest.raises(InvalidRequest, match="Character 3 is half of one"):
        tokenize("", Tokenize(text="ab\ud83d"))
    with pytest.raises(InvalidRequest, match=r"There is no token 256: .* 0 to 255"):
        detokenize("", [97, 256])


def test_too_much_is_refused_before_it_is_asked(scripted: Office) -> None:
    assert len(tokenize("", Tokenize(text="é" * 500_000)).ids) == 1_000_000
    with pytest.raises(InvalidRequest, match=r"too long to be tokenised: 1,200,\d+ bytes"):
        tokenize("", Tokenize(text="é" * 600_000))
    with pytest.raises(InvalidRequest, match="too long"):
        detokenize("", [97] * 600_000)


def test_the_scripted_model_counts_bytes(scripted: Office) -> None:
    told = tokenize("scripted", Tokenize(text="aé", with_strings=True))
    assert (told.ids, told.strings) == ((97, 195, 169), ("a", "<0xC3>", "<0xA9>"))
    assert detokenize("scripted", told.ids) == "aé"
    turns = (*HI, Turn(role="assistant", content="Ho"))
    told = tokenize("", Tokenize(turns=turns))
    assert detokenize("", told.ids) == "user: Hi\nassistant: Ho\nassistant: "
    continued = tokenize("", Tokenize(turns=turns, continue_final_message=True))
    assert detokenize("", continued.ids) == "user: Hi\nassistant: Ho"


async def test_an_event_loop_asks_without_standing_still(scripted: Office) -> None:
    texts = [f"text {i}" for i in range(20)]
    told = await asyncio.gather(*(atokenize("", Tokenize(text=one)) for one in texts))
    assert [bytes(one.ids).decode() for one in told] == texts
    assert await adetokenize("", told[0].ids) == texts[0]
    with pytest.raises(InvalidRequest):
        await adetokenize("", [256])


async def test_whoever_leaves_in_the_middle_leaves_nothing_to_others(
    scripted: Office, empty_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, left = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(question: Tokenize) -> Any:
        loop.call_soon_threadsafe(began.set)
        left.wait(10)
        return tokenized(question)

    def has_hung_up() -> bool:
        return bool(empty_redis.info("clients")["blocked_clients"] == 0)

    tokenized = scripted.backend.tokenize
    with monkeypatch.context() as slowly:
        slowly.setattr(scripted.backend, "tokenize", slow)
        leaving = asyncio.create_task(atokenize("", Tokenize(text="the one who leaves")))
        await began.wait()
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        # Until Redis has noticed, it hands the answer to a connection that nobody reads.
        async with asyncio.timeout(10):
            await until(lambda: asyncio.to_thread(has_hung_up))
        left.set()
    assert bytes((await atokenize("", Tokenize(text="next"))).ids) == b"next"
    unheard = [*empty_redis.scan_iter("answer:*")]  # also of one who had to ask twice
    assert unheard
    assert all(0 < empty_redis.ttl(answer) <= ANSWER_SECONDS for answer in unheard)


def test_a_question_that_only_a_newer_worker_knows_is_an_error_and_harms_nobody(
    scripted: Office, empty_redis: redis.Redis
) -> None:
    empty_redis.set("question:x", json.dumps({"type": "surprise"}))
    empty_redis.rpush("questions:scripted", "x")
    told: Any = empty_redis.blpop(["answer:x"], 5)
    assert json.loads(told[1]) == {"error": {"error_type": "generation", "message": BUG}}
    assert tokenize("", Tokenize(text="a")).ids == (97,)


# --- by whom and when ---


def test_a_worker_whose_slots_are_all_taken_answers_at_once(tiny_config: Config) -> None:
    config = replace(tiny_config, max_in_flight=2)
    with Office(config) as office:
        office.wait_until_settled()
        requests = [ask("tell me", max_tokens=480, ignore_eos=True) for _ in range(6)]
        futures = [office.send(request) for request in requests]
        wait_for(lambda: office.engine.intake.room.free == 0, what="no room")
        began = time.monotonic()
        count = 0
        while not all(one.done() for one in futures[:2]) and count < 20:
            tokenize(config.model_name, Tokenize(turns=HI))
            count += 1
        assert count == 20
        assert time.monotonic() - began < 4


def test_two_workers_answer_each_question_once(scripted_config: Config) -> None:
    with Office(scripted_config) as one, Office(scripted_config, worker="another") as other:
        asked: list[str] = []
        for office in (one, other):
            office.wait_until_settled()
            tokenized = office.backend.tokenize

            def note(question: Tokenize, tokenized: Any = tokenized, office: Any = office) -> Any:
                asked.append(office.engine.status.worker)
                return tokenized(question)

            office.backend.tokenize = note  # type: ignore[method-assign]
        texts = [f"text {i}" for i in range(20)]
        told = [tokenize("", Tokenize(text=text)) for text in texts]
    assert [bytes(one.ids).decode() for one in told] == texts
    assert len(asked) == 20
    assert set(asked) == {"the-worker", "another"}


def test_one_that_dies_with_a_question_in_its_hands_is_made_up_for_by_another(
    scripted: Office, scripted_config: Config, empty_redis: redis.Redis
) -> None:
    """It took it from Redis, and nobody heard of it any more."""
    scripted.engine._answering.close()  # type: ignore[union-attr]
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(tokenize, "", Tokenize(text="a"))
        taken: Any = empty_redis.blpop(["questions:scripted"], 5)
        empty_redis.delete(f"question:{taken[1].decode()}")
        with Office(scripted_config, worker="another"):
            assert told.result(timeout=10).ids == (97,)


def test_a_model_that_is_not_there_is_told_at_once(empty_redis: redis.Redis) -> None:
    report_worker(empty_redis, WorkerStatus(worker="1", model="pocket", state="ready"))
    with pytest.raises(UnknownModel, match=r"no model called 'gpt'\. Served now: pocket"):
        tokenize("gpt", Tokenize(text="a"))
    empty_redis.zadd("models", {"gpt": time.time() - 60})
    with pytest.raises(AbsentModel, match=r"No worker serves the model 'gpt' just now\. Served"):
        tokenize("gpt", Tokenize(text="a"))
    with pytest.raises(AbsentModel, match="No worker serves the model 'scripted'"):
        tokenize("", Tokenize(text="a"))
    loading = WorkerStatus(worker="2", model="gpt", state="loading", progress=0.4)
    report_worker(empty_redis, loading)
    with pytest.raises(AbsentModel, match=r"'gpt' is loading \(40%\)"):
        tokenize("gpt", Tokenize(text="a"))
    failed = replace(loading, state="failed", message="No GPU.")
    report_worker(empty_redis, failed)
    with pytest.raises(AbsentModel, match=r"'gpt' cannot be used\. No GPU\."):
        tokenize("gpt", Tokenize(text="a"))


async def test_one_that_nobody_answers_is_told_in_time_and_forgotten(
    empty_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker was there just now, and is not."""
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 2)
    report_worker(empty_redis, WorkerStatus(worker="1", model="scripted", state="ready"))
    began = time.monotonic()
    with pytest.raises(AbsentModel, match="'scripted' answered within 2 seconds"):
        await asyncio.to_thread(tokenize, "", Tokenize(text="a"))
    with pytest.raises(AbsentModel, match="'scripted' answered within 2 seconds"):
        await atokenize("", Tokenize(text="a"))
    assert 4 <= time.monotonic() - began < 8
    async with asyncio.timeout(10):
        await until(lambda: asyncio.to_thread(nothing_is_left, empty_redis))


async def test_too_many_questions_are_refused_at_once(
    scripted: Office, empty_redis: redis.Redis
) -> None:
    scripted.engine._answering.close()  # type: ignore[union-attr]
    empty_redis.rpush("questions:scripted", *("x" * MOST_WAITING))
    with pytest.raises(Overloaded, match="Too many ask") as refused:
        tokenize("", Tokenize(text="a"))
    assert refused.value.retry_after_seconds == 1
    assert empty_redis.llen("questions:scripted") == MOST_WAITING
    with pytest.raises(Overloaded):
        await atokenize("", Tokenize(text="a"))


async def test_a_process_asks_no_more_than_it_has_connections_for(
    scripted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_WAITING", 1000)
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 2)
    scripted.engine._answering.close()  # type: ignore[union-attr]
    questions = [Tokenize(text=str(number)) for number in range(MOST_AT_ONCE + 5)]
    told = await asyncio.gather(*(atokenize("", one) for one in questions), return_exceptions=True)
    kinds = [type(one) for one in told]
    assert (kinds.count(AbsentModel), kinds.count(Overloaded)) == (MOST_AT_ONCE, 5)


def test_workers_answer_again_when_redis_was_restarted(
    scripted_config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = RedisServer(tmp_path / "redis")
    server.start()
    client = redis.Redis.from_url(server.url, socket_timeout=5)
    monkeypatch.setattr(asking, "get_redis", lambda: client)
    monkeypatch.setattr(workers, "get_redis", lambda: client)

    def answered() -> bool:
        try:
            return tokenize("", Tokenize(text="a")).ids == (97,)
        except (AbsentModel, StoreUnavailable):  # its next report is yet to come
            return False

    try:
        with Office(scripted_config, redis_url=server.url) as office:
            office.wait_until_settled()
            assert answered()
            server.kill()
            with pytest.raises(StoreUnavailable):
                tokenize("", Tokenize(text="a"))
            server.start()
            wait_for(answered, what="an answer")
    finally:
        client.close()
        server.stop()
