"""Which settings somebody's typed words change, and functions that split these words. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from handlers.typed.settings.numbers_typed import NOON
from handlers.typed.words import COURTESY, POLITE, listed

# What the person wants:
# - "set": give one setting a clear value
# - "eve": get the brief on the day before
# - "ends": set when the working day ends, or when it begins and ends
# - "lunch": get no messages at lunch
# - "fewer": get fewer messages
# - "internal": get no briefs for internal calls
# - "one brief": get no brief for a single call
# - "one call": get the brief for a single call at another time
# - "days off": set the weekdays on which the rep doesn't work
# - "shorter": get shorter messages
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
    *("do not disturb me", "never message me", "hold messages", "hold my messages"),
    *("hold all messages", "hold nudges", "hold my nudges", "hold off messages"),
)
# These words add nothing to an order.
FILLING = COURTESY | POLITE | listed("so well and btw fyi ugh argh omg")


@dataclass(frozen=True)
class SettingOrder:
    """What somebody wants to set. `values` has pairs of a setting's name and its new value.

    The names in `values` for three kinds of `what`:

    - "ends": `quiet_from` is the end of the working day. `work_from` is its beginning, if typed.
    - "days off": despite its name, `work_days` has the weekdays on which the rep does not work.
    - "one call": `brief_minutes` is the time between the brief and the call.
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
    """Check whether the words of a phrase stand together, in order, somewhere in `words`."""
    size = len(phrase)
    return any([*words[at : at + size]] == [*phrase] for at in range(len(words)))


def in_the_afternoon(clock: time, before: int, *, sure: bool) -> time:
    """Add twelve hours to a time whose hour is below `before`.

    If the person made clear whether it is am or pm (`sure`), return the time as it is.
    """
    return clock.replace(hour=clock.hour + NOON) if clock.hour < before and not sure else clock
