"""Measure processor time in a unit that is the same on slow, fast and busy machines."""

import re
from collections.abc import Callable
from time import process_time

_TEXT = "paper and pencil " * 33_333
_WORD = re.compile(r"\w+")


def computing(work: Callable[[], object]) -> float:
    """Do some work, and return its processor time.

    The unit is the time in which this machine splits a text into 100,000 words, just before and
    just after the work: some 10 milliseconds on a fast machine.
    """
    before = _splitting()
    took = _seconds(work)
    return took / ((before + _splitting()) / 2)


def _splitting() -> float:
    return _seconds(lambda: _WORD.findall(_TEXT))


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began
