"""Makes the ids of buttons and of forms within a message, and reads them back.

Slack rejects a message in which an id stands twice, so action_ids are numbered. The block_ids of a
form begin with the form's key. Slack remembers what was typed by block_id, so the key must stay the
same when the rest of the message changes; otherwise what was typed is lost.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count

from handlers.cards import Button, Input, QuickForm

BESIDE = "+"  # after the action of a button whose answer does not replace the card it is on
FORM = "form:"  # before the name of a form within a message
SEPARATOR = "/"  # after a form's key in the ids of its blocks


@dataclass(frozen=True)
class FormIds:
    """The ids of one form within a message: `action` is that of its button or its choice."""

    key: str
    subject: str
    action: str

    @property
    def submit(self) -> str:
        """The id of the block with its button."""
        return f"{self.key}{SEPARATOR}"

    def input(self, part: Input) -> str:
        """The id of the block of one of its inputs."""
        return f"{self.key}{SEPARATOR}{part.id}"

    def at_once(self, part: Input) -> str:
        """The id of the block of a choice that acts at once. It has no button to hold a subject."""
        return f"{self.input(part)}{SEPARATOR}{self.subject}"


class Ids:
    """Gives out the ids for one message."""

    def __init__(self) -> None:
        self._numbers = count()
        self._forms: Counter[tuple[str, str]] = Counter()

    def of_button(self, button: Button) -> str:
        """The action_id of a button."""
        return f"{button.action}{BESIDE if button.beside else ''}#{next(self._numbers)}"

    def of_form(self, form: QuickForm) -> FormIds:
        """The ids of a form; a second form with the same name and subject gets other ids."""
        same = form.name, form.subject
        self._forms[same] += 1
        packed = "\0".join((*same, str(self._forms[same])))
        key = blake2b(packed.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        button = form.button
        return FormIds(key, form.subject, FORM + self.of_button(button))


def read_action(action_id: str) -> tuple[str, bool]:
    """The action that an id stands for, and whether its answer comes beside the card."""
    name, _, _ = action_id.rpartition("#")
    return name.removesuffix(BESIDE), name.endswith(BESIDE)


def read_block(block_id: str) -> tuple[str, str, str]:
    """A form's key, the id of its input and its subject; "" for what this id does not have."""
    key, _, rest = block_id.partition(SEPARATOR)
    part, _, subject = rest.partition(SEPARATOR)
    return key, part, subject


def of_form(key: str, values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Of all values in a message, those of one form, by the ids of its inputs."""
    for block_id, value in values.items():
        whose, part, _ = read_block(block_id)
        if whose == key and part:
            yield part, value
