"""Ask a live worker about its model's tokens: web processes have no model. Knows no tokenizer.

The question waits in Redis for whichever worker of the model is free first; `answering` is the
other side. Nothing of it outlives the few seconds in which somebody waits for the answer.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from inference.config import get_config
from inference.contract import Detokenize, Question, Tokenize, Tokens, question_to_json
from inference.exceptions import AbsentModel, InvalidRequest, Overloaded, error_of
from inference.store import (
    answer_key,
    async_redis,
    get_redis,
    question_key,
    questions_key,
    store_errors,
)
from inference.workers import (
    alast_seen,
    alist_workers,
    last_seen,
    list_workers,
    why_not_ready,
)

PATIENCE_SECONDS = 4  # an answer takes milliseconds; a long text behind others a second or two
AGAIN_SECONDS = 1.0  # then a worker may have died, or frozen, with the question in its hands
MOST_WAITING = 32  # questions of one model
MOST_AT_ONCE = 32  # of one web process: each waits in a connection of its own
LONGEST_BYTES = 1 << 20  # as JSON; the longest contexts hold about as much text

# KEYS questions question. ARGV id body seconds limit. → 1, or 0: too many wait
PUT = """
if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


def tokenize(model: str, question: Tokenize) -> Tokens:
    """model: empty is the site's default. Raises InvalidRequest, UnknownModel, Overloaded when too
    many ask, AbsentModel when nobody is there to answer or does so within PATIENCE_SECONDS."""
    return Tokens.from_json(_ask(model, question))


def detokenize(model: str, token_ids: Sequence[int]) -> str:
    """As tokenize."""
    return str(_ask(model, Detokenize(token_ids=tuple(token_ids)))["text"])


async def atokenize(model: str, question: Tokenize) -> Tokens:
    """As tokenize, for the event loop."""
    return Tokens.from_json(await _aask(model, question))


async def adetokenize(model: str, token_ids: Sequence[int]) -> str:
    """As detokenize, for the event loop."""
    return str((await _aask(model, Detokenize(token_ids=tuple(token_ids))))["text"])


def _ask(model: str, question: Question) -> dict[str, Any]:
    asked = _Asked(model, question)
    workers, seen_at = list_workers(), last_seen(asked.model)
    if (missing := why_not_ready(asked.model, workers, seen_at=seen_at)) is not None:
        raise missing
    with store_errors():
        client = get_redis()
        put = client.register_script(PUT)
        asked.check_room(has_room=bool(put(**asked.put)))
        popped = client.blpop([asked.answer_key], AGAIN_SECONDS)
        if popped is None:
            put(**asked.put)
            popped = client.blpop([asked.answer_key], PATIENCE_SECONDS - AGAIN_SECONDS)
    return asked.read(popped)


async def _aask(model: str, question: Question) -> dict[str, Any]:
    asked = _Asked(model, question)
    workers, seen_at = await alist_workers(), await alast_seen(asked.model)
    if (missing := why_not_ready(asked.model, workers, seen_at=seen_at)) is not None:
        raise missing
    with store_errors():
        async with asked.turn(), async_redis() as client:
            put = client.register_script(PUT)
            asked.check_room(has_room=bool(await put(**asked.put)))
            popped = await client.blpop([asked.answer_key], AGAIN_SECONDS)
            if popped is None:
                await put(**asked.put)
                rest = PATIENCE_SECONDS - AGAIN_SECONDS
                popped = await client.blpop([asked.answer_key], rest)
    return asked.read(popped)


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class _Asked:
    """put: what the script is called with."""

    def __init__(self, model: str, question: Question) -> None:
        self.model = model or get_config().default_model
        question_id = uuid4().hex
        self.answer_key = answer_key(question_id)
        self.put: dict[str, Any] = {
            "keys": [questions_key(self.model), question_key(question_id)],
            "args": [question_id, _body(question), PATIENCE_SECONDS, MOST_WAITING],
        }

    def turn(self) -> asyncio.Semaphore:
        """One of this process's, free now. Raises Overloaded."""
        turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(MOST_AT_ONCE))
        self.check_room(has_room=not turns.locked())
        return turns

    def check_room(self, *, has_room: bool) -> None:
        if not has_room:
            raise Overloaded(
                f"Too many ask for tokens of the model {self.model!r} just now. Try again in a "
                "moment.",
                retry_after_seconds=1,
            )

    def read(self, popped: Any) -> dict[str, Any]:
        """popped: key and value, or `None`: no answer came."""
        if popped is None:
            raise AbsentModel(
                f"No worker of the model {self.model!r} answered within {PATIENCE_SECONDS} seconds."
            )
        answer: dict[str, Any] = json.loads(popped[1])
        if "error" in answer:
            raise error_of(**answer["error"])
        return answer


def _body(question: Question) -> bytes:
    """Raises InvalidRequest."""
    text = json.dumps(question_to_json(question), ensure_ascii=False, separators=(",", ":"))
    body = text.encode(errors="surrogatepass")  # what is wrong with it the worker says
    if len(body) > LONGEST_BYTES:
        raise InvalidRequest(
            f"This is too long to be tokenised: {len(body):,} bytes, and {LONGEST_BYTES:,} are "
            "taken at once."
        )
    return body
