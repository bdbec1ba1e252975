"""Whoever has an account here connects it with that of single sign-on, and parts them again."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.accounts.test_single_sign_on import charlie, come, provider
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters
from tests.support.oidc_provider import OidcProvider

__all__ = ["charlie", "provider"]

pytestmark = pytest.mark.django_db

PAGE = "/settings/connected/"
CONNECT, DISCONNECT = f"{PAGE}connect/", f"{PAGE}disconnect/"


@pytest.fixture
def robert(db: None) -> User:
    return make_user("robert", password=PASSWORD, email="robert@example.org")


@pytest.fixture
def client(robert: User) -> Client:
    client = Client()
    client.force_login(robert)
    return client


def post(client: Client, path: str, **fields: str) -> str:
    """With the password, which is asked before. → where it leads"""
    asks = client.post(path, fields)["Location"]
    assert asks.startswith("/sign-in/again/")
    return str(client.post(asks, {"password": PASSWORD})["Location"])


def connect(provider: OidcProvider, client: Client, sub: str = "b-1") -> str:
    """→ what the page says in the end"""
    back = provider.log_in(post(client, CONNECT), sub)
    page = client.get(back.removeprefix("http://testserver"), follow=True)
    assert page.redirect_chain[-1][0] == PAGE
    return page.text


def test_an_account_is_connected_after_the_password_and_signs_in_from_then_on(
    provider: OidcProvider, client: Client, robert: User
) -> None:
    assert PAGE in client.get("/settings/").text
    assert "Connect an account of Example Org" in client.get(PAGE).text
    page = connect(provider, client)
    assert "bob@example.org" in page
    assert "Connect an account" not in page
    assert SocialAccount.objects.get().user == robert
    robert.refresh_from_db()
    assert robert.email == "robert@example.org", "whose an address is, is decided elsewhere"
    (letter,) = letters()
    assert "An account of another site was connected." in letter.body
    other = Client()
    come(provider, other)
    assert other.get("/settings/").text.count("robert") > 0
    assert not User.objects.filter(username="bob").exists()


def test_one_that_is_connected_elsewhere_stays_there(
    provider: OidcProvider, client: Client
) -> None:
    come(provider, Client())
    page = connect(provider, client)
    assert "connected with another one here" in page
    assert SocialAccount.objects.get().user.username == "bob"


def test_a_browser_left_open_connects_no_second_account(
    provider: OidcProvider, client: Client
) -> None:
    come(provider, client)  # Bob has no password that could be asked
    page = client.post(CONNECT, follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    assert "Your account here is connected already" in page.text
    assert SocialAccount.objects.get().uid == "b-1"


def test_who_began_to_connect_two_gets_the_first(
    provider: OidcProvider, client: Client, robert: User
) -> None:
    ways = [post(client, CONNECT), client.post(CONNECT)["Location"]]
    provider.knows("m-1", email="mallory@example.org", email_verified=True)
    told = []
    for way, sub in zip(ways, ("b-1", "m-1"), strict=True):
        back = provider.log_in(way, sub).removeprefix("http://testserver")
        told.append("connected already, so nothing" in client.get(back, follow=True).text)
    assert told == [False, True]
    assert SocialAccount.objects.get(user=robert).uid == "b-1"


def test_nobody_connects_by_a_link_or_a_form_of_another_site(robert: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(robert)
    assert client.post(CONNECT).status_code == 403
    assert client.post(DISCONNECT).status_code == 403
    for path in (CONNECT, DISCONNECT):
        assert client.get(path).status_code == 405
    for process in ("connect", "redirect"):
        assert client.get(f"/sign-in/sso/?process={process}")["Location"] == "/sign-in/"


def test_it_is_parted_only_when_a_password_is_left(
    provider: OidcProvider, client: Client, robert: User
) -> None:
    connect(provider, client)
    account = str(SocialAccount.objects.get().pk)
    robert.set_unusable_password()
    robert.save()
    client.force_login(robert)
    assert "Before you disconnect it, set a password" in client.get(PAGE).text
    page = client.post(DISCONNECT, {"account": account}, follow=True).text
    assert "Set a password first." in page
    assert SocialAccount.objects.exists()
    robert.set_password(PASSWORD)
    robert.save()
    client = Client()
    client.force_login(robert)
    assert post(client, DISCONNECT, account=account) == PAGE
    assert "The accounts are no longer connected." in client.get(PAGE).text
    assert not SocialAccount.objects.exists()
    assert "An account of another site was disconnected." in letters()[-1].body


def test_where_nobody_signs_in_otherwise_the_last_one_stays(
    provider: OidcProvider, client: Client, robert: User, settings: Settings
) -> None:
    connect(provider, client)
    settings.OIDC_ONLY = True
    assert "Disconnect" not in client.get(PAGE).text
    page = client.post(DISCONNECT, {"account": SocialAccount.objects.get().pk}, follow=True).text
    assert "It is the only way by which you can sign in." in page
    assert SocialAccount.objects.exists()
    SocialAccount.objects.create(user=robert, provider="sso", uid="b-2")  # from earlier days
    assert client.get(PAGE).text.count("Disconnect</button>") == 2
    client.post(DISCONNECT, {"account": SocialAccount.objects.get(uid="b-2").pk})
    assert SocialAccount.objects.get().uid == "b-1"


def test_nobody_parts_the_accounts_of_another(provider: OidcProvider, client: Client) -> None:
    come(provider, Client())
    assert post(client, DISCONNECT, account=str(SocialAccount.objects.get().pk)) == PAGE
    assert SocialAccount.objects.exists()


def test_strangers_are_asked_to_sign_in_and_without_a_provider_there_is_no_page(
    client: Client, settings: Settings
) -> None:
    assert Client().get(PAGE)["Location"] == f"/sign-in/?next={PAGE}"
    assert Client().post(CONNECT).status_code == 302
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert client.get(PAGE).status_code == 404
    assert client.post(CONNECT).status_code == client.post(DISCONNECT).status_code == 404
    assert PAGE not in client.get("/settings/").text
