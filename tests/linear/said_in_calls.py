"""What people say in calls."""

from dataclasses import replace

from handlers import limits
from handlers.coaching.promises.who_does import of_theirs
from handlers.coaching.step_topic import topic_of
from handlers.coaching.step_words import (
    as_noted,
    says_only_when,
    says_whose_clock,
    with_its_day,
    without_hour_first,
)
from handlers.coaching.text.the_point import (
    shortened_promise,
    to_clause,
    to_the_point,
    without_opener,
)
from handlers.features.reflections.step_people import is_named
from handlers.features.transcripts import who_said_it
from handlers.transcripts.figures.figures import measure
from handlers.transcripts.figures.questions import is_open, questions_in, questions_of
from handlers.transcripts.lines.deciding import (
    has_money,
    is_refusal,
    tells_budget,
    tells_who_decides,
)
from handlers.transcripts.lines.deciding_asked import answers as deciding_answers
from handlers.transcripts.promises import antecedents
from handlers.transcripts.promises.listed import is_clean
from handlers.transcripts.records import Transcript, Utterance
from handlers.transcripts.speech.days import with_date
from handlers.transcripts.speech.english import is_english
from handlers.transcripts.speech.sentences import sentences_of
from handlers.transcripts.speech.speech import plain_speech
from handlers.transcripts.spellings import owner_of
from handlers.transcripts.timeline import count_words, place
from handlers.transcripts.turns import ends_with_question, is_listener_token, turns_of
from handlers.transcripts.whose import names_somebody
from tests.linear.exercise import LONG_TURN, PITCH, STATUS, Exercise, asked_and_answered
from tests.transcripts.talk import CONTEXT


def _spoken_questions(said: str) -> object:
    timeline = place(Transcript((Utterance("Ann", said),), "zoom"), CONTEXT)
    sentences = sentences_of(timeline, turns_of(timeline.cues, english=True))
    plain = plain_speech(said)
    return questions_of(sentences, len(said)), is_open(plain), list(questions_in(plain))


def _drawn(said: str) -> object:
    """All that is drawn from a call in which both sides say this, in one sentence or many."""
    both = (Utterance("Ann", said), Utterance("Bo", said), Utterance("Bo", said.replace(".", " ")))
    context = replace(CONTEXT, goal=said, rivals=("Routely", "Monday"))
    antecedents.points_back(said.lower(), said, 0)
    antecedents.filled_in(said, said)
    antecedents.thing_in(said)
    of_theirs(said)
    to_the_point(said, 60)
    shortened_promise(said, 60)
    as_noted(said)
    says_only_when("at " * 400)
    says_whose_clock(said)
    without_hour_first(f"at ten{said}")
    with_its_day(said, 60)
    with_date(said, CONTEXT.day, CONTEXT.day, "Monday 30 November")
    return measure(Transcript(both, "zoom"), context, PITCH)


EXERCISES = {
    "what is said in a call": Exercise(
        lambda said: (
            *(count_words(said), is_english([said])),
            *(is_listener_token(said), is_listener_token(said[:40]), ends_with_question(said)),
        ),
        limits.MESSAGE,
        (
            *("handlers.transcripts.speech.english._WORD", "handlers.transcripts.timeline._WORD"),
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
            deciding_answers(asked_and_answered(said)),
        ),
        LONG_TURN,
        (
            *(
                f"handlers.transcripts.lines.deciding.{name}"
                for name in (
                    *("_DECIDER", "_NO_DECIDER", "_LIMIT", "_ABOVE_IT", "_BUDGET", "_SPENT"),
                    *("_ELSE", "_MONEY_SAID", "_REFUSES"),
                )
            ),
            *(
                f"handlers.transcripts.lines.deciding_asked.{name}"
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
    "whole clauses of what somebody said": Exercise(
        lambda said: to_clause(without_opener(said), 60),
        limits.MESSAGE,
        tuple(f"handlers.coaching.text.the_point.{name}" for name in ("_VERB", "_OPENER")),
        ("and then ", "but ", "so a, ", "a, ", "aed ", "n't ", "it's a, ", "e"),
    ),
    "questions in a call": Exercise(
        _spoken_questions,
        limits.MESSAGE,
        (
            *(
                f"handlers.transcripts.speech.speech.{name}"
                for name in (
                    *("_HESITATION", "_LEAD", "_NOT_A_WORD", "_SPACES", "_STAMMER", "_YOU_KNOW"),
                )
            ),
            *(
                f"handlers.transcripts.figures.questions.{name}"
                for name in (
                    *("_YES_NO", "_WH_QUESTION", "_REQUEST", "_ASKED_TO_TELL"),
                    *("_CLOSED_WORD", "_OPEN_WORD", "_LATER", "_TAG", "_ECHO", "_PIECES"),
                    *("_INVERTED", "_UNFINISHED", "_MAY_I", "_ASKING_WORD", "_BRIEF", "_CALLED"),
                    *("_TOPIC", "_OFFERED", "_COST", "_ABOUT", "_DAYS_BESIDE", "_TELLS_WHAT"),
                    "_STATE",
                )
            ),
            *(
                f"handlers.transcripts.figures.asked_again.{name}"
                for name in ("_GOES_ON", "_ANNOUNCES", "_ANOTHER", "_TAGGED", "_WHY")
            ),
            *(
                f"handlers.transcripts.lines.line_checks.{name}"
                for name in ("_CHECK", "_GREETING", "_SCREEN_CHECK")
            ),
            *(
                "handlers.transcripts.speech.sentences._END",
                "handlers.transcripts.speech.sentences._JOINT",
            ),
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
            *(
                f"handlers.coaching.text.the_point.{name}"
                for name in ("_EXACT", "_NAME", "_CLAUSE_END")
            ),
            *(f"handlers.coaching.step_words.{name}" for name in ("_LEAD", "_DAY")),
            *(
                f"handlers.coaching.step_words.{name}"
                for name in ("_WHEN", "_WORD", "_HOUR_FIRST", "_WHOSE_CLOCK")
            ),
            "handlers.coaching.promises.who_does._WHOSE",
            *(
                f"handlers.transcripts.promises.antecedents.{name}"
                for name in (
                    *("_THING", "_SOMEBODY", "_NOUN", "_CLAUSE_END", "_NAME", "_REQUEST"),
                    *("_PERSON", "_TITLED", "_ASKED", "_HIM", "_GIVEN", "_PHRASE"),
                )
            ),
            *(
                f"handlers.transcripts.speech.amounts.{name}"
                for name in (
                    "_LETTERS",
                    "_DIGIT",
                    *("_AMOUNT", "_COST", "_OF_THE_CALL", "_LENGTH", "_AT_WORK"),
                    *("_BUSINESS", "_PRIVATE", "_HOW_OFTEN"),
                )
            ),
            *(
                f"handlers.transcripts.speech.days.{name}"
                for name in (
                    "_DAY",
                    "_PAST",
                    "_PAST_AFTER",
                    "_ANOTHER",
                    "_SPOKEN",
                    "_JOINER",
                    "_PART_OF_IT",
                    *("_BY", "_DATED", "_HANGING_UP", "_SOON", "_WEEK_FIRST"),
                )
            ),
            *(
                f"handlers.transcripts.speech.spoken_appointments.{name}"
                for name in (
                    *("_CLOCK", "_BEGINS", "_MEETING", "_BUSY", "_HANDED_OVER", "_FAREWELL"),
                    *("_REPLY", "_NUMBERED", "_NUMBER", "_ONLY_A_TIME", "_BEFORE_TIME"),
                )
            ),
            *(
                f"handlers.transcripts.lines.step_around.{name}"
                for name in ("_BARE", "_FULLER", "_KIND", "_WITH")
            ),
            *(
                f"handlers.transcripts.lines.rivals_unknown.{name}"
                for name in (
                    *("_SURE", "_SELLS", "_LOOKED", "_NAMED", "_THEY", "_WHO_ELSE", "_ANSWERS"),
                    *("_ASIDE", "_BESIDE", "_SOMEONE", "_THEY_SELL", "_CALLED", "_ONE_IS"),
                )
            ),
            *(
                f"handlers.transcripts.speech.numbered_days.{name}"
                for name in ("_PARTS", "_PARTS_TURNED", "_DAY", "_MONTH_IN")
            ),
            *(
                f"handlers.transcripts.lines.needs.{name}"
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
                f"handlers.transcripts.promises.promises.{name}"
                for name in (
                    *("_PROMISE", "_WITH_DAY", "_IN_THE_CALL", "_REPORTED", "_NO_CONDITION"),
                    *("_CONDITION", "_PITCHED", "_WITHOUT_WHAT", "_TRAILING", "_PRESENT"),
                    "_HABIT",
                )
            ),
            *(
                f"handlers.transcripts.lines.next_steps.{name}"
                for name in (
                    *("_MEET", "_STEP", "_NOT_AHEAD", "_ASKED", "_TAKES_DAY", "_AMONG_THEM"),
                    *("_CLAUSE_END", "_DENIED"),
                )
            ),
            *(
                f"handlers.transcripts.figures.proposals.{name}"
                for name in (
                    *("_AGENDA", "_CLAUSE_END", "_OFFER", "_OURS", "_SHOWS", "_CAN_DO", "_COSTS"),
                    *("_TOLD", "_SCREEN", "_HAS", "_DEMO", "_PRICE", "_THEIR_COSTS"),
                )
            ),
            *(
                f"handlers.transcripts.lines.line_kinds.{name}"
                for name in (
                    *("_DEADLINE", "_PRICE", "_SMALL_TALK", "_THEIR_OWN", "_DECIDED_BY", "_SIGNS"),
                    "_PAPER",
                )
            ),
            *(
                f"handlers.transcripts.lines.strong_needs.{name}"
                for name in ("_STRESSES", "_POINTS_BACK", "_NOT_THAT")
            ),
            "handlers.transcripts.lines.line_words._CLAUSES",
            "handlers.transcripts.lines.line_context._REFERS_BACK",
            "handlers.transcripts.speech.people_named._WORDS",
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
    "a clean line of a list": Exercise(
        is_clean,
        limits.of_input("heard"),
        tuple(
            f"handlers.transcripts.promises.listed.{name}"
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
}
