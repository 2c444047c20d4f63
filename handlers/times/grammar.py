"""Words to a Reading: a list of patterns, tried in order at each place, with a way back.

A text is a time only if every word of it was read.
"""

import re

from handlers.times.reading import Reading
from handlers.times.rules import RULES
from handlers.times.words import plain

_BETWEEN = re.compile(r"(?:[\s,;.!?()|·•]|-(?=\s|$))*")
_LONGEST = 200  # characters; no time takes more words than that
_STEPS = 500  # patterns tried; the longest time that people mean takes 130


def read(text: str, own: str) -> Reading | None:
    """The reading of the whole text; None when some word of it is not about time.

    own: the IANA zone of whoever typed it.
    """
    if len(text) > _LONGEST:
        return None
    reading = _Search(plain(text), own).from_(0, Reading())
    return None if reading == Reading() else reading


class _Search:
    """Depth first, with a limit on the steps, so that no text takes long."""

    def __init__(self, text: str, own: str) -> None:
        self._text = text
        self._own = own
        self._steps = 0

    def from_(self, at: int, so_far: Reading) -> Reading | None:
        skipped = _BETWEEN.match(self._text, at)
        at = skipped.end() if skipped else at
        if at == len(self._text):
            return so_far
        for rule in RULES:
            self._steps += 1
            if self._steps > _STEPS:
                return None
            found = rule.pattern.match(self._text, at)
            said = rule.take(found, so_far, self._own) if found else None
            reading = so_far.plus(said) if said is not None else None
            whole = self.from_(found.end(), reading) if found and reading else None
            if whole:
                return whole
        return None
