"""Who may do what in a team's conversation: by their role in the team, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.models import Team, User
from chat import answers, library, services
from chat.exceptions import ChatError, NotFound, ReadOnly
from chat.models import Conversation, Generation, Message, QueuedMessage
from chat.wire import inbound
from tests.support.cast import say
from tests.support.team import leave, talk_in

PEOPLE = ("alice", "bob", "charlie", "dora", "erin", "frank")
WRITERS = {"alice", "bob"}
READERS = WRITERS | {"charlie"}


@dataclass(frozen=True)
class Scene:
    """Begun by Erin, who has left; with a reply that has ended, or is being written."""

    conversation: Conversation
    asked: Message
    reply: Message
    generation: Generation

    @property
    def id(self) -> UUID:
        return self.conversation.pk


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def scene(team: Team, people: dict[str, User]) -> Scene:
    reply = talk_in(team, (people["erin"], "Soup?", "With bread."))
    leave(team, people["erin"])
    assert reply.parent is not None
    return Scene(reply.conversation, reply.parent, reply, reply.generation)


def told(ask: Callable[[], object]) -> str:
    try:
        ask()
    except ReadOnly:
        return "read_only"
    except NotFound:
        return "not_found"
    except ChatError as error:
        return error.code
    return "done"


READING: dict[str, Callable[[User, Scene], object]] = {
    "watch": lambda user, scene: answers.snapshot(user, scene.id),
    "older": lambda user, scene: answers.older(
        user, inbound.Older(conversation=scene.id, before=scene.reply.pk)
    ),
    "resume": lambda user, scene: answers.find_reply(user, scene.generation.pk),
    "seen": lambda user, scene: answers.see(user, inbound.Seen(conversation=scene.id)),
    "show_branch": lambda user, scene: answers.show_branch(  # to themselves, who may not write
        user, inbound.ShowBranch(message=scene.asked.pk)
    ),
}
WRITING: dict[str, Callable[[User, Scene], object]] = {
    "send": lambda user, scene: answers.send(
        user,
        inbound.Send(
            client_id=uuid4(), conversation=scene.id, parent=scene.reply.pk, text="Which?"
        ),
    ),
    "retry": lambda user, scene: answers.retry(
        user, inbound.Retry(client_id=uuid4(), message=scene.reply.pk)
    ),
    "continue_reply": lambda user, scene: answers.continue_reply(
        user, inbound.ContinueReply(client_id=uuid4(), message=scene.reply.pk)
    ),
    "edit": lambda user, scene: answers.edit(
        user, inbound.Edit(client_id=uuid4(), message=scene.asked.pk, text="Stew?")
    ),
    "edit_reply": lambda user, scene: answers.edit_reply(
        user, inbound.EditReply(client_id=uuid4(), message=scene.reply.pk, text="Without.")
    ),
    "stop": lambda user, scene: answers.stop(user, inbound.Stop(generation=scene.generation.pk)),
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("action", READING)
def test_who_is_in_the_team_reads(
    action: str, name: str, people: dict[str, User], scene: Scene
) -> None:
    outcome = told(lambda: READING[action](people[name], scene))
    assert outcome == ("done" if name in READERS else "not_found")


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("action", WRITING)
def test_owners_and_members_write_and_reviewers_are_told_that_they_do_not(
    action: str, name: str, people: dict[str, User], scene: Scene
) -> None:
    rows = Message.objects.count(), Generation.objects.count()
    outcome = told(lambda: WRITING[action](people[name], scene))
    expected = "done" if name in WRITERS else "read_only" if name in READERS else "not_found"
    assert outcome == expected
    if outcome != "done":
        assert (Message.objects.count(), Generation.objects.count()) == rows


@pytest.mark.parametrize("name", PEOPLE)
def test_only_who_writes_queues_a_message(name: str, people: dict[str, User], scene: Scene) -> None:
    say(people["bob"], "Which?", scene.reply)
    outcome = told(lambda: WRITING["send"](people[name], scene))
    expected = "done" if name in WRITERS else "read_only" if name in READERS else "not_found"
    assert outcome == expected
    assert QueuedMessage.objects.count() == (name in WRITERS)


@pytest.mark.parametrize("name", PEOPLE)
def test_only_who_writes_begins_a_conversation_in_the_team(
    name: str, people: dict[str, User], team: Team, scene: Scene
) -> None:
    frame = inbound.Send(
        client_id=uuid4(), conversation=None, parent=None, text="Cake?", team=team.pk
    )
    outcome = told(lambda: answers.send(people[name], frame))
    expected = "done" if name in WRITERS else "read_only" if name in READERS else "not_found"
    assert outcome == expected
    assert Conversation.objects.count() == 1 + (name in WRITERS)


GET_PAGES = {
    "conversation": "/c/{0.id}/",
    "share": "/c/{0.id}/share/",
    "team": "/teams/{0.conversation.team_id}/chat/",
    "list": "/conversations/?team={0.conversation.team_id}",
}
EXPORTS = "/c/{0.id}/export.md", "/c/{0.id}/export.json"
POSTS: dict[str, tuple[str, dict[str, str]]] = {
    "rename": ("/c/{0.id}/rename/", {"title": "Soups"}),
    "settings": ("/c/{0.id}/settings/", {"system_prompt": "Be brief.", "sampling": "{}"}),
    "share": ("/c/{0.id}/share/", {}),
    "report": ("/c/{0.id}/report/", {"note": "Salt."}),
    "delete": ("/c/{0.id}/delete/", {}),
    "compare": (
        "/c/{0.id}/compare/",
        {"text": "Which?", "form": "6f0c4f3e-1d0b-4d0e-9a53-7a4b1c9d2e11"},
    ),
}
PERSONAL: dict[str, tuple[str, dict[str, str]]] = {
    "pin": ("/c/{0.id}/pin/", {"on": "1"}),
    "archive": ("/c/{0.id}/archive/", {"on": "1"}),
    "folder": ("/c/{0.id}/folder/", {"name": "Food"}),
    "tags": ("/c/{0.id}/tags/", {"add": "food"}),
}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("page", GET_PAGES)
def test_pages_open_for_who_is_in_the_team(
    page: str, name: str, people: dict[str, User], scene: Scene
) -> None:
    answer = client_of(people[name]).get(GET_PAGES[page].format(scene))
    assert answer.status_code == (200 if name in READERS else 404)


@pytest.mark.usefixtures("transactional_db")
def test_files_are_for_who_is_in_the_team(people: dict[str, User], scene: Scene) -> None:
    for name, user in people.items():
        for page in EXPORTS:
            answer = client_of(user).get(page.format(scene))
            assert answer.status_code == (200 if name in READERS else 404)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("action", POSTS)
def test_forms_are_for_who_writes(
    action: str, name: str, people: dict[str, User], scene: Scene
) -> None:
    path, fields = POSTS[action]
    answer = client_of(people[name]).post(
        path.format(scene), fields, headers={"accept": "application/json"}
    )
    if name in WRITERS:
        assert answer.status_code in (200, 302)
    elif name in READERS:
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "read_only"
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("name", PEOPLE)
def test_only_who_writes_takes_a_deletion_back(
    name: str, people: dict[str, User], scene: Scene
) -> None:
    services.delete_conversation(user=people["bob"], conversation_id=scene.id)
    answer = client_of(people[name]).post(f"/c/{scene.id}/restore/")
    assert answer.status_code == (200 if name in WRITERS else 404)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("action", PERSONAL)
def test_nobody_keeps_personal_order_in_it(
    action: str, name: str, people: dict[str, User], scene: Scene
) -> None:
    path, fields = PERSONAL[action]
    assert client_of(people[name]).post(path.format(scene), fields).status_code == 404
    assert library.list_folders(people[name]) == []


def test_nobody_opens_it_without_signing_in(scene: Scene) -> None:
    for page in (*GET_PAGES.values(), *EXPORTS):
        assert Client().get(page.format(scene)).status_code == 302
    for path, fields in POSTS.values():
        assert Client().post(path.format(scene), fields).status_code == 302


def test_a_reviewer_is_told_in_words_on_a_page(charlie: User, scene: Scene) -> None:
    page = client_of(charlie).post(f"/c/{scene.id}/rename/", {"title": "Mine"})
    assert page.status_code == 403
    assert "You can read this conversation, but not write in it." in page.text


@pytest.mark.parametrize("name", PEOPLE)
def test_every_member_may_rate_a_reply(name: str, people: dict[str, User], scene: Scene) -> None:
    answer = client_of(people[name]).post(f"/feedback/{scene.reply.pk}/", {"rating": "good"})
    assert answer.status_code == (200 if name in READERS else 404)


def test_a_thumb_of_a_reviewer_of_the_team_does_not_put_it_before_those_of_the_site(
    charlie: User, scene: Scene
) -> None:
    fields = {"rating": "bad", "comment": "No.", "opens": "on"}
    answer = client_of(charlie).post(f"/feedback/{scene.reply.pk}/", fields)
    assert answer.status_code == 403
    scene.conversation.refresh_from_db()
    assert scene.conversation.flagged_at is None


def test_a_superuser_has_no_back_door(scene: Scene, people: dict[str, User]) -> None:
    frank = people["frank"]
    frank.is_staff = frank.is_superuser = True
    frank.save()
    assert told(lambda: answers.snapshot(frank, scene.id)) == "not_found"
