"""Edit published insights. An edit is a separate row until somebody publishes the edit."""

from handlers.cards import Card, Reply, card_saying
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.marketing import insight_desk
from handlers.notices import updating
from handlers.notices.insights import NAME, replan_insight
from handlers.registry import Refusal, Registry, Turn
from handlers.views.marketing import insight_cards
from storage.choices import EDIT, InsightState
from storage.conversation import offers
from storage.marketing import insight_matches, insights
from storage.tables import Insight
from storage.workspace import people

TEXTS = ("headline", "line", "body", "link", "industry", "persona", "competitor")
FIELDS = (*TEXTS, "stage", "account_id", "review_by")


def register(registry: Registry) -> None:
    """Register the button that discards an edit. The button `insight.publish` publishes edits."""
    registry.button("insight.discard", discard)


async def row_to_save(turn: Turn, found: Insight, revision: str) -> Insight:
    """Return the row in which to save a form: the insight, or a new edit of a published insight.

    `revision` is the insight's revision when the form was opened. Raises Refusal if the insight has
    changed since then, or already has an edit.
    """
    newer = (await insights.edits(turn.session, found.tenant, [found.id])).get(found.id)
    if newer is not None or str(found.revision) != revision:
        raise Refusal(
            f"{await _who_changed_it(turn, newer or found)}. Your words are still here: copy what "
            "you need, close this, and open it again."
        )
    if not insights.is_out(found, turn.now):
        return found
    edit = Insight(
        tenant=found.tenant,
        state=EDIT,
        author_id=found.author_id,
        owner_id=turn.person.id,
        replaces_id=found.id,
        changed_at=turn.now,
        revision=found.revision,
        **{name: getattr(found, name) for name in FIELDS},
    )
    turn.session.add(edit)
    return edit


async def _who_changed_it(turn: Turn, found: Insight) -> str:
    if found.owner_id == turn.person.id:
        return "You have changed this in another window"
    who = await people.by_id(turn.session, found.tenant, found.owner_id)
    return f"{who.name if who else 'A colleague'} has changed this in the meantime"


async def publish(turn: Turn, edit: Insight) -> Card:
    """Apply an edit to its insight, and update the posts.

    Raises Refusal if the edit is settled already, or if the person may not change the insight.
    """
    found = await _replaced(turn, edit)
    for name in FIELDS:
        setattr(found, name, getattr(edit, name))
    found.corrected_at = found.changed_at = turn.now
    found.revision, found.owner_id = found.revision + 1, turn.person.id
    _settle(turn, edit, "applied")
    await turn.session.flush()
    await insight_matches.index(turn.session, found)
    await replan_insight(turn.session, found, turn.now)
    await correct_posts(turn, found)
    # a typed "undo" must not undo older changes
    await offers.close_undo(turn.session, turn.person, turn.now)
    lead = f"Changed: {shortened(found.headline)}."
    where = await insight_desk.where(turn.session, found, turn.now)
    return card_saying(lead, *where, insight_cards.manage(found, turn.now))


async def correct_posts(turn: Turn, found: Insight) -> None:
    """Update the posts about an insight in all channels."""
    await updating.plan(turn.session, found.tenant, [NAME], [found.id], turn.now)


async def discard(turn: Turn) -> Reply:
    """Discard an edit, and leave the insight unchanged. Raises Refusal as `publish` does."""
    edit = await access.own_insight(turn, turn.text, locked=True)
    found = await _replaced(turn, edit)
    _settle(turn, edit, "discarded")
    lead = f"Discarded. The insight stays as it was: {shortened(found.headline)}."
    return card_saying(lead, insight_cards.manage(found, turn.now))


def require_open(found: Insight) -> None:
    """Raise Refusal if an edit was already published or discarded."""
    if found.state == "applied":
        raise Refusal("That change is already published.")
    if found.state == "discarded":
        raise Refusal("That change was discarded. Home → Insights shows what is published.")


async def _replaced(turn: Turn, edit: Insight) -> Insight:
    require_open(edit)
    return await access.own_insight(turn, str(edit.replaces_id), locked=True)


def _settle(turn: Turn, edit: Insight, state: InsightState) -> None:
    edit.state, edit.changed_at, edit.owner_id = state, turn.now, turn.person.id
    edit.revision += 1  # a form that still shows the edit can't be saved any more
