"""Fills an empty PostgreSQL with conversations in which nothing was ever said, by its own SQL: two
million messages in minutes. Knows nothing of what is measured."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from accounts.models import Team, User
from benchmarks.admin.around import fill_around

USERS, TEAMS = 1_000, 20
SENTENCES, WORDS = 4_000, 5_000

# A few words are everywhere, most are rare, as in any language. Every message is of two sentences.
SENTENCES_SQL = """
CREATE TEMP TABLE sentences AS
SELECT i, 'the ' || string_agg(
    'w' || to_char(floor({words} * power(random(), 3)), 'FM0000'), ' ') AS text
FROM generate_series(0, {sentences} - 1) i, generate_series(1, 14) GROUP BY i;
CREATE INDEX ON sentences (i);
"""

CONVERSATIONS_SQL = """
INSERT INTO chat_conversation (id, owner_id, team_id, title, title_by, is_unread, model,
    system_prompt, sampling, created_at, updated_at, is_pinned, is_archived, flagged_at, flag_note)
SELECT md5('c' || n)::uuid, {first_user} + n % {users},
    CASE WHEN n % 10 = 0 THEN (ARRAY[{teams}]::uuid[])[1 + n / 10 % {team_count}] END,
    'Title ' || n || ' w' || to_char(n % 5000, 'FM0000'), 'first', false, '', '', '{{}}',
    now() - n * interval '5 minutes', now() - n * interval '5 minutes', false, false,
    CASE WHEN n % 100 = 0 THEN now() - n * interval '5 minutes' END, ''
FROM generate_series(1, {conversations}) n;
"""

# Of 2 to twice the average, and each 500th very long.
TURNS_SQL = """
CREATE TEMP TABLE turns AS
SELECT n, k FROM generate_series(1, {conversations}) n, LATERAL generate_series(1,
    CASE WHEN n % 500 = 0 THEN 120 ELSE 2 * (1 + (n * 7919) % ({average} - 1)) END) k;
"""

MESSAGES_SQL = """
INSERT INTO chat_message (id, conversation_id, parent_id, role, author_id, text, reasoning,
    tool_calls, created_at)
SELECT md5('m' || n || '-' || k)::uuid, md5('c' || n)::uuid,
    CASE WHEN k > 1 THEN md5('m' || n || '-' || k - 1)::uuid END,
    CASE WHEN k % 2 = 1 THEN 'user' ELSE 'assistant' END,
    CASE WHEN k % 2 = 1 THEN {first_user} + n % {users} END,
    one.text || '. ' || two.text || '. rare' || n / 50, '', '',
    now() - n * interval '5 minutes' - (200 - k) * interval '1 second'
FROM turns JOIN sentences one ON one.i = (n * 31 + k * 17) % {sentences}
JOIN sentences two ON two.i = (n * 13 + k * 101) % {sentences};
"""

GENERATIONS_SQL = """
INSERT INTO chat_generation (id, conversation_id, message_id, requested_by_id, client_id, status,
    attempt, finish_reason, error_type, error_message, model, revision, sampling, usage,
    prompt_token_count, completion_token_count, created_at, queued_at, started_at, first_token_at,
    finished_at)
SELECT md5('g' || n || '-' || k)::uuid, md5('c' || n)::uuid, md5('m' || n || '-' || k)::uuid,
    {first_user} + n % {users}, md5('t' || n || '-' || k)::uuid,
    CASE WHEN f THEN 'failed' ELSE 'finished' END, 1,
    CASE WHEN f THEN '' WHEN (n + k) % 50 = 1 THEN 'stopped' WHEN (n + k) % 100 = 2 THEN 'length'
        ELSE 'stop' END,
    CASE WHEN f THEN 'generation' ELSE '' END, '',
    CASE WHEN n % 3000 = 5 THEN 'seldom' WHEN n % 3 = 0 THEN 'large' ELSE 'pocket' END,
    '1', '{{}}', '{{}}', 20, 30, m, m, m, m, m
FROM (SELECT n, k, (n + k) % 200 = 0 AS f,
    now() - n * interval '5 minutes' - (200 - k) * interval '1 second' AS m
    FROM turns WHERE k % 2 = 0) replies;
"""

FEEDBACK_SQL = """
INSERT INTO chat_feedback (id, message_id, conversation_id, giver_id, rating, comment, reasons,
    created_at, changed_at)
SELECT md5('f' || n)::uuid, md5('m' || n || '-2')::uuid, md5('c' || n)::uuid,
    {first_user} + n % {users}, CASE WHEN n % 3 = 0 THEN 'bad' ELSE 'good' END,
    CASE WHEN n % 2 = 0 THEN 'w0001 w2000' ELSE '' END, '[]',
    now() - n * interval '5 minutes', now() - n * interval '5 minutes'
FROM generate_series(5, {conversations}, 5) n;
"""

REVIEWS_SQL = """
INSERT INTO chat_reviewlabel (name, letter, colour, description, is_retired)
SELECT name, left(name, 1), 'red', '', false FROM unnest(ARRAY['harmful', 'wrong', 'good']) name;
INSERT INTO chat_reviewitem (id, conversation_id, status, source, wants_second, queued_at,
    closed_at)
SELECT md5('r' || n)::uuid, md5('c' || n)::uuid, CASE WHEN n % 3 = 0 THEN 'done' ELSE 'open' END,
    'feedback', n % 3 = 0, now() - n * interval '5 minutes',
    CASE WHEN n % 3 = 0 THEN now() END
FROM generate_series(5, {conversations}, 5) n;
INSERT INTO chat_assessment (item_id, reviewer_id, finished_at)
SELECT id, {first_user} + who, closed_at FROM chat_reviewitem, generate_series(1, 2) who
WHERE status = 'done';
INSERT INTO chat_assessment_labels (assessment_id, reviewlabel_id)
SELECT a.id, l.id FROM chat_assessment a JOIN chat_reviewlabel l ON a.id % 5 = l.id % 5;
INSERT INTO chat_reviewnote (item_id, text, created_at)
SELECT id, 'w0001', queued_at FROM chat_reviewitem;
"""

OTHERS_SQL = """
INSERT INTO chat_auditentry (number, moment, actor_id, actor_name, action, owner_id, owner_name,
    subject, reason, detail, previous, digest)
SELECT n, now() - ({conversations} - n) * interval '5 minutes', '1', 'charlie', 'opened',
    {first_user} + n % {users}, 'user' || n % {users},
    'conversation ' || md5('c' || n)::uuid, 'Somebody complained.', '', '', md5('a' || n)
FROM generate_series(1, {conversations}) n;
INSERT INTO chat_apigeneration (id, owner_id, status, attempt, finish_reason, error_type,
    error_message, model, revision, prompt_token_count, completion_token_count, created_at,
    finished_at, {api_columns})
SELECT md5('p' || n)::uuid, {first_user} + n % {users}, 'finished', 1, 'stop', '', '', 'pocket',
    '1', 20, 30, now() - n * interval '5 minutes', now() - n * interval '5 minutes', {api_values}
FROM generate_series(1, {conversations} * 2) n;
"""

PARTS = (
    *(SENTENCES_SQL, CONVERSATIONS_SQL, TURNS_SQL, MESSAGES_SQL, GENERATIONS_SQL, FEEDBACK_SQL),
    *(REVIEWS_SQL, OTHERS_SQL),
)


@dataclass(frozen=True, slots=True)
class Filled:
    conversations: int
    messages: int


def fill(conversations: int, messages: int) -> Filled:
    """Into a database that is migrated and empty. About as many messages as are asked for."""
    users = User.objects.bulk_create(User(username=f"user{n}") for n in range(USERS))
    teams = Team.objects.bulk_create(Team(name=f"Team {n}") for n in range(TEAMS))
    numbers = {
        "conversations": conversations,
        "average": messages // conversations,
        "first_user": users[0].pk,
        "users": USERS,
        "team_count": TEAMS,
        "sentences": SENTENCES,
        "words": WORDS,
    }
    values: dict[str, sql.Composable] = {
        name: sql.Literal(number) for name, number in numbers.items()
    }
    values["teams"] = sql.SQL(", ").join(str(team.pk) for team in teams)
    api = {"route": "/v1/chat/completions", "is_streamed": False, "is_background": False}
    api |= {"form": "{}"}
    api |= {"keeps_text": False, "prompt": "", "text": "", "reasoning": "", "tool_calls": "[]"}
    values["api_columns"] = sql.SQL(", ").join(map(sql.Identifier, api))
    values["api_values"] = sql.SQL(", ").join(map(sql.Literal, api.values()))
    with connection.cursor() as cursor:
        # Rows that fit together need no checking, and the trigger of the audit log has no chain.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DROP INDEX chat_message_words")
        for part in PARTS:
            cursor.execute(sql.SQL(part).format(**values).as_string(cursor.cursor))
        fill_around(users, teams)
        cursor.execute("CREATE INDEX chat_message_words ON chat_message USING gin (words)")
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM chat_message")
        ((count,),) = cursor.fetchall()
    return Filled(conversations, count)
