"""Marketing's desk: the list of insights, with their figures and channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

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
from handlers.coaching.text.words import shortened
from handlers.features.access import may_publish
from handlers.notices.insights import NAME, when_posted
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date, format_short
from handlers.views.marketing import insight_cards, theme_cards
from storage.customers import accounts
from storage.marketing import asks, insight_figures, insights
from storage.marketing.insight_figures import Figures
from storage.tables import Account, Insight
from storage.workspace import channels, people

SHOWN = 8
DRAFTS = "Drafts"
RETIRED = 4  # how many retired insights the list shows, each with a button to publish it again
STATES = {"suggested": "Suggested on", "draft": "Draft from", "retired": "Retired on"}
NO_CHANNEL = (
    "No channel subscribes to this, so it won't be posted anywhere. To change that, type /insight "
    "subscribe in the channel that should get it."
)
SOON = timedelta(minutes=1)  # if a post is due within this time, we don't say when
WEEK, WEEKS = timedelta(days=7), 8


def register(registry: Registry) -> None:
    """Register the button that opens the list."""
    registry.button("insight.desk", desk)


async def desk(turn: Turn) -> Reply:
    """List the insights by state. Published and retired insights have figures."""
    if not may_publish(turn.person):
        raise Refusal(
            "This is marketing's desk. To search insights, type /insight and a few words."
        )
    parts = await _parts(turn)
    listed = await _listed(turn, [found for _, part in parts for found in part])
    blocks: list[Block] = []
    drafts = await insights.count_drafts(turn.session, turn.person.tenant)
    for heading, part in parts:
        if part:
            counted = heading == DRAFTS and drafts > len(part)
            blocks.append(Heading(f"{heading}: {len(part)} of {drafts}" if counted else heading))
        for found in part:
            blocks.append(Paragraph(spans(typed(shortened(found.headline)))))
            blocks += _state(turn, found, listed)
            blocks.append(insight_cards.manage(found, turn.now))
    lead = "Insights" if blocks else "No insights yet."
    first = () if blocks else (Paragraph(spans(lead)),)
    more: tuple[Button, ...] = (
        Button("Write one", "insight.new", "", "primary"),
        Button("Asks", "asks.open"),
        Button("Feeds", "feeds.show"),
        Button("Themes", theme_cards.FOR_MARKETING),
    )
    if drafts > SHOWN:
        more = (*more, Button("All drafts", "drafts.show", "0"))
    # An Aside appears below the card whose button was pressed. A Card would replace that card, so
    # the second click of a double click would press a button in the list.
    return Aside(Card(lead, (*first, *blocks, Buttons(more))))


async def _parts(turn: Turn) -> list[tuple[str, Sequence[Insight]]]:
    """Return the heading and the insights of each part of the list. A part may have no insights."""
    session, tenant, now = turn.session, turn.person.tenant, turn.now
    today = day_of(now, turn.person.zone)
    review = await insights.up_for_review(session, tenant, today=today, now=now, limit=SHOWN)
    newest = await insights.newest(session, tenant, now, SHOWN)
    return [
        ("Waiting for you", await insights.in_state(session, tenant, "suggested", SHOWN)),
        ("Up for review", review),
        ("Scheduled", await insights.scheduled(session, tenant, now, SHOWN)),
        ("Published", [one for one in newest if one not in review]),
        (DRAFTS, await insights.in_state(session, tenant, "draft", SHOWN)),
        ("Retired", await insights.in_state(session, tenant, "retired", RETIRED)),
    ]


@dataclass(frozen=True)
class _Listed:
    """What the list shows about its insights.

    - `figures`: the figures in words, by insight id.
    - `edits`: the changes that wait to be published, by insight id.
    - `names`: the names of the authors, by person id.
    - `accounts`: the accounts that the insights are for, by account id.
    """

    figures: dict[int, str]
    edits: dict[int, Insight]
    names: dict[int, str]
    accounts: dict[int, Account]


async def _listed(turn: Turn, found: Sequence[Insight]) -> _Listed:
    session, tenant, ids = turn.session, turn.person.tenant, [one.id for one in found]
    return _Listed(
        await figures_in_words(session, tenant, ids),
        await insights.edits(session, tenant, ids),
        await people.names_of(session, tenant, {one.author_id for one in found}),
        {one.id: one for one in await accounts.by_ids(session, tenant, _accounts_of(found))},
    )


def _accounts_of(found: Sequence[Insight]) -> list[int]:
    return [one.account_id for one in found if one.account_id is not None]


def _state(turn: Turn, found: Insight, listed: _Listed) -> list[Block]:
    """Say who wrote an insight, who it is for, and how much it is used."""
    account = listed.accounts.get(found.account_id or 0)
    said = [_about(turn, found, listed.names.get(found.author_id, ""), account)]
    if found.state == "retired" or insights.is_out(found, turn.now):
        said.append(listed.figures[found.id])
    if found.id in listed.edits:
        said.append("A change is waiting to be published. Press Edit to see it.")
    return [Note(spans(" ".join(said)))]


async def about(turn: Turn, found: Insight) -> Block:
    """Say who wrote an insight, who it is for, and when it goes out, went out or last changed."""
    names = await people.names_of(turn.session, found.tenant, [found.author_id])
    account = await accounts.by_id(turn.session, found.tenant, found.account_id or 0)
    return Note(spans(_about(turn, found, names.get(found.author_id, ""), account)))


def _about(turn: Turn, found: Insight, author: str, account: Account | None) -> str:
    zone, today = turn.person.zone, day_of(turn.now, turn.person.zone)
    by = f", written by {author}" if author else ""
    out_at = found.published_at
    if found.state == "published" and out_at is not None and out_at > turn.now:
        said = f"Goes out {format_short(out_at, now=turn.now, zone=zone)}"
    elif found.state == "published" and out_at is not None:
        said = f"Published {format_date(day_of(out_at, zone), today)}"
    else:
        changed = format_date(day_of(found.changed_at, zone), today)
        said = f"{STATES.get(found.state, 'Changed on')} {changed}"
    audience = insight_cards.audience(found, account, today)
    return f"{said}{by}. {audience}"


async def figures_in_words(
    session: AsyncSession, tenant: str, ids: Sequence[int]
) -> dict[int, str]:
    """Return, by row id, a text with the figures of each insight and where it was posted."""
    figures = await insight_figures.figures(session, tenant, ids)
    posted = await channels.that_got(session, tenant, NAME, ids)
    asked = await asks.count_askers(session, tenant, ids)
    return {
        id_: insight_cards.performance(
            figures.get(id_, Figures()),
            [channel.name for channel in posted.get(id_, ())],
            asked.get(id_, 0),
        )
        for id_ in ids
    }


async def performance(session: AsyncSession, found: Insight, now: datetime) -> list[Block]:
    """Show the figures of an insight, and its open questions: how many, and the first of them."""
    said = await figures_in_words(session, found.tenant, [found.id])
    questions = await asks.open_about(session, found.tenant, found.id)
    blocks: list[Block] = [Note(spans(said[found.id]))]
    weeks = await insight_figures.by_week(session, found.tenant, found.id, now - WEEKS * WEEK, now)
    if any(week.reach or week.used or week.landed for week in weeks):
        blocks.append(insight_cards.weekly_chart(weeks))
        blocks.append(Note(spans(insight_cards.weekly_text(weeks))))
    if questions:
        count = f"{len(questions)} open question{'s' * (len(questions) != 1)}"
        blocks.append(Note(spans(f"{count}: {shortened(questions[0].line)}")))
    return blocks


async def where(session: AsyncSession, found: Insight, now: datetime) -> list[Block]:
    """Say which channels will get an insight and when.

    If the insight was posted already, also say that its posts will change.
    """
    about = found.replaces_id or found.id
    posted = (await channels.that_got(session, found.tenant, NAME, [about])).get(about, [])
    said = []
    if posted:
        names = _joined([channel.name for channel in posted])
        posts = "post" if len(posted) == 1 else "posts"
        said.append(f"The {posts} in {names} will change too.")
    if found.state == "retired":
        return [Note(spans(*said))] if said else []
    if going := await still_to_go(session, found, now):
        said.append(going)
    elif not posted:
        said.append(NO_CHANNEL)
    return [Note(spans(" ".join(said)))]


async def still_to_go(session: AsyncSession, found: Insight, now: datetime) -> str:
    """Say which channels will still get an insight, and when. Return "" if there are none."""
    going = [
        f"{channel.name} {format_short(due_at, now=now, zone=channel.zone)}"
        if due_at > now + SOON
        else channel.name
        for channel, due_at in await when_posted(session, found, now)
    ]
    return f"It goes to {_joined(going)}." if going else ""


def _joined(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" * (len(names) > SHOWN)
    return ", ".join(names[:SHOWN]) + more
