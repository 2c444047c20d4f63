"""Show what the company's CRM says about an account, in a brief or “Everything on file”. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.cards import Block, Bullets, Button, Buttons, Heading, Note, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge.facts import Facts
from handlers.rhythm_settings import day_of
from handlers.views.briefs.brief_limits import BriefLimits
from handlers.views.crm import crm_words
from handlers.views.crm.crm_words import NAMES
from storage.tables import CrmDeal

WHICH = "crm.which"  # handled by handlers/features/crm/matching.py
SEND = "crm.send"  # handled by handlers/features/crm/sending.py
OUTCOME = "crm.outcome"  # handled by handlers/features/crm/write_outcomes.py
LONGEST = 200  # characters of a name or a next step in `everything`
MANY_DEALS = 10
FRESH = timedelta(hours=2)  # a brief says how old the CRM's data is if it is older than this


def in_brief(facts: Facts, limits: BriefLimits, now: datetime) -> Iterator[Block]:
    """Show the open deal that closes first, in one line.

    If the deal was read longer ago than `FRESH`, say when. If the brief has no room for the deal,
    say instead that it is under “Everything on file”.
    """
    if facts.crm is None or not facts.crm.deals:
        return
    if not limits.deal:
        yield Note(spans(f"The deal in {NAMES[facts.crm.kind]} is under “Everything on file”."))
        return
    first, *others = facts.crm.deals
    name, read_at = NAMES[facts.crm.kind], facts.crm.company.read_at
    if read_at is None or now - read_at > FRESH:
        name = f"{name}, {crm_words.age(read_at, now)}"
    more = f" And {len(others)} more." if others else ""
    step = ""
    if first.next_step and limits.deal_step:
        step = f" Next step there: {shortened(first.next_step, crm_words.SHOWN)}."
    said = f"{_deal(facts, first, now)}.{step}{more}"
    yield Note(spans(f"{name}: ", typed(said)))


def everything(facts: Facts, now: datetime) -> Iterator[Block]:
    """Show what the CRM says. If several companies fit the account, ask which one is right."""
    if facts.crm is None:
        return
    name, company = NAMES[facts.crm.kind], facts.crm.company
    match company.match:
        case "none":
            return
        case "several":
            yield Heading(f"In {name}", minor=True)
            lead = f"{len(company.candidates)} companies in {name} have this account's domain."
            which = Button("Choose the right one", WHICH, str(facts.call.id))
            yield Paragraph(spans(lead))
            yield Buttons((which,))
        case "one":
            yield Heading(f"In {name}", minor=True)
            yield from _details(facts, now)


def send(facts: Facts) -> tuple[Button, ...]:
    """Return the button for the form that sends the results of a call to the CRM.

    Return () if Attune may not write to the CRM, or if we don't know the account's company in the
    CRM.
    """
    if facts.crm is None or facts.crm.company.match != "one" or not facts.crm.may_write:
        return ()
    about = facts.account.name
    label = f"Send to {NAMES[facts.crm.kind]}"
    return (Button(label, SEND, str(facts.call.id), beside=True, about=about),)


def _details(facts: Facts, now: datetime) -> Iterator[Block]:
    if facts.crm is None:
        return
    company, zone = facts.crm.company, facts.person.zone
    lines = [
        spans(typed(line))
        for one in facts.crm.deals[:MANY_DEALS]
        if (line := _deal_in_full(facts, one, now))
    ]
    if lines:
        yield Bullets(tuple(lines))
    else:
        yield Paragraph(spans("No open deal."))
    last = company.last_activity_at
    day = crm_words.day(day_of(last, zone), day_of(now, zone)) if last else ""
    said = f"Last activity there: {day}. " if day else ""
    yield Note(spans(f"{said}{crm_words.age(company.read_at, now).capitalize()}."))
    if facts.call.starts_at <= now:
        sent = Button("What was sent", OUTCOME, str(facts.call.id), beside=True)
        yield Buttons((*send(facts), sent))


def _deal(facts: Facts, one: CrmDeal, now: datetime) -> str:
    today = day_of(now, facts.person.zone)
    return crm_words.deal(one, today, own_email=facts.person.email)


def _deal_in_full(facts: Facts, one: CrmDeal, now: datetime) -> str:
    step = f". Next step: {shortened(one.next_step, LONGEST)}" if one.next_step else ""
    name = shortened(one.name, LONGEST)
    return f"{name}: {_deal(facts, one, now)}{step}"
