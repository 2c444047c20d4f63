"""Reps suggest insights. Marketing publishes a suggestion, or declines it with a reason."""

from handlers.cards import Form, Paragraph, Reply, card_saying, spans
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.access import may_publish
from handlers.inputs import TextInput
from handlers.notices import suggested, suggestion, tell
from handlers.registry import Refusal, Registry, Turn
from storage.tables import Insight
from storage.workspace import people


def register(registry: Registry) -> None:
    """Register the buttons of a suggestion, and the form that declines it."""
    registry.button("insight.suggest", suggest)
    registry.button("insight.decline", open_decline)
    registry.form("insight.decline", decline)


async def suggest(turn: Turn) -> Reply:
    """Send an insight to marketing if it is still a draft."""
    found = await access.own_insight(turn, turn.text, locked=True)
    if found.state == "draft":
        found.state, found.changed_at = "suggested", turn.now
        marketing = await tell.marketing(turn.session, found.tenant)
        await tell.tell(turn.session, marketing, suggested.NAME, found.id, turn.now)
    lead = (
        f"Marketing has “{shortened(found.headline)}”. You'll hear when they publish or decline it."
    )
    return card_saying(lead)


async def open_decline(turn: Turn) -> Reply:
    """Open a form to decline a suggestion. The form asks for a line to the suggestion's author."""
    found = await _undecided_suggestion(turn)
    who = await people.by_id(turn.session, found.tenant, found.author_id)
    name = who.name if who else "the person who suggested it"
    return Form(
        "insight.decline",
        "Decline a suggestion",
        (
            Paragraph(spans(shortened(found.headline))),
            TextInput("line", f"A line to {name}", "Why not, or what would help", required=True),
        ),
        subject=str(found.id),
        submit="Decline",
    )


async def decline(turn: Turn) -> Reply:
    """Decline a suggestion, and tell its author why."""
    found = await _undecided_suggestion(turn, locked=True)
    line = turn.fields.get("line", "").strip()
    if not line:
        raise Refusal("Write a line. It is all they will read.", field="line")
    found.state, found.declined, found.changed_at = "declined", line, turn.now
    found.owner_id = turn.person.id
    await tell_author(turn, found)
    lead = f"Declined: {shortened(found.headline)}. Your line goes to the person who suggested it."
    return card_saying(lead)


async def tell_author(turn: Turn, found: Insight) -> None:
    """Tell the author that somebody else has published or declined their suggestion."""
    author = await people.by_id(turn.session, found.tenant, found.author_id)
    if author is not None and author.id != turn.person.id:
        key = f"{found.id}:{found.state}"
        await tell.tell(turn.session, [author], suggestion.NAME, found.id, turn.now, key=key)


async def _undecided_suggestion(turn: Turn, *, locked: bool = False) -> Insight:
    """Return the suggestion that the turn is about.

    Raises Refusal if the person may not decide on suggestions, or if the suggestion was already
    published or declined.
    """
    found = await access.own_insight(turn, turn.text, locked=locked)
    if not may_publish(turn.person):
        raise Refusal("Marketing decides on suggestions.")
    if found.state != "suggested":
        raise Refusal("That is already settled. If it was published, Home → Insights shows it.")
    return found
