"""Pins, the archive, folders and tags: what may be done, by whom, and how often."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from chat import library
from chat.exceptions import LimitReached, NameTaken, NotFound, TextEmpty, TextInvalid, TextTooLong
from chat.library import MOST_FOLDERS, MOST_PINS, MOST_TAGS
from chat.models import Conversation, Folder, Tag, key_of
from tests.chat.queues import queue
from tests.chat.tab import OpenTab, database
from tests.support.at_once import all_at_once
from tests.support.cast import conversations, reply_to, say, talk
from tests.support.taking import take

pytestmark = pytest.mark.django_db


# --- pins -----------------------------------------------------------------------------------------


def test_pinning_is_told_and_taken_back(signed_in: Client, alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    for on, is_pinned in (("1", True), ("1", True), ("0", False)):
        told = signed_in.post(f"/c/{conversation.pk}/pin/", {"on": on}).json()
        assert told["conversation"]["pinned"] == is_pinned
    refused = signed_in.post(f"/c/{conversation.pk}/pin/", {"on": "yes"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "malformed")


def test_only_so_many_can_be_pinned(signed_in: Client, alice: User) -> None:
    pinned = conversations(alice, MOST_PINS, is_pinned=True)
    (one,) = conversations(alice, 1)
    refused = signed_in.post(f"/c/{one.pk}/pin/", {"on": "1"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "limit_reached")
    assert f"{MOST_PINS} conversations" in refused.json()["error"]["message"]
    library.set_pinned(user=alice, conversation_id=pinned[0].pk, is_pinned=True)  # it is already
    library.set_pinned(user=alice, conversation_id=pinned[0].pk, is_pinned=False)
    library.set_pinned(user=alice, conversation_id=one.pk, is_pinned=True)


def test_pinned_ones_that_are_brought_back_stand_in_the_list_beside_a_full_number_of_others(
    signed_in: Client, alice: User
) -> None:
    pinned = conversations(alice, MOST_PINS, is_pinned=True)
    more = conversations(alice, 3)
    for old, new in zip(pinned, more, strict=False):
        assert signed_in.post(f"/c/{old.pk}/delete/").status_code in (200, 302)
        library.set_pinned(user=alice, conversation_id=new.pk, is_pinned=True)
    for old in pinned[:3]:
        restored = signed_in.post(f"/c/{old.pk}/restore/", headers={"Accept": "application/json"})
        assert restored.status_code in (200, 302)
    listed = signed_in.get("/").context["pinned"]
    assert {one["id"] for one in listed} == {str(one.pk) for one in (*pinned, *more)}
    (another,) = conversations(alice, 1)
    with pytest.raises(LimitReached):
        library.set_pinned(user=alice, conversation_id=another.pk, is_pinned=True)


# --- the archive ----------------------------------------------------------------------------------


def test_a_reply_leaves_it_archived_and_its_owners_words_bring_it_back(alice: User) -> None:
    first = say(alice, "One?")
    conversation = first.conversation

    def archive() -> None:
        library.set_archived(user=alice, conversation_id=conversation.pk, is_archived=True)

    def is_archived() -> bool:
        return Conversation.objects.get(pk=conversation.pk).is_archived

    archive()
    last = reply_to(first, "One.")
    assert is_archived()
    second = say(alice, "Two?", last)
    assert not is_archived()
    assert take(str(second.pk))
    archive()
    queue(alice, conversation, "Three?")
    assert not is_archived()
    archive()
    reply_to(second, "Two.")  # and what was queued is sent by itself
    assert is_archived()


def test_the_archive_is_paged_and_leads_back(signed_in: Client, alice: User, bob: User) -> None:
    made = conversations(alice, 60, is_archived=True)
    conversations(bob, 2, is_archived=True)
    page = signed_in.get("/archived/")
    assert len(page.context["page"].conversations) == 50
    following = signed_in.get("/archived/", {"before": page.context["page"].next_cursor})
    assert [one.title for one in following.context["page"].conversations] == [
        f"Number {age}" for age in range(50, 60)
    ]
    answer = signed_in.post(f"/c/{made[0].pk}/archive/", {"on": "0"})
    assert answer.headers["Location"] == "/archived/"
    made[0].refresh_from_db()
    assert not made[0].is_archived
    told = signed_in.post(
        f"/c/{made[0].pk}/archive/", {"on": "1"}, headers={"accept": "application/json"}
    ).json()
    assert told["conversation"]["archived"]


# --- folders --------------------------------------------------------------------------------------


def test_a_folder_is_made_renamed_and_deleted_and_its_conversations_stay(
    signed_in: Client, alice: User
) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    told = signed_in.post(f"/c/{conversation.pk}/folder/", {"name": "  Work \n at  home "}).json()
    folder = Folder.objects.get()
    assert told["conversation"]["folder"] == str(folder.pk)
    assert folder.name == "Work at home"
    answer = signed_in.post(f"/folders/{folder.pk}/rename/", {"name": "work AT home"})
    assert answer.json()["folder"]["name"] == "work AT home"
    other = signed_in.post("/folders/", {"name": "Other"}).json()["folder"]["id"]
    moved = signed_in.post(f"/c/{conversation.pk}/folder/", {"folder": other}).json()
    assert moved["conversation"]["folder"] == other
    signed_in.post(f"/folders/{other}/delete/")
    conversation.refresh_from_db()
    assert conversation.folder is None
    assert not Folder.objects.filter(pk=other).exists()
    signed_in.post(f"/c/{conversation.pk}/folder/", {"folder": str(folder.pk)})
    moved = signed_in.post(f"/c/{conversation.pk}/folder/").json()
    assert moved["conversation"]["folder"] is None


@pytest.mark.parametrize("again", ["Work", "WORK", " work "])
def test_two_folders_of_one_owner_have_two_names(alice: User, bob: User, again: str) -> None:
    library.create_folder(user=alice, name="Work")
    with pytest.raises(NameTaken):
        library.create_folder(user=alice, name=again)
    other = library.create_folder(user=alice, name="Home")
    with pytest.raises(NameTaken):
        library.rename_folder(user=alice, folder_id=other.pk, name=again)
    library.create_folder(user=bob, name=again)


def test_names_are_compared_as_readers_do() -> None:
    """Where the database's `lower` would know ASCII only, and no combining marks."""
    assert key_of("ÄRGER") == key_of("a\N{COMBINING DIAERESIS}rger")


def test_the_database_refuses_two_folders_of_one_name_too(alice: User) -> None:
    library.create_folder(user=alice, name="Ärger")
    with pytest.raises(IntegrityError), transaction.atomic():
        Folder.objects.create(owner=alice, name="ÄRGER")


@pytest.mark.django_db(transaction=True)
def test_ten_folders_of_one_name_made_at_once_are_one(alice: User) -> None:
    made = all_at_once(10, partial(library.create_folder, user=alice, name="Work"))
    assert sum(isinstance(one, Folder) for one in made) == 1
    assert sum(isinstance(one, NameTaken) for one in made) == 9


def test_there_are_only_so_many_folders(alice: User) -> None:
    for number in range(MOST_FOLDERS):
        Folder.objects.create(owner=alice, name=str(number))
    with pytest.raises(LimitReached):
        library.create_folder(user=alice, name="One more")
    conversation = talk(alice, "One?", "One.").conversation
    with pytest.raises(LimitReached):
        library.move_to_new_folder(user=alice, conversation_id=conversation.pk, name="One more")


@pytest.mark.parametrize(
    ("name", "refusal"), [(" ", TextEmpty), ("x" * 61, TextTooLong), ("a\0", TextInvalid)]
)
def test_a_name_is_one_line_of_at_most_sixty_characters(
    alice: User, name: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        library.create_folder(user=alice, name=name)
    conversation = talk(alice, "One?", "One.").conversation
    with pytest.raises(refusal):
        library.add_tag(user=alice, conversation_id=conversation.pk, name=name)


def test_the_longest_name_can_be_kept(alice: User) -> None:
    """U+0390 is folded into three characters."""
    library.create_folder(user=alice, name="\u0390" * 60)


# --- tags -----------------------------------------------------------------------------------------


def test_tags_are_put_on_and_taken_off(signed_in: Client, alice: User) -> None:
    one, other = conversations(alice, 2)
    address = f"/c/{one.pk}/tags/"
    for name in ("Blue", "amber", "BLUE"):
        told = signed_in.post(address, {"add": name}).json()
    assert told == {"tags": ["amber", "Blue"], "known": ["amber", "Blue"]}
    assert signed_in.get(address).json() == told
    assert signed_in.get(f"/c/{other.pk}/tags/").json() == {"tags": [], "known": ["amber", "Blue"]}
    for _ in range(2):  # once more is no mistake
        told = signed_in.post(address, {"remove": "blue"}).json()
        assert told["tags"] == ["amber"]
    assert Tag.objects.get().name == "amber", "a tag that no conversation has is no more"


def test_a_tag_is_offered_while_a_conversation_in_the_list_has_it(alice: User) -> None:
    one, other = conversations(alice, 2)
    for conversation, name in ((one, "Blue"), (other, "Amber")):
        library.add_tag(user=alice, conversation_id=conversation.pk, name=name)
    library.set_archived(user=alice, conversation_id=other.pk, is_archived=True)
    assert [tag.name for tag in library.list_tags(alice)] == ["Blue"]


def test_a_conversation_has_only_so_many_tags(alice: User) -> None:
    (conversation,) = conversations(alice, 1)
    add = partial(library.add_tag, user=alice, conversation_id=conversation.pk)
    for number in range(MOST_TAGS):
        add(name=str(number))
    add(name="1")  # which it has
    with pytest.raises(LimitReached):
        add(name="One more")


# --- isolation ------------------------------------------------------------------------------------


def test_bob_gets_404_for_all_that_is_alices(client: Client, alice: User, bob: User) -> None:
    hers = talk(alice, "One?", "One.").conversation
    library.move_to_new_folder(user=alice, conversation_id=hers.pk, name="Work")
    library.add_tag(user=alice, conversation_id=hers.pk, name="Blue")
    folder, tag = Folder.objects.get(), Tag.objects.get()
    his = talk(bob, "One?", "One.").conversation
    client.force_login(bob)
    for conversation_id in (hers.pk, uuid4()):
        for action, fields in (
            ("pin", {"on": "1"}),
            ("archive", {"on": "1"}),
            ("folder", {}),
            ("folder", {"name": "Mine"}),
            ("tags", {"add": "Mine"}),
            ("tags", {"remove": "Blue"}),
        ):
            answer = client.post(f"/c/{conversation_id}/{action}/", fields)
            assert answer.status_code == 404, action
        assert client.get(f"/c/{conversation_id}/tags/").status_code == 404
    for folder_id in (folder.pk, uuid4(), "x"):
        assert client.get("/conversations/", {"folder": str(folder_id)}).status_code == 404
        moved = client.post(f"/c/{his.pk}/folder/", {"folder": str(folder_id)})
        assert moved.status_code == 404
        for action in ("rename", "delete"):
            answer = client.post(f"/folders/{folder_id}/{action}/", {"name": "Mine"})
            assert answer.status_code == 404
    for tag_id in (tag.pk, uuid4()):
        for more in ({}, {"before": "x"}):
            answer = client.get("/conversations/", {"tag": str(tag_id), **more})
            assert answer.status_code == 404
    told = client.get("/conversations/", {"open": str(folder.pk)})
    assert b"Work" not in told.content
    assert b"Blue" not in told.content
    hers.refresh_from_db()
    assert (hers.is_pinned, hers.is_archived, hers.folder) == (False, False, folder)
    assert Folder.objects.get().name == "Work"
    with pytest.raises(NotFound):
        library.get_tag(bob, tag.pk)


def test_reading_never_writes_and_writing_needs_a_token(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    for path in (
        *(f"/c/{conversation.pk}/{one}/" for one in ("pin", "archive", "folder", "restore")),
        "/folders/",
    ):
        assert strict.get(path).status_code == 405
        assert strict.post(path, {"on": "1", "name": "x"}).status_code == 403
    assert strict.post(f"/c/{conversation.pk}/tags/", {"add": "x"}).status_code == 403


async def test_another_tab_hears_of_it(alice: User, tab_of: OpenTab) -> None:
    last = await database(talk, alice, "One?", "One.")
    tab = await tab_of(alice)
    await tab.say(type="watch", conversation=str(last.conversation_id))
    await tab.hear("snapshot")
    pin = partial(library.set_pinned, user=alice, conversation_id=last.conversation_id)
    for is_pinned in (True, False):  # the first is seen by whoever has only begun to watch
        await database(partial(pin, is_pinned=is_pinned))
        assert (await tab.hear("snapshot"))["conversation"]["pinned"] is is_pinned
