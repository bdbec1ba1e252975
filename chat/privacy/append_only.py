"""How the database itself keeps the audit log: entries are added at its end and never changed.

Made by migration 0012, and mended after every migration. Whoever may change the schema may remove
it: the chain of digests is for them.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "chat_auditentry"
# Also keeps SQLite's INSERT OR REPLACE away, which replaces a row and asks no trigger for deletes.
FITS = """NEW.number = coalesce((SELECT max(number) FROM chat_auditentry), 0) + 1
    AND NEW.previous =
        coalesce((SELECT digest FROM chat_auditentry ORDER BY number DESC LIMIT 1), '')"""

POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION chat_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF {FITS} THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'This is not the next entry' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM {TABLE}) THEN RETURN NULL; END IF;
        RAISE EXCEPTION 'The audit log is append-only' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE OR REPLACE TRIGGER chat_audit_rows BEFORE INSERT OR UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION chat_audit_guard()""",
    f"""CREATE OR REPLACE TRIGGER chat_audit_table BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION chat_audit_guard()""",
)
WITHOUT_POSTGRESQL = ("DROP FUNCTION IF EXISTS chat_audit_guard() CASCADE",)

SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS chat_audit_insert BEFORE INSERT ON {TABLE}
    WHEN NOT ({FITS}) BEGIN SELECT RAISE(ABORT, 'This is not the next entry'); END""",
    *(
        f"""CREATE TRIGGER IF NOT EXISTS chat_audit_{event} BEFORE {event.upper()} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'The audit log is append-only'); END"""
        for event in ("update", "delete")
    ),
)
WITHOUT_SQLITE = tuple(
    f"DROP TRIGGER IF EXISTS chat_audit_{event}" for event in ("insert", "update", "delete")
)


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guard(schema_editor.connection.alias)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unguard(schema_editor.connection.alias)


def mend(*, using: str, **_: Any) -> None:
    """After migrations: SQLite loses triggers when Django makes a table anew."""
    if TABLE in connections[using].introspection.table_names():
        guard(using)


def guard(using: str) -> None:
    _run(using, SQLITE if connections[using].vendor == "sqlite" else POSTGRESQL)


def unguard(using: str) -> None:
    _run(using, WITHOUT_SQLITE if connections[using].vendor == "sqlite" else WITHOUT_POSTGRESQL)


def _run(using: str, statements: tuple[str, ...]) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
