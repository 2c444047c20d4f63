"""Choose what a brief says, so that it fits on one phone screen. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.cards import (
    Block,
    Bullets,
    Heading,
    Note,
    Paragraph,
    QuickForm,
    Text,
    spans,
)
from handlers.coaching import what_matters
from handlers.coaching.what_matters import Point, Said
from handlers.knowledge import points
from handlers.knowledge.facts import Facts
from handlers.knowledge.kept_promises import seemingly_kept
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from handlers.views import corrections
from handlers.views.brief_parts import (
    LIMITS,
    PEOPLE,
    BriefContent,
    aim,
    promised,
    to_know,
    to_open_with,
    warning,
    when_and_kind,
    who_comes,
)
from handlers.views.dates import Dates

WORDS = 120  # fits on a phone's screen, without the labels of buttons
WHEN = 9  # the most words that say when a call is
WHEN_PUSHED = 5  # the same in a `pushed` brief
LEAST = 10  # words for the points that matter, even if a goal or other text takes all the room


def content(
    facts: Facts, playbook: Playbook, now: datetime, *, pushed: bool = False
) -> BriefContent:
    """Return the content of a brief, with as many points as fit. `now` is in UTC.

    People read a `pushed` brief on later days too, so it has dates instead of "tomorrow".
    """
    zone = facts.person.zone
    dates = Dates(zone, day_of(now, zone), lasting=pushed)
    known = points.on_file(facts, playbook, now, dates.said, dates.when)
    last_words = {
        contact.id: words
        for contact in facts.coming[:PEOPLE]
        if (words := what_matters.last_words(known.said, contact.name)) is not None
    }
    kept = seemingly_kept(facts, held=now >= facts.call.ends_at)
    left = next(filter(facts.is_left, facts.promises), None)
    told = replace(known, newcomers=())  # the lines about people say who is new
    line = Paragraph(when_and_kind(facts, playbook, "- " * (WHEN_PUSHED if pushed else WHEN)))
    limits = iter(LIMITS)
    said = BriefContent(dates, known, last_words, (), kept, left, next(limits))
    while True:
        ordered = what_matters.points(told, said=said.last_words.values())
        room = WORDS - _length((line, *_without_points(facts, playbook, said)))
        if room >= what_matters.least_room(ordered) + _length(to_open_with(facts, playbook, said)):
            return _with_points(facts, playbook, said, ordered, room)
        if tighter := next(limits, None):
            said = replace(said, limits=tighter)
        elif any(not words.kept for words in said.last_words.values()):
            said = replace(said, last_words=_without_one(said.last_words))
        else:
            return _with_points(facts, playbook, said, ordered, room)


def _without_one(last_words: dict[int, Said]) -> dict[int, Said]:
    """Leave out the last person whose words were not kept of late."""
    others = [contact for contact, words in last_words.items() if not words.kept]
    return {contact: words for contact, words in last_words.items() if contact != others[-1]}


def _with_points(
    facts: Facts, playbook: Playbook, said: BriefContent, ordered: Sequence[Point], room: int
) -> BriefContent:
    """Add as many points as fit beside the question that opens the call.

    The points decide which question that is, and therefore its length. `room` is in words.
    """
    least = max(LEAST, what_matters.least_room(ordered))
    for left in range(room, least, -1):
        said = replace(said, points=what_matters.in_brief(ordered, left))
        if _length((*to_know(said), *to_open_with(facts, playbook, said))) <= room:
            return said
    return replace(said, points=what_matters.in_brief(ordered, least))


def _without_points(facts: Facts, playbook: Playbook, said: BriefContent) -> Iterator[Block]:
    yield Heading(facts.account.name)
    yield from who_comes(facts, playbook, said)
    yield from promised(said)
    yield from aim(facts, said.limits)
    yield from warning(facts, playbook, said.known)
    yield corrections.kind(facts, playbook)


def _length(blocks: Iterable[Block]) -> int:
    texts: list[Text] = []
    for block in blocks:
        match block:
            case Heading(text):
                texts.append(spans(text))
            case Paragraph(text) | Note(text):
                texts.append(text)
            case Bullets(items):
                texts += items
            case QuickForm(inputs=inputs):
                texts += [spans(each.label) for each in inputs]
    return sum(len(part.text.split()) for text in texts for part in text)
