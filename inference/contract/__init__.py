"""The words chat and inference share: what is asked, what is told, what came of it.

Everything here is a frozen value that crosses a process boundary as JSON; an unknown or missing
field fails at construction, in the process that made the mistake. Imports nothing of ours.
"""

from inference.contract.events import (
    EVENT_TYPES,
    ChoiceFinished,
    Ending,
    ErrorType,
    Event,
    Failed,
    Finished,
    FinishReason,
    Numbered,
    Part,
    Queued,
    Reasoning,
    Started,
    Text,
    TokenLogprob,
    ToolCallPart,
    Usage,
    event_from_json,
    event_to_json,
)
from inference.contract.joining import joined
from inference.contract.outcomes import LeftOver, ModelStatus, Outcome, WorkerState, WorkerStatus
from inference.contract.requests import (
    GenerationRequest,
    Grammar,
    GrammarKind,
    Role,
    Sampling,
    Tool,
    ToolCall,
    ToolChoice,
    Turn,
)

__all__ = [
    "EVENT_TYPES",
    "ChoiceFinished",
    "Ending",
    "ErrorType",
    "Event",
    "Failed",
    "FinishReason",
    "Finished",
    "GenerationRequest",
    "Grammar",
    "GrammarKind",
    "LeftOver",
    "ModelStatus",
    "Numbered",
    "Outcome",
    "Part",
    "Queued",
    "Reasoning",
    "Role",
    "Sampling",
    "Started",
    "Text",
    "TokenLogprob",
    "Tool",
    "ToolCall",
    "ToolCallPart",
    "ToolChoice",
    "Turn",
    "Usage",
    "WorkerState",
    "WorkerStatus",
    "event_from_json",
    "event_to_json",
    "joined",
]
