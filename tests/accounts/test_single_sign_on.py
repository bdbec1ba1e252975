"""Single sign-on, with a real provider."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from environs import EnvError
from pytest_django.fixtures import Settings

from accounts import addresses, invitations
from accounts.models import User
from chatsite.signing_in import providers
from tests.support.cast import PASSWORD, make_user
from tests.support.oidc_provider import OidcProvider, running_provider

pytestmark = pytest.mark.django_db
START = "/sign-in/sso/"
ADDRESS = "bob@example.org"


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def charlie(provider: OidcProvider, settings: Settings) -> User:
    """He administers a site that knows the provider, which knows Bob."""
    given = provider.settings()
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        issuer=given["OIDC_ISSUER"],
        client_id=given["OIDC_CLIENT_ID"],
        client_secret=given["OIDC_CLIENT_SECRET"],
        name=given["OIDC_NAME"],
    )
    provider.knows(
        "b-1", email=ADDRESS, email_verified=True, preferred_username="bob", name="Bob Brown"
    )
    return make_user("charlie", is_staff=True, is_superuser=True)


def come(provider: OidcProvider, client: Client, sub: str = "b-1", start: str = START) -> str:
    """→ where the site leads in the end"""
    away = client.get(start).headers["Location"]
    back = provider.log_in(away, sub)
    answer = client.get(back.removeprefix("http://testserver"))
    return str(answer.headers.get("Location") or answer.text)


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_the_sign_in_page_shows_the_way(client: Client) -> None:
    page = client.get("/sign-in/?next=/archived/").text
    assert "Sign in with Example Org" in page
    assert f'href="{START}?next=/archived/"' in page


def test_without_a_provider_there_is_no_such_way(client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert START not in client.get("/sign-in/").text
    assert client.get(START).status_code == 404


def test_who_comes_for_the_first_time_gets_an_account(
    provider: OidcProvider, client: Client
) -> None:
    assert come(provider, client) == "/"
    assert is_in(client)
    bob = User.objects.get(username="bob")
    assert (bob.first_name, bob.email, bob.is_staff) == ("Bob Brown", ADDRESS, False)
    assert not bob.has_usable_password()
    assert EmailAddress.objects.get(user=bob).verified


def test_who_comes_again_gets_the_same_account_whatever_they_are_called(
    provider: OidcProvider, client: Client
) -> None:
    come(provider, client)
    provider.knows("b-1", email="robert@example.org", email_verified=True, name="Robert")
    again = Client()
    come(provider, again)
    assert is_in(again)
    assert User.objects.exclude(username="charlie").count() == 1


def test_the_way_leads_where_somebody_wanted_to_go(provider: OidcProvider, client: Client) -> None:
    assert come(provider, client, start=f"{START}?next=/archived/") == "/archived/"
    stranger = Client()
    assert come(provider, stranger, start=f"{START}?next=https://evil.example/") == "/"


def test_an_address_that_both_sides_know_links_the_accounts(
    provider: OidcProvider, client: Client
) -> None:
    robert = make_user("robert")
    addresses.claim(robert, ADDRESS, is_verified=True)
    come(provider, client)
    assert is_in(client)
    assert SocialAccount.objects.get().user == robert
    assert not User.objects.filter(username="bob").exists()


def test_an_address_that_was_only_typed_here_links_nothing(
    provider: OidcProvider, client: Client
) -> None:
    """Somebody may have signed up with Bob's address to see what he writes later."""
    addresses.claim(make_user("mallory"), ADDRESS)
    come(provider, client)
    assert SocialAccount.objects.get().user.username == "bob"
    assert User.objects.get(username="bob").email == ADDRESS
    assert User.objects.get(username="mallory").email == ""


@pytest.mark.parametrize("claim", [{"email_verified": False}, {}, {"email_verified": "no"}])
def test_an_address_that_the_provider_has_not_verified_links_nothing(
    provider: OidcProvider, client: Client, claim: dict[str, object]
) -> None:
    robert = make_user("robert")
    addresses.claim(robert, ADDRESS, is_verified=True)
    provider.knows("b-1", email=ADDRESS, preferred_username="bob", **claim)
    come(provider, client)
    assert SocialAccount.objects.get().user.username == "bob"
    assert User.objects.get(username="bob").email == ""
    assert User.objects.get(username="robert").email == ADDRESS


def test_a_taken_name_gets_another(provider: OidcProvider, client: Client) -> None:
    make_user("Bob")
    come(provider, client)
    assert SocialAccount.objects.get().user.username.startswith("bob")


def test_somebody_of_whom_nothing_is_told_has_an_account_too(
    provider: OidcProvider, client: Client
) -> None:
    provider.knows("n-1")
    come(provider, client, "n-1")
    assert is_in(client)


@pytest.mark.parametrize("way", ["closed", "invitation"])
def test_the_rules_of_signing_up_hold_for_newcomers(
    provider: OidcProvider, client: Client, settings: Settings, way: str
) -> None:
    settings.SIGN_UP = way
    assert "Sign-up is closed" in come(provider, client)
    assert not User.objects.filter(username="bob").exists()


def test_an_invitation_is_taken_along(
    provider: OidcProvider, client: Client, settings: Settings, charlie: User
) -> None:
    settings.SIGN_UP = "invitation"
    invitation = invitations.invite(by=charlie)
    client.get(invitations.path_of(invitation))
    come(provider, client)
    assert is_in(client)
    invitation.refresh_from_db()
    assert invitation.used_by == User.objects.get(username="bob")


def test_newcomers_wait_for_approval(
    provider: OidcProvider, client: Client, settings: Settings
) -> None:
    settings.SIGN_UP = "approval"
    assert come(provider, client) == "/sign-in/waiting/"
    assert not is_in(client)


def test_a_disabled_account_stays_out(provider: OidcProvider, client: Client) -> None:
    come(provider, client)
    User.objects.filter(username="bob").update(is_active=False)
    other = Client()
    assert come(provider, other) == "/sign-in/disabled/"
    assert not is_in(other)


def test_an_answer_that_nobody_asked_for_is_refused(provider: OidcProvider, client: Client) -> None:
    """Else somebody could be signed in to the account of another without noticing."""
    mallory = Client()
    back = provider.log_in(mallory.get(START).headers["Location"], "b-1")
    page = client.get(back.removeprefix("http://testserver"))
    assert "You are not signed in" in page.text
    assert not is_in(client)


def test_the_code_is_bound_to_who_asked(client: Client) -> None:
    asked = parse_qs(urlsplit(client.get(START).headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/sign-in/sso/back/"]


def test_who_is_signed_in_is_not_linked_by_following_a_link(
    provider: OidcProvider, client: Client
) -> None:
    robert = make_user("robert")
    client.force_login(robert)
    assert client.get(f"{START}?process=connect")["Location"] == "/sign-in/"
    come(provider, client)
    assert not SocialAccount.objects.filter(user=robert).exists()


def test_a_provider_that_is_away_is_told_kindly(client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        issuer="http://127.0.0.1:9", client_id="x", client_secret="x", name="Away"
    )
    page = client.get(START)
    assert page.status_code == 503
    assert "You are not signed in" in page.text


def test_a_site_may_want_no_passwords(
    provider: OidcProvider, client: Client, settings: Settings
) -> None:
    settings.OIDC_ONLY = True
    make_user("alice", password=PASSWORD)
    page = client.get("/sign-in/").text
    assert "Sign in with Example Org" in page
    assert 'name="password"' not in page
    fields = {"login": "alice", "password": PASSWORD}
    assert client.post("/sign-in/", fields).status_code == 403
    assert client.post("/sign-in/passkey/", {"credential": "{}"}).status_code == 403
    for path in ("/sign-up/", "/password/reset/"):
        assert client.get(path).status_code == 403, path
    assert not is_in(client)
    come(provider, client)
    assert is_in(client)


def test_the_first_of_an_empty_site_administers_it(
    provider: OidcProvider, client: Client, settings: Settings
) -> None:
    settings.OIDC_ONLY = True
    User.objects.all().delete()
    assert client.get("/sign-in/").status_code == 200
    come(provider, client)
    assert User.objects.get().is_superuser


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"client_id": "x", "client_secret": "y"}, "OIDC_ISSUER is missing"),
        ({"issuer": "https://a.example", "client_id": "x"}, "OIDC_CLIENT_SECRET is missing"),
        (
            {"issuer": "http://a.example", "client_id": "x", "client_secret": "y"},
            "must begin with https://",
        ),
    ],
)
def test_settings_that_cannot_work_stop_the_start(given: dict[str, str], told: str) -> None:
    none = {"issuer": "", "client_id": "", "client_secret": "", "name": ""}
    with pytest.raises(EnvError, match=told):
        providers(**{**none, **given})
