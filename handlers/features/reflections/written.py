"""Find the call that somebody reflects on, begin the reflection, and add or remove its lines."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from handlers import planning
from handlers.coaching.buyer_words.speaker_labels import is_labelled
from handlers.coaching.buyer_words.their_words import label_of, names_another
from handlers.coaching.buyer_words.whose_words import may_be_theirs
from handlers.composing import updates
from handlers.features import access
from handlers.limits import of_input, too_long
from handlers.registry import Refusal, Turn
from handlers.typed.line_kinds import may_be_said_by
from storage.choices import MISSED, PLANNED, GoalReached, ShownContent
from storage.conversation import shown_messages
from storage.customers import attendees, contacts
from storage.sales_calls import reflections
from storage.sales_calls.own_calls import Seated
from storage.tables import Contact, Reflection

PROMPT: tuple[ShownContent, ...] = ("prompt",)
TIME_TAKEN = "You have another call with this account at that time."


async def started_call(turn: Turn, text: str, *, locked: bool = False) -> Seated:
    """Return the person's call with this id, even if nobody from the account came.

    Raises Refusal as `access.own_call` does, or if the call has not started.
    """
    seated = await access.own_call(turn, text, status=(PLANNED, MISSED), locked=locked)
    if seated.call.starts_at > turn.now:
        raise Refusal("That call has not started yet. You can reflect on it afterwards.")
    return seated


async def own(turn: Turn, seated: Seated) -> Reflection | None:
    """Return what this person wrote about the call, or None."""
    return await reflections.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )


async def needed(turn: Turn, seated: Seated) -> Reflection:
    """Return what this person wrote about the call. Raises Refusal if there is nothing."""
    found = await own(turn, seated)
    if found is None:
        raise Refusal("You have no reflection on that call. /reflect opens the form.")
    return found


async def begun(
    turn: Turn, seated: Seated, goal_reached: GoalReached | Literal[""], written: Reflection | None
) -> Reflection:
    """Begin a reflection, or update `written`, with how the call went ("" if that is not known).

    If the reflection is new, update the messages that asked how the call went, except the one with
    the pressed button. From now on, forms and questions no longer mention that the person can drop
    a transcript. If it was noted that nobody came to the call, take that back. Raises Refusal if
    the person by now has another call with the account at that time.
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
    await they_came(turn, seated)
    return written


async def _answer_prompts(turn: Turn, call_id: int) -> None:
    asked = await shown_messages.taken(turn.session, turn.person, call_id, PROMPT)
    others = [message for message in asked if message != turn.message]
    await updates.empty(turn.session, turn.person, others, turn.now, answered=call_id)


async def they_came(turn: Turn, seated: Seated) -> None:
    """If it is noted that nobody came, take that back. Raises Refusal as `begun` does."""
    try:
        await planning.restore(turn.session, turn.person, seated.call, turn.now)
    except planning.TimeTaken as error:
        raise Refusal(TIME_TAKEN) from error


async def coming(turn: Turn, seated: Seated) -> list[Contact]:
    """Return the contacts on file as attendees of the call. Leave out erased contacts."""
    return [one for one in await came(turn, seated) if one.erased_at is None]


async def came(turn: Turn, seated: Seated) -> list[Contact]:
    """Return all contacts on file as attendees of the call, even erased contacts."""
    call_id = seated.call.id
    return list((await attendees.of_calls(turn.session, [call_id])).get(call_id, ()))


def add_line(
    reflection: Reflection,
    line: str,
    said_by: int | None,
    names: Mapping[int, str],
    *,
    chosen: bool = False,
) -> None:
    """Add a line to what the customer said, with the speaker, unless the line is on file.

    `line` may have line breaks. It is on file if each part is, with or without the speaker's name
    as a label. If the words are from several people, each line gets its speaker's name as a label.
    `names` has the names of the people in the call, by id. `chosen` means that the rep chose the
    speaker. If so and the line is on file without a label, this speaker is stored for all the words
    on file. Raises Refusal if the line is too long to add to the words on file.
    """
    before, before_by = reflection.heard, reflection.heard_from
    on_file, labelled = set(before.splitlines()), _labelled(line, names.get(said_by or 0))
    if labelled != line and on_file.issuperset(labelled.splitlines()):
        return
    is_new = not on_file.issuperset(line.splitlines())
    mixed = bool(before) and is_new and said_by != before_by
    if mixed:
        before = _labelled(before, names.get(before_by or 0))
        line = labelled
    heard = f"{before}\n{line}".strip() if is_new else before
    if problem := too_long(heard, of_input("heard")):
        raise Refusal(problem, field="heard")
    if not before or (not is_new and chosen):
        reflection.heard_from = said_by
    elif mixed:
        reflection.heard_from = None
    reflection.heard = heard


async def with_speaker(
    turn: Turn, seated: Seated, came: Sequence[Contact], line: str, chosen: str
) -> str:
    """If the chosen speaker was not in the call, label the line with the speaker's name."""
    if not chosen.isdecimal() or any(str(one.id) == chosen for one in came):
        return line
    known = (await contacts.by_accounts(turn.session, [seated.account.id])).get(
        seated.account.id, ()
    )
    return _labelled(line, next((one.name for one in known if str(one.id) == chosen), None))


def _labelled(words: str, name: str | None) -> str:
    """Put the name before each line without a label."""
    lines = words.splitlines() if name else []
    return "\n".join(line if label_of(line) else f"{name}: {line}" for line in lines) or words


def without(reflection: Reflection, name: Literal["heard", "next_step"], words: str) -> bool:
    """Take these words out of an answer. Return whether the answer contained them."""
    before: str = getattr(reflection, name)
    if f"\n{words}\n" not in f"\n{before}\n":
        words = next((line for line in before.splitlines() if _is_labelled(line, words)), "")
    if not words:
        return False
    setattr(reflection, name, f"\n{before}\n".replace(f"\n{words}\n", "\n", 1).strip("\n"))
    return True


def _is_labelled(line: str, words: str) -> bool:
    return bool(label_of(line)) and line.partition(": ")[2] == words


class KnownThere(NamedTuple):
    """The names of an account's people, and of the account."""

    people: Sequence[str]
    account: str


async def known_there(turn: Turn, seated: Seated, came: Sequence[Contact]) -> KnownThere:
    """Return the names on file for a call's account. `came` is what the function `came` returns."""
    known = await contacts.by_accounts(turn.session, [seated.account.id])
    coming = [one for one in came if one.erased_at is None]
    people = [*coming, *known.get(seated.account.id, ())]
    return KnownThere([*dict.fromkeys(one.name for one in people)], seated.account.name)


def labelled_id(words: str, chosen: str, coming: Sequence[Contact]) -> int | None:
    """Return the id of the contact in a label before the words: "Jana: we stopped".

    Return None if the rep chose a speaker, or if the label names nobody or several contacts.
    """
    named = [contact.id for contact in coming if is_labelled(words, contact.name)]
    return named[0] if len(named) == 1 and not chosen else None


def speaker_id(
    chosen: str, came: Sequence[Contact], words: str, known_there: KnownThere
) -> int | None:
    """Return the id of the contact who said these words: the one chosen, or the only one who came.

    Return None if the rep chose somebody who is not among `came`. If nobody was chosen, return None
    if nobody or several came, if a line begins with another name ("Ruth: we stopped"), or if the
    words can't be a customer's ("they want a pilot"). An erased contact is never returned.
    """
    known = [contact for contact in came if contact.erased_at is None]
    if not chosen and len(came) == 1 == len(known):
        name = known[0].name
        is_theirs = may_be_said_by(words, name) and not names_another(words, name)
        can_be = all(may_be_theirs(line, *known_there) for line in words.splitlines())
        return known[0].id if is_theirs and can_be else None
    return next((contact.id for contact in known if str(contact.id) == chosen), None)


async def their_names(turn: Turn, seated: Seated) -> list[str]:
    """Return all names that a rep may write for the other side in a promise: "Jana: send the list".

    They are the names of the account and its contacts, and the contacts' first names.
    """
    people, account = await known_there(turn, seated, await came(turn, seated))
    firsts = (name.split()[0] for name in people if name.split())
    return list(dict.fromkeys([account, *people, *firsts]))
