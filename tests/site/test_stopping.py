"""Stop stops the engine, not only the page."""

from __future__ import annotations

from tests.support.people import Person, Tab


def usage(tab: Tab, generation: str) -> dict[str, float]:
    (told,) = [event for event in tab.events(generation) if event["type"] == "usage"]
    return told


async def test_a_stopped_reply_stops_the_engine_within_two_steps(alice: Person) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("!tokens 5000"))["generation"]
        await tab.some_text(generation, 30)
        await tab.say(type="stop", generation=generation)
        await tab.hear("stopping")
        text = await tab.whole_reply(generation, seconds=5)

        ending = tab.ending(generation)
        assert ending == {"type": "finished", "reason": "stopped"}
        receipt = usage(tab, generation)
        assert receipt["steps_after_stop"] <= 2
        assert receipt["tokens_after_stop"] <= 2
        assert receipt["freed_after_seconds"] < 5
        assert receipt["completion_token_count"] < 1000
        assert text


async def test_the_stopped_text_is_what_was_seen(alice: Person) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!tokens 5000")
        generation = accepted["generation"]
        await tab.some_text(generation, 30)
        await tab.say(type="stop", generation=generation)
        seen = await tab.whole_reply(generation)
        saved = await tab.hear_when(
            lambda frame: (
                frame["type"] == "snapshot"
                and frame["messages"][-1]["generation"]["finish_reason"] == "stopped"
            ),
            what="the saved reply",
        )

        assert saved["messages"][-1]["text"] == seen


async def test_stop_before_the_first_token(alice: Person) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("!delay 60"))["generation"]
        await tab.say(type="stop", generation=generation)
        text = await tab.whole_reply(generation, seconds=10)

        assert text == ""
        assert tab.ending(generation) == {"type": "finished", "reason": "stopped"}


async def test_a_second_tab_may_stop(alice: Person) -> None:
    async with alice.tab() as first, alice.tab() as second:
        generation = (await first.send("!tokens 5000"))["generation"]
        await first.some_text(generation)
        await second.say(type="stop", generation=generation)

        await first.whole_reply(generation)
        assert first.ending(generation) == {"type": "finished", "reason": "stopped"}


async def test_bob_cannot_stop_alices_reply(alice: Person, bob: Person) -> None:
    async with alice.tab() as hers, bob.tab() as his:
        generation = (await hers.send("!tokens 60"))["generation"]
        await hers.some_text(generation)
        await his.say(type="stop", generation=generation)

        assert (await his.hear("error"))["error"]["code"] == "not_found"
        await hers.whole_reply(generation)
        assert hers.ending(generation) == {"type": "finished", "reason": "stop"}


async def test_stopping_twice_is_the_same_as_once(alice: Person) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("!tokens 5000"))["generation"]
        await tab.some_text(generation)
        for _ in range(3):
            await tab.say(type="stop", generation=generation)
        await tab.whole_reply(generation)

        assert tab.ending(generation) == {"type": "finished", "reason": "stopped"}


async def test_a_stopped_conversation_takes_the_next_message(alice: Person) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!tokens 5000")
        await tab.some_text(accepted["generation"])
        await tab.say(type="stop", generation=accepted["generation"])
        await tab.whole_reply(accepted["generation"])
        await tab.hear_when(
            lambda frame: frame["type"] == "snapshot" and frame["reply"] is None,
            what="the conversation to be free",
        )
        conversation, parent = accepted["conversation"]["id"], accepted["reply"]["id"]
        again = await tab.send("!reply and on", conversation, parent=parent)

        assert await tab.whole_reply(again["generation"]) == "and on"
