import pytest

from handlers.coaching.promises.promise_signs import (
    Participant,
    better_words,
    is_same,
    may_refer_to,
    points_to,
    seems_kept,
)

SAME = [
    ("Pricing for 40 seats", "the pricing for 40 seats"),
    ("Pricing for 40 seats", "Send them pricing for 40 seats"),
    ("Pricing for 40 seats", "price for forty seats"),
    ("Names of two dispatchers", "names of 2 dispatchers"),
    ("Names of two dispatchers", "The names of two dispatchers"),
    ("A call with Ruben", "call with Ruben"),
    ("The reference list", "Reference list"),
    ("We will send the contract draft", "Contract draft"),
    ("One page for the board", "a page for the board"),
    ("Intro to the CFO", "An introduction to the CFO"),
    ("The list of lorries", "list of the lorries"),
    ("Security questionnaire", "the security questionnaires"),
    ("Share the rollout plan with Jana", "The rollout plan (Jana)"),
    ("Docs on the API", "API documents"),
    ("Offer by 17:00", "the offer, by 17:00"),
    ("Pricing for 40 seats", "Get you, um, the price for the forty seats in writing"),
    ("Names of two dispatchers", "Send you names of two dispatchers you could talk to"),
    ("Pricing for 45 seats", "the price for the forty-five seats"),
    ("Quote for 1,200 drivers", "quote for twelve hundred drivers"),
    ("Quote for 24 seats", "a quote for two dozen seats"),
    ("Quote for 120 seats", "a quote for a hundred and twenty seats"),
    ("The two versions in writing", "Both versions in writing"),
]
DIFFERENT = [
    ("Pricing for 40 seats", "Pricing for 60 seats"),
    ("Pricing for 40 seats", "Pricing"),
    ("The reference list", "The longer reference list"),
    ("A call with Ruben", "A call with Jana"),
    ("Report for March", "Report for April"),
    ("Last year's figures", "Next year's figures"),
    ("Contract draft", "Contract"),
    ("Names of two dispatchers", "Names of three dispatchers"),
    ("Names of two dispatchers", "Names of two drivers"),
    ("Pricing for 40 seats", "Pricing for 40 seats and for 60 seats"),
    ("Quote for 40 seats", "The contract for 40 seats"),
    ("40 seats", "Pricing for 40 seats"),
    ("Pricing for 45 seats", "Pricing for forty seats, five of them in May"),
    ("Quote for 1200 drivers", "Quote for 12 drivers"),
    ("Confirm the date", "The date"),
    ("Offer without support", "Offer with support"),
    ("The deck for IT", "The deck for finance"),
    ("Test with version 3.12", "Test with version 3.13"),
    ("Feedback from Tom", "Feedback to Tom"),
    ("Send it", "Share them"),
    ("Intro to IT", "Intro to her"),
    ("Pricing for the US", "Pricing for us"),
    ("Send plan A", "Send the plan"),
]


@pytest.mark.parametrize(
    ("shorter", "promise", "may"),
    [
        ("pricing", "Pricing for 40 seats", True),
        ("The pricing for 40", "Pricing for 40 seats", True),
        ("Pricing for 60 seats", "Pricing for 40 seats", False),
        ("Pricing for 40 seats", "Pricing", False),
        ("Pricing", "The price", False),
        ("Send it", "Send the price list", False),
    ],
)
def test_fewer_words_may_mean_a_promise(shorter: str, promise: str, may: bool) -> None:
    assert may_refer_to(shorter, promise) == may


def test_words_point_back_to_what_was_promised_before() -> None:
    assert points_to("Send you their names and numbers", "Names of two dispatchers")
    assert not points_to("Send you the names and numbers", "Names of two dispatchers")
    assert not points_to("Send you their prices", "Names of two dispatchers")
    assert not points_to("Send their plan", "Send it")


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_promise_in_other_words(one: str, other: str) -> None:
    assert is_same(one, other)
    assert is_same(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_promises_that_sound_alike(one: str, other: str) -> None:
    assert not is_same(one, other)
    assert not is_same(other, one)


def test_the_words_on_file_stay_unless_the_new_ones_are_written_better() -> None:
    on_file = "Pricing for 40 seats"
    assert better_words(on_file, "The pricing for 40 seats") == on_file
    assert better_words("the list", "The list") == "The list"
    assert better_words("the list", "list") == "the list"


IRINA = Participant("Irina Sokol", "dispatcher", is_new=True)
PAUL = Participant("Paul Weber", "night dispatcher", is_new=True)
JANA = Participant("Jana Novak", "head of dispatch", is_new=False)
TOM = Participant("Tom Berg", "IT lead", is_new=True)
CFO = Participant("Sara Lind", "CFO", is_new=True)

KEPT: list[tuple[str, list[Participant], str]] = [
    ("Names of two dispatchers", [JANA, IRINA, PAUL], ""),
    ("names of 2 dispatchers", [IRINA, PAUL], ""),
    ("Name of the IT lead", [JANA, TOM], ""),
    ("The name of a dispatcher", [IRINA], ""),
    ("A contact in IT", [TOM], ""),
    ("Names of dispatchers", [IRINA, PAUL], ""),
    ("Tom from IT joins", [JANA, TOM], ""),
    ("Tom joins the next call", [TOM], ""),
    ("Their CFO comes to the demo", [JANA, CFO], ""),
    ("Jana brings two dispatchers", [JANA, IRINA, PAUL], ""),
    ("Jana brings Irina", [JANA, IRINA], ""),
    ("Bring the CFO to the next call", [CFO], ""),
    ("Introduce us to the CFO", [CFO], ""),
    ("Invite Tom Berg", [TOM], ""),
    ("Jana joins with Tom", [JANA, TOM], ""),
    ("The list of lorries", [], "I sent you the list of lorries on Friday."),
    ("List of lorries", [JANA], "Hello. You got the list of our lorries, right. All of them."),
    ("Names of two dispatchers", [JANA], "Jana gave us the names of two dispatchers"),
    ("The signed NDA", [], "Legal has signed it; you received the signed NDA this morning."),
    ("Their old route plans", [], "We shared our old route plans with your team"),
    ("Feedback from the drivers", [], "They brought feedback from the drivers!"),
]
OPEN: list[tuple[str, list[Participant], str]] = [
    ("Names of two dispatchers", [JANA, IRINA], ""),  # one of two
    ("Names of two dispatchers", [JANA, TOM, CFO], ""),
    ("Names of dispatchers", [JANA, IRINA], ""),
    ("Tom from IT joins", [JANA, CFO], ""),
    ("Tom from finance joins", [TOM], ""),
    ("Jana brings two dispatchers", [JANA], ""),
    ("Jana brings the CFO", [JANA, TOM], ""),
    ("Jana joins with Tom", [JANA], ""),
    ("Jana comes back with figures", [JANA], ""),
    ("Jana asks Irina", [JANA, IRINA], ""),
    ("Feedback on the IT concept", [TOM], ""),
    ("A decision by the CFO", [CFO], ""),
    ("The list of lorries", [], "I will send the list of lorries on Monday."),
    ("The list of lorries", [], "We haven't sent the list of lorries."),
    ("The list of lorries", [], "Nobody sent the list of lorries, they forgot."),
    ("The list of lorries", [], "Has she sent the list of lorries?"),
    ("The list of lorries", [], "She sent the list of drivers."),
    ("The list of lorries", [], "The list of lorries is what we plan by. She sent a photo."),
    ("The list of lorries", [], "You sent us the list of lorries."),
    ("The list of lorries", [], "Routely sent the wrong list of lorries."),
    ("The contract", [], "We got the contract with Routely for three years."),
]


@pytest.mark.parametrize(("promise", "coming", "said"), KEPT)
def test_a_promise_of_theirs_that_came_true(
    promise: str, coming: list[Participant], said: str
) -> None:
    assert seems_kept(promise, coming, [said], held=True)


@pytest.mark.parametrize(("promise", "coming", "said"), OPEN)
def test_a_promise_of_theirs_that_may_still_be_open(
    promise: str, coming: list[Participant], said: str
) -> None:
    assert not seems_kept(promise, coming, [said], held=True)


def test_before_the_call_names_are_known_but_nobody_has_joined() -> None:
    assert seems_kept("Names of two dispatchers", [IRINA, PAUL], [], held=False)
    assert not seems_kept("Tom from IT joins", [TOM], [], held=False)
    assert not seems_kept("Jana brings two dispatchers", [IRINA, PAUL], [], held=False)


def test_who_came_before_the_promise_does_not_keep_it() -> None:
    known = [Participant("Irina Sokol", "dispatcher", is_new=False)]
    assert not seems_kept("The name of a dispatcher", known, [], held=True)
    assert not seems_kept("Jana brings a dispatcher", known, [], held=True)
