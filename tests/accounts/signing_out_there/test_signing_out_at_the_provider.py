"""Back-channel logout, with a real provider: what ends. Which tokens are good:
test_logout_tokens.py. That sockets close: tests/chatsite/server/."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.single_sign_on import opened
from tests.support.cast import PASSWORD
from tests.support.oidc_provider import OidcProvider
from tests.support.signed_out_there import OUT, come, is_in, tell

pytestmark = pytest.mark.django_db


def test_who_signs_out_there_is_signed_out_here_in_all_their_browsers(
    provider: OidcProvider,
) -> None:
    here, there, alice = come(provider), come(provider), come(provider, "a-1")
    assert is_in(here)
    answer = tell(provider.logout_token(sub="b-1"))
    assert (answer.status_code, answer.content) == (200, b"")
    assert [is_in(one) for one in (here, there, alice)] == [False, False, True]


def test_what_they_opened_here_in_another_way_stays_open(provider: OidcProvider) -> None:
    come(provider)
    bob, by_password = User.objects.get(username="bob"), Client()
    bob.set_password(PASSWORD)
    bob.save()
    by_password.post("/sign-in/", {"login": "bob", "password": PASSWORD})
    by_provider = come(provider)
    assert tell(provider.logout_token(sub="b-1")).status_code == 200
    assert [is_in(one) for one in (by_password, by_provider)] == [True, False]


@pytest.mark.parametrize("sub", ["b-1", None])
def test_one_of_the_providers_sessions_ends_what_it_opened(
    provider: OidcProvider, sub: str | None
) -> None:
    first, second = come(provider, sid="s-1"), come(provider, sid="s-2")
    assert tell(provider.logout_token(sub=sub, sid="s-1")).status_code == 200
    assert [is_in(one) for one in (first, second)] == [False, True]


def test_a_session_of_another_does_not_end_by_its_number(provider: OidcProvider) -> None:
    bob, alice = come(provider, sid="s-1"), come(provider, "a-1", sid="s-1")
    assert tell(provider.logout_token(sub="b-1", sid="s-1")).status_code == 200
    assert [is_in(one) for one in (bob, alice)] == [False, True]


def test_a_session_whose_number_was_not_told_ends_with_any_of_its_owner(
    provider: OidcProvider,
) -> None:
    bob = come(provider)
    tell(provider.logout_token(sid="s-1"))
    assert is_in(bob)
    tell(provider.logout_token(sub="b-1", sid="s-1"))
    assert not is_in(bob)


def test_a_new_key_of_a_session_does_not_hide_what_opened_it(provider: OidcProvider) -> None:
    """As it gets one when they set a password."""
    bob = come(provider)
    before = bob.session.session_key
    bob.post("/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert bob.session.session_key != before
    assert is_in(bob)
    tell(provider.logout_token(sub="b-1"))
    assert not is_in(bob)


def test_a_second_factor_between_does_not_hide_it_either(provider: OidcProvider) -> None:
    come(provider, sid="s-1")
    secret = generate_totp_secret()
    TOTP.activate(User.objects.get(username="bob"), secret)
    bob = come(provider, sid="s-2")
    assert not is_in(bob)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    bob.post("/sign-in/second/", {"code": code})
    assert bob.session[opened.OPENED_BY] == {"sub": "b-1", "sid": "s-2"}
    tell(provider.logout_token(sid="s-2"))
    assert not is_in(bob)


def test_nobody_here_is_signed_out_for_somebody_unknown(provider: OidcProvider) -> None:
    bob = come(provider)
    assert tell(provider.logout_token(sub="b-2")).status_code == 200
    assert is_in(bob)


def test_who_parted_their_accounts_is_not_signed_out(provider: OidcProvider) -> None:
    bob = come(provider)
    SocialAccount.objects.all().delete()
    tell(provider.logout_token(sub="b-1"))
    assert is_in(bob)


def test_a_token_is_good_once(provider: OidcProvider) -> None:
    come(provider)
    token = provider.logout_token(sub="b-1")
    assert tell(token).status_code == 200
    again = come(provider)
    answer = tell(token)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert is_in(again)


class Killed(BaseException):
    """As a process is: nothing catches it."""


@pytest.mark.parametrize("error", [OperationalError("the database is restarting"), Killed()])
def test_what_failed_here_may_be_told_again(provider: OidcProvider, error: BaseException) -> None:
    bob, token = come(provider), provider.logout_token(sub="b-1")

    def be_away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "usersessions" in sql:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(be_away):
        asking = Client(raise_request_exception=False)
        if isinstance(error, Killed):
            with pytest.raises(Killed):
                asking.post(OUT, {"logout_token": token})
        else:
            assert asking.post(OUT, {"logout_token": token}).status_code == 503
    assert tell(token).status_code == 200
    assert not is_in(bob)


def test_one_of_the_providers_sessions_is_found_among_many(provider: OidcProvider) -> None:
    """With no more parameters in a query than any database takes."""
    bob = come(provider, sid="s-1")
    owner = User.objects.get(username="bob")
    tomorrow = timezone.now() + timedelta(days=1)
    others = [
        Session(
            session_key=f"{number:032}",
            session_data=SessionStore().encode({}),
            expire_date=tomorrow,
        )
        for number in range(1200)
    ]
    Session.objects.bulk_create(others)
    UserSession.objects.bulk_create(
        UserSession(user=owner, session_key=other.session_key, ip="127.0.0.1", data={})
        for other in others
    )
    most = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal most
        most = max(most, len(params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert tell(provider.logout_token(sid="s-1")).status_code == 200
    assert 0 < most < 100
    assert not is_in(bob)
    assert Session.objects.count() == len(others)
