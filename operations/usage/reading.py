"""What the dashboard tells of a period: what was added up, and what has happened since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models import Sum as Total
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Team, User
from chat.models import Feedback
from inference.client import Windows, list_refusals
from inference.exceptions import StoreUnavailable
from operations.models import Refusal, Usage
from operations.usage.counting import not_added_up
from operations.usage.days import beginning_of, day_of, days_between
from operations.usage.histogram import from_json
from operations.usage.rolling import uncounted_since
from operations.usage.snapshot import one_snapshot
from operations.usage.tally import COUNTS, By, Sum, add_up

MOST_ROWS = 50  # of users and of teams on the page; a CSV file has them all
GONE = {By.USER: "Deleted account", By.TEAM: "Deleted team"}
NAMELESS = {By.MODEL: "(not named)", By.USER: "Deleted account", By.TEAM: "No team"}

Sums = dict[str, Sum]


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are in it."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def begin(self) -> datetime:
        return beginning_of(self.first)

    @property
    def end(self) -> datetime:
        return beginning_of(self.last + timedelta(days=1))


@dataclass(slots=True)
class Report:
    """Sums by the names that are shown. total: of all. left_out: users and teams for which there
    was no room. counted_at: when days were last added up; `None`: never."""

    period: Period
    total: Sum = field(default_factory=Sum)
    days: dict[date, Sum] = field(default_factory=dict)
    models: Sums = field(default_factory=dict)
    users: Sums = field(default_factory=dict)
    teams: Sums = field(default_factory=dict)
    left_out: int = 0
    counted_at: datetime | None = None


class _Found:
    """Sums by key, before there are names."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.days: dict[date, Sum] = {day: Sum() for day in days_between(period.first, period.last)}
        self.by: dict[str, defaultdict[str, Sum]] = {one: defaultdict(Sum) for one in By.values}

    def add(self, day: date, by: str, key: str, found: Sum) -> None:
        if day not in self.days:
            return
        self.by[by][key].add(found)
        if by == By.MODEL:  # each reply has one model, so that these are all
            self.days[day].add(found)


def read_usage(period: Period, *, most: int | None = MOST_ROWS) -> Report:
    """At most eleven queries, however much there is, of one moment: what is added up meanwhile
    would be missing, or be there twice. most: of users and of teams; `None`: all."""
    waiting = _waiting_refusals()  # first: those that are taken meanwhile are in one of both
    with one_snapshot():
        return _read(period, most, waiting)


def _read(period: Period, most: int | None, waiting: Windows) -> Report:
    found = _Found(period)
    counted_at = _add_models(found)
    _add_people(found)
    _add_live(found)
    _add_refusals(found, waiting)
    _add_thumbs(found)
    report = Report(period, days=found.days, counted_at=counted_at)
    for day in report.days.values():
        report.total.add(day)
    users, teams = (_with_most_tokens(found.by[by], most) for by in (By.USER, By.TEAM))
    report.left_out = sum(map(len, found.by.values())) - len(found.by[By.MODEL])
    report.left_out -= len(users) + len(teams)
    _add_spreads(period, users, teams)
    report.models = _named(found.by[By.MODEL], By.MODEL, {})
    report.users = _named(users, By.USER, _user_names(users))
    report.teams = _named(teams, By.TEAM, _team_names(teams))
    return report


def _add_models(found: _Found) -> datetime | None:
    """→ when the newest of them was added up"""
    counted_at = None
    for one in Usage.objects.filter(by=By.MODEL, day__range=found.period.days).iterator(1000):
        found.add(one.day, By.MODEL, one.key, Sum.of(one))
        counted_at = max(counted_at or one.counted_at, one.counted_at)
    return counted_at


def _add_people(found: _Found) -> None:
    """Counts alone, added up by the database: there may be many people."""
    kept = Usage.objects.filter(by__in=[By.USER, By.TEAM], day__range=found.period.days)
    totals = kept.order_by().values_list("by", "key").annotate(*map(Total, COUNTS))
    for by, key, *counts in totals:
        found.by[by][key].add(Sum(**dict(zip(COUNTS, counts, strict=True))))


def _add_spreads(period: Period, users: Sums, teams: Sums) -> None:
    """Times and errors, of those who are shown."""
    shown = {By.USER: users, By.TEAM: teams}
    chosen = Q(by=By.USER, key__in=list(users)) | Q(by=By.TEAM, key__in=list(teams))
    kept = Usage.objects.filter(chosen, day__range=period.days)
    for by, key, errors, ttft, gap in kept.values_list("by", "key", "errors", "ttft", "gap"):
        one = shown[By(by)][key]
        one.errors.update(errors)
        one.ttft.update(from_json(ttft))
        one.gap.update(from_json(gap))


def _add_live(found: _Found) -> None:
    """What has ended and is not added up yet: of the last minute, where the web worker runs."""
    since = max(uncounted_since(), found.period.begin)
    by_day = defaultdict(list)
    for reply in not_added_up(since, found.period.end):
        by_day[day_of(reply.asked_at)].append(reply)
    for day, replies in by_day.items():
        for (by, key), one in add_up(replies).items():
            found.add(day, by, key, one)


def _add_refusals(found: _Found, waiting: Windows) -> None:
    period = found.period
    kept = Refusal.objects.filter(window__gte=period.begin, window__lt=period.end)
    by_day = kept.annotate(day=TruncDate("window", tzinfo=timezone.get_default_timezone()))
    columns = ("day", "reason", "user", "team", "model")
    for row in by_day.values(*columns).annotate(times=Total("count")).order_by():
        refused = row["reason"], row["user"], row["team"], row["model"]
        _add_refused(found, row["day"], refused, row["times"])
    for day, refused, count in _not_taken(waiting):
        _add_refused(found, day, refused, count)


def _waiting_refusals() -> Windows:
    """In Redis; none while it is away."""
    try:
        return list_refusals()
    except StoreUnavailable:
        return {}


def _not_taken(windows: Windows) -> Iterator[tuple[date, tuple[str, str, str, str], int]]:
    zone = timezone.get_default_timezone()
    moments = {datetime.fromtimestamp(began, zone): counts for began, counts in windows.items()}
    # Whoever took them along may not have deleted them yet.
    taken = set(Refusal.objects.filter(window__in=moments).values_list("window", flat=True))
    for moment, counts in moments.items():
        for refused, count in counts if moment not in taken else ():
            yield moment.date(), refused, count


def _add_refused(found: _Found, day: date, refused: tuple[str, str, str, str], count: int) -> None:
    reason, user, team, model = refused
    one = Sum(overloaded=count) if reason == "overloaded" else Sum(over_quota=count)
    for by, key in ((By.MODEL, model), (By.USER, user), (By.TEAM, team)):
        found.add(day, by, key, one)


def _add_thumbs(found: _Found) -> None:
    """Those that are still there, on the day when they were given or last changed, to whoever gave
    them: one that was taken back, or went with its conversation, does not count."""
    period = found.period
    given = Feedback.objects.filter(changed_at__gte=period.begin, changed_at__lt=period.end)
    rows = given.order_by().values_list(
        TruncDate("changed_at", tzinfo=timezone.get_default_timezone()),
        "message__generation__model",
        "giver",
        "conversation__team",
        "rating",
    )
    for day, model, giver, team, rating, count in rows.annotate(Count("pk")):
        one = Sum(good=count) if rating == Feedback.Rating.GOOD else Sum(bad=count)
        for by, key in ((By.MODEL, model), (By.USER, giver), (By.TEAM, team)):
            found.add(day, by, "" if key is None else str(key), one)


def _with_most_tokens(sums: Sums, most: int | None) -> Sums:
    return dict(sorted(sums.items(), key=_most_tokens)[:most])


def _most_tokens(item: tuple[str, Sum]) -> tuple[int, int, str]:
    key, one = item
    return -(one.prompt_tokens + one.completion_tokens), -one.replies, key


def _user_names(sums: Mapping[str, Sum]) -> dict[str, str]:
    ids = [int(key) for key in sums if key.isdigit()]
    return {
        str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "username")
    }


def _team_names(sums: Mapping[str, Sum]) -> dict[str, str]:
    ids = [key for key in sums if key]
    return {str(pk): name for pk, name in Team.objects.filter(pk__in=ids).values_list("pk", "name")}


def _named(sums: Mapping[str, Sum], by: str, names: Mapping[str, str]) -> Sums:
    """All that are gone are one. Others of the same name are told apart by their ids."""
    shown = {key: key if by == By.MODEL else names.get(key, "") for key in sums}
    often = Counter([*shown.values(), NAMELESS[By(by)], GONE.get(By(by))])
    named: Sums = {}
    for key, one in sorted(sums.items(), key=_most_tokens):
        if not key:
            name = NAMELESS[By(by)]
        elif not shown[key]:
            name = GONE[By(by)]
        else:
            name = shown[key] if often[shown[key]] == 1 else f"{shown[key]} ({key[:8]})"
        named.setdefault(name, Sum()).add(one)
    return named
