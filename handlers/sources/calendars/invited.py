"""Put a company on file after a person has invited its people to a meeting."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.calendars import subjects
from handlers.sources.calendars.guest_names import company_name, is_named_after
from handlers.sources.calendars.sales_calls import Judgement
from handlers.sources.calendars.titles import without_form
from handlers.sources.records import CalendarEvent
from storage.customers import accounts, domains
from storage.meetings import meeting_answers
from storage.spelling import comparable
from storage.tables import MeetingAnswer, Person


async def with_account(
    session: AsyncSession,
    person: Person,
    event: CalendarEvent,
    judgement: Judgement,
    now: datetime,
) -> Judgement:
    """Return the judgement with the account of the company that the person has invited.

    The first of these cases that applies decides:

    - The judgement has an account already, or its reason is not "you invited them": return the
      judgement unchanged.
    - The company is on file: return the judgement with the company's account.
    - Another account has a similar name: add nothing, and return the judgement with the verdict
      "ask".
    - All other cases: add an account with the company's mail domain. Store that the person's
      invitation added the account, so that the person can remove the account again.

    `now` is UTC.
    """
    if judgement.reason != "you invited them" or judgement.accounts:
        return judgement
    (domain,) = judgement.companies
    account = await domains.account_at(session, person.tenant, domain)
    if account is None:
        name = company_name(domain, event.title)
        if await _is_like_one_on_file(session, person, name, domain):
            return replace(
                judgement, verdict="ask", reason="another company", word="", companies=()
            )
        added = await accounts.add(session, person.tenant, name, now)
        account = await domains.add(session, added, domain)
        await meeting_answers.remember(
            session,
            MeetingAnswer(
                person_id=person.id,
                about=subjects.of_account(account.id),
                tenant=person.tenant,
                is_call=True,
                account_id=account.id,
                answered_at=account.created_at,
            ),
        )
    return replace(judgement, accounts=(account.id,), companies=())


async def _is_like_one_on_file(
    session: AsyncSession, person: Person, name: str, domain: str
) -> bool:
    near = await accounts.candidates(session, person.tenant, person.id, company_name(domain))
    named = {without_form(key) for _, key in near}
    on_file = await accounts.by_name(session, person.tenant, name)
    is_like = without_form(comparable(name)) in named
    return is_like or on_file is not None or any(is_named_after(one, domain) for one in named)
