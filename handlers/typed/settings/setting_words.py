"""What somebody wants to set, and how the words of such an order are split. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from handlers.typed.settings.numbers_typed import NOON
from handlers.typed.words import COURTESY, POLITE, listed

# "set" gives one setting a clear value. For each of the others, there is no such setting, or the
# words alone do not make clear what to set. "eve" wants the brief on the day before, "lunch" wants
# quiet at lunch, "fewer" wants fewer messages, and "shorter" wants shorter ones. "internal" wants
# no briefs for internal calls. "ends" says when the working day ends, or when it begins and ends.
# "days off" says on which weekdays the rep doesn't work. For a single call, "one brief" wants no
# brief, and "one call" wants the brief at another time.
SettingWish = Literal[
    "set",
    "eve",
    "ends",
    "lunch",
    "fewer",
    "internal",
    "one brief",
    "one call",
    "days off",
    "shorter",
]
NO_MESSAGES = (
    *("no messages", "nothing", "no pings", "no nudges", "no more messages", "do not message me"),
    *("do not ping me", "do not write me", "do not write to me", "do not send me anything"),
    *("do not send anything", "do not send me messages", "do not nudge me", "do not bother me"),
    *("do not disturb me", "never message me"),
)
# These words add nothing to an order.
FILLING = COURTESY | POLITE | listed("so well and btw fyi ugh argh omg")


@dataclass(frozen=True)
class SettingOrder:
    """What somebody wants to set. `values` has the new values by the name of the setting.

    "ends" has the end of the working day as `quiet_from` and, if it was typed too, the beginning as
    `work_from`. "days off" has the weekdays off, under the name `work_days`. "one call" has the
    minutes between brief and call, as `brief_minutes`.
    """

    what: SettingWish
    values: tuple[tuple[str, time | int | frozenset[int]], ...] = ()


def set_to(name: str, value: time | int) -> SettingOrder:
    """Return the order to set one setting."""
    return SettingOrder("set", ((name, value),))


def words_after(words: Sequence[str], lead: str) -> list[str]:
    """Return the words after those of `lead`, or [] if the words do not begin with `lead`."""
    begins = lead.split()
    return [*words[len(begins) :]] if [*words[: len(begins)]] == begins else []


def without(words: Sequence[str], left_out: Collection[str]) -> list[str]:
    """Return the words that are not in `left_out`."""
    return [word for word in words if word not in left_out]


def has(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Check whether the words of a phrase follow each other somewhere."""
    size = len(phrase)
    return any([*words[at : at + size]] == [*phrase] for at in range(len(words)))


def in_the_afternoon(clock: time, before: int, *, sure: bool) -> time:
    """Add twelve hours to a time whose hour is below `before`.

    If the person made clear whether it is am or pm (`sure`), return the time as it is.
    """
    return clock.replace(hour=clock.hour + NOON) if clock.hour < before and not sure else clock
