"""A conversation's own model, instructions and sampling."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from chat import services
from chat.conversation_settings import (
    SYSTEM_PROMPT_CHARACTERS,
    ConversationSettings,
    read_settings,
    settings_from_form,
)
from chat.exceptions import NotFound, SettingRefused
from chat.models import Conversation, Generation
from inference.contract import Sampling, Turn, WorkerStatus
from inference.store import get_redis
from inference.workers import report_worker
from tests.chat.tab import OpenTab, database
from tests.support.cast import reply_to, say, talk
from tests.support.taking import take_next

GIVEN: dict[str, Any] = {
    "model": "big",
    "system_prompt": "Be brief.",
    "sampling": {"temperature": 0.5, "stop": ["END"]},
}


@pytest.fixture(autouse=True)
def big_model(empty_redis: object) -> None:
    report_worker(get_redis(), WorkerStatus(worker="one", model="big", state="ready"))


def configured(user: User, generation: Generation, **values: Any) -> Conversation:
    return services.configure_conversation(
        user=user,
        conversation_id=generation.conversation_id,
        settings=read_settings(**values),
    )


def test_a_reply_is_asked_of_the_conversations_model_with_its_words_and_sampling(
    alice: User,
) -> None:
    first = say(alice, "Hello")
    reply = reply_to(first)
    configured(alice, first, **GIVEN)
    second = say(alice, "And now?", after=reply)
    taken = take_next(model="big")
    assert taken is not None
    request = taken.request
    assert request.id == str(second.pk)
    assert request.model == "big"
    assert request.turns[0] == Turn(role="system", content="Be brief.")
    assert request.sampling == Sampling(temperature=0.5, stop=("END",))
    assert (second.model, second.sampling) == ("big", GIVEN["sampling"])


def test_the_sites_words_come_first_and_its_sampling_holds_where_nothing_else_is_said(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SYSTEM_PROMPT", "You work for the site.")
    monkeypatch.setattr(settings, "REPLY_SAMPLING", {"temperature": 1.0, "max_tokens": 50})
    first = say(alice, "Hello")
    reply = reply_to(first)
    assert first.sampling == {"temperature": 1.0, "max_tokens": 50}
    configured(alice, first, **GIVEN)
    second = say(alice, "And now?", after=reply)
    assert second.sampling == {"temperature": 0.5, "max_tokens": 50, "stop": ["END"]}
    taken = take_next(model="big")
    assert taken is not None
    assert taken.request.turns[0].content == "You work for the site.\n\nBe brief."


def test_a_change_while_a_reply_is_written_holds_for_the_next(alice: User) -> None:
    first = say(alice, "Hello")
    configured(alice, first, **GIVEN)
    first.refresh_from_db()
    assert (first.model, first.sampling) == ("", {})
    second = say(alice, "And now?", after=reply_to(first))
    assert second.model == "big"


def test_what_wrote_a_reply_is_kept_with_it(alice: User) -> None:
    first = say(alice, "Hello")
    reply = reply_to(first)
    configured(alice, first, **GIVEN)
    second = say(alice, "And now?", after=reply)
    configured(alice, first)
    services.stop_reply(user=alice, generation_id=second.pk)
    second.refresh_from_db()
    assert second.finish_reason == "stopped"
    assert (second.model, second.sampling) == ("big", GIVEN["sampling"])


def test_a_model_whose_workers_are_gone_for_long_is_waited_for(alice: User) -> None:
    first = say(alice, "Hello")
    reply = reply_to(first)
    configured(alice, first, **GIVEN)
    get_redis().delete("models", "workers", "worker:one")
    second = say(alice, "Anybody?", after=reply)
    assert second.is_active
    stopped = services.stop_reply(user=alice, generation_id=second.pk)
    assert Generation.objects.get(pk=stopped.pk).finish_reason == "stopped"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"model": "nobody"}, "model", "no model called “nobody”"),
        ({"model": 5}, "model", "a text"),
        ({"system_prompt": "x" * (SYSTEM_PROMPT_CHARACTERS + 1)}, "system_prompt", "8,001"),
        ({"system_prompt": "a\0b"}, "system_prompt", "NUL"),
        ({"sampling": {"temperature": 3}}, "temperature", "from 0.01 to 2"),
        ({"sampling": {"temperature": "hot"}}, "temperature", "it is 'hot'"),
        ({"sampling": {"temperature": float("nan")}}, "temperature", "it is nan"),
        ({"sampling": {"top_p": 0}}, "top_p", "over 0 and up to 1"),
        ({"sampling": {"max_tokens": 0}}, "max_tokens", "whole number from 1"),
        ({"sampling": {"max_tokens": True}}, "max_tokens", "whole number"),
        ({"sampling": {"stop": ["a", "b", "c", "d", "e"]}}, "stop", "up to 4"),
        ({"sampling": {"stop": "word"}}, "stop", "a text"),
        ({"sampling": {"stop": ["\ud800"]}}, "stop", "surrogate"),
        ({"sampling": {"logit_bias": {"1": 5}}}, "logit_bias", "no such setting"),
        ({"sampling": [1]}, "sampling", "a JSON object"),
        ({"colour": "red"}, "colour", "no such setting"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    values: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(SettingRefused) as refusal:
        read_settings(**values)
    assert refusal.value.field == field
    assert words in str(refusal.value)


def test_empty_values_are_the_models_own_and_are_not_kept() -> None:
    empty: dict[str, Any] = {"temperature": None, "stop": [], "seed": None}
    assert read_settings(sampling=empty) == ConversationSettings()
    assert settings_from_form({}) == ConversationSettings()


def test_bob_cannot_change_alices_conversation(alice: User, bob: User) -> None:
    first = say(alice, "Hello")
    with pytest.raises(NotFound):
        configured(bob, first, **GIVEN)
    client = Client()
    client.force_login(bob)
    answer = client.post(f"/c/{first.conversation_id}/settings/", {"system_prompt": "Mine."})
    assert answer.status_code == 404
    assert Conversation.objects.get(pk=first.conversation_id).system_prompt == ""


def test_the_form_is_answered_with_what_was_kept_or_what_is_wrong(alice: User) -> None:
    first = say(alice, "Hello")
    client = Client()
    client.force_login(alice)
    address = f"/c/{first.conversation_id}/settings/"
    form = {**GIVEN, "sampling": json.dumps(GIVEN["sampling"])}
    assert client.post(address, form).json() == {"settings": GIVEN}
    wrong = client.post(address, {**form, "sampling": '{"top_p": 7}'})
    assert wrong.status_code == 400
    assert wrong.json()["error"]["field"] == "top_p"
    not_json = client.post("/settings/check/", {"sampling": "{"})
    assert not_json.json()["error"]["field"] == "sampling"
    assert client.post("/settings/check/", form).json() == {"settings": GIVEN}
    assert Conversation.objects.get(pk=first.conversation_id).sampling == GIVEN["sampling"]


async def test_every_tab_sees_the_change(alice: User, tab_of: OpenTab) -> None:
    reply = await database(talk, alice, "Hello", "Hello!")
    one, other = await tab_of(alice), await tab_of(alice)
    for tab in (one, other):
        await tab.say(type="watch", conversation=str(reply.conversation_id))
        assert (await tab.hear("snapshot"))["settings"]["model"] == ""
    generation = await database(lambda: Generation.objects.get(message=reply))
    await database(configured, alice, generation, **GIVEN)
    for tab in (one, other):
        assert (await tab.hear("snapshot"))["settings"] == GIVEN


async def test_a_conversation_begins_with_the_settings_of_its_first_message(
    alice: User, tab_of: OpenTab
) -> None:
    tab = await tab_of(alice)
    accepted = await tab.send("Hello", settings=GIVEN)
    assert accepted["settings"] == GIVEN
    assert accepted["reply"]["generation"]["model"] == "big"
    refused = await tab.send("Hello", settings={"sampling": {"seed": 0.5}})
    assert refused["error"]["code"] == "setting_refused"
    assert refused["error"]["field"] == "seed"
    conversations = await database(Conversation.objects.count)
    assert conversations == 1


async def test_settings_that_are_no_object_are_malformed(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    await tab.say(
        type="send", client_id=str(uuid4()), conversation=None, parent=None, text="x", settings=[]
    )
    error = (await tab.hear("error"))["error"]
    assert error == {"code": "malformed", "message": "settings: must be an object."}
