"""Reword promises from our point of view, and recognise steps that are tasks and not calls.

A promise is shown with a label that says who made it. So "We'll send the list" becomes "Send the
list".
"""

import re

# The words with which a promise of ours begins: "we will", "I'm going to".
_WILL = ("", " will", " shall", "'ll", " promise to", " promised to", " agree to", " agreed to")
_GOING = ("we are", "we're", "i am", "i'm")
_WE = (
    *(f"{who} going to " for who in _GOING),
    *sorted((f"{who}{will} " for who in ("we", "i") for will in _WILL), key=len, reverse=True),
)
# If one of these words follows "we", the text does not say what we do: "We need their figures".
_STATES = (
    "am are can can't cannot could did do don't had have may might must need never not shall should"
    " want was were will would won't"
)
_NOT_DONE = frozenset(_STATES.split())
# A step that begins with one of these verbs is a task that we do for the buyer, not a call.
_FOR_THEM = (
    "ask check confirm deliver draft email forward mail order prepare provide send share submit"
    " write"
)
_GIVES = (
    "send give show get e-mail email mail forward call tell let share ask introduce connect invite"
)
# One of these, followed by a verb from `_FOR_THEM` or `_GIVES`, is a spoken offer: "I can send". A
# spoken offer is a promise.
_OFFERED = ("i can also ", "we can also ", "i can just ", "i can ", "we can ", "let me ")
_GIVING = frozenset(_GIVES.split())
# After one of these words, or one of `_GIVES`, "you" means the person who gets something.
_BRINGS = (
    "bring buy drop hand help keep lend pass phone ping quote remind ring take teach text update"
    " walk write for from to with"
)
_TO_YOU = _GIVING | frozenset(_BRINGS.split())
_FOR_THEM_WORDS = frozenset(_FOR_THEM.split())

_SEEN_BY_US = {"our": "their", "my": "their", "your": "our"}
_WHOSE = re.compile(rf"(?<![\w'’-])(?:{'|'.join(_SEEN_BY_US)})(?![\w'’-])", re.IGNORECASE)


def is_delivery(text: str) -> bool:
    """Check whether a step is a task that we do for the buyer: "I'll send Karl the prices"."""
    first = as_ours(text.strip()).partition(" ")[0]
    return first.lower().strip(",:") in _FOR_THEM_WORDS


def as_listed(said: str) -> str:
    """Shorten an offer for a list of promises: "I can ask Tom" becomes "Ask Tom".

    Any other text stays as it is: "We can live with that".
    """
    low = said.lower()
    lead = next((lead for lead in _OFFERED if low.startswith(lead)), "")
    rest = said[len(lead) :]
    first = rest.lower().partition(" ")[0].strip(",;.")
    if not lead or first not in _FOR_THEM_WORDS | _GIVING:
        return said
    return rest[0].upper() + rest[1:]


def to_whom(text: str, *, ours: bool) -> str:
    """Replace "you" in a promise: with "them" if we made the promise, or else with "us".

    "Send you the list" becomes "Send them the list" or "Send us the list". We replace "you" only
    right after some verbs and prepositions, such as "send" and "to".
    """
    words = text.split(" ")
    for at, word in enumerate(words[1:], 1):
        bare = word.rstrip(",;.")
        if words[at - 1].lower() in _TO_YOU and bare.lower() == "you":
            words[at] = ("them" if ours else "us") + word[len(bare) :]
    return " ".join(words)


def of_theirs(text: str) -> str:
    """Put what the other side said into words from our point of view.

    "Our" and "my" become "their", and "your" becomes "our".
    """
    return _WHOSE.sub(lambda found: _SEEN_BY_US[found[0].lower()], text)


def as_ours(text: str) -> str:
    """Remove the subject from our own promise: "We'll send the list" becomes "Send the list"."""
    low = text.lower().replace("’", "'")
    lead = next((lead for lead in _WE if low.startswith(lead)), "")
    rest = text[len(lead) :].lstrip()
    is_name = text[:2] == "WE" and not text.isupper()  # as in "WE Group: the offer"
    if (
        not lead
        or is_name
        or not rest[:1].isalpha()
        or rest.lower().split()[0].strip(",;") in _NOT_DONE
    ):
        return text
    return rest[0].upper() + rest[1:]
