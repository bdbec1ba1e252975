"""Whoever runs the model. The engine knows `base.Backend`; a setting says which one it is."""

from __future__ import annotations

from inference.backends.base import Backend
from inference.config import Config


def make_backend(config: Config) -> Backend:
    """The backend of INFERENCE_BACKEND, not loaded yet."""
    if config.backend == "scripted":
        from inference.backends.scripted import ScriptedBackend

        return ScriptedBackend(config)
    from inference.backends.transformers import TransformersBackend

    return TransformersBackend(config)
