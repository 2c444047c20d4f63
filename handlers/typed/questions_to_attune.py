"""Distinguish questions for Attune from a customer's words, so that no question becomes a note.

Words in quotation marks, and words with a speaker ("Jana asked: who signs?"), are always a
customer's.
"""

from collections.abc import Collection
from typing import Literal

from storage.spelling import comparable

Asked = Literal["question", "delete", ""]

LABEL = 6  # how many words may name the speaker, before "asked" or a colon
_AROUND = " *_~`()[]:,;.!?…–—-'"
_QUOTES = ('"', "“", "”", "„", "«", "»", "‘")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DELETE = _listed("delete erase forget remove wipe clear")
_POLITE = _listed("please can could would will you hey hi attune now just")
_AUXILIARIES = _listed("can could will would do does did is are was am have has should shall")
_WH = _listed("who whos who's what whats what's when where why how which whom whose")
_SEES = _listed("sees reads knows gets can")  # "who reads my notes"
_READERS = _listed(
    "boss manager colleague colleagues team admin admins marketing hr anyone anybody someone"
    " somebody everyone everybody attune"
)
_ADDRESSED = _listed("you your yours me my mine i this") | _READERS
_SUBJECTS = _ADDRESSED | _listed("the that these it it's any other others new")
_USES = _listed("used rate rated rating judge judged score scored measured")
_TALKS = _listed("talk talks talked talking speak speaks spoke")
_SAYING = _listed("said says say asked asks ask told tells wants wanted wonders wondered replied")
_OWN = _listed("i i'd you we my your")  # in "what I said", the speaker is not a customer
_COUNTED = _listed("what which how whose")  # "how much of this do you keep"
_THEY = _listed("they we he she it")  # "how they do this today" is part of a statement
_VERBS = _AUXILIARIES | _SEES
_STATES = _listed("is was are were")  # "what is new is that you …" is not a question


def asked(text: str, colleagues: Collection[str] = ()) -> Asked:
    """Return "question" or "delete" if a text asks Attune something, or "" for a customer's words.

    Without a question mark, a text is a question if it begins like one and is about the writer,
    Attune or one of the `colleagues` (their names).
    """
    words = [word for word in (one.strip(_AROUND) for one in comparable(text).split()) if word]
    if not words or is_quoted(text):
        return ""
    verb = next((at for at, word in enumerate(words) if word not in _POLITE), 0)
    begins = words[0] in _AUXILIARIES | _WH
    if words[verb] in _DELETE:
        return "" if ends_with_speaker(text) else "delete"
    if not begins and _names_speaker(text):
        return ""
    if text.rstrip(" *_~`)").endswith("?"):
        return "question" if begins or _sentences(text) == 1 else ""
    names = frozenset(map(_first, colleagues))
    return "question" if begins and _is_asked(words, names) else ""


def is_quoted(text: str) -> bool:
    """Check whether a text has words in quotation marks."""
    return any(mark in text for mark in _QUOTES)


def is_one_sentence(text: str) -> bool:
    """Check whether a text is one sentence."""
    return _sentences(text) == 1


def begins_like_one(text: str) -> bool:
    """Return whether the first word is typical of a question, such as "can" or "who"."""
    first = comparable(text).partition(" ")[0].strip(_AROUND)
    return first in _AUXILIARIES | _WH


def about_readers(text: str, colleagues: Collection[str]) -> bool:
    """Return whether a question is about who sees something, or what it is used for."""
    words = {word.strip(_AROUND) for word in comparable(text).split()}
    named = any(_first(name) in words for name in colleagues)
    return named or not words.isdisjoint(_READERS - {"attune"} | _USES)


def is_addressed(text: str) -> bool:
    """Return whether a text is about Attune or the writer: "you", "my", "this"."""
    return not _ADDRESSED.isdisjoint(word.strip(_AROUND) for word in comparable(text).split())


def whose_talk(text: str, colleagues: Collection[str]) -> str:
    """Return the first name of the colleague in a question about talk figures, or ""."""
    words = [word.strip(_AROUND) for word in comparable(text).split()]
    if words[:1] != ["how"] or _TALKS.isdisjoint(words):
        return ""
    return next((name.split()[0] for name in colleagues if _first(name) in words), "")


def _first(name: str) -> str:
    """Return the first name, normalised for comparison.

    If the name is empty, return a newline, because a newline matches no word.
    """
    return (comparable(name).split() or ["\n"])[0]


def _is_asked(words: list[str], names: frozenset[str]) -> bool:
    if not (_ADDRESSED | names).intersection(words[1:]) or len(words) < 3:
        return False
    if words[0] in _AUXILIARIES:
        return words[1] in _SUBJECTS | names and words[:2] != ["do", "this"]
    words = [word for word in words if word != "else"]
    far = 4 if words[0] in _COUNTED and words[1] not in _THEY else 2
    at = next((at for at in range(1, min(far, len(words))) if words[at] in _VERBS), 0)
    behind = words[at + 1 :]
    if not at or not behind or not _STATES.isdisjoint(behind):
        return False
    return words[at] in _SEES or behind[0] in _SUBJECTS | names


def _names_speaker(text: str) -> bool:
    """Match "Jana: …" and "they asked whether …"."""
    label = comparable(text).split()[: LABEL + 1]
    for at, word in enumerate(label):
        if at < LABEL and word.endswith(":"):
            return True
        if at and word.strip(_AROUND) in _SAYING:
            return _OWN.isdisjoint(label[:at])
    return False


def ends_with_speaker(text: str) -> bool:
    """Check whether a text ends with who said it: "forget the discount, they said"."""
    _, comma, last = comparable(text).rpartition(",")
    said = [word.strip(_AROUND) for word in last.split()]
    return bool(comma) and not _SAYING.isdisjoint(said) and _OWN.isdisjoint(said)


def _sentences(text: str) -> int:
    words = text.split()
    return 1 + sum(word.endswith((".", "!", "?")) for word in words[:-1]) + text.strip().count("\n")
