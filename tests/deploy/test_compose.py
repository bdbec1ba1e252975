"""What deploy/compose.yaml says fits the code, and closes what can be closed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from chatsite.server import EXIT_SECONDS
from deploy.make_secrets import make
from inference.config import FINISH_SECONDS
from tests.house.test_settings_are_documented import documented_settings
from tests.support.compose import read_compose
from tests.support.deployment import CHOSEN
from tests.support.image import ROOT
from tests.support.nginx_server import FILES
from tests.support.plugin import VAR_DIR
from tests.support.postgres_server import PostgresServer

COMPOSE = read_compose(CHOSEN)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WITHOUT_GPU = ("compose.yaml", "compose.cpu.yaml")
OURS = ("migrate", "web-1", "web-2", "web-worker", "beat", "gpu-worker", "backup")


def test_a_site_has_no_name_unless_it_is_given_one() -> None:
    with pytest.raises(KeyError, match="SITE_HOST"):
        read_compose({})


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_nothing_that_it_need_not(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    if name != "postgres":  # it starts as root, to own its folder
        assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", set(SERVICES) - {"migrate", "backup", "beat"})
def test_what_stays_is_started_again_looked_at_and_bounded(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]
    assert service["deploy"]["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", SERVICES)
def test_who_looks_with_a_variable_has_a_shell_that_knows_it(name: str) -> None:
    kind, *words = SERVICES[name].get("healthcheck", {}).get("test", ["NONE"])
    assert kind == "CMD-SHELL" or "$" not in "".join(words)


@pytest.mark.parametrize("name", SERVICES)
def test_who_waits_for_all_to_be_up_is_not_told_that_one_failed(name: str) -> None:
    """`up --wait` takes a probe that is switched off for one that fails, and a slow machine's start
    for an illness."""
    probe = SERVICES[name].get("healthcheck", {"start_period": "2m"})
    assert "disable" not in probe
    assert int(probe["start_period"].removesuffix("m")) >= 2


def test_postgresql_is_asked_where_the_server_of_its_first_start_is_not() -> None:
    assert "--host" in SERVICES["postgres"]["healthcheck"]["test"]


def test_without_a_gpu_a_second_file_takes_it_out_and_nothing_else() -> None:
    with_gpu, without = as_compose_reads("compose.yaml"), as_compose_reads(*WITHOUT_GPU)
    resources = with_gpu["services"]["gpu-worker"]["deploy"]["resources"]
    assert resources.pop("reservations")["devices"][0]["driver"] == "nvidia"
    assert with_gpu == without


@pytest.mark.parametrize("name", OURS)
def test_only_settings_that_there_are_are_set(name: str) -> None:
    given = {setting.removesuffix("_FILE") for setting in SERVICES[name]["environment"]}
    assert given <= documented_settings()


def test_nginx_is_told_every_name_that_its_file_has() -> None:
    template = (FILES / "chatsite.conf.template").read_text()
    assert set(re.findall(r"\$\{([A-Z_0-9]+)\}", template)) == {*SERVICES["nginx"]["environment"]}


def test_each_has_the_time_that_its_end_takes() -> None:
    for name, seconds in (("web-1", EXIT_SECONDS), ("gpu-worker", FINISH_SECONDS + 10)):
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > seconds


def test_only_nginx_is_reached_from_outside_and_the_gpu_worker_knows_no_database() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert set(SERVICES["gpu-worker"]["secrets"]) == {"redis_url", "upstream_api_key"}


def test_what_people_write_is_not_in_the_log_of_postgresql() -> None:
    """Nor the row of a statement that failed. Asked of PostgreSQL itself, with these options."""
    command = SERVICES["postgres"]["command"]
    options = [one.split("=") for one in command if one.startswith("log_")]
    server = PostgresServer(VAR_DIR / "postgresql-of-compose")
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE said (words text CHECK (words = ''))")
            for name, value in options:
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
            with pytest.raises(psycopg.errors.CheckViolation):
                connection.execute("INSERT INTO said VALUES ('kanarienvogel')")
        log = (VAR_DIR / "postgresql-of-compose" / "log").read_text()
    finally:
        server.close()
    assert "violates check constraint" in log
    assert "kanarienvogel" not in log


def test_secrets_are_made_once_and_are_all_that_compose_asks_for(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert set(make(folder)) == set(COMPOSE["secrets"])
    kept = {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}
    assert make(folder) == []
    assert {path.name: path.read_text() for path in folder.iterdir() if path.is_file()} == kept
    assert folder.stat().st_mode & 0o077 == 0
    assert kept["database_password"] in kept["database_url"]


def test_django_finds_nothing_to_say_against_these_settings(tmp_path: Path) -> None:
    make(tmp_path / "secrets")
    environment = {
        name: value.replace("/run/secrets", str(tmp_path / "secrets"))
        for name, value in SERVICES["web-1"]["environment"].items()
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT,
        env={**environment, "VAR_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def as_compose_reads(*files: str) -> dict[str, Any]:
    docker = shutil.which("docker")
    version = [str(docker), "compose", "version"]
    if docker is None or subprocess.run(version, capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed")
    named = [word for file in files for word in ("--file", str(ROOT / "deploy" / file))]
    done = subprocess.run(
        [docker, "compose", *named, "config", "--format", "json"],
        env={**os.environ, **CHOSEN},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read
