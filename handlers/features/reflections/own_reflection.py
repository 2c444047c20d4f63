"""A person's own reflection on a call: find it, begin it, and add or remove its lines."""

from collections.abc import Mapping
from typing import Literal

from handlers import planning
from handlers.coaching.buyer_words.their_words import label_of
from handlers.composing import updates
from handlers.features import access
from handlers.features.reflections import call_people
from handlers.limits import of_input, too_long
from handlers.registry import Refusal, Turn
from storage.choices import MISSED, PLANNED, GoalReached, ShownContent
from storage.conversation import shown_messages
from storage.sales_calls import reflections
from storage.sales_calls.own_calls import Seated
from storage.tables import Reflection

PROMPT: tuple[ShownContent, ...] = ("prompt",)
TIME_TAKEN = "You have another call with this account at that time."


async def started_call(turn: Turn, text: str, *, locked: bool = False) -> Seated:
    """Return the person's call whose id is in `text`, even if nobody from the account came.

    After the id, `text` may have the start time that the pressed button showed for the call. Raises
    CallMoved if the call starts at another time by now. Raises Refusal in these cases:

    - The call has not started.
    - The call was cancelled.
    - The person has no part in the call.
    """
    seated = await access.own_call(turn, text, status=(PLANNED, MISSED), locked=locked)
    if seated.call.starts_at > turn.now:
        raise Refusal("That call has not started yet. You can reflect on it afterwards.")
    return seated


async def of_call(turn: Turn, seated: Seated) -> Reflection | None:
    """Return what this person wrote about the call, or None."""
    return await reflections.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )


async def needed(turn: Turn, seated: Seated) -> Reflection:
    """Return what this person wrote about the call. Raises Refusal if there is nothing."""
    found = await of_call(turn, seated)
    if found is None:
        raise Refusal("You have no reflection on that call. /reflect opens the form.")
    return found


async def begin(
    turn: Turn, seated: Seated, goal_reached: GoalReached | Literal[""], written: Reflection | None
) -> Reflection:
    """Begin the reflection on a call, or update `written` if there is one. Return the reflection.

    `goal_reached` says how the call went, and is "" if that is not known. If the reflection is new,
    update the messages that asked how the call went, except the message with the pressed button.

    Forms and questions mention that the person can drop a transcript in the chat. After the
    person's first reflection, they no longer mention this.

    If the call is on file as a call to which nobody came, restore the call. This may raise Refusal
    (see `undo_no_show`).
    """
    seat, call, account = seated
    if written is None:
        written = Reflection(
            tenant=turn.person.tenant,
            call_id=call.id,
            account_id=account.id,
            author_id=turn.person.id,
            called_at=call.starts_at,
            written_at=turn.now,
            goal_reached=goal_reached,
        )
        turn.session.add(written)
        await _answer_prompts(turn, call.id)
    turn.person.told_of_transcripts = turn.person.told_of_transcripts or turn.now
    written.goal_reached, written.written_at = goal_reached, turn.now
    seat.reflected_at = turn.now
    await undo_no_show(turn, seated)
    return written


async def _answer_prompts(turn: Turn, call_id: int) -> None:
    asked = await shown_messages.take(turn.session, turn.person, call_id, PROMPT)
    others = [message for message in asked if message != turn.message]
    await updates.empty(turn.session, turn.person, others, turn.now, answered=call_id)


async def undo_no_show(turn: Turn, seated: Seated) -> None:
    """Restore the call if it is on file as a call to which nobody came.

    Raises Refusal if the person now has another call with the account at the same time.
    """
    try:
        await planning.restore(turn.session, turn.person, seated.call, turn.now)
    except planning.TimeTaken as error:
        raise Refusal(TIME_TAKEN) from error


def add_line(
    reflection: Reflection,
    line: str,
    said_by: int | None,
    names: Mapping[int, str],
    *,
    chosen: bool = False,
) -> None:
    """Add a line to what the customer said, and store its speaker.

    A line that is on file is not added again.

    - `line` may have line breaks. It is then on file if each of its lines is on file. The lines on
      file may have the speaker's name as a label.
    - `names` has the names of the people in the call, by id.
    - `chosen` says whether the rep chose the speaker. If the rep chose one for a line that is on
      file without a label, `said_by` becomes the speaker of all lines without a label.

    If the words on file and the new line are from different people, each line gets its speaker's
    name as a label. Raises Refusal if the reflection has no room for the line.
    """
    before, before_by = reflection.heard, reflection.heard_from
    on_file = set(before.splitlines())
    labelled = call_people.labelled(line, names.get(said_by or 0))
    if labelled != line and on_file.issuperset(labelled.splitlines()):
        return
    is_new = not on_file.issuperset(line.splitlines())
    mixed = bool(before) and is_new and said_by != before_by
    if mixed:
        before = call_people.labelled(before, names.get(before_by or 0))
        line = labelled
    heard = f"{before}\n{line}".strip() if is_new else before
    if problem := too_long(heard, of_input("heard")):
        raise Refusal(problem, field="heard")
    if not before or (not is_new and chosen):
        reflection.heard_from = said_by
    elif mixed:
        reflection.heard_from = None
    reflection.heard = heard


def remove(reflection: Reflection, name: Literal["heard", "next_step"], words: str) -> bool:
    """Remove these words from the field `name`. A speaker's name before the words is removed too.

    Return whether the field contained the words.
    """
    before: str = getattr(reflection, name)
    if f"\n{words}\n" not in f"\n{before}\n":
        words = next((line for line in before.splitlines() if _is_labelled(line, words)), "")
    if not words:
        return False
    setattr(reflection, name, f"\n{before}\n".replace(f"\n{words}\n", "\n", 1).strip("\n"))
    return True


def _is_labelled(line: str, words: str) -> bool:
    return bool(label_of(line)) and line.partition(": ")[2] == words
