"""Split a line into a report about a promise and a new promise: "deck is sent, i owe …". Pure."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from handlers.typed.promises.done_asked import DELIVERED
from handlers.typed.promises.hedges import hedges
from handlers.typed.promises.promise_reports import PromiseReport, promise_report
from handlers.typed.promises.report_words import LATELY, OVER
from handlers.typed.words import OPENERS, bare_word, listed, without_leading

_BREAK = re.compile(r"[,;.–—-]\s+|\s(?=(?:and|so|but|now|n|plus) )")
_LONGEST = 300  # characters
_MOST_CUTS = 6  # where we try to split a line
_JOINS = OPENERS | listed("and so but now n plus then also")
_REPORTS = ("done", "theirs", "dropped")
_NAMES_NOTHING = DELIVERED | OVER | LATELY | listed("it that this them him her i we ive weve")


class SettledAndPromised(NamedTuple):
    """The part of a line that reports about a promise, and the other part."""

    reported: str
    report: PromiseReport
    other: str


def splits(text: str) -> Iterator[SettledAndPromised]:
    """Yield each way to split a line into a report about a promise and other words.

    We don't check whether the other words are a promise. Yield nothing if a promise is only partly
    kept: "sent the deck, ill send the rest fri".
    """
    line = text.strip(" .!")
    if len(line) > _LONGEST or "?" in line or "\n" in line or hedges(line):
        return
    for cut in islice(_BREAK.finditer(line), _MOST_CUTS):
        first, last = line[: cut.start()].strip(), _without_join(line[cut.end() :])
        for reported, other in ((first, last), (last, first)):
            report = promise_report(reported) if reported and other else None
            if report and report.told in _REPORTS and not _NAMES_NOTHING.issuperset(report.words):
                yield SettledAndPromised(reported, report, other)


def _without_join(words: str) -> str:
    """Return "i owe her a sheet" for "and i owe her a sheet instead"."""
    said = words.split()
    left = without_leading([bare_word(word) for word in said], _JOINS)
    left_out = len(said) - len(left)
    return " ".join(said[left_out : -1 if left[-1:] == ["instead"] else None])
