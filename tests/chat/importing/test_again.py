"""Bringing a file once more."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from chat.exporting.files import conversation_json
from chat.versions import edit_reply
from tests.chat.importing.conftest import Bring
from tests.support.cast import talk

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
