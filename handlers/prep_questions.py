"""What /prep asks back, and what it keeps while a question is open."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handlers import access, which_account
from handlers.cards import Button, Buttons, Card, Form, Paragraph, TextInput, spans
from handlers.coaching.words import shortened
from handlers.conversation import Refusal, Turn
from handlers.times import Unclear, Understood, say, understand
from storage.calls import Seated
from storage.tables import Account, Draft


@dataclass(frozen=True)
class Asked:
    """What a person typed, taken apart: the account's name, and when."""

    account: str
    time: str
    reading: Understood | Unclear | None


async def ask_time(turn: Turn, asked: Asked, unclear: Unclear) -> Card:
    """The question about a time, with the suggestion one press away."""
    draft = await keep(turn, asked)
    if unclear.suggestion is None:
        return question(unclear.question, draft)
    local = unclear.suggestion.astimezone(ZoneInfo(turn.person.zone))
    offer = await keep(turn, Asked(asked.account, f"{local:%Y-%m-%d %H:%M}", None))
    label = say(unclear.suggestion, now=turn.now, zone=turn.person.zone)
    return question(
        unclear.question, draft, first=(Button(label, "prep.suggested", str(offer.id), "primary"),)
    )


async def ask_account(turn: Turn, asked: Asked) -> Card:
    """A time, and no account."""
    return question("Which account is the call with?", await keep(turn, asked))


async def ask_new_account(turn: Turn, asked: Asked) -> Card:
    """An account that is not on file: one of the near ones, or a new one?"""
    draft = await keep(turn, asked)
    near = await which_account.near(turn, asked.account)
    lead = which_account.missing(asked.account, near)
    if isinstance(asked.reading, Understood):
        when = say(asked.reading.starts_at, now=turn.now, zone=turn.person.zone)
        lead = f"For {when}: {lead[:1].lower()}{lead[1:]}"
    picks = tuple(
        Button(label, "prep.pick", f"{draft.id}:{account.id}", "primary")
        for label, account in zip(which_account.labels(near), near, strict=True)
    )
    add = Button(f"Add “{shortened(asked.account, 40)}”", "prep.add", str(draft.id))
    return question(lead, draft, first=(*picks, add))


async def ask_second(turn: Turn, account: Account, asked: Asked, there: Seated) -> Card:
    """There is a call with this account that day: another, or the same one moved?"""
    draft = await keep(turn, Asked(account.name, asked.time, None))
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


def question(lead: str, draft: Draft, first: tuple[Button, ...] = ()) -> Card:
    """A question, its answers as buttons, and the form to put it differently."""
    label = "Change it" if draft.account and draft.time else "Fill it in"
    change = Button(label, "prep.form", str(draft.id))
    return Card(lead, (Paragraph(spans(lead)), Buttons((*first, change))))


def form(account: str, when: str, subject: str) -> Form:
    """The form to plan a call with, filled with what was typed."""
    return Form(
        "prep",
        "Plan a call",
        (
            TextInput("account", "Account", value=account, required=True),
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


async def keep(turn: Turn, asked: Asked) -> Draft:
    """Keep what was typed while a question about it is open."""
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


async def draft_of(turn: Turn, text: str) -> Draft:
    """What this person typed before a question. Raises Refusal."""
    draft = await turn.session.get(Draft, access.number(text))
    if draft is None or (draft.tenant, draft.person_id) != (turn.person.tenant, turn.person.id):
        raise Refusal("That question is no longer open. Type /prep again.")
    return draft


def asked_before(turn: Turn, draft: Draft) -> Asked:
    """What was typed then, with its time as it reads now."""
    reading = understand(draft.time, now=turn.now, zone=turn.person.zone) if draft.time else None
    return Asked(draft.account, draft.time, reading)
