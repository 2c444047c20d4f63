"""Recognise that somebody wants to connect their calendar: "can you read my Outlook?"."""

from handlers.typed.words import bare_words_and_rest

MAX_ASKING = 20  # we look at this many words at the start of a text
_CONNECT = frozenset(
    ("connect", "connected", "read", "sync", "synchronise", "synchronize", "link", "import", "add")
)
_CALENDARS = frozenset(("calendar", "calendars", "outlook", "google", "gcal", "icloud", "ics"))
_ASKING = tuple(
    tuple(begin.split())
    for begin in (
        "connect\nread my\nsync\nsynchronise\nsynchronize\nlink\nimport\nadd my\nadd a calendar\n"
        "how do i\nhow can i\nhow do you\nhow to\ncan you\ncould you\ncan i\ncould i\ncan attune\n"
        "can we\nwill you\nwould you\ndo you\nare you able\nis it possible\nplease\nwhere do i\n"
        "i want\nid like\ni would like\nid love\ni need\nwhy dont you\nwhy cant you"
    ).splitlines()
)


def connects_a_calendar(text: str) -> bool:
    """Return whether somebody asks to connect their calendar: "can you read my Outlook?".

    People also write about customers' calendars, so only a question or a request counts.
    """
    words = bare_words_and_rest(text, MAX_ASKING)[:MAX_ASKING]
    asks = any(words[: len(one)] == list(one) for one in _ASKING)
    return asks and bool(_CONNECT.intersection(words)) and bool(_CALENDARS.intersection(words))
