"""Make a backup of this site, and make this site of a backup."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import redis
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from chatsite.backups import archive, databases
from chatsite.backups.exceptions import BackupError

DATABASE, SECRET_KEY = "database", "secret_key"
PEOPLE = ("accounts_user", "chat_conversation", "chat_auditentry")


def make_backup(where: Path, *, with_secret_key: bool = True) -> Path:
    """where: a file that is not there yet, or a folder. Return the file. Raises BackupError."""
    now = timezone.now()
    path = where / f"chatsite-{now:%Y%m%d-%H%M%S}.tar.gz" if where.is_dir() else where
    if path.exists():
        raise BackupError(f"{path} is there already.")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as made:
            folder = Path(made)
            files = {DATABASE: folder / DATABASE}
            databases.copy_to(files[DATABASE])
            if with_secret_key:
                files[SECRET_KEY] = folder / SECRET_KEY
                files[SECRET_KEY].write_text(settings.SECRET_KEY)
            about = {
                "made_at": now.isoformat(),
                "kind": connection.vendor,
                "migrations": _applied_migrations(),
            }
            archive.write(path, files, about, beside=folder)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def restore_backup(path: Path, *, replace: bool, keep_secret_key: bool) -> list[str]:
    """What is worth knowing afterwards. replace: what this site has is thrown away.
    Raises BackupError, and then nothing has changed."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=path.parent) as made:
        folder = Path(made)
        manifest = archive.read(path, folder)
        if not {"kind", "migrations"} <= manifest.keys():
            raise BackupError("Its manifest does not say of what it is.")
        if manifest["kind"] != connection.vendor:
            raise BackupError(
                f"It is of {manifest['kind']}, and DATABASE_URL names {connection.vendor}: "
                "it can only go back into the kind that it came from."
            )
        _refuse_newer(manifest["migrations"])
        if not replace and not _is_empty():
            raise BackupError(
                "This site has accounts or conversations. With --replace they are thrown away."
            )
        key = folder / SECRET_KEY
        told = _plan_for(key, keep=keep_secret_key)
        databases.replace_with(folder / DATABASE)
        if told and key.exists() and not keep_secret_key:
            (settings.VAR_DIR / "secret_key").write_text(key.read_text() + "\n")
    told += _forget_what_redis_knows()  # first: a database that cannot be migrated is new, too
    call_command("migrate", interactive=False, verbosity=0)
    return told


def _plan_for(key: Path, *, keep: bool) -> list[str]:
    """What becomes of the key that signs; empty: nothing."""
    if not key.exists():
        return ["It has no secret key: see to it that SECRET_KEY is the one of that site."]
    if key.read_text() == settings.SECRET_KEY:
        return []
    if keep:
        return ["The secret key is another: second factors, links and sessions are void."]
    if {"SECRET_KEY", "SECRET_KEY_FILE"} & os.environ.keys():
        raise BackupError(
            "SECRET_KEY is another than that of the backup, and what it signed and encrypted "
            "(second factors, shared links, invitations, sessions) would be void. Set SECRET_KEY "
            "to the one in the file secret_key of the backup, or say --keep-secret-key."
        )
    return ["The secret key of the backup is the site's now: start all processes anew."]


def _applied_migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _refuse_newer(migrations: list[str]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    ours = {app.label for app in apps.get_app_configs()}
    newer = sorted(one for one in migrations if one not in known and one.split(".")[0] in ours)
    if newer:
        raise BackupError(f"It was made by a newer release, which has {newer[0]}: update first.")


def _is_empty() -> bool:
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables.intersection(PEOPLE):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - a name of ours
            if cursor.fetchone():
                return False
    return True


def _forget_what_redis_knows() -> list[str]:
    """Of replies, quotas and workers of the database that was there before."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5) as client:
            client.flushdb()
    except redis.RedisError as error:
        return [f"Redis could not be emptied, do so before the site starts: {error}"]
    return []
