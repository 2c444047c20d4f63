"""Buyers' words reach marketing at once; marketing answers, and the rep hears each time."""

import pytest
from sqlmodel import col, select

from handlers.request import Means
from storage.tables import Ask, AskNote
from storage.upkeep import retention
from storage.upkeep.retention_days import RetentionDays
from tests.dialogues.marketing.marketing_heard import (
    WORDS,
    change_line,
    heard,
    listening,
    passed_on,
)
from tests.dialogues.marketing.test_insights import DRIVERS, marketing, published
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, pass_on, plan, reflect
from tests.dialogues.team.test_help import pressed
from tests.dialogues.test_form_edits import in_another_window
from tests.dialogues.turns import on_each_database

pytestmark = pytest.mark.every_platform


async def test_nothing_goes_out_unless_the_rep_passes_it_on(office: Office) -> None:
    await listening(office)
    await held(office)
    await reflect(office, heard=WORDS["heard"])
    await office.delivers()
    assert heard(office) == []
    office.lena.sees_nothing_of("can read this")


async def test_the_form_shows_what_marketing_would_read(office: Office) -> None:
    await listening(office)
    await held(office)
    await reflect(office, heard="Nobody asks us at Northwind, and Lena should.")
    await office.lena.presses("Share or pass on")
    await office.lena.presses("Pass a line to marketing")
    office.lena.sees("Nobody asks us at the customer, and a rep should.")
    office.lena.sees(
        "What you heard, without names",
        "If you choose “With names”, marketing reads it as you wrote it.",
    )
    await office.lena.submits()
    assert office.lena.problems.keys() == {"for_marketing"}
    assert heard(office) == []


async def test_it_comes_with_a_clock(office: Office) -> None:
    await passed_on(office)
    (said,) = heard(office)
    assert "Waiting since Monday 23 November. An answer is due by Tuesday 24 November." in said
    assert "10:3" not in said, "the minute would tell whose call it was"


async def test_what_was_heard_is_dated_by_the_call(office: Office) -> None:
    await listening(office)
    await plan(office, "Northwind today 9:00")
    await office.until(26, "17:30")
    await office.lena.types("/reflect")
    await office.lena.fills(goal_reached="yes")
    await office.lena.submits()
    await pass_on(office, for_marketing="Nobody asks the drivers", attribution="named")
    await office.until(27, "09:05")
    (said,) = heard(office)
    assert "Heard on Monday 23 November by" in said


async def test_marketing_answers_and_the_rep_hears(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await office.until(23, "12:00")
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did. The story is on its way to you.")
    await tomas.submits()
    assert "Tomas Keller answers: Three depots did." in heard(office)[0], "in place, for everybody"
    for waited in ("First answer", "1 hour", "Waiting", "12:00"):
        assert waited not in heard(office)[0], "how long a marketer took is a figure about a person"
    await office.delivers()
    lena.sees("Tomas Keller answers: Three depots did.")
    lena.sees("Northwind. Marketing sees: They want a planner")
    await tomas.presses("Report the result")
    await tomas.fills(words="The driver story is out.")
    await tomas.submits()
    await office.until(23, "12:10")
    lena.sees("Tomas Keller reports the result: The driver story is out.")


async def test_marketing_asks_back_and_the_rep_replies(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Drivers of their own, or a carrier's?")
    await tomas.submits()
    await office.delivers()
    lena.sees("Tomas Keller asks: Drivers of their own, or a carrier's?")
    await lena.presses("Reply")
    lena.sees("Everybody in #marketing can read this, without names that Attune knows.")
    await lena.fills(words="northwind has their own. Lena asked Jana.")
    await lena.submits()
    lena.sees("Marketing has your reply.")
    await office.delivers()
    assert "A rep replies: The customer has their own." in heard(office)[-1]
    assert "Lena" not in heard(office)[-1], "still without names"
    assert "Jana" not in heard(office)[-1]


async def test_a_question_put_to_a_rep_stays_answerable_once_somebody_takes_it_up(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Drivers of their own?")
    await tomas.submits()
    await tomas.presses("I'll take it")
    await office.delivers()
    await lena.opens_home()
    await lena.presses("Asks")
    await lena.presses("Look at it")
    assert "Reply" in lena.messages[-1]
    await lena.presses("Reply")
    await lena.fills(words="Of their own.")
    await lena.submits()
    lena.sees("Marketing has your reply.")
    await office.delivers()
    assert "A rep replies: Of their own." in heard(office)[-1]
    await tomas.opens_home()
    await tomas.presses("Asks")
    tomas.sees("Tomas Keller is on it.")


async def test_somebody_takes_it_up(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("I'll take it")
    await office.delivers()
    lena.sees("Tomas Keller is on it.")
    await office.until(24, "12:00")
    assert len(heard(office)) == 1, "no reminder"
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    assert "Tomas Keller answers: Three depots did." in heard(office)[0]


async def test_a_line_typed_right_after_an_answer_can_be_sent_to_who_answered(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await lena.types("the ones in kiel and bremen")
    lena.sees_nothing_of("Send to Tomas")
    for words, shown in (
        ("the ones in kiel and bremen", "kiel and bremen"),
        ("thanks, which PANGOLIN depots were they?", "PANGOLIN depots"),
        ("Northwind: Jana wants the ZEBRA story as a pdf", "ZEBRA story"),
        ("tell tomas it is for the GECKO depot", "GECKO depot"),
    ):
        await tomas.presses("Ask a follow-up")
        await tomas.fills(words="Which three?")
        await tomas.submits()
        await office.delivers()
        lena.sees("Tomas Keller asks: Which three?")
        await lena.types(words)
        lena.sees(
            "If you send it to Tomas, everybody in #marketing can read it, without names that "
            "Attune knows."
        )
        assert shown not in heard(office)[-1], "nothing is sent before the button is pressed"
        await lena.presses("Send to Tomas")
        lena.sees("Marketing has your reply.")
        await office.delivers()
        assert shown in heard(office)[-1]
        assert "Jana" not in heard(office)[-1]
    await lena.presses("Send to Tomas")
    lena.sees("That line was sent already, or is no longer kept here.")
    await lena.types("ask marketing: do we have a one-pager on telematics?")  # a new question
    lena.sees("Suggest an insight")
    lena.sees_nothing_of("If you send it to Tomas")


async def test_later_lines_are_not_offered_to_marketing(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    await office.delivers()
    await office.until(23, "11:30")
    await lena.types("the ones in kiel and bremen")
    lena.sees_nothing_of("Send to Tomas")


async def test_words_that_the_line_has_already_are_not_quoted_below_it(office: Office) -> None:
    await passed_on(
        office, heard="Nobody asks the drivers.", for_marketing="nobody asks the drivers"
    )
    (post,) = heard(office)
    assert "obody asks the drivers" in post
    assert "Nobody asks the drivers." not in post
    assert "Heard in the week of 23 November" in post


async def test_one_reminder_after_a_working_day(office: Office) -> None:
    await passed_on(office)
    await office.until(24, "10:35")
    assert len(heard(office)) == 1
    await office.until(24, "10:37")
    assert len(heard(office)) == 2
    reminder = heard(office)[1]
    assert "A reminder: nobody has answered yet." in reminder
    assert "An answer was due by Tuesday 24 November." in reminder
    assert WORDS["for_marketing"] in reminder
    assert "Everyone shows us the map." in heard(office)[0]
    assert "Everyone shows us the map." not in reminder, "the quote stands in the channel already"
    await office.until(27, "18:00")
    assert len(heard(office)) == 2


async def test_a_rep_takes_it_back(office: Office) -> None:
    lena = office.lena
    await listening(office)
    await office.until(23, "16:50")
    await plan(office, "Northwind today 17:00")
    await office.until(23, "17:40")
    await reflect(office, goal_reached="yes", **WORDS)
    await lena.presses("Take it back from marketing")
    lena.sees("Only you can read it.", "Taken back.")
    await office.until(24, "12:00")
    assert heard(office) == []


async def test_what_was_taken_back_is_not_kept(office: Office) -> None:
    lena = office.lena
    await asked_and_replied(office)
    await lena.types("delete all of the Northwind call")
    await lena.presses("Delete all of it")
    await office.delivers()
    async with office.attune.database.read() as session:
        ask = (await session.exec(select(Ask))).one()
        talk = (await session.exec(select(AskNote).order_by(col(AskNote.id)))).all()
    assert (ask.state, ask.line, ask.quote) == ("withdrawn", "", "")
    assert [note.text for note in talk] == ["Who said so?", ""]
    assert "You took back what you had passed on." in "".join(lena.messages)


async def test_an_ask_whose_reflection_has_expired_can_still_be_deleted(office: Office) -> None:
    lena = office.lena
    await passed_on(office)
    await office.until(25, "12:00")
    days = RetentionDays(reflections=1, promises=1)
    await retention.prune(office.attune.database, days, office.clock.moment)
    await lena.types("delete everything of my last call")
    lena.sees("Delete everything of yours from the call with Northwind", "I'll take it back.")
    lena.sees("This deletes what you passed on to marketing.")
    await lena.presses("Delete all of it")
    lena.sees("Deleted: everything of yours from the call with Northwind")
    async with office.attune.database.read() as session:
        ask = (await session.exec(select(Ask))).one()
    assert (ask.state, ask.line, ask.quote) == ("withdrawn", "", "")
    await lena.types("delete everything of my last call")
    lena.sees("I keep nothing of yours about any call, so nothing was deleted.")


async def test_what_was_taken_back_goes_out_again_only_if_its_rep_says_so(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("I'll take it")
    await office.delivers()
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Share or pass on")
    await lena.presses("Take it back from marketing")
    lena.sees_nothing_of("can read this", "Take it back from marketing")
    await lena.types("/reflect Northwind")
    await lena.fills(surprise="The drivers")
    await lena.submits()
    lena.sees("Saved: Northwind. Only you can read it.")
    lena.sees_nothing_of("Take it back")
    await office.delivers()
    assert len(heard(office)) == 1
    assert "This was taken back." in heard(office)[0]
    await lena.presses("Share or pass on")
    await lena.presses("Pass a line to marketing")
    lena.sees("They want a planner that drivers helped to build")
    await lena.fills(attribution="anonymous")
    await lena.submits()
    lena.sees("Take it back from marketing")
    await office.delivers()
    before, again = heard(office)
    assert "This was taken back." in before, "what was taken back stays so"
    assert "An answer is due by" in again, "it starts anew"
    assert "is on it" not in again


async def test_words_that_changed_change_where_they_stand(office: Office) -> None:
    lena = office.lena
    await passed_on(office, attribution="named")
    assert "Northwind" in heard(office)[0]
    await lena.presses("Change what marketing reads")
    await lena.fills(for_marketing="They want drivers asked first", attribution="anonymous")
    await lena.submits()
    await office.delivers()
    (said,) = heard(office)
    assert "They want drivers asked first" in said
    for name in ("Northwind", "Jana", "Novak", "Lena"):
        assert name not in said


async def test_a_reply_is_shown_as_marketing_reads_it(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Who said so?")
    await tomas.submits()
    await office.delivers()
    await lena.presses("Reply")
    await lena.fills(words="Jana Novak did, Kowalczyk too.")
    await lena.submits()
    lena.sees(
        "Somebody there did, Kowalczyk too.", "Is there still a name, a nickname or a number in it?"
    )
    await lena.presses("Take it back")
    await office.delivers()
    assert all("Kowalczyk" not in said for said in heard(office))


async def test_taken_back_it_goes_from_everywhere_and_who_took_it_up_is_told(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    await tomas.presses("I'll take it")
    await office.until(30, "09:01")
    assert "They want a planner" in heard(office)[-1], "the digest"
    before = len(heard(office))
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Share or pass on")
    await lena.presses("Take it back from marketing")
    lena.sees("Taken back.", "someone may have read it")
    tomas.goes_to("")
    await office.delivers()
    assert len(heard(office)) == before
    for said in heard(office):
        assert "planner" not in said
        assert "Everyone shows us the map" not in said
        assert "Answer" not in said
    assert "This was taken back." in heard(office)[0]
    told = "On Monday 23 November you took on something that has since been taken back."
    assert told in tomas.messages[-1]
    assert "Lena" not in tomas.messages[-1], "nor who it was"
    assert "Northwind" not in tomas.messages[-1]
    lena.sees_nothing_of("can read this")


async def test_every_copy_of_a_card_follows(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    await office.until(24, "10:40")
    assert len(heard(office)) == 2
    await tomas.presses("I'll take it")
    await office.delivers()
    for said in heard(office):
        assert "Tomas Keller is on it." in said
        assert "Waiting" not in said
    assert "This was a reminder." in heard(office)[1]


async def test_the_list_says_who_passed_it_on_only_if_it_is_with_names(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("open asks")
    tomas.sees(WORDS["for_marketing"])
    tomas.sees_nothing_of("Lena")
    await change_line(office, attribution="named")
    await tomas.types("open asks")
    tomas.sees(f"Lena Brandt passed on: {WORDS['for_marketing']}")


async def test_only_marketing_answers(office: Office) -> None:
    lena = office.lena
    await passed_on(office)
    lena.goes_to("#marketing")
    await lena.presses("Answer")
    lena.sees("Only marketing can answer this.")
    assert "Answer" in heard(office)[0]


async def test_answers_from_marketing_cost_a_rep_no_nudge(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(most_a_day="7")
    await lena.submits()
    await passed_on(office)
    await plan(office, "Halden today 15:00")
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    await office.delivers()
    await tomas.presses("Report the result")
    await tomas.fills(words="The driver story is out.")
    await tomas.submits()
    await office.until(23, "14:55")
    lena.sees("Halden, in 10 minutes.")
    assert "over the day's limit" not in (await office.reasons()).values()


async def test_a_rep_asks_about_an_insight(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await listening(office)
    tomas.goes_to("")
    await published(office)
    await lena.types("/insight drivers")
    await lena.presses("Open")
    await lena.presses("Ask marketing")
    lena.sees("Everybody in #marketing can read this, with your name.")
    await lena.fills(question="Which depots were these?")
    await lena.submits()
    lena.sees("Marketing has your question.")
    await office.delivers()
    assert f"Lena Brandt asks about “{DRIVERS['headline']}”: Which depots" in heard(office)[-1]
    await tomas.types("open asks")
    tomas.sees(f"Lena Brandt asks about “{DRIVERS['headline']}”: Which depots were these?")
    await tomas.types("/insight drivers")
    await tomas.presses("Open")
    tomas.sees("1 open question")


async def test_a_rep_finds_what_they_asked(office: Office) -> None:
    lena = office.lena
    await passed_on(office)
    await lena.opens_home()
    await lena.presses("Asks")
    lena.sees("What you sent to marketing", "Waiting since")
    lena.sees("Northwind. Marketing sees: They want a planner")
    await lena.presses("Look at it")
    lena.sees("From your call on Monday 23 November.")
    await lena.presses("Take it back from marketing")
    lena.sees("Taken back.")
    lena.sees_nothing_of("They want a planner")
    await office.delivers()
    assert "This was taken back." in heard(office)[0]


async def test_marketing_sees_who_has_what_in_hand(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    await tomas.presses("I'll take it")
    await tomas.opens_home()
    await tomas.presses("Asks")
    tomas.sees("Open asks", "Tomas Keller is on it.")
    tomas.sees_nothing_of("First answer")


async def test_a_reminder_says_so_as_long_as_nobody_has_answered(office: Office) -> None:
    await passed_on(office, attribution="named")
    await office.until(24, "10:40")
    await change_line(office, attribution="anonymous")
    await office.delivers()
    assert "Northwind" not in heard(office)[1]
    assert "A reminder: nobody has answered yet." in heard(office)[1]


async def test_without_a_channel_each_marketer_hears_it(office: Office) -> None:
    await marketing(office)
    await held(office)
    await reflect(office, goal_reached="yes", **WORDS)
    await office.delivers()
    office.tomas.sees("They want a planner that drivers helped to build", "An answer is due by")


async def test_who_is_not_of_marketing_is_told_kindly_who_answers(office: Office) -> None:
    await passed_on(office)
    await office.makes("Tomas Keller", "manager")
    await office.tomas.presses("Answer")
    office.tomas.sees(
        "Only marketing can answer this. The rep who passed it on will hear when they do."
    )


async def test_new_words_for_what_went_to_nobody_are_put_before_marketing(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await office.until(23, "10:36")
    await reflect(office, goal_reached="yes", **WORDS)  # nobody is of marketing yet
    await listening(office)
    await office.until(25, "12:00")
    assert heard(office) == []
    await change_line(office, for_marketing="They want drivers asked first")
    lena.sees(
        "Everybody in #marketing can read the line and the quote you passed on, "
        "without names that Attune knows."
    )
    await office.delivers()
    (said,) = heard(office)
    assert "They want drivers asked first" in said
    assert "Waiting since Wednesday 25 November. An answer is due by Thursday 26" in said


async def test_new_words_for_what_was_settled_are_put_before_marketing_anew(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("Answer")
    await tomas.fills(words="It is in the story.")
    await tomas.submits()
    await office.until(25, "12:00")
    await lena.types("/reflect Northwind")
    await lena.submits()
    await office.delivers()
    assert len(heard(office)) == 1, "nothing changed"
    await change_line(office, for_marketing="They want drivers asked first")
    await office.delivers()
    new = heard(office)[1]
    assert "They want drivers asked first" in new
    assert "Waiting since Wednesday 25 November. An answer is due by Thursday 26" in new
    await office.until(26, "12:01")
    assert "A reminder: nobody has answered yet." in heard(office)[2]


async def asked_and_replied(office: Office) -> None:
    """Marketing asks back about what Lena passed on, and she replies on Tuesday at 10:00."""
    await passed_on(office)
    await office.tomas.presses("Ask a follow-up")
    await office.tomas.fills(words="Who said so?")
    await office.tomas.submits()
    assert "First answer" not in heard(office)[0]
    await office.until(24, "12:00")
    assert len(heard(office)) == 1, "no reminder while it is the rep's turn"
    await office.lena.presses("Reply")
    await office.lena.fills(words="Their head of dispatch.")
    await office.lena.submits()
    await office.delivers()


async def test_after_a_reply_the_clock_runs_again(office: Office) -> None:
    await asked_and_replied(office)
    assert "An answer is due by Wednesday 25 November." in heard(office)[-1]
    await office.until(25, "12:01")
    assert "A reminder: nobody has answered yet." in heard(office)[-1]
    count = len(heard(office))
    await office.until(30, "09:01")
    assert len(heard(office)) == count + 1
    assert "Not answered in time" in heard(office)[-1]


async def test_only_the_reply_is_taken_back(office: Office) -> None:
    await asked_and_replied(office)
    assert all("Their head of dispatch." in said for said in heard(office))
    await office.lena.presses("Take it back")
    office.lena.sees("Your reply has been taken back.", "Reply")
    await office.delivers()
    for said in heard(office):
        assert "Their head of dispatch." not in said
        assert "They want a planner" in said
        assert "Who said so?" in said


@on_each_database
async def test_a_private_note_does_not_go_along_with_what_was_passed_on(office: Office) -> None:
    lena = office.lena
    await passed_on(office)
    await lena.types("Northwind said: 'your MANATEE discount scares us'")
    lena.sees("Saved: Northwind. Only you can read it.", "the quote you passed on")
    await lena.types("/reflect Northwind")
    lena.sees("Marketing reads this too, and will see what you change")
    await lena.fills(surprise="The drivers")
    await lena.submits()
    await office.delivers()
    (said,) = heard(office)
    assert "nobody asks the drivers" in said
    assert "MANATEE" not in said
    await lena.types("/reflect Northwind")
    await lena.fills(heard=f"{WORDS['heard']}\nNorthwind said: 'your OKAPI price scares us'")
    await lena.submits()
    await office.delivers()
    (said,) = heard(office)
    assert "nobody asks the drivers" in said
    assert "OKAPI" in said, "it was written in a form that says so"
    assert "MANATEE" not in said
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    lena.sees_nothing_of("Your colleagues will see what you change")
    await lena.presses("Share this")
    await lena.types("/reflect Northwind")
    lena.sees("You shared these notes. Your colleagues will see what you change.")
    await lena.submits()
    await lena.types("Northwind said: 'they count in pallets'")
    lena.sees("kept with your call on Monday 23 November 10:00: your colleagues can read it.")


async def test_what_marketing_works_on_is_not_said_to_change(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("I'll take it")
    await lena.types("/reflect Northwind")
    lena.sees("Marketing is working on this, and keeps it as you passed it on")
    lena.sees_nothing_of("and will see what you change")
    await lena.fills(heard=f"{WORDS['heard']}\nNorthwind said: 'your OKAPI price scares us'")
    await lena.submits()
    await office.delivers()
    (said,) = heard(office)
    assert "nobody asks the drivers" in said
    assert "OKAPI" not in said
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    await lena.types("/reflect Northwind")
    lena.sees("Marketing reads this too, and will see what you change")


@on_each_database
async def test_what_is_noted_while_the_form_for_marketing_is_open_is_shown_first(
    office: Office,
) -> None:
    lena = office.lena
    await listening(office)
    await held(office)
    await reflect(office, goal_reached="yes", heard=WORDS["heard"])
    await lena.presses("Share or pass on")
    await lena.presses("Pass a line to marketing")
    late = "They said: 'your MANATEE discount scares us'"
    await in_another_window(office, Means.FORM, "reflect.line", "1", heard=late)
    await lena.fills(for_marketing="They want a planner")
    await lena.submits()
    lena.sees("Your note about the call has changed since you opened this.")
    await office.delivers()
    assert heard(office) == []
    await lena.submits()
    await office.delivers()
    (said,) = heard(office)
    assert "MANATEE" in said, "the form has shown it"


@on_each_database
async def test_nobody_is_asked_who_was_erased(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await lena.types("my data")
    await lena.presses("Erase me…")
    await lena.presses("Erase me")
    await tomas.opens_home()
    await tomas.presses("Asks")
    await tomas.presses("Look at it")
    tomas.sees("Answer", "I'll take it")
    tomas.sees_nothing_of("Ask a follow-up")
    tomas.goes_to("#marketing")
    await tomas.presses("Ask a follow-up")  # on the post from before
    tomas.sees("Whoever passed this on is no longer here, so nobody would reply.")


async def test_home_counts_the_asks_that_wait_for_this_marketer(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await lena.types("/calls")
    await office.makes("Lena Brandt", "marketer")
    for one in (tomas, lena):
        await one.opens_home()
        one.sees("1 ask from a rep is waiting for you.")
    await tomas.presses("Asks")
    await tomas.presses("Look at it")
    await tomas.presses("I'll take it")
    await tomas.opens_home()
    tomas.sees("You're on 1 ask that has no answer yet.")
    tomas.sees_nothing_of("waiting for you")
    await lena.opens_home()
    lena.sees("Nothing is waiting for you.")
    assert await pressed(office, tomas, "ask.take", "1") == "You are already on this."


async def answered(office: Office, **fields: str) -> None:
    """Lena passes a line on, and Tomas answers it."""
    await passed_on(office, **fields)
    office.tomas.goes_to("")
    await office.tomas.types("answer: Three depots did.")
    await office.delivers()


async def test_another_line_after_the_answer_is_an_ask_of_its_own(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await answered(office, attribution="named")
    await change_line(office, for_marketing="Do we have a case study about night shifts?")
    await office.delivers()
    await tomas.types("asks")
    await tomas.presses("Look at it")
    tomas.sees("Do we have a case study about night shifts?", "Waiting since", "Answer")
    tomas.sees_nothing_of("Three depots did", "planner that drivers")
    await tomas.types("answer: two wards in Kiel")
    tomas.sees("Do we have a case study", "Tomas Keller answers: two wards in Kiel")
    await office.delivers()
    lena.sees("You wrote: Do we have a case study", "Tomas Keller answers: two wards in Kiel")


async def test_a_line_added_below_the_answered_one_is_passed_on_alone(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await answered(office)
    first = WORDS["for_marketing"]
    await change_line(office, for_marketing=f"{first}\nDo we have a case study?")
    await office.delivers()
    await tomas.types("asks")
    await tomas.presses("Look at it")
    tomas.sees("Do we have a case study?")
    tomas.sees_nothing_of("Three depots did", first)
    lena.sees_nothing_of("Three depots did")
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Share or pass on")
    lena.sees(first, "Do we have a case study?")
    await lena.presses("Take it back from marketing")
    await tomas.types("what's new")
    tomas.sees_nothing_of("case study", first)


async def test_an_edited_line_stays_with_its_answer(office: Office) -> None:
    tomas = office.tomas
    await answered(office)
    await change_line(office, for_marketing="They want a planner that their drivers helped build")
    await office.delivers()
    await tomas.types("asks")
    await tomas.presses("Look at it")
    tomas.sees("They want a planner that their drivers", "Tomas Keller answers: Three depots did.")
