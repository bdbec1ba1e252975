"""What is announced: who sees it and when, what can be closed, and that it is only ever text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import User
from chat.sharing import links
from inference.store import get_redis
from operations import announcing
from operations.models import Announcement, Dismissal
from operations.tasks import keep_up
from tests.chat.tab import OpenTab, database
from tests.support.cast import browser_of, make_user, talk

HOSTILE = (
    '<img src=x onerror=alert(1)> javascript:alert(2) "https://a.example/"onmouseover=alert(3)'
)

pytestmark = pytest.mark.django_db


def announce(text: str = "Maintenance at noon.", **more: Any) -> Announcement:
    return Announcement.objects.create(text=text, **more)


@pytest.mark.parametrize(
    "path", ["/", "/settings/", "/settings/keys/", "/demo/streaming", "/api/docs"]
)
def test_everybody_who_is_signed_in_sees_it_on_every_page(path: str, alice: User) -> None:
    announce()
    page = browser_of(alice).get(path, follow=True).text
    assert "Maintenance at noon." in page
    assert 'class="announcements" aria-live="polite"' in page
    assert "Maintenance" not in Client().get("/sign-in/").text


def test_whoever_is_signed_in_sees_it_on_a_shared_page_and_nothing_runs_there(
    alice: User, dora: User
) -> None:
    link = links.share(alice, talk(alice, "Hello", "Hello.").conversation.pk)
    path = links.path_of(link)
    announcement = announce()
    page = browser_of(dora).get(path).text
    assert "Maintenance at noon." in page
    assert "<script" not in page
    assert "Maintenance at noon." not in Client().get(path).text
    dismiss = reverse("operations:dismiss", args=[announcement.pk])
    reader = browser_of(dora)
    assert reader.post(dismiss, {"next": path})["Location"] == path
    assert "Maintenance at noon." not in reader.get(path).text


def test_staff_see_theirs_in_the_administration_and_others_do_not(alice: User, dora: User) -> None:
    announce(audience="staff")
    assert "Maintenance at noon." in browser_of(dora).get("/admin/").text
    assert "Maintenance at noon." not in browser_of(alice).get("/").text


@pytest.mark.parametrize(
    ("starts", "ends", "is_shown"),
    [(-1, None, True), (-1, 1, True), (1, None, False), (1, 2, False), (-2, -1, False)],
)
def test_it_is_shown_from_its_beginning_to_its_end(
    starts: int, ends: int | None, is_shown: bool, alice: User
) -> None:
    now = timezone.now()
    ends_at = None if ends is None else now + timedelta(hours=ends)
    announce(starts_at=now + timedelta(hours=starts), ends_at=ends_at)
    assert bool(announcing.list_announcements(alice)) == is_shown


def test_hostile_text_is_text(alice: User) -> None:
    announce(HOSTILE)
    page = browser_of(alice).get("/announcements/").text
    assert "<img" not in page
    assert "&lt;img src=x" in page
    assert 'href="javascript' not in page
    assert '"onmouseover' not in page


def test_an_address_becomes_a_link(alice: User) -> None:
    announce("See https://status.example/now for more.")
    page = browser_of(alice).get("/announcements/").text
    assert 'href="https://status.example/now" rel="nofollow"' in page


def test_alice_closes_it_for_herself_alone(alice: User, bob: User) -> None:
    announcement = announce()
    client = browser_of(alice)
    path = f"/announcements/{announcement.pk}/dismiss/"
    assert client.post(path, {"next": "/settings/"}).headers["Location"] == "/settings/"
    assert client.post(path, headers={"Accept": "application/json"}).status_code == 204
    assert Dismissal.objects.count() == 1
    assert "Maintenance" not in client.get("/").text
    assert "Maintenance" not in browser_of(alice).get("/").text
    assert "Maintenance" in browser_of(bob).get("/").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_closing_leads_to_no_other_site(elsewhere: str, alice: User) -> None:
    path = f"/announcements/{announce().pk}/dismiss/"
    assert browser_of(alice).post(path, {"next": elsewhere}).headers["Location"] == "/"


def test_what_one_cannot_close_or_see_is_as_not_there(alice: User) -> None:
    fixed, of_staff = announce(is_dismissible=False), announce(audience="staff")
    for pk in (fixed.pk, of_staff.pk, 999):
        assert browser_of(alice).post(f"/announcements/{pk}/dismiss/").status_code == 404
    assert not Dismissal.objects.exists()
    assert "dismiss/" not in browser_of(alice).get("/announcements/").text
    assert Client().post(f"/announcements/{fixed.pk}/dismiss/").status_code == 302
    assert browser_of(alice).get(f"/announcements/{fixed.pk}/dismiss/").status_code == 405


def test_a_page_asks_at_most_once_and_not_at_all_while_there_is_nothing(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert announcing.list_announcements(alice) == []
    announcement = announce()
    for _ in range(2):  # first what there is with what was closed, then only the latter
        with django_assert_num_queries(1):
            assert announcing.list_announcements(alice) == [announcement]
    announcing.dismiss(alice, announcement.pk)
    with django_assert_num_queries(1):
        assert announcing.list_announcements(alice) == []


def test_only_who_has_the_permission_announces(client: Client, dora: User) -> None:
    client.force_login(make_user("eve", is_staff=True))
    assert client.get("/admin/operations/announcement/add/").status_code == 403
    client.force_login(dora)
    form = {
        "text": "Hello",
        "level": "info",
        "audience": "everybody",
        "is_dismissible": "on",
        "starts_at_0": "2026-05-02",
        "starts_at_1": "12:00:00",
    }
    before = {**form, "ends_at_0": "2026-05-01", "ends_at_1": "12:00:00"}
    page = client.post("/admin/operations/announcement/add/", before).text
    assert "It must end after it starts." in page
    client.post("/admin/operations/announcement/add/", form)
    assert Announcement.objects.get().text == "Hello"


def test_pages_are_told_when_the_time_of_one_has_come(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    heard = get_redis().pubsub()  # type: ignore[no-untyped-call]
    heard.subscribe("chat:everybody")
    heard.get_message(timeout=5)
    with django_capture_on_commit_callbacks(execute=True):
        keep_up()
    assert heard.get_message(timeout=0.2) is None
    # A start of the task that was late by some seconds misses none.
    announce(starts_at=timezone.now() - timedelta(seconds=70))
    keep_up()
    assert heard.get_message(timeout=5)["type"] == "message"
    heard.close()


@pytest.mark.django_db(transaction=True)
async def test_open_pages_are_told_of_a_new_one_and_of_its_end(
    alice: User, tab_of: OpenTab
) -> None:
    tab = await tab_of(alice)
    await tab.say(type="hello", protocol=1)
    await tab.hear("activities")
    announcement = await database(announce)
    assert await tab.hear("announcements") == {"type": "announcements"}
    await database(announcement.delete)
    assert await tab.hear("announcements") == {"type": "announcements"}
