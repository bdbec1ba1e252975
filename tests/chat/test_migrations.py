"""What becomes of what is there when a site is brought up to date."""

from __future__ import annotations

import pytest
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
