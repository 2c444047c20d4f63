"""Slash commands under names of our own: `/attune-prep` where another app has `/prep`.

Features know and say the plain names. The prefix comes off when a command is read, and is put into
what people are shown, but not into what a person typed.
"""

import re
from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from handlers.cards import Plain, Problems, Strong

Shown = TypeVar("Shown")

WORDS = {"text", "summary", "label", "title", "hint", "source"}  # what our own sentences stand in


class Prefix:
    """A prefix before these commands; "" changes nothing."""

    def __init__(self, prefix: str, commands: Collection[str]) -> None:
        self._before = f"{prefix}-" if prefix else ""
        names = "|".join(map(re.escape, commands))
        self._named = re.compile(rf"(?<![\w/.-])/({names})(?![\w/-])") if prefix and names else None

    def name(self, command: str) -> str:
        """What is typed for a command, without the slash."""
        return f"{self._before}{command}"

    def plain(self, typed: str) -> str:
        """The command that was typed, without the slash."""
        return typed.removeprefix(self._before)

    def shown(self, thing: Shown) -> Shown:
        """A card, form or answer in which commands stand as they are typed."""
        return self._in(thing) if self._named else thing

    def _in(self, thing: Any) -> Any:  # noqa: ANN401 - whatever cards are made of
        if isinstance(thing, Problems):
            return Problems({name: self._say(said) for name, said in thing.fields.items()})
        if isinstance(thing, tuple):
            return tuple(map(self._in, thing))
        if isinstance(thing, Plain | Strong) and thing.typed:
            return thing
        if not is_dataclass(thing) or isinstance(thing, type):
            return thing
        changed = {}
        for each in fields(thing):
            value = getattr(thing, each.name)
            spoken = isinstance(value, str) and each.name in WORDS
            changed[each.name] = self._say(value) if spoken else self._in(value)
        return replace(thing, **changed)

    def _say(self, words: str) -> str:
        assert self._named  # noqa: S101 - else nothing is changed
        return self._named.sub(lambda found: f"/{self.name(found[1])}", words)
