"""The numbers of the dashboard are those of one moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import User
from inference.client import count_refusal
from inference.refusals import CLOSED_AFTER_SECONDS, WINDOW_SECONDS
from operations.models import Refusal, Usage
from operations.usage.reading import Period, read_usage
from operations.usage.rolling import keep_up
from operations.usage.snapshot import one_snapshot
from tests.operations.replies import ended

pytestmark = pytest.mark.django_db(transaction=True)


def count_replies() -> int:
    today = timezone.localdate()
    return read_usage(Period(today, today)).total.replies


def test_what_is_added_up_while_it_reads_is_neither_missing_nor_there_twice(alice: User) -> None:
    ended(alice)
    with behind_the_first_question(keep_up) as adding_up:
        assert count_replies() == 1
    assert adding_up
    assert Usage.objects.exists(), "it was added up meanwhile"
    assert count_replies() == 1


def test_a_refusal_that_is_taken_while_it_reads_is_there_once(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_refusal("overloaded", user=str(alice.pk), model="scripted")
    later = time.time() + WINDOW_SECONDS + CLOSED_AFTER_SECONDS + 1
    monkeypatch.setattr("inference.refusals.time.time", lambda: later)
    assert count_refused_while(keep_up) == 1
    assert Refusal.objects.exists(), "it was taken meanwhile"
    assert count_refused_while(lambda: None) == 1


def count_refused_while(happening: Callable[[], None]) -> int:
    """happening: behind the first question for sums."""
    today = timezone.localdate()
    with behind_the_first_question(happening):
        return read_usage(Period(today, today)).total.overloaded


@contextmanager
def behind_the_first_question(happening: Callable[[], None]) -> Iterator[list[Thread]]:
    """In a thread of its own. → it, once it has been"""
    threads: list[Thread] = []

    def in_thread() -> None:
        try:
            happening()
        finally:
            connection.close()

    def wrap(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if "operations_usage" in sql and not threads:
            threads.append(Thread(target=in_thread))
            threads[0].start()
            threads[0].join()
        return answer

    with connection.execute_wrapper(wrap):
        yield threads


def test_after_a_question_that_failed_others_are_answered(alice: User) -> None:
    with pytest.raises(DatabaseError), one_snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert User.objects.get() == alice
