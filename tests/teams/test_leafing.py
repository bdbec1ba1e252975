"""A reviewer of a team leafs through versions; nothing is written, and nobody else is led there."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from accounts.models import Team, User
from chat import services
from chat.models import Conversation, Message
from chat.versions import retry_reply
from tests.chat.tab import OpenTab, database
from tests.support.cast import reply_to
from tests.support.team import talk_in
from tests.teams.test_live import watching


@pytest.fixture
async def versions(team: Team, alice: User, bob: User) -> tuple[Message, Message]:
    """Of one reply: "With bread." and, where all others are, "Without."."""
    first = await database(talk_in, team, (alice, "Soup?", "With bread."))
    return first, await database(retry, bob, first)


async def test_what_is_shown_before_it_is_watched_stays(
    versions: tuple[Message, Message], team: Team, alice: User, charlie: User, tab_of: OpenTab
) -> None:
    first, _ = versions
    other = await database(talk_in, team, (alice, "Tea?", "With milk."))
    reader = await tab_of(charlie)
    await reader.say(type="show_branch", message=str(first.pk))
    await reader.hear("snapshot")
    shown = await watching(reader, first.conversation_id)
    assert shown["messages"][-1]["text"] == "With bread.", "a hit of the search stays in sight"
    shown = await watching(reader, other.conversation_id)
    assert shown["messages"][-1]["text"] == "With milk."
    shown = await watching(reader, first.conversation_id)
    assert shown["messages"][-1]["text"] == "Without."


async def test_who_only_reads_leafs_through_versions_alone(
    versions: tuple[Message, Message], alice: User, charlie: User, tab_of: OpenTab
) -> None:
    first, again = versions
    reader, writer = await tab_of(charlie), await tab_of(alice)
    await watching(writer, first.conversation_id)
    shown = await watching(reader, first.conversation_id)
    assert [one["text"] for one in shown["messages"]] == ["Soup?", "Without."]
    await reader.say(type="show_branch", message=str(first.pk))
    shown = await reader.hear("snapshot")
    assert shown["messages"][-1]["text"] == "With bread."
    assert shown["messages"][-1]["siblings"] == [str(first.pk), str(again.pk)]
    assert not shown["may_write"]
    stored = await database(Conversation.objects.get, pk=first.conversation_id)
    assert stored.head_id is None, "nothing is written"
    # What others say comes with the branch where they are, and moves no reader.
    await writer.send("Which?", conversation=str(first.conversation_id), parent=str(again.pk))
    await reader.say(type="show_branch", message=str(again.pk))
    shown = await reader.hear_when(
        lambda frame: frame["type"] == "snapshot" and frame["messages"][1]["text"] == "Without."
    )
    assert shown["messages"][-2]["text"] == "Which?"
    await reader.say(type="show_branch", message=str(first.pk))
    await reader.hear_when(
        lambda frame: frame["type"] == "snapshot" and frame["messages"][-1]["text"] == "With bread."
    )
    shown = await watching(reader, first.conversation_id)
    assert shown["messages"][1]["text"] == "Without.", "another visit begins where all others are"


async def test_who_leafed_away_from_a_reply_hears_what_goes_on_before_it_ends(
    versions: tuple[Message, Message], alice: User, charlie: User, tab_of: OpenTab
) -> None:
    first, again = versions
    reader, writer = await tab_of(charlie), await tab_of(alice)
    await watching(writer, first.conversation_id)
    await watching(reader, first.conversation_id)
    await writer.send("Which?", conversation=str(first.conversation_id), parent=str(again.pk))
    await reader.hear_when(lambda frame: frame["type"] == "snapshot" and frame["reply"] is not None)
    await reader.say(type="show_branch", message=str(first.pk))
    await reader.hear_when(lambda frame: frame["type"] == "snapshot" and frame["reply"] is None)
    rename = partial(services.rename_conversation, user=alice, title="Soups")
    await database(rename, conversation_id=first.conversation_id)
    await reader.hear_when(
        lambda frame: frame["type"] == "snapshot" and frame["conversation"]["title"] == "Soups"
    )


async def test_who_has_leafed_back_to_where_all_others_are_goes_with_them_again(
    versions: tuple[Message, Message], bob: User, charlie: User, tab_of: OpenTab
) -> None:
    first, again = versions
    reader = await tab_of(charlie)
    await watching(reader, first.conversation_id)
    for reply in (first, again):
        await reader.say(type="show_branch", message=str(reply.pk))
        shown = await reader.hear("snapshot")
        assert shown["messages"][-1]["id"] == str(reply.pk)
    newest = await database(retry, bob, again, "With rice.")
    shown = await reader.hear_when(
        lambda frame: frame["type"] == "snapshot" and len(frame["messages"][-1]["siblings"]) == 3
    )
    assert shown["messages"][-1]["id"] == str(newest.pk)


def retry(author: User, reply: Message, text: str = "Without.") -> Message:
    generation = retry_reply(author=author, client_id=uuid4(), message_id=reply.pk)
    return reply_to(generation, text)
