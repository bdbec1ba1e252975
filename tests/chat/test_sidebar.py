"""The sidebar's lists: where each conversation stands, in which order, page by page."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat import library
from chat.models import Conversation
from chat.sidebar import group_of
from tests.support.cast import conversations

pytestmark = pytest.mark.django_db

PLACE = "0001-01-01T00:00:00+14:00|00000000-0000-4000-8000-000000000000"
BEFORE_ALL_TIME = base64.urlsafe_b64encode(PLACE.encode()).decode()

LISTS_QUERIES = 6  # the session, the user, and four of the sidebar
LISTS = "/conversations/"


def titles(page: Any) -> list[str]:
    return [one["title"] for group in page["groups"] for one in group["conversations"]]


def all_titles(client: Client, address: str = LISTS) -> list[str]:
    """Of one list, read to its end."""
    page = client.get(address).context["page"]
    found = titles(page)
    while page["next_url"]:
        page = client.get(page["next_url"]).context["page"]
        found += titles(page)
    return found


def put_into_folder(user: User, conversation: Conversation, name: str) -> str:
    """The folder's id."""
    moved = library.move_to_new_folder(user=user, conversation_id=conversation.pk, name=name)
    return str(moved.folder_id)


def test_the_list_is_dated_and_paged(signed_in: Client, alice: User, bob: User) -> None:
    conversations(alice, 120)
    conversations(bob, 3)
    page = signed_in.get("/").context["page"]
    assert [group["label"] for group in page["groups"]][:4] == [
        "Today",
        "Yesterday",
        "Previous 7 days",
        "Previous 30 days",
    ]
    assert len(titles(page)) == 50
    assert all_titles(signed_in) == [f"Number {age}" for age in range(120)]


def test_conversations_of_one_moment_are_told_once_each(signed_in: Client, alice: User) -> None:
    now = timezone.now()
    Conversation.objects.bulk_create(
        Conversation(owner=alice, title=str(number), updated_at=now) for number in range(70)
    )
    told = all_titles(signed_in)
    assert len(told) == len(set(told)) == 70


@pytest.mark.parametrize("cursor", ["x", "é", "MjAyNQ==", "MjAyNS0wMS0wMXx4", BEFORE_ALL_TIME])
def test_a_made_up_cursor_is_refused(signed_in: Client, cursor: str) -> None:
    answer = signed_in.get(LISTS, {"before": cursor})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "malformed"


@pytest.mark.parametrize("query", [{"shown": "x"}, {"open": "x"}])
def test_a_made_up_wish_is_refused(signed_in: Client, query: dict[str, str]) -> None:
    answer = signed_in.get(LISTS, query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "malformed")


def test_the_names_of_days() -> None:
    today = date(2026, 3, 15)
    labels = [group_of(today - timedelta(days=age), today=today)[1] for age in range(-1, 46)]
    assert labels[:3] == ["Today", "Today", "Yesterday"]
    assert labels[3:9] == ["Previous 7 days"] * 6
    assert labels[9:32] == ["Previous 30 days"] * 23
    assert set(labels[32:]) == {"February 2026", "January 2026"}


def test_a_conversation_stands_in_one_place(signed_in: Client, alice: User) -> None:
    made = conversations(alice, 6)
    library.set_pinned(user=alice, conversation_id=made[2].pk, is_pinned=True)
    library.set_archived(user=alice, conversation_id=made[3].pk, is_archived=True)
    folder = put_into_folder(alice, made[4], "Work")
    for one in (made[5], made[2]):
        library.move_to_folder(user=alice, conversation_id=one.pk, folder_id=UUID(folder))
    told = signed_in.get(LISTS).context
    assert [one["title"] for one in told["pinned"]] == ["Number 2"]
    assert titles(told["page"]) == ["Number 0", "Number 1"]
    assert all_titles(signed_in, f"{LISTS}?folder={folder}") == ["Number 4", "Number 5"]
    archived = signed_in.get("/archived/").context["page"]
    assert [one.title for one in archived.conversations] == ["Number 3"]
    library.set_pinned(user=alice, conversation_id=made[2].pk, is_pinned=False)
    assert "Number 2" in all_titles(signed_in, f"{LISTS}?folder={folder}")


def test_a_pin_between_two_pages_moves_nothing_else(signed_in: Client, alice: User) -> None:
    made = conversations(alice, 120)
    page = signed_in.get(LISTS).context["page"]
    library.set_pinned(user=alice, conversation_id=made[10].pk, is_pinned=True)
    library.set_pinned(user=alice, conversation_id=made[60].pk, is_pinned=True)
    following = signed_in.get(page["next_url"]).context["page"]
    rest = [f"Number {age}" for age in range(50, 101) if age != 60]
    assert titles(following) == rest


def test_a_long_folder_has_pages_of_its_own(signed_in: Client, alice: User) -> None:
    folder = library.create_folder(user=alice, name="Work")
    conversations(alice, 110, folder=folder)
    conversations(alice, 3)
    assert len(titles(signed_in.get(f"{LISTS}?folder={folder.pk}").context["page"])) == 50
    assert all_titles(signed_in, f"{LISTS}?folder={folder.pk}") == [
        f"Number {age}" for age in range(110)
    ]


def test_open_folders_come_with_the_lists(signed_in: Client, alice: User) -> None:
    folder, other = (library.create_folder(user=alice, name=name) for name in ("Work", "Home"))
    made = conversations(alice, 60, folder=folder)
    conversations(alice, 2, folder=other)
    told = signed_in.get(LISTS, {"open": f"{folder.pk},{uuid4()}"}).context["folders"]
    assert [one["name"] for one in told] == ["Home", "Work"]
    assert told[0]["page"] is None
    assert titles(told[1]["page"]) == [f"Number {age}" for age in range(50)]
    shown = signed_in.get(made[0].get_absolute_url()).context["folders"]
    assert [bool(one["page"]) for one in shown] == [False, True], "that of the open conversation"


def test_a_tag_narrows_the_list_wherever_they_stand(signed_in: Client, alice: User) -> None:
    made = conversations(alice, 60)
    for one in made:
        library.add_tag(user=alice, conversation_id=one.pk, name="Blue")
    put_into_folder(alice, made[1], "Work")
    library.set_pinned(user=alice, conversation_id=made[2].pk, is_pinned=True)
    library.set_archived(user=alice, conversation_id=made[3].pk, is_archived=True)
    conversations(alice, 70)
    (tag,) = library.list_tags(alice)
    told = all_titles(signed_in, f"{LISTS}?tag={tag.pk}")
    assert told == [f"Number {age}" for age in range(60) if age != 3]
    assert b'aria-pressed="true"' in signed_in.get(LISTS, {"tag": str(tag.pk)}).content


def test_what_was_shown_is_shown_again(signed_in: Client, alice: User) -> None:
    conversations(alice, 120)
    page = signed_in.get(LISTS, {"shown": "100"}).context["page"]
    assert len(titles(page)) == 100
    assert titles(signed_in.get(page["next_url"]).context["page"]) == [
        f"Number {age}" for age in range(100, 120)
    ]
    conversations(alice, 600)
    page = signed_in.get(LISTS, {"shown": "100000"}).context["page"]
    assert len(titles(page)) == 500


def test_the_lists_take_few_queries_however_long_they_are(
    signed_in: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    folders = [library.create_folder(user=alice, name=f"Folder {n}") for n in range(10)]
    for folder in folders:
        conversations(alice, 100, folder=folder)
    conversations(alice, 20, is_pinned=True)
    made = conversations(alice, 3_980)
    for number in range(5):
        library.add_tag(user=alice, conversation_id=made[0].pk, name=f"Tag {number}")
    opened = ",".join(str(folder.pk) for folder in folders)
    with django_assert_max_num_queries(LISTS_QUERIES):
        told = signed_in.get(LISTS, {"open": opened})
    assert len(told.context["pinned"]) == 20
    assert [len(titles(one["page"])) for one in told.context["folders"]] == [50] * 10
    for address in (told.context["page"]["next_url"], f"{LISTS}?folder={folders[0].pk}"):
        with django_assert_max_num_queries(LISTS_QUERIES):
            assert len(titles(signed_in.get(address).context["page"])) == 50
