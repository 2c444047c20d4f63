"""Hostile input is kept as typed and shown as text, and nobody gets what is not theirs."""

from itertools import product

import pytest
from sqlmodel import col, select

from handlers.cards import Aside, Card, Problems, Reply
from handlers.request import Means, Place, Request, Sender
from storage.customers import accounts
from storage.sealing import Sealer, new_key
from storage.tables import CalendarConnection, Call, Contact, MeetingAnswer, Reflection, SeenMeeting
from tests.dialogues.marketing.test_insights import published
from tests.dialogues.meetings import calendar_read as calendar
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.rep_does import held, plan, reflect
from tests.dialogues.turns import in_turn, on_each_database

pytestmark = pytest.mark.every_platform

HOSTILE = [
    "<!channel> <@U123> <https://evil.example|click>",
    "*bold* _italics_ ~gone~ `code` ```block```",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "'; DROP TABLE account; --",
    "שלום \u202eעולם\u202c مرحبا",
    "🚚🚚🚚 👩‍👩‍👧‍👦",
    "&lt;b&gt; &amp; &",
    "{account} {0} %s %(x)s $HOME {{7*7}}",
    "x" * 2900,
    "-" * 10,
    "null\tand\ttabs",
]


async def test_it_is_shown_as_typed(office: Office) -> None:
    lena = office.lena
    await plan(office)
    opens = "Write your goal and guesses"
    for typed in HOSTILE:
        await lena.presses(opens)
        await lena.fills(goal=typed, guess1=typed)
        await lena.submits()
        assert lena.form is None, typed
        opens = "Change goal or guesses"
        await lena.presses(opens)
        lena.sees(typed[:500])
        await lena.submits()


@pytest.mark.parametrize("typed", HOSTILE)
async def test_it_is_quoted_as_typed(office: Office, typed: str) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("Yes")
    await lena.presses("Add more")
    await lena.fills(heard=typed, next_step=typed, promised=typed)
    await lena.submits()
    lena.sees("Saved: Northwind.")
    await lena.types("/prep Northwind Thursday 10:00")
    await lena.presses("Everything on file")
    lena.sees(typed[:200])


async def test_an_account_may_be_called_anything(office: Office) -> None:
    lena = office.lena
    for typed in HOSTILE:
        await lena.types(f"/prep {typed} tomorrow 3pm")
        lena.sees("there is no account called", "Change it")
        await lena.presses("Change it")
        lena.sees(typed[:500])
        await lena.fills(account="Northwind", when="tomorrow 3pm")
        await lena.submits()
        assert lena.form is None, typed


async def test_ten_thousand_characters_are_kept(office: Office) -> None:
    """More than Slack's form accepts, but other platforms and the database do."""
    typed = "They said: " + "a b " * 2500
    await held(office)
    answer = await _ask(office, Means.FORM, "reflect", "1", goal_reached="yes", heard=typed)
    assert isinstance(answer, Card)
    await office.lena.types("/prep Northwind Thursday 10:00")
    await office.lena.presses("Everything on file")  # too long for the brief itself
    office.lena.sees("They said: a b a b")


NONSENSE = ["", "0", "-1", "1e9", "²", "9" * 40, "1; DROP", "x:y:z", "\x00"]


@on_each_database
async def test_every_entrance_refuses_nonsense_in_a_sentence(office: Office) -> None:
    registry = office.conversation.registry
    for means, text in product(Means, NONSENSE):
        for name in registry.names(means):
            words = _words(await _ask(office, means, name, text))
            assert "Something went wrong" not in words, (means, name, text)
            assert "could not be saved" not in words, (means, name, text)


async def test_an_unknown_button_leads_on(office: Office) -> None:
    answer = await _ask(office, Means.BUTTON, "gone.for.ever", "1")
    assert "older version" in _words(answer)


THINGS_OF_LENA = [
    (Means.BUTTON, "brief.open", "1"),
    (Means.BUTTON, "call.edit", "1"),
    (Means.BUTTON, "call.cancel", "1"),
    (Means.BUTTON, "goal.open", "1"),
    (Means.FORM, "goal", "1"),
    (Means.FORM, "call", "1"),
    (Means.BUTTON, "reflect.open", "1"),
    (Means.FORM, "reflect", "1"),
    (Means.BUTTON, "reflect.share", "1"),
    (Means.BUTTON, "reflect.tap", "1:yes"),
    (Means.BUTTON, "reflect.tap", "1:missed"),
    (Means.BUTTON, "reflect.change", "1"),
    (Means.BUTTON, "reflect.came", "1"),
    (Means.BUTTON, "reflect.plan", "1"),
    (Means.BUTTON, "reflect.promise", "1"),
    (Means.FORM, "reflect.line", "1"),
    (Means.BUTTON, "line.dismiss", "1"),
    (Means.FORM, "call.kind", "1:"),
    (Means.FORM, "call.part", "1:1"),
    (Means.FORM, "call.coming", "1"),
    (Means.BUTTON, "question.answer", "day:1:1,2"),
    (Means.BUTTON, "promise.done", "all:1"),
    (Means.FORM, "promise.move", "all:1"),
    (Means.BUTTON, "prep.form", "1"),
    (Means.BUTTON, "prep.add", "1"),
    (Means.BUTTON, "ask.show", "1"),
    (Means.BUTTON, "ask.withdraw", "1"),
    (Means.BUTTON, "ask.take", "1"),
    (Means.FORM, "ask.reply", "1"),
    (Means.FORM, "ask.answer", "1"),
]


@pytest.mark.parametrize("who", ["colleague", "stranger"])
async def test_what_is_lenas_is_refused_to_others(office: Office, who: str) -> None:
    await held(office)
    secrets = {
        "heard": "Secret words",
        "for_marketing": "A secret",
        "promised": "A secret list",
    }
    await reflect(office, goal_reached="yes", **secrets)
    tenant = office.lena_tenant if who == "colleague" else "slack:TOTHER"
    sender = Sender(tenant, who, who, "UTC")
    for means, name, value in THINGS_OF_LENA:
        answer = await _ask(office, means, name, value, sender=sender)
        assert isinstance(answer, Aside | Problems), (means, name)
        assert "ecret" not in _words(answer), (means, name)
    await office.lena.types("/promises")
    office.lena.sees("A secret list")


async def test_the_same_id_in_another_workspace_is_somebody_else(office: Office) -> None:
    await held(office)
    await reflect(office, goal_reached="yes", heard="Secret words", promised="A secret list")
    twin = Sender("slack:TOTHER", office.lena_id, "Lena Brandt", "Europe/Berlin")
    for means, name, text in (
        (Means.COMMAND, "calls", ""),
        (Means.COMMAND, "promises", ""),
        (Means.COMMAND, "reflect", ""),
        (Means.COMMAND, "prep", "Northwind"),
        (Means.SCREEN, "home", ""),
        (Means.BUTTON, "brief.open", "1"),
        (Means.BUTTON, "reflect.open", "1"),
        (Means.BUTTON, "call.move_back", "1:x"),
        (Means.BUTTON, "asks.open", ""),
    ):
        said = _words(await _ask(office, means, name, text, sender=twin))
        assert "ecret" not in said, name
        assert "Northwind" not in said or name == "prep", name
    await office.lena.types("/promises")
    office.lena.sees("A secret list")


async def test_join_and_plan_stay_inside_the_workspace(office: Office) -> None:
    await held(office)
    stranger = Sender("slack:TOTHER", "U9", "U9", "UTC")
    for name in ("prep.join", "promise.plan"):
        answer = await _ask(office, Means.BUTTON, name, "1", sender=stranger)
        assert "Northwind" not in _words(answer)
    answer = await _ask(office, Means.COMMAND, "prep", "Northwind", sender=stranger)
    assert "no account called" in _words(answer)


async def test_nobody_else_reaches_a_calendar_or_its_meetings(office: Office) -> None:
    """Whatever id a colleague or somebody elsewhere writes into a button or a form."""
    office.attune.database.sealer = Sealer([new_key()])
    await calendar.on_file(office)
    await calendar.connects(office)
    unknown = calendar.meeting("k", 25, "10:00", "Secret fair", "max@kestrel.example")
    await calendar.reads(office, calendar.NORTHWIND, calendar.TEAM, unknown, *calendar.WEEKLY)
    async with office.attune.database.write() as session:
        theirs = await accounts.add(session, "slack:TOTHER", "Theirs", office.clock.now())
    before = await _of_calendars(office)
    assert len(before) == 6  # the calendar, and its meetings
    registry = office.conversation.registry
    colleague = Sender(office.lena_tenant, "colleague", "Mallory", "UTC")
    twin = Sender("slack:TOTHER", office.lena_id, "Lena Brandt", "Europe/Berlin")
    for who, means in product((colleague, twin), (Means.BUTTON, Means.FORM)):
        for name in registry.names(means):
            if name.startswith(("calendar.", "meeting")) and name != "calendar.connect":
                for text in ("1", "3:only:found-0"):
                    answer = await _ask(office, means, name, text, sender=who, account="Northwind")
                    for secret in ("next steps", "Secret fair", "kestrel", "weekly"):
                        assert secret not in _words(answer), (name, text)
    for number in range(1, 6):  # nor does she reach an account elsewhere
        await _ask(office, Means.BUTTON, "meeting.yes", f"{number}:{theirs.id}")
    assert await _of_calendars(office) == before


async def _of_calendars(office: Office) -> list[str]:
    """Every calendar, and every meeting and answer, as they are stored."""
    async with office.attune.database.read() as session:
        return [
            str(sorted(row.model_dump().items()))
            for table in (CalendarConnection, SeenMeeting, MeetingAnswer)
            for row in sorted((await session.exec(select(table))).all(), key=str)
        ]


async def test_insights_channels_and_asks_stay_inside_the_workspace(office: Office) -> None:
    await published(office, industry="Logistics")
    office.lena.goes_to("#sales")
    await office.lena.types("/insight subscribe everything")
    office.lena.sees("#sales gets every insight.")
    await office.until(23, "10:00")
    before = len(office.lena.reads("#sales"))
    stranger = Sender("slack:TOTHER", "U9", "U9", "UTC")
    place = Place("#sales", "#sales")
    for name in ("channel.change", "channel.stop", "insight.show", "ask.insight", "insight.used"):
        answer = await _ask(office, Means.BUTTON, name, "1", sender=stranger, place=place)
        assert isinstance(answer, Aside), name
        assert "Drivers" not in _words(answer)
    answer = await _ask(office, Means.COMMAND, "insight", "drivers", sender=stranger)
    assert "No insights about" in _words(answer)
    answer = await _ask(office, Means.BUTTON, "exchange.show", "", sender=stranger)
    assert "hidden: fewer than 5 marketers" in _words(answer)
    assert " of 1" not in _words(answer)
    await office.makes("U9", "admin", tenant="slack:TOTHER")
    answer = await _ask(
        office, Means.FORM, "insight", sender=stranger, headline="Foreign", line="x"
    )
    await _ask(office, Means.BUTTON, "insight.publish", "2:1:now", sender=stranger)
    await office.until(23, "12:00")
    assert len(office.lena.reads("#sales")) == before


async def test_an_insight_reaches_a_channel_as_typed(office: Office) -> None:
    await office.until(23, "10:00")
    office.lena.goes_to("#sales")
    await office.lena.types("/insight subscribe everything")
    for number, typed in enumerate(HOSTILE):
        await published(office, headline=typed[:200], line=typed[:200])
        await office.until(24 + number // 6, f"{10 + number % 6}:00")
        assert typed[:60].strip() in office.lena.reads("#sales")[-1]


@in_turn(
    ("lines", "speaker"),
    [
        ([("Two weeks", "1"), ("Two weeks", "1")], 1),
        ([("Two weeks", "1"), ("Two weeks", "")], 1),
        ([("Two weeks", "1"), ("Two weeks", "other")], None),
        ([("Two weeks", "1"), ("It was cheap", "2")], None),
        ([("Two weeks", "1"), ("It was cheap", "other")], None),
        ([("Two weeks", "1"), ("It was cheap", "1")], 1),
        ([("Two weeks", "99")], None),
    ],
)
async def test_nobody_is_given_the_words_of_another(
    office: Office, lines: list[tuple[str, str]], speaker: int | None
) -> None:
    await with_two_of_theirs(office)
    await office.lena.presses("It went well")
    for heard, said_by in lines:
        await _ask(office, Means.FORM, "reflect.line", "1", heard=heard, heard_from=said_by)
    assert await _speaker(office) == speaker


async def test_words_keep_their_speaker_who_is_no_longer_on_the_call(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.answers_in_message(heard="Two weeks", heard_from="2")
    await _ask(office, Means.FORM, "call", "1", coming="Jana Novak, head of dispatch")
    await _ask(office, Means.FORM, "reflect", "1:heard", heard="Two weeks, not three")
    assert await _speaker(office) == 2
    gone = {"heard": "Two weeks", "heard_from": "other"}
    await _fill(office, "reflect", "1:heard,heard_from", gone)
    assert await _speaker(office) is None


async def _speaker(office: Office) -> int | None:
    async with office.attune.database.read() as session:
        return (await session.exec(select(Reflection.heard_from))).one()


async def test_a_call_with_a_promise_or_a_checked_guess_is_no_no_show(office: Office) -> None:
    await held(office)
    await office.lena.presses("Yes")
    for name, typed in (("promised", "They: two names by Friday"), ("guess-1", "confirmed")):
        await _fill(office, "reflect", f"1:{name}", {name: typed})
        said = _words(await _ask(office, Means.BUTTON, "reflect.tap", "1:missed:yes"))
        assert "You have notes on this call" in said, name
        await _fill(office, "reflect", f"1:{name}", {name: ""})
    said = _words(await _ask(office, Means.BUTTON, "reflect.tap", "1:missed:yes"))
    assert "they didn't come" in said


@in_turn("step", ["", "...", " \n"])
async def test_a_next_step_that_is_gone_is_not_planned(office: Office, step: str) -> None:
    await held(office)
    await office.lena.presses("Yes")
    await _ask(office, Means.FORM, "reflect", "1:next_step", next_step=step)
    for name in ("reflect.plan", "reflect.promise"):
        assert "no next step" in _words(await _ask(office, Means.BUTTON, name, "1")), name


async def test_an_unknown_kind_or_part_replaces_none(office: Office) -> None:
    await with_two_of_theirs(office)
    for name, subject, field, chosen in (
        ("call.kind", "1:", "kind", "demo"),
        ("call.part", "1:1", "part", "champion"),
    ):
        await _fill(office, name, subject, {field: chosen})
        answer = await _fill(office, name, subject, {field: "no such"})
        assert isinstance(answer, Problems), name
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Call.kind))).one() == "demo"
        wanted = select(Contact.buying_role).order_by(col(Contact.id)).limit(1)
        assert (await session.exec(wanted)).one() == "champion"


async def test_an_answer_to_a_question_that_is_gone_is_not_lost(office: Office) -> None:
    await plan(office, "Northwind tomorrow 10:00")
    answer = await _fill(office, "question", "brief:1", {"answer-gone": "Forty lorries"})
    assert isinstance(answer, Problems)
    assert "no longer asked" in answer.fields["answer-gone"]
    answer = await _fill(office, "question", "brief:1", {"answer-gone": " ", "never": "gone"})
    assert isinstance(answer, Card)


async def _fill(office: Office, form: str, subject: str, fields: dict[str, str]) -> Reply | None:
    """What is answered to Lena's form."""
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    request = Request(office.request_id(), sender, Means.FORM, form, subject, fields)
    return await office.conversation.answer(request, office.clock.now())


async def _ask(
    office: Office,
    means: Means,
    name: str,
    text: str = "",
    *,
    sender: Sender | None = None,
    place: Place | None = None,
    **fields: str,
) -> Reply | None:
    """What is answered to a request as no client would make it."""
    sender = sender or Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    request = Request(office.request_id(), sender, means, name, text, fields, place)
    return await office.conversation.answer(request, office.clock.now())


def _words(answer: Reply | None) -> str:
    return str(answer)
