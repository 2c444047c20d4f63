"""Answer "Yes" at once to all plain questions on a page of the list of meetings.

Each question asks whether a meeting is a sales call. `meetings_of_week.plain_of` says which
questions are plain.
"""

from contextlib import suppress

from handlers.cards import Button, Buttons, Card, Note, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.fields import whole_number
from handlers.features.meetings import meetings, meetings_listed
from handlers.registry import Refusal, Registry, Turn
from handlers.times import format_short
from handlers.views.meetings.meeting_questions import YES_TO_ALL
from storage.conversation import offers
from storage.meetings import seen_meetings
from storage.tables import SeenMeeting

NAME = 40  # characters of an account's name
# The value of this button has the page, the message with the list, and the meetings' references.
UNDO_ALL = "meeting.undo_all"
ANSWERED = "Those questions have already been answered."


def register(registry: Registry) -> None:
    """Register *Yes to all*, and the button that undoes it."""
    registry.button(YES_TO_ALL, accept_all)
    registry.button(UNDO_ALL, undo_all)


async def accept_all(turn: Turn) -> Reply:
    """Plan calls for the plain questions on a page.

    The button's value is the page. The first page is 0. Raises Refusal if no question is left.
    """
    said: list[str] = []
    answered: list[str] = []
    last = None
    for first in await meetings_listed.plain_questions(turn, whole_number(turn.text)):
        row = await seen_meetings.by_id(turn.session, turn.person, first.id)
        # an earlier answer may have settled this question
        if row is not None and row.verdict == "ask":
            which = seen_meetings.reference(row)
            account = await meetings.accept_one_of_many(turn, which)
            when = format_short(row.starts_at, now=turn.now, zone=turn.person.zone)
            said.append(f"{shortened(account.name, NAME)}, {when}")
            answered.append(which)
            last = row
    if last is None:
        raise Refusal(ANSWERED)
    lead = f"Planned: {'; '.join(said)}."
    left = await meetings_listed.questions_left(turn)
    note = "To change an answer, press a button below that meeting in the list."
    if left:
        note = f"{'One question is' if left == 1 else f'{left} questions are'} still open. {note}"
    await offers.close_undo(turn.session, turn.person, turn.now)
    undo = Button("Undo", UNDO_ALL, " ".join((turn.text, turn.message, *answered)))
    blocks = (Paragraph(spans(typed(lead))), Note(spans(note)), Buttons((undo,)))
    shown = f"{meetings_listed.LIST}{turn.text}"
    return await meetings_listed.answered(turn, Card(lead, blocks), shown, turn.message, last)


async def undo_all(turn: Turn) -> Reply:
    """Take back the answers of *Yes to all*, so that the questions are open again.

    Raises Refusal if none of these answers is left to take back.
    """
    page, message, *which = (*turn.text.split(" "), "")
    undone: list[SeenMeeting] = []
    for each in which:
        with suppress(Refusal):  # the meeting is gone, or no longer looks like a call
            undone += await meetings.undo_one_of_many(turn, each)
    if not undone:
        raise Refusal("Those answers have been changed since.")
    number = len(undone)
    lead = f"Undone. {'One question is' if number == 1 else f'{number} questions are'} open again."
    card = card_saying(lead)
    shown = f"{meetings_listed.LIST}{page}"
    return await meetings_listed.answered(turn, card, shown, message, undone[-1])
