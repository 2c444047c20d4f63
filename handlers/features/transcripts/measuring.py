"""Measure a transcript once we know the call and the rep. Store and show the figures."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers.cards import Card, Note, Reply, spans, typed
from handlers.composing import updates
from handlers.features.transcripts import (
    call_labels,
    model_lines,
    our_people,
    possible_calls,
    shown,
    words_at_hand,
)
from handlers.registry import Refusal, Turn, Unfinished
from handlers.rhythm_settings import day_of
from handlers.sources.calendars import full_names
from handlers.sources.ports import WordsGone
from handlers.transcripts.records import Measured, TalkContext
from handlers.transcripts.speakers import folded
from handlers.transcripts.stored import as_stored
from handlers.transcripts.timeline import side_of
from handlers.transcripts.whose import may_be_name, names_somebody, resembles, sides
from handlers.views.transcripts import talk_card
from storage.conversation import shown_messages
from storage.customers import attendees, contacts
from storage.marketing import insights
from storage.sales_calls.own_calls import Seated
from storage.sources import measured_calls, open_transcripts, speaker_names
from storage.tables import MeasuredCall, OpenTranscript

# We say this if somebody presses a button of a question that is no longer on file.
SETTLED = "That question is no longer open. If you see no figures, drop the transcript here."
MOVES_IT = "If the transcript is of that other call, press “Not this call”."
IF_ANOTHERS = "If the transcript is of another call, press “Not this call”."
BY_NAMES = "The file does not say what time the call was, so I went by the names in it."
BY_NAMES_AND_DAY = "I went by the names and the day in the file."
BROUGHT_BEFORE = "You've brought this file before."
REPLACED = "These figures have replaced those from another file of this call."


async def measure(
    turn: Turn, row: OpenTranscript, seated: Seated, mine: Collection[str]
) -> Unfinished:
    """Measure a transcript, store the figures, and show them."""
    call_id, row_id, digest = seated.call.id, row.id, row.digest
    context = await context_of(turn, seated, list(row.labels), mine)

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        opened = await open_transcripts.by_id(later.session, later.person, row_id, locked=True)
        if opened is None:
            return await _stored_already(later, digest)
        if isinstance(found, WordsGone):
            raise Refusal(f"{words_at_hand.how_to_bring(found)}: I remember your answers.")
        return await _store(later, opened, call_id, context, found)

    return Unfinished(await words_at_hand.to_measure(turn, row.key, context), then)


async def context_of(
    turn: Turn, seated: Seated, labels: Sequence[str], mine: Collection[str]
) -> TalkContext:
    """Return what we must know about the call to measure its transcript."""
    call_id, tenant, me = seated.call.id, turn.person.tenant, turn.person
    guests = (await attendees.of_calls(turn.session, [call_id])).get(call_id, ())
    ours = await our_people.seated_or_invited(turn, seated)
    said_ours = await measured_calls.ours_with_account(turn.session, me, seated.account.id)
    side = sides(
        labels,
        mine,
        theirs=[contact.name for contact in guests],
        with_us=ours,
        on_file=await our_people.on_file(turn),
        before=said_ours,
    )
    used = await insights.values_in_use(turn.session, tenant)
    on_file = await contacts.by_accounts(turn.session, [seated.account.id])
    rivals = dict.fromkeys([*used["competitor"], *turn.playbook.competitors])
    return TalkContext(
        mine=frozenset(mine),
        colleagues=frozenset(label for label, one in side.items() if one == "colleague"),
        day=day_of(seated.call.starts_at, me.zone),
        goal=seated.seat.goal,
        rivals=tuple(rivals),
        heard_as=turn.playbook.heard_as,
        expected=await _expected(turn, seated, tuple(rivals)),
        no_rivals=(
            *(contact.name for contact in (*guests, *on_file.get(seated.account.id, ()))),
            me.name,
            *ours,
            *said_ours,
            seated.account.name,
            *(domain.partition(".")[0] for domain in turn.company_domains),
        ),
    )


async def _expected(turn: Turn, seated: Seated, rivals: Sequence[str]) -> tuple[str, ...]:
    """Return the competitors that the goal names, or that we heard in earlier calls."""
    earlier = await measured_calls.rivals_heard(turn.session, turn.person, seated.account.id)
    goal = seated.seat.goal.casefold()
    return tuple(name for name in rivals if name in earlier or name.casefold() in goal)


async def _stored_already(turn: Turn, digest: str) -> Card:
    """Show the figures that another request has stored for the same file.

    There is another request if the rep drops a file twice at once. Raises Refusal if no figures are
    on file.
    """
    stored = await measured_calls.of_file(turn.session, turn.person, digest)
    if stored is None:
        raise Refusal(SETTLED)
    return await shown.after_measuring(turn, stored, await shown.call_of(turn, stored))


async def _store(
    turn: Turn, row: OpenTranscript, call_id: int, context: TalkContext, found: Measured
) -> Reply:
    """Store the figures, and return the card that shows them.

    If nobody sees the reply (`Turn.unseen`), the card is empty.
    """
    seated = await possible_calls.chosen(turn, call_id)
    notes = await _doubts(turn, row, call_id, context.mine)
    stored = await measured_calls.store(
        turn.session,
        MeasuredCall(
            tenant=turn.person.tenant,
            person_id=turn.person.id,
            call_id=call_id,
            account_id=seated.account.id,
            called_at=seated.call.starts_at,
            measured_at=turn.now,
            tool=row.tool,
            digest=row.digest,
            file_starts_at=row.starts_at,
            file_zoned=row.zoned,
            key=row.key,
            labels={label: side_of(label, context) for label in row.labels},
            figures=as_stored(found.figures),
        ),
    )
    notes += await _learn_names(turn, stored)
    await _remember(turn, list(row.labels), context.mine)
    await turn.session.delete(row)
    notes += filter(None, [await model_lines.begin(turn, stored, seated, found.figures.words)])
    if turn.unseen:
        return Card("", ())
    card = await shown.after_measuring(turn, stored, seated)
    return replace(card, blocks=(*card.blocks, *(Note(spans(typed(note))) for note in notes)))


async def _doubts(
    turn: Turn, row: OpenTranscript, call_id: int, mine: Collection[str]
) -> list[str]:
    """Return a note for each of these cases:

    - The file may be of another call.
    - The figures of this file replace those of another file.
    - The rep brought this file before.

    If figures are replaced, also empty the messages that show the old figures.
    """
    notes = []
    seated = await possible_calls.calls_of(turn, row)
    others = [label for label in row.labels if label not in mine]
    found = await possible_calls.matched(turn, row, seated, others)
    better = next((one for one in seated if one.call.id == found.sure), None)
    if better and better.call.id not in (call_id, row.not_call_id):
        notes.append(
            f"The title, time or names fit {call_labels.about(turn, better)} better. {MOVES_IT}"
        )
    elif missing := await _nobody_expected(turn, call_id, others):
        notes.append(f"{missing} {IF_ANOTHERS}")
    elif found.by_names and row.call_id is None:
        notes.append(f"{BY_NAMES_AND_DAY if row.starts_at else BY_NAMES} {IF_ANOTHERS}")
    before = await measured_calls.of_call(turn.session, turn.person, call_id)
    if before is not None and before.digest != row.digest:
        notes.append(REPLACED)
        await _empty(turn, call_id)
    elif before is not None and [one for one, side in before.labels.items() if side == "me"] == [
        label for label in row.labels if label in mine
    ]:
        notes.insert(0, BROUGHT_BEFORE)
    return notes


async def _empty(turn: Turn, call_id: int) -> None:
    """Empty the messages that show the call's old figures."""
    showing = await shown_messages.take(turn.session, turn.person, call_id, ("figures", "draft"))
    others = [message for message in showing if message != turn.message]
    await updates.empty(turn.session, turn.person, others, turn.now)


async def _nobody_expected(turn: Turn, call_id: int, others: Sequence[str]) -> str:
    """Say that none of the call's guests is among the speakers.

    `others` has all speakers except the rep. Return "" if one of these speakers may be a guest, if
    one of them has no name, or if no guests are on file.
    """
    came = (await attendees.of_calls(turn.session, [call_id])).get(call_id, ())
    guests = [one for one in came if not one.erased_at]
    named = [label for label in others if names_somebody(label)]
    known = any(may_be_name(label, one.name) for label in named for one in guests)
    if not guests or not named or known or len(named) < len(others):
        return ""
    who = talk_card.talked([one.name for one in guests])
    return f"I can't find {who} among the speakers."


async def _learn_names(turn: Turn, stored: MeasuredCall) -> list[str]:
    """Give contacts such as "J. Peters" the full name that the transcript has, and say so."""
    tenant, account_id = turn.person.tenant, stored.account_id
    on_file = (await contacts.by_accounts(turn.session, [account_id])).get(account_id, [])
    theirs = [label for label, side in stored.labels.items() if side == "theirs"]
    renamed = await full_names.learn(turn.session, tenant, on_file, theirs)
    return [f"{old} is now on file as {new}." for old, new in renamed]


async def _remember(turn: Turn, labels: Sequence[str], mine: Collection[str]) -> None:
    """Store which names in this transcript are the rep's own, and which are not.

    Store a name that is not the rep's own only in these cases:

    - The name resembles the rep's name.
    - An earlier answer of the rep about this name is stored.
    """
    names = {folded(label): label in mine for label in labels if names_somebody(label)}
    known = await speaker_names.of_person(turn.session, turn.person)
    close = {
        label: is_mine
        for label, is_mine in names.items()
        if is_mine or label in known or resembles(label, turn.person.name)
    }
    await speaker_names.remember(turn.session, turn.person, close, turn.now)
