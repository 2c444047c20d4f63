"""Decide which speakers are the rep, which are colleagues, and which are the other side. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from handlers.coaching.names.given_names import OTHER_FORMS
from handlers.transcripts.speakers import folded
from handlers.transcripts.spellings import handles, owner_of, spellings
from storage.choices import TalkSide

_INITIALS = 4  # initials have at most this many letters
ME = "me"  # note takers call their owner "me"
# Names that do not identify anybody. In another file, such a name may mean somebody else.
_ANYBODY = re.compile(
    r"(me|them|you|unknown|guest|user|host|call in user|spk|rep|seller|customer|client|prospect"
    r"|moderator|interviewer|presenter|organi[sz]er"
    r"|(unknown )?(speaker|participant|caller|attendee|sprecher|teilnehmer)"
    r"|.*\b(room|raum|huddle|boardroom|conference"
    r"|(besprechungs|konferenz|sitzungs|schulungs|meeting)(raum|zimmer))\b.*"
    r"|(?:(?:my|the|an?) )?(?:iphone|ipad|macbook|laptop|android|phone|handy)(?: pro| air)?"
    r")( ?[\da-z])?"
)


@dataclass(frozen=True)
class Rep:
    """What we know about the rep's names.

    `spoken_as` maps the folded name of a speaker to True if the rep has confirmed the name, and to
    False if the rep has denied the name. `colleagues` has the names and email addresses of
    everybody else in the tenant. `contacts` are the names of customers on file. `addresses` are
    the rep's own mail addresses besides `email`. For example, the rep's calendar may give another
    address for the rep.
    """

    name: str
    email: str | None = None
    spoken_as: Mapping[str, bool] = field(default_factory=dict)
    colleagues: Sequence[tuple[str, str | None]] = ()
    contacts: Sequence[str] = ()
    addresses: Collection[str] = ()


@dataclass(frozen=True)
class Whose:
    """Which labels are the rep, and which can't be.

    mine: the labels under which the rep speaks; empty in a file without labels; None if we must ask
    likely: the labels that may be the rep, likeliest first
    anothers: the names of colleagues, which the rep can't be
    short: the labels in `anothers` that are only short for a colleague's name
    contacts: the names of customers on file, which the rep can't be
    strangers: all other names that are not like the rep's name; the rep can't be these either
    own: the labels that are the rep's name, or like it
    whole: the labels that are the rep's name itself
    claimed: the labels in `strangers` that the rep has confirmed as their own
    opened: whether the rep may also be a speaker whose name is not like the rep's name (see
    `allow_any_name`)
    """

    mine: frozenset[str] | None
    likely: tuple[str, ...] = ()
    anothers: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    claimed: frozenset[str] = frozenset()
    opened: bool = False

    @property
    def closed(self) -> frozenset[str]:
        """Return the labels that the rep can't be, even if the rep claims them."""
        return self.anothers | self.contacts | self.strangers


def whose(labels: Collection[str], rep: Rep) -> Whose:
    """Find the rep among the speakers of a transcript.

    The rep has two main names: `Rep.name`, and the part of `Rep.email` before the @. These labels
    are not the rep:

    * a label that the rep has denied
    * the name of a contact or a colleague, unless it is also a main name of the rep
    * a short form of a colleague's name, unless it is also like a main name of the rep
    * any other name that is like neither a main name nor one of `Rep.addresses` (`may_be_rep`),
      even if the rep has confirmed the name (but see `allow_any_name`)

    The answer is certain in two cases:

    * The rep has confirmed some labels, and no other label is the rep's name or like it.
    * The rep has confirmed no label. One label is the rep's name, and no other label is like it.
      ("Ann" is like "Ann Lee", so either may be the rep.)
    """
    if not labels:
        return Whose(frozenset())
    colleagues = _Colleagues(rep)
    profile = replace(rep, addresses=())
    others = [one for one in labels if names_somebody(one) and not _is_rep(one, profile)]
    full = frozenset(label for label in others if colleagues.has(label))
    short = frozenset(
        label
        for label in others
        if label not in full and not may_be_rep(label, profile) and colleagues.has_short(label)
    )
    anothers = full | short
    on_file = {_words(name) for name in rep.contacts}
    contacts = frozenset(one for one in others if _words(one) in on_file) - anothers
    strangers = frozenset(one for one in others if not may_be_rep(one, rep)) - anothers - contacts
    open_to = [one for one in labels if one not in anothers | contacts | strangers]
    known = {one: rep.spoken_as.get(folded(one)) for one in open_to}
    whole = frozenset(one for one in open_to if _is_rep(one, rep))
    own = whole | {one for one in open_to if _is_like(one, rep)}
    claimed = frozenset(one for one in strangers if rep.spoken_as.get(folded(one)))
    names = anothers, short, contacts, strangers, own, whole, claimed
    confirmed = [label for label, mine in known.items() if mine]
    open_ = [label for label, mine in known.items() if mine is None]
    same = [label for label in open_ if _is_rep(label, rep)]
    like = [label for label in open_ if label not in same and label in own]
    likely = (*confirmed, *same, *like)
    if not like and ((confirmed and not same) or (len(same) == 1 and not confirmed)):
        return Whose(frozenset(likely), likely, *names)
    return Whose(None, likely, *names)


def allow_any_name(found: Whose) -> Whose:
    """Allow the rep to be a speaker whose name is not like the rep's name.

    Call this only if the transcript fits a meeting in the rep's own calendar, and no speaker has a
    name like the rep's. If the rep has confirmed some of the speakers' names as their own in an
    earlier file, these speakers are the rep, and we don't ask.
    """
    return replace(
        found,
        mine=found.claimed or None if found.mine is None else found.mine,
        likely=found.likely or tuple(found.claimed),
        strangers=frozenset(),
        opened=True,
    )


def may_be_rep(label: str, rep: Rep) -> bool:
    """Check whether a label may be the rep.

    The label must be like one of the rep's own names, or must not be a person's name at all
    (`names_somebody`). The rep's own names are the name on file and the part before the @ of each
    of the rep's own mail addresses. If only the given name or only the family name is the same, as
    in "Ann Lee" and "Ann Berg", the names are of two people.
    """
    return not names_somebody(label) or _is_rep(label, rep) or _is_like(label, rep)


# "colleague": the chosen name is the name of a colleague.
# "short": the chosen name may be short for a colleague's name.
# "contact": the chosen name is the name of a contact. If no name is chosen yet, all speakers are
# contacts.
# "stranger": the chosen name is some other name that is not like the rep's name.
# "colleague speaks": a colleague speaks, and the chosen name is not like the rep's name. If no name
# is chosen yet, no speaker has a name like the rep's name.
# "short speaks": like "colleague speaks", but the speaker's name may be short for a colleague's
# name.
# "strangers": no speaker can be the rep.
WhyNotRep = Literal[
    "colleague", "short", "contact", "stranger", "colleague speaks", "short speaks", "strangers"
]


def why_not_rep(
    mine: Collection[str] | None, labels: Collection[str], found: Whose, guests: Sequence[str]
) -> tuple[WhyNotRep, str] | None:
    """Return why the speakers `mine` can't be the rep, and the name that shows why.

    Return None if they may be the rep. If `mine` is None, return why no speaker at all can be the
    rep.

    People can claim any name. So we refuse the names of colleagues and of contacts on file. We also
    refuse all other names that are not like the rep's name, because they may be the names of people
    who have left the company. If a colleague speaks in the call, the rep's label must be like the
    rep's name.

    `guests` are the contacts of the account that the call is with. A label that may be the name of
    a guest:

    - does not count as a short form of a colleague's name
    - counts as the rep's name only if it is the rep's full name
    """
    if claimed := next((label for label in mine or () if label in found.closed), None):
        return _closed_as(claimed, found), claimed

    def is_guest(label: str) -> bool:
        return any(resembles(label, name) for name in guests)

    speaking = [one for one in labels if one in found.anothers - found.short] or [
        one for one in labels if one in found.short and not is_guest(one)
    ]
    own = {one for one in found.own if one in found.whole or not is_guest(one)}
    if speaking and not own & set(labels if mine is None else mine):
        return ("short speaks" if speaking[0] in found.short else "colleague speaks"), speaking[0]
    if mine is None and labels and found.closed.issuperset(labels):
        return ("contact" if found.contacts == set(labels) else "strangers"), next(iter(labels))
    return None


def _closed_as(label: str, found: Whose) -> WhyNotRep:
    if label in found.short:
        return "short"
    if label in found.anothers:
        return "colleague"
    return "contact" if label in found.contacts else "stranger"


def names_somebody(label: str) -> bool:
    """Check whether a label is a person's name.

    "Speaker 1" is not a name: in another file, it may mean somebody else.
    """
    plain = folded(label)
    return any(char.isalpha() for char in plain) and not _ANYBODY.fullmatch(plain)


def sides(
    labels: Sequence[str],
    mine: Collection[str],
    *,
    theirs: Iterable[str],
    with_us: Iterable[str],
    on_file: Iterable[str],
    before: Iterable[str] = (),
) -> dict[str, TalkSide]:
    """Map each label to its side.

    `theirs` are the names of the customer's people who are expected in the call. `with_us` are the
    names of colleagues in the call. `on_file` are the names of all colleagues. `before` are the
    speakers who were on our side in an earlier call with the account. All other labels belong to
    the other side.
    """
    guests, seated = [_words(name) for name in theirs], list(with_us)
    colleagues = {_words(name) for name in (*seated, *on_file)}
    earlier = {_words(name) for name in before}

    def side(label: str) -> TalkSide:
        if label in mine:
            return "me"
        if _words(label) in guests or not names_somebody(label):
            return "theirs"
        if _words(label) in colleagues:
            return "colleague"
        close = _words(label) in earlier or any(resembles(label, name) for name in seated)
        guest = any(_resemble(_words(label), words) for words in guests)
        return "colleague" if close and not guest else "theirs"

    return {label: side(label) for label in labels}


def is_name(label: str, name: str) -> bool:
    """Check whether a label and a name have the same words, folded, in any order."""
    return bool(_words(label)) and _words(label) == _words(name)


def resembles(label: str, name: str) -> bool:
    """Check whether a label may be short for a name: "Ann", "A. Lee", "AL", "Bob" for Robert."""
    return _resemble(_words(label), _words(name)) or _initials(label) in _initials_of(name)


def is_initialed(name: str, label: str) -> bool:
    """Check whether a name such as "N. Kolb" is short for a label such as "Nadine Kolb"."""
    first = name.partition(" ")[0].rstrip(".")
    return len(first) == 1 and len(label.split()) > 1 and resembles(name, label)


def may_be_name(label: str, name: str) -> bool:
    """Check whether a label and a name may belong to one person, even if either is shortened."""
    return is_name(label, name) or resembles(label, name) or is_initialed(name, label)


def _is_like(label: str, rep: Rep) -> bool:
    """Check whether a label is like one of the rep's names, in any spelling."""
    owner = owner_of(label)
    names = [name for name in (rep.name, *_before_at(rep)) if folded(name)]
    spelled = [
        (one, other) for name in names for one in spellings(owner) for other in spellings(name)
    ]
    return any(resembles(owner, name) for name in names) or any(
        _resemble(_words(one), _words(other))
        or _resemble(_words(other), _words(one))
        or one.replace(" ", "") in {other.replace(" ", ""), *handles(other)}
        or other in handles(one)
        for one, other in spelled
    )


def _is_rep(label: str, rep: Rep) -> bool:
    """Check whether a label is "me", or has the same words as one of the rep's own names."""
    plain = folded(label.partition("@")[0]) if "@" in label else folded(label)
    own = {_words(rep.name), *map(_words, _before_at(rep))}
    return plain == ME or (bool(plain) and frozenset(plain.split()) in own)


def _before_at(rep: Rep) -> list[str]:
    """Return what is before the @ of each of the rep's own addresses."""
    return [one.partition("@")[0] for one in (rep.email, *sorted(rep.addresses)) if one]


class _Colleagues:
    """Finds the labels that name a colleague of the rep."""

    def __init__(self, rep: Rep) -> None:
        self._addresses = {email for _, email in rep.colleagues if email}
        self._whole: set[frozenset[str]] = set()
        # Labels that are not a name but stand for a colleague: initials, and the part of an address
        # before the @.
        self._alone = {folded(email.partition("@")[0]) for email in self._addresses}
        self._by_word: dict[str, set[frozenset[str]]] = defaultdict(set)
        for name, _ in rep.colleagues:
            words = _words(name)
            self._whole.add(words)
            self._alone |= _initials_of(name)
            for word in words:
                for form in (word, *OTHER_FORMS.get(word, ())):
                    self._by_word[form].add(words)

    def has(self, label: str) -> bool:
        """Check whether a label is a colleague's name or address."""
        return _words(label) in self._whole or label.strip().casefold() in self._addresses

    def has_short(self, label: str) -> bool:
        """Check whether a label may be short for a colleague: "Bo", "Bo L.", "BL" for "Bo Li"."""
        words = _words(label)
        if folded(label) in self._alone or _initials(label) in self._alone:
            return True
        near = [name for word in words for name in self._by_word.get(word, ())]
        return any(len(words) <= len(name) and _resemble(words, name) for name in near)


def _initials(label: str) -> str:
    """Return the letters of initials ("LB" for "L.B."), or a space for any other label."""
    parts = "".join(char if char.isalpha() else " " for char in label).split()
    letters = "".join(parts)
    alone = len(parts) == 1 or len(parts) == len(letters)
    return letters if alone and letters.isupper() and 2 <= len(letters) <= _INITIALS else " "


def _initials_of(name: str) -> set[str]:
    """Return the initials of a name of several words: "AML" and "AL" for "Ann M. Lee"."""
    first = [word[0].upper() for word in folded(name).split()]
    return {"".join(first), first[0] + first[-1]} if len(first) > 1 else set()


def _words(name: str) -> frozenset[str]:
    return frozenset(folded(name).split())


def _resemble(label: frozenset[str], name: frozenset[str]) -> bool:
    """Check whether the shorter name fits the longer name. Both of these must be true:

    - Every word of the shorter name is a word of the longer name, the beginning of such a word, or
      a short form of such a word.
    - At least one word of the shorter name has two or more letters, and is either a word of the
      longer name or a short form of such a word. (Beginnings alone are not enough.)
    """
    few, many = sorted((label, name), key=len)
    whole = any(_stands_for(one, other) for one in few for other in many if len(one) > 1)
    return whole and all(
        any(_stands_for(one, other) or other.startswith(one) for other in many) for one in few
    )


def _stands_for(one: str, other: str) -> bool:
    return one == other or one in OTHER_FORMS.get(other, ())
