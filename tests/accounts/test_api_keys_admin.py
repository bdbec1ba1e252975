"""Keys in the admin: to be seen and revoked, never to be made, changed or read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.api_keys import create_api_key, find_api_key, revoke_api_key
from accounts.models import ApiKey, User
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/apikey/"


@pytest.fixture
def charlie(db: None) -> User:
    return make_user("charlie", is_staff=True, is_superuser=True)


@pytest.fixture
def administrator(client: Client, charlie: User) -> Client:
    client.force_login(charlie)
    return client


def allow(user: User, *codenames: str) -> None:
    user.is_staff, user.is_superuser = True, False
    user.save()
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="accounts", codename__in=codenames)
    )


def revoke(client: Client, *keys: ApiKey) -> int:
    form = {"action": "revoke", "_selected_action": [str(key.pk) for key in keys]}
    return client.post(LIST, form).status_code


def listed(client: Client, **query: str) -> set[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return {key.name for key in page.context["cl"].result_list}


def test_the_list_tells_of_each_key_but_not_its_secret(
    administrator: Client, alice: User, bob: User
) -> None:
    used, secret = create_api_key(owner=alice, name="In use", scopes=["models", "generate"])
    find_api_key(secret)
    ended, _ = create_api_key(owner=bob, name="Old", expires_at=timezone.now())
    for path in (LIST, f"{LIST}{used.pk}/change/"):
        page = administrator.get(path).content.decode()
        for told in ("In use", "alice", used.prefix, "models, generate", "Active"):
            assert told in page, told
        assert ApiKey.objects.get(pk=used.pk).digest not in page
        assert secret not in page
    page = administrator.get(LIST).content.decode()
    assert "Expired" in page
    assert ended.prefix in page


def test_a_list_of_many_asks_no_more_than_one_of_few(
    administrator: Client, alice: User, bob: User
) -> None:
    def queries_for(more: int) -> int:
        for number in range(more):
            create_api_key(owner=(alice, bob)[number % 2], name=f"Key {number}")
        administrator.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            administrator.get(LIST)
        return len(queries)

    assert queries_for(2) == queries_for(20)


def test_keys_are_found_by_owner_and_by_prefix(
    administrator: Client, alice: User, bob: User
) -> None:
    alices, _ = create_api_key(owner=alice, name="One")
    create_api_key(owner=bob, name="Two")
    assert listed(administrator, q="alice") == listed(administrator, q=alices.prefix) == {"One"}
    assert listed(administrator) == {"One", "Two"}
    assert listed(administrator, q=alices.digest) == set()


def test_keys_are_filtered_by_whether_they_open_the_door(
    administrator: Client, alice: User, bob: User
) -> None:
    create_api_key(owner=alice, name="Active", expires_at=timezone.now() + timedelta(days=1))
    create_api_key(owner=alice, name="Expired", expires_at=timezone.now())
    revoked, _ = create_api_key(owner=alice, name="Revoked")
    revoke_api_key(owner=alice, key_id=revoked.pk)
    create_api_key(owner=bob, name="Of nobody")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert listed(administrator, state="active") == {"Active"}
    assert listed(administrator, state="ended") == {"Expired", "Revoked", "Of nobody"}


def test_an_administrator_revokes_and_it_is_in_the_history(
    administrator: Client, alice: User, charlie: User
) -> None:
    key, secret = create_api_key(owner=alice, name="Leaked")
    other, others_secret = create_api_key(owner=alice, name="Other")
    assert revoke(administrator, key) == 302
    assert find_api_key(secret) is None
    assert find_api_key(others_secret) == other
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (charlie, str(key.pk), "Revoked.")
    assert revoke(administrator, key) == 302
    assert LogEntry.objects.count() == 1


def test_nobody_makes_or_changes_a_key_in_the_admin(administrator: Client, alice: User) -> None:
    key, secret = create_api_key(owner=alice, name="Notebook", scopes=["models"])
    before = ApiKey.objects.values().get()
    assert administrator.get(f"{LIST}add/").status_code == 403
    assert administrator.post(f"{LIST}add/", {"name": "x", "owner": alice.pk}).status_code == 403
    more = {"name": "x", "scopes": '["generate"]', "digest": "0" * 64, "revoked_at": ""}
    assert administrator.post(f"{LIST}{key.pk}/change/", more).status_code == 403
    assert ApiKey.objects.values().get() == before
    assert find_api_key(secret) is not None


def test_who_may_only_look_cannot_revoke(client: Client, alice: User, bob: User) -> None:
    key, secret = create_api_key(owner=alice, name="Notebook")
    allow(bob, "view_apikey")
    client.force_login(bob)
    assert listed(client) == {"Notebook"}
    revoke(client, key)
    assert find_api_key(secret) is not None

    allow(bob, "view_apikey", "change_apikey")
    revoke(client, key)
    assert find_api_key(secret) is None


def test_staff_without_that_right_see_no_key(client: Client, alice: User, bob: User) -> None:
    key, _ = create_api_key(owner=alice, name="Notebook")
    allow(bob)
    client.force_login(bob)
    for path in (LIST, f"{LIST}{key.pk}/change/"):
        assert client.get(path).status_code == 403


def test_an_account_with_keys_can_be_deleted(administrator: Client, alice: User) -> None:
    create_api_key(owner=alice, name="Notebook")
    path = f"/admin/accounts/user/{alice.pk}/delete/"
    assert administrator.post(path, {"post": "yes"}).status_code == 302
    assert not ApiKey.objects.exists()
