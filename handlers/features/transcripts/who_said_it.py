"""Let the rep choose who said a line of a transcript, which may name the wrong speaker."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.coaching.buyer_words import their_words
from handlers.coaching.text.words import shortened
from handlers.features.reflections import call_people
from handlers.features.transcripts import draft_kept
from handlers.inputs import ChoiceInput, Option
from handlers.registry import Turn
from handlers.transcripts.whose import is_initialed, is_name, names_somebody
from storage.choices import PromiseSide
from storage.customers import contacts
from storage.sales_calls.own_calls import Seated
from storage.tables import Contact, MeasuredCall

FIELD = "speaker"
_MAX_CONTACTS = 40
_TWO_NAMES = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*)+")  # "R. Amsel"


@dataclass(frozen=True)
class Speaker:
    """Somebody who may have said a line. `contact` is set if the speaker is a contact on file."""

    id: str
    name: str
    side: PromiseSide
    contact: Contact | None = None


async def speakers(
    turn: Turn, row: MeasuredCall, seated: Seated, *, both_sides: bool
) -> list[Speaker]:
    """Return the other side's speakers in the transcript, and the contacts of the account.

    With `both_sides`, also return our side's speakers. A speaker who is also a contact is listed
    once.
    """
    found = await contacts.by_accounts(turn.session, [seated.account.id])
    there = found.get(seated.account.id, [])[:_MAX_CONTACTS]
    coming = await call_people.attendees(turn, seated)
    listed: list[Speaker] = []
    for at, (label, side) in enumerate(sorted(row.labels.items())):
        contact = _contact(label, row.labels, coming, there) if side == "theirs" else None
        if label and (both_sides or side == "theirs"):
            ours: PromiseSide = "theirs" if side == "theirs" else "ours"
            listed.append(Speaker(f"label:{at}", label, ours, contact))
    known = {one.contact.id for one in listed if one.contact}
    names = [one.name for one in listed]
    others = (
        contact
        for contact in there
        if contact.id not in known and not any(is_name(name, contact.name) for name in names)
    )
    return [*listed, *(Speaker(f"contact:{one.id}", one.name, "theirs", one) for one in others)]


def _contact(
    label: str, labels: Collection[str], coming: Sequence[Contact], there: Sequence[Contact]
) -> Contact | None:
    """Return the contact who speaks under this name, or None. Try the call's attendees first.

    The contact may be "N. Kolb" from a calendar, while the transcript has "Nadine Kolb" as the
    speaker. We take both for one person if no other contact and no other speaker fits.
    """
    if found := draft_kept.speaker(label, coming):
        return found
    like = [contact for contact in there if is_initialed(contact.name, label)]
    if len(like) != 1 or sum(is_initialed(like[0].name, other) for other in labels) > 1:
        return None
    return like[0]


def field(known: Sequence[Speaker], chosen: str) -> ChoiceInput | None:
    """Return the field that asks who said the line, or None if there are no speakers.

    `chosen` is the name of the speaker who is selected when the form opens.
    """
    options = tuple(Option(one.id, shortened(one.name, 60)) for one in known)
    now = next((one.id for one in known if _is_called(one, chosen)), "")
    return ChoiceInput(FIELD, "Who said it", options, now) if options else None


def split(words: str, known: Sequence[Speaker]) -> tuple[str, str]:
    """Split kept words such as "Ann: We agree." into the speaker's name and the rest.

    If the kept words do not begin with the name of a known speaker, the name is "".
    """
    label, colon, rest = words.partition(": ")
    named = bool(colon) and any(_is_called(one, label) for one in known)
    return (label, rest) if named else ("", words)


def labelled(words: str, speaker: Speaker | None) -> str:
    """Put the speaker's name before the words.

    If the speaker has only a label such as "Speaker 1", add quotation marks instead.

    If the rep already typed a name, or if `speaker` is None, return the words unchanged.
    """
    typed = their_words.label_of(words)
    if speaker is None or their_words.is_name(typed) or _TWO_NAMES.fullmatch(typed):
        return words
    if words.startswith("“") and words.endswith("”") and not names_somebody(speaker.name):
        return words
    return draft_kept.labelled(words, speaker.name, speaker.contact)


def chosen(turn: Turn, known: Sequence[Speaker]) -> Speaker | None:
    """Return the speaker who was chosen in the form, or None if no speaker was chosen."""
    return next((one for one in known if one.id == turn.fields.get(FIELD, "")), None)


def _is_called(one: Speaker, name: str) -> bool:
    return name in (one.name, one.contact.name if one.contact else one.name)
