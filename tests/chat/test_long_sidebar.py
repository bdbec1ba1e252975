"""The sidebar of somebody with 5,000 conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat.models import Conversation
from chat.selectors import PAGE_CONVERSATIONS

pytestmark = pytest.mark.django_db

COUNT = 5_000
MOST_QUERIES = 6


@pytest.fixture
def reader(alice: User, client: Client) -> Client:
    now = timezone.now()
    Conversation.objects.bulk_create(
        (
            Conversation(owner=alice, title=str(age), updated_at=now - timedelta(minutes=age))
            for age in range(COUNT)
        ),
        batch_size=500,
    )
    client.force_login(alice)
    return client


def read_on(client: Client, between: Callable[[int], None] = lambda _: None) -> list[str]:
    """Titles of all pages, in order; `between` is called with the number of each that follows."""
    titles: list[str] = []
    cursor: str | None = ""
    number = 0
    while cursor is not None:
        page: dict[str, Any] = client.get("/conversations/", {"before": cursor}).json()
        titles += [one["title"] for group in page["groups"] for one in group["conversations"]]
        cursor = page["next_cursor"]
        number += 1
        between(number)
    return titles


def test_every_page_takes_few_queries(
    reader: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        cursor = reader.get("/").context["next_cursor"]
    for _ in range(3):
        with django_assert_max_num_queries(MOST_QUERIES):
            cursor = reader.get("/conversations/", {"before": cursor}).json()["next_cursor"]


def test_all_of_them_are_told_once_and_in_order(reader: Client) -> None:
    assert read_on(reader) == [str(age) for age in range(COUNT)]


def test_those_that_are_written_to_meanwhile_shift_no_page(reader: Client) -> None:
    """One that was told already, the very last one of a page, and one that was not told yet."""

    def write_to(number: int) -> None:
        if number == 2:
            for age in (3, 2 * PAGE_CONVERSATIONS - 1, 4_000):
                Conversation.objects.get(title=str(age)).touch()

    titles = read_on(reader, write_to)
    assert titles == [str(age) for age in range(COUNT) if age != 4_000]
    assert read_on(reader)[:3] == ["4000", str(2 * PAGE_CONVERSATIONS - 1), "3"]
