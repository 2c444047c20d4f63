"""Words that may be a promise."""

from handlers import limits
from handlers.coaching.promises.promise_done import tells_done
from handlers.coaching.promises.promise_signs import seems_kept
from handlers.coaching.text import german_days
from handlers.features.promises import unread_day
from handlers.features.reflections.promise_sides import by_side
from handlers.model.commitments import is_promise
from handlers.model.commitments import owner as model_owner
from handlers.times.next_meeting import names_next_meeting
from handlers.transcripts.lines.named_deciders import with_names
from handlers.transcripts.promises.completed import completed_promises
from handlers.transcripts.promises.day_said_later import with_day_said_later, without_day_sentence
from handlers.transcripts.promises.listed import still_says_who
from handlers.transcripts.promises.promise_clauses import from_promise
from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.promises.taken_back import taken_back
from handlers.transcripts.speech.days import is_soon, without_a_day
from handlers.transcripts.speech.hours import hour_in
from handlers.transcripts.speech.speech import tidied, written
from handlers.views.promises.promise_lines import Jotted, jotted
from tests.linear.exercise import DUE, LONG_TURN, NOW, ZONE, Exercise, asked_and_answered, of
from tests.transcripts.talk import CONTEXT


def _from_clause(said: str) -> object:
    """A promise at the end, so that every clause before it may belong to it."""
    return from_promise(f"{said} i'll give you about twenty", CONTEXT.day)


_MARKS = ("_LIST_MARKS", "_NUMBER", "_BOLD", "_SUBJECT")


EXERCISES = {
    "a promise without an exact day": Exercise(
        lambda said: (unread_day.note(Jotted(said, None)), is_soon(said)),
        limits.MESSAGE,
        ("handlers.features.promises.unread_day._VAGUE",),
        ("in early ", "by ", "by the next ", "on the ", "in twenty-", "after the "),
    ),
    "a promise for the next meeting": Exercise(
        names_next_meeting,
        limits.MESSAGE,
        ("handlers.times.next_meeting._NEXT_MEETING",),
        ("for ", "before we ", "next ", "the next ", "meet ", "speak again "),
    ),
    "a promise as it is noted": Exercise(
        lambda said: (written(said), tidied(said)),
        LONG_TURN,
        tuple(
            f"handlers.transcripts.speech.speech.{name}"
            for name in (
                *("_HESITATES", "_BEGINS", "_REPEATED"),
                *("_BROKEN_OFF", "_BRACKETS", "_MEANT_TWICE", "_RESTARTS", "_SAYS_YOU_KNOW"),
            )
        ),
        (
            *("um, ", ", uh", "and ", "so, ", "the, ", "the ", "you know ", " ", ",", "er"),
            *(
                "by, um, ",
                "by um it ",
                "[a",
                "[a] ",
                "very, ",
                "i, ",
                "i, i'",
                "i i'll ",
                ", you know",
                ", you know, ",
            ),
        ),
    ),
    "a promise and the turns around it": Exercise(
        lambda said: (
            completed_promises(asked_and_answered(f"{said}. I'll send it")),
            completed_promises(asked_and_answered(f"I'll send it. I'm there on Monday, {said}")),
            completed_promises(asked_and_answered(f"He'll ring you on Friday. No, {said}")),
            with_names(asked_and_answered(f"{said}. He signs it")),
            promise_in(f"get it to me {said}"),
            without_a_day(said),
        ),
        LONG_TURN,
        (
            *(
                f"handlers.transcripts.speech.corrected_days.{name}"
                for name in ("_CLAUSES", "_MAKE", "_ONLY_DAY", "_TAKES_BACK")
            ),
            *(
                f"handlers.transcripts.promises.completed.{name}"
                for name in (
                    *("_ASKED_FOR", "_ASKS_PERSON", "_DOES", "_GETS", "_IS_THERE", "_MAKE"),
                    *("_NEEDED", "_NP_ENDS", "_OFFER", "_OTHERWISE", "_SEES", "_TOPIC"),
                )
            ),
            *(
                f"handlers.transcripts.promises.who_is_meant.{name}"
                for name in (
                    *("_HE", "_HER", "_IS_ONE", "_JOINS", "_JOINS_BEFORE", "_LEADS", "_NAME"),
                    *("_OF_A_COMPANY", "_OWNS", "_SPEAKS_TO"),
                )
            ),
            *(
                f"handlers.transcripts.lines.named_deciders.{name}"
                for name in ("_ABOVE", "_HE", "_MAY_TELL", "_NOT_I")
            ),
            *(
                "handlers.transcripts.promises.promises._ASKED_BY",
                "handlers.transcripts.promises.promises._IF_THEN",
            ),
            "handlers.transcripts.speech.days._OF_A_THING",
        ),
        (
            *("no, ", "noon ", "so ", "friday, ", "make it ", "the ", "the list ", "i'll do the "),
            *("I'll do the ", "Tom ", "And ", "And the list, ", "can you send me the ", "you'll "),
            *("you'll get it ", "her ", "He'll ", "if ", " then", "and i'll ", "a day for friday "),
        ),
    ),
    "a promise cut to its clause": Exercise(
        lambda said: (
            *(from_promise(said, CONTEXT.day), promise_in(said), _from_clause(said)),
            *(hour_in(said), still_says_who(f"send {said}"), without_day_sentence(said)),
            *with_day_said_later(asked_and_answered(f"i'll send it {said}")),
            *(promise_in(f"I'll send it {said}", asks=True), taken_back(asked_and_answered(said))),
        ),
        LONG_TURN,
        (
            *(
                f"handlers.transcripts.promises.promise_clauses.{name}"
                for name in ("_BELONGS", "_BROKEN", "_CLAUSE_END", "_FALSE_START")
            ),
            *(
                f"handlers.transcripts.promises.promises.{name}"
                for name in ("_ASKS", "_ASKS_AFTER", "_CLAUSE_ENDS", "_ONLY_A_NUMBER", "_SENT_SOON")
            ),
            *(
                f"handlers.transcripts.promises.day_said_later.{name}"
                for name in ("_ADMITS", "_APART", "_BESIDE_DAY", "_ITS_DAY", "_WHOSE_CLOCK")
            ),
            *(
                "handlers.transcripts.speech.hours._HOUR",
                "handlers.transcripts.promises.listed._SAYS_WHO",
            ),
            "handlers.transcripts.promises.taken_back._TAKES_BACK",
            "handlers.transcripts.promises.taken_back._OFFERS",
        ),
        (
            *("but ", "so ", ", ", ". ", "…", "and i ", "i just ", "i, ", "after the call, "),
            *(
                "as long as ",
                "if a, ",
                "i'll send ",
                "i'll give you about twenty-",
                "i'll send it, ",
            ),
        ),
    ),
    "whose promise it is": Exercise(
        lambda typed: by_side([typed, f"{typed}: a"], ("Jana Novak", "Northwind"), "Lena Brandt"),
        limits.of_input("promised"),
        tuple(
            f"handlers.features.reflections.promise_sides.{name}"
            for name in ("_AND", "_LABEL_VERB", "_SHE", "_WE_OWE")
        ),
        ("Jana, ", "Jana and ", " ", "we owe ", "owes us ", "she'll ", "still ", "Jana & "),
    ),
    "what is done already": Exercise(
        tells_done,
        limits.of_input("promised"),
        (
            "handlers.coaching.promises.promise_done._DONE",
            "handlers.coaching.promises.promise_done._TO_WHOM",
        ),
        (
            "went ",
            "was ",
            "been ",
            "just ",
            "sent ",
            "done ",
            "already ",
            "is done ",
            "i sent ",
            "sent to ",
        ),
    ),
    "promises": Exercise(
        lambda typed: jotted(typed, today=NOW.date(), zone=ZONE),
        limits.of_input("promised"),
        (
            *(
                f"handlers.views.promises.promise_lines.{name}"
                for name in ("_JOINER", "_AS_PROMISED", "_DATED", "_FIRST", "_OTHER_DAY", *_MARKS)
            ),
            *DUE,
        ),
        (
            *("by ", "no later than ", ", ", " – ", "by friday ", "within 2 ", "- [ ] ", "1. "),
            *(
                "as i promised ",
                "tonight ",
                "this week ",
                "just as we already agreed ",
            ),
            *(
                "*a",
                "*a* ",
                "**a",
                "* a",
                " re ",
                "a by friday re a; ",
                "on or ",
                "week ending ",
                "in 2 weeks ",
                "friday ",
                "4 december ",
                " by 4 december 2026",
            ),
        ),
    ),
    "signs that a promise is kept": Exercise(
        lambda typed: seems_kept("The list of lorries", (), (typed,), held=True),
        limits.of_input("heard"),
        (
            "handlers.coaching.promises.promise_signs._FROM_US",
            "handlers.coaching.promises.promise_signs._SENTENCE_END",
        ),
        ("you have ", "you sent ", "sent the list of lorries you ", "list lorries sent. ", "; "),
    ),
    "words that may be a promise": Exercise(
        lambda said: (
            is_promise(said, "Bo Li"),
            is_promise(said, ""),
            model_owner(said, "Bo Li", ("Jana Novák", "a a")),
            german_days.in_english(said),
            german_days.english_months(said.lower()),
            german_days.is_german(said),
        ),
        LONG_TURN,
        (
            *of("handlers.model.commitments", "_AHEAD", "_AHEAD_IN_GERMAN", "_ASKS_WHETHER"),
            *of("handlers.model.commitments", "_HEDGE", "_MAY", "_MONTH_OF_MAY", "_NEGATED"),
            *of("handlers.model.commitments", "_OURSELVES", "_PAST", "_REQUEST", "_named()"),
            *of("handlers.coaching.text.german_days", "_AHEAD", "_DATE", "_GERMAN", "_WEEKDAY"),
            *of("handlers.coaching.text.german_days", "_MONTH_ALONE", "in_english()"),
        ),
        (
            *("check a a a ", "check ", "if ", "werden a a a a ", "werden ", "wird nicht ", "may "),
            *("ich ", "wir ", "bis ", "bis zum ", "in zwei ", "in 1 ", "1. ", "1.1.", "1. märz "),
            *("nächsten ", "letzten montag", "ende der ", "am ", "Jana ", "Jana wird ", "please "),
            *("i send ", "i'll ", "the ", "morgen ", "guten morgen "),
        ),
    ),
}
