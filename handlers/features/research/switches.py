"""Switch public sources on or off, for everybody or for one account."""

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    spans,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.briefs import answers
from handlers.features.research.proposed import below_note
from handlers.registry import Refusal, Registry, Turn
from storage.choices import AuditAct
from storage.conversation import offers
from storage.sources import proposals, public_sources
from storage.workspace import audit, policies

SHOW, ON, OFF = "research.show", "research.all_on", "research.all_off"
LEAD = "Public sources"
ONLY_ADMINS = "Only admins can switch public sources on or off."
NOT_SET_UP = (
    "Public sources are not set up. Whoever runs Attune has to set RESEARCH_CONTACT first: a mail "
    "address at which the owner of a site can reach them."
)
WHAT = (
    "The day before a call, I propose answers to research questions, each with the words that I "
    "found on a public page. Nothing is saved until somebody presses “Keep”."
)
HOSTS_ASKED = (
    "The site at the account's mail domain, and its news feeds",
    "Job boards that this site links to: Greenhouse, Lever, Ashby",
    "www.wikidata.org, which also gets the account's name",
    "data.sec.gov and www.sec.gov, for companies with an SEC number",
    "Your own name server, for mail records of the domain",
)
NOBODY = "I send nobody's name, and nothing that anybody wrote."


def register(registry: Registry) -> None:
    """Register the admin's card, and the buttons below the questions about an account."""
    registry.phrases(SHOW, show, ("public sources", "research sources"))
    registry.button(SHOW, show)
    registry.button(ON, switch_on)
    registry.button(OFF, switch_off)
    registry.button("research.off", account_off)
    registry.button("research.on", account_on)


async def show(turn: Turn) -> Reply:
    """Show which hosts Attune asks, and the button that switches public sources on or off."""
    access.admins_only(turn, ONLY_ADMINS)
    return await _card(turn)


async def switch_on(turn: Turn) -> Reply:
    """Look accounts up in public sources from now on."""
    access.admins_only(turn, ONLY_ADMINS)
    if not turn.research_contact:
        raise Refusal(NOT_SET_UP)
    return await _switch(turn, on=True)


async def switch_off(turn: Turn) -> Reply:
    """Stop looking accounts up. The answers that people kept are not deleted."""
    access.admins_only(turn, ONLY_ADMINS)
    return await _switch(turn, on=False)


async def _switch(turn: Turn, *, on: bool) -> Reply:
    person = turn.person
    if await public_sources.is_on(turn.session, person.tenant) != on:
        await policies.change(
            turn.session, person.tenant, turn.now, by=person.id, public_sources=on
        )
        act: AuditAct = "public sources switched on" if on else "public sources switched off"
        tenant = person.tenant
        audit.note(turn.session, tenant, act, ("tenant", tenant), turn.now, actor=person.id)
    return await _card(turn)


async def _card(turn: Turn) -> Card:
    contact = turn.research_contact
    is_on = await public_sources.is_on(turn.session, turn.person.tenant)
    state = ("on" if contact else "not set up") if is_on else "off"
    blocks: list[Block] = [Heading(f"{LEAD}: {state}"), Paragraph(spans(WHAT))]
    if not contact:
        blocks.append(Paragraph(spans(NOT_SET_UP)))
    else:
        blocks += [Note(spans("I look here:")), Bullets(tuple(spans(one) for one in HOSTS_ASKED))]
        blocks.append(Paragraph(spans(f"{NOBODY} Each request names Attune and {contact}.")))
    if is_on:
        blocks.append(Buttons((Button("Switch public sources off", OFF),)))
    elif contact:
        blocks.append(Buttons((Button("Switch public sources on", ON),)))
    return Card(LEAD, tuple(blocks))


async def account_off(turn: Turn) -> Reply:
    """Stop looking up an account. Delete what was found, except the answers that people kept."""
    facts, card = await answers.call_of(turn, turn.text)
    tenant, account = turn.person.tenant, facts.account
    await public_sources.switch(
        turn.session, tenant, account.id, turn.now, off=True, by=turn.person.id
    )
    await public_sources.forget_all(turn.session, tenant, account.id)
    await proposals.forget_open(turn.session, tenant, account.id)
    name = shortened(account.name)
    note = f"I'll no longer look up {name}. What you kept stays; the rest is deleted."
    shown = await answers.redraw(turn, facts, card, note)
    await offers.close_undo(turn.session, turn.person, turn.now)
    return below_note(shown, Button("Undo", "research.on", turn.text))


async def account_on(turn: Turn) -> Reply:
    """Look an account up again."""
    facts, card = await answers.call_of(turn, turn.text)
    row = await public_sources.switch(
        turn.session, turn.person.tenant, facts.account.id, turn.now, off=False, by=None
    )
    row.tried = []  # so that each source is due at once
    note = f"I'll look up {shortened(facts.account.name)} again from now on."
    return await answers.redraw(turn, facts, card, note)
