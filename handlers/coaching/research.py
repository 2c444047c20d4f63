"""Choose what to look up before a call: at most three questions that the file does not answer."""

import hashlib
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from handlers.coaching.words import shortened, stems
from handlers.playbook.schema import (
    Condition,
    Group,
    KnownFact,
    Question,
    ResearchCondition,
    placeholders_in,
)
from storage.choices import STAGES, BuyingRole, CallKind, Stage

PER_CALL = 3  # questions before one call
NOTED = 110  # limit of characters of an old answer that is repeated
# What the weight of a question is multiplied by, for what it was made for.
_MADE_FOR_KIND = 48  # one kind of call: 1 + 48; two kinds: 1 + 48 / 2²; and so on
_MADE_FOR_ROLE = 3  # only some parts in the purchase
_MADE_FOR_MOMENT = 1.5  # only some stages; and again if only first, or only later calls
_MADE_FOR_FACT = 96  # something that is true of few calls with the account
_FOR_FACTS = 2  # limit of questions about such facts that take the place of others
# Conditions that are true of many calls: needing them does not make a question about such a fact.
_TRUE_OF_MANY: frozenset[Condition | ResearchCondition] = frozenset(
    {"contact_named", "one_person", "first_call", "no_need_yet"}
)


@dataclass(frozen=True)
class DatedWords:
    """Words on file about an account, and when they were said or found (aware)."""

    words: str
    at: datetime


@dataclass(frozen=True)
class AccountFile:
    """What is on file about an account that can answer a question.

    `found` has the time of the last answer (aware) by the question's id.
    """

    found: Mapping[str, datetime]
    said: Sequence[DatedWords] = ()
    facts: Collection[KnownFact] = ()


@dataclass(frozen=True)
class Ahead:
    """A call, as far as it matters for what to look up."""

    account_id: int
    call_id: int
    stage: Stage
    kind: CallKind
    roles: Collection[BuyingRole]  # of those who are coming
    first: bool  # whether it is the first call with the account
    conditions: Collection[Condition | ResearchCondition] = ()  # all that hold for this call
    open_guesses: Sequence[str] = ()  # the rep's guesses that they did not get to ask about
    names: Mapping[str, str] = field(default_factory=dict)  # by placeholder


@dataclass(frozen=True)
class LeftOut:
    """Questions that are not to be chosen.

    aside: ids of questions that the rep set aside, for this call or for the account.
    taken: ids of questions that the rep is asked about another call of that day.
    ideas: the ideas of other texts for this call, which say the same already.
    groups: the groups of the questions about other calls in the same message, each as often as it
    occurs there. Questions of other groups come first.
    before: ids of questions that were asked for earlier calls with the account, and not answered.
    They come after all others.
    """

    aside: Collection[str] = ()
    taken: Collection[str] = ()
    ideas: Collection[str] = ()
    before: Collection[str] = ()
    groups: Sequence[Group] = ()


_NOTHING = LeftOut()


@dataclass(frozen=True)
class Chosen:
    """A question to look up before the call, as it is asked, and one short line on why."""

    question: Question
    ask: str
    why: str


@dataclass(frozen=True)
class ChosenQuestions:
    """The questions to look up before a call.

    `ids` are the ids of all questions that belong to the call. Some of these may have been answered
    or set aside since; they are not among `picks`.
    """

    picks: tuple[Chosen, ...]
    ids: tuple[str, ...]


def is_stale(question: Question, found_at: datetime, now: datetime) -> bool:
    """Whether an answer is so old that its question is asked again.

    It is stale when `stale_days` times 24 hours have passed since `found_at`. Both times are aware.
    """
    return now - found_at >= timedelta(days=question.stale_days)


def choose(
    questions: Sequence[Question],
    call: Ahead,
    on_file: AccountFile,
    *,
    left_out: LeftOut = _NOTHING,
    chosen_before: Sequence[str] = (),
    now: datetime,
    limit: int = PER_CALL,
) -> ChosenQuestions:
    """What to look up before a call, at most `limit` questions.

    `chosen_before` has the ids of the questions chosen for this call earlier. They stay as long as
    they fit the call; only questions about something that has become known since may take their
    place. If one was answered or set aside since, it is no longer asked, and no other question is
    asked instead. `now` is aware and in the reader's zone, which is used for the dates in `why`.

    The questions are drawn by lot, so that they differ between accounts. The lot depends on the
    call, the account and the question alone. A question with a higher weight is more likely to be
    drawn, and so is one that was made for this kind of call, for the people on it, or for the
    moment. Questions without an answer come before those with an old one. Each group gets one
    question before any gets a second, and no two questions have the same idea.
    """
    answers = _Answers(on_file, now)

    def is_open(question: Question) -> bool:
        return question.id not in left_out.aside and not answers.answer(question)

    fitting = {q.id: q for q in questions if q.id not in left_out.taken and _fits(q, call)}
    kept = [fitting.pop(id_) for id_ in chosen_before if id_ in fitting]
    others = [q for q in fitting.values() if is_open(q) and q.idea not in left_out.ideas]
    ranked = sorted(others, key=lambda q: _rank(q, call, on_file, left_out.before))
    wanted = max((len(chosen_before) or limit) - len(kept), 0)
    _make_room(kept, [q for q in ranked if q.id not in left_out.before], is_open)
    asked = [*kept, *_varied(ranked, kept, left_out.groups)[:wanted]]
    shown = [q for q in asked if is_open(q)][: max(limit, 0)]
    picks = [Chosen(q, q.worded(call.names), answers.why(q)) for q in shown]
    # An open question beyond the limit is given up, so that it never takes an answered one's place.
    return ChosenQuestions(tuple(picks), tuple(q.id for q in asked if q in shown or not is_open(q)))


def _fits(question: Question, call: Ahead) -> bool:
    """Whether a question is for a call such as this, and all its placeholders can be filled."""
    return (
        call.kind != "internal"
        and call.stage in question.stages
        and question.call in ("any", "first" if call.first else "later")
        and (not question.kinds or call.kind in question.kinds)
        and (not question.roles or not set(question.roles).isdisjoint(call.roles))
        and set(question.fits) <= set(call.conditions)
        and (not question.guessed or _is_guessed(question, call))
        and placeholders_in(question.ask) <= call.names.keys()
    )


def _is_guessed(question: Question, call: Ahead) -> bool:
    """Whether a guess that was not asked about has one of the question's words."""
    guesses = [_phrase(guess) for guess in call.open_guesses]
    return any(_phrase(words) in guess for words in question.guessed for guess in guesses)


class _Answers:
    """Whether the file answers a question; the words on file are read once for all of them."""

    def __init__(self, on_file: AccountFile, now: datetime) -> None:
        self._on_file = on_file
        self._now = now
        self._said = [(f" {' '.join(stems(said.words))} ", said) for said in on_file.said]
        self._all = "\n".join(stems_ for stems_, _ in self._said)

    def answer(self, question: Question) -> bool:
        """Whether there is an answer on file that is not too old."""
        found_at = self._on_file.found.get(question.id)
        if found_at is not None and not is_stale(question, found_at, self._now):
            return True
        if not set(question.answered_by.facts).isdisjoint(self._on_file.facts):
            return True
        newest = self._newest(question)
        return newest is not None and not is_stale(question, newest.at, self._now)

    def why(self, question: Question) -> str:
        """One line on why a question is asked. An answer that is too old is repeated or dated."""
        found_at, noted = self._on_file.found.get(question.id), self._newest(question)
        if found_at is not None:
            return f"{question.why} Last looked up on {self._day(found_at)}."
        if noted is not None:
            words = shortened(noted.words, NOTED).rstrip(".")
            return f"Noted on {self._day(noted.at)}: “{words}”. Is that still so?"
        return question.why

    def _newest(self, question: Question) -> DatedWords | None:
        """The newest words on file that answer a question, however old."""
        phrases = [_phrase(words) for words in question.answered_by.words]
        phrases = [phrase for phrase in phrases if phrase in self._all]  # few or none
        answering = [
            said
            for stems_, said in (self._said if phrases else ())
            if any(phrase in stems_ for phrase in phrases)
        ]
        return max(answering, key=lambda said: said.at, default=None)

    def _day(self, moment: datetime) -> str:
        on = moment.astimezone(self._now.tzinfo).date()
        year = f" {on.year}" if on.year != self._now.year else ""
        return f"{on.day} {on:%B}{year}"


@lru_cache(maxsize=4096)  # the playbook's words are looked for before every call
def _phrase(words: str) -> str:
    """The stems of these words with a space around each, to search for whole words."""
    return f" {' '.join(stems(words))} "


def _rank(
    question: Question, call: Ahead, on_file: AccountFile, before: Collection[str]
) -> tuple[bool, bool, float]:
    """The sort key of a question that fits the call: the smallest is asked first.

    Questions that were asked `before` come last, and questions with an old answer come after
    questions without. The rest is drawn by lot: a question's chance of coming first is its weight,
    divided by the sum of all weights.
    """
    lot = -math.log(_uniform(f"{call.account_id}:{call.call_id}:{question.id}"))
    return question.id in before, question.id in on_file.found, lot / _weight(question)


def _weight(question: Question) -> float:
    weight = float(question.weight)
    if question.kinds:
        weight *= 1 + _MADE_FOR_KIND / len(question.kinds) ** 2
    if _is_for_fact(question):
        weight *= _MADE_FOR_FACT
    if question.roles:
        weight *= _MADE_FOR_ROLE
    if len(question.stages) < len(STAGES):
        weight *= _MADE_FOR_MOMENT
    if question.call != "any":
        weight *= _MADE_FOR_MOMENT
    return weight


def _is_for_fact(question: Question) -> bool:
    """Whether it is about something that is true of few calls: a newcomer, an open guess."""
    return bool(question.guessed or set(question.fits) - _TRUE_OF_MANY)


def _make_room(
    kept: list[Question], ranked: Sequence[Question], is_open: Callable[[Question], bool]
) -> None:
    """Replace some of `kept` by questions about what has become known since.

    In the end, up to `_FOR_FACTS` of `kept` are about such facts. These stay, and so do answered
    questions. Of the others, a new question replaces one of its own group or, if there is none, the
    last. It does not come in if a question that stays has the same idea or group.
    """
    for question in filter(_is_for_fact, ranked):
        free = [q for q in kept if is_open(q) and not _is_for_fact(q)]
        if not free or sum(map(_is_for_fact, kept)) >= _FOR_FACTS:
            return
        out = next((q for q in free if q.group == question.group), free[-1])
        others = [q for q in kept if q is not out]
        same_idea = question.idea is not None and question.idea in {q.idea for q in others}
        if not same_idea and question.group not in {q.group for q in others}:
            kept[kept.index(out)] = question


def _uniform(text: str) -> float:
    """A number above 0, up to 1, that looks random but is always the same for a text."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return (int.from_bytes(digest) + 1) / 2**64


def _varied(
    ranked: Sequence[Question], picks: Sequence[Question], groups: Sequence[Group]
) -> list[Question]:
    """The questions of `ranked`, in an order in which groups take turns.

    A question comes later the more questions of its group are in `groups`, in `picks` or before it
    in `ranked`. Questions with an idea that is taken are left out.
    """
    ideas = {q.idea for q in picks if q.idea}
    count: dict[Group, int] = {}
    for group in (*groups, *(pick.group for pick in picks)):
        count[group] = count.get(group, 0) + 1
    rounds: list[tuple[int, Question]] = []
    for question in ranked:
        if question.idea in ideas:
            continue
        if question.idea:
            ideas.add(question.idea)
        rounds.append((count.get(question.group, 0), question))
        count[question.group] = count.get(question.group, 0) + 1
    return [question for _, question in sorted(rounds, key=lambda pair: pair[0])]
