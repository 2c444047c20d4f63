"""The reasons why we refuse to read a file as a transcript."""

from typing import Literal, get_args

Reason = Literal[
    "empty",
    "too large",
    "binary",
    "recording",
    "picture",
    "broken encoding",
    "unsafe",
    "chat",
    "notes",
    "no transcript",
    "too many cues",
    "nobody speaks",
    "two in one",
]
REASONS: frozenset[str] = frozenset(get_args(Reason))


class FileRefused(Exception):
    """We can't read this file as a transcript."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
