"""Who is put out of a team in the middle of what they ask hears no more than who was out before."""

from __future__ import annotations

import time

from django.db import transaction
from django.db.models.signals import post_save

from accounts.models import Team, User
from chat.models import Generation
from chat.polling import POLL_SECONDS
from tests.chat.tab import OpenTab
from tests.support.team import leave
from tests.teams.test_live import write


async def test_who_is_put_out_while_they_begin_a_conversation_hears_nothing_of_its_reply(
    team: Team, bob: User, tab_of: OpenTab
) -> None:
    def put_out() -> None:
        leave(team, bob)
        time.sleep(2 * POLL_SECONDS + 0.5)  # on a busy machine the answer comes late

    def when_stored(**_: object) -> None:
        transaction.on_commit(put_out)

    tab = await tab_of(bob)
    post_save.connect(when_stored, sender=Generation)
    try:
        accepted = await tab.send("Hello", team=str(team.pk))
    finally:
        post_save.disconnect(when_stored, sender=Generation)
    assert (await tab.hear("error"))["error"]["code"] == "not_found"
    await write(accepted["generation"], "Secret.")
    assert await tab.hears_nothing()
