"""Saved prompts: a page that needs no scripts, and the list for the composer."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chat import saved_prompts
from chat.exceptions import LimitReached, NameTaken
from chat.models import SavedPrompt
from chat.saved_prompts import MOST_PROMPTS
from tests.support.at_once import all_at_once

pytestmark = pytest.mark.django_db

PAGE = "/settings/prompts/"


def save(owner: User, name: str, text: str = "Say {{what}}.") -> SavedPrompt:
    return saved_prompts.save_prompt(owner=owner, name=name, text=text)


def listed(client: Client) -> list[dict[str, str]]:
    prompts: list[dict[str, str]] = client.get("/prompts/").json()["prompts"]
    return prompts


def test_a_prompt_is_made_edited_and_listed_by_name(signed_in: Client) -> None:
    for name in ("translate", "Explain"):
        answer = signed_in.post(PAGE, {"name": name, "text": "  Say\r\n {{what}}. "})
        assert answer.headers["Location"] == PAGE
    assert listed(signed_in) == [
        {"name": "Explain", "text": "Say\n {{what}}."},
        {"name": "translate", "text": "Say\n {{what}}."},
    ]
    page = signed_in.get(PAGE)
    assert "“Explain” is saved." in page.content.decode()
    prompt = SavedPrompt.objects.get(name="Explain")
    assert b"Say\n {{what}}." in signed_in.get(f"{PAGE}{prompt.pk}/").content
    signed_in.post(f"{PAGE}{prompt.pk}/", {"name": "explain", "text": "Why?"})
    assert listed(signed_in)[0] == {"name": "explain", "text": "Why?"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "EXPLAIN", "text": "x"}, "You have a saved prompt with this name already."),
        ({"name": "", "text": "x"}, "This field is required."),
        ({"name": "a", "text": " "}, "This field is required."),
        ({"name": "a" * 61, "text": "x"}, "at most 60 characters"),
        ({"name": "a", "text": "x" * 8001}, "at most 8000 characters"),
    ],
)
def test_what_is_refused_is_said_and_stays_in_the_form(
    signed_in: Client, alice: User, fields: dict[str, str], words: str
) -> None:
    save(alice, "Explain")
    page = signed_in.post(PAGE, fields)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert page.context["form"]["text"].value() == fields["text"]
    assert SavedPrompt.objects.count() == 1
    other = save(alice, "Other")
    if fields["name"] == "EXPLAIN":
        assert words in signed_in.post(f"{PAGE}{other.pk}/", fields).content.decode()


def test_deleting_can_be_taken_back(signed_in: Client, alice: User) -> None:
    prompt = save(alice, "Explain")
    answer = signed_in.post(f"{PAGE}{prompt.pk}/delete/", follow=True)
    assert "“Explain” is deleted." in answer.content.decode()
    assert listed(signed_in) == []
    assert signed_in.get(f"{PAGE}{prompt.pk}/").status_code == 404
    answer = signed_in.post(f"{PAGE}{prompt.pk}/restore/", follow=True)
    assert "“Explain” is back." in answer.content.decode()
    assert [one["name"] for one in listed(signed_in)] == ["Explain"]


def test_taking_back_says_why_it_cannot(signed_in: Client, alice: User) -> None:
    prompt = save(alice, "Explain")
    saved_prompts.delete_prompt(owner=alice, prompt_id=prompt.pk)
    save(alice, "explain")
    answer = signed_in.post(f"{PAGE}{prompt.pk}/restore/", follow=True)
    assert "You have a saved prompt with this name already." in answer.content.decode()
    SavedPrompt.objects.filter(pk=prompt.pk).delete()
    answer = signed_in.post(f"{PAGE}{prompt.pk}/restore/", follow=True)
    assert "It has been deleted for good meanwhile." in answer.content.decode()


@pytest.mark.parametrize("said", ["x", "00000000-0000-4000-8000-000000000000"])
def test_a_made_up_deletion_is_offered_to_nobody(signed_in: Client, said: str) -> None:
    page = signed_in.get(PAGE, {"deleted": said})
    assert (page.status_code, page.context["deleted"]) == (200, None)


def test_there_are_only_so_many(alice: User) -> None:
    for number in range(MOST_PROMPTS):
        SavedPrompt.objects.create(owner=alice, name=str(number), text="x")
    with pytest.raises(LimitReached):
        save(alice, "One more")
    first = SavedPrompt.objects.get(name="1")
    saved_prompts.save_prompt(owner=alice, name="one", text="x", prompt_id=first.pk)
    saved_prompts.delete_prompt(owner=alice, prompt_id=first.pk)
    save(alice, "One more")
    with pytest.raises(LimitReached):
        saved_prompts.restore_prompt(owner=alice, prompt_id=first.pk)


@pytest.mark.django_db(transaction=True)
def test_ten_prompts_of_one_name_made_at_once_are_one(alice: User) -> None:
    made = all_at_once(10, partial(save, alice, "Explain"))
    assert sum(isinstance(one, SavedPrompt) for one in made) == 1
    assert sum(isinstance(one, NameTaken) for one in made) == 9


def test_bob_gets_404_for_what_is_alices(client: Client, alice: User, bob: User) -> None:
    prompt = save(alice, "Explain")
    client.force_login(bob)
    for prompt_id in (prompt.pk, uuid4()):
        assert client.get(f"{PAGE}{prompt_id}/").status_code == 404
        for action in ("", "delete/"):
            answer = client.post(f"{PAGE}{prompt_id}/{action}", {"name": "x", "text": "x"})
            assert answer.status_code == 404
    saved_prompts.delete_prompt(owner=alice, prompt_id=prompt.pk)
    assert b"Explain" not in client.get(PAGE, {"deleted": str(prompt.pk)}).content
    answer = client.post(f"{PAGE}{prompt.pk}/restore/", follow=True)
    assert "It has been deleted for good meanwhile." in answer.content.decode()
    assert not SavedPrompt.objects.visible().exists()
    assert listed(client) == []


def test_writing_needs_a_token_and_strangers_see_nothing(client: Client, alice: User) -> None:
    prompt = save(alice, "Explain")
    for path in (PAGE, f"{PAGE}{prompt.pk}/", "/prompts/"):
        assert client.get(path).headers["Location"].startswith("/sign-in/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    for path in (PAGE, f"{PAGE}{prompt.pk}/", f"{PAGE}{prompt.pk}/delete/"):
        assert strict.post(path, {"name": "x", "text": "x"}).status_code == 403
    assert strict.get(f"{PAGE}{prompt.pk}/delete/").status_code == 405
