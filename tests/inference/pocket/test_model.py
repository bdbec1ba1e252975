"""The published weights load like any other model's, and answer."""

import json
import re

import pytest
import torch
from transformers import AutoModelForCausalLM

from inference.pocket.architecture import MODEL_DIRECTORY
from inference.pocket.evaluate import Speaker, judge
from inference.pocket.rubric import Case, read_cases

MEBIBYTE = 2**20
MAX_WEIGHTS_BYTES = 12 * MEBIBYTE
SMOKE_CATEGORIES = ("small_talk", "site_help", "refusal", "memory")
SMOKE_CASES_EACH = 3


def say(speaker: Speaker, *turns: str) -> str:
    """The reply to the last of `turns`, after the model has answered each one before."""
    messages: list[dict[str, str]] = []
    for turn in turns:
        messages.append({"role": "user", "content": turn})
        reply, _ = speaker.reply(messages, 60)
        messages.append({"role": "assistant", "content": reply})
    return messages[-1]["content"]


def test_the_weights_are_small_enough_to_live_in_a_repository() -> None:
    size = sum(path.stat().st_size for path in MODEL_DIRECTORY.glob("*.safetensors"))
    assert 0 < size <= MAX_WEIGHTS_BYTES


def test_the_plain_loader_gives_a_llama_with_tied_float32_weights() -> None:
    model = AutoModelForCausalLM.from_pretrained(MODEL_DIRECTORY, dtype=torch.float32)
    assert model.config.model_type == "llama"
    assert model.dtype == torch.float32
    assert model.lm_head.weight.data_ptr() == model.model.embed_tokens.weight.data_ptr()


def test_it_greets_back(speaker: Speaker) -> None:
    assert re.search(r"\b(hello|hi|hey)\b", say(speaker, "hello"), re.IGNORECASE)


def test_a_reply_ends_with_the_end_token(speaker: Speaker) -> None:
    _, token_count = speaker.reply([{"role": "user", "content": "thank you"}], 100)
    assert token_count < 100


def test_it_remembers_a_name_that_no_corpus_holds(speaker: Speaker) -> None:
    assert "Vandrello" in say(speaker, "my name is Vandrello", "what's my name?")


def test_it_counts_to_ten(speaker: Speaker) -> None:
    assert "1, 2, 3, 4, 5, 6, 7, 8, 9, 10" in say(speaker, "count to 10")


def test_a_long_story_is_long_enough_to_try_stop_on(speaker: Speaker) -> None:
    _, token_count = speaker.reply([{"role": "user", "content": "tell me a long story"}], 200)
    assert token_count >= 200


def test_generation_defaults_sample_and_stop() -> None:
    config = json.loads((MODEL_DIRECTORY / "generation_config.json").read_text(encoding="utf-8"))
    assert config["do_sample"] is True
    assert 0 < config["temperature"] <= 1
    assert 0 < config["top_p"] <= 1
    assert config["eos_token_id"]


def test_the_context_is_2048_tokens() -> None:
    config = json.loads((MODEL_DIRECTORY / "config.json").read_text(encoding="utf-8"))
    assert config["max_position_embeddings"] == 2048


def smoke_cases() -> list[Case]:
    """A few cases of the everyday categories; the whole set is `inference.pocket.evaluate`."""
    cases = read_cases()
    return [
        case
        for category in SMOKE_CATEGORIES
        for case in [c for c in cases if c.category == category][:SMOKE_CASES_EACH]
    ]


def test_it_answers_most_of_a_few_held_out_questions(speaker: Speaker) -> None:
    outcomes = [judge(speaker, case) for case in smoke_cases()]
    assert len(outcomes) == len(SMOKE_CATEGORIES) * SMOKE_CASES_EACH
    failed = [
        f"{outcome.case.turns} -> {outcome.reply}" for outcome in outcomes if not outcome.passed
    ]
    assert len(failed) <= len(outcomes) // 4, failed


@pytest.mark.parametrize("length", [1024, 2000])
def test_far_positions_still_give_finite_scores(speaker: Speaker, length: int) -> None:
    letter: int = speaker.tokenizer.convert_tokens_to_ids("a")
    ids = torch.full((1, length), letter)
    with torch.inference_mode():
        assert torch.isfinite(speaker.model(ids).logits).all()
