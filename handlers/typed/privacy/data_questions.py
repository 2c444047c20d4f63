"""Recognise questions about who sees the person's own data, and whether it is kept.

An example is "Can Tomas see my talk time?". The words must be in the order of such a question:
here, "my talk time" must follow "see". This rule keeps a customer's words from matching.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.privacy.deletions import PREPOSITIONS, REPORTS
from handlers.typed.words import KEPT, READERS, SEE, few_words_of, first_name, listed

# "typed" is what the person typed, and "file" is a file that the person dropped. "this" is whatever
# was just talked about: "who sees this".
Topic = Literal[
    "figures", "transcript", "file", "notes", "goals", "promises", "calls", "typed", "this"
]

# "who" asks who sees the data, and "seen" asks whether somebody can see it. "private" asks whether
# the data is private, and "kept" whether it is kept.
Asks = Literal["who", "seen", "private", "kept"]

MAX_WORDS = 16  # a question about data may have at most this many words
MAX_READER = 4  # how many words may say who sees the data: "my new manager"

_TOPICS: Mapping[str, Topic] = {
    **dict.fromkeys(("figures", "stats", "statistics", "share", "ratio"), "figures"),
    **dict.fromkeys(("transcript", "transcripts", "recording", "recordings"), "transcript"),
    **dict.fromkeys(("notes", "note", "reflection", "reflections"), "notes"),
    **dict.fromkeys(("goal", "goals", "guess", "guesses"), "goals"),
    **dict.fromkeys(("promise", "promises"), "promises"),
    **dict.fromkeys(("calls", "calendar"), "calls"),
}
_TALK = listed("time share ratio")  # the words that follow "talk"
_MINE = listed("my this these")
_AUXILIARIES = listed("can could does do will would may might is are")
_WHO = listed("who whos whom")
_SEE = SEE | listed("know knows get gets look open")
_SEEN = listed("seen shared visible shown sent public read available accessible")
_ALONE = listed("private confidential secret safe")
_NOT_A_READER = listed("i you we it")
_READERS = READERS | listed("bosses managers company everyone everybody legal employer council")
# "What I published" is an insight, and everybody may read it. So it is not the person's own data.
_PUBLISHED = listed("publish published")
_THIS = listed("this it that these")
_TO_ME = listed("to me just only here in this chat for really")  # "private to me"
_DROPPED = listed("dropped drop shared upload uploaded brought pasted sent")
_TYPED = listed("typed wrote written noted entered said told kept saved")  # "what I typed"
_KEEPS = KEPT | listed("recording logged record store keep save")
# "Are you recording me", with the usual typing errors.
_RECORDS = listed(
    "recording recordng recroding recoding recordig recordin record records recorded listening"
    " listen taping taped transcribing"
)
_AROUND_RECORDS = listed(
    "are is do does am can you i being getting attune this me us my our the call calls meeting"
    " meetings in on to now ever here it all"
)
_AROUND_THIS = listed("is are you do does any anywhere somewhere here being it this attune ever")


@dataclass(frozen=True)
class DataQuestion:
    """A question about the person's own data."""

    topic: Topic
    asks: Asks


def question(text: str, colleagues: Collection[str] = ()) -> DataQuestion | None:
    """Return what a text asks about the person's own data. For any other text, return None.

    `colleagues` are names: "does Tomas see this" asks about the person's own data only if Tomas is
    one of them.
    """
    words = few_words_of(text, MAX_WORDS)
    if len(words) < 3:
        return None
    names = frozenset(map(first_name, colleagues))
    if about := _about_typed(words) or _about_this(words, names):
        return about
    if not REPORTS.isdisjoint(words[1:]):
        return None
    first = words[0]
    if first in _WHO:
        at = next((at for at, word in enumerate(words[:4]) if word in _SEE), None)
        topic = _topic_of_mine(words[at + 1 :]) if at else None
        return DataQuestion(topic, "who") if topic else None
    has_read = first in ("did", "has") and not {"see", "seen", "read"}.isdisjoint(words[2:4])
    if first not in _AUXILIARIES and not has_read:
        return None
    return _of_passive(words) or _of_reader(words)


def _about_typed(words: Sequence[str]) -> DataQuestion | None:
    """Match "Can my colleagues see what I typed about Northwind?"."""
    verb = next((at for at, word in enumerate(words[:6]) if at and word in _SEE), 0)
    said = words[verb + 1 :]
    said = said[said[:1] == ["everything"] or said[:1] == ["all"] :]
    said = said[said[:1] in (["what"], ["that"]) :]
    past = bool(said[:1] == ["i"] and not _TYPED.isdisjoint(said[1:4]))
    about = said[:2] in (["i", "write"], ["i", "type"]) and bool({"about", "on"} & {*said})
    if not verb or not (past or about):
        return None
    if words[0] in _WHO:
        return DataQuestion("typed", "who")
    asks = words[0] in _AUXILIARIES or words[0] in ("did", "has")
    is_reader = 1 < verb <= MAX_READER + 1 and not {"they", *_NOT_A_READER} & {*words[1:verb]}
    return DataQuestion("typed", "seen") if asks and is_reader else None


def _about_this(words: Sequence[str], names: frozenset[str]) -> DataQuestion | None:
    """Match "Can HR read it?", "is this recorded anywhere", "who can see the file I dropped?"."""
    first = words[0]
    if first in ("is", "are", "do") and _kept_anywhere(words):
        return DataQuestion("this", "kept")
    if _records_me(written_out_words(" ".join(words))):
        return DataQuestion("this", "kept")
    if first == "is" and words[1] in _THIS and not _ALONE.isdisjoint(words[2:]):
        return DataQuestion("this", "private") if {*words[2:]} <= _ALONE | _TO_ME else None
    verb = next((at for at, word in enumerate(words[:5]) if at and word in _SEE), 0)
    verb += words[verb + 1 : verb + 2] == ["access"]
    rest = words[verb + 1 :]
    rest = rest[1:] if rest[:1] and rest[0] in ("at", "to", "into", "all") else rest
    topic: Topic | None = "this" if len(rest) == 1 and rest[0] in _THIS else None
    if rest[1:2] == ["file"] and rest[0] in {"the", *_MINE} and _is_mine(rest[2:]):
        topic = "file"
    elif rest[:2] == ["what", "i"] and len(rest) < 6 and _PUBLISHED.isdisjoint(rest):
        topic = "this"
    if not verb or topic is None:
        return None
    if first in _WHO:
        return DataQuestion(topic, "who")
    reader = frozenset(words[1:verb])
    is_one_of_ours = bool(reader & (_READERS | names)) and "they" not in reader
    return DataQuestion(topic, "seen") if first in _AUXILIARIES and is_one_of_ours else None


def _kept_anywhere(words: Sequence[str]) -> bool:
    """Match "Is this recorded anywhere", "are you recording this", "do you store this"."""
    said = frozenset(words)
    about = bool(said & {"this", "it"}) and bool(said & (_THIS | {"you"}))
    addressed = "you" in said or "anywhere" in said or "somewhere" in said or words[1] == "this"
    return about and addressed and bool(said & _KEEPS) and said <= _KEEPS | _AROUND_THIS


def _records_me(words: Sequence[str]) -> bool:
    """Match "are you recording me", "r u recordng my calls" and "am i being recorded"."""
    said = frozenset(words)
    asks = words[0] in ("are", "is", "do", "does", "am", "can")
    addressed = not said.isdisjoint(("you", "i", "attune", "this", "me", "my"))
    return asks and addressed and bool(said & _RECORDS) and said <= _RECORDS | _AROUND_RECORDS


def _is_mine(following: Sequence[str]) -> bool:
    return not following or (following[0] == "i" and not _DROPPED.isdisjoint(following[1:3]))


def _of_reader(words: Sequence[str]) -> DataQuestion | None:
    """Match "Can Tomas see my talk time?"."""
    verb = next((at for at, word in enumerate(words) if at and word in _SEE), 0)
    reader = words[1:verb]
    if not 0 < len(reader) <= MAX_READER or not _NOT_A_READER.isdisjoint(reader):
        return None
    verb += words[verb + 1 : verb + 2] == ["access"]  # "get access to"
    topic = _topic_of_mine(words[verb + 1 :])
    return DataQuestion(topic, "seen") if topic else None


def _of_passive(words: Sequence[str]) -> DataQuestion | None:
    """Match "Is my transcript stored anywhere?" and "are my figures private?"."""
    if words[0] not in ("is", "are"):
        return None
    topic, said = _topic_of_mine(words[1:]), frozenset(words)
    if words[1] == "the" and _TOPICS.get(words[2]) == "transcript" and said & KEPT:
        topic = "transcript"
    for asks, states in _STATES:
        if topic and said & states:
            return DataQuestion(topic, asks)
    return None


_STATES: tuple[tuple[Literal["kept", "private", "seen"], frozenset[str]], ...] = (
    ("kept", KEPT),
    ("private", _ALONE),
    ("seen", _SEEN),
)


def _topic_of_mine(words: Sequence[str]) -> Topic | None:
    """Return the topic of words that begin with "my", "this" or "these" and the name of some data.

    "my talk time" → "figures"

    Return None for any other words.
    """
    words = words[1:] if words[:1] and words[0] in ("at", "to", "into") else words
    if not words or words[0] not in _MINE:
        return None
    for at, word in enumerate(words[1:4], 1):
        if word in PREPOSITIONS:
            return None
        if word == "talk" and _TALK.intersection(words[at + 1 : at + 2]):
            return "figures"
        if word in _TOPICS:
            return _TOPICS[word]
    return None
