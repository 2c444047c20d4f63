"""Cards about requests for help, for the helper and for the rep who asked. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    QuickForm,
    Quote,
    Strong,
    card_saying,
    linked,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.the_point import to_clause
from handlers.coaching.text.words import shortened
from handlers.inputs import TextInput
from handlers.times import format_absolute
from handlers.views.team import team_page
from storage.choices import LEFT
from storage.sales_calls.own_calls import Seated
from storage.tables import Call, Person, Team
from storage.team.help_requests import HelpWithCall

ANSWER = "help.answer"  # the form in the message, and the form that changes an answer
NOT_KNOWN = "I can't see whether {name} has read a message. Your answers go to {name} as messages."
WHO_READS = (
    "They read your question, and what every colleague may read about the account. Your guesses "
    "and private notes stay with you."
)
SHOWN = 2  # how many answers a brief shows, and how many requests have buttons on one card
OPEN = 4  # how many questions `open_questions` shows
SUMMARY = 200  # characters of an answer on a lock screen


def for_helper(
    asked: HelpWithCall, now: datetime, *, again: bool = False, team: Team | None = None
) -> Card:
    """Return the request as its helper sees it now. With `again`, the card is a reminder.

    With `team`, the card of an answered request has a button that opens the team.
    """
    who, name, about = asked.asker.name, shortened(asked.account.name), asked.account.name
    call = f"{name}, {_when(asked, now)}"
    match asked.state:
        case "withdrawn":
            return card_saying(f"{who} took back a question about {name}.")
        case "cancelled":
            return card_saying(f"The call with {name} was cancelled, so {who} needs no answer.")
        case "left":
            return card_saying(f"{who} has left the call with {name} and needs no answer.")
        case "answered":
            lead = f"You answered {who} about {call}."
        case "waiting":
            lead = f"{who} asks for your help: {call}."
            lead = f"{who} has no answer yet: {call}." if again else lead
        case _:
            assert_never(asked.state)
    blocks: list[Block] = [Paragraph(spans(lead)), Quote(asked.request.question, who)]
    if asked.request.shows_goal and asked.seat and asked.seat.goal:
        goal = Strong(f"{first_name(who)}’s goal: ")
        blocks.append(Paragraph(spans(goal, typed(asked.seat.goal))))
    look = Button(
        "Look at the account", "help.look", str(asked.request.id), about=about, beside=True
    )
    if asked.state == "answered":
        blocks.append(Paragraph((Strong("Your answer: "), *linked(asked.request.answer))))
        change = Button("Change your answer", "help.again", str(asked.request.id), about=about)
        page = [Button("Your team", team_page.PAGE, str(team.id), about=team.name)] if team else []
        blocks.append(Buttons((change, look, *page)))
    else:
        field = TextInput("answer", "Your answer", multiline=True, required=True)
        blocks.append(QuickForm(ANSWER, str(asked.request.id), (field,), submit="Answer"))
        blocks.append(Buttons((look,)))
    return Card(lead, tuple(blocks))


def not_known_whether_read(name: str) -> Card:
    """Answer “did lena read my answer”."""
    return card_saying(NOT_KNOWN.format(name=shortened(name, 40)))


def _when(asked: HelpWithCall, now: datetime) -> str:
    zone = asked.helper.zone
    return format_absolute(asked.call.starts_at, now=now, zone=zone, own=zone)


def answer(asked: HelpWithCall, *, changed: bool = False) -> Card:
    """Tell the rep the helper's answer. With `changed`, say that the helper changed the answer."""
    who, said = asked.helper.name, asked.request.answer
    name = shortened(asked.account.name)
    lead = f"{who} changed the answer on {name}: " if changed else f"{who} on {name}: "
    brief = Button("Brief", "brief.open", str(asked.call.id), about=asked.account.name)
    return Card(
        f"{lead}{shortened(said, SUMMARY)}",
        (
            Paragraph((Strong(lead), *linked(said))),
            Note(spans("You asked: ", typed(asked.request.question))),
            Buttons((brief,)),
        ),
    )


def undelivered(asked: HelpWithCall) -> Card:
    """Tell the rep that the helper has not received the question."""
    who, about = asked.helper.name, asked.account.name
    lead = f"{who} has not received your question about {shortened(about)}. Ask somebody else?"
    more = Button("Ask somebody else", "help.more", str(asked.call.id), "primary", about=about)
    back = Button("Take it back", "help.withdraw", str(asked.request.id), about=who)
    question = Note(spans("You asked: ", typed(asked.request.question)))
    return card_saying(lead, question, Buttons((more, back)))


def preview(
    helper: Person,
    seated: Seated,
    question: str,
    waiting: Sequence[HelpWithCall],
    *,
    when: str,
    keep: str,
) -> Card:
    """Show a question before it is sent.

    `when` is the start of the call in words. `waiting` are the rep's other questions to this helper
    about the call. `keep` is the value of a button that keeps the rep's typed line as a note, or ""
    for no such button.
    """
    name, about = first_name(helper.name), shortened(seated.account.name, 40)
    lead = f"Shall I ask {name} this, about your call with {about}, {when}? Nothing is sent yet."
    value = f"{seated.call.id}:{helper.id}:{question}"
    buttons = [
        Button(f"Ask {shortened(name, 20)}", "help.send", value, "primary"),
        Button("Change it", "help.more", value),
    ]
    buttons += [Button("Keep as my note", "note.keep_line", keep)] if keep else []
    other = [
        Note(spans(typed(f"You have also asked: {shortened(one.request.question, 120)}")))
        for one in waiting
    ]
    return card_saying(
        typed(lead),
        Quote(question, f"You to {helper.name}"),
        *other,
        Note(spans(WHO_READS)),
        Buttons(tuple(buttons)),
    )


def in_brief(
    requests: Sequence[HelpWithCall], longest: int, limit: int = SHOWN, *, asked: int | None = 0
) -> Iterator[Block]:
    """Show the newest answers, at most `limit`, each cut to `longest` characters.

    Also say who has not answered yet, unless `asked` is None. If it is one question, show `asked`
    characters of it.
    """
    yield from answers(requests, longest, limit)
    waiting = [one for one in requests if one.state == "waiting" and not _is_gone(one.helper)]
    if waiting and asked is not None:
        who = list(dict.fromkeys(first_name(one.helper.name) for one in waiting))
        have = "hasn't" if len(who) == 1 else "haven't"
        question = shortened(waiting[0].request.question, asked) if asked else ""
        ends = f": “{question}”" if question and len(waiting) == 1 else "."
        yield Note(
            spans(typed(" and ".join(who)), f" {have} answered your question yet", typed(ends))
        )


def answers(requests: Sequence[HelpWithCall], longest: int, limit: int = SHOWN) -> Iterator[Block]:
    """Show the `limit` newest answers: "Tomas: ask what happened in week two"."""
    for one in [one for one in requests if one.state == "answered"][-limit:]:
        lead = Strong(f"{first_name(one.helper.name)}: ")
        yield Paragraph(spans(lead, typed(_cut(one.request.answer, longest))))


def is_cut(requests: Sequence[HelpWithCall], longest: int, limit: int) -> bool:
    """Return whether `answers` cuts one of the answers that it shows."""
    shown = [one.request.answer for one in requests if one.state == "answered"][-limit:]
    return any(len(" ".join(words.split())) > longest for words in shown)


def _cut(words: str, longest: int) -> str:
    """Cut an answer that is too long, if possible after a sentence or a clause."""
    whole = shortened(words, longest)
    return whole if whole == " ".join(words.split()) else to_clause(words, longest) or whole


def _is_gone(helper: Person) -> bool:
    return helper.erased_at is not None or helper.standing == LEFT


def own(requests: Sequence[HelpWithCall], call: Call) -> Card:
    """Show a rep's questions about a call, with buttons to change them or take them back."""
    lead = f"What you asked: {shortened(requests[0].account.name)}"
    blocks: list[Block] = []
    buttons = {one.request.id for one in requests[-SHOWN:]}
    for one in requests:
        name = one.helper.name
        blocks.append(Paragraph(spans(Strong(f"You to {name}: "), typed(one.request.question))))
        if one.state == "answered":
            blocks.append(Quote(one.request.answer, name))
            continue
        goal = " They see your goal." if one.request.shows_goal else ""
        said = f"{name} is no longer here." if _is_gone(one.helper) else f"No answer yet.{goal}"
        blocks.append(Note(spans(said)))
        if one.request.id in buttons:
            blocks.append(Buttons(_change(one)))
    more = Button("Ask somebody else", "help.more", str(call.id), about=requests[0].account.name)
    return Card(lead, (*blocks, Buttons((more,))))


def open_questions(lead: str, waiting: Sequence[HelpWithCall]) -> Card:
    """Show a rep's newest questions without an answer, each with its buttons."""
    blocks: list[Block] = []
    for one in waiting[-OPEN:]:
        to = f"You to {one.helper.name}, {shortened(one.account.name, 40)}: "
        blocks += [
            Paragraph(spans(Strong(to), typed(one.request.question))),
            Buttons(_change(one)),
        ]
    return card_saying(typed(lead), *blocks)


def _change(asked: HelpWithCall) -> tuple[Button, ...]:
    id_, name = str(asked.request.id), asked.helper.name
    change = Button("Change the question", "help.change", id_, about=name)
    back = Button("Take it back", "help.withdraw", id_, about=name)
    return (change, back)


def button(requests: Sequence[HelpWithCall], call_id: int, about: str) -> Button:
    """Return the button that asks for help, or that shows what was asked."""
    label = "What you asked" if requests else "Ask for help"
    return Button(label, "help.open", str(call_id), about=about)
