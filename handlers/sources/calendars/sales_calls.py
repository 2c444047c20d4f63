"""Decide whether a meeting in a calendar is a sales call, and say why. Pure.

The first of these rules that applies decides:

1. There is nothing to prepare for: the event is cancelled, declined, not a meeting (a reminder,
   say), all day, shown only as busy, or private (unless the person wants us to look at private
   meetings).
2. The person has said something about this meeting or its series.
3. All guests are colleagues, and the title does not name exactly one account. Or the title has a
   word that rules the meeting out. Some words always rule it out ("interview"). Words such as
   "stand-up" rule it out only if nobody comes from outside. Words such as "lunch" rule it out only
   if nobody comes from an account that we know. Words such as "vendor" rule it out only if nobody
   comes from an account that we know and nobody from outside organizes the meeting.
4. There are too many guests for a sales call.
5. Nobody comes from outside. If all guests are colleagues, we ask. (The title then names exactly
   one account: see rule 3.) Without a guest list, the title decides:

   - If the title names one account, the meeting is a call.
   - If the title names several accounts, the meeting is a review of them, and not a call.
   - If the title may name a customer (`title_names`), we ask.

6. The person has said something about the guests or their domains. If the person ruled guests out,
   no rule treats them as people from outside.
7. Somebody comes from outside. Contacts and companies on file make the meeting a call, but we ask
   in two cases:

   - The guests belong to several accounts, and the title does not name exactly one of these
     accounts.
   - People from a company that is not on file come too. Then the account on file is perhaps just a
     reseller, and the call is with the other company (`_in_doubt_of_others`).

If no guest from outside is on file, we usually ask. In three cases, the meeting is a call:

- Exactly one account in the title is named like the company of a guest, and this account has no
  mail domain on file.
- All guests have private addresses, and the title names exactly one account.
- The person organizes the meeting, and everybody from outside comes from one company that is not on
  file (`_by_own_invitation`).

Two kinds of contacts do not make a meeting a call:

- contacts whose address may belong to another company than their account (`known.known_about`)
- contacts who are in most meetings, and meet several companies
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handlers.coaching.call_kinds import first_said
from handlers.coaching.text.words import stems
from handlers.playbook.word_lists import MeetingWords
from handlers.sources.calendars.guest_list import Guest, guests_of
from handlers.sources.calendars.guest_names import company_name, is_in_title, is_named_after
from handlers.sources.calendars.subjects import of_guest, of_meeting
from handlers.sources.calendars.title_names import customer_in, name_in
from handlers.sources.calendars.titles import Names, before_via, named_in, without_names
from handlers.sources.calendars.vendors import may_sell_to_us
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail
from storage.choices import MeetingReason, MeetingVerdict
from storage.tables import MeetingAnswer

MAX_SOLD_TO = 29  # with more guests, it is a webinar or a company meeting
MAX_COMPANIES = 4  # a question offers at most this many companies that are not on file


@dataclass(frozen=True)
class Known:
    """Data on file that may decide about a person's meetings.

    Addresses, domains and names are normalised for comparison (see `storage.mail` and
    `storage.spelling`).
    """

    words: MeetingWords
    own_domains: frozenset[str] = frozenset()  # our company's domains, and the person's own
    colleagues: frozenset[str] = frozenset()  # addresses of our people, and the person's own
    # `contacts` and `elsewhere` map a contact's address to accounts. Contacts in `contacts` make a
    # meeting a call. Contacts in `elsewhere` do not: their address is not at the account's domain.
    contacts: Mapping[str, frozenset[int]] = field(default_factory=dict)
    elsewhere: Mapping[str, frozenset[int]] = field(default_factory=dict)
    everywhere: frozenset[str] = frozenset()  # addresses of people who meet many companies
    companies: Mapping[str, int] = field(default_factory=dict)  # accounts by domain
    names: Names = field(default_factory=dict)
    with_domains: frozenset[int] = frozenset()  # accounts that have a domain on file
    # The person's answers, by `MeetingAnswer.about`.
    answers: Mapping[str, MeetingAnswer] = field(default_factory=dict)
    private_meetings: bool = False  # the person wants us to look at their private meetings


@dataclass(frozen=True)
class Judgement:
    """The verdict on a meeting ("call", "no" or "ask"), and the reason.

    - `accounts`: ids of accounts. A call has one account, or none if the person invited a company
      that is not on file. A question has the accounts to choose from.
    - `theirs`: the guests from outside.
    - `word`: a detail of the reason. For a word in the title, `word` is the playbook's word. For an
      answer of the person, `word` is the `MeetingAnswer.about`. For an invited company that is not
      on file, `word` is the company's mail domain. For "held in doubt", `word` is the previous
      reason. For all other reasons, `word` is "".
    - `companies`: mail domains of companies that are not on file: the invited company, or companies
      to choose from.
    """

    verdict: MeetingVerdict
    reason: MeetingReason
    accounts: tuple[int, ...] = ()
    theirs: tuple[Attendee, ...] = ()
    word: str = ""
    companies: tuple[str, ...] = ()
    may_sell_to_us: bool = False  # for a question: the title suggests that we are the customer

    @property
    def account_id(self) -> int | None:
        """The id of a call's account.

        None if the meeting is not a call, or if the call's account is not on file.
        """
        return next(iter(self.accounts), None) if self.verdict == "call" else None


@dataclass(frozen=True)
class _Case:
    """A meeting to judge, and what we know about it."""

    event: CalendarEvent
    known: Known
    people: Sequence[Guest]  # without rooms and bots
    theirs: Sequence[Guest]  # people from outside whom the person has not ruled out
    refused: MeetingAnswer | None  # an answer that ruled a guest out, or None
    accounts: Sequence[int]  # accounts of the people from outside
    named: Sequence[int]  # accounts in the title

    def ruling(
        self, verdict: MeetingVerdict, reason: MeetingReason, accounts: Sequence[int] = ()
    ) -> Judgement:
        """Return a judgement about the meeting. It names the guests from outside."""
        return Judgement(
            verdict, reason, tuple(accounts), tuple(one.attendee for one in self.theirs)
        )

    def with_one_of(self, accounts: Sequence[int], reason: MeetingReason) -> Judgement:
        """Return a call if there is one account, or if the title names exactly one of them.

        Otherwise return a question.
        """
        if len(accounts) == 1:
            return self.ruling("call", reason, accounts)
        in_title = [one for one in accounts if one in self.named]
        if len(in_title) == 1:
            return self.ruling("call", "named in the title", in_title)
        return self.ruling("ask", "several accounts", accounts)

    def with_a_new_one(
        self, companies: Sequence[str], reason: MeetingReason, accounts: Sequence[int] = ()
    ) -> Judgement:
        """Return the question whether the meeting is with one of these companies or accounts.

        An agency or a reseller may have brought a customer. So if there are several companies, or
        a company and an account, the person can choose from all of them. If there is only one
        company, the question has no choices.
        """
        judged = self.ruling("ask", reason, accounts)
        several = len(companies) + len(accounts) > 1
        return replace(judged, companies=tuple(companies[:MAX_COMPANIES])) if several else judged


def judge(event: CalendarEvent, known: Known) -> Judgement:
    """Judge whether a meeting is a sales call, by the rules above."""
    people = guests_of(event)
    outside = [one for one in people if one.address and not is_ours(one.address, known)]
    theirs = [one for one in outside if not _is_refused(one.address, known)]
    # Guests who are in most meetings count only if nobody else comes from outside.
    theirs = [one for one in theirs if one.address not in known.everywhere] or theirs
    case = _Case(
        event,
        known,
        people,
        theirs,
        refused=_refused(outside, known),
        accounts=_accounts_of(theirs, known),
        named=named_in(event.title, known.names),
    )
    judgements = (rule(case) for rule in _RULES)
    judged = next((one for one in judgements if one is not None), case.ruling("no", "nobody else"))
    if judged.verdict != "ask":
        return judged
    return replace(judged, may_sell_to_us=may_sell_to_us(event.title, known.words))


def _nothing_to_prepare(case: _Case) -> Judgement | None:
    """Rule out a meeting that is cancelled, declined, private or not a meeting at all."""
    event = case.event
    reasons: list[tuple[bool, MeetingReason]] = [
        (event.state == "cancelled", "cancelled"),
        (event.state == "declined", "declined"),
        (not event.is_meeting, "not a meeting"),
        (event.all_day, "all day"),
        (event.private and not case.known.private_meetings, "private"),
        (event.only_busy, "only busy"),
    ]
    return next((case.ruling("no", reason) for holds, reason in reasons if holds), None)


def _as_said(case: _Case) -> Judgement | None:
    """Judge a meeting by the person's earlier answer about the meeting or its series.

    Return None if there is no answer. Also return None if the person said that the meeting is a
    call, but we don't know with which account.
    """
    answers = case.known.answers
    said = next((answers[one] for one in of_meeting(case.event) if one in answers), None)
    if said is None:
        return None
    if said.asleep:  # the person wants no messages about the series for now
        return case.ruling("no", "asleep")
    if not said.is_call:
        return replace(case.ruling("no", "you said no"), word=said.about)
    if said.account_id is not None:
        return replace(case.ruling("call", "you said yes", [said.account_id]), word=said.about)
    accounts = case.accounts or case.named
    return case.with_one_of(accounts, "you said yes") if accounts else None


def _by_words(case: _Case) -> Judgement | None:
    """Rule out a meeting of colleagues, and a meeting whose title rules it out."""
    if case.people and not case.theirs and case.refused is None and len(case.named) != 1:
        return case.ruling("no", "only colleagues")  # no word in the title can change that
    words = case.known.words
    said = without_names(case.event.title, case.known.names)
    ruling_out = [*words.never]
    if not case.accounts:
        ruling_out += words.unless_known
        if not any(one.attendee.organizes for one in case.theirs):
            ruling_out += words.buying
    if not case.theirs:
        ruling_out += words.internal
        ruling_out += (one for one in words.whole if said == stems(one))
    word = first_said(said, ruling_out, words.but_not)
    return None if word is None else replace(case.ruling("no", "word in the title"), word=word)


def _by_number(case: _Case) -> Judgement | None:
    return case.ruling("no", "too many guests") if len(case.people) > MAX_SOLD_TO else None


def _without_outsiders(case: _Case) -> Judgement | None:
    """Judge a meeting without guests from outside. Return None if somebody comes from outside."""
    if case.theirs:
        return None
    if case.refused is not None:
        return replace(case.ruling("no", "you said no"), word=case.refused.about)
    if case.people:
        if len(case.named) == 1:
            return case.ruling("ask", "named among colleagues", case.named)
        return case.ruling("no", "only colleagues")
    return _by_title(case)


def _by_title(case: _Case) -> Judgement:
    """Judge a meeting by its title, because the calendar names no guest."""
    if len(case.named) == 1:
        return case.ruling("call", "named in the title", case.named)
    if case.named:
        return case.ruling("no", "several named")
    if not case.event.guests_unknown:
        if customer_in(case.event.title, case.known.words):
            return case.ruling("ask", "title alone")
        return case.ruling("no", "nobody else")
    if name_in(case.event.title, case.known.words):
        return case.ruling("ask", "perhaps named")
    return case.ruling("no", "no guest lists")


def _by_guests(case: _Case) -> Judgement | None:
    """Judge a meeting by its title, and by the accounts and companies of guests from outside."""
    if case.accounts:
        reason, about = _why_known(case)
        judged = _in_doubt_of_others(case) or case.with_one_of(case.accounts, reason)
        return replace(judged, word=about) if judged.reason == "you said yes" else judged
    companies = _companies_of(case.theirs)
    alike = [one for one in case.named if _is_called(one, companies, case.known.names)]
    # If Acme has acme.com on file, acme.de may be another company.
    is_sure = case.known.with_domains.isdisjoint(alike)
    if case.named and is_sure and (alike or not companies):
        return case.with_one_of(alike or case.named, "named in the title")
    if elsewhere := _contacts_elsewhere(case):
        return case.ruling("ask", "contact elsewhere", elsewhere)
    if len(case.named) > 1:
        return case.ruling("ask", "several accounts", case.named)
    if not companies:
        return case.ruling("ask", "private address", case.named)
    return _by_own_invitation(case) or case.with_a_new_one(companies, "another company", case.named)


def _by_own_invitation(case: _Case) -> Judgement | None:
    """Return a call if the person has invited people from one company that is not on file.

    Return None if our own domains are unknown. Also return None if there is a sign that the meeting
    is not a call with this company:

    - a guest with a private address
    - an account, or the word "via", in the title
    - words about paying or about internal meetings in the title
    - a mail domain that differs from ours only in its ending
    """
    title, known = case.event.title, case.known
    companies = {mail.company_of(one.address) for one in case.theirs}
    if not case.event.is_own or not known.own_domains or case.named or len(companies) != 1:
        return None
    (domain,) = companies
    ours = {company_name(one) for one in known.own_domains}
    said = stems(title)
    is_internal = first_said(said, known.words.internal, known.words.but_not) or any(
        said == stems(one) for one in known.words.whole
    )
    if not domain or company_name(domain) in ours or is_internal or "via" in said:
        return None
    if may_sell_to_us(title, known.words):
        return None
    return replace(case.ruling("call", "you invited them"), word=domain, companies=(domain,))


_RULES = (_nothing_to_prepare, _as_said, _by_words, _by_number, _without_outsiders, _by_guests)


def _why_known(case: _Case) -> tuple[MeetingReason, str]:
    """Return the reason why the guests are known, and the `about` of the person's answer.

    The `about` is "" if the reason is not an answer of the person.
    """
    said = (_said_about(one.address, case.known) for one in case.theirs)
    if about := next((one.about for one in said if one), ""):
        return "you said yes", about
    if any(one.address in case.known.contacts for one in case.theirs):
        return "known contact", ""
    return "known company", ""


def _in_doubt_of_others(case: _Case) -> Judgement | None:
    """Return a question if the meeting may be with a company that is not on file.

    We ask if somebody comes from a company that is not on file, and one of these cases applies:

    - The title names the company.
    - The company's name is like the name of an account whose people come: people from
      acme-retail.com come with people from Acme.
    - The title does not name an account whose people come. What follows a "via" in the title does
      not count.

    A contact never counts as somebody from a company that is not on file.
    """
    on_file = case.known.elsewhere
    others = [
        one
        for one in case.theirs
        if not _accounts_of([one], case.known) and one.address not in on_file
    ]
    companies = _companies_of(others)
    is_alike = any(_is_called(one, companies, case.known.names) for one in case.accounts)
    if is_alike or any(is_in_title(one, case.event.title) for one in companies):
        return case.with_a_new_one(companies, "another company", case.accounts)
    named = named_in(before_via(case.event.title), case.known.names)
    if companies and set(named).isdisjoint(case.accounts):
        return case.with_a_new_one(companies, "several accounts", case.accounts)
    return None


def _companies_of(guests: Iterable[Guest]) -> list[str]:
    found = dict.fromkeys(mail.company_of(one.address) for one in guests)
    return [one for one in found if one]


def _is_called(account_id: int, companies: Iterable[str], names: Names) -> bool:
    own = [name for name, ids in names.items() if account_id in ids]
    return any(is_named_after(name, domain) for name in own for domain in companies)


def _contacts_elsewhere(case: _Case) -> list[int]:
    found = [case.known.elsewhere.get(one.address, frozenset()) for one in case.theirs]
    return sorted(set().union(*found))


def _said_about(address: str, known: Known) -> MeetingAnswer | None:
    return next((known.answers[one] for one in of_guest(address) if one in known.answers), None)


def _refused(outside: Iterable[Guest], known: Known) -> MeetingAnswer | None:
    said = (_said_about(one.address, known) for one in outside)
    return next((one for one in said if one and not one.is_call), None)


def _is_refused(address: str, known: Known) -> bool:
    said = _said_about(address, known)
    return said is not None and not said.is_call


def is_ours(address: str, known: Known) -> bool:
    """Check whether an address is a colleague's, or at one of our company's domains."""
    domains = mail.within(mail.domain_of(address))
    return address in known.colleagues or not known.own_domains.isdisjoint(domains)


def _accounts_of(theirs: Sequence[Guest], known: Known) -> list[int]:
    """Return the accounts of these guests.

    An answer of the person about a guest decides, whatever account is on file for the guest.
    """
    found: list[int] = []
    for one in theirs:
        said = _said_about(one.address, known)
        if said is not None and said.account_id is not None:
            found.append(said.account_id)
        elif one.address not in known.everywhere:
            found += sorted(known.contacts.get(one.address, ())) or _company(one.address, known)
        else:
            found += _company(one.address, known)
    return list(dict.fromkeys(found))


def _company(address: str, known: Known) -> list[int]:
    domains = mail.within(mail.domain_of(address))
    return [known.companies[one] for one in domains if one in known.companies][:1]
