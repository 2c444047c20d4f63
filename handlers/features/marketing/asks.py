"""Carry asks (a buyer's words or a rep's question) to marketing, and answers back to the rep."""

from dataclasses import replace
from functools import partial

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Quote,
    Reply,
    aside,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.access import may_publish
from handlers.features.marketing import ask_sending, ask_withdrawn
from handlers.inputs import TextInput
from handlers.knowledge import ask_facts, competitors
from handlers.notices import answered, tell
from handlers.registry import Feature, Refusal, Registry, Turn
from handlers.views.marketing import ask_cards
from handlers.views.marketing.for_marketing import INSIGHTS
from storage.choices import NoteKind
from storage.conversation import card_shown
from storage.marketing import asks, insights
from storage.tables import Ask, AskNote
from storage.workspace import people

SHOWN = 8
NOTHING, NONE_OPEN = "Nothing is waiting for marketing.", "No open asks."
CLOSING: tuple[NoteKind, ...] = ("answered", "changed")
# by action: the title, the label of the field, and the kind of note
FORMS: dict[str, tuple[str, str, NoteKind]] = {
    "answer": ("Answer", "Your answer", "answered"),
    "back": ("Ask a follow-up", "What do you need to know?", "asked_back"),
    "changed": ("Report the result", "What changed because of it?", "changed"),
    "reply": ("Reply", "Your reply", "replied"),
}


def register(registry: Registry) -> None:
    """Register the list of asks, and its buttons and forms."""
    registry.button("asks.open", show_all)
    registry.button("ask.show", show)
    registry.button("ask.take", take_up)
    registry.button("ask.withdraw", ask_withdrawn.withdraw)
    registry.button("ask.take_reply", ask_withdrawn.take_reply_back)
    registry.button("ask.insight", open_question)
    registry.form("ask.insight", question)
    registry.button("ask.answer", _form_opener("answer"))
    registry.button("ask.back", _form_opener("back"))
    registry.button("ask.changed", _form_opener("changed"))
    registry.button("ask.reply", _form_opener("reply"))
    for name in FORMS:
        registry.form(f"ask.{name}", partial(_save_form, name))


async def show_all(turn: Turn) -> Reply:
    """Show marketing the open asks. Show everybody else their own asks."""
    tenant = turn.person.tenant
    if may_publish(turn.person):
        found = await asks.open_asks(turn.session, tenant, SHOWN)
        suggested = await _suggested(turn)
        lead = "Open asks" if found else NONE_OPEN if suggested else NOTHING
    else:
        found = await asks.of_author(turn.session, tenant, turn.person.id, SHOWN)
        suggested = []
        lead = "What you sent to marketing" if found else "You haven't sent marketing anything yet."
    blocks: list[Block] = [Heading(lead) if found else Paragraph(spans(lead))]
    for one in found:
        seen = await ask_facts.gather(turn.session, one, turn.now, turn.person.zone)
        if may_publish(turn.person):
            blocks.append(Paragraph(spans(typed(ask_cards.in_list(seen)))))
        else:
            account = await ask_facts.account_name(turn.session, one)
            blocks.append(Paragraph(ask_cards.own_line(one, account, 200)))
        blocks.append(Paragraph(spans(ask_cards.status_line(seen))))
        look = Button("Look at it", "ask.show", str(one.id), about=one.line)
        blocks.append(Buttons((look,)))
    return Card(lead, (*blocks, *suggested))


async def _suggested(turn: Turn) -> list[Block]:
    """Tell marketing how many suggested insights are waiting. The button *Insights* lists them."""
    count = len(await insights.in_state(turn.session, turn.person.tenant, "suggested", SHOWN))
    if not count:
        return []
    of_reps = "1 suggested insight waits" if count == 1 else f"{count} suggested insights wait"
    return [Paragraph(spans(f"{of_reps} for you.")), Buttons((INSIGHTS,))]


async def show(turn: Turn) -> Reply:
    """Show one ask with its conversation."""
    ask = await _readable_ask(turn)
    seen = await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)
    if may_publish(turn.person):
        await card_shown.remember(turn.session, turn.person, "ask", ask.id, turn.now)
        return Aside(ask_cards.for_marketing(seen))
    account = await ask_facts.account_name(turn.session, ask)
    return Aside(Card(shortened(ask.line), tuple(ask_cards.for_author(seen, account))))


async def open_question(turn: Turn) -> Reply:
    """Open the form for a question about an insight."""
    insight_id, _, _ = turn.text.partition(":")
    found = await insights.by_id(turn.session, turn.person.tenant, access.row_id(insight_id))
    if found is None or not insights.is_out(found, turn.now):
        raise Refusal("That insight is no longer published.")
    return Form(
        "ask.insight",
        "Ask marketing",
        (
            Paragraph(spans(shortened(found.headline))),
            await _who_reads(turn, named=True),
            TextInput("question", "Your question", multiline=True, required=True),
        ),
        subject=str(found.id),
        submit="Ask",
    )


async def question(turn: Turn) -> Reply:
    """Send the question about an insight to marketing."""
    found = await insights.by_id(turn.session, turn.person.tenant, access.row_id(turn.text))
    if found is None or not insights.is_out(found, turn.now):
        raise Refusal("That insight is no longer published. Your words are still here.")
    line = turn.fields.get("question", "").strip()
    if not line:
        raise Refusal("What would you like to know?", field="question")
    ask = Ask(
        tenant=turn.person.tenant,
        author_id=turn.person.id,
        insight_id=found.id,
        named=True,
        line=line,
        asked_at=turn.now,
        due_at=turn.now,
    )
    await ask_sending.ask_marketing(turn, ask)
    return aside("Marketing has your question. You'll hear as soon as they answer.")


async def take_up(turn: Turn) -> Reply:
    """Record that the marketer takes the ask on.

    Raises Refusal if the ask is settled, or if another marketer has taken it on. But if that
    marketer is gone (see `asks.has_lost_taker`), the ask can be taken on again.
    """
    ask = await answerable(turn, locked=True)
    taker = ask.taken_by if ask.state == "taken_up" else None
    if taker is not None and not await asks.has_lost_taker(turn.session, ask):
        if taker == turn.person.id:
            raise Refusal("You are already on this.")
        who = await people.by_id(turn.session, ask.tenant, taker)
        raise Refusal(f"{who.name if who else 'Someone'} is already on this.")
    if ask.closed_at is not None:
        raise Refusal("This is already settled.")
    ask.taken_by = turn.person.id
    return await _save_note(turn, ask, "taken_up", "")


async def _who_reads(turn: Turn, *, named: bool, ask: Ask | None = None) -> Note:
    who = await tell.readers(turn.session, turn.person.tenant, ask)
    how = "with your name" if named else ask_cards.WITHOUT_KNOWN_NAMES
    return Note(spans(f"{who[:1].upper()}{who[1:]} can read this, {how}."))


def _form_opener(name: str) -> Feature:
    """Return the feature that opens the form with this name in `FORMS`."""

    async def open_form(turn: Turn) -> Reply:
        ask = await (_own_ask(turn) if name == "reply" else answerable(turn))
        await _refuse_if_nobody_replies(turn, ask, name)
        title, label, _ = FORMS[name]
        says_who_reads = name == "reply" or not ask.named
        note = (await _who_reads(turn, named=ask.named, ask=ask),) if says_who_reads else ()
        return Form(
            f"ask.{name}",
            title,
            (
                Paragraph(spans(typed(shortened(ask.line, 300)))),
                *note,
                TextInput("words", label, multiline=True, required=True),
            ),
            subject=str(ask.id),
            submit="Send",
        )

    return open_form


async def _save_form(name: str, turn: Turn) -> Reply:
    find = _own_ask if name == "reply" else answerable
    ask = await find(turn, locked=True)
    await _refuse_if_nobody_replies(turn, ask, name)
    words = turn.fields.get("words", "").strip()
    if not words:
        raise Refusal("Please write a few words.", field="words")
    return await _save_note(turn, ask, FORMS[name][2], words)


async def write(turn: Turn, name: str, words: str) -> Reply:
    """Submit the form with this name in `FORMS`, with these words.

    The turn's text is the ask's row id.
    """
    return await _save_form(name, replace(turn, fields={"words": words}))


async def reply(turn: Turn, words: str) -> Reply:
    """Send marketing a reply from the ask's author. The turn's text is the ask's row id."""
    return await _save_note(turn, await _own_ask(turn, locked=True), "replied", words)


async def _refuse_if_nobody_replies(turn: Turn, ask: Ask, name: str) -> None:
    author = await people.by_id(turn.session, ask.tenant, ask.author_id) if name == "back" else None
    if author is not None and author.erased_at is not None:
        raise Refusal("Whoever passed this on is no longer here, so nobody would reply.")


async def _save_note(turn: Turn, ask: Ask, kind: NoteKind, words: str) -> Reply:
    """Save what somebody wrote about an ask, and give the ask its new state.

    A reply goes to marketing. Anything else is from marketing, and goes to the ask's author.
    """
    read = await note_text(turn, ask, words, kind)
    note = AskNote(
        tenant=ask.tenant,
        ask_id=ask.id,
        author_id=turn.person.id,
        kind=kind,
        text=read,
        at=turn.now,
    )
    turn.session.add(note)
    if kind != "replied":
        ask.state = kind
    elif ask.state != "taken_up":  # a marketer who took the ask on keeps it
        ask.state = "waiting"
    ask.closed_at = turn.now if kind in CLOSING else None
    if kind not in ask_cards.BACK_AND_FORTH:
        ask.first_answer_at = ask.first_answer_at or turn.now
    await turn.session.flush()
    if kind == "replied":
        await ask_sending.show_to_marketing(turn, ask, await tell.followers(turn.session, ask))
    await ask_sending.update_messages(turn, ask)
    if kind == "replied":
        return _reply_sent(ask, note, await tell.readers(turn.session, ask.tenant, ask))
    author = await people.by_id(turn.session, ask.tenant, ask.author_id)
    if author is not None:
        await tell.tell(turn.session, [author], answered.NAME, note.id, turn.now)
    await card_shown.remember(turn.session, turn.person, "ask", ask.id, turn.now)
    return await card_after(turn, ask, words, read)


async def card_after(turn: Turn, ask: Ask, words: str, read: str) -> Card:
    """Show a marketer the ask again, after the marketer has written something about it.

    `words` are what the marketer wrote. `read` is what others can read: the same text, or the text
    without names. If the two differ, say that names were taken out.
    """
    card = ask_cards.for_marketing(
        await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)
    )
    if words == read:
        return card
    return replace(card, blocks=(Note(spans(ask_cards.NAMES_TAKEN_OUT)), *card.blocks))


async def note_text(turn: Turn, ask: Ask, words: str, kind: NoteKind) -> str:
    """Return the text of a note. If the ask is without names, remove the names in the text."""
    if not words or ask.named:
        return words
    out_at = None if may_publish(turn.person) else turn.now
    rivals = await competitors.known(
        turn.session, ask.tenant, turn.playbook.competitors, out_at=out_at
    )
    if kind == "replied":
        return await ask_facts.without_names_of(turn.session, ask, words, rivals)
    return await ask_facts.guesses_without_names(turn.session, ask, words, rivals)


def _reply_sent(ask: Ask, note: AskNote, readers: str) -> Aside:
    """Confirm a reply. If the ask is without names, show the rep the text that `readers` see."""
    sent = "Marketing has your reply."
    if ask.named:
        return aside(sent)
    who = f"{readers[:1].upper()}{readers[1:]}"
    reads = Quote(note.text, f"{who} can read this, {ask_cards.WITHOUT_KNOWN_NAMES}")
    check = Note(spans(ask_cards.CHECK_THE_REPLY))
    back = Button("Take it back", "ask.take_reply", str(note.id), about=note.text)
    return Aside(card_saying(sent, reads, check, Buttons((back,))))


async def _readable_ask(turn: Turn, *, locked: bool = False) -> Ask:
    """Return the ask whose row id is the turn's text.

    Raises Refusal in these cases:
    - The person is not the ask's author, and may not publish insights.
    - The ask is not on file, or was taken back.
    """
    ask = await asks.by_id(
        turn.session, turn.person.tenant, access.row_id(turn.text), locked=locked
    )
    if not may_publish(turn.person) and (ask is None or ask.author_id != turn.person.id):
        raise Refusal("Only marketing and the person who passed this on can open it.")
    if ask is None:
        raise Refusal("That is not on file here.")
    if ask.state == "withdrawn":
        raise Refusal("That was taken back.")
    return ask


async def answerable(turn: Turn, *, locked: bool = False) -> Ask:
    """Return the ask whose row id is the turn's text, for marketing to work on.

    Raises Refusal if the person may not publish insights. Also raises Refusal if the ask is not on
    file, or was taken back.
    """
    if not may_publish(turn.person):
        raise Refusal(
            "Only marketing can answer this. The rep who passed it on will hear when they do."
        )
    return await _readable_ask(turn, locked=locked)


async def _own_ask(turn: Turn, *, locked: bool = False) -> Ask:
    ask = await _readable_ask(turn, locked=locked)
    if ask.author_id != turn.person.id:
        raise Refusal("Only the rep who asked can reply to this.")
    return ask
