"""Recognise plain-language requests about something that Attune keeps for a person.

Some ask to delete something ("forget the Northwind call"). Others ask who sees something or whether
it is kept ("can Tomas see my talk time?"). The sentence must name something that Attune keeps, and
must name it where such a request usually does. So a customer's words do not match ("forget the
discount, they said").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Deleted = Literal["reflection", "figures", "call", "promises"]
Topic = Literal["figures", "transcript", "file", "notes", "goals", "promises", "calls", "this"]

MOST = 16  # how many words such a sentence may have
MOST_NAMES = 5  # how many of these words may name an account, a person or a day
MOST_READER = 4  # how many words may say who sees the data: "my new manager"
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘", "'"))
_AROUND = " \t\n*_~`\"“”«»()[]:,;.!?…–—-'"


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DELETE = _listed("delete erase forget remove wipe clear")
_POLITE = _listed("please can could would will you how do i to want id like now hey hi attune")
_DETERMINERS = _listed("the a an all any my our this that these those last latest of your every")
_PREPOSITIONS = _listed("of about from for on with at in to")
_FILL = _listed("and please again now it is that the my our all a an this call calls meeting of")
_DELETED: Mapping[str, Deleted] = {
    **dict.fromkeys(("reflection", "reflections", "notes"), "reflection"),
    **dict.fromkeys(("transcript", "transcripts", "figures", "recording", "stats"), "figures"),
    **dict.fromkeys(("call", "calls", "meeting", "meetings"), "call"),
    **dict.fromkeys(("promise", "promises"), "promises"),
}
# A sentence with one of these words is a report and not a request.
_REPORTS = _listed(
    "said says say asked asks told tells wants want wanted needs need thinks think was were has had"
    " have would should must because if but they we he she us their"
)
_TOPICS: Mapping[str, Topic] = {
    **dict.fromkeys(("figures", "stats", "statistics", "share", "ratio"), "figures"),
    **dict.fromkeys(("transcript", "transcripts", "recording", "recordings"), "transcript"),
    **dict.fromkeys(("notes", "note", "reflection", "reflections"), "notes"),
    **dict.fromkeys(("goal", "goals", "guess", "guesses"), "goals"),
    **dict.fromkeys(("promise", "promises"), "promises"),
    **dict.fromkeys(("calls", "calendar"), "calls"),
}
_TALK = _listed("time share ratio")  # the words that follow "talk"
_MINE = _listed("my this these")
_AUXILIARIES = _listed("can could does do will would may might is are")
_WHO = _listed("who whos whom")
_SEE = _listed("see sees read reads view views access know knows get gets look open")
_SEEN = _listed("seen shared visible shown sent public read available accessible")
_KEPT = _listed("kept stored saved recorded retained")
_ALONE = _listed("private confidential secret safe")
_NOT_A_READER = _listed("i you we it")
_READERS = _listed(
    "boss bosses manager managers team colleague colleagues admin admins hr marketing company"
    " anyone anybody someone somebody everyone everybody legal employer council"
)
_THIS = _listed("this it that these")
_DROPPED = _listed("dropped drop shared upload uploaded brought pasted sent")
_RECORDING = _listed("recorded recording kept stored saved logged retained")
_AROUND_THIS = _listed("is are you do does any anywhere somewhere here being it this attune ever")


@dataclass(frozen=True)
class ToDelete:
    """What to delete, and the words that say which call: "northwind monday's"."""

    what: Deleted
    of: str


@dataclass(frozen=True)
class DataQuestion:
    """A question about the person's own data.

    `asks` is "who" (who sees it), "seen" (can somebody see it), "private" or "kept".
    """

    topic: Topic
    asks: Literal["who", "seen", "private", "kept"]


def to_delete(text: str) -> ToDelete | None:
    """Return what a sentence asks Attune to delete, or None."""
    words = _words(text)
    verb = next((at for at, word in enumerate(words) if word in _DELETE), None)
    if verb is None or not _POLITE.issuperset(words[:verb]) or "how" in words[:verb]:
        return None
    object_ = words[verb + 1 :]
    whole = object_[:1] == ["everything"] or object_[:2] in (["all", "of"], ["all", "about"])
    head = _whole(object_) if whole else _head(object_)
    if head is None or not _REPORTS.isdisjoint(object_):
        return None
    behind = object_[head + 1 :]
    if behind and not whole and behind[0] not in _PREPOSITIONS | _FILL and not _is_day(behind[0]):
        return None
    names = [word for at, word in enumerate(object_) if at != head and not _says_little(word)]
    if len(names) > MOST_NAMES:
        return None
    return ToDelete("call" if whole else _DELETED[object_[head]], " ".join(names))


def question(text: str) -> DataQuestion | None:
    """Return what a question about the person's own data asks, or None for other words."""
    words = _words(text)
    if len(words) < 3:
        return None
    if about_this := _about_this(words):
        return about_this
    if not _REPORTS.isdisjoint(words[1:]):
        return None
    first = words[0]
    if first in _WHO:
        at = next((at for at, word in enumerate(words[:4]) if word in _SEE), None)
        topic = _topic_of_mine(words[at + 1 :]) if at else None
        return DataQuestion(topic, "who") if topic else None
    if first not in _AUXILIARIES:
        return None
    return _of_passive(words) or _of_reader(words)


def _about_this(words: Sequence[str]) -> DataQuestion | None:
    """Match "Can HR read it?", "is this recorded anywhere", "who can see the file I dropped?"."""
    first = words[0]
    if first in ("is", "are", "do") and _kept_anywhere(words):
        return DataQuestion("this", "kept")
    verb = next((at for at, word in enumerate(words[:5]) if at and word in _SEE), 0)
    verb += words[verb + 1 : verb + 2] == ["access"]
    rest = words[verb + 1 :]
    rest = rest[1:] if rest[:1] and rest[0] in ("at", "to", "into", "all") else rest
    topic: Topic | None = "this" if len(rest) == 1 and rest[0] in _THIS else None
    if rest[1:2] == ["file"] and rest[0] in {"the", *_MINE} and _is_mine(rest[2:]):
        topic = "file"
    elif rest[:2] == ["what", "i"] and len(rest) < 6:
        topic = "this"
    if not verb or topic is None:
        return None
    if first in _WHO:
        return DataQuestion(topic, "who")
    reader = frozenset(words[1:verb])
    is_one_of_ours = bool(reader & _READERS) and "they" not in reader
    return DataQuestion(topic, "seen") if first in _AUXILIARIES and is_one_of_ours else None


def _kept_anywhere(words: Sequence[str]) -> bool:
    """Match "Is this recorded anywhere", "are you recording this", "do you store this"."""
    said = frozenset(words)
    keeps = _RECORDING | _listed("record store keep save")
    about = bool(said & {"this", "it"}) and bool(said & (_THIS | {"you"}))
    addressed = "you" in said or "anywhere" in said or "somewhere" in said or words[1] == "this"
    return about and addressed and bool(said & keeps) and said <= keeps | _AROUND_THIS


def _is_mine(behind: Sequence[str]) -> bool:
    return not behind or (behind[0] == "i" and not _DROPPED.isdisjoint(behind[1:3]))


def _of_reader(words: Sequence[str]) -> DataQuestion | None:
    """Match "Can Tomas see my talk time?"."""
    verb = next((at for at, word in enumerate(words) if at and word in _SEE), 0)
    reader = words[1:verb]
    if not 0 < len(reader) <= MOST_READER or not _NOT_A_READER.isdisjoint(reader):
        return None
    verb += words[verb + 1 : verb + 2] == ["access"]  # "get access to"
    topic = _topic_of_mine(words[verb + 1 :])
    return DataQuestion(topic, "seen") if topic else None


def _of_passive(words: Sequence[str]) -> DataQuestion | None:
    """Match "Is my transcript stored anywhere?" and "are my figures private?"."""
    if words[0] not in ("is", "are"):
        return None
    topic, said = _topic_of_mine(words[1:]), frozenset(words)
    if words[1] == "the" and _TOPICS.get(words[2]) == "transcript" and said & _KEPT:
        topic = "transcript"
    for asks, states in _STATES:
        if topic and said & states:
            return DataQuestion(topic, asks)
    return None


_STATES: tuple[tuple[Literal["kept", "private", "seen"], frozenset[str]], ...] = (
    ("kept", _KEPT),
    ("private", _ALONE),
    ("seen", _SEEN),
)


def _topic_of_mine(words: Sequence[str]) -> Topic | None:
    """Return the topic that the words begin with. For "my talk time", return "figures".

    Return None if the words do not begin with the person's own data.
    """
    words = words[1:] if words[:1] and words[0] in ("at", "to", "into") else words
    if not words or words[0] not in _MINE:
        return None
    for at, word in enumerate(words[1:4], 1):
        if word in _PREPOSITIONS:
            return None
        if word == "talk" and _TALK.intersection(words[at + 1 : at + 2]):
            return "figures"
        if word in _TOPICS:
            return _TOPICS[word]
    return None


def _head(words: Sequence[str]) -> int | None:
    """Return the index of the word for what to delete: the last known word before a preposition.

    For example, "the Northwind meeting notes from Monday" are notes.
    """
    found: int | None = None
    for at, word in enumerate(words):
        if word in _DELETED:
            found = at
        elif found is not None or (word in _PREPOSITIONS and word not in _DETERMINERS):
            break
    return found


def _whole(words: Sequence[str]) -> int | None:
    """Return the index of the last word that means a call, or 0 if no word does.

    The words begin with "everything" or "all". Return None if no preposition follows, such as
    "about".
    """
    if not _PREPOSITIONS.intersection(words[1:3]):
        return None
    calls = [at for at, word in enumerate(words) if _DELETED.get(word) == "call"]
    return calls[-1] if calls else 0


def _says_little(word: str) -> bool:
    return word in _DETERMINERS | _PREPOSITIONS | _FILL or word in ("everything", *_DELETED)


def _is_day(word: str) -> bool:
    return word.endswith(("day", "day's", "days"))


def _words(text: str) -> list[str]:
    return list(_even(text.split(maxsplit=MOST + 1)[: MOST + 1])) if _is_short(text) else []


def _is_short(text: str) -> bool:
    return len(text.split(maxsplit=MOST + 1)) <= MOST


def _even(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        even = word.casefold().translate(_APOSTROPHES).strip(_AROUND)
        if even:
            yield even
