"""Names, addresses and titles."""

from handlers import limits
from handlers.coaching.buyer_words import themes
from handlers.coaching.names import people_lines, replacing_names
from handlers.coaching.names.names_in_words import name_in_address, named_people
from handlers.coaching.names.names_mentioned import perhaps_mentioned
from handlers.coaching.names.recurring_names import recurring_names
from handlers.features.calls import renaming
from handlers.sources.calendars import sales_calls
from handlers.sources.calendars.guest_names import company_name, person_name
from handlers.sources.calendars.title_names import customer_in
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail
from tests.linear.exercise import NOW, PLAYBOOK, ZONE, Exercise


def _names_that_recur(words: str) -> object:
    said = [themes.BuyerQuote(account, words, NOW.date()) for account in (1, 2)]
    return recurring_names(said, ["Northwind"], 3)


def _meeting(said: str) -> object:
    event = CalendarEvent("1", NOW, NOW, ZONE, said, (Attendee(said, said),))
    known = sales_calls.Known(PLAYBOOK.meetings, names={"northwind": frozenset({1})})
    names = person_name(Attendee(said, said)), company_name("northwind.example", said)
    return sales_calls.judge(event, known), names


NAMES = {"Northwind": "the customer", "Jana Novák": "a buyer", "a a a a b": "X", "Bo Li": "Y"}


EXERCISES = {
    "people in what is said": Exercise(
        lambda typed: (named_people(typed), name_in_address(typed)),
        limits.of_input("heard"),
        tuple(
            f"handlers.coaching.names.names_in_words.{name}"
            for name in ("_ADDRESS_PARTS", "_WORD", "_REST_OF_QUESTION")
        ),
        (
            "will ",
            "Will a ",
            "will a a",
            "Ann ",
            "Ann-",
            "Ann: ",
            "ann.",
            "von der ",
            "Ms. ",
            "'a",
            "Ab Cd ",
        ),
    ),
    "another name for an account": Exercise(
        renaming.names_in,
        limits.MESSAGE,
        ("handlers.features.calls.renaming._WORDS", "handlers.features.calls.renaming._POLITE"),
        ("rename a to ", "call ", "a is right name not ", "the right name is ", " not ", ", not "),
    ),
    "a customer in a title": Exercise(
        lambda typed: customer_in(typed, PLAYBOOK.meetings),
        limits.MESSAGE,
        ("handlers.sources.calendars.title_names._RING",),
        ("anruf ", "Acme ", "call ", "- "),
    ),
    "a name kept out": Exercise(
        lambda typed: replacing_names.without_names(typed, NAMES),
        limits.of_input("heard"),
        (
            *(f"handlers.coaching.text.words.{name}" for name in ("LATIN", "RUN")),
            *(f"handlers.coaching.text.spelling.{name}" for name in ("_UNSEEN", "SPACELESS")),
            "handlers.coaching.names.addresses.ADDRESS",
            "handlers.coaching.names.numbers._DIGITS",
        ),
        (
            *(
                "a@a.",
                "a@b.http://",
                "www.",
                "http://",
                "mailto:",
                "a.com.",
                "a.com/",
                "com.",
                "+1",
            ),
            *(
                "1111-",
                "11.11.11",
                "a.de-",
                "an address ",
                "a a ",
                "Bo ",
                "x.y@",
                "'a",
                "a''",
                "a..",
                "1,11",
                "11,",
                "1,111",
                "€1.111",
                "2026/",
                "1 a",
                "0(",
            ),
        ),
    ),
    "a name that may be there": Exercise(
        lambda typed: perhaps_mentioned(typed, NAMES), limits.of_input("heard"), ()
    ),
    "who is coming": Exercise(
        lambda typed: (
            people_lines.people_in(typed),
            people_lines.emails_in(typed),
            people_lines.names_in_role(typed),
        ),
        limits.of_input("coming"),
        (
            "handlers.coaching.names.people_lines._LIST_MARK",
            "handlers.coaching.names.people_lines._WORDS",
        ),
        ("Jana, ", "Jana and ", "(", "- ", "1. ", "Bo;", "A b ", "a@b.c ", "a@b.c, "),
    ),
    "email addresses and domains": Exercise(
        lambda typed: (mail.normalised(typed), mail.domain_in(typed)),
        limits.of_input("coming"),
        ("storage.mail._LABEL", "storage.mail._NOT_LOCAL"),
        ("a.", "a@", "@a.", "a-", "#ext#", "www.", "://"),
    ),
    "a meeting's title and its guests": Exercise(
        _meeting,
        limits.MESSAGE,
        ("handlers.sources.calendars.guest_names.APART",),
        ("northwind ", " - ", "1:1 ", "private ", "li, ", "a@b.c ", "@", " (", "a. "),
    ),
    "names that recur": Exercise(
        _names_that_recur,
        limits.of_input("heard"),
        (
            "handlers.coaching.names.recurring_names._CAPITALISED",
            "handlers.coaching.names.recurring_names._in_lower_case()",
        ),
        ("a Abcdef a a ", ", Abcdef", "Peter Abcdef "),
    ),
}
