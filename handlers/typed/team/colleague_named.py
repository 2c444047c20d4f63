"""Recognise lines about a colleague: "lena should focus on listening". Pure.

A line such as "tomas showed them the plan" names a colleague too, but tells about a customer.
"""

from collections.abc import Collection

from handlers.typed.words import (
    EXCLAIMED,
    OPENERS,
    bare_words_of,
    first_name,
    listed,
    without_leading,
)

# A line with one of these words tells something about a customer.
_CUSTOMERS = listed(
    "they them their theirs theyre theyve theyd theyll customer customers buyer buyers client"
    " clients prospect prospects account"
)
# These may come before the colleague's name: "i think lena should ask more".
_BEFORE = (
    OPENERS
    | EXCLAIMED
    | listed("i we think guess feel believe reckon that btw fyi also need should must want to get")
)
_CALL = listed("call demo meeting visit pitch went showed presented joined")
# What a colleague does with a customer: "tomas answered her question", "tomas called him".
_DID = listed("answered asked called emailed gave met rang sent showed told")
_SOMEBODY = listed("her him his")
_ABSENT = listed("away holiday holidays vacation leave off ill sick out absent covers cover")


def colleague_in(text: str, colleagues: Collection[str]) -> str:
    """Return the name of the colleague whom a line begins with, or "".

    `colleagues` are full names. The line needs only the first name. Return ""

    - if two colleagues have this first name
    - if the line has a word such as "they", which means a customer
    - if the colleague does something with a customer: "tomas called her"
    """
    words = bare_words_of(text)
    said = without_leading(words, _BEFORE)
    with_customer = not _DID.isdisjoint(said[1:2]) and not _SOMEBODY.isdisjoint(said[2:3])
    if with_customer or not _CUSTOMERS.isdisjoint(words):
        return ""
    first = next(iter(said), "")
    named = [name for name in colleagues if first and first in _forms(first_name(name))]
    return named[0] if len(named) == 1 else ""


def tells_of_joint_call(text: str) -> bool:
    """Check for a word such as "demo": "tomas did the demo, went well".

    A line with such a word may be about a call that the writer and the colleague had together.
    """
    return not _CALL.isdisjoint(bare_words_of(text))


def tells_of_absence(text: str) -> bool:
    """Check for a word such as "holiday" or "ill"."""
    return not _ABSENT.isdisjoint(bare_words_of(text))


def _forms(name: str) -> tuple[str, ...]:
    return (name, f"{name}s") if name else ()
