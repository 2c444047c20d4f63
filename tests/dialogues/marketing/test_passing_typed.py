"""A rep passes a line on in words: only that line is offered, and names are asked about first."""

from tests.dialogues.marketing.marketing_heard import heard, listening
from tests.dialogues.marketing.test_insights import marketing, published
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

CALL = (
    "northwind: jana said budget sits w her cfo {}, wants to talk to him b4 xmas. "
    "she asked 4 case study w drivers. i owe her case study by wed"
)


@in_turn(
    "typed",
    (
        "pass the case study w drivers thing to marketing",
        "fwd that drivers case study bit to mktg, no names",
        "share the case study line with marketing w/o names",
    ),
)
async def test_only_the_line_that_the_words_name_is_passed_on(office: Office, typed: str) -> None:
    lena = office.lena
    await listening(office)
    await put_on_file(office)
    await lena.types(CALL.format("mr brandl"))
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "“she asked 4 case study w drivers”?")
    await lena.presses("Pass a line to marketing")
    lena.sees_nothing_of("brandl", "i owe her", "What you heard, without names", "40 seats")
    await lena.submits()
    lena.sees("can read the line you passed on, without names that Attune knows.")
    await office.delivers()
    assert "he asked 4 case study w drivers" in heard(office)[-1]
    assert "brandl" not in heard(office)[-1]


async def test_what_follows_a_title_is_taken_out(office: Office) -> None:
    lena = office.lena
    await listening(office)
    await put_on_file(office)
    await lena.types(CALL.format("mr brandl"))
    await lena.types("pass the budget bit to marketing")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    await office.delivers()
    assert "budget sits w her cfo" in heard(office)[-1]
    assert "brandl" not in heard(office)[-1]


async def test_what_looks_like_a_name_is_asked_about_before_the_post(office: Office) -> None:
    lena = office.lena
    await listening(office)
    await put_on_file(office)
    await lena.types(CALL.format("brandl"))
    await lena.types("pass the budget bit to marketing")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    lena.sees("Is “brandl” a name? Marketing would read it.", "press “Pass it on” again")
    await office.delivers()
    assert heard(office) == [], "nothing is sent before the answer"
    await lena.fills(for_marketing="budget sits w her cfo, not w Kowalczyk")
    await lena.submits()
    lena.sees("Is “Kowalczyk” a name?")
    await lena.fills(for_marketing="budget sits w her cfo")
    await lena.submits()
    lena.sees("can read the line you passed on, without names that Attune knows.")
    await office.delivers()
    assert "udget sits w her cfo" in heard(office)[-1]


async def test_a_word_that_is_no_name_is_passed_on_by_a_second_press(office: Office) -> None:
    lena = office.lena
    await listening(office)
    await put_on_file(office)
    await lena.types("marketing: northwind compares us with Routely")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    lena.sees("Is “Routely” a name?")
    await lena.submits()
    await office.delivers()
    assert "he customer compares us with Routely" in heard(office)[-1]


async def test_a_competitor_that_marketing_knows_is_not_asked_about(office: Office) -> None:
    lena = office.lena
    await published(office, headline="Samsara is slower", competitor="Samsara")
    await put_on_file(office)
    await lena.types("marketing: northwind compares us with Samsara")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    lena.sees("can read the line you passed on, without names that Attune knows.")


async def test_with_names_nothing_is_asked(office: Office) -> None:
    lena = office.lena
    await listening(office)
    await put_on_file(office)
    await lena.types("marketing: northwind compares us with Routely")
    await lena.presses("Pass a line to marketing")
    await lena.fills(attribution="named")
    await lena.submits()
    lena.sees("can read the line you passed on, with names.")


@in_turn(
    ("typed", "line"),
    (
        (
            "pass to marketing: they ask for drivers case study in retail too, northwind",
            "they ask for drivers case study in retail too, northwind",
        ),
        (
            "marketing: northwind wants price per depot not per seat",
            "northwind wants price per depot not per seat",
        ),
        ("fwd to mktg: they want a video, no names", "they want a video"),
    ),
)
async def test_a_line_after_a_colon_is_offered(office: Office, typed: str, line: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", f"“{line}”?")
    lena.sees_nothing_of("Noted, only you see it")
    await lena.presses("Pass a line to marketing")
    lena.sees(line, "Pass it on")


@in_turn("typed", ("send this to marketing no names", "share that w tomas w/o names"))
async def test_the_newest_line_goes_to_marketing_or_a_marketer(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await marketing(office)
    await lena.types("northwind: the drivers laughed at the old planner")
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "“the drivers laughed at the old planner”?")


@in_turn(
    ("typed", "line"),
    (
        ("tell mkting: northwind drivers hate the map", "northwind drivers hate the map"),
        (
            "marketing should know jana at northwind said they'd come back without the map",
            "Jana at northwind said they'd come back without the map",
        ),
        ("let marketing know northwind uses Routiq today", "Northwind uses Routiq today"),
        ("can you tell marketing that northwind wants an app", "Northwind wants an app"),
        ("marketing really needs to know northwind wants an app", "Northwind wants an app"),
        ("northwind uses routiq now, tell marketing", "northwind uses routiq now"),
        ("northwind uses routiq now - marketing should know", "northwind uses routiq now"),
        ("fyi marketing: northwind wants an app", "northwind wants an app"),
        ("worth telling mktg: northwind wants an app", "northwind wants an app"),
        (
            "northwind is with a rival, tomas should know: they use Routiq",
            "northwind is with a rival: they use Routiq",
        ),
        ("pls tell tomas northwind hates the map", "Northwind hates the map"),
        ("let tomas know northwind hates the map", "Northwind hates the map"),
    ),
)
async def test_marketing_should_know_a_line(office: Office, typed: str, line: str) -> None:
    """Tomas is in marketing."""
    lena = office.lena
    await put_on_file(office)
    await marketing(office)
    await lena.types(typed)
    lena.sees("Nothing has been sent yet. Shall I open a form that passes this on", f"“{line}”?")
    await lena.presses("Pass a line to marketing")
    lena.sees(line, "Pass it on")


@in_turn(
    "typed",
    ("for marketing", "thats for marketing", "this one's for tomas", "same for mktg, no names"),
)
async def test_for_whom_a_line_is_may_be_said_right_after_it(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await marketing(office)
    await lena.types("northwind: the drivers laughed at the old planner")
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "“the drivers laughed at the old planner”?")


async def test_for_marketing_means_the_line_that_was_only_offered_to_be_kept(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office, shared=True)
    await lena.types("northwind: the drivers laughed at the old planner")
    await lena.types("northwind: jana said nobody answers at night")
    lena.sees("Nothing is saved yet")
    await lena.types("for marketing")
    lena.sees("Nothing has been sent yet.", "nobody answers at night")
    lena.sees_nothing_of("laughed")


async def test_a_company_known_only_from_the_calendar_is_not_taken_for_another(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("let marketing know castell uses Routiq today")
    lena.sees(
        "To pass on “Castell uses Routiq today”, reflect on a call with “Intro: Castell Retail” "
        "first.",
        "Suggest an insight",
    )
    lena.sees_nothing_of("Pass a line to marketing")


async def test_if_a_line_names_no_account_its_call_is_named(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("tell marketing they use pallettrack, cheaper than us")
    lena.sees("passes this on from your last call with Northwind: “They use pallettrack")


@in_turn(
    "typed",
    (
        "tell tomas thanks",
        "northwind: their marketing should know the number by friday",
        "northwind: jana said marketing should know it by friday",
    ),
)
async def test_other_words_about_marketing_are_not_passed_on(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await marketing(office)
    await lena.types(typed)
    lena.sees_nothing_of("Shall I open a form that passes this on")


async def test_a_line_about_an_account_without_a_reflection_says_what_is_needed(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("marketing: alder wants a demo video")
    lena.sees(
        "Nothing has been sent yet. To pass on “alder wants a demo video”, reflect on a call with "
        "Alder and Finch first.",
        "Suggest an insight",
    )


@in_turn("typed", ("share that w tomas", "share my northwind thing with tomas"))
async def test_a_reflection_is_shared_with_a_colleague(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what did northwind say")
    await lena.types(typed)
    lena.sees("Share with my colleagues", "Only you can read it.")


@in_turn("typed", ("send the northwind deck to my boss", "forward tomas the northwind deck"))
async def test_a_colleague_is_not_called_a_customer(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of("I don't write to customers", "Noted, only you see it")


@in_turn("typed", ("marketing should hear that one", "mktg should see this line too pls"))
async def test_the_line_before_is_passed_on(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:35")
    await lena.types("alder: good. mia said nights are chaos")
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "mia said nights are chaos")


async def test_a_later_line_does_not_read_as_passed_on(office: Office) -> None:
    lena = office.lena
    await listening(office)
    await put_on_file(office)
    await lena.types(CALL.format("mr brandl"))
    await lena.types("share the case study line with marketing w/o names")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    await lena.types("jana said can we get a demo for the dispatchers, keep in mind")
    lena.sees("Only you can read it.", "can read the line you passed on earlier")
