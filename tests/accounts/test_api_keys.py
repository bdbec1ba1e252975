"""Keys of programs: what finds them, what ends them, and what is kept of their secrets."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import api_keys
from accounts.api_keys import create_api_key, find_api_key, revoke_api_key, still_good
from accounts.exceptions import BadScopes, NoSuchKey, TooManyKeys
from accounts.models import ApiKey, User
from tests.support.at_once import all_at_once
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


def make_key(owner: User, name: str = "Notebook") -> tuple[ApiKey, str]:
    return create_api_key(owner=owner, name=name)


def test_alices_secret_finds_her_key(alice: User) -> None:
    key, secret = make_key(alice)
    found = find_api_key(secret)
    assert found == key
    assert found is not None
    assert (found.owner, found.scopes) == (alice, ["models", "read", "generate"])
    assert (found.keeps_text, found.expires_at, found.state) == (False, None, "active")


def test_a_secret_looks_as_it_is_documented(alice: User) -> None:
    key, secret = make_key(alice)
    assert re.fullmatch(r"sk-chat-[A-Za-z0-9]{8}-[A-Za-z0-9_-]{43}", secret)
    assert secret.startswith(f"{key.prefix}-")


def test_the_owner_comes_with_the_key_in_one_query(alice: User) -> None:
    _, secret = make_key(alice)
    find_api_key(secret)  # the first use is noted
    with CaptureQueriesContext(connection) as queries:
        found = find_api_key(secret)
        assert found is not None
        assert found.owner.username == "alice"
    assert len(queries) == 1


def test_the_secret_is_nowhere_in_the_database(alice: User) -> None:
    key, secret = make_key(alice)
    find_api_key(secret)
    stored = serializers.serialize("json", ApiKey.objects.all())
    assert key.prefix in stored
    assert secret not in stored
    assert secret.removeprefix(key.prefix + "-") not in stored


def test_a_wrong_secret_and_an_unknown_prefix_get_the_same_answer_for_the_same_work(
    alice: User,
) -> None:
    key, secret = make_key(alice)
    wrong = f"{key.prefix}-{'A' * 43}"
    unknown = f"sk-chat-{'A' * 8}-{secret[-43:]}"
    asked = []
    for guess in (wrong, unknown):
        with CaptureQueriesContext(connection) as queries:
            assert find_api_key(guess) is None
        asked.append(len(queries))
    assert asked == [1, 1]
    assert ApiKey.objects.get().last_used_at is None


def test_each_changed_character_makes_a_secret_wrong(alice: User) -> None:
    _, secret = make_key(alice)
    for place in (0, 8, 16, 17, len(secret) - 2):
        other = "B" if secret[place] == "A" else "A"
        assert find_api_key(secret[:place] + other + secret[place + 1 :]) is None
    assert find_api_key(secret) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sk-chat-",
        "Bearer x",
        "\0",
        "\ud800",
        "sk-chat-" + "ä" * 8 + "-" + "x" * 43,
        "x" * 10**6,
    ],
)
def test_what_is_no_secret_is_not_even_looked_up(text: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert find_api_key(text) is None
    assert len(queries) == 0


@pytest.mark.parametrize("suffix", ["\n", " ", "x", "\0"])
def test_a_secret_with_something_behind_it_is_none(alice: User, suffix: str) -> None:
    _, secret = make_key(alice)
    assert find_api_key(secret + suffix) is None


def test_a_digest_is_no_secret(alice: User) -> None:
    key, _ = make_key(alice)
    assert find_api_key(key.digest) is None
    assert find_api_key(f"{key.prefix}-{key.digest[:43]}") is None


def test_a_revoked_key_opens_nothing(alice: User) -> None:
    key, secret = make_key(alice)
    revoke_api_key(owner=alice, key_id=key.pk)
    assert find_api_key(secret) is None
    assert still_good([key.pk]) == set()
    key.refresh_from_db()
    assert key.state == "revoked"


def test_revoking_once_more_keeps_the_moment(alice: User) -> None:
    key, _ = make_key(alice)
    revoke_api_key(owner=alice, key_id=key.pk)
    key.refresh_from_db()
    first = key.revoked_at
    revoke_api_key(owner=alice, key_id=key.pk)
    key.refresh_from_db()
    assert key.revoked_at == first is not None


def test_bob_cannot_revoke_alices_key_and_is_told_as_of_one_that_is_missing(
    alice: User, bob: User
) -> None:
    key, secret = make_key(alice)
    told = []
    for key_id in (key.pk, uuid4()):
        with pytest.raises(NoSuchKey) as refusal:
            revoke_api_key(owner=bob, key_id=key_id)
        told.append(str(refusal.value))
    assert told[0] == told[1]
    assert find_api_key(secret) is not None


def test_a_key_ends_when_it_expires(alice: User) -> None:
    key, secret = create_api_key(
        owner=alice, name="Short", expires_at=timezone.now() + timedelta(hours=1)
    )
    assert find_api_key(secret) is not None
    ApiKey.objects.update(expires_at=timezone.now())
    key.refresh_from_db()
    assert find_api_key(secret) is None
    assert still_good([key.pk]) == set()
    assert key.state == "expired"


def test_a_disabled_owner_has_no_good_key_until_enabled_again(alice: User) -> None:
    key, secret = make_key(alice)
    User.objects.update(is_active=False)
    assert find_api_key(secret) is None
    assert still_good([key.pk]) == set()
    assert ApiKey.objects.get().state == "disabled"
    User.objects.update(is_active=True)
    assert find_api_key(secret) is not None


def test_the_keys_of_a_deleted_account_are_gone(alice: User) -> None:
    _, secret = make_key(alice)
    alice.delete()
    assert find_api_key(secret) is None
    assert not ApiKey.objects.exists()


def test_open_streams_ask_for_all_their_keys_in_one_query(alice: User, bob: User) -> None:
    keys = [make_key(owner)[0].pk for owner in (alice, alice, bob)]
    revoke_api_key(owner=alice, key_id=keys[1])
    with CaptureQueriesContext(connection) as queries:
        assert still_good([*keys, uuid4()]) == {keys[0], keys[2]}
    assert len(queries) == 1


def test_a_use_is_noted_once_a_minute(alice: User) -> None:
    _, secret = make_key(alice)
    find_api_key(secret)
    first = ApiKey.objects.get().last_used_at
    assert first is not None
    find_api_key(secret)
    assert ApiKey.objects.get().last_used_at == first
    ApiKey.objects.update(last_used_at=first - timedelta(minutes=2))
    found = find_api_key(secret)
    assert found is not None
    assert found.last_used_at is not None
    assert found.last_used_at >= first
    assert ApiKey.objects.get().last_used_at == found.last_used_at


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_with_a_fresh_key_all_are_let_in() -> None:
    key, secret = make_key(make_user("alice"))
    assert all_at_once(6, lambda: find_api_key(secret)) == [key] * 6
    assert ApiKey.objects.get().last_used_at is not None


def test_scopes_are_kept_once_and_in_order(alice: User) -> None:
    key, secret = create_api_key(owner=alice, name="x", scopes=["generate", "models", "models"])
    found = find_api_key(secret)
    assert found is not None
    assert found.scopes == key.scopes == ["models", "generate"]


@pytest.mark.parametrize("scopes", [[], ["everything"], ["models", "admin"]])
def test_a_key_has_known_scopes(alice: User, scopes: list[str]) -> None:
    with pytest.raises(BadScopes, match="models, read, generate"):
        create_api_key(owner=alice, name="x", scopes=scopes)
    assert not ApiKey.objects.exists()


def test_two_keys_cannot_share_a_prefix(alice: User, bob: User) -> None:
    key, _ = make_key(alice)
    with pytest.raises(IntegrityError):
        ApiKey.objects.create(owner=bob, name="x", prefix=key.prefix, digest="0" * 64)


def test_a_prefix_that_is_taken_is_drawn_again(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of these letters in a row, as chance might have it."""
    drawn = iter(["a" * 8, "a" * 8, "b" * 8])
    monkeypatch.setattr(api_keys, "get_random_string", lambda _: next(drawn))
    alices, alices_secret = make_key(alice)
    bobs, bobs_secret = make_key(bob)
    assert (alices.prefix, bobs.prefix) == ("sk-chat-" + "a" * 8, "sk-chat-" + "b" * 8)
    assert (find_api_key(alices_secret), find_api_key(bobs_secret)) == (alices, bobs)


def test_nobody_fills_the_table(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_keys, "MOST_LASTING_KEYS", 2)
    first, _ = make_key(alice)
    make_key(alice)
    with pytest.raises(TooManyKeys):
        make_key(alice)
    revoke_api_key(owner=alice, key_id=first.pk)
    make_key(alice)
    assert alice.api_keys.count() == 3
