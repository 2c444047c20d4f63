"""Let marketers retire, edit and renew an insight by typing: “retire the hospital one”."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from handlers import limits
from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.coaching.text.words import SMALL_WORDS, shortened, stems
from handlers.features.access import may_publish
from handlers.features.marketing import insight_form, insight_search, insights
from handlers.features.typed_time import typed_time
from handlers.inputs import DateInput, TextInput
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood
from handlers.typed.marketing.insight_orders import (
    InsightAction,
    InsightOrder,
    insight_order,
    scheduled_insight,
    scheduled_news,
    stopped_insight,
)
from handlers.views.marketing.for_marketing import INSIGHTS
from storage.choices import InsightState
from storage.conversation import card_shown
from storage.marketing import insights as stored
from storage.tables import Insight

SEARCHED = 100  # we look among at most this many insights in each state, such as published
SHOWN = 8
WHICH = "Which insight do you mean?"
NONE_MENTIONS = "No published insight mentions “{}”."
NONE_TO_SCHEDULE = "No insight that is still to go out mentions “{}”."
NOT_PLANNED: tuple[InsightState, ...] = ("suggested", "draft")
LABELS: Mapping[InsightAction, tuple[str, str]] = {
    "retire": ("Retire", "insight.retire"),
    "edit": ("Edit", "insight.edit"),
    "renew": ("Renew", "insight.renew"),
    "schedule": ("Edit", "insight.edit"),
}
_DO: Mapping[InsightAction, Callable[[Turn], Awaitable[Reply]]] = {
    "retire": insights.retire,
    "edit": insight_form.edit,
    "renew": insights.renew,
    "schedule": insight_form.edit,
}


async def answer(turn: Turn) -> Reply | None:
    """Retire, edit or renew an insight if a line orders this.

    “It” means the insight that was shown just now. If no insight was shown:

    - “Edit it” from a marketer: ask which insight is meant.
    - Any other line with “it”: return None.

    Also return None in these cases:

    - The line orders nothing.
    - The line is from a channel, or from a person who may not publish insights.
    """
    if turn.place is not None or not may_publish(turn.person):
        return None
    order = insight_order(turn.text)
    if order is None:
        return None
    if order.topic:
        return await _about(turn, order)
    shown = await card_shown.latest(turn.session, turn.person, "insight", turn.now)
    if shown:
        return await _carry_out(turn, shown, order)
    if order.do != "edit" or turn.person.role != "marketer":
        return None
    found = await _searched(turn)
    return _which(WHICH, found, order.do) if found else None


async def stopped(turn: Turn) -> Reply | None:
    """Retire the insight that follows “stop”, as in “stop the routely one, legal says no”.

    Return None in these cases:

    - The line does not stop an insight, or no insight fits.
    - The line is from a channel, or from a person who may not publish insights.
    """
    if turn.place is not None or not may_publish(turn.person):
        return None
    order = stopped_insight(turn.text)
    return await _about(turn, order) if order else None


async def scheduled(turn: Turn) -> Reply | None:
    """Open the form of an insight, with the typed time filled in.

    - “push the lorry insight to monday 9am”: the form of the lorry insight
    - “an insight for monday 9am: Fuel is up”: the form for a new insight

    Return None in these cases:

    - The line orders something else, or it names neither a day nor a time.
    - The line is from a channel, or from a person who may not publish insights.
    - The line says “it”, and no insight was shown just now.
    """
    if turn.place is not None or not may_publish(turn.person):
        return None
    if news := scheduled_news(turn.text):
        values = {"goes_out": news.when, "headline": news.headline}
        return await insight_form.new_with(turn, values)
    order = scheduled_insight(turn.text)
    if order is None or not _is_time(turn, order.day):
        return None
    if order.topic:
        return await _about(turn, order)
    shown = await card_shown.latest(turn.session, turn.person, "insight", turn.now)
    return await _carry_out(turn, shown, order) if shown else None


def _is_time(turn: Turn, words: str) -> bool:
    read = typed_time(turn, words)
    return isinstance(read, Understood) or read.day is not None


async def _about(turn: Turn, order: InsightOrder) -> Reply | None:
    """Find the insight that the line names, and do what the line orders.

    If several insights fit, ask which one is meant. If none fits, say so. But return None if none
    fits and it is not sure that the line is about an insight.
    """
    found = await _searched(turn)
    if order.do == "schedule":
        found = [one for one in found if not stored.is_out(one, turn.now)]
        for state in NOT_PLANNED:
            found += await stored.in_state(turn.session, turn.person.tenant, state, SEARCHED)
    wanted = {*stems(order.topic)} - SMALL_WORDS
    fits = _that_say(found, wanted, lambda one: one.headline) or _that_say(
        found, wanted, insight_search.all_words
    )
    if len(fits) == 1:
        return await _carry_out(turn, fits[0].id, order)
    if not fits and not order.sure:
        return None
    none = NONE_TO_SCHEDULE if order.do == "schedule" else NONE_MENTIONS
    lead = WHICH if fits else none.format(shortened(order.topic, 60))
    return _which(lead, fits, order.do)


async def _searched(turn: Turn) -> list[Insight]:
    session, tenant, now = turn.session, turn.person.tenant, turn.now
    return [
        *await stored.newest(session, tenant, now, SEARCHED),
        *await stored.scheduled(session, tenant, now, SEARCHED),
    ]


async def _carry_out(turn: Turn, insight_id: int, order: InsightOrder) -> Reply:
    of_it = replace(turn, text=str(insight_id))
    if order.headline and len(order.headline) <= limits.of_input("headline"):
        return await insight_form.edit_with(of_it, {"headline": order.headline})
    if not order.day:
        return await _DO[order.do](of_it)
    return _dated(await insight_form.edit(of_it), turn, order.day)


def _dated(form: Form, turn: Turn, when: str) -> Form:
    """Fill the typed time `when` into the form.

    - For an insight that is not out yet, fill in `when` as the time at which it goes out.
    - For an insight that is already out, fill in the day of `when` as its last day.
    """
    goes_out = any(one.id == "goes_out" for one in form.blocks if isinstance(one, TextInput))
    read = typed_time(turn, when)
    day = day_of(read.starts_at, turn.person.zone) if isinstance(read, Understood) else read.day
    blocks = [
        replace(one, value=when)
        if isinstance(one, TextInput) and one.id == "goes_out"
        else replace(one, value=day or one.value)
        if isinstance(one, DateInput) and one.id == "review_by" and not goes_out
        else one
        for one in form.blocks
    ]
    return replace(form, blocks=tuple(blocks))


def _that_say(
    found: Sequence[Insight], wanted: set[str], words: Callable[[Insight], str]
) -> list[Insight]:
    return [one for one in found if wanted and wanted <= {*stems(words(one))}]


def _which(lead: str, found: Sequence[Insight], do: InsightAction) -> Card:
    label, action = LABELS[do]
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    for one in found[:SHOWN]:
        button = Button(label, action, str(one.id), about=one.headline)
        headline = Strong(shortened(one.headline), typed=True)
        blocks += [Paragraph(spans(headline)), Buttons((button,))]
    return Card(lead, (*blocks, Buttons((INSIGHTS,))))
