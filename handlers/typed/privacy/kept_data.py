"""Recognise plain-language questions about a person's own data, and requests to delete it.

Such a sentence has only words that are listed here or in `handlers.typed.words`, and is about
Attune or the person's own data. A sentence about a customer's data does not match.
"""

from collections.abc import Sequence
from typing import Literal

from handlers.typed.plain_spelling import written_out
from handlers.typed.words import DELETE, READERS, SEE, WISHES, bare_words_and_rest, listed

MAX_WORDS = 16  # a longer sentence does not match

_KEEP = listed("keep kept keeping store stored storing save saved saving record recorded retain")
_KNOW = listed("know have hold remember")
_SEE = SEE | listed("seen")
_TRANSCRIPTS = listed("transcript transcripts")
_OWN = _TRANSCRIPTS | listed(
    "data figures figure numbers reflection reflections notes words lines file files recording"
    " recordings history information goals guesses profile messages"
)
_SELF = listed("me my mine i everything myself")
_READERS = READERS | listed("who whom company else people others they")
_ASK = listed("what which how who does do did is are will can where why")
_LEAD = WISHES | listed("we")
_OTHERS = listed(
    "the a an all any of about from for in on with and or that this these those it is are was be"
    " has have what which how long where else your you ever again please attune happens happen"
    " permanently completely personal stay stays private to do does long after here write type"
    " said say now again own"
)
_CALL = listed("call meeting last today yesterday")
_ALL = _KEEP | _KNOW | DELETE | _SEE | _OWN | _SELF | _READERS | _ASK | _LEAD | _OTHERS


def about_data(
    text: str,
) -> Literal[
    "kept", "erase", "privacy", "delete_reflection", "delete_call", "delete_transcripts", ""
]:
    """Return what a sentence asks, or "" for anything else.

    - "kept": what data Attune keeps
    - "erase": to delete data in general, or how to delete it
    - "privacy": who can read the data
    - any other result: to delete something specific
    """
    words = bare_words_and_rest(written_out(text), MAX_WORDS)
    said = frozenset(words)
    if not 1 < len(words) <= MAX_WORDS or not said <= _ALL | _CALL:
        return ""
    if in_particular := _to_delete(words):
        return in_particular
    return _in_general(words) if said <= _ALL else ""


def _to_delete(
    words: Sequence[str],
) -> Literal["delete_reflection", "delete_call", "delete_transcripts", ""]:
    said = frozenset(words)
    if not _deletes(words) or "how" in said:
        return ""
    whole = "everything" in said or ("all" in said and said & listed("of about from"))
    if whole and said & listed("call meeting"):
        return "delete_call"
    if "reflection" in said:
        return "delete_reflection"
    return "delete_transcripts" if said & _TRANSCRIPTS and not said & _CALL else ""


def _in_general(words: Sequence[str]) -> Literal["kept", "erase", "privacy", ""]:
    """Match "what do you know about me", "delete my data" and "who can read my notes"."""
    said = frozenset(words)
    mine = bool(said & (_SELF | _TRANSCRIPTS))
    if _deletes(words) and mine and said & (_OWN | listed("me everything myself")):
        return "erase"
    if words[0] not in _ASK:
        return ""
    if said & _SEE and said & _READERS and mine:
        return "privacy"
    yours = "you" in said or "attune" in said
    elsewhere = "in" in said or "we" in said or "they" in said
    keeps = said & _KEEP and not elsewhere and (yours or mine or words[0] == "what")
    knows = said & _KNOW and yours and mine and words[0] in ("what", "which")
    happens = said & listed("happens happen") and mine
    return "kept" if keeps or knows or happens else ""


def _deletes(words: Sequence[str]) -> bool:
    verb = next((at for at, word in enumerate(words) if word in DELETE), None)
    return verb is not None and "we" not in words[:verb] and _LEAD.issuperset(words[:verb])
