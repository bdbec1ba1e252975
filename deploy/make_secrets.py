"""Make what deploy/compose.yaml keeps secret, in deploy/secrets/ or the folder that is named.

    python3 deploy/make_secrets.py [FOLDER]

What is there already stays as it is. stdlib only.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

DEFAULT = Path(__file__).resolve().parent / "secrets"


def make(folder: Path) -> list[str]:
    """→ the names of those that are new. The folder is closed to others; in it anybody may read, as
    containers run as users of their own."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / "tls").mkdir(exist_ok=True)
    made: list[str] = []

    def keep(name: str, value: str) -> str:
        path = folder / name
        if not path.exists():
            path.write_text(value)
            path.chmod(0o444)
            made.append(name)
        return path.read_text()

    keep("secret_key", secrets.token_urlsafe(50))
    database = keep("database_password", secrets.token_urlsafe(24))
    keep("database_url", f"postgres://chatsite:{database}@postgres:5432/chatsite")
    redis = keep("redis_password", secrets.token_urlsafe(24))
    keep("redis_url", f"redis://:{redis}@redis:6379/0")
    keep("upstream_api_key", "")
    return made


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    print(f"Made in {where}: {', '.join(make(where)) or 'nothing, all is there'}.")
    print(f"Put the certificate into {where / 'tls'}: fullchain.pem and privkey.pem.")
