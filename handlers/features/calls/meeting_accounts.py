"""Add and rename accounts after answers about meetings, and undo what an answer added."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from handlers.coaching.words import shortened
from handlers.features import access, which_account
from handlers.registry import Refusal, Turn
from handlers.sources import kept_events, subjects
from handlers.sources.guest_list import addresses_of
from handlers.sources.guest_names import (
    account_name,
    company_name,
    is_in_title,
    is_named_after,
    is_of_person,
    private_account_name,
)
from handlers.sources.records import Attendee, CalendarEvent
from handlers.sources.title_names import name_in
from handlers.sources.titles import without_form
from storage import accounts, domains, mail, meeting_answers, own_calls, seen_meetings
from storage.spelling import comparable, tidy
from storage.tables import Account, MeetingAnswer

OFFERED = 6
CALLS_LOOKED_AT = 50
# We offer the accounts of calls that are at most this long ago or ahead.
CALLS_AROUND = timedelta(days=14)
MAX_OFFERED = 75  # characters; not every platform can offer a longer name as a choice


async def proposed(
    turn: Turn, event: CalendarEvent, theirs: Iterable[Attendee], company: str = ""
) -> Account:
    """Return the account for a meeting, named after the guests' company, a guest, or the title.

    If the guests are from several companies, we take the company with the mail domain `company`. If
    `company` is "", we take the likeliest company. If an account on file has the company's mail
    domain, we return that account. Raises Refusal if we find no name.
    """
    guests = [(one, email) for one in theirs if (email := mail.normalised(one.email))]
    hosts = [mail.domain_of(email) for _, email in guests]
    chosen = [mail.domain_of(one) for _, one in guests if company == mail.company_of(one)]
    hosts = (chosen if company else []) or hosts
    domains_there = list(dict.fromkeys(one for one in hosts if not mail.is_shared(one)))
    if domains_there:
        domain = await _most_likely(turn, event, domains_there)
        tenant = turn.person.tenant
        account = await accounts.add(
            turn.session, tenant, company_name(domain, event.title), turn.now
        )
        return await domains.add(turn.session, account, domain)
    said = name_in(event.title, turn.playbook.meetings)
    named = (private_account_name(one, said, event.title) for one, _ in guests)
    name = next(named, "") or said or event.title
    name = shortened(name)
    if not comparable(name):
        raise Refusal(
            "This meeting does not say who it is with. Plan the call with /prep and the account's "
            "name."
        )
    return await accounts.add(turn.session, turn.person.tenant, name, turn.now)


def is_unnamed(theirs: Iterable[Attendee]) -> bool:
    """Check whether several guests come, all with private addresses."""
    addresses = {email for one in theirs if (email := mail.normalised(one.email))}
    return len(addresses) > 1 and all(mail.is_shared(mail.domain_of(one)) for one in addresses)


class AccountChoice(NamedTuple):
    """An account's name for a meeting, and a guest's mail domain. The domain is "" if unknown."""

    name: str
    domain: str = ""


async def perhaps(
    turn: Turn, event: CalendarEvent, theirs: Sequence[Attendee]
) -> Sequence[AccountChoice]:
    """Return the accounts that a meeting may be with, likeliest first.

    `theirs` are the guests from outside. The order is: the guests' companies, the name in the
    title, accounts on file with similar names, the guests' own names if no guest has a company, and
    the accounts of the person's recent and coming calls.
    """
    tenant = turn.person.tenant
    emails = [email for one in theirs if (email := mail.normalised(one.email))]
    companies = [one for one in dict.fromkeys(map(mail.company_of, emails)) if one]
    found: list[AccountChoice] = []
    for company in companies[:OFFERED]:
        account = await domains.account_at(turn.session, tenant, company)
        name = account.name if account else company_name(company, event.title)
        found.append(AccountChoice(name, mail.readable(company)))
    said = name_in(event.title, turn.playbook.meetings)
    if said and not is_of_person(said, theirs):
        on_file = await which_account.on_file(turn, said)
        found.append(AccountChoice(on_file.name if on_file else said))
    for one in tuple(found):
        found += [AccountChoice(near.name) for near in await which_account.near(turn, one.name)]
    if not companies:
        found += [AccountChoice(name) for guest in theirs if (name := account_name(guest))]
    lately = await own_calls.planned_for(
        turn.session,
        tenant,
        turn.person.id,
        since=turn.now - CALLS_AROUND,
        until=turn.now + CALLS_AROUND,
        limit=CALLS_LOOKED_AT,
    )
    found += [AccountChoice(seated.account.name) for seated in lately]
    by_key = {comparable(one.name): one for one in reversed(found) if len(one.name) <= MAX_OFFERED}
    return [one for one in dict.fromkeys(found) if one in by_key.values()][:OFFERED]


async def at_domain(turn: Turn, account: Account, theirs: Iterable[Attendee]) -> None:
    """Give the account the guests' mail domain, if their addresses belong to only one company."""
    companies = {mail.company_of(mail.normalised(one.email) or "") for one in theirs} - {""}
    if len(companies) == 1:
        await domains.add(turn.session, account, companies.pop())


async def _most_likely(turn: Turn, event: CalendarEvent, hosts: Sequence[str]) -> str:
    if len(hosts) == 1:
        return hosts[0]
    kept = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
    there = Counter(
        host
        for one in kept
        for host in {mail.domain_of(a) for a in addresses_of(kept_events.from_text(one.event))}
    )
    return min(hosts, key=lambda one: (not is_in_title(one, event.title), there[one]))


async def released(turn: Turn, said: MeetingAnswer) -> Collection[str]:
    """Undo what an answer put on file, so that we ask about its meetings again.

    If the answer added the account, the account stays on file, but we remove all its domains and
    all contacts that came from guest lists. If the account is older, we remove only the domain that
    the answer is about, the contacts at that domain, and the contacts from the meetings that the
    answer is about. If a contact has a role, we remove only the address of the contact. Return the
    removed domains.
    """
    if said.account_id is None:
        return ()
    account = await access.account(turn, said.account_id, locked=True)
    note = await _withdrawal(turn, account.id)
    is_new = note is not None or account.created_at == said.answered_at
    domain = said.about.removeprefix("domain:")
    on_file = await domains.of_account(turn.session, account.tenant, account.id)
    removed = [one for one in on_file if is_new or one == domain]
    await domains.remove(turn.session, account, removed)
    theirs = await _calls_meant(turn, said)
    added = [
        one
        for one in (await accounts.contacts(turn.session, [account.id])).get(account.id, ())
        if one.added_by_call
        and (is_new or one.added_by_call in theirs or mail.domain_of(one.email or "") == domain)
    ]
    for one in added:
        one.email = None
    untouched = [one for one in added if not one.role and one.buying_role is None]
    await accounts.forget_contacts(turn.session, account.tenant, untouched, turn.now)
    await turn.session.flush()
    return removed


async def _calls_meant(turn: Turn, said: MeetingAnswer) -> Collection[int | None]:
    kept = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
    return {
        one.call_id
        for one in kept
        if said.about in subjects.every_subject(kept_events.from_text(one.event))
    }


class Before(NamedTuple):
    """The account of a meeting's call before somebody changed the account, for *Undo*.

    `how` says what chose the account: "rule", "yes" (an answer), or "new" (an answer that also
    added the account). `domains` are the account's mail domains, separated by commas.
    """

    account_id: int
    how: str
    domains: str
    name: str

    def __str__(self) -> str:
        """Return the text that `before_in` parses."""
        return f"{self.account_id} {self.how} {self.domains} {self.name}"


def before_in(text: str) -> Before | None:
    """Parse the text of a `Before`. Return None for any other text."""
    id_, how, hosts, name = (*text.split(" ", 3), "", "", "")[:4]
    return Before(access.row_id(id_), how, hosts, name) if access.row_id(id_) else None


async def before(turn: Turn, subject: str, present: Account | None) -> Before | None:
    """Return what *Undo* needs to bring back the account `present` of a meeting's call.

    If the meeting has no planned call, `present` is None, and so is the result.
    """
    if present is None:
        return None
    said = (await meeting_answers.by_subject(turn.session, turn.person, [subject])).get(subject)
    how = "rule"
    if said is not None and said.account_id == present.id:
        how = "new" if said.answered_at == present.created_at else "yes"
    on_file = await domains.of_account(turn.session, present.tenant, present.id)
    return Before(present.id, how, ",".join(on_file), present.name)


async def brought_back(
    turn: Turn, subject: str, was: Before, theirs: Iterable[Attendee]
) -> MeetingAnswer | None:
    """Give an account its earlier name and mail domains back.

    If a later answer named another account, undo what that answer put on file. `theirs` are the
    guests from outside. We remove their mail domains from the account if the account did not have
    them before. Return the answer that the person had given before. Return None if there was none.
    """
    account = await access.account(turn, was.account_id, locked=True)
    said = (await meeting_answers.by_subject(turn.session, turn.person, [subject])).get(subject)
    if said is not None and said.account_id != account.id:
        await withdrawn(turn, said)
    named = await accounts.by_name(turn.session, account.tenant, was.name)
    is_free = named in (None, account)
    if account.name != was.name and is_free:
        account.name, account.name_key = tidy(was.name), comparable(was.name)
    hosts = [one for one in was.domains.split(",") if one]
    on_file = await domains.of_account(turn.session, account.tenant, account.id)
    coming = {mail.company_of(mail.normalised(one.email) or "") for one in theirs}
    since = [one for one in on_file if one in coming and one not in hosts]
    await domains.remove(turn.session, account, since)
    for host in hosts:
        await domains.add(turn.session, account, host)
    await turn.session.flush()
    if was.how == "rule":
        return None
    await named_again(turn, account)
    return MeetingAnswer(
        person_id=turn.person.id,
        about=subject,
        tenant=turn.person.tenant,
        is_call=True,
        account_id=account.id,
        answered_at=account.created_at if was.how == "new" else turn.now,
    )


async def withdrawn(turn: Turn, said: MeetingAnswer) -> None:
    """Undo what an answer put on file.

    If the answer added the account, the account's name in a meeting's title is no longer a reason
    to take the meeting for a call. `named_again` reverses that.
    """
    await released(turn, said)
    if said.account_id is None:
        return
    account = await access.account(turn, said.account_id)
    naming = await meeting_answers.naming(turn.session, turn.person, account.id)
    note = await _withdrawal(turn, account.id)
    others = [one for one in naming if one not in (said, note) and one.is_call]
    if others or (note is None and account.created_at != said.answered_at):
        return
    await meeting_answers.remember(
        turn.session,
        MeetingAnswer(
            person_id=turn.person.id,
            about=subjects.of_account(account.id),
            tenant=turn.person.tenant,
            is_call=False,
            account_id=account.id,
            answered_at=account.created_at,
        ),
    )


async def is_unasked(turn: Turn, account: Account) -> bool:
    """Check whether a calendar added an account, and no answer of the person is about it."""
    note = await _withdrawal(turn, account.id)
    naming = await meeting_answers.naming(turn.session, turn.person, account.id)
    return note is not None and note.is_call and list(naming) == [note]


async def restored(turn: Turn, account_id: int, theirs: Iterable[Attendee]) -> None:
    """Undo `withdrawn`: recognise the account's name in meeting titles again.

    We also give the account the mail domain of the guests again.
    """
    note = await _withdrawal(turn, account_id)
    if note is not None and not note.is_call:
        account = await access.account(turn, account_id, locked=True)
        await named_again(turn, account)
        await at_domain(turn, account, theirs)


async def named_again(turn: Turn, account: Account) -> None:
    """Recognise the account's name in meeting titles again, because an answer names the account."""
    if (note := await _withdrawal(turn, account.id)) is not None:
        note.is_call = True
        await turn.session.flush()


async def _withdrawal(turn: Turn, account_id: int) -> MeetingAnswer | None:
    about = subjects.of_account(account_id)
    return (await meeting_answers.by_subject(turn.session, turn.person, [about])).get(about)


async def renamed(
    turn: Turn, subject: str, name: str, present: Account | None, theirs: Sequence[Attendee]
) -> Account:
    """Return the account with this name. If none is on file, rename an account or add one.

    `present` is the account that the meeting is with now. We rename it if an answer of the person
    added it and no other account has the name. If we return an account other than `present`, we
    undo the person's earlier answer about `subject`. `theirs` are the guests from outside. If they
    are from several companies, the account gets only the mail domain that fits its name.
    """
    tenant = turn.person.tenant
    account = await which_account.on_file(turn, name)
    if account is not None and account == present and account.name_key != comparable(name):
        account = None  # the person has shortened the name
    if account is None and present is not None and await was_guessed(turn, present):
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
        before = await released(turn, said)
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

    Return () if all are from one company, because a company's domain may differ from its name.
    """
    coming = {mail.company_of(mail.normalised(one.email) or "") for one in theirs} - {""}
    return [one for one in coming if not _is_its(name, one)] if len(coming) > 1 else ()


def _is_its(name: str, domain: str) -> bool:
    """Check whether a domain contains an account's name, or the first word of the name."""
    bare = without_form(comparable(name))
    return is_named_after(bare, domain) or is_named_after(bare.partition(" ")[0], domain)


async def _own_domain(turn: Turn, account: Account, theirs: Sequence[Attendee]) -> None:
    for one in theirs:
        company = mail.company_of(mail.normalised(one.email) or "")
        if company and _is_its(account.name, company):
            await domains.add(turn.session, account, company)


async def was_guessed(turn: Turn, account: Account) -> bool:
    said = await meeting_answers.naming(turn.session, turn.person, account.id)
    return any(one.answered_at == account.created_at for one in said)
