"""Read settings from the environment, each once, each checked. Knows no setting by name."""

from __future__ import annotations

import fcntl
import json
import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management.utils import get_random_secret_key
from environs import EnvError, EnvValidationError, FileAwareEnv, ValidationError

from inference.contract import Sampling

# NAME_FILE names a file that holds the value of NAME: how containers are given secrets.
env = FileAwareEnv(strip_whitespace=True)
# What settings are called whose values nobody repeats: an address may hold a password.
SECRET = ("_URL", "_KEY", "_SECRET", "_PASSWORD")


def explain(error: Exception) -> str:
    """One sentence for a person: the setting's name first, then what is wrong with it."""
    found = re.match(r'Environment variable "(\w+)" (.*)', str(error), re.DOTALL)
    if found is None:
        return str(error)
    name, rest = found.groups()
    if not isinstance(error, EnvValidationError):
        return f"{name} {rest}."
    reasons = error.error_messages
    told = " ".join(map(str, reasons)) if isinstance(reasons, list) else str(reasons)
    if name.endswith(SECRET) or f"{name}_FILE" in os.environ:
        return f"{name} cannot be used: {told}"
    return f"{name}={os.environ.get(name, '')!r} cannot be used: {told}"


def port(number: int) -> None:
    if not 1 <= number <= 65535:
        raise ValidationError("It must be a port number, 1 to 65535.")


def not_negative(number: int) -> None:
    if number < 0:
        raise ValidationError("It must be 0 or more.")


def positive(number: int) -> None:
    if number < 1:
        raise ValidationError("It must be 1 or more.")


def replaced(name: str, *, by: str) -> None:
    """A setting of former times is not passed over: somebody counts on it."""
    if name in os.environ:
        raise EnvError(f"{name} is no setting any more: use {by}.")


def one_of(*allowed: str) -> Any:
    def check(value: str) -> None:
        if value not in allowed:
            raise ValidationError(f"It must be one of {', '.join(allowed)}.")

    return check


def sampling(name: str) -> dict[str, Any]:
    """What a JSON object says of how replies are chosen; its values are the engine's to judge."""
    text = env.str(name, "{}")
    try:
        given: dict[str, Any] = {**json.loads(text)}
        Sampling.from_json(given)
    except (TypeError, ValueError, AttributeError) as error:
        names = ", ".join(field.name for field in fields(Sampling))
        raise EnvError(
            f"{name}={text!r} cannot be used: it must be a JSON object with some of {names}."
        ) from error
    return given


def database(name: str, *, default: str) -> dict[str, Any]:
    """A Django database entry, tuned for many short transactions from an event loop's threads."""
    url = env.str(name, default)
    try:
        config: dict[str, Any] = {**dj_database_url.parse(url)}
    except (dj_database_url.ParseError, ValueError) as error:
        raise EnvError(
            f"{name} cannot be used: it must look like sqlite:////path/to/file "
            "or postgres://user:password@host:5432/name."
        ) from error
    options = dict(config.get("OPTIONS") or {})
    if config["ENGINE"] == "django.db.backends.sqlite3":
        options |= {
            "transaction_mode": "IMMEDIATE",  # wait at BEGIN, where waiting works, not in mid-way
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=NORMAL;"
                "PRAGMA secure_delete=ON;"  # what people delete is overwritten, not only given up
                "PRAGMA cache_size=-8000;"
                "PRAGMA mmap_size=67108864;"
            ),
        }
    elif config["ENGINE"] == "django.db.backends.postgresql":
        # A pool, since persistent connections and an event loop's threads do not go together. While
        # the server is away whoever asks is told so soon, and it is tried again for those who come.
        pool = {"min_size": 0, "max_size": 16, "timeout": 4, "reconnect_timeout": 2}
        options |= {"pool": pool, "connect_timeout": 4}
        # Nobody is to get a connection from before a restart of the server.
        config["CONN_HEALTH_CHECKS"] = True
    return {**config, "OPTIONS": options}


def email(name: str, *, default: str) -> dict[str, Any]:
    """Django's settings for letters, from an address."""
    try:
        config: dict[str, Any] = env.dj_email_url(name, default)
        config["EMAIL_BACKEND"]  # there if the scheme is known
    except (KeyError, ValueError) as error:
        raise EnvError(
            f"{name} cannot be used: it must look like console:, smtp://host:25 or "
            "submission://user:password@host:587."
        ) from error
    return config


def writable_directory(name: str, *, default: Path) -> Path:
    path = Path(env.str(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's talk is in it
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise EnvError(f"{name}={str(path)!r} cannot be written: {error.strerror}.") from error
    return path


def secret(name: str, *, kept_in: Path) -> str:
    """The setting, or else a key made once and kept in a file that only its owner may read."""
    given = env.str(name, "")
    if given:
        return given
    descriptor = os.open(kept_in, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # several processes start at once on a fresh site
        key = file.read().strip()
        if not key:
            key = get_random_secret_key()
            file.write(key + "\n")
        return key
