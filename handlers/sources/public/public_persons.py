"""Leave out what must not be collected about people. Pure functions.

From public pages, we may keep who does what at a company: a name, a title, an appointment, a public
statement. The pages also say things that we may not keep. Email addresses, links to people's
profiles, telephone numbers and ages are replaced by "[…]". These sentences are left out entirely:

- sentences about private matters, such as somebody's birth, family, health, faith or politics
- sentences of a job posting that may name a recruiter
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from storage.choices import PublicSource

LEFT_OUT = "[…]"
LONGEST_NAME = 4  # words

# The repetitions in the next four patterns are bounded, so the time is proportional to the length
# of the text.
_MAIL = re.compile(
    r"[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]|\{at\}) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+ ?\d|\(?\+?0)[\d ()/.\u00a0-]{5,20}\d"
    r"|(?<![\w.,/-])(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?!\d)"
)
_AGE = re.compile(r", ?(?:age|aged) \d{2}\b", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:https?://)?[\w.-]{0,40}(?:linkedin\.com/in/|xing\.com/profile/|facebook\.com/|"
    r"instagram\.com/|twitter\.com/|github\.com/)[^\s<>\"]{0,200}",
    re.IGNORECASE,
)
# A sentence does not end after an initial or a title.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<![\W_][^\W\d_]\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bProf\.)\s"
)
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DATE = re.compile(r"\(?(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PRIVATE = _words(
    """
    born birth birthday birthplace wife husband spouse married divorced widowed fiancé fiancée
    grandchildren née geboren geburtstag geburtsdatum verheiratet ehefrau ehemann ledig geschieden
    mariée épouse naissance née nacido casado casada
    """
)
_PERSON = _words(
    "he she his her him hers himself herself mr mrs ms sie ihr ihre sein seine herr frau"
)
# These words count only in a sentence that also has a word from `_PERSON`. Without one, the
# sentence may be about a hospital's or a charity's business.
_SENSITIVE = _words(
    """
    catholic protestant christian muslim jewish hindu buddhist atheist church mosque synagogue faith
    religion religious republican democrat socialist communist politics political gay lesbian
    bisexual transgender pregnant pregnancy cancer diabetes depression disability disabled illness
    disease surgery sick health son sons daughter daughters kids children family mother father
    brother sister parents hobby hobbies hobbys katholisch evangelisch muslimisch jüdisch kirche
    partei gewerkschaft schwanger krank krankheit kinder sohn tochter familie
    """
)
_RECRUITER = (
    "recruiter",
    "recruiting team",
    "hiring manager is",
    "hiring manager:",
    "talent acquisition",
    "talent partner",
    "contact person",
    "your contact",
    "point of contact",
    "reach out to",
    "get in touch with",
    "send your",
    "apply to",
    "questions?",
    "ansprechpartner",
    "ansprechperson",
    "bewerbung an",
    "votre contact",
)


def without_private(text: str, source: PublicSource) -> str:
    """Return the text of a source without what must not be stored about people."""
    lines = (_line(line, source) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def without_contacts(text: str) -> str:
    """Replace email addresses, links to people's profiles, telephone numbers and ages."""
    text = _PROFILE.sub(LEFT_OUT, text)
    text = _MAIL.sub(LEFT_OUT, text)
    text = _PHONE.sub(lambda found: _phone(found[0]), text)
    return _AGE.sub(f", {LEFT_OUT}", text)


def without_people(text: str, is_suppressed: Callable[[str], bool]) -> str:
    """Return a text without the sentences that name somebody who objected, or was erased.

    If Jana Novak was erased, sentences with "Jana Maria Novak" or "Novak Jana" are left out too.
    """
    lines = (
        " ".join(
            sentence
            for sentence in _SENTENCE_END.split(line)
            if not any(map(is_suppressed, names_in(sentence)))
        )
        for line in text.splitlines()
    )
    return "\n".join(line for line in lines if line)


def names_in(sentence: str) -> Iterator[str]:
    """Yield everything in a sentence that may be somebody's name."""
    words = _NAME.findall(sentence)
    for start, first in enumerate(words):
        if first.islower():
            continue
        yield first
        for length in range(2, LONGEST_NAME + 1):
            name = words[start : start + length]
            if len(name) < length or name[-1].islower():
                continue
            yield " ".join(name)
            yield f"{name[-1]} {' '.join(name[:-1])}"
            yield f"{first} {name[-1]}"


def _line(line: str, source: PublicSource) -> str:
    kept = [
        sentence
        for sentence in _SENTENCE_END.split(without_contacts(line))
        if not _is_private(sentence) and not (source == "jobs" and _names_recruiter(sentence))
    ]
    return " ".join(kept).strip()


def _phone(found: str) -> str:
    return found if _is_date(found) else LEFT_OUT


def _is_date(text: str) -> bool:
    written = _DATE.fullmatch(text.strip())
    if written is None:
        return False
    first, second, year = map(int, written.groups())
    for month, day in ((second, first), (first, second)):
        try:
            date(year, month, day)
        except ValueError:
            continue
        return True
    return False


def _is_private(sentence: str) -> bool:
    words = {word.casefold() for word in _WORD.findall(sentence)}
    if not words.isdisjoint(_PRIVATE):
        return True
    return not words.isdisjoint(_PERSON) and not words.isdisjoint(_SENSITIVE)


def _names_recruiter(sentence: str) -> bool:
    said = sentence.casefold()
    return any(words in said for words in _RECRUITER)
