"""/rhythm, *My data*: show what we keep about a person, export it, and erase it."""

from collections.abc import Iterable
from tempfile import TemporaryFile

from sqlmodel import col, select

from handlers.cards import (
    Aside,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    CardWithUpdates,
    Heading,
    Note,
    Paragraph,
    Preformatted,
    Reply,
    Strong,
    Text,
    card_saying,
    spans,
)
from handlers.composing import erasing
from handlers.notices.emptied import EMPTY
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.views.team import team_words
from storage.conversation import shown_messages
from storage.rights import counting, left_open
from storage.rights.erasure.names import FORMER_COLLEAGUE
from storage.rights.export import ExportTooLarge, parts_of_person, write
from storage.rights.holdings import HOLDINGS, Holding
from storage.tables import MeasuredCall, OpenTranscript, Person
from storage.team import coaching
from storage.upkeep.retention_days import RetentionDays
from storage.workspace import audit, policies

SHOW, EXPORT, ASK, ERASE = "mydata.show", "mydata.export", "mydata.ask", "mydata.erase"
LEAD = "What is kept about you"
WHAT_IS_KEPT = Button("What is kept about me", SHOW)
LABEL_TYPED = ("what is kept about me", "whats kept about me", "what's kept about me")
YOURS = "Yours, and gone if you erase it"
SHARED = "About customers, or shared with your colleagues"
STAYS = (
    "These stay: accounts, calls and your part in them, findings, promises, and what you passed "
    f"on to marketing or published. “{FORMER_COLLEAGUE}” replaces your name in them, even in the "
    "words of promises and asks. Cards about what you passed on are written again without your "
    "name. Briefs with what you shared stay in colleagues' chats. Other texts that name you stay "
    "too."
)
GOALS = (
    "Goals for calls: {}; {}; read by only you, unless you showed a goal when you asked for help "
    "with the call."
)
OUTSIDE = (
    "These are the readers within Attune. Whoever runs Attune can also read its database, and an "
    "admin of the chat may be able to export messages."
)
TRANSCRIPTS = (
    "From a transcript I store only the figures and the lines that you choose to keep. To delete "
    "the figures, press “Delete the figures” on the card of the call. The lines are in your "
    "reflection, or are promises that colleagues see. The file itself stays in this chat until you "
    "delete it here."
)
GOES = (
    "Your reflections, notes, guesses, goals, figures, messages and settings will be deleted, and "
    "I'll stop reading your calendars and transcripts. This can't be undone."
)
GONE = (
    "Done. What was yours is deleted, and your name with it. If you write to me again, I'll start "
    "from nothing."
)
REFERENCE = (
    " The reference of this erasure is {}. The workspace's log has it too, but not your name."
)
IN_CHAT = (
    "I'm emptying my newest messages here, up to 60. Older messages stay in this chat as they are, "
    "and so does what you wrote or dropped here. To remove the rest, delete it in the chat, or ask "
    "an admin to."
)
ALREADY = "That is already done: I keep nothing of yours from before."
ASK_OPERATOR = (
    "I can't hand over the file here. Whoever runs Attune for you can make it with this command:"
)

HIDDEN = "hidden, because figures are switched off here; your export still has them"
NOT_SHARED = "no longer shared with anybody"
GIVEN = "The file with your data is in your direct messages with me."
IN_IT = "Its README.txt says what each file is. There are no passwords in it."
FILE = "attune-my-data.zip"
LARGEST = 20_000_000  # bytes; a larger file is not sent in chat


def register(registry: Registry) -> None:
    """Register the words and the buttons."""
    registry.phrases(SHOW, show, ("my data", *LABEL_TYPED))
    registry.button(SHOW, show)
    registry.button(EXPORT, export)
    registry.button(ASK, ask)
    registry.button(ERASE, erase)


async def show(turn: Turn) -> Card:
    """Show how much data of each kind we keep about the person, for how long, and who reads it."""
    counts = await counting.of_person(turn.session, turn.person)
    policy = await policies.of(turn.session, turn.person.tenant)
    days = turn.retention.with_choices(policy.retain) if policy else turn.retention
    off = policy is not None and policy.figures_off
    instead = {"measuredcall": HIDDEN} if off else {}
    if not await _shares_figures(turn):
        instead["sharedfigure"] = NOT_SHARED
    known = [(HOLDINGS[name], number, instead.get(name, "")) for name, number in counts.items()]
    blocks: list[Block] = [Heading(LEAD)]
    for title, shared in ((YOURS, False), (SHARED, True)):
        lines = [
            _line(one, number, days, readers)
            for one, number, readers in known
            if one.stays == shared and one.what
        ]
        if not shared and (goals := await counting.goals_of(turn.session, turn.person)):
            lines.append(spans(GOALS.format(goals, kept_days(days.reflections))))
        if lines:
            blocks += [Paragraph(spans(Strong(title))), Bullets(tuple(lines))]
    buttons = (
        Button("Export", EXPORT, beside=True),
        *([Button("My team", team_words.MINE, beside=True)] if "teammember" in counts else []),
        *([Button("Delete a call…", "erase.choose", beside=True)] if "seat" in counts else []),
        Button("Erase me…", ASK, str(turn.person.id), "danger", beside=True),
    )
    if turn.transcripts is not None:
        blocks.append(Paragraph(spans(Strong("Transcripts: "), TRANSCRIPTS)))
    return Card(LEAD, (*blocks, Note(spans(STAYS)), Note(spans(OUTSIDE)), Buttons(buttons)))


async def _shares_figures(turn: Turn) -> bool:
    session, person, now = turn.session, turn.person, turn.now
    shares = await coaching.shared_by(session, person, now)
    return bool(shares or await coaching.shared_with(session, person, now, 1))


def _line(holding: Holding, number: int, days: RetentionDays, instead: str) -> Text:
    """Return a line about one kind of data. `instead`, if not "", replaces the readers."""
    kept = [_kept_for(holding, getattr(days, holding.days))] if holding.days else []
    parts = [f"{holding.what}: {number}", *kept]
    readers = instead or holding.seen or f"read by {holding.readers or 'only you'}"
    text = "; ".join([*parts, readers])
    return spans(text[0].upper() + text[1:] + ".")


def _kept_for(holding: Holding, days: int) -> str:
    return f"{kept_days(days)} {holding.days_from}".rstrip() if days else kept_days(days)


def kept_days(days: int) -> str:
    """Say how long data is kept: "kept for 730 days"."""
    return f"kept for {days} {'day' if days == 1 else 'days'}" if days else "no time limit"


async def export(turn: Turn) -> Reply | Unfinished:
    """Send the person a file with their data.

    If the file is too large for the chat, or can't be sent here, show the command with which the
    operator exports the data.
    """
    person, give, reading = turn.person, turn.give_file, turn.reading
    if give is None or reading is None:
        return _by_operator(person)
    about = {"made_at": turn.now.isoformat(), "tenant": person.tenant, "person": person.external}
    about["name"] = person.name
    # `work` can't build `parts`, because it uses another database session than `person`.
    parts = parts_of_person(person)

    async def work() -> bool:
        with TemporaryFile() as file:
            try:
                async with reading() as session:
                    await write(session, parts, file, about, max_bytes=LARGEST)
            except ExportTooLarge:
                return False
            file.seek(0)
            return await give(FILE, file.read())

    return Unfinished(work, _exported)


async def _exported(turn: Turn, given: bool) -> Reply:
    if not given:
        return _by_operator(turn.person)
    person = turn.person
    target = person.id
    audit.note(
        turn.session, person.tenant, "exported", ("person", target), turn.now, actor=person.id
    )
    return Aside(card_saying(GIVEN, Note(spans(IN_IT))))


def _by_operator(person: Person) -> Aside:
    command = (
        f'python -m bot person export "{person.external}" --tenant "{person.tenant}" '
        "--to export.zip"
    )
    blocks = (Paragraph(spans(ASK_OPERATOR)), Preformatted(command), Note(spans(IN_IT)))
    return Aside(Card(ASK_OPERATOR, blocks))


async def ask(turn: Turn) -> Reply:
    """Ask whether to erase the person. Say what is deleted and what stays."""
    lead = "Erase everything about you?"
    buttons = (
        Button("Erase me", ERASE, str(turn.person.id), "danger"),
        Button("Keep everything", SHOW),
    )
    text = (
        *(Paragraph(spans(Strong(lead))), Paragraph(spans(GOES)), Paragraph(spans(STAYS))),
        *await _left_open(turn, "will be cancelled", "will be cancelled"),
    )
    return Aside(Card(lead, (*text, Buttons(buttons))))


async def _left_open(turn: Turn, one_is: str, many_are: str) -> list[Block]:
    """Say how many promises stay open, and how many calls are cancelled.

    `one_is` and `many_are` are the verbs for one call and for several calls: "was cancelled" and
    "were cancelled".
    """
    promises = await left_open.count_promises(turn.session, turn.person)
    alone = len(await left_open.calls_alone(turn.session, turn.person, turn.now))
    said: list[Block] = []
    if promises:
        one = "1 promise" if promises == 1 else f"{promises} promises"
        who = "which colleagues can take over, from /promises or their next brief"
        said.append(Paragraph(spans(Strong("Still open: "), f"{one}, {who}.")))
    if alone:
        calls = f"1 call {one_is}" if alone == 1 else f"{alone} calls {many_are}"
        said.append(Paragraph(spans(f"{calls}, because no colleague takes part.")))
    return said


async def erase(turn: Turn) -> Reply:
    """Erase the person.

    The button's value is the id of the person's row. If an erased person writes to Attune again,
    they get a new row. So the button of an old message can't erase the new data.
    """
    if turn.text != str(turn.person.id):
        raise Refusal(ALREADY)
    person_id = turn.person.id
    for key in await _keys(turn, person_id):
        if turn.transcripts:
            turn.transcripts.forget(key)
    shown = await shown_messages.messages_of_person(turn.session, turn.person)
    # We count the open promises and calls now, because erasing the person cancels the calls.
    still = await _left_open(turn, "was cancelled", "were cancelled")
    reference = await erasing.erase(turn.session, turn.person, turn.now, by=person_id)
    text = Paragraph(spans(GONE, REFERENCE.format(reference)))
    gone = Card(GONE, (text, *still, Note(spans(IN_CHAT))))
    # We can't send anything to an erased person later. So we empty their messages together with
    # this answer.
    first, *others = [one for one in shown if one != turn.message] or [""]
    return CardWithUpdates(gone, first, card_saying(EMPTY), tuple(others))


async def _keys(turn: Turn, person_id: int) -> Iterable[str]:
    """Return the keys under which words of the person's transcripts may be in memory."""
    measured = select(MeasuredCall.key).where(col(MeasuredCall.person_id) == person_id)
    opened = select(OpenTranscript.key).where(col(OpenTranscript.person_id) == person_id)
    return {
        *(await turn.session.exec(measured)).all(),
        *(await turn.session.exec(opened)).all(),
    }
