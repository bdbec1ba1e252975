"""The whole site, from nothing to ready and back. The one place that knows every process."""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

import redis
from django.conf import ENVIRONMENT_VARIABLE as SETTINGS_MODULE
from django.conf import settings

from chatsite.server import EXIT_SECONDS
from chatsite.supervisor import preflight
from chatsite.supervisor.children import Children, Command
from chatsite.supervisor.exceptions import CannotStart
from chatsite.supervisor.instance import Instance, only_instance
from chatsite.supervisor.log import Log
from chatsite.supervisor.parent import die_with_parent
from chatsite.supervisor.readiness import Readiness
from chatsite.supervisor.redis_server import prepare_redis
from inference.config import FINISH_SECONDS, get_config

REDIS_STARTS_WITHIN_SECONDS = 30  # a long append-only file takes a while to read
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Redis last, so that what the workers say while they stop is kept.
STOP_ORDER = [["migrate", "web", "beat"], ["gpu"], ["worker"], ["redis"]]


class StopAsked(BaseException):
    """Raised by the signal handler, wherever the start or the watch happens to be."""


def run_site(*, with_parent: bool) -> int:
    """Until a signal asks to stop. Raises CannotStart."""
    os.umask(0o077)  # what people say is in the files of a run, whoever made VAR_DIR
    for number in STOP_SIGNALS:
        signal.signal(number, _ask_to_stop)
    if with_parent:
        die_with_parent(signal.SIGTERM, parent=os.getppid())
    log = Log(["web", "gpu", "worker", "beat", "redis", "migrate"])
    children = Children(log)
    try:
        with only_instance(settings.VAR_DIR) as instance:
            try:
                _start(children, instance, log)
                _watch(children, instance, log)
            finally:
                _stop(children, instance, log)
    except StopAsked:
        log.say("stopped")
    return 0


def _ask_to_stop(number: int, frame: FrameType | None) -> None:
    raise StopAsked


def _start(children: Children, instance: Instance, log: Log) -> None:
    if instance.end_orphans():
        log.say("ended what a killed run had left behind")
    preflight.check_port(settings.HOST, settings.PORT)
    preflight.check_model(get_config().chat_model)
    preflight.check_database()
    environment = _environment()
    if {"REDIS_URL", "REDIS_URL_FILE"} & os.environ.keys():
        preflight.check_redis(settings.REDIS_URL)
    else:
        environment["REDIS_URL"] = _start_redis(children, environment)
    children.start(gpu_worker(environment))  # first: it takes longest
    instance.remember(children.pids())
    if children.wait(children.start(migrate(environment))) != 0:
        raise CannotStart("The tables of DATABASE_URL could not be brought up to date, see above.")
    for command in (web(environment), web_worker(environment), beat(environment)):
        children.start(command)
    instance.remember(children.pids())


def _watch(children: Children, instance: Instance, log: Log) -> None:
    readiness = Readiness(host=settings.HOST, port=settings.PORT, host_header=_host_header())
    address = f"http://localhost:{settings.PORT}"
    log.say(f"starting; the page will be at {address}")
    announced = ""
    while True:
        if children.tend(for_seconds=0.1):
            instance.remember(children.pids())
        if news := readiness.news():
            log.say(news)
        state = _state(readiness)
        if state and state != announced:
            announced = state
            log.announce(f"{state}: {address}")


def _state(readiness: Readiness) -> str:
    if readiness.is_ready:
        return "Chatsite is ready"
    return "Chatsite cannot answer, but can be read" if readiness.has_no_model else ""


def _stop(children: Children, instance: Instance, log: Log) -> None:
    for number in STOP_SIGNALS:  # one more Ctrl-C does not wait
        signal.signal(number, lambda *_: children.kill())
    instance.say_stopping()
    log.say("stopping")
    for names in STOP_ORDER:
        children.stop(names)
    instance.remember([])


# --- the processes --------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    """What all of them are told. Output is not held back; threads share few memory arenas;
    Celery need not repeat in every log that a container runs as root."""
    # Without Django's variable: on seeing it the GPU worker's Celery would load the whole site.
    given = {name: value for name, value in os.environ.items() if name != SETTINGS_MODULE}
    return {
        **given,
        "VAR_DIR": str(settings.VAR_DIR),
        "PYTHONUNBUFFERED": "1",
        "MALLOC_ARENA_MAX": "2",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


def _start_redis(children: Children, environment: dict[str, str]) -> str:
    own = prepare_redis(settings.VAR_DIR / "redis")
    child = children.start(
        Command(
            name="redis",
            arguments=own.command,
            environment=environment,
            stops_within_seconds=20,
            on_death=signal.SIGTERM,  # so that it writes what it has
        )
    )
    deadline = time.monotonic() + REDIS_STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            redis.Redis.from_url(own.url, socket_connect_timeout=1, socket_timeout=1).ping()
        except (redis.ConnectionError, redis.TimeoutError):
            if child.process.poll() is not None:
                break
            children.print_output(for_seconds=0.02)
        else:
            return own.url
    raise CannotStart(
        f"Redis did not start, {settings.VAR_DIR / 'redis' / 'redis.log'} (in VAR_DIR) says why; "
        "set REDIS_URL to use one that runs already."
    )


def migrate(environment: dict[str, str]) -> Command:
    arguments = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"]
    return Command(name="migrate", arguments=arguments, environment=environment)


def web(environment: dict[str, str]) -> Command:
    return Command(
        name="web",
        arguments=[sys.executable, "-m", "chatsite.server"],
        environment=environment,
        stops_within_seconds=EXIT_SECONDS + 1,
    )


def gpu_worker(environment: dict[str, str]) -> Command:
    concurrency = str(get_config().max_in_flight)
    return _celery(
        "gpu",
        "inference.worker",
        ["worker", "-P", "threads", "-c", concurrency, *_WORKER],
        environment,
        stops_within_seconds=FINISH_SECONDS + 10,  # then it ends what still runs, and itself
    )


def web_worker(environment: dict[str, str]) -> Command:
    """Threads, not forks: two tasks at once are enough, and one process is half the memory."""
    return _celery(
        "worker",
        "chatsite",
        ["worker", "-Q", "web", "-P", "threads", "-c", "2", *_WORKER],
        environment,
        stops_within_seconds=10,
    )


def beat(environment: dict[str, str]) -> Command:
    """The plain scheduler keeps no file: all we schedule is "every so many seconds"."""
    return _celery("beat", "chatsite", ["beat", "-S", "celery.beat.Scheduler"], environment)


# No worker needs to know of another, and each of these costs a start-up second or a heartbeat.
_WORKER = ["--prefetch-multiplier=1", "--without-gossip", "--without-mingle"]


def _celery(
    name: str,
    app: str,
    arguments: list[str],
    environment: dict[str, str],
    *,
    stops_within_seconds: float = 5,
) -> Command:
    node = ["-n", f"{name}@%h"] if "worker" in arguments else []
    return Command(
        name=name,
        arguments=[
            *[sys.executable, "-m", "celery", "--quiet", "--no-color", "-A", app],
            *[*arguments, *node, "--loglevel", settings.LOG_LEVEL],
        ],
        environment=environment,
        stops_within_seconds=stops_within_seconds,
    )


def _host_header() -> str:
    exact = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
    return exact[0] if exact else "localhost"
