"""Ask a manager or a colleague for help with an upcoming call. Change or take back a question."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Aside,
    Button,
    Buttons,
    Form,
    FormBlock,
    Note,
    Paragraph,
    Reply,
    aside,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.composing.to_person import week_of
from handlers.features import access, asker_calls, colleagues
from handlers.features.briefs.briefing import show_brief
from handlers.features.customers import which_account
from handlers.features.team import rights
from handlers.inputs import ChecksInput, ChoiceInput, Input, Option, TextInput
from handlers.notices import help_asked
from handlers.nudges.plan import open_time
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times import format_absolute, format_short
from handlers.typed.help_wanted import ask_behind, help_wanted, question_after_lead
from handlers.typed.not_notes import asked_of, no_note
from handlers.typed.words import words_of
from handlers.views.team import help_cards
from storage.choices import LEFT
from storage.database.connection import empty_log_after_commit
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Call, HelpRequest, Person
from storage.team import help_requests, teams
from storage.team.help_requests import HelpWithCall
from storage.workspace import people

YES = "yes"
WHO_READS = (
    "They read your question, and what every colleague may read about the account. Your guesses "
    "and private notes stay with you."
)
SAID = ("ask for help", "ask my manager", "ask a colleague", "i need help with a call")
OFFERED, NAME = 3, 40  # how many calls to offer; characters of an account's name on a button
WHICH = "Which call do you need help with?"
ONE = "You can ask a colleague for help with this call."
NO_CALL = "You have no call with {} planned. You can ask for help once a call is planned."
BEGUN = "That call has begun. After the call, use /reflect."


def register(registry: Registry) -> None:
    """Register the button on the brief, and what a rep can do with a question."""
    registry.phrases("help.next", offer, SAID)
    registry.button("help.open", open_)
    registry.button("help.more", open_form)
    registry.form("help", ask)
    registry.button("help.change", open_change)
    registry.form("help.change", change)
    registry.button("help.withdraw", withdraw)


async def offer_for_account(turn: Turn) -> Reply | None:
    """Answer "ask for help with northwind": offer to ask about the next calls with that account.

    In "i need help with northwind: who signs?", the words after the colon are the question. The
    form for asking opens with this question filled in.

    Return None in a channel. Return None if the message does not ask for help, or if it does not
    name exactly one account.
    """
    if turn.place is not None or "help" not in words_of(turn.text):
        return None
    if not help_wanted(turn.text, await colleagues.names(turn)):
        return None
    lead, asks = ask_behind(turn.text)
    lead, question = question_after_lead(lead)
    account = await which_account.only_one_named(turn, lead)
    if account is None:
        return None
    if asks and (opened := await _asked_behind(turn, asks, account)):
        return opened
    ahead = await asker_calls.planned(turn, account, limit=OFFERED)
    if ahead:
        return _which(turn, ahead, f"::{question}" if question else "")
    name = shortened(account.name, NAME)
    lead = NO_CALL.format(name)
    plan = Button("Plan a call", "call.add", account.name, about=name)
    return card_saying(typed(lead), Buttons((plan,)))


async def _asked_behind(turn: Turn, asks: str, account: Account) -> Reply | None:
    """Open the form with the colleague and the question that `asks` names.

    For "i need help with northwind, ask tomas can i give them 10%", `asks` is "ask tomas can i give
    them 10%". Return None if `asks` names no colleague, or if `open_with_question` returns None.
    """
    found = no_note(asks, await colleagues.names(turn))
    named = found[1] if found and found[0] == "ask" else ""
    return await open_with_question(replace(turn, text=asks), named, account) if named else None


async def open_with_question(turn: Turn, helper: str, account: Account | None) -> Reply | None:
    """Open the form with the question in "ask tomas: should I bring pricing?".

    `helper` is the name of the colleague. If no account is given and several calls are planned, ask
    first which call the question is about.

    Return None if the line has no question, if no call is planned, or if no colleague has the name.
    """
    question = asked_of(turn.text)
    if not question:
        return None
    ahead = await asker_calls.planned(turn, account, limit=1 if account else OFFERED)
    found = await help_requests.colleagues(turn.session, turn.person)
    whom = next((one for one in found if one.name == helper), None)
    if not ahead or whom is None:
        return None
    with_question = f":{whom.id}:{question}"
    if len(ahead) > 1:
        return _which(turn, ahead, with_question)
    return await open_form(replace(turn, text=f"{ahead[0].call.id}{with_question}"))


async def offer(turn: Turn) -> Reply:
    """Offer to ask for help with one of the next calls."""
    ahead = await asker_calls.planned(turn, limit=OFFERED)
    if not ahead:
        return aside("You have no calls planned. /prep plans one.")
    return _which(turn, ahead)


def _which(turn: Turn, ahead: Sequence[Seated], with_question: str = "") -> Reply:
    person, now = turn.person, turn.now
    lead = WHICH if len(ahead) > 1 else ONE
    buttons = tuple(
        Button(
            f"{shortened(one.account.name, NAME)}, "
            f"{format_short(one.call.starts_at, now=now, zone=person.zone)}",
            "help.more" if with_question else "help.open",
            f"{one.call.id}{with_question}",
        )
        for one in ahead
    )
    return Aside(card_saying(lead, Buttons(buttons)))


async def open_(turn: Turn) -> Reply:
    """Show the rep's questions about this call. If there are none, open the form for asking."""
    seated = await access.own_call(turn, turn.text)
    asked = await help_requests.of_call(turn.session, seated.call, turn.person.id)
    if asked:
        return Aside(help_cards.own(asked, seated.call, turn.now))
    return await open_form(turn)


async def open_form(turn: Turn) -> Reply:
    """Open the form for asking.

    The button's value is the call's id ("12"). It may also have the helper's id and the question
    ("12:34:who signs?", "12::who signs?"). If it does not name a helper, the form has the rep's
    manager chosen.
    """
    call_id, _, begun = turn.text.partition(":")
    helper_id, _, question = begun.partition(":")
    seated = await access.own_call(turn, call_id)
    _refuse_if_begun(turn, seated.call)
    manager = await teams.manager_of(turn.session, turn.person)
    found = await help_requests.colleagues(turn.session, turn.person)
    if not found:
        raise Refusal("Nobody else uses Attune here yet, so there is nobody to ask.")
    ordered = sorted(found, key=lambda one: manager is None or one.id != manager.id)
    options = tuple(Option(str(one.id), _label(one, manager)) for one in ordered)
    chosen = options[0].id if manager and ordered[0].id == manager.id else ""
    chosen = helper_id if any(one.id == helper_id for one in options) else chosen
    return Form(
        "help",
        "Ask for help",
        (
            Paragraph(spans(shortened(seated.account.name))),
            ChoiceInput("helper", "Who do you want to ask?", options, chosen, required=True),
            *_inputs(question, shows_goal=False),
        ),
        subject=str(seated.call.id),
        submit="Ask",
    )


def _label(person: Person, manager: Person | None) -> str:
    return f"{person.name}, your manager" if manager and person.id == manager.id else person.name


def _inputs(question: str, *, shows_goal: bool) -> tuple[FormBlock | Input, ...]:
    return (
        TextInput("question", "Your question, in one line", value=question, required=True),
        ChecksInput(
            "shows_goal",
            "Your goal for the call",
            (Option(YES, "Show my goal too"),),
            (YES,) if shows_goal else (),
        ),
        Note(spans(WHO_READS)),
    )


async def ask(turn: Turn) -> Reply:
    """Send the question, and show the brief. A note says when the helper gets the question."""
    seated = await access.own_call(turn, turn.text, locked=True)
    _refuse_if_begun(turn, seated.call)
    helper = await _helper(turn)
    question, shows_goal = _filled(turn)
    for one in await help_requests.of_call(turn.session, seated.call, turn.person.id):
        if one.helper.id == helper.id and one.state == "waiting":
            raise Refusal(f"You have asked {helper.name} already.", field="helper")
    note = _delivery(turn, helper, seated.call)
    request = HelpRequest(
        tenant=turn.person.tenant,
        call_id=seated.call.id,
        asker_id=turn.person.id,
        helper_id=helper.id,
        question=question,
        shows_goal=shows_goal,
        asked_at=turn.now,
    )
    turn.session.add(request)
    await turn.session.flush()
    asked = HelpWithCall(request, turn.person, helper, seated.call, seated.account, seated.seat)
    await help_asked.ask(turn.session, asked, turn.now)
    return await show_brief(turn, seated, note)


async def _helper(turn: Turn) -> Person:
    id_ = access.row_id(turn.fields.get("helper", ""))
    found = await people.by_id(turn.session, turn.person.tenant, id_)
    if found is None or found.id == turn.person.id:
        raise Refusal("Choose whom to ask.", field="helper")
    if found.erased_at or found.standing == LEFT or found.unreachable:
        raise Refusal(f"I can't reach {found.name}. Ask somebody else.", field="helper")
    return found


def _filled(turn: Turn) -> tuple[str, bool]:
    question = " ".join(turn.fields.get("question", "").split())
    if not question:
        raise Refusal("What would you like to know?", field="question")
    return question, YES in turn.fields.get("shows_goal", "").split(",")


def _delivery(turn: Turn, helper: Person, call: Call) -> str:
    """Say when the helper gets the question.

    Raises Refusal if the helper takes no questions, or would get the question only after the call
    has begun.
    """
    who, zone = helper.name, turn.person.zone
    if help_asked.NAME in rhythm_of(helper).muted:
        raise Refusal(f"{who} takes no questions here. Ask somebody else.", field="helper")
    open_at, closed_by = open_time(turn.now, week_of(helper))
    if closed_by is None:
        return f"{who} has your question. You'll get the answer as a message, and can read it here."
    when = format_absolute(open_at, now=turn.now, zone=zone, own=zone)
    until = f"is away until {when}" if closed_by == "away" else f"gets no messages until {when}"
    if open_at >= call.starts_at:
        said = f"{who} {until}, which is after the call begins. Ask somebody else."
        raise Refusal(said, field="helper")
    return f"{who} {until}, and will get your question then."


def _refuse_if_begun(turn: Turn, call: Call) -> None:
    if call.starts_at <= turn.now:
        raise Refusal(BEGUN)


async def open_change(turn: Turn) -> Reply:
    """Open the form that changes a question."""
    asked = await _waiting(turn)
    return Form(
        "help.change",
        "Change the question",
        (
            Paragraph(spans(typed(f"{shortened(asked.account.name)}, to {asked.helper.name}"))),
            *_inputs(asked.request.question, shows_goal=asked.request.shows_goal),
        ),
        subject=str(asked.request.id),
    )


async def change(turn: Turn) -> Reply:
    """Change a question, and send it again."""
    asked = await _waiting(turn, locked=True)
    question, shows_goal = _filled(turn)
    request = asked.request
    if (request.question, request.shows_goal) != (question, shows_goal):
        request.question, request.shows_goal = question, shows_goal
        await turn.session.flush()
        empty_log_after_commit(turn.session)
        await help_asked.update(turn.session, request.tenant, [request.id], turn.now, words_go=True)
        await help_asked.ask(turn.session, asked, turn.now)
    return await _own_questions(turn, asked)


async def withdraw(turn: Turn) -> Reply:
    """Take a question back, and remove it from the helper's message."""
    asked = await rights.asked_by(turn, turn.text, locked=True)
    request = asked.request
    request.withdrawn_at, request.question, request.answer = turn.now, "", ""
    await turn.session.flush()
    empty_log_after_commit(turn.session)
    await help_asked.update(turn.session, request.tenant, [request.id], turn.now, words_go=True)
    said = f"Taken back. {asked.helper.name} may have read it."
    return card_saying(said)


async def _waiting(turn: Turn, *, locked: bool = False) -> HelpWithCall:
    """Return the rep's own question with the id in `turn.text`.

    Raises Refusal if the question no longer needs an answer, or if the call has begun.
    """
    asked = await rights.asked_by(turn, turn.text, locked=locked)
    if asked.state != "waiting":
        raise Refusal("That question no longer needs an answer.")
    _refuse_if_begun(turn, asked.call)
    return asked


async def _own_questions(turn: Turn, asked: HelpWithCall) -> Reply:
    found = await help_requests.of_call(turn.session, asked.call, turn.person.id)
    return (
        help_cards.own(found, asked.call, turn.now)
        if found
        else aside("You have no questions about this call.")
    )
