"""A legal hold keeps what it names: from retention, purge, its owner and administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chat import services
from chat.account import leaving
from chat.exceptions import Held
from chat.models import ApiGeneration, AuditEntry, Conversation, Hold, Message
from chat.privacy.holds import place, release
from chat.purging import purge_due
from chat.retention import apply_retention
from tests.support.cast import PASSWORD, browser_of, talk

pytestmark = pytest.mark.django_db

HOLDS = "/admin/chat/hold/"


@pytest.fixture(params=["conversation", "account"])
def hold(request: pytest.FixtureRequest, alice: User, dora: User) -> Hold:
    """On the one conversation of Alice's, or on her account."""
    conversation = talk(alice, "Which number?", "One.").conversation
    on = {"conversation": conversation} if request.param == "conversation" else {"account": alice}
    hold = Hold(reason="A claim for damages", **on)
    place(hold, by=dora)
    return hold


@pytest.fixture
def held(hold: Hold) -> Conversation:
    return Conversation.objects.get()


def age(settings: Settings) -> None:
    """Long untouched, and deleted by its owner long ago."""
    settings.RETENTION_DAYS = 30
    past = timezone.now() - timedelta(days=100)
    Conversation.objects.update(updated_at=past, deleted_at=past)


WAYS: dict[str, Callable[[Conversation], object]] = {
    "retention": lambda _: apply_retention(),
    "purge": lambda _: purge_due(),
    "their own": lambda one: leaving.delete_conversations(one.owner),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_held_stays_and_goes_once_it_is_released(
    way: str, settings: Settings, hold: Hold, held: Conversation, dora: User
) -> None:
    age(settings)
    WAYS[way](held)
    assert Message.objects.count() == 2
    release(hold, by=dora)
    WAYS[way](held)
    assert not Message.objects.exists()


def test_for_its_owner_it_is_deleted_all_the_same(held: Conversation, alice: User) -> None:
    assert leaving.delete_conversations(alice) == 1
    assert not Conversation.objects.visible().exists()
    assert Conversation.objects.get().deleted_at is not None


def test_an_account_stays_as_long_as_something_of_it_is_held(
    hold: Hold, alice: User, dora: User
) -> None:
    other = talk(alice, "Another", "Two.").conversation
    alice.set_password(PASSWORD)
    alice.save()
    owner = browser_of(alice)
    answer = owner.post("/settings/delete-account/", {"password": PASSWORD})
    assert "legal hold" in answer.text
    assert User.objects.filter(pk=alice.pk, is_active=True).exists()
    assert Conversation.objects.filter(pk=other.pk).exists(), "nothing was deleted"
    release(hold, by=dora)
    answer = owner.post("/settings/delete-account/", {"password": PASSWORD})
    assert "Your account is deleted" in answer.text
    assert not User.objects.filter(pk=alice.pk).exists()


def test_an_administrator_cannot_delete_it_either(
    administrator: Client, held: Conversation, alice: User
) -> None:
    path = f"/admin/chat/conversation/{held.pk}/"
    assert "legal hold" in administrator.get(f"{path}delete/").text
    administrator.post(f"{path}delete/", {"post": "yes"})
    several = {"action": "delete_selected", "_selected_action": str(held.pk), "post": "yes"}
    administrator.post("/admin/chat/conversation/", several)
    administrator.post(f"/admin/accounts/user/{alice.pk}/delete/", {"post": "yes"})
    assert Message.objects.count() == 2
    assert "it cannot be deleted" in administrator.get(f"{path}change/").text
    with pytest.raises(Held):
        services.delete(held)


def test_the_database_keeps_it_whatever_the_code_does(hold: Hold, alice: User) -> None:
    with pytest.raises(ProtectedError):
        (hold.conversation or alice).delete()


def test_holds_are_placed_and_released_in_the_admin_with_an_entry_each(
    administrator: Client, alice: User
) -> None:
    conversation = talk(alice, "Which number?", "One.").conversation
    form = administrator.get(f"{HOLDS}add/?conversation={conversation.pk}")
    assert str(conversation.pk) in form.text
    assert "Which number?" not in form.text
    both = {"conversation": str(conversation.pk), "account": str(alice.pk), "reason": "A claim"}
    assert "not both" in administrator.post(f"{HOLDS}add/", both).text
    assert (
        "Name a conversation or an account"
        in administrator.post(f"{HOLDS}add/", {"reason": "A claim"}).text
    )
    administrator.post(f"{HOLDS}add/", {**both, "account": ""})
    hold = Hold.objects.get()
    assert hold.placed_by == "dora"
    assert "A claim" in administrator.get(HOLDS).text
    assert administrator.post(f"{HOLDS}{hold.pk}/change/", {"reason": "x"}).status_code == 403
    administrator.post(f"{HOLDS}{hold.pk}/delete/", {"post": "yes"})
    assert not Hold.objects.exists()
    entries = AuditEntry.objects.order_by("number").values_list("action", "reason", "owner_name")
    assert list(entries) == [("held", "A claim", "alice"), ("released", "A claim", "alice")]


def test_reviewers_see_no_holds(reviewer: Client, hold: Hold) -> None:
    assert reviewer.get(HOLDS).status_code == 403


def test_what_programs_of_a_held_account_asked_for_is_deleted_by_no_administrator(
    administrator: Client, alice: User, bob: User, dora: User
) -> None:
    hers, his = (
        ApiGeneration.objects.create(
            owner=owner, status="finished", finish_reason="stop", finished_at=timezone.now()
        )
        for owner in (alice, bob)
    )
    place(Hold(account=alice, reason="A claim for damages"), by=dora)
    path = "/admin/chat/apigeneration/"
    several = {"action": "delete_selected", "_selected_action": [str(hers.pk)], "post": "yes"}
    assert "legal hold" in administrator.post(path, several).text
    for one in (hers, his):
        administrator.post(f"{path}{one.pk}/delete/", {"post": "yes"})
    assert ApiGeneration.objects.get() == hers
