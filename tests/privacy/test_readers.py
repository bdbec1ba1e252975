"""Owners see who read theirs, and put before reviewers what these are to read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from chat.models import ApiGeneration, AuditEntry, Conversation, Hold
from chat.models.conversations import TOLD_FOR
from chat.privacy import readers
from chat.privacy.audit import record
from chat.privacy.holds import place
from tests.support.cast import browser_of, conversations, say_why, talk

pytestmark = pytest.mark.django_db

PAGE = "/settings/readers/"
PAGE_QUERIES = 5  # session, account, teams, entries, conversations
Action = AuditEntry.Action


@pytest.fixture
def owner(alice: User) -> Client:
    return browser_of(alice)


@pytest.fixture
def conversation(alice: User) -> Conversation:
    return talk(alice, "Which number?", "One.").conversation


def open_it(reviewer: Client, conversation: Conversation) -> None:
    say_why(reviewer, conversation)
    reviewer.get(f"/admin/chat/conversation/{conversation.pk}/change/")


def test_alice_sees_who_read_hers_and_why_and_bob_does_not(
    owner: Client, reviewer: Client, bob: User, conversation: Conversation
) -> None:
    assert "Nobody has read any" in owner.get(PAGE).text
    open_it(reviewer, conversation)
    page = owner.get(PAGE).text
    assert "Which number?" in page
    assert "<b>charlie</b> read it." in page
    assert "Somebody complained about it." in page
    assert "charlie" not in browser_of(bob).get(PAGE).text


def test_the_conversation_itself_says_for_some_time_that_it_was_read(
    owner: Client, reviewer: Client, conversation: Conversation
) -> None:
    address = f"/c/{conversation.pk}/"
    assert PAGE not in owner.get(address).text
    open_it(reviewer, conversation)
    assert PAGE in owner.get(address).text
    Conversation.objects.update(last_read_at=timezone.now() - TOLD_FOR)
    assert PAGE not in owner.get(address).text


def test_everybody_sees_that_all_was_looked_through_but_not_for_what(
    reviewer: Client, bob: User
) -> None:
    say_why(reviewer)
    reviewer.get("/admin/chat/conversation/?q=Alice")
    page = browser_of(bob).get(PAGE).text
    assert "<b>charlie</b> looked through the titles." in page
    assert "<b>charlie</b> searched the texts." in page
    assert "complained" not in page
    assert "Alice" not in page
    User.objects.filter(pk=bob.pk).update(date_joined=timezone.now())
    assert "charlie" not in browser_of(bob).get(PAGE).text, "it was before his time"


def test_what_is_gone_and_what_a_program_asked_is_told_without_a_title(
    owner: Client, alice: User, charlie: User, conversation: Conversation
) -> None:
    asked = ApiGeneration.objects.create(owner=alice, route="chat.completions", keeps_text=True)
    record(Action.OPENED, actor=charlie, about=asked)
    record(Action.DELETED, actor=charlie, about=conversation)
    conversation.delete()
    page = owner.get(PAGE).text
    assert "What one of your programs asked for" in page
    assert "A conversation that is no longer here" in page
    assert "<b>charlie</b> deleted it for good." in page


def test_holds_and_ones_own_doings_are_not_listed(
    owner: Client, alice: User, dora: User, conversation: Conversation
) -> None:
    place(Hold(conversation=conversation, reason="A claim"), by=dora)
    record(Action.OPENED, actor=alice, about=conversation)
    assert "Nobody has read any" in owner.get(PAGE).text


def test_there_are_pages_and_each_takes_few_queries(
    owner: Client,
    alice: User,
    charlie: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for one in conversations(alice, readers.PAGE_ENTRIES + 5):
        record(Action.OPENED, actor=charlie, about=one)
    with django_assert_num_queries(PAGE_QUERIES):
        first = owner.get(PAGE).text
    assert first.count("read it.") == readers.PAGE_ENTRIES
    assert "Number 34<" in first
    assert "Number 0<" not in first
    second = owner.get(f"{PAGE}?before=6").text
    assert "?before=6" in first
    assert second.count("read it.") == 5
    assert "Number 0<" in second
    assert owner.get(f"{PAGE}?before=x").status_code == 200


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("nobody", "to nobody but you"),
        ("flagged", "only what you put before them"),
        ("with_reason", "when they say why"),
    ],
)
def test_the_settings_say_what_the_policy_is(
    policy: str, said: str, settings: Settings, owner: Client
) -> None:
    settings.REVIEW_POLICY = policy
    for path in (PAGE, "/settings/"):
        assert said in owner.get(path).text


def test_an_owner_puts_one_before_reviewers_and_takes_it_back(
    owner: Client, conversation: Conversation
) -> None:
    path = f"/c/{conversation.pk}/report/"
    assert path in owner.get(f"/c/{conversation.pk}/share/").text
    assert "Put this conversation before reviewers?" in owner.get(path).text
    page = owner.post(path, {"note": "Is this true?"}, follow=True).text
    assert "Reviewers can read it now." in page
    assert "Is this true?" in page
    conversation.refresh_from_db()
    assert conversation.flagged_at is not None
    owner.post(path, {"note": "Look at the end", "withdraw": "1"})
    there = Conversation.objects.get()
    assert there.flagged_at is None
    assert there.flag_note == ""
    actions = AuditEntry.objects.order_by("number").values_list("action", flat=True)
    assert list(actions) == ["reported", "withdrawn"]


def test_nobody_reports_what_is_not_theirs_or_where_nobody_may_read(
    settings: Settings, owner: Client, bob: User, conversation: Conversation
) -> None:
    path = f"/c/{conversation.pk}/report/"
    for method in ("get", "post"):
        assert getattr(browser_of(bob), method)(path).status_code == 404
    settings.REVIEW_POLICY = "nobody"
    assert owner.post(path).status_code == 404
    assert path not in owner.get(f"/c/{conversation.pk}/share/").text
    assert not AuditEntry.objects.exists()
