"""Bring a model and its tokenizer into memory, telling how far it is, or say what is wrong.

Safetensors only, no code of the model's own. Knows no requests.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from safetensors import SafetensorError
from tqdm import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from inference.backends.base import Progress
from inference.exceptions import ModelUnavailable

POCKET = Path(__file__).parents[2] / "pocket" / "model"
HUB_FILES = ["*.safetensors", "*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken"]
HUB_SHARE = 0.8  # of the progress: the network is slower than the disk
HASHED_BYTES = 64 * 1024 * 1024  # larger weight files count by their name and size
CHOICES = 'Set CHAT_MODEL to "pocket", to a directory or to a hub id.'


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model ready for the engine. revision: the hub's commit, or a hash of the files."""

    model: Any
    tokenizer: Any
    name: str
    revision: str


def load_model(chat_model: str, *, device: str, progress: Progress) -> Loaded:
    """`chat_model` as in CHAT_MODEL, `device` as in DEVICE. Raises ModelUnavailable."""
    torch_device = _choose_device(device)
    directory, revision = _find(chat_model, progress)
    _check_files(directory, chat_model)
    done = HUB_SHARE if revision else 0.0
    with _explained(chat_model), _reporting(progress, done, f"Loading {chat_model}"):
        tokenizer = AutoTokenizer.from_pretrained(directory, trust_remote_code=False)
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            directory,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.bfloat16 if torch_device.type == "cuda" else torch.float32,
            attn_implementation="sdpa",
            output_loading_info=True,
        )
    model, report = loaded
    _check_loaded(chat_model, tokenizer, report)
    # Left in some files by those who trained the tokenizer: prompts would be cut without a word.
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    name = chat_model if revision or chat_model == "pocket" else directory.name
    return Loaded(model.to(torch_device).eval(), tokenizer, name, revision or _hash(directory))


def _choose_device(device: str) -> torch.device:
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ModelUnavailable(f"DEVICE is {device}, but torch sees no GPU. Set DEVICE to auto.")
    try:
        return torch.device(device)
    except RuntimeError as error:
        raise ModelUnavailable(f"DEVICE is {device}, which torch does not know.") from error


def _find(chat_model: str, progress: Progress) -> tuple[Path, str]:
    """The directory, and the commit if it came from the hub."""
    directory = POCKET if chat_model == "pocket" else Path(chat_model).expanduser()
    if directory.is_dir():
        return directory, ""
    if chat_model == "pocket":
        raise ModelUnavailable(f"The bundled model is not at {directory}. Train it: make pocket")
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", chat_model) or chat_model.startswith("."):
        raise ModelUnavailable(f"The model directory {chat_model} does not exist. {CHOICES}")
    snapshot = _download(chat_model, progress)
    return snapshot, snapshot.name


def _download(hub_id: str, progress: Progress) -> Path:
    def report(done: float) -> None:
        progress(HUB_SHARE * done, f"Downloading {hub_id}")

    try:
        return Path(
            snapshot_download(hub_id, allow_patterns=HUB_FILES, tqdm_class=_bar_class(report, "B"))
        )
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise ModelUnavailable(
            f"The model {hub_id} could not be had from the hub ({_first_line(error)}). "
            f"Check the name and the network. {CHOICES}"
        ) from error


def _check_files(directory: Path, chat_model: str) -> None:
    if not (directory / "config.json").is_file():
        raise ModelUnavailable(f"The model {chat_model} has no config.json. {CHOICES}")
    if not any(directory.glob("*.safetensors")):
        pickled = any(directory.glob("*.bin")) or any(directory.glob("*.pt"))
        kind = "only pickled weights, which can run code" if pickled else "no weights"
        raise ModelUnavailable(
            f"The model {chat_model} has {kind}: a *.safetensors file is needed. Convert it."
        )


def _check_loaded(chat_model: str, tokenizer: Any, report: dict[str, Any]) -> None:
    """A model with random weights would load without a word otherwise."""
    wrong = sorted(map(str, [*report["missing_keys"], *report["mismatched_keys"]]))
    if wrong:
        raise ModelUnavailable(
            f"The model {chat_model} lacks {len(wrong)} weights ({wrong[0]} for one): "
            "its files do not belong together. Download or copy it again."
        )
    if not tokenizer.is_fast:
        raise ModelUnavailable(f"The model {chat_model} has no tokenizer.json, which is needed.")
    if not tokenizer.chat_template:
        raise ModelUnavailable(
            f"The model {chat_model} has no chat template: it is not made for chat. {CHOICES}"
        )


@contextmanager
def _explained(chat_model: str) -> Iterator[None]:
    """Turn what the libraries raise into one sentence."""
    try:
        yield
    except SafetensorError as error:
        raise ModelUnavailable(
            f"The weights of the model {chat_model} are damaged or cut short ({error}). "
            "Download or copy it again."
        ) from error
    except json.JSONDecodeError as error:
        raise ModelUnavailable(
            f"A JSON file of the model {chat_model} is damaged ({error}). "
            "Download or copy it again."
        ) from error
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise ModelUnavailable(f"The model {chat_model} does not fit into memory.") from error
    except Exception as error:  # whatever a foreign model makes these libraries raise
        raise ModelUnavailable(
            f"The model {chat_model} could not be loaded: {_first_line(error)}"
        ) from error


@contextmanager
def _reporting(progress: Progress, start: float, sentence: str) -> Iterator[None]:
    """Tell the share of the weights loaded, from `start` to 1, as transformers' own bar would."""

    def report(done: float) -> None:
        progress(start + (1 - start) * done, sentence)

    bar = _bar_class(report, "it")
    report(0.0)
    previous = transformers_logging.set_tqdm_hook(lambda _, args, kwargs: bar(*args, **kwargs))
    try:
        yield
    finally:
        transformers_logging.set_tqdm_hook(previous)


def _bar_class(report: Any, unit: str) -> type[Any]:
    """A progress bar that tells instead of drawing; only the one that counts `unit` tells."""

    class Bar(tqdm):  # type: ignore[type-arg]  # not generic when it runs
        monitor_interval = 0  # no thread of its own

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            super().__init__(*args, **{**kwargs, "file": io.StringIO(), "disable": False})

        def display(self, *_args: Any, **_kwargs: Any) -> None:
            if self.unit == unit and self.total:
                report(min(self.n / self.total, 1.0))

    return Bar


def _hash(directory: Path) -> str:
    """Of everything that makes the model: another hash, another model."""
    digest = hashlib.sha256()
    for path in sorted([*directory.glob("*.json"), *directory.glob("*.safetensors")]):
        size = path.stat().st_size
        digest.update(f"{path.name} {size} ".encode())
        if size <= HASHED_BYTES:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:300] or type(error).__name__
