"""HTTP to one server of the OpenAI API. Knows chunks as JSON, and no replies.

Redirects are not followed and proxies of the environment not used: our key goes to the one host of
the setting.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from inference.backends.openai.faults import (
    UpstreamFault,
    fault_of_no_route,
    fault_of_status,
)
from inference.upstream import Upstream

LONGEST_EVENT_BYTES = 1 << 20  # 20 log probabilities for each of many tokens are well below
LONGEST_REFUSAL_BYTES = 1 << 16
LONGEST_ANSWER_BYTES = 1 << 24  # a list of models; token ids of a long prompt
DONE = "[DONE]"
CHAT, COMPLETIONS = "/chat/completions", "/completions"
TOKENIZE, DETOKENIZE = "/tokenize", "/detokenize"
# What a server without them does not do. Its model was there when we loaded, so with NO_SUCH_ROUTE
# it must be the route that is missing.
RARE_ROUTES = {
    COMPLETIONS: "takes no raw prompts",
    TOKENIZE: "does not tell its tokens",
    DETOKENIZE: "does not tell its tokens",
}
NO_SUCH_ROUTE = (404, 405, 501)
GARBLED = "The model's server sent something that is no part of a reply. Please try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds. first_byte: a busy server reads its queue first. counting: less than those wait who
    ask us for tokens. loading: how long its own start may take. longest_retry_after: of what a busy
    server may ask us to wait."""

    connect: float = 10.0
    first_byte: float = 300.0
    between_chunks: float = 60.0
    counting: float = 3.0
    loading: float = 900.0
    between_looks: float = 2.0
    longest_retry_after: float = 10.0


class Wire:
    """Made and used on one event loop."""

    def __init__(self, upstream: Upstream, key: str, patience: Patience) -> None:
        self._upstream, self._key, self._patience = upstream, key, patience
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._client = httpx2.AsyncClient(
            headers=headers,
            follow_redirects=False,
            trust_env=False,
            timeout=httpx2.Timeout(patience.between_chunks, connect=patience.connect, pool=None),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=32),
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def list_models(self) -> list[Mapping[str, Any]]:
        """Empty where the server keeps no list. Raises UpstreamFault."""
        url = f"{self._upstream.base_url}/models"
        with self._explained():
            async with (
                asyncio.timeout(self._patience.connect),
                self._client.stream("GET", url) as answer,
            ):
                body = await _read(answer, LONGEST_ANSWER_BYTES)
            if answer.status_code in NO_SUCH_ROUTE:
                return []
            if answer.status_code != 200:
                raise self._refusal(answer, body)
            listed = json.loads(body).get("data") or []
            return [one for one in listed if isinstance(one, dict)]

    async def count_tokens(self, body: Mapping[str, Any]) -> int | None:
        """As vLLM's /tokenize says; `None` where there is no such thing."""
        try:
            count = (await self.ask(TOKENIZE, body)).get("count")
        except UpstreamFault:
            return None
        return count if isinstance(count, int) else None

    async def ask(self, route: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """One question that is no part of the OpenAI API, and its answer. Raises UpstreamFault."""
        url = f"{self._upstream.root_url}{route}"
        with self._explained():
            async with (
                asyncio.timeout(self._patience.counting),
                self._client.stream("POST", url, json=body) as answer,
            ):
                told = await _read(answer, LONGEST_ANSWER_BYTES)
            if answer.status_code != 200:
                raise self._refusal(answer, told, route)
            return _object(told)

    async def chunks(
        self, route: str, body: Mapping[str, Any]
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        """The chunks of one reply. Raises UpstreamFault. Leaving it closes the connection, which is
        how servers hear that they should stop."""
        url = f"{self._upstream.base_url}{route}"
        patience = self._patience
        with self._explained():
            request = self._client.build_request("POST", url, json=body)
            # One deadline over the wait for headers and the first event: servers differ in which
            # of the two they delay.
            async with asyncio.timeout(patience.first_byte + patience.connect) as deadline:
                request.extensions["timeout"]["read"] = patience.first_byte
                answer = await self._client.send(request, stream=True)
                try:
                    if answer.status_code != 200:
                        told = await _read(answer, LONGEST_REFUSAL_BYTES)
                        raise self._refusal(answer, told, route)
                    async for event in httpx2.EventSource(answer, LONGEST_EVENT_BYTES):
                        if event.data.strip() == DONE:
                            return
                        if event.data:
                            yield _object(event.data)
                            deadline.reschedule(_in(patience.between_chunks))
                finally:
                    await answer.aclose()

    def _refusal(self, answer: httpx2.Response, body: bytes, route: str = "") -> UpstreamFault:
        told = body.decode(errors="replace")
        if self._key:
            told = told.replace(self._key, "…")
        if route in RARE_ROUTES and answer.status_code in NO_SUCH_ROUTE:
            return fault_of_no_route(RARE_ROUTES[route], answer.status_code, told)
        return fault_of_status(
            answer.status_code,
            told,
            model=self._upstream.model,
            retry_after=answer.headers.get("retry-after", ""),
        )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Exceptions of the client become UpstreamFault; the client's own words may hold the
        address, which is an administrator's business."""
        try:
            yield
        except (TimeoutError, httpx2.ReadTimeout, httpx2.WriteTimeout) as error:
            raise UpstreamFault(
                "timeout", "The model's server was silent for too long. Please try again."
            ) from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol) as error:
            raise UpstreamFault(
                "model_unavailable", "The model's server cannot be reached. Is it running?"
            ) from error
        except (httpx2.SSEError, httpx2.DecodingError, ValueError) as error:
            raise UpstreamFault("generation", GARBLED) from error
        except httpx2.HTTPError as error:
            raise UpstreamFault(
                "generation", "The connection to the model's server broke. Please try again."
            ) from error


async def _read(answer: httpx2.Response, most: int) -> bytes:
    """The body, cut short at `most` bytes."""
    body = b""
    async for part in answer.aiter_bytes():
        body += part
        if len(body) >= most:
            break
    return body[:most]


def _object(data: str | bytes) -> Mapping[str, Any]:
    values = json.loads(data)
    if not isinstance(values, dict):
        raise UpstreamFault("generation", GARBLED)
    return values


def _in(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds
