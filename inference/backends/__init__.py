"""Whoever runs the model. The engine knows `base.Backend`; a setting says which one it is."""

from __future__ import annotations

from inference.backends.base import Backend
from inference.config import Config
from inference.upstream import is_upstream


def make_backend(config: Config) -> Backend:
    """The backend of INFERENCE_BACKEND and CHAT_MODEL, not loaded yet."""
    if config.backend == "scripted":
        from inference.backends.scripted import ScriptedBackend

        return ScriptedBackend(config)
    if is_upstream(config.chat_model):
        from inference.backends.openai import OpenAIBackend

        return OpenAIBackend(config)
    from inference.backends.transformers import TransformersBackend

    return TransformersBackend(config)
