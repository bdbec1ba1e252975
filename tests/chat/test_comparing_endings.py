"""How two replies to one message end, beside each other or not."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import User
from chat import services
from chat.account.leaving import delete_conversations
from chat.comparing import pairs
from chat.comparing.pairs import Pair
from chat.conversation_settings import ConversationSettings
from chat.models import Conversation, Generation, Message
from inference.contract import WorkerStatus
from inference.store import get_redis
from inference.workers import report_worker
from tests.chat.two_models import compare, side
from tests.support.cast import reply_to
from tests.support.taking import take_next

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def big_model(empty_redis: object) -> None:
    report_worker(get_redis(), WorkerStatus(worker="one", model="big", state="ready"))


@pytest.mark.parametrize("delete", ["conversation", "all", "account"])
def test_both_are_deleted_while_they_are_written(alice: User, delete: str) -> None:
    pair = compare(alice)
    match delete:
        case "conversation":
            services.delete(pair.conversation)
        case "all":
            delete_conversations(alice)
        case "account":
            alice.delete()
    assert not Generation.objects.exists()
    assert not Message.objects.exists()


def test_a_finished_one_stays_unread_when_the_other_is_stopped(alice: User) -> None:
    pair = compare(alice)
    reply_to(pair.first, "One.")
    reply_to(pair.second, "", reason="stopped")
    assert Conversation.objects.get().is_unread


def test_asking_again_twice_with_one_form_is_one_wish(alice: User) -> None:
    pair = compare(alice)
    for one in pair.sides:
        reply_to(one, "One.")
    client_id = uuid4()

    def ask() -> pairs.Pair:
        return pairs.ask_again(author=alice, client_id=client_id, generation_id=pair.second.pk)

    assert ask().sides == ask().sides
    assert Generation.objects.count() == 3


@pytest.fixture
def told_apart(alice: User) -> Pair:
    """The first as the conversation says, which is nothing; both have been answered, and the
    conversation goes on with the second."""
    pair = pairs.compare(
        author=alice,
        client_id=uuid4(),
        conversation_id=None,
        text="Hello",
        sides=(side(), ConversationSettings(system_prompt="Answer in French.")),
    )
    while take_next():
        pass
    reply_to(pair.first, "Hello!")
    reply_to(pair.second, "Bonjour !")
    pairs.keep(user=alice, generation_id=pair.second.pk)
    assert Conversation.objects.get().system_prompt == "Answer in French."
    return pair


def test_whoever_goes_on_with_the_other_after_all_goes_on_as_it_was_asked(
    alice: User, told_apart: Pair
) -> None:
    pairs.keep(user=alice, generation_id=told_apart.first.pk)
    assert Conversation.objects.get().system_prompt == ""


def test_another_try_is_asked_as_the_first_was_whatever_the_conversation_says_now(
    alice: User, told_apart: Pair
) -> None:
    pairs.ask_again(author=alice, client_id=uuid4(), generation_id=told_apart.first.pk)
    taken = take_next()
    assert taken is not None
    assert [turn.content for turn in taken.request.turns] == ["Hello"]
