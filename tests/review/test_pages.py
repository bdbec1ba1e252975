"""The queue's pages in the admin: the gate before them, who may not, and what their buttons do."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Membership, Team, User
from chat import versions
from chat.feedback import give
from chat.models import AuditEntry, Conversation, ReviewItem, ReviewLabel
from chat.privacy.flags import flag
from chat.review import labelling, queue
from tests.review.conftest import item_of, page_of, queued
from tests.support.cast import browser_of, make_reviewer, make_user, reply_to, say_why, talk

pytestmark = pytest.mark.django_db

QUEUE, CONVERSATIONS = "/admin/chat/reviewitem/", "/admin/chat/conversation/"
WHY = {"action": "reason", "reason": "A random sample of this week."}
TRIAGE_QUERIES, QUEUE_QUERIES, AGREEMENT_QUERIES = 33, 15, 15


@pytest.fixture
def bobs(bob: User) -> Client:
    return browser_of(bob)


def test_an_item_opens_for_a_reason_and_each_opening_is_an_entry(bobs: Client, alice: User) -> None:
    item = queued(alice, "Heliotrope?", "Heliotrope indeed.")
    asked = bobs.get(page_of(item))
    assert "Why do you want to read this?" in asked.text
    assert "eliotrope" not in asked.text
    assert (
        "at least 10 characters"
        in bobs.post(page_of(item), WHY | {"reason": "x"}, follow=True).text
    )
    opened = bobs.post(page_of(item), WHY, follow=True)
    assert "Heliotrope indeed." in opened.text
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_name, entry.reason) == ("opened", "bob", WHY["reason"])
    other = queued(alice, "Two?", "Two.")
    assert WHY["reason"] in bobs.get(page_of(other)).text
    assert AuditEntry.objects.count() == 1


def test_what_was_reported_opens_at_once(bobs: Client, alice: User) -> None:
    conversation = talk(alice, "One?", "**One.**").conversation
    flag(conversation, by=alice, note="It <b>frightens</b> me")
    page = bobs.get(page_of(item_of(conversation))).text
    assert "<strong>One.</strong>" in page
    assert "It &lt;b&gt;frightens&lt;/b&gt; me" in page
    assert AuditEntry.objects.first().action == "opened"  # type: ignore[union-attr]


def test_texts_stay_texts(bobs: Client, alice: User, bob: User) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    item = queued(alice, attack, attack)
    labelling.add_note(item, bob, attack)
    page = bobs.post(page_of(item), WHY, follow=True).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert page.count("&lt;script&gt;alert") >= 3


@pytest.mark.parametrize("policy", ["nobody", "flagged"])
def test_what_the_policy_closes_is_as_good_as_missing(
    policy: str, settings: Settings, bobs: Client, alice: User
) -> None:
    item = queued(alice)
    settings.REVIEW_POLICY = policy
    for path in (page_of(item), page_of(ReviewItem(pk=uuid4()))):
        answer = bobs.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_nobody_without_both_rights_gets_anywhere(client: Client, alice: User) -> None:
    item = queued(alice)
    team = Team.objects.create(name="Team")
    Conversation.objects.update(team=team)
    people = {
        "of the team": make_user("eve"),
        "staff": make_user("frank", is_staff=True),
        "reads only": make_user("grace", is_staff=True),
        "labels only": make_user("heidi", is_staff=True),
    }
    Membership.objects.create(team=team, user=people["of the team"], role="reviewer")
    rights = Permission.objects.filter(content_type__app_label="chat")
    people["reads only"].user_permissions.add(rights.get(codename="view_conversation"))
    people["labels only"].user_permissions.add(rights.get(codename="review"))
    for user in (None, *people.values()):
        client.logout()
        if user:
            client.force_login(user)
        for path in (QUEUE, page_of(item), f"{QUEUE}agreement/"):
            assert client.get(path).status_code in (302, 403)
        for path in (page_of(item), f"{QUEUE}next/", f"{CONVERSATIONS}sample/"):
            assert client.post(path, {"action": "take", "count": "5"}).status_code in (302, 403)
    item.refresh_from_db()
    assert (item.assignee, ReviewItem.objects.count()) == (None, 1)


def test_the_owner_sees_neither_item_nor_notes(alice: User, bob: User) -> None:
    """Though they are a reviewer."""
    item = queued(bob)
    labelling.add_note(item, alice, "A canary sings.")
    bobs = browser_of(bob)
    assert bobs.get(page_of(item)).status_code == 302
    assert "canary" not in bobs.get(f"{CONVERSATIONS}{item.conversation_id}/change/").text
    assert "canary" not in bobs.get(f"/c/{item.conversation_id}/").text


def test_the_buttons_work_without_scripts(
    bobs: Client, alice: User, bob: User, harmful: ReviewLabel
) -> None:
    first, second = queued(alice), queued(alice)
    assert bobs.post(f"{QUEUE}next/")["Location"] == page_of(first)
    for _ in range(2):
        bobs.post(page_of(first), {"action": "labels", "label": harmful.pk})
    bobs.post(page_of(first), {"action": "note", "note": "Once."})
    done = bobs.post(page_of(first), {"action": "done", "label": harmful.pk})
    assert done["Location"] == page_of(second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.assignee) == ("done", bob)
    assert labelling.get_opinion(first, bob).own == {harmful.pk}
    assert first.notes.count() == 1
    dismissed = bobs.post(page_of(second), {"action": "dismiss"}, follow=True)
    assert "Nothing else waits" in dismissed.text
    bobs.post(page_of(second), {"action": "reopen"})
    second.refresh_from_db()
    assert second.status == "open"


def test_a_script_is_told_how_it_is(bobs: Client, alice: User, charlie: User) -> None:
    item = queued(alice)
    json = {"Accept": "application/json"}
    told = bobs.post(page_of(item), {"action": "take"}, headers=json)
    assert told.json() == {"state": "In review", "assignee": "bob"}
    queue.assign(item, charlie)
    refused = bobs.post(page_of(item), {"action": "labels"}, headers=json)
    assert (refused.status_code, refused.json()) == (409, {"error": "charlie has it."})
    assert bobs.post(page_of(item), {"action": "fly"}, headers=json).status_code == 409


def test_versions_of_each_turn_can_be_gone_through(bobs: Client, alice: User) -> None:
    first = talk(alice, "Which number?", "One.")
    retried = versions.retry_reply(author=alice, client_id=uuid4(), message_id=first.pk)
    reply_to(retried, "Two.")
    item = ReviewItem.objects.put(first.conversation, "hand")
    newest = bobs.post(page_of(item), WHY, follow=True).text
    assert "version 2 of 2" in newest
    assert f"?at={first.pk}" in newest
    older = bobs.get(page_of(item), {"at": str(first.pk)}).text
    assert "version 1 of 2" in older
    assert "One." in older
    assert "Two." not in older
    for nonsense in ("x", str(uuid4())):
        assert bobs.get(page_of(item), {"at": nonsense}).status_code == 200


def test_a_thumb_down_opens_at_the_reply_that_it_is_about(bobs: Client, alice: User) -> None:
    first = talk(alice, "Which number?", "One.")
    reply_to(versions.retry_reply(author=alice, client_id=uuid4(), message_id=first.pk), "Two.")
    give(giver=alice, message_id=first.pk, rating="bad", comment="Wrong.")
    page = bobs.post(page_of(item_of(first.conversation)), WHY, follow=True).text
    assert "version 1 of 2" in page
    assert "Wrong." in page


def test_next_and_previous_lead_through_what_waits_and_what_is_theirs(
    bobs: Client, alice: User, charlie: User
) -> None:
    first, taken, last = queued(alice), queued(alice), queued(alice)
    queue.assign(taken, charlie)
    page = bobs.get(page_of(first)).text
    assert f'href="{page_of(last)}" rel="next"' in page
    assert 'rel="prev"' not in page
    assert f'href="{page_of(first)}" rel="prev"' in bobs.get(page_of(last)).text


def test_the_list_shows_titles_as_the_policy_has_it_and_can_be_filtered(
    bobs: Client, alice: User, bob: User, harmful: ReviewLabel
) -> None:
    mine, done = queued(alice, "Heliotrope?", "Yes."), queued(alice, "Crocus?", "Yes.")
    queue.assign(mine, bob)
    labelling.set_labels(done, bob, [harmful.pk])
    queue.finish(done, bob)

    def listed(**query: object) -> set[ReviewItem]:
        return set(bobs.get(QUEUE, query).context["cl"].result_list)  # type: ignore[arg-type]

    assert listed() == {mine}
    assert listed(status="done") == listed(status="all", label=harmful.pk) == {done}
    assert listed(status="all") == {mine, done}
    assert listed(who="me") == {mine}
    assert listed(status="waiting") == set()
    assert "Heliotrope" not in bobs.get(QUEUE).text
    say_why(bobs)
    assert "Heliotrope" in bobs.get(QUEUE).text
    guess = bobs.get(QUEUE, {"conversation__title__startswith": "H"})
    assert guess.status_code == 400


def test_the_lists_actions_change_many(bobs: Client, alice: User, bob: User, charlie: User) -> None:
    items = [queued(alice), queued(alice)]
    chosen = {"_selected_action": [str(item.pk) for item in items]}
    bobs.post(QUEUE, {"action": "give", "to": charlie.pk, **chosen})
    assert set(ReviewItem.objects.values_list("assignee", flat=True)) == {charlie.pk}
    refused = bobs.post(QUEUE, {"action": "dismiss_them", **chosen}, follow=True)
    assert refused.text.count("charlie has it.") == 2
    bobs.post(QUEUE, {"action": "give", "to": "", **chosen})
    bobs.post(QUEUE, {"action": "ask_second", **chosen})
    assert ReviewItem.objects.filter(assignee=None, wants_second=True).count() == 2
    bobs.post(QUEUE, {"action": "delete_selected", "post": "yes", **chosen})
    assert bobs.post(f"{QUEUE}{items[0].pk}/delete/", {"post": "yes"}).status_code == 403
    assert ReviewItem.objects.count() == 2


def test_conversations_are_put_into_the_queue_by_hand_and_by_chance(
    bobs: Client, alice: User, bob: User
) -> None:
    one, other, own = (talk(who, "One?", "One.").conversation for who in (alice, alice, bob))
    chosen = [str(one.pk), str(own.pk)]
    bobs.post(CONVERSATIONS, {"action": "put_into_queue", "_selected_action": chosen})
    assert [item.conversation for item in ReviewItem.objects.all()] == [one]
    page = bobs.post(f"{CONVERSATIONS}sample/?user=alice", {"count": "20"}, follow=True)
    assert "In the review queue now: 1." in page.text
    assert item_of(other).source == "sample"
    for count in ("0", "-1", "many", ""):
        bobs.post(f"{CONVERSATIONS}sample/", {"count": count})
    assert ReviewItem.objects.count() == 2


def test_an_administrator_deletes_a_conversation_with_its_item(dora: User, alice: User) -> None:
    item = queued(alice)
    path = f"{CONVERSATIONS}{item.conversation_id}/delete/"
    assert browser_of(dora).post(path, {"post": "yes"}).status_code == 302
    assert not ReviewItem.objects.exists()


def test_the_index_tells_how_much_is_open(bobs: Client, alice: User, bob: User) -> None:
    assert "nothing is open" in bobs.get("/admin/").text
    queued(alice)
    queued(bob)
    assert "1 open" in bobs.get("/admin/").text
    frank = make_user("frank", is_staff=True)
    assert "Review queue" not in browser_of(frank).get("/admin/").text


def test_pages_take_few_queries_however_much_there_is(
    bobs: Client,
    alice: User,
    bob: User,
    harmful: ReviewLabel,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    charlie = make_reviewer("charlie")
    for _ in range(4):
        item = queue.want_second(queued(alice, *("One?", "One.") * 6))
        for who in (bob, charlie):
            labelling.set_labels(item, who, [harmful.pk])
            labelling.add_note(item, who, "Note.")
            queue.finish(item, who)
    bobs.post(page_of(item), WHY)
    with django_assert_max_num_queries(TRIAGE_QUERIES):
        bobs.get(page_of(item))
    with django_assert_max_num_queries(QUEUE_QUERIES):
        bobs.get(QUEUE, {"status": "all"})
    with django_assert_max_num_queries(AGREEMENT_QUERIES):
        assert "bob and charlie" in bobs.get(f"{QUEUE}agreement/").text
    with django_assert_max_num_queries(12):
        bobs.get("/admin/")
