"""Answer "I'm in Chicago" and "your times are wrong", and change the zone in one tap."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.cards import Buttons, Card, Note, Reply, card_saying, spans
from handlers.features.settings import rhythm, rhythm_forms
from handlers.registry import Refusal, Registry, Turn
from handlers.times.zones import city, of_place
from handlers.views.meetings import zone_offer

_IN = re.compile(
    r"(?:but |sorry,? )?(?:(?:i['’]?m|i am|we['’]?re|we are|i live|i work|i sit)"
    r"(?: now| currently| based| actually| still| back| working)* in|(?:back )?in"
    r"|(?:i['’]?m|i am) (?:travell?ing|going|flying|off|moving) to)"
    r" (?P<place>[^,.;:!?()]{2,60})(?P<more>.*)",
    re.IGNORECASE | re.DOTALL,
)
# How long somebody is in a place: "london this week", "london until fri".
_FOR_NOW = re.compile(
    r"(?P<place>.{2,40}?) (?P<when>(?:(?:for|all) )?(?:the|this|next) (?:rest of the )?"
    r"(?:week|wk|month|weekend|morning|afternoon|few days)|(?:un)?till? \S{2,12}(?: \S{1,12})?"
    r"|today|2day|tomorrow|tmrw|2moro|tonight"
    r"|for (?:a|two|three|\d) (?:few )?(?:days?|weeks?|wks?))",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?: (?:btw|pls|please|fyi|now|again))+$", re.IGNORECASE)
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
    """Answer "my time zone is Chicago" with an offer to use that zone.

    If the words name no place that we know, open the form with the person's settings.
    """
    zone = _zone(turn.text)
    return _offer(turn, zone) if zone else await rhythm_forms.open_settings(turn)


async def said(turn: Turn) -> Reply | None:
    """Answer "I'm in Chicago" with an offer to use that zone.

    For "your times are wrong", open the form with the person's settings. Return None for any other
    words.
    """
    text = turn.text.strip()
    here = _IN.fullmatch(text)
    place, for_now = _place(here["place"]) if here else ("", False)
    if zone := _zone(place):
        return _offer(turn, zone, for_now=for_now)
    return await rhythm_forms.open_settings(turn) if _WRONG.search(text) else None


async def use(turn: Turn) -> Reply:
    """Save the time zone that the pressed button names."""
    try:
        zone = ZoneInfo(turn.text).key
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise Refusal("I don't know that time zone. You can choose one in /rhythm.") from error
    before = await rhythm.locked_rhythm(turn)
    await rhythm.change(turn, before.changed({"zone": zone}))
    lead = f"Your times are in {city(zone)} time now."
    return card_saying(lead, Note(spans("You can change it in /rhythm.")))


def _place(words: str) -> tuple[str, bool]:
    """Return the place in the words, and whether the person is there only for a few days."""
    bare = _ENDS.sub("", words.strip())
    found = _FOR_NOW.fullmatch(bare)
    return (found["place"], True) if found else (bare, False)


def _zone(words: str) -> str | None:
    text = re.sub(r"\b(?:time|now|right now|today)$", "", words.strip(" .,!?")).strip()
    return of_place(re.sub(r"^(?:is|to|in) ", "", text))


def _offer(turn: Turn, zone: str, *, for_now: bool = False) -> Card:
    here = turn.person.zone
    now = f"{turn.now.astimezone(ZoneInfo(zone)):%H:%M}"
    if zone == here:
        lead = f"Your times are already in {city(zone)} time: it is {now}."
        return card_saying(lead)
    lead = f"Your times are in {city(here)} time. In {city(zone)} it is {now} now."
    stay = f"If you switch, they stay in {city(zone)} time until you tell me “I'm in {city(here)}”."
    notes = (Note(spans(stay)),) if for_now else ()
    return card_saying(lead, *notes, Buttons((zone_offer.button(zone),)))
