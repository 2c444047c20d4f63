"""The card that asks which speakers of a transcript are on our side."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import Button, Buttons, Card, Note, Paragraph, Strong, spans, typed
from handlers.coaching.text.words import shortened
from handlers.views.transcripts import talk_card

ASK, SAY = talk_card.SIDE, "talk.side"
OURS, THEIRS = "ours", "theirs"
MAX_BUTTONS = 8  # buttons for speakers
NOT_OPEN = "That speaker is a colleague or a contact on file, so I know their side."
_ALL_KNOWN = "Everybody else in the transcript is a colleague or a contact on file."
_AFTERWARDS = (
    "I'll measure the call again, draft your reflection again, and remember this for your calls "
    "with the account. Promises already on file stay as they are."
)


@dataclass(frozen=True)
class OtherSpeaker:
    """A speaker besides the rep. `place` is the index of the speaker in `MeasuredCall.labels`."""

    place: int
    name: str
    is_ours: bool


def question(about: str, row: str, named: Sequence[OtherSpeaker]) -> Card:
    """Ask who is on our side, with a button for each speaker.

    `about` names the call. `row` refers to the call's stored figures. The value of each button
    begins with `row`.
    """
    lead = "Which of these are on your side?" if named else _ALL_KNOWN
    picks = [
        Button(
            shortened(one.name, 40) + (" is the customer's" if one.is_ours else " is ours"),
            SAY,
            f"{row}:{one.place}:{THEIRS if one.is_ours else OURS}",
            about=about,
        )
        for one in named[:MAX_BUTTONS]
    ]
    back = Button("Leave it as it is", talk_card.MAIN_FIGURES, row, about=about)
    note = [Note(spans(_AFTERWARDS))] if named else []
    words = spans(Strong(lead), typed(f" ({about})"))
    return Card(lead, (Paragraph(words), Buttons((*picks, back)), *note))
