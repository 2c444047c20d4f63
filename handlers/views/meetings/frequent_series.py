"""Say that a series takes place often, and offer to stop the messages about it. Pure."""

from handlers.cards import Block, Buttons, Note, spans, typed
from handlers.views.meetings import meeting_questions
from storage.tables import SeenMeeting


def offer(meeting: SeenMeeting, title: str) -> tuple[Block, ...]:
    """Return a sentence about the series, and a button that stops the messages about it.

    `title` is the title of the call, or "".
    """
    name = meeting_questions.named(meeting, title) if title.strip() else "This series"
    said = f"{name} takes place three times a week or more. If it needs no preparation:"
    return (
        Note(spans(typed(said))),
        Buttons(meeting_questions.without_messages(meeting, name)),
    )
