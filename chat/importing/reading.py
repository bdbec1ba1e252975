"""The conversations in a file of JSON, one after the other. Knows no format beyond where they are.

Nothing is believed of the file: how deep it goes, how much one conversation holds, and how much
comes out of an archive have limits.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import ijson
from django.utils.translation import gettext as _
from ijson.common import ObjectBuilder

from chat.importing.exceptions import Unreadable

MOST_BYTES = 200 * 1024 * 1024  # of a file, and of what comes out of it
DEEPEST = 20_000  # a recursive LibreChat file has two levels for each turn
MOST_VALUES = 1_000_000  # in one conversation
MOST_CONVERSATIONS = 20_000
ZIP = b"PK\x03\x04"
CONVERSATIONS = re.compile(r"(?:.*/)?conversations(?:-\d+)?\.json")
DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
)
OPENING, CLOSING = ("start_map", "start_array"), ("end_map", "end_array")


def read_conversations(file: BinaryIO) -> Iterator[Any]:
    """Raises Unreadable, also in the middle."""
    count = 0
    for part in _json_files(file):
        for value in _values(part):
            count += 1
            if count > MOST_CONVERSATIONS:
                raise Unreadable(
                    _many(_("There are more than {count} conversations in it."), count)
                )
            yield value


def _json_files(file: BinaryIO) -> Iterator[BinaryIO]:
    beginning = file.read(len(ZIP))
    file.seek(0)
    if beginning != ZIP:
        yield file
        return
    with _sound():
        archive = zipfile.ZipFile(file)
        members = _members(archive)
    left = MOST_BYTES
    for member in members:
        with _sound():
            content = Bounded(archive.open(member), left)
        yield content  # type: ignore[misc]
        left = content.left


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Those that hold conversations: as ChatGPT names them, or else the only JSON there is."""
    members = [one for one in archive.infolist() if one.filename.endswith(".json")]
    named = [one for one in members if CONVERSATIONS.fullmatch(one.filename)]
    found = named or (members if len(members) == 1 else [])
    if not found:
        raise Unreadable(_("There is no conversations.json in the archive."))
    return sorted(found, key=lambda one: one.filename)


class Bounded:
    """A file in an archive, of which no more than so many bytes are read, whatever it says of
    itself."""

    def __init__(self, content: Any, left: int) -> None:
        self._content, self.left = content, left

    def read(self, size: int = -1) -> bytes:
        with _sound():
            data: bytes = self._content.read(size)
        self.left -= len(data)
        if self.left < 0:
            limit = MOST_BYTES // 1024 // 1024
            raise Unreadable(
                _("What is in the archive is larger than {limit} MB.").format(limit=limit)
            )
        return data


@contextmanager
def _sound() -> Iterator[None]:
    try:
        yield
    except DAMAGED as error:
        raise Unreadable(_("The archive cannot be opened: it is damaged or locked.")) from error


def _values(file: BinaryIO) -> Iterator[Any]:
    """Of a list its items; of an object with a list of conversations those; else the object."""
    try:
        yield from _walk(ijson.basic_parse(file))
    except (ijson.JSONError, ValueError, OverflowError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise Unreadable(_("This is not JSON: {reason}").format(reason=reason)) from error


def _walk(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    event, _value = next(events, ("", None))
    if event == "start_array":
        yield from _items(events)
    elif event == "start_map":
        yield from _of_object(events)
    else:
        raise Unreadable(_("The file holds no list and no object."))
    for _rest in events:  # also what follows must be JSON
        pass


def _of_object(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    whole: dict[str, Any] = {}
    has_list, values = False, 0
    for event, key in events:
        if event == "end_map":
            break
        first = next(events)
        if key == "conversations" and first[0] == "start_array":
            has_list = True
            yield from _items(events)
        else:
            whole[key], taken = _build(first, events, values=values)
            values += taken
    if not has_list:
        yield whole


def _items(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    for event in events:
        if event[0] == "end_array":
            return
        yield _build(event, events)[0]


def _build(
    first: tuple[str, Any], events: Iterator[tuple[str, Any]], *, values: int = 0
) -> tuple[Any, int]:
    """One value, and how many it holds."""
    builder, depth, count = ObjectBuilder(), 0, 0
    event: tuple[str, Any] | None = first
    while event is not None:
        builder.event(*event)
        count += 1
        depth += (event[0] in OPENING) - (event[0] in CLOSING)
        if depth > DEEPEST:
            raise Unreadable(_many(_("It is nested more than {count} levels deep."), DEEPEST))
        if values + count > MOST_VALUES:
            raise Unreadable(
                _many(_("One conversation holds more than {count} values."), MOST_VALUES)
            )
        event = next(events) if depth else None
    return builder.value, count


def _many(words: str, count: int) -> str:
    return words.format(count=f"{count:,}")
