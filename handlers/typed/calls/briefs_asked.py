"""Recognise requests for the brief of a day or a time: "brief me for tomorrow". Pure."""

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import DAY_WORDS, POLITE, listed, without_leading

NEXT = "next"
MAX_WORDS = 14  # how many words a request for a brief may have
_BEFORE = POLITE | listed("can could you i we want need get give show send me the my a to")
_BRIEFS = listed("brief briefs briefing briefings prep prepare")
_FILLERS = listed("me for on of about the my our all")
_CALLS = listed("call calls meeting meetings one ones")
_TIMES = listed("at am pm noon midday oclock evening")


def brief_asked(text: str) -> str:
    """Return the day or the time that a request for a brief names.

    - "brief me for tomorrow morning" → "tomorrow morning"
    - "brief me for my 4pm call" → "4pm"
    - "brief me for my next call" → `NEXT`

    Return "" if the text is not a request for a brief, or names no day and no time.
    """
    words = written_out_words(text)
    if not 0 < len(words) <= MAX_WORDS:
        return ""
    asked = without_leading(words, _BEFORE)
    return time_alone(asked[1:]) if asked[:1] and asked[0] in _BRIEFS else ""


def time_alone(words: list[str]) -> str:
    """Return the time that the words name: "4pm" for "for my 4pm call".

    For "my next call", return `NEXT`. Return "" if the words name no time, or name something else.
    """
    when = [word for word in without_leading(words, _FILLERS) if word not in _CALLS]
    while when and when[-1] in ("please", "now"):
        when.pop()
    if when == [NEXT]:
        return NEXT
    named = any(word not in ("this", "the", NEXT, "rest", "of", "at") for word in when)
    is_time = all(word in DAY_WORDS | _TIMES or word[:1].isdecimal() for word in when)
    return " ".join(when) if named and is_time else ""
