"""The open research questions of a call, as shown in a brief or on the working day before.

A question that is set aside keeps its place on the card, so that the second half of a double click
does not hit another one. The values of the buttons carry which questions are on the card.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
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
from handlers.knowledge.facts import Facts, gather
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import DAY, Rhythm, at, rhythm_of, working_day_before
from storage import calls
from storage.tables import Person

BEST = 3  # questions in a brief
BEST_A_CALL = 2  # questions of each call on a day's card
STAYING = 8  # questions of a call that keep their place; a button's value has no room for more

CardQuestions = Mapping[int, Sequence[str]]  # by call: the ids of the questions on a card, in order
NONE: CardQuestions = MappingProxyType({})


def chosen(
    facts: Facts, playbook: Playbook, now: datetime, limit: int = BEST
) -> tuple[Chosen, ...]:
    """Up to `limit` open questions that matter most for a call at `now` (UTC)."""
    return choose(
        playbook.questions,
        found=facts.found(),
        skipped=facts.skipped(),
        not_worth=facts.not_worth(),
        stage=facts.stage,
        first_call=not facts.met_before,
        now=now.astimezone(ZoneInfo(facts.person.zone)),  # its dates are for this reader
        limit=limit,
    )


def on_card(
    facts: Facts, playbook: Playbook, now: datetime, limit: int, before: Sequence[str] = ()
) -> tuple[Chosen, ...]:
    """The questions for a card: those that were on it `before`, then the best open ones.

    An answered question leaves the card. One that was set aside stays, and another is added, so
    that up to `limit` questions are still open.
    """
    aside = facts.skipped() | facts.not_worth()
    known = {
        pick.question.id: pick
        for pick in choose(
            playbook.questions,
            found=facts.found(),
            skipped=(),
            not_worth=(),
            stage=facts.stage,
            first_call=not facts.met_before,
            now=now.astimezone(ZoneInfo(facts.person.zone)),
            limit=len(playbook.questions),
        )
    }
    stay = [known[id_] for id_ in before if id_ in known][-STAYING:]
    wanted = limit - sum(pick.question.id not in aside for pick in stay)
    best = chosen(facts, playbook, now, len(playbook.questions)) if wanted > 0 else ()
    return (*stay, *[pick for pick in best if pick not in stay][: max(wanted, 0)])


def open_questions(
    facts: Facts, playbook: Playbook, now: datetime, before: CardQuestions = NONE
) -> Iterator[Block]:
    """The best open questions of a brief, each with the reason, where to look, and its buttons.

    `before` holds the questions that were on the card, if one of its buttons was pressed.
    """
    picks = on_card(facts, playbook, now, BEST, before.get(facts.call.id, ()))
    if not picks:
        return
    yield Heading("Still unknown")
    packed = _packed({facts.call.id: picks})
    for pick in picks:
        yield from _question(pick, facts, "brief", packed)
    aside = facts.skipped() | facts.not_worth()
    left = open_count(
        playbook.questions,
        found=facts.found(),
        skipped=facts.skipped(),
        not_worth=facts.not_worth(),
        stage=facts.stage,
        first_call=not facts.met_before,
        now=now,
    ) - sum(pick.question.id not in aside for pick in picks)
    if left > 0:
        more = "One more is open." if left == 1 else f"{left} more are open."
        yield Note(spans(f"{more} Answer or skip one, and the next comes up."))


def _question(pick: Chosen, facts: Facts, view: str, packed: str) -> Iterator[Block]:
    """A question with its buttons. A press redraws the card it is on (`view`: "brief" or "day")."""
    ask, id_ = pick.question.ask, pick.question.id
    said = ""
    if id_ in facts.not_worth():
        said = "Set aside as not worth knowing. "
    elif id_ in facts.skipped():
        said = "Skipped for this call. "
    value = f"{view}:{facts.call.id}:{id_}:{packed}"
    about = f"{ask} ({facts.account.name})"
    undo = (Button("Undo", "question.back", value, about=about),) if said else ()
    yield Heading(ask, minor=True)
    yield Note(spans(f"{said}Where to look: {pick.question.where} {pick.why}"))
    yield Buttons(
        (
            Button("Answer", "question.answer", value, about=about),
            Button("Skip", "question.skip", value, about=about),
            Button("Not worth knowing", "question.never", value, about=about),
            *undo,
        )
    )


def _packed(picks: Mapping[int, Sequence[Chosen]]) -> str:
    """The questions on a card as a button's value: "12=tried-before.why-now,13=why-now"."""
    return ",".join(
        f"{call}={'.'.join(pick.question.id for pick in of_call)}"
        for call, of_call in picks.items()
    )


def unpacked(packed: str) -> CardQuestions:
    """The questions on a card, from the value of one of its buttons. The inverse of `_packed`."""
    parts = (each.partition("=") for each in packed.split(","))
    return {
        int(call): ids.split(".") for call, _, ids in parts if call.isascii() and call.isdigit()
    }


async def day_card(
    session: AsyncSession,
    person: Person,
    playbook: Playbook,
    day: date,
    now: datetime,
    *,
    only: int | None = None,
    before: CardQuestions = NONE,
) -> Card | None:
    """A card with the best open questions for a day's coming calls; None if no question is open.

    Calls on other days are included if the last working day before them is also that before `day`.
    `only` is a call's id: other calls are then left out. `before` holds the questions that were on
    the card, if one of its buttons was pressed; only the calls in it are then shown.
    """
    days = _days_with_same_eve(day, rhythm_of(person))
    seated = await calls.planned_for(
        session,
        person.tenant,
        person.id,
        since=max(now, at(days[0], datetime.min.time(), person.zone)),
        until=at(days[-1] + DAY, datetime.min.time(), person.zone),
    )
    facts = [
        await gather(session, person, row)
        for row in seated
        if only in (None, row.call.id) and (not before or row.call.id in before)
    ]
    # Two calls with one account share their questions, so only the first is asked about.
    facts = list({each.account.id: each for each in reversed(facts)}.values())[::-1]
    picks = {
        each.call.id: on_card(each, playbook, now, BEST_A_CALL, before.get(each.call.id, ()))
        for each in facts
    }
    asked = [each for each in facts if picks[each.call.id]]
    if not asked:
        return None
    packed = _packed(picks)
    lead = (
        f"Worth knowing before {_listed(list(dict.fromkeys(each.account.name for each in asked)))}"
    )
    blocks: list[Block] = [Paragraph(spans(lead))]
    for each in asked:
        blocks.append(Heading(each.account.name))
        for pick in picks[each.call.id]:
            blocks += _question(pick, each, "day", packed)
    return Card(lead, tuple(blocks))


def _days_with_same_eve(day: date, rhythm: Rhythm) -> list[date]:
    """This day, and the days next to it that have the same last working day before them."""
    eve = working_day_before(day, rhythm)
    near = [eve + ahead * DAY for ahead in range(1, 8)]
    return [each for each in near if working_day_before(each, rhythm) == eve]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
