"""The access matrix of the socket: whatever id a frame can name, what is Alice's looks to Bob as if
it were not there. Made from the protocol's own list of frames."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from chat.models import Conversation, Generation, Message, QueuedMessage
from chat.wire.inbound import FRAME_TYPES
from tests.chat.conftest import tab_of  # noqa: F401 - a fixture
from tests.chat.tab import Frame, OpenTab, database
from tests.security.belongings import Belongings
from tests.security.matrix import ALICE, BOB, ROOT, person
from tests.support.cast import talk

# What comes by itself.
AMBIENT = {"hello", "model", "activities", "activity"}
# What makes each frame a good one, but for the ids.
GOOD: dict[str, Any] = {"text": "Hello", "protocol": 1, "after": 0, "frames": 0, "settings": None}

NAMELESS = {"hello", "acknowledge", "ping", "writing"}


def _ids(frame: str) -> list[str]:
    """The fields that name something that somebody has. A client id is made by who says it, but
    where a queued message is called by it."""
    hints = get_type_hints(FRAME_TYPES[frame])
    named = [
        field.name
        for field in fields(FRAME_TYPES[frame])
        if UUID in (get_args(hints[field.name]) or (hints[field.name],))
    ]
    return [name for name in named if name != "client_id" or frame.endswith("_queued")]


CELLS = [(frame, field) for frame in FRAME_TYPES for field in _ids(frame)]


def test_the_frames_that_name_something_are_looked_at() -> None:
    assert len(CELLS) >= 17
    assert {frame for frame, _ in CELLS} >= FRAME_TYPES.keys() - NAMELESS


@pytest.mark.parametrize(("frame", "field"), CELLS)
async def test_what_is_alices_looks_to_bob_as_if_it_were_not_there(
    frame: str,
    field: str,
    real_commits: None,
    tab_of: OpenTab,  # noqa: F811
) -> None:
    bob, hers, his = await database(_made, frame)
    before = await database(_counted, hers)
    tab = await tab_of(bob)
    await tab.say(type="hello", protocol=1)
    await tab.hear("hello")
    good = {name: his.get(name, GOOD.get(name)) for name in get_type_hints(FRAME_TYPES[frame])}
    good = {name: value for name, value in good.items() if name != "type"}
    if field == "team":
        good["conversation"] = None  # a team is only looked at where one begins
    answers = []
    theirs = (_hers(hers, frame)[field], uuid4(), his.get(field))
    for named in filter(None, theirs):
        said = good | {field: str(named)}
        if field != "client_id" and "client_id" in said:
            said["client_id"] = str(uuid4())
        await tab.say(type=frame, **said)
        await tab.say(type="ping")  # for what is answered by nothing
        answer = await tab.hear_when(lambda heard: heard["type"] not in AMBIENT)
        if answer["type"] != "pong":
            await tab.hear("pong")
        answers.append(_plain(answer, *said.values()))
    assert answers[0] == answers[1]
    if his.get(field) and not frame.endswith("_queued"):  # he has none in the queue
        assert answers[-1] != answers[1], "nor to what is his own"
    assert await database(_counted, hers) == before


def _made(frame: str) -> tuple[User, Belongings, dict[str, str]]:
    bob = person(BOB)
    hers = Belongings(person(ALICE), person(ROOT, is_superuser=True))
    reply = talk(bob, "His", "Yes")
    assert reply.parent_id is not None
    return (
        bob,
        hers,
        {
            "conversation": str(reply.conversation_id),
            "message": str(reply.parent_id if frame == "edit" else reply.pk),
            "parent": str(reply.pk),
            "before": str(reply.pk),
            "generation": str(reply.generation.pk),
        },
    )


def _hers(hers: Belongings, frame: str) -> dict[str, UUID]:
    """What the field of a frame can name of Alice's. An edit is of what was asked."""
    asked = hers.reply.parent_id
    assert asked is not None
    return {
        "conversation": hers.active.conversation_id,
        "message": asked if frame == "edit" else hers.reply.pk,
        "parent": hers.reply.pk,
        "before": hers.reply.pk,
        "generation": hers.active.pk,
        "client_id": hers.queued_id,
        "team": hers.parameters["team_id"],
    }


def _plain(answer: Frame, *values: Any) -> str:
    text = json.dumps(answer, sort_keys=True)
    for value in values:
        text = text.replace(str(value), "…") if isinstance(value, str) else text
    return text


def _counted(hers: Belongings) -> list[Any]:
    """All that a frame could change of Alice's."""
    owner = hers.conversation.owner_id
    return [
        list(Conversation.objects.filter(owner=owner).order_by("pk").values()),
        list(Message.objects.filter(conversation__owner=owner).order_by("pk").values()),
        list(Generation.objects.filter(conversation__owner=owner).order_by("pk").values()),
        list(QueuedMessage.objects.filter(conversation__owner=owner).order_by("pk").values()),
    ]
