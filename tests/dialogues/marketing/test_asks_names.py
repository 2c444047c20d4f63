"""What a rep passes on to marketing: which names go along, and which stay out."""

from sqlmodel import select

from handlers.composing import erasing
from storage.tables import Account, Contact, MeasuredCall, MeetingAnswer, Seat
from tests.dialogues.marketing.marketing_heard import (
    WORDS,
    change_line,
    heard,
    listening,
    passed_on,
)
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan, reflect
from tests.dialogues.turns import in_turn


async def test_without_names_unless_the_rep_says_so(office: Office) -> None:
    await passed_on(office)
    office.lena.sees(
        "Everybody in #marketing can read the line and the quote you passed on, "
        "without names that Attune knows.",
        "Everybody in #marketing can read this, without names that Attune knows",
        "Is there still a name, a nickname or a number in it?",
        "Take it back from marketing",
    )
    (said,) = heard(office)
    assert "They want a planner that drivers helped to build" in said
    assert "Heard in the week of 23 November by a rep, at a customer" in said
    assert "discovery" not in said, "the stage would tell whose call it was"
    assert "Everyone shows us the map." in said
    for name in ("Northwind", "Jana", "Novak", "Lena"):
        assert name not in said


async def test_short_names_and_colleagues_names_stay_out_too(office: Office) -> None:
    await listening(office)
    await plan(office, "Northwind today 10:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="Linh Ng, buyer\nBo Li\n王小明, 采购")
    await office.lena.submits()
    await office.until(23, "10:36")
    line = "Ms. Ng told me that Bo wants what Tomas showed, keller said; 王先生也要"
    await reflect(office, goal_reached="yes", for_marketing=line, heard="Li: we asked Tomas")
    await office.delivers()
    (said,) = heard(office)
    assert "old me that somebody there wants what a colleague showed, a colleague said" in said
    assert "We asked a colleague" in said
    for name in ("Ng ", "Bo ", "Li:", "Tomas showed", "keller", "王"):
        assert name not in said


@in_turn(
    ("coming", "line", "leaks"),
    [
        ("Jana, Tom, Mia", "Jana finds it dear, Tom and Mia too", "Jana Tom Mia"),
        ("Uwe Kern, +49 170 1234567", "Uwe agrees", "Uwe 1234567"),
        ("Ida Novak, assistant to Peter Huber", "Ida says no, Huber too", "Ida Peter Huber"),
        ("Jana Novak, jana@nw.example", "Jana agrees", "Jana nw.example"),
        ("Jana Novak, Northwind Logistics CFO", "Jana agrees", "Jana Northwind"),
        ("Novak, Jana", "Jana said no, Novak said yes", "Jana Novak"),
        ("Jana Ruzicka", "J.R. likes it, North Wind and the Northwinders too", "J.R. North"),
        ("Uwe Kern", "Uwe says Halden pays less, as Ruben Falk said", "Uwe Halden Ruben Falk"),
    ],
)
async def test_no_name_goes_out_however_it_was_typed(
    office: Office, coming: str, line: str, leaks: str
) -> None:
    await listening(office)
    await plan(office, "Halden tomorrow 10:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="Ruben Falk")
    await office.lena.submits()
    await plan(office, "Northwind today 10:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming=coming)
    await office.lena.submits()
    await office.until(23, "10:36")
    await reflect(office, goal_reached="yes", for_marketing=line, heard="")
    await office.delivers()
    said = heard(office)[-1]
    assert "omebody" in said
    for name in leaks.split():
        assert name not in said
    if "Halden" in leaks:
        assert "omebody there says another customer pays less, as somebody said" in said


async def test_names_in_one_word_and_numbers_without_a_gap_stay_out(office: Office) -> None:
    await listening(office)
    await office.lena.types("/prep Atlas Copco today 10:00")
    await office.lena.presses("Add “Atlas Copco”")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="Dr. Uwe Kern, buyer\nHans Meyer, CFO\nRobert Smith")
    await office.lena.submits()
    await office.until(23, "10:36")
    await reflect(
        office,
        goal_reached="yes",
        for_marketing="UweKern at AtlasCopco thinks we are slow; #HansMeyer agrees",
        heard="Uwes head pays 1,250,000 EUR to DE89370400440532013000, says Bob, Tel01712345678",
    )
    line = "Somebody there at the customer thinks we are slow; #somebody there agrees"
    quote = "Somebody there's head pays 1,250,000 EUR to a number, says somebody there, a number"
    office.lena.sees(line, quote)
    await office.delivers()
    (said,) = heard(office)
    assert line in said
    assert quote in said


async def test_words_that_are_names_too_keep_their_sense_and_their_people_stay_out(
    office: Office,
) -> None:
    await listening(office)
    await plan(office, "Northwind today 10:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="Will Orr")
    await office.lena.submits()
    await office.until(23, "10:36")
    await reflect(
        office,
        goal_reached="yes",
        for_marketing="budget is frozen till april, will said. Till end of march, to be frank",
        heard="",
    )
    await office.delivers()
    (said,) = heard(office)
    kept = "Budget is frozen till april, somebody there said. Till end of march, to be frank"
    assert kept in said


async def test_who_is_not_known_yet_is_nobody(office: Office) -> None:
    await passed_on(office, for_marketing="The price is tbd")
    await office.lena.types("/prep Northwind thursday 10:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="tbd\n- Jana Novak (head of dispatch)\n?")
    await office.lena.submits()
    office.lena.sees("Jana Novak")
    office.lena.sees_nothing_of("tbd")


async def test_with_names_if_the_rep_says_so(office: Office) -> None:
    await passed_on(office, attribution="named")
    (said,) = heard(office)
    assert "Northwind" in said
    assert "Lena Brandt" in said
    assert "Jana Novak says" in said


async def test_a_card_with_names_gives_the_minute_too(office: Office) -> None:
    await passed_on(office, attribution="named")
    (said,) = heard(office)
    assert "Waiting since Monday 23 November 10:36." in said
    assert "An answer is due by Tuesday 24 November 10:36." in said


async def test_names_taken_out_later_leave_the_whole_conversation(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Their own drivers?")
    await tomas.submits()
    await office.delivers()
    await lena.presses("Reply")
    await lena.fills(words="Yes, says Jana Novak.")
    await lena.submits()
    await office.delivers()
    assert all("Lena Brandt" in said for said in heard(office))
    await change_line(office, attribution="anonymous")
    await office.delivers()
    assert len(heard(office)) == 2
    for said in heard(office):
        assert "They want a planner" in said
        for name in ("Northwind", "Jana", "Novak", "Lena"):
            assert name not in said


async def test_names_taken_out_later_leave_what_marketing_said(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office, attribution="named")
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Did Lena mean Jana Novak at Northwind?")
    await tomas.submits()
    await office.delivers()
    assert "Did Lena mean Jana Novak at Northwind?" in heard(office)[0]
    await change_line(office, attribution="anonymous")
    await office.delivers()
    (said,) = heard(office)
    assert "Did a rep mean somebody there at the customer?" in said
    for name in ("Northwind", "Jana", "Novak", "Lena"):
        assert name not in said


async def test_without_names_an_industry_is_told_only_if_five_accounts_are_in_it(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await lena.types("/prep Northwind tomorrow 15:00")
    await lena.presses("Change time or people")
    await lena.fills(industry="Harbour pilots")
    await lena.submits()
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Since when?")
    await tomas.submits()
    await office.delivers()
    (said,) = heard(office)
    assert "at a customer" in said
    assert "Harbour" not in said
    async with office.attune.database.write() as session:
        for number in range(4):
            session.add(
                Account(
                    tenant=office.lena_tenant,
                    name=f"Pilots {number}",
                    name_key=f"pilots {number}",
                    industry="harbour pilots",
                    created_at=office.clock.now(),
                )
            )
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Really?")
    await tomas.submits()
    await office.delivers()
    assert "at a customer in Harbour pilots" in heard(office)[0]


async def test_marketings_own_words_are_cleaned_where_the_card_has_no_names(
    office: Office,
) -> None:
    tomas = office.tomas
    await passed_on(office)
    await tomas.presses("Ask a follow-up")
    tomas.sees("Everybody in #marketing can read this, without names that Attune knows.")
    await tomas.fills(
        words="Which drivers at Northwind, and is it Jana who asks? https://maps.example/a"
    )
    await tomas.submits()
    cleaned = "Which drivers at the customer, and is it somebody there who asks?"
    assert f"{cleaned} https://maps.example/a" in heard(office)[0]
    tomas.sees(cleaned)


@in_turn(
    ("line", "heard_line", "leaks"),
    [
        ("They want less", "Rolf Thiemann: We spent two days on it", "Rolf Thiemann"),
        ("Thiemann wants less, says rolf", "Rolf Thiemann: We spent two days", "Thiemann rolf"),
        ("Anke Dreßler decides", "", "Anke Dreßler"),
        ("Ms. Vela decides with Rolf", "Nobody asks the drivers", "Vela Rolf"),
        ("The guest Sorin liked it, Vasilescu too", "", "Sorin Vasilescu"),
        ("Zoltan liked it", "Oriol: so did the drivers", "Zoltan Oriol"),
    ],
)
async def test_names_of_people_who_are_not_contacts_stay_out_too(
    office: Office, line: str, heard_line: str, leaks: str
) -> None:
    """Names before a colon, in the line itself, of calendar guests and of transcript speakers."""
    await listening(office)
    await plan(office, "Northwind today 10:00")
    await office.until(23, "10:36")
    await _met_and_spoken(office)
    await reflect(office, goal_reached="yes", heard=heard_line, for_marketing=line)
    await office.delivers()
    said = heard(office)[-1]
    for name in leaks.split():
        assert name.casefold() not in said.casefold()


async def _met_and_spoken(office: Office) -> None:
    """Sorin Vasilescu was a guest from Northwind; Zoltan and Oriol spoke in a transcript."""
    async with office.attune.database.write(office.lena_tenant) as session:
        seat = (await session.exec(select(Seat))).first()
        assert seat is not None
        now = office.clock.moment
        session.add(
            MeetingAnswer(
                tenant=seat.tenant,
                person_id=seat.person_id,
                about="guest:sorin.vasilescu@northwind.example",
                is_call=True,
                account_id=seat.account_id,
                answered_at=now,
            )
        )
        session.add(
            MeasuredCall(
                tenant=seat.tenant,
                person_id=seat.person_id,
                call_id=seat.call_id,
                account_id=seat.account_id,
                called_at=now,
                measured_at=now,
                tool="zoom",
                digest="d",
                key="k",
                labels={"Lena Brandt": "me", "Zoltan": "theirs", "Oriol": "theirs"},
                figures={},
            )
        )


async def test_a_named_line_stays_without_the_name_when_its_author_is_erased(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    await office.until(23, "12:00")
    assert "by Lena Brandt" in heard(office)[0]
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    await office.delivers()
    await lena.types("my data")
    await lena.presses("Erase me…")
    lena.sees("Cards about what you passed on are written again without your name.")
    await lena.presses("Erase me")
    lena.sees("What was yours is deleted")
    await office.until(23, "12:10")
    (said,) = heard(office)
    assert WORDS["for_marketing"] in said
    assert "by a former colleague, at Northwind" in said
    assert "Tomas Keller answers: Three depots did." in said
    assert "Lena" not in said


async def test_a_card_is_written_again_without_the_contact_who_was_erased(office: Office) -> None:
    lena = office.lena
    await passed_on(office, attribution="named", for_marketing="Jana Novak wants a planner")
    await office.until(23, "12:00")
    assert "Jana Novak wants a planner" in heard(office)[0]
    await office.tomas.presses("Answer")
    await office.tomas.fills(words="Three depots did.")
    await office.tomas.submits()
    await office.delivers()
    assert any("Jana Novak wants a planner" in one for one in lena.messages)
    async with office.attune.database.write(office.lena_tenant) as session:
        jana = (await session.exec(select(Contact))).one()
        await erasing.erase_contact(session, jana, office.clock.now())
    await office.until(23, "12:10")
    (said,) = heard(office)
    assert "A former contact wants a planner" in said
    assert "Novak" not in said
    answer = next(one for one in lena.messages if "Three depots did." in one)
    assert "A former contact wants a planner" in answer
    assert "Novak" not in answer
    await lena.types("/prep Northwind tomorrow 3pm")
    await lena.presses("Change time or people")
    lena.sees_nothing_of("former contact")


async def test_the_rep_reads_an_answer_without_the_name_of_who_was_erased(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    await office.until(23, "12:00")
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    await office.delivers()
    lena.sees("Tomas Keller answers: Three depots did.")
    tomas.goes_to("")
    await tomas.types("my data")
    await tomas.presses("Erase me…")
    await tomas.presses("Erase me")
    await office.until(23, "12:10")
    shown = [each for each in lena.messages if "Three depots did." in each]
    assert shown
    assert not [each for each in shown if "Keller" in each]


async def test_what_was_passed_on_without_names_is_not_read_with_the_name_elsewhere(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    said = "The drivers had switched it off by week two."
    await passed_on(office, heard=f"Jana: {said}", for_marketing="They stopped it themselves")
    tomas.goes_to("")
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")
    await tomas.types("what do buyers say about drivers")
    tomas.sees("switched it off by week two", "A customer")
    for typed in ("what did Northwind say?", "what did jana say", "/prep Northwind tomorrow 9:00"):
        await tomas.types(typed)
        tomas.sees_nothing_of("switched it off")
    await tomas.presses("Everything on file")
    tomas.sees_nothing_of("switched it off")


@in_turn(
    ("line", "read"),
    [
        ("Does Routely's new tier include the API?", "Does Routely's new tier include the API?"),
        (
            "Does Salesforce integrate with us? Will Routely follow?",
            "Does Salesforce integrate with us? Will Routely follow?",
        ),
        ("Says Routely itself. Tell Sorin Vasilescu", "Says Routely itself. Tell somebody"),
    ],
)
async def test_a_verb_before_a_companys_name_is_no_part_of_it(
    office: Office, line: str, read: str
) -> None:
    await listening(office)
    await plan(office, "Northwind today 10:00")
    await office.until(23, "10:36")
    await reflect(office, goal_reached="yes", for_marketing=line, heard="")
    office.lena.sees("Marketing would read it.")
    await office.lena.submits()
    await office.delivers()
    (said,) = heard(office)
    assert read in said


async def test_an_answer_keeps_the_colleague_that_marketing_names(office: Office) -> None:
    tomas, lena = office.tomas, office.lena
    await office.adds("Priya Nair")
    await office.makes("Priya Nair", "marketer")
    await passed_on(office)
    await tomas.presses("Answer")
    await tomas.fills(words="Yes, in every tier. Ask Priya for the sheet.")
    await tomas.submits()
    tomas.sees_nothing_of("I took a name")
    await office.delivers()
    lena.sees("Ask Priya for the sheet.")


async def test_marketing_is_told_of_a_name_taken_out_of_the_answer(office: Office) -> None:
    tomas, lena = office.tomas, office.lena
    await passed_on(office)
    await tomas.presses("Answer")
    await tomas.fills(words="Yes. Tell Sorin Vasilescu that it does.")
    await tomas.submits()
    tomas.sees("I took a name or a number out of your words.", "Tell somebody that it does.")
    await office.delivers()
    lena.sees("Tell somebody that it does.")


async def test_a_line_added_later_leaves_the_open_one_as_it_was_shown(office: Office) -> None:
    tomas, lena = office.tomas, office.lena
    await passed_on(office)
    first = WORDS["for_marketing"]
    office.tomas.goes_to("")
    await tomas.types("ask back: which drivers?")
    await office.delivers()
    await lena.presses("Reply")
    await lena.fills(words="The night drivers")
    await lena.submits()
    await lena.types("pass to marketing: do we have a case study for northwind?")
    await lena.presses("Pass a line to marketing")
    lena.sees(first, "Your earlier line about this call stays. Marketing reads both.")
    await lena.fills(for_marketing="Do we have a case study about nights?")
    await lena.submits()
    await office.delivers()
    await tomas.types("asks")
    tomas.sees(first, "Do we have a case study about nights?")
    assert tomas.screen.count("Look at it") == 2
