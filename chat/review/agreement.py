"""How far two reviewers agree who labelled the same without each other: percentages, and Cohen's
kappa, which takes away what chance alone would give."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, F, Q

from accounts.models import User
from chat.models import Assessment, ReviewItem, ReviewLabel
from chat.review.access import items_for

MOST_ITEMS = 500  # the newest; a change of the rules should not be judged by what came before

Judgement = tuple[Hashable, Hashable]  # what the one said of something, and what the other


@dataclass(frozen=True, slots=True)
class Figures:
    """percentage: of the same judgement. kappa: `None` where both always said the same one thing,
    and chance explains it all."""

    count: int
    percentage: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Both:
    """An item that two have labelled."""

    item: ReviewItem
    first: frozenset[ReviewLabel]
    second: frozenset[ReviewLabel]


@dataclass(frozen=True, slots=True)
class Pair:
    """whole: of their whole sets of labels. labels: of each label, whether it was put."""

    first: User
    second: User
    items: Sequence[Both]

    @property
    def whole(self) -> Figures:
        return figures([(one.first, one.second) for one in self.items])

    @property
    def labels(self) -> list[tuple[ReviewLabel, Figures]]:
        used = {label for one in self.items for label in one.first | one.second}
        return [
            (label, figures([(label in one.first, label in one.second) for one in self.items]))
            for label in sorted(used, key=lambda label: label.name)
        ]

    @property
    def disagreements(self) -> list[Both]:
        return [one for one in self.items if one.first != one.second]


def list_pairs(reader: User) -> list[Pair]:
    """Of all items that are done and that the reader may see: who judged without what others said;
    the busiest pair first."""
    unaware = Count("assessments", filter=Q(assessments__finished_at__lte=F("shown_at")))
    done = items_for(reader).filter(status=ReviewItem.Status.DONE).annotate(unaware=unaware)
    newest = done.filter(unaware__gte=2).order_by("-closed_at")[:MOST_ITEMS]
    items = {item.pk: item for item in newest}
    said = (
        Assessment.objects.filter(item__in=list(items), finished_at__lte=F("item__shown_at"))
        .exclude(reviewer=None)
        .select_related("reviewer")
        .prefetch_related("labels")
        .order_by("reviewer__username")
    )
    by_item: dict[ReviewItem, list[Assessment]] = defaultdict(list)
    for one in said:
        by_item[items[one.item_id]].append(one)
    pairs: dict[tuple[User, User], list[Both]] = defaultdict(list)
    for item, assessments in by_item.items():
        for first, second in combinations(assessments, 2):
            assert first.reviewer is not None
            assert second.reviewer is not None  # those whose account is gone are left out
            both = Both(item, frozenset(first.labels.all()), frozenset(second.labels.all()))
            pairs[first.reviewer, second.reviewer].append(both)
    found = [Pair(first, second, both) for (first, second), both in pairs.items()]
    return sorted(found, key=lambda pair: -len(pair.items))


def figures(judgements: Sequence[Judgement]) -> Figures:
    same = sum(first == second for first, second in judgements) / len(judgements)
    return Figures(len(judgements), 100 * same, kappa(judgements))


def kappa(judgements: Sequence[Judgement]) -> float | None:
    """Cohen's: 1 is always the same, 0 as often as by chance, below less often than that. `None`
    where chance would make it always the same."""
    count = len(judgements)
    same = sum(first == second for first, second in judgements) / count
    by_chance = _by_chance(judgements, count)
    return None if by_chance == 1 else (same - by_chance) / (1 - by_chance)


def _by_chance(judgements: Iterable[Judgement], count: int) -> float:
    firsts, seconds = (Counter(side) for side in zip(*judgements, strict=True))
    return sum(times * seconds[what] for what, times in firsts.items()) / count**2
