"""Answer words that fit no command and no intent. `_asked_for` tries one answer after another."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from handlers.cards import Block, Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.commands import NO_COMMAND, not_understood, not_understood_in_channel
from handlers.features import asker_calls
from handlers.features.asked import facts, free_at
from handlers.features.briefs import prep, typed_goal
from handlers.features.calls import (
    call_chosen,
    cancelling,
    coming_said,
    last_named,
    late_calls,
    named_in_line,
    new_time_asked,
    not_held,
    renaming,
    stated_time,
    wanted_time,
)
from handlers.features.crm import asked as crm_asked
from handlers.features.customers import (
    about_account,
    account_in_talk,
    people_introduced,
    people_said,
    person_just_named,
    which_account,
)
from handlers.features.marketing import (
    answer_addressed,
    ask_corrections_typed,
    insight_orders,
    named_competitor,
    reply_offer,
    shown_insight,
    subscriptions,
    topics,
    typed_asks,
)
from handlers.features.marketing import asked as marketing_asked
from handlers.features.meetings import meeting_titles
from handlers.features.notes import note_named, note_unnamed
from handlers.features.privacy import data_named
from handlers.features.promises import (
    own_promise_said,
    promise_corrected,
    promise_form,
    promise_line,
    promise_reports,
)
from handlers.features.reflections import (
    answer_changed,
    came_after_all,
    told_before,
    typed_answer,
    typed_line,
    typed_report,
    typed_step,
)
from handlers.features.settings import (
    absence_corrected,
    absences,
    own_name,
    own_zone,
    started_again,
)
from handlers.features.team import (
    about_member,
    asking_help,
    kept_calls,
    member_promises,
    typed_help,
    typed_orders,
)
from handlers.features.team import asked as team_asked
from handlers.features.team import mine as team_mine
from handlers.features.typed_lines import (
    about_attune,
    just_kept,
    last_passed_on,
    no_notes,
    not_done,
    typed_requests,
    unanswered,
    unknown_command,
)
from handlers.features.typed_lines.typed_requests import ENDS
from handlers.features.typed_time import typed_time
from handlers.registry import Registry, Turn, Unfinished
from handlers.times import Unclear
from handlers.typed import questions_to_attune
from handlers.typed.calls.call_lines import without_filler
from handlers.typed.calls.talk_reports import after_yes
from handlers.typed.line_kinds import is_question
from handlers.typed.not_notes import asks_marketing, call_at
from handlers.typed.plain_spelling import written_out
from handlers.typed.privacy import colleague_data, data_questions
from handlers.typed.slash import slash_name, without_slash
from handlers.typed.words import bare_words_of, words_of
from handlers.views.team import team_member
from storage.customers import accounts, contacts
from storage.tables import Account
from storage.workspace import people

MAX_COLLEAGUES = 500
A_CALL = "Is that the time of a call?"
LONGEST_TIME = 60  # characters of words that may be a time


def register(registry: Registry) -> None:
    """Register the answer to words that fit no command and no intent."""
    registry.otherwise(partial(_answer, registry))


async def _answer(registry: Registry, turn: Turn) -> Reply | Unfinished:
    answered = await _one_of_all(registry, turn)
    await account_in_talk.keep_named(turn)
    return answered


async def _one_of_all(registry: Registry, turn: Turn) -> Reply | Unfinished:
    if chosen := await call_chosen.answer(registry, turn):  # "the one today", after "Which call?"
        return chosen
    if asked_for := await _asked_for(replace(turn, text=without_slash(turn.text))):
        return asked_for
    if slash_name(turn.text):  # "/preps northwind", which is never a note
        return await unknown_command.answer(registry, turn)
    said = after_yes(turn.text)  # "yes we did, mia says X"
    return await reply_offer.below(
        turn,
        await told_before.answer(turn)  # "i told you how brightwater went"
        or await typed_report.answer(turn, said)  # "good demo but anders wants one ward first"
        or await typed_help.reply(turn)  # "yes but only a range", after a request for help
        or await note_unnamed.answer(turn)  # "shes worried about the works council"
        or await typed_line.offer(turn, said)  # what a customer said in the latest call
        or await about_account.offer(turn, said)  # any other words about an account
        or await topics.alone(turn)  # "night shifts"
        or await _unknown(turn),
    )


async def _asked_for(turn: Turn) -> Reply | Unfinished | None:
    return (
        await _seen_by_colleague(turn)  # "does tomas see this"
        or await subscriptions.subscribe_in_words(turn)  # "subscribe this channel to everything"
        or await typed_help.answer(turn)  # "what did lena ask me", as the manager
        or await typed_help.to_asker(turn)  # "lena: three depots did", as the manager
        or await ask_corrections_typed.answer(turn)  # "undo that answer", "let someone else do it"
        or await typed_asks.answer(turn)  # "answer lena: three depots did", "i'll take it"
        or await answer_addressed.answer(turn)  # "northwind: yes, it does", if Northwind asked
        or await shown_insight.answer(turn)  # "publish it tomorrow 9am", "make it for logistics"
        or await insight_orders.answer(turn)  # "retire the hospital one"
        or await new_time_asked.answer(turn)  # "fri 9", after "when is it now?"
        or await absence_corrected.answer(turn)  # "actually thursday not wed"
        or await absences.half_instead(turn)  # "actually no, only friday afternoon"
        or await just_kept.answer(turn)  # "no, wrong account" right after a note was kept
        or await person_just_named.answer(turn)  # "her name is marta klein, shes the cfo"
        or await facts.again(turn)  # "and brightwater", after a question about Northwind
        or await not_held.answer(turn, turn.text.strip(ENDS))  # "alder never happened, it's fri 9"
        or await wanted_time.answer(turn)  # "mia rang, wants to push to 11:15"
        or await stated_time.answer(turn)  # "brightwater is 3pm today, they just called"
        or await not_done.moved(turn)  # "jana is ill, move northwind to friday"
        or await came_after_all.answer(turn)  # "pia did come", after a no-show was recorded
        or await typed_answer.answer(turn)  # "no show", "it went well"
        or await answer_changed.answer(turn)  # "no it was a yes", right after "went ok"
        or await typed_line.noted(turn)  # "note northwind: Jana is new"
        or await typed_goal.answer(turn)  # "goal northwind: get the pilot signed"
        or await typed_step.answer(turn)  # "next step northwind: send the plan"
        or await promise_corrected.for_account(turn)  # "the two references are for alder"
        or await cancelling.of_time(turn)  # "northwind twice on thursday, drop the 3pm"
        or await promise_reports.answer(turn)  # "sent pricing to northwind"
        or await own_zone.said(turn)  # "I'm in Chicago"
        or await own_name.said(turn)  # "I am Lena Brandt"
        or await people_said.answer(turn)  # "peter hanks is the new cfo at northwind"
        or await coming_said.answer(turn)  # "add tom to the northwind call"
        or await people_introduced.answer(turn)  # "new person there, karin holm, head of nursing"
        or await note_named.asked(turn)  # "forget the powerpoint note"
        or await data_named.delete(turn)  # "forget the Northwind call"
        or await renaming.rename(turn)  # "rename Sw Ahrenfeld to Stadtwerke Ahrenfeld"
        or await typed_orders.answer(turn)  # "offer lena a focus", "write to Hans"
        or await kept_calls.answer(turn)  # "keep my brightwater call private"
        or await asking_help.typed_words(turn)  # "i need help with northwind"
        or await member_promises.to_account(turn)  # "what did bram promise mercato"
        or await about_member.by_name(turn)  # "lenas promises", "how is lena doing"
        or await _of_a_colleague(turn)  # "show me Lena's figures"
        or await last_passed_on.answer(turn)  # "pass that on to marketing"
        or await _no_note(turn)  # "@Tomas can you …", "running 10 late for Alder"
        or await started_again.sent(turn)  # "turn briefs back on"
        or await promise_form.said_by_them(turn)  # "Jana promised to send the numbers"
        or await promise_line.answer(turn, turn.text)  # "mia will intro us to sam by monday"
        or await own_promise_said.answer(turn)  # "promised jana a one pager by fri"
        or await _call_unnamed(turn)  # "second call next tues 10am", "rebook thurs 9am"
        or await _account_alone(turn)  # "Northwind tomorrow 3pm"
        or await named_in_line.answer(turn)  # "call kestrel foods wed 11", "alder brief"
        or await meeting_titles.answered(turn)  # "yes castell is a sales call"
        or await meeting_titles.named(turn, turn.text.strip(ENDS))  # "castell retail"
        or await facts.name_alone(turn)  # "jana"
        or await _competitor(turn)  # "globex"
        or await marketing_asked.answer(turn)  # "which insights work best"
        or await team_asked.answer(turn)  # "who needs help"
        or await topics.answer(turn)  # "any case study on pricing?"
        or await free_at.of_somebody(turn)  # "is tomas free thurs 3pm"
        or await facts.answer(turn)  # "whats the amount at northwind"
        or await crm_asked.of_deal(turn)  # "who owns the deal"
        or await facts.any_question(turn)  # "does jana like excel"
        or await about_account.reported(turn)  # "Halden didn't show up"
        or await _asked(turn)  # any other question to Attune
        or await own_promise_said.after_colon(turn)  # "promise: send Irina the plan"
        or await crm_asked.named(turn)  # any other words about the CRM
        or await _call_is(turn)  # "Northwind call is tomorrow 3pm"
        or cancelling.nothing_then(turn)  # "drop the fri one"
        or await not_done.answer(turn)  # "halden never shows, drop that friday call"
    )


async def _call_unnamed(turn: Turn) -> Reply | None:
    """Plan or move a call with the account just talked about, or ask which account it is with."""
    named = await last_named.named(turn)
    if named is None:
        return await last_named.ask_account(turn)
    return await typed_requests.changed(named, named.text) or await named_in_line.answer(named)


async def _competitor(turn: Turn) -> Reply | None:
    """Answer a competitor's name, unless it may be what a customer said in the latest call."""
    found = await named_competitor.answer(turn, turn.text)
    return found if found and not await typed_line.waiting_call(turn) else None


async def _call_is(turn: Turn) -> Reply | None:
    said = call_at(turn.text) if turn.place is None else ""
    return await _account_alone(replace(turn, text=written_out(said))) if said else None


async def _no_note(turn: Turn) -> Reply | None:
    answered = await no_notes.answer(turn)
    if answered is None or asks_marketing(turn.text):  # a new question is no reply to an answer
        return answered
    return await reply_offer.below(turn, answered)


async def _unknown(turn: Turn) -> Card:
    """Say that we did not understand. If we can, offer to plan a call or show the last account."""
    words = written_out(turn.text.strip(ENDS))
    if turn.place is None and words and len(words) <= LONGEST_TIME and _is_time(turn, words):
        lead = f"{NO_COMMAND} {A_CALL}"
        plan = Buttons((Button("Plan a call", "call.add", ""),))
        return Card(NO_COMMAND, (Paragraph(spans(lead)), plan))
    if turn.place is None and is_question(turn.text, bare_words_of(turn.text)):
        return await unanswered.card(turn)
    if turn.place is not None:
        return not_understood_in_channel()
    last = await account_in_talk.current(turn)
    if last is None:
        return await unanswered.not_understood(turn) or not_understood()
    return not_understood(shortened(last.name, 40), *await _everything(turn, last))


async def _everything(turn: Turn, account: Account) -> list[Block]:
    held = await asker_calls.latest(turn, account)
    ahead = await asker_calls.planned(turn, account, limit=1)
    own = next(iter(ahead), held)
    if own is None:
        return []
    about = shortened(account.name, 40)
    label = f"Everything on file: {about}"
    return [Buttons((Button(label, "brief.everything", str(own.call.id), about=about),))]


async def _asked(turn: Turn) -> Reply | None:
    """Answer a question to Attune or a request to delete data. Return None for any other words.

    Without this step, we would offer to keep the question as a customer's words.
    """
    colleagues = await _colleagues(turn)
    kind = questions_to_attune.asked(turn.text, colleagues)
    if turn.place is not None or not kind:
        return None
    if kind == "delete":
        return await data_named.delete_what(turn)
    if whose := colleague_data.whose_talk(turn.text, colleagues):
        lead = f"Only {whose} sees that."
    elif questions_to_attune.about_readers(turn.text, colleagues):
        return await _of_readers(turn, colleagues)
    else:
        return await unanswered.card(turn)
    more = Buttons((data_named.WHAT_IS_KEPT,))
    return Card(lead, (Paragraph(spans(typed(lead))), more))


async def _of_readers(turn: Turn, colleagues: Collection[str]) -> Reply:
    if answered := await about_member.answer(turn) or await team_mine.asked(turn):
        return answered
    name = colleague_data.who_wrote(turn.text, colleagues)
    return team_member.private(name) if name else await about_attune.privacy(turn)


async def _of_a_colleague(turn: Turn) -> Reply | None:
    """Answer a question about a colleague's own data. Return None for any other words.

    If a customer on file has the same name, we assume that the customer is meant, and return None.
    """
    person = turn.person
    known = [name for name, _ in await people.others(turn.session, person, MAX_COLLEAGUES)]
    name = colleague_data.whose(turn.text, known, [person.name])
    if not name:
        return None
    customers = await accounts.candidates(
        turn.session, person.tenant, person.id, turn.text[: which_account.MAX_NAME]
    )
    met = await contacts.met(turn.session, person.tenant, person.id)
    others = [person.name, *(each for _, each in (*customers, *met))]
    if not (name := colleague_data.whose(turn.text, known, others)):
        return None
    return team_member.private(name)


async def _seen_by_colleague(turn: Turn) -> Reply | None:
    """Answer "does tomas see this". We do so before `just_kept`: "this" may be what was kept."""
    if not data_questions.question(turn.text, words_of(turn.text)):
        return None
    return await data_named.who_sees(turn, await _colleagues(turn))


async def _colleagues(turn: Turn) -> list[str]:
    if not questions_to_attune.begins_like_one(turn.text):
        return []
    known = await people.others(turn.session, turn.person, MAX_COLLEAGUES)
    return [name for name, _ in known]


async def _account_alone(turn: Turn) -> Reply | None:
    """Answer an account's name, alone or with a time: show the next call, or plan a call.

    For "halden?" without a planned call, show what is on file. Also answer a report that a call was
    moved or cancelled. Return None for any other words.
    """
    words = without_filler(turn.text.strip(ENDS))
    if report := await typed_requests.changed(turn, words) or await late_calls.delayed(turn):
        return report
    begun = await which_account.by_name_at_start(turn, words)
    named = await which_account.on_file(turn, words) if words else None
    if named and (on_file := await facts.account_asked(turn, named)):
        return on_file
    if named or any(_is_time(turn, rest) for _, rest in begun):
        return await prep.prep(replace(turn, text=words))
    return None


def _is_time(turn: Turn, rest: str) -> bool:
    reading = typed_time(turn, rest) if rest else None
    return not (isinstance(reading, Unclear) and reading.reason == "not_a_time")
