"""Recognise what a marketer wants done with one insight: “retire the hospital one”. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handlers.typed.key_words import MAX_WORDS
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import WISHES, bare_word, listed, without_leading

# "schedule" sets when the insight goes out.
InsightAction = Literal["retire", "edit", "renew", "schedule"]

_VERBS: dict[str, InsightAction] = {
    "retire": "retire",
    "unpublish": "retire",
    "archive": "retire",
    "edit": "edit",
    "renew": "renew",
}
# With these, the line must say “insight”: “change the hospital one” may be about anything.
_OTHER_VERBS: dict[str, InsightAction] = {
    "change": "edit",
    "update": "edit",
    "correct": "edit",
    "remove": "retire",
    "pull": "retire",
    "withdraw": "retire",
    "extend": "renew",
}
_PULLS: dict[str, InsightAction] = {"pull": "retire", "withdraw": "retire"}  # “pull it”
_CHANGES = listed("change update correct edit move fix")
# What a line may want to change: "change the review date on the drivers insight".
_PARTS = tuple(
    sorted(
        (
            *(("date",), ("day",), ("publication", "date"), ("publishing", "date")),
            *(("review", "date"), ("review", "day"), ("end", "date"), ("expiry", "date")),
            *(("good", "until", "date"), ("headline",), ("title",)),
        ),
        key=len,
        reverse=True,
    )
)
_HEADLINE = listed("headline title")
_QUOTES = ' ."“”„'
_OF = listed("on of for in")
_ONE = listed("one insight")
_DOWN = listed("down offline")  # "take it down"
_BACK = _DOWN | listed("back")  # "take the routely insight back"
_ARTICLES = listed("the my our that this")
_NEW = listed("a an another new")
_SCHEDULED_FOR = listed("to for on at until till")
_IT = ("it", "this", "that", "this one", "that one", "the insight", "this insight", "that insight")


@dataclass(frozen=True)
class InsightOrder:
    """What to do with an insight.

    `topic` names the insight, or is "" if the line means the insight that was shown last. If `sure`
    is false, the words may be about something else: "edit the note", "take it back".

    `day` has the words that say the new day or time: "friday" in "change the date on it to friday".
    `headline` has the new headline in "change the headline on it to …", as it was typed. Each of
    the two is "" if the line does not give it.
    """

    do: InsightAction
    topic: str = ""
    sure: bool = True
    day: str = ""
    headline: str = ""


@dataclass(frozen=True)
class ScheduledNews:
    """A new insight that is to go out at a typed time. The time or the headline may be ""."""

    when: str
    headline: str


def insight_order(text: str) -> InsightOrder | None:
    """Return what a line orders, or None for any other line."""
    lead, headline = _before_headline(text)
    order = _order(lead)
    return replace(order, headline=headline) if order else None


def _before_headline(text: str) -> tuple[str, str]:
    """Split "change the headline on it to Fuel is up, again" before and after "to".

    Return the whole text and "" if the text gives no new headline.
    """
    *lead, rest = text.split(maxsplit=MAX_WORDS) or [""]
    words = [bare_word(word) for word in lead]
    named = next((at for at, word in enumerate(words) if word in _HEADLINE), len(words))
    if "to" not in words[named:] or _CHANGES.isdisjoint(words[:named]):
        return text, ""
    to = words.index("to", named)
    return " ".join(lead[:to]), " ".join((*lead[to + 1 :], rest)).strip(_QUOTES)


def _order(text: str) -> InsightOrder | None:
    said = text.partition(",")[0]  # a reason may follow: "…, legal says no"
    words = without_leading(without_courtesy(written_out_words(said)), WISHES)
    if not 1 < len(words) <= MAX_WORDS:
        return None
    verb, rest = words[0], words[1:]
    if verb in _CHANGES and (order := _part_changed(without_leading(rest, _ARTICLES))):
        return order
    if do := _of_shown(verb, rest):
        return InsightOrder(do)
    do = _VERBS.get(verb)
    ends = ("insight", "one") if do else ("insight",)
    do = do or _OTHER_VERBS.get(verb)
    topic = without_leading(rest[:-1], _ARTICLES)
    # “insight about hospitals” names its topic last
    if do and "insight" in rest[:-2] and rest[rest.index("insight") + 1] in ("about", "on"):
        topic = rest[rest.index("insight") + 2 :]
    elif verb == "take" and rest[-1] in _BACK:
        return _unsure("retire", rest[:-1])
    elif rest[-1] not in ends:
        return _unsure(do, rest) if verb in _VERBS else None
    return InsightOrder(do, " ".join(topic)) if do and topic else None


def _of_shown(verb: str, rest: Sequence[str]) -> InsightAction | None:
    """Match "retire it", "pull that one" and "take it down"."""
    if verb == "take" and rest[-1] in _DOWN and " ".join(rest[:-1]) in _IT:
        return "retire"
    return (_VERBS | _PULLS).get(verb) if " ".join(rest) in _IT else None


def _part_changed(words: list[str]) -> InsightOrder | None:
    """Match what follows "change" in "change the date on the drivers insight to friday"."""
    part = next((one for one in _PARTS if words[: len(one)] == [*one]), ())
    if not part:
        return None
    rest = words[len(part) :]
    to = rest.index("to") if "to" in rest else len(rest)
    day = " ".join(rest[to + 1 :])
    if not rest[:to]:
        return InsightOrder("edit", day=day)
    if rest[0] not in _OF:
        return None
    which = without_leading(rest[1:to], _ARTICLES)
    if " ".join(rest[1:to]) in _IT or which in (["insight"], ["one"]):
        return InsightOrder("edit", day=day)
    order = _unsure("edit", which)
    return replace(order, day=day) if order else None


def stopped_insight(text: str) -> InsightOrder | None:
    """Match what follows “stop” in “stop the routely one, legal says no”."""
    words = written_out_words(text.partition(",")[0])
    if not 2 < len(words) <= MAX_WORDS or words[0] not in _ARTICLES or words[-1] not in _ONE:
        return None
    return _unsure("retire", words)


def scheduled_insight(text: str) -> InsightOrder | None:
    """Match what follows “push” in “push the lorry insight to next monday 9am”.

    If the line says only “the insight”, it means the insight that was shown last.
    """
    words = written_out_words(text)
    at = next((at for at, word in enumerate(words) if word == "insight"), 0)
    day = words[at + 2 :]
    if not at or len(words) > MAX_WORDS or not day or words[at + 1] not in _SCHEDULED_FOR:
        return None
    topic = without_leading(words[:at], _ARTICLES)
    is_new = not _NEW.isdisjoint(topic[:1])
    return None if is_new else InsightOrder("schedule", " ".join(topic), day=" ".join(day))


def scheduled_news(text: str) -> ScheduledNews | None:
    """Match what follows “schedule” in “schedule an insight for monday 9:00: Fuel is up”."""
    lead, _, headline = text.partition(": ")
    said = lead.split(maxsplit=MAX_WORDS)
    words = [bare_word(word) for word in said]
    at = next((at for at, word in enumerate(words) if word == "insight"), 0)
    if not at or len(said) > MAX_WORDS or not _NEW.issuperset(words[:at]):
        return None
    if words[at + 1 : at + 2] and words[at + 1] not in _SCHEDULED_FOR:
        return None
    return ScheduledNews(" ".join(said[at + 2 :]), headline.strip())


def _unsure(do: InsightAction | None, words: list[str]) -> InsightOrder | None:
    """Return an order that is not `sure`, or None if the action or the topic is missing."""
    topic = without_leading(words, _ARTICLES)
    topic = topic[:-1] if topic[-1:] and topic[-1] in _ONE else topic
    return InsightOrder(do, " ".join(topic), sure=False) if do and topic else None
