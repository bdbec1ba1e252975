"""Wait for a server, and find our model in what it says of itself. Knows no replies."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inference.backends.base import Progress
from inference.backends.openai.faults import UpstreamFault
from inference.backends.openai.wire import Patience, Wire
from inference.exceptions import ModelUnavailable
from inference.upstream import Upstream

UNTOLD_CONTEXT_LENGTH = 8192
NAMES_SHOWN = 5
# Of vLLM; SGLang and OpenRouter; llama.cpp, as it runs and as it was trained.
LENGTH_FIELDS = ("max_model_len", "context_length", "n_ctx", "n_ctx_train")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the server says of the model. knows_structured_outputs: it is vLLM."""

    context_length: int = UNTOLD_CONTEXT_LENGTH
    knows_structured_outputs: bool = False


async def find_model(
    wire: Wire, upstream: Upstream, patience: Patience, progress: Progress
) -> Found:
    """Raises ModelUnavailable."""
    listed = await _list_models(wire, upstream, patience, progress)
    for one in listed:
        if one.get("id") in (upstream.model, f"{upstream.model}:latest"):  # Ollama's way
            return Found(
                context_length=_context_length(one),
                knows_structured_outputs=one.get("owned_by") == "vllm",
            )
    if listed:
        names = [str(one.get("id")) for one in listed]
        more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
        raise ModelUnavailable(
            f"The server at {upstream.base_url} has no model {upstream.model!r}. It has "
            f"{', '.join(names[:NAMES_SHOWN])}{more}: name one of them in CHAT_MODEL."
        )
    return Found()


async def _list_models(
    wire: Wire, upstream: Upstream, patience: Patience, progress: Progress
) -> Sequence[Mapping[str, Any]]:
    clock = asyncio.get_running_loop()
    began = clock.time()
    while True:
        try:
            return await wire.list_models()
        except UpstreamFault as fault:
            waited = clock.time() - began
            if not _may_come(fault):
                raise ModelUnavailable(f"{fault} (The server is {upstream.base_url}.)") from fault
            if waited > patience.loading:
                raise ModelUnavailable(
                    f"The server at {upstream.base_url} did not answer within "
                    f"{patience.loading:.0f} seconds. {fault} Start it, then this worker again."
                ) from fault
            progress(waited / patience.loading, f"Waiting for the server {upstream.base_url}")
        await asyncio.sleep(patience.between_looks)


def _may_come(fault: UpstreamFault) -> bool:
    """A server that starts refuses connections, then says 503 or worse."""
    return fault.status >= 500 or fault.status in (0, 429)


def _context_length(told: Mapping[str, Any]) -> int:
    meta = told.get("meta")
    for source in (told, meta if isinstance(meta, dict) else {}):
        for name in LENGTH_FIELDS:
            if isinstance(length := source.get(name), int) and length > 0:
                return length
    return UNTOLD_CONTEXT_LENGTH
