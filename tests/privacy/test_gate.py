"""The gate in the admin: a reason first, then the audit log, then the text."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from chat import library
from chat.models import ApiGeneration, AuditEntry, Conversation
from chat.privacy import reasons
from chat.privacy.flags import flag
from tests.chat.queues import waiting
from tests.support.cast import say, say_why, talk

pytestmark = pytest.mark.django_db

LIST = "/admin/chat/conversation/"
SECRET, BEGINNING = "Heliotrope", "Helio"  # a page may repeat what was typed into its search box
LIST_QUERIES, TRANSCRIPT_QUERIES = 10, 20


def path_of(conversation: Conversation) -> str:
    return f"{LIST}{conversation.pk}/change/"


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("action", flat=True))


@pytest.fixture
def conversation(alice: User) -> Conversation:
    return talk(alice, f"{SECRET}?", f"{SECRET} indeed.").conversation


def test_a_transcript_opens_after_a_reason_which_is_written_down(
    reviewer: Client, conversation: Conversation
) -> None:
    asked = reviewer.get(path_of(conversation))
    assert "Why do you want to read this?" in asked.text
    assert SECRET not in asked.text
    assert actions() == []
    form = {"reason": "  Bob says that he was\nthreatened. "}
    opened = reviewer.post(f"{LIST}{conversation.pk}/reason/", form, follow=True)
    assert f"{SECRET} indeed." in opened.text
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_name, entry.owner_name) == ("opened", "charlie", "alice")
    assert entry.subject == f"conversation {conversation.pk}"
    assert entry.reason == "Bob says that he was threatened."


@pytest.mark.parametrize("reason", ["", "because", " " * 40, "x" * 501])
def test_what_is_no_reason_opens_nothing(
    reason: str, reviewer: Client, conversation: Conversation
) -> None:
    answer = reviewer.post(f"{LIST}{conversation.pk}/reason/", {"reason": reason}, follow=True)
    assert "at least 10 characters" in answer.text
    assert SECRET not in answer.text
    assert actions() == []


def test_a_reason_is_for_one_conversation_one_session_and_half_an_hour(
    reviewer: Client, charlie: User, conversation: Conversation, alice: User
) -> None:
    other = talk(alice, f"Another {SECRET}", "Yes.").conversation
    say_why(reviewer, conversation)
    assert SECRET in reviewer.get(path_of(conversation)).text
    assert SECRET not in reviewer.get(path_of(other)).text
    elsewhere = Client()
    elsewhere.force_login(charlie)
    assert SECRET not in elsewhere.get(path_of(conversation)).text
    session = reviewer.session
    ends = {what: (why, end - 1801) for what, (why, end) in session[reasons.KEY].items()}
    session[reasons.KEY] = ends
    session.save()
    assert SECRET not in reviewer.get(path_of(conversation)).text


def test_every_opening_is_an_entry_and_reading_ones_own_is_none(
    reviewer: Client, charlie: User, conversation: Conversation
) -> None:
    say_why(reviewer, conversation)
    for _ in range(3):
        reviewer.get(path_of(conversation))
    assert actions() == ["opened"] * 3
    own = talk(charlie, "My own", "Yes.").conversation
    assert "My own" in reviewer.get(path_of(own)).text
    assert actions() == ["opened"] * 3


def test_what_was_reported_opens_without_a_reason_under_the_strictest_rule_that_opens_anything(
    settings: Settings, reviewer: Client, conversation: Conversation, alice: User
) -> None:
    settings.REVIEW_POLICY = "flagged"
    closed = reviewer.get(path_of(conversation))
    assert closed.status_code == 403
    assert SECRET not in closed.text
    flag(conversation, by=alice, note="It <b>frightens</b> me")
    page = reviewer.get(path_of(conversation))
    assert SECRET in page.text
    assert "It &lt;b&gt;frightens&lt;/b&gt; me" in page.text
    assert actions() == ["refused", "reported", "opened"]


@pytest.mark.parametrize("who", ["reviewer", "administrator"])
def test_under_nobody_no_page_of_the_admin_says_a_word_of_it(
    who: str,
    request: pytest.FixtureRequest,
    settings: Settings,
    conversation: Conversation,
    alice: User,
) -> None:
    settings.REVIEW_POLICY = "nobody"
    client: Client = request.getfixturevalue(who)
    library.add_tag(user=alice, conversation_id=conversation.pk, name=SECRET)
    library.create_folder(user=alice, name=SECRET)
    waiting(alice, say(alice, f"{SECRET} again"), f"{SECRET} queued")
    say_why(client, conversation)
    say_why(client)
    flag(conversation, by=alice, note=SECRET)
    pages = [
        LIST,
        f"{LIST}?q={BEGINNING}",
        path_of(conversation),
        f"{LIST}{conversation.pk}/history/",
        f"{LIST}{conversation.pk}/delete/",
        f"/admin/accounts/user/{alice.pk}/delete/",
        f"/admin/accounts/user/{alice.pk}/change/",
        f"/admin/chat/hold/add/?conversation={conversation.pk}",
        "/admin/chat/auditentry/",
        "/admin/",
    ]
    for path in pages:
        assert SECRET not in client.get(path).text, path
    assert "opened" not in actions()


def test_titles_and_hits_of_the_search_stay_closed_until_there_is_a_reason(
    reviewer: Client, conversation: Conversation
) -> None:
    assert SECRET not in reviewer.get(LIST).text
    assert "0 conversations" in reviewer.get(f"{LIST}?q={SECRET}").text
    assert "1 conversation" in reviewer.get(f"{LIST}?q=alice").text
    assert actions() == ["searched", "searched"]
    say_why(reviewer)
    assert f"{SECRET}?" in reviewer.get(LIST).text
    assert "1 conversation" in reviewer.get(f"{LIST}?q={SECRET}+indeed").text
    *_, browsed, searched = AuditEntry.objects.order_by("number")
    assert (browsed.action, browsed.owner_name) == ("browsed", "")
    assert (searched.action, searched.detail) == ("searched", f"{SECRET} indeed")
    assert searched.reason == browsed.reason == "Somebody complained about it."


def test_the_search_finds_what_was_reported_and_nothing_else(
    settings: Settings, reviewer: Client, conversation: Conversation, alice: User, bob: User
) -> None:
    settings.REVIEW_POLICY = "flagged"
    talk(bob, "Bob's", f"{SECRET} too")
    say_why(reviewer)
    assert "0 conversations" in reviewer.get(f"{LIST}?q={SECRET}").text
    flag(conversation, by=alice)
    assert "1 conversation" in reviewer.get(f"{LIST}?q={SECRET}").text


@pytest.mark.parametrize(
    "query",
    [
        f"title__startswith={SECRET[0]}",
        f"title__regex=^{SECRET}",
        f"messages__text__contains={SECRET}",
        "system_prompt__contains=a",
        "flag_note__contains=a",
    ],
)
def test_no_address_asks_what_the_texts_are(
    query: str, administrator: Client, conversation: Conversation
) -> None:
    assert administrator.get(f"{LIST}?{query}").status_code == 400
    assert administrator.get(f"{LIST}?owner={conversation.owner_id}").status_code == 200


def test_the_completion_of_the_admin_finds_no_text(
    administrator: Client, conversation: Conversation
) -> None:
    source = {"app_label": "chat", "model_name": "message", "field_name": "conversation"}
    found = administrator.get("/admin/autocomplete/", {**source, "term": SECRET})
    assert found.json()["results"] == []
    by_owner = administrator.get("/admin/autocomplete/", {**source, "term": "alice"})
    assert SECRET not in by_owner.text
    assert len(by_owner.json()["results"]) == 1


def test_what_programs_said_is_behind_the_same_gate(
    settings: Settings, administrator: Client, alice: User
) -> None:
    kept = ApiGeneration.objects.create(
        owner=alice, route="chat.completions", keeps_text=True, prompt=f'"{SECRET}"', text=SECRET
    )
    path = f"/admin/chat/apigeneration/{kept.pk}/change/"
    for lookup in ("text__contains", "prompt__startswith", "reasoning__contains"):
        assert administrator.get(f"/admin/chat/apigeneration/?{lookup}=a").status_code == 400
    assert SECRET not in administrator.get(path).text
    say_why(administrator, kept)
    assert SECRET in administrator.get(path).text
    assert AuditEntry.objects.get().subject == f"API generation {kept.pk}"
    settings.REVIEW_POLICY = "nobody"
    refused = administrator.get(path)
    assert refused.status_code == 403
    assert SECRET not in refused.text


def test_counts_of_what_programs_asked_for_need_no_reason(
    administrator: Client, alice: User
) -> None:
    counted = ApiGeneration.objects.create(owner=alice, route="chat.completions")
    page = administrator.get(f"/admin/chat/apigeneration/{counted.pk}/change/")
    assert "did not ask for it" in page.text
    assert actions() == []


def test_what_its_owner_deleted_is_closed_also_to_a_reason_given_before(
    reviewer: Client, conversation: Conversation
) -> None:
    say_why(reviewer, conversation)
    Conversation.objects.update(deleted_at=timezone.now())
    page = reviewer.get(path_of(conversation))
    assert page.status_code == 403
    assert SECRET not in page.text


@pytest.fixture
def full_log() -> Iterator[None]:
    """The database takes no entry: it refuses each as it would on a full disk."""
    table = AuditEntry._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER full BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        else:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT log_is_full CHECK (number < 0)")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER full")
        else:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT log_is_full")


def test_what_cannot_be_written_down_is_not_shown(
    reviewer: Client, conversation: Conversation, full_log: None
) -> None:
    reviewer.raise_request_exception = False
    say_why(reviewer, conversation)
    say_why(reviewer)
    for path in (path_of(conversation), f"{LIST}?q={BEGINNING}", LIST):
        assert SECRET not in reviewer.get(path).text, path
    assert reviewer.get(path_of(conversation)).status_code == 500


def test_a_deleted_conversation_leaves_an_entry_and_no_title(
    administrator: Client, conversation: Conversation
) -> None:
    administrator.post(f"{LIST}{conversation.pk}/delete/", {"post": "yes"})
    assert actions() == ["deleted"]
    assert SECRET not in LogEntry.objects.get().object_repr
    assert not Conversation.objects.exists()


def test_a_missing_conversation_takes_no_reason(reviewer: Client) -> None:
    assert reviewer.post(f"{LIST}{uuid4()}/reason/", {"reason": "Just looking."}).status_code == 403


def test_pages_take_few_queries_however_much_there_is(
    reviewer: Client,
    alice: User,
    conversation: Conversation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(4):
        last = talk(alice, f"Number {number}", "One.", "Two?", "Two.", "Three?", "Three.")
    say_why(reviewer)
    say_why(reviewer, last.conversation)
    with django_assert_max_num_queries(LIST_QUERIES):
        assert "Number 3" in reviewer.get(LIST).text
    with django_assert_max_num_queries(TRANSCRIPT_QUERIES):
        assert "Three." in reviewer.get(path_of(last.conversation)).text
