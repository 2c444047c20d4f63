"""Forms on what may change while they are open: what somebody did not change in one stays as it is.

A form carries a fingerprint of each value that was on file when it opened. What comes in is
compared with it and with what is on file now. (An insight is read as a whole, so its edits go by
its revision: see `insight_edits`.)
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from handlers.cards import ChecksInput, ChoiceInput, DateInput, Form, Input, TextInput
from handlers.coaching.words import shortened
from handlers.registry import Refusal, Turn

MARK = "|"  # between a form's subject and the fingerprints
SIZE = 8  # characters of a fingerprint
SHOWN = 300  # characters of what is there now


def opened(form: Form, *, on_file: Form | None = None) -> Form:
    """The form as it is shown; `on_file` is the same form, where it shows something else."""
    seen = (_fingerprint(one.id, _value(one)) for one in (on_file or form).inputs)
    return replace(form, subject=f"{form.subject}{MARK}{''.join(seen)}")


def handed_in(turn: Turn) -> tuple[Turn, Sequence[str]]:
    """The turn with the form's own subject, and the fingerprints of what was on file."""
    subject, _, packed = turn.text.partition(MARK)
    seen = [packed[at : at + SIZE] for at in range(0, len(packed), SIZE)]
    return replace(turn, text=subject), seen


def merged(turn: Turn, seen: Sequence[str], now: Form) -> Turn:
    """The turn with what is to be written; `now` is the form as it would open now.

    Raises Refusal, at its field, for what the person changed and somebody else did too.
    """
    if not seen:  # it was opened by an older version
        return turn
    fields = dict(turn.fields)
    for one in now.inputs:
        mine, there = _even(one, turn.fields.get(one.id, "")), _even(one, _value(one))
        if _fingerprint(one.id, mine) in seen:
            fields[one.id] = _value(one)
        elif mine != there and _fingerprint(one.id, there) not in seen:
            raise Refusal(
                f"This was changed meanwhile: {_said(one)}. Put that here to leave it so. To have "
                "yours, copy it, close this, and open it again.",
                field=one.id,
            )
    return replace(turn, fields=fields)


def _fingerprint(name: str, value: str) -> str:
    digest = blake2b(f"{name}={value}".encode(), digest_size=SIZE * 6 // 8).digest()
    return urlsafe_b64encode(digest).decode()


def _value(one: Input) -> str:
    """What an input holds, as it is handed in if nobody changes it."""
    match one:
        case TextInput():
            return _even(one, one.value)
        case ChoiceInput():
            return one.value
        case ChecksInput():
            return _even(one, ",".join(one.value))
        case DateInput():
            return one.value.isoformat() if one.value else ""


def _even(one: Input, value: str) -> str:
    """A value as it is compared: clients end lines, and order choices, in their own way."""
    if isinstance(one, ChecksInput):
        return ",".join(sorted(filter(None, value.split(","))))
    return "\n".join(line.strip() for line in value.strip().splitlines())


def _said(one: Input) -> str:
    value = _value(one)
    if isinstance(one, ChoiceInput | ChecksInput):
        chosen = value.split(",") if isinstance(one, ChecksInput) else [value]
        value = ", ".join(option.label for option in one.options if option.id in chosen)
    words = shortened(", ".join(value.split("\n")), SHOWN)
    return f"it is “{words}” now" if words else "it is empty now"
