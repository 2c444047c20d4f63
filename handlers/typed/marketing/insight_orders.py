"""Recognise what a marketer wants done with one insight: “retire the hospital one”. Pure."""

from dataclasses import dataclass
from typing import Literal

from handlers.typed.key_words import MAX_WORDS
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import WISHES, after, listed

Order = Literal["retire", "edit", "renew"]

_VERBS: dict[str, Order] = {
    "retire": "retire",
    "unpublish": "retire",
    "archive": "retire",
    "edit": "edit",
    "renew": "renew",
}
# With these, the line must say “insight”: “change the hospital one” may be about anything.
_OTHER_VERBS: dict[str, Order] = {
    "change": "edit",
    "update": "edit",
    "correct": "edit",
    "remove": "retire",
    "pull": "retire",
    "withdraw": "retire",
    "extend": "renew",
}
_ARTICLES = listed("the my our that this")
_IT = ("it", "this", "that", "this one", "that one", "the insight", "this insight", "that insight")


@dataclass(frozen=True)
class InsightOrder:
    """What to do with an insight. `topic` says which. It is "" for the one last shown."""

    do: Order
    topic: str = ""


def insight_order(text: str) -> InsightOrder | None:
    """Return what a line orders, or None for any other line."""
    words = after(without_courtesy(written_out_words(text)), WISHES)
    if not 1 < len(words) <= MAX_WORDS:
        return None
    verb, rest = words[0], words[1:]
    if (do := _VERBS.get(verb)) and " ".join(rest) in _IT:
        return InsightOrder(do)
    ends = ("insight", "one") if do else ("insight",)
    do = do or _OTHER_VERBS.get(verb)
    topic = after(rest[:-1], _ARTICLES)
    # “insight about hospitals” names its topic last
    if do and "insight" in rest[:-2] and rest[rest.index("insight") + 1] in ("about", "on"):
        topic = rest[rest.index("insight") + 2 :]
    elif rest[-1] not in ends:
        return None
    return InsightOrder(do, " ".join(topic)) if do and topic else None
