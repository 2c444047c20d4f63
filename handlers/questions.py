"""The open research questions of a call, as they stand on a brief or the day before."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    spans,
)
from handlers.coaching.research import Chosen, choose, open_count
from handlers.facts import Facts, gather
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import DAY, at
from storage import calls
from storage.tables import Person

BEST = 3
BEST_A_CALL = 2  # when several calls share a message


def chosen(facts: Facts, playbook: Playbook, now: datetime, most: int = BEST) -> tuple[Chosen, ...]:
    """The open questions that matter most for a call now (UTC)."""
    return choose(
        playbook.questions,
        found=facts.found(),
        skipped=facts.skipped(),
        not_worth=facts.not_worth(),
        stage=facts.stage,
        first_call=not facts.met_before,
        now=now.astimezone(ZoneInfo(facts.person.zone)),  # its dates are for this reader
        most=most,
    )


def open_questions(
    facts: Facts, playbook: Playbook, now: datetime, *, view: str
) -> Iterator[Block]:
    """The best open questions, each with why, where to look, and its buttons.

    `view` is the card they stand on, `brief` or `day`, which is drawn again after a press.
    """
    best = chosen(facts, playbook, now, BEST if view == "brief" else BEST_A_CALL)
    if not best:
        return
    yield Heading("What nobody here knows yet" if view == "brief" else facts.account.name)
    for pick in best:
        yield from _question(pick, f"{view}:{facts.call.id}:{pick.question.id}")
    if view == "brief":
        left = open_count(
            playbook.questions,
            found=facts.found(),
            skipped=facts.skipped(),
            not_worth=facts.not_worth(),
            stage=facts.stage,
            first_call=not facts.met_before,
            now=now,
        ) - len(best)
        if left > 0:
            yield Note(spans(f"{left} more are open. Answer or skip one, and the next comes up."))


def _question(pick: Chosen, value: str) -> Iterator[Block]:
    ask = pick.question.ask
    yield Heading(ask, minor=True)
    yield Note(spans(f"Where to look: {pick.question.where} {pick.why}"))
    yield Buttons(
        (
            Button("Answer", "question.answer", value, about=ask),
            Button("Skip", "question.skip", value, about=ask),
            Button("Not worth knowing", "question.never", value, about=ask),
        )
    )


async def day_card(
    session: AsyncSession,
    person: Person,
    playbook: Playbook,
    day: date,
    now: datetime,
    *,
    only: int | None = None,
) -> Card | None:
    """The best open questions for a day's calls (or one of them); None if nothing is open."""
    seated = await calls.of_person(
        session,
        person.tenant,
        person.id,
        since=max(now, at(day, datetime.min.time(), person.zone)),
        until=at(day + DAY, datetime.min.time(), person.zone),
    )
    blocks: list[Block] = []
    names = []
    for row in seated:
        if only in (None, row[1].id):
            facts = await gather(session, person, row)
            asked = list(open_questions(facts, playbook, now, view="day"))
            blocks += asked
            names += [facts.account.name] if asked else []
    if not blocks:
        return None
    lead = f"Worth knowing before {_listed(names)}"
    return Card(lead, (Paragraph(spans(lead)), *blocks))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
