"""Group the playbook's texts by the calls that they fit. Pure.

Hundreds of texts fit the same few dozen circumstances, so we compare a call with the circumstances
and not with each text.
"""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from handlers.playbook.schema import Condition, ListeningLine, Opening
from storage.choices import BuyingRole, CallKind

Text = TypeVar("Text", ListeningLine, Opening)


class TextGroup(NamedTuple, Generic[Text]):
    """Texts that fit the same calls. The other fields have the values that all the texts share."""

    fits: tuple[Condition, ...]
    kinds: tuple[CallKind, ...]
    roles: tuple[BuyingRole, ...]
    for_new: bool
    texts: tuple[Text, ...]


def grouped(texts: Iterable[Text]) -> tuple[TextGroup[Text], ...]:
    """Group texts by the calls that they fit. Texts keep their order within a group."""
    groups: dict[tuple[object, ...], list[Text]] = {}
    for text in texts:
        groups.setdefault((text.fits, text.kinds, text.roles, _for_new(text)), []).append(text)
    return tuple(
        TextGroup(first.fits, first.kinds, first.roles, _for_new(first), (first, *others))
        for first, *others in groups.values()
    )


def _for_new(text: ListeningLine | Opening) -> bool:
    return isinstance(text, Opening) and text.for_new
