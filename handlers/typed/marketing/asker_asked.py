"""Recognise a question about where an ask comes from: “which rep is it from”. Pure.

An ask is what a rep passed on to marketing.
"""

from dataclasses import dataclass

from handlers.typed.plain_spelling import few_written_out_words, without_courtesy
from handlers.typed.words import listed

_MAX_WORDS = 12
_ROLES = listed(
    "rep reps person colleague seller salesperson sales guy ae author asker sender behind from"
    " account customer client company buyer prospect deal"
)
_KINDS = _ROLES | {"call"}
_SAID = listed(
    "asked asks asking wrote writes passed sent said says say raised heard posted brought reported"
    " from come came behind"
)
_THIS = listed("this that it one ask question line quote thing")
_LINKS = ("from", "at")
_BEGINS = listed("who whos whom whose which what where when from at")
_TOPIC = listed("about re regarding")
# A question about the origin of an ask has no words but these, apart from its topic.
_ABOUT_ORIGIN = (
    _KINDS
    | _SAID
    | _THIS
    | _BEGINS
    | listed("is was are were do does did has have the a for of by with in on up to us me")
    | listed("marketing there first here now exactly name they he she")
)

# In a guess, these may stand before the name: “was it lena”, “does this come from northwind”.
_GUESSES = tuple(
    sorted(
        (
            tuple(f"{lead} {it} {link}".split())
            for lead in ("is", "was", "isnt", "wasnt", "so is", "so was", "")
            for it in ("it", "this", "that", "it is", "it was", "this is", "that is", "that was")
            for link in ("", "from", "by", "about", "at", "for", "from the", "the", "of")
            if lead or it.endswith((" is", " was"))
        ),
        key=len,
        reverse=True,
    )
)
_COMES = tuple(
    tuple(f"{did} {it} come from".split())
    for did in ("does", "did")
    for it in ("it", "this", "that")
)
_DID = listed("did does is was has")
_AFTER_NAME = (
    *_SAID,
    *("ask", "write", "pass", "send", "say", "raise", "hear", "post", "report", "behind"),
)
_TAIL = listed("right correct yes no or the one ask question line call customer account rep who")
_LONGEST_NAME = 5


@dataclass(frozen=True)
class AskerAsked:
    """A question about where an ask comes from.

    - `guess`: the name that the line guesses, of a person or an account, or ""
    - `topic`: the words that say which ask is meant, or ""
    """

    guess: str = ""
    topic: str = ""


def asker_asked(text: str) -> AskerAsked | None:
    """Read “who asked this”, “which account is it”, “when was this call” and “was it lena”.

    Return None for any other line. The caller has to check that a guess names a person or account.
    """
    words = without_courtesy(few_written_out_words(text, _MAX_WORDS))
    if not 1 < len(words) <= _MAX_WORDS:
        return None
    return _origin(words) or _guess(words, is_question=text.rstrip().endswith("?"))


def _origin(words: list[str]) -> AskerAsked | None:
    """Match a question that names nobody: “which rep is it from”, “who said that about price”."""
    at = next((at for at, word in enumerate(words) if word in _TOPIC), len(words))
    asked, topic = words[:at], " ".join(words[at + 1 :])
    if words[0] not in _BEGINS or not _ABOUT_ORIGIN.issuperset(asked):
        return None
    if asked[0] in _LINKS:  # “at which account was it”
        asked = [*asked[1:], asked[0]]
    said = not _SAID.isdisjoint(asked)
    about_ask = bool(topic) or not (_THIS | {"from"}).isdisjoint(asked)
    is_kind = not _KINDS.isdisjoint(asked[1:2])
    of_role = not _ROLES.isdisjoint(asked)
    fits = {
        "which": is_kind and (about_ask or said),
        "what": is_kind and (about_ask or said),
        "where": about_ask and said,
        "when": about_ask and (said or "call" in asked),
        "whose": about_ask,
    }.get(asked[0], (about_ask and (said or of_role)) or asked[-1] in _ROLES)
    return AskerAsked(topic=topic) if fits else None


def _guess(words: list[str], *, is_question: bool) -> AskerAsked | None:
    """Match a guess: “was it lena”, “did lena ask this”, “the northwind one?”."""
    for lead in (*_GUESSES, *_COMES):
        if tuple(words[: len(lead)]) == lead:
            return _named(words[len(lead) :])
    if words[0] in _DID:
        at = next((at for at, word in enumerate(words) if at and word in _AFTER_NAME), 0)
        return _named(words[1:at]) if at and _ABOUT_ORIGIN.issuperset(words[at + 1 :]) else None
    if words[0] in ("from", "by") and is_question:
        return _named(words[1:])
    if words[0] == "the" and words[-1] == "one" and is_question:
        return _named(words[1:-1])
    return None


def _named(words: list[str]) -> AskerAsked | None:
    while words and words[-1] in _TAIL:
        words = words[:-1]
    return AskerAsked(guess=" ".join(words)) if 0 < len(words) <= _LONGEST_NAME else None
