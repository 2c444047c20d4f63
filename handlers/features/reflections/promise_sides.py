"""Reads and shows both sides' promises in one input: "They: names of two dispatchers". Pure."""

from collections.abc import Collection, Iterable, Mapping

from handlers.coaching.words import singular, stemmed
from storage.choices import PromiseSide

SAID: Mapping[PromiseSide, str] = {"ours": "We", "theirs": "They"}
_OURS = frozenset(("we", "us", "our side", "ours", "i", "me", "my side"))
_THEIRS = frozenset(("they", "them", "their side", "theirs"))
_NAME_LIMIT = 80  # characters before a colon
# What makes a line without a colon their promise: "They will send names" is one. "They need names"
# is not: it gets the side of the last heading above it ("They:"), or ours if there is none.
_PROMISING = ("will ", "promised to ", "promised ", "agreed to ", "owe us ")
# What people promise to do: "They send two names", "Jana sends two names".
_DO = stemmed(
    """
    ask book bring call check confirm find forward get give introduce invite join mail name pass
    send set share show sign tell test try
    """
)


def by_side(lines: Iterable[str], their_names: Collection[str] = ()) -> dict[PromiseSide, str]:
    """The promises of each side, one a line; a line without a side is ours.

    A side stands before a colon, as "We", "They" or one of `their_names`. If nothing follows the
    colon, it is the side of the lines below. A line that begins with "They" or a name and says what
    they will do ("Jana sends the list") is also theirs.
    """
    theirs = _THEIRS | {" ".join(name.casefold().split()) for name in their_names}
    found: dict[PromiseSide, list[str]] = {"ours": [], "theirs": []}
    below: PromiseSide = "ours"
    for line in lines:
        side, promise = _read(line.strip(), theirs)
        if side and not promise:
            below = side
        elif promise:
            found[side or below].append(promise)
    return {side: "\n".join(promises) for side, promises in found.items()}


def together(ours: Iterable[str], theirs: Iterable[str]) -> str:
    """The promises of both sides as lines that `by_side` reads again."""
    lines = [f"{SAID['ours']}: {line}" for line in ours]
    return "\n".join([*lines, *(f"{SAID['theirs']}: {line}" for line in theirs)])


def _read(line: str, theirs: Collection[str]) -> tuple[PromiseSide | None, str]:
    """The side that a line names, or None, and the promise without it."""
    head, colon, promise = line.partition(":")
    name = " ".join(head[:_NAME_LIMIT].casefold().split())
    if colon and name in _OURS:
        return "ours", promise.strip()
    if colon and name in theirs:
        return "theirs", promise.strip()
    promise = _promised(line, theirs)
    return ("theirs", promise) if promise else (None, line)


def _promised(line: str, theirs: Collection[str]) -> str:
    """What a line that begins with "They" or a name says they will do; "" if it says nothing."""
    they, _, rest = line.partition(" ")
    if they.casefold() in ("they'll", "they’ll"):
        return rest.strip()
    who, rest = _leading(line, theirs)
    said = next((each for each in _PROMISING if rest.casefold().startswith(each)), "")
    if who and said:
        return rest[len(said) :].strip()
    does = rest.partition(" ")[0].casefold()
    if who in _THEIRS and does in _DO:
        return rest
    # The line stays whole, because it names the person: "Jana sends the list".
    return line if who and does.endswith("s") and singular(does) in _DO else ""


def _leading(line: str, theirs: Collection[str]) -> tuple[str, str]:
    """The longest of their names that the line begins with, or "", and what follows it."""
    low = line.casefold()
    who = max((name for name in theirs if low.startswith(f"{name} ")), key=len, default="")
    return who, line[len(who) :].strip()
