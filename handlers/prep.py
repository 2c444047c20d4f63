"""/prep: plans or finds a call, and answers with its brief."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from handlers import access, brief
from handlers.cards import Button, Buttons, Card, Form, Note, Paragraph, Reply, TextInput, spans
from handlers.coaching.words import shortened
from handlers.conversation import Command, Refusal, Registry, Shortcut, Turn
from handlers.nudges.schedule import sync
from handlers.nudges.settings import DAY, at, day_of
from handlers.times import Unclear, Understood, say, split, understand
from storage import accounts, calls
from storage.accounts import comparable
from storage.calls import Seated
from storage.tables import Account, Call, Draft

USUAL_LENGTH = timedelta(minutes=30)
NEAR = 75  # of 100: how alike a name must be to be offered
OFFERED = 3
ACCOUNT_MOST = 20_000


def register(registry: Registry) -> None:
    """The command, its menu entry, and what its questions are answered with."""
    registry.command(
        Command("prep", "[account] [when]", "plan or find a call, and get its brief"), prep
    )
    registry.shortcut(Shortcut("prep", "Prepare a call"), blank)
    registry.button("brief.open", open_brief)
    registry.button("prep.form", correct)
    registry.button("prep.add", add_account)
    registry.button("prep.pick", pick_account)
    registry.button("prep.suggested", suggested)
    registry.button("prep.second", second)
    registry.button("prep.instead", instead)
    registry.button("prep.join", join)
    registry.form("prep", submit)


@dataclass(frozen=True)
class Asked:
    """What a person typed, taken apart: the account's name, and when."""

    account: str
    time: str
    reading: Understood | Unclear | None


async def prep(turn: Turn) -> Reply:
    """The brief of the call meant; a question if that is not clear."""
    if not turn.text.strip():
        return await _next_call(turn)
    # "Ruby Tuesday" may be an account: a name that is known is not taken apart.
    known = await accounts.named(turn.session, turn.person.tenant, turn.text)
    if known is not None:
        return await _with_account(turn, known, Asked(known.name, "", None))
    name, reading = split(turn.text, now=turn.now, zone=turn.person.zone)
    time = turn.text.strip().removeprefix(name).strip() if reading else ""
    return await _go_on(turn, Asked(name, time, reading))


async def blank(turn: Turn) -> Reply:
    """The form to plan a call with."""
    return _form(turn.text, "", "")


async def correct(turn: Turn) -> Reply:
    """The same form, with what was typed before."""
    draft = await _draft(turn, turn.text)
    return _form(draft.account, draft.time, str(draft.id))


async def submit(turn: Turn) -> Reply:
    """Plan from the form; both fields are needed, and said to be where one is missing."""
    name, time = turn.fields.get("account", "").strip(), turn.fields.get("when", "").strip()
    if not name:
        raise Refusal("Which account is the call with?", field="account")
    if not time:
        raise Refusal("When is it? For example: tomorrow 15:00.", field="when")
    reading = understand(time, now=turn.now, zone=turn.person.zone)
    if isinstance(reading, Unclear):
        raise Refusal(reading.question, field="when")
    return await _go_on(turn, Asked(name, time, reading))


async def open_brief(turn: Turn) -> Reply:
    """The brief of a call in a list."""
    return await _brief(turn, await access.own_call(turn, turn.text))


async def add_account(turn: Turn) -> Reply:
    """Yes, this is a new account."""
    draft = await _draft(turn, turn.text)
    if not draft.account:
        return _form("", draft.time, str(draft.id))
    account = await accounts.add(turn.session, turn.person.tenant, draft.account, turn.now)
    return await _with_account(turn, account, _asked(turn, draft))


async def pick_account(turn: Turn) -> Reply:
    """It was this one of the near matches."""
    draft_id, _, account_id = turn.text.partition(":")
    account = await access.account(turn, access.number(account_id))
    return await _with_account(turn, account, _asked(turn, await _draft(turn, draft_id)))


async def suggested(turn: Turn) -> Reply:
    """Yes, the time that was suggested."""
    return await _go_on(turn, _asked(turn, await _draft(turn, turn.text)))


async def second(turn: Turn) -> Reply:
    """A second call with the same account on one day."""
    draft = await _draft(turn, turn.text)
    account = await accounts.named(turn.session, turn.person.tenant, draft.account)
    asked = _asked(turn, draft)
    if account is None or not isinstance(asked.reading, Understood):
        return await _go_on(turn, asked)
    return await _plan(turn, account, asked.reading)


async def instead(turn: Turn) -> Reply:
    """Move the day's call with this account to the time that was typed."""
    draft_id, _, call_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id)
    asked = _asked(turn, await _draft(turn, draft_id))
    if not isinstance(asked.reading, Understood):
        return await _go_on(turn, asked)
    await move(turn, seated[1], asked.reading)
    return await _brief(turn, await access.own_call(turn, call_id), asked.reading.note)


async def join(turn: Turn) -> Reply:
    """Take a seat in a colleague's call."""
    call = await calls.by_id(turn.session, turn.person.tenant, access.number(turn.text))
    if call is None or call.status == "cancelled":
        raise Refusal("That call is not planned any more. /prep plans a new one.")
    seat = await calls.take_seat(turn.session, call, turn.person.id)
    return await _brief(turn, (seat, call, await access.account(turn, call.account_id)))


async def move(turn: Turn, call: Call, reading: Understood) -> None:
    """Put a call at another time, with all that hangs on it, for everybody who sits in it.

    Raises Refusal if there is one with the account at that time already.
    """
    length = call.ends_at - call.starts_at
    if reading.starts_at != call.starts_at:
        other = await calls.at(turn.session, call.tenant, call.account_id, reading.starts_at)
        if other is not None:
            raise Refusal("There is a call with this account at that time already.", field="when")
        call.starts_at, call.planned_at = reading.starts_at, turn.now
    call.ends_at = reading.ends_at or reading.starts_at + length
    call.zone = reading.zone
    for seat in await calls.seats_of(turn.session, call.tenant, call.id):
        seat.starts_at = call.starts_at
    await turn.session.flush()
    await sync_everybody(turn, call)


async def sync_everybody(turn: Turn, call: Call) -> None:
    """Bring the nudges of everybody who sits in a call in line with it."""
    for person in await calls.people_of(turn.session, call.tenant, call.id):
        await sync(turn.session, person, turn.now)


async def _go_on(turn: Turn, asked: Asked) -> Reply:
    if isinstance(asked.reading, Unclear):
        return await _ask_time(turn, asked, asked.reading)
    if not asked.account:
        return await _ask_account(turn, asked)
    account = await accounts.named(turn.session, turn.person.tenant, asked.account)
    if account is None:
        return await _unknown(turn, asked)
    return await _with_account(turn, account, asked)


async def _with_account(turn: Turn, account: Account, asked: Asked) -> Reply:
    if isinstance(asked.reading, Unclear):
        return await _ask_time(turn, asked, asked.reading)
    if asked.reading is None:
        return await _next_with(turn, account)
    there = await calls.at(turn.session, turn.person.tenant, account.id, asked.reading.starts_at)
    if there is not None:
        return await _found(turn, there, account, asked.reading.note)
    same_day = await _that_day(turn, account, asked.reading.starts_at)
    if same_day is not None:
        return await _ask_second(turn, account, asked, same_day)
    return await _plan(turn, account, asked.reading)


async def _plan(turn: Turn, account: Account, reading: Understood) -> Reply:
    call = Call(
        tenant=turn.person.tenant,
        account_id=account.id,
        starts_at=reading.starts_at,
        ends_at=reading.ends_at or reading.starts_at + USUAL_LENGTH,
        planned_at=turn.now,
        zone=reading.zone,
    )
    if not await calls.add(turn.session, call):
        there = await calls.at(turn.session, call.tenant, account.id, call.starts_at)
        if there is not None:
            return await _found(turn, there, account, reading.note)
    seat = await calls.take_seat(turn.session, call, turn.person.id)
    return await _brief(turn, (seat, call, account), reading.note)


async def _found(turn: Turn, call: Call, account: Account, note: str | None) -> Reply:
    seat = await calls.seat(turn.session, turn.person.tenant, call.id, turn.person.id)
    if seat is not None:
        return await _brief(turn, (seat, call, account), note)
    when = say(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"A colleague has a call with {shortened(account.name)} {when} already."
    return Card(
        lead,
        (
            Paragraph(spans(lead)),
            Buttons((Button("Join it", "prep.join", str(call.id), "primary"),)),
        ),
    )


async def _brief(turn: Turn, seated: Seated, note: str | None = None) -> Card:
    card = await brief.brief_card(turn.session, turn.person, turn.playbook, seated, turn.now)
    await turn.session.flush()
    await sync(turn.session, turn.person, turn.now)
    return Card(card.summary, (Note(spans(note)), *card.blocks)) if note else card


async def _next_call(turn: Turn) -> Reply:
    ahead = await calls.of_person(
        turn.session, turn.person.tenant, turn.person.id, since=turn.now, most=1
    )
    if ahead:
        return await _brief(turn, ahead[0])
    lead = "No call is planned."
    hint = Note(spans("Type /prep with an account and a time: /prep Northwind tomorrow 15:00"))
    plan = Buttons((Button("Plan a call", "call.add", "", "primary"),))
    return Card(lead, (Paragraph(spans(lead)), hint, plan))


async def _next_with(turn: Turn, account: Account) -> Reply:
    ahead = await calls.of_person(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=turn.now,
        account_id=account.id,
        most=1,
    )
    if ahead:
        return await _brief(turn, ahead[0])
    lead = f"No call with {shortened(account.name)} is planned. When is it?"
    return _question(lead, await _keep(turn, Asked(account.name, "", None)))


async def _ask_time(turn: Turn, asked: Asked, unclear: Unclear) -> Card:
    draft = await _keep(turn, asked)
    if unclear.suggestion is None:
        return _question(unclear.question, draft)
    local = unclear.suggestion.astimezone(ZoneInfo(turn.person.zone))
    offer = await _keep(turn, Asked(asked.account, f"{local:%Y-%m-%d %H:%M}", None))
    label = say(unclear.suggestion, now=turn.now, zone=turn.person.zone)
    return _question(
        unclear.question, draft, first=(Button(label, "prep.suggested", str(offer.id), "primary"),)
    )


async def _ask_account(turn: Turn, asked: Asked) -> Card:
    return _question("Which account is the call with?", await _keep(turn, asked))


async def _unknown(turn: Turn, asked: Asked) -> Card:
    draft = await _keep(turn, asked)
    near = await _near(turn, asked.account)
    lead = f"There is no account called “{shortened(asked.account)}” yet."
    if isinstance(asked.reading, Understood):
        when = say(asked.reading.starts_at, now=turn.now, zone=turn.person.zone)
        lead = f"For {when}: there is no account called “{shortened(asked.account)}” yet."
    if near:
        lead += f" Did you mean {' or '.join(shortened(account.name) for account in near)}?"
    picks = tuple(
        Button(shortened(account.name, 40), "prep.pick", f"{draft.id}:{account.id}", "primary")
        for account in near
    )
    add = Button(f"Add “{shortened(asked.account, 40)}”", "prep.add", str(draft.id))
    return _question(lead, draft, first=(*picks, add))


async def _near(turn: Turn, name: str) -> list[Account]:
    known = await accounts.names(turn.session, turn.person.tenant)
    found = process.extract(
        comparable(name)[:200],
        dict(known),
        scorer=fuzz.WRatio,
        score_cutoff=NEAR,
        limit=OFFERED,
    )
    near = [
        await accounts.by_id(turn.session, turn.person.tenant, account_id)
        for _, _, account_id in found
    ]
    return [account for account in near if account is not None]


async def _ask_second(turn: Turn, account: Account, asked: Asked, there: Seated) -> Card:
    draft = await _keep(turn, Asked(account.name, asked.time, None))
    when = say(there[1].starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"You have {shortened(account.name)} {when} already. Move it, or is this a second call?"
    return Card(
        lead,
        (
            Paragraph(spans(lead)),
            Buttons(
                (
                    Button("Move it", "prep.instead", f"{draft.id}:{there[1].id}", "primary"),
                    Button("A second call", "prep.second", str(draft.id)),
                    Button("Open its brief", "brief.open", str(there[1].id)),
                )
            ),
        ),
    )


async def _that_day(turn: Turn, account: Account, moment: datetime) -> Seated | None:
    day, zone = day_of(moment, turn.person.zone), turn.person.zone
    found = await calls.of_person(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=max(turn.now, at(day, datetime.min.time(), zone)),
        until=at(day + DAY, datetime.min.time(), zone),
        account_id=account.id,
        most=1,
    )
    return found[0] if found else None


def _question(lead: str, draft: Draft, first: tuple[Button, ...] = ()) -> Card:
    label = "Change it" if draft.account and draft.time else "Fill it in"
    change = Button(label, "prep.form", str(draft.id))
    return Card(lead, (Paragraph(spans(lead)), Buttons((*first, change))))


def _form(account: str, when: str, subject: str) -> Form:
    return Form(
        "prep",
        "Plan a call",
        (
            TextInput("account", "Account", value=account, required=True, most=ACCOUNT_MOST),
            TextInput(
                "when",
                "When",
                hint="As you would say it: tomorrow 15:00, Thursday 3pm, 24 Nov 10:00-11:00",
                value=when,
                required=True,
            ),
        ),
        subject=subject,
        submit="Plan it",
    )


async def _keep(turn: Turn, asked: Asked) -> Draft:
    draft = Draft(
        tenant=turn.person.tenant,
        person_id=turn.person.id,
        account=asked.account,
        time=asked.time,
        made_at=turn.now,
    )
    turn.session.add(draft)
    await turn.session.flush()
    return draft


async def _draft(turn: Turn, text: str) -> Draft:
    draft = await turn.session.get(Draft, access.number(text))
    if draft is None or (draft.tenant, draft.person_id) != (turn.person.tenant, turn.person.id):
        raise Refusal("That question is no longer open. Type /prep again.")
    return draft


def _asked(turn: Turn, draft: Draft) -> Asked:
    reading = understand(draft.time, now=turn.now, zone=turn.person.zone) if draft.time else None
    return Asked(draft.account, draft.time, reading)
