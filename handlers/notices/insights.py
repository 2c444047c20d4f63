"""Post insights in the channels that subscribe to them. A message may have several insights."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Note,
    Paragraph,
    Strong,
    spans,
)
from handlers.coaching.text.words import shortened
from handlers.knowledge.tags import of_insight
from handlers.message import Composed, NoLongerUseful
from handlers.notices.hours import POST_INTERVAL, digest_time, hours_of, slot
from handlers.notices.kind import Notice, NoticeKind
from handlers.notices.tell import row
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.marketing import insight_cards
from storage import outbox
from storage.choices import DropReason
from storage.customers import accounts
from storage.marketing import insights
from storage.tables import Channel, Insight, Outbox
from storage.workspace import channels
from storage.workspace.channels import Tag

NAME = "insight"
USEFUL = timedelta(days=14)
MAX_SCHEDULED = 50  # how many scheduled insights to plan for a new or changed subscription
MAX_IN_FULL = 3  # if there are more insights, show a list


async def subscribers(session: AsyncSession, insight: Insight) -> Sequence[Channel]:
    """Return the channels that subscribe to an insight."""
    return await channels.subscribed_to(session, insight.tenant, await _tags(session, insight))


async def _tags(session: AsyncSession, insight: Insight) -> list[Tag]:
    account = await accounts.by_id(session, insight.tenant, insight.account_id or 0)
    return of_insight(insight, account.name if account else "")


async def replan_insight(session: AsyncSession, insight: Insight, now: datetime) -> None:
    """Replan the posts of an insight after a change. `now` is in UTC.

    Posts that were sent stay. A channel never gets the same insight twice.
    """
    out = insight.state == "published" and insight.published_at is not None
    for old in await outbox.open_about(session, insight.tenant, NAME, insight.id):
        if _is_planned(old):
            await session.delete(old)
    await session.flush()
    await plan_posts(session, await subscribers(session, insight) if out else (), [insight], now)


def _is_planned(planned: Outbox) -> bool:
    """Check whether a row is a new post that no worker has claimed.

    A row that updates a sent post is not a new post.
    """
    return planned.claim is None and planned.replaces is None


async def when_posted(
    session: AsyncSession, insight: Insight, now: datetime
) -> list[tuple[Channel, datetime]]:
    """Return the channels that will get an insight, and when (UTC).

    If a channel has no planned post, use the time that a post would get if we planned it now.
    """
    wanted = await subscribers(session, insight)
    # An edit appears in its original's posts. So channels that got the original get no new post.
    shown = insight.replaces_id or insight.id
    posted = await channels.that_got(session, insight.tenant, NAME, [shown])
    to = [channel for channel in wanted if channel not in posted.get(shown, [])]
    planned = {
        one.channel_id: one.due_at
        for one in await outbox.open_about(session, insight.tenant, NAME, insight.id)
    }
    posts = await channels.post_times(session, to, NAME, now - POST_INTERVAL)
    moment = max(insight.published_at or now, now)
    return [(one, planned.get(one.id) or _due(one, moment, posts.get(one.id, []))) for one in to]


async def replan_channel(session: AsyncSession, channel: Channel, now: datetime) -> None:
    """Replan the posts of a channel after a change to its subscription. `now` is in UTC.

    Of the insights that fit the new subscription, plan posts of these:

    - insights whose posts in the channel are planned already
    - scheduled insights, at most `MAX_SCHEDULED`
    - insights whose posts were dropped because Attune could not post in the channel, if these posts
      are due after `now`

    All other published insights get no new post.
    """
    waiting = await outbox.open_for_channel(session, channel.tenant, channel.id, NAME)
    ids = {one.about or 0 for one in waiting if _is_planned(one)}
    ids |= {one.id for one in await insights.scheduled(session, channel.tenant, now, MAX_SCHEDULED)}
    ids |= await channels.dropped_before_due(session, channel, NAME, now)
    for old in waiting:
        if _is_planned(old):
            await session.delete(old)
    await session.flush()
    found = await insights.by_ids(session, channel.tenant, ids)
    out = [one for one in found if channel in await subscribers(session, one)]
    await plan_posts(session, [channel], out, now)


async def plan_posts(
    session: AsyncSession, to: Sequence[Channel], out: Sequence[Insight], now: datetime
) -> None:
    """Plan a post of each insight in each channel.

    If a channel wants a digest, its posts are due with the digest. In any other channel, they are
    due within the channel's hours.
    """
    posts = await channels.post_times(session, to, NAME, now - POST_INTERVAL)
    rows = []
    for channel in to:
        taken = posts.get(channel.id, [])
        for insight in out:
            due_at = _due(channel, max(insight.published_at or now, now), taken)
            taken.append(due_at)
            rows.append(row(channel, NAME, insight.id, due_at=due_at, now=now, useful=USEFUL))
    for tenant in {one.tenant for one in rows}:
        await channels.delete_dropped(session, tenant, [one.key for one in rows])
    await outbox.add(session, rows)


def _due(channel: Channel, moment: datetime, posts: Sequence[datetime]) -> datetime:
    if channel.digest:
        return digest_time(moment, hours_of(channel), channel.digest)
    return slot(moment, hours_of(channel), posts)


async def compose(notice: Notice) -> Composed:
    """Show the insights in full or, if there are more than three, a list with buttons to open them.

    Leave out insights that are not `is_current`, and insights to which the channel no longer
    subscribes. Raises NoLongerUseful if no insight is left.
    """
    found: list[Insight] = []
    left_out: dict[int, DropReason] = {}
    wanted = await _wanted(notice)
    for post in notice.rows:
        one = await insights.by_id(notice.session, post.tenant, post.about or 0)
        if one is None or not is_current(one, notice):
            left_out[post.id] = "not out any more"
        elif wanted.isdisjoint(channels.with_any_value(await _tags(notice.session, one))):
            left_out[post.id] = "not wanted any more"
        else:
            found.append(one)
    if not found:
        raise NoLongerUseful(next(iter(left_out.values())))
    lead = found[0].headline
    if len(found) > 1:
        lead = f"{len(found)} insights: {shortened(found[0].headline, 40)} and more"
    blocks = _in_full(found) if len(found) <= MAX_IN_FULL else _list(found)
    return Composed(Card(lead, tuple(blocks)), left_out=left_out)


async def updated(notice: Notice) -> Composed:
    """Show the insights of a sent post as they are now, with notes on corrected and retired ones.

    Raises NoLongerUseful if all of the insights were deleted.
    """
    shown = []
    for post in notice.rows:
        one = await insights.by_id(notice.session, post.tenant, post.about or 0)
        if one is not None:
            shown.append((one, post.settled_at))
    if not shown:
        raise NoLongerUseful("not on file any more")
    lead = shown[0][0].headline
    blocks: list[Block] = [Heading(f"{len(shown)} insights")] if len(shown) > MAX_IN_FULL else []
    for place, (one, out_at) in enumerate(shown):
        blocks += [Divider()] if place else []
        blocks += _as_it_is_now(one, out_at, notice, in_full=len(shown) <= MAX_IN_FULL)
    return Composed(Card(lead, tuple(blocks)))


def _as_it_is_now(
    one: Insight, out_at: datetime | None, notice: Notice, *, in_full: bool
) -> Iterator[Block]:
    """Yield an insight that was posted at `out_at`, with a note if it was corrected or retired."""
    zone, today = notice.to.zone, day_of(notice.now, notice.to.zone)
    if not insights.is_out(one, notice.now):
        yield Paragraph(spans(Strong(one.headline)))
        day = format_date(day_of(one.changed_at, zone), today)
        yield Note(spans(f"Retired on {day}. Please don't use it any more."))
        return
    if out_at is not None and one.corrected_at is not None and one.corrected_at > out_at:
        yield Note(spans(f"Corrected on {format_date(day_of(one.corrected_at, zone), today)}."))
    yield from _in_full([one]) if in_full else _listed(one)


async def _wanted(notice: Notice) -> set[Tag]:
    """Return the tags to which the channel subscribes now. For a person, return an empty set."""
    if not isinstance(notice.to, Channel):
        return set()
    return {(one.tag, one.value) for one in await channels.subscriptions(notice.session, notice.to)}


def is_current(insight: Insight, notice: Notice) -> bool:
    """Return whether everybody can see an insight now, and its review day has not passed."""
    today = day_of(notice.now, notice.to.zone)
    return insights.is_out(insight, notice.now) and insight.review_by >= today


def _in_full(found: Sequence[Insight]) -> Iterator[Block]:
    for place, insight in enumerate(found):
        if place:
            yield Divider()
        yield from insight_cards.whole(insight)
        yield from insight_cards.response_buttons(insight, 0)


def _list(found: Sequence[Insight]) -> Iterator[Block]:
    yield Heading(f"{len(found)} insights")
    for insight in found:
        yield from _listed(insight)


def _listed(insight: Insight) -> Iterator[Block]:
    yield from insight_cards.in_brief(insight)
    yield Buttons((Button("Open", "insight.show", str(insight.id), about=insight.headline),))


KIND = NoticeKind(NAME, "insights", compose, "channel", updated=updated)
