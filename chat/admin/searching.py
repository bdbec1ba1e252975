"""The search of a list in columns of its own and of what these point to. Knows no list."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import reduce
from operator import and_, or_
from string import hexdigits

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.db.models import Q
from django.utils.text import smart_split, unescape_string_literal

OF_UUIDS = {*hexdigits, "-"}
NONE = Q(pk__in=())


def holding(model: type[models.Model], columns: Collection[str], phrase: str) -> Q:
    """As the admin does: each word of the phrase somewhere in one of the columns. What they point
    to is looked for by itself: people are few, and a join would look at their names for each row.
    columns: none of a relation to many."""
    words = [[_holds(model, column, one) for column in columns] for one in _words_of(phrase)]
    return reduce(and_, (reduce(or_, somewhere) for somewhere in words), Q())


def _holds(model: type[models.Model], column: str, word: str) -> Q:
    relation, _, name = column.rpartition("__")
    *relations, field = get_fields_from_path(model, column)
    if isinstance(field, models.UUIDField) and not OF_UUIDS.issuperset(word):
        return NONE  # without making a text of each
    if not relations:
        return Q(**{f"{column}__icontains": word})
    found = field.model._base_manager.filter(**{f"{name}__icontains": word})  # noqa: SLF001
    return Q(**{f"{relation}__in": found.order_by().values("pk")})


def _words_of(phrase: str) -> Iterator[str]:
    """What stands in quotation marks is one."""
    for word in smart_split(phrase):
        is_quoted = word.startswith(('"', "'")) and word[0] == word[-1]
        yield unescape_string_literal(word) if is_quoted else word
