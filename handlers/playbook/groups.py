"""Group the playbook's texts that fit the same calls equally well. Pure.

A playbook may have hundreds of texts, so we compare a call with each group instead of each text.
"""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from handlers.playbook.conditions import Condition
from handlers.playbook.schema import ListeningLine, Opening
from storage.choices import BuyingRole, CallKind

Text = TypeVar("Text", ListeningLine, Opening)


class TextGroup(NamedTuple, Generic[Text]):
    """Texts that fit the same calls equally well, and the fields that these texts share.

    `circumstances` is what `circumstances_of` returns. `for_new` is True for openings that are only
    for new accounts, and False for all other texts. `area` is "" for openings.
    """

    circumstances: frozenset[str]
    fits: frozenset[Condition]
    kinds: frozenset[CallKind]
    roles: frozenset[BuyingRole]
    placeholders: frozenset[str]
    for_new: bool
    area: str
    texts: tuple[Text, ...]


def grouped(texts: Iterable[Text]) -> tuple[TextGroup[Text], ...]:
    """Group texts by the calls that they fit. Texts keep their order within a group."""
    groups: dict[TextGroup[Text], list[Text]] = {}
    for text in texts:
        groups.setdefault(_without_texts(text), []).append(text)
    return tuple(group._replace(texts=tuple(found)) for group, found in groups.items())


def circumstances_of(text: ListeningLine | Opening) -> frozenset[str]:
    """Return the circumstances that a text names: "group", "kind:renewal", "role:user"."""
    kinds, roles = (f"kind:{kind}" for kind in text.kinds), (f"role:{role}" for role in text.roles)
    return frozenset((*text.fits, *kinds, *roles))


def _without_texts(text: Text) -> TextGroup[Text]:
    return TextGroup(
        circumstances_of(text),
        frozenset(text.fits),
        frozenset(text.kinds),
        frozenset(text.roles),
        text.placeholders,
        *_for_new_and_area(text),
        (),
    )


def _for_new_and_area(text: ListeningLine | Opening) -> tuple[bool, str]:
    return (text.for_new, "") if isinstance(text, Opening) else (False, text.area)
