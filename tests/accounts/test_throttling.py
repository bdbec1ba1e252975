"""How often somebody may try, and that trying tells nothing."""

from __future__ import annotations

import pickle

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from pytest_django.fixtures import Settings

from chatsite import cache
from chatsite.signing_in import throttles
from inference.store import get_redis
from tests.support import plugin
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters

pytestmark = pytest.mark.django_db
TOO_OFTEN = "That was wrong too often."


def try_to_sign_in(name: str, password: str = "wrong") -> str:
    return Client().post("/sign-in/", {"login": name, "password": password}).text


def test_one_account_cannot_be_guessed_at_for_long() -> None:
    make_user("alice", password=PASSWORD)
    for _ in range(10):
        assert TOO_OFTEN not in try_to_sign_in("alice")
    assert TOO_OFTEN in try_to_sign_in("ALICE", PASSWORD)
    assert TOO_OFTEN not in try_to_sign_in("bob")


def test_a_letter_that_some_databases_take_for_another_has_no_attempts_of_its_own() -> None:
    make_user("alice", password=PASSWORD)
    for _ in range(10):
        try_to_sign_in("al\N{LATIN SMALL LETTER DOTLESS I}ce")
    assert TOO_OFTEN in try_to_sign_in("alice", PASSWORD)


def test_a_name_that_nobody_has_is_throttled_as_well() -> None:
    make_user("alice")
    for _ in range(10):
        try_to_sign_in("nobody")
    assert TOO_OFTEN in try_to_sign_in("nobody")


def test_signing_in_counts_as_no_failure() -> None:
    make_user("alice", password=PASSWORD)
    for _ in range(12):
        assert TOO_OFTEN not in try_to_sign_in("alice", PASSWORD)


def test_one_place_cannot_try_many_accounts(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = throttles(3)
    make_user("alice")
    answers = [Client().post("/sign-in/", {"login": f"a{n}", "password": "x"}) for n in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert "Too many attempts" in answers[-1].text


def test_who_stands_before_the_proxies_counts_and_what_they_claim_does_not(
    settings: Settings,
) -> None:
    settings.ACCOUNT_RATE_LIMITS = throttles(1)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user("alice")

    def status(forwarded: str) -> int:
        client = Client(headers={"x-forwarded-for": forwarded})
        return client.post("/sign-in/", {"login": "x", "password": "x"}).status_code

    seen = ["192.0.2.1", "192.0.2.2", "198.51.100.9, 192.0.2.1"]
    assert [status(one) for one in seen] == [200, 200, 429]


def test_nobody_is_flooded_with_letters_and_the_answer_is_that_of_strangers() -> None:
    make_user("alice", email="alice@example.org")

    def ask(address: str) -> list[int]:
        posts = [Client().post("/password/reset/", {"email": address}) for _ in range(5)]
        return [post.status_code for post in posts]

    assert ask("alice@example.org") == ask("nobody@example.org") == [302, 302, 302, 429, 429]
    assert [letter.to for letter in letters()] == [["alice@example.org"]] * 3


def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed from now on: that is what takes long."""
    seen: list[str] = []
    encode = Argon2PasswordHasher.encode

    def watched(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", watched)
    return seen


def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_user("alice", password=PASSWORD)
    seen = hashed(monkeypatch)
    try_to_sign_in("nobody", "one")
    assert seen == ["one"]


def test_a_taken_address_takes_as_long_as_a_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    make_user("alice", email="alice@example.org")
    seen = hashed(monkeypatch)
    for name, email in (("bob", "alice@example.org"), ("charlie", "charlie@example.org")):
        fields = {"username": name, "email": email}
        Client().post("/sign-up/", {**fields, "password1": PASSWORD, "password2": PASSWORD})
    assert seen == [PASSWORD, PASSWORD]


def test_what_is_counted_lies_in_redis_for_all_processes_and_is_no_pickle() -> None:
    make_user("alice")
    try_to_sign_in("alice")
    store = get_redis()
    counted = [store.get(key) for key in store.keys("cache:*allauth*")]
    assert counted
    for value in counted:
        assert isinstance(value, bytes)
        with pytest.raises((pickle.UnpicklingError, EOFError, KeyError, IndexError)):
            pickle.loads(value)


def test_while_redis_is_away_people_sign_in_and_guessing_is_still_throttled() -> None:
    make_user("alice", password=PASSWORD)
    plugin.redis_server.stop()
    try:
        client = Client()
        client.post("/sign-in/", {"login": "alice", "password": PASSWORD})
        assert "sessionid" in client.cookies
        for _ in range(10):
            try_to_sign_in("bob")
        assert TOO_OFTEN in try_to_sign_in("bob")
    finally:
        plugin.redis_server.start()
        cache._away_until[0] = 0


def test_another_host_makes_no_other_account_of_it() -> None:
    make_user("alice", password=PASSWORD)
    for port in range(10):
        form = {"login": "alice", "password": "wrong"}
        Client().post("/sign-in/", form, headers={"host": f"localhost:{port + 1}"})
    assert TOO_OFTEN in try_to_sign_in("alice", PASSWORD)
