"""Parse the times that people type, and format times for them.

    text ──grammar──▶ Reading ──interpretations──▶ Readings ──resolver──▶ Understood (a moment)
                                                                      or Unclear (a question)

The grammar turns words into the fields of a Reading. `interpretations` lists what an ambiguous
reading can mean. The resolver turns each reading into a moment in UTC, or into a question. Nothing
here reads the clock: the caller passes `now`.
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
from handlers.times.understanding import question_about_past, time_of_day, understand

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
    "question_about_past",
    "split",
    "time_of_day",
    "understand",
]
