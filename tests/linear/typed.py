"""What people type in commands, forms and reflections."""

from handlers import cards, limits, only_asks
from handlers.cards import card_saying
from handlers.coaching import listening, matching, what_matters
from handlers.coaching.buyer_words import themes
from handlers.coaching.buyer_words.call_judged import judges_call
from handlers.coaching.buyer_words.speaker_later import names_other_speaker, says_later
from handlers.coaching.buyer_words.their_words import theirs
from handlers.coaching.buyer_words.whose_words import divided, may_be_theirs, own_parts_apart
from handlers.coaching.goals import goal_openings
from handlers.coaching.goals.intents import intent
from handlers.features.calls.who_and_why import split_time
from handlers.features.notes import quoted_line
from handlers.features.promises import reminders
from handlers.knowledge import ask_facts, tags
from handlers.transcripts.promises.asked_of_us import with_requests
from handlers.transcripts.promises.noted_promises import noted_promises
from handlers.transcripts.records import Transcript, Utterance
from handlers.transcripts.speech.sentences import SpokenSentence, sentences_of
from handlers.transcripts.timeline import place
from handlers.transcripts.turns import turns_of
from handlers.typed.amounts import to_amount
from handlers.typed.asked.day_asked import day_asked
from handlers.typed.asked.facts_asked import asked_about_said, fact_asked
from handlers.typed.asked.question_behind import question_behind
from handlers.typed.calls.call_reports import without_ending, without_new_date
from handlers.typed.calls.details_said import details_said, words_for_call
from handlers.typed.calls.likely_moves import likely_move
from handlers.typed.calls.next_steps import step_told
from handlers.typed.calls.orders_in_parts import order_in_part
from handlers.typed.calls.stated_times import repeated_time, stated_time
from handlers.typed.calls.wanted_times import (
    asked_instead,
    moved_by_them,
    same_time,
    wanted_instead,
    wanted_move,
)
from handlers.typed.customers.name_corrections import name_corrected
from handlers.typed.customers.new_account_said import new_account
from handlers.typed.customers.people_introduced import introduced
from handlers.typed.customers.people_said import person_said
from handlers.typed.day_corrections import day_corrected
from handlers.typed.for_attune import is_for_attune
from handlers.typed.help_wanted import help_wanted
from handlers.typed.instructions import account_instead, instructs, move_beside
from handlers.typed.marketing.asks_said import ask_said, may_concern_an_ask, which_meant
from handlers.typed.marketing.insight_orders import insight_order
from handlers.typed.marketing.insight_said import insight_said
from handlers.typed.marketing.marketing_asked import marketing_asked
from handlers.typed.not_notes import no_note
from handlers.typed.notes_and_promises import call_at, noted_words, promised_words
from handlers.typed.plain_spelling import clock_written_out
from handlers.typed.privacy.data_sentences import asked, asks_to_be_erased
from handlers.typed.privacy.kept_calls import keeps_calls
from handlers.typed.promises.hedges import hedges
from handlers.typed.promises.likely_reports import likely_report
from handlers.typed.promises.not_needed import not_needed
from handlers.typed.promises.ordered_promise import ordered_promise
from handlers.typed.promises.other_days import day_instead
from handlers.typed.promises.promise_alone import divided as promise_divided
from handlers.typed.promises.promise_alone import is_to_others
from handlers.typed.promises.promise_beside import promise_beside, wished_by
from handlers.typed.promises.promise_in_full import in_full
from handlers.typed.promises.promise_reports import moves_in, promise_report, said_to_be_for
from handlers.typed.promises.settled_and_promised import splits
from handlers.typed.promises.several_done import several_done
from handlers.typed.requests import understood
from handlers.typed.settings.absence_days_corrected import days_instead, other_end
from handlers.typed.settings.absence_said import absences_apart, days_away
from handlers.typed.settings.back_said import works_on
from handlers.typed.settings.message_kinds import switched_on
from handlers.typed.settings.quiet_hours import quiet_hours
from handlers.typed.settings.setting_orders import setting_order
from handlers.typed.team.team_asked import team_asked
from handlers.typed.undo_named import undo_named
from storage.spelling import comparable
from tests.linear.exercise import LONG_TURN, NOW, PITCH, Exercise, of
from tests.transcripts.talk import CONTEXT


def _tags(typed: str) -> object:
    try:
        return tags.read(typed, {"industry": ["Logistics"]})
    except tags.UnreadableTags:
        return None


def _themes(words: str) -> object:
    said = [themes.BuyerQuote(1, words, NOW.date()), themes.BuyerQuote(2, words[:100], NOW.date())]
    return themes.themes(said, limit=5, keep_out=["Northwind", "Jana Novak"])


def _words_of(words: str) -> object:
    said = [matching.BuyerWords(words, NOW.date())]
    candidate = matching.Candidate(1, competitor="a a a b", persona="a.a", words="a", found=1)
    around = matching.CallContext(1, "", "", (words,), tuple(said))
    return matching.words_of(said, ()), matching.match([candidate], around, day=str)


def _requested(said: str) -> list[SpokenSentence]:
    both = (Utterance("Bo", said), Utterance("Ann", said))
    timeline = place(Transcript(both, "zoom"), CONTEXT)
    return sentences_of(timeline, turns_of(timeline.cues, english=True))


EXERCISES = {
    "a question or a report": Exercise(
        lambda typed: [
            one(typed)
            for one in (
                *(fact_asked, asked_about_said, promise_report, day_asked, keeps_calls),
                *(setting_order, person_said, marketing_asked, insight_said, team_asked),
                *(switched_on, insight_order, help_wanted, not_needed, promise_beside),
                *(
                    may_concern_an_ask,
                    which_meant,
                    lambda line: ask_said(line, ["Lena Brandt", "a", "a a"]),
                ),
            )
        ],
        limits.MESSAGE,
        (
            *of("handlers.typed.settings.numbers_typed", "_GLUED", "_CLOCK"),
            "handlers.typed.promises.not_needed._LAST_PART",
            "handlers.typed.promises.promise_beside._BREAK",
            "handlers.typed.customers.people_said._ASKS",
            "handlers.typed.customers.people_said._READ",
            "handlers.typed.customers.people_said._THERE_AFTER",
        ),
        (
            *(
                "what did ",
                "who ",
                "when is ",
                "sent ",
                "is done ",
                "move to ",
                "to ",
                "hide call ",
            ),
            *("tell sales that ", "what are buyers saying about ", "how is my insight "),
        ),
    ),
    "somebody's name": Exercise(
        lambda typed: (introduced(typed), name_corrected(typed)),
        limits.MESSAGE,
        (
            "handlers.typed.customers.people_introduced._PATTERNS",
            *of("handlers.typed.customers.name_corrections", "_NOT", "_WITH", "_IS_WRONG"),
            *of("handlers.typed.customers.name_corrections", "_JUST", "_WITH_JOB"),
        ),
        (
            "new person there, ",
            "a: a a, ",
            "its a not ",
            "no, its a with a ",
            "a: cfo is ",
            "no its a a, hes the ",
        ),
    ),
    "a reminder": Exercise(
        reminders.names_a_clock,
        limits.MESSAGE,
        ("handlers.features.promises.reminders._CLOCK",),
        ("at ", "at 1", "at 12:", "at 12:0", "at 1 p"),
    ),
    "what the customer asks of us": Exercise(
        lambda said: (
            *with_requests(_requested(said)),
            *with_requests(_requested(f"can you send me {said}?")),
            *with_requests(_requested(f"send me {said}")),
        ),
        LONG_TURN,
        tuple(
            f"handlers.transcripts.promises.asked_of_us.{name}"
            for name in (
                *("_ORDERS", "_ASKS", "_AT_ONCE", "_THEIR_PART", "_COURTESY", "_TURNS", "_ME"),
                *("_OF_BOTH", "_AGREES", "_YES", "_HESITATES", "_MAY_ASK"),
            )
        ),
        ("send me the ", "can you please ", "yes, ", "get the a a to ", "and i'll ", "ok, ha, "),
    ),
    "a question about one's own data": Exercise(
        lambda typed: (asked(typed.split()), asks_to_be_erased(typed.split())),
        limits.MESSAGE,
        tuple(f"handlers.typed.privacy.data_sentences.{name}" for name in ("_PATTERNS", "_ERASE")),
        ("please ", "can you ", "delete my account ", "stop ", "when are transcripts "),
    ),
    "a link among what marketing says": Exercise(
        ask_facts.LINK.split,
        limits.MESSAGE,
        ("handlers.knowledge.ask_facts.LINK",),
        ("http", "https://"),
    ),
    "what stands beside a promise": Exercise(
        lambda typed: (
            promise_beside(typed),
            wished_by(typed),
            [*splits(typed)],
            is_for_attune(typed),
            says_later(f"jana {typed}", "Jana Novak"),
            names_other_speaker(typed, "Jana Novak"),
            promise_divided(typed),
            is_to_others(typed),
            likely_report(typed, str.isalpha),
            hedges(typed),
            judges_call(typed),
            only_asks.asks(card_saying(typed or "?")),
        ),
        limits.COMMAND,
        (
            "handlers.typed.promises.promise_beside._CLAUSES",
            "handlers.typed.promises.settled_and_promised._BREAK",
            "handlers.typed.for_attune._PARTS",
            *of("handlers.coaching.buyer_words.speaker_later", "_SAYS", "_SPEAKER"),
            *of("handlers.typed.promises.likely_reports", "_WHEN_DONE", "_JOIN"),
            "handlers.typed.promises.hedges._BREAK",
            "handlers.only_asks._QUOTED",
            *of(
                "handlers.coaching.buyer_words.call_judged", "_QUOTATION", "_CLAUSE_END", "_JUDGED"
            ),
            *of("handlers.typed.promises.promise_alone", "_TO_OWN", "_BREAK", "_PERSON"),
            "handlers.typed.promises.promise_alone._begins_rest()",
        ),
        ("a, ", "a. ", "for my a ", "call was ", "“a ", " (", "so ", ",.( "),
    ),
    "a line that is no note": Exercise(
        lambda typed: (
            no_note(typed, ["Tomas Keller"]),
            call_at(typed),
            noted_promises(typed, ["Jana Novak"], ["Tomas Keller"]),
            promised_words(typed),
            noted_words(typed),
            step_told(typed),
            moves_in(typed),
            said_to_be_for(typed),
            instructs(typed),
            account_instead(typed),
            moved_by_them(typed),
            stated_time(typed),
            repeated_time(typed),
            wanted_move(typed),
            wanted_instead(typed),
            asked_instead(typed),
            to_amount(f"it to {typed}"),
            undo_named(f"undo {typed}"),
            move_beside(typed),
            same_time(typed),
            absences_apart(typed),
            days_away(typed),
            works_on(typed),
            quiet_hours(f"no pings {typed}"),
            other_end(f"only till {typed}"),
            days_instead(typed),
            several_done(f"both sent {typed}"),
            in_full(typed),
            ordered_promise(f"send {typed} remind me"),
            without_ending(typed),
            new_account(f"new account {typed}"),
            clock_written_out(typed),
            likely_report(typed, str.isalpha),
            likely_move(typed, str.isalpha, str.isdecimal),
            order_in_part(f"push {typed}", str.isalpha, str.isdecimal),
            split_time(f"fri 10 w {typed}"),
            details_said(typed),
            words_for_call(typed),
            question_behind(typed),
            day_corrected(f"not {typed}"),
            day_instead(typed),
            without_new_date(typed),
            quoted_line._QUOTED.fullmatch(typed),
        ),
        limits.COMMAND,
        (
            "handlers.typed.not_notes._LATE",
            *of("handlers.typed.settings.absence_said", "_APART", "_ALL_DAY"),
            *of("handlers.typed.settings.absence_said", "_BACK_AT", "_BACK_AFTER"),
            "handlers.typed.settings.back_said._APART",
            *of("handlers.typed.settings.absence_days_corrected", "_APART", "_NUMBER"),
            "handlers.typed.promises.several_done._APART",
            "handlers.typed.promises.promise_in_full._GETS",
            *of("handlers.typed.calls.call_reports", "_AT_LAST", "_NEW_DATE"),
            "handlers.typed.day_corrections._NEW_PART",
            *of("handlers.typed.promises.other_days", "_PARTS", "_ARROW"),
            *of("handlers.typed.promises.days_in_words", "_ORDINAL", "_NUMBER"),
            "handlers.features.notes.quoted_line._QUOTED",
            "handlers.typed.customers.new_account_said._STOPS",
            "handlers.typed.plain_spelling._CLOCK",
            "handlers.typed.notes_and_promises._CALL_IS",
            "handlers.transcripts.promises.noted_promises._SENTENCES",
            "handlers.transcripts.promises.noted_promises._CLAUSE_BREAKS",
            "handlers.typed.promises.promise_reports._PARTS",
            "handlers.typed.promises.likely_reports._PARTS",
            "handlers.typed.calls.likely_moves._PARTS",
            "handlers.features.calls.who_and_why._LENGTH",
            *of("handlers.typed.calls.orders_in_parts", "_PARTS", "_ARROWS", "_LENGTH"),
            *of("handlers.typed.calls.details_said", "_PARTS", "_INSTEAD", "_ONE_MORE", "_GOAL"),
            *of("handlers.typed.calls.details_said", "_READ", "_HOUR"),
            "handlers.typed.calls.stated_times._ORDINAL",
            "handlers.typed.amounts._AMOUNT",
            "handlers.typed.calls.time_tokens._CLOCK",
            "handlers.typed.calls.time_tokens._HOUR",
            "handlers.typed.calls.time_tokens._DATE",
            "handlers.typed.asked.question_behind._COMMA",
            "handlers.typed.instructions._PARTS",
            "handlers.typed.notes_and_promises._WILL",
            "handlers.typed.notes_and_promises._NOTE_THAT",
            "handlers.typed.notes_and_promises._THEY_GET",
            "handlers.typed.notes_and_promises._GETS_FROM_US",
        ),
        (
            "running ",
            "it to 1",
            "move it to 1.",
            "alder is 1",
            "i'm 1",
            "a call is ",
            " back after",
            "1 back at ",
            ", new date ",
            "“a a ",
            " - ",
            "i told a a a ",
            "told a a a ",
            "off wed and ",
            "wed, ",
            "the a they get a ",
            "they get a a from me ",
            "mia gets a ",
            "and a gets a a from ",
            "call is now ",
            "tomas: ",
            "I promised ",
            "i promised to",
            "ill send ",
            "i send it by fri, ",
            "and jana ",
            " - ",
            "i'm going to ",
        ),
    ),
    "whose words a line has": Exercise(
        lambda typed: (
            may_be_theirs(typed, ["Jana Novak"], "Northwind"),
            divided(typed, ["Jana Novak"]),
            own_parts_apart(typed, ["Jana Novak"], spoken=True),
        ),
        limits.of_input("heard"),
        (
            *of(
                "handlers.coaching.buyer_words.whose_words",
                *("_SEEN", "_DOES", "_OPINION", "_OF_THEM", "_HOW_IT_WENT", "_TELLS_OF_THEM"),
                "_WORD",
            ),
            *of(
                "handlers.coaching.buyer_words.own_parts",
                *("_CHANCE", "_I", "_I_AND_THEM", "_CLAUSE_END"),
                *("_TELLS_OF_THEM", "_THEY_DO_FOR_US"),
            ),
        ),
        (
            "jana says no, i ",
            "my chance ",
            ", i owe a",
            '"a, ',
            "really good ",
            "good demo ",
            "jana wants ",
            "i think ",
            "and i think that ",
            "she ",
            ", they ",
            "3 people of them ",
            "jana: a. ",
            "tbh. ",
        ),
    ),
    "what of a note is theirs": Exercise(
        lambda typed: (theirs(typed, "Jana Novak"), theirs(typed), listening.quotable(typed)),
        limits.of_input("heard"),
        tuple(
            f"handlers.coaching.buyer_words.their_words.{name}"
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
    "themes": Exercise(
        _themes,
        limits.of_input("heard"),
        ("handlers.coaching.buyer_words.themes._BETWEEN",),
        ("' ", "- "),
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
        ("handlers.coaching.goals.intents._BREAK",),
        ("and ask ", "get ", "walk a ", "- ", "then ", "to hear ", "demoing", ", demo"),
    ),
    "a goal as a question": Exercise(
        lambda typed: goal_openings.question(typed, PITCH),
        limits.of_input("goal"),
        (
            "handlers.coaching.goals.goal_openings._ASKS",
            "handlers.coaching.goals.goal_openings._DESCRIBES",
            "handlers.coaching.goals.goal_openings._PLAIN",
            "handlers.coaching.goals.goal_openings._QUOTES",
            "handlers.coaching.goals.goal_openings._SOMEBODY",
        ),
        ("hear how they ", "hear a ", "hear ", "they ", "er ", "hear a a describe the "),
    ),
    "a command": Exercise(
        lambda typed: understood(typed, ["prep"], {"hi": "hello"}, ["hi"]),
        limits.MESSAGE,
        ("handlers.typed.slash._COMMAND",),
        ("hi ", "/", "/a", "*a", "``` ", "@attune ", "remind me ", "move "),
    ),
    "a name as it is compared": Exercise(comparable, limits.COMMAND, ()),
}
