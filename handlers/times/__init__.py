"""Times that people type, and times said back to them.

    words ──grammar──▶ Reading ──ways──▶ Readings ──settling──▶ Understood (a moment)
                                                                or Unclear (a question)

The grammar only says what the words say; ways, where they can be meant in two ways; settling asks a
calendar and the clocks of a zone. Nothing here reads the time: `now` is always an argument.
"""

from handlers.times.date_orders import DateOrder, date_order
from handlers.times.formatting import (
    format_absolute,
    format_day,
    format_distance,
    format_moment,
    format_short,
)
from handlers.times.results import Reason, Unclear, Understood
from handlers.times.splitting import split
from handlers.times.understanding import passed, time_of_day, understand

__all__ = [
    "DateOrder",
    "Reason",
    "Unclear",
    "Understood",
    "date_order",
    "format_absolute",
    "format_day",
    "format_distance",
    "format_moment",
    "format_short",
    "passed",
    "split",
    "time_of_day",
    "understand",
]
