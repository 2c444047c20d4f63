"""Answer "I'm in Chicago" and "your times are wrong", and change the zone in one tap."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.cards import Buttons, Card, Note, Paragraph, Reply, spans
from handlers.features.settings import rhythm, rhythm_forms
from handlers.registry import Refusal, Registry, Turn
from handlers.times.zones import city, of_place
from handlers.views import zone_offer

_IN = re.compile(
    r"(?:but |sorry,? )?(?:i['’]?m|i am|we['’]?re|we are|i live|i work|i sit)"
    r"(?: now| currently| based| actually| still)* in (?P<place>[^,.;:!?()]{2,40})(?P<more>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WRONG = re.compile(
    r"(?:all )?(?:your|my|the|these|those) (?:call )?(?:times|hours|clocks?|time ?zone)"
    r" (?:is|are|look|looks|seem|seems) (?:all )?(?:wrong|off|not right|incorrect|not mine)",
    re.IGNORECASE,
)


def register(registry: Registry) -> None:
    """Register the button that changes the zone, and the words about time zones."""
    registry.button(zone_offer.USE, use)
    registry.intent("times", times)


async def times(turn: Turn) -> Reply:
    """Offer the zone after "my time zone is Chicago". If the words name no place, open the form."""
    zone = _zone(turn.text)
    return _offer(turn, zone) if zone else await rhythm_forms.open_settings(turn)


async def said(turn: Turn) -> Reply | None:
    """Answer "I'm in Chicago" or "your times are wrong". Return None for any other words."""
    text = turn.text.strip()
    here = _IN.fullmatch(text)
    if here and (zone := _zone(here["place"])):
        return _offer(turn, zone)
    return await rhythm_forms.open_settings(turn) if _WRONG.search(text) else None


async def use(turn: Turn) -> Reply:
    """Save the zone on the button."""
    try:
        zone = ZoneInfo(turn.text).key
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise Refusal("I don't know that time zone. /rhythm has your times.") from error
    before = await rhythm.locked_rhythm(turn)
    await rhythm.change(turn, before.changed({"zone": zone}))
    lead = f"Your times are in {city(zone)} time now."
    return Card(lead, (Paragraph(spans(lead)), Note(spans("You can change it in /rhythm."))))


def _zone(words: str) -> str | None:
    text = re.sub(r"\b(?:time|now|right now|today)$", "", words.strip(" .,!?")).strip()
    return of_place(re.sub(r"^(?:is|to|in) ", "", text))


def _offer(turn: Turn, zone: str) -> Card:
    here = turn.person.zone
    now = f"{turn.now.astimezone(ZoneInfo(zone)):%H:%M}"
    if zone == here:
        lead = f"Your times are already in {city(zone)} time: it is {now}."
        return Card(lead, (Paragraph(spans(lead)),))
    lead = f"Your times are in {city(here)} time. In {city(zone)} it is {now} now."
    return Card(lead, (Paragraph(spans(lead)), Buttons((zone_offer.button(zone),))))
