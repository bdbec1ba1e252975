"""People who do not give up: they send until it is accepted, and look until it is saved."""

from __future__ import annotations

from uuid import uuid4

from tests.support.people import Frame, Person, Tab
from tests.support.waiting import until


class Message:
    """One that its page sends again, under the same client id, until it is accepted."""

    def __init__(self, tab: Tab, text: str) -> None:
        self._tab, self._client_id, self._text = tab, str(uuid4()), text

    async def send(self) -> Frame:
        await self._tab.say(
            type="send",
            client_id=self._client_id,
            conversation=None,
            parent=None,
            text=self._text,
        )
        return await self._tab.hear_when(
            lambda frame: frame.get("client_id") == self._client_id, seconds=40, what="an answer"
        )

    async def accepted(self) -> Frame:
        async def accepted() -> Frame | None:
            answer = await self.send()
            return answer if answer["type"] == "accepted" else None

        answer = await until(accepted, seconds=60, what="the message to be accepted")
        assert answer is not None
        return answer


async def saved(person: Person, accepted: Frame) -> list[str]:
    """The texts of the conversation, when its last reply has ended."""

    async def look() -> list[str]:
        async with person.tab() as later:
            await later.say(type="watch", conversation=accepted["conversation"]["id"])
            messages = (await later.hear("snapshot"))["messages"]
            if messages[-1]["generation"]["status"] == "active":
                return []
            return [one["text"] for one in messages]

    return await until(look, seconds=60, what="the reply to be saved")
