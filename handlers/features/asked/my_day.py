"""Answer questions about the rep's own day and week: the next call, what is due, deals."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from handlers.cards import (
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls, home_top
from handlers.features.asked import free_at, my_week, own_accounts, quiet_accounts, whom_i_meet
from handlers.features.briefs import briefs_of_time
from handlers.features.calls import calls as call_cards
from handlers.features.crm.asked import ELSEWHERE, NO_CRM
from handlers.features.marketing import waiting
from handlers.features.promises import promise_list
from handlers.features.team import page as team_pages
from handlers.nudges.agenda import today_card
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import DAY, at, day_of
from handlers.times import format_day
from handlers.typed.asked.day_asked import AskedDay, DayTopic, day_asked
from handlers.typed.calls.briefs_asked import brief_asked
from handlers.typed.words import bare_words_of, listed
from handlers.views import agenda_card
from handlers.views.crm import crm_words
from handlers.views.promises import promise_cards
from handlers.views.team import team_page
from storage.customers import commitments
from storage.sources import crm_connections, my_deals
from storage.tables import Account, Commitment

NONE_LEFT = "You have no more calls today."
_CALLS = listed("call calls meeting meetings")
SHOWN_DEALS = 5
SHOWN_PROMISES = 5
NEWEST = 3  # we show this many of the newest promises
NO_PROMISE = "You have no open promises."
SOON = timedelta(days=6)  # "what is due", without a day, means today and the next six days


def register(registry: Registry) -> None:
    """Register the answer to questions about the rep's own day."""
    registry.intent("day", answer)


async def answer(turn: Turn) -> Reply:
    """Answer a question about the rep's own day. `turn.text` is the question."""
    if when := brief_asked(turn.text):
        return await _brief(turn, when)
    return await free_at.answer(turn) or await _of_day(turn)


async def _of_day(turn: Turn) -> Reply:
    asked = day_asked(turn.text)
    if asked is None:
        return await call_cards.list_card(turn)
    if asked.who and (found := await _answer_who(turn, asked)):
        return found
    if asked.about == "on":
        return await _on_day(turn, asked.when)
    if asked.when:
        return await _due_by(turn, asked.when)
    return await _ANSWERS[asked.about](turn)


async def _brief(turn: Turn, when: str) -> Reply:
    """Show the brief of the call at the named time, or say that no call is planned then.

    If a week is named, list its calls.
    """
    if when.endswith("week") and (of_week := await call_cards.on_days(turn, when)):
        return of_week
    found = await briefs_of_time.at_time(turn, when)
    return found or await briefs_of_time.none_then(turn, when)


async def _next_call_card(turn: Turn) -> Card:
    person = turn.person
    ahead = await asker_calls.planned(turn, limit=1)
    if not ahead:
        return await call_cards.list_card(turn)
    seated = ahead[0]
    lead = f"Your next call: {agenda_card.line(seated, person, turn.now)}"
    about = shortened(seated.account.name, 40)
    brief = Button("Brief", "brief.open", str(seated.call.id), about=about)
    (names,) = await whom_i_meet.names(turn, [seated])
    who = [Note(spans("With ", typed(names), "."))] if names else []
    buttons = Buttons((brief, call_cards.ALL_CALLS))
    return card_saying(typed(lead), *who, buttons)


async def _today(turn: Turn) -> Card:
    """Show today's agenda. If the question is about calls and none is left, say so first."""
    card = await _agenda(turn)
    midnight = at(day_of(turn.now, turn.person.zone) + DAY, time(), turn.person.zone)
    asks = not _CALLS.isdisjoint(bare_words_of(turn.text))
    if not asks or await asker_calls.planned(turn, until=midnight, limit=1):
        return card
    return replace(card, summary=NONE_LEFT, blocks=(Paragraph(spans(NONE_LEFT)), *card.blocks))


async def _agenda(turn: Turn) -> Card:
    card = await today_card(turn.session, turn.person, turn.playbook, turn.now)
    card = await waiting.in_day(turn, card) if turn.person.role == "marketer" else card
    return await _with_help_requests(turn, card)


async def _with_help_requests(turn: Turn, card: Card) -> Card:
    """Add the requests for help that wait for this person."""
    asked = await home_top.help_requests_waiting(turn) if turn.place is None else []
    return replace(card, blocks=(*card.blocks, *asked))


async def _on_day(turn: Turn, when: str) -> Card:
    """List the calls on the named days. If the days are past or unclear, list all calls."""
    if when == "today":
        return await _today(turn)
    return await call_cards.on_days(turn, when) or await call_cards.list_card(turn)


async def _overdue(turn: Turn) -> Card:
    """List the person's overdue promises: to customers, and from customers.

    Also list the requests for help that wait for the person. For somebody who leads a team, say how
    many promises in the team are overdue.
    """
    today = day_of(turn.now, turn.person.zone)
    card = await _promises(turn, today - DAY, "Overdue", waiting.NOTHING_OVERDUE)
    if turn.person.role == "marketer" and turn.place is None:
        card = await waiting.in_overdue(turn, card)
    card = await _with_help_requests(turn, card)
    found = await team_pages.first_overdue(turn) if turn.place is None else None
    if found is None:
        return card
    team, count = found
    name = shortened(team.name, 40)
    late = f"{name}: {team_page.number(count, 'promise')} overdue."
    line = (Note(spans(typed(late))),) if count else ()
    more = Button("In the team", team_page.OVERDUE, str(team.id), about=name)
    return replace(card, blocks=(*card.blocks, *line, Buttons((more,))))


async def _forgotten(turn: Turn) -> Card:
    """List the calls without a reflection, and then what `_overdue` lists."""
    calls = await call_cards.unreflected_blocks(turn) if turn.place is None else []
    card = await _overdue(turn)
    return replace(card, blocks=(*calls, *card.blocks))


async def _still_open(turn: Turn) -> Card:
    """List the calls without a reflection, and all open promises of both sides."""
    calls = await call_cards.unreflected_blocks(turn) if turn.place is None else []
    card = await promise_list.list_card(turn, None, only_open=True)
    return replace(card, blocks=(*calls, *card.blocks))


async def _promised(turn: Turn) -> Card:
    """List the last few open promises that the person made, newest first."""
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    own = sorted((row for row in rows if row[0].side == "ours"), key=_made_at, reverse=True)
    more = Buttons((Button("All promises", "promises.all"),))
    if not own:
        return card_saying(NO_PROMISE, more)
    lead = "Your last promises, newest first:" if own[1:] else "Your last promise:"
    today = day_of(turn.now, person.zone)
    return card_saying(lead, *promise_cards.lines(own[:NEWEST], today, "all"), more)


def _made_at(row: tuple[Commitment, Account]) -> tuple[datetime, int]:
    return row[0].made_at, row[0].id


async def _answer_who(turn: Turn, asked: AskedDay) -> Reply | None:
    """Answer "who am i meeting today" and, for somebody who leads a team, "who is overdue"."""
    if asked.about != "overdue":
        return await whom_i_meet.answer(turn, asked)
    found = await team_pages.first_overdue(turn) if turn.place is None else None
    return await team_pages.overdue(replace(turn, text=str(found[0].id))) if found else None


async def _due(turn: Turn) -> Card:
    """List the open promises that are overdue or due within a week."""
    today = day_of(turn.now, turn.person.zone)
    return await _promises(turn, today + SOON, "Due within a week", "Nothing is due within a week.")


async def _due_by(turn: Turn, when: str) -> Card:
    """List the open promises that are overdue or due by the end of the named day or week.

    If the day or week is past or unclear, list what is due within a week.
    """
    days, today = call_cards.days_named(turn, when), day_of(turn.now, turn.person.zone)
    if days is None or days[1] <= today:
        return await _due(turn)
    by = f"due by {format_day(days[1] - DAY, today)}"
    return await _promises(turn, days[1] - DAY, f"D{by[1:]}", f"Nothing is {by}.")


async def _promises(turn: Turn, due_by: date, lead: str, none: str) -> Card:
    """List the person's open promises, of both sides, that are due on `due_by` or earlier."""
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id, due_by=due_by)
    more = Buttons((Button("All promises", "promises.all"),))
    if not rows:
        return card_saying(none, more)
    today = day_of(turn.now, person.zone)
    lines = promise_cards.lines(rows[:SHOWN_PROMISES], today, "all")
    left = len(rows) - SHOWN_PROMISES
    note = (Note(spans(f"{left} more.")),) if left > 0 else ()
    lead = f"{lead}: {len(rows)} {'promise' if len(rows) == 1 else 'promises'}"
    return card_saying(lead, *lines, *note, more)


async def _deals(turn: Turn) -> Card:
    """List the open deals with the rep's accounts, as last read from the CRM."""
    if turn.place is not None:
        raise Refusal(ELSEWHERE)
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    connection = await crm_connections.of_tenant(turn.session, person.tenant)
    if connection is None:
        return card_saying(NO_CRM, Buttons((call_cards.ALL_CALLS,)))
    name = crm_words.NAMES[connection.kind]
    found = await my_deals.of_person(turn.session, person, SHOWN_DEALS + 1)
    if not found:
        lead = f"{name} has no open deal with your accounts, as far as Attune knows."
        return card_saying(lead, Buttons((call_cards.ALL_CALLS,)))
    lines = tuple(
        spans(
            typed(f"{shortened(its_account.name)}, {shortened(deal.name)}: "),
            typed(crm_words.deal(deal, today, own_email=person.email)),
        )
        for deal, its_account, _ in found[:SHOWN_DEALS]
    )
    read = min((company.read_at for _, _, company in found if company.read_at), default=None)
    more = " There are more." if len(found) > SHOWN_DEALS else ""
    lead = "Open deals with your accounts, soonest to close first:"
    note = Note(spans(f"{name}, {crm_words.age(read, turn.now)}.{more}"))
    return card_saying(lead, Bullets(lines), note)


async def _open(turn: Turn) -> Card:
    card = await _still_open(turn)
    return await waiting.above_open(turn, card) if turn.person.role == "marketer" else card


_ANSWERS: Mapping[DayTopic, Callable[[Turn], Awaitable[Card]]] = {
    "next": _next_call_card,
    "today": _today,
    "overdue": _overdue,
    "forgotten": _forgotten,
    "promised": _promised,
    "due": _due,
    "quiet": quiet_accounts.answer,
    "accounts": own_accounts.answer,
    "important": own_accounts.important,
    "open": _open,
    "deals": _deals,
    "week": partial(my_week.answer, last=False),
    "last week": partial(my_week.answer, last=True),
}
