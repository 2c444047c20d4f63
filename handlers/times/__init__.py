"""Times that people type, and times said back to them.

    words ──grammar──▶ Reading ──settling──▶ Understood (a moment) or Unclear (a question)

The grammar only says what the words say; settling asks a calendar and the clocks of a zone.
Nothing here reads the time: `now` is always an argument.
"""

from handlers.times.answers import Reason, Unclear, Understood
from handlers.times.saying import say, say_day, say_gap, say_short
from handlers.times.splitting import split
from handlers.times.understanding import understand

__all__ = [
    "Reason",
    "Unclear",
    "Understood",
    "say",
    "say_day",
    "say_gap",
    "say_short",
    "split",
    "understand",
]
