"""Put the name of an account into a promise to "them": "to send them a price by thurs". Pure."""

from handlers.typed.words import even, listed

_SENDS = listed("send give get email mail show share bring forward tell")
_MIN_WORDS = 3  # a promise has at least this many words: "to send it"
_THEM = listed("them em 'em him her")


def named(promise: str, name: str) -> str:
    """Return "to send Northwind a price by thurs" for "to send them a price by thurs".

    "To send a price by thurs" becomes the same. Any other promise stays as it is.
    """
    words = promise.split()
    if len(words) < _MIN_WORDS or words[0] != "to" or words[1].lower() not in _SENDS:
        return promise
    them = even(words[2]) in _THEM
    rest = words[2 + them :]
    return " ".join((*words[:2], name, *rest)) if rest else promise


def means_them(promise: str) -> bool:
    """Check whether a promise is to "them", and so to people who were just talked about."""
    return not _THEM.isdisjoint(map(even, promise.split()[:3]))
