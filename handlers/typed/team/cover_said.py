"""Recognise that a colleague should take or join one of the rep's calls. Pure.

- "cant make alder tmrw, can aylin take it?" → "can you take this call"
- "aylin covers halden fri for me" → "can you cover halden fri for me"
- "give the halden call to aylin" → "can you take the halden call"
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.words import COURTESY, OPENERS, first_name, listed, without_leading

_MAX_WORDS = 30  # a line of more words is not read
_NAME = "*"  # stands for the colleague's name
_BREAKS = (",", ";", " so ", " - ", " – ", ". ")
_CAN = listed("can could would will should may might")
_TAKES = {
    "take": "take",
    "takes": "take",
    "taking": "take",
    "cover": "cover",
    "covers": "cover",
    "covering": "cover",
    "do": "do",
    "does": "do",
    "doing": "do",
    "handle": "handle",
    "handles": "handle",
    "handling": "handle",
    "run": "run",
    "runs": "run",
    "lead": "lead",
    "leads": "lead",
    "attend": "attend",
    "attends": "attend",
    "hold": "hold",
}
_JOINS = {
    "join": "join",
    "joins": "join",
    "joining": "join",
    "come": "come",
    "comes": "come",
    "coming": "come",
    "jump": "jump",
    "jumps": "jump",
    "step": "step",
    "steps": "step",
    "stand": "stand",
    "stands": "stand",
    "sit": "sit",
    "dial": "dial",
    "fill": "fill",
    "fills": "fill",
    "replace": "replace",
    "replaces": "replace",
}
_ALL = {**_TAKES, **_JOINS}
_FOR_ME = (["for", "me"], ["instead"], ["instead", "of", "me"], ["over"], ["over", "for", "me"])
_HANDS = listed("give hand pass reassign transfer assign move")
_BEFORE = OPENERS | listed("then maybe perhaps i think we want need")
_THIS = listed("it this that")
_CALL = listed("call meeting demo calls")
_FEW = 2  # words


@dataclass(frozen=True)
class CoverSaid:
    """A colleague who should take or join a call, and what to ask: "can you take this call".

    `is_sure` is True if the line can mean nothing else, so that it need not name an account.
    """

    name: str
    asks: str
    is_sure: bool


def may_say_cover(text: str) -> bool:
    """Check quickly whether a line may be such a line. This needs no names of colleagues."""
    words = few_written_out_words(text, _MAX_WORDS)
    return any(word in _ALL or word in _HANDS for word in words)


def cover_said(text: str, colleagues: Collection[str]) -> CoverSaid | None:
    """Read a line in which a colleague should take or join a call. Return None for other lines.

    `colleagues` are the full names of the people at the rep's company.
    """
    for part in _parts(text):
        words, name = _marked(few_written_out_words(part, _MAX_WORDS), colleagues)
        if name and (asked := _asked(without_leading(words, _BEFORE), name)):
            return asked
    return None


def _parts(text: str) -> list[str]:
    """Split a text at the breaks between its clauses."""
    parts = [text]
    for mark in _BREAKS:
        parts = [part for one in parts for part in one.split(mark)]
    return parts


def _marked(words: Sequence[str], colleagues: Collection[str]) -> tuple[list[str], str]:
    """Put `_NAME` in the place of a colleague's first name, if only one colleague is named."""
    firsts = {first_name(one): one for one in colleagues}
    named = {firsts[word] for word in words if word in firsts}
    marked = [_NAME if word in firsts else word for word in words]
    return (marked, named.pop()) if len(named) == 1 else ([*words], "")


def _asked(words: Sequence[str], name: str) -> CoverSaid | None:
    words = [*words]
    while words and words[-1] in COURTESY:
        words = words[:-1]
    if words[:1] and words[0] in _CAN and words[1:2] == [_NAME]:
        return _of_verb(words[2:], name, is_asked=True)
    if words[:1] == [_NAME]:
        can = words[1:2] and (words[1] in _CAN or words[1] == "is")
        return _of_verb(words[2:] if can else words[1:], name, is_asked=False)
    return _handed(words, name)


def _of_verb(words: Sequence[str], name: str, *, is_asked: bool) -> CoverSaid | None:
    verb = _ALL.get(words[0], "") if words else ""
    rest = [*words[1:]]
    if not verb or _NAME in rest or (not is_asked and not rest):
        return None
    told_for_me = any(rest[-len(one) :] == one for one in _FOR_ME)
    if not is_asked and (verb in _JOINS.values() or not told_for_me):
        return None
    if rest[:1] and rest[0] in _THIS and (len(rest) == 1 or rest[1] in ("for", "instead")):
        rest = ["this call", *rest[1:]]
    is_sure = told_for_me or rest[:1] == ["this call"]
    return CoverSaid(name, " ".join(("can you", verb, *rest)), is_sure)


def _handed(words: Sequence[str], name: str) -> CoverSaid | None:
    """Read "give the halden call to aylin". Few words before the name may leave out "call"."""
    if not (words[:1] and words[0] in _HANDS and [*words[-2:]] == ["to", _NAME]):
        return None
    what = [word for word in words[1:-2] if word != "over"]
    if what and what[0] in _THIS and len(what) == 1:
        return CoverSaid(name, "can you take this call", is_sure=True)
    fits = what and (len(what) <= _FEW or not _CALL.isdisjoint(what))
    return CoverSaid(name, f"can you take {' '.join(what)}", is_sure=False) if fits else None
