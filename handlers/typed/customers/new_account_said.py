"""Recognise a line about an account that is not on file: "new account feldmann foods". Pure."""

import re

from handlers.typed.words import COURTESY, OPENERS, bare_word, listed

_ADDS = listed("add create make open a an the got have weve ive we i set up another")
_KINDS = listed("account lead customer prospect client company logo")
_CALL = listed("call meeting demo intro on at is its")
_NO_NAME = listed(
    "manager director executive exec rep team portal system list number at from for is are was"
    " wants want has needs with to in who what investor goes went owner plan"
)
# At most this many words may follow "new account" before a comma or stop: "feldmann foods thu 10".
_MAX_NAME = 6
_MAX_LABEL = 3
_LOOKED_AT = 40  # we split a line into this many words, and leave the rest of the line whole
_STOPS = re.compile(r"[,;.–—]\s|\s-\s")
# Before a colon, these are neither an account nor a person.
_LABELS = listed(
    "note notes promise promises todo task tasks goal goals reminder remember me i we you attune"
    " fyi btw update news info summary recap blocker blockers pain pains champion budget risk risks"
    " competitor competitors competition pricing price timeline deadline decision takeaway"
    " takeaways wins win concern concerns objection objections next step steps question answer"
    " idea important ps re feedback context background status issue issues problem problems"
    " learned heard quote said marketing insight insights theme ask focus help deal stage people"
    " contacts contact scope need needs plan agenda outcome result results"
)


def new_account(text: str) -> tuple[str, ...]:
    """Split what follows "new account" at punctuation.

    For "new account feldmann foods, met them at the fair", return "feldmann foods" and "met them at
    the fair". Return an empty tuple for any other line.
    """
    words = text.strip(" .!").split(maxsplit=_LOOKED_AT)
    while words and bare_word(words[0]) in OPENERS | _ADDS:
        words = words[1:]
    if len(words) < 3 or bare_word(words[0]) != "new" or bare_word(words[1]) not in _KINDS:
        return ()
    named = " ".join(words[2:]).removeprefix(":").strip()
    parts = [part.strip() for part in _STOPS.split(named) if part.strip()]
    said = [bare_word(word) for word in parts[0].split()] if parts else []
    if not said or len(said) > _MAX_NAME or not _NO_NAME.isdisjoint(said):
        return ()
    return tuple(parts)


def without_call_words(part: str) -> str:
    """Return "thu 10" for "call on thu 10 pls"."""
    words = part.split()
    while words and bare_word(words[0]) in _CALL:
        words = words[1:]
    while words and bare_word(words[-1]) in COURTESY:
        words.pop()
    return " ".join(words)


def label_may_be_account(label: str) -> bool:
    """Check whether the words before a colon may name an account: "feldmann", but not "note"."""
    words = [bare_word(word) for word in label.split()]
    return 0 < len(words) <= _MAX_LABEL and _LABELS.isdisjoint(words)
