"""Recognise a promise that sounds like an order: "send mia the roi deck by friday, remind me".

Attune does not write to customers. So the rep has to send the deck, and we treat the line as the
rep's own promise.
"""

from handlers.typed.words import (
    COURTESY,
    OPENERS,
    PRONOUNS,
    STATES,
    bare_word,
    listed,
    without_leading,
)

_MAX_WORDS = 20
_SHORTEST = 3  # a line must have more words than this: "send jana docs" is too short
_GIVES = listed("send email mail forward share give get bring draft prepare")
# "Send me the brief" and "share my note with tomas" are orders for Attune.
_OF_ATTUNE = listed("me my brief briefs agenda nudge nudges reminder reminders note notes insight")
_UNTIL = listed("until till til")  # "give halden till fri" gives them more time
_BEFORE_REMIND = COURTESY | listed("and n then so can could you u")
_AFTER_REMIND = COURTESY | listed("then of about it to")


def ordered_promise(text: str) -> str:
    """Return "to send mia the roi deck by friday", or "" for any other line.

    We do not check that the line names a customer or a day.
    """
    words = text.split(maxsplit=_MAX_WORDS + 1)
    if len(words) > _MAX_WORDS or "?" in text or "\n" in text:
        return ""
    words = _without_reminder(words)
    bare = [bare_word(word) for word in words]
    rest = without_leading(bare, OPENERS | COURTESY)
    said = words[len(bare) - len(rest) :]
    gives = rest[:1] != [] and rest[0] in _GIVES and (PRONOUNS | STATES).isdisjoint(rest[1:2])
    gives = gives and _UNTIL.isdisjoint(rest[2:3] + rest[3:4])
    is_ours = gives and len(rest) > _SHORTEST and _OF_ATTUNE.isdisjoint(rest)
    return f"to {' '.join(said).strip(' .!,;–—-')}" if is_ours else ""


def _without_reminder(words: list[str]) -> list[str]:
    """Leave out "and remind me pls" at the end, or only "pls"."""
    said = [bare_word(word) for word in words]
    at = next((at for at in range(len(said)) if said[at : at + 2] == ["remind", "me"]), len(said))
    if not _AFTER_REMIND.issuperset(said[at + 2 :]):
        return words
    while at and said[at - 1] in (_BEFORE_REMIND if at < len(said) else COURTESY):
        at -= 1
    return words[:at]
