"""A file that somebody brings: taken piece by piece, then read once, and what came of it noted."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from chat.conversation_settings import ConversationSettings, read_settings
from chat.copies import copy_id, plant
from chat.exceptions import Busy, NotFound, SettingRefused
from chat.importing.chatsite import SOURCE as OURS
from chat.importing.exceptions import Broken, ImportProblem, Unreadable
from chat.importing.formats import read
from chat.importing.found import Found
from chat.importing.places import put_in_place
from chat.importing.reading import MOST_BYTES, read_conversations
from chat.importing.report import Report
from chat.importing.trees import fingerprint, to_plan
from chat.importing.values import text_of
from chat.models import Import, ImportPart
from chat.models.imports import FILE_NAME_CHARACTERS
from chat.models.tries import storable

PART_BYTES = 1024 * 1024
MOST_PARTS = 100_000  # far more than a page sends; a database counts only so far
NOTED_EVERY_SECONDS = 1.0
GONE_AFTER = timedelta(seconds=60)  # so long nothing was heard of it: its worker or page is gone
SHOWN = 10

logger = logging.getLogger(__name__)


class TooLarge(ImportProblem):
    """Nothing of the file is kept."""


def list_imports(owner: User) -> list[Import]:
    return list(owner.imports.all()[:SHOWN])


def begin(owner: User, name: str) -> Import:
    """In place of one that was never sent whole. Raises Busy while another is read."""
    left = Q(status=Import.Status.COMING)
    owner.imports.filter(left).delete()
    for old in owner.imports.all()[SHOWN - 1 :]:
        old.delete()
    try:
        with transaction.atomic():
            name = storable(name)[:FILE_NAME_CHARACTERS]
            return Import.objects.create(owner=owner, name=name)
    except IntegrityError:
        raise Busy(_("Another file is being read. Wait for its end.")) from None


def add_part(owner: User, import_id: UUID, number: int, content: bytes) -> None:
    """The same number again changes nothing: it was sent twice. Raises NotFound or TooLarge."""
    found = _coming(owner, import_id)
    if number > MOST_PARTS:
        raise NotFound
    if found.byte_count + len(content) > MOST_BYTES:
        found.delete()
        limit = MOST_BYTES // 1024 // 1024
        raise TooLarge(_("A file may have at most {limit} MB.").format(limit=limit))
    with transaction.atomic():
        _part, is_new = ImportPart.objects.get_or_create(
            of=found, number=number, defaults={"content": content}
        )
        if is_new:
            bytes_now = F("byte_count") + len(content)
            Import.objects.filter(pk=found.pk).update(byte_count=bytes_now)


def finish(owner: User, import_id: UUID) -> Import:
    """All parts are here; whoever called it asks for it to be read. Raises NotFound."""
    found = _coming(owner, import_id)
    found.status, found.touched_at = Import.Status.WAITING, timezone.now()
    found.save(update_fields=["status", "touched_at"])
    return found


def is_stuck(found: Import) -> bool:
    """It was to be read, and nothing is heard of that."""
    waits = found.status in (Import.Status.WAITING, Import.Status.RUNNING)
    return waits and found.touched_at < timezone.now() - GONE_AFTER


def run(import_id: UUID) -> None:
    """Safe to run twice: who comes second leaves it to the first, as long as that is alive."""
    free = Q(status=Import.Status.WAITING) | Q(
        status=Import.Status.RUNNING, touched_at__lt=timezone.now() - GONE_AFTER
    )
    claimed = Import.objects.filter(free, pk=import_id).update(
        status=Import.Status.RUNNING, touched_at=timezone.now()
    )
    if not claimed:
        return
    found = Import.objects.select_related("owner").get(pk=import_id)
    with tempfile.TemporaryFile() as file:
        for part in found.parts.iterator(chunk_size=4):
            file.write(part.content)
        file.seek(0)
        report = _read(found, cast("BinaryIO", file))
    nothing = not (report.imported_count or report.there_count)
    status = Import.Status.FAILED if nothing else Import.Status.DONE
    with transaction.atomic():
        found.parts.all().delete()
        Import.objects.filter(pk=import_id).update(
            status=status,
            read_byte_count=found.byte_count,
            report=report.to_json(),
            touched_at=timezone.now(),
        )


def _read(found: Import, file: BinaryIO) -> Report:
    report, note = Report(), _noting(found)
    watched = Watched(file)
    try:
        for number, value in enumerate(read_conversations(cast("BinaryIO", watched)), 1):
            _take(found.owner, number, value, report)
            note(watched.furthest, report)
        if not report.imported_count + report.there_count + report.broken_count:
            report.problem = _("There is no conversation in it.")
    except Unreadable as error:
        report.problem = str(error)
    return report


def _take(owner: User, number: int, value: Any, report: Report) -> None:
    """One conversation, whole or not at all."""
    title = text_of(value.get("title"))[:80] if isinstance(value, dict) else ""
    try:
        source, found = read(value)
        plan = to_plan(found)
    except Broken as error:
        report.add_broken(number, storable(title), storable(str(error)))
        return
    report.source = report.source or source
    if found.source == OURS and _is_here(owner, found.source_id):
        report.there_count += 1
        return
    source_id = storable(found.source_id)
    wanted = copy_id(owner, "import", found.source, source_id, fingerprint(plan))
    plan = replace(plan, settings=_settings(found))
    with transaction.atomic():  # who is cut off in between would find it here, and nowhere put
        conversation, is_new = plant(plan, owner=owner, conversation_id=wanted)
        if is_new:
            found.left_out["places"] += not put_in_place(owner, conversation, found.place)
    if is_new:
        report.add_imported(conversation.title, conversation.pk, found.left_out)
    else:
        report.there_count += 1


def _settings(found: Found) -> ConversationSettings:
    """Those that this site can do: it may have another model."""
    kept: dict[str, Any] = {}
    for name, value in found.settings.items():
        try:
            read_settings(**{name: value})
            kept[name] = value
        except SettingRefused:
            found.left_out["settings"] = 1
    return read_settings(**kept)


def _is_here(owner: User, conversation_id: str) -> bool:
    """Somebody brings back what they never lost."""
    try:
        return owner.conversations.visible().personal().filter(pk=UUID(conversation_id)).exists()
    except ValueError:
        return False


def _noting(found: Import) -> Callable[[int, Report], None]:
    """Notes how far it is, now and then."""
    noted_at = time.monotonic()

    def note(byte_count: int, report: Report) -> None:
        nonlocal noted_at
        if time.monotonic() - noted_at < NOTED_EVERY_SECONDS:
            return
        noted_at = time.monotonic()
        Import.objects.filter(pk=found.pk).update(
            read_byte_count=min(byte_count, found.byte_count),
            report=report.to_json(),
            touched_at=timezone.now(),
        )

    return note


class Watched:
    """A file that knows how far it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.furthest = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.furthest = max(self.furthest, self._file.tell())
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _coming(owner: User, import_id: UUID) -> Import:
    found = owner.imports.filter(pk=import_id, status=Import.Status.COMING).first()
    if found is None:
        raise NotFound(_("This file is no longer being sent. Choose it again."))
    return found
