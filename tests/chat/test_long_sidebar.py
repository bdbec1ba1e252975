"""The sidebar of somebody with 5,000 conversations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat.lists import PAGE_CONVERSATIONS
from chat.models import Conversation

pytestmark = pytest.mark.django_db

COUNT = 5_000
MOST_QUERIES = 7


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
    url: str | None = "/conversations/"
    number = 0
    while url is not None:
        page = client.get(url).content.decode()
        titles += titles_of(page)
        url = next_url(page)
        number += 1
        between(number)
    return titles


def titles_of(html: str) -> list[str]:
    return re.findall(r'<a href="/c/[^>]*>([^<]*)</a>', html)


def next_url(html: str) -> str | None:
    found = re.search(r'load-more"[^>]*data-url="([^"]*)"', html)
    return unescape(found[1]) if found else None


def test_every_page_takes_few_queries(
    reader: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        page = reader.get("/").content.decode()
    for _ in range(3):
        url = next_url(page)
        assert url is not None
        with django_assert_max_num_queries(MOST_QUERIES):
            page = reader.get(url).content.decode()


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
