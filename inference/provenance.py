"""What a worker can say of how it makes a reply. Knows no events and no Redis."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from inference.backends.base import Backend, Prepared
from inference.contract import Provenance


def provenance_of(prepared: Prepared, backend: Backend, *, worker: str) -> Provenance:
    return Provenance(
        worker=worker,
        backend=backend.kind,
        device=backend.device,
        dtype=backend.dtype,
        libraries=versions(backend.libraries),
        template="" if prepared.request.is_raw else backend.template_digest,
        prompt=_digest_of(prepared.token_ids),
        sampling=replace(prepared.sampling, max_tokens=prepared.max_tokens),
    )


@cache
def versions(libraries: Sequence[str]) -> dict[str, str]:
    """Of those that are installed."""
    found = {}
    for name in libraries:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


class Making:
    """Of one reply, told: the tokens of its first choice that earlier attempts made."""

    def __init__(self, told: Iterable[int] = ()) -> None:
        self._provenance: Provenance | None = None
        self._about, self._tokens = "", hashlib.sha256()
        self._has_tokens = False
        self.add(told)

    def introduce(self, provenance: Provenance) -> None:
        self._provenance = provenance
        self.tell()

    def tell(self) -> None:
        """What is known by now: when it begins, and when it ends."""
        self._about = json.dumps(self.provenance.to_json()) if self.provenance else ""

    def take_about(self) -> str:
        """What was told last as JSON, once: for whoever goes on with the reply or tells its outcome
        in this worker's place."""
        about, self._about = self._about, ""
        return about

    def add(self, token_ids: Iterable[int]) -> None:
        if written := _written(token_ids):
            self._tokens.update(written)
            self._has_tokens = True

    @property
    def provenance(self) -> Provenance | None:
        """With what was made until now."""
        if self._provenance is None or not self._has_tokens:
            return self._provenance
        return replace(self._provenance, tokens=self._tokens.hexdigest())


def _digest_of(token_ids: Sequence[int]) -> str:
    return hashlib.sha256(_written(token_ids)).hexdigest() if token_ids else ""


def _written(token_ids: Iterable[int]) -> bytes:
    return "".join(f"{one}," for one in token_ids).encode()
