"""What the log leaves out: links that open something, and rows that PostgreSQL quotes."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from celery import Celery
from celery.app.trace import build_tracer
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.utils.log import configure_logging

from chatsite.logs import DiscreetFormatter
from tests.security.rules import RULES

CANARY = "kanarienvogel-kanarienvogel-kanarienvogel"
OPENING = sorted(path for path, rule in RULES.items() if rule.whose in {"secret", "link"})


def written(message: str, error: BaseException | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("django", logging.ERROR, __file__, 1, message, (), exc_info)
    return DiscreetFormatter().format(record)


@contextmanager
def log_of_the_site() -> Iterator[None]:
    """By the settings as they are, through the handler that they name."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
        yield
    finally:
        root.handlers[:] = before
        root.setLevel(level)


@pytest.mark.parametrize("path", OPENING)
def test_a_link_that_opens_something_is_not_written(path: str) -> None:
    for asked in (path.format_map(_Secrets()), path.format_map(_Secrets()).rstrip("/")):
        said = written(f"Service Unavailable: {asked}")
        assert CANARY not in said
        assert said.startswith("ERROR django: Service Unavailable: /")


class _Secrets(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return CANARY


def test_other_addresses_are_written_as_they_are() -> None:
    said = "Not Found: /c/0c1f3f0e-4a3b-4b7b-9a52-2f4e0f2b5c55/ and /sign-up/ and /s/short"
    assert written(said) == f"ERROR django: {said}"


# What people may write into a row: PostgreSQL's next words, and Python's.
TRICKS = (
    "HINT:  No.",
    "DETAIL: …",
    "\nDuring handling of the above exception, another exception occurred:\n",
    "\nThe above exception was the direct cause of the following exception:\n",
    "Traceback (most recent call last):",
    '  File "chat/services.py", line 1, in send',
)
FAILING = 'null value in column "x"'


@pytest.mark.parametrize("trick", ["", *TRICKS])
@pytest.mark.parametrize("begin", ["DETAIL:  ", "CONTEXT:  COPY chat, line 1: ", "LINE 1: SELECT "])
def test_a_row_that_postgresql_quotes_is_not_written(begin: str, trick: str) -> None:
    """With what people wrote in it, over several lines; where it happened is."""
    with pytest.raises(RuntimeError) as raised:
        _fail(begin, trick)
    said = written("A send frame failed", raised.value)
    assert CANARY not in said
    assert said.count(FAILING) == 3
    assert said.count("in _fail\n") == 3, "of each error"
    assert said.count("direct cause of the following") == 1
    assert said.count("During handling of the above") == 1
    assert said.endswith(f"RuntimeError: Not kept: {FAILING}\n{begin.partition(':')[0]}: …")


def _fail(begin: str, trick: str = "") -> NoReturn:
    """As Django does with what the driver raises, and a caller with what Django raises."""
    row = f"{begin}Failing row contains (1, {CANARY}\n{trick}\n{CANARY})."
    try:
        try:
            raise ValueError(f"{FAILING}\n{row}\nHINT:  Try another.")  # noqa: TRY301
        except ValueError as error:
            raise IntegrityError(*error.args) from error
    except IntegrityError as error:
        raise RuntimeError(f"Not kept: {error}")  # noqa: B904 - it is the context of the other


def test_nor_where_an_error_stands_in_a_message() -> None:
    error = IntegrityError(f"{FAILING}\nDETAIL:  Failing row contains (1, {CANARY}\n{CANARY}).\n")
    for told in (f"{error}", f"{error!r}", f"{[repr(error)]!r}"):
        said = written(f"Not kept: {told}")
        assert CANARY not in said
        assert "null value" in said


def test_nor_where_many_errors_are_told_together() -> None:
    errors = [IntegrityError(f"{FAILING}\nDETAIL:  Failing row contains ({CANARY}).")] * 2
    said = written("Not kept", ExceptionGroup("Some", [ExceptionGroup("More", errors)]))
    assert CANARY not in said
    assert FAILING in said


def test_nor_of_a_task_of_celery_that_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """Whose message has the `repr` of the error, written by Celery itself."""
    app = Celery("of-a-test", set_as_current=False)
    trace = build_tracer("failing", app.task(name="failing")(_fail), app=app, store_errors=False)
    with log_of_the_site():
        trace("1", ["DETAIL:  "], {}, {"id": "1"})
    said = capsys.readouterr().err
    assert "ERROR celery.app.trace: Task failing[1] raised unexpected: RuntimeError(" in said
    assert CANARY not in said
    assert said.count("in _fail\n") == 3


async def test_nor_of_a_task_of_asyncio_that_nobody_waits_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fail() -> None:
        _fail("DETAIL:  ")

    with log_of_the_site():
        failing = asyncio.create_task(fail())
        await asyncio.sleep(0)
        del failing
        gc.collect()
    said = capsys.readouterr().err
    assert "ERROR asyncio: Task exception was never retrieved" in said
    assert CANARY not in said
    assert said.count("in _fail\n") == 3


def test_the_log_of_the_site_is_written_so(
    client: Client, capsys: pytest.CaptureFixture[str], db: None
) -> None:
    with log_of_the_site():
        client.get(f"/teams/join/{CANARY}/")
    said = capsys.readouterr().err
    assert "Not Found: /teams/join/…" in said
    assert CANARY not in said
