"""Return the keys under which answers about meetings are stored (`MeetingAnswer.about`). Pure.

`theirs` are the guests from outside.
"""

from collections.abc import Iterable

from handlers.sources.calendars.guest_list import addresses_of
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail
from storage.choices import MeetingReason


def of_meeting(event: CalendarEvent) -> list[str]:
    """Return the keys of answers about this meeting alone and about its series."""
    series = [f"series:{event.series}"] if event.series else []
    return [f"meeting:{event.source_id}", *series]


def of_guest(address: str) -> list[str]:
    """Return the keys of answers about a guest and about the guest's company."""
    domains = mail.within(mail.domain_of(address))
    return [f"guest:{address}", *(f"domain:{domain}" for domain in domains)]


def of_account(account_id: int) -> str:
    """Return the key of our note on an account that a person's calendar or answer added.

    The note is a `MeetingAnswer`. If its `is_call` is True, we recognise the account's name in the
    titles of the person's meetings. If it is False, the person has undone the addition, and we no
    longer recognise the name.
    """
    return f"account:{account_id}"


def every_subject(event: CalendarEvent) -> set[str]:
    """Return all keys under which an answer about this meeting may be stored."""
    guests = {subject for address in addresses_of(event) for subject in of_guest(address)}
    return {*of_meeting(event), *guests}


def of_question(
    event: CalendarEvent,
    reason: MeetingReason,
    theirs: Iterable[Attendee],
    *,
    may_sell_to_us: bool = False,
) -> str:
    """Return the key for the answer to a question about this meeting.

    If the meeting is in a series, the answer is about the series. For a single meeting, the key
    depends on `reason`, the reason for the question. If we ask about a company and no other company
    is invited, the answer is about the company. If we ask about a private address and nobody else
    from outside is invited, the answer is about the guest. Otherwise the answer is about the
    meeting alone.

    If the company may sell to us, the answer is about the company even for a series.
    """
    addresses = _addresses(theirs)
    domains = {mail.domain_of(one) for one in addresses}
    companies = [domain for domain in domains if not mail.is_shared(domain)]
    is_of_company = reason == "another company" and len(companies) == 1
    if event.series and not (is_of_company and may_sell_to_us):
        return f"series:{event.series}"
    if is_of_company:
        return f"domain:{companies[0]}"
    if reason == "private address" and len(addresses) == 1:
        return f"guest:{addresses.pop()}"
    return f"meeting:{event.source_id}"


def of_correction(event: CalendarEvent, theirs: Iterable[Attendee]) -> str:
    """Return the key for a correction: the person says that a meeting is with another account.

    If the meeting is in a series, the correction is about the series. If a single meeting has only
    one guest from outside, the correction is about the guest. Otherwise the correction is about the
    meeting alone.
    """
    addresses = _addresses(theirs)
    if event.series:
        return f"series:{event.series}"
    return f"guest:{addresses.pop()}" if len(addresses) == 1 else f"meeting:{event.source_id}"


def _addresses(theirs: Iterable[Attendee]) -> set[str]:
    return {email for one in theirs if (email := mail.normalised(one.email))}
