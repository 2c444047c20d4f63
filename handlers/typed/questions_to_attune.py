"""Distinguish questions for Attune from a customer's words, so that no question becomes a note.

Words in quotation marks are always a customer's, and words with a speaker ("Jana asked: who
signs?") usually are.
"""

from collections.abc import Collection
from typing import Literal

from handlers.typed.privacy.colleague_data import is_named
from handlers.typed.words import (
    AUXILIARIES,
    DELETE,
    MAY,
    POLITE,
    PRONOUNS,
    QUESTION_WORDS,
    READERS,
    SAID,
    SEE,
    STATES,
    first_name,
    listed,
    words_of,
)
from storage.spelling import comparable

KindOfRequest = Literal["question", "delete", ""]

LABEL = 6  # how many words may name the speaker, before "asked" or a colon
LONGEST = 40  # `is_their_question` reads only this many words at the end of a text
_ASKED = listed("question questions concern concerns worry worries objection")
_QUOTES = ('"', "“", "”", "„", "«", "»", "‘")

_POLITE = POLITE | MAY | listed("you just")
_AUXILIARIES = AUXILIARIES | listed("will would")
_SEES = listed("sees reads knows gets can")  # "who reads my notes"
_READERS = READERS | listed("everyone everybody attune")
_ADDRESSED = listed("you your yours me my mine i this") | _READERS
_SUBJECTS = _ADDRESSED | listed("the that these it it's any other others new")
# A question with one of these words is about readers only if it also has a verb such as "see".
_SOMETIMES_READERS = listed("marketing team someone somebody anyone anybody")
_FINDS_OUT = SEE | listed(
    "look looks know knows get gets find finds hear hears tell told share shared"
)
_USES = listed("used rate rated rating judge judged score scored measured")
_SAYING = SAID | listed("say ask wants wanted wonders")
_OWN = listed("i i'd you we my your")  # in "what I said", the speaker is not a customer
# One or two words may come between these and the verb: "how many notes do you keep".
_COUNTED = listed("what which how whose")
_VERBS = _AUXILIARIES | _SEES


def asked(text: str, colleagues: Collection[str] = ()) -> KindOfRequest:
    """Return "question" for a question to Attune, "delete" for a request to delete, otherwise "".

    `colleagues` are names. A text without a question mark is a question only if it begins like a
    question, and is about the writer, Attune or somebody who may read data in Attune.
    """
    words = words_of(text)
    if not words or is_quoted(text):
        return ""
    verb = next((at for at, word in enumerate(words) if word not in _POLITE), 0)
    begins = words[0] in _AUXILIARIES | QUESTION_WORDS
    if words[verb] in DELETE:
        return "" if ends_with_speaker(text) else "delete"
    if not begins and _names_speaker(text):
        return ""
    if text.rstrip(" *_~`)").endswith("?"):
        return "question" if begins or is_one_sentence(text) else ""
    first = frozenset(map(first_name, colleagues))
    names = first | {f"{name}{end}" for name in first for end in ("'s", "s")}
    return "question" if begins and _is_asked(words, names) else ""


def is_quoted(text: str) -> bool:
    """Check whether a text has a quotation mark."""
    return any(mark in text for mark in _QUOTES)


def is_one_sentence(text: str) -> bool:
    """Check whether a text is one sentence."""
    ends = sum(word.endswith((".", "!", "?")) for word in text.split()[:-1])
    return not ends and "\n" not in text.strip()


def first_word_asks(text: str) -> bool:
    """Return whether the first word is typical of a question, such as "can" or "who"."""
    return not (_AUXILIARIES | QUESTION_WORDS).isdisjoint(words_of(text)[:1])


def about_readers(text: str, colleagues: Collection[str]) -> bool:
    """Return whether a question is about who sees data, or about how data is used or judged.

    `colleagues` are names.
    """
    words = frozenset(words_of(text))
    named = any(is_named(words, name) for name in colleagues)
    if named or not words.isdisjoint(_READERS - {"attune"} - _SOMETIMES_READERS | _USES):
        return True
    return not words.isdisjoint(_SOMETIMES_READERS) and not words.isdisjoint(_FINDS_OUT)


def is_addressed(text: str) -> bool:
    """Return whether a text is about Attune, the writer or a reader: "you", "my", "manager"."""
    return not _ADDRESSED.isdisjoint(words_of(text))


def ends_with_speaker(text: str) -> bool:
    """Check whether a text ends with its speaker: "forget the discount, they said".

    Return False for "good demo, anders wants it on one ward first", because more words follow
    "anders wants".
    """
    _, comma, last = comparable(text).rpartition(",")
    said = words_of(last)
    ends = said[-2:] if SAID.isdisjoint(said) else said
    return bool(comma) and not _SAYING.isdisjoint(ends) and _OWN.isdisjoint(said)


def is_their_question(text: str) -> bool:
    """Check whether a text says what a customer asked: "how to handle it was their question"."""
    words = words_of(text)[-LONGEST:]
    at = next((at for at in range(3, len(words)) if words[at] in ("was", "were")), 0)
    following = words[at + 1 :]
    return bool(at) and 1 < len(following) <= 4 and following[-1] in _ASKED and "?" not in text


def _is_asked(words: list[str], names: frozenset[str]) -> bool:
    """Check whether the words are a question to Attune: "can you see my", "who reads my".

    The caller has checked that the words begin like a question. `names` are the first names of
    colleagues, because a question to Attune may be about a colleague.
    """
    if not (_ADDRESSED | names).intersection(words[1:]) or len(words) < 3:
        return False
    if words[0] in _AUXILIARIES:
        return words[1] in _SUBJECTS | names and words[:2] != ["do", "this"]
    words = [word for word in words if word != "else"]
    # Usually, only the second word can be the verb: "who reads my notes". After one of `_COUNTED`,
    # the third or the fourth word can be the verb too: "how many notes do you keep". But a pronoun
    # as the second word rules this out: "how they do this today" is part of a statement.
    far = 4 if words[0] in _COUNTED and words[1] not in PRONOUNS else 2
    at = next((at for at in range(1, min(far, len(words))) if words[at] in _VERBS), 0)
    following = words[at + 1 :]
    if not at or not following or not STATES.isdisjoint(following):  # "what is new is that you …"
        return False
    return words[at] in _SEES or following[0] in _SUBJECTS | names


def _names_speaker(text: str) -> bool:
    """Match "Jana: …" and "they asked whether …"."""
    label = comparable(text).split()[: LABEL + 1]
    for at, word in enumerate(label):
        if at < LABEL and word.endswith(":"):
            return True
        if at and not _SAYING.isdisjoint(words_of(word)):
            return _OWN.isdisjoint(label[:at])
    return False
