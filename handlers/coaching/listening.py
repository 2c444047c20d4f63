"""Choose the listening line and the opening for a call.

The listening line is advice on how to listen, which the rep reads ten minutes before the call. The
opening is the question with which the rep can open the call.

The playbook has texts for both. A text is *made for* a circumstance (a group, a renewal, a call
after a no-show) if its kinds, roles or conditions name the circumstance. Texts made for the most
pressing circumstance come first. Among equally good texts, we choose one that the rep has never had
or had longest ago.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple
from zlib import crc32

from handlers.coaching.buyer_words.their_words import MARK, PHRASE, beginning
from handlers.coaching.text.words import shortened
from handlers.coaching.wordings import text_of, wording
from handlers.playbook.conditions import NO_REPEAT_WITHIN, PLACEHOLDER, Condition
from handlers.playbook.groups import Text, TextGroup, circumstances_of
from handlers.playbook.schema import ListeningLine, Opening
from storage.choices import BuyingRole, CallKind

QUOTE = 60  # a quotation, or other typed words, has at most this many characters
NAME = 40  # a name has at most this many characters
WORDS = 39  # at most this many words in a line

# Conditions, kinds and roles name the circumstances of a call. Texts for a pressing circumstance
# come first. If the rep's goal can be the opening, only texts for `_FIRST_OF_ALL` come before it.
_FIRST_OF_ALL = frozenset({"second_try", "kind:bad_news"})
PRESSING = _FIRST_OF_ALL | {"pitch_planned", "short_executive", "goal_missed"}
# Circumstances about what the rep practises. An opening made only for these comes last.
_PRACTICE = frozenset({"pitched_early", "over_talked"})
# Circumstances that make a call unlike others of its kind, the most telling first.
_UNLIKE_OTHERS = ("has_newcomer", "pitched_early", "over_talked", "has_quiet_person", "group")
SPECIAL = frozenset(_UNLIKE_OTHERS)
# These kinds of call are so common that who comes matters more than the kind. So texts for the
# people come before texts for the kind.
USUAL: frozenset[CallKind] = frozenset({"discovery", "other"})
# Circumstances that say nothing about a call. No text counts as made for one of them.
_TELLS_NOTHING = frozenset({"no_need_yet", "one_person", "kind:other", "role:other"})
# Placeholders for words from the reflection with the id `Situation.noted`.
_FROM_NOTES = frozenset({"surprise", "next_step"})
# Placeholders for words from the reflection with the id `Situation.quoted`.
_FROM_QUOTE = frozenset({"quote", "speaker"})

FROM_GOAL = "from-goal"  # the id of the opening that is the rep's own goal
GOAL_QUESTION = "goal-question"  # the idea of the opening `FROM_GOAL` (see `Given.ideas`)


@dataclass(frozen=True)
class Situation:
    """The facts about one call that a text may use. Words are as people typed them."""

    account: str
    conditions: frozenset[Condition]
    kind: CallKind = "other"
    roles: frozenset[BuyingRole] = frozenset()
    quote: str | None = None
    quoted: int | None = None  # the id of the reflection with the quote
    speaker: str | None = None  # who said the quote
    guess: str | None = None
    surprise: str | None = None
    goal: str | None = None
    missed_goal: str | None = None  # the goal of the last call, if the rep missed it
    next_step: str | None = None
    noted: int | None = None  # the id of the reflection with the surprise and the next step
    person: str | None = None  # the only person from the account who is coming
    newcomer: str | None = None
    quiet: str | None = None
    known: bool = False  # whether the account is known (`handlers.knowledge.situations.is_known`)

    @cached_property
    def circumstances(self) -> frozenset[str]:
        """What a text can be made for: the conditions, the kind and the roles."""
        roles = (f"role:{role}" for role in self.roles)
        return frozenset((*self.conditions, f"kind:{self.kind}", *roles)) - _TELLS_NOTHING

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Map each placeholder to its value. Placeholders without a value are left out."""
        names = {
            "account": self.account,
            "speaker": self.speaker,
            "person": self.person,
            "newcomer": self.newcomer,
            "quiet": self.quiet,
        }
        phrases = {
            "quote": quotable(self.quote or ""),
            "guess": quotable(self.guess or ""),
            "surprise": self.surprise,
            "goal": self.goal,
            "missed_goal": self.missed_goal,
            "next_step": self.next_step,
        }
        short = {name: shortened(text, NAME) for name, text in names.items() if text}
        short |= {name: shortened(text, QUOTE) for name, text in phrases.items() if text}
        # The playbook's text has its own full stop, so remove the one in the value.
        return {name: bare for name, text in short.items() if (bare := text.rstrip("."))}


@dataclass(frozen=True)
class Given:
    """The texts that the rep has had before, and the other texts for this call.

    We choose a text that does not repeat them.

    recent: the wordings of earlier texts, newest first; we do not repeat the newest
    `NO_REPEAT_WITHIN` of them
    ideas: the ideas of the other texts for this call; texts with the same idea say the same thing
    met: the circumstances that the other texts for this call were made for
    quoted: the ids of the reflections that the other texts for this call quote
    """

    recent: Sequence[str] = ()
    ideas: Collection[str] = frozenset()
    met: frozenset[str] = frozenset()
    quoted: Collection[int] = frozenset()


@dataclass(frozen=True)
class FilledLine:
    """A line or question with its placeholders filled, as plain text, not escaped.

    If the text uses words from a reflection, `quoted` is the id of the reflection. `idea` comes
    from the playbook, or is `GOAL_QUESTION`. `made_for` names circumstances of the call: "group",
    "kind:renewal", "role:user".
    """

    id: str
    text: str
    quoted: int | None = None
    idea: str | None = None
    made_for: frozenset[str] = frozenset()

    @property
    def is_goal(self) -> bool:
        """Whether this text is the rep's own goal, put as a question."""
        return self.id == FROM_GOAL

    @property
    def wording(self) -> str:
        """The ids of the text and of the quoted reflection, to store when the text is used."""
        return wording(self.id, self.quoted)


class _Fitting(NamedTuple, Generic[Text]):
    """A group of texts that fit the call, what they are made for, and what they quote."""

    group: TextGroup[Text]
    made_for: frozenset[str]
    quoted: int | None

    def filled(self, text: Text, situation: Situation) -> FilledLine:
        """Return a text with its placeholders filled in."""
        words = _fill(text.text, situation.values)
        return FilledLine(text.id, words, self.quoted, text.idea, self.made_for)


_Rank = Callable[[_Fitting[Text]], tuple[int, ...]]


def choose(
    lines: Sequence[TextGroup[ListeningLine]],
    *,
    situation: Situation,
    focus_area: str | None,
    given: Given,
    turn: int,
    rotating: bool = True,
) -> FilledLine | None:
    """Return the listening line for this call.

    Return None if no line fits the call, or if every line that fits repeats a text in `given`.

    Lines come in this order:

    1. lines for something pressing;
    2. lines for special circumstances that no other text for this call covers (see `given.met`):
      the more of these circumstances a line covers, the earlier it comes;
    3. lines for the kind of call or, if the kind is usual, for the people who come and what they
      said, with lines of the rep's focus first;
    4. other lines of the focus (Rackham advises practising one behaviour at a time, and at least
      three times);
    5. lines for anything else that we know about the call;
    6. any other line.

    The rep's focus is the playbook plan that the rep is practising now. Lines of the focus are
    those in its area, `focus_area`. If `rotating` is false, only lines that are made for this call
    count. `turn` differs between calls, so that reps do not all get the same line. The
    playbook's `evidence.yaml` has the findings behind the lines.
    """
    call = _kind_or_people(situation)

    def rank(lines: _Fitting[ListeningLine]) -> tuple[int, ...]:
        focused = lines.group.area == focus_area
        if not lines.made_for:
            return (3,) if focused else (5,)
        if pressing := lines.made_for & PRESSING:
            return 0, -len(pressing - given.met), not lines.made_for & call
        if unmet := lines.made_for & SPECIAL - given.met:
            return 1, -len(unmet), min(map(_UNLIKE_OTHERS.index, unmet))
        if lines.made_for & call:
            return 2, not focused
        return (3,) if focused else (4,)

    fitting = _fitting(lines, situation, given)
    if not rotating:
        fitting = [each for each in fitting if each.made_for]
    return _first(_by_rank(fitting, rank), situation, given, turn)


def opening(
    openings: Sequence[TextGroup[Opening]],
    *,
    situation: Situation,
    given: Given,
    turn: int,
    kept: str = "",
    own: str | None = None,
) -> FilledLine | None:
    """Return the question to open the call with, or None if no question fits.

    Questions come in this order:

    1. questions for a second try after a no-show, or for bad news;
    2. `own`, the rep's goal as a question;
    3. questions for anything else that is pressing;
    4. questions that quote somebody who is coming;
    5. questions for somebody who comes for the first time;
    6. questions for the kind of call and, if the kind is usual, also for the people who come and
      what they said;
    7. questions for anything else that we know about the call, except what the rep practises;
    8. any other question.

    `kept` is the id of the question that we chose for this call earlier, or "". The rep may have
    read this question, so it stays unless a question from an earlier place in the list fits.
    """
    call = _kind_or_people(situation) | {f"kind:{situation.kind}"}

    def rank(questions: _Fitting[Opening]) -> tuple[int, ...]:
        if questions.made_for & _FIRST_OF_ALL:
            return (0,)
        if questions.made_for & PRESSING:
            return (2,)
        if questions.quoted is not None and questions.quoted == situation.quoted:
            return (3,)
        if "has_newcomer" in questions.made_for:
            return (4,)
        if questions.made_for & call:
            return (5,)
        return (6,) if questions.made_for - _PRACTICE else (7,)

    by_rank = _by_rank(_fitting(openings, situation, given), rank)
    if own is not None:  # only questions of the first rank come before `own`
        by_rank = {place: fitting for place, fitting in by_rank.items() if place == (0,)}
    found = _first(by_rank, situation, given, turn, kept)
    if found is None and own is not None:
        return FilledLine(FROM_GOAL, own, idea=GOAL_QUESTION, made_for=frozenset({"has_goal"}))
    return found


def _kind_or_people(situation: Situation) -> frozenset[str]:
    """Return the circumstances for the call's kind or, if the kind is usual, for the people.

    The circumstances for the people are their roles and "has_quote".
    """
    if situation.kind in USUAL:
        return frozenset({"has_quote", *(f"role:{role}" for role in situation.roles)})
    return frozenset({f"kind:{situation.kind}"})


def quotable(words: str) -> str:
    """Return a short text to put in quotation marks. Return "" if there is none.

    - If the first line of `words` has no quotation marks, the text is the whole line.
    - If the line has quotation marks, the text is the first quotation. If this quotation has fewer
      than `PHRASE` words, return "".

    If the text has more than `QUOTE` characters, return as many whole sentences from its beginning
    as fit, and "…".
    """
    line = next((line for line in map(str.strip, words.splitlines()) if line), "")
    parts = [part.strip() for part in MARK.split(line)]
    if len(parts) > 1:
        is_phrase = len(parts) > 2 and len(parts[1].split()) >= PHRASE
        return beginning(parts[1], QUOTE) if is_phrase else ""
    return beginning(line, QUOTE)


def made_for(text: ListeningLine | Opening, situation: Situation) -> frozenset[str]:
    """Return the circumstances of the call that a text is made for.

    The caller has checked that the text fits the call.
    """
    return circumstances_of(text) & situation.circumstances


def _fitting(
    groups: Iterable[TextGroup[Text]], situation: Situation, given: Given
) -> list[_Fitting[Text]]:
    """Return the groups of texts that fit the call.

    Leave out groups that quote a reflection in `given.quoted`.
    """
    conditions, kind, roles = situation.conditions, situation.kind, situation.roles
    circumstances, known = situation.circumstances, situation.values.keys()
    fitting = [
        _Fitting(group, group.circumstances & circumstances, _source(group, situation))
        for group in groups
        if group.fits <= conditions
        and (not group.kinds or kind in group.kinds)
        and (not group.roles or not group.roles.isdisjoint(roles))
        and group.placeholders <= known
        and not (group.for_new and situation.known)
    ]
    return [each for each in fitting if each.quoted is None or each.quoted not in given.quoted]


def _by_rank(
    fitting: Iterable[_Fitting[Text]], rank: _Rank[Text]
) -> dict[tuple[int, ...], list[_Fitting[Text]]]:
    """Map each rank to its groups of texts, the best rank first."""
    equals: dict[tuple[int, ...], list[_Fitting[Text]]] = {}
    for one in fitting:
        equals.setdefault(rank(one), []).append(one)
    return dict(sorted(equals.items()))


def _first(
    by_rank: Mapping[tuple[int, ...], Iterable[_Fitting[Text]]],
    situation: Situation,
    given: Given,
    turn: int,
    kept: str = "",
) -> FilledLine | None:
    """Fill the best text that is short enough and repeats nothing.

    Within a rank, texts that were never used come first, then the text that was used longest ago.
    Within the best rank, the text `kept` comes before these, even if it was used recently.
    """
    spent = frozenset(map(text_of, given.recent[:NO_REPEAT_WITHIN])) - {kept}
    used: dict[str, int] = {}
    for ago, recent in enumerate(given.recent):
        used.setdefault(text_of(recent), ago)

    def key(one: tuple[_Fitting[Text], Text]) -> tuple[bool, int, int]:
        id_ = one[1].id
        shuffled = crc32(f"{turn}:{id_}".encode())
        return id_ != kept, -used.get(id_, len(given.recent)), shuffled

    for equals in by_rank.values():
        left = [
            (each, text)
            for each in equals
            for text in each.group.texts
            if text.id not in spent and text.idea not in given.ideas
        ]
        for each, text in sorted(left, key=key):
            filled = each.filled(text, situation)
            if len(filled.text.split()) <= WORDS:
                return filled
        if left:
            kept = ""  # `kept` comes first only within the best rank
    return None


def _source(group: TextGroup[Text], situation: Situation) -> int | None:
    """Return the id of the reflection whose words fill the placeholders, or None."""
    if not group.placeholders:
        return None
    if group.placeholders & _FROM_QUOTE:
        return situation.quoted
    return situation.noted if group.placeholders & _FROM_NOTES else None


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Fill all placeholders in one pass, so that braces that people typed stay as they are."""
    return PLACEHOLDER.sub(lambda match: values[match[1]], text)
