"""Sharing a conversation by a link, and taking it back."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat import services, versions
from chat.models import Conversation, Message, SharedLink, SharedMessage
from chat.sharing import links
from chat.sharing.pages import PAGE_CHARACTERS, PAGE_MESSAGES
from chat.sharing.tokens import make_token, read_token
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db

SHARED_PAGE_QUERIES = 4  # session, reader, link, its messages


@pytest.fixture
def alices(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def bobs(bob: User) -> Client:
    browser = Client()
    browser.force_login(bob)
    return browser


def shared(owner: Client, conversation_id: UUID) -> str:
    """The path of a link to it, made or renewed."""
    answer = owner.post(f"/c/{conversation_id}/share/")
    assert answer.status_code == 302, answer.text
    page = owner.get(answer.headers["Location"])
    address: str = page.context["address"]
    return address.removeprefix("http://testserver")


def test_bob_reads_what_alice_shared(alices: Client, bobs: Client, alice: User) -> None:
    last = talk(alice, "What is *this*?", "A **reply**.")
    page = bobs.get(shared(alices, last.conversation_id))
    assert page.status_code == 200
    assert "What is *this*?" in page.text
    assert "A <strong>reply</strong>." in page.text
    assert alice.username not in page.text


def test_what_comes_later_does_not_leak_until_the_link_is_updated(
    alices: Client, bobs: Client, alice: User
) -> None:
    last = talk(alice, "One?", "One.")
    path = shared(alices, last.conversation_id)
    last = reply_to(say(alice, "Secret two?", last), "Secret two.")
    services.rename_conversation(
        user=alice, conversation_id=last.conversation_id, title="Secret title"
    )
    Message.objects.filter(text="One.").update(text="Secret one.")
    assert "Secret" not in bobs.get(path).text
    assert shared(alices, last.conversation_id) == path
    text = bobs.get(path).text
    assert all(one in text for one in ("Secret title", "Secret one.", "Secret two."))


def test_a_reply_that_is_being_written_is_not_in_it(
    alices: Client, bobs: Client, alice: User
) -> None:
    last = talk(alice, "One?", "One.")
    generation = say(alice, "Two?", last)
    path = shared(alices, last.conversation_id)
    reply_to(generation, "Written later.")
    page = bobs.get(path)
    assert "Two?" in page.text
    assert "Written later." not in page.text


def test_other_versions_and_thoughts_are_not_shared(
    alices: Client, bobs: Client, alice: User
) -> None:
    last = talk(alice, "One?", "The first version.")
    Message.objects.filter(pk=last.pk).update(reasoning="A private thought.")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=last.pk)
    reply_to(again, "The second version.")
    text = bobs.get(shared(alices, last.conversation_id)).text
    assert "The second version." in text
    assert "The first version." not in text
    assert "A private thought." not in text


def test_a_revoked_an_unknown_and_a_forged_link_are_the_same_404(
    alices: Client, bobs: Client, alice: User
) -> None:
    path = shared(alices, talk(alice, "One?", "One.").conversation_id)
    link = SharedLink.objects.get()
    assert alices.post(f"/settings/links/{link.pk}/revoke/").status_code == 302
    forged = path[:-1] + ("A" if path[-1] != "A" else "Q")
    unknown = f"/s/{make_token(uuid4())}"
    answers = [bobs.get(one) for one in (path, unknown, forged, "/s/x", f"/s/{'ä' * 43}")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {bobs.post(f"{path}/fork", {"form": str(uuid4())}).status_code} == {404}


def test_a_link_that_is_made_after_a_revoked_one_is_another(alices: Client, alice: User) -> None:
    conversation_id = talk(alice, "One?", "One.").conversation_id
    path = shared(alices, conversation_id)
    alices.post(f"/settings/links/{SharedLink.objects.get().pk}/revoke/")
    assert shared(alices, conversation_id) != path


def test_a_deleted_conversation_takes_its_link_with_it(
    alices: Client, bobs: Client, alice: User
) -> None:
    last = talk(alice, "One?", "One.")
    path = shared(alices, last.conversation_id)
    services.delete_conversation(user=alice, conversation_id=last.conversation_id)
    assert bobs.get(path).status_code == 404


def test_bob_can_neither_share_nor_revoke_what_is_alices(
    alices: Client, bobs: Client, alice: User
) -> None:
    conversation_id = talk(alice, "One?", "One.").conversation_id
    path = shared(alices, conversation_id)
    link = SharedLink.objects.get()
    for foreign, missing in (
        (f"/c/{conversation_id}/share/", f"/c/{uuid4()}/share/"),
        (f"/settings/links/{link.pk}/revoke/", f"/settings/links/{uuid4()}/revoke/"),
        (f"/c/{conversation_id}/duplicate/", f"/c/{uuid4()}/duplicate/"),
    ):
        answers = [bobs.post(one, {"form": str(uuid4())}) for one in (foreign, missing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    assert alices.get(path).status_code == 200


def test_strangers_are_sent_to_sign_in_whatever_they_ask_for(client: Client, alice: User) -> None:
    owner = Client()
    owner.force_login(alice)
    path = shared(owner, talk(alice, "One?", "One.").conversation_id)
    for one in (path, f"/s/{make_token(uuid4())}", "/s/x"):
        answer = client.get(one)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/sign-in/?next={one}"


def test_public_links_are_read_by_strangers_who_may_not_copy(
    client: Client, alice: User, settings: LazySettings
) -> None:
    settings.SHARE_LINKS = "public"
    owner = Client()
    owner.force_login(alice)
    path = shared(owner, talk(alice, "One?", "One.").conversation_id)
    page = client.get(path)
    assert page.status_code == 200
    assert f"/sign-in/?next={path}" in page.text
    assert client.post(f"{path}/fork", {"form": str(uuid4())}).status_code == 302
    assert Conversation.objects.count() == 1


def test_with_sharing_off_no_link_opens_and_none_is_made(
    alices: Client, alice: User, settings: LazySettings
) -> None:
    conversation_id = talk(alice, "One?", "One.").conversation_id
    path = shared(alices, conversation_id)
    settings.SHARE_LINKS = "off"
    assert alices.get(path).status_code == Client().get(path).status_code == 404
    assert alices.post(f"/c/{conversation_id}/share/").status_code == 404
    assert "Make a link" not in alices.get(f"/c/{conversation_id}/share/").text
    settings.SHARE_LINKS = "signed_in"
    assert alices.get(path).status_code == 200


def test_an_empty_conversation_is_not_shared(alices: Client, alice: User) -> None:
    empty = Conversation.objects.create(owner=alice, title="Empty")
    answer = alices.post(f"/c/{empty.pk}/share/")
    assert "Nothing has been said" in answer.text
    assert not SharedLink.objects.exists()


def test_the_page_lets_nothing_run_and_tells_nobody(
    alices: Client, bobs: Client, alice: User
) -> None:
    last = talk(alice, "<script>alert(1)</script>", "<script>alert(2)</script> [x](javascript:y)")
    Conversation.objects.update(title="</title><script>alert(3)</script>")
    page = bobs.get(shared(alices, last.conversation_id))
    assert "<script" not in page.text
    assert "javascript:" not in page.text.replace("[x](javascript:y)", "")
    policy = page.headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for nothing in ("default-src", "script-src", "connect-src", "frame-ancestors", "base-uri"):
        assert directives[nothing] == "'none'"
    assert directives["style-src"] == directives["form-action"] == "'self'"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]


def test_a_page_takes_the_same_queries_however_long_it_is(
    alices: Client,
    bobs: Client,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for turns in (2, 60):
        path = shared(alices, talk(alice, *("text",) * turns).conversation_id)
        with django_assert_num_queries(SHARED_PAGE_QUERIES):
            assert bobs.get(path).status_code == 200


def test_a_long_conversation_is_paged_by_messages_and_by_characters(
    alices: Client, bobs: Client, alice: User
) -> None:
    last = talk(alice, *("short",) * (PAGE_MESSAGES + 2))
    path = shared(alices, last.conversation_id)
    first, second = (bobs.get(path, {"page": number}) for number in (1, 2))
    assert [len(page.context["turns"]) for page in (first, second)] == [PAGE_MESSAGES, 2]
    assert "?page=2" in first.text
    for wrong in ("0", "3", "x", "-1", "9" * 40, "²"):
        assert bobs.get(path, {"page": wrong}).status_code == 404

    huge = talk(alice, "One?", "x" * (PAGE_CHARACTERS + 1), "Two?", "Two.")
    pages = bobs.get(shared(alices, huge.conversation_id)).context["link"].page_count
    assert pages == 3


def test_a_token_is_of_this_site_alone(settings: LazySettings) -> None:
    link_id = uuid4()
    token = make_token(link_id)
    assert read_token(token) == link_id
    assert len(token) == 43
    settings.SECRET_KEY = "another" * 10
    assert read_token(token) is None
    assert make_token(link_id)[:21] == token[:21]  # the id; what follows is the signature


def test_what_the_dialog_says_is_what_others_see(alices: Client, alice: User) -> None:
    last = talk(alice, "One?", "One.")
    page = f"/c/{last.conversation_id}/share/"
    assert "the 2 messages of the version that is shown now" in alices.get(page).text
    shared(alices, last.conversation_id)
    reply_to(say(alice, "Two?", last), "Two.")
    told = " ".join(alices.get(page).text.split())
    assert "It shows 2 messages" in told
    assert "2 messages came since and are not in it." in told


def test_a_link_says_what_it_does_not_show(alice: User) -> None:
    """Also a reply that was being written then, and another branch, though that is older."""
    last = talk(alice, "One?", "First.")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=last.pk)
    links.share(alice, last.conversation_id)
    assert links.look(alice, last.conversation_id).news == 0
    reply_to(again, "Second.")
    assert links.look(alice, last.conversation_id).news == 1
    links.share(alice, last.conversation_id)
    assert links.look(alice, last.conversation_id).news == 0
    versions.show_branch(user=alice, message_id=last.pk)
    assert links.look(alice, last.conversation_id).news == 1


def test_a_process_of_the_release_before_shares_during_an_update(alice: User) -> None:
    """It names only the columns that it knows: those of before chat 0018."""
    link = links.share(alice, talk(alice, "One?", "One.").conversation_id)
    known = "page, role, text, model, author, created_at, link_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO chat_sharedmessage (place, {known}) "
            f"SELECT place + 2, {known} FROM chat_sharedmessage"
        )
    assert SharedMessage.objects.filter(link=link, is_edited=False).count() == 4
