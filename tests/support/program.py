"""A program with an API key, and its streams as they come over the wire."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpx

from tests.support.people import Person
from tests.support.site import Site
from tests.support.trust import trusted

Json = dict[str, Any]

KEYS = "/settings/keys/"
SCOPES = ("models", "read", "generate")
SECRET = re.compile(r"sk-chat-\w{8}-[\w-]{43}")


@dataclass(frozen=True)
class Block:
    """One block of an SSE stream. data: `None` for `[DONE]`."""

    id: str | None
    data: Json | None
    event: str | None = None


class Program:
    """Works for an owner, with a key of theirs."""

    def __init__(self, site: Site, secret: str) -> None:
        self.site, self.secret = site, secret
        self.http = httpx.Client(
            base_url=site.url,
            headers={"Authorization": f"Bearer {secret}"},
            timeout=60,
            verify=trusted(),
        )

    @classmethod
    def of(
        cls,
        owner: Person,
        *,
        scopes: Sequence[str] = SCOPES,
        keeps_text: bool = False,
        team: str = "",
    ) -> Self:
        """With a key that the owner makes on the page of keys. team: the id of one that it asks
        for."""
        chosen = {"name": "program", "lifetime": "never", "keeps_text": str(keeps_text)}
        form = owner.filled_in(KEYS, {**chosen, "team": team})
        page = owner.hand_in(KEYS, {**form, "scopes": list(scopes)}).text
        secret = SECRET.search(page)
        assert secret is not None, page
        return cls(owner.site, secret[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def ask(self, text: str, **parameters: Any) -> httpx.Response:
        return self.http.post("/v1/chat/completions", json=chat(text, **parameters))

    @contextmanager
    def asking(self, text: str, **parameters: Any) -> Iterator[Iterator[Block]]:
        """A stream that may be left in the middle."""
        with self.streaming("/v1/chat/completions", chat(text, **parameters)) as stream:
            yield stream

    @contextmanager
    def streaming(self, path: str, body: Json) -> Iterator[Iterator[Block]]:
        with self.http.stream("POST", path, json={**body, "stream": True}) as response:
            assert response.status_code == 200, response.read()
            yield blocks(response)

    def resumed(self, generation_id: str, after: int | None = None) -> list[Block]:
        path = f"/v1/generations/{generation_id}/stream"
        with self.http.stream("GET", path, params=_given(after=after)) as response:
            assert response.status_code == 200, response.read()
            return list(blocks(response))

    def generation(self, generation_id: str) -> Json:
        answer = self.http.get(f"/v1/generations/{generation_id}")
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told


def chat(text: str, **parameters: Any) -> Json:
    return {
        "model": "scripted",
        "messages": [{"role": "user", "content": text}],
        **parameters,
    }


def blocks(response: httpx.Response) -> Iterator[Block]:
    """Without the comments."""
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        if not line and "data" in fields:
            data = fields["data"]
            told = None if data == "[DONE]" else json.loads(data)
            yield Block(fields.get("id"), told, fields.get("event"))
            fields = {}
        elif line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value


def text_of(told: list[Block]) -> str:
    return "".join(
        choice["delta"].get("content") or ""
        for block in told
        if block.data
        for choice in block.data.get("choices", ())
    )


def _given(**values: Any) -> Json:
    return {name: value for name, value in values.items() if value is not None}
