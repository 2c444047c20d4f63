"""Recognise the label of a button that somebody types instead of pressing the button."""

from handlers.typed.words import (
    AUXILIARIES,
    DAY_WORDS,
    OPENERS,
    PRONOUNS,
    STATES,
    bare_words_of,
    listed,
    without_leading,
)

MAX_WORDS_AFTER = 5  # at most this many words, such as an account's name, may follow a label
KEEP_CALL = "keep this call to myself"
EVERYTHING = "everything on file"
_SHOWS = OPENERS | listed("can could you u show give get me")
_ON = listed("on about for from of")
_NO_ACCOUNT = DAY_WORDS | listed("my me mine our calendar")
# A line with one of these before "everything on file" is a statement, not a request: "alder wants
# everything on file".
_STATEMENT = STATES | AUXILIARIES | PRONOUNS | listed("i want wants need needs keep keeps got put")
_LABELS = tuple(
    tuple(label.split())
    for label in (
        "everything on file\nchange times\nchange time or people\nadd more\nkeep as a note\n"
        "keep it\nkeep all\ndont look up\nlook up again\nlook again\n"
        "plan another try\nread my words\nshare or pass on\ntake it back\n"
        f"{KEEP_CALL}"
    ).splitlines()
)


def label_in(text: str) -> str:
    """Return the label in `_LABELS` that a line asks for, or "".

    The line begins with the label, and an account's name may follow. Some other wordings count too:

    - "do not look up" and "stop looking up" ask for "dont look up".
    - "look up northwind again" asks for "look up again".
    - "keep the northwind call to myself" asks for `KEEP_CALL`.
    - "northwind everything on file" and "show me everything on northwind" ask for `EVERYTHING`.
    """
    words = without_leading(bare_words_of(text), OPENERS)
    for label in _LABELS:
        following = len(words) - len(label)
        if tuple(words[: len(label)]) == label and 0 <= following <= MAX_WORDS_AFTER:
            return " ".join(label)
    if words[:1] == ["keep"] and words[-2:] == ["to", "myself"] and _is_of_a_call(words[1:-2]):
        return KEEP_CALL
    if words[:3] in (["do", "not", "look"], ["stop", "looking", "up"]):
        return "dont look up" if "up" in words else ""
    if _asks_for_everything(words):
        return EVERYTHING
    again = words[:2] == ["look", "up"] and words[-1:] == ["again"]
    return "look up again" if again and len(words) <= MAX_WORDS_AFTER + 3 else ""


def _asks_for_everything(words: list[str]) -> bool:
    """Check for "show me everything on northwind" and "alder everything on file"."""
    before = words[:-3] if words[-3:] == EVERYTHING.split() else []
    if 0 < len(before) <= MAX_WORDS_AFTER:
        return _STATEMENT.isdisjoint(before)
    what = without_leading(words, _SHOWS)
    if what == words or what[:1] != ["everything"]:
        return False
    on = without_leading(what[1:], listed("you we have has got"))
    name = on[1:]
    is_name = 0 < len(name) <= MAX_WORDS_AFTER and _NO_ACCOUNT.isdisjoint(name)
    return bool(on) and on[0] in _ON and is_name


def _is_of_a_call(words: list[str]) -> bool:
    """Return whether words name one call: "my call with Northwind", "the Northwind call"."""
    return "call" in words and len(words) <= MAX_WORDS_AFTER + 3
