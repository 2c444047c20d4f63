"""Preview an insight before it is published."""

from dataclasses import replace

from handlers.cards import Block, Button, Buttons, Card, Heading, Note, Paragraph, spans
from handlers.coaching.matching import BuyerWords, is_near_duplicate, words_of
from handlers.coaching.text.words import shortened
from handlers.features.access import may_publish
from handlers.features.marketing import insight_desk
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_short
from handlers.views.marketing import insight_cards
from storage.choices import EDIT, InsightState
from storage.conversation import card_shown
from storage.customers import accounts
from storage.marketing import insight_matches, insights
from storage.tables import Account, Insight

# In these states, the preview has the buttons of `insight_cards.manage`. In the others, it has a
# button to publish or suggest the insight, and *Edit or add more*.
WITH_DESK_BUTTONS: tuple[InsightState, ...] = ("edit", "published")


async def preview(turn: Turn, found: Insight) -> Card:
    """Show an insight as readers will see it, with its buttons.

    From now on, “it” in a typed line means this insight.
    """
    shown = found.replaces_id or found.id
    await card_shown.remember(turn.session, turn.person, "insight", shown, turn.now)
    lead = "Scheduled" if found.state == "published" else "This is how it will look"
    account = await account_of(turn, found)
    today = day_of(turn.now, turn.person.zone)
    blocks: list[Block] = [
        Note(spans(_status_line(turn, found, lead))),
        *insight_cards.whole(found),
        Note(spans(insight_cards.audience(found, account, today))),
        *await insight_desk.where(turn.session, found, turn.now),
    ]
    twins = await _near_duplicates(turn, found)
    if twins:
        blocks.append(Heading("Similar insights that are published"))
        blocks += [Paragraph(spans(shortened(twin.headline))) for twin in twins]
    if found.state in WITH_DESK_BUTTONS:
        blocks.append(insight_cards.manage(found, turn.now))
    else:
        blocks.append(Buttons((*_publish_buttons(turn, found), _edit(found))))
    return Card(lead, tuple(blocks))


def _status_line(turn: Turn, found: Insight, lead: str) -> str:
    if found.state == EDIT:
        return f"{lead}. The old text stays until you publish this."
    if found.state == "published" and found.published_at is not None:
        when = format_short(found.published_at, now=turn.now, zone=turn.person.zone)
        return f"{lead} for {when}. It will go out like this."
    return f"{lead}. Nothing goes out until it is published."


def _publish_buttons(turn: Turn, found: Insight) -> list[Button]:
    """Return the buttons that publish the insight now or later, or that suggest it to marketing."""
    insight_id = str(found.id)
    if not may_publish(turn.person):
        return [
            Button(
                "Suggest to marketing",
                "insight.suggest",
                insight_id,
                "primary",
                about=found.headline,
            )
        ]
    go, at_once = insight_cards.publish_value(found), insight_cards.publish_value(found, now=True)
    now = Button("Publish now", "insight.publish", at_once, "primary", about=found.headline)
    if found.published_at is None or insights.is_out(found, turn.now):
        return [now]
    when = format_short(found.published_at, now=turn.now, zone=turn.person.zone)
    label = f"Publish {when}"
    then = Button(label, "insight.publish", go, "primary", about=found.headline)
    return [then, replace(now, style="default")]


def _edit(found: Insight) -> Button:
    return Button("Edit or add more", "insight.edit", str(found.id), about=found.headline)


async def _near_duplicates(turn: Turn, found: Insight) -> list[Insight]:
    today = day_of(turn.now, turn.person.zone)
    said = [BuyerWords(f"{found.headline} {found.line}", today)]
    ids = await insight_matches.with_words(
        turn.session, turn.person.tenant, words_of(said, ()), limit=20
    )
    near = await insights.by_ids(turn.session, turn.person.tenant, ids)
    return [
        one
        for one in near
        if one.id not in (found.id, found.replaces_id)
        and insights.is_out(one, turn.now)
        and one.review_by >= today
        and is_near_duplicate(one.headline, found.headline)
    ][:3]


async def account_of(turn: Turn, found: Insight) -> Account | None:
    """Return the account that the insight is for, or None if it is for any account."""
    if found.account_id is None:
        return None
    return await accounts.by_id(turn.session, turn.person.tenant, found.account_id)
