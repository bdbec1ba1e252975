"""Long lists of the admin: what costs most is asked once, and the rows are the same."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ApiKey, Team, User
from chat.admin import changelist
from chat.admin.searching import holding
from chat.models import ApiGeneration, AuditEntry, Conversation, Feedback, Message
from chat.privacy.audit import record
from tests.support.cast import conversations, make_user

pytestmark = pytest.mark.django_db

REQUESTS, LOG = "/admin/chat/apigeneration/", "/admin/chat/auditentry/"
CONVERSATIONS, BY_LENGTH = "/admin/chat/conversation/", 3
FEEDBACK = "/admin/chat/feedback/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_user("dora", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def requests(alice: User, bob: User) -> list[ApiGeneration]:
    """Of two people and two models in two years, some with a key; the newest first."""
    key = ApiKey.objects.create(owner=alice, name="Night shift", prefix="chat_0001", digest="1")
    now = timezone.now()
    return ApiGeneration.objects.bulk_create(
        ApiGeneration(
            owner=bob if number % 3 else alice,
            key=None if number % 2 else key,
            model="large" if number % 4 else "pocket",
            status="finished",
            finish_reason="stop",
            created_at=now - timedelta(days=100 * number),
            finished_at=now,
        )
        for number in range(8)
    )


@pytest.mark.parametrize(
    "phrase",
    ["alice", "bob large", "NIGHT", '"night shift" alice', "chat_0001", "oc", "", "''", "nobody"],
)
def test_a_search_finds_what_that_of_the_admin_does(
    requests: list[ApiGeneration], phrase: str
) -> None:
    listing = admin.site.get_model_admin(ApiGeneration)
    rows = ApiGeneration.objects.order_by("-created_at")
    request = RequestFactory().get(REQUESTS)
    usual, _ = admin.ModelAdmin.get_search_results(listing, request, rows, phrase)
    assert list(rows.filter(holding(ApiGeneration, listing.search_fields, phrase))) == list(usual)


def test_a_search_finds_ids_and_makes_texts_of_them_only_for_what_may_be_one(
    requests: list[ApiGeneration],
) -> None:
    def found(phrase: str) -> QuerySet[ApiGeneration]:
        return ApiGeneration.objects.filter(holding(ApiGeneration, ("model", "id"), phrase))

    one = str(requests[3].pk)
    assert [requests[3]] == list(found(one)) == list(found(one[4:13].upper()))
    assert str(found("large").query).count("LIKE") == 1


@pytest.fixture(params=[0, 1_000])
def many_or_few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelist, "MOST_LISTED", request.param)


@pytest.mark.usefixtures("many_or_few")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "bob"}, [1, 2, 4, 5, 7]),
        ({"q": "bob", "o": "1"}, [7, 5, 4, 2, 1]),
        ({"q": "nobody"}, []),
        ({"status__exact": "finished", "q": "pocket"}, [0, 4]),
        ({"status__exact": "failed"}, []),
    ],
)
def test_few_rows_and_many_are_listed_alike(
    administrator: Client,
    requests: list[ApiGeneration],
    query: dict[str, str],
    found: list[int],
) -> None:
    shown = administrator.get(REQUESTS, query).context["cl"]
    assert list(shown.result_list) == [requests[number] for number in found]
    assert shown.result_count == len(found)


@pytest.mark.parametrize(("path", "term"), [(REQUESTS, "pocket"), (LOG, "complained")])
def test_what_a_search_looks_for_is_looked_for_once(
    administrator: Client, requests: list[ApiGeneration], alice: User, path: str, term: str
) -> None:
    """And not again to count it, and for the dates among it."""
    record(AuditEntry.Action.OPENED, actor=alice, whose=alice, reason="Somebody complained.")
    with CaptureQueriesContext(connection) as captured:
        page = administrator.get(path, {"q": term})
    assert page.context["cl"].result_count in (1, 2)
    assert sum(term in one["sql"] for one in captured) == 1
    assert len(captured) <= 15


FILTERS = {
    "": {},
    "user": {"user": "alice"},
    "team": {"team": "Jam"},
    "days": {"since": "2020-01-01", "until": "2100-01-01"},
    "model": {"model": "pocket"},
    "feedback": {"feedback": "good"},
    "reply": {"reply": "complete"},
    "length": {"messages": "short"},
    "longest": {"messages": "longest"},
    "label": {"label": "1"},
    "reported": {"reported": "yes"},
    "kind": {"of": "others"},
    "two": {"messages": "short", "team": "Jam"},
}
MOST_QUERIES = 15  # of a page


@pytest.mark.parametrize("asked", FILTERS.values(), ids=FILTERS)
def test_a_search_with_any_filter_asks_the_database_little(
    administrator: Client, alice: User, asked: dict[str, str]
) -> None:
    """Also where rows are found, and a team has a name to be offered."""
    team = Team.objects.create(name="Jam")
    made = conversations(alice, 3)
    Conversation.objects.filter(pk__in=[one.pk for one in made]).update(
        team=team if "team" in asked else None, flagged_at=timezone.now()
    )
    Message.objects.bulk_create(
        Message(conversation=one, role="user", text="Raspberry jam.") for one in made
    )
    administrator.post(f"{CONVERSATIONS}look/", {"reason": "Somebody complained."})
    administrator.get(CONVERSATIONS)
    with CaptureQueriesContext(connection) as captured:
        page = administrator.get(CONVERSATIONS, {"q": "raspberry", **asked})
    assert len(captured) <= MOST_QUERIES
    if asked.keys() & {"user", "team", "since", "reported", "of"} or not asked:
        assert set(page.context["cl"].result_list) == set(made)


def test_feedback_is_searched_once_however_much_is_found(
    administrator: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "MOST_LISTED", 2)
    administrator.post(f"{CONVERSATIONS}look/", {"reason": "Somebody complained."})
    for conversation in conversations(alice, 3):
        reply = Message.objects.create(conversation=conversation, role="assistant", text="Jam")
        Feedback.objects.create(
            message=reply, conversation=conversation, giver=alice, rating="good", comment="Honey"
        )
    with CaptureQueriesContext(connection) as captured:
        page = administrator.get(f"{FEEDBACK}?q=Honey&changed_at__year={timezone.now().year}")
    assert sum("%Honey%" in one["sql"] or "%HONEY%" in one["sql"] for one in captured) == 1
    assert len(captured) <= MOST_QUERIES
    assert page.context["cl"].result_count == 2
    assert "There are more" in page.text
    assert administrator.get(FEEDBACK).context["cl"].result_count == 3


@pytest.fixture
def lengths(alice: User, bob: User) -> dict[Conversation, int]:
    """Of alice's, which are the newest, and bob's."""
    made = dict(
        zip(conversations(alice, 4) + conversations(bob, 2), (2, 0, 3, 2, 1, 2), strict=True)
    )
    Message.objects.bulk_create(
        Message(conversation=one, role="user", text=f"Number {number}")
        for one, count in made.items()
        for number in range(count)
    )
    return made


@pytest.mark.parametrize("query", [{}, {"q": "alice"}, {"user": "bob"}, {"messages": "short"}])
@pytest.mark.parametrize("sign", ["", "-"])
def test_conversations_are_sorted_by_length(
    administrator: Client, lengths: dict[Conversation, int], sign: str, query: dict[str, str]
) -> None:
    """Those of equal length by their last activity, whatever else is asked for."""
    with CaptureQueriesContext(connection) as captured:
        shown = administrator.get(CONVERSATIONS, {"o": f"{sign}{BY_LENGTH}"} | query).context["cl"]
    (found,) = [one["sql"] for one in captured if "LIMIT 1001" in one["sql"]]
    assert "COUNT(U0" not in found  # of each by itself
    others = administrator.get(CONVERSATIONS, query).context["cl"].result_list
    wanted = sorted(others, key=lambda one: (one.updated_at, one.pk), reverse=True)
    wanted.sort(key=lambda one: lengths[one], reverse=bool(sign))
    assert list(shown.result_list) == wanted
    assert {one.message_total == lengths[one] for one in wanted} == {True}


def test_length_may_be_one_of_several_orders(
    administrator: Client, lengths: dict[Conversation, int]
) -> None:
    """By when they were last used among those of one length."""
    shown = administrator.get(CONVERSATIONS, {"o": f"-{BY_LENGTH}.4"}).context["cl"].result_list
    wanted = sorted(lengths, key=lambda one: (-lengths[one], one.updated_at))
    assert list(shown) == wanted


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (50, 1), (51, 2)])
def test_a_page_that_is_gone_leaves_the_filters_and_shows_the_last(
    administrator: Client, alice: User, bob: User, count: int, pages: int
) -> None:
    """Somebody deleted all that was on it: what comes instead may not be everybody's."""
    conversations(alice, count)
    conversations(bob, 1)
    answer = administrator.get(CONVERSATIONS, {"user": "alice", "p": f"{pages + 1}"})
    listed = answer.context["cl"]
    assert {one.owner for one in listed.result_list} == {alice}
    assert (listed.page_num, listed.result_count) == (pages, count)
    assert len(listed.result_list) == (count - 1) % 50 + 1


def test_what_was_chosen_is_acted_on_though_newer_rows_pushed_it_out(
    administrator: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "MOST_LISTED", 2)
    *_, chosen, other = conversations(alice, 4)
    for more in ({"index": "0", "select_across": "0"}, {"post": "yes"}):
        sent = {"action": "delete_selected", "_selected_action": str(chosen.pk), **more}
        answer = administrator.post(f"{CONVERSATIONS}?user=alice&p=9", sent)
        assert str(chosen.pk) in answer.text or answer.status_code == 302
    left = Conversation.objects.filter(deleted_at=None)
    assert other in left
    assert chosen not in left


def test_who_chooses_all_of_a_cut_list_chooses_what_it_shows(
    administrator: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelist, "MOST_LISTED", 2)
    *shown, _cut, _off = conversations(alice, 4)
    sent = {"action": "delete_selected", "_selected_action": str(shown[0].pk), "index": "0"}
    asked = administrator.post(CONVERSATIONS, {**sent, "select_across": "1"})
    assert set(asked.context["queryset"]) == set(shown)


def test_what_was_chosen_is_found_under_the_filters_only(
    administrator: Client, alice: User, bob: User
) -> None:
    (theirs,) = conversations(bob, 1)
    sent = {"action": "delete_selected", "_selected_action": str(theirs.pk), "post": "yes"}
    administrator.post(f"{CONVERSATIONS}?user=alice", sent)
    assert theirs in Conversation.objects.all()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (CONVERSATIONS, {"updated_at__year": "99999"}),
        (FEEDBACK, {"created_at__year": "99999"}),
        (REQUESTS, {"created_at__year": "9999"}),
        (LOG, {"moment__year": "9999", "q": "word"}),
        (f"{LOG}export.csv", {"moment__year": "9999"}),
    ],
)
def test_a_moment_that_there_is_none_of_is_a_wrong_filter(
    administrator: Client, path: str, query: dict[str, str]
) -> None:
    """And no error of the site."""
    answer = administrator.get(path, query)
    assert answer.headers["Location"] == f"{path.removesuffix('export.csv')}?e=1"
    assert administrator.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("path", [CONVERSATIONS, FEEDBACK])
def test_an_action_on_a_search_searches_once(administrator: Client, path: str) -> None:
    """The search is in the audit log, and is one."""
    sent = {"action": "delete_selected", "_selected_action": str(uuid4()), "index": "0"}
    administrator.post(f"{path}?q=word", sent)
    assert AuditEntry.objects.filter(action="searched").count() == 1
