"""Recognise a rep's promise without a verb: "proposal to greg by tue". Pure."""

from handlers.typed.plain_spelling import written_out
from handlers.typed.words import OPENERS, PRONOUNS, QUESTION_WORDS, SAID, STATES, bare_word, listed

# What a rep sends to customers.
DELIVERABLES = listed(
    "contract draft proposal quote pricing offer deck slides agreement nda references list sheet"
    " summary numbers figures pager plan paper document doc docs terms overview answer answers"
    " price prices estimate specs study studies"
)
_MAX_WORDS = 12
_MAX_THING = 6  # at most this many words come before "to": "the signed contract draft"
_TO = listed("to for")
_BY = listed("by before until on")
_NO_THING = PRONOUNS | QUESTION_WORDS | STATES | SAID | listed("i you no not sent send got need")


def bare_promise(text: str) -> str:
    """Return the promise in a line such as "ok, proposal to greg by tue", without the "ok".

    Return "" if the line is not a promise of this form. We do not check that the words after "to"
    are a name, or that the words after "by" are a day.
    """
    if text.rstrip().endswith("?") or "\n" in text:
        return ""
    words = written_out(text.strip(" .!,;:")).split()
    while words and bare_word(words[0]) in OPENERS:
        words = words[1:]
    bare = [bare_word(word) for word in words]
    at = next((at for at, word in enumerate(bare) if word in _TO), 0)
    if not 0 < at <= _MAX_THING or len(words) > _MAX_WORDS or _BY.isdisjoint(bare[at + 2 :]):
        return ""
    thing = bare[:at]
    if DELIVERABLES.isdisjoint(thing) or not _NO_THING.isdisjoint(bare):
        return ""
    return " ".join(words)
