"""Recognise requests to delete something that Attune keeps: "forget the Northwind call".

A sentence that reports a customer's words does not match: "forget the discount, they said".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.typed.words import DELETE, WISHES, bare_word, few_words_of, listed

Deleted = Literal["reflection", "figures", "call", "promises"]

MAX_WORDS = 16  # a request may have at most this many words
MAX_NAMES = 5  # at most this many words of a request may name an account, a person or a day

PREPOSITIONS = listed("of about from for on with at in to")
# A sentence with one of these words is a report and not a request.
REPORTS = listed(
    "said says say asked asks told tells wants want wanted needs need thinks think was were has had"
    " have would should must because if but they we he she us their"
)
_DETERMINERS = listed("the a an all any my our this that these those last latest of your every")
_FILL = listed("and please again now it is that the my our all a an this call calls meeting of")
_NOTES = listed("note notes")
_IT = listed("it that this")
_DROPS = listed("drop scrap scratch bin del kill trash cancel")
_I_SAID = tuple(["what", "i", verb] for verb in ("said", "wrote", "noted", "typed"))
_ABOUT = listed("about abt bout for on with")
_DENIES = listed("not isnt wasnt nothing")
_OF_NOTES = listed("thing one note line bit is was has it that this thats its")
_LAST = listed("last latest newest that this")  # "delete my last note"
_ABT = listed("abt bout re w plz pls called saying")
_DELETED: Mapping[str, Deleted] = {
    **dict.fromkeys(("reflection", "reflections", "notes"), "reflection"),
    **dict.fromkeys(("transcript", "transcripts", "figures", "recording", "stats"), "figures"),
    **dict.fromkeys(("call", "calls", "meeting", "meetings"), "call"),
    **dict.fromkeys(("promise", "promises"), "promises"),
}


@dataclass(frozen=True)
class ToDelete:
    """What to delete. `of` has the words that narrow it down: "northwind monday's"."""

    what: Deleted
    of: str


def to_delete(text: str) -> ToDelete | None:
    """Return what a sentence asks Attune to delete, or None.

    For "delete everything about northwind", `what` is "call".
    """
    words = few_words_of(text, MAX_WORDS)
    verb = next((at for at, word in enumerate(words) if word in DELETE), None)
    if verb is None or not WISHES.issuperset(words[:verb]) or "how" in words[:verb]:
        return None
    object_ = words[verb + 1 :]
    whole = object_[:1] == ["everything"] or object_[:2] in (["all", "of"], ["all", "about"])
    head = _whole(object_) if whole else _head(object_)
    if head is None or not REPORTS.isdisjoint(object_):
        return None
    following = object_[head + 1 :]
    if (
        following
        and not whole
        and following[0] not in PREPOSITIONS | _FILL
        and not _is_day(following[0])
    ):
        return None
    names = [word for at, word in enumerate(object_) if at != head and not _says_little(word)]
    if len(names) > MAX_NAMES:
        return None
    return ToDelete("call" if whole else _DELETED[object_[head]], " ".join(names))


@dataclass(frozen=True)
class NoteToDelete:
    """The words that say which note to delete: {"powerpoint"} for "forget the powerpoint note".

    If `last` is true, the newest note with these words is meant. If `one` is true, the request is
    about a single note.
    """

    about: frozenset[str]
    last: bool
    one: bool


def note_to_delete(text: str) -> NoteToDelete | None:
    """Return which of the rep's own notes a sentence asks Attune to delete, or None.

    "Scratch what i said about powerpoint" is about a note too. Return None for "delete the notes of
    my Northwind call", because it is about a call.
    """
    if beside := _not_about(text):
        return beside
    words = [bare_word(word) for word in few_words_of(text, MAX_WORDS)]
    wishes = WISHES | _ABT
    verb = next((at for at, word in enumerate(words) if word in DELETE | _DROPS), None)
    if verb is None or not wishes.issuperset(words[:verb]) or "how" in words[:verb]:
        return None
    object_ = words[verb + 1 :]
    if words[verb] == "cancel" and not _is_of_note(object_):
        return None
    said = frozenset(["note", *object_[3:]] if object_[:3] in _I_SAID else object_)
    calls = {word for word, what in _DELETED.items() if what == "call"}
    if _NOTES.isdisjoint(said) or not (REPORTS | calls | {"how"}).isdisjoint(said):
        return None
    about = frozenset(word for word in said - _NOTES - _LAST - _ABT if not _says_little(word))
    return NoteToDelete(about, last=not said.isdisjoint(_LAST), one="note" in said)


def _is_of_note(words: Sequence[str]) -> bool:
    """Check for "that note" and "the price note", but not for "northwind and note jana is ill"."""
    at = next((at for at, word in enumerate(words[:4]) if word in _NOTES), None)
    return at is not None and (at == 0 or words[0] in _DETERMINERS)


def _not_about(text: str) -> NoteToDelete | None:
    """Match "that castell thing is not about northwind, remove it", also without the comma.

    "That note about castell isnt northwind delete it" says "note", so it needs no "about" after
    "isnt".
    """
    words = [bare_word(word) for word in few_words_of(text, MAX_WORDS)]
    while words and words[-1] in WISHES | _ABT:
        words.pop()
    order, words = words[-2:], words[:-2]
    while words and words[-1] in WISHES | _ABT:
        words.pop()
    if len(order) != 2 or order[0] not in DELETE | _DROPS or order[1] not in _IT:
        return None
    denied = next((at for at, word in enumerate(words) if word in _DENIES), 0)
    names_note = not _NOTES.isdisjoint(words[:denied])
    if not denied or not (names_note or not _ABOUT.isdisjoint(words[denied + 1 :])):
        return None
    about = frozenset(word for word in words[:denied] if word not in _OF_NOTES | _ABT)
    about = frozenset(word for word in about if not _says_little(word))
    return NoteToDelete(about, last=True, one=True)


def _head(words: Sequence[str]) -> int | None:
    """Return the index of the word that says what to delete, or None.

    The word is the first one in `_DELETED`. If several words in `_DELETED` follow each other, it is
    the last of these: "the Northwind meeting notes from Monday" are notes. We look only at the
    words before the first preposition. "Of" does not count as a preposition here.
    """
    found: int | None = None
    for at, word in enumerate(words):
        if word in _DELETED:
            found = at
        elif found is not None or (word in PREPOSITIONS and word not in _DETERMINERS):
            break
    return found


def _whole(words: Sequence[str]) -> int | None:
    """Find what to delete in words such as "everything about my call with northwind".

    - If the second or third word is a preposition, return the index of the last word that means a
      call, or 0 if no word means a call.
    - If neither is a preposition, return None.
    """
    if not PREPOSITIONS.intersection(words[1:3]):
        return None
    calls = [at for at, word in enumerate(words) if _DELETED.get(word) == "call"]
    return calls[-1] if calls else 0


def _says_little(word: str) -> bool:
    return word in _DETERMINERS | PREPOSITIONS | _FILL or word in ("everything", *_DELETED)


def _is_day(word: str) -> bool:
    return word.endswith(("day", "day's", "days"))
