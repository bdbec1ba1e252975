"""The settings of a team, and that they hold in its conversations."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from accounts.models import Team, User
from accounts.teams import services
from chat import queueing, versions
from chat.comparing import pairs
from chat.conversation_settings import AS_THE_SITE, ConversationSettings
from chat.exceptions import SettingRefused
from chat.models import Conversation, Message
from chat.services import configure_conversation
from chat.versions import continue_reply
from inference.client import default_model
from inference.contract import WorkerStatus
from inference.store import get_redis
from inference.workers import report_worker
from tests.support.cast import browser_of, make_user, reply_to, say, talk
from tests.teams.managing.conversations import begin, say_in

pytestmark = pytest.mark.django_db

OTHER = "big"
NOTHING = {
    "model": "",
    "system_prompt": "",
    "requests_per_minute": "",
    "replies_at_once": "",
    "tokens_per_day": "",
    "retention_days": "",
}


@pytest.fixture(autouse=True)
def two_models(empty_redis: object) -> None:
    for name in (default_model(), OTHER):
        report_worker(get_redis(), WorkerStatus(worker=name, model=name, state="ready"))


def save(team: Team, alice: User, **fields: object) -> str:
    """→ what the page says then"""
    path = f"/teams/{team.pk}/settings/"
    form = {"name": "Garden", **NOTHING, **fields}
    page = browser_of(alice).post(path, form, follow=True).text
    team.refresh_from_db()
    return page


def test_an_owner_sets_all_of_it_and_empties_it_again(team: Team, alice: User) -> None:
    values = {
        "name": "Greenhouse",
        "allowed_models": [default_model(), OTHER],
        "model": OTHER,
        "system_prompt": "Answer briefly.",
        "requests_per_minute": 20,
        "tokens_per_day": 5_000_000_000,
        "retention_days": 30,
    }
    assert "Saved." in save(team, alice, **values, confirmed_days=30)
    assert {name: getattr(team, name) for name in values} == values
    save(team, alice)
    assert (team.name, team.allowed_models, team.model, team.system_prompt) == (
        "Garden",
        [],
        "",
        "",
    )
    assert team.requests_per_minute is team.tokens_per_day is team.retention_days is None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "This field is required"),
        ({"model": "no-such-model"}, "Select a valid choice"),
        ({"allowed_models": ["no-such-model"]}, "Select a valid choice"),
        ({"allowed_models": [OTHER]}, "which may not be used. Allow it, or choose another."),
        ({"system_prompt": "x" * 8_001}, "at most 8000 characters"),
        ({"requests_per_minute": "0"}, "greater than or equal to 1"),
        ({"tokens_per_day": "-1"}, "greater than or equal to 1"),
        ({"tokens_per_day": "9" * 30}, "less than or equal to"),
        ({"retention_days": "31"}, "This site keeps conversations for 30 days."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_stored(
    team: Team, alice: User, settings: Settings, wrong: dict[str, object], told: str
) -> None:
    settings.RETENTION_DAYS = 30
    before = Team.objects.values().get()
    page = save(team, alice, **wrong)
    assert told in page.replace("&#x27;", "'")
    assert "Settings of Garden" in page
    assert Team.objects.values().get() == before


def test_nothing_else_can_be_posted(team: Team, alice: User) -> None:
    before = team.created_at
    save(team, alice, id=str(uuid4()), created_at="2001-01-01", memberships="1")
    assert team.created_at == before


def test_a_new_conversation_is_as_the_team_has_it_unless_its_writer_chose(
    team: Team, alice: User
) -> None:
    save(team, alice, model=OTHER, system_prompt="Answer briefly.")
    begun = AS_THE_SITE.or_as_in(team)
    assert (begun.model, begun.system_prompt) == (OTHER, "Answer briefly.")
    chosen = ConversationSettings(model=default_model(), system_prompt="Answer at length.")
    assert chosen.or_as_in(team) == chosen


def only_the_default(team: Team, alice: User) -> None:
    save(team, alice, allowed_models=[default_model()])


def test_a_model_that_the_team_may_not_use_is_refused_on_sending(
    team: Team, alice: User, bob: User
) -> None:
    only_the_default(team, alice)
    assert say_in(begin(team, alice), bob).is_active
    conversation = begin(team, alice, model=OTHER)
    with pytest.raises(SettingRefused, match=f"“Garden” may not use {OTHER}") as refusal:
        say_in(conversation, bob)
    assert refusal.value.to_json()["field"] == "model"
    assert default_model() in str(refusal.value)
    assert not conversation.messages.exists()


def test_the_default_of_the_site_is_refused_where_the_team_may_not_use_it(
    team: Team, alice: User
) -> None:
    save(team, alice, allowed_models=[OTHER], model=OTHER)
    with pytest.raises(SettingRefused, match=f"may not use {default_model()}"):
        say_in(begin(team, alice), alice)
    assert say_in(begin(team, alice, model=OTHER), alice).model == OTHER


def test_it_is_refused_on_retrying_continuing_and_editing_too(team: Team, alice: User) -> None:
    conversation = begin(team, alice, model=OTHER)
    reply = reply_to(say_in(conversation, alice), "One, two", "stopped")
    assert reply.parent is not None
    asked_id = reply.parent.pk
    only_the_default(team, alice)
    before = Message.objects.count()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: versions.retry_reply(author=alice, client_id=uuid4(), message_id=reply.pk),
        lambda: continue_reply(author=alice, client_id=uuid4(), message_id=reply.pk),
        lambda: versions.edit_message(
            author=alice, client_id=uuid4(), message_id=asked_id, text="Other words"
        ),
    )
    for attempt in attempts:
        with pytest.raises(SettingRefused):
            attempt()
    assert Message.objects.count() == before


def test_it_is_refused_on_comparing(team: Team, alice: User) -> None:
    only_the_default(team, alice)
    conversation = begin(team, alice)
    path = f"/c/{conversation.pk}/compare/"
    form = {"text": "Hello", "form": str(uuid4()), "first_model": "", "second_model": OTHER}
    page = browser_of(alice).post(path, form)
    assert page.status_code == 400
    assert f"may not use {OTHER}" in page.text
    sides = (AS_THE_SITE, ConversationSettings(model=OTHER))
    with pytest.raises(SettingRefused):
        pairs.compare(
            author=alice,
            client_id=uuid4(),
            conversation_id=conversation.pk,
            text="Hello",
            sides=sides,
        )
    assert not conversation.messages.exists()


def test_what_begins_with_a_comparison_is_the_teams_and_as_the_team_has_it(
    team: Team, alice: User
) -> None:
    Team.objects.filter(pk=team.pk).update(system_prompt="Be short.")
    form = {"text": "Hello", "form": str(uuid4())}
    answer = browser_of(alice).post(f"/compare/?team={team.pk}", form)
    assert answer.status_code == 302, answer.text
    conversation = Conversation.objects.get(team=team)
    assert (conversation.owner, conversation.system_prompt) == (alice, "Be short.")
    outsider = browser_of(make_user("outsider"))
    assert outsider.post(f"/compare/?team={team.pk}", form).status_code == 404
    assert outsider.get(f"/compare/?team={team.pk}").status_code == 404


def test_a_comparison_offers_what_the_team_may_use(team: Team, alice: User) -> None:
    for name in (OTHER, "a third"):
        report_worker(get_redis(), WorkerStatus(worker=name, model=name, state="ready"))
    Team.objects.filter(pk=team.pk).update(allowed_models=[OTHER])
    page = browser_of(alice).get(f"/compare/?team={team.pk}").text
    assert f'value="{OTHER}"' in page
    assert 'value="a third"' not in page
    assert 'value="a third"' in browser_of(alice).get("/compare/").text


def test_it_cannot_be_chosen_in_a_conversation_of_the_team(team: Team, alice: User) -> None:
    only_the_default(team, alice)
    conversation = begin(team, alice)
    answer = browser_of(alice).post(
        f"/c/{conversation.pk}/settings/", {"model": OTHER, "system_prompt": "", "sampling": "{}"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == "model"
    with pytest.raises(SettingRefused):
        configure_conversation(
            user=alice, conversation_id=conversation.pk, settings=ConversationSettings(model=OTHER)
        )
    conversation.refresh_from_db()
    assert conversation.model == ""


def test_a_queued_message_waits_until_a_model_is_chosen_that_may_be_used(
    team: Team, alice: User
) -> None:
    conversation = begin(team, alice, model=OTHER)
    first = say_in(conversation, alice)
    queueing.add(author=alice, client_id=uuid4(), conversation=conversation, text="Two?")
    only_the_default(team, alice)
    reply_to(first, "One.")  # its end does not fail over what waits
    assert conversation.queued_messages.waiting().count() == 1
    configure_conversation(user=alice, conversation_id=conversation.pk, settings=AS_THE_SITE)
    sent = queueing.go_on(conversation.pk)
    assert sent is not None
    assert sent.model == ""


def test_conversations_of_no_team_know_no_such_rule(team: Team, alice: User) -> None:
    only_the_default(team, alice)
    own = talk(alice, "Hello", "Hello.")
    own.conversation.model = OTHER
    own.conversation.save()
    assert say(alice, "More", own).model == OTHER


@pytest.mark.django_db(transaction=True)
def test_saving_the_settings_of_a_team_that_is_being_deleted_brings_it_not_back(
    transactional_db: None, team: Team, alice: User
) -> None:
    is_deleted = Event()

    def delete() -> None:
        with transaction.atomic():
            services.lock(team.pk)
            Team.objects.filter(pk=team.pk).delete()
            is_deleted.set()
            sleep(1)  # what is saved meanwhile has to wait, and finds it gone
        connection.close()

    client = browser_of(alice)
    with ThreadPoolExecutor(1) as pool:
        deleting = pool.submit(delete)
        assert is_deleted.wait(30)
        answer = client.post(f"/teams/{team.pk}/settings/", {"name": "Garden", **NOTHING})
        deleting.result()
    assert answer.status_code == 404
    assert not Team.objects.exists()
