"""The Monday digest in marketing's channel: themes, words, competitors, open asks."""

import pytest
from sqlmodel import select

from handlers.composing.erasing import erase_name
from handlers.knowledge import buyer_voice, passed_on
from handlers.views.marketing import theme_cards, voice_card
from storage.customers import accounts
from storage.rights.erasure.accounts import erase_account
from storage.tables import Account, Insight
from tests.dialogues.marketing.marketing_heard import heard, listening
from tests.dialogues.marketing.test_insights import published
from tests.dialogues.office import Office
from tests.dialogues.rep_does import pass_on, plan


async def said(
    office: Office, account: str, day: int, *, line: str, words: str, how: str = "anonymous"
) -> None:
    """Lena reflects on a call at 10:00 that day and passes something on."""
    await plan(office, f"{account} {day}.11. 10:00")
    await office.until(day, "10:36")
    await office.lena.types(f"/reflect {account}")
    await office.lena.fills(goal_reached="yes", heard=words)
    await office.lena.submits()
    await pass_on(office, for_marketing=line, attribution=how)


async def a_week(office: Office) -> None:
    """Three accounts speak of route changes; two name Routely."""
    await listening(office)
    office.tomas.goes_to("")
    await published(office, headline="Against Routely", competitor="Routely")
    await said(
        office,
        "Northwind",
        24,
        line="Route changes at night hurt",
        words="We also look at Routely. The late route changes are what hurts us.",
        how="named",
    )
    await said(
        office,
        "Halden",
        25,
        line="Nobody tells the drivers about route changes",
        words="At Halden we learn of route changes from angry drivers.",
    )
    await said(office, "Alder", 26, line="Who tells the dock?", words="Routely never did that.")


async def test_the_week_in_one_message(office: Office) -> None:
    await a_week(office)
    before = len(heard(office))
    await office.until(30, "09:01")
    digest = heard(office)[before:][-1]
    assert "In seven days, reps shared 3 things from 3 accounts." in digest
    theme, rest = digest.split("Also heard")
    assert theme.count("“route changes”") == 1
    for words in ("The late route changes are what hurts us.", "from angry drivers."):
        assert words in theme, "a quote stands under its theme"
        assert digest.count(words) == 1, "and nowhere else"
    assert "Two accounts, all in the past week. Nobody has answered yet." in theme
    assert "Northwind, 24 November" in theme
    assert "Routely never did that." in rest
    assert "Routely: named early at 2 accounts" in rest
    waiting = rest.split("Not answered in time, oldest first")[1]
    assert waiting.index("Route changes at night hurt") < waiting.index("Who tells the dock?")
    assert "Tomas Keller can take them: Home → Asks." in waiting
    assert "Halden" not in digest


async def test_the_digest_and_the_themes_count_alike_and_say_what(office: Office) -> None:
    tomas = office.tomas
    await a_week(office)
    before = len(heard(office))
    await office.until(30, "09:01")
    digest = heard(office)[before:][-1]
    said = "Based on 3 things that reps shared {} in the last four weeks. A theme is a phrase"
    assert said.format("here") in digest
    assert "These numbers are this channel's." in digest
    assert "To count everything, send me “themes” or “competitors”." in digest
    tomas.goes_to("")
    await tomas.types("themes")
    tomas.sees("“route changes”: 2 accounts", said.format("with marketing"))
    # The words and their source are as in the digest: without names if the rep chose that.
    tomas.sees("of route changes from angry drivers.", "A customer")
    tomas.sees_nothing_of("Halden")
    await tomas.presses("What they said: route changes")
    tomas.sees("What reps passed on about “route changes”", "The late route changes", "Northwind")
    tomas.sees_nothing_of("Halden")


async def test_two_asks_from_one_call_have_their_quote_in_the_digest_once(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await listening(office)
    await said(office, "Northwind", 24, line="They wait", words="We wait for the night ferry.")
    await office.delivers()
    tomas.goes_to("")
    await tomas.types("open asks")
    await tomas.presses("Look at it")
    await tomas.presses("Answer")
    await tomas.fills(words="The night ferry is in the new story.")
    await tomas.submits()
    await lena.types("tell marketing: the morning ferry is late too")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    await office.until(30, "09:01")
    (digest,) = [post for post in heard(office) if "In seven days, reps" in post]
    assert "shared 2 things" in digest
    assert digest.count("We wait for the night ferry.") == 1


async def test_a_question_of_the_rep_is_no_theme(office: Office) -> None:
    tomas = office.tomas
    await a_week(office)
    question = "Do we have anything on route changes at Birch?"
    await said(office, "Birch", 27, line=question, words=question)
    tomas.goes_to("")
    await tomas.types("themes")
    tomas.sees("“route changes”: 2 accounts")
    tomas.sees_nothing_of(question)


async def test_only_marketing_reads_what_buyers_said_about_a_theme(office: Office) -> None:
    tomas = office.tomas
    await a_week(office)
    tomas.goes_to("")
    await tomas.types("themes")
    await office.makes("Tomas Keller", "rep")
    await tomas.presses("What they said: route changes")
    tomas.sees("These themes are for marketing.")
    tomas.sees_nothing_of("The late route changes")


async def test_if_only_the_reps_line_has_the_phrase_the_line_stands_under_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buyer_voice, "MAX_THEME_QUOTES", 3)
    await a_week(office)
    line, words = "They wait for route changes", "It is never there in time."
    await said(office, "Birch", 27, line=line, words=words)
    before = len(heard(office))
    await office.until(30, "09:01")
    theme = heard(office)[before:][-1].split("Also heard")[0]
    assert line in theme
    assert words not in theme


async def test_of_very_much_the_newest_is_read_and_it_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (passed_on, theme_cards, voice_card):
        monkeypatch.setattr(module, "MAX_PIECES", 3)
    await a_week(office)
    await said(office, "Birch", 27, line="They ask about route changes", words="And so do we.")
    before = len(heard(office))
    await office.until(30, "09:01")
    digest = heard(office)[before:][-1]
    assert "In seven days, reps shared 4 things from 4 accounts." in digest
    assert "Two accounts, all in the past week." in digest  # Northwind's is too old by now
    assert "Based on the newest 3 things that reps shared here in the last four weeks" in digest
    assert "Routely: named early at 1 account" in digest
    assert "Based on the newest 3 things that reps shared in the last 90 days" in digest


async def test_a_theme_says_who_is_on_it_and_since_when(office: Office) -> None:
    tomas = office.tomas
    await a_week(office)
    await tomas.opens_home()
    await tomas.presses("Asks")
    await tomas.presses("Look at it")  # the oldest: Northwind's
    await tomas.presses("I'll take it")
    await office.until(30, "09:01")
    (digest,) = [post for post in heard(office) if "In seven days, reps" in post]
    assert "Two accounts, all in the past week. Tomas Keller is on it (since" in digest
    assert "Route changes at night hurt (Tomas Keller, since 26 November)" in digest


async def test_names_that_recur_are_offered_and_those_on_file_are_not(office: Office) -> None:
    await listening(office)
    for account, day in (("Northwind", 24), ("Halden", 25)):
        words = "We compare you with Planexa and with Alder. A demo by Planexa is in March."
        await said(office, account, day, line="They compare", words=words, how="named")
    await office.until(30, "09:01")
    (digest,) = [post for post in heard(office) if "In seven days, reps" in post]
    assert "Also named: Planexa (2 accounts)." in digest


async def test_what_was_taken_back_leaves_the_digest_that_was_sent(office: Office) -> None:
    await a_week(office)
    await office.until(30, "09:01")
    await office.lena.types("/reflect Alder")
    await office.lena.submits()
    await office.lena.presses("Share or pass on")
    await office.lena.presses("Take it back from marketing")
    await office.delivers()
    (digest,) = [post for post in heard(office) if "In seven days, reps" in post]
    assert "In seven days, reps shared 2 things from 2 accounts." in digest
    assert "dock" not in digest
    assert "Routely never did that." not in digest


async def test_it_comes_again_while_something_waits_and_then_no_more(office: Office) -> None:
    tomas = office.tomas
    await a_week(office)
    await office.until(30, "09:01")
    await tomas.opens_home()
    for _ in range(3):
        await tomas.presses("Asks")
        await tomas.presses("Look at it")
        await tomas.presses("Answer")
        await tomas.fills(words="It is in the new story.")
        await tomas.submits()
    before = len(heard(office))
    await office.until_december(7, "09:01")
    assert len(heard(office)) == before
    await office.until_december(14, "09:01")
    assert len(heard(office)) == before


async def test_what_is_not_late_on_monday_yet_is_in_the_digest_after(office: Office) -> None:
    await listening(office)
    await said(office, "Northwind", 28, line="Tolls hurt", words="Tolls eat what we earn.")
    await office.until(30, "09:01")
    (digest,) = [post for post in heard(office) if "In seven days, reps" in post]
    assert "Not answered in time" not in digest
    await office.until_december(7, "09:01")
    waiting = heard(office)[-1].split("Not answered in time")[1]
    assert "Tolls hurt" in waiting


async def test_a_quiet_week_has_none(office: Office) -> None:
    await listening(office)
    await office.until(30, "12:00")
    assert heard(office) == []


@pytest.mark.parametrize("answered", [True, False])
async def test_a_week_with_only_a_question_about_an_insight(office: Office, answered: bool) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await listening(office)
    tomas.goes_to("")
    await published(office)
    await lena.types("/insight drivers")
    await lena.presses("Open")
    await lena.presses("Ask marketing")
    await lena.fills(question="Which depots were these?")
    await lena.submits()
    await office.delivers()
    if answered:
        await tomas.types("open asks")
        await tomas.presses("Look at it")
        await tomas.presses("Answer")
        await tomas.fills(words="Leipzig and Halle.")
        await tomas.submits()
    await office.until(30, "09:01")
    (digest,) = [
        post
        for post in heard(office)
        if "Reps shared nothing new here in the last seven days." in post
    ]
    assert ("Some asks are still open." in digest) is not answered


async def test_a_question_about_an_insight_that_was_erased_is_no_buyers_word(
    office: Office,
) -> None:
    lena = office.lena
    await office.until(23, "10:00")
    await listening(office)
    office.tomas.goes_to("")
    await published(office)
    await lena.types("/insight drivers")
    await lena.presses("Open")
    await lena.presses("Ask marketing")
    await lena.fills(question="Which depots were these?")
    await lena.submits()
    async with office.attune.database.write(office.lena_tenant) as session:
        now = office.clock.moment
        account = await accounts.add(session, office.lena_tenant, "Northwind", now)
        insight = (await session.exec(select(Insight))).one()
        insight.account_id = account.id
        await session.flush()
        await erase_account(session, account, now)
    await office.until(30, "09:01")
    digest = heard(office)[-1]
    assert "Reps shared nothing new here in the last seven days." in digest
    assert "Some asks are still open." in digest
    await lena.types("my asks")
    lena.sees("You asked: Which depots were these?")


async def test_what_stands_in_for_names_is_no_theme(office: Office) -> None:
    await listening(office)
    words = "Tomas at {0} has it: www.{0}.example or 030 1234 5678. The late ferry hurts."
    for account, day in (("Northwind", 24), ("Halden", 25)):
        line = f"Ask {account} and Tomas"
        await said(office, account, day, line=line, words=words.format(account))
    await office.until(30, "09:01")
    (digest,) = [post for post in heard(office) if "In seven days, reps" in post]
    assert "“late ferry hurts”" in digest
    assert "Two accounts, all in the past week." in digest
    for word in ("address", "colleague", "customer", "number"):
        assert f"{word}”" not in digest
    assert "Tomas Keller can take them: Home → Asks." in digest
    assert "Look at it" not in digest


async def test_subscribing_to_more_keeps_the_voice(office: Office) -> None:
    await a_week(office)
    office.tomas.goes_to("#marketing")
    await office.tomas.types("/insight subscribe industry=logistics, competitor=*")
    gets = "insights with any competitor or industry logistics, and the voice of the customer."
    office.tomas.sees(f"#marketing gets {gets}")
    await office.until(30, "09:01")
    assert any("In seven days, reps shared 3 things" in post for post in heard(office))


async def test_words_never_go_where_more_people_read_than_when_they_were_written(
    office: Office,
) -> None:
    """If a channel unsubscribes and subscribes again, words written in between stay out."""
    lena, tomas = office.lena, office.tomas
    await listening(office)
    await said(office, "Northwind", 24, line="Tolls hurt", words="Tolls eat what we earn.")
    lena.sees(
        "Everybody in #marketing can read the line and the quote you passed on, "
        "without names that Attune knows."
    )
    await office.delivers()
    tomas.goes_to("#marketing")
    await tomas.types("/insight subscribe industry=logistics")
    await tomas.types("/insight unsubscribe voice")
    tomas.sees("#marketing gets insights with industry logistics.")
    await said(office, "Halden", 25, line="Ferries are late", words="We wait for the ferries.")
    lena.sees(
        "Only you can read it.",
        "Marketing can read the line and the quote you passed on, without names that Attune knows.",
    )
    await office.delivers()
    tomas.goes_to("")
    tomas.sees("Ferries are late")
    await office.until(30, "09:01")
    assert not any("In seven days, reps" in post for post in heard(office)), "no voice, no digest"
    tomas.goes_to("#marketing")
    await tomas.types("/insight subscribe voice")
    await said(office, "Alder", 30, line="Who tells the dock?", words="Nobody tells the dock.")
    lena.sees(
        "Everybody in #marketing can read the line and the quote you passed on, "
        "without names that Attune knows."
    )
    await office.lena.types("/reflect Halden")
    await office.lena.fills(heard="We wait for the late ferries.")
    await office.lena.submits()
    lena.sees(
        "Marketing can read the line and the quote you passed on earlier, "
        "without names that Attune knows."
    )
    await office.until_december(7, "09:01")
    posts = "\n".join(heard(office))
    assert "Nobody tells the dock." in posts
    assert "In seven days, reps shared one thing." in posts
    assert "erries" not in posts


async def test_what_waits_for_a_channel_goes_to_marketers_once_it_gives_the_voice_up(
    office: Office,
) -> None:
    tomas = office.tomas
    await listening(office)
    await plan(office, "Northwind 24.11. 18:00")
    await office.until(24, "18:36")
    await office.lena.types("/reflect Northwind")
    await office.lena.fills(goal_reached="yes", heard="They do.")
    await office.lena.submits()
    await pass_on(office, for_marketing="Tolls hurt")
    tomas.goes_to("#marketing")
    await tomas.types("/insight unsubscribe")
    await office.until(25, "10:00")
    assert not any("Tolls hurt" in post for post in heard(office))
    tomas.goes_to("")
    tomas.sees("Tolls hurt")


async def test_what_is_taken_back_goes_from_a_digest_that_came_with_insights(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await listening(office)
    await tomas.types("/insight subscribe everything")
    await tomas.presses("Change")
    await tomas.fills(how="weekly")
    await tomas.submits()
    await said(office, "Northwind", 25, line="They want a planner", words="Nobody asks drivers")
    await published(office, headline="Against Routely", competitor="Routely")
    await office.until(30, "09:10")
    for words in ("Nobody asks drivers", "They want a planner", "Against Routely"):
        assert words in heard(office)[-1]
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Share or pass on")
    await lena.presses("Take it back from marketing")
    lena.sees("It is removed from marketing's posts and digests")
    await office.until(30, "09:20")
    assert "Against Routely" in heard(office)[-1]
    for words in ("Nobody asks drivers", "They want a planner"):
        assert not any(words in each for each in heard(office))


async def test_a_name_that_is_erased_goes_from_the_digest(office: Office) -> None:
    await listening(office)
    line, words = "Jana Novak wants a planner", "Jana Novak: Nobody asks drivers"
    await said(office, "Northwind", 25, line=line, words=words, how="named")
    await office.until(30, "09:10")
    assert line in heard(office)[-1]
    async with office.attune.database.write(office.lena_tenant) as session:
        account = (await session.exec(select(Account))).one()
        await erase_name(session, account, "Jana Novak", office.clock.now())
    await office.until(30, "09:20")
    assert "A former contact wants a planner" in heard(office)[-1]
    assert not any("Jana" in each for each in heard(office))
