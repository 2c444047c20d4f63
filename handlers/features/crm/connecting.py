"""Let admins connect and disconnect the company's CRM, and make Attune read it again at once."""

from functools import partial

from yarl import URL

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    Style,
    card_saying,
    spans,
    typed,
)
from handlers.features import access
from handlers.inputs import TextInput
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.sources.crm.crm_records import CrmSelf, CrmSignIn
from handlers.sources.crm_ports import CrmFailed, OpenCrm
from handlers.views.crm import crm_words
from handlers.views.crm.crm_words import NAMES, TROUBLE
from storage.choices import CrmKind
from storage.database.connection import sealer_of
from storage.sources import crm, crm_connections
from storage.spelling import tidy
from storage.tables import CrmConnection
from storage.workspace import audit

SHOW, OPEN, CONNECT, READ = "crm.show", "crm.open", "crm.connect", "crm.read"
ASK_DISCONNECT, DISCONNECT = "crm.ask_disconnect", "crm.disconnect"
STAGES = "crm.stages"  # handled by handlers/features/crm/stages.py
KEY, CLIENT, SECRET, ADDRESS = "crm_key", "crm_id", "crm_secret", "crm_address"
LEAD = "CRM"
SALESFORCE_HOSTS = (".my.salesforce.com", ".my.salesforce.mil")
NOTHING = (
    "No CRM is connected. With HubSpot or Salesforce, briefs show the open deal: stage, amount, "
    "close date and next step. Attune writes there only what a rep approves, field by field."
)
NOT_HERE = "No CRM can be connected here."
NO_ENCRYPTION = (
    "Attune can't store the key safely yet. Whoever runs Attune has to set ENCRYPTION_KEYS first."
)
NO_ADDRESS = "Type the address of your Salesforce, such as https://acme.my.salesforce.com."
FORBIDDEN = "{} does not accept this key. Check that you copied all of it."
ONLY_READS = "The key may only read, so Attune can't write to the CRM."
NONE_FOR_REP = "No CRM is connected. An admin can connect HubSpot or Salesforce."
FOR_REP = "After a call, press “Send to {}” below your reflection or under “Everything on file”."
OF_OPERATOR = "This CRM is connected in Attune's settings, so it can't be disconnected here."


def register(registry: Registry) -> None:
    """Register the form and buttons for admins, and the card, which everybody can read."""
    registry.phrases(SHOW, show, ("crm", "connect crm", "hubspot", "salesforce"))
    registry.button(SHOW, show)
    registry.button(OPEN, open_form)
    registry.form(CONNECT, connect)
    registry.button(READ, read_again)
    registry.button(ASK_DISCONNECT, ask_disconnect)
    registry.button(DISCONNECT, disconnect)


async def show(turn: Turn) -> Reply:
    """Show an admin which CRM is connected, and its state. Tell others what the CRM is used for."""
    return await card(turn) if turn.person.role == "admin" else await _for_rep(turn)


async def _for_rep(turn: Turn) -> Card:
    row = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    said = NONE_FOR_REP
    if row is not None:
        name, age = NAMES[row.kind], crm_words.age(row.read_at, turn.now)
        use = "" if crm_connections.WRITE in row.hidden else FOR_REP.format(name)
        said = f"{name} is connected ({age}). Briefs show the open deal. {use}".strip()
    return card_saying(said)


async def card(turn: Turn, *first: str) -> Card:
    """Return the admin's card about the CRM. `first` are sentences that it begins with."""
    row = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    said = [Paragraph(spans(one)) for one in first]
    if row is None:
        below = Buttons(tuple(Button(f"Connect {NAMES[kind]}", OPEN, kind) for kind in NAMES))
        return Card(LEAD, (Heading(LEAD), *said, Paragraph(spans(NOTHING)), below))
    return Card(LEAD, (Heading(LEAD), *said, *await _state(turn, row), _buttons(row)))


async def _state(turn: Turn, row: CrmConnection) -> list[Block]:
    name = NAMES[row.kind]
    label = f"{name}: {row.label}" if row.label else name
    blocks: list[Block] = [
        Paragraph(spans(typed(label), f". {crm_words.age(row.read_at, turn.now).capitalize()}."))
    ]
    if row.trouble is not None:
        blocks.append(Paragraph(spans(crm_words.trouble_reading(row.trouble, row.kind))))
    if hidden := crm_words.hidden(row.hidden):
        blocks.append(Note(spans(typed(hidden))))
    if crm_connections.WRITE in row.hidden:
        blocks.append(Note(spans(ONLY_READS)))
    if unclear := await crm.count_unmatched(turn.session, row.tenant):
        one = unclear == 1
        who = "1 account matches" if one else f"{unclear} accounts match"
        blocks.append(
            Note(
                spans(
                    f"{who} several companies in {name}. “Everything on file” asks reps which one "
                    "is right."
                )
            )
        )
    if row.stages_confirmed_at is None and row.known_stages:
        blocks.append(
            Paragraph(spans("Match the CRM's stages with Attune's. Briefs depend on the stage."))
        )
    return blocks


def _buttons(row: CrmConnection) -> Buttons:
    style: Style = "primary" if row.stages_confirmed_at is None else "default"
    stages = [Button("Match the stages", STAGES, "", style)] if row.known_stages else []
    again = Button("Connect again", OPEN, row.kind)
    end = [] if row.secret is None else [Button("Disconnect…", ASK_DISCONNECT)]
    return Buttons((*stages, Button("Read it now", READ), again, *end))


async def open_form(turn: Turn) -> Reply:
    """Open the form for the key of a CRM."""
    access.admins_only(turn)
    kind = _kind(turn)
    _require_encryption(turn)
    return _form(kind, "")


def _form(kind: CrmKind, address: str) -> Form:
    name = NAMES[kind]
    if kind == "hubspot":
        hint = "In HubSpot: Settings, Integrations, Service keys. docs/crm.md has every click."
        fields = [TextInput(KEY, "Service key", hint, required=True)]
    else:
        hint = "In Salesforce: Setup, External Client Apps. docs/crm.md has every click."
        where = TextInput(ADDRESS, "Address", NO_ADDRESS, address, required=True)
        client = TextInput(CLIENT, "Consumer key", hint, required=True)
        fields = [where, client, TextInput(SECRET, "Consumer secret", required=True)]
    note = Note(spans("The key is stored encrypted. Nobody can see it again."))
    return Form(CONNECT, f"Connect {name}", (*fields, note), subject=kind, submit="Connect")


async def connect(turn: Turn) -> Reply | Unfinished:
    """Try the key, and connect the CRM."""
    access.admins_only(turn)
    kind = _kind(turn)
    _require_encryption(turn)
    base, secret = "", _pasted(turn, KEY)
    if kind == "salesforce":
        base = _address(turn.fields.get(ADDRESS, ""))
        secret = "\n".join(_pasted(turn, one) for one in (CLIENT, SECRET))
    if not all(secret.split("\n")):
        without_client = kind == "salesforce" and not secret.split("\n")[0]
        missing = KEY if kind == "hubspot" else CLIENT if without_client else SECRET
        raise Refusal("Paste the key here.", field=missing)
    sign_in = CrmSignIn(turn.person.tenant, kind, base, secret)
    return Unfinished(
        partial(_try_key, _opener(turn), sign_in), partial(_store_connection, sign_in)
    )


def _pasted(turn: Turn, field: str) -> str:
    return tidy(turn.fields.get(field, "")).strip()


async def _try_key(open_crm: OpenCrm, sign_in: CrmSignIn) -> CrmSelf:
    try:
        return await open_crm(sign_in).check()
    except CrmFailed as why:
        name = NAMES[sign_in.kind]
        refused = why.trouble == "disconnected"
        sentence = FORBIDDEN if refused else TROUBLE[why.trouble]
        field = KEY if sign_in.kind == "hubspot" else SECRET
        raise Refusal(sentence.format(name), field=field) from None


async def _store_connection(sign_in: CrmSignIn, turn: Turn, found: CrmSelf) -> Reply | Unfinished:
    access.admins_only(turn)
    _require_encryption(turn)
    tenant = turn.person.tenant
    row = await crm_connections.connect(
        turn.session,
        tenant,
        sign_in.kind,
        turn.now,
        secret=sign_in.secret,
        base=sign_in.base,
        label=tidy(found.label)[:200],
        by=turn.person.id,
    )
    crm_connections.note_rights(row, found.hidden, may_write=found.may_write)
    audit.note(
        turn.session, tenant, "CRM connected", ("tenant", tenant), turn.now, actor=turn.person.id
    )
    name = NAMES[sign_in.kind]
    return await card(
        turn, f"{name} is connected. Attune will read it now, and then every 15 minutes."
    )


async def read_again(turn: Turn) -> Reply:
    """Make Attune read the CRM now. If the CRM has told us to wait, say so instead."""
    access.admins_only(turn)
    row = await crm_connections.of_tenant(turn.session, turn.person.tenant, locked=True)
    if row is None:
        return await card(turn)
    waits = row.trouble in ("asked to wait", "limit reached") and row.next_at > turn.now
    if waits:
        trouble = row.trouble or "asked to wait"
        return await card(turn, crm_words.trouble_reading(trouble, row.kind))
    row.next_at = min(row.next_at, turn.now)
    return await card(turn, "Attune is reading the CRM now. Open this card again in a minute.")


async def ask_disconnect(turn: Turn) -> Reply:
    """Ask before the CRM is disconnected."""
    access.admins_only(turn)
    row = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    if row is None:
        return await card(turn)
    if row.secret is None:
        raise Refusal(OF_OPERATOR)
    name = NAMES[row.kind]
    lead = f"Disconnect {name}?"
    what = (
        f"The key and what was read from {name} will be deleted here. Contacts stay, and so does "
        f"everything that was written to {name}."
    )
    buttons = Buttons((Button("Disconnect", DISCONNECT, "", "danger"), Button("Keep it", SHOW)))
    return Card(lead, (Heading(lead), Paragraph(spans(what)), buttons))


async def disconnect(turn: Turn) -> Reply:
    """Delete the connection, and everything that was read from the CRM."""
    access.admins_only(turn)
    tenant = turn.person.tenant
    row = await crm_connections.of_tenant(turn.session, tenant, locked=True)
    if row is None:
        return await card(turn)
    if row.secret is None:
        raise Refusal(OF_OPERATOR)
    await crm_connections.disconnect(turn.session, tenant, turn.now, by=turn.person.id)
    audit.note(
        turn.session, tenant, "CRM disconnected", ("tenant", tenant), turn.now, actor=turn.person.id
    )
    return await card(turn, f"{NAMES[row.kind]} is disconnected.")


def _kind(turn: Turn) -> CrmKind:
    kind = next((one for one in NAMES if one == turn.text), None)
    if kind is None:
        raise Refusal(NOT_HERE)
    return kind


def _opener(turn: Turn) -> OpenCrm:
    if turn.open_crm is None:
        raise Refusal(NOT_HERE)
    return turn.open_crm


def _require_encryption(turn: Turn) -> None:
    """Raise Refusal if we can't encrypt the CRM's key, because ENCRYPTION_KEYS is not set."""
    if not sealer_of(turn.session):
        raise Refusal(NO_ENCRYPTION)


def _address(typed_address: str) -> str:
    """Return the address of the company's Salesforce. Raises Refusal if the text is not one."""
    text = tidy(typed_address)
    try:
        url = URL(text if "://" in text else f"https://{text}")
        host = (url.host or "").lower()
    except ValueError:
        raise Refusal(NO_ADDRESS, field=ADDRESS) from None
    if url.scheme != "https" or not host.endswith(SALESFORCE_HOSTS) or url.explicit_port:
        raise Refusal(NO_ADDRESS, field=ADDRESS)
    return f"https://{host}"
