"""Recognise a promise that is made again, so that it is not on file twice.

If a new promise clearly repeats a promise on file, the promise on file gets the new day. If we are
not sure, we save the new promise and ask whether both are the same.

A repeated promise still belongs to the call in which it was first made. If the data of a later call
is deleted, the promise stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.cards import Block, Button, Buttons, Paragraph, Reply, spans, typed
from handlers.coaching.promises.promise_signs import better_words, is_same, may_refer_to, points_to
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.promises import promises
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from handlers.views.promises import promise_cards
from storage.choices import PromiseSide
from storage.customers import commitments
from storage.sales_calls import calls, own_calls
from storage.tables import Commitment

# A promise that is noted outside calls may repeat a done promise from the latest call with the
# account. We look for this call at most this far back.
LATELY = timedelta(days=7)
ALREADY: dict[PromiseSide, str] = {"ours": "You already owe them", "theirs": "They already owe you"}


def register(registry: Registry) -> None:
    """Register the button that says that two promises are the same."""
    registry.button("promise.same", same)


@dataclass(frozen=True)
class MadeAgain:
    """A promise on file that was made again.

    `before` is its due day before it was made again, or None if it had none.
    """

    promise: Commitment
    before: date | None

    @property
    def moved(self) -> bool:
        """Whether the promise is now due on another day."""
        return self.promise.due_on != self.before


async def move_repeated(
    turn: Turn, made_now: Sequence[Commitment], *, heard: bool = False
) -> tuple[list[Commitment], list[MadeAgain]]:
    """Find promises on file that are made again, and give the open ones their new day.

    The promises in `made_now` are not saved yet. They all have the same account. Either they are
    all from the same call, or they are all from outside calls. `heard` means that they are from a
    transcript.

    A promise in `made_now` repeats a promise on file for the same side and account in these cases:

    - It says the same as an open promise.
    - It is heard, it points back to an open promise, and both have the same day. An example is
      "send you their names" after "the names of two dispatchers".
    - It says the same as a done promise from `_done_since`, and the two do not have different days.

    Open promises on file from the same call don't count.

    An open promise that is repeated gets the new day, if a day was named. If `heard`, it keeps its
    words. Otherwise it gets the better wording of the two.

    Return the new promises, which the caller must save, and the repeated promises on file.
    """
    if not made_now:
        return [], []
    first = made_now[0]
    on_file = await commitments.open_with(
        turn.session, first.tenant, first.owner_id, first.account_id
    )
    if first.call_id is not None:
        on_file = [row for row in on_file if row.call_id != first.call_id]
    done_since = await _done_since(turn, first)
    new, again = [], []
    for promise in made_now:
        same_side = [row for row in on_file if row.side == promise.side]
        repeats = [row for row in same_side if is_same(row.text, promise.text)]
        if heard and not repeats:
            repeats = [row for row in same_side if points_to_it(row, promise.text, promise.due_on)]
        row = next(iter(repeats), None)
        if row is None:
            done = next((row for row in done_since if _is_same_done(row, promise)), None)
            if done is None:
                new.append(promise)
            else:
                again.append(MadeAgain(done, done.due_on))
            continue
        on_file.remove(row)
        words = row.text if heard else better_words(row.text, promise.text)
        again.append(await _move(turn, row, promise, words))
    return new, again


async def _done_since(turn: Turn, promise: Commitment) -> Sequence[Commitment]:
    """Return the done promises of a call, and done promises that were made later outside any call.

    The call is the one in which `promise` was made. If `promise` was made outside any call, the
    call is the latest one with the account.
    """
    tenant, mine = promise.tenant, promise.owner_id
    if promise.call_id is not None:
        call = await calls.by_id(turn.session, tenant, promise.call_id)
    else:
        since, now = turn.now - LATELY, turn.now
        latest = await own_calls.latest_started(
            turn.session, tenant, mine, promise.account_id, since=since, now=now
        )
        call = latest.call if latest else None
    return await commitments.kept_since(turn.session, tenant, mine, call) if call else ()


def _is_same_done(row: Commitment, promise: Commitment) -> bool:
    """Check whether a done promise (`row`) and `promise` say the same.

    Both must have the same side. If both have a due day, it must be the same day.
    """
    days = {row.due_on, promise.due_on} - {None}
    return row.side == promise.side and len(days) < 2 and is_same(row.text, promise.text)


def points_to_it(on_file: Commitment, words: str, due: date | None) -> bool:
    """Check whether heard words, such as "their names", point back to a promise on file.

    `due` is the day that the words name. The promise must be due on this day.
    """
    return due is not None and on_file.due_on == due and points_to(words, on_file.text)


def offer(
    turn: Turn, new: Iterable[Commitment], on_file: Iterable[Commitment], view: str
) -> list[Block]:
    """Ask whether a promise in `new` is the same as a promise in `on_file`.

    We ask only if the new promise is a shorter form of the promise on file: "Pricing" may be
    "Pricing for 40 seats". `view` names the card with the question. Return no blocks if there is
    nothing to ask.
    """
    before = list(on_file)
    pairs = (
        (promise, row)
        for promise in new
        for row in before
        if row.side == promise.side and may_refer_to(promise.text, row.text)
    )
    promise, row = next(pairs, (None, None))
    if promise is None or row is None:
        return []
    today = day_of(turn.now, turn.person.zone)
    text, due = shortened(row.text).rstrip("."), promise_cards.due(row.due_on, today)
    again = shortened(promise.text).rstrip(".")
    said = f"{ALREADY[row.side]}: {text} ({due}). Is “{again}” the same promise?"
    day = f", due {format_day(promise.due_on, today)}" if promise.due_on else ""
    value = f"{view}:{promise.id}:{row.id}"
    yes = Button(f"Yes, the same{day}", "promise.same", value, about=text, beside=_is_beside(view))
    return [Paragraph(spans(typed(said))), Buttons((yes,))]


def _is_beside(view: str) -> bool:
    return view == promise_cards.BESIDE


async def same(turn: Turn) -> Reply:
    """Merge a new promise into the promise on file that it repeats.

    The promise on file keeps its words and its call, and gets the new day. Raises Refusal if one of
    the two promises is no longer open or no longer on file.
    """
    view, _, ids = turn.text.partition(":")
    new_id, _, row_id = ids.partition(":")
    row = await access.own_promise(turn, row_id, locked=True)
    on_file = await commitments.open_with(turn.session, row.tenant, row.owner_id, row.account_id)
    promise = next((each for each in on_file if str(each.id) == new_id), None)
    if promise is None or promise.side != row.side or row not in on_file or promise is row:
        raise Refusal("One of the two promises is no longer open. /promises shows the open ones.")
    await turn.session.delete(promise)
    said = note(turn, await _move(turn, row, promise, row.text))
    return await promises.card_again(turn, view, said, Paragraph(spans(typed(said))))


async def _move(turn: Turn, row: Commitment, again: Commitment, words: str) -> MadeAgain:
    before, row.due_on = row.due_on, again.due_on or row.due_on
    await commitments.reword(turn.session, row, words)
    await turn.session.flush()
    return MadeAgain(row, before)


def note(turn: Turn, again: MadeAgain) -> str:
    """Say what has changed: "Moved from Friday to Tuesday: pricing for 40 seats.".

    If nothing has changed, say that the promise is already done or on file.
    """
    row, before = again.promise, again.before
    today = day_of(turn.now, turn.person.zone)
    text = shortened(row.text)
    if row.state == "done":
        return f"Already done: {text}."
    if row.due_on is None or not again.moved:
        return f"Already on file: {text}."
    day = format_day(row.due_on, today)
    if before is None:
        return f"Already on file, and now due {day}: {text}."
    return f"Moved from {format_day(before, today)} to {day}: {text}."
