"""Let a rep share one of their own figures with one person for a limited time, or take it back."""

from collections.abc import Sequence

from handlers.cards import Aside, Form, Note, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.composing import updates
from handlers.features import access
from handlers.features.admin import typed_names
from handlers.features.fields import one_of
from handlers.features.team import rights
from handlers.inputs import ChoiceInput, Input, Option, TextInput
from handlers.knowledge import shared_figures
from handlers.notices import emptied, figure_shared, tell
from handlers.registry import Refusal, Registry, Turn
from handlers.views.team import coaching_cards
from handlers.views.team.coaching_cards import FIGURES, LENGTHS, ShownFigure
from storage.choices import SHARED_FIGURES
from storage.conversation import shown_messages
from storage.tables import Person
from storage.team import coaching
from storage.team.coaching import ShareWithPerson
from storage.workspace import people

LISTED = 100  # people in the form; in a larger workspace the name is typed
MAX_SHARED = 8  # figures that a person shares at a time; each has a button
VIEWER = "viewer"
WITH_WHOM = "With whom?"
TOO_MANY = "You're already sharing eight figures. Take one back first."
NOT_SHARING = "You aren't sharing that figure."
ONLY_THIS = (
    "They see only this figure, always with its current value. Sharing ends on its own, and you "
    "can take the figure back sooner."
)


def register(registry: Registry) -> None:
    """Register the form and the buttons."""
    registry.button(coaching_cards.SHARE, access.with_figures(open_share))
    registry.form(coaching_cards.SHARE, access.with_figures(share))
    registry.button(coaching_cards.MINE, mine)
    registry.button(coaching_cards.END, end)
    registry.button(coaching_cards.WITH_ME, access.with_figures(with_me))
    registry.button(coaching_cards.LOOK, access.with_figures(look))


async def open_share(turn: Turn) -> Reply:
    """Open the form to share a figure."""
    figures = tuple(Option(name, FIGURES[name]) for name in SHARED_FIGURES)
    lengths = tuple(Option(id_, words) for id_, (words, _) in LENGTHS.items())
    return Form(
        coaching_cards.SHARE,
        "Share a figure",
        (
            ChoiceInput("figure", "Which figure?", figures, required=True),
            _viewers(await _others(turn)),
            ChoiceInput("length", "For how long?", lengths, value="2w", required=True),
            Note(spans(ONLY_THIS)),
        ),
        submit="Share it",
    )


def _viewers(known: Sequence[Person]) -> Input:
    """Return the input for the viewer. Nobody is chosen at first, not even the manager."""
    if len(known) > LISTED:
        return TextInput(VIEWER, WITH_WHOM, hint="Their name", required=True)
    options = tuple(Option(str(one.id), one.name) for one in known)
    return ChoiceInput(VIEWER, WITH_WHOM, options, required=True)


async def _others(turn: Turn) -> list[Person]:
    found = await people.not_left_by_name(turn.session, turn.person.tenant)
    return [one for one in found if one.id != turn.person.id]


async def share(turn: Turn) -> Reply:
    """Share the chosen figure, tell the viewer, and show what is shared.

    If the rep shares the figure with this person already, the earlier share ends.
    """
    figure = one_of(turn.fields.get("figure", ""), SHARED_FIGURES)
    if figure is None:
        raise Refusal("Choose a figure.", field="figure")
    length = LENGTHS.get(turn.fields.get("length", ""))
    if length is None:
        raise Refusal("Choose how long.", field="length")
    viewer = await _viewer(turn)
    await people.lock(turn.session, turn.person)
    before = await coaching.shared_by(turn.session, turn.person, turn.now)
    others = [one for one in before if (one.row.figure, one.other.id) != (figure, viewer.id)]
    if len(others) >= MAX_SHARED:
        raise Refusal(TOO_MANY)
    until = turn.now + length[1]
    row = await coaching.share(
        turn.session, turn.person, viewer, turn.now, figure=figure, until=until
    )
    replaced = [one.row for one in before if one.row.ended_at is not None]
    await figure_shared.end(turn.session, replaced, turn.now)
    await tell.tell(turn.session, [viewer], figure_shared.NAME, row.id, turn.now)
    return await _mine(turn)


async def _viewer(turn: Turn) -> Person:
    typed, known = turn.fields.get(VIEWER, "").strip(), await _others(turn)
    found = [one for one in known if one.id == access.row_id(typed)]
    found = found or (typed_names.people_named(typed, known, VIEWER) if len(known) > LISTED else [])
    if len(found) != 1:
        raise Refusal("Choose one person.", field=VIEWER)
    return found[0]


async def mine(turn: Turn) -> Reply:
    """Show what the person shares."""
    return await _mine(turn)


async def end(turn: Turn) -> Reply:
    """Take a figure back. It is gone at once, even from messages that showed it."""
    row = await coaching.own_share(turn.session, turn.person, access.row_id(turn.text))
    if row is None:
        raise Refusal(NOT_SHARING)
    row.ended_at = row.ended_at or turn.now
    await turn.session.flush()
    await figure_shared.end(turn.session, [row], turn.now)
    viewer = await people.by_id(turn.session, row.tenant, row.viewer_id)
    if viewer is None:
        return await _mine(turn, "Taken back.")
    showing = await shown_messages.take_from_viewer(turn.session, viewer, turn.person)
    await updates.empty(
        turn.session, viewer, showing, turn.now, rewritten=emptied.FIGURE_TAKEN_BACK
    )
    return await _mine(
        turn, f"Taken back. {shortened(viewer.name, 60)} no longer sees that figure."
    )


async def _mine(turn: Turn, *first: str) -> Reply:
    shares = await coaching.shared_by(turn.session, turn.person, turn.now)
    return Aside(coaching_cards.mine(shares, turn.now, turn.person.zone, *first))


async def with_me(turn: Turn) -> Reply:
    """Show the figures that people share with the person now."""
    found = await rights.figures_shared(turn)
    return Aside(coaching_cards.with_me(found, turn.now, turn.person.zone))


async def look(turn: Turn) -> Reply:
    """Show one figure that somebody shares with the person."""
    shared = await rights.shared_figure(turn, turn.text)
    return Aside(
        coaching_cards.figure(await _shown_figure(turn, shared), turn.now, turn.person.zone)
    )


async def _shown_figure(turn: Turn, shared: ShareWithPerson) -> ShownFigure:
    figure = shared.row.figure
    said = await shared_figures.said(turn.session, shared.other, figure)
    call_id = await coaching.last_call_id(turn.session, shared.other, turn.now)
    return ShownFigure(shared, said, call_id)
