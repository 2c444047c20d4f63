"""Recognise a report that a call was not held: "alder never happened, it's friday 10". Pure."""

from dataclasses import dataclass

from handlers.typed.words import WEEKDAYS, bare_word, listed

_NOT_HELD = tuple(
    one.split()
    for one in (
        *("never happened", "didnt happen", "did not happen", "hasnt happened", "fell through"),
        *("never took place", "didnt take place", "did not take place"),
    )
)
_WHEN = listed("on in the this after all either today yesterday morning afternoon evening")
_TODAY = listed("today morning afternoon")
# These may come before the new time: "they moved it to", "so its now", "new date is".
_BEFORE_TIME = listed(
    "and but so they we he she it its is has have been was got moved pushed rescheduled rebooked"
    " rearranged shifted postponed put to for on at now new time date instead the call want wants"
    " theyve weve"
)
_AFTER_TIME = listed("now instead please pls")
_MOVED = listed("moved pushed rescheduled rebooked rearranged shifted postponed")
_MAX_NAME_WORDS = 6
_LOOKED_AT = 20


@dataclass(frozen=True)
class NotHeld:
    """A report that a call was not held.

    - `about` has the words before "never happened". They may name the account.
    - `day` is the planned day: "today", "yesterday" or a weekday. It is "" if the line names no
      day.
    - `following` has the rest of the line.
    """

    about: str
    day: str
    following: str

    @property
    def was_moved(self) -> bool:
        """Check whether `following` says that the call was moved: "they moved it"."""
        return not _MOVED.isdisjoint(map(bare_word, self.following.split()))

    @property
    def new_time(self) -> str:
        """Return "tomorrow 10am" if `following` is "they moved it to tomorrow 10am".

        We don't check that the result is a time.
        """
        return time_in(self.following)


def time_in(text: str) -> str:
    """Return "tomorrow 10am" for "they moved it to tomorrow 10am now".

    We remove words that often stand before or after a time. We don't check that the rest is a time.
    """
    words = text.split()
    while words and bare_word(words[0]) in _BEFORE_TIME:
        words = words[1:]
    while words and bare_word(words[-1]) in _AFTER_TIME:
        words.pop()
    return " ".join(words)


def not_held(text: str) -> NotHeld | None:
    """Split "alder didnt happen yesterday, it's friday 10". Return None for any other line.

    `about` is "" if the line names no account: "didnt happen, they moved it".
    """
    typed = text.split()
    said = list(map(bare_word, typed[:_LOOKED_AT]))
    for at in range(min(_MAX_NAME_WORDS + 1, len(said))):
        size = next((len(one) for one in _NOT_HELD if said[at : at + len(one)] == one), 0)
        if size:
            return _split(" ".join(typed[:at]), typed, said, at + size)
    return None


def _split(about: str, typed: list[str], said: list[str], at: int) -> NotHeld | None:
    """Split a line. `at` is the index of the first word after "didnt happen".

    The planned day may come next. After the day, the line must end, or go on with a new clause or
    with a word such as "to". Return None for any other line.
    """
    begin = at
    while (
        not typed[at - 1].endswith((",", ".", ";")) and said[at : at + 1] and _says_when(said[at])
    ):
        at += 1
    day = next((found for word in said[begin:at] if (found := _day(word))), "")
    is_new_part = at == len(typed) or typed[at - 1][-1] in ",.;" or said[at] in _BEFORE_TIME
    return NotHeld(about, day, " ".join(typed[at:])) if is_new_part else None


def _says_when(word: str) -> bool:
    return word in _WHEN or bool(_day(word))


def _day(word: str) -> str:
    if word in _TODAY or word == "yesterday":
        return "yesterday" if word == "yesterday" else "today"
    return next((day for day in WEEKDAYS if len(word) > 2 and day.startswith(word)), "")
