"""Merge a form with changes that were made while the form was open.

A form carries a fingerprint of each value that was on file when the form was opened. When the
person saves the form, a field that they did not change takes the value that is then on file. If two
people changed the same field, the second one to save gets the form again. The value on file is
shown above the form, and saving again overwrites it.

Insights are compared as a whole, by revision (see `insight_edits`).
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from handlers.cards import (
    Bullets,
    Form,
    FormBlock,
    Paragraph,
    Preformatted,
    Strong,
    Text,
    spans,
    typed,
)
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, TextInput, refilled
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from storage.workspace import people

SEPARATOR = "|"  # between a form's own subject and the fingerprints
LENGTH = 8  # characters in a fingerprint
QUOTED = 3_000  # a refusal quotes at most this many characters of a value on file


def with_fingerprints(form: Form, *, on_file: Form | None = None) -> Form:
    """Add a fingerprint of each value on file to the form.

    If `form` shows typed values, pass the form with the values on file as `on_file`.
    """
    seen = (fingerprint(one.id, _value(one)) for one in (on_file or form).inputs)
    return replace(form, subject=f"{form.subject}{SEPARATOR}{''.join(seen)}")


def split_fingerprints(turn: Turn) -> tuple[Turn, Sequence[str]]:
    """Return the turn with the form's own subject, and the form's fingerprints."""
    subject, _, packed = turn.text.partition(SEPARATOR)
    seen = [packed[at : at + LENGTH] for at in range(0, len(packed), LENGTH)]
    return replace(turn, text=subject), seen


async def merged(
    turn: Turn, seen: Sequence[str], current: Form, *, by: int | None = None, did: str = "changed"
) -> Turn:
    """Return the turn with merged fields. `current` is the form with the values on file now.

    Raises Refusal, with the form, if a field was changed both in the form and on file, or if a
    required field was emptied on file. The refusal says who changed the value on file, and how:

    - `by` is the id of whoever changed the value on file, or None if unknown. It may be the person
      who submits the form.
    - `did` is the verb for the change.
    """
    if not seen:  # an older version of Attune opened the form, without fingerprints
        return turn
    fields, shown_now, contested = dict(turn.fields), [], []
    for one in current.inputs:
        mine, on_file = _normalised(one, turn.fields.get(one.id, "")), _normalised(one, _value(one))
        shown_now.append(fingerprint(one.id, on_file))
        untouched = fingerprint(one.id, mine) in seen
        changed_on_file = shown_now[-1] not in seen
        if mine == on_file or (not changed_on_file and not untouched):
            continue
        if untouched and (on_file or not _is_required(one)):
            fields[one.id] = _value(one)
            # If another field is contested, the form is shown again. Slack then shows `mine` in
            # this field, and not the value on file. We add the fingerprint of `mine`, so that this
            # field counts as unchanged if it still has `mine` when the person saves again.
            shown_now.append(fingerprint(one.id, mine))
        else:
            contested.append(one)
    if contested:
        notice = _notice(
            contested, await _changer_name(turn, by), did, day_of(turn.now, turn.person.zone)
        )
        filled = (
            refilled(one, fields) if isinstance(one, Input) else one for one in current.blocks
        )
        subject = f"{current.subject}{SEPARATOR}{''.join(shown_now)}"
        raise Refusal(
            notice[0], form=replace(current, blocks=(*notice[1], *filled), subject=subject)
        )
    return replace(turn, fields=fields)


def fingerprint(name: str, value: str) -> str:
    """Return a short text that changes with the value."""
    digest = blake2b(f"{name}={value}".encode(), digest_size=LENGTH * 6 // 8).digest()
    return urlsafe_b64encode(digest).decode()


def _value(one: Input) -> str:
    match one:
        case TextInput():
            return _normalised(one, one.value)
        case ChoiceInput():
            return one.value
        case ChecksInput():
            return _normalised(one, ",".join(one.value))
        case DateInput():
            return one.value.isoformat() if one.value else ""


def _normalised(one: Input, value: str) -> str:
    """Normalise a value, because clients differ in line endings and in the order of choices."""
    if isinstance(one, ChecksInput):
        return ",".join(sorted(filter(None, value.split(","))))
    return "\n".join(line.strip() for line in value.strip().splitlines())


def _is_required(one: Input) -> bool:
    return not isinstance(one, ChecksInput) and one.required


async def _changer_name(turn: Turn, person_id: int | None) -> str:
    if person_id is None:
        return ""
    if person_id == turn.person.id:
        return "You"
    return (await people.names_of(turn.session, turn.person.tenant, [person_id])).get(person_id, "")


def _notice(
    contested: Sequence[Input], who: str, did: str, today: date
) -> tuple[str, Sequence[FormBlock]]:
    lead = f"This was {did} in the meantime."
    if who:
        lead = f"{who} {did} this in the meantime."
    blocks: list[FormBlock] = [Paragraph(spans(Strong(lead), " It is now:"))]
    for one in contested:
        text = _displayed(one, today)
        if "\n" in text:  # so that people can copy the text
            blocks += [Paragraph(spans(f"{one.label}:")), Preformatted(text)]
        else:
            blocks.append(Bullets((spans(f"{one.label}: ", *_quoted(text)),)))
    blocks.append(Paragraph(spans("Save again to keep your version, or change it first.")))
    return lead, blocks


def _quoted(text: str) -> Text:
    return spans("“", typed(text), "”") if text else spans("empty")


def _displayed(one: Input, today: date) -> str:
    match one:
        case TextInput():
            text = _value(one)
            return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"
        case ChoiceInput():
            return ", ".join(each.label for each in one.options if each.id == one.value)
        case ChecksInput():
            return ", ".join(each.label for each in one.options if each.id in one.value)
        case DateInput():
            return format_date(one.value, today) if one.value else ""
