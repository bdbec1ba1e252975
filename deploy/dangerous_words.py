"""What must not be written in the sources, but in the places that are named here and say why.
Beside ruff's S rules (bandit's), which look at Python alone: `python -m deploy.dangerous_words`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ("accounts/", "chat/", "chatsite/", "inference/", "operations/", "templates/", "static/")


@dataclass(frozen=True, slots=True)
class Danger:
    """allowed: where it is all the same, and why."""

    words: str
    suffix: str
    reason: str
    allowed: Mapping[str, str] = field(default_factory=dict)


DANGERS = {
    "text as markup": Danger(
        r"\bmark_safe\(|\bSafeString\(|{{[^}]*\|\s*safe\b|autoescape off|\|safeseq",
        ".py .html",
        "what somebody wrote becomes a part of the page",
        {
            "chat/sharing/markdown.py": "what nh3 has cleaned, and what was escaped there",
            "templates/accounts/form.html": "help texts, which are Django's and ours",
        },
    ),
    "text as markup, in the browser": Danger(
        r"\.(inner|outer)HTML\s*\+?=|(inner|outer)HTML:|insertAdjacentHTML|document\.write|srcdoc"
        r"|createContextual",
        ".js",
        "what somebody wrote becomes a part of the page",
        {
            "static/js/page.js": "pieces of the page that our own templates made",
            "static/admin_pages/live.js": "the same",
        },
    ),
    "text as code": Danger(
        r"(?<![.\w])(eval|exec|__import__)\(|new Function\(|setTimeout\(['\"`]",
        ".py .js",
        "what somebody wrote runs",
    ),
    "scripts and styles within a page": Danger(
        r"<script(?![^>]*\b(src|nonce|type=\"application/json\"|type=\"importmap\"))|\son\w+=\"|\sstyle=\"|"
        r"javascript:",
        ".html",
        "the policy of the page (CSP) forbids them, so that none of an attacker runs",
    ),
    "a form without a token": Danger(
        r"\bcsrf_exempt\b",
        ".py",
        "another site could send it",
        {
            "chatsite/urls.py": "the root, where programs post with a key, which no browser sends",
            "accounts/single_sign_on/signing_out.py": "the provider posts there, and signs it",
        },
    ),
    "objects from bytes": Danger(
        r"\bpickle\b(?!s)|\bmarshal\b|\bshelve\b|yaml\.(unsafe_)?load\(|"
        r"torch\.load\((?![^)]*weights_only=True)",
        ".py",
        "reading them runs code",
    ),
    "code of a model": Danger(
        r"trust_remote_code\s*=\s*True|use_safetensors\s*=\s*False",
        ".py",
        "a model's directory would run code",
    ),
    "a shell": Danger(r"shell\s*=\s*True|os\.(system|popen)\(", ".py", "words become commands"),
    "certificates that nobody looks at": Danger(
        r"verify\s*=\s*False|CERT_NONE|_create_unverified_context",
        ".py",
        "whoever is between reads along",
    ),
    "SQL put together": Danger(
        r"objects\.raw\(|\.extra\(|\bRawSQL\(",
        ".py",
        "what somebody wrote becomes a part of the question",
        {
            "chat/search.py": "full text search; what was typed is a parameter",
            "accounts/sessions.py": "one question before each message; all it holds are parameters",
        },
    ),
    "a link that tells where it was followed": Danger(
        r"target=\"_blank\"(?![^>]*noopener)", ".html .js", "the other page could lead ours away"
    ),
}


def find_faults(name: str, root: Path = ROOT) -> Iterator[str]:
    """Of one of DANGERS, a line each. root: of a git repository."""
    danger = DANGERS[name]
    found = {
        file: match.group().strip()
        for file in _sources(danger.suffix, root)
        if (match := re.search(danger.words, (root / file).read_text(encoding="utf-8")))
    }
    for file in sorted(found.keys() - danger.allowed.keys()):
        yield f"{file}: {name}: {found[file]!r}: {danger.reason}"
    for file in sorted(danger.allowed.keys() - found.keys()):
        yield f"{file}: {name}: it is no longer there: take it out of deploy/dangerous_words.py"


def _sources(suffixes: str, root: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *OURS], cwd=root, capture_output=True, text=True, check=True
    )
    files = [file for file in listed.stdout.splitlines() if (root / file).exists()]
    return [file for file in files if file.endswith(tuple(suffixes.split()))]


if __name__ == "__main__":
    faults = [fault for name in DANGERS for fault in find_faults(name)]
    print(*faults, sep="\n", end="\n" if faults else "")
    sys.exit(1 if faults else 0)
