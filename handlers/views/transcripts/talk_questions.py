"""Questions about a transcript: which speaker is the rep, and which call it belongs to.

`row` is a reference to the transcript that waits for the answer (see `handlers.transcripts.refs`).
It is part of each button's value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    QuickForm,
    Quote,
    Strong,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.transcripts.whose import Whose
from handlers.views.transcripts.talk_card import talked

WHO, WHO_ELSE, CALL, CALLS = "talk.who", "talk.who_else", "talk.call", "talk.calls"
NOTE_WITH, NOTE_NEW = "talk.note_with", "talk.note_new"
MET, NOT_MET = "talk.met", "talk.not_met"
BACK, SURE = "talk.calls_back", "talk.sure"
NOTE, NOT_ON_FILE, DROP = "talk.note", "talk.not_on_file", "talk.drop"
WHICH_IS_YOU, WHO_ARE_YOU = "Which of these is you in the transcript?", "Who are you in this call?"
NONE = "none"
BUTTONS = 4  # buttons for speakers; if there are more speakers, show a list
SHOWN = 3  # we show sentences of at most this many speakers
EXCERPT = 64  # characters of a sentence; all sentences on a card have about 90 words together
LISTED = 60  # a list has at most this many speakers or calls
NOT_SHOWN = (
    "I show nothing that was said until I know that this call was yours. If you can't tell which "
    "is you, note the call with /prep, then drop the file again."
)
REPLACES = (
    "This call already has figures from another file. "
    "The figures from this file would replace them."
)
_ROOM = "If you shared a room or a microphone, choose the name that the transcript has for it."


@dataclass(frozen=True)
class OfferedCall:
    """A call to choose, with the label of the button."""

    id: int
    label: str


def who(
    row: str,
    shares: Mapping[str, float],
    found: Whose,
    excerpts: Mapping[str, Sequence[str]] | None = None,
    *,
    back: Sequence[Button] = (),
) -> Card:
    """Ask which name in the transcript is the rep's.

    `shares` has each speaker's share of the words (0 to 1), by name. A button's value has the
    positions of names in `shares`. `excerpts` are sentences of each speaker, or None if we do not
    know whether this was the rep's call. `back` has the button to the previous card, or is empty.

    The rep can't choose names in `found.closed`. If a speaker's name is a colleague's full
    name, the rep can choose only names in `found.own`. Sentences of people who can't be chosen are
    never shown. We show no shares in two cases:

    - A name is in `found.closed`. From the other shares, one could calculate the share of this
      name.
    - The rep may choose names that are not like the rep's own name (`found.opened`).
    """
    likely = found.likely
    labels = list(shares)[:LISTED]
    by_colleague = bool(found.anothers - found.short)
    mine = [label for label in labels if label in (found.own if by_colleague else shares)]
    mine = [label for label in mine if label not in found.closed]
    order = sorted(mine, key=lambda label: (label not in likely, -shares[label]))
    closed = [label for label in labels if label in found.closed]
    lead = WHO_ARE_YOU if found.opened else WHICH_IS_YOU
    blocks: list[Block] = [Paragraph(spans(Strong(lead)))]
    for label in order[:SHOWN]:
        words = (excerpts or {}).get(label, ())[:2]
        said = " … ".join(shortened(one, EXCERPT) for one in words)
        share = "" if closed or found.opened else f", {round(shares[label] * 100)}% of the words"
        source = f"{shortened(label, 40)}{share}"
        if said:
            blocks.append(Quote(said, source, kept=False))
    none = Button("I wasn't in it" if found.opened else "None of these", WHO, f"{row}:{NONE}")
    notes = [Note(spans(typed(_left_out(closed, found))))] if closed else []
    if excerpts is None:
        notes.append(Note(spans(NOT_SHOWN)))
    notes.append(Note(spans(_ROOM)))
    if len(order) > BUTTONS:
        options = tuple(Option(str(labels.index(label)), shortened(label, 60)) for label in order)
        form = QuickForm(WHO_ELSE, row, (ChoiceInput("speaker", "You", options),), "This is me")
        return Card(lead, (*blocks, form, Buttons((none, *back)), *notes))
    picks = [Button(shortened(label, 40), WHO, f"{row}:{labels.index(label)}") for label in order]
    if len(likely) == 2 and len(picks) < BUTTONS:
        places = "+".join(str(labels.index(label)) for label in likely)
        picks.append(Button("Both are me", WHO, f"{row}:{places}"))
    return Card(lead, (*blocks, Buttons((*picks, none, *back)), *notes))


def _left_out(closed: Sequence[str], found: Whose) -> str:
    one = len(closed) == 1
    if strangers := [label for label in closed if label in found.strangers]:
        others = [label for label in closed if label not in found.strangers]
        like = "that name is" if len(strangers) == 1 else "those names are"
        before = f"{_left_out(others, found)} " if others else ""
        return (
            f"{before}I left out {talked(strangers)}{' too' if others else ''}: figures are only "
            f"for the person they are about, and {like} not like yours."
        )
    who_else = "a colleague" if one else "who are colleagues"
    if any(label in found.short for label in closed):
        who_else = "who may be a colleague" if one else "who may be colleagues"
    if found.contacts.issuperset(closed):
        who_else = "a customer on file" if one else "who are customers on file"
    elif not found.contacts.isdisjoint(closed):
        who_else = "who are colleagues or customers on file"
    return (
        f"I left out {talked(closed)}, {who_else}: figures are only for the person they are about."
    )


def which(row: str, labels: Sequence[str], offered: Sequence[OfferedCall], lead: str) -> Card:
    """Ask which call the transcript belongs to, with a button for each likely call."""
    speak = f"{talked(labels)} speak{'' if len(labels) > 1 else 's'} in it." if labels else ""
    picks = [Button(one.label, CALL, f"{row}:{one.id}") for one in offered]
    other = Button("Another call", CALLS, row)
    words = spans(Strong(lead), typed(f" {speak}".rstrip()))
    return Card(lead, (Paragraph(words), Buttons((*picks, other))))


@dataclass(frozen=True)
class MetCall:
    """A meeting in the rep's calendar that the transcript may be from.

    `key` stands for the meeting in the button's value. `about` says which meeting it is, in words.
    If the account is not on file yet, `new_account` is its name. Otherwise `new_account` is "".
    """

    key: str
    about: str
    new_account: str


def met(row: str, offered: Sequence[MetCall]) -> Card:
    """Ask whether the transcript belongs to a past meeting in the rep's calendar."""
    lead = "Which of these meetings in your calendar is that transcript from?"
    picks = [Button(one.about, MET, f"{row}:{one.key}") for one in offered]
    words = spans(Strong(lead))
    if len(offered) == 1:
        only = offered[0]
        lead = f"Your calendar shows {only.about}. Is that the call?"
        new = f" {only.new_account} is not on file yet: “Yes” adds it." if only.new_account else ""
        words = spans(Strong(lead, typed=True), typed(new))
        picks = [Button("Yes, measure it", MET, f"{row}:{only.key}", about=only.about)]
    other, drop = Button("Another call", NOT_MET, row), Button("Forget the file", DROP, row)
    return Card(lead, (Paragraph(words), Buttons((*picks, other, drop))))


def sure(row: str, about: str, doubt: str) -> Card:
    """Ask whether a file is from a call that already has figures, which this file would replace.

    `about` says which call it is. `doubt` is the sentence that says why we ask.
    """
    lead = f"Is this file from {about}?"
    buttons = (
        Button("Yes, replace the figures", SURE, row, about=about),
        Button("Another call", CALLS, row, about=about),
        Button("No, forget the file", DROP, row, about=about),
    )
    words = spans(Strong(lead, typed=True), " ", typed(doubt))
    return Card(lead, (Paragraph(words), Buttons(buttons)))


def others(row: str, offered: Sequence[OfferedCall], *, back: Sequence[Button] = ()) -> Card:
    """Ask which of these calls the transcript belongs to.

    `back` has the button to the previous card, or is empty.
    """
    lead = "Which of your calls is it?" if offered else "No other call of yours is on file."
    options = tuple(Option(str(one.id), one.label) for one in offered[:LISTED])
    form = QuickForm(CALL, row, (ChoiceInput("call", "Your calls", options),), "This one")
    # "Forget the file" comes last, so that a double click on the previous button can't press it.
    buttons = Buttons(
        (
            Button("It is not on file", NOT_ON_FILE, row),
            *back,
            Button("Forget the file", DROP, row),
        )
    )
    below = form if options else Note(spans("To note the call, press “It is not on file”."))
    return Card(lead, (Paragraph(spans(Strong(lead))), below, buttons))


def note_call(row: str, lead: str, account: str, when: str) -> Card:
    """Offer to store the call. Known values are filled in."""
    inputs = (
        TextInput("account", "Account", value=account, required=True),
        TextInput("when", "When it began", "For example: today 10:00", when, required=True),
    )
    form = QuickForm(NOTE, row, inputs, "Note the call")
    buttons = Buttons(
        (
            Button("Another call", CALLS, row),
            Button("Forget the file", DROP, row),
        )
    )
    note = Note(spans("If it was a colleague's call, they can give me the file themselves."))
    return card_saying(typed(lead), form, buttons, note)


def with_accounts(
    asked: Card, row: str, near: Sequence[OfferedCall], minutes: int, name: str
) -> Card:
    """Add buttons to the card `asked`: one for each account in `near`, and one for a new account.

    `near` has the ids of accounts with names similar to `name`, the name of the new account.
    `minutes` is the start of the call in minutes since 1970.
    """
    picks = [Button(one.label, NOTE_WITH, f"{row}:{one.id}:{minutes}") for one in near]
    new = Button("It is a new account", NOTE_NEW, f"{row}:{minutes}:{name}")
    return replace(asked, blocks=(asked.blocks[0], Buttons((*picks, new)), *asked.blocks[1:]))
