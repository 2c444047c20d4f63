"""The parser of typed times.

At each position of a text, it tries the rules in order, with backtracking. A text is a time
only if the rules match every word.
"""

import re

from handlers.times.reading import Reading
from handlers.times.rules import RULES
from handlers.times.words import plain

_SEPARATORS = re.compile(r"(?:[\s,;.!?()|·•]|-(?=\s|$))*")
_MAX_TEXT = 200  # in characters; no expression for a time is longer
# The parser tries at most this many patterns. The longest text that people really type needs 130.
_STEP_LIMIT = 500


def read(text: str, own: str) -> Reading | None:
    """Parse the whole text. Return None if that fails, or if the text is empty or too long.

    `own` is the IANA zone of the person who typed the text.
    """
    if len(text) > _MAX_TEXT:
        return None
    reading = _Parser(plain(text), own).parse_from(0, Reading())
    return None if reading == Reading() else reading


class _Parser:
    """A depth-first search with a limit on the steps, so that no text takes long to parse."""

    def __init__(self, text: str, own: str) -> None:
        self._text = text
        self._own = own
        self._steps = 0

    def parse_from(self, at: int, so_far: Reading) -> Reading | None:
        """Add the rest of the text to `so_far`. Return None if that fails or takes too long."""
        skipped = _SEPARATORS.match(self._text, at)
        at = skipped.end() if skipped else at
        if at == len(self._text):
            return so_far
        for rule in RULES:
            self._steps += 1
            if self._steps > _STEP_LIMIT:
                return None
            found = rule.pattern.match(self._text, at)
            fields = rule.action(found, so_far, self._own) if found else None
            reading = so_far.with_fields(fields) if fields is not None else None
            whole = self.parse_from(found.end(), reading) if found and reading else None
            if whole:
                return whole
        return None
