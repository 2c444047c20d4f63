"""Put the name of an account into a promise to "them": "to send them a price by thurs". Pure."""

from handlers.typed.words import bare_word, listed, without_leading

_SENDS = listed("send give get email mail show share bring forward tell")
_MIN_WORDS = 3  # a promise has at least this many words: "to send it"
_THEM = listed("them em 'em him her")
_VISITS = (["come", "by"], ["come", "over"], ["stop", "by"])
_ARTICLES = listed("a an the our my some two three")
_NO_THING = listed("on in to up back out into about for from at")  # "get them up to speed"
# "I'd" and the like. People often leave out the apostrophe: "told her id send a deck".
_I_WOULD = listed("that id i'd i’d ill i'll i’ll wed we'd we’d well we'll we’ll")


def named(promise: str, name: str) -> str:
    """Return the promise with `name`, an account's name, as the recipient.

    - After "to send" or the like, the name replaces "them" or is added. So "to send them a price"
      and "to send a price" become "to send Northwind a price".
    - "them a price" becomes "Northwind a price".
    - "her id send a deck", from "told her I'd send a deck", becomes "Northwind to send a deck".

    Any other promise stays as it is: "to get back on that".
    """
    words = promise.split()
    if begins_with_them(promise):
        what = without_leading([word.lower() for word in words[1:3]], _I_WOULD)
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
    """Check whether a promise begins with "them", "her" or the like: "her a demo by friday"."""
    words = promise.split()
    return len(words) > 1 and bare_word(words[0]) in _THEM


def means_them(promise: str) -> bool:
    """Check whether a promise is to "them", "her" or the like: "to send them a price"."""
    return not _THEM.isdisjoint(map(bare_word, promise.split()[:3]))


def names_nobody(promise: str) -> bool:
    """Check whether a promise does not say to whom it is made: "to send a report thursday".

    A promise to visit names no recipient either: "to come by the depot on monday".
    """
    said = [bare_word(word) for word in promise.split()[:3]]
    if said[:1] == ["to"] and (said[1:] in _VISITS or said[1:2] == ["visit"]):
        return True
    return len(said) == 3 and said[0] == "to" and said[1] in _SENDS and said[2] in _ARTICLES


def given(promise: str) -> str:
    """Return "jana the list" for "get jana the list". Any other promise stays as it is."""
    verb, _, rest = promise.partition(" ")
    return rest if bare_word(verb) in _SENDS and rest else promise


def begins_with_thing(promise: str) -> bool:
    """Check whether a promise begins with the promised thing: "a plan by thursday"."""
    return bare_word(promise.partition(" ")[0]) in _ARTICLES


def without_them(promise: str) -> str:
    """Return "the list by fri" for "get her the list by fri". "Get her on board" stays as it is."""
    said = [bare_word(word) for word in promise.split()[:3]]
    gives = len(said) == 3 and said[0] in _SENDS and said[1] in _THEM and said[2] not in _NO_THING
    return promise.split(maxsplit=2)[2] if gives else promise


def thing_sent(promise: str) -> str:
    """Return "the paper by thu" for "to send him the paper by thu".

    "To get back to them by thu" becomes "get back to them by thu".
    """
    what = promise.removeprefix("to ").split()
    if not what or bare_word(what[0]) not in _SENDS:
        return " ".join(what)
    them = bare_word(" ".join(what[1:2])) in _THEM
    is_thing = bare_word(" ".join(what[1 + them : 2 + them])) in _ARTICLES
    return " ".join(what[1 + them :] if is_thing else what)
