"""Recognise questions about insights that reps used in a week or month, or never used. Pure."""

from dataclasses import dataclass
from typing import Literal

from handlers.typed.key_words import MAX_WORDS, key_words
from handlers.typed.marketing.marketing_asked import marketing_asked
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import MONTHS, listed

_UNUSED = key_words(
    "insight insights",
    "unused never nobody none not noone",
    "unused used use uses using",
    around="which what are is have has had was were been by reps rep sales anyone anybody the my"
    " our all any did does do we list show me yet so far there who ever",
)
_NEVER = listed("unused never nobody none not noone")
_UNUSED_ALONE = frozenset(
    (
        *("what was never used", "what has never been used", "what is never used"),
        *("what did nobody use", "what does nobody use", "what has nobody used"),
        *("what do reps never use", "what did reps never use", "what do reps not use"),
    )
)
_LEADS_TO_TIME = listed("in for of during from")


@dataclass(frozen=True)
class UsedIn:
    """A question about what reps used in a week or month.

    - `unit`: whether it is a week or a month
    - `is_past`: true for "last week" and "last month", false for "this week" and "this month"
    - `month`: the month that is named, from 1 to 12, or 0 if no month is named
    - `is_vague`: true if the line may ask about something other than insights: "the figures of last
      month"
    """

    unit: Literal["week", "month"]
    is_past: bool
    month: int
    is_vague: bool


def asks_for_unused(text: str) -> bool:
    """Check for "which insights were never used" and "unused insights"."""
    words = without_courtesy(written_out_words(text))
    if " ".join(words) in _UNUSED_ALONE:
        return True
    # “Insights not used” is a question too, though it has no question word.
    asked = words if _NEVER.isdisjoint(words) else ["which", *words]
    return "insight" in text.lower() and _UNUSED.fit(asked)


def used_in(text: str) -> UsedIn | None:
    """Read "what did reps use last month" and similar questions. Return None for any other line."""
    words = without_courtesy(written_out_words(text))
    if not 2 < len(words) <= MAX_WORDS:
        return None
    which, unit = words[-2:]
    if unit in MONTHS:
        asked = words[:-1]
    elif which in ("this", "last", "past") and unit in ("week", "month"):
        asked = words[:-2]
    else:
        return None
    while asked and asked[-1] in _LEADS_TO_TIME:
        asked = asked[:-1]
    about = marketing_asked(" ".join(asked))
    if about is None or about.about not in ("figures", "what works"):
        return None
    return UsedIn(
        "week" if unit == "week" else "month",
        is_past=which != "this",
        month=MONTHS.index(unit) + 1 if unit in MONTHS else 0,
        is_vague=about.about == "what works",
    )
