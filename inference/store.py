"""Connections to Redis and the names of the keys in it. Knows what is stored, not what it means.

reply:<id>            hash: attempt, seq, owner, group, model, the request and whom to tell its
                      outcome (until it ends), place, when it should be taken, how long it may wait,
                      claimed attempt, worker, why it was handed on, how many workers were lost over
                      it, since when its present one is suspected to be, when a stop was asked
                      for, ended; by attempt `taken:<n>`, when and by which worker, and `left:<n>`,
                      when and why it went back; about, how it is made
reply:<id>:made       string: the tokens whose text was told, for whoever goes on with it; until it
                      ends
reply:<id>:log        stream: every event, its entry id is <seq>-<epoch ms>
reply:<id>            channel: the same bytes as they are appended
replies:active[:<owner>], replies:active:group:<group>  sorted set: id → when its place frees itself
                      if nobody renews it
replies:leases        sorted set: id → until when its worker need not renew it
replies:waiting       sorted set: id → until when it may wait; the ones no worker has taken
replies:listened      sorted set: id → until when somebody is known to listen; of those made
                      for nobody else
replies:unheard       sorted set: id → since when nobody seems to
missed:<id>           since when a reply is looked for that Redis should know
turns:<model>         sorted set: owner → turn; those who have something waiting for the model
line:<model's length>:<model>:<owner>  sorted set: id → order
turn                  counter: turns and orders
claim:<word>          the id that was taken with this word, for a worker that missed the answer
tending:<model>       somebody has just told the places
gpu.<model>           list: Celery's messages that wake a worker of the model
questions:<model>     list: ids of questions about the model's tokens that no worker took
question:<id>         what is asked; while somebody waits for the answer
answer:<id>           list: the answer, for a few seconds
replies:seconds       moving average of how long a reply takes, in seconds
replies:seconds:<model>  list: how long the last ones of the model took
replies:control       channel: ids to stop, now
present:<place>       sorted set: somebody → until when they count as being there; and a channel:
                      somebody has come or gone
refusals              sorted set: when windows with refused requests began; epoch seconds
refusals:<window>     hash: why, whose and of which model → how many were refused in it
delivery              hash: how often delivery had to be put right, by what it was, see `looking`
processes, process:<name>  the site's own processes, and what each last said of itself
workers, worker:<name>  who is there, and what it last said of itself
models                sorted set: name → when a worker last said that it serves it
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.retry import Retry

from inference.config import get_config
from inference.exceptions import StoreUnavailable

ACTIVE = "replies:active"
WAITING = "replies:waiting"
SECONDS = "replies:seconds"
CONTROL = "replies:control"
LISTENED = "replies:listened"
UNHEARD = "replies:unheard"
WORKERS = "workers"
MODELS = "models"
REFUSALS = "refusals"
DELIVERY = "delivery"
PROCESSES = "processes"
BACKGROUND = "background"  # owner of requests for which nobody waits; people's are numbers

TIMEOUT_SECONDS = 5  # a frozen Redis must become an error that people see, not a frozen page
PATIENCE_SECONDS = 1.0
# Of asynchronous connections. With one, redis-py sends through asyncio.wait_for, which in Python
# 3.11 swallows a cancellation that meets the end of the sending: the task would go on for ever.
NO_SOCKET_TIMEOUT = None


def state_key(request_id: str) -> str:
    return f"reply:{request_id}"


def log_key(request_id: str) -> str:
    return f"reply:{request_id}:log"


def made_key(request_id: str) -> str:
    return f"reply:{request_id}:made"


def owner_key(owner: str) -> str:
    return f"{ACTIVE}:{owner}"


def present_key(place: str) -> str:
    return f"present:{place}"


def worker_key(worker: str) -> str:
    return f"worker:{worker}"


def process_key(process: str) -> str:
    return f"process:{process}"


def refusals_key(window: int) -> str:
    return f"refusals:{window}"


def questions_key(model: str) -> str:
    return f"questions:{model}"


def question_key(question_id: str) -> str:
    return f"question:{question_id}"


def answer_key(question_id: str) -> str:
    return f"answer:{question_id}"


@cache
def get_redis() -> redis.Redis:
    """The connection pool of this process for threads."""
    return redis.Redis.from_url(
        get_config().redis_url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.2), 2),
    )


@cache
def get_impatient_redis() -> redis.Redis:
    """For whoever only looks: that Redis does not answer at once is then the answer."""
    return redis.Redis.from_url(
        get_config().redis_url,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, redis.asyncio.Redis] = WeakKeyDictionary()


@asynccontextmanager
async def async_redis() -> AsyncIterator[redis.asyncio.Redis]:
    """The connection pool of this event loop: connections cannot move between loops. What is asked
    in the block must be answered within TIMEOUT_SECONDS, or redis.TimeoutError is raised."""
    loop = asyncio.get_running_loop()
    if loop not in _by_loop:
        _by_loop[loop] = redis.asyncio.Redis.from_url(
            get_config().redis_url,
            socket_timeout=NO_SOCKET_TIMEOUT,
            socket_connect_timeout=TIMEOUT_SECONDS,
        )
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            yield _by_loop[loop]
    except TimeoutError as error:
        raise redis.TimeoutError("Redis does not answer.") from error


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn redis-py's errors, a full Redis among them, into StoreUnavailable."""
    try:
        yield
    except redis.RedisError as error:
        raise StoreUnavailable(f"Redis does not serve: {error}") from error
