"""Put the name of an account into a promise to "them": "to send them a price by thurs". Pure."""

from handlers.typed.words import bare_word, listed, without_leading

_SENDS = listed("send give get email mail show share bring forward tell")
_MIN_WORDS = 3  # a promise has at least this many words: "to send it"
_THEM = listed("them em 'em him her")
_ID = listed("that id i'd i’d ill i'll i’ll wed we'd we’d well we'll we’ll")  # "her id send a deck"


def named(promise: str, name: str) -> str:
    """Return "to send Northwind a price by thurs" for "to send them a price by thurs".

    Return that for "to send a price by thurs", too. "Them a price" becomes "Northwind a price". Any
    other promise stays as it is.
    """
    words = promise.split()
    if begins_with_them(promise):
        what = without_leading([word.lower() for word in words[1:3]], _ID)
        said = words[len(words[:3]) - len(what) :]
        is_clause = len(what) < len(words[1:3])
        return " ".join(filter(None, (name, *(["to"] if is_clause else []), *said)))
    if len(words) < _MIN_WORDS or words[0] != "to" or words[1].lower() not in _SENDS:
        return promise
    if bare_word(words[2]) == "back":  # "to get back on that"
        return promise
    them = bare_word(words[2]) in _THEM
    rest = words[2 + them :]
    return " ".join((*words[:2], name, *rest)) if rest else promise


def begins_with_them(promise: str) -> bool:
    """Check for "her a demo by friday", which follows "i promised"."""
    words = promise.split()
    return len(words) > 1 and bare_word(words[0]) in _THEM


def means_them(promise: str) -> bool:
    """Check whether a promise is to "them", and so to people who were just talked about."""
    return not _THEM.isdisjoint(map(bare_word, promise.split()[:3]))
