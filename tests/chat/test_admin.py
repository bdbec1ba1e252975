"""Reviewing in the admin: what the policy opens can be read, nothing can be written."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from chat import services, versions
from chat.models import Conversation, Generation, Message
from chat.reviewers import REVIEWERS
from tests.chat.queues import waiting
from tests.support.cast import make_user, reply_to, say, say_why, talk

pytestmark = pytest.mark.django_db

LIST = "/admin/chat/conversation/"


def transcript_path(conversation_id: object) -> str:
    return f"{LIST}{conversation_id}/change/"


def read(client: Client, conversation: Conversation) -> str:
    """The transcript, after saying why."""
    say_why(client, conversation)
    page = client.get(transcript_path(conversation.pk))
    assert page.status_code == 200
    return page.content.decode()


@pytest.fixture
def reviewer(client: Client, charlie: User) -> Client:
    """Charlie, whose only right is to read."""
    charlie.groups.add(Group.objects.get(name=REVIEWERS))
    client.force_login(charlie)
    return client


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(make_user("dora", is_staff=True, is_superuser=True))
    return client


def listed(client: Client, **query: str) -> set[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return {conversation.title for conversation in page.context["cl"].result_list}


def test_a_reviewer_reads_a_transcript(reviewer: Client, alice: User) -> None:
    last = talk(alice, "Which number?", "One.\n  Two.")
    page = read(reviewer, last.conversation)
    assert "Which number?" in page
    assert "<p>One.\nTwo.</p>" in page
    assert "alice" in page
    assert 'type="submit"' not in page.replace('<button type="submit">Log out</button>', "")
    assert "Delete this conversation" not in page


def test_a_transcript_shows_endings_branches_and_figures(
    administrator: Client, alice: User
) -> None:
    first = talk(alice, "Which number?", "One.")
    waiting = versions.retry_reply(author=alice, client_id=uuid4(), message_id=first.pk)
    reply_to(waiting, "Tw", reason="stopped")
    failing = versions.retry_reply(author=alice, client_id=uuid4(), message_id=first.pk)
    reply_to(failing, "")
    Generation.objects.filter(pk=failing.pk).update(
        status="failed",
        finish_reason="",
        error_type="generation",
        error_message="The engine failed.",
        model="pocket",
    )
    page = read(administrator, first.conversation)
    for words in (
        "version 1 of 3",
        "version 3 of 3",
        "answers 1",
        "Stopped",
        "Failed",
        "generation: The engine failed.",
        "Nothing was written.",
        "3 tokens",
        "pocket",
    ):
        assert words in page, words


def test_a_transcript_says_who_put_other_words_into_a_reply(
    administrator: Client, alice: User
) -> None:
    first = talk(alice, "Which number?", "One.")
    edited = versions.edit_reply(
        author=alice, client_id=uuid4(), message_id=first.pk, text="Seven."
    )
    page = read(administrator, first.conversation)
    assert "Edited by alice" in page
    assert "One." in page
    Message.objects.filter(pk=edited.pk).update(edited_by=None)
    assert "Edited by a deleted account" in read(administrator, first.conversation)


def test_what_was_written_stays_text(administrator: Client, alice: User) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    last = talk(alice, attack, attack)
    say_why(administrator)
    say_why(administrator, last.conversation)
    for path in (transcript_path(last.conversation_id), LIST):
        page = administrator.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page


def test_a_transcript_needs_no_inline_style_or_script(administrator: Client, alice: User) -> None:
    last = talk(alice, "One?", "One.")
    page = read(administrator, last.conversation)
    body = page.split('class="transcript"')[1]
    assert " style=" not in body
    assert "admin_transcript.css" in page


def test_what_waits_to_be_sent_is_shown_as_such(reviewer: Client, alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two <b>?")
    page = read(reviewer, first.conversation)
    assert "for after the reply" in page
    assert "Two &lt;b&gt;?" in page
    services.stop_reply(user=alice, generation_id=first.pk)
    page = read(reviewer, first.conversation)
    assert "until alice goes on" in page


@pytest.mark.parametrize("who", ["reviewer", "administrator"])
def test_nobody_adds_or_changes(who: str, request: pytest.FixtureRequest, alice: User) -> None:
    client: Client = request.getfixturevalue(who)
    last = talk(alice, "One?", "One.")
    path = transcript_path(last.conversation_id)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}add/", {"title": "x"}).status_code == 403
    assert client.post(path, {"title": "x", "_save": "Save"}).status_code == 403
    assert Conversation.objects.get().title == "One?"
    assert Message.objects.count() == 2


def test_a_reviewer_cannot_delete(reviewer: Client, alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    assert reviewer.post(f"{LIST}{conversation.pk}/delete/", {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": str(conversation.pk), "post": "yes"}
    reviewer.post(LIST, action)
    assert Conversation.objects.exists()


def test_an_administrator_may_delete_and_the_reply_is_stopped(
    administrator: Client, alice: User
) -> None:
    one, other = say(alice, "One?"), say(alice, "Two?")
    path = f"{LIST}{one.conversation_id}/delete/"
    assert administrator.post(path, {"post": "yes"}).status_code == 302
    selected = str(other.conversation_id)
    action = {"action": "delete_selected", "_selected_action": selected, "post": "yes"}
    assert administrator.post(LIST, action).status_code == 302
    assert not Conversation.objects.exists()


def test_staff_without_the_right_see_nothing(client: Client, charlie: User, alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    client.force_login(charlie)
    assert client.get(LIST).status_code == 403
    assert client.get(transcript_path(conversation.pk)).status_code == 403


def test_users_who_are_not_staff_are_led_away(client: Client, alice: User, bob: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    client.force_login(bob)
    assert client.get(LIST).status_code == 302
    assert client.get(transcript_path(conversation.pk)).status_code == 302


def test_a_missing_conversation_leads_back(reviewer: Client) -> None:
    assert reviewer.get(transcript_path(uuid4())).status_code == 302


def test_the_search_looks_into_what_was_said(reviewer: Client, alice: User, bob: User) -> None:
    talk(alice, "First", "The quick brown fox", "And?", "brown again")
    talk(bob, "Second", "A lazy dog")
    say_why(reviewer)
    assert listed(reviewer, q="quick brown") == {"First"}
    assert listed(reviewer, q="LAZY") == {"Second"}
    assert listed(reviewer, q="second") == {"Second"}
    assert listed(reviewer, q="alice") == {"First"}
    assert listed(reviewer, q="nothing of this") == set()
    page = reviewer.get(LIST, {"q": "brown"})
    counts = [conversation.message_total for conversation in page.context["cl"].result_list]
    assert counts == [4]


def test_the_list_can_be_filtered(reviewer: Client, alice: User, charlie: User) -> None:
    talk(alice, "Whole", "Whole.")
    reply_to(say(alice, "Cut"), "Cu", reason="stopped")
    say(charlie, "Waiting")
    say_why(reviewer)
    assert listed(reviewer) == {"Whole", "Cut", "Waiting"}
    assert listed(reviewer, reply="stopped") == {"Cut"}
    assert listed(reviewer, reply="active") == {"Waiting"}
    assert listed(reviewer, reply="failed") == set()
    assert listed(reviewer, of="staff") == {"Waiting"}
    assert listed(reviewer, of="others") == {"Whole", "Cut"}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-31", "soon"])
def test_a_day_that_is_none_of_our_time_filters_nothing(
    reviewer: Client, alice: User, day: str
) -> None:
    talk(alice, "Whole", "Whole.")
    say_why(reviewer)
    assert listed(reviewer, since=day, until=day) == {"Whole"}


def test_the_list_takes_few_queries(
    reviewer: Client, alice: User, django_assert_max_num_queries: object
) -> None:
    for number in range(5):
        talk(alice, f"Question {number}", "An answer.")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(listed(reviewer)) == 5


def test_an_administrator_may_delete_a_user_with_conversations(
    administrator: Client, alice: User
) -> None:
    talk(alice, "One?", "One.")
    path = f"/admin/accounts/user/{alice.pk}/delete/"
    assert administrator.post(path, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=alice.pk).exists()
    assert not Conversation.objects.exists()
