"""A brief fits on one phone screen, whatever is on file. What the rep kept is the last to go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.renderer import card_html
from handlers.knowledge.facts import Facts, FromCrm
from handlers.views.briefs import brief, brief_room
from handlers.views.briefs.brief_limits import SHORT, SHORTER
from storage.sales_calls.call_histories import GuessRead
from storage.tables import (
    Account,
    Call,
    Commitment,
    Contact,
    CrmCompany,
    CrmDeal,
    HelpRequest,
    Person,
    Reflection,
    Seat,
)
from storage.team.help_requests import HelpWithCall
from tests.playground.html import Page
from tests.shipped import SHIPPED_PLAYBOOK

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=4)
WORDS, CONTROLS = 120, 5
PLAYBOOK = SHIPPED_PLAYBOOK
KEPT = "They count every lorry by hand on Fridays"
STEP = "Meet the two dispatchers in Brno, by Thursday 3 December"

pieces = st.lists(
    st.sampled_from(["it", "was", "the", "drivers", "who", "in", "a", "depot:", "stopped", "“I”"])
)
long = st.lists(pieces.map(" ".join), min_size=1, max_size=9).map(". ".join)
names = st.text("abcdefghij ", min_size=1, max_size=200).map(lambda name: f"Jo {name}".strip())


@st.composite
def all_at_once(draw: st.DrawFn) -> Facts:
    """A call with many of everything."""
    ids = range(1, draw(st.integers(0, 7)) + 1)
    on_file = [
        Contact(id=id_, tenant="T", account_id=1, name=draw(names), role=draw(names)) for id_ in ids
    ]
    is_named = draw(st.booleans())
    account = Account(id=1, tenant="T", name=draw(names), name_key="n", created_at=BEFORE)
    call = Call(
        id=9,
        tenant="T",
        account_id=1,
        starts_at=NOW + timedelta(minutes=draw(st.integers(1, 9_000))),
        ends_at=NOW + timedelta(days=9),
        planned_at=BEFORE,
        zone="Europe/Berlin",
        join_url=draw(st.sampled_from(["", "https://example.com/meet"])),
        kind=draw(st.sampled_from([None, "demo", "renewal", "bad_news"])),
    )
    seat = Seat(call_id=9, person_id=1, tenant="T", account_id=1, starts_at=call.starts_at)
    seat.goal = draw(st.just("Who decides") | long)
    promises = [
        Commitment(
            id=number,
            tenant="T",
            account_id=1,
            owner_id=1,
            side=draw(st.sampled_from(["ours", "theirs"])),
            text=draw(st.just(f"Names of the {number} dispatchers") | long),
            due_on=draw(st.none() | st.just(NOW.date()) | st.just(BEFORE.date())),
            made_at=BEFORE,
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    reflection = Reflection(
        id=5,
        tenant="T",
        call_id=8,
        account_id=1,
        author_id=1,
        called_at=BEFORE,
        written_at=BEFORE,
        goal_reached=draw(st.sampled_from(["yes", "partly", "no"])),
        heard=draw(st.just("") | st.just(KEPT) | long),
        heard_from=draw(st.sampled_from([None, *ids])),
        surprise=draw(st.just("") | long),
        talk="mostly_me",
        first_prescribed="first_third",
        next_step=draw(st.just("") | st.just(STEP) | long),
        next_step_by="theirs",
    )
    return Facts(
        Person(id=1, tenant="T", external="U1", name="Lena", zone="America/Argentina/Buenos_Aires"),
        seat,
        call,
        account,
        coming=on_file if is_named else (),
        may_come=() if is_named else on_file[:3],
        guesses=[GuessRead(draw(long), None) for _ in range(draw(st.integers(0, 3)))],
        findings=(),
        reflections=[reflection],
        promises=promises,
        met_before=draw(st.booleans()),
        last_openings=(),
        left_promises={one.id for one in promises[: draw(st.integers(0, 2))]},
        with_us=draw(st.lists(names, max_size=6)),
        last_call_at=BEFORE,
        in_earlier_call=frozenset(ids[:2]),
        speakers={one.id: one for one in on_file},
        last_goal=draw(st.just("") | long),
        wrong_guesses=draw(st.lists(long, max_size=2)),
        help=[asked(call, account, seat, draw(long)) for _ in range(draw(st.integers(0, 3)))],
    )


def asked(call: Call, account: Account, seat: Seat, answer: str) -> HelpWithCall:
    """A question to a colleague, with its answer, or without one."""
    request = HelpRequest(
        id=1,
        tenant="T",
        call_id=call.id,
        asker_id=1,
        helper_id=2,
        question="How do I begin?",
        asked_at=BEFORE,
        answer=answer,
        answered_at=BEFORE if len(answer) % 4 else None,
    )
    rep = Person(id=1, tenant="T", external="U1", name="Lena", zone="UTC")
    helper = Person(id=2, tenant="T", external="U2", name="Tomas Keller", zone="UTC")
    return HelpWithCall(request, rep, helper, call, account, seat)


def page(facts: Facts, *, pushed: bool = False) -> Page:
    said = brief_room.content(facts, PLAYBOOK, NOW, pushed=pushed)
    return Page(card_html(brief.card(facts, PLAYBOOK, NOW, said)))


@settings(max_examples=150, deadline=None)
@given(all_at_once(), st.booleans())
def test_never_more_than_a_phone_screen(facts: Facts, pushed: bool) -> None:
    read = page(facts, pushed=pushed)
    assert read.words_to_read <= WORDS, read.screen
    assert read.controls <= CONTROLS, read.screen


@settings(max_examples=80, deadline=None)
@given(all_at_once())
def test_what_the_rep_kept_is_the_last_to_go(facts: Facts) -> None:
    kept = facts.reflections[0].model_copy(update={"heard": KEPT, "next_step": STEP})
    read = page(replace(facts, reflections=[kept]))
    assert "They count every lorry by hand" in read.text, read.screen
    assert "by Thursday 3 December" in read.text, read.screen


def test_the_deal_outlasts_quotes_warning_and_guesses_but_not_opening_and_goal() -> None:
    order = (*SHORT, *SHORTER)
    with_deal = [limits for limits in order if limits.deal]
    assert with_deal == list(order[: len(with_deal)])
    last = with_deal[-1]
    assert (last.only_kept, last.warning, last.guess) == (True, False, False)
    assert all(one.goal and one.opening for one in with_deal)


def test_however_much_is_owed_the_brief_names_what_is_due_first_on_each_side() -> None:
    read = page(owing())
    ours = "We owe: Promise 1 of ours about the… (overdue since Thursday 19 November)"
    assert f"{ours}; and 8 more, 4 overdue" in read.text, read.screen
    assert "They owe: Promise 11 of theirs about… (overdue since" in read.text, read.screen


def test_a_brief_without_room_for_the_deal_says_where_it_is() -> None:
    company = CrmCompany(tenant="T", account_id=1, match="one", looked_at=NOW, read_at=NOW)
    deal = CrmDeal(
        tenant="T", account_id=1, crm_id="1", name="Doors", stage_name="Offer", read_at=NOW
    )
    read = page(replace(owing(), crm=FromCrm("hubspot", company, [deal], may_write=True)))
    assert "The deal in HubSpot is under “Everything on file”." in read.text, read.screen
    assert "Offer" not in read.text
    assert read.words_to_read <= WORDS


def owing() -> Facts:
    """A call with four people, whose brief has room for little beside what the rep kept."""
    who = [
        Contact(id=id_, tenant="T", account_id=1, name=f"Gareth Pugh-{id_}", role="plant manager")
        for id_ in range(1, 5)
    ]
    account = Account(id=1, tenant="T", name="Lakeland", name_key="l", created_at=BEFORE)
    call = Call(
        id=9,
        tenant="T",
        account_id=1,
        starts_at=NOW + timedelta(hours=2),
        ends_at=NOW + timedelta(hours=3),
        planned_at=BEFORE,
        zone="Europe/Berlin",
    )
    seat = Seat(call_id=9, person_id=1, tenant="T", account_id=1, starts_at=call.starts_at)
    seat.goal = "Hear who decides about the twenty-six doors, and what she must see to say yes"
    reflection = Reflection(
        id=5,
        tenant="T",
        call_id=8,
        account_id=1,
        author_id=1,
        called_at=BEFORE,
        written_at=BEFORE,
        goal_reached="partly",
        heard="\n".join(
            f"Gareth Pugh-{id_}: {KEPT}, and the lads in yard {id_} do it again on Sundays, before "
            "anybody else comes in, with a pencil"
            for id_ in range(1, 5)
        ),
        next_step=f"{STEP}, with Priti and Helen and the man of the lorry, in the week before "
        "Christmas, at the gate of the depot in Grimsby",
    )
    promises = [
        Commitment(
            id=number,
            tenant="T",
            account_id=1,
            owner_id=1,
            side="ours" if number < 10 else "theirs",
            text=f"Promise {number} of {'ours' if number < 10 else 'theirs'} about the list",
            due_on=BEFORE.date() if number < 6 or number == 11 else None,
            made_at=BEFORE,
        )
        for number in range(1, 14)
    ]
    return Facts(
        Person(id=1, tenant="T", external="U1", name="Lena", zone="Europe/Berlin"),
        seat,
        call,
        account,
        coming=who,
        may_come=(),
        guesses=(),
        findings=(),
        reflections=[reflection],
        promises=promises,
        met_before=True,
        last_openings=(),
        last_call_at=BEFORE,
        in_earlier_call=frozenset(range(1, 5)),
        speakers={one.id: one for one in who},
    )
