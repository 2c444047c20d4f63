"""Find names that several accounts mention and that are not on file. Pure.

The names may be competitors, but we do not say so to marketing. Precision matters more than recall.
We look for a capitalised word that is not the first word of a sentence. If any text has the same
word in lower case, the word is no name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.coaching.names.common_words import ORDINARY, SHARED
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.spelling import plain, plain_words
from handlers.coaching.text.words import SAY_LITTLE, singular, stemmed

MIN_ACCOUNTS = 2
SHORTEST = 4  # in letters
# If more than this share of a quote's words is capitalised, we skip the quote. Such a quote is a
# title or is in German.
MANY_CAPITALS = 0.4

_CAPITALISED = re.compile(r"(?<=[\w,] )[A-ZÀ-ÖØ-Þ][^\W_]+")  # not the first word of a sentence
# Countries, languages, cities, and products that customers name but that are not competitors.
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
    """A name in its most common spelling, and how many accounts mention it."""

    name: str
    accounts: int


def recurring_names(
    said: Sequence[BuyerQuote], known: Collection[str], limit: int
) -> list[RecurringName]:
    """Return at most `limit` names that two or more accounts mention, most accounts first.

    A name must not share a word with one of the `known` names on file: accounts, contacts,
    colleagues and competitors.
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
    """Yield the capitalised words that may be names.

    Leave out the first word of a sentence, and a surname that follows a given name.
    """
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
    stems = {plain(word), singular(plain(word))}
    return len(word) >= SHORTEST and not word.isupper() and not stems & _NEVER


def _in_lower_case(names: Collection[str], texts: Collection[str]) -> set[str]:
    """Return the names that a text has in lower case.

    A text has a name if one of its words is the name, or begins with the name. `names` are in lower
    case, and we look for them as they are, so a capitalised word does not match.
    """
    return {
        name
        for name in names
        if any(name in text and re.search(rf"\b{re.escape(name)}", text) for text in texts)
    }
