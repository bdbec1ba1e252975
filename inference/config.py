"""Settings of the model side, read once from the environment. Knows no Django.

Every name here is explained in docs/settings.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from environs import Env, EnvError, FileAwareEnv
from environs.exceptions import EnvValidationError
from marshmallow.validate import OneOf, Range, Regexp

from inference.upstream import is_upstream, parse_upstream

FINISH_SECONDS = 10.0  # what runs may finish after SIGTERM; whoever sends it must wait for longer

BackendName = Literal["transformers", "scripted"]
ToolParserName = Literal["auto", "hermes", "llama3", "mistral", "none"]


# Two markers with a comma between.
_MARKERS = Regexp(
    r"(auto|none|\s*[^,\s]+\s*,\s*[^,\s]+\s*)\Z", error="Write auto, none or <think>,</think>."
)


class ConfigError(Exception):
    """One sentence that names the setting; meant to be the last line a starter sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one worker and its clients agree on.

    Counts are in requests or tokens as named, rates per second. torch_threads 0: one fewer than
    the cores, so that the web process keeps one. model_name: what requests call the model of
    CHAT_MODEL; default_model: whose name a request means that names none. Time-outs: 0 is none.
    max_prompt_tokens 0: as many as the cache holds.
    upstream_context_length 0: what its server says.
    """

    redis_url: str
    chat_model: str
    model_name: str
    default_model: str
    backend: BackendName
    scripted_tokens_per_second: float
    scripted_reply_tokens: int
    scripted_texts: str
    scripted_context_length: int
    max_in_flight: int
    max_concurrent_requests: int
    max_requests_per_user: int
    max_prompt_tokens: int
    queue_timeout_seconds: float
    first_token_timeout_seconds: float
    total_timeout_seconds: float
    torch_threads: int
    cache_tokens: int
    max_batch_tokens: int
    device: str
    gpu_memory_share: float
    tool_parser: ToolParserName
    reasoning_markers: str
    step_timeout_seconds: float
    metrics_port: int
    upstream_api_key: str = field(default="", repr=False)
    upstream_context_length: int = 0


@cache
def get_config() -> Config:
    """Raises ConfigError."""
    try:
        return _read(FileAwareEnv(strip_whitespace=True))  # NAME_FILE is a file with NAME
    except (EnvError, EnvValidationError) as error:
        raise ConfigError(f"A setting is wrong: {error}") from error


def name_of(chat_model: str) -> str:
    """A short name that people can type: a directory's own, a hub id as it is, of
    `openai:<base-url>#<model>` the model."""
    if chat_model.startswith("openai:"):
        url, _, model = chat_model.removeprefix("openai:").partition("#")
        return model or urlsplit(url).hostname or chat_model
    path = Path(chat_model).expanduser()
    if path.parent.name == "snapshots" and path.parts[-3].startswith("models--"):
        return path.parts[-3].removeprefix("models--").replace("--", "/", 1)  # the hub's own cache
    return path.name if path.is_absolute() or path.is_dir() else chat_model


def _read(env: Env) -> Config:
    positive, not_negative = Range(min=1), Range(min=0)
    backend = env.str(
        "INFERENCE_BACKEND", "transformers", validate=OneOf(["transformers", "scripted"])
    )
    chat_model = _read_chat_model(env)
    own_name = backend if backend == "scripted" else name_of(chat_model)
    model_name = env.str("MODEL_NAME", "") or own_name
    return Config(
        redis_url=env.str("REDIS_URL", "redis://127.0.0.1:6379/0"),
        chat_model=chat_model,
        model_name=model_name,
        default_model=env.str("DEFAULT_MODEL", "") or model_name,
        backend=cast("BackendName", backend),
        scripted_tokens_per_second=env.float(
            "SCRIPTED_TOKENS_PER_SECOND", 20.0, validate=Range(min=0.1)
        ),
        scripted_reply_tokens=env.int("SCRIPTED_REPLY_TOKENS", 120, validate=positive),
        scripted_texts=env.str("SCRIPTED_TEXTS", ""),
        scripted_context_length=env.int("SCRIPTED_CONTEXT_LENGTH", 8192, validate=positive),
        max_in_flight=env.int("MAX_IN_FLIGHT", 32, validate=positive),
        max_concurrent_requests=env.int("MAX_CONCURRENT_REQUESTS", 128, validate=positive),
        max_requests_per_user=env.int("MAX_REQUESTS_PER_USER", 8, validate=positive),
        max_prompt_tokens=env.int("MAX_PROMPT_TOKENS", 0, validate=not_negative),
        queue_timeout_seconds=env.float("QUEUE_TIMEOUT_SECONDS", 3600.0, validate=not_negative),
        first_token_timeout_seconds=env.float(
            "FIRST_TOKEN_TIMEOUT_SECONDS", 300.0, validate=not_negative
        ),
        total_timeout_seconds=env.float("TOTAL_TIMEOUT_SECONDS", 3600.0, validate=not_negative),
        torch_threads=env.int("TORCH_THREADS", 0, validate=Range(min=0)),
        cache_tokens=env.int("CACHE_TOKENS", 16_384, validate=Range(min=1024)),
        max_batch_tokens=env.int("MAX_BATCH_TOKENS", 512, validate=Range(min=64)),
        device=env.str("DEVICE", "auto"),
        gpu_memory_share=env.float("GPU_MEMORY_SHARE", 0.8, validate=Range(min=0.1, max=0.95)),
        tool_parser=cast(
            "ToolParserName",
            env.str("TOOL_PARSER", "auto", validate=OneOf(get_args(ToolParserName))),
        ),
        reasoning_markers=env.str("REASONING_MARKERS", "auto", validate=_MARKERS),
        step_timeout_seconds=env.float("STEP_TIMEOUT_SECONDS", 60.0, validate=Range(min=1)),
        metrics_port=env.int("METRICS_PORT", 0, validate=Range(min=0, max=65_535)),
        upstream_api_key=_read_key(env),
        upstream_context_length=env.int("UPSTREAM_CONTEXT_LENGTH", 0, validate=Range(min=0)),
    )


def _read_chat_model(env: Env) -> str:
    chat_model = env.str("CHAT_MODEL", "pocket")
    if is_upstream(chat_model):
        try:
            parse_upstream(chat_model)
        except ValueError as error:
            raise ConfigError(f"CHAT_MODEL cannot be used. {error}") from None
    return chat_model


def _read_key(env: Env) -> str:
    key = env.str("UPSTREAM_API_KEY", "").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError("UPSTREAM_API_KEY holds a character that no key has.")
    return key
