"""Two models answer one message at once; each reply is a version of the turn."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from chat import services, versions
from chat.comparing import pairs
from chat.comparing.pairs import Pair
from chat.exceptions import Busy, NotFound, TooMany
from chat.models import Conversation, Generation, Message
from chat.paths import list_path
from chat.tasks import sweep
from inference.config import get_config
from inference.contract import Finished, Text, WorkerStatus
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from inference.workers import report_worker
from tests.chat.queues import queue, queued_texts, texts
from tests.chat.tab import OpenTab, Tab, database
from tests.chat.two_models import compare
from tests.support.at_once import all_at_once
from tests.support.cast import reply_to, say, talk
from tests.support.taking import take_next

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def big_model(empty_redis: object) -> None:
    report_worker(get_redis(), WorkerStatus(worker="one", model="big", state="ready"))


def ask_again(user: User, generation: Generation) -> Pair:
    return pairs.ask_again(author=user, client_id=uuid4(), generation_id=generation.pk)


def say_so_often(user: User, times: int) -> None:
    for _ in range(times):
        say(user, "Question")


def fresh(generation: Generation) -> Generation:
    return Generation.objects.select_related("message", "conversation").get(pk=generation.pk)


def test_both_are_asked_at_once_each_as_it_was_chosen(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    pair = compare(alice, "Two?", last)
    first, second = take_next(), take_next(model="big")
    assert first is not None
    assert second is not None
    assert [one.request.id for one in (first, second)] == [str(one.pk) for one in pair.sides]
    assert [turn.content for turn in first.request.turns] == ["One?", "One.", "Two?"]
    assert first.request.turns == second.request.turns
    assert second.request.sampling.temperature == 0.2
    assert first.request.sampling.temperature != 0.2


def test_both_replies_are_versions_of_one_turn_and_the_second_is_shown(alice: User) -> None:
    pair = compare(alice)
    reply_to(pair.second, "Big.")
    reply_to(pair.first, "Small.")
    assert texts(pair.conversation) == ["Hello", "Big."]
    siblings = Message.objects.filter(parent=pair.first.message.parent_id).order_by("created_at")
    assert [one.text for one in siblings] == ["Small.", "Big."]


def test_the_database_allows_one_reply_beside_another_and_no_third(alice: User) -> None:
    pair = compare(alice)

    def begin(beside: Generation | None) -> None:
        conversation = pair.conversation
        message = Message.objects.create(conversation=conversation, role="assistant")
        Generation.objects.create(
            conversation=conversation, message=message, client_id=uuid4(), beside=beside
        )

    other = say(alice, "Elsewhere")
    for beside in (None, other):
        with pytest.raises(IntegrityError), transaction.atomic():
            begin(beside)
    reply_to(pair.second)
    begin(other)


def test_nothing_else_is_asked_while_one_of_them_is_written(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    pair = compare(alice, "Two?", last)
    reply_to(pair.second)
    for refused in (
        lambda: compare(alice, "Three?", last),
        lambda: versions.retry_reply(author=alice, client_id=uuid4(), message_id=last.pk),
        lambda: versions.show_branch(user=alice, message_id=last.pk),
        lambda: ask_again(alice, pair.first),
    ):
        with pytest.raises(Busy):
            refused()
    reply_to(pair.first)
    assert compare(alice, "Three?", last).first.is_active


def test_what_waits_in_the_queue_is_sent_when_both_have_ended(alice: User) -> None:
    pair = compare(alice)
    queue(alice, pair.conversation, "And then?")
    reply_to(pair.second, "Big.")
    sweep()
    assert queued_texts(pair.conversation) == ["And then?"]
    reply_to(pair.first, "Small.")
    assert queued_texts(pair.conversation) == []
    assert texts(pair.conversation) == ["Hello", "Big.", "And then?", ""]


def test_nobody_is_asked_past_a_queue_that_goes_on_by_itself(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    last.conversation.queued_messages.create(author=alice, client_id=uuid4(), text="Two?")
    with pytest.raises(Busy):
        compare(alice, "Three?", last)


def test_stopping_one_leaves_the_other_alone(alice: User) -> None:
    pair = compare(alice)
    services.stop_reply(user=alice, generation_id=pair.first.pk)
    assert fresh(pair.first).finish_reason == "stopped"
    assert fresh(pair.second).is_active


def test_deleting_the_conversation_stops_both(alice: User) -> None:
    pair = compare(alice)
    services.delete_conversation(user=alice, conversation_id=pair.conversation.pk)
    assert {fresh(one).finish_reason for one in pair.sides} == {"stopped"}


def test_one_that_finds_no_room_fails_alone_and_says_why(alice: User) -> None:
    say_so_often(alice, get_config().max_requests_per_user - 1)
    pair = compare(alice)
    refused = fresh(pair.second)
    assert (refused.status, refused.error_type) == ("failed", "overloaded")
    assert refused.error_message
    assert fresh(pair.first).is_active
    reply_to(pair.first, "Small.")
    again = ask_again(alice, refused)
    assert again.first == pair.first
    assert (again.second.model, again.second.sampling) == ("big", {"temperature": 0.2})
    reply_to(again.second, "Big.")
    assert texts(pair.conversation) == ["Hello", "Big."]


def test_the_first_is_asked_again_while_the_second_is_written(alice: User) -> None:
    pair = compare(alice)
    services.stop_reply(user=alice, generation_id=pair.first.pk)
    again = ask_again(alice, pair.first)
    assert again.second == pair.second
    assert again.first != pair.first
    assert again.first.message.parent_id == pair.first.message.parent_id
    assert all(fresh(one).is_active for one in again.sides)
    with pytest.raises(NotFound):
        ask_again(alice, pair.first)


def test_without_room_for_either_nothing_is_stored(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    say_so_often(alice, get_config().max_requests_per_user)
    before = Message.objects.count(), Conversation.objects.count()
    for after in (last, None):
        with pytest.raises(TooMany):
            compare(alice, after=after)
    assert (Message.objects.count(), Conversation.objects.count()) == before
    assert [one.text for one in list_path(last.conversation)] == ["One?", "One."]


def test_the_same_form_twice_is_one_comparison(alice: User) -> None:
    client_id = uuid4()
    first = compare(alice, client_id=client_id)
    assert compare(alice, client_id=client_id) == first
    assert Generation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_form_ten_times_at_once_is_one_comparison(alice: User) -> None:
    client_id = uuid4()
    made = all_at_once(10, lambda: compare(alice, client_id=client_id))
    first = Generation.objects.get(client_id=client_id)
    assert [one for one in made if one != Pair(first, first.second)] == []
    assert Generation.objects.count() == 2
    assert Conversation.objects.count() == 1


def test_going_on_with_one_shows_it_and_the_model_that_wrote_it_goes_on(alice: User) -> None:
    pair = compare(alice)
    first, second = reply_to(pair.first, "Small."), reply_to(pair.second, "Big.")
    kept = pairs.keep(user=alice, generation_id=pair.first.pk)
    assert (kept.model, kept.sampling) == ("", {})
    assert texts(kept) == ["Hello", "Small."]
    kept = pairs.keep(user=alice, generation_id=pair.second.pk)
    assert (kept.model, kept.sampling) == ("big", {"temperature": 0.2})
    assert texts(kept) == ["Hello", "Big."]
    pairs.keep(user=alice, generation_id=pair.first.pk)
    asked = say(alice, "And then?", first)
    assert texts(asked.conversation) == ["Hello", "Small.", "And then?", ""]
    assert second.parent_id == first.parent_id


def test_going_on_is_possible_before_the_replies_are_saved(alice: User) -> None:
    pair = compare(alice)
    told = (Text(text="Told."), Finished(reason="stop"))
    writer = StreamWriter(get_redis())
    writer.append([Append(str(one.pk), 1, told) for one in pair.sides])
    kept = pairs.keep(user=alice, generation_id=pair.first.pk)
    assert texts(kept) == ["Hello", "Told."]
    assert not Generation.objects.active().exists()


def test_what_the_site_says_of_sampling_is_not_made_the_conversations_own(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REPLY_SAMPLING", {"max_tokens": 9})
    pair = compare(alice)
    for one in pair.sides:
        reply_to(one)
    kept = pairs.keep(user=alice, generation_id=pair.second.pk)
    assert kept.sampling == {"temperature": 0.2}


def test_bob_can_neither_see_nor_choose_nor_ask_again(alice: User, bob: User) -> None:
    pair = compare(alice)
    for one in pair.sides:
        reply_to(one)
        for refused in (
            lambda one=one: pairs.find_pair(bob, one.pk),
            lambda one=one: pairs.keep(user=bob, generation_id=one.pk),
            lambda one=one: ask_again(bob, one),
        ):
            with pytest.raises(NotFound):
                refused()
    with pytest.raises(NotFound):
        compare(bob, after=pair.first.message)


async def activity(tab: Tab) -> str:
    return str((await tab.hear("activity"))["state"])


async def test_the_conversation_counts_as_written_in_until_both_have_ended(
    alice: User, tab_of: OpenTab
) -> None:
    tab = await tab_of(alice)
    await tab.say(type="hello", protocol=1)
    await tab.hear("activities")
    pair = await database(compare, alice)
    await database(reply_to, pair.first)
    await database(reply_to, pair.second)
    assert [await activity(tab) for _ in range(3)] == ["writing", "writing", "finished"]
    assert await tab.hears_nothing()


async def test_each_is_told_to_who_asks_for_it_and_the_page_of_the_conversation_tells_the_second(
    alice: User, tab_of: OpenTab
) -> None:
    pair = await database(compare, alice)
    tabs = [await tab_of(alice) for _ in pair.sides]
    for tab, one in zip(tabs, pair.sides, strict=True):
        await tab.say(type="resume", generation=str(one.pk), after=0)
        await database(reply_to, one, f"By {one.model}.")
        await tab.hear_ending(str(one.pk))
        assert tab.text(str(one.pk)) == f"By {one.model}."
    watcher = await tab_of(alice)
    await watcher.say(type="watch", conversation=str(pair.conversation.pk))
    snapshot = await watcher.hear("snapshot")
    assert snapshot["messages"][-1]["text"] == "By big."
    assert len(snapshot["messages"][-1]["siblings"]) == 2
