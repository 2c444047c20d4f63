"""Answer lines that look like notes, but must not become notes (see `handlers.typed.not_notes`).

Such a line is meant for a colleague or for marketing, or says that the rep is late.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Block, Button, Buttons, Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls, colleagues
from handlers.features.access import may_publish
from handlers.features.admin import writing
from handlers.features.calls import late_calls
from handlers.features.customers import about_account, account_in_talk, which_account
from handlers.features.marketing import reply_offer
from handlers.features.notes import note_offered, own_notes
from handlers.features.reflections import marketing_line, own_reflection, readers, typed_line
from handlers.features.team import member_promises, typed_question
from handlers.registry import Turn
from handlers.typed.not_notes import (
    NoNote,
    asks_marketing,
    for_marketing,
    minutes_late,
    no_note,
)
from handlers.typed.team.admin_orders import written_to_people
from handlers.typed.team.colleague_question import told_to, with_manager
from storage.tables import Account
from storage.team import teams
from storage.workspace import people

LATE = "I can't tell them that you are late: I don't write to customers."
TYPE_MOVE = "If the call moves, type “move” with the account and the new time."
CAN_MOVE = "I can move the call."
TO_TEAM = "I don't pass messages on to your team, and I kept nothing."
KEEP_IT = "Shall I keep your words as your own note?"
OPEN_THIS = (
    "Nothing has been sent yet. Shall I open a form that passes this on{from_call}: “{line}”?"
)
FROM_CALL = " from your last call with {}"  # if the line does not name the account
NO_CALL = (
    "Nothing has been sent yet. To pass on “{line}”, reflect on a call with {account} first. You "
    "can also suggest it as an insight."
)
NO_LINE = (
    "I found no line of yours from the last hour, so nothing has been sent. Type the line too: "
    "“marketing: they want …”."
)
_SHOWN = 120  # characters of a line
MARKETING = "Marketing reads only what you pass on yourself, so nothing has been sent."


async def to_people(turn: Turn) -> Reply | None:
    """Answer "message to the team: …". Admins get the form for writing, with the words filled in.

    Return None for any other line, and in a channel.
    """
    said = written_to_people(turn.text) if turn.place is None else None
    if said is None:
        return None
    if turn.person.role != "admin":
        return await _to_team(turn)
    return await writing.open_filled(turn, said.words, to_team=said.team)


async def below_answer(turn: Turn) -> Reply | None:
    """Answer as `answer` does.

    If marketing has just answered one of the rep's asks, also offer to send the line to marketing.
    """
    answered = await answer(turn)
    # If the line asks marketing something new, don't offer to send it as a reply to the answer.
    if answered is None or asks_marketing(turn.text):
        return answered
    return await reply_offer.below(turn, answered)


async def answer(turn: Turn) -> Reply | None:
    """Answer a line that only looks like a note. Return None for other lines, and in a channel."""
    if turn.place is not None:
        return None
    return await typed_question.to_anyone(turn) or await _by_kind(await _to_manager(turn))


async def _by_kind(turn: Turn) -> Reply | None:
    """Answer a line by the reason why it must not become a note. Return None for other lines."""
    found = no_note(turn.text, await colleagues.names_unlike_contacts(turn))
    if found is None:
        return None
    kind, name = found
    if kind == "marketing":
        return await _for_marketing(turn)
    if kind == "team":
        return await _to_team(turn)
    account = await which_account.only_one_named(turn, turn.text)
    if kind == "late":
        return await _late(turn, account)
    return await _instead(turn, kind, name, account) or await _to_colleague(
        turn, kind, name, account
    )


async def _to_manager(turn: Turn) -> Turn:
    """Put the manager's name in the place of "my manager" in "ask my manager if …"."""
    if with_manager(turn.text, "") == turn.text:
        return turn
    manager = await teams.manager_of(turn.session, turn.person)
    return (
        replace(turn, text=with_manager(turn.text, first_name(manager.name))) if manager else turn
    )


async def _instead(turn: Turn, kind: NoNote, name: str, account: Account | None) -> Reply | None:
    """Answer a line that asks a colleague something, or that a manager writes to a team member.

    - "Ask tomas who signs", "tomas can you join" → show the question, with a button that sends it.
    - "Remind tomas about the slides", from his manager → show the promises of Tomas.

    Return None for any other line.
    """
    if kind != "ask" and (owed := await member_promises.instead_of_message(turn, name, account)):
        return owed
    return await typed_question.preview_question(turn, name, account)


async def _late(turn: Turn, account: Account | None) -> Card:
    """Say that we can't write to the customer, and offer to move the call."""
    moves = await late_calls.move_button(turn, account, minutes_late(turn.text))
    lead = f"{LATE} {CAN_MOVE if moves else TYPE_MOVE}"
    shown = await about_account.account_buttons(turn, account) if account else ()
    shown = (moves, *shown) if moves else shown
    below = (Buttons(shown),) if shown else ()
    return card_saying(typed(lead), *below)


async def _to_colleague(turn: Turn, kind: NoNote, name: str, account: Account | None) -> Card:
    """Say how to ask a colleague. Offer to keep a line like "ask tomas …" as the rep's own note.

    A line that is written to the colleague (`kind` is "colleague") is not offered as a note.
    """
    whom = shortened(first_name(name), 40)
    lead = f"I can't write to {whom} for you, except with “Ask for help” on an upcoming call."
    if kind != "ask":
        lead = (
            f"I don't pass messages on to {whom}, and I kept nothing. “Ask for help”, on the brief "
            f"of an upcoming call, takes one question to {whom}."
        )
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    shown = await _asking(turn, name, account)
    current = None if account else await account_in_talk.current(turn)
    keeps: tuple[Button, ...] = ()
    if current and kind != "colleague":
        label = f"Keep for {shortened(current.name, 30)}"
        keeps = note_offered.note_button(turn, current, label)
    blocks += [Buttons((*shown, *keeps))] if shown or keeps else []
    if kind != "colleague" and not keeps:
        blocks += await _keeping(turn, account)
    return Card(lead, tuple(blocks))


async def _asking(turn: Turn, helper: str, account: Account | None) -> tuple[Button, ...]:
    """Return *Ask for help* for the next call, and the buttons that show the account.

    If the line says what to ask or tell the colleague ("ask tomas who signs"), the form opens with
    these words ("who signs") as the question, and with the colleague chosen.
    """
    ahead = await asker_calls.planned(turn, account, limit=1)
    whom = await people.with_full_names(turn.session, turn.person, [helper])
    begun = (
        f":{whom[0].id}:{said}" if len(whom) == 1 and (said := told_to(turn.text, helper)) else ""
    )
    ask = tuple(
        Button(
            "Ask for help",
            "help.more" if begun else "help.open",
            f"{one.call.id}{begun}",
            about=shortened(one.account.name, 40),
        )
        for one in ahead
    )
    return (*ask, *(await about_account.account_buttons(turn, account) if account else ()))


async def _keeping(turn: Turn, account: Account | None) -> Sequence[Block]:
    """Offer to keep the line as the rep's own note. If `account` is None, ask for the account."""
    if account is not None:
        return (await own_notes.offer_own(turn, account, turn.text),)
    likely = await typed_line.likely(turn)
    if not likely:
        return ()
    card = own_notes.which_one(turn.text, likely, KEEP_IT, typed_line.CALLS_HINT, own_notes.NONE)
    return card.blocks


async def _to_team(turn: Turn) -> Card:
    """Say that we pass nothing on to a team, and offer another way to reach colleagues.

    A marketer can write an insight. A rep can share the reflection on their latest call.
    """
    if turn.person.role == "admin":
        lead = f"{TO_TEAM} You can write to people yourself: type “message to the team: …”."
        return _with_buttons(lead, Button("Write to people", writing.OPEN))
    if may_publish(turn.person):
        lead = f"{TO_TEAM} Reps read the insights that you publish."
        return _with_buttons(lead, Button("Write an insight", "insight.new"))
    lead = f"{TO_TEAM} Colleagues read promises, and the reflections that you share."
    held = await asker_calls.latest(turn)
    if held is None or not await own_reflection.of_call(turn, held):
        return _with_buttons(lead, Button("All promises", "promises.all"))
    name = shortened(held.account.name, 40)
    return _with_buttons(
        lead, Button("Share or pass on", readers.SHOW, str(held.call.id), about=name)
    )


def _with_buttons(lead: str, *buttons: Button) -> Card:
    return card_saying(lead, Buttons(buttons))


def no_line() -> Card:
    """Say that there is no line to pass on, because the rep has written none lately."""
    return _with_buttons(NO_LINE, Button("Suggest an insight", "insight.new", ""))


async def _for_marketing(turn: Turn) -> Reply:
    named = await which_account.only_one_named(turn, turn.text)
    last = None if named else await asker_calls.latest(turn)
    return await offer_line(turn, last.account if last else named, for_marketing(turn.text))


async def offer_line(turn: Turn, account: Account | None, line: str) -> Reply:
    """Show a line, and the button for passing it on from the latest call with the account.

    The line can also be suggested as an insight. That is all we offer if the rep has not reflected
    on the call, or if there is no account.
    """
    passes, _ = await passing(replace(turn, text=account.name), line) if account else ((), "")
    if account and not passes:
        return no_call(line, shortened(account.name, 40))
    lead = MARKETING
    if account:
        is_named = account.id in await which_account.named_by(turn, line)
        from_call = "" if is_named else FROM_CALL.format(shortened(account.name, 40))
        lead = OPEN_THIS.format(line=shortened(line, _SHOWN), from_call=from_call)
    buttons = (*passes, Button("Suggest an insight", "insight.new", line))
    return card_saying(typed(lead), Buttons(buttons))


def no_call(line: str, account: str) -> Card:
    """Say that the rep must first reflect on a call. Offer to suggest the line as an insight."""
    lead = NO_CALL.format(line=shortened(line, _SHOWN), account=account)
    return _with_buttons(lead, Button("Suggest an insight", "insight.new", line))


async def passing(turn: Turn, line: str) -> tuple[tuple[Button, ...], str]:
    """Return two things: a button that passes a line on from the rep's latest call, and a name.

    The name is that of the call's account. If the typed text names an account, we take the latest
    call with this account. If the rep has not reflected on the call, return no button and "".
    """
    about = await which_account.only_one_named(turn, turn.text)
    held = await asker_calls.latest(turn, about)
    if held is None or not await own_reflection.of_call(turn, held):
        return (), ""
    name = shortened(held.account.name)
    value = f"{held.call.id}:{line}"
    return (Button("Pass a line to marketing", marketing_line.FORM, value, about=name),), name
