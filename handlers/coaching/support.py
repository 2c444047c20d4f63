"""Check that each number, date, name and domain in a claim is in its quote. Pure.

The check is the same for claims of a playbook's rules and for claims of a language model.
"""

import re
from typing import Final

from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.german_days import english_months
from handlers.coaching.text.normalising import normalised

HOST: Final = r"(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}"
_DOMAIN = re.compile(rf"(?<![\w.-]){HOST}(?![\w-])", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,' ]\d+)*")
_NAME = re.compile(r"(?<![\w'’-])[^\W\d_a-z][\w'’-]*")
_WORD = re.compile(r"[^\W_]+")
# A word with a capital at the beginning of a sentence is not a name if it is one of these words, or
# if `is_common` recognises it.
_OPENING = frozenset(
    {"since", "until", "during", "revenue", "employees", "two", "three", "several", "currently"}
)


def is_supported(claim: str, quote: str, fixed: str = "", company: str = "") -> bool:
    """Return whether each number, name and domain in a claim is in its quote.

    - `fixed` is the part of the claim that comes from the playbook. The first word of `fixed` never
      counts as a name, because a first word often has a capital.
    - `company` is a name that need not be in the quote: the quote may say "we" instead.
    """
    said = normalised(quote).text
    if not set(_NUMBER.findall(normalised(claim).text)) <= set(_NUMBER.findall(said)):
        return False
    if not domains_in(claim) <= domains_in(quote):
        return False
    known = f"{said} {english_months(said)} {normalised(company).text}"
    begins = {one.casefold() for one in _WORD.findall(fixed)[:1]}
    names = {_bare(found) for found in _NAME.finditer(claim) if not _opens(claim, found)} - begins
    return all(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", known) for one in names)


def domains_in(text: str) -> frozenset[str]:
    """Return what looks like a domain, in lower case.

    This includes a company's name that looks like one ("Routely.com").
    """
    return frozenset(found.lower() for found in _DOMAIN.findall(text))


def _opens(claim: str, found: re.Match[str]) -> bool:
    """Check whether a word with a capital is an ordinary word that begins a sentence."""
    begins = not claim[: found.start()].strip() or claim[: found.start()].rstrip()[-1] in ".!?:"
    word = found[0].casefold()
    return begins and (is_common(word) or word in _OPENING)


def _bare(found: re.Match[str]) -> str:
    return normalised(found[0]).text.removesuffix("'s")
