"""Choose the few things on file that could change this call, best first. Pure.

A point is a sentence for the brief, which is the message that a rep reads before a call. Each topic
has a weight, and a point begins with the weight of its topic. A point gains weight, for example, if
its topic suits the kind of call, if it is recent, or if its speaker comes to the call. An old point
loses weight.

on_file.py    the facts on file, as plain values
choosing.py, last_call.py    make points from these values
point.py      weighs the points
room.py       chooses the points that fit into a brief
quoting.py    shortens people's words
risks.py      says whether the rep talked too much in their own last call, or pitched too early
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
    OwnWords,
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
from handlers.coaching.what_matters.room import IN_BRIEF, Must, in_brief, least_room

__all__ = [
    "IN_BRIEF",
    "NOTED",
    "NOTED_SHORT",
    "Answer",
    "Found",
    "LastCall",
    "Must",
    "OnFile",
    "Owed",
    "OwnLastCall",
    "OwnWords",
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
