"""The page of a reply: behind the gate of its conversation, whole without scripts."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat.models import AuditEntry, Conversation, Generation, ReplyRecord, Rerun
from inference.contract import Finished, Provenance, Sampling, Started, Text
from tests.replaying.made import retime, save, write
from tests.support.cast import make_user, reply_to, say, say_why
from tests.support.taking import take

pytestmark = pytest.mark.django_db

TEXT = "**Seven** <script>alert(1)</script> 😀 is it."


@pytest.fixture
def reply(alice: User) -> Generation:
    """With a stall of three seconds, stopped half a second before its end."""
    generation = say(alice, "Which number?")
    assert take(str(generation.pk), "gpu-one")
    sampling = Sampling(temperature=0.7, top_k=50, seed=42)
    made = Provenance(
        worker="gpu-one", template="c0ffee", backend="transformers", sampling=sampling
    )
    about = json.dumps(made.to_json())
    write(generation, Started(model="pocket", revision="r1", prompt_token_count=7), about=about)
    for at in range(0, len(TEXT), 4):
        write(generation, Text(text=TEXT[at : at + 4]))
    write(generation, Finished(reason="stopped"))
    count = len(range(0, len(TEXT), 4))
    times = [0, 50, *(250 + 10 * n + (3_000 if n > 3 else 0) for n in range(count)), 4_000]
    retime(generation, times)
    save(generation)
    ReplyRecord.objects.update(stop_asked_ms=3_500)
    generation.refresh_from_db()
    return generation


def path(generation: Generation) -> str:
    conversation, message = generation.conversation_id, generation.message_id
    return f"/admin/chat/conversation/{conversation}/replies/{message}/"


def opened(client: Client, generation: Generation) -> str:
    say_why(client, generation.conversation)
    page = client.get(path(generation))
    assert page.status_code == 200
    return page.content.decode()


def test_it_shows_times_stalls_the_stop_and_how_it_was_made(
    reviewer: Client, reply: Generation
) -> None:
    page = opened(reviewer, reply)
    assert "First part after 0.250 s" in page
    assert "Nothing came for 3.01 s from 0.280 s on" in page
    assert "Stop asked for at 3.50 s" in page
    for known in ("r1", "c0ffee", "gpu-one", ">42<", "transformers"):
        assert known in page
    assert "<strong>Seven</strong>" in page
    assert "<script>alert" not in page


def test_what_is_played_is_the_text_in_the_lengths_of_a_browser(
    reviewer: Client, reply: Generation
) -> None:
    say_why(reviewer, reply.conversation)
    score = reviewer.get(path(reply)).context["score"]
    assert score["words"]["text"] == TEXT
    assert score["moments"][0] == (250, 0, 4)
    assert score["moments"][-1][2] == len(TEXT.encode("utf-16-le")) // 2 == len(TEXT) + 1
    assert score["duration"] == 4_000


def test_a_reply_without_a_record_says_what_is_not_known(reviewer: Client, alice: User) -> None:
    old = reply_to(say(alice, "Which number?"), "Seven.").generation
    ReplyRecord.objects.all().delete()
    page = opened(reviewer, old)
    assert "it was not written down" in page
    assert "not known" in page
    assert "Seven." in page
    assert "replay-score" not in page


def test_it_shows_the_instructions_of_then_and_says_where_they_are_those_of_now(
    reviewer: Client, alice: User
) -> None:
    reply = reply_to(say(alice, "Which number?"), "Seven.").generation
    ReplyRecord.objects.all().delete()
    Conversation.objects.update(system_prompt="Be brief, <b>always</b>.")
    now = opened(reviewer, reply)
    assert "Instructions, as they are now" in now
    assert "Be brief, &lt;b&gt;always&lt;/b&gt;." in now
    ReplyRecord.objects.create(generation=reply, system_prompt="Be long.")
    then = opened(reviewer, reply)
    assert "Be long." in then
    assert "as they are now" not in then
    assert "Be brief" not in then


def test_the_transcript_leads_to_it(reviewer: Client, reply: Generation) -> None:
    say_why(reviewer, reply.conversation)
    transcript = reviewer.get(f"/admin/chat/conversation/{reply.conversation_id}/change/")
    assert path(reply) in transcript.content.decode()


def test_without_a_reason_it_asks_and_then_leads_back(reviewer: Client, reply: Generation) -> None:
    closed = reviewer.get(path(reply)).content.decode()
    assert "Why do you want to read this?" in closed
    assert "Seven" not in closed
    ask_why = f"/admin/chat/conversation/{reply.conversation_id}/reason/"
    told = {"reason": "Alice asked for help.", "then": path(reply)}
    assert reviewer.post(ask_why, told).headers["Location"] == path(reply)


@pytest.mark.parametrize("then", ["//evil.example/", "https://evil.example/", "/admin/auth/"])
def test_a_reason_leads_nowhere_else(reviewer: Client, reply: Generation, then: str) -> None:
    change = f"/admin/chat/conversation/{reply.conversation_id}/change/"
    ask_why = change.replace("change", "reason")
    told = {"reason": "Alice asked for help.", "then": then}
    assert reviewer.post(ask_why, told).headers["Location"] == change


def test_opening_it_is_written_down(reviewer: Client, reply: Generation) -> None:
    opened(reviewer, reply)
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.actor_name, entry.owner_name) == ("opened", "charlie", "alice")
    assert entry.detail == f"replay of reply {reply.message_id}"
    assert entry.reason


def entries_of_again(client: Client, reply: Generation) -> list[str]:
    before = AuditEntry.objects.count()
    assert client.get(f"{path(reply)}again/").status_code == 200
    return [one.action for one in AuditEntry.objects.order_by("number")[before:]]


def test_the_comparison_by_itself_is_written_down_too(reviewer: Client, reply: Generation) -> None:
    say_why(reviewer, reply.conversation)
    ended = {"status": "finished", "finish_reason": "stop", "finished_at": timezone.now()}
    Rerun.objects.create(generation=reply, text="Seven it is.", **ended)
    assert entries_of_again(reviewer, reply) == ["opened"]


def test_only_who_asked_waits_for_a_rerun_without_an_entry(
    reviewer: Client, reply: Generation
) -> None:
    say_why(reviewer, reply.conversation)
    rerun = Rerun.objects.create(generation=reply, asked_by=User.objects.get(username="charlie"))
    take(str(rerun.pk), "gpu-one")
    assert entries_of_again(reviewer, reply) == []
    Rerun.objects.update(asked_by=make_user("dora", is_staff=True))
    assert entries_of_again(reviewer, reply) == ["opened"]


def test_making_it_again_is_told_to_its_owner_as_reading(
    reviewer: Client, reply: Generation
) -> None:
    say_why(reviewer, reply.conversation)
    assert reviewer.post(f"{path(reply)}again/").status_code == 409  # no model, and the page
    reply.conversation.refresh_from_db()
    assert reply.conversation.last_read_at is not None


@pytest.mark.parametrize("tail", ["", "again/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_closed_where_the_policy_says_so(
    reviewer: Client, reply: Generation, settings: object, tail: str, method: str
) -> None:
    settings.REVIEW_POLICY = "nobody"  # type: ignore[attr-defined]
    answer = getattr(reviewer, method)(path(reply) + tail)
    assert answer.status_code == 403
    assert "Seven" not in answer.content.decode()
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert entry.action == "refused"


@pytest.mark.parametrize("tail", ["", "again/"])
def test_nobody_else_gets_there(reply: Generation, alice: User, tail: str) -> None:
    plain = make_user("bob")
    helper = make_user("dora", is_staff=True)
    for user, status in ((None, 302), (alice, 302), (plain, 302), (helper, 404)):
        client = Client()
        if user is not None:
            client.force_login(user)
        for method in (client.get, client.post):
            answer = method(path(reply) + tail)
            assert answer.status_code == status
            assert "Seven" not in answer.content.decode()


def test_a_reply_of_another_conversation_is_not_there(reviewer: Client, reply: Generation) -> None:
    other = reply_to(say(make_user("bob"), "Hello"), "Hi.").generation
    mixed = path(reply).replace(str(reply.message_id), str(other.message_id))
    assert reviewer.get(mixed).status_code == 404
    missing = path(reply).replace(str(reply.message_id), str(uuid4()))
    assert reviewer.get(missing).status_code == 404


def test_one_that_is_being_written_is_not_there_yet(reviewer: Client, alice: User) -> None:
    waiting = say(alice, "Which number?")
    say_why(reviewer, waiting.conversation)
    assert reviewer.get(path(waiting)).status_code == 404


def test_however_long_a_conversation_is_its_pages_queries_are_the_same(
    reviewer: Client, reply: Generation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    say_why(reviewer, reply.conversation)
    with django_assert_max_num_queries(16):
        reviewer.get(path(reply))
