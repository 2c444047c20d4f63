"""Read what one person may see about an account now, so that we can answer questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, ShowsOfCall, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import ALL_NOTES, ALL_REFLECTIONS, gather
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.views.dates import Dates
from storage.customers import contacts
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Call, Contact, Seat

GUESSED = "You didn't name an account, so this is about the one in my last message."


@dataclass(frozen=True)
class OnAccount:
    """An account, and what the person may see about it.

    `held` and `ahead` are the person's own latest and next call with the account, or None.
    `guessed` means that the person named no account, so we took the one in our last message.
    """

    turn: Turn
    account: Account
    facts: Facts
    people: Sequence[Contact]
    held: Seated | None
    ahead: Seated | None
    guessed: bool = False

    @property
    def name(self) -> str:
        """The account's name, shortened for a sentence."""
        return shortened(self.account.name)

    @property
    def dates(self) -> Dates:
        """How to write days for the person, in the person's time zone."""
        zone = self.turn.person.zone
        return Dates(zone, day_of(self.turn.now, zone), lasting=True)

    def card(
        self,
        lead: str,
        *blocks: Block,
        shows: tuple[ShowsOfCall, ...] = (),
        also: tuple[Button, ...] = (),
    ) -> Card:
        """Return the answer, with the button *Everything on file*, and the buttons in `also`.

        If the person has no call with the account, the button is *Plan a call* instead.
        """
        note = (Note(spans(GUESSED)),) if self.guessed else ()
        own = self.ahead or self.held
        more = Button("Plan a call", "call.add", self.account.name, about=self.name)
        if own:
            more = Button(
                "Everything on file", "brief.everything", str(own.call.id), about=self.name
            )
        said = Paragraph(spans(typed(lead)))
        return Card(lead, (said, *blocks, *note, Buttons((more, *also))), shows=shows)


async def on_account(turn: Turn, account: Account, *, guessed: bool = False) -> OnAccount:
    """Read what the person may see about an account, as of now."""
    person, session = turn.person, turn.session
    held = await asker_calls.latest(turn, account)
    ahead = await asker_calls.planned(turn, account, limit=1)
    people = (await contacts.by_accounts(session, [account.id])).get(account.id, ())
    seated = _as_of_now(turn, account)
    facts = await gather(session, person, seated, reflections=ALL_REFLECTIONS, notes=ALL_NOTES)
    return OnAccount(turn, account, facts, people, held, next(iter(ahead), None), guessed)


def _as_of_now(turn: Turn, account: Account) -> Seated:
    """Return a call that starts now and is not stored.

    `gather` finds the facts that are known when a call starts. For a call that starts now, these
    are all facts known so far.
    """
    call = Call(
        id=0,
        tenant=account.tenant,
        account_id=account.id,
        starts_at=turn.now,
        ends_at=turn.now,
        planned_at=turn.now,
        zone=turn.person.zone,
    )
    seat = Seat(
        call_id=0,
        person_id=turn.person.id,
        tenant=account.tenant,
        account_id=account.id,
        starts_at=turn.now,
    )
    return Seated(seat, call, account)
