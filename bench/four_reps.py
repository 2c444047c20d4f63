"""Simulate 100 calls for each of four kinds of rep, with the real code that chooses texts.

`.venv/bin/python -m bench.four_reps` prints how many lines each rep saw, how often a line came
back, how often Attune said nothing, and how often a text was made for the call's situation.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import cast

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching import research, silence
from handlers.coaching.listening import PRESSING, SPECIAL, USUAL, Situation, made_for
from handlers.coaching.research import LeftOut
from handlers.coaching.wordings import quoted_in, text_of
from handlers.knowledge import look_up_facts, look_ups, situations
from handlers.knowledge.facts import Facts
from handlers.message import NoLongerUseful
from handlers.nudges import listen
from handlers.nudges.kind import Nudge
from handlers.nudges.plan import CallAhead, PersonWeek
from handlers.playbook.loader import Playbook, load
from handlers.rhythm_settings import Rhythm
from storage.choices import CallKind, Stage
from storage.sales_calls.call_histories import GuessRead
from storage.sales_calls.seat_texts import LineHistory
from storage.tables import Account, Call, Contact, Outbox, Person, Reflection, Seat

CALLS = 100
FIRST_DAY = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
# The third call of a day begins five minutes after the second ends.
SLOTS = (time(8, 30), time(10, 0), time(10, 35), time(14, 0))

TITLES: dict[CallKind, tuple[str, ...]] = {
    "cold": ("Cold call", "Outbound: first call"),
    "inbound": ("Contact request", "Your enquiry"),
    "discovery": ("Discovery", "Scoping", ""),
    "demo": ("Product demo", "Walkthrough for the team", "POC"),
    "pricing": ("Pricing", "Our proposal", "Contract"),
    "procurement": ("Security review", "Legal: open points", "Procurement"),
    "renewal": ("Renewal", "Renewal 2027"),
    "review": ("QBR", "Annual review", "Check-in"),
    "bad_news": ("Escalation: imports", "Price increase", "Outage"),
    "kick_off": ("Kick-off", "Onboarding", "Handover"),
    "internal": ("Prep", "Internal: forecast"),
    "other": ("Catch-up", "Call", ""),
}
JOBS = (
    *("Dispatcher", "Planner", "Head of IT", "CISO", "CFO", "Managing Director"),
    *("Head of Purchasing", "Operations Analyst", "Team Lead", "Board member", ""),
)
HEARD = (
    "We had a route planner two years ago",
    "The drivers switched it off by week two",
    "Nobody has asked the night shift",
    "Mondays are the worst, everything sits in Pia's head",
    "It has to run before the season starts in May, or we wait for another year and lose it",
)
GOALS = ("Hear how they plan a Monday", "Learn who signs", "Show the new module", "Agree a date")


@dataclass(frozen=True)
class Habits:
    """The habits of a kind of rep, as shares of their calls."""

    name: str
    accounts: int
    stages: tuple[Stage, ...]
    kinds: dict[CallKind, float]
    goal: float = 0
    guess: float = 0
    reflection: float = 1
    words: float = 0  # the share of reflections with more than a tap
    about_self: float = 0.25  # the share of reflections with an answer about oneself
    named: float = 0.8  # the share of calls whose guests are known
    missed: float = 0.06
    focus: bool = False


SALES: dict[CallKind, float] = {
    "discovery": 30,
    "demo": 18,
    "other": 16,
    "pricing": 14,
    "procurement": 8,
    "inbound": 4,
    "internal": 4,
    "kick_off": 3,
    "bad_news": 3,
}
FIRST: dict[CallKind, float] = {
    "discovery": 30,
    "cold": 25,
    "inbound": 25,
    "demo": 12,
    "other": 5,
    "internal": 3,
}
CUSTOMERS: dict[CallKind, float] = {
    "review": 30,
    "renewal": 20,
    "pricing": 12,
    "bad_news": 10,
    "kick_off": 10,
    "demo": 6,
    "procurement": 5,
    "internal": 4,
    "other": 3,
}
SELLING: tuple[Stage, ...] = ("discovery", "evaluation", "decision")
REPS = (
    Habits(
        "writes everything",
        20,
        SELLING,
        SALES,
        goal=0.9,
        guess=0.7,
        words=1,
        named=0.95,
        focus=True,
    ),
    Habits("only taps", 20, SELLING, SALES, reflection=0.8, named=0.6),
    Habits(
        "new rep",
        80,
        ("discovery",),
        FIRST,
        goal=0.4,
        reflection=0.7,
        words=0.5,
        named=0.7,
        missed=0.15,
        focus=True,
    ),
    Habits("account manager", 12, ("customer",), CUSTOMERS, goal=0.5, words=0.6, named=0.9),
)


@dataclass(frozen=True)
class Told:
    """The result of one call: its situation, the line or the reason for none, and the opening.

    `questions` are the ids of the questions to look up the day before.
    """

    day: date
    account: int
    first: bool
    situation: Situation
    line: str | None  # as a wording
    text: str
    silent: str
    opening: str | None  # as a wording
    ideas: tuple[str, ...]
    questions: tuple[str, ...]

    def holding(self) -> frozenset[str]:
        """Return the parts of the situation for which a text can be made.

        If something is pressing, line and opening are about it, so special conditions do not count.
        """
        now = self.situation
        kinds = {f"kind:{now.kind}"} if now.kind not in ("other", "internal") else set()
        holds = now.conditions | kinds
        special = (holds & PRESSING) or (holds & SPECIAL)
        roles = {f"role:{role}" for role in now.roles if role != "other"}
        return frozenset(kinds | special | roles)

    def due(self, playbook: Playbook) -> frozenset[str]:
        """Return parts of the situation. The line should address at least one of them.

        They are the pressing parts, or else the special parts that the opening does not address, or
        else the kind of call. If that kind is a usual one, the guests' roles and quotes take its
        place.
        """
        now, first = self.situation, playbook.opening(text_of(self.opening or ""))
        holds = now.conditions | {f"kind:{now.kind}"}
        opened = made_for(first, now) if first else frozenset()
        roles = frozenset(f"role:{role}" for role in now.roles if role != "other")
        people = roles | (now.conditions & {"has_quote"})
        kind = people if now.kind in USUAL else frozenset({f"kind:{now.kind}"})
        return (holds & PRESSING) or (holds & SPECIAL - opened) or kind

    def met_by_line(self, playbook: Playbook) -> frozenset[str]:
        """Return the parts of the situation for which the line was made."""
        line = playbook.line(text_of(self.line or ""))
        return made_for(line, self.situation) if line else frozenset()

    def met(self, playbook: Playbook) -> frozenset[str]:
        """Return the parts for which the line, the opening or a question was made."""
        now = self.situation
        found = set(self.met_by_line(playbook))
        first = playbook.opening(text_of(self.opening or ""))
        found |= made_for(first, now) if first else frozenset()
        for question in map(playbook.question, self.questions):
            if question is not None:
                found |= {f"kind:{now.kind}"} if question.kinds else set()
                found |= {f"role:{role}" for role in now.roles.intersection(question.roles)}
        return frozenset(found)


@dataclass
class _Life:
    """A rep, and everything on file about their calls."""

    habits: Habits
    random: Random
    playbook: Playbook
    person: Person
    accounts: list[Account]
    contacts: dict[int, list[Contact]]
    ids: Iterator[int]
    held: dict[int, list[tuple[Call, list[Contact]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    reflections: dict[int, list[Reflection]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    openings: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    dismissed: list[datetime | None] = field(default_factory=list)
    kept: int = 0
    asked: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    taken: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))


def live(habits: Habits, playbook: Playbook, seed: int) -> list[Told]:
    """Return a hundred calls of one rep, in order."""
    random = Random(seed)  # noqa: S311 - the same every time
    ids = iter(range(seed * 10_000 + 1, 10**9))
    tenant = "slack:T1"
    person = Person(id=seed, tenant=tenant, external="U1", name="Lena", zone="UTC")
    accounts = [
        Account(
            id=next(ids),
            tenant=tenant,
            name=f"Account {number}",
            name_key=f"account {number}",
            stage=random.choice(habits.stages),
            created_at=FIRST_DAY,
        )
        for number in range(habits.accounts)
    ]
    contacts = {
        account.id: [
            Contact(
                id=next(ids),
                tenant=tenant,
                account_id=account.id,
                name=f"Person {number}",
                role=random.choice(JOBS),
            )
            for number in range(5)
        ]
        for account in accounts
    }
    life = _Life(habits, random, playbook, person, accounts, contacts, ids)
    return asyncio.run(_all(life))


async def _all(life: _Life) -> list[Told]:
    told: list[Told] = []
    for number in range(CALLS):
        day, slot = divmod(number, len(SLOTS))
        weeks, weekday = divmod(day, 5)
        morning = FIRST_DAY + timedelta(days=7 * weeks + weekday)
        starts_at = datetime.combine(morning, SLOTS[slot], tzinfo=UTC)
        told.append(await _one(life, starts_at))
    return told


async def _one(life: _Life, starts_at: datetime) -> Told:
    facts = _facts(life, starts_at)
    now = situations.situation(facts, life.playbook)
    questions = _questions(life, facts, now)
    first = situations.opening(facts, life.playbook, now)
    facts.seat.opening = first.wording if first else None
    line, text, silent = await _line(life, facts)
    focus = life.playbook.focus(life.person.focus_id or "")
    asked = map(life.playbook.question, questions)
    chosen = (life.playbook.line(text_of(line or "")), first, focus, *asked)
    ideas = tuple(each.idea for each in chosen if each is not None and each.idea is not None)
    told = Told(
        starts_at.date(),
        facts.account.id,
        not facts.met_before,
        now,
        line,
        text,
        silent,
        facts.seat.opening,
        ideas,
        questions,
    )
    _remember(life, facts, told)
    return told


def _facts(life: _Life, starts_at: datetime) -> Facts:
    random, habits = life.random, life.habits
    account = random.choice(life.accounts)
    held = life.held[account.id]
    (kind,) = random.choices(list(habits.kinds), list(habits.kinds.values()))
    named = kind != "internal" and random.random() < habits.named
    size = random.choices((1, 2, 3, 4), (45, 32, 15, 8))[0] if named else 0
    known = sorted({each.id for _, coming in held for each in coming})
    everyone = sorted(life.contacts[account.id], key=lambda each: (each.id not in known, each.id))
    if random.random() < 0.25:
        random.shuffle(everyone)
    coming = everyone[:size]
    call = Call(
        id=next(life.ids),
        tenant=account.tenant,
        account_id=account.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=random.choices((15, 30), (1, 9))[0]),
        planned_at=starts_at - timedelta(days=2),
        zone="UTC",
        title=random.choice(TITLES[kind]),
    )
    seat = Seat(
        call_id=call.id,
        person_id=life.person.id,
        tenant=account.tenant,
        account_id=account.id,
        starts_at=starts_at,
        goal=random.choice(GOALS) if random.random() < habits.goal else "",
    )
    guesses = [
        GuessRead(text, None)
        for text in ["They fear the migration"]
        if random.random() < habits.guess
    ]
    took_place = [(each, who) for each, who in held if each.status == "planned"]
    came = {each.id for _, who in took_place for each in who}
    reflections = life.reflections[account.id][::-1][:10]
    quoted = {quoted_in(each) for each in life.texts[account.id]} - {None}
    return Facts(
        life.person,
        seat,
        call,
        account,
        coming=coming,
        may_come=(),
        guesses=guesses,
        findings=(),
        reflections=reflections,
        promises=(),
        met_before=bool(took_place),
        last_openings=life.openings[:10],
        missed=[held[-1][0].starts_at] if held and held[-1][0].status == "missed" else (),
        in_earlier_call=frozenset(each.id for each in coming if each.id in came),
        speakers={each.id: each for each in life.contacts[account.id]},
        quoted=frozenset(cast("set[int]", quoted)),
    )


def _questions(life: _Life, facts: Facts, now: Situation) -> tuple[str, ...]:
    """Choose the questions to look up, store them on the seat, and return their ids."""
    first = situations.opening(facts, life.playbook, now)
    day, asked = facts.call.starts_at.date(), life.asked[facts.account.id]
    choice = research.choose(
        life.playbook.questions,
        look_up_facts.ahead(facts, life.playbook, now),
        look_up_facts.on_file(facts),
        left_out=LeftOut(
            taken=life.taken[day],
            before=frozenset(asked),
            ideas={first.idea} if first and first.idea else (),
        ),
        now=facts.call.starts_at - timedelta(hours=18),
        limit=look_ups.SEVERAL_CALLS,
    )
    facts.seat.research = " ".join(choice.ids)
    life.taken[day].update(choice.ids)
    asked.update(choice.ids)
    return choice.ids


async def _line(life: _Life, facts: Facts) -> tuple[str | None, str, str]:
    """Return the line's wording and its text, or the reason for no line."""
    before = [call for held in life.held.values() for call, _ in held]
    near = [call for call in before if facts.call.starts_at - call.starts_at < timedelta(1)]
    week = PersonWeek(
        life.person.id,
        "UTC",
        Rhythm(),
        tuple(
            CallAhead(each.id, each.starts_at, each.ends_at, each.planned_at)
            for each in (*near, facts.call)
        ),
    )
    planned = next(each for each in listen.plan(week) if each.call_id == facts.call.id)
    if planned.dropped:
        return None, "", planned.dropped
    nudge = Nudge(
        cast("AsyncSession", None),
        cast("Outbox", None),
        life.person,
        week,
        life.playbook,
        planned.due_at,
        facts,
        lines=LineHistory(life.lines[:60], life.dismissed[:60], life.kept),
    )
    try:
        composed = await listen.compose(nudge)
    except NoLongerUseful as error:
        return None, "", error.reason
    return composed.wording, composed.card.summary, ""


def _remember(life: _Life, facts: Facts, told: Told) -> None:
    random, call = life.random, facts.call
    texts = [each for each in (told.line, told.opening) if each]
    life.texts[facts.account.id] += texts
    if told.opening:
        life.openings.insert(0, told.opening)
    if told.line:
        life.lines.insert(0, told.line)
        life.dismissed.insert(0, call.starts_at if random.random() < 0.04 else None)
    if random.random() < life.habits.missed:
        call.status = "missed"
    life.held[facts.account.id].append((call, list(facts.coming)))
    _change_focus(life)
    if call.status == "planned" and random.random() < life.habits.reflection:
        life.reflections[facts.account.id].append(_reflection(life, facts))


def _reflection(life: _Life, facts: Facts) -> Reflection:
    random, habits = life.random, life.habits
    wrote = random.random() < habits.words
    self_told = random.random() < habits.about_self
    if self_told and life.person.focus_id is not None:
        life.kept += 1
    return Reflection(
        id=next(life.ids),
        tenant=facts.account.tenant,
        call_id=facts.call.id,
        account_id=facts.account.id,
        author_id=life.person.id,
        called_at=facts.call.starts_at,
        written_at=facts.call.ends_at,
        goal_reached="partly",
        heard=random.choice(HEARD) if wrote else "",
        heard_from=random.choice(facts.coming).id if wrote and facts.coming else None,
        surprise="It was the drivers, not IT" if wrote and random.random() < 0.4 else "",
        next_step="Talk to two dispatchers" if wrote and random.random() < 0.6 else "",
        talk=random.choice(("more_them", "even", "more_me")) if self_told else None,
        first_prescribed=(
            random.choice(("first_third", "middle", "not_at_all"))
            if self_told and random.random() < 0.5
            else None
        ),
    )


def _change_focus(life: _Life) -> None:
    """Choose a focus, and sometimes a new one after the rep has kept the focus three times."""
    if not life.habits.focus:
        return
    done = silence.is_kept(life.kept) and life.random.random() < 0.2
    if life.person.focus_id is None or done:
        life.person = life.person.model_copy(
            update={"focus_id": life.random.choice(life.playbook.focuses).id}
        )
        life.kept = 0


def all_reps(playbook: Playbook) -> dict[str, list[Told]]:
    """Return the calls of each rep, by the rep's name."""
    return {each.name: live(each, playbook, seed) for seed, each in enumerate(REPS, start=1)}


def distinct(told: Sequence[Told]) -> int:
    """Return how many different lines the rep read."""
    return len({text_of(each.line) for each in told if each.line})


def repeats(told: Sequence[Told], within: int) -> int:
    """Return how many lines repeat one of the `within` lines before them."""
    lines = [text_of(each.line) for each in told if each.line]
    return sum(line in lines[max(at - within, 0) : at] for at, line in enumerate(lines))


@dataclass(frozen=True)
class Share:
    """The number of calls with a situation. In `met` of them, a text addressed the situation, and
    in `met_by_line` of them, the line did.
    """

    calls: int
    met: int
    met_by_line: int


def coverage(told: Sequence[Told], playbook: Playbook) -> dict[str, Share]:
    """Return how often a text addressed each situation. Calls without a line are left out.

    The texts are the line, the opening, and the questions of the day before.
    """
    of, met, by_line = Counter[str](), Counter[str](), Counter[str]()
    for each in told:
        if each.line:
            holding = each.holding()
            of.update(holding)
            met.update(holding & each.met(playbook))
            by_line.update(holding & each.met_by_line(playbook))
    return {name: Share(of[name], met[name], by_line[name]) for name in sorted(of)}


def due_to_line(told: Sequence[Told], playbook: Playbook) -> dict[str, tuple[int, int]]:
    """Return how often the line should address each situation, and how often the line did.

    If several parts are due, the line needs to address only one of them.
    """
    of, met = Counter[str](), Counter[str]()
    for each in told:
        if each.line:
            due = each.due(playbook)
            of.update(due)
            met.update(due if due & each.met_by_line(playbook) else ())
    return {name: (of[name], met[name]) for name in sorted(of)}


def same_first_questions(told: Sequence[Told]) -> int:
    """Return how many times two accounts had the same first question on one day."""
    first = Counter((each.day, each.questions[0]) for each in told if each.questions)
    return sum(times - 1 for times in first.values())


def main() -> None:
    """Print what each rep saw."""
    playbook = load()
    for name, told in all_reps(playbook).items():
        silent = Counter(each.silent for each in told if each.silent)
        print(f"\n{name}: {distinct(told)} lines, {repeats(told, 10)} came back within ten")
        print(f"  silent in {sum(silent.values())} of {len(told)} calls: {dict(silent)}")
        for situation, share in coverage(told, playbook).items():
            met, by_line = share.met / share.calls, share.met_by_line / share.calls
            print(
                f"  {situation:<24}{share.calls:>3} calls, met in {met:>4.0%},"
                f" by the line in {by_line:>4.0%}"
            )
        due = ", ".join(
            f"{name} {met}/{of}" for name, (of, met) in due_to_line(told, playbook).items()
        )
        print(f"  what the line should be about, and was: {due}")
        print(f"  same first question for two accounts on a day: {same_first_questions(told)}")


if __name__ == "__main__":
    main()
