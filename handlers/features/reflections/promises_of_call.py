"""Save the promises of a call: add, change and remove them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from handlers.coaching.promises.promise_done import tells_done
from handlers.coaching.promises.promise_signs import is_same
from handlers.coaching.promises.who_does import as_ours
from handlers.coaching.text.words import shortened
from handlers.features.promises import promised_again, unread_day
from handlers.features.promises.promised_again import MadeAgain
from handlers.features.reflections import next_call_day, promise_sides
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.views.promises.promise_lines import Jotted, jotted, lines_of, too_many, ways_shown
from storage.choices import PromiseSide
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Commitment

FIELD = "promised"  # the input for promises of both sides
# A line rewords an earlier promise if the two share at least this fraction of the words of the
# shorter one.
ALIKE = 0.5


async def save(turn: Turn, seated: Seated, their_names: Collection[str] = ()) -> list[str]:
    """Save new promises, and change or remove earlier ones. Return notes for the author.

    A promise whose line was not changed in the form keeps its words and its day. Any promise that
    has no day, but is for the next meeting, gets the day of the next planned call.

    `their_names` are names of the account and its people. A line can begin with one of these names
    instead of "They". A line that says what was done ("the NDA went out") is saved as done, without
    a reminder. The notes say, among other things, how we read an ambiguous day, which promises were
    on file already, and which promises a colleague has noted.

    Raises Refusal for too many promises, or for one promise with different days.
    """
    notes = []
    typed_lines = lines_of(turn.fields.get(FIELD, ""))
    sides = promise_sides.by_side(typed_lines, their_names, turn.person.name)
    tenant, mine = turn.person.tenant, turn.person.id
    saved = await commitments.of_call(turn.session, tenant, seated.call.id, mine)
    told = {side: _told_done(side, lines, saved) for side, lines in sides.items()}
    for side, done in told.items():
        notes += await _save_done(turn, seated, side, done, saved)
        sides[side] = "\n".join(one for one in sides[side].splitlines() if one not in done)
    read = {side: _read(turn, side, lines, saved) for side, lines in sides.items()}
    typed: dict[PromiseSide, dict[str, Jotted]] = {}
    for side, jotted_down in read.items():
        on = day_of(seated.call.starts_at, turn.person.zone)
        soon = [unread_day.read(line, on) for line in jotted_down]
        dated = [await next_call_day.dated(turn, seated, line) for line in soon]
        typed[side], twice = _once_each(_by_key(dated))
        notes += [line.note for line in typed[side].values() if line.note]
        notes += [note for line in typed[side].values() for note in unread_day.note(line)]
        notes += twice
    for side, lines in typed.items():
        notes += await _save_side(turn, seated, side, lines)
    return [*notes, *await _noted_by_others(turn, seated, typed)]


@dataclass(frozen=True)
class Added:
    """The result of adding promises.

    - `notes`: notes for the author
    - `new`: promises that were added or reopened
    - `again`: open promises on file that were made again
    """

    notes: list[str]
    new: list[Commitment]
    again: list[MadeAgain]


async def add(turn: Turn, seated: Seated, side: PromiseSide, lines: Sequence[Jotted]) -> Added:
    """Add promises that were heard in the call.

    If a promise is on file already, we change the promise on file:

    - An open promise from this call gets the named day if it has no day.
    - A dropped promise from this call with exactly the same words is reopened. `new` contains it.
    - A promise from another call gets the named day, and still belongs to the other call.
    """
    tenant, mine = turn.person.tenant, turn.person.id
    saved = await commitments.of_call(turn.session, tenant, seated.call.id, mine, locked=True)
    here = [row for row in saved if row.side == side]
    typed, dated, reopened = {}, [], []
    for key, line in _by_key(lines).items():
        dropped = next(
            (row for row in here if row.state == "dropped" and row.text_key == key), None
        )
        kept = (row for row in here if row.state != "dropped")
        on_file = dropped or next((row for row in kept if _is_on_file(row, key, line)), None)
        if on_file is None:
            typed[key] = line
        elif on_file is dropped:
            on_file.state, on_file.settled_at, on_file.due_on = "open", None, line.due_on
            reopened.append(on_file)
        elif on_file.state == "open" and on_file.due_on is None:
            on_file.due_on = line.due_on
            dated.append(MadeAgain(on_file, None))
    new, again = await promised_again.move_repeated(
        turn, [_promise(turn, seated, side, line) for line in typed.values()], heard=True
    )
    await commitments.add_all(turn.session, new)
    notes = [promised_again.note(turn, each) for each in again]
    notes += await _noted_by_others(turn, seated, {side: typed})
    return Added(notes, [*reopened, *new], [*dated, *again])


async def take_back(turn: Turn, seated: Seated, side: PromiseSide, line: Jotted) -> bool:
    """Remove the call's open promise with these words and day. Return whether there was one."""
    tenant, mine = turn.person.tenant, turn.person.id
    saved = await commitments.of_call(turn.session, tenant, seated.call.id, mine, locked=True)
    for row in saved:
        same = row.side == side and row.text_key == comparable(line.text)
        if same and row.state == "open" and row.due_on == line.due_on:
            await remove(turn, row)
            return True
    return False


def _promise(turn: Turn, seated: Seated, side: PromiseSide, line: Jotted) -> Commitment:
    return Commitment(
        tenant=turn.person.tenant,
        account_id=seated.account.id,
        call_id=seated.call.id,
        owner_id=turn.person.id,
        side=side,
        text=line.text,
        due_on=line.due_on,
        made_at=turn.now,
    )


def _by_key(lines: Sequence[Jotted]) -> dict[str, Jotted]:
    """Return the lines by their normalised words.

    Raises Refusal if lines with the same words have different days.
    """
    found: dict[str, Jotted] = {}
    for line in lines:
        before = found.setdefault(comparable(line.text), line)
        if line.due_on and before.due_on and line.due_on != before.due_on:
            raise Refusal(
                f"“{shortened(line.text)}” appears twice, with different days. Please reword one "
                "of them.",
                field=FIELD,
            )
        if line.due_on:
            found[comparable(line.text)] = line
    return found


def _once_each(lines: dict[str, Jotted]) -> tuple[dict[str, Jotted], list[str]]:
    """Drop lines that repeat an earlier line in other words, and return notes on them.

    Two lines with different days are separate promises.
    """
    kept: dict[str, Jotted] = {}
    notes: list[str] = []
    for key, line in lines.items():
        first = next((at for at, one in kept.items() if _is_same(one, line)), None)
        if first is None:
            kept[key] = line
            continue
        kept[first] = replace(kept[first], due_on=kept[first].due_on or line.due_on)
        one, other = shortened(line.text), shortened(kept[first].text)
        notes.append(f"“{one}” is noted once, as “{other}”.")
    return kept, notes


def _is_same(one: Jotted, other: Jotted) -> bool:
    days = {one.due_on, other.due_on} - {None}
    return len(days) < 2 and is_same(one.text, other.text)


async def _noted_by_others(
    turn: Turn, seated: Seated, typed: dict[PromiseSide, dict[str, Jotted]]
) -> list[str]:
    """Say which promises we did not save again, because a colleague had noted them already.

    We don't mention promises that the author has on file from another call.
    """
    if not any(typed.values()):
        return []
    tenant, me = turn.person.tenant, turn.person.id
    missing = [(side, line) for side, lines in typed.items() for line in lines.values()]
    mine = await commitments.of_call(turn.session, tenant, seated.call.id, me)
    missing = [each for each in missing if not _is_among(mine, *each)]
    if missing:
        mine = await commitments.open_with(turn.session, tenant, me, seated.account.id)
    return [
        f"A colleague has already noted “{shortened(line.text)}” for this call."
        for side, line in missing
        if not _is_among(mine, side, line)
    ]


def _is_among(rows: Sequence[Commitment], side: PromiseSide, line: Jotted) -> bool:
    key = comparable(line.text)
    return any(row.side == side and _is_on_file(row, key, line) for row in rows)


def _is_on_file(row: Commitment, key: str, line: Jotted) -> bool:
    same = row.text_key == key or is_same(row.text, line.text)
    return same or promised_again.points_to_it(row, line.text, line.due_on)


def _told_done(side: PromiseSide, lines: str, saved: Sequence[Commitment]) -> list[str]:
    """Return the lines that say what was done.

    A line that the form showed for an open promise on file does not count.
    """
    here = (row for row in saved if row.side == side and row.state == "open")
    on_file = {way for row in here for way in ways_shown(row.text, row.due_on)}
    return [line for line in lines.splitlines() if line not in on_file and tells_done(line)]


async def _save_done(
    turn: Turn,
    seated: Seated,
    side: PromiseSide,
    lines: Sequence[str],
    saved: Sequence[Commitment],
) -> list[str]:
    """Save promises that are already done, and return a note on each."""
    if refused := too_many("\n".join(lines)):
        raise Refusal(refused, field=FIELD)
    known = {row.text_key for row in saved if row.side == side}
    rows = [
        _promise(turn, seated, side, Jotted(line, None))
        for line in dict.fromkeys(lines)
        if comparable(line) not in known
    ]
    for row in rows:
        row.state, row.settled_at = "done", turn.now
    await commitments.add_all(turn.session, rows)
    return [f"“{shortened(row.text)}” is noted as done. To undo, use /promises." for row in rows]


def _read(turn: Turn, side: PromiseSide, lines: str, saved: Sequence[Commitment]) -> list[Jotted]:
    """Parse the lines. Promises on file whose lines were not changed in the form come first."""
    here = [row for row in saved if row.side == side]
    on_file = {way: row for row in here for way in ways_shown(row.text, row.due_on)}
    given = lines_of(lines)
    untouched = [on_file[line] for line in given if line in on_file]
    read = _parse(turn, "\n".join(line for line in given if line not in on_file))
    if side == "ours":
        read = [replace(line, text=as_ours(line.text)) for line in read]
    return [*(Jotted(row.text, row.due_on) for row in untouched), *read]


def _parse(turn: Turn, lines: str) -> list[Jotted]:
    if refused := too_many(lines):
        raise Refusal(refused, field=FIELD)
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    return jotted(lines, today=today, zone=person.zone, order=date_order_of(person))


async def _save_side(
    turn: Turn, seated: Seated, side: PromiseSide, by_key: dict[str, Jotted]
) -> list[str]:
    """Save one side's promises: add new ones, and change those that are on file.

    Remove the open promises on file that no line repeats or rewords. Return notes on promises that
    were made again.
    """
    tenant, mine = turn.person.tenant, turn.person.id
    saved = await commitments.of_call(turn.session, tenant, seated.call.id, mine, locked=True)
    known = {row.text_key: row for row in saved if row.side == side}
    removed = [row for key, row in known.items() if key not in by_key and row.state == "open"]
    new = []
    for key, line in by_key.items():
        row = known.get(key) or _reworded(removed, key, only=len(by_key.keys() - known.keys()) == 1)
        if row in removed:
            removed.remove(row)
            if not await commitments.reword(turn.session, row, line.text):
                await remove(turn, row)
                continue
        if row is not None:
            row.due_on = line.due_on
            row.state = "open" if row.state == "dropped" else row.state
            continue
        new.append(_promise(turn, seated, side, line))
    for row in removed:
        await remove(turn, row)
    new, again = await promised_again.move_repeated(turn, new)
    await commitments.add_all(turn.session, new)
    return [promised_again.note(turn, each) for each in again]


def _reworded(removed: list[Commitment], key: str, *, only: bool) -> Commitment | None:
    """Find the earlier promise that this line rewords.

    `only` means that exactly one line is new. If exactly one promise was removed too, we assume
    that the new line rewords it, even if all words differ.
    """
    if only and len(removed) == 1:
        return removed[0]
    best = max(removed, key=lambda row: _similarity(row.text_key, key), default=None)
    return best if best is not None and _similarity(best.text_key, key) >= ALIKE else None


def _similarity(one: str, other: str) -> float:
    ours, theirs = set(one.split()), set(other.split())
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


async def remove(turn: Turn, row: Commitment) -> None:
    """Delete a promise that was noted today. Mark an older one as dropped."""
    zone = turn.person.zone
    if day_of(row.made_at, zone) == day_of(turn.now, zone):
        await turn.session.delete(row)
        await turn.session.flush()  # before we save another line with the same words
    else:
        row.state, row.settled_at = "dropped", turn.now
