"""Recognise words about the insight just shown: “publish it tomorrow 9am”. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from handlers.typed.words import COURTESY, bare_word, listed, without_leading

# - "publish": publish the insight just shown
# - "hold": do not publish it yet
# - "aim": change the industry or the competitor that it is about
# - "find": publish the insight that the line describes
ShownAction = Literal["publish", "hold", "aim", "find"]


@dataclass(frozen=True)
class ShownOrder:
    """What to do with the insight just shown.

    `when` has the time to publish, as typed, or "now". It is "" if the line names no time.
    `industry` and `competitor` are new tags for the insight. They are "" if the line names none.
    `topic` has the words that describe the insight to find.
    """

    do: ShownAction
    when: str = ""
    industry: str = ""
    competitor: str = ""
    topic: str = ""


_BEFORE = listed(
    "yes yeah yep ok okay no actually oh hm hmm sorry please and then so go ahead do just now"
    " attune can could you i id want to like alright sure"
)
_WAIT = (["wait"], ["hold", "on"], ["hold", "it"], ["hold", "that"], ["hang", "on"], ["stop"])
_DONT = (["dont", "publish"], ["do", "not", "publish"], ["dont", "send"], ["not", "yet"])
_PUBLISH = listed("publish republish send post schedule put bring")
_NEEDS_MORE = listed("put bring")  # "put it back" publishes, and "put it" does not
_TAKES_TIME = listed("publish republish schedule")
_IT = listed("it this that")
_AT_ONCE = listed("now immediately")
_AGAIN = listed("again back out live anyway then right out")
_AT = listed("for on at")
_MAKE = (["make", "it"], ["make", "that"], ["make", "this"], ["its"], ["set", "it"], ["aim", "it"])
_FILLER = listed("only just the and but please companies customers")
_SUGGESTION = listed("suggestion")
_ONE = _SUGGESTION | listed("one insight draft")
_ARTICLES = listed("the my that this a")
_USES = listed("use take accept approve")  # "use the suggestion" publishes it
_FINDS = _USES | listed("publish republish")
_BEFORE_TOPIC = listed("from by about on of")  # "the suggestion from lena"
_LONGEST = 14  # an order has at most this many words; "hold" may have more


def shown_order(text: str) -> ShownOrder | None:
    """Return what a line tells us to do with an insight, or None if it does not tell us."""
    typed = text.split(maxsplit=_LONGEST + 1)
    words = without_leading([bare_word(word) for word in typed], _BEFORE)
    waits = next((lead for lead in _WAIT if words[: len(lead)] == lead), [])
    rest = without_leading(words[len(waits) :], _BEFORE)
    if len(typed) <= _LONGEST and (found := _publish(rest) or _aim(rest, typed)):
        return found
    if any(rest[: len(lead)] == lead for lead in _DONT) or (waits and waits != ["stop"]):
        return ShownOrder("hold")
    return None


def _publish(words: list[str]) -> ShownOrder | None:
    """Match "publish it tomorrow 9am", "send it out now" and "use the suggestion from lena"."""
    while words and words[-1] in COURTESY:
        words = words[:-1]
    if not words or words[0] not in _PUBLISH | _USES:
        return None
    verb, rest = words[0], words[1:]
    if rest and rest[0] in _IT and verb in _PUBLISH:
        rest = rest[1:]
    elif rest != ["now"] or verb != "publish":
        nouns = _SUGGESTION if verb in _USES else _ONE
        return _find(rest, nouns) if verb in _FINDS else None
    said = [word for word in rest if word not in _AGAIN]
    if verb in _NEEDS_MORE and len(said) == len(rest):
        return None
    if verb not in _TAKES_TIME and not _AT_ONCE.issuperset(said):
        return None  # "send it to northwind"
    if _AT_ONCE.issuperset(said):
        return ShownOrder("publish", "now" if said else "")
    return ShownOrder("publish", " ".join(without_leading(said, _AT)))


def _find(words: list[str], nouns: Collection[str]) -> ShownOrder | None:
    """Match "the routely one again", "chiaras suggestion" and "the suggestion from chiara"."""
    named = [word for word in words if word not in _AGAIN | _AT_ONCE]
    at = next((at for at, word in enumerate(named) if word in nouns), 0)
    if not at or (named[at + 1 :] and named[at + 1] not in _BEFORE_TOPIC):
        return None
    topic = [*without_leading(named[: at + 1], _ARTICLES), *named[at + 2 :]]
    return ShownOrder("find", topic=" ".join(topic))


def _aim(words: list[str], typed: list[str]) -> ShownOrder | None:
    """Match "make it for logistics only and against routely"."""
    lead = next((one for one in _MAKE if words[: len(one)] == one), None)
    if lead is None:
        return None
    said: dict[str, list[str]] = {"for": [], "against": []}
    about = ""
    for word in typed[len(typed) - len(words) + len(lead) :]:
        if bare_word(word) in said:
            about = bare_word(word)
        elif bare_word(word) not in _FILLER and not about:
            return None
        elif bare_word(word) not in _FILLER:
            said[about].append(word.strip(",.;"))
    industry, competitor = " ".join(said["for"]), " ".join(said["against"])
    return ShownOrder("aim", "", industry, competitor) if industry or competitor else None
