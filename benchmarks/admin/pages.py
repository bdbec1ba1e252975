"""Which pages are measured: every list that the administration has, its last page, each column that
it sorts by, each filter and date that it offers, and searches. What conversations are filtered by
words is named here."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chat.models import Conversation, ReviewItem

Page = tuple[str, str]  # what it is, and its address

NOTHING, EVERYTHING = "nothinglikethis", "e"
SEARCHED = {"nothing": NOTHING, "a user": "user77", "what is in nearly all": EVERYTHING}
# Of conversations, beside what the list itself offers.
TYPED: tuple[dict[str, str], ...] = (
    {"user": "user7"},
    {"user": NOTHING},
    {"team": "Team 7"},
    {"team": "Team 7", "q": "rare77"},
    {"team": NOTHING},
    {"since": "2020-01-01", "until": "2100-01-01"},
    {"since": "2020-01-01", "until": "2020-01-02"},
    {"model": NOTHING},
    {"model": "seldom", "feedback": "bad", "reply": "stopped", "messages": "usual"},
)
SEARCHES = {
    "a word in every message": {"q": "the"},
    "a frequent word": {"q": "w0000"},
    "a word in one of a thousand": {"q": "w4990"},
    "a rare word": {"q": "rare77"},
    "a word that nobody wrote": {"q": NOTHING},
    "two frequent words": {"q": "w0001 w0002"},
    "a beginning of many words": {"q": "rar"},
    "a letter": {"q": "w"},
    "no word of an index": {"q": "天気"},
    "an owner": {"q": "user77"},
    "a rare word, of one user": {"q": "rare77", "user": "user7"},
    "a frequent word, of a team and a model": {"q": "w0000", "team": "Team 7", "model": "seldom"},
}


def signed_in_reviewer() -> Client:
    """An administrator who has given a reason for looking through all."""
    User.objects.filter(username="dora").delete()
    client = Client()
    client.force_login(User.objects.create_superuser("dora"))
    reason = {"reason": "Measuring how long it takes."}
    assert client.post(reverse("admin:chat_conversation_look"), reason).status_code == 302
    return client


def list_pages(client: Client) -> Iterator[Page]:
    yield "index", reverse("admin:index")
    for app in admin.site.get_app_list(_request_of(client)):
        for model in app["models"]:
            yield from _pages_of(client, model["name"], model["admin_url"])
    conversations = reverse("admin:chat_conversation_changelist")
    for asked in TYPED:
        yield "Conversations: " + urlencode(asked), f"{conversations}?{urlencode(asked)}"
    for what, asked in SEARCHES.items():
        yield f"Conversations: search, {what}", f"{conversations}?{urlencode(asked)}"
    item = ReviewItem.objects.open().first()
    assert item is not None
    yield "Reviews: one item", reverse("admin:chat_reviewitem_change", args=[item.pk])
    yield "Reviews: agreement", reverse("admin:chat_reviewitem_agreement")


def _pages_of(client: Client, name: str, address: str) -> Iterator[Page]:
    yield name, address
    shown: ChangeList | None = client.get(address).context.get("cl")
    if shown is None:  # a page that stands for a model
        return
    for what, query in _asked_of(shown):
        yield f"{name}: {what}", f"{address}{query}"
        if shown.model is Conversation:
            word = urlencode(SEARCHES["a rare word"])
            yield f"{name}: {what}, and a rare word", f"{address}{query}&{word}"


def _asked_of(shown: ChangeList) -> Iterator[Page]:
    """Of what the page of a list leads to, each thing by itself."""
    if shown.paginator.num_pages > 1:
        yield "last page", f"?p={shown.paginator.num_pages}"
    for column, field in enumerate(shown.list_display):
        if shown.get_ordering_field(field):
            yield f"by {field}", f"?o={column}"
            yield f"by {field}, turned round", f"?o=-{column}"
    for filtered in shown.filter_specs:
        for choice in filtered.choices(shown):
            if not choice["selected"] and "fields" not in choice:
                yield f"{filtered.title}: {choice['display']}", str(choice["query_string"])
    for date in (date_hierarchy(shown) or {}).get("choices", [])[:1]:
        yield f"of {date['title']}", date["link"]
    for what, words in SEARCHED.items() if shown.search_fields else ():
        if shown.model is not Conversation:
            yield f"search, {what}", f"?{urlencode({'q': words})}"


def _request_of(client: Client) -> HttpRequest:
    request: HttpRequest = client.get(reverse("admin:index")).wsgi_request
    return request
