"""Handle the buttons on a card with figures: show, correct or delete them."""

from dataclasses import replace

from handlers.cards import Aside, Button, Reply
from handlers.features import access
from handlers.features.transcripts import (
    call_labels,
    flow,
    forgetting,
    possible_calls,
    shown,
    trend,
    words_at_hand,
)
from handlers.registry import Registry, Turn
from handlers.transcripts.stored import from_stored
from handlers.views.transcripts import talk_card, talk_questions
from storage.customers import accounts
from storage.sources import measured_calls, open_transcripts
from storage.tables import MeasuredCall, OpenTranscript

SHOWN = 4  # `last_figures` offers the figures of this many calls
SAID = (
    *("transcripts", "transcript", "my transcripts", "my transcript", "drop a transcript"),
    *("do i talk too much", "did i talk too much", "how much do i talk", "how much did i talk"),
    *("do i listen", "did i listen", "do i listen enough", "my talk time", "my talk ratio"),
    *(
        "who talks more",
        "who talks more me or them",
        "who talked more",
        "who talked more me or them",
    ),
    *("do i talk more than them", "did i talk more than them", "who talks most", "who talked most"),
)


def register(registry: Registry) -> None:
    """Register the buttons, and the words that open `last_figures`."""
    registry.button(talk_card.MAIN_FIGURES, access.with_figures(show))
    registry.button(talk_card.FIGURES, access.with_figures(all_figures))
    registry.button(talk_card.STUDIES, access.with_figures(studies))
    registry.button(talk_card.NOT_THIS_CALL, access.with_figures(another_call))
    registry.button(talk_card.NOT_ME, access.with_figures(somebody_else))
    registry.button(talk_card.FORGET, forget)
    registry.phrases("transcripts", access.with_figures(last_figures), SAID)


async def last_figures(turn: Turn) -> Reply:
    """Explain how to bring a transcript, and offer the figures of the latest calls."""
    words_at_hand.reader_of(turn)
    rows = await measured_calls.latest(turn.session, turn.person, SHOWN)
    ids = [row.account_id for row in rows]
    names = {
        one.id: one.name for one in await accounts.by_ids(turn.session, turn.person.tenant, ids)
    }
    return talk_card.how_to_bring(
        [
            (
                call_labels.ref_of(row),
                call_labels.named(turn, names[row.account_id], row.called_at, 24),
            )
            for row in rows
        ]
    )


async def show(turn: Turn) -> Reply:
    """Show the figures of a call.

    If the rep has not seen the figures yet, we may first ask them to guess who talked more. A
    correction that was begun with *Not this call* or *I am somebody else* is cancelled.
    """
    row = await shown.own_row(turn, turn.text, locked=True)
    if opened := await open_transcripts.of_file(turn.session, turn.person, row.digest):
        await turn.session.delete(opened)
    return await shown.after_measuring(turn, row, await shown.call_of(turn, row))


async def all_figures(turn: Turn) -> Reply:
    """Show every figure of the call.

    If the rep has seen none of them yet, we may first ask the rep to guess who talked more.
    """
    row = await shown.own_row(turn, turn.text)
    if row.shown_at is None:
        return await shown.after_measuring(turn, row, await shown.call_of(turn, row))
    about = await call_labels.about_figures(turn, row)
    figures = from_stored(row.figures)
    lately = await trend.shares(turn)
    made = talk_card.all_figures(about, figures, turn.playbook, call_labels.ref_of(row), lately)
    return replace(made, shows=shown.shows(row))


async def studies(turn: Turn) -> Reply:
    """Show the ranges that studies have published for each kind of figure of the call."""
    row = await shown.own_row(turn, turn.text)
    about, figures = await call_labels.about_figures(turn, row), from_stored(row.figures)
    return Aside(talk_card.studies(about, figures, turn.playbook))


async def another_call(turn: Turn) -> Reply:
    """Ask which call the transcript belongs to.

    Until the rep answers, the figures stay with the call that they belong to now.
    """
    row = await shown.own_row(turn, turn.text)
    opened = await open_again(turn, row)
    opened.mine, opened.call_id, opened.not_call_id = mine(row), None, row.call_id
    await turn.session.flush()
    offers = [one for one in await possible_calls.latest(turn, opened) if one.id != row.call_id]
    back = Button("Leave it as it is", talk_card.MAIN_FIGURES, call_labels.ref_of(row))
    return talk_questions.others(call_labels.ref_of(opened), offers, back=[back])


async def somebody_else(turn: Turn) -> Reply:
    """Ask again which speaker is the rep. Until they answer, the figures stay as they are."""
    row = await shown.own_row(turn, turn.text)
    opened = await open_again(turn, row)
    opened.mine, opened.call_id = None, row.call_id
    await turn.session.flush()
    back = Button("Leave it as it is", talk_card.MAIN_FIGURES, call_labels.ref_of(row))
    return await flow.ask_again(turn, opened, mine(row), back)


async def forget(turn: Turn) -> Reply:
    """Delete the figures and everything else about the file.

    Say which data about the call stays.
    """
    row = await shown.own_row(turn, turn.text, locked=True)
    return await forgetting.forget_figures(turn, row)


async def open_again(turn: Turn, row: MeasuredCall) -> OpenTranscript:
    """Return the open transcript of a measured call, or add one.

    With an open transcript, we can ask about the call and its speakers again, or measure it again.
    """
    opened = await open_transcripts.of_file(turn.session, turn.person, row.digest)
    if opened is None:
        opened = OpenTranscript(
            tenant=row.tenant,
            person_id=row.person_id,
            digest=row.digest,
            key=row.key,
            tool=row.tool,
            starts_at=row.file_starts_at,
            zoned=row.file_zoned,
            labels={label: _share(row, label) for label in row.labels},
            made_at=turn.now,
        )
        turn.session.add(opened)
    opened.made_at = turn.now
    return opened


def _share(row: MeasuredCall, label: str) -> float:
    speakers = from_stored(row.figures).speakers
    return next((one.share for one in speakers if one.name == label), 0.0)


def mine(row: MeasuredCall) -> list[str]:
    """Return the names under which the rep speaks."""
    return [label for label, side in row.labels.items() if side == "me"]
