"""The week in the voice of the customer, on Mondays: themes, words, competitors, what waits."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Bullets, Button, Buttons, Card, Heading, Note, Quote, spans
from handlers.coaching.mentions import Mention, first_mentions
from handlers.coaching.themes import Said, Theme, themes
from handlers.coaching.words import shortened
from handlers.message import Composed, OfNoUse
from handlers.notices.hours import digest_time, hours_of
from handlers.notices.kind import Notice, NoticeKind
from handlers.notices.tell import row
from handlers.rhythm_settings import day_of
from handlers.tags import VOICE
from handlers.times.saying import say_date
from storage import accounts, asks, channels, insights, outbox, people
from storage.channels import ANY
from storage.tables import Ask, Channel, Outbox

NAME = "voice_digest"
WEEK, MONTH, QUARTER = timedelta(days=7), timedelta(days=28), timedelta(days=90)
THEMES, QUOTES, LISTED, COMPETITORS = 5, 3, 5, 5
PEOPLE = 5_000


@dataclass(frozen=True)
class Heard:
    """What buyers said in the last quarter, and what became of it. `today` is the channel's."""

    week: Sequence[Ask]
    themes: Sequence[Theme]
    mentions: Sequence[Mention]
    waiting: Sequence[Ask]
    taken_up: Sequence[Ask]
    accounts: dict[int, str]
    today: date


async def plan(session: AsyncSession, tenant: str, now: datetime) -> None:
    """See to it that the next digest comes (now: UTC)."""
    listening = await channels.wanting(session, tenant, [(VOICE, ANY)])
    await outbox.add(session, [_next(channel, now) for channel in listening])


def _next(channel: Channel, now: datetime) -> Outbox:
    due_at = digest_time(now, hours_of(channel), "weekly")
    key = f"{channel.id}:{day_of(due_at, channel.zone)}"
    return row(channel, NAME, channel.id, due_at=due_at, now=now, key=key, useful=WEEK / 2)


async def compose(notice: Notice) -> Composed:
    """The week's themes, words, competitors and open asks; another follows while asks are open."""
    heard = await _heard(notice)
    if not (heard.week or heard.waiting or heard.taken_up):
        raise OfNoUse("nothing was said")
    lead = _lead(heard)
    owing = bool(heard.waiting or heard.taken_up)
    follow = (_next(notice.to, notice.now),) if owing and isinstance(notice.to, Channel) else ()
    blocks: list[Block] = [
        Heading(lead),
        *_themes(heard),
        *_quotes(heard),
        *_competitors(heard),
        *_asks("Without an answer", heard.waiting, heard),
        *_asks("Taken up, not finished", heard.taken_up, heard),
    ]
    return Composed(Card(lead, tuple(blocks)), follow=follow)


async def _heard(notice: Notice) -> Heard:
    session, tenant, now = notice.session, notice.to.tenant, notice.now
    asked = await asks.between(session, tenant, now - QUARTER, now)
    said = [(ask, _said(ask)) for ask in asked if ask.insight_id is None]
    known = await accounts.all_names(session, tenant)
    competitors = (await insights.values_in_use(session, tenant))["competitor"]
    names = [*known.values(), *await people.names(session, tenant, PEOPLE)]
    month = [one for ask, one in said if ask.asked_at >= now - MONTH]
    # Off the event loop: a year's worth of words takes seconds.
    found = await asyncio.to_thread(themes, month, most=THEMES, keep_out=names)
    mentions = await asyncio.to_thread(first_mentions, [one for _, one in said], competitors)
    pending = await asks.not_closed(session, tenant, 10 * LISTED)
    return Heard(
        week=[ask for ask in asked if ask.asked_at >= now - WEEK],
        themes=found,
        mentions=mentions[:COMPETITORS],
        waiting=[ask for ask in pending if ask.first_answer_at is None and ask.due_at <= now],
        taken_up=[ask for ask in pending if ask.state == "taken_up"],
        accounts=known,
        today=day_of(now, notice.to.zone),
    )


def _said(ask: Ask) -> Said:
    words = f"{ask.line}. {ask.quote}"
    return Said(ask.account_id or 0, words, ask.asked_at.date(), ask.stage)


def _lead(heard: Heard) -> str:
    passed = [ask for ask in heard.week if ask.insight_id is None]
    count = f"{len(passed)} thing{'s' * (len(passed) != 1)}"
    if not passed:
        return "No buyer's words came last week, and some asks are open."
    where = len({ask.account_id for ask in passed})
    return f"Last week reps passed on {count} from {where} account{'s' * (where != 1)}."


def _themes(heard: Heard) -> Iterator[Block]:
    if heard.themes:
        yield Heading("What comes up again")
        yield Bullets(
            tuple(
                spans(f"“{theme.phrase}”: {len(theme.pieces)} times, at {theme.accounts} accounts")
                for theme in heard.themes
            )
        )
        yield Note(spans("Counted over four weeks; a phrase counts from two accounts on."))


def _quotes(heard: Heard) -> Iterator[Block]:
    quoted = [ask for ask in heard.week if ask.insight_id is None][-QUOTES:]
    if quoted:
        yield Heading("In their words")
    for ask in quoted:
        words = shortened(ask.quote or ask.line, 300)
        yield Quote(words, _source(ask, heard))


def _source(ask: Ask, heard: Heard) -> str:
    name = heard.accounts.get(ask.account_id or 0, "") if ask.named else "A customer"
    return f"{name}, {say_date(ask.asked_at.date(), heard.today)}"


def _competitors(heard: Heard) -> Iterator[Block]:
    if heard.mentions:
        yield Heading("Competitors, by when they were first named")
        yield Bullets(tuple(spans(_mention(one)) for one in heard.mentions))
        yield Note(
            spans(
                "Over 90 days. Early is discovery and evaluation. Named early went with better "
                "odds, named late with worse (Chorus, 5 million calls)."
            )
        )


def _mention(one: Mention) -> str:
    parts = [
        f"{word} at {count}" for word, count in (("early", one.early), ("late", one.late)) if count
    ]
    return f"{one.competitor}: {', '.join(parts) or f'at {one.accounts}'}"


def _asks(heading: str, found: Sequence[Ask], heard: Heard) -> Iterator[Block]:
    if not found:
        return
    yield Heading(heading)
    for ask in found[:LISTED]:
        since = say_date(ask.asked_at.date(), heard.today)
        yield Quote(shortened(ask.line, 200), f"Since {since}")
        yield Buttons((Button("Look at it", "ask.show", str(ask.id)),))
    if len(found) > LISTED:
        yield Note(spans(f"{len(found) - LISTED} more: Home, Asks."))


KIND = NoticeKind(NAME, "the week's voice of the customer", compose)
