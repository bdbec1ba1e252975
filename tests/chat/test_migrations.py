"""What becomes of what is there when a site is brought up to date."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from accounts.models import User
from chat.models import Conversation
from tests.support.cast import say


@pytest.mark.django_db(transaction=True)
def test_no_model_changes_titles_that_were_there_before(alice: User) -> None:
    say(alice, "Old")
    call_command("migrate", "chat", "0006", verbosity=0)
    call_command("migrate", "chat", verbosity=0)
    say(alice, "New")
    titles = dict(Conversation.objects.values_list("title", "title_by"))
    assert titles == {"Old": "person", "New": "first"}


@pytest.mark.django_db(transaction=True)
def test_titles_leave_the_log_of_the_admin(alice: User) -> None:
    """It kept them when conversations were deleted there."""
    call_command("migrate", "chat", "0010", verbosity=0)
    kind = ContentType.objects.get(app_label="chat", model="conversation")
    LogEntry.objects.create(
        user=alice, content_type=kind, object_id="1", object_repr="Secret", action_flag=DELETION
    )
    call_command("migrate", "chat", verbosity=0)
    assert LogEntry.objects.get().object_repr == "Conversation"
