"""Recognise a typed note, a typed promise, and a line that says when a call is. Pure."""

import re

from handlers.typed.promises.promise_alone import is_to_others, promises_nothing
from handlers.typed.questions_to_attune import is_one_sentence
from handlers.typed.words import OPENERS, WE, bare_word, listed, without_leading, words_of

_LEAD = 6  # at most this many words before the colon of a note
_TO_SELF = frozenset(("to self", "to myself", "self", "for myself", "for me"))
_NOTE_THAT = re.compile(r"note that (?P<words>\S+ \S.*)", re.IGNORECASE | re.DOTALL)
_WILL = re.compile(
    r"(?:so |and |ok |but )?(?:(?:i|we)(?:'ll|’ll| will)|ill|i'?m going to|(?:i'?m )?gonna"
    r"|(?:(?:i|we) )?(?:said|told (?!me\b|us\b)[^\W\d_][\w.&'-]{0,30}(?: [\w.&'-]{1,30}){0,3}?)"
    r" (?:that )?"
    r"(?:i|we)(?:['’]?d|['’]?ll| would| will)) "
    r"(?P<what>(?:send|share|forward|e-?mail|mail|deliver|give|bring|get back|follow up|prepare"
    r"|draft|write|call|ring|phone|introduce|check|confirm|update"
    r"|come by|come over|stop by|visit) [^\n]{4,200})",
    re.IGNORECASE,
)
_GETS_FROM_US = re.compile(
    r"(?:(?:and|also|ok|so) ){0,2}(?:they|he|she)(?:['’]?ll| will)? gets? "
    r"(?P<what>(?:the|a|an|our|my)(?: [\w'-]{1,30}){1,5}?) from (?:me|us) (?P<when>[\w. ]{3,30})",
    re.IGNORECASE,
)
_THEY_GET = re.compile(
    r"(?:(?:and|also|ok|so) ){0,2}(?P<what>(?:the|a|an|our|my)(?: [\w'-]{1,30}){1,5}) "
    r"they(?:['’]?ll| will)? get (?P<when>[\w. ]{3,30}?)(?: already)?",
    re.IGNORECASE,
)
_THEM = (["them"], ["her"], ["him"])
# Words before the verb in "n we still owe jana a deck" and "forgot, i also promised jana a deck".
_BEFORE_OWING = OPENERS | WE | listed("still also have forgot oh btw wait sorry ah yes plus")
_OWES = listed("promised owe")
_NO_PROMISE = listed("nothing everything one lots big")  # at the end: "i owe them one"
_CALL_IS = re.compile(r"(.{1,80}?) (?:call|meeting) is (?:now |at |on )?(\S.*)", re.IGNORECASE)


def noted_words(text: str) -> tuple[str, str]:
    """Split "note northwind: Jana is new" into "northwind" and the words of the note.

    For "note:", "note to self:" and "note that Jana is new", the first part is "". For any other
    line, return ("", "").
    """
    if that := _NOTE_THAT.match(text.strip()):
        return "", that["words"]
    lead, colon, words = text.strip().partition(":")
    begun = lead.split()
    if not colon or len(begun) > _LEAD or [word.lower() for word in begun[:1]] != ["note"]:
        return "", ""
    about = " ".join(begun[1:])
    return ("" if about.lower() in _TO_SELF else about), words.strip()


def promised_words(text: str) -> str:
    """Return what the rep promised a customer in a line, or "" if the line has no such promise.

    "Promised jana a deck" and "owe jana a deck" become "jana a deck". "Ill send jana the deck" and
    "told jana id send her the deck" become "to send …". "The deck they get tomorrow" and "they get
    the deck from us tomorrow" become "to send them the deck tomorrow".

    Also return "" if the line promises nothing ("i owe them nothing"), or if the promise is to the
    rep's own people ("my lawyer").
    """
    words = _promised(text)
    return "" if promises_nothing(words) or is_to_others(words) else words


def _promised(text: str) -> str:
    line = text.strip(" .!")
    if found := _THEY_GET.fullmatch(line) or _GETS_FROM_US.fullmatch(line):
        return f"to send them {found['what']} {found['when']}"
    if (found := _WILL.match(text.strip())) and is_one_sentence(text):
        return f"to {found['what']}"
    return "" if text.rstrip().endswith("?") else _owed(text.split())


def _owed(words: list[str]) -> str:
    """Return what follows "owe" or "promised" in a line such as "we still owe jana a deck".

    Return "" for any other line, such as one that says what somebody else promised.
    """
    left = without_leading([bare_word(word) for word in words], _BEFORE_OWING)
    said = words[len(words) - len(left) + 1 :]
    is_promise = len(said) > 1 and left[0] in _OWES and left[-1] not in _NO_PROMISE
    return " ".join(said) if is_promise else ""


def will_do(text: str) -> bool:
    """Check whether a line begins with what the rep will do: "ill send …", "told him id send …"."""
    return _WILL.match(text.strip()) is not None


def reports_own_words(text: str) -> bool:
    """Check whether a line begins with what the rep said, promised or owes.

    Examples: "i said id send kestrel a quote", "told them …", "i owe …".
    """
    words = without_leading(words_of(text)[:5], _BEFORE_OWING)
    is_told = words[:1] == ["told"] and words[1:2] in _THEM
    return is_told or (words[:1] != [] and words[0] in _OWES | {"said"})


def call_at(text: str) -> str:
    """Return "Northwind tomorrow 3pm" for "Northwind call is tomorrow 3pm".

    Return "" for a line that does not say when a call is.
    """
    found = _CALL_IS.fullmatch(text.strip())
    return f"{found[1]} {found[2]}" if found else ""
