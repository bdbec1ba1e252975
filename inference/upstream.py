"""Where another server is: `openai:<base-url>#<model>`. Knows no HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

PREFIX = "openai:"
SHAPE = "openai:<base-url>#<model>, such as openai:http://127.0.0.1:11434/v1#qwen3"


@dataclass(frozen=True, slots=True)
class Upstream:
    """base_url: without a slash at its end, `/v1` where none was given. model: its name there."""

    base_url: str
    model: str

    @property
    def root_url(self) -> str:
        """Where servers have what is no part of the OpenAI API."""
        return self.base_url.removesuffix("/v1")


def is_upstream(chat_model: str) -> bool:
    return chat_model.startswith(PREFIX)


def parse_upstream(chat_model: str) -> Upstream:
    """Raises ValueError with a sentence that never repeats a password in the address."""
    url, _, model = chat_model.removeprefix(PREFIX).partition("#")
    try:
        parts = urlsplit(url)
        _ = parts.port  # checked when it is asked for
    except ValueError as error:
        raise ValueError(f"The address of the model is broken: it should be {SHAPE}.") from error
    if parts.username is not None or parts.password is not None:
        raise ValueError("Keys are no part of the model's address: set UPSTREAM_API_KEY.")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ValueError(f"The address of the model should be {SHAPE}.")
    if not model.strip():
        raise ValueError(f"The address names no model: it should be {SHAPE}.")
    path = parts.path.rstrip("/") or "/v1"
    return Upstream(f"{parts.scheme}://{parts.netloc}{path}", model.strip())
