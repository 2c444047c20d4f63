"""Ask a manager or a colleague for help with an upcoming call. Change or take back a question."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Aside,
    Button,
    Buttons,
    Card,
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
from handlers.features.customers import which_account
from handlers.features.team import rights
from handlers.inputs import ChecksInput, ChoiceInput, Input, Option, TextInput
from handlers.notices import help_asked
from handlers.nudges.plan import open_time
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times import format_absolute, format_short
from handlers.typed.help_wanted import ask_behind, help_wanted, question_after_lead
from handlers.typed.not_notes import asked_of, no_note, told_to
from handlers.typed.words import words_of
from handlers.views.team import help_cards
from storage.choices import LEFT
from storage.database.connection import empty_log_after_commit
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Account, Call, HelpRequest, Person
from storage.team import help_requests, teams
from storage.team.help_requests import HelpWithCall
from storage.workspace import people

YES = "yes"
SAID = ("ask for help", "ask my manager", "ask a colleague", "i need help with a call")
OFFERED, NAME = 3, 40  # how many calls to offer; characters of an account's name on a button
WHICH = "Which call do you need help with?"
ONE = "You can ask a colleague for help with this call."
NO_CALL = "You have no call with {} planned. You can ask for help once a call is planned."
ASKED_ALREADY = "You have asked {} this already. There is no answer yet."
PREVIEW, SEND = "help.preview", "help.send"
BEGUN = "That call has begun. After the call, use /reflect."


def register(registry: Registry) -> None:
    """Register the button on the brief, and what a rep can do with a question."""
    registry.phrases("help.next", offer, SAID)
    registry.button("help.open", open_)
    registry.button("help.more", open_form)
    registry.button(PREVIEW, show_preview)
    registry.button(SEND, send)
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
    them 10%". Return None if `asks` names no colleague, or if `preview_question` returns None.
    """
    found = no_note(asks, await colleagues.names(turn))
    named = found[1] if found and found[0] == "ask" else ""
    return await preview_question(replace(turn, text=asks), named, account) if named else None


async def preview_question(turn: Turn, helper: str, account: Account | None) -> Reply | None:
    """Show the question in "ask tomas whats our floor price", and the button that sends it.

    `helper` is the name of the colleague. If no account is given and several calls are planned, ask
    first which call the question is about.

    Return None if the line has no question, if no call is planned, or if no colleague has the name.
    """
    question = asked_of(turn.text) or told_to(turn.text)
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
    return await _preview(turn, ahead[0], whom, question, keep=turn.text)


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
            _opens(with_question),
            f"{one.call.id}{with_question}",
        )
        for one in ahead
    )
    return Aside(card_saying(lead, Buttons(buttons)))


def _opens(with_question: str) -> str:
    """Return the action of a button: to preview a question, or to open the form for asking.

    We preview a question only if it is clear which colleague it is for.
    """
    if not with_question:
        return "help.open"
    return "help.more" if with_question.startswith("::") else PREVIEW


async def show_preview(turn: Turn) -> Reply:
    """Show the question in the button's value, and the button that sends it."""
    seated, helper, question = await _begun(turn)
    return await _preview(turn, seated, helper, question)


async def _preview(
    turn: Turn, seated: Seated, helper: Person, question: str, *, keep: str = ""
) -> Card:
    """Show a question before it is sent. `keep` is the typed line, to be kept as a note, or ""."""
    asked = await help_requests.of_call(turn.session, seated.call, turn.person.id)
    waiting = [one for one in asked if one.helper.id == helper.id and one.state == "waiting"]
    if any(_is_same(one, question) for one in waiting):
        return _own(ASKED_ALREADY.format(helper.name), waiting, turn)
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    keep = f"{seated.account.id}:{keep}" if keep else ""
    return help_cards.preview(helper, seated, question, waiting, when=when, keep=keep)


async def _begun(turn: Turn) -> tuple[Seated, Person, str]:
    """Return the call, the helper and the question in a button's value: "12:34:who signs?"."""
    call_id, _, begun = turn.text.partition(":")
    helper_id, _, question = begun.partition(":")
    seated = await access.own_call(turn, call_id, locked=True)
    _refuse_if_begun(turn, seated.call)
    return seated, await _reachable(turn, helper_id), question


async def send(turn: Turn) -> Reply:
    """Send the question that the preview showed."""
    seated, helper, question = await _begun(turn)
    return await _send(turn, seated, helper, question, shows_goal=False)


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
        Note(spans(help_cards.WHO_READS)),
    )


async def ask(turn: Turn) -> Reply:
    """Send the question in the form."""
    seated = await access.own_call(turn, turn.text, locked=True)
    _refuse_if_begun(turn, seated.call)
    helper = await _reachable(turn, turn.fields.get("helper", ""))
    question, shows_goal = _filled(turn)
    return await _send(turn, seated, helper, question, shows_goal=shows_goal)


async def _send(
    turn: Turn, seated: Seated, helper: Person, question: str, *, shows_goal: bool
) -> Reply:
    """Send the question. Say when the helper gets it, and show all questions about the call."""
    for one in await help_requests.of_call(turn.session, seated.call, turn.person.id):
        if one.helper.id == helper.id and one.state == "waiting" and _is_same(one, question):
            raise Refusal(ASKED_ALREADY.format(helper.name), field="question")
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
    found = await help_requests.of_call(turn.session, seated.call, turn.person.id)
    return Aside(_own(note, found, turn))


def _own(lead: str, asked: Sequence[HelpWithCall], turn: Turn) -> Card:
    """Show a sentence, and the rep's questions about a call."""
    shown = help_cards.own(asked, asked[0].call, turn.now)
    return replace(shown, summary=lead, blocks=(Paragraph(spans(typed(lead))), *shown.blocks))


def _is_same(asked: HelpWithCall, question: str) -> bool:
    return comparable(asked.request.question) == comparable(question)


async def _reachable(turn: Turn, helper_id: str) -> Person:
    """Return the colleague to ask. Raises Refusal if there is none, or if we can't reach them."""
    found = await people.by_id(turn.session, turn.person.tenant, access.row_id(helper_id))
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
