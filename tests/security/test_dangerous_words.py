"""What must not be written in the sources, see deploy.dangerous_words; `make check` looks, too."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from deploy.dangerous_words import DANGERS, ROOT, find_faults


@pytest.mark.parametrize("name", DANGERS)
def test_it_is_only_where_it_is_allowed(name: str) -> None:
    assert list(find_faults(name)) == []


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("text as markup", "templates/page.html", "{{ words|safe }}"),
        ("text as markup, in the browser", "static/js/some.js", "a.innerHTML = words;"),
        ("scripts and styles within a page", "templates/page.html", '<a onclick="go()">'),
        ("text as code", "chat/some.py", "eval(words)"),
    ],
)
def test_where_it_is_not_allowed_it_is_found(
    tmp_path: Path, name: str, file: str, words: str
) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(words, encoding="utf-8")
    subprocess.run(["git", "add", file], cwd=tmp_path, check=True)
    assert [one for one in find_faults(name, tmp_path) if one.startswith(f"{file}: {name}")]


def test_the_checks_before_a_commit_look_for_it_too() -> None:
    asked = subprocess.run(
        ["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "python -m deploy.dangerous_words" in asked.stdout
