"""Find, rename or add the account whose name the person typed for a meeting."""

from collections.abc import Collection, Sequence

from handlers.features.customers import which_account
from handlers.features.meetings.meeting_accounts_undone import release
from handlers.registry import Turn
from handlers.sources.calendars.guest_names import is_named_after
from handlers.sources.calendars.titles import without_form
from handlers.sources.records import Attendee
from storage import mail
from storage.customers import accounts, domains
from storage.meetings import meeting_answers
from storage.spelling import comparable, tidy
from storage.tables import Account


async def find_rename_or_add(
    turn: Turn, subject: str, name: str, present: Account | None, theirs: Sequence[Attendee]
) -> Account:
    """Return the account with this name. If none is on file, rename an account or add one.

    `present` is the account that the meeting is with now. We rename `present` if no other account
    has the name, and if Attune added `present` for this person (see `was_added_by`).

    `theirs` are the guests from outside. A new or renamed account gets those mail domains of the
    guests that fit the name. If the guests are from several companies, a renamed account loses the
    guests' domains that don't fit the name.

    `subject` says to which meetings the person's answer applies. If we rename nothing, and an
    earlier answer about `subject` names another account than the one that we return:

    - We undo what the earlier answer put on file. The account in that answer may lose mail domains.
    - The account that we return gets the domains that the other account has lost. But if the guests
      are from several companies, it does not get the guests' domains that don't fit the name.
    """
    tenant = turn.person.tenant
    account = await which_account.on_file(turn, name)
    if account is not None and account == present and account.name_key != comparable(name):
        account = None  # the person typed a shorter name for `present`, so rename it
    if account is None and present is not None and await was_added_by(turn, present):
        present.name, present.name_key = tidy(name), comparable(name)
        await turn.session.flush()
        on_file = await domains.of_account(turn.session, tenant, present.id)
        others = _others(name, theirs)
        wrong = [one for one in on_file if not set(others).isdisjoint(mail.within(one))]
        await domains.remove(turn.session, present, wrong)
        await _own_domain(turn, present, theirs)
        return present
    said = (await meeting_answers.by_subject(turn.session, turn.person, [subject])).get(subject)
    if said is not None and (account is None or account.id != said.account_id):
        before = await release(turn, said)
        account = account or await accounts.add(turn.session, tenant, name, turn.now)
        others = _others(name, theirs)
        for domain in before:
            if set(others).isdisjoint(mail.within(domain)):
                await domains.add(turn.session, account, domain)
    account = account or await accounts.add(turn.session, tenant, name, turn.now)
    if account.created_at == turn.now:
        await _own_domain(turn, account, theirs)
    return account


def _others(name: str, theirs: Sequence[Attendee]) -> Collection[str]:
    """Return the guests' mail domains that don't fit this account's name.

    Return () if all guests are from one company: its domain is right even if it doesn't fit the
    name.
    """
    coming = {mail.company_of(mail.normalised(one.email) or "") for one in theirs} - {""}
    return [one for one in coming if not _fits_name(name, one)] if len(coming) > 1 else ()


def _fits_name(name: str, domain: str) -> bool:
    """Check whether a domain is like an account's name, or like the first word of the name."""
    bare = without_form(comparable(name))
    return is_named_after(bare, domain) or is_named_after(bare.partition(" ")[0], domain)


async def _own_domain(turn: Turn, account: Account, theirs: Sequence[Attendee]) -> None:
    """Give the account the guests' mail domains that fit the account's name."""
    for one in theirs:
        company = mail.company_of(mail.normalised(one.email) or "")
        if company and _fits_name(account.name, company):
            await domains.add(turn.session, account, company)


async def was_added_by(turn: Turn, account: Account) -> bool:
    """Check whether Attune added the account for this person.

    Attune does so in two cases: the person answered that a meeting is a sales call, or invited the
    company to a meeting. In both cases, we store an answer of the person with the time at which the
    account was created.
    """
    said = await meeting_answers.with_account(turn.session, turn.person, account.id)
    return any(one.answered_at == account.created_at for one in said)
