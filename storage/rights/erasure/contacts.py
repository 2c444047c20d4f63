"""Erase contacts, and names of people who are not contacts. All times are UTC."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.customers import suppressed_names
from storage.database.connection import empty_log_after_commit
from storage.marketing import theme_names
from storage.rights.erasure.account_texts import forget_in_account, index_again
from storage.rights.erasure.draft_texts import forget_in_drafts
from storage.rights.erasure.guests import forget_guest
from storage.rights.erasure.meeting_ids import forget_past_ids
from storage.rights.erasure.names import FORMER_CONTACT, Forgetting, names_at, other_names
from storage.tables import Account, Call, CallContact, Contact
from storage.workspace import audit, language_model


class Erased(NamedTuple):
    """How many texts contained the erased name, and the reference of the entry in the audit log."""

    places: int
    reference: str


async def erase_contact(
    session: AsyncSession,
    contact: Contact,
    now: datetime,
    forgetting: Forgetting,
    *,
    by: audit.By = None,
) -> Erased:
    """Erase a contact.

    The row stays, because calls refer to it. Its name becomes "A former contact (7)", with the row
    id. The name is also replaced in the figures of transcripts, which name the speakers, and in
    what our people wrote about the account. The contact is removed from upcoming calls. If we later
    read the name or the address in a calendar, a transcript, the CRM or a public source, we don't
    add the contact again. We also delete the ids and links of the account's past meetings, because
    they may show that the contact organised the meeting.
    """
    name, email, tenant = contact.name, contact.email, contact.tenant
    others = await other_names(session, contact)
    forget = forgetting(name, email, FORMER_CONTACT, others)
    places = await forget_in_account(session, tenant, contact.account_id, forget)
    places += await forget_in_drafts(session, tenant, contact.account_id, (name, email), forget)
    await index_again(session, tenant, contact.account_id)
    await _leave_coming_calls(session, contact, now)
    await forget_guest(session, tenant, email, name if " " in name else "")
    await forget_past_ids(session, tenant, contact.account_id, now)
    await suppressed_names.add(session, tenant, (name, email), now)
    await language_model.forget_answers(session, tenant)
    await theme_names.forget(session, tenant)
    # One account can't have two contacts with the same name.
    contact.name = f"{FORMER_CONTACT} ({contact.id})"
    contact.role, contact.email, contact.buying_role = "", None, None
    contact.added_by_call, contact.crm_id = None, None
    contact.erased_at = now
    reference = audit.note_erasure(session, tenant, ("contact", contact.id), now, actor=by)
    await session.flush()
    empty_log_after_commit(session)
    return Erased(places, reference)


async def erase_name(
    session: AsyncSession,
    account: Account,
    name: str,
    now: datetime,
    forgetting: Forgetting,
    *,
    by: audit.By = None,
) -> Erased:
    """Remove a person's name from what was written about an account.

    The person is not a contact. The account's contacts keep their names. If we read the name again
    later, in a calendar for example, we don't store it again.
    """
    others = await names_at(session, account.tenant, account.id)
    forget = forgetting(name, None, FORMER_CONTACT, others)
    tenant = account.tenant
    places = await forget_in_account(session, tenant, account.id, forget)
    places += await forget_in_drafts(session, tenant, account.id, (name,), forget)
    await index_again(session, tenant, account.id)
    await forget_past_ids(session, tenant, account.id, now)
    await suppressed_names.add(session, tenant, (name,), now)
    await language_model.forget_answers(session, tenant)
    await theme_names.forget(session, tenant)
    reference = audit.note_erasure(session, tenant, ("account", account.id), now, actor=by)
    await session.flush()
    empty_log_after_commit(session)
    return Erased(places, reference)


async def _leave_coming_calls(session: AsyncSession, contact: Contact, now: datetime) -> None:
    coming = select_rows(Call.id).where(
        col(Call.tenant) == contact.tenant,
        col(Call.account_id) == contact.account_id,
        col(Call.starts_at) > now,
    )
    await session.exec(
        delete(CallContact).where(
            col(CallContact.tenant) == contact.tenant,
            col(CallContact.contact_id) == contact.id,
            col(CallContact.call_id).in_(coming),
        )
    )
