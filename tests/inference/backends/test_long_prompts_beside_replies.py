"""A prompt that takes several steps to read must not harm whoever is writing meanwhile."""

from __future__ import annotations

from typing import Any, cast

import pytest

from inference.backends.transformers import TransformersBackend
from inference.config import Config
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask

SAMPLED: dict[str, Any] = {"temperature": 0.9, "top_p": 0.9, "seed": 7}


@pytest.mark.parametrize("sampling", [SAMPLED, SAMPLED | {"frequency_penalty": 0.5}])
def test_a_long_prompt_is_read_beside_sampled_replies(
    fragile_tiny: Ear, tiny_config: Config, sampling: dict[str, Any]
) -> None:
    backend = cast("TransformersBackend", fragile_tiny.backend)
    engine = backend._engine
    alone, _ = fragile_tiny.complete(ask("hello", max_tokens=200, ignore_eos=True, **sampling))
    writing = [ask("hello", max_tokens=200, ignore_eos=True, **sampling) for _ in range(3)]
    for request in writing:
        fragile_tiny.begin(request)
        fragile_tiny.wait_for_tokens(request.id)
    prompt = "word " * (tiny_config.max_batch_tokens * 3 // 4)  # a word has two tokens
    _, last = fragile_tiny.complete(ask(prompt, max_tokens=5, **sampling))

    assert last.finish_reason in ("stop", "length")
    for request in writing:
        assert fragile_tiny.wait_for_end(request.id).finish_reason == "length"
        assert fragile_tiny.text(request.id) == alone
    assert backend._engine is engine, "it died and began anew"
