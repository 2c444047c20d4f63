"""Find the words that a rep kept after rewording a line of the draft from a transcript.

These words are stored only in the reflection, or as promises of the call. The `MeasuredCall` has
only fingerprints of the words. Before we show or remove the words, we find them by their
fingerprints. We can't find words that somebody has changed.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from handlers.features.fields import one_of
from handlers.features.reflections import own_reflection, promises_of_call
from handlers.features.reflections.promises_of_call import Added
from handlers.features.transcripts import moved_days
from handlers.features.transcripts.moved_days import APART
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.views.promises.promise_lines import shown
from handlers.views.transcripts.draft_card import REWORDED
from storage.choices import PROMISE_SIDES
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated
from storage.tables import Commitment, Reflection

HEARD, NEXT_STEP = "heard", "next_step"  # words go to one of these answers, or become promises


@dataclass(frozen=True)
class Reworded:
    """What a rep kept from a line.

    - `place`: the answer in the reflection that got the words (`HEARD` or `NEXT_STEP`), or the side
      of the promises ("ours" or "theirs")
    - `fingerprints`: one for each line of the words, or for each new promise
    - `days`: what `moved_days.stored` returns for promises that were on file already
    """

    place: str
    fingerprints: tuple[str, ...]
    days: tuple[str, ...] = ()

    @property
    def stored(self) -> str:
        """The state of the line, in the form in which we store it with the figures."""
        return APART.join((REWORDED, self.place, *self.fingerprints, *self.days))


def of_words(place: str, words: str) -> Reworded:
    """Describe words that were added to an answer in the reflection."""
    return Reworded(place, tuple(map(_fingerprint, words.splitlines())))


def of_promises(side: str, added: Added) -> Reworded:
    """Describe promises that were added, and promises on file that got another day."""
    return Reworded(side, tuple(map(_fingerprint_of, added.new)), moved_days.stored(added.again))


def state_of(stored: str) -> str:
    """Return the stored state of a line without its fingerprints and days."""
    return stored.partition(APART)[0]


async def words(turn: Turn, seated: Seated, reflection: Reflection, stored: str) -> str:
    """Return the words that were kept from a line, or "" if nothing is left of them.

    Words that somebody has changed are left out. `stored` is the stored state of the line. A
    promise ends with its day, in words that are relative to the day of the call: "by Friday".
    """
    kept = _read(stored)
    if kept is None:
        return ""
    if one_of(kept.place, PROMISE_SIDES):
        found = await _promises(turn, seated, kept, locked=False)
        called_on = day_of(seated.call.starts_at, turn.person.zone)
        return "; ".join(shown(row.text, row.due_on, called_on) for row in found)
    return "\n".join(_lines(reflection, kept))


async def take_back(turn: Turn, seated: Seated, reflection: Reflection, stored: str) -> bool:
    """Remove the words that were kept from a line, and leave words that somebody has changed.

    Return whether all words were there and unchanged. `stored` is the stored state of the line.
    """
    kept = _read(stored)
    if kept is None:
        return False
    if one_of(kept.place, PROMISE_SIDES):
        found = await _promises(turn, seated, kept, locked=True)
        for row in found:
            await promises_of_call.remove(turn, row)
        return len(found) == len(kept.fingerprints)
    there = "\n".join(_lines(reflection, kept))
    place: Literal["heard", "next_step"] = "heard" if kept.place == HEARD else "next_step"
    return bool(there) and own_reflection.remove(reflection, place, there)


def _read(stored: str) -> Reworded | None:
    """Parse the stored state of a line. Return None if the line was not kept in the rep's words."""
    state, *rest = stored.split(APART)
    if state != REWORDED or len(rest) < 2:
        return None
    days = tuple(day.stored for day in moved_days.of_state(stored))
    return Reworded(rest[0], tuple(part for part in rest[1:] if part not in days), days)


def _lines(reflection: Reflection, kept: Reworded) -> list[str]:
    """Return the kept lines as they stand in the answer, or [] if they were changed."""
    answer = reflection.heard if kept.place == HEARD else reflection.next_step
    lines, count = answer.splitlines(), len(kept.fingerprints)
    fingerprints = tuple(map(_fingerprint, lines))
    starts = range(len(lines) - count + 1)
    at = next((at for at in starts if fingerprints[at : at + count] == kept.fingerprints), None)
    return [] if at is None else lines[at : at + count]


async def _promises(
    turn: Turn, seated: Seated, kept: Reworded, *, locked: bool
) -> list[Commitment]:
    rows = await commitments.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id, locked=locked
    )
    here = (row for row in rows if row.side == kept.place and row.state == "open")
    return [row for row in here if _fingerprint_of(row) in kept.fingerprints]


def _fingerprint_of(row: Commitment) -> str:
    return _fingerprint(f"{row.text}{APART}{row.due_on}")


def _fingerprint(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:16]
