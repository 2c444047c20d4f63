"""Which meetings are sales calls, and why: meetings as reps have them, each with its answer."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sources.calendars import subjects
from handlers.sources.calendars.sales_calls import MAX_SOLD_TO, Judgement, Known, judge
from handlers.sources.calendars.titles import MAX_TITLE
from handlers.sources.records import Attendee, CalendarEvent
from handlers.views.meetings.meeting_reasons import why
from storage.choices import MeetingReason, MeetingVerdict
from storage.tables import MeetingAnswer
from tests.shipped import SHIPPED_PLAYBOOK

TEN = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
NORTHWIND, HALDEN, DENTAL, LUNCH = 1, 2, 3, 4
KNOWN = Known(
    words=SHIPPED_PLAYBOOK.meetings,
    own_domains=frozenset({"ours.example", "ours-labs.example", "ours.onmicrosoft.com"}),
    colleagues=frozenset({"lena@ours.example", "freelancer@gmail.com"}),
    contacts={
        "jana@northwind.example": frozenset({NORTHWIND}),
        "max.private@gmail.com": frozenset({NORTHWIND}),
        "ann@consultants.example": frozenset({NORTHWIND, HALDEN}),
        "every@where.example": frozenset({NORTHWIND}),
    },
    elsewhere={"mira@elsewhere.example": frozenset({NORTHWIND})},
    everywhere=frozenset({"every@where.example"}),
    companies={
        "northwind.example": NORTHWIND,
        "halden.co.uk": HALDEN,
        "halden.onmicrosoft.com": HALDEN,
        "ours-labs.example": HALDEN,  # our own company comes first
    },
    names={
        "northwind": frozenset({NORTHWIND}),
        "halden": frozenset({HALDEN}),
        "halden & sons": frozenset({HALDEN}),
        "dentist group": frozenset({DENTAL}),
        "lunch & co": frozenset({LUNCH}),
        "h&m": frozenset({5}),
        "kestrel": frozenset({6, 7}),  # Kestrel GmbH and Kestrel Inc.
    },
)
JANA, SAM = "jana@northwind.example", "sam@halden.co.uk"
TOMAS, MIA = "tomas@ours.example", "mia@ours-labs.example"
ANN, MAX = "ann.li@acme.example", "max@gmail.com"


PLAIN = CalendarEvent(
    uid="1@calendar.example",
    starts_at=TEN,
    ends_at=TEN + timedelta(minutes=30),
    zone="Europe/Berlin",
)
WEEKLY = replace(PLAIN, original_start=TEN)
GUESTLESS = replace(PLAIN, guests_unknown=True)
OWN = replace(PLAIN, is_own=True)  # Lena organizes it


@dataclass(frozen=True)
class Case:
    """A meeting, and what it is to be taken for."""

    title: str
    guests: tuple[str, ...]
    verdict: MeetingVerdict
    reason: MeetingReason
    accounts: tuple[int, ...] = ()
    like: CalendarEvent = PLAIN


def call(title: str, guests: tuple[str, ...], reason: MeetingReason, account: int) -> Case:
    """A meeting that is a call with an account."""
    return Case(title, guests, "call", reason, (account,))


def ask(title: str, guests: tuple[str, ...], reason: MeetingReason, *accounts: int) -> Case:
    """A meeting that its owner is asked about; `accounts` are there to choose from."""
    return Case(title, guests, "ask", reason, accounts)


def no(
    title: str, guests: tuple[str, ...], reason: MeetingReason, like: CalendarEvent = PLAIN
) -> Case:
    """A meeting that is no call."""
    return Case(title, guests, "no", reason, (), like)


CASES = [
    # what is nothing to prepare for
    no("Northwind demo", (JANA,), "cancelled", replace(PLAIN, state="cancelled")),
    no("Northwind demo", (JANA,), "declined", replace(PLAIN, state="declined")),
    no("Jana's birthday", (JANA,), "not a meeting", replace(PLAIN, is_meeting=False)),
    no("Northwind on site", (JANA,), "all day", replace(PLAIN, all_day=True)),
    no("Northwind demo", (JANA,), "private", replace(PLAIN, private=True)),
    no("Busy", (), "only busy", replace(PLAIN, only_busy=True)),
    no("Northwind demo", (JANA,), "cancelled", replace(PLAIN, state="cancelled", all_day=True)),
    # words, whoever comes
    no("Birthday drinks for Jana", (JANA,), "word in the title"),
    no("Interview: Jana Novak", (JANA,), "word in the title"),
    no("Interviews, round 2", (ANN,), "word in the title"),
    no("Bewerbungsgespräch Ann Li", (ANN,), "word in the title"),
    no("BEWERBUNGSGESPRÄCH", (ANN,), "word in the title"),
    no("Geburtstag Oma", (), "word in the title"),
    no("Offer letter: Ann Li", (ANN,), "word in the title"),
    no("Private", (MAX,), "word in the title"),
    no("Privileged & confidential: settlement", (SAM,), "word in the title"),
    no("Focus time", (), "word in the title"),
    no("OOO: Northwind", (), "word in the title"),
    no("Entretien d’embauche", (ANN,), "word in the title"),
    # words, unless somebody who is known comes
    no("Dentist", (), "word in the title"),
    no("Dentist", ("praxis@smile.example",), "word in the title"),
    no("Zahnarzt", (), "word in the title"),
    no("Lunch", (MAX,), "word in the title"),
    no("Lunch with Ann", (ANN,), "word in the title"),
    no("Vendor review: Acme", (ANN,), "word in the title"),
    call("Supplier day", (JANA,), "known contact", NORTHWIND),
    call("Lunch with Jana", (JANA,), "known contact", NORTHWIND),
    call("Mittagessen mit Jana", (JANA,), "known contact", NORTHWIND),
    call("Coffee", ("sam@eu.halden.co.uk",), "known company", HALDEN),
    no("Mittagessen", (TOMAS,), "only colleagues"),
    no("1:1 Tomas / Lena", (TOMAS,), "only colleagues"),
    no("1-1", (TOMAS,), "only colleagues"),
    call("1:1 Jana / Lena", (JANA,), "known contact", NORTHWIND),
    no("Prep Northwind demo", (TOMAS,), "word in the title"),
    no("Northwind prep", (), "word in the title"),
    no("Pipeline review: Northwind", (TOMAS,), "word in the title"),
    no("Weekly forecast", (TOMAS, MIA), "only colleagues"),
    no("focus", (), "word in the title"),
    no("Hold", (TOMAS,), "only colleagues"),
    ask("Hold", (ANN,), "another company"),
    ask("1:1 Ann / Lena", (ANN,), "another company"),
    ask("Pipeline inspection", (ANN,), "another company"),
    ask("Coffee", (MAX,), "private address"),
    ask("Travel policy", (ANN,), "another company"),
    no("Travel to Northwind", (), "word in the title"),
    no("Dinner", (ANN, MAX), "word in the title"),
    # words that are none: parts of words, other meanings, names of accounts
    ask("Interviewing tools at Acme", (ANN,), "another company"),
    ask("Private equity intro", (ANN,), "another company"),
    ask("Customer interview: Ann", (ANN,), "another company"),
    ask("Focus Ventures intro", (ANN,), "another company"),
    ask("Launch plan", (ANN,), "another company"),
    call("Dentist Group demo", (), "named in the title", DENTAL),
    call("Lunch & Co: pricing", ("ann@lunch-co.example",), "named in the title", LUNCH),
    # too many guests
    no(
        "Northwind town hall and demo",
        (JANA, *(f"g{number}@northwind.example" for number in range(MAX_SOLD_TO))),
        "too many guests",
    ),
    call(
        "Northwind steering",
        (JANA, *(f"g{number}@northwind.example" for number in range(MAX_SOLD_TO - 1))),
        "known contact",
        NORTHWIND,
    ),
    no("All of us", tuple(f"c{number}@ours.example" for number in range(30)), "only colleagues"),
    no("Lunch", tuple(f"g{number}@acme.example" for number in range(30)), "word in the title"),
    # nobody from outside
    no("Team sync", (TOMAS,), "only colleagues"),
    no("Quarterly plan", (TOMAS, MIA), "only colleagues"),
    no("Quarterly plan", ("t@eu.ours.example", "x@ours.onmicrosoft.com"), "only colleagues"),
    no("Quarterly plan", ("freelancer@gmail.com",), "only colleagues"),
    no("Quarterly plan", ("tomas_ours.example#EXT#@x.onmicrosoft.com",), "only colleagues"),
    no("Quarterly plan", ("/o=ExchangeLabs/cn=tomas",), "only colleagues"),
    ask("Northwind next steps", (TOMAS,), "named among colleagues", NORTHWIND),
    no("Northwind and Halden", (TOMAS,), "only colleagues"),
    no("Write-up", (), "word in the title"),
    no("Board deck", (), "nobody else"),
    no("Board deck", (), "no guest lists", GUESTLESS),
    no("Team retro: Toradex", (), "word in the title", GUESTLESS),
    Case("Demo for Toradex", (), "ask", "perhaps named", like=GUESTLESS),
    Case("Northwind demo", (), "call", "named in the title", (NORTHWIND,), GUESTLESS),
    Case("Demo for Toradex", (), "ask", "title alone"),
    Case("Cedar Creek Vet Lab - pricing questions", (), "ask", "title alone"),
    no("Toradex", (), "nobody else"),
    call("Northwind", (), "named in the title", NORTHWIND),
    call("RE: [Northwind] weekly", (), "named in the title", NORTHWIND),
    call("northwind/us: yard", (), "named in the title", NORTHWIND),
    call("Lena <> Halden & Sons", (), "named in the title", HALDEN),
    call("H&M x Ours", (), "named in the title", 5),
    no("Kestrel weekly", (), "several named"),
    ask("Kestrel weekly", (ANN,), "several accounts", 6, 7),
    no("Northwinds of change", (), "nobody else"),
    no("Northwind, Halden", (), "several named"),
    no("", (), "nobody else"),
    call("Northwind", ("room-4@resource.calendar.google.com",), "named in the title", NORTHWIND),
    call("Northwind", ("no-reply@zoom.example",), "named in the title", NORTHWIND),
    # somebody from outside
    call("Catch-up", (JANA, TOMAS), "known contact", NORTHWIND),
    call("Catch-up", ("Jana@Northwind.Example",), "known contact", NORTHWIND),
    call("Catch-up", ("new@northwind.example",), "known company", NORTHWIND),
    call("Catch-up", ("new@mail.halden.co.uk",), "known company", HALDEN),
    call("Catch-up", ("new@halden.onmicrosoft.com",), "known company", HALDEN),
    call("Catch-up", ("max.private@gmail.com",), "known contact", NORTHWIND),
    call("Catch-up", ("new_northwind.example#EXT#@ours.example",), "known company", NORTHWIND),
    # perhaps a reseller brings a customer along
    ask("Catch-up", (JANA, "someone@partner.example"), "several accounts", NORTHWIND),
    ask("Intro (via Northwind)", (JANA, ANN), "several accounts", NORTHWIND),
    call("Northwind weekly", (JANA, "someone@partner.example"), "known contact", NORTHWIND),
    call("Northwind", ("sam@halden.co.uk",), "known company", HALDEN),
    ask("Both of you", (JANA, SAM), "several accounts", NORTHWIND, HALDEN),
    call("Northwind: rollout", (JANA, SAM), "named in the title", NORTHWIND),
    ask("Northwind and Halden", (JANA, SAM), "several accounts", NORTHWIND, HALDEN),
    ask("Catch-up", ("ann@consultants.example",), "several accounts", NORTHWIND, HALDEN),
    ask("Intro", (ANN,), "another company"),
    ask("Intro", ("someone@acme.onmicrosoft.com",), "another company"),
    ask("Intro", (ANN, MAX), "another company"),
    ask("Northwind intro", (ANN,), "another company", NORTHWIND),  # Acme's, perhaps
    call("Northwind intro", ("d@northwind-us.example",), "named in the title", NORTHWIND),
    call("Northwind, Halden", ("d@northwind.test",), "named in the title", NORTHWIND),
    # contacts at another company's address, and those who are in every meeting
    ask("Catch-up", ("mira@elsewhere.example",), "contact elsewhere", NORTHWIND),
    ask("Northwind", ("mira@elsewhere.example",), "contact elsewhere", NORTHWIND),
    call("Catch-up", ("mira@elsewhere.example", SAM), "known company", HALDEN),
    ask("Catch-up", ("every@where.example",), "another company"),
    call("Catch-up", ("every@where.example", SAM), "known company", HALDEN),
    ask("Northwind, Halden", (ANN,), "several accounts", NORTHWIND, HALDEN),
    ask("30 min meeting between Lena and Max", (MAX,), "private address"),
    ask("Intro", ("max@hotmail.com.br", "li@hey.com"), "private address"),
    call("Northwind: yard", (MAX,), "named in the title", NORTHWIND),
    ask("Intro", ("notetaker@fathom.video", MAX), "private address"),
    # Lena invited people of one company, and nothing suggests something else
    Case("Intro", (ANN,), "call", "you invited them", (), OWN),
    Case("Acme: pricing", (ANN, "bo@acme.example", TOMAS), "call", "you invited them", (), OWN),
    Case("Weekly", (ANN,), "call", "you invited them", (), replace(OWN, original_start=TEN)),
    Case("Intro", (ANN, "x@beta.example"), "ask", "another company", (), OWN),
    Case("Intro", (ANN, MAX), "ask", "another company", (), OWN),
    Case("Intro", (MAX,), "ask", "private address", (), OWN),
    Case("Acme: our renewal", (ANN,), "ask", "another company", (), OWN),
    Case("Team stand-up", (ANN,), "ask", "another company", (), OWN),
    Case("Intro via Deloitte", (ANN,), "ask", "another company", (), OWN),
    Case("Northwind intro", (ANN,), "ask", "another company", (NORTHWIND,), OWN),
    Case("Intro", (ANN, "mira@elsewhere.example"), "ask", "contact elsewhere", (NORTHWIND,), OWN),
    Case("Plan", ("mia@ours.com",), "ask", "another company", (), OWN),  # perhaps ours, too
    Case("Interview", (ANN,), "no", "word in the title", (), OWN),
    Case("Intro", (JANA,), "call", "known contact", (NORTHWIND,), OWN),
]


def meeting(case: Case) -> CalendarEvent:
    """The event of a case."""
    guests = tuple(Attendee(email=one) for one in case.guests)
    return replace(case.like, title=case.title, attendees=guests)


@pytest.mark.parametrize(
    ("title", "verdict", "sentence"),
    [
        ("Quarterly plan", "no", "Nobody from outside is invited."),
        ("Northwind", "ask", "Nobody from outside is invited, but the title names an account."),
    ],
)
def test_of_a_list_with_only_who_organizes_it_the_reason_is_true(
    title: str, verdict: str, sentence: str
) -> None:
    for email in ("lena@ours.example", "l.brandt@ours.example"):  # a colleague, or an alias
        alone = (Attendee("", email, organizes=True),)
        judged = judge(replace(PLAIN, title=title, attendees=alone), KNOWN)
        assert (judged.verdict, why(judged.reason)) == (verdict, sentence)


def test_to_a_customer_who_invites_us_we_are_the_vendor() -> None:
    for organizes, verdict in ((True, "ask"), (False, "no")):
        guests = (Attendee("", ANN, organizes=organizes),)
        judged = judge(replace(PLAIN, title="Vendor call", attendees=guests), KNOWN)
        assert judged.verdict == verdict


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.title[:40]} {case.guests[:2]}")
def test_a_meeting_is_taken_for_what_it_is(case: Case) -> None:
    judged = judge(meeting(case), KNOWN)
    assert (judged.verdict, judged.reason) == (case.verdict, case.reason)
    assert judged.accounts == case.accounts


def test_there_are_enough_of_every_reason() -> None:
    assert len(CASES) >= 60
    unasked = {"you said yes", "you said no", "asleep", "held in doubt"}  # see below
    assert {case.reason for case in CASES} == set(get_args(MeetingReason)) - unasked


@pytest.mark.parametrize(
    ("title", "guests", "word"),
    [
        ("Job interviews, round 2", (ANN,), "interview"),
        ("Lunch: dentist", (ANN,), "lunch"),
        ("Northwind prep", (), "prep"),
        ("Focus", (), "focus"),
        ("Customer interview, then lunch", (MAX,), "lunch"),
        ("Northwind demo and lunch", (JANA,), ""),
    ],
)
def test_the_word_that_rules_a_meeting_out_is_named(
    title: str, guests: tuple[str, ...], word: str
) -> None:
    event = meeting(Case(title, guests, "no", "word in the title", (), PLAIN))
    assert judge(event, KNOWN).word == word


def test_a_private_meeting_is_looked_at_if_its_owner_wants_that() -> None:
    event = meeting(
        Case("Northwind demo", (JANA,), "call", "known contact", (), replace(PLAIN, private=True))
    )
    assert judge(event, replace(KNOWN, private_meetings=True)).reason == "known contact"


def said(about: str, answer: str) -> dict[str, MeetingAnswer]:
    """What a person said: "yes", "no", "asleep", or with which account a meeting is."""
    remembered = MeetingAnswer(
        person_id=1,
        about=about,
        tenant="slack:T1",
        is_call=answer != "no",
        account_id=HALDEN if answer == "with Halden" else None,
        asleep=answer == "asleep",
        answered_at=TEN,
    )
    return {about: remembered}


ITSELF, SERIES, ACME = "meeting:1@calendar.example", "series:1@calendar.example", "acme.example"
Answered = tuple[str, tuple[str, ...], str, str, MeetingVerdict, MeetingReason, int | None]
ANSWERS: list[Answered] = [
    # about the meeting itself, or its series: before words and guests
    ("Lunch", (ANN,), ITSELF, "with Halden", "call", "you said yes", HALDEN),
    ("Demo", (JANA,), ITSELF, "no", "no", "you said no", None),
    ("Weekly", (JANA,), SERIES, "no", "no", "you said no", None),
    ("Weekly", (JANA,), SERIES, "asleep", "no", "asleep", None),
    ("Weekly", (ANN,), SERIES, "with Halden", "call", "you said yes", HALDEN),
    ("Weekly", (JANA,), SERIES, "yes", "call", "you said yes", NORTHWIND),
    # about a guest or a domain
    ("Intro", (ANN,), f"domain:{ACME}", "with Halden", "call", "you said yes", HALDEN),
    ("Intro", (f"x@eu.{ACME}",), f"domain:{ACME}", "no", "no", "you said no", None),
    ("Intro", (MAX,), f"guest:{MAX}", "no", "no", "you said no", None),
    ("Intro", (ANN, MAX), f"guest:{MAX}", "no", "ask", "another company", None),
    ("Intro", (ANN, MAX), f"domain:{ACME}", "no", "ask", "private address", None),
    ("Sync", (JANA, ANN), f"domain:{ACME}", "no", "call", "known contact", NORTHWIND),
    ("Sync", (JANA,), f"guest:{JANA}", "with Halden", "call", "you said yes", HALDEN),
    ("Intro", (MAX,), "domain:gmail.com", "no", "ask", "private address", None),
    # words rule out a meeting with a guest about whom they said yes
    ("Interview", (ANN,), f"domain:{ACME}", "with Halden", "no", "word in the title", None),
    ("Lunch", (ANN,), f"domain:{ACME}", "with Halden", "call", "you said yes", HALDEN),
]


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: f"{row[0]}, {row[2]}: {row[3]}")
def test_what_a_person_said_is_remembered(row: Answered) -> None:
    title, guests, about, answer, *expected = row
    like = WEEKLY if about == SERIES else PLAIN
    event = meeting(Case(title, guests, "ask", "another company", (), like))
    judged = judge(event, replace(KNOWN, answers=said(about, answer)))
    assert [judged.verdict, judged.reason, judged.account_id] == expected


def test_what_was_said_about_one_meeting_of_a_series_comes_before_the_series() -> None:
    event = meeting(Case("Weekly", (JANA,), "call", "known contact", (), WEEKLY))
    itself, _ = subjects.of_meeting(event)
    answers = said(SERIES, "asleep") | said(itself, "with Halden")
    assert judge(event, replace(KNOWN, answers=answers)).account_id == HALDEN


def test_nobody_can_make_a_call_of_what_is_cancelled() -> None:
    event = meeting(no("Demo", (JANA,), "cancelled", replace(PLAIN, state="cancelled")))
    judged = judge(event, replace(KNOWN, answers=said(ITSELF, "with Halden")))
    assert judged.reason == "cancelled"


@pytest.mark.parametrize(
    ("case", "about"),
    [
        (ask("Intro", (ANN,), "another company"), "domain:acme.example"),
        (ask("Intro", (ANN, TOMAS, MAX), "another company"), "domain:acme.example"),
        (
            ask("Intro", (ANN, "x@beta.example"), "another company"),
            "meeting:1@calendar.example",
        ),
        (ask("Intro", (MAX,), "private address"), f"guest:{MAX}"),
        (ask("Intro", (MAX, "li@hey.com"), "private address"), "meeting:1@calendar.example"),
        (ask("Both", (JANA, SAM), "several accounts"), "meeting:1@calendar.example"),
        (ask("Northwind", (TOMAS,), "named among colleagues"), "meeting:1@calendar.example"),
        (
            Case("Intro", (ANN,), "ask", "another company", (), WEEKLY),
            "series:1@calendar.example",
        ),
    ],
)
def test_an_answer_is_about_as_much_as_it_can_be(case: Case, about: str) -> None:
    event = meeting(case)
    judged = judge(event, KNOWN)
    assert (judged.verdict, judged.reason) == (case.verdict, case.reason)
    assert subjects.of_question(event, judged.reason, judged.theirs) == about
    assert about in subjects.every_subject(event)
    refused = judge(event, replace(KNOWN, answers=said(about, "no")))
    # the other guest may still be asked about
    assert refused.reason in {"you said no", "private address"}


def test_guests_from_outside_are_named() -> None:
    event = meeting(ask("Intro", (ANN, TOMAS, MAX, "noreply@acme.example"), "another company"))
    assert [one.email for one in judge(event, KNOWN).theirs] == [ANN, MAX]


def test_without_company_domains_a_colleague_is_asked_about_once() -> None:
    bare = Known(words=KNOWN.words)
    event = meeting(ask("Plan", (TOMAS,), "another company"))
    judged = judge(event, bare)
    assert judged == Judgement("ask", "another company", (), event.attendees)
    answers = said(subjects.of_question(event, judged.reason, judged.theirs), "no")
    assert judge(event, replace(bare, answers=answers)).verdict == "no"


def test_unless_we_know_who_is_ours_a_rep_is_asked_about_whom_they_invited() -> None:
    event = replace(OWN, title="Intro", attendees=(Attendee("", ANN),))
    assert judge(event, Known(words=KNOWN.words)).verdict == "ask"
    ours = Known(words=KNOWN.words, own_domains=frozenset({"ours.example"}))
    judged = judge(event, ours)
    assert (judged.verdict, judged.account_id, judged.companies) == ("call", None, (ACME,))
    said_so = "You invited somebody from acme.example, and nobody else from outside."
    assert why(judged.reason, judged.word) == said_so


TEXT = st.text(max_size=MAX_TITLE + 20) | st.sampled_from(
    ["\ud800", "\0", "northwind " * 200, "1:1", "(((", "\u200d", "ß" * 400]
)


@given(
    title=TEXT,
    guests=st.lists(st.tuples(TEXT, TEXT | st.emails()), max_size=5),
    series=st.booleans(),
)
def test_no_title_and_no_guest_list_raises(
    title: str, guests: list[tuple[str, str]], series: bool
) -> None:
    event = CalendarEvent(
        uid="1",
        starts_at=TEN,
        ends_at=TEN,
        zone="",
        title=title,
        attendees=tuple(Attendee(name, email) for name, email in guests),
        original_start=TEN if series else None,
    )
    judged = judge(event, KNOWN)
    assert len(judged.accounts) == 1 or judged.verdict != "call"
    assert subjects.of_question(event, judged.reason, judged.theirs) in subjects.every_subject(
        event
    )
