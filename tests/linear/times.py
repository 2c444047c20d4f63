"""Words that may be a day, a time or a zone."""

from bot.calendars.zone_names import zone_named
from handlers import limits
from handlers.features.settings import own_name, own_zone
from handlers.times import split, understand
from handlers.times.appointments import appointment
from handlers.times.due import due, is_bare_number, is_day_name, is_plainly_time
from tests.linear.exercise import DUE, ICS_LINE, NOW, ZONE, Exercise


def _due(day: str) -> object:
    return (
        due(day, today=NOW.date(), zone=ZONE, order="day first"),
        is_plainly_time(day),
        is_bare_number(day),
        is_day_name(day),
    )


_CHANGING = ("_SAME_DAY", "_SAME_TIME", "_BY_LENGTH", "_BY_DAYS")
_TIMES = (
    *(f"handlers.times.clocks.{name}" for name in ("_DIGITS", "_WORDS", "_YEAR")),
    "handlers.times.grammar._SEPARATORS",
    "handlers.times.rules._rule()",
    *(f"handlers.times.changing.{name}" for name in _CHANGING),
    "handlers.times.resolver._LONG_WHILE",
    "handlers.times.understanding._DOTTED",
    *(
        f"handlers.times.actions.{name}"
        for name in ("_DASHED", "_MAY_BE_DATE", "_DOTTED", "_HYPHENED", "_YEAR")
    ),
    *(f"handlers.times.actions.{name}()" for name in ("_may_be_minutes", "day_word")),
    *(f"handlers.times.words.{name}()" for name in ("integer", "number", "ordinal")),
    "handlers.times.words._THIS_PM",
)
_SPLITTING = tuple(
    f"handlers.times.splitting.{name}"
    for name in (
        *("_is_a_name()", "_counts_or_dates()"),
        *(
            "_CALENDAR",
            "_CLOSE_COMMA",
            "_GLUED",
            "_LEADS_TO_TIME",
            "_MONTH_FIRST",
            "_NUMBER",
            "_QUOTED",
            "_STAYS_WITH_NAME",
            "_TIME_WORD",
        ),
    )
)
_TIME_WORDS = ("in 1 ", "friday ", "half ", "3pm ", "10-11 ", "one ", "the ", "at ", "twenty-")


EXERCISES = {
    "a time in two zones": Exercise(
        lambda typed: appointment(
            f"Friday 9am London, {typed}", now=NOW, zone="Europe/Berlin", order="day first"
        ),
        limits.of_input("next_step"),
        ("handlers.times.appointments._OTHER_ZONE",),
        ("or ", "one a", "- ", "9 ", "ten Aa Aa "),
    ),
    "where somebody is": Exercise(
        lambda typed: (
            own_name._SAID.fullmatch(typed),
            own_zone._IN.fullmatch(typed),
            own_zone._WRONG.search(typed),
            own_zone._zone(typed),
            own_zone._place(typed[:60]),  # `_IN` takes 60
        ),
        limits.MESSAGE,
        (
            "handlers.features.settings.own_name._SAID",
            *(
                f"handlers.features.settings.own_zone.{one}"
                for one in ("_IN", "_WRONG", "_zone()", "_FOR_NOW", "_ENDS")
            ),
        ),
        (
            "I am ",
            "Jo-Ann ",
            "van ",
            "i'm ",
            "in ",
            "now ",
            "your times are ",
            "all ",
            "is ",
            "today ",
        ),
    ),
    "a day": Exercise(
        _due,
        limits.of_input("when"),
        DUE,
        ("end of ", "before ", "by ", "week ", "w/c ", "fri ", "(", "q"),
    ),
    "a time": Exercise(
        lambda typed: [
            understand(typed, now=NOW, zone=ZONE, planned=planned) for planned in (None, NOW)
        ],
        limits.of_input("when"),
        _TIMES,
        (*_TIME_WORDS, "same time ", "the same day ", "+1 ", "+1 and a half ", "an hour later "),
    ),
    "an account and a time": Exercise(
        lambda typed: split(typed, now=NOW, zone=ZONE),
        limits.COMMAND,
        (*_TIMES, *_SPLITTING),
        (*_TIME_WORDS, "“a", "“a” ", "a,", "with "),
    ),
    "a zone's name": Exercise(
        zone_named,
        ICS_LINE,
        tuple(f"bot.calendars.zone_names.{name}" for name in ("_LISTED", "_OFFSET")),
        ("(UTC", "(UTC+01:00) ", "(UTC) a,", "/Europe", "+01"),
    ),
}
