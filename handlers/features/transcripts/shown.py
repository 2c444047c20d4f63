"""Show the figures of a call. First ask the rep to guess who talked more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from handlers.cards import Block, Card, CardWithUpdates, Paragraph, Reply, ShowsOfCall, spans
from handlers.features import access
from handlers.features.fields import one_of
from handlers.features.reflections import own_reflection
from handlers.features.transcripts import call_labels, focus_offer
from handlers.registry import Refusal, Registry, Turn
from handlers.transcripts.refs import carried, refers_to, row_of
from handlers.transcripts.stored import from_stored
from handlers.views.transcripts import talk_card, talk_deleted, talk_guess
from storage.choices import CANCELLED, MISSED, PLANNED, TALK
from storage.sales_calls.own_calls import Seated
from storage.sources import measured_calls
from storage.tables import MeasuredCall

# For each call, we remember at most this many messages with its figures: the latest ones. If the
# figures are deleted, we change these messages.
MESSAGES = 5
# If figures of several calls are deleted, we change at most this many of the messages that we
# remember.
MESSAGES_AT_ONCE = 10
# We don't remember all messages. To find the others, we look at the values of their buttons (see
# `ShownIn`). If figures of several calls are deleted, we do this for at most this many calls.
CARRIED_AT_ONCE = 100


def register(registry: Registry) -> None:
    """Register the buttons of the question who talked more, and those of an offered focus."""
    registry.button(talk_guess.GUESS, access.with_figures(guess))
    registry.button(talk_guess.SHOW, access.with_figures(show))
    registry.button(focus_offer.TAKE, access.with_figures(take_focus))
    registry.button(focus_offer.NOT_NOW, access.with_figures(not_now))


async def after_measuring(turn: Turn, row: MeasuredCall, seated: Seated) -> Card:
    """Show the figures. Before the rep sees them for the first time, ask who talked more.

    Don't ask in these cases:

    - The rep has guessed already. An answer to the same question in the rep's reflection counts as
      a guess.
    - The file gives no talk share.
    - The call is so short that the talk share is only rough.
    """
    if row.shown_at is not None:
        return await card(turn, row, seated)
    reflection = await own_reflection.of_call(turn, seated)
    row.guess = row.guess or (reflection.talk if reflection else None)
    figures = from_stored(row.figures)
    # The share of a short call is not exact enough to compare a guess with it.
    if row.guess is None and figures.mine is not None and "too short" not in figures.missing:
        asked = talk_guess.question(
            call_labels.about(turn, seated), turn.playbook, call_labels.ref_of(row)
        )
        return replace(asked, shows=shows(row))
    return await _first(turn, row, seated)


async def guess(turn: Turn) -> Reply:
    """Save the guess, and show the figures.

    If the rep has seen the figures already, keep the earlier guess.
    """
    row_id, _, said = turn.text.partition(":")
    row = await own_row(turn, row_id, locked=True)
    seated = await call_of(turn, row)
    if row.shown_at is not None:
        return await card(turn, row, seated)
    row.guess = one_of(said, TALK)
    if row.guess is None:
        raise Refusal("Choose one of these, please.")
    reflection = await own_reflection.of_call(turn, seated)
    if reflection is not None and reflection.talk is None:
        reflection.talk = row.guess
    return await _first(turn, row, seated)


async def show(turn: Turn) -> Reply:
    """Show the figures without a guess."""
    row = await own_row(turn, turn.text, locked=True)
    seated = await call_of(turn, row)
    return await (card if row.shown_at else _first)(turn, row, seated)


async def _first(turn: Turn, row: MeasuredCall, seated: Seated) -> Card:
    """Show the figures for the first time, perhaps with the offer of a focus."""
    row.shown_at = turn.now
    offered = await focus_offer.blocks(turn, row)
    await turn.session.flush()
    first = len(await measured_calls.latest(turn.session, turn.person, 2)) == 1
    return await card(turn, row, seated, offered, first=first)


async def card(
    turn: Turn,
    row: MeasuredCall,
    seated: Seated,
    below: Sequence[Block] = (),
    *,
    first: bool = False,
) -> Card:
    """Show the figures next to the rep's guesses about them.

    `below` are blocks after the buttons. `first` means that these are the person's first figures.
    """
    figures = from_stored(row.figures)
    reflection = await own_reflection.of_call(turn, seated)
    guessed = [talk_guess.guess_and_truth(row.guess, figures, turn.playbook) if row.guess else ""]
    if reflection is not None:
        noted = reflection.first_prescribed, reflection.next_step_by
        guessed += talk_guess.notes_and_truth(*noted, figures)
    made = talk_card.card(
        call_labels.about(turn, seated),
        figures,
        turn.playbook,
        call_labels.ref_of(row),
        first=first,
        guessed=guessed,
    )
    return replace(made, blocks=(*made.blocks, *below), shows=shows(row))


def shows(row: MeasuredCall) -> tuple[ShowsOfCall]:
    """Return the value of `Card.shows` for a card that shows these figures."""
    return (ShowsOfCall(row.call_id, "figures"),)


async def take_focus(turn: Turn) -> Reply:
    """Take on the focus that was offered, and say so on the card."""
    row = await own_row(turn, turn.text, locked=True)
    seated = await call_of(turn, row)
    said = await focus_offer.taken(turn, row)
    return await card(turn, row, seated, (Paragraph(spans(said)),))


async def not_now(turn: Turn) -> Reply:
    """The rep does not want the offered focus now. Show the card without it."""
    row = await own_row(turn, turn.text)
    return await card(turn, row, await call_of(turn, row))


async def own_row(
    turn: Turn, text: str, *, locked: bool = False, gone: str = talk_deleted.FORGOTTEN
) -> MeasuredCall:
    """Find the figures that a button's reference (`text`) is about.

    Remember the message with the pressed button, so that it changes too if the figures are deleted.

    Raises Refusal, with a card that replaces the old one, in these cases:

    - The figures are deleted or belong to somebody else. The refusal says `gone`.
    - The figures now belong to another call or file.
    """
    id_ = access.row_id(row_of(text))
    row = await measured_calls.by_id(turn.session, turn.person, id_, locked=locked)
    if row is None:
        raise Refusal(gone, instead=talk_deleted.forgotten_already(gone))
    if not refers_to(text, row.digest, row.call_id):
        card = talk_deleted.moved(
            await call_labels.about_figures(turn, row), call_labels.ref_of(row)
        )
        raise Refusal(card.summary, instead=card)
    _note_message(row, turn.message)
    return row


@dataclass(frozen=True)
class ShownIn:
    """The messages that show the figures of some transcripts, or a draft from these transcripts.

    `messages` are the ids of the messages that we remember. `carried` helps to find the others. It
    has one text for each transcript. Every button about the transcript has this text in its value.
    """

    messages: tuple[str, ...]
    carried: tuple[str, ...]


def shown_in(rows: Collection[MeasuredCall], turn: Turn) -> ShownIn:
    """Find where these figures are shown, apart from the message whose button was pressed.

    Return at most `MESSAGES_AT_ONCE` messages. The messages of the first row come first.
    """
    found = (message for row in rows for message in reversed(row.shown_in.split()))
    others = [one for one in found if one != turn.message][:MESSAGES_AT_ONCE]
    return ShownIn(tuple(others), tuple(carried(row.digest) for row in rows)[:CARRIED_AT_ONCE])


def deleted(card: Card, where: ShownIn) -> Reply:
    """Answer that figures were deleted, and change the messages that show them."""
    if not where.carried:
        return card
    first, *others = where.messages or ("",)
    return CardWithUpdates(
        card, first, talk_deleted.forgotten_already(), tuple(others), where.carried
    )


def _note_message(row: MeasuredCall, message: str) -> None:
    known = row.shown_in.split()
    if message and known[-1:] != [message]:
        others = [one for one in known if one != message]
        row.shown_in = " ".join([*others, message][-MESSAGES:])


async def call_of(turn: Turn, row: MeasuredCall) -> Seated:
    """Return the call of these figures, even if it was cancelled or nobody came to it."""
    return await access.own_call(turn, str(row.call_id), status=(PLANNED, MISSED, CANCELLED))
