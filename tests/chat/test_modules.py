"""What a script of the page imports: told to the browser at once, so that it asks for all together."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.templatetags.static import static

from chat.modules import modules_of

ENTRIES = ("js/app.js", "js/temporary.js")


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_page_names_every_module_that_its_script_imports(entry: str, tmp_path: Path) -> None:
    inputs = as_esbuild_reads(entry, tmp_path)
    assert set(modules_of(entry)) == imported(f"static/{entry}", inputs)
    assert len(modules_of(entry)) == len(set(modules_of(entry))) > 10


def test_each_gets_a_link() -> None:
    text = '{% load modules %}{% modulepreload "js/app.js" %}'
    html = Template(text).render(Context())
    assert f'<link rel="modulepreload" href="{static("js/socket.js")}">' in html
    assert "search.js" not in html  # it is loaded when it is used
    assert html.count("<link") == len(modules_of("js/app.js"))


def as_esbuild_reads(entry: str, folder: Path) -> dict[str, Any]:
    esbuild = next(settings.BASE_DIR.glob("node_modules/@esbuild/*/bin/esbuild"))
    options = ["--bundle", "--splitting", "--format=esm", "--packages=external"]
    places = [f"--outdir={folder / 'out'}", f"--metafile={folder / 'graph'}", "--log-level=error"]
    command = [esbuild, f"static/{entry}", *options, *places]
    subprocess.run(command, cwd=settings.BASE_DIR, check=True)
    inputs: dict[str, Any] = json.loads((folder / "graph").read_text())["inputs"]
    return inputs


def imported(path: str, inputs: dict[str, Any]) -> set[str]:
    found, waiting = set[str](), [path]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        imports = inputs[name]["imports"]
        waiting += [
            one["path"]
            for one in imports
            if one["kind"] == "import-statement" and not one.get("external")
        ]
    return {name.removeprefix("static/") for name in found}
