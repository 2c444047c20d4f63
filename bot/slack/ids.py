"""Make the ids of buttons and of forms within a message, and read them back.

Slack rejects a message with a duplicate id, so action_ids are numbered. When a message changes,
Slack keeps what a person has typed in a block with the same block_id. So a form's block_ids begin
with a key that stays the same when the rest of the message changes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count

from handlers.cards import Button, QuickForm
from handlers.inputs import Input

# If the action of a button ends in this sign, the card with the button stays, and the answer
# appears below the card.
BESIDE = "+"
# In a form within a message, the action_id of the button or choice begins with this.
FORM = "form:"
SEPARATOR = "/"  # between a form's key and the rest of a block id


@dataclass(frozen=True)
class FormIds:
    """The ids of a form within a message.

    `key` begins the block_ids of the form. `subject` is the id of the row that the form is about,
    or "". `action` is the action_id of the form's button or of its choice.
    """

    key: str
    subject: str
    action: str

    @property
    def submit(self) -> str:
        """The id of the block with the form's button."""
        return f"{self.key}{SEPARATOR}"

    def input(self, part: Input) -> str:
        """Return the id of an input's block."""
        return f"{self.key}{SEPARATOR}{part.id}"

    def at_once(self, part: Input) -> str:
        """Return the block_id of a choice that submits the form as soon as an option is chosen.

        The id ends in the subject.
        """
        return f"{self.input(part)}{SEPARATOR}{self.subject}"


class Ids:
    """Gives out the ids for one message."""

    def __init__(self) -> None:
        self._numbers = count()
        self._forms: Counter[tuple[str, str]] = Counter()

    def of_button(self, button: Button) -> str:
        """Return the action_id of a button."""
        return f"{button.action}{BESIDE if button.beside else ''}#{next(self._numbers)}"

    def of_form(self, form: QuickForm) -> FormIds:
        """Return the ids of a form, unique even for forms with the same name and subject."""
        same = form.name, form.subject
        self._forms[same] += 1
        packed = "\0".join((*same, str(self._forms[same])))
        key = blake2b(packed.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        button = form.button
        return FormIds(key, form.subject, FORM + self.of_button(button))


def read_action(action_id: str) -> tuple[str, bool]:
    """Return the action, and whether the card stays when the answer appears."""
    name, _, _ = action_id.rpartition("#")
    return name.removesuffix(BESIDE), name.endswith(BESIDE)


def read_block(block_id: str) -> tuple[str, str, str]:
    """Split a block_id into the form's key, the input's id and the subject.

    A part that is missing is "".
    """
    key, _, rest = block_id.partition(SEPARATOR)
    part, _, subject = rest.partition(SEPARATOR)
    return key, part, subject


def values_of_form(key: str, values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Select one form's values from all values in a message. Yield each with its input's id."""
    for block_id, value in values.items():
        whose, part, _ = read_block(block_id)
        if whose == key and part:
            yield part, value
