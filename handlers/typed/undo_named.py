"""Recognise an order to take back a change that it names: "undo the alder move". Pure."""

from typing import Literal, NamedTuple

from handlers.typed.words import COURTESY, OPENERS, bare_word, listed

_MAX_WORDS = 14
_MAX_NAME = 5
_LEADS = OPENERS | COURTESY | listed("no wait sorry oops actually hey can could you u")
_UNDOES = (["undo"], ["reverse"], ["revert"], ["take", "back"])
_SMALL = listed("the my that this last a of for with w to from call on about you u just did made")

What = Literal["move", "cancellation", "note", "promise", "line", "goal", "setting"]
_WHAT: dict[str, What] = {
    **dict.fromkeys(("move", "moved", "moving", "reschedule", "change"), "move"),
    **dict.fromkeys(("cancellation", "cancel", "cancelling", "canceling"), "cancellation"),
    **dict.fromkeys(("note", "notes"), "note"),
    **dict.fromkeys(("promise", "promises"), "promise"),
    **dict.fromkeys(("reflection", "report", "line", "quote"), "line"),
    "goal": "goal",
    **dict.fromkeys(("setting", "settings"), "setting"),
}
_MEANT = listed("meant ment mean")
_PROMISE = listed("promise promises")


class UndoNamed(NamedTuple):
    """What to take back. `of` has the words that name the account, or is ""."""

    what: What
    of: str


def undo_named(text: str) -> UndoNamed | None:
    """Return "move" and "alder" for "undo the alder move", or None for any other line."""
    words = _words(text)
    while words and words[0] in _LEADS:
        words = words[1:]
    verb = next((one for one in _UNDOES if words[: len(one)] == one), None)
    rest = words[len(verb) :] if verb else []
    while rest and rest[-1] in COURTESY:
        rest.pop()
    at = next((at for at, word in enumerate(rest) if word in _WHAT), -1)
    named = [word for word in (*rest[:at], *rest[at + 1 :]) if word not in _SMALL]
    if at < 0 or len(named) > _MAX_NAME:
        return None
    return UndoNamed(_WHAT[rest[at]], " ".join(named))


def promise_meant(text: str) -> str | None:
    """Return "store list" for "no u moved the call i meant the store list promise".

    For "i meant the promise", return "". For any other line, return None.
    """
    words = _words(text)
    at = next((at for at, word in enumerate(words) if word in _MEANT), len(words))
    named = [word for word in words[at + 1 :] if word not in COURTESY]
    at = next((at for at, word in enumerate(named) if word in _PROMISE), -1)
    is_noun = at == len(named) - 1 or named[at - 1 : at] in (["the"], ["that"])
    if at < 0 or not is_noun or named[0] == "to":  # "i meant to promise them a deck"
        return None
    return " ".join(word for word in named if word not in _SMALL | _PROMISE)


def _words(text: str) -> list[str]:
    """Return the bare words of a line, or [] if it is long."""
    words = text.split(maxsplit=_MAX_WORDS)
    return [word for word in map(bare_word, words) if word] if len(words) <= _MAX_WORDS else []
