"""Fills what stands around conversations: people's keys and teams, invitations, legal holds, what
was deleted, what everybody was told, and what was added up of replies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import ApiKey, Invitation, Membership, Team, TeamInvitation, User
from chat.models import Conversation, Hold
from operations.models import Announcement

HOLDS, DELETED, ANNOUNCEMENTS = 200, 500, 40

COUNTED_SQL = (
    """
    INSERT INTO operations_countedreply (id, asked_at, kind, "user", team, model, prompt_tokens,
        completion_tokens, is_stopped, error_type, ttft, gap, is_added_up)
    SELECT g.id, g.created_at, 'page', g.requested_by_id::text, coalesce(c.team_id::text, ''),
        g.model, 20, 30, g.finish_reason = 'stopped', g.error_type, 0.5, 0.05, true
    FROM chat_generation g JOIN chat_conversation c ON c.id = g.conversation_id
    """,
    """
    INSERT INTO operations_countedreply (id, asked_at, kind, "user", team, model, prompt_tokens,
        completion_tokens, is_stopped, error_type, ttft, gap, is_added_up)
    SELECT id, created_at, 'api', owner_id::text, '', model, 20, 30, false, '', 0.5, 0.05, true
    FROM chat_apigeneration
    """,
    *(
        f"""
        INSERT INTO operations_usage (day, by, key, replies, api_replies, prompt_tokens,
            completion_tokens, stopped, failed, errors, ttft, gap, counted_at)
        SELECT asked_at::date, '{by}', {column}, count(*), count(*) FILTER (WHERE kind = 'api'),
            sum(prompt_tokens), sum(completion_tokens), count(*) FILTER (WHERE is_stopped),
            count(*) FILTER (WHERE error_type <> ''), '{{}}',
            jsonb_build_object('89', count(*)), jsonb_build_object('65', count(*)), now()
        FROM operations_countedreply GROUP BY asked_at::date, {column}
        """
        for by, column in (("model", "model"), ("user", '"user"'), ("team", "team"))
    ),
)


def fill_around(users: Sequence[User], teams: Sequence[Team]) -> None:
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(team=teams[n % len(teams)], user=user, role="member" if n > 100 else "owner")
        for n, user in enumerate(users)
    )
    ApiKey.objects.bulk_create(
        ApiKey(
            owner=user, name=f"Program {n}", prefix=f"chat_{n:08}", digest=str(n), scopes=["chat"]
        )
        for n, user in enumerate(users)
    )
    late = {"invited_by": users[0], "expires_at": now + timedelta(days=7)}
    Invitation.objects.bulk_create(
        Invitation(email=f"guest{n}@example.org", used_by=user if n % 2 else None, **late)
        for n, user in enumerate(users)
    )
    TeamInvitation.objects.bulk_create(TeamInvitation(team=team, **late) for team in teams)
    Announcement.objects.bulk_create(
        Announcement(text=f"Maintenance {n}.", starts_at=now - timedelta(days=n + 1), ends_at=now)
        for n in range(ANNOUNCEMENTS)
    )
    some = list(Conversation.objects.order_by("pk").values_list("pk", flat=True)[:DELETED])
    Conversation.objects.filter(pk__in=some).update(deleted_at=now)
    Hold.objects.bulk_create(
        Hold(conversation_id=pk, reason="A court asked.", placed_by="charlie")
        for pk in some[:HOLDS]
    )
    with connection.cursor() as cursor:
        for statement in COUNTED_SQL:
            cursor.execute(statement)
