"""A worker answers what is asked about its model's tokens. Knows no replies and no tokenizer.

In a thread of its own: neither the engine's nor one of those that wait for replies, so that a busy
worker answers too. `asking` is the other side.
"""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from inference.backends.base import Backend
from inference.contract import Tokenize, question_from_json
from inference.exceptions import InferenceError, Overloaded, field_of
from inference.store import TIMEOUT_SECONDS, answer_key, question_key, questions_key

logger = logging.getLogger(__name__)

LISTEN_SECONDS = 0.5  # how long closing may take
RETRY_SECONDS = 0.5  # while Redis is away
ANSWER_SECONDS = 10  # for whoever asked; nobody waits for longer
BUG = "Something went wrong inside the worker. Please try again."


class Answering:
    """From now on, until `close`."""

    def __init__(self, redis_url: str, *, model: str, backend: Backend) -> None:
        self._client = redis.Redis.from_url(
            redis_url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._questions, self._backend = questions_key(model), backend
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="answering", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._answer_next()
            except redis.RedisError as error:
                logger.warning("Questions cannot be heard, listening again: %s", error)
                self._closing.wait(RETRY_SECONDS)
        self._client.close()

    def _answer_next(self) -> None:
        popped: Any = self._client.blpop([self._questions], LISTEN_SECONDS)
        if popped is None:
            return
        question_id = popped[1].decode()
        body = self._take(question_key(question_id))
        if body is not None:  # else nobody waits any more, or another worker has it
            answer = json.dumps(self._answer(body), separators=(",", ":"))
            with self._client.pipeline() as pipeline:
                pipeline.rpush(answer_key(question_id), answer)
                pipeline.expire(answer_key(question_id), ANSWER_SECONDS)
                pipeline.execute()

    def _take(self, key: str) -> bytes | None:
        with self._client.pipeline() as pipeline:
            pipeline.get(key)
            pipeline.delete(key)
            body: bytes | None = pipeline.execute()[0]
        return body

    def _answer(self, body: bytes) -> dict[str, Any]:
        try:
            question = question_from_json(json.loads(body))
            if isinstance(question, Tokenize):
                return self._backend.tokenize(question).to_json()
            return {"text": self._backend.detokenize(question.token_ids)}
        except InferenceError as error:
            return {"error": _told(error)}
        except Exception:
            logger.exception("A question could not be answered.")
            return {"error": {"error_type": "generation", "message": BUG}}


def _told(error: InferenceError) -> dict[str, Any]:
    told: dict[str, Any] = {"error_type": error.error_type, "message": str(error)}
    if field_of(error):
        told["field"] = field_of(error)
    if isinstance(error, Overloaded):
        told["retry_after_seconds"] = error.retry_after_seconds
    return told
