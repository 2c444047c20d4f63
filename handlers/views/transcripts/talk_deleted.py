"""Say that the figures of a transcript are deleted, or moved to another call."""

from handlers.cards import Button, Buttons, Card, Paragraph, card_saying, spans, typed
from handlers.views.transcripts import talk_card

FORGOTTEN = "Those figures are already deleted. Drop the transcript here to get them back."
DRAFT_FORGOTTEN = (
    "The transcript of that draft is already deleted, so I can't keep anything more from it. "
    "Drop it here to draft again."
)
STILL_SHOWN = (
    "If an earlier card still shows these figures, press “Delete the figures” there. Drafts and "
    "briefs that you already have do not change."
)


def forgotten(
    about: str,
    call_id: int,
    *,
    reflected: bool,
    promises: int,
    guessed: bool = False,
    before: str = "",
    after: str = "",
) -> Card:
    """Say that the figures of a call are deleted, and that any reflection and promises stay.

    If the rep had `guessed` who talked more, say that the guess is deleted too. If a reflection or
    promises stay, the card has a button to delete all of the call. The sentence `before` comes
    first, and `after` comes last.
    """
    deleted = f"The figures of {about} are deleted."
    deleted += " So is your guess about who talked more." if guessed else ""
    lead = " ".join(filter(None, [before, deleted]))
    stays = f"{_stays(promises, reflected=reflected)}{STILL_SHOWN}"
    words = spans(typed(lead), " ".join(filter(None, ["", stays, after])))
    if not reflected and not promises:
        return Card(lead, (Paragraph(words),))
    button = Button("Delete all of this call", talk_card.ALL_OF_CALL, str(call_id), about=about)
    return Card(lead, (Paragraph(words), Buttons((button,))))


def _stays(promises: int, *, reflected: bool) -> str:
    kept = ["your reflection"] if reflected else []
    if promises:
        kept.append("one promise" if promises == 1 else f"{promises} promises")
    if not kept:
        return ""
    together = " and ".join(kept)
    alone = len(kept) == 1 and promises < 2
    said = f"{together[0].upper()}{together[1:]} {'stays' if alone else 'stay'}. "
    seen = f"Your colleagues see the promise{'s' if promises > 1 else ''}. "
    return said + (seen if promises else "")


def forgotten_already(sentence: str = FORGOTTEN) -> Card:
    """Return what an old card shows after its figures or its transcript were deleted."""
    return card_saying(sentence)


def moved(about: str, row: str) -> Card:
    """Return what an old card shows after its figures were replaced or moved.

    The rep has brought another file for the call, or has moved the figures to another call. `about`
    names the call whose figures are on file now, and `row` is the button's reference to them.
    """
    lead = (
        "You've since brought another file, or said that this one is from another call. The "
        f"figures on file are now those of {about}."
    )
    show = Button("Show them", talk_card.MAIN_FIGURES, row, about=about)
    return card_saying(typed(lead), Buttons((show,)))
