"""Who comes to a call and what it is about: "3pm with Jana Novak re pricing".

A call's time is read without these words; they are kept with the call.
"""

from dataclasses import dataclass

from handlers.coaching.people_lines import people_in


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WHO = frozenset(("with", "w/"))
_WHY = frozenset(("re", "re:", "about", "regarding", "concerning"))
_NOT_A_NAME = _words("on at via for in because if from until next this")
_WORDS = 60  # of a time and what is behind it


@dataclass(frozen=True)
class WhoAndWhy:
    """People of theirs, each with a role or "", and the subject; either may be missing."""

    people: dict[str, str]
    subject: str


def parted(typed: str) -> tuple[str, str]:
    """A time, and the words behind it that say who comes or what it is about."""
    words = typed.split()
    for i, word in enumerate(words[:_WORDS]):
        if word.lower() in _WHO | (_WHY - {"about"}) or (i and _is_subject(words, i)):
            return " ".join(words[:i]), " ".join(words[i:])
    return typed, ""


def _is_subject(words: list[str], at: int) -> bool:
    """ "about" leads to a subject at the end, and to a time before a number."""
    behind = words[at + 1 : at + 2]
    return words[at].lower() == "about" and bool(behind) and not behind[0][0].isdecimal()


def who_and_why(tail: str) -> WhoAndWhy | None:
    """What the words behind a time say; None where a word among them is about something else."""
    people: list[str] = []
    subject: list[str] = []
    into = subject
    for word in tail.split():
        if into is not subject or not subject:
            if word.lower() in _WHO:
                into = people
                people.append("\n")
                continue
            if word.lower() in _WHY:
                into = subject
                continue
        if into is people and word.lower() in _NOT_A_NAME:
            return None
        into.append("\n" if into is people and word.lower() in ("and", "&") else word)
    names = " ".join(people)
    found = people_in("\n".join(line.strip() for line in names.split("\n")))
    if not (found or subject):
        return None
    return WhoAndWhy(found, " ".join(subject))
