"""What the web process counts. A reply counts once: at the socket that asked for it."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SOCKETS_OPEN = Gauge("chat_sockets_open", "Open sockets")
FRAMES_SENT = Counter("chat_frames_sent", "Frames to browsers", ["type"])
REFUSALS = Counter("chat_refusals", "Frames answered with an error", ["code"])
RESUMES = Counter("chat_resumes", "Replies gone on with where a page had lost them")
REPEATED_SENDS = Counter("chat_repeated_sends", "Turns that were sent again and made nothing new")
SLOW_READERS = Counter("chat_slow_readers", "Sockets closed because their reader did not read")
REPLY_ENDINGS = Counter("chat_reply_endings", "Replies by finish reason or error type", ["ending"])
API_ANSWERS = Counter("chat_api_answers", "Answers to programs", ["route", "status"])
TTFT_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60, 300)
TTFT = Histogram(
    "chat_ttft_seconds",
    "From the accepted message to the first text on its way to the browser",
    buckets=TTFT_BUCKETS,
)
API_TTFT = Histogram(
    "chat_api_ttft_seconds",
    "From a program's request to the first text on its way; streams only",
    buckets=TTFT_BUCKETS,
)
