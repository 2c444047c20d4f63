"""/insight: write an insight, search insights, or choose what a channel gets.

Reps can suggest an insight, and marketers can publish one.
"""

from handlers.cards import Aside, Button, Buttons, Card, Note, Paragraph, Reply, card_saying, spans
from handlers.coaching.text.words import shortened
from handlers.commands import Command
from handlers.features import access
from handlers.features.access import may_publish
from handlers.features.marketing import (
    insight_desk,
    insight_edits,
    insight_form,
    insight_search,
    subscriptions,
    suggestions,
)
from handlers.features.marketing.insight_form import GOOD_FOR
from handlers.notices.insights import replan_insight
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.marketing import insight_cards
from storage.choices import UNDECIDED
from storage.conversation import card_shown, offers
from storage.marketing import insights
from storage.tables import Insight

PUBLISH, RETIRE = "insight.publish", "insight.retire"


def register(registry: Registry) -> None:
    """Register the command and the buttons of an insight."""
    registry.command(
        Command(
            "insight",
            "[words, or subscribe]",
            "publish or suggest an insight, search for one, or subscribe a channel",
            ("/insight subscribe industry=logistics, competitor=*", "/insight pricing"),
        ),
        insight,
    )
    registry.button(PUBLISH, publish)
    registry.button(RETIRE, retire)
    registry.button("insight.renew", renew)
    registry.button("insight.show", show)


async def insight(turn: Turn) -> Reply:
    """Open the form for a new insight, search, or change what the channel gets."""
    first, _, rest = turn.text.strip().partition(" ")
    if first.lower() == "subscribe":
        return await subscriptions.subscribe(turn, rest.strip())
    if first.lower() == "unsubscribe":
        return await subscriptions.unsubscribe(turn, rest.strip())
    return await insight_search.search(turn) if first else await insight_form.new(turn)


async def publish(turn: Turn) -> Reply:
    """Publish an insight at its scheduled time.

    If no future time is set, or if the button's value ends with "now", publish it at once. A typed
    "undo" soon after retires the insight.

    If the insight has changed since the button was shown, don't publish it, but show the new text.
    """
    insight_id, revision, when = (*turn.text.split(":"), "", "")[:3]
    found = await access.own_insight(turn, insight_id, locked=True)
    if not may_publish(turn.person):
        raise Refusal("Only marketing can publish. You can suggest it to them.")
    insight_edits.require_open(found)
    if str(found.revision) != revision:
        return await _show_changed(turn, found)
    if found.replaces_id:
        return await insight_edits.publish(turn, found)
    planned = found.published_at
    if found.state != "published" or when == "now":
        later = planned is not None and planned > turn.now and when != "now"
        found.published_at = planned if later else turn.now
    state_before = found.state
    found.state, found.owner_id, found.changed_at = "published", turn.person.id, turn.now
    await turn.session.flush()
    if state_before == "suggested":
        await suggestions.tell_author(turn, found)
    await replan_insight(turn.session, found, turn.now)
    await insight_edits.correct_posts(turn, found)
    await card_shown.remember(turn.session, turn.person, "insight", found.id, turn.now)
    undo = offers.to_undo(RETIRE, str(found.id), turn.now)
    await offers.save(turn.session, turn.person, undo)
    lead = _published(turn, found)
    where = await insight_desk.where(turn.session, found, turn.now)
    return card_saying(lead, *where, insight_cards.published_buttons(found, turn.now))


async def _show_changed(turn: Turn, found: Insight) -> Aside:
    """Show the new text in a new message. The message with the pressed button stays as it is.

    If it were replaced, the second click of a double click could hit the new text's
    button, and publish the new text unread.
    """
    lead = "This has changed since you opened it. It now looks like this:"
    blocks = (
        Paragraph(spans(lead)),
        *insight_cards.whole(found),
        *await insight_desk.where(turn.session, found, turn.now),
        insight_cards.manage(found, turn.now),
    )
    return Aside(Card(lead, blocks))


def _published(turn: Turn, found: Insight) -> str:
    headline = shortened(found.headline)
    if insights.is_out(found, turn.now) or found.published_at is None:
        return (
            f"Published: {headline}. Reps see it in “Everything on file” for the calls that it "
            "fits."
        )
    return f"Scheduled for {insight_search.when_out(turn, found)}: {headline}."


async def retire(turn: Turn) -> Reply:
    """Retire an insight, and update the posts about it.

    If the person types "undo" soon after, it is published again.
    """
    found = await access.own_insight(turn, turn.text, locked=True)
    was_out = insights.is_out(found, turn.now)
    found.state, found.changed_at = "retired", turn.now
    await turn.session.flush()
    await replan_insight(turn.session, found, turn.now)
    await insight_edits.correct_posts(turn, found)
    await card_shown.remember(turn.session, turn.person, "insight", found.id, turn.now)
    again = insight_cards.publish_value(found)
    await offers.save(turn.session, turn.person, offers.to_undo(PUBLISH, again, turn.now))
    now = "Reps no longer see it." if was_out else "It won't go out."
    lead = f"Retired: {shortened(found.headline)}. {now}"
    undo = Button("Publish it again", PUBLISH, again)
    where = await insight_desk.where(turn.session, found, turn.now)
    return card_saying(lead, *where, Buttons((undo,)))


async def renew(turn: Turn) -> Reply:
    """Set the review day of an insight to 90 days from today.

    Channels that missed the insight because its review was overdue get it now.
    """
    found = await access.own_insight(turn, turn.text, locked=True)
    today = day_of(turn.now, turn.person.zone)
    found.review_by = today + GOOD_FOR
    # a typed "undo" must not undo older changes
    await offers.close_undo(turn.session, turn.person, turn.now)
    if insights.is_out(found, turn.now):
        found.published_at = turn.now
    found.changed_at = turn.now
    await turn.session.flush()
    await replan_insight(turn.session, found, turn.now)
    await card_shown.remember(turn.session, turn.person, "insight", found.id, turn.now)
    until = format_date(found.review_by, today)
    lead = f"Renewed until {until}: {shortened(found.headline)}."
    going = await insight_desk.still_to_go(turn.session, found, turn.now)
    where = (Note(spans(going)),) if going else ()
    return card_saying(lead, *where, insight_cards.manage(found, turn.now))


async def show(turn: Turn) -> Reply:
    """Show one insight. Raises Refusal if it is not published and the person may not change it."""
    found = await insights.by_id(turn.session, turn.person.tenant, access.row_id(turn.text))
    mine = found is not None and access.may_change(turn.person, found)
    if found is not None and not mine and found.state in UNDECIDED:
        raise Refusal("That is not published yet. Marketing decides whether to publish it.")
    if found is None or not (insights.is_out(found, turn.now) or mine):
        raise Refusal("That insight is no longer published.")
    await card_shown.remember(turn.session, turn.person, "insight", found.id, turn.now)
    blocks = [*insight_cards.whole(found)]
    wrote = turn.person.id in (found.author_id, found.owner_id)
    if insights.is_out(found, turn.now) and not wrote:
        blocks += insight_cards.response_buttons(found, 0)
    if mine:
        blocks.append(await insight_desk.about(turn, found))
    if may_publish(turn.person):
        if found.state == "retired" or insights.is_out(found, turn.now):
            blocks += await insight_desk.performance(turn.session, found, turn.now)
        blocks.append(insight_cards.manage(found, turn.now))
    elif mine:
        edit = Button("Edit", "insight.edit", str(found.id), about=found.headline)
        blocks.append(Buttons((edit,)))
    return Aside(Card(found.headline, tuple(blocks)))
