"""In which language pages, mails and sockets speak."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from django.test import AsyncClient, Client
from django.utils import translation

from accounts.models import User
from chat.sidebar import group_of
from tests.chat.tab import database, open_tab
from tests.support.cast import make_user
from tests.support.mailbox import letters

pytestmark = pytest.mark.django_db

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice", email="alice@example.org")


def choose(client: Client, code: str, place: str = "/") -> str:
    answer = client.post("/settings/language/", {"language": code, "next": place})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("asked", "html", "words"),
    [
        ("de-AT,de;q=0.9", '<html lang="de" dir="ltr">', "Passwort vergessen?"),
        ("ar", '<html lang="ar" dir="rtl">', "هل نسيت كلمة المرور؟"),
        ("ja,en;q=0.5", '<html lang="ja" dir="ltr">', "パスワードを忘れましたか？"),
        ("tlh", '<html lang="en" dir="ltr">', "Forgot your password?"),
        ("", '<html lang="en" dir="ltr">', "Forgot your password?"),
    ],
)
def test_strangers_are_spoken_to_as_their_browser_asks(
    client: Client, alice: User, asked: str, html: str, words: str
) -> None:
    page = client.get("/sign-in/", headers={"accept-language": asked})
    assert html in page.text
    assert words in page.text
    assert {"Accept-Language", "Cookie"} <= set(page.headers["Vary"].split(", "))


def test_a_choice_on_the_sign_in_page_holds_in_this_browser(client: Client, alice: User) -> None:
    assert (
        choose(client, "fr", "/sign-in/?next=/demo/streaming") == "/sign-in/?next=/demo/streaming"
    )
    page = client.get("/sign-in/", headers=GERMAN)
    assert 'lang="fr"' in page.text
    assert choose(client, "") == "/"
    assert "Passwort vergessen?" in client.get("/sign-in/", headers=GERMAN).text


def test_the_language_of_an_account_goes_wherever_it_signs_in(alice: User) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        client.force_login(alice)
    choose(first, "ja")
    choose(Client(), "es")  # somebody else's
    assert '<html lang="ja"' in second.get("/settings/language/", headers=GERMAN).text
    choose(second, "")
    assert '<html lang="de"' in second.get("/settings/language/", headers=GERMAN).text


def test_the_page_of_the_choice_shows_it(client: Client, alice: User) -> None:
    client.force_login(alice)
    choose(client, "ar")
    assert '<option value="ar" selected>العربية</option>' in client.get("/settings/language/").text


def test_a_language_that_there_is_not_and_a_place_elsewhere_are_refused(client: Client) -> None:
    assert client.post("/settings/language/", {"language": "xx"}).status_code == 400
    assert choose(client, "de", "https://example.org/") == "/"
    assert choose(client, "de", "//example.org") == "/"


def test_reading_it_costs_no_query_more(
    client: Client, alice: User, django_assert_num_queries: object
) -> None:
    client.force_login(alice)
    with django_assert_num_queries(2):  # type: ignore[operator]  # the session and its user
        assert client.get("/demo/streaming").status_code == 200


def test_programs_are_told_in_english(client: Client) -> None:
    key = {"authorization": "Bearer sk-chat-none", **GERMAN}
    answer = client.get("/nothing/of/the/kind", headers=key)
    assert answer.status_code == 404
    assert "Content-Language" not in answer.headers
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    with translation.override("de"):
        assert client.get("/v1/models", headers=key).json()["error"]["message"].isascii()


def test_scripts_get_the_words_of_their_language_and_english_needs_none(
    client: Client, alice: User
) -> None:
    client.force_login(alice)
    assert "Antwort angehalten" in client.get("/demo/streaming", headers=GERMAN).text
    assert "i18n-catalogue" not in client.get("/demo/streaming").text


def test_the_mail_for_a_new_password_speaks_it_too(client: Client, alice: User) -> None:
    alice.set_password("correct horse battery staple")
    alice.save()
    client.post("/password/reset/", {"email": alice.email}, headers=GERMAN)
    letter = letters()[0]
    assert letter.subject == "Ihr Passwort bei Chatsite"
    assert letter.body.startswith("Guten Tag alice,\n\njemand, wahrscheinlich Sie, ")


def test_months_in_the_sidebar() -> None:
    today, before = date(2026, 3, 15), date(2026, 1, 2)
    told = {}
    for language in ("de", "fr", "ja"):
        with translation.override(language):
            told[language] = [group_of(day, today=today)[1] for day in (today, before)]
    assert told == {
        "de": ["Heute", "Januar 2026"],
        "fr": ["Aujourd’hui", "janvier 2026"],
        "ja": ["今日", "2026年1月"],
    }


@pytest.mark.django_db(transaction=True)
async def test_the_socket_refuses_in_the_language_of_its_reader() -> None:
    alice = await database(make_user, "alice", language="de")
    async with open_tab(alice) as german:
        refused = await german.send(" ")
        assert refused["error"]["message"] == "Schreiben Sie zuerst etwas."
    bob = await database(make_user, "bob")
    async with open_tab(bob) as english:
        refused = await english.send(" ")
        assert refused["error"]["message"] == "Write something first."


@pytest.mark.django_db(transaction=True)
async def test_readers_of_one_moment_do_not_mix() -> None:
    asked = ["de", "ja", "ar", "fr"] * 3
    client = AsyncClient()
    pages = await asyncio.gather(
        *(client.get("/password/reset/", headers={"accept-language": one}) for one in asked)
    )
    assert [page.headers["Content-Language"] for page in pages] == asked
    for one, page in zip(asked, pages, strict=True):
        assert f'lang="{one}"' in page.content.decode()
