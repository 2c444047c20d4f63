"""Choose what a brief says, so that it fits on one phone screen. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from handlers.coaching import what_matters
from handlers.coaching.what_matters import OnFile, Said
from handlers.knowledge import points, situations
from handlers.knowledge.facts import Facts
from handlers.knowledge.kept_promises import seemingly_kept
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from handlers.views.briefs import brief, brief_limits
from handlers.views.briefs.brief_limits import WORDS, BriefLimits, words_in
from handlers.views.briefs.brief_parts import BriefContent, opening, to_know, to_open_with
from handlers.views.dates import Dates

CONTROLS = 5  # at most this many buttons and lists in a brief
# If there are points, and `BriefLimits.must` is "firm", the points need room for at least this many
# words.
MIN_WORDS = 10


def content(
    facts: Facts,
    playbook: Playbook,
    now: datetime,
    *,
    pushed: bool = False,
) -> BriefContent:
    """Return the content of a brief, with as many points as fit. `now` is in UTC.

    A point is a sentence about something on file that could change the call. A `pushed` brief is
    one that Attune sends unasked. It has dates instead of "tomorrow", because people read it on
    later days too.
    """
    zone = facts.person.zone
    dates = Dates(zone, day_of(now, zone), lasting=pushed)
    known = points.on_file(facts, playbook, now, dates.said, dates.when)
    situation = situations.situation(facts, playbook)
    # A pushed brief also gets a button that stops briefs.
    limit = CONTROLS - 1 if pushed else CONTROLS
    content = _with_offer(
        BriefContent(dates, known, situation, {}, ()), facts, playbook, now, limit
    )
    asking = replace(content, asks_for_help=True)
    may_ask = facts.help or facts.call.starts_at > now
    if may_ask and brief.controls(facts, playbook, now, asking) <= limit:
        content = asking
    for tighter in _ever_tighter(content, facts):
        if filled := _filled(tighter, facts, playbook, now):
            return filled
    return replace(content, limits=brief_limits.SHORTEST)


def _with_offer(
    content: BriefContent, facts: Facts, playbook: Playbook, now: datetime, limit: int
) -> BriefContent:
    """Add up to two promises with buttons.

    One is a former colleague's promise, which somebody has to take over. The other is a promise
    that the buyer seems to have kept. The brief may have at most `limit` buttons and lists. If that
    leaves room for only one of the two promises, add the former colleague's.
    """
    left = next(filter(facts.owner_has_left, facts.promises), None)
    kept = seemingly_kept(facts, held=now >= facts.call.ends_at)
    if left is None and kept is None:
        return content
    offers = (
        replace(content, left=left, kept=kept),
        replace(content, left=left),
        replace(content, kept=kept),
    )
    for offered in offers:
        if brief.controls(facts, playbook, now, offered) <= limit:
            return offered
    return content


def _ever_tighter(content: BriefContent, facts: Facts) -> Iterator[BriefContent]:
    """Yield the content with tighter and tighter limits.

    First try the limits in `SHORT`. Then leave out one quote after another, except those from the
    reader's newest note (`Said.kept`). Last, try the limits in `SHORTER`.
    """
    for limits in brief_limits.SHORT:
        content = _quoting(content, facts, limits)
        yield content
    while any(not words.kept for words in content.last_words.values()):
        content = replace(content, last_words=_without_one(content.last_words))
        yield content
    for limits in brief_limits.SHORTER:
        yield _quoting(content, facts, limits)


def _quoting(content: BriefContent, facts: Facts, limits: BriefLimits) -> BriefContent:
    """Return the content with these limits, and with quotes of the people who are coming.

    A quote is what the person said last. The limits say how many people we quote, and whether we
    quote only from the reader's newest note.
    """
    found = {
        contact.id: words
        for contact in facts.coming[: limits.people]
        if (words := what_matters.last_words(content.known.said, contact.name)) is not None
        if words.kept or not limits.only_kept
    }
    return replace(content, limits=limits, last_words=found)


def _without_one(last_words: dict[int, Said]) -> dict[int, Said]:
    """Leave out the last person whose words are not from the reader's newest note."""
    others = [contact for contact, words in last_words.items() if not words.kept]
    return {contact: words for contact, words in last_words.items() if contact != others[-1]}


def _filled(
    content: BriefContent, facts: Facts, playbook: Playbook, now: datetime
) -> BriefContent | None:
    """Add as many points as fit, and choose the question that opens the call.

    Return None if there is too little room for the points that the brief must have.
    """
    content = replace(content, opens_with=opening(facts, playbook, content))
    told = _without_newcomers(content.known)
    ordered = what_matters.points(told, said=content.last_words.values())
    must = what_matters.least_room(ordered, content.limits.must)
    room = WORDS - words_in(brief.card(facts, playbook, now, content).blocks)
    if room < max(must, MIN_WORDS if ordered and content.limits.must == "firm" else 0):
        return None
    room += words_in(to_open_with(facts, content))
    for left in range(room, must - 1, -1):
        filled = replace(content, points=what_matters.in_brief(ordered, left))
        if filled.points:
            filled = replace(filled, opens_with=opening(facts, playbook, filled))
        if words_in((*to_know(filled), *to_open_with(facts, filled))) <= room:
            return filled
    return None


def _without_newcomers(known: OnFile) -> OnFile:
    return replace(known, newcomers=())  # the lines about people say who is new
