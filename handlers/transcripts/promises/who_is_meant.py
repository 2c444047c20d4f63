"""Find who "her" or "he'll" in a promise refers to, from the sentences before it. Pure."""

import re
from collections.abc import Collection, Iterable

from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.spelling import plain
from handlers.times.words import DAY_NAMES, MONTH_NAMES

_HER = re.compile(r"(?<![\w'’-])(?:him|her|Her|Him)(?![\w'’-])")
_HE = re.compile(r"(?<![\w'’-])(?:[Hh]e|[Ss]he)(?:['’]ll| will)(?![\w'’-])")
# In "drop you her details", "her" becomes "Jana's".
_OWNS = re.compile(
    r" (?:details|number|address|mail|e-?mail|team|name|calendar)(?![\w'’-])", re.IGNORECASE
)
# "And" and similar words at the beginning of a sentence are not part of a name.
_NAME = re.compile(
    r"(?<![\w'’-])(?!(?:And|So|But|Or|Well|Then|Is|Does|Has|Oh|Yes|No) )"
    r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?"
)
# A capitalised word after one of these words is a name, even if the word is not in our list of
# given names.
_LEADS = re.compile(r"(?<![\w'’-])(?:called|to|with|ask|asks|tell|tells|Herr|Frau|Mrs?\.?|Ms\.?) $")
_IS_ONE = re.compile(r"(?:,? (?:is|'s),? | is,? )(?:[\w' ,]{0,10})?(?:he|she)(?:['’]s)?(?![\w'-])")
_OF_A_COMPANY = re.compile(r"(?<![\w'’-])(?:at|from|by|the|of|in) $")
_JOINS_BEFORE = re.compile(r" (?:or|and) $")
_JOINS = re.compile(r" (?:or|and) (?=[A-ZÀ-ÖØ-Þ])")
# "And Tom, could you …" speaks to Tom.
_SPEAKS_TO = re.compile(
    r", (?:could|can|would|will|do|did|what|how|when|who|is|are|you|I)(?![\w-])"
)
_CALENDAR = frozenset(name.lower() for name in (*DAY_NAMES, *MONTH_NAMES))


def with_person(words: str, before: Iterable[str], speakers: Collection[str]) -> str:
    """Return a promise with a name instead of a pronoun.

    The pronoun is "her" or "him", or the promise begins with "he'll" or "she'll". `before` are the
    sentences before the promise, the earliest first. `speakers` are the words in the names of the
    people in the call: "her" never means one of these people.

    Return "" if the promise does not have exactly one of these pronouns, or if `before` does not
    name exactly one person.
    """
    her, he = _HER.findall(words), _HE.match(words)
    if len(her) + bool(he) != 1:
        return ""
    names = people_named(before, speakers)
    if len(names) != 1:
        return ""
    (name,) = names
    if he:
        return f"{name} will{words[he.end() :]}"
    return _HER.sub(lambda found: _in_place(name, words, found), words)


def _in_place(name: str, words: str, found: re.Match[str]) -> str:
    """Return the name: "Jana Novak" for "ask her", "Jana Novak's" for "her details"."""
    owns = _OWNS.match(words, found.end())
    return f"{name}'s" if owns and found[0].lower() == "her" else name


def people_named(before: Iterable[str], speakers: Collection[str]) -> list[str]:
    """Return the people who are named in sentences. "Jana" and "Jana Novak" are the same person.

    `speakers` are the words in the names of the people in the call, who are left out.
    """
    found: list[str] = []
    for said in before:
        for each in _NAME.finditer(said):
            if not _is_person(each, said, speakers):
                continue
            name = each[0]
            same = next((one for one in found if set(one.split()) & set(name.split())), None)
            if same is None:
                found.append(name)
            elif len(name) > len(same):
                found[found.index(same)] = name
    return found


def _is_person(each: re.Match[str], said: str, speakers: Collection[str]) -> bool:
    """Return whether a capitalised word names a person who is not one of the speakers."""
    first, *others = (plain(word) for word in each[0].split())
    if not {first, *others}.isdisjoint(speakers) or first.removesuffix("s") in _CALENDAR:
        return False
    if _SPEAKS_TO.match(said, each.end()):
        return False
    if first in GIVEN_NAMES:
        return True
    lead = said[: each.start()]
    if is_common(first) or _OF_A_COMPANY.search(lead[-8:]):
        return False
    if _JOINS.match(said, each.end()) or _JOINS_BEFORE.search(lead[-8:]):
        return True
    return bool(others or _LEADS.search(lead[-8:]) or _IS_ONE.match(said, each.end()))
