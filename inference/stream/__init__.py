"""The numbered event stream of a reply: append, replay, live, lease.

Writers live in GPU workers, readers in web processes; Redis is between them and nothing else is
shared. `writer` and `scripts` tell how it is written, `subscriber` and `reader` how it is read.
"""

from inference.store import present_key
from inference.stream.control import ControlListener
from inference.stream.expecting import Expected
from inference.stream.lines import Line, events_of
from inference.stream.notices import publish_notice, watch_notices
from inference.stream.presence import leave, stay, tell
from inference.stream.reader import expect_reply, read_events, read_lines, read_log
from inference.stream.writer import Append, Appended, Held, StreamWriter, encode

__all__ = [
    "Append",
    "Appended",
    "ControlListener",
    "Expected",
    "Held",
    "Line",
    "StreamWriter",
    "encode",
    "events_of",
    "expect_reply",
    "leave",
    "present_key",
    "publish_notice",
    "read_events",
    "read_lines",
    "read_log",
    "stay",
    "tell",
    "watch_notices",
]
