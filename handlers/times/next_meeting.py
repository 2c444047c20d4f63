"""Recognise the next meeting instead of a day: "before the next meeting", "when we meet again"."""

import re

_NEXT_MEETING = re.compile(
    r"\b(?:(?:for|before|by|until|till|at|in) (?:the|our|your) next (?:meeting|call|visit|demo)"
    r"|for next time|(?:before|until|till|when) we (?:meet|speak|talk) (?:again|next)"
    r"|before we next (?:meet|speak|talk))\b",
    re.IGNORECASE,
)


def names_next_meeting(text: str) -> bool:
    """Check whether the text names the next call: "for next time", "at our next meeting"."""
    return bool(_NEXT_MEETING.search(text))
