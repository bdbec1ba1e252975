"""Feedback in the admin: found, read, and taken away as a table."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from chat import services
from chat.admin.tables import csv_lines, defused
from chat.feedback import give, listed_to
from chat.models import AuditEntry, Conversation, Feedback, Hold
from chat.privacy import holds
from chat.reviewers import REVIEWERS
from tests.support.cast import make_user, talk

pytestmark = pytest.mark.django_db

LIST = "/admin/chat/feedback/"
CONVERSATIONS = "/admin/chat/conversation/"
MOST_QUERIES = 15


@pytest.fixture
def reviewer(client: Client, charlie: User) -> Client:
    charlie.groups.add(Group.objects.get(name=REVIEWERS))
    client.force_login(charlie)
    return client


def listed(client: Client, path: str = LIST, **query: str) -> set[object]:
    page = client.get(path, query)
    assert page.status_code == 200
    return set(page.context["cl"].result_list)


def test_conversations_are_found_by_their_feedback(
    reviewer: Client, bad: Feedback, good: Feedback, alice: User
) -> None:
    talk(alice, "Four?", "Vier.")
    assert listed(reviewer, CONVERSATIONS, feedback="good") == {good.conversation}
    assert listed(reviewer, CONVERSATIONS, feedback="bad") == {bad.conversation}
    assert listed(reviewer, CONVERSATIONS, feedback="comment") == {bad.conversation}
    assert len(listed(reviewer, CONVERSATIONS)) == 3


def test_a_transcript_shows_who_thinks_what_of_a_reply(reviewer: Client, bad: Feedback) -> None:
    page = reviewer.get(f"{CONVERSATIONS}{bad.conversation_id}/change/").content.decode()
    turn = page.split('id="turn-2"')[1]
    for words in ("👎", "Bad", "Not correct", "alice", "is &lt;b&gt;two&lt;/b&gt;."):
        assert words in turn, words
    assert "turn-feedback" not in page.split('id="turn-2"')[0]


def test_the_list_is_filtered_and_searched(reviewer: Client, bad: Feedback, good: Feedback) -> None:
    assert listed(reviewer) == {bad, good}
    for query, found in (
        ({"rating__exact": "bad"}, {bad}),
        ({"commented": "yes"}, {bad}),
        ({"commented": "no"}, {good}),
        ({"model": "pocket"}, {bad}),
        ({"q": "zwei"}, {bad}),
        ({"q": "two"}, {bad}),
        ({"q": "bob"}, {good}),
        ({"q": "drei"}, set()),
        ({"q": "nothing of this"}, set()),
    ):
        assert listed(reviewer, **query) == found, query


def test_the_list_and_a_transcript_take_few_queries(
    reviewer: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        reply = talk(alice, f"Question {number}?", "An answer.", "And?", "Another.")
        give(giver=alice, message_id=reply.pk, rating="bad", comment=f"No. {number}")
    for path in (LIST, f"{LIST}?commented=yes", f"{CONVERSATIONS}?feedback=bad"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert reviewer.get(path).status_code == 200


def test_nobody_changes_what_somebody_thinks(reviewer: Client, bad: Feedback) -> None:
    path = f"{LIST}{bad.pk}/change/"
    page = reviewer.get(path)
    assert page.status_code == 200
    for words in (f"{CONVERSATIONS}{bad.conversation_id}/change/", "Zwei.", "Not correct"):
        assert words in page.content.decode(), words
    assert reviewer.post(path, {"comment": "x"}).status_code == 403
    assert reviewer.post(f"{LIST}{bad.pk}/delete/", {"post": "yes"}).status_code == 403
    assert reviewer.get(f"{LIST}add/").status_code == 403


def test_who_may_not_read_conversations_reads_no_feedback(
    client: Client, charlie: User, alice: User, bad: Feedback
) -> None:
    client.force_login(charlie)
    for path in (LIST, f"{LIST}{bad.pk}/change/"):
        assert client.get(path).status_code == 403
    assert not listed_to(charlie).exists()
    assert listed_to(alice).get() == bad


def test_a_reply_is_shown_only_where_the_policy_opens_its_conversation(
    reviewer: Client, bad: Feedback, good: Feedback, settings: Settings
) -> None:
    assert "Zwei." in reviewer.get(f"{LIST}{bad.pk}/change/").content.decode()
    page = reviewer.get(f"{LIST}{good.pk}/change/").content.decode()
    assert "(closed)" in page
    assert "Drei." not in page
    assert "Three?" not in page
    assert reviewer.get(LIST, {"message__text__startswith": "D"}).status_code == 400
    settings.REVIEW_POLICY = "nobody"
    assert listed(reviewer) == set()


def test_what_is_taken_away_is_in_the_audit_log(
    reviewer: Client, bad: Feedback, good: Feedback
) -> None:
    for action in ("take_table", "take_cases"):
        chosen = {"action": action, "_selected_action": [str(bad.pk), str(good.pk)]}
        answer = reviewer.post(LIST, chosen)
        assert "Drei." not in answer.content.decode()
        entry = AuditEntry.objects.first()
        assert entry is not None
        assert (entry.action, entry.owner_name) == ("exported", "alice")


def test_who_deletes_a_conversation_deletes_its_feedback(client: Client, bad: Feedback) -> None:
    client.force_login(make_user("dora", is_staff=True, is_superuser=True))
    path = f"{CONVERSATIONS}{bad.conversation_id}/delete/"
    assert client.post(path, {"post": "yes"}).status_code == 302
    assert not Conversation.objects.exists()
    assert not Feedback.objects.exists()


def test_the_table_runs_nothing_in_a_spreadsheet(
    reviewer: Client, bad: Feedback, good: Feedback
) -> None:
    chosen = {"action": "take_table", "_selected_action": [str(bad.pk), str(good.pk)]}
    answer = reviewer.post(LIST, chosen)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="feedback.csv"'
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["owner"], row["rating"], row["reply"]) for row in rows] == [
        ("bob", "good", "(closed)"),
        ("alice", "bad", "Zwei."),
    ]
    assert rows[1]["comment"] == "'=1+1 is <b>two</b>."
    assert rows[1]["model"] == "pocket"


FULLWIDTH = ("\N{FULLWIDTH PLUS SIGN}", "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")
SIGNS = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", *FULLWIDTH)


@pytest.mark.parametrize(
    "before",
    ["", " ", "\t", "\r", '"', "\N{NO-BREAK SPACE}", "\0", "\N{ZERO WIDTH SPACE}", " \0\t"],
)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_cell_that_begins_as_a_formula_is_text(before: str, sign: str) -> None:
    for after in ("1+1", "cmd|' /C calc'!A0", " item"):
        assert defused(f"{before}{sign}{after}").startswith(f"'{before}")


@pytest.mark.parametrize("before", ["one\n", "one\r", "one;", "one; ", 'one;"', "one\t", "1;\0"])
@pytest.mark.parametrize("sign", SIGNS)
def test_a_formula_in_the_middle_is_text(before: str, sign: str) -> None:
    """Where lines are cut into cells at semicolons or tabs: in Excel, that depends on where one
    lives."""
    for formula in ("1+SUM(A1)", " cmd|' /C calc'!A0", '""&A1(1);2'):
        _head, line = csv_lines(["name", "comment"], [["Alice", f"{before}{sign}{formula}"]])
        cells = re.split(r"[,;\t\r\n]", line)
        assert [cell for cell in cells if cell.strip(' "\0').startswith(sign)] == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1 = 1",
            "one; two",
            "one\ntwo",
            "a-b",
            "mail@example.com",
            "So:\n\n- one\n- two, three",
        ),
        *("Of a change:\n@@ -1 +1 @@\n-old\n+new", "See\n@alice", "below;-5", "one;-;-"),
        *("-5", "-12.75", "0", "17"),
    ],
)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


def test_only_a_whole_number_may_begin_with_a_sign() -> None:
    for text in ("-5+A1", "-5\n", "+5", "-1.", "-.5", "-1,5", "-\N{ARABIC-INDIC DIGIT FIVE}"):
        assert defused(text) == f"'{text}"


def test_the_list_shows_what_people_think_and_no_reply_without_an_entry(
    reviewer: Client, bad: Feedback
) -> None:
    before = AuditEntry.objects.count()
    page = reviewer.get(LIST)
    assert "=1+1 is &lt;b&gt;two&lt;/b&gt;." in page.text
    assert f"{LIST}{bad.pk}/change/" in page.text, "the reply is one click away"
    assert "Zwei" not in page.text
    assert AuditEntry.objects.count() == before
    found = reviewer.get(LIST, {"q": "zwei"}).text
    assert "Zwei" not in found
    assert f"{LIST}{bad.pk}/change/" in found


def test_whoever_reads_a_rated_reply_is_in_the_audit_log(reviewer: Client, bad: Feedback) -> None:
    assert "Zwei." in reviewer.get(f"{LIST}{bad.pk}/change/").text
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.actor_name, entry.owner_name) == ("opened", "charlie", "alice")
    reviewer.get(LIST, {"q": "zwei"})
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.detail) == ("searched", "zwei")


def test_feedback_in_what_its_owner_deleted_is_not_listed(
    reviewer: Client, bad: Feedback, alice: User
) -> None:
    services.delete_conversation(user=alice, conversation_id=bad.conversation_id)
    assert listed(reviewer) == set()


def test_no_name_of_feedback_holds_its_words(bad: Feedback) -> None:
    assert "two" not in str(bad)


def test_what_a_legal_hold_names_keeps_its_feedback(
    client: Client, bad: Feedback, alice: User
) -> None:
    dora = make_user("dora", is_staff=True, is_superuser=True)
    holds.place(Hold(account=alice, reason="A case in court."), by=dora)
    client.force_login(dora)
    client.post(f"{LIST}{bad.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [str(bad.pk)], "post": "yes"}
    client.post(LIST, chosen)
    client.force_login(alice)
    assert client.delete(f"/feedback/{bad.message_id}/").status_code == 409
    assert Feedback.objects.count() == 1
