"""Recognise what a rep reports: "I sent Northwind the sheet", "Halden didn't show up"."""

from handlers.typed.words import DID, THEY, WE, after, listed
from storage.spelling import comparable

_ENDS = " ?!.,;:"
_DID = DID | listed("replied answered logged reminded cancelled canceled")
_WE_DID = listed("sent resent emailed mailed forwarded")
_BETWEEN = listed("have just already also finally now then")  # "I have just sent"
_NO_SHOW = (
    *(f"{did} {come}" for did in ("didn't", "didnt", "did not") for come in ("show up", "show")),
    *(f"{did} {come}" for did in ("didn't", "didnt", "did not") for come in ("come", "turn up")),
    *("never showed up", "never showed", "never came", "no-showed", "stood me up", "stood us up"),
    *("was a no-show", "was a no show", "were a no-show", "no-show", "no show"),
)
_AFTER_NO_SHOW = ("", "again", "either", "to the call", "to our call")


def tells_what_i_did(words: list[str]) -> bool:
    """Match "I sent the pricing to Northwind", but not "I sent it, and they liked it".

    The words come from `bare_words_of`: in lower case, without punctuation and apostrophes.
    """
    who = words[0] if words[0] in WE else ""
    words = after(words[1:] if who else words, _BETWEEN)
    did = _WE_DID if who in ("we", "weve") else _DID
    return bool(words) and words[0] in did and THEY.isdisjoint(words[1:])


def who_missed(text: str) -> str:
    """Return who did not come to a call, or "". For "Halden didn't show up", return "halden"."""
    said = comparable(text).strip(_ENDS)
    found = (said.partition(f" {ending}") for ending in _NO_SHOW)
    return next(
        (who for who, no_show, rest in found if no_show and rest.strip(_ENDS) in _AFTER_NO_SHOW), ""
    )
