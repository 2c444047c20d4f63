"""Parse and show the promises of both sides in one input: "They: the price list"."""

import re
from collections.abc import Collection, Iterable, Mapping

from handlers.coaching.buyer_words.speaker_labels import names_speaker
from handlers.coaching.names.common_words import TITLES
from handlers.coaching.names.name_forms import is_distinctive
from handlers.coaching.text.words import singular, stemmed
from storage.choices import PromiseSide

SAID: Mapping[PromiseSide, str] = {"ours": "We", "theirs": "They"}
_OURS = frozenset(("we", "us", "our side", "ours", "i", "me", "my side"))
_THEIRS = frozenset(("they", "them", "their side", "theirs"))
_NAME_LIMIT = 80  # we look at only this many characters before a colon
_AND = re.compile(r"\s*(?:,|&|\+|\band\b|\bund\b)\s*", re.IGNORECASE)
# Without a colon, a line is the other side's promise if one of these words follows "They" or a
# name: "They will send names". "They need names" is not a promise.
_PROMISING = (
    "will ",
    "promised to ",
    "promised ",
    "agreed to ",
    "is going to ",
    "are going to ",
    "owe us ",
    "owes us ",
    "owe me ",
    "owes me ",
    "still owe us ",
    "still owes us ",
)
# The verb in a label: "We owe: the quote", "Ingrid still owes us: the sheet".
_LABEL_VERB = re.compile(
    r"\s+(?:still\s+)?(?:owes?|promised|agreed)(?:\s+(?:us|me|them|you|him|her))?$"
)
# "She", "he" or "they" mean somebody on the other side: "she'll send the feedback".
_SHE = re.compile(
    r"(?:(?:she|he|they)(?:['’]ll\s| will\s| promised to\s| agreed to\s| owes? (?:us|me)\s)"
    r"|(?:she|he)(?:['’]s| is) going to\s|they(?:['’]re| are) going to\s)\s*(?P<what>.+)",
    re.IGNORECASE,
)
# "We owe them the quote" is our promise of "the quote".
_WE_OWE = re.compile(r"(?:we|i)(?: still)? owe (?:them|him|her|you) (?P<what>.+)", re.IGNORECASE)
# After "They" or a name, one of these verbs makes the line a promise: "Jana sends two names".
_DO = stemmed(
    """
    ask book bring call check confirm find forward get give introduce invite join mail name pass
    send set share show sign speak talk tell test try
    """
)


def by_side(
    lines: Iterable[str], their_names: Collection[str] = (), own_name: str = ""
) -> dict[PromiseSide, str]:
    """Return the promises of each side, one on each line.

    The words before a colon may name a side: "We", "They", one of `their_names`, or the rep's
    `own_name`. Part of a name is enough, even with a title: "Herr Grothe". If nothing follows the
    colon, the line is a heading for the lines below.

    A line that does not name a side in this way belongs to:

    - them, if it begins with "They", "She", "He" or one of `their_names`, and says what they will
      do: "Jana sends the list"
    - us, if it begins with words such as "We owe them" or "I owe her"
    - the side in the last heading, or us if there is no heading
    """
    theirs = _THEIRS | {" ".join(name.casefold().split()) for name in their_names}
    found: dict[PromiseSide, list[str]] = {"ours": [], "theirs": []}
    below: PromiseSide = "ours"
    for line in lines:
        side, promise = _read(line.strip(), theirs, own_name)
        if side and not promise:
            below = side
        elif promise:
            found[side or below].append(promise)
    return {side: "\n".join(promises) for side, promises in found.items()}


def together(ours: Iterable[str], theirs: Iterable[str]) -> str:
    """Write the promises of both sides as lines that `by_side` can parse."""
    lines = [f"{SAID['ours']}: {line}" for line in ours]
    return "\n".join([*lines, *(f"{SAID['theirs']}: {line}" for line in theirs)])


def _read(line: str, theirs: frozenset[str], own_name: str) -> tuple[PromiseSide | None, str]:
    """Return the side that a line names, and the promise in the line.

    The side is None if the line names no side. The promise is "" if the line is a heading.
    """
    head, colon, promise = line.partition(":")
    side = _side_of(head[:_NAME_LIMIT], theirs, own_name) if colon else None
    if side:
        return side, promise.strip()
    if owed := _WE_OWE.fullmatch(line):
        return "ours", owed["what"].strip()
    promise = _promised(line, theirs)
    return ("theirs", promise) if promise else (None, line)


def _side_of(label: str, theirs: frozenset[str], own_name: str) -> PromiseSide | None:
    """Return whose promise follows this label, or None if the label names nobody."""
    label = _LABEL_VERB.sub("", " ".join(label.split()))
    name = label.casefold()
    if name in _OURS or (name and name == own_name.casefold()):
        return "ours"
    names = theirs - _THEIRS
    if name in theirs or _is_one_of(label, names):
        return "theirs"
    people = [each for each in _AND.split(label) if each]
    if len(people) > 1 and all(_is_one_of(each, names) for each in people):
        return "theirs"
    return "ours" if own_name and names_speaker(f"{label}: -", own_name) else None


def _is_one_of(label: str, names: Iterable[str]) -> bool:
    words = [word.strip(".,").casefold() for word in label.partition("(")[0].split()]
    if not is_distinctive(tuple(word for word in words if word not in TITLES)):
        return False
    return any(names_speaker(f"{label.strip()}: -", name) for name in names)


def _promised(line: str, theirs: Collection[str]) -> str:
    """Return the promise in a line that begins with "They", "She", "He" or a name.

    Return "" if the line does not begin in this way, or if it is not a promise.
    """
    if she := _SHE.fullmatch(line):
        return she["what"].strip()
    who, rest = _leading(line, theirs)
    said = next((each for each in _PROMISING if rest.casefold().startswith(each)), "")
    if who and said:
        return rest[len(said) :].strip()
    does = rest.partition(" ")[0].casefold()
    if who in _THEIRS and does in _DO:
        return rest
    # The whole line stays, because it names the person: "Jana sends the list".
    if who and does == "to":
        return line if rest.split()[1:] and rest.split()[1].casefold() in _DO else ""
    return line if who and does.endswith("s") and singular(does) in _DO else ""


def _leading(line: str, theirs: Collection[str]) -> tuple[str, str]:
    """Return the name at the start of a line, and the words after the name.

    The name is the longest one in `theirs` that fits, or "" if none fits.

    After a title, a family name is enough: "Herr Grothe".
    """
    words, names = line.split(), set(theirs)
    while words and words[0].strip(".").casefold() in TITLES:
        words = words[1:]
        names |= {name.split()[-1] for name in theirs}
    named = " ".join(words)
    low = named.casefold()
    who = max((name for name in names if low.startswith(f"{name} ")), key=len, default="")
    return who, named[len(who) :].strip()
