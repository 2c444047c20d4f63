"""Marketing's desk: what waits, what is out and how it fares."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import insight_cards
from handlers.access import publishes
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
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.conversation import Refusal, Registry, Turn
from handlers.notices.insights import NAME, when_posted
from handlers.rhythm_settings import day_of
from handlers.times import say, say_short
from storage import asks, channels, insight_figures, insights
from storage.insight_figures import Figures
from storage.tables import Insight

SHOWN = 8
DRAFTS = "Drafts"
SOON = timedelta(minutes=1)
WEEK, WEEKS = timedelta(days=7), 8


def register(registry: Registry) -> None:
    """The desk."""
    registry.button("insight.desk", desk)


async def desk(turn: Turn) -> Reply:
    """What waits for marketing: suggestions, reviews, and what is out with how it fares."""
    if not publishes(turn.person):
        raise Refusal("This is marketing's desk. /insight with words searches what is out.")
    parts = await _parts(turn)
    ids = [found.id for _, part in parts for found in part]
    fare = await insight_figures.figures(turn.session, turn.person.tenant, ids)
    blocks: list[Block] = []
    drafts = await insights.drafts(turn.session, turn.person.tenant)
    for heading, part in parts:
        if part:
            counted = heading == DRAFTS and drafts > len(part)
            blocks.append(Heading(f"{heading}: {len(part)} of {drafts}" if counted else heading))
        for found in part:
            blocks.append(Paragraph(spans(typed(shortened(found.headline)))))
            blocks += _state(turn, found, fare.get(found.id, Figures()))
            blocks.append(insight_cards.manage(found, turn.now))
    # Beneath what was pressed: in its place, a double click would meet a button of the list.
    lead = "Insights" if blocks else "No insight yet."
    first = () if blocks else (Paragraph(spans(lead)),)
    more: tuple[Button, ...] = (
        Button("Write one", "insight.new", "", "primary"),
        Button("Asks", "asks.open"),
        Button("Feeds", "feeds.show"),
    )
    if drafts > SHOWN:
        more = (*more, Button("All drafts", "drafts.show", "0"))
    return Aside(Card(lead, (*first, *blocks, Buttons(more))))


async def _parts(turn: Turn) -> list[tuple[str, Sequence[Insight]]]:
    session, tenant, now = turn.session, turn.person.tenant, turn.now
    today = day_of(now, turn.person.zone)
    return [
        ("Waiting for you", await insights.in_state(session, tenant, ("suggested",), SHOWN)),
        (
            "Up for review",
            await insights.up_for_review(session, tenant, today=today, now=now, most=SHOWN),
        ),
        ("Scheduled", await insights.scheduled(session, tenant, now, SHOWN)),
        ("Out", await insights.newest(session, tenant, now, SHOWN)),
        (DRAFTS, await insights.in_state(session, tenant, ("draft",), SHOWN)),
    ]


def _state(turn: Turn, found: Insight, figures: Figures) -> list[Block]:
    if insights.is_out(found, turn.now):
        return [Note(spans(insight_cards.fares(figures)))]
    if found.state == "published" and found.published_at is not None:
        when = say(found.published_at, now=turn.now, zone=turn.person.zone)
        return [Note(spans(f"It goes out {when}."))]
    return []


async def how_it_fares(session: AsyncSession, found: Insight, now: datetime) -> list[Block]:
    """An insight's figures, for those who may change it."""
    fares = (await insight_figures.figures(session, found.tenant, [found.id])).get(
        found.id, Figures()
    )
    asked = await asks.open_about(session, found.tenant, found.id)
    blocks: list[Block] = [Note(spans(insight_cards.fares(fares)))]
    weeks = await insight_figures.by_week(session, found.tenant, found.id, now - WEEKS * WEEK, now)
    if any(week.reach or week.used or week.landed for week in weeks):
        blocks.append(insight_cards.over_time(weeks))
        blocks.append(Note(spans(insight_cards.over_time_in_words(weeks))))
    if asked:
        count = f"{len(asked)} open question{'s' * (len(asked) != 1)}"
        blocks.append(Note(spans(f"{count}: {shortened(asked[0].line)}")))
    return blocks


async def where(session: AsyncSession, found: Insight, now: datetime) -> list[Block]:
    """The channels that it goes to and when, and those whose posts change with it (now: UTC)."""
    about = found.replaces_id or found.id
    posted = (await channels.posted(session, found.tenant, NAME, [about])).get(about, [])
    said = []
    if posted:
        names = _listed([channel.name for channel in posted])
        said.append(f"The post in {names} changes with it.")
    if found.state == "retired":
        return [Note(spans(*said))] if said else []
    going = [
        f"{channel.name} {say_short(due_at, now=now, zone=channel.zone)}"
        if due_at > now + SOON
        else channel.name
        for channel, due_at in await when_posted(session, found, now)
    ]
    if going:
        said.append(f"It goes to {_listed(going)}.")
    elif not posted:
        said.append("No channel asked for this; briefs carry it.")
    return [Note(spans(" ".join(said)))]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" * (len(names) > SHOWN)
    return ", ".join(names[:SHOWN]) + more
