"""List the drafts of insights in pages, and set a draft aside."""

from collections.abc import Sequence

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    Strong,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.access import may_publish
from handlers.features.fields import whole_number
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.marketing import insight_cards
from storage.marketing import feeds, insights
from storage.tables import FeedSource, Insight

PAGE = 8
NO_LONGER_A_DRAFT = "That is no longer a draft. If it was published, Home → Insights shows it."


def register(registry: Registry) -> None:
    """Register the list of drafts, and their buttons."""
    registry.button("drafts.show", show)
    registry.button("drafts.aside", set_aside)
    registry.button("drafts.restore", restore)


async def show(turn: Turn) -> Reply:
    """Show a page of drafts, newest first. The button's value is the page, from 0.

    Raises Refusal for people who may not publish insights.
    """
    if not may_publish(turn.person):
        raise Refusal(
            "Drafts are for marketing. To search insights, type /insight and a few words."
        )
    return await _page(turn, whole_number(turn.text))


async def set_aside(turn: Turn) -> Reply:
    """Take a draft off the list. `restore` undoes this. Raises Refusal if it is not a draft."""
    found = await access.own_insight(turn, turn.text, locked=True)
    if found.state != "draft":
        raise Refusal(NO_LONGER_A_DRAFT)
    found.state, found.changed_at = "set_aside", turn.now
    lead = f"Set aside: {shortened(found.headline)}."
    buttons = (
        Button("Undo", "drafts.restore", str(found.id)),
        Button("All drafts", "drafts.show", "0"),
    )
    return card_saying(lead, Buttons(buttons))


async def restore(turn: Turn) -> Reply:
    """Make a set-aside insight a draft again. A draft stays a draft.

    Raises Refusal for an insight in any other state.
    """
    found = await access.own_insight(turn, turn.text, locked=True)
    if found.state not in ("draft", "set_aside"):
        raise Refusal(NO_LONGER_A_DRAFT)
    if found.state == "set_aside":
        found.state, found.changed_at = "draft", turn.now
    lead = f"A draft again: {shortened(found.headline)}."
    look = Button("Look at it", "insight.show", str(found.id), about=found.headline)
    return card_saying(lead, Buttons((look,)))


async def _page(turn: Turn, page: int) -> Card:
    tenant = turn.person.tenant
    total = await insights.count_drafts(turn.session, tenant)
    page = min(page, max(0, (total - 1) // PAGE))
    found = await insights.in_state(turn.session, tenant, "draft", PAGE, skip=page * PAGE)
    if not found:
        lead = "No drafts are waiting."
        return card_saying(lead)
    first = page * PAGE + 1
    lead = f"Drafts {first} to {first + len(found) - 1} of {total}"
    # The page buttons come first, so that they are in the same place on every page.
    blocks: list[Block] = [
        Paragraph(spans(Strong(lead))),
        Buttons(tuple(_page_buttons(page, total))),
    ]
    sources = await _sources(turn, found)
    for one in found:
        blocks.append(Paragraph(spans(typed(shortened(one.headline)))))
        blocks += source(turn, one, sources)
        blocks.append(insight_cards.manage(one, turn.now))
    return Card(lead, tuple(blocks))


def _page_buttons(page: int, total: int) -> list[Button]:
    ways = []
    if page:
        ways.append(Button("Newer", "drafts.show", str(page - 1)))
    if (page + 1) * PAGE < total:
        ways.append(Button("Older", "drafts.show", str(page + 1)))
    return [*ways, Button("Insights", "insight.desk")]


async def _sources(turn: Turn, found: Sequence[Insight]) -> dict[int, FeedSource]:
    if not any(one.feed_id for one in found):
        return {}
    return {feed.id: feed for feed in await feeds.of_tenant(turn.session, turn.person.tenant)}


def source(turn: Turn, found: Insight, sources: dict[int, FeedSource]) -> list[Block]:
    """Return a note with the name of a draft's feed, and the day of the feed's entry.

    Return [] for a draft that is not from a feed.
    """
    feed = sources.get(found.feed_id or 0)
    if feed is None:
        return []
    day = ""
    if found.source_at is not None:
        zone = turn.person.zone
        day = f", {format_date(day_of(found.source_at, zone), day_of(turn.now, zone))}"
    return [Note(spans(f"From {shortened(feed.title)}{day}."))]
