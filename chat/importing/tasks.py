"""What the web worker does with a file that somebody brings."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from chat.importing import service


@shared_task(name="chat.import_file")
def import_file(import_id: str) -> None:
    service.run(UUID(import_id))
