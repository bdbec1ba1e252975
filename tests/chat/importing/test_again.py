"""Bringing a file once more."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.models import User
from chat import library
from chat.exporting.files import conversation_json
from chat.importing import service
from chat.importing.report import left_out_words
from chat.models import Import
from chat.versions import edit_reply
from tests.chat.importing.conftest import Bring
from tests.support.cast import conversations, talk

pytestmark = pytest.mark.django_db


def test_what_was_deleted_is_not_said_to_be_here(bring: Bring, alice: User) -> None:
    """Else it were gone for good soon, with a report that says otherwise."""
    conversation = talk(alice, "One?", "One.").conversation
    file = json.loads("".join(conversation_json(conversation)))
    assert bring(file).report["there_count"] == 1
    conversation.deleted_at = timezone.now()
    conversation.save()
    assert bring(file).report["imported_count"] == 1
    assert alice.conversations.visible().get().messages.count() == 2


def test_what_a_person_edited_is_brought_as_such(bring: Bring, alice: User, bob: User) -> None:
    last = talk(alice, "One?", "One.")
    edit_reply(author=alice, client_id=uuid4(), message_id=last.pk, text="Mine.")
    bring(json.loads("".join(conversation_json(last.conversation))), owner=bob)
    brought = bob.conversations.get().messages.all()
    assert [one.is_edited for one in brought] == [False, False, True]


def test_a_conversation_is_brought_with_its_settings_and_into_its_place(
    bring: Bring, alice: User, bob: User
) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    library.set_pinned(user=alice, conversation_id=conversation.pk, is_pinned=True)
    library.move_to_new_folder(user=alice, conversation_id=conversation.pk, name="Spring")
    library.add_tag(user=alice, conversation_id=conversation.pk, name="plans")
    conversation.refresh_from_db()
    conversation.system_prompt = "Be brief."
    conversation.sampling = {"temperature": 0.5, "top_k": 3, "stop": ["END"]}
    conversation.save()
    file = json.loads("".join(conversation_json(conversation)))
    bob.folders.create(name="spring")
    assert bring(file, owner=bob).report["left_out"] == {}

    brought = bob.conversations.get()
    assert (brought.is_pinned, brought.is_archived) == (True, False)
    assert brought.folder == bob.folders.get()
    assert [tag.name for tag in brought.tags.all()] == ["plans"]
    assert brought.system_prompt == "Be brief."
    assert brought.sampling == {"temperature": 0.5, "top_k": 3, "stop": ["END"]}


def test_what_this_site_cannot_do_is_left_out_and_told(bring: Bring, alice: User) -> None:
    conversations(alice, library.MOST_PINS, is_pinned=True)
    settings = {"model": 7, "system_prompt": "Be brief.", "sampling": {"temperature": -1}}
    place = {"is_pinned": True, "is_archived": True, "tags": [f"tag {n}" for n in range(500)]}
    message = {"id": "1", "parent": None, "role": "user", "text": "Hello"}
    head = {"format": "chatsite-conversation", "version": 1, "id": "x", "title": "Much"}
    report = bring({**head, **place, "settings": settings, "messages": [message]}).report
    assert report["left_out"] == {"settings": 1, "places": 1}
    assert any("settings of 1 conversation" in one for one in left_out_words(report["left_out"]))

    brought = alice.conversations.get(title="Much")
    assert (brought.is_pinned, brought.is_archived) == (False, True)
    assert brought.tags.count() == library.MOST_TAGS
    assert (brought.model, brought.system_prompt, brought.sampling) == ("", "Be brief.", {})


def test_what_is_cut_off_before_it_has_its_place_is_brought_again(
    bring: Bring, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    file = json.loads("".join(conversation_json(conversation))) | {"is_pinned": True}

    def cut_off(*_: object) -> bool:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(service, "put_in_place", cut_off)
        with pytest.raises(OperationalError):
            bring(file, owner=bob)
    Import.objects.all().delete()
    bring(file, owner=bob)
    assert bob.conversations.get().is_pinned


def test_a_file_that_says_nothing_of_its_place_is_brought(bring: Bring, alice: User) -> None:
    head = {"format": "chatsite-conversation", "version": 1, "id": "x", "title": "Bare"}
    nothing = {"settings": None, "tags": [None, "plans"], "folder": 5}
    message = {"id": "1", "parent": None, "role": "user", "text": "Hello"}
    assert bring({**head, **nothing, "messages": [message]}).report["broken_count"] == 0
    assert [tag.name for tag in alice.conversations.get().tags.all()] == ["plans"]
