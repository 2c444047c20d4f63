"""Count how many accounts named each competitor, by the stage of the first mention."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.coaching.text.spelling import plain, plain_words
from handlers.coaching.text.words import RUN
from storage.choices import STAGES, Stage

EARLY: tuple[Stage, ...] = ("discovery", "evaluation")


@dataclass(frozen=True)
class Mention:
    """How many accounts named a competitor.

    `accounts` counts all of them. `early` and `late` count them by the stage of an account's first
    mention. If this stage is unknown, the account counts neither as early nor as late.
    """

    competitor: str
    accounts: int
    early: int
    late: int


def first_mentions(said: Iterable[BuyerQuote], competitors: Collection[str]) -> list[Mention]:
    """Count for each competitor how many accounts named it, by the stage of their first mention.

    A mention is early in the stages discovery and evaluation, and late in decision and customer.

    In a study of 5 million calls (Chorus 2019), buyers named competitors in discovery more often in
    won deals than in lost deals. A late first mention was a warning. These are correlations, so we
    show the counts and draw no conclusion.

    Names match as whole words, in any case, with or without accents. If `competitors` has several
    spellings of a name, we use the first. The competitor with the most accounts comes first.
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
    """Return a key to sort quotes by: the day, and within a day the stage.

    A quote has no time of day.
    """
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
    """Return the words of `text`, with a space around each, to search for whole words."""
    if text.isascii():  # faster, with the same result
        words = RUN.findall(text.lower())
    else:
        words = [plain(text[word.start : word.end]) for word in plain_words(text)]
    return f" {' '.join(words)} "
