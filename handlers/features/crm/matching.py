"""Let a rep choose an account's company in the CRM, if several companies have its domain."""

from handlers.cards import Button, Buttons, Card, Heading, Paragraph, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.registry import Refusal, Registry, Turn
from handlers.views.crm.crm_lines import WHICH
from handlers.views.crm.crm_words import NAMES
from storage.choices import CALL_STATUSES
from storage.sources import crm, crm_connections
from storage.tables import CrmCompany

CHOOSE = "crm.choose"
NAME = 60  # characters of a company's name
SETTLED = "Somebody has answered that already. Open “Everything on file” again."


def register(registry: Registry) -> None:
    """Register the question and its answer."""
    registry.button(WHICH, ask)
    registry.button(CHOOSE, choose)


async def ask(turn: Turn) -> Reply:
    """Ask which company in the CRM is the account of a call. The button's value is the call's id.

    Raises Refusal if somebody has already answered the question.
    """
    seated = await access.own_call(turn, turn.text, status=CALL_STATUSES)
    row = await _unclear_match(turn, seated.account.id)
    kind = await crm_connections.kind_of(turn.session, turn.person.tenant)
    name = NAMES[kind] if kind else "the CRM"
    lead = f"Which company in {name} is {shortened(seated.account.name, NAME)}?"
    buttons = tuple(
        Button(shortened(label, NAME) or crm_id, CHOOSE, f"{seated.call.id}:{crm_id}")
        for crm_id, label in row.candidates
    )
    none = Button("None of these", CHOOSE, f"{seated.call.id}:")
    return Card(lead, (Heading(lead), Buttons((*buttons, none))))


async def choose(turn: Turn) -> Reply:
    """Store which company the rep chose, or that no company fits.

    This makes `bot.crm.poller` read the chosen company from the CRM at once.

    Raises Refusal if somebody has already answered the question.
    """
    call_id, _, crm_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id, status=CALL_STATUSES)
    # We lock the connection before the company, as `bot.crm.poller` does, to avoid a deadlock.
    connection = await crm_connections.of_tenant(turn.session, turn.person.tenant, locked=True)
    row = await _unclear_match(turn, seated.account.id, locked=True)
    names = dict(row.candidates)
    if crm_id and crm_id not in names:
        raise Refusal(SETTLED)
    row.candidates = []
    row.match, row.crm_id, row.name = ("one", crm_id, names[crm_id]) if crm_id else ("none", "", "")
    row.is_stale = bool(crm_id)
    if connection is not None and connection.trouble is None:
        connection.next_at = min(connection.next_at, turn.now)
    account = shortened(seated.account.name, NAME)
    lead = "Thank you."
    what = f"{account} is {names[crm_id]}." if crm_id else f"{account} is none of them."
    then = " If it has an open deal, the next brief will show it." if crm_id else ""
    return Card(f"{lead} {what}", (Paragraph(spans(lead, " ", typed(what), then)),))


async def _unclear_match(turn: Turn, account_id: int, *, locked: bool = False) -> CrmCompany:
    row = await crm.company(turn.session, turn.person.tenant, account_id, locked=locked)
    if row is None or row.match != "several":
        raise Refusal(SETTLED)
    return row
