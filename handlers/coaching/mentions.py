"""Competitors that buyers named, by how far along they were when they first did."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from handlers.coaching.spelling import plain, plain_words
from handlers.coaching.themes import BuyerQuote
from storage.choices import STAGES, Stage

EARLY: tuple[Stage, ...] = ("discovery", "evaluation")


@dataclass(frozen=True)
class Mention:
    """A competitor, at how many accounts it was named, and at how many first `early` or `late`.

    Where the stage at the time is not known, the first mention is neither.
    """

    competitor: str
    accounts: int
    early: int
    late: int


def first_mentions(said: Iterable[BuyerQuote], competitors: Collection[str]) -> list[Mention]:
    """How many accounts first named each competitor early, and how many late; most accounts first.

    Early is while they find out and compare, late once they decide or have bought. A competitor
    named early went with a better chance and one named late with a worse (Chorus, 5 million
    calls): a correlation, so counts are all that is told. Names are found as whole words, in any
    case and with or without accents; of two spellings of one name the first given counts.
    Competitors that nobody named are left out.
    """
    ordered = sorted(said, key=_place)
    texts = [_joined(one.words) for one in ordered]
    names: dict[str, str] = {}
    for competitor in competitors:
        names.setdefault(_joined(competitor), competitor)
    found = [
        _counted(competitor, [one for one, text in zip(ordered, texts, strict=True) if key in text])
        for key, competitor in names.items()
        if key.strip()
    ]
    named = [mention for mention in found if mention.accounts]
    return sorted(named, key=lambda one: (-one.accounts, one.competitor.casefold(), one.competitor))


def _place(one: BuyerQuote) -> tuple[int, int]:
    """By day; within a day in the order of the stages, as nobody notes the hour."""
    stages: Sequence[str] = STAGES
    return one.at.toordinal(), stages.index(one.stage) if one.stage in stages else len(stages)


def _counted(competitor: str, naming: Iterable[BuyerQuote]) -> Mention:
    first: dict[int, str] = {}
    for one in naming:
        first.setdefault(one.account_id, one.stage)
    early = sum(stage in EARLY for stage in first.values())
    late = sum(stage in STAGES for stage in first.values()) - early
    return Mention(competitor, len(first), early, late)


def _joined(text: str) -> str:
    """The words of `text` with a space around each, so that whole words can be looked for."""
    words = (plain(text[word.start : word.end]) for word in plain_words(text))
    return f" {' '.join(words)} "
