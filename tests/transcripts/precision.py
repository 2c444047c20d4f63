"""How well a rule tells sentences apart that were labelled by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """How many were found rightly, and which were missed or found wrongly."""

    right: int
    missed: list[str]
    wrong: list[str]

    @property
    def precision(self) -> float:
        """The part of what was found that is right."""
        return round(self.right / (self.right + len(self.wrong)), 2)

    @property
    def recall(self) -> float:
        """The part of what there is that was found."""
        return round(self.right / (self.right + len(self.missed)), 2)


def measured(rule: Callable[[str], object], yes: Sequence[str], no: Sequence[str]) -> Figures:
    """Try a rule on the sentences it is to find, and on those it is not."""
    missed = [text for text in yes if not rule(text)]
    return Figures(len(yes) - len(missed), missed, [text for text in no if rule(text)])
