"""Times that people type, and times said back to them.

    words ──grammar──▶ Reading ──ways──▶ Readings ──settling──▶ Understood (a moment)
                                                                or Unclear (a question)

The grammar only says what the words say; ways, where they can be meant in two ways; settling asks a
calendar and the clocks of a zone. Nothing here reads the time: `now` is always an argument.
"""

from handlers.times.answers import Reason, Unclear, Understood
from handlers.times.habits import DateOrder, date_order
from handlers.times.saying import say, say_day, say_fixed, say_gap, say_short
from handlers.times.splitting import split
from handlers.times.understanding import passed, time_of_day, understand

__all__ = [
    "DateOrder",
    "Reason",
    "Unclear",
    "Understood",
    "date_order",
    "passed",
    "say",
    "say_day",
    "say_fixed",
    "say_gap",
    "say_short",
    "split",
    "time_of_day",
    "understand",
]
