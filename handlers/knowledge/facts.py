"""What we know about a person's call. Briefs, nudges and forms use it.

The facts include only what the person may see: their own words, and what colleagues shared.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.note_parts import by_speaker, names_others
from handlers.coaching.their_words import is_all_theirs, theirs
from handlers.coaching.wordings import quoted_in
from handlers.knowledge.speakers_heard import who_spoke
from handlers.playbook.schema import NO_REPEAT_WITHIN
from handlers.transcripts import as_answers
from handlers.transcripts.records import TalkFigures
from handlers.transcripts.stored import from_stored
from storage import (
    accounts,
    asks,
    call_histories,
    calls,
    commitments,
    crm,
    help_requests,
    mail,
    met_guests,
    reflections,
    research,
    transcripts,
)
from storage.asks import Answered
from storage.call_histories import GuessRead
from storage.calls import Seated
from storage.choices import CallKind, CrmKind, FirstPrescribed, Stage, Talk
from storage.help_requests import HelpWithCall
from storage.met_guests import Met
from storage.tables import (
    Account,
    Call,
    Commitment,
    Contact,
    CrmCompany,
    CrmDeal,
    Finding,
    MeasuredCall,
    Person,
    Reflection,
    Seat,
)

SETTLED_LATELY = timedelta(days=60)  # leave out promises that were settled longer before the call
CONTACT_LIMIT = 3  # how many contacts `Facts.may_come` has at most
REFLECTION_LIMIT = 10  # read this many of the newest reflections on an account
ANSWER_LIMIT = 3  # read this many of marketing's newest answers to the person


@dataclass(frozen=True)
class HeardPart:
    """What one buyer said in a call, as the rep noted it.

    - `contact`: the buyer, or None if not on file.
    - `who`: the buyer's name, or "".
    - `note`: the lines as the rep wrote them.
    - `words`: the part that is surely the buyer's own words, or "".
    - `labelled`: whether the note begins with a name: "Zvonko Pek: we stopped".
    """

    contact: Contact | None
    who: str
    note: str
    words: str
    labelled: bool

    @property
    def is_quote(self) -> bool:
        """Whether the whole note is in the buyer's own words."""
        return is_all_theirs(self.note, self.who)


class FromCrm(NamedTuple):
    """What the company's CRM says about an account."""

    kind: CrmKind
    company: CrmCompany
    deals: Sequence[CrmDeal]  # open ones, the one that closes first before the others


@dataclass(frozen=True)
class Facts:
    """What one person may see about a call and its account."""

    person: Person
    seat: Seat
    call: Call
    account: Account
    coming: Sequence[Contact]
    may_come: Sequence[Contact]  # the account's contacts; empty if this call has named attendees
    guesses: Sequence[GuessRead]
    findings: Sequence[Finding]  # the newest answer to each research question
    reflections: Sequence[Reflection]  # newest first
    promises: Sequence[Commitment]
    met_before: bool
    # Wordings of the openings in the person's other calls, newest first.
    last_openings: Sequence[str]
    left_promises: Collection[int] = ()  # ids of promises whose owner is gone
    owners: Mapping[int, str] = field(default_factory=dict)  # names of the promises' owners, by id
    with_us: Sequence[str] = ()  # names of colleagues who are also in the call
    # `CallHistory` explains the next three fields. A call counts as earlier if it starts before
    # this call, even if it is still to come.
    missed: Sequence[datetime] = ()
    last_call_at: datetime | None = None
    last_kind: CallKind | Literal[""] = ""  # of the call at `last_call_at`, if it was set by hand
    last_title: str = ""
    in_earlier_call: frozenset[int] = frozenset()
    # The contacts who said the words in `reflections`, by id.
    speakers: Mapping[int, Contact] = field(default_factory=dict)
    # The account's contacts. Empty unless a note in `reflections` names somebody not in `speakers`.
    on_file: Sequence[Contact] = ()
    # Ids of reflections that we quoted to the person in other calls with the account.
    quoted: frozenset[int] = frozenset()
    last_goal: str = ""  # the goal of the person's last call with a reflection
    wrong_guesses: Sequence[str] = ()  # the person's wrong guesses in that call
    # The person's guesses in that call that were not asked about.
    open_guesses: Sequence[str] = ()
    # Marketing's answers to the person's asks about the account, newest first.
    answers: Sequence[Answered] = ()
    # Ids of research questions that were set aside for this call (`skipped`) or for the account.
    skipped: frozenset[str] = frozenset()
    not_worth: frozenset[str] = frozenset()
    # Ids of the research questions for the person's other calls with the account.
    asked_before: frozenset[str] = frozenset()
    # The figures of the person's last measured call with the account, if the person saw them. The
    # call may be later than this one, so use `figures()`.
    measured: MeasuredCall | None = None
    # When the person met somebody from the account before this call (UTC, oldest first), according
    # to their calendars.
    met_on: Sequence[datetime] = ()
    figures_off: bool = False  # whether the workspace has switched off figures about a person
    crm: FromCrm | None = None  # None if no CRM is connected, or the account was not looked for yet
    public_sources: bool = False  # whether accounts are looked up in public sources
    help: Sequence[HelpWithCall] = ()  # the person's requests for help with this call, oldest first
    _parts: dict[tuple[int, str, int | None], list[HeardPart]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def is_left(self, promise: Commitment) -> bool:
        """Return whether a promise is open and its owner is gone (left the company, or erased)."""
        return promise.state == "open" and promise.id in self.left_promises

    def whose(self, promise: Commitment) -> str:
        """Return the name of the colleague who keeps track of a promise, or "" for the person."""
        return "" if promise.owner_id == self.person.id else self.owners.get(promise.owner_id, "")

    @property
    def own(self) -> Reflection | None:
        """The person's newest reflection, or None."""
        return next((row for row in self.reflections if row.author_id == self.person.id), None)

    def figures(self) -> TalkFigures | None:
        """Return the figures of the person's last measured call with the account.

        Return None if that call is not before this one, or if the person reflected on a later call.
        """
        row, own = self.measured, self.own
        if (
            row is None
            or row.called_at >= self.call.starts_at
            or (own is not None and own.called_at > row.called_at)
        ):
            return None
        return from_stored(row.figures)

    def talked_most(self) -> bool:
        """Return whether the rep talked more than the buyer in the last call.

        Return False if figures about a person are switched off, even if the rep said so.
        """
        return self._last_answers()[0] in ("more_me", "mostly_me")

    def pitched_early(self) -> bool:
        """Return whether the rep pitched in the first third of the last call.

        Return False if figures about a person are switched off, even if the rep said so.
        """
        return self._last_answers()[1] == "first_third"

    def _last_answers(self) -> tuple[Talk | None, FirstPrescribed | None]:
        if self.figures_off:
            return None, None
        figures, own, row = self.figures(), self.own, self.measured
        if figures and row and own and own.called_at < row.called_at:
            own = None  # the answers are about an earlier call than the measured one
        talk = (as_answers.talk(figures) if figures else None) or (own.talk if own else None)
        is_firm = figures and as_answers.is_firm(figures.first_proposal)
        pitched = as_answers.first_prescribed(figures) if figures and is_firm else None
        return talk, pitched or (own.first_prescribed if own else None)

    @property
    def heard(self) -> list[Reflection]:
        """The reflections that have the buyer's words, newest first."""
        return [reflection for reflection in self.reflections if reflection.heard]

    def said(self, reflection: Reflection) -> list[HeardPart]:
        """Divide the buyer's words in a reflection by speaker.

        The result is cached, because briefs call this often.
        """
        key = reflection.id, reflection.heard, reflection.heard_from
        if key not in self._parts:
            self._parts[key] = self._divided(reflection)
        return self._parts[key]

    def _divided(self, reflection: Reflection) -> list[HeardPart]:
        speaker = self.speakers.get(reflection.heard_from or 0)
        people = [*([speaker] if speaker else []), *self.coming, *self.on_file]
        by_name = {contact.name: contact for contact in reversed(people)}
        parts = by_speaker(reflection.heard, by_name.keys(), speaker.name if speaker else "")
        return [
            HeardPart(
                by_name.get(part.who),
                part.who,
                part.note,
                theirs(part.note, part.who),
                part.labelled,
            )
            for part in parts
        ]

    @property
    def stage(self) -> Stage:
        """The stage of the opportunity."""
        return self.account.stage

    def found(self) -> dict[str, datetime]:
        """Return when each research question was last answered (UTC), by question id."""
        return {finding.question_id: finding.found_at for finding in self.findings}


async def gather(session: AsyncSession, person: Person, seated: Seated) -> Facts:
    """Gather what the person may see about a call."""
    (facts,) = await gather_all(session, [(person, seated)])
    return facts


async def gather_all(session: AsyncSession, wanted: Sequence[tuple[Person, Seated]]) -> list[Facts]:
    """Gather what each person may see about a call, in a fixed number of queries.

    `wanted` must not be empty.
    """
    await session.flush()  # `call_histories` does not see the session's pending changes
    seats = {(seated.call.id, person.id) for person, seated in wanted}
    account_ids = {seated.account.id for _, seated in wanted}
    around = await call_histories.read(
        session,
        [(person.id, seated.call) for person, seated in wanted],
        openings=NO_REPEAT_WITHIN,
        reflections=REFLECTION_LIMIT,
        answers=ANSWER_LIMIT,
    )
    read = await reflections.by_ids(
        session, {id_ for each in around.values() for id_ in each.reflections}
    )
    said_by = {row.heard_from for row in read.values() if row.heard_from is not None}
    speakers = await accounts.contacts_by_id(session, said_by)
    labelled = {row.account_id for row in read.values() if _names_others(row, speakers)}
    on_file = await accounts.contacts(session, labelled) if labelled else {}
    answered = await asks.answers(
        session, {id_ for each in around.values() for id_ in each.answers}
    )
    helped = await help_requests.by_ids(
        session, {id_ for each in around.values() for id_ in each.help}
    )
    coming = await accounts.attendees(session, {call_id for call_id, _ in seats})
    unnamed = {seated.account.id for _, seated in wanted if seated.call.id not in coming}
    may_come = await accounts.contacts(session, unnamed) if unnamed else {}
    findings = await research.findings(session, account_ids)
    earliest = min(seated.call.starts_at for _, seated in wanted) - SETTLED_LATELY
    promised = await commitments.of_accounts_with_owners(
        session, account_ids, settled_since=earliest
    )
    measured = await transcripts.last_with_accounts(
        session,
        [(person, seated.account.id) for person, seated in wanted],
        max(seated.call.starts_at for _, seated in wanted),
    )
    crm_kinds = {key: each.crm for key, each in around.items() if each.crm}
    in_crm = await crm.of_accounts(session, account_ids) if crm_kinds else {}
    with_accounts = [(person, seated.account.id) for person, seated in wanted]
    met = await met_guests.with_accounts(session, with_accounts)
    heard = await transcripts.heard_with_accounts(session, with_accounts) if measured else {}
    earlier = {
        (seated.call.id, person.id): [
            one
            for one in met.get((person.id, seated.account.id), ())
            if one.starts_at < seated.call.starts_at
            and one.starts_at not in around[seated.call.id, person.id].missed
        ]
        for person, seated in wanted
    }
    return [
        Facts(
            person,
            seat,
            call,
            account,
            coming=coming.get(call.id, ()),
            may_come=() if call.id in coming else may_come.get(account.id, ())[:CONTACT_LIMIT],
            guesses=around[call.id, person.id].guesses,
            findings=findings.get(account.id, ()),
            reflections=[
                read[id_] for id_ in around[call.id, person.id].reflections if id_ in read
            ],
            promises=[
                promise
                for promise in promised.of_accounts.get(account.id, ())
                if _is_news(promise, call.starts_at - SETTLED_LATELY)
            ],
            left_promises=promised.left,
            owners=promised.owners,
            met_before=around[call.id, person.id].met_before
            or call.invitation == "running"
            or bool(earlier[call.id, person.id]),
            last_openings=around[call.id, person.id].openings,
            with_us=around[call.id, person.id].with_us,
            missed=around[call.id, person.id].missed,
            last_call_at=around[call.id, person.id].last_call_at,
            last_kind=around[call.id, person.id].last_kind,
            last_title=around[call.id, person.id].last_title,
            in_earlier_call=frozenset(around[call.id, person.id].in_earlier_call)
            | _met_contacts(coming.get(call.id, ()), earlier[call.id, person.id])
            | who_spoke(
                coming.get(call.id, ()), heard.get((person.id, account.id), ()), call.starts_at
            ),
            speakers=speakers,
            on_file=on_file.get(account.id, ()),
            quoted=_quoted(around[call.id, person.id].texts),
            last_goal=around[call.id, person.id].last_goal,
            wrong_guesses=around[call.id, person.id].wrong_guesses,
            open_guesses=around[call.id, person.id].open_guesses,
            answers=[
                answered[id_] for id_ in around[call.id, person.id].answers if id_ in answered
            ],
            skipped=frozenset(around[call.id, person.id].skipped),
            not_worth=frozenset(around[call.id, person.id].not_worth),
            asked_before=frozenset(" ".join(around[call.id, person.id].researched).split()),
            measured=measured.get((person.id, account.id)),
            help=[helped[id_] for id_ in around[call.id, person.id].help if id_ in helped],
            met_on=sorted({one.starts_at for one in earlier[call.id, person.id]}),
            figures_off=around[call.id, person.id].figures_off,
            public_sources=around[call.id, person.id].public_sources,
            crm=_from_crm(crm_kinds.get((call.id, person.id)), in_crm.get(account.id)),
        )
        for person, (seat, call, account) in wanted
    ]


async def by_pair(
    session: AsyncSession, wanted: Collection[tuple[Person, int]]
) -> dict[tuple[int, int], Facts]:
    """Return the facts of planned calls, by call id and person id.

    `wanted` has people and call ids. Calls without this person are left out.
    """
    seats = await calls.seated(session, [(call_id, person.id) for person, call_id in wanted])
    there = [
        (person, seats[call_id, person.id])
        for person, call_id in wanted
        if (call_id, person.id) in seats
    ]
    found = await gather_all(session, there) if there else []
    return {(facts.call.id, facts.person.id): facts for facts in found}


def _from_crm(
    kind: CrmKind | None, found: tuple[CrmCompany, Sequence[CrmDeal]] | None
) -> FromCrm | None:
    return FromCrm(kind, *found) if kind and found else None


def _met_contacts(coming: Iterable[Contact], met: Collection[Met]) -> frozenset[int]:
    """Return the ids of the contacts who were in these meetings.

    We store no private addresses of contacts. If somebody with a private address was there, we
    assume that they were the contacts without an address.
    """
    addresses = {one.address for one in met}
    privately = any(mail.is_shared(mail.domain_of(one)) for one in addresses)
    return frozenset(
        each.id for each in coming if (each.email in addresses if each.email else privately)
    )


def _quoted(texts: Iterable[str]) -> frozenset[int]:
    wordings = " ".join(texts).split()
    return frozenset(id_ for each in wordings if (id_ := quoted_in(each)) is not None)


def _names_others(reflection: Reflection, speakers: Mapping[int, Contact]) -> bool:
    speaker = speakers.get(reflection.heard_from or 0)
    return names_others(reflection.heard, speaker.name if speaker else "")


def _is_news(promise: Commitment, since: datetime) -> bool:
    return promise.state == "open" or (
        promise.settled_at is not None and promise.settled_at >= since
    )
