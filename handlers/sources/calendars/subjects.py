"""Return the keys under which answers about meetings are stored (`MeetingAnswer.about`). Pure.

The parameter `theirs` has the guests from outside.
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
    """Return the key of the `MeetingAnswer` about an account that was added for a person.

    Such an account was added from the person's calendar, or because of the person's answer.

    The `is_call` of this `MeetingAnswer` has these values:

    - true: we look for the account's name in the titles of the person's meetings.
    - false: the person has undone the addition. We do not look for the account's name.
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

    `reason` is the reason for the question. The answer is about the first of these that applies:

    - The company, if we ask about the only company that is invited. If the meeting is in a series,
      this applies only if the company may sell to us.
    - The series, if the meeting is in a series.
    - The guest, if we ask about the private address of the only guest from outside.
    - The meeting alone.
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
