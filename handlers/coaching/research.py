"""Choose what the rep should look up before a call.

We choose at most three questions. We leave out a question if a fresh answer is on file.
"""

import hashlib
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from handlers.coaching.text.words import shortened, stems
from handlers.playbook.conditions import (
    Condition,
    Group,
    KnownFact,
    ResearchCondition,
    placeholders_in,
)
from handlers.playbook.schema import Question
from handlers.times.formatting import format_date
from storage.choices import STAGES, BuyingRole, CallKind, Stage

PER_CALL = 3  # at most this many questions before one call
NOTED = 110  # we quote at most this many characters of an old answer
# If a question was made for some calls only, we multiply its weight by each factor that applies.
_MADE_FOR_KIND = 48  # gives the factor 1 + 48 for one kind of call, and 1 + 48 / 2² for two kinds
_MADE_FOR_ROLE = 3  # for a question that needs somebody with a certain buying role
# For a question for some stages only. Also for a question for first calls only or later calls only.
_MADE_FOR_MOMENT = 1.5
_MADE_FOR_FACT = 96  # for a question about a rare fact, which is true of few calls
_FEW_KINDS = 2  # a question for more kinds of call is a general one
_FOR_FACTS = 2  # questions about rare facts replace others until a call has this many of them
# These conditions are true of many calls, so a question with only such conditions is not about a
# rare fact.
_TRUE_OF_MANY: frozenset[Condition | ResearchCondition] = frozenset(
    {"contact_named", "one_person", "first_call", "no_need_yet"}
)


@dataclass(frozen=True)
class DatedWords:
    """A text on file about an account, and when it was said or found (aware)."""

    words: str
    at: datetime


@dataclass(frozen=True)
class AccountFile:
    """What we know about an account, which may answer our questions.

    `found` maps the id of a question to the time of its last answer (aware).
    """

    found: Mapping[str, datetime]
    said: Sequence[DatedWords] = ()
    facts: Collection[KnownFact] = ()


@dataclass(frozen=True)
class CallToResearch:
    """The facts about a call that decide what to look up."""

    account_id: int
    call_id: int
    stage: Stage
    kind: CallKind
    roles: Collection[BuyingRole]  # of the contacts who are coming
    first: bool  # whether this is the first call with the account
    conditions: Collection[Condition | ResearchCondition] = ()
    open_guesses: Sequence[str] = ()  # guesses that the rep has not yet been able to ask about
    names: Mapping[str, str] = field(default_factory=dict)  # maps placeholders to names


@dataclass(frozen=True)
class LeftOut:
    """Questions that we must not choose, and questions that come after others.

    We must not choose:
    - `aside`: ids of questions that the rep set aside, for this call or for the account
    - `taken`: ids of questions that we chose for another call on the same day
    - `ideas`: the ideas (see `Question.idea`) of other texts that the rep gets for this call. We
      leave out all questions with these ideas.

    After others come:
    - `groups`: groups of the questions for other calls in the same message. Questions of these
      groups come after questions of other groups.
    - `before`: ids of questions that we chose for earlier calls with the account, but that nobody
      answered. They come after the other questions of their group.
    """

    aside: Collection[str] = ()
    taken: Collection[str] = ()
    ideas: Collection[str] = ()
    before: Collection[str] = ()
    groups: Sequence[Group] = ()


_NOTHING = LeftOut()


@dataclass(frozen=True)
class Chosen:
    """A question to look up before the call, and one short line that says why."""

    question: Question
    ask: str
    why: str


@dataclass(frozen=True)
class ChosenQuestions:
    """The questions to look up before a call.

    If a question was answered or set aside after we chose it, `ids` has the question, but `picks`
    does not.
    """

    picks: tuple[Chosen, ...]
    ids: tuple[str, ...]


def is_stale(question: Question, found_at: datetime, now: datetime) -> bool:
    """Check whether an answer is at least `stale_days` times 24 hours old. Times are aware."""
    return now - found_at >= timedelta(days=question.stale_days)


def choose(
    questions: Sequence[Question],
    call: CallToResearch,
    on_file: AccountFile,
    *,
    left_out: LeftOut = _NOTHING,
    chosen_before: Sequence[str] = (),
    now: datetime,
    limit: int = PER_CALL,
    proposed: Collection[str] = (),
) -> ChosenQuestions:
    """Choose at most `limit` questions to look up before a call.

    `now` is aware and in the reader's time zone, which we use for the dates in `Chosen.why`.

    `chosen_before` has the ids of the questions that we have already chosen for this call. We keep
    these questions as long as they fit the call. While one of them is open (not answered and not
    set aside), a question about a rare fact, or one with a proposed answer, may replace it.

    `proposed` has the ids of the questions for which an answer is proposed. They come first, even
    if two of them have the same group or idea.

    We draw the other questions by lot, so that accounts get different questions. These are more
    likely to be drawn:
    - a question with a higher weight
    - a question about a rare fact
    - a question made for this kind of call, this stage, a first or later call, or people's roles

    Each group gets one question before any group gets a second one. In a group, we prefer questions
    that were never looked up. We draw no two questions with the same idea.
    """
    answers = _Answers(on_file, now)

    def is_open(question: Question) -> bool:
        return question.id not in left_out.aside and not answers.has_answer(question)

    def may_be_replaced(question: Question) -> bool:
        return is_open(question) and question.id not in proposed

    fitting = {q.id: q for q in questions if q.id not in left_out.taken and _fits(q, call)}
    kept = [fitting.pop(id_) for id_ in chosen_before if id_ in fitting]
    others = [q for q in fitting.values() if is_open(q) and q.idea not in left_out.ideas]
    ranked = sorted(others, key=lambda q: _rank(q, call, on_file, left_out.before))
    count = len(chosen_before) or limit
    kept = _with_proposed(kept, [q for q in ranked if q.id in proposed], may_be_replaced, count)
    ranked = [q for q in ranked if q.id not in proposed]
    kept = _with_rare_facts(
        kept, [q for q in ranked if q.id not in left_out.before], may_be_replaced
    )
    more = _varied(ranked, kept, left_out.groups)[: max(count - len(kept), 0)]
    asked = [*kept, *more]
    asked.sort(key=lambda q: q.id not in proposed)
    shown = [q for q in asked if is_open(q)][: max(limit, 0)]
    picks = [Chosen(q, q.worded(call.names), answers.why(q)) for q in shown]
    # `ids` has no open questions beyond the limit. If it had one, we would show that question as
    # soon as the rep has answered another.
    return ChosenQuestions(tuple(picks), tuple(q.id for q in asked if q in shown or not is_open(q)))


def _fits(question: Question, call: CallToResearch) -> bool:
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


def _is_guessed(question: Question, call: CallToResearch) -> bool:
    guesses = [_phrase(guess) for guess in call.open_guesses]
    return any(_phrase(words) in guess for words in question.guessed for guess in guesses)


class _Answers:
    """The answers on file. We read the texts on file only once, and not for each question."""

    def __init__(self, on_file: AccountFile, now: datetime) -> None:
        self._on_file = on_file
        self._now = now
        self._said = [(f" {' '.join(stems(said.words))} ", said) for said in on_file.said]
        self._all = "\n".join(stems_ for stems_, _ in self._said)

    def has_answer(self, question: Question) -> bool:
        """Check whether a fresh answer to a question is on file."""
        found_at = self._on_file.found.get(question.id)
        if found_at is not None and not is_stale(question, found_at, self._now):
            return True
        if not set(question.answered_by.facts).isdisjoint(self._on_file.facts):
            return True
        newest = self._newest(question)
        return newest is not None and not is_stale(question, newest.at, self._now)

    def why(self, question: Question) -> str:
        """Say in one line why we ask the question.

        If the rep has looked up an answer, say when. Otherwise, if words on file answer the
        question, quote the newest of them and say when they were noted.
        """
        found_at, noted = self._on_file.found.get(question.id), self._newest(question)
        if found_at is not None:
            return f"{question.why} Last looked up on {self._day(found_at)}."
        if noted is not None:
            words = shortened(noted.words, NOTED).rstrip(".")
            return f"Noted on {self._day(noted.at)}: “{words}”. Is that still true?"
        return question.why

    def _newest(self, question: Question) -> DatedWords | None:
        """Return the newest words on file that answer a question, or None."""
        phrases = [_phrase(words) for words in question.answered_by.words]
        # Most phrases are in no text, so this line saves most of the comparisons below.
        phrases = [phrase for phrase in phrases if phrase in self._all]
        answering = [
            said
            for stems_, said in (self._said if phrases else ())
            if any(phrase in stems_ for phrase in phrases)
        ]
        return max(answering, key=lambda said: said.at, default=None)

    def _day(self, moment: datetime) -> str:
        on = moment.astimezone(self._now.tzinfo).date()
        return format_date(on, self._now.date())


@lru_cache(maxsize=4096)  # every call searches for the same words
def _phrase(words: str) -> str:
    """Return the stems of the words with a space around each stem, to search for whole stems."""
    return f" {' '.join(stems(words))} "


def _rank(
    question: Question, call: CallToResearch, on_file: AccountFile, before: Collection[str]
) -> tuple[bool, bool, float]:
    """Return the sort key of a question that fits the call. The smallest key comes first.

    The key has three parts:
    - whether the question is in `before`
    - whether the question was ever looked up
    - a random number. The chance of a question to come first is its weight divided by the sum of
      the weights.
    """
    lot = -math.log(_uniform(f"{call.account_id}:{call.call_id}:{question.id}"))
    return question.id in before, question.id in on_file.found, lot / _weight(question)


def _weight(question: Question) -> float:
    """Return the weight of a question. A question that was made for few calls has more weight."""
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


def suits_known(question: Question) -> bool:
    """Check whether a question suits a known account (see `situations.is_known`).

    The question must be for later calls, for one or two kinds of call, or about a rare fact.
    """
    made_for_kind = 0 < len(question.kinds) <= _FEW_KINDS
    return question.call == "later" or made_for_kind or _is_for_fact(question)


def _is_for_fact(question: Question) -> bool:
    """Check whether a question is about something rare, such as a newcomer or an open guess."""
    return bool(question.guessed or set(question.fits) - _TRUE_OF_MANY)


def _with_proposed(
    kept: Sequence[Question],
    first: Sequence[Question],
    may_be_replaced: Callable[[Question], bool],
    limit: int,
) -> list[Question]:
    """Add the questions in `first` to the questions that we chose earlier (`kept`).

    If there are more than `limit` questions, leave out the last questions in `kept` for which
    `may_be_replaced` returns true. If there are still too many, leave out the last in `first`.
    """
    too_many = max(len(kept) + len(first) - limit, 0)
    out = [q for q in reversed(kept) if may_be_replaced(q)][:too_many]
    staying = [q for q in kept if q not in out]
    return [*staying, *first[: max(limit - len(staying), 0)]]


def _with_rare_facts(
    kept: Sequence[Question],
    ranked: Sequence[Question],
    may_be_replaced: Callable[[Question], bool],
) -> list[Question]:
    """Replace some of the questions that we chose earlier (`kept`) with questions about rare facts.

    A rare fact may have become known after we chose. We stop when `_FOR_FACTS` of the questions are
    about rare facts. We may replace a question if `may_be_replaced` returns true for it, and if it
    is not about a rare fact itself.

    A new question replaces a question of the same group. If the group has no question that we may
    replace, the new question replaces the last one, of any group, that we may replace. We skip a
    new question if a question that stays has the same idea or group.
    """
    asked = list(kept)
    for question in filter(_is_for_fact, ranked):
        free = [q for q in asked if may_be_replaced(q) and not _is_for_fact(q)]
        if not free or sum(map(_is_for_fact, asked)) >= _FOR_FACTS:
            break
        out = next((q for q in free if q.group == question.group), free[-1])
        others = [q for q in asked if q is not out]
        same_idea = question.idea is not None and question.idea in {q.idea for q in others}
        if not same_idea and question.group not in {q.group for q in others}:
            asked[asked.index(out)] = question
    return asked


def _uniform(text: str) -> float:
    """Return a number above 0 and up to 1 that looks random but is always the same for a text."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return (int.from_bytes(digest) + 1) / 2**64


def _varied(
    ranked: Sequence[Question], picks: Sequence[Question], groups: Sequence[Group]
) -> list[Question]:
    """Order the questions in `ranked` so that groups take turns.

    For each question, count how often its group occurs in `groups`, in `picks`, and in the
    questions that come earlier in `ranked`. Questions with a lower count come first. Leave out a
    question if a question in `picks`, or an earlier question in `ranked`, has the same idea.
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
