"""Find cookie-cutter steps: does the rep prescribe the same next step to everyone?"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.coaching.text.words import SMALL_WORDS, shortened, stemmed, stems, words_in

TEXT_LENGTH = 500  # in characters; a next step is only a sentence or two
TEXT_LIMIT = 200  # we compare only this many of the newest texts


# Words for how something is done. "Call Mary" and "call Tom" share such a word, but they do not
# prescribe the same step.
_LOGISTICS = stemmed(
    """
    agree answer arrange ask back base book bring call calendar catch chat check circle come
    confirm connect date decision email feedback figure find follow followup forward give go hear
    internal internally invitation invite mail make meet meeting message offer phone plan prepare
    present propose question reconnect reply ring schedule send set share show sit slot speak
    start step sync talk time touch try wait walk write zoom
    """
)


@dataclass(frozen=True)
class WrittenText:
    """A next step (or pitch) as a rep wrote it for an account. `on` is an aware time."""

    account: str
    on: datetime
    text: str


@dataclass(frozen=True)
class Echo:
    """A next step (or pitch) that a rep prescribed to several accounts.

    - `words`: the words of the rep's latest text that earlier texts have too, with ` … ` for words
      that we left out
    - `accounts`: the accounts of the earlier texts with these words, newest first
    - `count`: how many accounts got the step: all `accounts`, and the account of the latest text
    - `days`: how many days back we looked
    """

    words: str
    accounts: tuple[str, ...]
    count: int
    days: int


def echo(latest: WrittenText, earlier: Sequence[WrittenText], *, days: int = 60) -> Echo | None:
    """Find out whether `latest` prescribes what an earlier text prescribed to another account.

    Return None if no other account got the same step. Only texts from the `days` before `latest`
    count. We read only the `TEXT_LIMIT` newest texts, and only the first `TEXT_LENGTH` characters
    of each.

    We compare the words that say what is prescribed, in any order. Small words, numbers, the
    account's name and words for how something is done ("send", "call") do not count. Return None if
    no other words are left ("book a follow-up").
    """
    mine = _substance(latest)
    shared: list[tuple[str, frozenset[str]]] = []
    for said in _comparable(latest, earlier, days):
        theirs = _substance(said)
        if _alike(mine, theirs):
            shared.append((said.account, mine & theirs))
    if not shared:
        return None

    def reach(words: frozenset[str]) -> tuple[int, int]:
        return len(_accounts(shared, words)), len(words)

    words = max((words for _, words in shared), key=reach)
    accounts = _accounts(shared, words)
    return Echo(_as_typed(latest.text, words), accounts, len(accounts) + 1, days)


def ask(echo: Echo) -> str:
    """Name the other accounts that got the step, and ask the rep why this buyer needs it."""
    where = f"You also planned “{echo.words}” for {_listed(echo.accounts)}"
    question = "What did this buyer say that calls for it?"
    if echo.count > 2:
        counted = f"With this one, that makes {echo.count} accounts in {echo.days} days."
        return f"{where}. {counted} {question}"
    return f"{where}. {question}"


def _comparable(
    latest: WrittenText, earlier: Sequence[WrittenText], days: int
) -> list[WrittenText]:
    since = latest.on - timedelta(days=days)
    here = _name(latest.account)
    others = [x for x in earlier if since <= x.on <= latest.on and _name(x.account) != here]
    return sorted(others, key=lambda said: said.on, reverse=True)[:TEXT_LIMIT]


def _alike(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Check whether two texts prescribe the same thing.

    They do if they have the same words. They also do if they share at least two words, at least
    three quarters of the shorter text's words, and at least a quarter of the longer text's words.
    Without the last condition, a short step would match any long plan that mentions it.
    """
    if not mine or not theirs:
        return False
    shared = len(mine & theirs)
    few, many = sorted((len(mine), len(theirs)))
    return mine == theirs or (shared >= 2 and shared >= few * 0.75 and shared >= many * 0.25)


def _accounts(
    shared: Sequence[tuple[str, frozenset[str]]], words: frozenset[str]
) -> tuple[str, ...]:
    """Return the accounts for which the rep prescribed all these words."""
    named: dict[str, str] = {}
    for account, theirs in shared:
        if words <= theirs:
            named.setdefault(_name(account), account)
    return tuple(named.values())


def _name(account: str) -> str:
    return unicodedata.normalize("NFKC", account).casefold().strip()


def _substance(said: WrittenText) -> frozenset[str]:
    """Return the words that say what a text prescribes, without numbers (mostly dates)."""
    words = {word for word in stems(said.text[:TEXT_LENGTH]) if not word[0].isdigit()}
    return frozenset(words - SMALL_WORDS - _LOGISTICS - set(stems(said.account)))


def _as_typed(text: str, shared: frozenset[str]) -> str:
    """Return the parts of a text with the `shared` words, joined by " … "."""
    stretches: list[tuple[int, int]] = []
    # True after a shared word, until a word follows that is neither shared nor small.
    joined = False
    for word in words_in(text[:TEXT_LENGTH]):
        if word.stem in shared and joined:
            stretches[-1] = (stretches[-1][0], word.end)
        elif word.stem in shared:
            stretches.append((word.start, word.end))
        joined = word.stem in shared or (joined and word.stem in SMALL_WORDS)
    return shortened(" … ".join(dict.fromkeys(text[start:end] for start, end in stretches)))


def _listed(accounts: Sequence[str]) -> str:
    first, *rest = accounts
    if not rest:
        return first
    if len(rest) == 1:
        return f"{first} and {rest[0]}"
    return f"{first}, {rest[0]} and {len(rest) - 1} more"
