"""An engine without a model: `python -m benchmarks.transport.feeder`, orders on stdin.

{"replies": [id, …], "bare": false}         opens their streams; answers {}
{"rate": 20, "seconds": 10, "ends": true}   one token for each at each step, and perhaps the ending;
                                            answers {"tokens", "late"}

late: the share of steps that began later than the next one should have.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from benchmarks.transport import CHANNEL, STAMP
from inference.admission import admit
from inference.contract import Event, Finished, GenerationRequest, Text, Turn
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from tests.support.taking import take

TURNS = (Turn(role="user", content="Say when."),)


class Ours:
    def __init__(self, replies: Sequence[str]) -> None:
        self._writer = StreamWriter(get_redis())
        self._replies, self._number = replies, 0
        for reply in replies:
            admit(GenerationRequest(id=reply, owner="bench", turns=TURNS))
            if not take(reply):
                raise RuntimeError("Somebody else has taken a reply of the benchmark.")

    def tell(self, event: Event) -> None:
        self._number += 1
        batch = [Append(one, 1, (event,), number=self._number) for one in self._replies]
        for answer in self._writer.append(batch):
            if answer.refused:
                raise RuntimeError(f"An append was refused: {answer}")


class Bare:
    def __init__(self, replies: Sequence[str]) -> None:
        self._replies = replies

    def tell(self, event: Event) -> None:
        told = {"type": "finished"}
        if isinstance(event, Text):
            told = {"type": "text", "text": event.text}
        get_redis().publish(CHANNEL, json.dumps([[reply, told] for reply in self._replies]))


def feed(writer: Ours | Bare, *, rate: float, seconds: float) -> float:
    """→ the share of steps that were late."""
    steps, late, began = int(rate * seconds), 0, time.perf_counter()
    for step in range(steps):
        wait = began + step / rate - time.perf_counter()
        late += wait < -1 / rate
        time.sleep(max(wait, 0))
        writer.tell(Text(text=f"{time.perf_counter_ns():x}{STAMP}"))
    return late / steps


def main() -> None:
    writer: Ours | Bare | None = None
    for line in sys.stdin:
        order, answer = json.loads(line), {}
        if "replies" in order:
            writer = (Bare if order["bare"] else Ours)(order["replies"])
        else:
            assert writer is not None
            late = feed(writer, rate=order["rate"], seconds=order["seconds"])
            if order["ends"]:
                writer.tell(Finished(reason="stop"))
            answer = {"tokens": int(order["rate"] * order["seconds"]), "late": late}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
