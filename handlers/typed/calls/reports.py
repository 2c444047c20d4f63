"""Recognise what a rep reports: "I sent Northwind the sheet", "Halden didn't show up"."""

from handlers.typed.words import (
    DID,
    LOOKED_AT,
    OPENERS,
    THEY,
    WE,
    bare_words_of,
    listed,
    without_exclaimed,
    without_leading,
)
from storage.spelling import comparable

_ENDS = " ?!.,;:"
_TOLD = (["told", "you"], ["told", "attune"], ["said", "how"], ["reported", "how"])
_BEFORE_TOLD = OPENERS | WE | listed("but already just literally no well oh um have did")
_AFTER_TOLD = listed(
    "already yesterday today this before morning afternoon earlier twice just once"
)
_DID = DID | listed("replied answered logged reminded cancelled canceled")
_WE_DID = listed("sent resent emailed mailed forwarded")
_BETWEEN = listed("have just already also finally now then")  # "I have just sent"
_NO_SHOW = (
    *(f"{did} {come}" for did in ("didn't", "didnt", "did not") for come in ("show up", "show")),
    *(f"{did} {come}" for did in ("didn't", "didnt", "did not") for come in ("come", "turn up")),
    *("never showed up", "never showed", "never came", "no-showed", "stood me up", "stood us up"),
    *("was a no-show", "was a no show", "were a no-show", "no-show", "no show"),
)
_DID_COME = (["did", "show", "up"], ["did", "show"], ["did", "come"], ["did", "turn", "up"])
_WHO = 3  # the name of whoever came has at most this many words
_BEFORE_CAME = OPENERS | listed(
    "no nope wait sorry thats that is wrong not right true but actually"
)
_CALL = ("the call", "our call", "my call", "the meeting", "our meeting", "my meeting", "the demo")
_AFTER_NO_SHOW = ("", *(f"{to} {call}" for to in ("to", "for") for call in _CALL))
_AFTER_CAME = listed("after all today yesterday though actually in the end")
_RECORDS = listed("put note record log save write keep")
_RECORDED = listed("that it this down in please pls thanks for me")
_LATELY = listed("either today yesterday")
_NOBODY = (("nobody",), ("noone",), ("no", "one"))
_CAME = listed("came showed joined appeared turned")


def tells_what_i_did(words: list[str]) -> bool:
    """Match "I sent the pricing to Northwind", but not "I sent it, and they liked it".

    The words come from `bare_words_of`: in lower case, without punctuation and apostrophes.
    """
    who = words[0] if words[0] in WE else ""
    words = without_leading(words[1:] if who else words, _BETWEEN)
    did = _WE_DID if who in ("we", "weve") else _DID
    return bool(words) and words[0] in did and THEY.isdisjoint(words[1:])


def says_told_before(text: str) -> bool:
    """Check for "i told you yesterday how brightwater went" and "already told you about halden".

    A line that then tells what happened does not count: "i told you, they want a pilot".
    """
    words = without_leading(bare_words_of(text), _BEFORE_TOLD)
    if words[:2] not in _TOLD:
        return False
    rest = without_leading(words[1 + (words[1] != "how") :], _AFTER_TOLD)
    return not rest or rest[0] in ("how", "about")


def who_missed(text: str) -> str:
    """Return who did not come to a call, or "".

    For "Halden didn't show up again" and "nobody from Halden came", return "halden".
    """
    said = " ".join(_without_end(_without_order(comparable(text)).split()[:LOOKED_AT]))
    found = (said.partition(f" {ending}") for ending in _NO_SHOW)
    missed = next(
        (who for who, no_show, rest in found if no_show and rest.strip() in _AFTER_NO_SHOW), ""
    )
    return missed or _nobody_came(said.split())


def _without_order(said: str) -> str:
    """Remove the order to note something: "halden no show, put that" becomes "halden no show"."""
    before, comma, order = said.rpartition(",")
    words = order.strip(_ENDS).split()
    is_order = words[:1] != [] and words[0] in _RECORDS and _RECORDED.issuperset(words[1:])
    return before if comma and is_order else said


def says_came(text: str) -> bool:
    """Check for "pia did show up" and "thats not right, pia did come"."""
    words = without_leading(bare_words_of(text), _BEFORE_CAME)
    while words and words[-1] in _AFTER_CAME:
        words = words[:-1]
    return any(words[at:] in _DID_COME for at in range(1, _WHO + 1))


def _without_end(words: list[str]) -> list[str]:
    """Remove punctuation, and words such as "again" and "today", from the end."""
    words = without_exclaimed(words)
    while words and words[-1].strip(_ENDS) in _LATELY:
        words = without_exclaimed(words[:-1])
    return [*words[:-1], words[-1].rstrip(_ENDS)] if words else []


def _nobody_came(words: list[str]) -> str:
    """Return "halden" for "nobody from halden came" and "no one showed up from halden"."""
    nobody = next((one for one in _NOBODY if tuple(words[: len(one)]) == one), None)
    words = words[len(nobody) :] if nobody else []
    at = words.index("from") if "from" in words else len(words)
    came = next((i for i, word in enumerate(words) if word in _CAME), len(words))
    if at == len(words) or came == len(words):
        return ""
    who, rest = (words[1:came], words[came + 1 :]) if at == 0 else (words[at + 1 :], words[1:at])
    rest = rest[rest[:1] == ["up"] :]
    return " ".join(who) if min(at, came) == 0 and " ".join(rest) in _AFTER_NO_SHOW else ""
