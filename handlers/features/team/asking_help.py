"""Ask a manager or a colleague for help with a call. Change or take back a question."""

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
from handlers.features import access, asker_calls
from handlers.features.team import rights
from handlers.inputs import ChecksInput, ChoiceInput, Input, Option, TextInput
from handlers.limits import VALUE
from handlers.notices import help_asked
from handlers.nudges.plan import open_time
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times import format_absolute, format_short
from handlers.views.team import help_cards
from storage.choices import LEFT
from storage.database.connection import empty_log_after_commit
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Call, HelpRequest, Person
from storage.team import help_requests, teams
from storage.team.help_requests import HelpWithCall
from storage.workspace import people

YES = "yes"
SAID = ("ask for help", "ask my manager", "ask a colleague", "i need help with a call")
OFFERED, NAME = 3, 40  # how many calls to offer; characters of an account's name on a button
WHICH = "Which call do you need help with?"
ONE = "You can ask a colleague for help with this call."
ASKED_ALREADY = "You have asked {} this already. There is no answer yet."
PREVIEW = "help.preview"


def register(registry: Registry) -> None:
    """Register the button on the brief, and what a rep can do with a question."""
    registry.phrases("help.next", offer, SAID)
    registry.button("help.open", open_)
    registry.button("help.more", open_form)
    registry.form("help", ask)
    registry.button("help.change", open_change)
    registry.form("help.change", change)
    registry.button("help.withdraw", withdraw)


def ask_button(seated: Seated, question: str) -> Button:
    """Return the button that opens the form for asking, with this question filled in."""
    value = f"{seated.call.id}::{question}"[:VALUE]
    about = shortened(seated.account.name, NAME)
    return Button("Ask a colleague", "help.more", value, about=about)


async def offer(turn: Turn) -> Reply:
    """Offer to ask for help with one of the next calls."""
    ahead = await asker_calls.planned(turn, limit=OFFERED)
    if not ahead:
        return aside("You have no calls planned. /prep plans one.")
    return which_call(turn, ahead)


def which_call(turn: Turn, ahead: Sequence[Seated], with_question: str = "") -> Reply:
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


async def open_(turn: Turn) -> Reply:
    """Show the rep's questions about this call. If there are none, open the form for asking."""
    seated = await access.own_call(turn, turn.text)
    asked = await help_requests.of_call(turn.session, seated.call, turn.person.id)
    if asked:
        return Aside(help_cards.own(asked, seated.call))
    return await open_form(turn)


async def open_form(turn: Turn) -> Reply:
    """Open the form for asking.

    The button's value is one of these:

    - "12": the call's id
    - "12:34:who signs?": the call's id, the helper's id and the question
    - "12::who signs?": the call's id and the question

    If the value has no helper, the rep's manager is chosen in the form.
    """
    call_id, _, begun = turn.text.partition(":")
    helper_id, _, question = begun.partition(":")
    seated = await access.own_call(turn, call_id)
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
    helper = await reachable(turn, turn.fields.get("helper", ""))
    question, shows_goal = _filled(turn)
    return await send_question(turn, seated, helper, question, shows_goal=shows_goal)


async def send_question(
    turn: Turn, seated: Seated, helper: Person, question: str, *, shows_goal: bool
) -> Reply:
    """Send the question. Say when the helper gets it, and show all questions about the call."""
    for one in await help_requests.of_call(turn.session, seated.call, turn.person.id):
        if one.helper.id == helper.id and one.state == "waiting" and is_same(one, question):
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
    return Aside(own_questions(note, found))


def own_questions(lead: str, asked: Sequence[HelpWithCall]) -> Card:
    """Show a sentence, and the rep's questions about a call."""
    shown = help_cards.own(asked, asked[0].call)
    return replace(shown, summary=lead, blocks=(Paragraph(spans(typed(lead))), *shown.blocks))


def is_same(asked: HelpWithCall, question: str) -> bool:
    return comparable(asked.request.question) == comparable(question)


async def reachable(turn: Turn, helper_id: str) -> Person:
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

    Raises Refusal if the helper takes no questions, or would get the question only when it is no
    longer useful: a question about an upcoming call is useful until the call begins.
    """
    who, zone = helper.name, turn.person.zone
    if help_asked.NAME in rhythm_of(helper).muted:
        raise Refusal(f"{who} takes no questions here. Ask somebody else.", field="helper")
    open_at, closed_by = open_time(turn.now, week_of(helper))
    if closed_by is None:
        return f"{who} has your question. You'll get the answer as a message, and can read it here."
    when = format_absolute(open_at, now=turn.now, zone=zone, own=zone)
    until = f"is away until {when}" if closed_by == "away" else f"gets no messages until {when}"
    if open_at >= help_asked.useful_until(call, turn.now):
        after = ", which is after the call begins" if call.starts_at > turn.now else ""
        raise Refusal(f"{who} {until}{after}. Ask somebody else.", field="helper")
    return f"{who} {until}, and will get your question then."


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
    return await _changed(turn, asked, question, shows_goal=shows_goal)


async def change_words(turn: Turn, asked: HelpWithCall, question: str) -> Reply:
    """Change only the words of a question, and send it again."""
    found = await _waiting(replace(turn, text=str(asked.request.id)), locked=True)
    return await _changed(turn, found, question, shows_goal=found.request.shows_goal)


async def _changed(turn: Turn, asked: HelpWithCall, question: str, *, shows_goal: bool) -> Reply:
    request = asked.request
    if (request.question, request.shows_goal) != (question, shows_goal):
        request.question, request.shows_goal = question, shows_goal
        await turn.session.flush()
        empty_log_after_commit(turn.session)
        await help_asked.update(turn.session, request.tenant, [request.id], turn.now, words_go=True)
        await help_asked.ask(turn.session, asked, turn.now)
    return await _questions_of_call(turn, asked)


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

    Raises Refusal if the question no longer needs an answer.
    """
    asked = await rights.asked_by(turn, turn.text, locked=locked)
    if asked.state != "waiting":
        raise Refusal("That question no longer needs an answer.")
    return asked


async def _questions_of_call(turn: Turn, asked: HelpWithCall) -> Reply:
    found = await help_requests.of_call(turn.session, asked.call, turn.person.id)
    return (
        help_cards.own(found, asked.call)
        if found
        else aside("You have no questions about this call.")
    )
