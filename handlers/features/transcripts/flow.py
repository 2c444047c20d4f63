"""From a transcript to its figures. Asks which speaker is the rep, or which call, if unclear."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from handlers import rep_names
from handlers.cards import Button, Card, Note, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access
from handlers.features.transcripts import begun, shown
from handlers.registry import Refusal, Turn, Unfinished
from handlers.rhythm_settings import day_of
from handlers.sources.ports import TranscriptReader, TranscriptRefused, WordsGone
from handlers.transcripts.records import Measured, TalkContext
from handlers.transcripts.speakers import folded
from handlers.transcripts.stored import as_stored
from handlers.transcripts.timeline import side_of
from handlers.transcripts.whose import Whose, is_name, names_somebody, resembles, sides, whose
from handlers.views import talk_card, talk_questions
from storage import accounts, insights, people, transcripts
from storage.calls import Seated
from storage.choices import TranscriptSourceKind
from storage.database.connection import once_committed
from storage.tables import MeasuredCall, OpenTranscript

NOT_HERE = "Transcripts can't be read here."
_GONE: dict[TranscriptSourceKind | None, str] = {
    None: "I no longer have the words. Drop the transcript here",
    "microsoft": "I no longer have the words, and Teams does not give them to me again. Download "
    "the transcript from the meeting's recap in Teams, and drop it here",
    "google": "I no longer have the words, and Google does not give them to me again. Download the "
    "transcript from Google Docs as .docx, and drop it here",
}
# Said when somebody presses a button of a question that is no longer on file.
SETTLED = "That is answered already. If you see no figures, drop the transcript here."
SOMEBODY_ELSES = (
    "Nobody in that transcript has your name, and none of your calls was at that time. If it is "
    "yours, note the call with /prep first, then drop the file again."
)
ANOTHERS = (
    "“{name}” is the name of a colleague here, and figures go only to the person they are of. I've "
    "forgotten the file: your colleague can drop it here themselves."
)
SHORT_FOR_ANOTHERS = (
    "“{name}” may be short for the name of a colleague here, and figures go only to the person "
    "they are of. I've forgotten the file. If it is you, bring a transcript with your full name."
)
MOVES_IT = "If the transcript is of that other call, press Not this call."
IF_ANOTHERS = "If the transcript is of another call, press Not this call."
BY_NAMES = "The file does not say when it was, so I went by the names in it."
BY_NAMES_AND_DAY = "I went by the names and the day in the file."
REPLACES = "These figures replace those of another file of this call."


def reader_of(turn: Turn) -> TranscriptReader:
    """What reads transcripts. Raises Refusal where nothing does."""
    if turn.transcripts is None:
        raise Refusal(NOT_HERE)
    return turn.transcripts


def drop_words(turn: Turn, key: str) -> None:
    """Drop the words of a transcript from memory, once this transaction is committed."""
    if turn.transcripts is not None:
        once_committed(turn.session, partial(turn.transcripts.forget, key))


def how_to_bring(gone: WordsGone) -> str:
    """Say that the words are gone, and how to bring them again. The full stop is left out."""
    return _GONE[gone.source]


async def go_on(
    turn: Turn, row: OpenTranscript, excerpts: Mapping[str, Sequence[str]]
) -> Reply | Unfinished:
    """Ask what is still open about a transcript or, if nothing is, measure it.

    `excerpts` are sentences of each speaker; empty if they are no longer at hand. They are shown
    only if the call is known to be the rep's. Forgets the file and says so if it is a colleague's.
    Forgets it and raises Refusal if it is plainly a stranger's:
    every speaker has a name, none of the names is like the rep's, the file has a time and a zone,
    and none of the rep's calls was then.
    """
    found = await _whose(turn, row)
    seated = await begun.calls_of(turn, row)
    mine: Collection[str] | None = row.mine if row.mine is not None else found.mine
    known = mine is not None or await begun.is_known(turn, row, seated)
    if found.anothers and (name := _colleague(row, found, known=known)):
        sentence = SHORT_FOR_ANOTHERS if name in found.short else ANOTHERS
        return await forgotten(turn, row, sentence.format(name=shortened(name, 40)))
    if mine is None:
        strangers = not found.likely and all(map(names_somebody, row.labels))
        if strangers and row.zoned and not begun.near(row, seated):
            reader_of(turn).forget(row.key)
            raise Refusal(SOMEBODY_ELSES)
        shown = excerpts if known else None
        return talk_questions.who(begun.ref_of(row), row.labels, found, shown)
    call = await _call(turn, row, seated, mine)
    if isinstance(call, Seated):
        return await measure(turn, row, call, mine)
    return await _ask_which(turn, row, seated, call)


def _colleague(row: OpenTranscript, found: Whose, *, known: bool) -> str:
    """The colleague whose transcript it is; "" if it may be the rep's.

    It is a colleague's if the rep was said to be them, and if, beside colleagues, at most one
    person speaks, whose name is not like the rep's. If the call is `known` to be the rep's, a name
    that is only short for a colleague's may be somebody else's.
    """
    if row.mine is not None:
        return next((label for label in row.mine if label in found.anothers), "")
    if known and found.anothers == found.short:
        return ""
    rest = [label for label in row.labels if label not in found.anothers]
    if found.likely or len(rest) > 1 or not all(map(names_somebody, rest)):
        return ""
    return next(label for label in row.labels if label in found.anothers)


async def forgotten(turn: Turn, row: OpenTranscript, sentence: str) -> Card:
    """Forget a file, and say so with this sentence."""
    drop_words(turn, row.key)
    await turn.session.delete(row)
    return Card(sentence, (Paragraph(spans(typed(sentence))),))


async def ask_again(turn: Turn, row: OpenTranscript, was: Collection[str], back: Button) -> Card:
    """Ask who the rep is, who `was` these speakers until now; `back` leaves it at that."""
    found = await _whose(turn, row)
    rest = [label for label in row.labels if label not in was and label not in found.anothers]
    found = replace(found, likely=tuple(rest[:1]))
    return talk_questions.who(begun.ref_of(row), row.labels, found, {}, back=[back])


async def _whose(turn: Turn, row: OpenTranscript) -> Whose:
    return whose(row.labels, await rep_names.of(turn.session, turn.person))


async def _call(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated], mine: Collection[str]
) -> Seated | Sequence[int]:
    """The transcript's call; if it is not certain, the ids of likely calls, the best first."""
    if row.call_id is not None:
        try:
            return await chosen(turn, row.call_id)
        except Refusal:  # it was cancelled or moved meanwhile, or the rep has left it
            row.call_id = None
    possible = [one for one in seated if one.call.id != row.not_call_id]
    others = [label for label in row.labels if label not in mine]
    found = await begun.matched(turn, row, possible, others)
    by_id = {one.call.id: one for one in possible}
    return by_id[found.sure] if found.sure is not None else found.likely


async def _ask_which(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated], likely: Sequence[int]
) -> Card:
    """Ask which of the likely calls it is; if none is likely, offer to note a call."""
    if not likely:
        return await not_on_file(turn, row)
    by_id = {one.call.id: one for one in seated}
    offers = [begun.offered(turn, by_id[id_]) for id_ in likely]
    lead = "Which call is that transcript of?"
    return talk_questions.which(begun.ref_of(row), list(row.labels), offers, lead)


async def others(turn: Turn, row: OpenTranscript) -> Card:
    """The rep's last calls, without the likely calls; *Back* asks about the likely calls again."""
    seated = await begun.calls_of(turn, row)
    mine = row.mine if row.mine is not None else (await _whose(turn, row)).mine
    found = await _call(turn, row, seated, mine or ())
    offered = () if isinstance(found, Seated) else found
    rest = [
        one
        for one in await begun.latest(turn)
        if one.id not in offered and one.id != row.not_call_id
    ]
    back = [Button("Back", talk_questions.BACK, begun.ref_of(row))] if offered else []
    return talk_questions.others(begun.ref_of(row), rest, back=back)


async def not_on_file(turn: Turn, row: OpenTranscript) -> Card:
    """Offer to note the call. If the file has a time and a zone, say that no call was then."""
    at = row.starts_at
    lead = f"None of your calls was at {begun.moment(turn, at)}. " if at and row.zoned else ""
    lead += "If it was yours, say with whom, and I'll note the call and measure it."
    return talk_questions.note_call(
        begun.ref_of(row), lead, "", begun.dated(turn, at) if at else ""
    )


async def chosen(turn: Turn, call_id: int) -> Seated:
    """The call that was chosen. Raises Refusal if it is not the rep's, or has not begun."""
    seated = await access.own_call(turn, str(call_id))
    if not begun.has_begun(seated, turn.now):
        raise Refusal("That call has not begun yet. Choose one that has.")
    return seated


async def measure(
    turn: Turn, row: OpenTranscript, seated: Seated, mine: Collection[str]
) -> Unfinished:
    """Measure a transcript, store the figures, and show them."""
    reader, key, call_id = reader_of(turn), row.key, seated.call.id
    row_id, digest = row.id, row.digest
    context = await context_of(turn, seated, list(row.labels), mine)
    pitch = turn.playbook.pitch

    async def work() -> Measured | WordsGone:
        try:
            return await reader.measure(key, context, pitch)
        except WordsGone as gone:
            return gone
        except TranscriptRefused as refused:
            raise Refusal(str(refused)) from None

    async def then(later: Turn, found: Measured | WordsGone) -> Reply:
        opened = await transcripts.opened(later.session, later.person, row_id, locked=True)
        if opened is None:
            return await _stored_already(later, digest)
        if isinstance(found, WordsGone):
            raise Refusal(f"{how_to_bring(found)}: what you answered is remembered.")
        return await _store(later, opened, call_id, context, found)

    return Unfinished(work, then)


async def context_of(
    turn: Turn, seated: Seated, labels: Sequence[str], mine: Collection[str]
) -> TalkContext:
    """What measuring has to know about the call."""
    call_id, tenant, me = seated.call.id, turn.person.tenant, turn.person
    guests = (await accounts.attendees(turn.session, [call_id])).get(call_id, ())
    ours = await transcripts.people_in(turn.session, tenant, [call_id])
    side = sides(
        labels,
        mine,
        theirs=[contact.name for contact in guests],
        with_us=[name for _, who, name in ours if who != me.id],
        on_file=set(await people.names(turn.session, tenant, rep_names.ON_FILE)) - {me.name},
    )
    used = await insights.values_in_use(turn.session, tenant)
    rivals = dict.fromkeys([*used["competitor"], *turn.playbook.competitors])
    return TalkContext(
        mine=frozenset(mine),
        colleagues=frozenset(label for label, one in side.items() if one == "colleague"),
        day=day_of(seated.call.starts_at, me.zone),
        goal=seated.seat.goal,
        rivals=tuple(rivals),
        heard_as=turn.playbook.heard_as,
    )


async def _stored_already(turn: Turn, digest: str) -> Card:
    """The figures that the same file, dropped twice at once, has by now. Raises Refusal if none."""
    stored = await transcripts.of_file(turn.session, turn.person, digest)
    if stored is None:
        raise Refusal(SETTLED)
    return await shown.after_measuring(turn, stored, await shown.call_of(turn, stored))


async def _store(
    turn: Turn, row: OpenTranscript, call_id: int, context: TalkContext, found: Measured
) -> Reply:
    """Store the figures and the names under which the rep speaks, and show the card.

    The card is empty if nobody sees the reply (`Turn.unseen`).
    """
    seated = await chosen(turn, call_id)
    notes = await _doubts(turn, row, call_id, context.mine)
    stored = await transcripts.store(
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
            key=row.key,
            labels={label: side_of(label, context) for label in row.labels},
            figures=as_stored(found.figures),
        ),
    )
    await _remember(turn, list(row.labels), context.mine)
    await turn.session.delete(row)
    if turn.unseen:
        return Card("", ())
    card = await shown.after_measuring(turn, stored, seated)
    return replace(card, blocks=(*card.blocks, *(Note(spans(typed(note))) for note in notes)))


async def _doubts(
    turn: Turn, row: OpenTranscript, call_id: int, mine: Collection[str]
) -> list[str]:
    """Notes for the card: what speaks against this call, and whether older figures are replaced."""
    notes = []
    seated = await begun.calls_of(turn, row)
    others = [label for label in row.labels if label not in mine]
    found = await begun.matched(turn, row, seated, others)
    better = next((one for one in seated if one.call.id == found.sure), None)
    if better and better.call.id not in (call_id, row.not_call_id):
        notes.append(f"Title, time or names fit {begun.about(turn, better)} better. {MOVES_IT}")
    elif missing := await _nobody_expected(turn, call_id, others):
        notes.append(f"{missing} {IF_ANOTHERS}")
    elif found.by_names and row.call_id is None:
        notes.append(f"{BY_NAMES_AND_DAY if row.starts_at else BY_NAMES} {IF_ANOTHERS}")
    before = await transcripts.of_call(turn.session, turn.person, call_id)
    if before is not None and before.digest != row.digest:
        notes.append(REPLACES)
    return notes


async def _nobody_expected(turn: Turn, call_id: int, others: Sequence[str]) -> str:
    """A sentence that none of the call's guests is among the other speakers.

    "" if a guest may be among them, if a speaker has no name, or if no guests are on file.
    """
    guests = (await accounts.attendees(turn.session, [call_id])).get(call_id, ())
    named = [label for label in others if names_somebody(label)]
    known = any(is_name(o, one.name) or resembles(o, one.name) for o in named for one in guests)
    if not guests or not named or known or len(named) < len(others):
        return ""
    return f"I can't find {talk_card.talked([one.name for one in guests])} in it."


async def _remember(turn: Turn, labels: Sequence[str], mine: Collection[str]) -> None:
    """Remember under which names the rep speaks, and which names are not theirs.

    A name that is not theirs is remembered only if it resembles the rep's or was known before.
    """
    names = {folded(label): label in mine for label in labels if names_somebody(label)}
    known = await transcripts.spoken_as(turn.session, turn.person)
    close = {
        label: is_mine
        for label, is_mine in names.items()
        if is_mine or label in known or resembles(label, turn.person.name)
    }
    await transcripts.remember_spoken_as(turn.session, turn.person, close, turn.now)
