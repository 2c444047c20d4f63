"""The facts that we know about a person's call, for briefs, nudges and forms.

The facts include only what the person may see: their own words, and what colleagues shared.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple

from handlers.coaching.buyer_words.note_parts import NotePart, by_speaker
from handlers.coaching.buyer_words.their_words import is_all_theirs, theirs
from handlers.coaching.buyer_words.whose_words import may_be_theirs
from handlers.transcripts.lines import as_answers
from handlers.transcripts.records import TalkFigures
from handlers.transcripts.stored import from_stored
from storage.choices import CallKind, CrmKind, FirstPrescribed, Stage, Talk
from storage.marketing.ask_notes import Answered
from storage.rights.erasure.names import FORMER_CONTACT
from storage.sales_calls.call_histories import GuessRead, NoteRead
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
from storage.team.help_requests import HelpWithCall


def known_name(contact: Contact | None) -> str:
    """Return a contact's name, or "" if the contact was erased."""
    return contact.name if contact and not contact.erased_at else ""


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
        every = len(self.words.splitlines()) == len(self.note.splitlines())
        return every and is_all_theirs(self.note, self.who)


class FromCrm(NamedTuple):
    """What the company's CRM says about an account."""

    kind: CrmKind
    company: CrmCompany
    deals: Sequence[CrmDeal]  # the open deals, ordered by close date
    may_write: bool = True


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
    # The account's promises, ours and theirs, that are open, or were settled at most 60 days before
    # the call.
    promises: Sequence[Commitment]
    # Whether any of us had an earlier call with the account, according to the calls on file and the
    # person's calendars.
    met_before: bool
    # Wordings of the openings in the person's other calls, newest first.
    last_openings: Sequence[str]
    left_promises: Collection[int] = ()  # ids of promises whose owner is gone
    owners: Mapping[int, str] = field(default_factory=dict)  # names of the promises' owners, by id
    with_us: Sequence[str] = ()  # names of colleagues who are also in the call
    # The start (UTC) of the person's last call with the account before this one, or None. If this
    # call is next week, the last call before it may be tomorrow. Missed calls, to which nobody from
    # the account came, do not count. We look only at the three calls before this one that
    # `history_queries.last_calls` selects. If all three were missed, `last_call_at` is None.
    last_call_at: datetime | None = None
    # The starts (UTC, oldest first) of the missed calls between `last_call_at` and this call.
    missed: Sequence[datetime] = ()
    # The kind of the call at `last_call_at`, or "" if nobody set its kind.
    last_kind: CallKind | Literal[""] = ""
    last_title: str = ""  # the title of the call at `last_call_at`, or ""
    # Ids of contacts who are in this call and were in an earlier one, according to calls on file,
    # the person's calendars or transcripts.
    in_earlier_call: frozenset[int] = frozenset()
    # The contacts whose words are in `reflections`, by id.
    speakers: Mapping[int, Contact] = field(default_factory=dict)
    # The account's contacts, if we need their names to find out who said what. We need the names if
    # a note in `reflections` has no speaker, or if it names somebody other than its speaker.
    # Otherwise empty.
    on_file: Sequence[Contact] = ()
    # Ids of reflections that we quoted to the person for other calls with the account.
    quoted: frozenset[int] = frozenset()
    last_goal: str = ""  # the goal of the person's last call with a reflection
    # The person's wrong guesses about the call of `last_goal`.
    wrong_guesses: Sequence[str] = ()
    # The guesses about the call of `last_goal` that the person did not ask the customer about.
    open_guesses: Sequence[str] = ()
    # Marketing's answers to the person's asks about the account, newest first.
    answers: Sequence[Answered] = ()
    skipped: frozenset[str] = frozenset()  # ids of research questions skipped for this call
    not_worth: frozenset[str] = frozenset()  # ids of research questions skipped for the account
    # Ids of the research questions for the person's other calls with the account.
    asked_before: frozenset[str] = frozenset()
    # Ids of the research questions for some of the person's other calls: those whose research is
    # due on the same evening as this call's research. These calls may be with any account.
    asked_then: frozenset[str] = frozenset()
    notes: Sequence[NoteRead] = ()  # the person's own notes about the account, newest first
    # The figures of the person's last measured call with the account, if the person saw them. The
    # call may be later than this one, so use `figures()`.
    measured: MeasuredCall | None = None
    # When the person met somebody from the account before this call (UTC, oldest first), according
    # to their calendars.
    met_on: Sequence[datetime] = ()
    has_calendar: bool = False  # whether the person has a calendar connected
    figures_off: bool = False  # whether the workspace has switched off figures about a person
    crm: FromCrm | None = None  # None without a CRM, or if the account has not been looked up yet
    public_sources: bool = False  # whether accounts are looked up in public sources
    help: Sequence[HelpWithCall] = ()  # the person's requests for help with this call, oldest first
    _parts: dict[tuple[int, str, int | None], list[HeardPart]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def owner_has_left(self, promise: Commitment) -> bool:
        """Return whether a promise is open and its owner is gone (left the company, or erased)."""
        return promise.state == "open" and promise.id in self.left_promises

    def whose(self, promise: Commitment) -> str:
        """Return which colleague keeps track of a promise, or "" if the person does."""
        return "" if promise.owner_id == self.person.id else self.owners.get(promise.owner_id, "")

    @cached_property
    def own(self) -> Reflection | None:
        """The person's newest reflection, or None."""
        return next((row for row in self.reflections if row.author_id == self.person.id), None)

    def figures(self) -> TalkFigures | None:
        """Return the figures of the person's last measured call with the account.

        Return None if the measured call is not before this one. Also return None if the person
        reflected on a call that came after the measured call.
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

        If figures about a person are switched off, always return False.
        """
        return self._last_answers()[0] in ("more_me", "mostly_me")

    def pitched_early(self) -> bool:
        """Return whether the rep pitched in the first third of the last call.

        If figures about a person are switched off, always return False.
        """
        return self._last_answers()[1] == "first_third"

    def _last_answers(self) -> tuple[Talk | None, FirstPrescribed | None]:
        """Return who talked more in the last call, and when the rep pitched."""
        if self.figures_off:
            return None, None
        figures, own, row = self.figures(), self.own, self.measured
        if figures and row and own and own.called_at < row.called_at:
            own = None  # this reflection is about a call before the measured call
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
        """Do what `said` does, without the cache."""
        speaker = self.speakers.get(reflection.heard_from or 0)
        people = [*([speaker] if speaker else []), *self.coming, *self.on_file]
        by_name = {contact.name: contact for contact in reversed(people) if not contact.erased_at}
        known = {*by_name, FORMER_CONTACT}
        parts = by_speaker(reflection.heard, known, known_name(speaker))
        if speaker and speaker.erased_at:
            by_name[speaker.name] = speaker
            parts = [replace(part, who=part.who or speaker.name) for part in parts]
        return [
            HeardPart(
                by_name.get(part.who),
                part.who,
                part.note,
                theirs(self._may_be_theirs(part, by_name), part.who),
                part.labelled,
            )
            for part in parts
        ]

    def _may_be_theirs(self, part: NotePart, names: Collection[str]) -> str:
        """Return the lines of a note that can be a customer's own words."""
        if part.who or part.labelled:
            return part.note
        lines = part.note.splitlines()
        return "\n".join(line for line in lines if may_be_theirs(line, names, self.account.name))

    @property
    def stage(self) -> Stage:
        """The stage of the account."""
        return self.account.stage

    def answered_at(self) -> dict[str, datetime]:
        """Return when each research question was last answered (UTC), by question id."""
        return {finding.question_id: finding.found_at for finding in self.findings}
