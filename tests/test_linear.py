"""Reading input from people, feeds and platforms takes time proportional to its length.

Each function that uses a regular expression is run on input of maximal length that is hard for such
patterns. The time is compared with that of an eighth of the length: 8 times as long is linear, 64
times is quadratic.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from time import thread_time

import pytest

from bot.base import loopback
from bot.calendars import uids
from bot.calendars.ics import lines as ics_lines
from bot.calendars.ics.links import join_url
from bot.calendars.zone_names import zone_named
from bot.crm import soql
from bot.intake import text as intake
from bot.model.reading import in_form
from bot.public_sources.parsing import page as public_page
from bot.slack import away, payload, signature
from bot.slack.prefix import Prefix
from bot.teams import activity
from bot.teams import limits as teams
from bot.transcripts.formats import file_names, reading
from bot.transcripts.formats.refused import FileRefused
from handlers import cards, limits
from handlers.coaching import (
    german_days,
    goal_openings,
    listening,
    matching,
    names,
    people_lines,
    themes,
    what_matters,
)
from handlers.coaching.intents import intent
from handlers.coaching.names_in_words import name_in_address, named_people
from handlers.coaching.normalising import unhyphenated
from handlers.coaching.promise_done import tells_done
from handlers.coaching.promise_signs import seems_kept
from handlers.coaching.proposals import SeenText, proposals
from handlers.coaching.recurring_names import recurring_names
from handlers.coaching.step_topic import topic_of
from handlers.coaching.step_words import (
    as_noted,
    says_only_when,
    says_whose_clock,
    with_its_day,
    without_hour_first,
)
from handlers.coaching.the_point import promise, to_clause, to_the_point, without_opener
from handlers.coaching.their_words import theirs
from handlers.coaching.who_does import of_theirs
from handlers.features import promise_dropped, unread_day
from handlers.features.calls import renaming
from handlers.features.reflections.promise_sides import by_side
from handlers.features.reflections.step_people import is_named
from handlers.features.settings import own_name, own_zone
from handlers.features.transcripts import who_said_it
from handlers.knowledge import ask_facts, tags, web_addresses
from handlers.knowledge.web_addresses import NotFetched
from handlers.model.answers import Claim, Claims, GroupName, GroupNames
from handlers.model.cleaning import cleaned
from handlers.model.commitments import is_promise
from handlers.model.commitments import owner as model_owner
from handlers.model.quotes import Segment, SourceText
from handlers.model.research import PageText, proposed_answers
from handlers.model.themes import theme_names
from handlers.playbook.loader import load
from handlers.sources import (
    calendar_addresses,
    crm_companies,
    public_persons,
    public_taking,
    sales_calls,
)
from handlers.sources.guest_names import company_name, person_name
from handlers.sources.records import Attendee, CalendarEvent
from handlers.sources.title_names import customer_in
from handlers.times import split, understand
from handlers.times.appointments import appointment
from handlers.times.due import due, is_bare_number, is_day_name, is_plainly_time
from handlers.times.next_meeting import names_next_meeting
from handlers.transcripts import antecedents
from handlers.transcripts.asked_of_us import with_requests
from handlers.transcripts.days import is_soon, with_date
from handlers.transcripts.deciding import (
    has_money,
    is_refusal,
    tells_budget,
    tells_who_decides,
)
from handlers.transcripts.deciding_asked import answers as deciding_answers
from handlers.transcripts.english import is_english
from handlers.transcripts.figures import measure
from handlers.transcripts.hours import hour_in
from handlers.transcripts.line_ahead import with_day, without_its_day_apart
from handlers.transcripts.listed import is_clean, mixes
from handlers.transcripts.pasted import READ, is_transcript
from handlers.transcripts.promise_clauses import from_promise
from handlers.transcripts.promises import promise_in
from handlers.transcripts.questions import is_open, questions_in, questions_of
from handlers.transcripts.records import Transcript, Utterance
from handlers.transcripts.sentences import SpokenSentence, sentences_of
from handlers.transcripts.speech import plain_speech, tidied, written
from handlers.transcripts.spellings import owner_of
from handlers.transcripts.taken_back import taken_back
from handlers.transcripts.timeline import count_words, place
from handlers.transcripts.turns import ends_with_question, is_listener_token, turns_of
from handlers.transcripts.whose import names_somebody
from handlers.typed.data_sentences import asked, asks_to_be_erased
from handlers.typed.requests import understood
from handlers.views.promise_lines import Jotted, jotted
from storage import mail
from storage.meeting_links import MAX_LINK, meet_code_of, meeting_of
from storage.spelling import comparable
from tests.patterns import in_the_source
from tests.transcripts.talk import CONTEXT

NOW = datetime(2026, 11, 30, 8, 20, tzinfo=UTC)
ZONE = "Europe/Berlin"
PLAYBOOK = load()
PITCH = PLAYBOOK.pitch
PREFIX = Prefix("attune", ["prep", "calls"])
PART = 8  # the shorter text is this part of the longer
SQUARE = 24  # times as long, or more, is nearer to the square of the length (64) than to it (8)
QUICK = 0.002  # seconds of a core at the limit, in which no harm is done
MESSAGE = 40_000  # characters that Slack takes in one message
HEADER = 8_190  # bytes that aiohttp takes in one header
ICS_LINE = 40_000  # characters of one line in a calendar's file that are tried here
TRANSCRIPT = 16_000  # characters of a transcript that are tried here
LONG_TURN = 4_000  # characters: somebody speaks for four minutes
STATUS = 1_000  # Slack takes 100 characters

# Runs of each kind of character, separators within separators, and beginnings without an end.
ATOMS = [
    *(
        "a",
        "A",
        "1",
        " ",
        "\t",
        "\n",
        "\u00a0",
        ".",
        "-",
        "_",
        "@",
        "/",
        ":",
        ",",
        "'",
        '"',
        "(",
        "[",
    ),
    *(
        "{",
        "{{",
        "<",
        ">",
        "|",
        "&",
        "=",
        "*",
        "é",
        "e\u0301",
        "王",
        "\u200b",
        "\u2011",
        "’",
        "“",
        "🚚",
    ),
    *(
        "a.",
        "a-",
        "a--",
        "a'",
        "a, ",
        "a b ",
        "1.",
        "1 ",
        "1-",
        "1:",
        "a@",
        "a=",
        "a:",
        "aa ",
        "a/",
    ),
]


@dataclass(frozen=True)
class Exercise:
    """A function of input up to `limit` characters, and the patterns it uses."""

    run: Callable[[str], object]
    limit: int
    patterns: tuple[str, ...]
    atoms: tuple[str, ...] = ()


def _web_address(typed: str) -> object:
    try:
        return web_addresses.web_address(f"https://{typed}")
    except NotFetched:
        return None


def _tags(typed: str) -> object:
    try:
        return tags.read(typed, {"industry": ["Logistics"]})
    except tags.UnreadableTags:
        return None


def _slack(sent: str) -> object:
    said = payload.without_address(payload.typed(sent))
    return payload.with_names(said, dict.fromkeys(payload.mentioned(sent), "Jana"))


def _due(day: str) -> object:
    return (
        due(day, today=NOW.date(), zone=ZONE, order="day first"),
        is_plainly_time(day),
        is_bare_number(day),
        is_day_name(day),
    )


def _status(words: str) -> object:
    return away.absent_until({"status_text": words}, NOW)


def _themes(words: str) -> object:
    said = [themes.BuyerQuote(1, words, NOW.date()), themes.BuyerQuote(2, words[:100], NOW.date())]
    return themes.themes(said, limit=5, keep_out=["Northwind", "Jana Novak"])


def _names_that_recur(words: str) -> object:
    said = [themes.BuyerQuote(account, words, NOW.date()) for account in (1, 2)]
    return recurring_names(said, ["Northwind"], 3)


def _words_of(words: str) -> object:
    said = [matching.BuyerWords(words, NOW.date())]
    candidate = matching.Candidate(1, competitor="a a a b", persona="a.a", words="a", found=1)
    around = matching.CallContext(1, "", "", (words,), tuple(said))
    return matching.words_of(said, ()), matching.match([candidate], around, day=str)


def _spoken_questions(said: str) -> object:
    timeline = place(Transcript((Utterance("Ann", said),), "zoom"), CONTEXT)
    sentences = sentences_of(timeline, turns_of(timeline.cues, english=True))
    plain = plain_speech(said)
    return questions_of(sentences, len(said)), is_open(plain), list(questions_in(plain))


def _asked_and_answered(said: str) -> list[SpokenSentence]:
    both = (Utterance("Ann", f"{said}. Who decides the budget?"), Utterance("Bo", said))
    timeline = place(Transcript(both, "zoom"), CONTEXT)
    return sentences_of(timeline, turns_of(timeline.cues, english=True))


def _requested(said: str) -> list[SpokenSentence]:
    both = (Utterance("Bo", said), Utterance("Ann", said))
    timeline = place(Transcript(both, "zoom"), CONTEXT)
    return sentences_of(timeline, turns_of(timeline.cues, english=True))


def _from_clause(said: str) -> object:
    """A promise at the end, so that every clause before it may belong to it."""
    return from_promise(f"{said} i'll give you about twenty", CONTEXT.day)


def _drawn(said: str) -> object:
    """All that is drawn from a call in which both sides say this, in one sentence or many."""
    both = (Utterance("Ann", said), Utterance("Bo", said), Utterance("Bo", said.replace(".", " ")))
    context = replace(CONTEXT, goal=said, rivals=("Routely", "Monday"))
    antecedents.points_back(said.lower(), said, 0)
    antecedents.filled_in(said, said)
    antecedents.thing_in(said)
    of_theirs(said)
    to_the_point(said, 60)
    promise(said, 60)
    as_noted(said)
    says_only_when("at " * 400)
    says_whose_clock(said)
    without_hour_first(f"at ten{said}")
    with_its_day(said, 60)
    with_date(said, CONTEXT.day, CONTEXT.day, "Monday 30 November")
    return measure(Transcript(both, "zoom"), context, PITCH)


def _meeting(said: str) -> object:
    event = CalendarEvent("1", NOW, NOW, ZONE, said, (Attendee(said, said),))
    known = sales_calls.Known(PLAYBOOK.meetings, names={"northwind": frozenset({1})})
    names = person_name(Attendee(said, said)), company_name("northwind.example", said)
    return sales_calls.judge(event, known), names


def _ics_line(sent: str) -> object:
    line = f"ATTENDEE;{sent}".encode(errors="replace")
    return ics_lines.read(line).text, ics_lines.read_time(line), list(ics_lines.unfolded(line))


def _transcript(sent: str) -> object:
    times = "0:0:1.0 --> 0:0:2.0"
    files = (sent, f"{times}\n{sent}", f"{sent}\n{times}\n<v Ann>Hi", f"## Transcript\n{sent}")
    return [_read_or_refused(file) for file in files]


def _read_or_refused(file: str) -> object:
    try:
        return reading.read(file[:1_000], file.encode(errors="replace"))
    except FileRefused:
        return None


def _asked_of_a_model(said: str) -> object:
    page = PageText(said, "a")
    claims = Claims(answers=[Claim(question=1, segment=1, quote=said[:300], answer=said)])
    source = SourceText([Segment(1, said)])
    found = source.find(1, f"{said[:60]} … {said[100:150]}")
    names = GroupNames(names=[GroupName(group=1, name=said)])
    return (
        *(found, source.find(1, said[1:200]), unhyphenated(said), cleaned(said, limits.MESSAGE)),
        proposed_answers([claims], page, {"q": said}),
        theme_names(names, [[said]]),
        in_form(said, GroupNames),
    )


def _proposed_from(said: str) -> object:
    text = SeenText("site", "a", "a", said[:200], said, "own site", None, NOW)
    item = SeenText("wikidata", "a", "a", said[:200], said, "own site", None, NOW)
    return proposals([text, item], PLAYBOOK.signals, NOW)


def _of(module: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{module}.{name}" for name in names)


NAMES = {"Northwind": "the customer", "Jana Novák": "a buyer", "a a a a b": "X", "Bo Li": "Y"}
_CHANGING = ("_SAME_DAY", "_SAME_TIME", "_BY_LENGTH", "_BY_DAYS")
_TIMES = (
    *(f"handlers.times.clocks.{name}" for name in ("_DIGITS", "_WORDS")),
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
_MARKS = ("_LIST_MARKS", "_NUMBER", "_BOLD", "_SUBJECT")
_DUE = tuple(
    f"handlers.times.due.{name}"
    for name in (
        *("_TRAILING_WORDS", "_END_OF_DAY", "_PERIOD", "_PLAINLY_TIME", "_DAY_NAME", "_WITHIN"),
        *("_LATE_IN_A_DAY", "_LED_BY_WEEK", "_NUMBERED_DAY", "_NAMES_A_DATE", "is_bare_number()"),
        *("_CHRISTMAS", "_HANG_UP"),
    )
) + tuple(f"handlers.times.weeks.{name}" for name in ("_NUMBERED", "_OF_MONTH", "_EASTER"))
_TIME_WORDS = ("in 1 ", "friday ", "half ", "3pm ", "10-11 ", "one ", "the ", "at ", "twenty-")

EXERCISES = {
    "what the customer asks of us": Exercise(
        lambda said: (
            *with_requests(_requested(said)),
            *with_requests(_requested(f"can you send me {said}?")),
            *with_requests(_requested(f"send me {said}")),
        ),
        LONG_TURN,
        tuple(
            f"handlers.transcripts.asked_of_us.{name}"
            for name in (
                *("_ORDERS", "_ASKS", "_AT_ONCE", "_THEIR_PART", "_COURTESY", "_TURNS", "_ME"),
                *("_OF_BOTH", "_AGREES", "_YES", "_HESITATES", "_MAY_ASK"),
            )
        ),
        ("send me the ", "can you please ", "yes, ", "get the a a to ", "and i'll ", "ok, ha, "),
    ),
    "a promise without an exact day": Exercise(
        lambda said: (unread_day.note(Jotted(said, None)), is_soon(said)),
        limits.MESSAGE,
        ("handlers.features.unread_day._VAGUE",),
        ("in early ", "by ", "by the next ", "on the ", "in twenty-", "after the "),
    ),
    "a promise for the next meeting": Exercise(
        names_next_meeting,
        limits.MESSAGE,
        ("handlers.times.next_meeting._NEXT_MEETING",),
        ("for ", "before we ", "next ", "the next ", "meet ", "speak again "),
    ),
    "what is said in a call": Exercise(
        lambda said: (
            *(count_words(said), is_english([said])),
            *(is_listener_token(said), is_listener_token(said[:40]), ends_with_question(said)),
        ),
        limits.MESSAGE,
        (
            *("handlers.transcripts.english._WORD", "handlers.transcripts.timeline._WORD"),
            *(
                f"handlers.transcripts.turns.{name}"
                for name in ("_LISTENER_TOKENS", "_PUNCTUATION")
            ),
        ),
        ("mm", "mm-hm ", "uh huh ", "yeah ", "'a", "a'", "-", "a.", "漢"),
    ),
    "who decides, and the budget": Exercise(
        lambda said: (
            tells_who_decides(plain_speech(said)),
            tells_budget(plain_speech(said)),
            has_money(plain_speech(said)),
            is_refusal(plain_speech(said)),
            deciding_answers(_asked_and_answered(said)),
        ),
        LONG_TURN,
        (
            *(
                f"handlers.transcripts.deciding.{name}"
                for name in (
                    *("_DECIDER", "_NO_DECIDER", "_LIMIT", "_ABOVE_IT", "_BUDGET", "_SPENT"),
                    *("_ELSE", "_MONEY_SAID", "_REFUSES"),
                )
            ),
            *(
                f"handlers.transcripts.deciding_asked.{name}"
                for name in (
                    *("_ASKS_WHO", "_ASKS_MONEY", "_ASKS_ON_WHOM", "_NUMBER", "_SMALL", "_PERSON"),
                    "_SOMEBODY",
                )
            ),
        ),
        (
            *("signs off the ", "decides about all of the ", "1.111", "signs all the a a a "),
            *("above ten ", "above ten it's ", "needs to ", "it goes to the ", "goes to "),
            *("if he ", "if a a decides ", "with the a ", "three offers ", "signs the ", "signs "),
            *("i can't do ", "we can't "),
            *("budget a ", "our a budget ", "ten thousand ", "ten thousand a ", "twenty-"),
            *("i've got ", "i've got a ", "we have put a a ", "comes out of the ", "in the a a "),
            *(
                "how does a ",
                "how do you ",
                "who is going to ",
                "is the a ",
                "1,1",
                "$1",
                "all in ",
            ),
        ),
    ),
    "the topic of a next step, and who comes": Exercise(
        lambda said: (topic_of(said), is_named("Jana Novak", said)),
        STATUS,
        (
            *(
                f"handlers.coaching.step_topic.{name}"
                for name in ("_TOPIC", "_SENTENCE", "_BEHIND_VERB")
            ),
            "handlers.features.reflections.step_people._NAME",
        ),
        ("go-live ", "phase one ", "test plan ", "call the ", "we ", "a-", "a'"),
    ),
    "a promise as it is noted": Exercise(
        lambda said: (written(said), tidied(said)),
        LONG_TURN,
        tuple(
            f"handlers.transcripts.speech.{name}"
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
    "a promise cut to its clause": Exercise(
        lambda said: (
            *(from_promise(said, CONTEXT.day), promise_in(said), _from_clause(said)),
            *(hour_in(said), mixes(f"send {said}"), without_its_day_apart(said)),
            *with_day(_asked_and_answered(f"i'll send it {said}")),
            *(promise_in(f"I'll send it {said}", asks=True), taken_back(_asked_and_answered(said))),
        ),
        LONG_TURN,
        (
            *(
                f"handlers.transcripts.promise_clauses.{name}"
                for name in ("_BELONGS", "_BROKEN", "_CLAUSE_END", "_FALSE_START")
            ),
            *(
                f"handlers.transcripts.promises.{name}"
                for name in ("_ASKS", "_ASKS_AFTER", "_CLAUSE_ENDS", "_ONLY_A_NUMBER")
            ),
            *(
                f"handlers.transcripts.line_ahead.{name}"
                for name in ("_ADMITS", "_APART", "_BESIDE_DAY", "_ITS_DAY", "_WHOSE_CLOCK")
            ),
            *("handlers.transcripts.hours._HOUR", "handlers.transcripts.listed._SAYS_WHO"),
            "handlers.transcripts.taken_back._TAKES_BACK",
            "handlers.transcripts.taken_back._OFFERS",
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
    "whole clauses of what somebody said": Exercise(
        lambda said: to_clause(without_opener(said), 60),
        limits.MESSAGE,
        tuple(f"handlers.coaching.the_point.{name}" for name in ("_VERB", "_OPENER")),
        ("and then ", "but ", "so a, ", "a, ", "aed ", "n't ", "it's a, ", "e"),
    ),
    "questions in a call": Exercise(
        _spoken_questions,
        limits.MESSAGE,
        (
            *(
                f"handlers.transcripts.speech.{name}"
                for name in (
                    *("_HESITATION", "_LEAD", "_NOT_A_WORD", "_SPACES", "_STAMMER", "_YOU_KNOW"),
                )
            ),
            *(
                f"handlers.transcripts.questions.{name}"
                for name in (
                    *("_YES_NO", "_WH_QUESTION", "_REQUEST", "_ASKED_TO_TELL"),
                    *("_CLOSED_WORD", "_OPEN_WORD", "_LATER", "_TAG", "_ECHO", "_PIECES"),
                    *("_INVERTED", "_UNFINISHED", "_MAY_I", "_ASKING_WORD", "_BRIEF", "_CALLED"),
                    *("_TOPIC", "_OFFERED", "_COST", "_ABOUT", "_DAYS_BESIDE", "_TELLS_WHAT"),
                    "_STATE",
                )
            ),
            *(
                f"handlers.transcripts.asked_again.{name}"
                for name in ("_GOES_ON", "_ANNOUNCES", "_ANOTHER", "_TAGGED", "_WHY")
            ),
            *(
                f"handlers.transcripts.line_checks.{name}"
                for name in ("_CHECK", "_GREETING", "_SCREEN_CHECK")
            ),
            *("handlers.transcripts.sentences._END", "handlers.transcripts.sentences._JOINT"),
        ),
        (
            *("um, ", "you know, ", "so ", "so, what ", "[", "--", "a a ", "what a ", "how many "),
            *(
                "do you ",
                "can you please ",
                "tell me ",
                "and what ",
                ", isn't it",
                "is it so ",
                "u",
            ),
            *("first of all ", ", you know", "what's ", "is it really ", "who a", "when's a"),
            *("ann, ", "ann, what is ", "what about ", "what about a, ", "how about "),
            *("can you guys all ", "can you see me now ", "is it just us or a ", "hello a, "),
            *(", is it sharp now ", "? why ", "why? because ", ", right", "can i ask a thing "),
            *("what is it, ", "what does it cost ", "what a, do you ", "where are you with "),
        ),
    ),
    "a time in two zones": Exercise(
        lambda typed: appointment(
            f"Friday 9am London, {typed}", now=NOW, zone="Europe/Berlin", order="day first"
        ),
        limits.of_input("next_step"),
        ("handlers.times.appointments._OTHER_ZONE",),
        ("or ", "one a", "- ", "9 ", "ten Aa Aa "),
    ),
    "who speaks in a call": Exercise(
        names_somebody,
        STATUS,
        ("handlers.transcripts.whose._ANYBODY",),
        ("room ", "speaker ", "unknown ", "a room 1", "guest"),
    ),
    "whose device speaks": Exercise(
        owner_of,
        STATUS,
        tuple(f"handlers.transcripts.spellings.{name}" for name in ("_DEVICE", "_OWNED")),
        ("iphone ", "ann's ", "ipad von ", "pro air "),
    ),
    "lines of a call": Exercise(
        _drawn,
        LONG_TURN,
        (
            *(f"handlers.coaching.the_point.{name}" for name in ("_EXACT", "_NAME", "_CLAUSE_END")),
            *(f"handlers.coaching.step_words.{name}" for name in ("_LEAD", "_DAY")),
            *(
                f"handlers.coaching.step_words.{name}"
                for name in ("_WHEN", "_WORD", "_HOUR_FIRST", "_WHOSE_CLOCK")
            ),
            "handlers.coaching.who_does._WHOSE",
            *(
                f"handlers.transcripts.antecedents.{name}"
                for name in (
                    *("_THING", "_SOMEBODY", "_NOUN", "_CLAUSE_END", "_NAME", "_REQUEST"),
                    *("_PERSON", "_TITLED", "_ASKED", "_HIM", "_GIVEN", "_PHRASE"),
                )
            ),
            *(
                f"handlers.transcripts.amounts.{name}"
                for name in (
                    "_LETTERS",
                    "_DIGIT",
                    *("_AMOUNT", "_COST", "_OF_THE_CALL", "_LENGTH", "_AT_WORK"),
                    *("_BUSINESS", "_PRIVATE", "_HOW_OFTEN"),
                )
            ),
            *(
                f"handlers.transcripts.days.{name}"
                for name in (
                    "_DAY",
                    "_PAST",
                    "_PAST_AFTER",
                    "_ANOTHER",
                    "_SPOKEN",
                    "_JOINER",
                    "_PART_OF_IT",
                    *("_BY", "_DATED", "_AT_THE_END", "_SOON"),
                )
            ),
            *(
                f"handlers.transcripts.appointments.{name}"
                for name in (
                    *("_CLOCK", "_BEGINS", "_MEETING", "_BUSY", "_HANDED_OVER", "_FAREWELL"),
                    *("_REPLY", "_NUMBERED", "_NUMBER", "_ONLY_A_TIME"),
                )
            ),
            *(
                f"handlers.transcripts.rivals_unknown.{name}"
                for name in (
                    *("_SURE", "_SELLS", "_LOOKED", "_NAMED", "_THEY", "_WHO_ELSE", "_ANSWERS"),
                    *("_ASIDE", "_BESIDE", "_SOMEONE", "_THEY_SELL"),
                )
            ),
            *(
                f"handlers.transcripts.numbered_days.{name}"
                for name in ("_PARTS", "_PARTS_TURNED", "_DAY", "_MONTH_IN")
            ),
            *(
                f"handlers.transcripts.needs.{name}"
                for name in (
                    "_NEED",
                    "_NO_NEED",
                    "_POINTS",
                    "_REASON",
                    "_STATED",
                    "_WANT",
                    "_WANTS",
                )
            ),
            *(
                f"handlers.transcripts.promises.{name}"
                for name in (
                    *("_PROMISE", "_WITH_DAY", "_IN_THE_CALL", "_REPORTED", "_NO_CONDITION"),
                    *("_CONDITION", "_PITCHED", "_WITHOUT_WHAT", "_TRAILING", "_PRESENT"),
                    "_HABIT",
                )
            ),
            *(
                f"handlers.transcripts.next_steps.{name}"
                for name in (
                    *("_MEET", "_STEP", "_NOT_AHEAD", "_ASKED", "_TAKES_DAY", "_AMONG_THEM"),
                    *("_CLAUSE_END", "_DENIED"),
                )
            ),
            *(
                f"handlers.transcripts.proposals.{name}"
                for name in (
                    *("_AGENDA", "_CLAUSE_END", "_OFFER", "_OURS", "_SHOWS", "_CAN_DO", "_COSTS"),
                    *("_TOLD", "_SCREEN", "_HAS", "_DEMO", "_PRICE", "_THEIR_COSTS"),
                )
            ),
            *(
                f"handlers.transcripts.line_kinds.{name}"
                for name in (
                    *("_DEADLINE", "_PRICE", "_SMALL_TALK", "_THEIR_OWN", "_DECIDED_BY", "_SIGNS"),
                    "_PAPER",
                )
            ),
            *(
                f"handlers.transcripts.strong_needs.{name}"
                for name in ("_STRESSES", "_POINTS_BACK", "_NOT_THAT")
            ),
            "handlers.transcripts.line_words._CLAUSES",
            "handlers.transcripts.line_context._REFERS_BACK",
            "handlers.transcripts.people_named._WORDS",
        ),
        (
            *(
                "i'll ",
                "i'll just ",
                "that is really ",
                "if we only get ",
                "i don't need ",
                "in the plan ",
                "it must be ",
                "we can ",
                "we can get a ",
                "let me ",
                "a will ",
                "let me just ",
                "friday the fourth ",
                "friday at ten ",
                "the fifteenth, friday, ",
                "we have a a module ",
                "there's a module a a a ",
                "what we do, ",
                "i can go to ten ",
                "euros a ",
                "a demo from, um, ",
                "Who else? Well, ",
                "someone from Aa, ",
                "with Aa the start is about ",
                "a third, they are called ",
                "Aa",
                "the a need ",
                "our a never ",
                "i want to bring ",
                "if the a ",
                "okay, so friday at ten, send a ",
                "thanks a lot, see you then ",
                "i'll a ",
                "you get a ",
                "by friday, the fourth of december ",
            ),
            *(
                "i'll send it. ",
                "if you ",
                "check a if ",
                "said ",
                "said me ",
                "our a ",
                "our tool ",
            ),
            *("not ", "why not ", "can't we ", "let's talk, but not ", "why not the "),
            *("we need ", "we really ", "a problem ", "our a problem", "hard for us a ", "no big "),
            *("two ", "two hours ", "two and ", "hundred ", "1,", "forty-", "give me ", "€1"),
            *("by the end of ", "in early ", "the second of ", "next friday ", "on the 4th "),
            *("on friday we had ", "i'll have a a a running ", "i'll get back to you by friday "),
            *(
                "let me show you a ",
                "let me just ",
                "now just ",
                "we can a ",
                "by ",
                "the deadline ",
                "he has two hours. ",
                "we have also ",
                "what we do is a ",
                "our new a ",
            ),
            *(
                "Karl ",
                "Karl, our ",
                "our head of Karl ",
                "I'll send Karl by Friday and ",
                "so a, ",
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
        ("handlers.coaching.promise_done._DONE", "handlers.coaching.promise_done.tells_done()"),
        ("went ", "was ", "been ", "just ", "sent ", "done ", "already ", "is done ", "i sent "),
    ),
    "a promise to drop": Exercise(
        promise_dropped._DROP.fullmatch,
        limits.MESSAGE,
        ("handlers.features.promise_dropped._DROP",),
        ("drop ", "drop the promise ", "please ", ": , "),
    ),
    "where somebody is": Exercise(
        lambda typed: (
            own_name._SAID.fullmatch(typed),
            own_zone._IN.fullmatch(typed),
            own_zone._WRONG.search(typed),
            own_zone._zone(typed),
        ),
        limits.MESSAGE,
        (
            "handlers.features.settings.own_name._SAID",
            *(f"handlers.features.settings.own_zone.{one}" for one in ("_IN", "_WRONG", "_zone()")),
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
    "a question about one's own data": Exercise(
        lambda typed: (asked(typed.split()), asks_to_be_erased(typed.split())),
        limits.MESSAGE,
        tuple(f"handlers.typed.data_sentences.{name}" for name in ("_PATTERNS", "_ERASE")),
        ("please ", "can you ", "delete my account ", "stop ", "when are transcripts "),
    ),
    "people in what is said": Exercise(
        lambda typed: (named_people(typed), name_in_address(typed)),
        limits.of_input("heard"),
        tuple(f"handlers.coaching.names_in_words.{name}" for name in ("_ADDRESS_PARTS", "_WORD")),
        ("Ann ", "Ann-", "Ann: ", "ann.", "von der ", "Ms. ", "'a", "Ab Cd "),
    ),
    "a clean line of a list": Exercise(
        is_clean,
        limits.of_input("heard"),
        tuple(
            f"handlers.transcripts.listed.{name}"
            for name in ("_NOT_AN_ORDER", "_STILL_WHO", "_VAGUE")
        ),
        ("the ", "the a ", "what we ", "we have ", "'", "i'll ", "fine, ", "all the ", "- "),
    ),
    "a line with its speaker": Exercise(
        lambda typed: who_said_it.labelled(
            f"{typed}: yes", who_said_it.Speaker("1", "Ann", "theirs")
        ),
        limits.of_input("heard"),
        ("handlers.features.transcripts.who_said_it._TWO_NAMES",),
        ("A ", "A.", "A a ", "Á", "’"),
    ),
    "another name for an account": Exercise(
        renaming.names_in,
        limits.MESSAGE,
        ("handlers.features.calls.renaming._WORDS",),
        ("rename a to ", "call ", "a is right name not ", "the right name is ", " not ", ", not "),
    ),
    "a customer in a title": Exercise(
        lambda typed: customer_in(typed, PLAYBOOK.meetings),
        limits.MESSAGE,
        ("handlers.sources.title_names._RING",),
        ("anruf ", "Acme ", "call ", "- "),
    ),
    "a link among what marketing says": Exercise(
        ask_facts.LINK.split,
        limits.MESSAGE,
        ("handlers.knowledge.ask_facts.LINK",),
        ("http", "https://"),
    ),
    "what of a note is theirs": Exercise(
        lambda typed: (theirs(typed, "Jana Novak"), theirs(typed), listening.quotable(typed)),
        limits.of_input("heard"),
        tuple(
            f"handlers.coaching.their_words.{name}"
            for name in (
                *("MARK", "SENTENCE_END", "_OPENED", "_CLOSED", "_LABEL", "_REPORTS", "_OWN"),
                *("_ABOUT_THEM", "_I", "_THEY", "_WORDS"),
            )
        ),
        (
            *("a. ", "Jana: a. ", "Bob: a. ", "'a ", "'a b c", "s' ", "I asked ", "I will "),
            *("sent me ", "they want ", "A (", "a: ", "(a) ", "Jana, "),
        ),
    ),
    "a note in a brief": Exercise(
        what_matters.short_note, limits.of_input("heard"), (), ("a. ", "word! ")
    ),
    "a name kept out": Exercise(
        lambda typed: names.without_names(typed, NAMES),
        limits.of_input("heard"),
        (
            *(f"handlers.coaching.words.{name}" for name in ("LATIN", "RUN")),
            *(f"handlers.coaching.spelling.{name}" for name in ("_UNSEEN", "SPACELESS")),
            "handlers.coaching.addresses.ADDRESS",
            "handlers.coaching.numbers._DIGITS",
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
        lambda typed: names.may_be_in(typed, NAMES), limits.of_input("heard"), ()
    ),
    "who is coming": Exercise(
        lambda typed: (
            people_lines.people_in(typed),
            people_lines.emails_in(typed),
            people_lines.names_in_role(typed),
        ),
        limits.of_input("coming"),
        ("handlers.coaching.people_lines._LIST_MARK", "handlers.coaching.people_lines._WORDS"),
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
        ("handlers.sources.guest_names.APART",),
        ("northwind ", " - ", "1:1 ", "private ", "li, ", "a@b.c ", "@", " (", "a. "),
    ),
    "themes": Exercise(
        _themes, limits.of_input("heard"), ("handlers.coaching.themes._BETWEEN",), ("' ", "- ")
    ),
    "names that recur": Exercise(
        _names_that_recur,
        limits.of_input("heard"),
        (
            "handlers.coaching.recurring_names._CAPITALISED",
            "handlers.coaching.recurring_names._in_lower_case()",
        ),
        ("a Abcdef a a ", ", Abcdef", "Peter Abcdef "),
    ),
    "words to search by": Exercise(
        _words_of,
        limits.of_input("heard"),
        ("handlers.coaching.matching._WORD", "handlers.coaching.matching._within()"),
        ("a a a ", "aaa1"),
    ),
    "tags": Exercise(
        _tags,
        limits.of_input("tags"),
        ("handlers.knowledge.tags._ONE",),
        ("a=b ", 'a="', 'a="b" ', "a= ", "a=b c ", "= "),
    ),
    "addresses in a text": Exercise(
        cards.linked,
        limits.of_input("answer"),
        ("handlers.cards._ADDRESS",),
        ("http://", "http://."),
    ),
    "a goal": Exercise(
        lambda typed: intent(typed, PITCH),
        limits.of_input("goal"),
        ("handlers.coaching.intents._BREAK",),
        ("and ask ", "get ", "walk a ", "- ", "then ", "to hear ", "demoing", ", demo"),
    ),
    "a goal as a question": Exercise(
        lambda typed: goal_openings.question(typed, PITCH),
        limits.of_input("goal"),
        (
            "handlers.coaching.goal_openings._ASKS",
            "handlers.coaching.goal_openings._DESCRIBES",
            "handlers.coaching.goal_openings._PLAIN",
            "handlers.coaching.goal_openings._QUOTES",
            "handlers.coaching.goal_openings._SOMEBODY",
        ),
        ("hear how they ", "hear a ", "hear ", "they ", "er ", "hear a a describe the "),
    ),
    "promises": Exercise(
        lambda typed: jotted(typed, today=NOW.date(), zone=ZONE),
        limits.of_input("promised"),
        (
            *(
                f"handlers.views.promise_lines.{name}"
                for name in ("_JOINER", "_AS_PROMISED", "_DATED", "_FIRST", "_OTHER_DAY", *_MARKS)
            ),
            *_DUE,
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
            "handlers.coaching.promise_signs._FROM_US",
            "handlers.coaching.promise_signs._SENTENCE_END",
        ),
        ("you have ", "you sent ", "sent the list of lorries you ", "list lorries sent. ", "; "),
    ),
    "a day": Exercise(
        _due,
        limits.of_input("when"),
        _DUE,
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
    "a command": Exercise(
        lambda typed: understood(typed, ["prep"], {"hi": "hello"}, ["hi"]),
        limits.MESSAGE,
        (),
        ("hi ", "*a", "``` ", "@attune ", "remind me ", "move "),
    ),
    "a name as it is compared": Exercise(comparable, limits.COMMAND, ()),
    "words from Slack": Exercise(
        _slack,
        MESSAGE,
        tuple(
            f"bot.slack.payload.{name}"
            for name in ("ADDRESSED", "BY_ID", "LINKED", "NAMED", "PERSON")
        ),
        ("<@U1", "<@U1> ", "<@U1|", "<http://", "<http://a|", "<#", "<!a|", "@U", "@U1", "<@U1>:"),
    ),
    "words shown with a prefix": Exercise(
        lambda said: PREFIX.shown(cards.Card(said, ())),
        limits.MESSAGE,
        ("bot.slack.prefix.Prefix.__init__()",),
        ("/prep", "/prep ", "/pre", "-/prep"),
    ),
    "a status on Slack": Exercise(
        _status,
        STATUS,
        ("bot.slack.away.ABSENT", "bot.slack.away.NOT_AWAY"),
        ("not ", "not a", "no a ", "out of ", "on a ", "back ", "off ", "until my "),
    ),
    "a signature": Exercise(
        lambda sent: signature.SIGNATURE.fullmatch(f"v0={sent}"),
        HEADER,
        ("bot.slack.signature.SIGNATURE", "bot.slack.signature.Signatures.verdict()"),
    ),
    "a locale from Teams": Exercise(
        activity.LOCALE.fullmatch, MESSAGE, ("bot.teams.activity.LOCALE",), ("aa-",)
    ),
    "a Host header": Exercise(
        loopback.host_name, HEADER, ("bot.base.loopback.HOST",), ("[a", ":1")
    ),
    "text from a page": Exercise(
        lambda sent: (intake.from_html(sent, 2_000), intake.has_line_breaks(sent)),
        intake.MAX_HTML,
        tuple(
            f"bot.intake.text.{name}"
            for name in ("_BREAK", "_LINE_BREAK", "_PICTURE_AS_TEXT", "_INVISIBLE")
        ),
        ("data:image/", "<br", "<br ", "< ", "</p", "]]>", "<![CDATA[", "&#60;"),
    ),
    "a page of a company": Exercise(
        lambda sent: (
            public_page._CIK.findall(sent),
            public_page._WIKIDATA.findall(sent),
            public_page.decoded(sent.encode(errors="replace"), sent),
        ),
        20_000,
        tuple(
            f"bot.public_sources.parsing.page.{name}" for name in ("_CIK", "_WIKIDATA", "decoded()")
        ),
        ("CIK ", "CIK no ", "https://wikidata.org/wiki/Q", "charset=", "charset='"),
    ),
    "text from a public source": Exercise(
        lambda sent: (
            public_persons.without_private(sent, "jobs"),
            public_persons.without_people(sent[:4_000], lambda name: name == "Jana Novak"),
            public_persons._DATE.fullmatch(sent),
        ),
        public_taking.MAX_TEXT,
        tuple(
            f"handlers.sources.public_persons.{name}"
            for name in (
                "_MAIL",
                "_PHONE",
                "_AGE",
                "_PROFILE",
                "_SENTENCE_END",
                "_WORD",
                "_DATE",
                "_NAME",
            )
        ),
        ("a@", "a(at)", "a.a", "0 ", "+0", "01.", ", age ", "x.linkedin.com/in/", "She is sick. "),
    ),
    "a value from a CRM": Exercise(
        lambda sent: (
            crm_companies._AMOUNT.fullmatch(sent),
            crm_companies._CURRENCY.fullmatch(sent),
            soql.is_name(sent),
            soql._ID.fullmatch(sent),
        ),
        20_000,
        (
            "handlers.sources.crm_companies._AMOUNT",
            "handlers.sources.crm_companies._CURRENCY",
            "bot.crm.soql._ID",
            "bot.crm.soql._NAME",
        ),
        ("0", "-", "1.", "EUR", "a", "A_", "001"),
    ),
    "a calendar's address in a message": Exercise(
        calendar_addresses.without_secrets,
        limits.MESSAGE,
        ("handlers.sources.calendar_addresses._WORD",),
        ("a/", ".ics", "https://", "/published/2/"),
    ),
    "a line of a calendar's file": Exercise(
        _ics_line,
        ICS_LINE,
        tuple(
            f"bot.calendars.ics.lines.{name}"
            for name in ("_DELIMITER", "_ENCODED", "_ENDS", "_ESCAPED")
        ),
        ("CN=a;", "\r", "\n\r", "\n", '"', '";', "^n", "\\n", ";:", 'CN="a";'),
    ),
    "a zone's name": Exercise(
        zone_named,
        ICS_LINE,
        tuple(f"bot.calendars.zone_names.{name}" for name in ("_LISTED", "_OFFSET")),
        ("(UTC", "(UTC+01:00) ", "(UTC) a,", "/Europe", "+01"),
    ),
    "a UID": Exercise(
        lambda sent: uids.series_uid(f"{sent}@google.com"),
        ICS_LINE,
        ("bot.calendars.uids._FROM_HERE_ON",),
        ("_R20261201", "_R20261201T080000", "_R", "_R20261201T080000@google.com"),
    ),
    "a link to join": Exercise(
        lambda sent: join_url([sent], sent, sent, sent),
        ICS_LINE,
        ("bot.calendars.ics.links._LINK",),
        ("https://", "https://a", "https://zoom.us/j/1 ", "https://a&amp;", "http", "https://a."),
    ),
    "a link to a meeting": Exercise(
        lambda link: (meeting_of(link), meet_code_of(link)),
        MAX_LINK,
        tuple(f"storage.meeting_links.{name}" for name in ("_CODE", "_NUMBER", "_THREAD")),
        (
            "/l/meetup-join/19:",
            "/l/meetup-join/19:a/",
            "teams.a",
            "teams.a/meet/1",
            "%25",
            "meet.google.com/a",
        ),
    ),
    "a transcript": Exercise(
        _transcript,
        TRANSCRIPT,
        tuple(
            f"bot.transcripts.formats.{name}"
            for name in (
                *(
                    "choosing._CLOCK_CHAT",
                    "choosing._DATED_CHAT",
                    "choosing._NOTES",
                    "choosing._ZOOM_CHAT",
                ),
                *("clock._ALONE", "clock._SBV", "clock._TIMING", "cues._ID", "cues._WEBEX"),
                *("cue_text._MARKED", "cue_text._NOISE", "cue_text._TAG", "cue_text._VOICE"),
                *("decoding._CONTROL", "decoding._LINE_END"),
            )
        ),
        (
            *(
                "<v ",
                "<v a>",
                "<v.a",
                "[a",
                "(music",
                "(music ",
                "&lt;",
                ">>",
                "a  0:04\n",
                "0:04 ",
            ),
            *("a: b\n", "a: b\n\n", "0:04\n", "1\n0:0:1.0 --> 0:0:2.0\na\n", "NOTE\n", "\n\n"),
            *('1 "', "0:0:1.0 -->", '{"a":', '[{"text":"a","start":1},', "10:04:10\t", "**a** "),
        ),
    ),
    "a pasted transcript": Exercise(
        is_transcript,
        READ,
        tuple(
            f"handlers.transcripts.pasted.{name}"
            for name in ("_CUE", "_HALF_DAY", "_JSON", "_TIME", "_TO_EACH_OTHER")
        ),
        (
            "a: I\n",
            "Ann  0:04\n",
            "0:04\n",
            "1:1 --> ",
            '{"speaker',
            "[",
            "0:04 am",
            "0:0.",
            "Ann: ",
        ),
    ),
    "the name of a transcript's file": Exercise(
        lambda sent: (file_names.named_call(sent), file_names.heading(sent.split("\n"))),
        TRANSCRIPT,
        tuple(
            f"bot.transcripts.formats.file_names.{name}"
            for name in (
                "_DAY",
                "_EXTENSION",
                "_FOLDER",
                "_LENGTH",
                "_MEET",
                "_OTTER",
                "_TEAMS",
                "_ZOOM",
            )
        ),
        (
            "20261130_",
            "-20261130_100512",
            " - 2026_11_30 09_05 ",
            "GMT",
            "GMT20261130-",
            ".vtt",
            "Mon, Nov 30, 2026 10:02AM • ",
        ),
    ),
    "an address": Exercise(
        _web_address, web_addresses.MAX_ADDRESS, ("handlers.knowledge.web_addresses._HOST",)
    ),
    "what a public source proposes": Exercise(
        _proposed_from,
        limits.MESSAGE,
        _of("handlers.coaching.proposals", "_NUMBER", "_VALUE", "_WORD"),
        ("1.1", "Aa ", "a: ", "We have acquired A. ", ": (", "1,"),
    ),
    "what a model says, and what it is shown": Exercise(
        _asked_of_a_model,
        limits.MESSAGE,
        (
            *_of(
                "handlers.coaching.support",
                "_DOMAIN",
                "_NAME",
                "_NUMBER",
                "_WORD",
                "is_supported()",
            ),
            *_of("handlers.model.cleaning", "_LINK", "_MARKUP", "_MENTION", "_SPACES"),
            *_of("handlers.coaching.normalising", "_HYPHENATED"),
            *_of("handlers.model.quotes", "_LEFT_OUT", "_NO_END", "_NUMBER_AFTER"),
            *_of("handlers.model.quotes", "_NUMBER_BEFORE", "_WORD"),
            *_of("handlers.model.research", "_PARAGRAPH"),
            "bot.model.reading._FENCE",
        ),
        (
            *("...", "[...]", "… ", "1. ", "z. B. ", "a-\n", "-\n ", "\n\n ", "\n \n", "\n- "),
            *(
                "http://",
                "www.",
                "a.com",
                "a.a.",
                "mailto:a",
                "<@a",
                "<a ",
                "</a",
                "[a](",
                "![",
                "**",
            ),
            *("```", "```a ", "</think>", "{", "1,", "1 1", "A", " A", "A'", "a. A"),
        ),
    ),
    "words that may be a promise": Exercise(
        lambda said: (
            is_promise(said, "Bo Li"),
            is_promise(said, ""),
            model_owner(said, "Bo Li", ("Jana Novák", "a a")),
            german_days.in_english(said),
            german_days.is_german(said),
        ),
        LONG_TURN,
        (
            *_of("handlers.model.commitments", "_AHEAD", "_AHEAD_IN_GERMAN", "_ASKS_WHETHER"),
            *_of("handlers.model.commitments", "_HEDGE", "_MAY", "_MONTH_OF_MAY", "_NEGATED"),
            *_of("handlers.model.commitments", "_OURSELVES", "_PAST", "_REQUEST", "_named()"),
            *_of("handlers.coaching.german_days", "_AHEAD", "_DATE", "_GERMAN", "_WEEKDAY"),
            *_of("handlers.coaching.german_days", "in_english()"),
        ),
        (
            *("check a a a ", "check ", "if ", "werden a a a a ", "werden ", "wird nicht ", "may "),
            *("ich ", "wir ", "bis ", "bis zum ", "in zwei ", "in 1 ", "1. ", "1.1.", "1. märz "),
            *("nächsten ", "letzten montag", "ende der ", "am ", "Jana ", "Jana wird ", "please "),
            *("i send ", "i'll ", "the ", "morgen ", "guten morgen "),
        ),
    ),
    "words on Teams": Exercise(
        lambda sent: (teams.escaped(sent), teams.verbatim(sent), teams.line(sent, 300)),
        limits.MESSAGE,
        tuple(f"bot.teams.limits.{name}" for name in ("FUNCTION", "HARMLESS", "PUNCTUATION")),
        ("{{DATE", "{{ ", "1)", "1:1", ". "),
    ),
    "a card on Teams": Exercise(
        teams.PICTURE.findall, teams.CARD_SIZE, ("bot.teams.limits.PICTURE",), ("data:image/png;",)
    ),
}
# Patterns that see nothing that people, feeds or platforms send, and why.
ELSEWHERE = {
    "storage.rights.erasure.transcripts.rename_in_transcripts()": "one name between two words",
    "bot.slack.manifest_command.run()": "what the operator types",
    "bot.settings.Settings.command_prefix": "the operator's settings",
    "bot.settings.Settings.slack_oauth_client_id": "the operator's settings",
    "bot.settings.TEAM": "the operator's settings",
    "bot.settings.WebAddress": "the operator's settings",
    "bot.base.public_url.PUBLIC": "the operator's settings",
    "bot.doctor.said_once.BEGINNING": "doctor's own sentences",
    "bot.doctor.said_once.MISSING": "doctor's own sentences",
    "bot.slack.check._check_secret_format()": "the operator's settings",
    "bot.settings.GUID": "the operator's settings",
    "bot.settings.Settings.model_url": "the operator's settings",
    "bot.settings.Settings.hubspot_api": "the operator's settings",
    "bot.settings.Settings.salesforce_url": "the operator's settings",
    "bot.doctor.access.IN_A_HEADER": "the operator's settings",
    "bot.calendars.providers.GOOGLE_ID": "the operator's settings",
    "bot.calendars.providers.GUID": "the operator's settings",
    "bot.calendars.providers.ON_THIS_MACHINE": "the operator's settings",
    "bot.calendars.providers.VISIBLE": "the operator's settings",
    "bot.calendars.tokens.ERROR_CODE": "Google's and Microsoft's sign-in",
    "bot.slack.setup.MEMBER_ID": "the operator's settings",
    "bot.slack.check.BOT_TOKEN": "the operator's settings",
    "bot.slack.check.APP_TOKEN": "the operator's settings",
    "bot.teams.check.ADDRESS": "the operator's settings",
    "bot.teams.manifest.NUMBERS": "our own version",
    "bot.slack.app.ANYTHING": "empty: it looks at nothing",
    "bot.teams.tokens.ERROR_CODE": "Microsoft's sign-in",
    "bot.transcripts.sources.graph.ID": "Microsoft's ids of meetings",
    "bot.transcripts.sources.graph.THREAD": "Microsoft's ids of meetings",
    "bot.transcripts.sources.meet.RECORD": "Google's ids of meetings",
    "bot.transcripts.sources.meet.TRANSCRIPT": "Google's ids of meetings",
    "bot.playground.pictures.SIZE": "our own drawings",
    "bot.playground.reader.ActionId": "pydantic's patterns go by an engine that is linear",
    "handlers.playbook.schema.PLACEHOLDER": "the playbook's templates",
    "handlers.playbook.checks._misuses()": "the playbook",
    "handlers.playbook.schema.Choice.id": "the playbook",
    "handlers.playbook.schema.Id": "the playbook",
    "handlers.playbook.schema.OneWord": "the playbook",
    "handlers.playbook.schema.ReflectionField.id": "the playbook",
    "handlers.playbook.shape._allowed()": "our own schema",
}


def test_every_pattern_in_the_source_is_run_here_or_sees_nothing_typed() -> None:
    """Add a new pattern to an exercise, or to the list of those that need none, with the reason."""
    run = {name for exercise in EXERCISES.values() for name in exercise.patterns}
    assert in_the_source() == run | ELSEWHERE.keys()


@pytest.mark.parametrize("name", EXERCISES)
def test_the_time_is_as_the_length(name: str) -> None:
    exercise = EXERCISES[name]
    runs = [(atom, "!") for atom in (*ATOMS, *exercise.atoms)]
    for atom, end in (*runs, *((atom, "") for atom in exercise.atoms)):
        assert not _takes_the_square(exercise, atom, end), f"{atom!r} again and again, {end!r}"


def test_it_would_be_seen_if_it_were_the_square() -> None:
    square = Exercise(re.compile(r"(?:a\.)+b").search, 3_000, ())
    assert _takes_the_square(square, "a.", "")


def _takes_the_square(exercise: Exercise, atom: str, end: str) -> bool:
    """Whether it takes quadratic time. Shorter texts first, so that the test itself stays quick."""
    sizes = (exercise.limit // PART**2, exercise.limit // PART, exercise.limit)
    # Whole atoms only: a cut one can take another path, which is quicker or slower by itself.
    texts = [atom * ((size - len(end)) // len(atom)) + end for size in sizes]
    return any(_grows(exercise.run, *pair) for pair in pairwise(texts))


def _grows(run: Callable[[str], object], short: str, long: str) -> bool:
    for repeats in (1, 3, 5):  # one of them is undisturbed by other work on the machine
        taken = min(_seconds(run, long) for _ in range(repeats))
        if taken < QUICK or taken < SQUARE * min(_seconds(run, short) for _ in range(repeats)):
            return False
    return True


def _seconds(run: Callable[[str], object], text: str) -> float:
    """Seconds of processor time, which other processes do not change."""
    began = thread_time()
    run(text)
    return thread_time() - began
