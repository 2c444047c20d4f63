"""Names that several accounts mention and nobody has on file. Pure.

They may be competitors, so they are offered to marketing, without a claim. Precision comes first: a
name counts only if it stands within a sentence with a capital, and nowhere in lower case.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from handlers.coaching.common_words import ORDINARY, SHARED
from handlers.coaching.given_names import GIVEN_NAMES
from handlers.coaching.spelling import plain, plain_words
from handlers.coaching.themes import BuyerQuote
from handlers.coaching.words import SAY_LITTLE, singular, stemmed

MIN_ACCOUNTS = 2
SHORTEST = 4  # letters
MANY_CAPITALS = 0.4  # a quote with a larger share of capitalised words is a title, or German

_CAPITALISED = re.compile(r"(?<=[\w,] )[A-ZÀ-ÖØ-Þ][^\W_]+")  # within a sentence
# Countries, languages, and things that customers name but nobody sells against.
_WELL_KNOWN = stemmed(
    """
    american argentina austria austrian belgian belgium brazil british bulgaria canadian chinese
    christmas croatia czech danish denmark dutch easter english finland finnish france french
    germany german greece hungarian hungary indian ireland irish italian italy japan japanese korea
    mexico netherlands norway norwegian poland polish portugal portuguese romania russia russian
    scotland serbia slovakia slovenia spain spanish sweden swedish swiss switzerland turkey turkish
    ukraine wales
    adobe android azure chrome excel facebook gmail google internet iphone linkedin linux microsoft
    office outlook powerpoint salesforce sharepoint slack teams whatsapp windows wifi youtube zoom
    bavaria bristol cologne frankfurt hamburg leeds liverpool lyon manchester marseille milan munich
    porto rotterdam saxony stuttgart turin utrecht valencia wroclaw
    """
) | {
    singular(plain(part))
    for zone in available_timezones()
    for part in zone.replace("/", " ").replace("_", " ").split()
}
_NEVER = _WELL_KNOWN | SAY_LITTLE | ORDINARY | SHARED | GIVEN_NAMES


@dataclass(frozen=True)
class RecurringName:
    """A name as buyers mostly write it, and how many accounts mention it."""

    name: str
    accounts: int


def recurring_names(
    said: Sequence[BuyerQuote], known: Collection[str], limit: int
) -> list[RecurringName]:
    """At most `limit` names that two accounts or more mention, the most accounts first.

    `known` are names that are on file (accounts, contacts, colleagues, competitors): a name that
    shares a word with one of them is left out.
    """
    on_file = {word.stem for name in known for word in plain_words(name)}
    accounts: dict[str, set[int]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    texts = [one.words for one in said]
    for one in said:
        for word in _names_in(one.words):
            key = singular(plain(word))
            accounts[key].add(one.account_id)
            forms[key][word] += 1
    recur = {key for key, where in accounts.items() if len(where) >= MIN_ACCOUNTS} - on_file
    found = [
        RecurringName(forms[key].most_common(1)[0][0], len(accounts[key]))
        for key in recur - _in_lower_case(recur, texts)
    ]
    return sorted(found, key=lambda one: (-one.accounts, one.name.casefold()))[:limit]


def _names_in(text: str) -> Iterator[str]:
    """The capitalised words within a sentence that may be names; not those after a given name."""
    found = [match for match in _CAPITALISED.finditer(text) if _may_be_a_name(match[0])]
    if not found:
        return
    words = text.split()
    if sum(word[:1].isupper() for word in words) > max(2, MANY_CAPITALS * len(words)):
        return
    for match in found:
        before = text[text.rfind(" ", 0, match.start() - 1) + 1 : match.start() - 1]
        if not (before[:1].isupper() and plain(before) in GIVEN_NAMES):
            yield match[0]


@lru_cache(maxsize=4096)  # the same words come up again and again
def _may_be_a_name(word: str) -> bool:
    """Whether a word has four letters or more, is not all in capitals, and not in `_NEVER`."""
    stems = {plain(word), singular(plain(word))}
    return len(word) >= SHORTEST and not word.isupper() and not stems & _NEVER


def _in_lower_case(names: Collection[str], texts: Collection[str]) -> set[str]:
    """The names, given in lower case, with which some word of the texts begins in lower case."""
    return {
        name
        for name in names
        if any(name in text and re.search(rf"\b{re.escape(name)}", text) for text in texts)
    }
