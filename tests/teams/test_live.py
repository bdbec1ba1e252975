"""Several people in one conversation: all see the same, one reply is written at a time, and who
loses the right to read hears no more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

from accounts.models import Membership, Team, User
from chat import answers, services
from chat.exceptions import ChatError
from chat.feedback import give, take_back
from chat.models import Conversation, Generation, LastSeen, QueuedMessage
from chat.queueing import go_on, list_due
from chat.selectors import NEWS_KEPT
from chat.tasks import purge
from inference.contract import Text
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from tests.chat.tab import Frame, OpenTab, Tab, database
from tests.support.cast import reply_to, say
from tests.support.team import begin, leave, talk_in


async def greeted(tab: Tab) -> Tab:
    await tab.say(type="hello", protocol=1)
    await tab.hear("activities")
    return tab


async def watching(tab: Tab, conversation: object) -> Frame:
    await tab.say(type="watch", conversation=str(conversation))
    return await tab.hear("snapshot")


async def write(generation: UUID | str, text: str) -> None:
    writer = StreamWriter(get_redis())
    events = (Text(text=text, token_count=1),)
    await database(writer.append, [Append(str(generation), 1, events)])


async def test_both_see_the_turn_its_words_and_its_stop(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    a, b = await tab_of(alice), await tab_of(bob)
    await watching(a, reply.conversation_id)
    await watching(b, reply.conversation_id)
    accepted = await a.send("Which?", conversation=str(reply.conversation_id), parent=str(reply.pk))
    seen = await b.hear_when(
        lambda frame: frame["type"] == "snapshot" and frame["messages"][-2]["text"] == "Which?"
    )
    assert seen["messages"][-2]["author"] == {"id": alice.pk, "name": "Alice"}
    await write(accepted["generation"], "Rye")
    for tab in (a, b):
        told = await tab.hear("reply")
        assert told["generation"] == accepted["generation"]
    await b.say(type="stop", generation=accepted["generation"])
    for tab in (a, b):
        ending = await tab.hear_ending(accepted["generation"])
        assert ending == {"type": "finished", "reason": "stopped"}
        assert tab.text(accepted["generation"]) == "Rye"


async def test_a_thumb_shows_on_all_pages_of_its_giver_and_on_nobody_elses(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    tabs = [await tab_of(one) for one in (alice, alice, bob)]
    assert [(await watching(one, reply.conversation_id))["ratings"] for one in tabs] == [{}] * 3
    *alices, bobs = tabs
    await database(partial(give, giver=alice, message_id=reply.pk, rating="bad"))
    for tab in alices:
        assert (await tab.hear("snapshot"))["ratings"] == {str(reply.pk): "bad"}
    await database(partial(take_back, giver=alice, message_id=reply.pk))
    for tab in alices:
        assert (await tab.hear("snapshot"))["ratings"] == {}
    await bobs.say(type="ping")
    await bobs.hear("pong")
    assert [one["type"] for one in bobs.heard].count("snapshot") == 1  # the one he asked for


async def test_what_bob_sends_while_alices_reply_is_written_waits_with_his_name(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    generation = await database(begin, alice, team, "Soup?")
    a, b = await tab_of(alice), await tab_of(bob)
    await watching(a, generation.conversation_id)
    queued = await b.send("And cake?", conversation=str(generation.conversation_id), parent=None)
    assert queued["type"] == "queue"
    seen = await a.hear_when(
        lambda frame: frame["type"] == "snapshot" and bool(frame["queue"]["messages"])
    )
    assert seen["queue"]["messages"][0]["author"] == {"id": bob.pk, "name": "Bob"}
    await database(reply_to, generation)
    went = await a.hear_when(
        lambda frame: frame["type"] == "snapshot" and frame["messages"][-2]["text"] == "And cake?"
    )
    assert went["messages"][-2]["author"]["name"] == "Bob"
    sent = await database(Generation.objects.active().get)
    assert sent.requested_by_id == bob.pk


def queue(author: User, conversation: Conversation, text: str = "Later.") -> UUID:
    client_id = uuid4()
    made = services.send_or_queue(
        author=author,
        client_id=client_id,
        conversation_id=conversation.pk,
        parent_id=None,
        text=text,
    )
    assert isinstance(made, QueuedMessage)
    return client_id


def refusal(ask: Callable[[], object]) -> str:
    try:
        ask()
    except ChatError as error:
        return error.code
    return "done"


def test_a_queued_message_is_its_authors_and_the_teams_owners_to_remove(
    team: Team, alice: User, bob: User, erin: User, charlie: User
) -> None:
    conversation = begin(alice, team, "Soup?").conversation
    client_id = queue(bob, conversation)
    remove = partial(services.cancel_queued, client_id=client_id, conversation_id=conversation.pk)
    edit = partial(services.edit_queued, client_id=client_id, text="Sooner.")
    assert refusal(lambda: remove(user=erin)) == "not_found"
    assert refusal(lambda: remove(user=charlie)) == "read_only"
    assert refusal(lambda: edit(user=alice)) == "not_found"
    assert refusal(lambda: services.send_queued(user=alice, client_id=client_id)) == "not_found"
    assert refusal(lambda: edit(user=bob)) == "done"
    assert refusal(lambda: remove(user=alice)) == "done"
    assert not conversation.queued_messages.waiting().exists()


def test_nobody_queues_a_message_under_the_name_of_anothers(
    team: Team, alice: User, bob: User, erin: User
) -> None:
    conversation = begin(alice, team, "Soup?").conversation
    client_id = queue(bob, conversation)
    again = partial(
        services.send_or_queue,
        author=erin,
        client_id=client_id,
        conversation_id=conversation.pk,
        parent_id=None,
        text="Mine.",
    )
    assert refusal(again) == "already_sent"


def test_what_waits_of_somebody_who_left_is_passed_over_and_not_sent(
    team: Team, alice: User, bob: User, erin: User
) -> None:
    generation = begin(alice, team, "Soup?")
    queue(erin, generation.conversation, "From Erin.")
    queue(bob, generation.conversation, "From Bob.")
    leave(team, erin)
    reply_to(generation)
    sent = Generation.objects.active().get()
    assert sent.message.parent is not None
    assert sent.message.parent.text == "From Bob."
    reply_to(sent)
    assert go_on(generation.conversation_id) is None
    assert list(list_due()) == []


async def test_who_leaves_hears_no_more_on_an_open_socket(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    generation = await database(begin, alice, team, "Soup?")
    b = await tab_of(bob)  # that never says hello
    await watching(b, generation.conversation_id)
    await write(generation.pk, "With")
    await b.hear("reply")
    await database(leave, team, bob)
    gone = await b.hear("error")
    assert (gone["error"]["code"], gone["in_reply_to"]) == ("not_found", "watch")
    await write(generation.pk, " bread")
    await database(reply_to, generation, "!")
    assert await b.hears_nothing()


async def test_who_leaves_hears_no_more_of_a_reply_that_they_resumed(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    generation = await database(begin, alice, team, "Soup?")
    b = await tab_of(bob)
    await b.say(type="resume", generation=str(generation.pk), after=0)
    await write(generation.pk, "With")
    await b.hear_when(lambda frame: "With" in str(frame.get("events")))
    await database(leave, team, bob)
    await b.hear("error")
    await write(generation.pk, " bread")
    assert await b.hears_nothing()


async def test_who_may_only_read_from_now_on_is_told(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    reply = await database(talk_in, team, (alice, "Soup?", "With bread."))
    b = await tab_of(bob)
    assert (await watching(b, reply.conversation_id))["may_write"] is True
    memberships = Membership.objects.filter(user=bob)
    await database(memberships.update, role="reviewer")
    assert (await b.hear("snapshot"))["may_write"] is False
    refused = await b.send("?", conversation=str(reply.conversation_id), parent=str(reply.pk))
    assert refused["error"]["code"] == "read_only"


async def test_the_pages_of_all_hear_what_happens_in_the_team_by_one_notice(
    team: Team, alice: User, bob: User, tab_of: OpenTab
) -> None:
    a, b = await greeted(await tab_of(alice)), await greeted(await tab_of(bob))
    generation = await database(begin, alice, team, "Soup?")
    for tab, is_mine in ((a, True), (b, False)):
        told = await tab.hear("activity")
        assert (told["state"], told["is_mine"]) == ("writing", is_mine)
        assert told["conversation"]["team"] == str(team.pk)
        assert "by" not in told
    await database(reply_to, generation)
    await b.hear_when(lambda frame: frame.get("state") == "finished")
    rename = partial(services.rename_conversation, user=alice, title="Soups")
    await database(rename, conversation_id=generation.conversation_id)
    told = await b.hear_when(lambda frame: frame.get("state") == "titled")
    assert told["conversation"]["title"] == "Soups"
    delete = partial(services.delete_conversation, user=alice)
    await database(delete, conversation_id=generation.conversation_id)
    await b.hear_when(lambda frame: frame.get("state") == "deleted")
    restore = partial(services.restore_conversation, user=alice)
    await database(restore, conversation_id=generation.conversation_id)
    await b.hear_when(lambda frame: frame.get("state") == "restored")


async def test_who_joins_hears_the_team_and_who_leaves_does_not(
    team: Team, alice: User, frank: User, tab_of: OpenTab
) -> None:
    f = await greeted(await tab_of(frank))
    joined = await database(Membership.objects.create, team=team, user=frank)
    await f.hear("activities")  # something may have been missed
    generation = await database(begin, alice, team, "Soup?")
    await f.hear_when(lambda frame: frame.get("state") == "writing")
    await database(joined.delete)
    assert (await f.hear("activities"))["writing"] == []
    await database(reply_to, generation)
    assert await f.hears_nothing()


# --- unread, each for themselves ------------------------------------------------------------------


def unread(user: User) -> list[str]:
    return list(answers.activities(user)["unread"])


def test_each_has_read_for_themselves(
    team: Team, alice: User, bob: User, charlie: User, dora: User
) -> None:
    conversation = talk_in(team, (alice, "Soup?", "With bread.")).conversation
    for user in (alice, bob, charlie):
        assert unread(user) == [str(conversation.pk)]
    assert unread(dora) == []
    services.see_conversation(user=bob, conversation_id=conversation.pk)
    services.see_conversation(user=bob, conversation_id=conversation.pk)
    assert unread(bob) == []
    assert unread(alice) == [str(conversation.pk)]
    assert LastSeen.objects.count() == 1
    last = conversation.messages.order_by("-created_at").first()
    reply_to(say(alice, "Which?", last))
    assert unread(bob) == [str(conversation.pk)]


def test_a_stopped_reply_is_no_news(team: Team, alice: User, bob: User) -> None:
    reply_to(begin(alice, team, "Soup?"), reason="stopped")
    assert unread(bob) == []


def test_who_joins_finds_nothing_that_waits_for_them(team: Team, alice: User, frank: User) -> None:
    talk_in(team, (alice, "Soup?", "With bread."))
    Membership.objects.create(team=team, user=frank)
    assert unread(frank) == []


def test_what_is_old_is_no_news_and_needs_no_row(team: Team, alice: User, bob: User) -> None:
    conversation = talk_in(team, (alice, "Soup?", "With bread.")).conversation
    services.see_conversation(user=alice, conversation_id=conversation.pk)
    Membership.objects.update(joined_at=conversation.created_at - 3 * NEWS_KEPT)
    purge()
    assert LastSeen.objects.exists()
    for rows in (LastSeen.objects, Conversation.objects):
        rows.update(replied_at=conversation.created_at - 2 * NEWS_KEPT)
    assert unread(bob) == []
    purge()
    assert not LastSeen.objects.exists()
