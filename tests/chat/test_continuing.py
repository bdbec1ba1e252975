"""Replies that go on in their own text: nothing that was kept is lost, or told twice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import User
from chat import versions
from chat.exceptions import CannotContinue
from chat.models import Generation, Message
from chat.tasks import save_outcome, sweep
from inference.client import default_model, recover_outcome
from inference.contract import Event, Failed, Finished, Reasoning, Started, Text, Turn
from inference.store import get_redis
from tests.chat.queues import texts
from tests.chat.turns import begun, end
from tests.support.cast import say
from tests.support.taking import take_next

pytestmark = pytest.mark.django_db

STARTED = Started(model="", revision="1", prompt_token_count=5)


def go_on(user: User, reply: Message) -> Generation:
    return versions.continue_reply(author=user, client_id=uuid4(), message_id=reply.pk)


def test_a_reply_goes_on_in_its_own_text_beside_the_first(alice: User) -> None:
    first = begun(alice, reasoning="Hm.")
    generation = go_on(alice, first)
    assert (generation.message.text, generation.message.reasoning) == ("One, two", "Hm.")
    taken = take_next()
    assert taken is not None
    assert taken.request.continue_final_message
    assert taken.request.turns == (
        Turn(role="user", content="Count."),
        Turn(role="assistant", content="One, two", reasoning="Hm."),
    )
    last = end(generation, STARTED, Text(text=", three."), Finished(reason="stop"))
    assert (last.text, last.reasoning) == ("One, two, three.", "Hm.")
    assert Message.objects.get(pk=first.pk).text == "One, two"
    assert texts(first.conversation) == ["Count.", "One, two, three."]


def test_how_long_its_thoughts_took_goes_on_with_them(alice: User) -> None:
    events = (Text(text="One", reasoning_seconds=4.0), Finished(reason="stopped"))
    generation = go_on(alice, end(say(alice, "Count."), Reasoning(text="Hm."), *events))
    assert generation.usage == {"reasoning_seconds": 4.0}
    last = end(generation, STARTED, Text(text=", two."), Finished(reason="stop"))
    assert last.generation.usage == {"reasoning_seconds": 4.0}


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ((Text(text=", th"), Failed(error_type="generation", message="Broke.")), "One, two, th"),
        ((Failed(error_type="timeout", message="Too late."),), "One, two"),
        ((Finished(reason="stopped"),), "One, two"),
    ],
    ids=["failed in its middle", "failed at once", "stopped"],
)
def test_nothing_that_was_kept_is_lost(alice: User, events: tuple[Event, ...], text: str) -> None:
    assert end(go_on(alice, begun(alice)), *events).text == text


def test_its_outcome_that_comes_twice_is_put_behind_once(alice: User) -> None:
    generation = go_on(alice, begun(alice))
    end(generation, STARTED, Text(text=", three."), Finished(reason="stop"))
    outcome = recover_outcome(str(generation.pk))
    assert outcome is not None
    assert not save_outcome(outcome)
    assert Message.objects.get(pk=generation.message_id).text == "One, two, three."


def test_after_redis_was_emptied_it_is_asked_for_as_a_continuation_again(alice: User) -> None:
    generation = go_on(alice, begun(alice))
    Generation.objects.filter(pk=generation.pk).update(queued_at=None)
    Generation.objects.filter(pk=generation.pk).update(created_at="2026-01-01T00:00:00Z")
    get_redis().flushall()
    sweep()
    taken = take_next()
    assert taken is not None
    assert taken.request.continue_final_message
    assert taken.request.turns[-1].content == "One, two"


def test_what_has_no_text_cannot_go_on(alice: User) -> None:
    empty = end(
        say(alice, "Count."), Reasoning(text="Hm."), Failed(error_type="timeout", message="Late.")
    )
    with pytest.raises(CannotContinue, match="no text"):
        go_on(alice, empty)
    assert Message.objects.count() == 2


def test_only_the_model_that_wrote_it_goes_on(alice: User) -> None:
    events = (Text(text="One"), Finished(reason="length"))
    mine = end(
        say(alice, "Count."),
        Started(model=default_model(), revision="1", prompt_token_count=5),
        *events,
    )
    others = end(
        say(alice, "Count."), Started(model="another", revision="1", prompt_token_count=5), *events
    )
    assert go_on(alice, mine).is_active
    with pytest.raises(CannotContinue, match="written by another"):
        go_on(alice, others)


def test_what_was_to_go_on_and_never_began_is_still_of_the_model_that_wrote_it(alice: User) -> None:
    started = Started(model=default_model(), revision="1", prompt_token_count=5)
    first = end(say(alice, "Count."), started, Text(text="One, two"), Finished(reason="stopped"))
    second = end(go_on(alice, first), Finished(reason="stopped"))
    conversation = second.conversation
    conversation.model = "another"
    conversation.save()
    with pytest.raises(CannotContinue):
        go_on(alice, second)
