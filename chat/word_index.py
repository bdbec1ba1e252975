"""Which words are in which message, as the database keeps it: made by migration 0005, kept by the
database itself. Knows no user's query.

PostgreSQL has a generated column with a GIN index. SQLite has an FTS5 table without the texts, and
triggers; its rows need numbers, which `chat_word_rows` gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Longer than any message that people send; a tsvector holds at most a megabyte of words.
INDEXED_CHARACTERS = 100_000
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¿¡“”„‘’‚«»‹›–—·•、。「」『』【】"

# Without accents, and split where SQLite splits: PostgreSQL would keep URLs and paths as one word.
PLAIN_TEXT = (
    f"translate(regexp_replace(normalize(left(text, {INDEXED_CHARACTERS}), NFKD), "
    "'[\\u0300-\\u036f]', '', 'g'), "
    "'{}', '{}')".format(PUNCTUATION.replace("'", "''"), " " * len(PUNCTUATION))
)
POSTGRESQL = (
    f"""ALTER TABLE chat_message ADD COLUMN words tsvector
    GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, {PLAIN_TEXT})) STORED""",
    "CREATE INDEX chat_message_words ON chat_message USING gin (words)",
)
WITHOUT_POSTGRESQL = ("ALTER TABLE chat_message DROP COLUMN words",)

# Messages of an owner, or of a team, are found by a word of their own, so that no query reads
# anybody else's: see chat.search. No conversation changes from one to the other.
ADD = """
    INSERT INTO chat_word_rows (message_id, owner)
        SELECT NEW.id, coalesce('t' || team_id, 'u' || owner_id) FROM chat_conversation
        WHERE id = NEW.conversation_id AND NEW.text <> '';
    INSERT INTO chat_words (rowid, owner, text)
        SELECT id, owner, NEW.text FROM chat_word_rows WHERE message_id = NEW.id;
"""
REMOVE = """
    INSERT INTO chat_words (chat_words, rowid, owner, text)
        SELECT 'delete', id, owner, OLD.text FROM chat_word_rows WHERE message_id = OLD.id;
    DELETE FROM chat_word_rows WHERE message_id = OLD.id;
"""
TRIGGERS = (
    f"""CREATE TRIGGER IF NOT EXISTS chat_words_insert AFTER INSERT ON chat_message
    WHEN NEW.text <> '' BEGIN {ADD} END""",
    f"""CREATE TRIGGER IF NOT EXISTS chat_words_update AFTER UPDATE OF text ON chat_message
    WHEN NEW.text <> OLD.text BEGIN {REMOVE} {ADD} END""",
    f"""CREATE TRIGGER IF NOT EXISTS chat_words_delete AFTER DELETE ON chat_message
    WHEN OLD.text <> '' BEGIN {REMOVE} END""",
)
SQLITE = (
    """CREATE TABLE chat_word_rows
    (id integer PRIMARY KEY, message_id char(32) NOT NULL UNIQUE, owner text NOT NULL)""",
    """CREATE VIRTUAL TABLE chat_words USING fts5(
    owner, text, content='', prefix='2 3', tokenize='unicode61 remove_diacritics 2')""",
    """INSERT INTO chat_word_rows (message_id, owner) SELECT m.id, 'u' || c.owner_id
    FROM chat_message m JOIN chat_conversation c ON c.id = m.conversation_id WHERE m.text <> ''""",
    """INSERT INTO chat_words (rowid, owner, text) SELECT r.id, r.owner, m.text
    FROM chat_word_rows r JOIN chat_message m ON m.id = r.message_id""",
    *TRIGGERS,
)
WITHOUT_TRIGGERS = tuple(
    f"DROP TRIGGER IF EXISTS chat_words_{event}" for event in ("insert", "update", "delete")
)
WITHOUT_SQLITE = (
    *WITHOUT_TRIGGERS,
    "DROP TABLE chat_words",
    "DROP TABLE chat_word_rows",
)


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, POSTGRESQL, SQLITE)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, WITHOUT_POSTGRESQL, WITHOUT_SQLITE)


def drop_triggers(*, using: str, plan: Sequence[Any], **_: Any) -> None:
    """Before migrations: SQLite renames no table, which is how it changes one, while a trigger of
    another names it."""
    if plan and _is_indexed(using):
        _run_on_sqlite(using, WITHOUT_TRIGGERS)


def mend_triggers(*, using: str, **_: Any) -> None:
    """After migrations."""
    if _is_indexed(using):
        _run_on_sqlite(using, TRIGGERS)


def _is_indexed(using: str) -> bool:
    """By triggers."""
    connection = connections[using]
    return connection.vendor == "sqlite" and "chat_words" in connection.introspection.table_names()


def _run_on_sqlite(using: str, statements: Sequence[str]) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _run(
    schema_editor: BaseDatabaseSchemaEditor, postgresql: tuple[str, ...], sqlite: tuple[str, ...]
) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite if is_sqlite else postgresql:
        schema_editor.execute(statement, params=None)
