"""What a legal hold keeps of feedback, and what the audit log says when it is deleted."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from chat.feedback import give
from chat.models import AuditEntry, Feedback, Hold
from chat.privacy import holds
from tests.support.cast import make_user, talk

pytestmark = pytest.mark.django_db

LIST = "/admin/chat/feedback/"


def test_a_legal_hold_keeps_the_words_of_feedback_and_lets_new_ones_in(
    client: Client, bad: Feedback, bob: User, alice: User
) -> None:
    bare = give(giver=alice, message_id=talk(alice, "Two?", "Zwei.").pk, rating="good")
    dora = make_user("dora", is_staff=True, is_superuser=True)
    holds.place(Hold(account=alice, reason="A case in court."), by=dora)
    client.force_login(alice)
    path = f"/feedback/{bad.message_id}/"
    for turned in (
        {"rating": "good", "comment": ""},
        {"rating": "good"},
        {"rating": "bad", "comment": "", "reasons": ["incorrect"]},
        {"rating": "bad", "comment": bad.comment},
    ):
        answer = client.post(path, turned)
        assert answer.status_code == 409
        assert "legal hold" in answer.json()["error"]["message"]
    now = Feedback.objects.get(pk=bad.pk)
    assert (now.rating, now.comment, now.reasons) == ("bad", bad.comment, ["incorrect"])
    assert client.post(path, {"rating": "bad"}).status_code == 200, "nothing is lost by that"
    added = {"rating": "good", "comment": "Right."}
    assert client.post(f"/feedback/{bare.message_id}/", added).status_code == 200
    assert Feedback.objects.get(pk=bare.pk).comment == "Right."


@pytest.mark.parametrize("how", ["by itself", "with others"])
def test_what_an_administrator_deletes_is_in_the_audit_log_without_its_words(
    client: Client, bad: Feedback, good: Feedback, how: str
) -> None:
    client.force_login(make_user("dora", is_staff=True, is_superuser=True))
    chosen = [str(one.pk) for one in (bad, good)]
    told = {f"feedback {bad.pk}": "alice", f"feedback {good.pk}": "bob"}
    if how == "by itself":
        for one in chosen:
            client.post(f"{LIST}{one}/delete/", {"post": "yes"})
    else:
        client.post(LIST, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert not Feedback.objects.exists()
    entries = AuditEntry.objects.filter(action="deleted", actor_name="dora")
    assert {entry.subject for entry in entries} == set(told)
    for entry in entries:
        assert told[entry.subject] in entry.detail
        assert "two" not in entry.detail
