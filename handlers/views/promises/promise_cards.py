"""The list of promises, with buttons for each promise. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from handlers.cards import Block, Button, Buttons, Note, Paragraph, Strong, spans, typed
from handlers.coaching.text.words import shortened
from handlers.times import format_day
from handlers.times.formatting import format_full_date
from handlers.transcripts.promises.noted_promises import NotedPromise
from storage.tables import Account, Commitment

SETTLED = {"done": "Done: ", "dropped": "Dropped: "}
REOPENS = "You can open it again."
NO_TASKS: Mapping[int, str] = MappingProxyType({})
# A button's value begins with the view: the name of the card to draw again after a press.
BESIDE = "beside"  # instead of a view: after a press, no card is drawn again
AGENDA = "agenda"  # the view of the agenda, which people read on later days too


def lines(
    promises: Sequence[tuple[Commitment, Account]],
    today: date,
    view: str,
    tasks: Mapping[int, str] = NO_TASKS,
) -> Iterator[Block]:
    """Show each promise with buttons. `view` names the card to draw again after a press.

    `tasks` says, by the promise's id, what became of its task in the CRM.

    A settled promise is shown without its due day, and has only *Undo*.

    The first press of a double click draws the card again. The second press must not hit a button.
    So there are two rules:

    - *Undo* is one line lower than the buttons of an open promise.
    - The caller must not add a row of buttons right after the list. If *Undo* is pressed for the
      lowest promise, this promise becomes one line shorter. A row after the list would then move up
      to the place of *Undo*.
    """
    for promise, account in promises:
        who = whose(promise, account)
        text = Strong(promise.text, typed=True)
        value, about = f"{view}:{promise.id}", f"{promise.text} ({account.name})"
        if promise.state == "open":
            when = due(promise.due_on, today, lasting=view == AGENDA)
            yield Paragraph(spans(who, text, f", {when}."))
            done = Button("Done", "promise.done", value, about=about)
            move = Button("Move", "promise.move", value, about=about)
            drop = Button("Drop", "promise.drop", value, about=about)
            yield Buttons((done, move, drop))
        else:
            yield Paragraph(spans(SETTLED[promise.state], who, text, "."))
            task = f" {tasks[promise.id]}" if promise.id in tasks else ""
            yield Note(spans(f"{REOPENS}{task}"))
            yield Buttons((Button("Undo", "promise.reopen", value, about=about),))


def whose(promise: Commitment, account: Account) -> str:
    """Return "You owe Northwind: ", "You owed Northwind: " or "Northwind promised: "."""
    if promise.side == "theirs":
        return f"{account.name} promised: "
    return f"You {'owe' if promise.state == 'open' else 'owed'} {account.name}: "


def offer_done(promise: Commitment) -> list[Block]:
    """Ask "They promised: names of two dispatchers. Done?", with a button for yes."""
    text = shortened(promise.text).rstrip(".")
    done = Button("Yes, done", "promise.done", f"{BESIDE}:{promise.id}", beside=True, about=text)
    return [Paragraph(spans("They promised: ", typed(text), ". Done?")), Buttons((done,))]


def offer_left(promise: Commitment, today: date) -> list[Block]:
    """Offer to take over a former colleague's promise. The account is not named.

    The text reads: "A former colleague promised: pricing, by Friday 7 May."
    """
    lead = "A former colleague promised: "
    if promise.side == "theirs":
        lead = "They promised a former colleague: "
    text = shortened(promise.text).rstrip(".")
    value = f"{BESIDE}:{promise.id}"
    take = Button("I'll take it", "promise.take", value, beside=True, about=text)
    when = due(promise.due_on, today, lasting=True)
    return [Paragraph(spans(lead, typed(text), f", {when}.")), Buttons((take,))]


def left_line(promise: Commitment, account: Account, today: date, view: str) -> list[Block]:
    """Offer to take over a former colleague's promise. `view` is as in `lines`."""
    lead = f"A former colleague promised {account.name}: "
    if promise.side == "theirs":
        lead = f"{account.name} promised a former colleague: "
    text = shortened(promise.text).rstrip(".")
    take = Button("I'll take it", "promise.take", f"{view}:{promise.id}", about=text)
    when = due(promise.due_on, today)
    return [Paragraph(spans(typed(lead), typed(text), f", {when}.")), Buttons((take,))]


def due(day: date | None, today: date, *, lasting: bool = False) -> str:
    """Return "today", "tomorrow", "by Friday", "overdue since Monday 3 May" or "no day set".

    `lasting` is for a card that people read on later days too. With it, return "due today" instead
    of "today", and give the date of any other day: "by Friday 7 May".
    """
    if day is None:
        return "no day set"
    if day == today:
        return "due today" if lasting else "today"
    if not lasting and (day - today).days == 1:
        return "tomorrow"
    said = format_full_date(day, today) if lasting else format_day(day, today)
    return f"{'by' if day > today else 'overdue since'} {said}"


def to_or_by(promise: Commitment, account: Account) -> str:
    """Return "to Northwind", or "promised by Northwind" for a promise of the customer."""
    name = shortened(account.name)
    return f"promised by {name}" if promise.side == "theirs" else f"to {name}"


_IN_LABEL = 30  # characters of a promise in the label of a button
THEIRS = "theirs:"  # comes before the customer's promise in the value of a button


def add_promised(account_id: int, found: Sequence[NotedPromise]) -> tuple[Button, ...]:
    """Return a button for each promise found in a note. It opens the form that adds the promise.

    After a press, the note stays on the card, with the buttons for the other promises. If one side
    made several promises, each of the buttons for them says which promise it adds.
    """
    made: list[Button] = []
    for one in found:
        which = sum(each.side == one.side for each in found) > 1
        what = f": {shortened(one.words, _IN_LABEL)}" if which else ""
        value = f"{account_id}:{THEIRS if one.side == 'theirs' else ''}{one.words}"
        label = f"Add {'their' if one.side == 'theirs' else 'the'} promise{what}"
        made.append(Button(label, "promise.add", value, beside=True, about=one.words))
    return tuple(made)
