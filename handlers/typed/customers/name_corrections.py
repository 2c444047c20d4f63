"""Recognise the correction of a person's name: "its karen not karin", "vosk with a k". Pure."""

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from handlers.typed.customers.job_titles import job_title
from handlers.typed.customers.people_said import cased
from handlers.typed.words import bare_word, listed

_LONGEST = 80  # characters
_DENIES = listed("no nope sorry actually oops wait")
_ALIKE = 50  # the least similarity, out of 100, of a name and its correction
_NAME = r"[^\W\d_][\w'-]{1,30}"
_LEAD = r"(?:(?:no|nope|sorry|actually|oops|wait),? ){0,2}"
_IT_IS = (
    r"(?:(?:it'?s|that'?s|that is|it is|her name'?s|his name'?s) )?(?:spell?ed |spelt |called )?"
)
_NOT = re.compile(
    rf"{_LEAD}{_IT_IS}(?P<new>{_NAME}(?: {_NAME})?),? not (?P<old>{_NAME}(?: {_NAME})?)",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"{_LEAD}{_IT_IS}(?P<new>{_NAME}(?: {_NAME})?) with an? [^\W\d_]{{1,2}}"
    rf"(?:, (?P<whole>{_NAME} {_NAME}))?",
    re.IGNORECASE,
)
_IS_WRONG = re.compile(
    rf"(?P<old>[^\W\d_][\w' -]{{1,60}}?) is (?:wrong|not right|a typo|misspelled),?"
    rf" (?:it'?s|it is|should be|that'?s) (?:just |only |really )?(?P<new>{_NAME}(?: {_NAME})?)",
    re.IGNORECASE,
)
_JUST = re.compile(
    rf"{_LEAD}(?:it'?s|it is|that'?s) (?:just|only) (?P<new>{_NAME} {_NAME})", re.IGNORECASE
)
_WITH_JOB = re.compile(
    rf"{_LEAD}(?:it'?s|it is|that'?s|that is|(?:her|his) name'?s) (?P<new>{_NAME} {_NAME}),?"
    r" (?:(?:he|she|who)(?:'?s| is) )?(?:(?:the|their) )?(?P<job>[^\W\d_][\w ]{1,40})",
    re.IGNORECASE,
)


class NameCorrected(NamedTuple):
    """A correction of a name.

    `new` is the right name or the right part of a name. `old` is the wrong part that `new`
    replaces, or "" if the line does not say which part is wrong. `job` is the job title in the
    line, or "".
    """

    new: str
    old: str
    job: str = ""


def name_corrected(text: str) -> NameCorrected | None:
    """Return the correction in "its karen not karin" or "vosk with a k", or None if there is none.

    "Tom berg ops is wrong, its just tom berg" is a correction too.
    """
    line = text.strip(" .!").replace("’", "'")
    if len(line) > _LONGEST:
        return None
    if found := _NOT.fullmatch(line) or _IS_WRONG.fullmatch(line):
        return NameCorrected(found["new"], found["old"])
    if found := _JUST.fullmatch(line):
        return NameCorrected(found["new"], "")
    if (found := _WITH_JOB.fullmatch(line)) and (job := job_title(found["job"])):
        return NameCorrected(found["new"], "", job)
    found = _WITH.fullmatch(line)
    return NameCorrected(found["whole"] or found["new"], "") if found else None


def corrects_person(text: str) -> bool:
    """Check for a "no" that corrects a name and gives a job: "no thats Nils Berg, hes the cfo".

    Such a line is not a customer's words.
    """
    first, _, rest = text.strip().partition(" ")
    corrected = name_corrected(text) if bare_word(first) in _DENIES and rest else None
    return corrected is not None and bool(corrected.job)


def with_correction(name: str, corrected: NameCorrected) -> str:
    """Correct a name: "its karen not karin" makes "Karin Holm" into "Karen Holm".

    Return "" if the correction does not fit the name.
    """
    new, old = corrected.new.split(), corrected.old.split()
    parts = name.split()
    if len(new) > 1:
        fits = _is_like(corrected.new, name) and (
            not old or bare_word(old[-1]) in map(bare_word, parts)
        )
        return cased(corrected.new) if fits else ""
    if len(old) > 1:
        return ""
    at = [
        at
        for at, part in enumerate(parts)
        if (bare_word(part) == bare_word(old[0]) if old else _is_like(part, new[0]))
    ]
    if len(at) != 1 or not _is_like(parts[at[0]], new[0]):
        return ""
    return " ".join((*parts[: at[0]], cased(new[0]), *parts[at[0] + 1 :]))


def _is_like(one: str, other: str) -> bool:
    return fuzz.ratio(bare_word(one), bare_word(other)) >= _ALIKE
