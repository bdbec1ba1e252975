"""How the models are, for all pages of this process: one look a second, told when one changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.utils.translation import gettext, gettext_noop

from inference.client import alist_workers, default_model
from inference.contract import WorkerStatus
from inference.exceptions import StoreUnavailable

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
FIRST_LOOK_SECONDS = 1.0  # then a page is greeted without knowing

ABSENT = ""  # the page has words for it, with the name

Json = dict[str, Any]


def summarise(workers: Sequence[WorkerStatus], model: str) -> Json:
    """The best that any worker of the model says of itself: ready, else loading, else failed."""
    for state in ("ready", "loading", "failed"):
        found = [one for one in workers if one.state == state and one.model == model]
        if found:
            best = max(found, key=lambda worker: worker.progress)
            progress = 1.0 if state == "ready" else best.progress
            return _model(best.model, state, progress=progress, message=best.message)
    return _model(model, "absent", message=ABSENT)


def translated(models: Json) -> Json:
    """What they say of themselves, in the language of who is asked."""
    return {"model": _told(models["model"]), "models": [_told(one) for one in models["models"]]}


def _told(model: Json) -> Json:
    said = model["message"]
    return {**model, "message": gettext(said) if said else ""}


def summarise_all(workers: Sequence[WorkerStatus], default: str) -> Json:
    """`{model, models}`: the default one, and all that a worker is there for, by name."""
    names = sorted({worker.model for worker in workers})
    return {
        "model": summarise(workers, default),
        "models": [summarise(workers, name) for name in names],
    }


def _model(name: str, state: str, *, progress: float = 0.0, message: str = "") -> Json:
    return {"name": name, "state": state, "progress": progress, "message": message}


def unknown() -> Json:
    """Redis is away, or slow."""
    message = gettext_noop("The model cannot be asked just now.")
    return {"model": _model(default_model(), "absent", message=message), "models": []}


class ModelWatch:
    """Looks while somebody watches."""

    def __init__(self) -> None:
        self._models: Json | None = None
        self._changed = asyncio.Condition()
        self._watchers = 0
        self._looking: asyncio.Task[None] | None = None

    async def changes(self) -> AsyncGenerator[Json]:
        """See summarise_all: as they are, then each change."""
        self._watchers += 1
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="model-watch")
        try:
            seen = await self._first()
            while True:
                yield seen
                seen = await self._other_than(seen)
        finally:
            self._watchers -= 1
            if not self._watchers and self._looking is not None:
                self._looking.cancel()
                self._looking, self._models = None, None

    async def _first(self) -> Json:
        try:
            async with asyncio.timeout(FIRST_LOOK_SECONDS):
                return await self._other_than(None)
        except TimeoutError:
            return unknown()

    async def _other_than(self, seen: Json | None) -> Json:
        async with self._changed:
            await self._changed.wait_for(lambda: self._models not in (None, seen))
            assert self._models is not None
            return self._models

    async def _look(self) -> None:
        while True:
            models = await _ask()
            if models != self._models:
                async with self._changed:
                    self._models = models
                    self._changed.notify_all()
            await asyncio.sleep(LOOK_SECONDS)


async def _ask() -> Json:
    try:
        return summarise_all(await alist_workers(), default_model())
    except StoreUnavailable as error:
        logger.warning("The workers cannot be listed: %s", error)
    except Exception:  # a worker of another version may say what we cannot read
        logger.exception("The workers cannot be understood")
    return unknown()


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, ModelWatch] = WeakKeyDictionary()


def get_model_watch() -> ModelWatch:
    """The one of this event loop; a web process has one."""
    return _by_loop.setdefault(asyncio.get_running_loop(), ModelWatch())
