"""Parse who comes to a call and what it is about: "3pm with Jana Novak re pricing"."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.names.people_lines import emails_in, people_in
from handlers.times.words import NUMBERS
from handlers.typed.settings.numbers_typed import length_at
from handlers.typed.words import DAY_WORDS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WHO = frozenset(("with", "w/", "w"))
_WHY = frozenset(("re", "re:", "about", "regarding", "concerning"))
_NOT_A_NAME = _words("on at via for in because if from until next this")
_TITLES = _words("dr dr. prof prof. mr mr. mrs mrs. ms ms. herr frau")
_GROUP_WORDS = _words(
    "people persons person folks others colleagues team everyone everybody someone somebody them"
    " him her us me all several some few attendees guests participants"
)
_OF_TIME = DAY_WORDS | _words("am pm noon midday at on")
_UNITS = _words("min mins minutes hr hrs hour hours")
_NAME = 4  # at most this many words (a name, perhaps with a role) come between a time and a plus
_LENGTH = re.compile(r"[0-9]{1,3} ?(?:min|mins|minutes|m|h|hr|hrs|hours?)", re.ASCII)
_LENGTH_WORDS = 3  # a length such as "half an hour" has at most this many words
_NOONS = _words("noon midday")
_WORDS = 60  # we look for the end of a time in this many words from the start of a text


@dataclass(frozen=True)
class WhoAndWhy:
    """Who comes from the customer, and the subject of the call.

    `people` maps names to roles. A role is "" if the text does not give it. `emails` maps names to
    email addresses.
    """

    people: dict[str, str]
    subject: str
    emails: dict[str, str]


def split_time(typed: str) -> tuple[str, str]:
    """Split a text into a time, and the words after it about people or a subject.

    A length at the end of the time gets a "for": "tue 11, 30 min" becomes "tue 11 for 30 min".
    """
    words = typed.split()
    for i, word in enumerate(words[:_WORDS]):
        if word.lower() in _WHO | (_WHY - {"about"}) or (i and _is_subject(words, i)):
            length, tail = _split_length(words[i:])
            return _with_for([*words[:i], *length]), " ".join(tail)
    return _split_at_plus(words) or _split_people_at_end(typed)


def _with_for(words: list[str]) -> str:
    """Return "tue 11 for 30 min" for the words of "tue 11, 30 min" and "tue 11 30 min"."""
    for at in range(max(len(words) - _LENGTH_WORDS, 1), len(words)):
        minutes, size = length_at([word.lower() for word in words], at)
        before = words[at - 1].strip(",;").lower()
        is_clock = before[-1:].isdecimal() or before[-2:] in ("am", "pm") or before in _NOONS
        if size == len(words) - at and is_clock:
            return " ".join((*words[: at - 1], before, f"for {minutes} min"))
    return " ".join(words)


def _split_at_plus(words: list[str]) -> tuple[str, str] | None:
    """Split "tue 2pm martin dvorak + jana" into "tue 2pm" and "with martin dvorak + jana".

    The time ends with the last word before the plus that is a word of time ("pm", "min") or has
    characters other than letters ("2pm"). The words between the time and the plus name the first
    person.

    Return None if the text has no plus, no time, or nobody on one side of the plus. Also return
    None if more than `_NAME` words name the first person.
    """
    plus = words.index("+") if "+" in words[:_WORDS] else 0
    at = plus
    while at and words[at - 1].isalpha() and words[at - 1].lower() not in _OF_TIME | _UNITS:
        at -= 1
    is_people = 0 < at < plus <= at + _NAME and plus + 1 < len(words)
    return (_with_for(words[:at]), f"with {' '.join(words[at:])}") if is_people else None


def _split_length(tail: list[str]) -> tuple[list[str], list[str]]:
    """Split "with mia 45min" into "for 45min" and "with mia".

    A length within a subject stays where it is: "re the 30 min demo".
    """
    end = next((at for at, word in enumerate(tail) if word.lower() in _WHY), len(tail))
    for size in (2, 1):
        begin = end - size
        if begin > 1 and _LENGTH.fullmatch(" ".join(tail[begin:end]).lower()):
            begin_of_tail = begin - (tail[begin - 1].lower() == "for")
            return ["for", *tail[begin:end]], [*tail[:begin_of_tail], *tail[end:]]
    return [], tail


def _split_people_at_end(typed: str) -> tuple[str, str]:
    """Split "fri noon, Dana Reed (CFO)" into the time and "with Dana Reed (CFO)".

    People without a role in parentheses are not recognised.
    """
    before = typed.split(",")
    people: list[str] = []
    while len(before) > 1 and _has_a_role(before[-1].strip()):
        people.insert(0, before.pop().strip())
    return ",".join(before), f"with {' and '.join(people)}" if people else ""


def _has_a_role(part: str) -> bool:
    return part[:1].isupper() and part.endswith(")") and "(" in part


def _is_subject(words: list[str], at: int) -> bool:
    """Check whether "about" introduces a subject here. "about 3" is part of a time."""
    following = words[at + 1 : at + 2]
    return words[at].lower() == "about" and bool(following) and not following[0][0].isdecimal()


def who_and_why(tail: str) -> WhoAndWhy | None:
    """Parse the words after a time. Return None if any words are neither people nor a subject.

    A subject ends at "with" only if a common given name or a title follows: "re demo with Jana". In
    "re demo with Sokol", the subject is "demo with Sokol".
    """
    return _people_and_subject(tail) or _subject_alone(tail)


def _subject_alone(tail: str) -> WhoAndWhy | None:
    lead, _, about = " ".join(tail.split()).partition(" ")
    return WhoAndWhy({}, about, {}) if lead.lower() in _WHY and _has_a_letter(about) else None


def _people_and_subject(tail: str) -> WhoAndWhy | None:
    """Parse people, a subject, or both. Return None if any of the words are neither."""
    people: list[str] = []
    subject: list[str] = []
    into = subject
    words = tail.split()
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        leads_to_people = word.lower() in _WHO
        if into is not subject or not subject or (leads_to_people and _begins_a_name(after)):
            if leads_to_people:
                into = people
                people.append("\n")
                continue
            if word.lower() in _WHY:
                into = subject
                continue
        if into is people and word.lower() in _NOT_A_NAME:
            return None
        into.append("\n" if into is people and word.lower() in ("and", "&", "+") else word)
    lines = "\n".join(line.strip() for line in " ".join(people).split("\n"))
    found = people_in(lines)
    about = " ".join(subject)
    if any(map(_is_count_or_group, found)) or not (found or about):
        return None
    if (people and not found) or (about and not _has_a_letter(about)):
        return None
    return WhoAndWhy(found, about, emails_in(lines))


def _begins_a_name(word: str) -> bool:
    """Check whether the word after "with" is a title or a given name: "Dr.", "Jana"."""
    is_given = word.strip(".,;").casefold() in GIVEN_NAMES
    return word[:1].isupper() and (is_given or word.lower() in _TITLES)


def _is_count_or_group(name: str) -> bool:
    """Check whether this is a count or a group: "3 people", "two buyers", "the team"."""
    words = name.lower().split()
    return words[0][0].isdecimal() or words[0] in NUMBERS or bool(_GROUP_WORDS & set(words))


def _has_a_letter(words: str) -> bool:
    return any(char.isalpha() for char in words)
