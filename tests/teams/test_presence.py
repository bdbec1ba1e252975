"""Who has a team's conversation open."""

from __future__ import annotations

import json

from accounts.models import Team, User
from chat import presence
from inference.store import get_redis, present_key
from inference.stream import stay
from tests.chat.tab import Frame, OpenTab, Tab, database, open_tab
from tests.support.cast import talk
from tests.support.team import leave, talk_in


def names(frame: Frame) -> list[str]:
    return [one["name"] for one in frame["people"]]


async def tabs_in(team: Team, tab_of: OpenTab, *people: User) -> tuple[str, list[Tab]]:
    """A conversation that the first of them began, and a tab of each that watches it."""
    reply = await database(talk_in, team, (people[0], "Soup?", "With bread."))
    place = str(reply.conversation_id)
    tabs = [await tab_of(one) for one in people]
    for tab in tabs:
        await tab.say(type="watch", conversation=place)
        await tab.hear("presence")
    await tabs[0].hear_when(lambda frame: frame.get("count") == len({*people}))
    return place, tabs


async def test_all_who_have_it_open_are_told_who_else_has(
    team: Team, alice: User, bob: User, charlie: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    place = str(reply.conversation_id)
    a, b, c = await tab_of(alice), await tab_of(bob), await tab_of(charlie)
    await a.say(type="watch", conversation=place)
    assert names(await a.hear("presence")) == ["Alice"]
    await b.say(type="watch", conversation=place)
    assert names(await a.hear_when(lambda frame: frame.get("count") == 2)) == ["Alice", "Bob"]
    await c.say(type="watch", conversation=place)
    told = await b.hear_when(lambda frame: frame.get("count") == 3)
    assert told["people"][2] == {"id": charlie.pk, "name": "Charlie"}
    await b.say(type="watch", conversation=None)
    left = await a.hear_when(
        lambda frame: (
            frame.get("people") is not None and "Bob" not in names(frame) and frame["count"] == 2
        )
    )
    assert names(left) == ["Alice", "Charlie"]


async def test_two_tabs_of_one_person_are_one_until_both_are_closed(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    place, (a, first, second) = await tabs_in(team, tab_of, alice, bob, bob)
    await first.say(type="watch", conversation=None)
    assert get_redis().zcard(present_key(place)) in (2, 3)
    await second.say(type="watch", conversation=None)
    await a.hear_when(lambda frame: frame.get("count") == 1)


async def test_who_closes_the_page_is_gone_at_once(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    place = str(reply.conversation_id)
    a = await tab_of(alice)
    await a.say(type="watch", conversation=place)
    async with open_tab(bob) as b:
        await b.say(type="hello", protocol=1)
        await b.say(type="watch", conversation=place)
        await a.hear_when(lambda frame: frame.get("count") == 2)
        b.is_gone = True
    await a.hear_when(lambda frame: frame.get("count") == 1)
    assert get_redis().zcard(present_key(place)) == 1


async def test_who_is_put_out_of_the_team_is_not_there_any_more(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    a, b = await tab_of(alice), await tab_of(bob)
    for tab in (a, b):
        await tab.say(type="watch", conversation=str(reply.conversation_id))
    await a.hear_when(lambda frame: frame.get("count") == 2)
    await database(leave, team, bob)
    await a.hear_when(lambda frame: frame.get("count") == 1)


async def test_nobody_is_in_what_is_somebodys_own(alice: User, tab_of: OpenTab) -> None:
    reply = await database(talk, alice, "Soup?", "With bread.")
    a = await tab_of(alice)
    await a.say(type="watch", conversation=str(reply.conversation_id))
    await a.hear("snapshot")
    assert await a.hears_nothing()
    assert get_redis().keys("present:*") == []


async def test_those_of_a_web_process_that_died_are_gone_when_their_time_is_over() -> None:
    place = "kitchen"
    await stay(place, json.dumps([1, "Alice", "a"]), seconds=60)
    get_redis().zadd(present_key(place), {json.dumps([2, "Bob", "b"]): 1})  # long ago
    there = await stay(place, json.dumps([1, "Alice", "a"]), seconds=60)
    assert [json.loads(one)[1] for one in there] == ["Alice"]
    assert 0 < get_redis().ttl(present_key(place)) <= 60


async def test_a_crowd_is_counted_and_few_are_named(
    team: Team, alice: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    place = str(reply.conversation_id)
    for number in range(alice.pk + 1, alice.pk + 51):  # others than her
        await stay(place, json.dumps([number, f"Guest {number}", "x"]), seconds=60)
    a = await tab_of(alice)
    await a.say(type="watch", conversation=place)
    told = await a.hear("presence")
    assert (told["count"], len(told["people"])) == (51, presence.NAMED)


async def watched_by(place: str, *tabs: Tab) -> None:
    for tab in tabs:
        await tab.say(type="watch", conversation=place)
        await tab.hear("snapshot")
    await tabs[0].hear_when(lambda frame: frame.get("count") == len(tabs))


async def heard_of_writing(tab: Tab) -> int:
    """How often so far; a ping is answered after all that came before."""
    await tab.say(type="ping")
    await tab.hear("pong")
    return sum(frame["type"] == "writing" for frame in tab.heard)


async def test_the_others_are_told_who_writes_and_nobody_is_told_of_themselves(
    team: Team, alice: User, bob: User, charlie: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    place = str(reply.conversation_id)
    a, b, c = await tab_of(alice), await tab_of(bob), await tab_of(charlie)
    await watched_by(place, a, b, c)
    await b.say(type="writing")
    person = {"id": bob.pk, "name": "Bob"}
    told = {"type": "writing", "conversation": place, "person": person}
    assert await a.hear("writing") == await c.hear("writing") == told
    assert await heard_of_writing(b) == 0
    late = await tab_of(alice)
    await late.say(type="watch", conversation=place)
    await late.hear("presence")
    assert await heard_of_writing(late) == 0, "it is kept for nobody who comes later"


async def test_who_writes_is_told_once_in_three_seconds_however_many_tabs_say_it(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    place, (a, first, second) = await tabs_in(team, tab_of, alice, bob, bob)
    for tab in (first, second, first):
        await tab.say(type="writing")
        await tab.say(type="ping")
        await tab.hear("pong")
    await a.hear("writing")
    assert await heard_of_writing(a) == 1
    limit = present_key(f"{place}:{bob.pk}")
    assert 0 < get_redis().ttl(limit) <= presence.WRITING_SECONDS
    get_redis().delete(limit)  # as when the time is over
    await second.say(type="writing")
    await a.hear_when(lambda frame: frame["type"] == "writing")


async def test_who_may_only_read_or_is_put_out_writes_nothing_that_others_see(
    team: Team, alice: User, bob: User, charlie: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    a, b, c = await tab_of(alice), await tab_of(bob), await tab_of(charlie)
    await watched_by(str(reply.conversation_id), a, b, c)
    await database(leave, team, bob)
    await b.hear("error")
    await a.hear_when(lambda frame: frame.get("count") == 2)
    for tab in (b, c):
        await tab.say(type="writing")
        assert await heard_of_writing(tab) == 0
    assert await heard_of_writing(a) == 0
    await a.say(type="writing")
    await c.hear("writing")
    assert await heard_of_writing(b) == 0, "what goes on there is not his to know"


async def test_what_is_written_in_somebodys_own_is_told_to_nobody(
    alice: User, tab_of: OpenTab
) -> None:
    reply = await database(talk, alice, "Soup?", "With bread.")
    a, other = await tab_of(alice), await tab_of(alice)
    for tab in (a, other):
        await tab.say(type="watch", conversation=str(reply.conversation_id))
        await tab.hear("snapshot")
    await a.say(type="writing")
    assert await heard_of_writing(a) == 0
    assert await heard_of_writing(other) == 0
    assert get_redis().keys("present:*") == []
