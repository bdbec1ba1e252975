"""The page of one's own keys: what it shows, what it makes, and what it refuses."""

from __future__ import annotations

import html
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client
from django.utils import timezone

from accounts import api_keys
from accounts.api_keys import create_api_key, find_api_key
from accounts.models import ApiKey, User

pytestmark = pytest.mark.django_db

PAGE = "/settings/keys/"
SECRET = re.compile(r"sk-chat-[A-Za-z0-9]{8}-[A-Za-z0-9_-]{43}")
FORM = {"name": "Notebook", "scopes": ["models", "generate"], "lifetime": "30"}


def text_of(client: Client) -> str:
    return html.unescape(client.get(PAGE).content.decode())


def revoke_path(key: ApiKey) -> str:
    return f"{PAGE}{key.pk}/revoke/"


def test_strangers_are_led_to_the_sign_in_page(client: Client, db: None) -> None:
    for path in (PAGE, f"{PAGE}{uuid4()}/revoke/"):
        assert client.get(path).headers["Location"] == f"/sign-in/?next={path}"
        assert client.post(path, FORM).headers["Location"] == f"/sign-in/?next={path}"
    assert not ApiKey.objects.exists()


def test_the_sidebar_leads_there(alices: Client) -> None:
    assert f'href="{PAGE}"' in alices.get("/").content.decode()


def test_alice_makes_a_key_as_she_chose(alices: Client, alice: User) -> None:
    page = alices.post(PAGE, FORM | {"keeps_text": "on"}).content.decode()
    key = ApiKey.objects.get()
    assert (key.owner, key.name, key.scopes) == (alice, "Notebook", ["models", "generate"])
    assert key.keeps_text
    assert key.expires_at is not None
    assert abs(key.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=5)
    (secret,) = SECRET.findall(page)
    assert find_api_key(secret) == key


def test_texts_are_kept_and_keys_are_lasting_only_on_demand(alices: Client) -> None:
    alices.post(PAGE, FORM | {"lifetime": "never"})
    key = ApiKey.objects.get()
    assert (key.keeps_text, key.expires_at) == (False, None)


def test_a_secret_is_shown_exactly_once(alices: Client) -> None:
    made = alices.post(PAGE, FORM)
    (secret,) = SECRET.findall(made.content.decode())
    assert "no-store" in made.headers["Cache-Control"]
    assert secret not in str(made.headers)
    for path in (PAGE, revoke_path(ApiKey.objects.get()), "/"):
        assert not SECRET.search(alices.get(path).content.decode())


def test_a_secret_is_in_no_session_and_in_no_row(alices: Client) -> None:
    """Where a redirect would have had to leave it."""
    (secret,) = SECRET.findall(alices.post(PAGE, FORM).content.decode())
    rows = serializers.serialize("json", [*ApiKey.objects.all(), *User.objects.all()])
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    assert secret[17:] not in rows + str(sessions)
    assert "sk-chat-" not in str(sessions) + str(alices.cookies)


def test_a_secret_is_in_no_line_of_the_log(
    alices: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        (secret,) = SECRET.findall(alices.post(PAGE, FORM).content.decode())
        find_api_key(secret)
        find_api_key(secret[:-1] + "!")
        alices.post(revoke_path(ApiKey.objects.get()))
        logging.getLogger("accounts").debug("heard")
    assert "heard" in caplog.text
    assert secret[17:] not in caplog.text


def test_the_list_says_what_each_key_may_and_where_it_stands(alices: Client, alice: User) -> None:
    used, secret = create_api_key(owner=alice, name="In <use>", scopes=["read"], keeps_text=True)
    find_api_key(secret)
    create_api_key(owner=alice, name="Fresh", expires_at=timezone.now() + timedelta(days=400))
    ended, _ = create_api_key(owner=alice, name="Old", expires_at=timezone.now())
    page = alices.get(PAGE)
    assert [key.name for key in page.context["keys"].lasting] == ["Fresh", "In <use>"]
    assert [key.name for key in page.context["keys"].ended] == ["Old"]
    words = page.content.decode()
    assert "In &lt;use&gt;" in words
    for told in (used.prefix, "keeps texts", "Used ", "Never used", "Does not expire", "Expired"):
        assert told in words
    assert f'href="{revoke_path(used)}"' in words
    assert revoke_path(ended) not in words


def test_only_ones_own_keys_are_listed(alices: Client, bob: User) -> None:
    key, _ = create_api_key(owner=bob, name="Bob's notebook")
    page = text_of(alices)
    assert "Bob's notebook" not in page
    assert key.prefix not in page


def test_revoking_asks_first_and_is_for_good(alices: Client, alice: User) -> None:
    key, secret = create_api_key(owner=alice, name="Notebook")
    assert "Revoke “Notebook”?" in alices.get(revoke_path(key)).content.decode()
    assert find_api_key(secret) is not None
    page = alices.post(revoke_path(key), follow=True).content.decode()
    assert "“Notebook” is revoked." in page
    assert find_api_key(secret) is None
    assert [one.pk for one in ApiKey.objects.filter(revoked_at__isnull=False)] == [key.pk]
    assert alices.post(revoke_path(key)).status_code == 302


def test_bobs_key_is_as_missing_as_one_that_never_was(alices: Client, bob: User) -> None:
    key, secret = create_api_key(owner=bob, name="Bob's notebook")
    for verb in (alices.get, alices.post):
        foreign = verb(revoke_path(key))
        missing = verb(f"{PAGE}{uuid4()}/revoke/")
        assert foreign.status_code == missing.status_code == 404
        assert foreign.content == missing.content
    assert find_api_key(secret) is not None


def test_what_is_not_in_the_form_cannot_be_posted(alices: Client, alice: User, bob: User) -> None:
    foreign, _ = create_api_key(owner=bob, name="Bob's notebook")
    told = {
        "id": str(foreign.pk),
        "pk": str(foreign.pk),
        "key_id": str(foreign.pk),
        "owner": str(bob.pk),
        "owner_id": str(bob.pk),
        "prefix": "sk-chat-evilevil",
        "digest": "0" * 64,
        "secret": "sk-chat-evilevil-" + "x" * 43,
        "created_at": "2000-01-01",
        "last_used_at": "2000-01-01",
        "expires_at": "2999-01-01",
        "revoked_at": "2000-01-01",
    }
    assert {field.name for field in ApiKey._meta.fields} <= told.keys() | FORM.keys() | {
        *("keeps_text", "team")
    }
    (secret,) = SECRET.findall(alices.post(PAGE, FORM | told).content.decode())
    key = alice.api_keys.get()
    assert key.pk != foreign.pk
    assert "evil" not in key.prefix + secret
    assert key.digest != "0" * 64
    assert (key.revoked_at, key.last_used_at) == (None, None)
    assert key.created_at > timezone.now() - timedelta(hours=1)
    assert key.expires_at is not None
    assert key.expires_at < timezone.now() + timedelta(days=31)
    assert [one.pk for one in bob.api_keys.all()] == [foreign.pk]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "x" * 101},
        {"name": "a\0b"},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"scopes": ["models", "admin"]},
        {"lifetime": ""},
        {"lifetime": "-1"},
        {"lifetime": "999999"},
    ],
)
def test_a_wrong_field_makes_no_key_and_is_explained(
    alices: Client, wrong: dict[str, object]
) -> None:
    page = alices.post(PAGE, {**FORM, **wrong})
    assert page.status_code == 200
    assert 'class="errors"' in page.content.decode()
    assert not ApiKey.objects.exists()


def test_too_many_keys_are_refused_in_words(
    alices: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_keys, "MOST_LASTING_KEYS", 1)
    alices.post(PAGE, FORM)
    assert "Revoke one first." in alices.post(PAGE, FORM).content.decode()
    assert ApiKey.objects.count() == 1


def test_no_other_site_can_make_or_revoke_a_key(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    key, secret = create_api_key(owner=alice, name="Notebook")
    assert client.post(PAGE, FORM).status_code == 403
    assert client.post(revoke_path(key)).status_code == 403
    assert find_api_key(secret) is not None
    assert ApiKey.objects.count() == 1


def test_looking_writes_nothing(alices: Client, alice: User) -> None:
    key, secret = create_api_key(owner=alice, name="Notebook")
    alices.get(PAGE, FORM)
    alices.get(revoke_path(key))
    assert ApiKey.objects.count() == 1
    assert find_api_key(secret) is not None


def test_a_model_with_a_quote_in_its_name_does_not_leave_the_example(
    alices: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is whatever the operator calls it."""
    monkeypatch.setattr("accounts.key_views.default_model", lambda: 'it\'s <b>"mine"</b>')
    page = alices.post(PAGE, FORM).content.decode()
    assert "<b>" not in page
    example = html.unescape(page.partition('id="example">')[2].partition("</code>")[0])
    assert r'{"model": "it\u0027s <b>\"mine\"</b>", "stream": true' in example
    assert example.count("'") == 2
