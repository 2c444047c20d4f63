"""A prefix for our slash commands: `/attune-prep` if another app already has `/prep`.

Commands in our own texts get the prefix. Texts that a person typed stay unchanged, and so does
anything in “…”: our texts put such quotation marks around what people typed, and never around a
command.
"""

import re
from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from handlers.cards import Plain, Problems, Strong

Shown = TypeVar("Shown")

TEXT_FIELDS = {
    "text",
    "summary",
    "label",
    "title",
    "hint",
    "source",
}  # the fields of cards that hold our own texts


class Prefix:
    """Adds a prefix, which may end in a hyphen, to commands. "" changes nothing."""

    def __init__(self, prefix: str, commands: Collection[str]) -> None:
        self._before = f"{prefix.removesuffix('-')}-" if prefix else ""
        names = "|".join(map(re.escape, commands))
        command = rf"(?<![\w/.-])/({names})(?![\w/-])"
        self._named = re.compile(rf"“[^“”]*”|{command}") if prefix and names else None

    def name(self, command: str) -> str:
        """Return a command's name with the prefix, without the slash."""
        return f"{self._before}{command}"

    def plain(self, typed: str) -> str:
        """Remove the prefix from a command's name, which has no slash."""
        return typed.removeprefix(self._before)

    def shown(self, thing: Shown) -> Shown:
        """Copy a card, form or answer, with the prefix on the commands in our texts."""
        return self._applied(thing) if self._named else thing

    def _applied(self, thing: Any) -> Any:  # noqa: ANN401 - any part of a card
        """Return a copy of this part of a card in which commands have the prefix."""
        if isinstance(thing, Problems):
            return Problems({name: self._with_prefix(text) for name, text in thing.fields.items()})
        if isinstance(thing, tuple):
            return tuple(map(self._applied, thing))
        if isinstance(thing, Plain | Strong) and thing.typed:
            return thing
        if not is_dataclass(thing) or isinstance(thing, type):
            return thing
        changed = {}
        for each in fields(thing):
            value = getattr(thing, each.name)
            is_text = isinstance(value, str) and each.name in TEXT_FIELDS
            changed[each.name] = self._with_prefix(value) if is_text else self._applied(value)
        return replace(thing, **changed)

    def _with_prefix(self, words: str) -> str:
        assert self._named  # noqa: S101 - `shown` checks this
        return self._named.sub(
            lambda found: f"/{self.name(found[1])}" if found[1] else found[0], words
        )
