"""A model that cannot be used says in one sentence what is wrong and what to do."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from inference.backends.transformers import TransformersBackend, loading
from inference.backends.transformers.loading import load_model
from inference.config import Config
from inference.exceptions import ModelUnavailable


def load(directory: Path | str) -> list[tuple[float, str]]:
    told: list[tuple[float, str]] = []
    load_model(str(directory), device="cpu", progress=lambda *what: told.append(what))
    return told


@pytest.fixture
def model(tiny_model_directory: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(tiny_model_directory, tmp_path / "model"))


def test_loading_tells_how_far_it_is(model: Path) -> None:
    told = load(model)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert f"Loading {model}" in told[0][1]


def test_the_name_is_the_directorys_and_the_revision_is_its_contents(model: Path) -> None:
    before = load_model(str(model), device="cpu", progress=lambda *_: None)
    config = json.loads((model / "generation_config.json").read_text())
    (model / "generation_config.json").write_text(json.dumps({**config, "top_k": 7}))
    after = load_model(str(model), device="cpu", progress=lambda *_: None)
    assert before.name == "model"
    assert len(before.revision) == 12
    assert before.revision != after.revision


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"nowhere does not exist\. Set CHAT_MODEL"):
        load(tmp_path / "nowhere")


def test_a_model_from_the_hub_has_its_commit_as_revision_and_tells_its_download(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = model.rename(model.parent / "0123abcd")

    def download(hub_id: str, *, allow_patterns: list[str], tqdm_class: type[Any]) -> str:
        assert "*.bin" not in allow_patterns
        with tqdm_class(total=100, unit="B", name="bytes") as bar:
            bar.update(50)
            bar.refresh()
        return str(commit)

    monkeypatch.setattr(loading, "snapshot_download", download)
    told: list[tuple[float, str]] = []
    loaded = load_model("team/chat", device="cpu", progress=lambda *what: told.append(what))
    assert (loaded.name, loaded.revision) == ("team/chat", "0123abcd")
    assert (0.4, "Downloading team/chat") in told
    assert [share for share, _ in told] == sorted(share for share, _ in told)


def test_a_hub_that_does_not_have_the_model_or_cannot_be_reached_is_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def download(*_: Any, **__: Any) -> str:
        raise OSError("Name or service not known")

    monkeypatch.setattr(loading, "snapshot_download", download)
    with pytest.raises(ModelUnavailable, match=r"team/chat could not be had .*Name or service"):
        load("team/chat")


def test_a_directory_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"has no config\.json"):
        load(tmp_path)


def test_pickled_weights_are_refused(model: Path) -> None:
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    with pytest.raises(ModelUnavailable, match="only pickled weights, which can run code"):
        load(model)


def test_weights_cut_short_are_recognised(model: Path) -> None:
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(ModelUnavailable, match="damaged or cut short"):
        load(model)


def test_weights_of_another_model_are_recognised(model: Path) -> None:
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 3}))
    with pytest.raises(ModelUnavailable, match=r"lacks \d+ weights .* do not belong together"):
        load(model)


def test_a_damaged_config_is_recognised(model: Path) -> None:
    (model / "config.json").write_text("{ not json")
    with pytest.raises(ModelUnavailable, match=r"(?i)json"):
        load(model)


def test_a_model_without_a_chat_template_is_refused(model: Path) -> None:
    (model / "chat_template.jinja").unlink()
    with pytest.raises(ModelUnavailable, match="has no chat template"):
        load(model)


def test_a_model_that_needs_code_of_its_own_is_refused(model: Path) -> None:
    config = json.loads((model / "config.json").read_text())
    config |= {"model_type": "its-own", "auto_map": {"AutoConfig": "own.Config"}}
    (model / "config.json").write_text(json.dumps(config))
    (model / "own.py").write_text("raise SystemExit('this ran')")
    with pytest.raises(ModelUnavailable, match="could not be loaded"):
        load(model)


def test_an_unknown_device_is_named(model: Path) -> None:
    with pytest.raises(ModelUnavailable, match="DEVICE is abacus"):
        load_model(str(model), device="abacus", progress=lambda *_: None)


def test_a_cache_that_is_too_large_says_which_setting_to_lower(tiny_config: Config) -> None:
    config = replace(tiny_config, cache_tokens=2_000_000_000)
    with pytest.raises(ModelUnavailable, match="lower CACHE_TOKENS"):
        TransformersBackend(config).load(lambda *_: None)


def test_a_length_that_the_tokenizers_file_names_cuts_no_prompt(model: Path) -> None:
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=12)
    tokenizer.save(str(model / "tokenizer.json"))
    loaded = load_model(str(model), device="cpu", progress=lambda *_: None)
    assert len(loaded.tokenizer.backend_tokenizer.encode("hello " * 10).ids) > 12
