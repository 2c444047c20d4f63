"""What would change this call: the few things on file worth saying, best first. Pure.

Each point has a weight by its topic. It has more weight if the topic suits the kind of call, if
whoever said it is coming, and if it is recent; it has less if it is old.

`on_file` has the plain values, `choosing` and `last_call` make points of them, `point` weighs them,
`room` chooses those that fit into a brief, and `quoting` shortens people's words. `risks` is about
the rep's own last call.
"""

from handlers.coaching.what_matters.choosing import (
    in_order,
    is_told,
    last_words,
    points,
    row_in_words,
)
from handlers.coaching.what_matters.on_file import (
    Answer,
    Found,
    LastCall,
    OnFile,
    Owed,
    OwnLastCall,
    Said,
)
from handlers.coaching.what_matters.point import Point
from handlers.coaching.what_matters.quoting import (
    NOTED,
    NOTED_SHORT,
    in_marks,
    sentence,
    short_note,
)
from handlers.coaching.what_matters.risks import risk
from handlers.coaching.what_matters.room import IN_BRIEF, in_brief, least_room

__all__ = [
    "IN_BRIEF",
    "NOTED",
    "NOTED_SHORT",
    "Answer",
    "Found",
    "LastCall",
    "OnFile",
    "Owed",
    "OwnLastCall",
    "Point",
    "Said",
    "in_brief",
    "in_marks",
    "in_order",
    "is_told",
    "last_words",
    "least_room",
    "points",
    "risk",
    "row_in_words",
    "sentence",
    "short_note",
]
