"""About how many messages hold some words, reckoned from a sample of them. PostgreSQL's index of
words gives no first hit before it was read for all of them. Knows no user."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

# Messages, in whole pages of the table. Of many it is one in so many, or what is in very many
# messages had too few hits; reading the most takes some tenths of a second.
LEAST_SAMPLED, MOST_SAMPLED, ONE_IN = 5_000, 25_000, 1_000
LEAST_HITS = 30  # in such a sample; fewer may be chance. Of a smaller part of all, as many fewer
# Where the database has not counted its messages yet, none is read.
COUNT = """
    WITH known AS (SELECT reltuples FROM pg_class WHERE oid = 'chat_message'::regclass)
    SELECT {columns}, count(*), (SELECT reltuples FROM known)
    FROM chat_message TABLESAMPLE SYSTEM ((
        SELECT CASE WHEN reltuples > 0 THEN
            least(100, 100 * greatest({least}, least({most}, reltuples / {one_in})) / reltuples)
        ELSE 0 END FROM known
    )) REPEATABLE (1)
"""
COLUMN = "count(*) FILTER (WHERE words @@ to_tsquery('simple', %s))"


def estimate_hits(terms: Sequence[str]) -> list[float]:
    """Of each of these, as to_tsquery has them; 0 where it cannot be said."""
    columns = ", ".join([COLUMN] * len(terms))
    with connection.cursor() as cursor:
        sizes = {"least": LEAST_SAMPLED, "most": MOST_SAMPLED, "one_in": ONE_IN}
        cursor.execute(COUNT.format(columns=columns, **sizes), list(terms))
        *hits, sampled, total = cursor.fetchone()
    if not sampled:
        return [0 for _ in hits]
    enough = LEAST_HITS * min(1, sampled * ONE_IN / total)
    return [one * total / sampled if one >= enough else 0 for one in hits]
