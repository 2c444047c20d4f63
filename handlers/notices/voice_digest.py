"""The weekly digest of what buyers said, on Mondays: themes, quotes, competitors, open asks."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Bullets, Card, Heading, Note, Quote, spans
from handlers.coaching.mentions import Mention, first_mentions
from handlers.coaching.themes import BuyerQuote, Theme, themes
from handlers.coaching.words import shortened
from handlers.knowledge import ask_facts
from handlers.knowledge.tags import VOICE
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.hours import digest_time, hours_of
from handlers.notices.kind import Notice, NoticeKind
from handlers.notices.tell import row
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views import ask_cards
from handlers.views.subscription_cards import has_voice
from storage import accounts, asks, calls, channels, insights, outbox, people
from storage.asks import Counted, PassedOn
from storage.channels import ANY
from storage.tables import Ask, Channel, Outbox

NAME = "voice_digest"
WEEK, MONTH, QUARTER = timedelta(days=7), timedelta(days=28), timedelta(days=90)
MAX_THEMES, MAX_QUOTES, MAX_LISTED, MAX_COMPETITORS = 5, 3, 5, 5
MAX_PEOPLE = 5_000  # limit of colleagues whose names are kept out of the themes
# Of what reps shared, only the newest pieces are read, because a large team shares a lot.
MAX_PIECES, MAX_THEME_PIECES = 5_000, 2_000


@dataclass(frozen=True)
class Heard:
    """What buyers said in the last quarter, and what became of it.

    `today` is the date in the channel's `zone` (IANA).
    """

    week: Counted
    quoted: Sequence[PassedOn]
    counted: int  # how many pieces of the last four weeks were read for the themes
    looked_through: int  # how many pieces of the last quarter were read for competitors
    themes: Sequence[Theme]
    mentions: Sequence[Mention]
    waiting: Sequence[Ask]
    taken_up: Sequence[Ask]
    accounts: dict[int, str]  # names, by id
    called_at: dict[int, datetime]  # when the calls of the quoted pieces started, by id (UTC)
    today: date
    zone: str


async def plan(session: AsyncSession, tenant: str, now: datetime) -> None:
    """Plan the next digest for each channel that subscribes to what buyers said (now: UTC)."""
    listening = await channels.subscribed_to(session, tenant, [(VOICE, ANY)])
    rows = [_next(channel, now) for channel in listening]
    await channels.delete_unsent(session, tenant, [one.key for one in rows])
    await outbox.add(session, rows)


def _next(channel: Channel, now: datetime) -> Outbox:
    due_at = digest_time(now, hours_of(channel), "weekly")
    key = f"{channel.id}:{day_of(due_at, channel.zone)}"
    return row(channel, NAME, channel.id, due_at=due_at, now=now, key=key, useful=WEEK / 2)


async def compose(notice: Notice) -> Composed:
    """Last week's quotes, recent themes and competitors, and asks that are overdue or taken up.

    If asks are overdue or taken up, next week's digest is planned as well. Raises NoLongerUseful if
    the channel no longer subscribes to what buyers said, or if there is nothing to show.
    """
    channel = notice.to
    if not isinstance(channel, Channel):
        raise NoLongerUseful("not a channel")
    if not has_voice(await channels.subscriptions(notice.session, channel)):
        raise NoLongerUseful("not wanted any more")
    return await _digest(notice, channel)


async def _digest(notice: Notice, channel: Channel) -> Composed:
    heard = await _heard(notice, channel)
    if not (heard.week.asked or heard.waiting or heard.taken_up):
        raise NoLongerUseful("nothing was said")
    lead = _lead(heard)
    owing = bool(heard.waiting or heard.taken_up)
    follow_ups = (_next(channel, notice.now),) if owing else ()
    blocks: list[Block] = [
        Heading(lead),
        *_themes(heard),
        *_quotes(heard),
        *_competitors(heard),
        *_asks("Not answered yet", heard.waiting, heard),
        *_asks("Someone is on it", heard.taken_up, heard),
    ]
    if owing:  # without buttons, since most readers are not in marketing and could not use them
        blocks.append(Note(spans("Marketing finds these under Home → Asks.")))
    return Composed(Card(lead, tuple(blocks)), follow_ups=follow_ups)


async def _heard(notice: Notice, channel: Channel) -> Heard:
    """What buyers said in asks that this channel got: others were not written for its readers."""
    session, tenant, now = notice.session, notice.to.tenant, notice.now
    only = asks.went_to(channel, tell.ASK)
    passed = await asks.passed_on(session, tenant, now - QUARTER, now, MAX_PIECES, only=only)
    said = [_said(one) for one in passed]
    quoted = [one for one in passed if one.asked_at >= now - WEEK][-MAX_QUOTES:]
    month = [one for one in passed if one.asked_at >= now - MONTH][-MAX_THEME_PIECES:]
    known = await accounts.all_names(session, tenant)
    competitors = (await insights.values_in_use(session, tenant))["competitor"]
    names = [*known.values(), *await people.names(session, tenant, MAX_PEOPLE)]
    # In a thread, since thousands of pieces take a while.
    found = await asyncio.to_thread(
        themes,
        said[len(said) - len(month) :],
        limit=MAX_THEMES,
        keep_out=names,
        stand_ins=ask_facts.STAND_INS,
    )
    mentions = await asyncio.to_thread(first_mentions, said, competitors)
    pending = await asks.open_asks(session, tenant, 10 * MAX_LISTED, only=only)
    return Heard(
        week=await asks.count(session, tenant, now - WEEK, now, only=only),
        quoted=quoted,
        counted=len(month),
        looked_through=len(passed),
        themes=found,
        mentions=mentions[:MAX_COMPETITORS],
        waiting=[ask for ask in pending if ask.state == "waiting" and ask.due_at <= now],
        taken_up=[ask for ask in pending if ask.state == "taken_up"],
        accounts=known,
        called_at=await calls.start_times(session, tenant, {one.call_id or 0 for one in quoted}),
        today=day_of(now, notice.to.zone),
        zone=notice.to.zone,
    )


def _said(one: PassedOn) -> BuyerQuote:
    words = f"{one.line}. {one.quote}"
    return BuyerQuote(
        one.account_id or 0, words, one.asked_at.date(), one.stage, cleaned=not one.named
    )


def _lead(heard: Heard) -> str:
    count, where = heard.week.passed_on, heard.week.accounts
    if not count:
        return "Reps shared nothing new here last week. Some asks are still open."
    if count == 1:
        return "Last week reps shared one thing with marketing."
    return f"Last week reps shared {count:,} things from {_accounts(where)} with marketing."


def _themes(heard: Heard) -> Iterator[Block]:
    if heard.themes:
        yield Heading("What comes up again")
        yield Bullets(
            tuple(
                spans(f"“{theme.phrase}”: {len(theme.pieces)} times, at {theme.accounts} accounts")
                for theme in heard.themes
            )
        )
        where = _newest(heard.counted, MAX_THEME_PIECES, "the last four weeks")
        yield Note(
            spans(f"Counted over {where}. A phrase counts if at least two accounts used it.")
        )


def _quotes(heard: Heard) -> Iterator[Block]:
    if heard.quoted:
        yield Heading("In their words")
    for one in heard.quoted:
        words = shortened(one.quote or one.line, 300)
        yield Quote(words, _source(one, heard))


def _source(one: PassedOn, heard: Heard) -> str:
    if not one.named:
        return "A customer"  # the day could identify the call
    name = heard.accounts.get(one.account_id or 0, "")
    called_at = heard.called_at.get(one.call_id or 0, one.asked_at)
    return f"{name}, {format_date(day_of(called_at, heard.zone), heard.today)}"


def _newest(number: int, limit: int, time: str) -> str:
    """What was counted: the whole period, or only the newest things that reps shared in it."""
    return time if number < limit else f"the newest {limit:,} things that reps shared in {time}"


def _competitors(heard: Heard) -> Iterator[Block]:
    if heard.mentions:
        yield Heading("Competitors, by when they were first named")
        yield Bullets(tuple(spans(_mention(one)) for one in heard.mentions))
        where = _newest(heard.looked_through, MAX_PIECES, "the last 90 days")
        yield Note(
            spans(
                f"Counted over {where}. Early means discovery or evaluation. Deals are won more "
                "often if a competitor is named early, and less often if one is named late "
                "(Chorus, 5 million calls)."
            )
        )


def _mention(one: Mention) -> str:
    parts = [
        f"{word} at {_accounts(count)}"
        for word, count in (("early", one.early), ("late", one.late))
        if count
    ]
    return f"{one.competitor}: named {', '.join(parts) or f'at {_accounts(one.accounts)}'}"


def _accounts(count: int) -> str:
    return f"{count:,} account{'s' * (count != 1)}"


def _asks(heading: str, found: Sequence[Ask], heard: Heard) -> Iterator[Block]:
    if not found:
        return
    yield Heading(heading)
    for ask in found[:MAX_LISTED]:
        since = format_date(day_of(ask.asked_at, heard.zone), heard.today)
        yield Quote(shortened(ask.line, 200), f"Since {since}")
    if (left := len(found) - MAX_LISTED) > 0:
        yield Note(spans("One more is open." if left == 1 else f"{left} more are open."))


async def updated(notice: Notice) -> Composed:
    """The digest of the same week, without what was taken back after it was sent.

    If nothing is left, a card that says that it was taken back. Raises NoLongerUseful if it did not
    go to a channel.
    """
    then = notice.rows[0].handed_at or notice.now
    channel = notice.to
    if not isinstance(channel, Channel):
        raise NoLongerUseful("not a channel")
    try:
        return await _digest(replace(notice, now=then), channel)
    except NoLongerUseful:
        return Composed(ask_cards.taken_back())


KIND = NoticeKind(NAME, "the weekly voice of the customer", compose, "channel", updated=updated)
