"""Remove what an answer about a meeting added to an account, and undo such a removal."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from handlers.features import access
from handlers.features.meetings.meeting_accounts import add_domain
from handlers.registry import Turn
from handlers.sources.calendars import kept_events, subjects
from handlers.sources.records import Attendee
from storage import mail
from storage.customers import accounts, contacts, domains
from storage.meetings import meeting_answers, seen_meetings
from storage.spelling import comparable, tidy
from storage.tables import Account, MeetingAnswer


async def release(turn: Turn, said: MeetingAnswer) -> Collection[str]:
    """Undo what an answer put on file, so that we ask about the answer's meetings again.

    The account stays on file. We remove mail domains, and contacts that came from guest lists. If a
    contact from a guest list has a role, we remove only the contact's address. What we remove
    depends on how the account was added:

    - If this answer, an earlier answer that was undone, or an invitation added the account, we
      remove all its domains, and all its contacts from guest lists.
    - Otherwise, we remove only the domain that the answer is about, and these contacts from guest
      lists: those with an address at this domain, and those who came from the guest lists of the
      answer's meetings.

    Return the removed domains.
    """
    if said.account_id is None:
        return ()
    account = await access.account(turn, said.account_id, locked=True)
    note = await _recognition_note(turn, account.id)
    is_new = note is not None or account.created_at == said.answered_at
    domain = said.about.removeprefix("domain:")
    on_file = await domains.of_account(turn.session, account.tenant, account.id)
    removed = [one for one in on_file if is_new or one == domain]
    await domains.remove(turn.session, account, removed)
    theirs = await _calls_of_answer(turn, said)
    added = [
        one
        for one in (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
        if one.added_by_call
        and (is_new or one.added_by_call in theirs or mail.domain_of(one.email or "") == domain)
    ]
    for one in added:
        one.email = None
    untouched = [one for one in added if not one.role and one.buying_role is None]
    await contacts.forget(turn.session, account.tenant, untouched, turn.now)
    await turn.session.flush()
    return removed


async def _calls_of_answer(turn: Turn, said: MeetingAnswer) -> Collection[int | None]:
    kept = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
    return {
        one.call_id
        for one in kept
        if said.about in subjects.every_subject(kept_events.from_text(one.event))
    }


class EarlierAccount(NamedTuple):
    """What *Undo* needs: the account that a meeting's call had before somebody chose another one.

    `how` says what chose the account: "rule" (Attune, without an answer), "yes" (an answer), or
    "new" (an answer that also added the account). `domains` are the account's mail domains,
    separated by commas.
    """

    account_id: int
    how: str
    domains: str
    name: str

    def __str__(self) -> str:
        """Return the text that `parse_earlier_account` parses."""
        return f"{self.account_id} {self.how} {self.domains} {self.name}"


def parse_earlier_account(text: str) -> EarlierAccount | None:
    """Parse the text of an `EarlierAccount`. Return None for any other text."""
    id_, how, hosts, name = (*text.split(" ", 3), "", "", "")[:4]
    return EarlierAccount(access.row_id(id_), how, hosts, name) if access.row_id(id_) else None


async def earlier_account(
    turn: Turn, subject: str, present: Account | None
) -> EarlierAccount | None:
    """Return what *Undo* needs to bring back `present`, the account that a meeting's call has now.

    If the meeting has no call, `present` is None, and so is the result.
    """
    if present is None:
        return None
    said = (await meeting_answers.by_subject(turn.session, turn.person, [subject])).get(subject)
    how = "rule"
    if said is not None and said.account_id == present.id:
        how = "new" if said.answered_at == present.created_at else "yes"
    on_file = await domains.of_account(turn.session, present.tenant, present.id)
    return EarlierAccount(present.id, how, ",".join(on_file), present.name)


async def bring_back(
    turn: Turn, subject: str, was: EarlierAccount, theirs: Iterable[Attendee]
) -> MeetingAnswer | None:
    """Restore the earlier account of a meeting's call, as `was` describes it.

    The account gets its earlier mail domains back, and its earlier name if no other account has
    that name. `theirs` are the meeting's guests from outside. Their mail domains are removed from
    the account, except for domains in `was`. If the person's present answer names an account other
    than the earlier one, we undo what the present answer put on file.

    Return the answer that named the earlier account. Return None if no answer named it.
    """
    account = await access.account(turn, was.account_id, locked=True)
    said = (await meeting_answers.by_subject(turn.session, turn.person, [subject])).get(subject)
    if said is not None and said.account_id != account.id:
        await withdraw(turn, said)
    named = await accounts.by_name(turn.session, account.tenant, was.name)
    is_free = named in (None, account)
    if account.name != was.name and is_free:
        account.name, account.name_key = tidy(was.name), comparable(was.name)
    hosts = [one for one in was.domains.split(",") if one]
    on_file = await domains.of_account(turn.session, account.tenant, account.id)
    coming = {mail.company_of(mail.normalised(one.email) or "") for one in theirs}
    added_since = [one for one in on_file if one in coming and one not in hosts]
    await domains.remove(turn.session, account, added_since)
    for host in hosts:
        await domains.add(turn.session, account, host)
    await turn.session.flush()
    if was.how == "rule":
        return None
    await recognise_again(turn, account)
    return MeetingAnswer(
        person_id=turn.person.id,
        about=subject,
        tenant=turn.person.tenant,
        is_call=True,
        account_id=account.id,
        answered_at=account.created_at if was.how == "new" else turn.now,
    )


async def withdraw(turn: Turn, said: MeetingAnswer) -> None:
    """Undo what an answer put on file.

    We also stop recognising the account's name in meeting titles if both of these are true:

    - An answer or an invitation of the person added the account.
    - No other answer of the person says that a meeting is a sales call with the account.

    `recognise_again` resumes the recognition.
    """
    await release(turn, said)
    if said.account_id is None:
        return
    account = await access.account(turn, said.account_id)
    naming = await meeting_answers.with_account(turn.session, turn.person, account.id)
    note = await _recognition_note(turn, account.id)
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


async def was_added_unasked(turn: Turn, account: Account) -> bool:
    """Check whether a calendar added an account, and the person has given no answer about it."""
    note = await _recognition_note(turn, account.id)
    naming = await meeting_answers.with_account(turn.session, turn.person, account.id)
    return note is not None and note.is_call and list(naming) == [note]


async def undo_withdrawal(turn: Turn, account_id: int, theirs: Iterable[Attendee]) -> None:
    """If `withdraw` stopped the recognition of an account's name, recognise the name again.

    In this case, the account also gets the mail domain of `theirs`, the meeting's guests from
    outside. If `withdraw` did not stop the recognition, change nothing.
    """
    note = await _recognition_note(turn, account_id)
    if note is not None and not note.is_call:
        account = await access.account(turn, account_id, locked=True)
        await recognise_again(turn, account)
        await add_domain(turn, account, theirs)


async def recognise_again(turn: Turn, account: Account) -> None:
    """Recognise the account's name in meeting titles again, because an answer names the account."""
    if (note := await _recognition_note(turn, account.id)) is not None:
        note.is_call = True
        await turn.session.flush()


async def _recognition_note(turn: Turn, account_id: int) -> MeetingAnswer | None:
    """Return our note on whether an account's name is recognised in meeting titles, or None.

    `handlers.sources.calendars.invited` makes the note when the person's invitation adds the
    account, and `withdraw` makes or changes it.
    """
    about = subjects.of_account(account_id)
    return (await meeting_answers.by_subject(turn.session, turn.person, [about])).get(about)
