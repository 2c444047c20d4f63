"""Clean up the names of speakers in transcripts: "Lee, Ann (Guest)", "ann lee | Acme".

To compare names, use `folded`.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from handlers.coaching.names.name_order import given_name_first
from storage.spelling import BLANK, JOINERS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MAX_NAME = 80  # in characters
_BADGES = _words(
    "cohost co-host external gast guest host me organiser organizer presenter unverified you"
)
_PRONOUNS = _words("he her hers him his she their theirs them they ze xe it its any")
_BEFORE_COMPANY = (" | ", " - ", " – ", " — ", " @ ", " · ", "|")
_BRACKETS = {"(": ")", "[": "]"}


def visible_name(said: str) -> str:
    """Put a name on one line, and remove invisible characters.

    Return "" if nothing is left.

    We remove invisible characters for two reasons:

    - They can reverse the text beside them.
    - A button whose label has only invisible characters looks blank.
    """
    cut = " ".join(said[: 4 * MAX_NAME].split())
    if cut.isascii() and cut.isprintable():
        return cut
    kept = "".join(char for char in cut if char in JOINERS or not _unseen(char))
    return " ".join(kept.split()) if kept.strip(JOINERS + " ") else ""


def _unseen(char: str) -> bool:
    return char in BLANK or unicodedata.category(char) in ("Cc", "Cf")


def speaker_name(said: str) -> str:
    """Remove badges, company and pronouns, and put the given name first: "Ann Lee"."""
    return _split(said)[0]


def folded(name: str) -> str:
    """Return a name for comparison, without capitals, accents, badges or punctuation."""
    bare = speaker_name(name)
    return folded_text(bare) or bare.casefold()


def folded_text(text: str) -> str:
    """Return a text for comparison, without capitals, accents and punctuation."""
    marked = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() else " " for char in marked if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def one_name_each(said: Iterable[str]) -> Mapping[str, str]:
    """Map each name in a transcript to the name to use for that speaker.

    "Lee, Ann (Guest)" and "ann lee | Acme" are one speaker. We use the spelling with the most
    capitals. "Ann (Acme)" and "Ann (Initech)" are two speakers, because their companies differ.
    """
    spellings = {one: _split(one) for one in dict.fromkeys(said)}
    companies: dict[str, set[str]] = defaultdict(set)
    for name, company in spellings.values():
        companies[folded(name)] |= {company} - {""}
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    keys = {}
    for one, (name, company) in spellings.items():
        apart = len(companies[folded(name)]) > 1
        keys[one] = (folded(name), company if apart else "")
        names[keys[one]].append(f"{name} ({company})" if apart and company else name)
    return {one: max(names[key], key=_capitals) for one, key in keys.items()}


def _split(said: str) -> tuple[str, str]:
    """Split a name from the text beside it, which is usually a company.

    If there is no such text, return "" for it.
    """
    name = " ".join(said[: 2 * MAX_NAME].replace("*", " ").split()).strip("'\"“”:<> ")
    company = ""
    for mark in _BEFORE_COMPANY:
        before, found, after = name.partition(mark)
        if found and before.strip() and after.strip():
            name, company = before.strip(), after.strip()
            break
    name, bracketed = _without_brackets(name)
    words = name.split()
    while len(words) > 2 and words[-1].casefold() in _BADGES:
        words.pop()
    name = given_name_first(" ".join(words))[:MAX_NAME].strip()
    return name or said[:MAX_NAME].strip(), _without_brackets(company)[0] or bracketed


def _without_brackets(name: str) -> tuple[str, str]:
    """Remove "(…)" from the end of a name. Also return the text inside, unless it was a badge."""
    inside = ""
    while name and name[-1] in _BRACKETS.values():
        opening = max(name.rfind(mark) for mark in _BRACKETS)
        if opening <= 0:
            break
        found = name[opening + 1 : -1].strip()
        inside = inside if _is_badge(found) else found
        name = name[:opening].strip()
    return name, inside


def _is_badge(text: str) -> bool:
    words = text.casefold().replace("/", " ").replace(",", " ").split()
    return not words or words[0] in _BADGES or all(one in _PRONOUNS for one in words)


def _capitals(name: str) -> int:
    return sum(word[:1].isupper() for word in name.split())
