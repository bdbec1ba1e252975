"""What the web process must stay free of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "chatsite.settings"
import django; django.setup()
import {modules}
found = {{"torch", "transformers", "tokenizers", "numpy"}} & set(sys.modules)
sys.exit(f"imported: {{found}}" if found else 0)
"""


def run_alone(script: str) -> None:
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    "modules",
    ["inference.client", "chat.services", "chat.consumers", "chatsite.asgi", "chatsite.celery"],
)
def test_the_web_never_imports_torch(modules: str) -> None:
    script = SCRIPT.format(modules=modules)
    run_alone(script)


def test_the_gpu_worker_never_imports_a_database() -> None:
    """kombu looks whether Django is there, hence `django.db` and not `django`."""
    script = "import sys, inference.worker, inference.tasks; sys.exit('django.db' in sys.modules)"
    run_alone(script)


def test_there_is_no_channel_layer() -> None:
    """One would make every handshake fail while Redis is down, and each token cost more."""
    assert not hasattr(settings, "CHANNEL_LAYERS")
