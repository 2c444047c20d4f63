"""Show marketing which insights reps used, ever or in one period, and which nobody used."""

from collections.abc import Sequence
from datetime import date

from handlers.cards import Button, Buttons, Note, Reply, card_saying, spans
from handlers.features.access import may_publish
from handlers.features.marketing import channel_offer, insight_desk
from handlers.notices import insights as posts
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.periods import Period, before, in_words, latest_month, month_of, span, week_of
from handlers.typed.marketing.insights_used_asked import UsedIn, asks_for_unused, used_in
from handlers.views.marketing import insight_cards
from handlers.views.marketing.for_marketing import INSIGHTS
from storage.marketing import asks as stored_asks
from storage.marketing import insight_figures, insights
from storage.marketing.insight_figures import Figures
from storage.tables import Insight
from storage.workspace import channels

SHOWN = 8
COMPARED = 100  # we look only at this many of the newest published insights
USED_MOST = "Published insights, the most used first"
SINCE_PUBLISHED = "Counted since each was published."
NEVER_USED = "Insights that nobody has said they used, the oldest first"
ALL_USED = "Each published insight has been used at least once."
IN_PERIOD = "What reps used {}, the most used first"
NONE_IN_PERIOD = "No insight reached a rep or was used {}."
MORE = Buttons((Button("Insights", "insight.desk"),))


async def answer(turn: Turn) -> Reply | None:
    """Answer "which insights were never used" and "what did reps use last month".

    In a channel, only the person sees the answer. Return None if

    - the line asks something else,
    - the person is neither a marketer nor an admin,
    - the channel is shared with another company, or
    - an admin asks for "the figures of last month", because an admin may mean other figures.
    """
    if (turn.place is not None and turn.place.shared) or not may_publish(turn.person):
        return None
    if asks_for_unused(turn.text):
        return await _never_used(turn)
    asked = used_in(turn.text)
    if asked is None or (asked.is_vague and turn.person.role != "marketer"):
        return None
    return await _in_period(turn, _period(asked, day_of(turn.now, turn.person.zone)))


async def most_used_first(turn: Turn) -> Reply:
    """List the published insights with their figures, the most used first."""
    return await listed(turn, await published(turn))


async def published(turn: Turn) -> Sequence[Insight]:
    """Return the newest published insights."""
    return await insights.newest(turn.session, turn.person.tenant, turn.now, COMPARED)


async def listed(turn: Turn, found: Sequence[Insight]) -> Reply:
    """List insights with their figures, the most used first.

    If `found` is empty, show marketing's desk: the page that lists insights by state.
    """
    if not found:
        return await insight_desk.desk(turn)
    ids = [one.id for one in found]
    session, tenant = turn.session, turn.person.tenant
    by_id = await insight_figures.figures(session, tenant, ids)
    asked = await stored_asks.count_askers(session, tenant, ids)
    posted = await channels.that_got(session, tenant, posts.NAME, ids)

    def most_used(one: Insight) -> tuple[int, ...]:
        askers, posts_of = asked.get(one.id, 0), len(posted.get(one.id, ()))
        used, reach = _used_and_reach(by_id.get(one.id, Figures()))
        return -used, -askers, -reach, -posts_of

    return await _with_figures(turn, USED_MOST, sorted(found, key=most_used))


async def _never_used(turn: Turn) -> Reply:
    found = await published(turn)
    if not found:
        return await insight_desk.desk(turn)
    ids = [one.id for one in found]
    by_id = await insight_figures.figures(turn.session, turn.person.tenant, ids)
    unused = [one for one in found if not _was_used(by_id.get(one.id, Figures()))]
    if not unused:
        return card_saying(ALL_USED, Buttons((INSIGHTS,)))
    return await _with_figures(turn, NEVER_USED, [*reversed(unused)])


async def _with_figures(turn: Turn, lead: str, found: Sequence[Insight]) -> Reply:
    shown = found[:SHOWN]
    said = await insight_desk.figures_in_words(
        turn.session, turn.person.tenant, [one.id for one in shown]
    )
    return insight_cards.with_figures(lead, shown, said, Note(spans(SINCE_PUBLISHED)), MORE)


async def _in_period(turn: Turn, period: Period) -> Reply:
    """List the insights that reps saw or used in a period, with their figures for the period."""
    found = await published(turn)
    by_id = await insight_figures.figures(
        turn.session,
        turn.person.tenant,
        [one.id for one in found],
        span(period, turn.person.zone),
    )
    when = in_words(period, day_of(turn.now, turn.person.zone))
    seen = sorted(
        (one for one in found if one.id in by_id),
        key=lambda one: _used_and_reach(by_id[one.id]),
        reverse=True,
    )[:SHOWN]
    if not seen:
        return card_saying(NONE_IN_PERIOD.format(when), Buttons((INSIGHTS,)))
    said = {one.id: insight_cards.performance(by_id[one.id]) for one in seen}
    card = insight_cards.with_figures(IN_PERIOD.format(when), seen, said, MORE)
    return channel_offer.with_offer(card, "everything") or card


def _period(asked: UsedIn, today: date) -> Period:
    if asked.month:
        return latest_month(asked.month, today)
    now = week_of(today) if asked.unit == "week" else month_of(today)
    return before(now) if asked.is_past else now


def _was_used(figures: Figures) -> bool:
    return bool(figures.used or figures.landed or figures.flopped)


def _used_and_reach(figures: Figures) -> tuple[int, int]:
    return figures.used + figures.landed, figures.reach
