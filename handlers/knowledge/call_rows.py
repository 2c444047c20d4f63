"""Read the rows about several calls, in a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.note_parts import names_others
from handlers.knowledge.facts import known_name
from storage.choices import MARKETING, TalkSide
from storage.customers import attendees, commitments, contacts, research
from storage.customers.commitments import WithOwners
from storage.marketing import ask_notes, unnamed_asks
from storage.marketing.ask_notes import Answered
from storage.meetings import met_guests
from storage.meetings.met_guests import Met
from storage.sales_calls import reflections
from storage.sales_calls.call_histories import CallHistory
from storage.sales_calls.call_seats import SeatKey
from storage.sales_calls.own_calls import Seated
from storage.sources import crm, measured_calls
from storage.tables import (
    Contact,
    Finding,
    MeasuredCall,
    Person,
    Reflection,
)
from storage.team import help_requests
from storage.team.help_requests import HelpWithCall

# Leave out a promise if the earliest of the calls starts more than this time after the promise was
# settled.
SETTLED_LATELY = timedelta(days=60)
Wanted = Sequence[tuple[Person, Seated]]
PersonAndAccount = tuple[int, int]  # row ids


class WrittenRows(NamedTuple):
    """What people wrote about calls, by row id.

    `speakers` has the contacts whose words the reflections quote. `unclear` has the ids of accounts
    with a reflection that does not say clearly who said what. For these accounts, we need the names
    of their people.
    """

    reflections: Mapping[int, Reflection]
    speakers: Mapping[int, Contact]
    unclear: Collection[int]
    answers: Mapping[int, Answered]
    help: Mapping[int, HelpWithCall]


async def written(session: AsyncSession, histories: Mapping[SeatKey, CallHistory]) -> WrittenRows:
    """Read what people wrote: the reflections, answers and requests with the ids in `histories`."""
    all_of = histories.values()
    read = await reflections.by_ids(session, {id_ for one in all_of for id_ in one.reflections})
    said_by = {row.heard_from for row in read.values() if row.heard_from is not None}
    speakers = await contacts.by_ids(session, said_by)
    return WrittenRows(
        read,
        speakers,
        {row.account_id for row in read.values() if _names_others(row, speakers)},
        await ask_notes.answers(session, {id_ for one in all_of for id_ in one.answers}),
        await help_requests.by_ids(session, {id_ for one in all_of for id_ in one.help}),
    )


async def kept_from_marketing(
    session: AsyncSession, wanted: Wanted, read: Mapping[int, Reflection]
) -> Collection[int]:
    """Return the ids of reflections that people in marketing must not read.

    The author passed words from such a reflection on to marketing, but without the names of the
    account and the author. The reflection would show these names beside the words.

    Return an empty set if nobody in `wanted` is in marketing.
    """
    tenant = next((person.tenant for person, _ in wanted if person.role in MARKETING), "")
    call_ids = {row.call_id for row in read.values()} if tenant else set()
    hidden = await unnamed_asks.of_calls(session, tenant, call_ids) if call_ids else set()
    return {id_ for id_, row in read.items() if (row.call_id, row.author_id) in hidden}


class OnAccounts(NamedTuple):
    """What is on file about accounts, by account id. Only `coming` is by call id.

    - `coming` has the contacts who are coming to a call.
    - `contacts` has an account's contacts in two cases only: we don't know who is coming to a call
      with the account, or a reflection does not say clearly who said what.
    """

    coming: Mapping[int, Sequence[Contact]]
    contacts: Mapping[int, Sequence[Contact]]
    findings: Mapping[int, Sequence[Finding]]
    promised: WithOwners
    in_crm: Mapping[int, crm.AccountInCrm]


async def on_accounts(
    session: AsyncSession,
    wanted: Wanted,
    histories: Mapping[SeatKey, CallHistory],
    unclear: Collection[int],
) -> OnAccounts:
    """Read what is on file about the accounts in `wanted`.

    `unclear` is as in `WrittenRows`.
    """
    account_ids = {seated.account.id for _, seated in wanted}
    coming = await attendees.of_calls(session, {seated.call.id for _, seated in wanted})
    unnamed = {seated.account.id for _, seated in wanted if seated.call.id not in coming}
    needed = unnamed.union(unclear)
    earliest = min(seated.call.starts_at for _, seated in wanted) - SETTLED_LATELY
    connected = any(one.crm for one in histories.values())
    return OnAccounts(
        coming,
        await contacts.by_accounts(session, needed) if needed else {},
        await research.findings(session, account_ids),
        await commitments.of_accounts_with_owners(session, account_ids, settled_since=earliest),
        await crm.of_accounts(session, account_ids) if connected else {},
    )


class Seen(NamedTuple):
    """What transcripts and calendars say about people's calls with accounts.

    `measured` has the last call with a transcript. `heard` has all calls with a transcript: the
    start (UTC), and the side of each speaker. `met` has the guests of past meetings.
    """

    measured: Mapping[PersonAndAccount, MeasuredCall]
    heard: Mapping[PersonAndAccount, Sequence[tuple[datetime, Mapping[str, TalkSide]]]]
    met: Mapping[PersonAndAccount, Sequence[Met]]


async def seen(
    session: AsyncSession, wanted: Wanted, histories: Mapping[SeatKey, CallHistory]
) -> Seen:
    """Read what transcripts and calendars say about the people and accounts in `wanted`."""
    pairs = [(person, seated.account.id) for person, seated in wanted]
    last = max(seated.call.starts_at for _, seated in wanted)
    has_figures = any(one.measured for one in histories.values())
    has_calendar = any(one.has_calendar for one in histories.values())
    measured = await measured_calls.last_with_accounts(session, pairs, last) if has_figures else {}
    return Seen(
        measured,
        await measured_calls.heard_with_accounts(session, pairs) if measured else {},
        await met_guests.with_accounts(session, pairs) if has_calendar else {},
    )


def _names_others(reflection: Reflection, speakers: Mapping[int, Contact]) -> bool:
    """Check whether we need the names of the account's people to find out who said what."""
    if reflection.heard and reflection.heard_from is None:
        return True
    return names_others(reflection.heard, known_name(speakers.get(reflection.heard_from or 0)))
