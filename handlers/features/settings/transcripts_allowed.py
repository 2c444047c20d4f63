"""/rhythm transcripts: let a rep turn the fetching of transcripts on or off."""

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    link,
    spans,
)
from handlers.notices import transcript_trouble
from handlers.registry import Refusal, Registry, Turn
from handlers.times import format_short
from handlers.views.transcripts import talk_card
from storage.choices import TranscriptSourceKind
from storage.database.connection import sealer_of
from storage.sources import transcript_consents
from storage.tables import TranscriptConsent

SHOW, ON, OFF = "transcripts.show", "transcripts.on", "transcripts.off"
NAMES: dict[TranscriptSourceKind, str] = {"microsoft": "Teams", "google": "Google Meet"}
LEAD = "Your transcripts"
WHAT = "I read the transcripts of your own calls, and keep the figures, not the words."
NOT_SET_UP = (
    "Transcripts don't arrive automatically here: your admin has not set that up. Drop a "
    "transcript here, or paste it, and I'll measure it."
)
STOPPED = "Off. I won't fetch any more transcripts. You keep the figures that you have."
COLLEAGUES = (
    "If a colleague sent the invitation, Teams gives me the transcript only if that colleague has "
    "turned on transcripts too."
)


def register(registry: Registry) -> None:
    """Register three buttons: show the card, turn on one source, and turn off all sources."""
    registry.button(SHOW, show)
    registry.button(ON, turn_on)
    registry.button(OFF, turn_off)


async def show(turn: Turn) -> Reply:
    """Show whether transcripts arrive automatically, with the buttons to change that."""
    return await card(turn)


def offer(turn: Turn) -> tuple[Button, ...]:
    """Return the button that shows the transcripts card.

    Return () if no source of transcripts is set up for the person.
    """
    return (Button("Transcripts", SHOW, beside=True),) if _offered(turn) else ()


async def card(turn: Turn, *first: str) -> Card:
    """Return the transcripts card, with the sentences in `first` below its heading."""
    offered = _offered(turn)
    given = {
        one.kind: one for one in await transcript_consents.of_person(turn.session, turn.person)
    }
    blocks: list[Block] = [Heading(LEAD), *(Paragraph(spans(Strong(one))) for one in first)]
    blocks += [Paragraph(spans(_state(turn, one))) for one in given.values()]
    if not offered and not given:
        return Card(LEAD, (*blocks, Paragraph(spans(NOT_SET_UP))))
    missing = [kind for kind in offered if kind not in given]
    if missing and not given:
        off = f"Off. When it is on, {WHAT} Only you see your figures."
        blocks.append(Paragraph(spans(off)))
    buttons = [
        Button(f"Turn on for {NAMES[kind]}", ON, kind, "default" if given else "primary")
        for kind in missing
    ]
    signed_in = given.get("google")
    if signed_in and transcript_trouble.sentence(signed_in) and "google" in offered:
        buttons.append(Button("Sign in again", ON, "google", "primary"))
    if given:
        buttons.append(Button("Turn off", OFF))
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    if "microsoft" in offered:
        blocks.append(Note(spans(COLLEAGUES)))
    blocks.append(Note(spans(talk_card.CONSENT)))
    return Card(first[0] if first else LEAD, tuple(blocks))


def _state(turn: Turn, given: TranscriptConsent) -> str:
    """Describe a source: "Google Meet, lena@northwind.example: on since today 10:00. …"."""
    name = f"{NAMES[given.kind]}, {given.label}" if given.label else NAMES[given.kind]
    since = format_short(given.given_at, now=turn.now, zone=turn.person.zone)
    trouble = transcript_trouble.sentence(given)
    return f"{name}: on since {since}. {trouble or WHAT}"


async def turn_on(turn: Turn) -> Reply:
    """Read transcripts of a source from now on. If the source is Google, first let the rep sign in.

    The button's value is the source. Raises Refusal if the source is not set up.
    """
    kind = next((one for one in _offered(turn) if one == turn.text), None)
    if kind is None or turn.transcript_sources is None:
        raise Refusal(NOT_SET_UP)
    if kind == "google":
        if not sealer_of(turn.session):
            raise Refusal(NOT_SET_UP)
        url = await turn.transcript_sources.link_for(turn.session, turn.person, turn.now)
        lead = "Sign in with Google"
        once = "The link is for you alone. It works once, within ten minutes."
        said = (Paragraph(spans(link(lead, url))), Note(spans(f"{WHAT} {once}")))
        return Aside(Card(lead, said))
    await transcript_consents.give(turn.session, turn.person, kind, turn.now)
    return await card(turn, "On. I'll start with your next call that is transcribed.")


async def turn_off(turn: Turn) -> Reply:
    """Stop reading transcripts of all sources."""
    await transcript_consents.take_back(turn.session, turn.person)
    return await card(turn, STOPPED)


def _offered(turn: Turn) -> list[TranscriptSourceKind]:
    sources = turn.transcript_sources
    return list(sources.offered(turn.person)) if sources else []
