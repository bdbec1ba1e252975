"""The audit log is one chain that nobody changes unseen."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from chat.account.leaving import delete_account
from chat.models import ApiGeneration, AuditEntry, Conversation
from chat.models.audit import AppendOnly
from chat.privacy.audit import record, verify
from tests.privacy.conftest import unguarded
from tests.support.at_once import all_at_once
from tests.support.cast import conversations, make_user

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
OPENED = AuditEntry.Action.OPENED
LOG = "/admin/chat/auditentry/"


@pytest.fixture
def three_entries(alice: User, charlie: User) -> list[AuditEntry]:
    subjects: list[Conversation] = conversations(alice, 3)
    return [record(OPENED, actor=charlie, about=one, reason="A complaint.") for one in subjects]


def change(sql: str) -> None:
    """As somebody does who may change the schema."""
    unguarded()
    with connection.cursor() as cursor:
        cursor.execute(sql)


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_audit_log", *arguments, stdout=out)
    return out.getvalue()


def test_entries_are_numbered_and_each_holds_the_one_before(
    three_entries: list[AuditEntry],
) -> None:
    first, second, third = AuditEntry.objects.order_by("number")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.previous == ""
    assert second.previous == first.digest
    assert third.previous == second.digest
    assert len({first.digest, second.digest, third.digest}) == 3
    assert verify().broken is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE chat_auditentry SET reason = 'None.' WHERE number = 2",
        "DELETE FROM chat_auditentry WHERE number = 3",
        "DELETE FROM chat_auditentry",
        "INSERT INTO chat_auditentry SELECT * FROM chat_auditentry WHERE number = 2",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(
    sql: str, three_entries: list[AuditEntry]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify().count == 3


@pytest.mark.parametrize("field", ["number", "previous"])
def test_the_database_itself_takes_only_the_next_entry(
    field: str, three_entries: list[AuditEntry]
) -> None:
    last = three_entries[-1]
    entry = AuditEntry(number=4, moment=last.moment, action=OPENED, previous=last.digest, digest="")
    setattr(entry, field, 5 if field == "number" else "0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_the_database_itself_refuses_to_empty_the_log(three_entries: list[AuditEntry]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE chat_auditentry")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_sqlite_replaces_no_entry_either(three_entries: list[AuditEntry]) -> None:
    copy = "INSERT OR REPLACE INTO chat_auditentry SELECT * FROM chat_auditentry WHERE number = 1"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(copy)


@pytest.mark.parametrize(
    "way",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda _: AuditEntry.objects.all().delete(),
        lambda _: AuditEntry.objects.update(reason=""),
        lambda entry: AuditEntry.objects.bulk_create([entry]),
    ],
)
def test_the_model_refuses_before_the_database_has_to(
    way: Callable[[AuditEntry], object], three_entries: list[AuditEntry]
) -> None:
    with pytest.raises(AppendOnly):
        way(three_entries[0])


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE chat_auditentry SET reason = 'None.' WHERE number = 2", "Entry 2 is broken: it d"),
        ("UPDATE chat_auditentry SET actor_name = 'bob' WHERE number = 3", "Entry 3 is broken"),
        ("DELETE FROM chat_auditentry WHERE number = 2", "Entry 2 is broken: it is missing"),
        ("DELETE FROM chat_auditentry WHERE number = 1", "Entry 1 is broken: it is missing"),
        ("UPDATE chat_auditentry SET previous = digest WHERE number = 3", "it does not follow"),
    ],
)
def test_what_was_changed_past_the_guard_is_found_and_named(
    sql: str, said: str, three_entries: list[AuditEntry]
) -> None:
    change(sql)
    with pytest.raises(CommandError, match=said) as refused:
        told()
    assert refused.value.returncode == 1


def test_a_log_that_was_cut_or_made_anew_is_found_by_what_was_noted(
    three_entries: list[AuditEntry],
) -> None:
    note = told().split()[-1]
    assert note == f"3:{three_entries[-1].digest}"
    assert "whole: 3 entries" in told("--noted", note)
    with pytest.raises(CommandError, match="Entry 3 is broken: its digest"):
        told("--noted", f"3:{'0' * 64}")
    with pytest.raises(CommandError, match="64 characters"):
        told("--noted", "3")
    change("DELETE FROM chat_auditentry WHERE number = 3")
    assert "whole: 2 entries" in told()
    with pytest.raises(CommandError, match="entry 3 was noted"):
        told("--noted", note)


def test_an_empty_log_is_whole(db: None) -> None:
    assert "empty" in told()


def test_who_leaves_stays_in_the_log_and_the_chain_is_whole(
    three_entries: list[AuditEntry], alice: User, charlie: User
) -> None:
    delete_account(alice, successor=None)
    delete_account(charlie, successor=None)
    entry = AuditEntry.objects.get(number=1)
    assert (entry.owner_name, entry.actor_name) == ("alice", "charlie")
    assert verify().count == 3
    assert verify().broken is None


def test_whatever_stands_in_a_reason_the_chain_is_whole(alice: User, charlie: User) -> None:
    for reason in ("", 'quotes "and" \\', "\0 and \ud800", "日本語 \N{PILE OF POO}", "a\r\nb"):
        record(OPENED, actor=charlie, whose=alice, reason=reason)
    assert verify().count == 5
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_many_threads_write_one_chain(real_commits: None) -> None:
    charlie = make_user("charlie")
    written = all_at_once(8, lambda: [record(OPENED, actor=charlie).number for _ in range(5)])
    numbers = [number for one in written if isinstance(one, list) for number in one]
    assert sorted(numbers) == list(range(1, 41)), written
    assert verify().count == 40


@pytest.mark.django_db(transaction=True)
def test_many_processes_write_one_chain(real_commits: None) -> None:
    charlie = make_user("charlie")
    script = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from accounts.models import User\n"
        "from chat.models import AuditEntry\n"
        "from chat.privacy.audit import record\n"
        f"user = User.objects.get(pk={charlie.pk})\n"
        "print('ready', flush=True); input()\n"
        "for _ in range(20): record(AuditEntry.Action.OPENED, actor=user)\n"
    )
    name = str(connection.settings_dict["NAME"])
    server = os.environ.get("DATABASE_URL")
    url = urlsplit(server)._replace(path=f"/{name}").geturl() if server else f"sqlite:///{name}"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "chatsite.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    ended = all_at_once(3, lambda: processes.pop().communicate("now\n", timeout=90))
    assert verify().count == 60, ended
    assert verify().broken is None


def test_the_log_is_read_and_filtered_and_not_changed_in_the_admin(
    administrator: Client, reviewer: Client, three_entries: list[AuditEntry]
) -> None:
    page = administrator.get(LOG)
    assert page.text.count("A complaint.") == 3
    assert "A complaint." in administrator.get(f"{LOG}?action=opened&q=alice").text
    assert "A complaint." not in administrator.get(f"{LOG}?action=searched").text
    path = f"{LOG}{three_entries[0].number}/"
    assert three_entries[0].digest in administrator.get(f"{path}change/").text
    for forbidden in (f"{path}delete/", f"{LOG}add/"):
        assert administrator.get(forbidden).status_code == 403
    assert administrator.post(f"{path}change/", {"reason": "x"}).status_code == 403
    assert reviewer.get(LOG).status_code == 403
    assert reviewer.get(f"{LOG}export.csv").status_code == 403


def test_an_export_has_what_is_filtered_and_no_formula(
    administrator: Client, alice: User, charlie: User
) -> None:
    record(OPENED, actor=charlie, whose=alice, reason="=HYPERLINK(1)")
    record(AuditEntry.Action.SEARCHED, actor=charlie, detail="@SUM(1), -2")
    answer = administrator.get(f"{LOG}export.csv?action=opened")
    assert answer["Content-Disposition"] == 'attachment; filename="audit-log.csv"'
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert row["reason"] == "'=HYPERLINK(1)"
    assert (row["number"], row["actor_name"], row["owner_name"]) == ("1", "charlie", "alice")
    every = administrator.get(f"{LOG}export.csv").getvalue().decode()
    assert '"\'@SUM(1), -2"' in every


def test_a_filter_that_there_is_none_of_leads_back_to_the_list(administrator: Client) -> None:
    answer = administrator.get("/admin/chat/auditentry/export.csv?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/admin/chat/auditentry/?e=1",
    )


@pytest.mark.parametrize("how", ["by itself", "with others"])
def test_what_an_administrator_deletes_of_a_programs_texts_is_an_entry_each(
    administrator: Client, alice: User, how: str
) -> None:
    chosen = [
        str(ApiGeneration.objects.create(owner=alice, keeps_text=True, prompt='"Tell"').pk)
        for _ in range(2)
    ]
    path = "/admin/chat/apigeneration/"
    if how == "by itself":
        for one in chosen:
            administrator.post(f"{path}{one}/delete/", {"post": "yes"})
    else:
        several = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
        administrator.post(path, several)
    assert not ApiGeneration.objects.exists()
    entries = AuditEntry.objects.filter(action="deleted", actor_name="dora", owner_name="alice")
    assert {entry.subject for entry in entries} == {f"API generation {one}" for one in chosen}
