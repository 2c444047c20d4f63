"""Convert the facts about a call to plain values, from which the points of a brief are made."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.coaching.what_matters import (
    Answer,
    Found,
    LastCall,
    OnFile,
    Owed,
    OwnLastCall,
    OwnWords,
    Said,
)
from handlers.coaching.what_matters.point import OLD
from handlers.knowledge import next_steps, situations
from handlers.knowledge.facts import Facts, HeardPart
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from handlers.transcripts.lines import as_answers
from handlers.transcripts.lines.deciding import (
    has_money,
    is_refusal,
    tells_budget,
    tells_who_decides,
)
from handlers.transcripts.speech.amounts import has_amount
from handlers.transcripts.speech.days import names_day
from handlers.transcripts.speech.speech import plain_speech
from handlers.typed.for_attune import is_for_attune
from handlers.typed.privacy.confidential import is_confidential
from storage.choices import CallKind
from storage.tables import Reflection

SayDay = Callable[[date], str]  # returns a day in words


@dataclass(frozen=True)
class DaysInWords:
    """How to write days for a reader in `zone` (IANA), on the day `today`."""

    zone: str
    today: date
    say_day: SayDay
    say_when: SayDay  # returns a past day as an adverb: "on Thursday"

    def since(self, moment: datetime) -> int:
        """Return how many days ago a moment was."""
        return (self.today - day_of(moment, self.zone)).days

    def day(self, moment: datetime) -> str:
        """Return the day of a moment in words."""
        return self.say_day(day_of(moment, self.zone))

    def when(self, moment: datetime) -> str:
        """Return the day of a past moment as an adverb."""
        return self.say_when(day_of(moment, self.zone))


def on_file(
    facts: Facts, playbook: Playbook, now: datetime, say_day: SayDay, say_when: SayDay
) -> OnFile:
    """Return the facts about a call as plain values. `now` is in UTC.

    `say_when` returns a past day as an adverb: "on Thursday".
    """
    zone = facts.person.zone
    days = DaysInWords(zone, day_of(now, zone), say_day, say_when)
    coming = {contact.id: contact.name for contact in facts.coming}
    return OnFile(
        account=facts.account.name,
        today=days.today,
        kind=situations.kind(facts, playbook),
        nobody_named=not facts.coming,
        newcomers=_newcomers(facts),
        strangers=_strangers(facts),
        missed=_either([days.when(one) for one in facts.missed]),
        last=_last_call(facts, coming, days),
        own=_own_last_call(facts, days, early=situations.pitched_early(facts, playbook)),
        said=tuple(_said(facts, coming, days)),
        answers=tuple(
            Answer(one.note.id, one.by, one.ask.line, one.note.text, days.since(one.note.at))
            for one in facts.answers
            if facts.last_call_at is None or one.note.at > facts.last_call_at
        ),
        owed=_owed(facts, say_day),
        found=_found(facts, playbook, days),
        notes=_notes(facts, days),
        built=tuple(row.built for row in facts.reflections if row.built is not None),
    )


def _either(days: Sequence[str]) -> str:
    """Join the days on which nobody came: "on Monday, Tuesday or today"."""
    *others, last = days or [""]
    first = ", ".join(others)
    said = f"{first} or {last}" if first else last
    return said.replace(", on ", ", ").replace(" or on ", " or ")


def _newcomers(facts: Facts) -> tuple[str, ...]:
    if not facts.in_earlier_call:
        return ()
    return tuple(one.name for one in facts.coming if one.id not in facts.in_earlier_call)


def _strangers(facts: Facts) -> frozenset[int]:
    """Return the ids of contacts whom we know only from a guest list."""
    return frozenset(
        one.id
        for one in facts.coming
        if one.added_by_call and not one.role and one.id not in facts.in_earlier_call
    )


def _said(facts: Facts, coming: Container[int], days: DaysInWords) -> Iterator[Said]:
    """Yield what was said, reflection by reflection.

    The parts of a reflection have this order:

    1. parts that say who decides, or what the budget is
    2. all other parts
    """
    newest = next((row for row in facts.heard if row.author_id == facts.person.id), None)
    for row in facts.heard:
        age = days.since(row.called_at)
        for part in sorted(facts.said(row), key=lambda part: not _decides(part.words)):
            yield Said(
                row.id,
                part.who,
                _decisive_first(part.words),
                age,
                _comes(part, coming),
                days.day(row.called_at),
                days.when(row.called_at),
                noted="" if part.words else part.note,
                own=row.author_id == facts.person.id,
                kept=row is newest and age <= OLD,
            )


def _owed(facts: Facts, say_day: SayDay) -> tuple[Owed, ...]:
    return tuple(
        Owed(row.id, row.side, row.text, row.due_on, say_day(row.due_on) if row.due_on else "")
        for row in facts.promises
        if row.state == "open"
    )


def _found(facts: Facts, playbook: Playbook, days: DaysInWords) -> tuple[Found, ...]:
    return tuple(
        Found(row.text, days.since(row.found_at), days.when(row.found_at))
        for row in facts.findings
        if playbook.question(row.question_id) is not None
    )


def _notes(facts: Facts, days: DaysInWords) -> tuple[OwnWords, ...]:
    """Leave out what the rep calls private, and orders to Attune that were kept as notes."""
    return tuple(
        OwnWords(note.text, days.since(note.at), days.when(note.at))
        for note in facts.notes
        if not is_confidential(note.text) and not is_for_attune(note.text)
    )


def _decisive_first(words: str) -> str:
    """Put the most important lines first, because a brief shows two lines. The order is:

    1. lines that say who decides, or what the budget is
    2. lines with an amount or a day
    3. all other lines
    4. refusals ("we can't do thirty thousand"): what people say after a refusal matters more
    """
    return "\n".join(sorted(words.splitlines(), key=_importance))


def _importance(line: str) -> tuple[bool, bool, bool]:
    return _refuses(line), not _decides(line), not _has_fact(line)


def _has_fact(line: str) -> bool:
    said = plain_speech(line)
    return has_amount(said) or has_money(said) or names_day(said)


def _refuses(line: str) -> bool:
    return is_refusal(plain_speech(line))


def _decides(words: str) -> bool:
    spoken = (plain_speech(line) for line in words.splitlines())
    said = [one for one in spoken if not is_refusal(one)]
    return any(tells_who_decides(one) or (tells_budget(one) and has_money(one)) for one in said)


def kind_in_words(kind: CallKind, playbook: Playbook) -> str:
    """Return the playbook's phrase for a kind of call: "demo" → "a demo".

    Return "" for "other", or if the playbook has no phrase for the kind.
    """
    if kind == "other":
        return ""
    return next((one.phrase for one in playbook.kinds if one.id == kind), "")


def _last_call(facts: Facts, coming: Container[int], days: DaysInWords) -> LastCall | None:
    """Return the last call with a reflection that the person may read, or None."""
    if not facts.reflections:
        return None
    last = facts.reflections[0]
    with_step = next_steps.reflection_with_step(facts)
    step = next_steps.next_step(facts, with_step)
    return LastCall(
        days=days.since(last.called_at),
        when=days.when(last.called_at),
        surprise=last.surprise,
        next_step=step.words if step else "",
        is_next_step=step is not None and step.is_this_call,
        next_step_by=with_step.next_step_by,
        own=last.author_id == facts.person.id,
        spoke=next((part.who for part in facts.said(last) if _comes(part, coming)), ""),
        in_next_brief=_in_next_brief(facts, last),
    )


def _in_next_brief(facts: Facts, last: Reflection) -> bool:
    """Return whether the brief for this call is the person's next brief after they wrote `last`.

    Return False in these cases:

    - A colleague wrote `last`.
    - Between the call of `last` and this call, the person has another call with the account.
    """
    own = last.author_id == facts.person.id
    return own and (facts.last_call_at is None or facts.last_call_at <= last.called_at)


def _own_last_call(facts: Facts, days: DaysInWords, *, early: bool) -> OwnLastCall:
    """Return the person's own last call, without what colleagues shared.

    `early` is true if the person pitched too early in that call.
    """
    mine = [row for row in facts.reflections if row.author_id == facts.person.id]
    figures = facts.figures()
    proposal = figures.first_proposal if figures and early else None
    if not as_answers.is_firm(proposal):
        proposal = None
    measured = OwnLastCall(
        talked_most=facts.talked_most(),
        pitched_early=early,
        measured_talk=figures.mine if figures else None,
        first_proposal=proposal.at if proposal else None,
    )
    if not mine:
        return measured
    own = mine[0]
    learned = next((row for row in mine if row.surprise), None)
    if learned is facts.reflections[0] or (learned and not _in_next_brief(facts, learned)):
        learned = None
    return replace(
        measured,
        when=days.when(own.called_at),
        surprise=learned.surprise if learned else "",
        surprised=days.when(learned.called_at) if learned else "",
        goal=facts.last_goal,
        goal_reached=own.goal_reached or None,
        wrong_guesses=tuple(facts.wrong_guesses),
        in_next_brief=_in_next_brief(facts, own),
    )


def _comes(part: HeardPart, coming: Container[int]) -> bool:
    return part.contact is not None and part.contact.id in coming
