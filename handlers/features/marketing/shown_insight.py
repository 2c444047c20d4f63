"""Do what a marketer types about the insight just shown: “publish it tomorrow 9am”.

Marketers can also keep the insight back, or say for which industry or competitor it is.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Paragraph,
    Reply,
    Strong,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import SMALL_WORDS, shortened, stems
from handlers.features.access import may_publish
from handlers.features.marketing import insight_form, insights
from handlers.features.marketing.asked import NO_SUGGESTIONS
from handlers.features.typed_time import typed_time
from handlers.registry import Turn, Unfinished
from handlers.times import Understood
from handlers.typed.marketing.insight_said import told_the_team
from handlers.typed.marketing.shown_insight_said import ShownOrder, shown_order
from handlers.views.marketing import insight_cards
from handlers.views.marketing.for_marketing import INSIGHTS
from storage.choices import InsightState
from storage.conversation import card_shown
from storage.marketing import insights as stored
from storage.tables import Insight
from storage.workspace import people

SEARCHED, SHOWN = 100, 8
NOT_OUT = "Nothing goes out. Change it here, and publish it when it is right."
OUT = "This one is published already. You can edit or retire it."
WHICH = "Publish which one?"
SCHEDULED, PUBLISHED = "Scheduled already:", "Published already:"
NONE_MENTIONS = "No insight mentions “{}”."
_NOUNS = "one insight suggestion draft"
UNPUBLISHED: tuple[InsightState, ...] = ("suggested", "draft", "retired")


async def answer(turn: Turn) -> Reply | Unfinished | None:
    """Do what a marketer or an admin says about an insight.

    - For “our customer saved hours, tell the team”, open the form for a new insight.
    - For “publish the insight about pricing”, offer the insights that fit.
    - For a line about the insight shown last, such as “publish it”, do what the line says. The
      insight must have been shown in the last half hour.

    Return None for any other line. Also return None in a channel, or if the person is neither a
    marketer nor an admin.
    """
    if turn.place is not None or not may_publish(turn.person):
        return None
    if news := told_the_team(turn.text):
        return await insight_form.new(replace(turn, text=news))
    order = shown_order(turn.text)
    if order is not None and order.do == "find":
        return await _find(turn, order.topic)
    found = await _shown_last(turn) if order else None
    return await _carry_out(turn, found, order) if found and order else None


async def _carry_out(turn: Turn, found: Insight, order: ShownOrder) -> Reply:
    of_it = replace(turn, text=str(found.id))
    match order.do:
        case "publish":
            return await _publish(turn, found, order.when)
        case "aim":
            named = {"industry": order.industry, "competitor": order.competitor}
            filled = {name: words for name, words in named.items() if words}
            return await insight_form.edit_with(of_it, filled)
        case _:
            return await _hold(turn, found)


async def _shown_last(turn: Turn) -> Insight | None:
    """Return the unpublished edit of the insight shown last, or the insight if it has no edit.

    Return None if no insight was shown in the last half hour.
    """
    shown = await card_shown.latest(turn.session, turn.person, "insight", turn.now)
    if shown is None:
        return None
    tenant = turn.person.tenant
    edits = await stored.edits(turn.session, tenant, [shown])
    return edits.get(shown) or await stored.by_id(turn.session, tenant, shown)


async def _publish(turn: Turn, found: Insight, when: str) -> Reply:
    """Publish the insight. If a colleague changed the insight last, only show it.

    - If `when` is "now", publish at once.
    - If `when` is "", publish at the scheduled time, or at once if no time is set.
    - If `when` is a time, publish at this time. If `found` is the edit of a published insight, open
      the form instead.
    - If `when` is unclear, open the form.
    """
    if found.owner_id != turn.person.id:
        return await insights.show(replace(turn, text=str(found.id)))
    at_once = when == "now"
    if when and not at_once:
        read = typed_time(turn, when)
        if not isinstance(read, Understood) or found.replaces_id:
            return await insight_form.edit_with(
                replace(turn, text=str(found.id)), {"goes_out": when}
            )
        found.published_at = read.starts_at
    go = insight_cards.publish_value(found, now=at_once)
    return await insights.publish(replace(turn, text=go))


async def _hold(turn: Turn, found: Insight) -> Card:
    """Say whether the insight is published, scheduled or neither, and show its buttons."""
    out = stored.is_out(found, turn.now)
    scheduled = found.state == "published" and not out
    lead = OUT if out else NOT_OUT
    if scheduled:
        lead = "It is scheduled. Edit it here, or retire it so that it does not go out."
    headline = Paragraph(spans(Strong(shortened(found.headline), typed=True)))
    return card_saying(lead, headline, insight_cards.manage(found, turn.now))


async def _find(turn: Turn, topic: str) -> Card | None:
    """Offer to publish the unpublished insights that fit the words of `topic`.

    An unpublished insight fits if it has all of these words in its text or its author's name.
    “Publish the draft” has no words to search for, so all unpublished insights fit. If there is no
    unpublished insight that fits, do this:

    - For “publish the suggestion”, say that there are no suggestions.
    - For “publish the draft”, return None.
    - For other words, show the scheduled insights that fit. If no scheduled insight fits, show the
      published insights that fit. If no published insight fits, say that no insight does.
    """
    wanted = {*stems(topic)} - SMALL_WORDS - {*stems(_NOUNS)}
    is_suggested = "suggestion" in topic.split()
    if found := await _unpublished(turn, wanted, is_suggested=is_suggested):
        return _which(found)
    if is_suggested:
        return card_saying(NO_SUGGESTIONS, Buttons((INSIGHTS,)))
    return await _scheduled_or_published(turn, topic, wanted) if wanted else None


async def _unpublished(turn: Turn, wanted: set[str], *, is_suggested: bool) -> list[Insight]:
    """Return the unpublished insights with all `wanted` words in their text or author's name.

    If `is_suggested` is true and no suggestion has these words, also return all suggestions.
    """
    session, tenant = turn.session, turn.person.tenant
    found: list[Insight] = []
    for state in UNPUBLISHED:
        of_state = await stored.in_state(session, tenant, state, SEARCHED)
        names = await people.names_of(session, tenant, {one.author_id for one in of_state})
        fits = [
            one
            for one in of_state
            if wanted <= {*stems(f"{one.headline} {one.line} {names.get(one.author_id, '')}")}
        ]
        if state == "suggested" and is_suggested:
            fits = fits or [*of_state]
        found += fits
    return found


async def _scheduled_or_published(turn: Turn, topic: str, wanted: set[str]) -> Card:
    """Show the scheduled or published insights with these words, or say that there are none."""
    session, tenant, now = turn.session, turn.person.tenant, turn.now
    scheduled = await stored.scheduled(session, tenant, now, SEARCHED)
    published = await stored.newest(session, tenant, now, SEARCHED)
    for lead, of_state in ((SCHEDULED, scheduled), (PUBLISHED, published)):
        fits = [one for one in of_state if wanted <= {*stems(f"{one.headline} {one.line}")}]
        if fits:
            return insight_cards.to_publish(lead, fits[:SHOWN], now)
    named = " ".join(word for word in topic.split() if word not in _NOUNS.split())
    return card_saying(typed(NONE_MENTIONS.format(shortened(named, 60))), Buttons((INSIGHTS,)))


def _which(found: Sequence[Insight]) -> Card:
    blocks: list[Block] = [Paragraph(spans(typed(WHICH)))]
    for one in found[:SHOWN]:
        go = insight_cards.publish_value(one)
        headline = Strong(shortened(one.headline), typed=True)
        look = Button("Look at it", "insight.show", str(one.id), about=one.headline)
        publish = Button("Publish", "insight.publish", go, "primary", about=one.headline)
        blocks += [Paragraph(spans(headline)), Buttons((publish, look))]
    return Card(WHICH, (*blocks, Buttons((INSIGHTS,))))
