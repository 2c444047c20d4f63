"""Send marketing the rep's line from a reflection, and the buyer's own words.

Marketing gets both as an ask. The rep chooses whether the ask has names, and whether there is an
ask at all. In an ask without names, general words replace the names. The rep may later add words of
the buyer in a form. Marketing reads the added words only if the form said so.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from handlers.cards import Block, Note, Quote, spans
from handlers.coaching.buyer_words.their_words import has_quotation, label_of, theirs
from handlers.coaching.names.names_left import perhaps_names
from handlers.coaching.names.replacing_names import without_names
from handlers.features.marketing.ask_sending import ask_marketing, update_messages
from handlers.features.marketing.ask_withdrawn import withdraw_ask
from handlers.features.reflections import passed_lines
from handlers.knowledge import competitors
from handlers.knowledge.ask_facts import stand_ins, without_names_of
from handlers.notices import tell
from handlers.registry import Turn
from handlers.times import format_short
from handlers.views.marketing import ask_cards
from handlers.views.marketing.ask_cards import CHECK_FOR_NAMES, WITHOUT_KNOWN_NAMES
from storage.choices import PASSED_ON, AskState
from storage.customers import contacts
from storage.marketing import ask_notes, asks
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Ask, Reflection

# States of an ask on which marketing is working.
BEING_WORKED_ON: tuple[AskState, ...] = ("asked_back", "taken_up")


class NamesLeft(NamedTuple):
    """What marketing would read in an ask without names.

    `names` are the words in `read` that may still be names.
    """

    read: str
    names: Sequence[str]


async def pass_on(
    turn: Turn, seated: Seated, written: Reflection, readable: Collection[str] | None = None
) -> None:
    """Pass on the words of a reflection, or change or withdraw what was passed on before.

    - A line that the rep adds becomes an ask of its own.
    - A line that the rep writes instead of an answered line becomes an ask of its own too.
    - While marketing is working on an ask, we change its words only if the rep changes the choice
      about names.

    Marketing may read only those lines of `written.heard` that are in `readable`. None means all.
    """
    found = await asks.all_of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id, locked=True
    )
    ask = next(iter(found), None)
    passed = written.for_marketing.strip() and written.attribution in PASSED_ON
    if not passed:
        if ask is not None:
            await withdraw_ask(turn, ask)
        return
    named = written.attribution == "named"
    if ask is not None and ask.state in BEING_WORKED_ON and ask.named == named:
        return
    names: Mapping[str, str] = {}
    heard = await quote_of(turn, seated, written, readable)
    if not named:
        names = await _names_in(turn, seated, f"{written.for_marketing} {heard}")
    line, quote = (without(words.strip(), names) for words in (written.for_marketing, heard))
    before = "\n".join(one.line for one in found)
    if ask is not None and _is_another(ask, line, before):
        ask = None  # an answer or a follow-up stays with the line that it is about
    earlier = [one for one in found if one is not ask]
    for one in earlier:
        if one.named == named:
            continue  # what marketing has read stays as it is
        await _reword(turn, one, without(one.line, names), without(one.quote, names), named=named)
    own = passed_lines.new_in(line, [one.line for one in earlier]) or line
    if ask is None:
        ask = _new_ask(turn, seated)
        ask.line, ask.quote, ask.named = own, quote, named
        to_send = True
    else:
        changed = await _reword(turn, ask, own, quote, named=named)
        to_send = changed and await _needs_sending(turn, ask)
    if to_send:
        await ask_marketing(turn, ask)


def _is_another(ask: Ask, line: str, before: str) -> bool:
    """Check whether the rep's line needs a new ask, instead of new words for `ask`.

    `ask` is the newest ask. `before` has the lines of all asks.
    """
    if ask.closed_at is not None:
        return passed_lines.adds_a_line(line, before)
    return passed_lines.only_adds(line, before)


async def names_left(
    turn: Turn,
    seated: Seated,
    written: Reflection,
    line: str,
    readable: Collection[str] | None = None,
) -> NamesLeft:
    """Return what marketing would read in an ask without names, and words that may still be names.

    Competitors that marketing knows are not among these words, because they identify nobody.
    `readable` is as in `quote_of`.
    """
    heard = await quote_of(turn, seated, written, readable)
    names = await _names_in(turn, seated, f"{line} {heard}")
    read = "\n".join(without(words.strip(), names) for words in (line, heard)).strip()
    rivals = await _rivals(turn)
    known = {word.casefold() for name in rivals for word in name.split()}
    return NamesLeft(read, [one for one in perhaps_names(read) if one.casefold() not in known])


async def _names_in(turn: Turn, seated: Seated, words: str) -> Mapping[str, str]:
    account, rivals = seated.account, await _rivals(turn)
    return await stand_ins(
        turn.session, account.tenant, account.id, turn.person.name, words, rivals=rivals
    )


async def _rivals(turn: Turn) -> Sequence[str]:
    return await competitors.known(
        turn.session, turn.person.tenant, turn.playbook.competitors, out_at=turn.now
    )


async def as_marketing_reads(turn: Turn, seated: Seated, words: str) -> str:
    """Return words about a call as marketing reads them in an ask without names."""
    return without(words, await _names_in(turn, seated, words))


async def _reword(turn: Turn, ask: Ask, line: str, quote: str, *, named: bool) -> bool:
    """Change what marketing reads of an ask. Return whether the line or the quote changed."""
    before = ask.line, ask.quote, ask.named
    ask.line, ask.quote, ask.named = line, quote, named
    if before == (line, quote, named):
        return False
    if before[2] and not named:
        await _clean_talk(turn, ask)
    await turn.session.flush()
    await update_messages(turn, ask, digests=True)
    return before[:2] != (line, quote)


def _new_ask(turn: Turn, seated: Seated) -> Ask:
    return Ask(
        tenant=turn.person.tenant,
        author_id=turn.person.id,
        account_id=seated.account.id,
        call_id=seated.call.id,
        line="",
        stage=seated.account.stage,
        asked_at=turn.now,
        due_at=turn.now,
    )


async def quote_of(
    turn: Turn, seated: Seated, written: Reflection, readable: Collection[str] | None = None
) -> str:
    """Return the part of what was heard that is surely the buyer's own words, or "".

    Marketing may read only those lines of `written.heard` that are in `readable`. None means all.

    If some lines have a person's name as their label ("Jana: …"), the lines before the first of
    them are the rep's own. From the rep's own lines, we use only those with a quotation.
    """
    lines, speaker = written.heard.splitlines(), await _speaker(turn, written)
    account = comparable(seated.account.name)
    labels = [comparable(label_of(line)) for line in lines]
    named = [bool(label) and not label.startswith(account) for label in labels]
    first = named.index(True) if True in named else 0
    lines = [line for at, line in enumerate(lines) if at >= first or has_quotation(line)]
    note = "\n".join(line for line in lines if readable is None or line in readable)
    return theirs(note, speaker)


async def _speaker(turn: Turn, written: Reflection) -> str:
    if written.heard_from is None:
        return ""
    found = await contacts.by_ids(turn.session, {written.heard_from})
    return found[written.heard_from].name


async def lines_for_marketing(
    turn: Turn, seated: Seated, written: Reflection | None
) -> frozenset[str]:
    """Return the lines of what was heard that marketing can read in the newest ask."""
    ask = await asks.of_call(turn.session, turn.person.tenant, seated.call.id, turn.person.id)
    if ask is None or not ask.quote or written is None:
        return frozenset()
    names: Mapping[str, str] = {}
    if not ask.named:
        names = await _names_in(turn, seated, f"{ask.line} {written.heard}")
    speaker = await _speaker(turn, written)
    # We ignore case, because `without` may start its text with a capital. In the ask, this text was
    # the whole quote, so only the first line may have got a capital. Here, this text is a single
    # line, so any line may get one.
    quoted = set(ask.quote.casefold().splitlines())

    def is_quoted(words: str) -> bool:
        return without(theirs(words, speaker), names).casefold() in quoted

    # The speaker's name may have been added as a label after marketing got the line. So we also
    # compare the line without its label.
    return frozenset(
        line
        for line in written.heard.splitlines()
        if is_quoted(line) or (label_of(line) and is_quoted(line.partition(": ")[2]))
    )


async def follow(
    turn: Turn, seated: Seated, written: Reflection, readable: Collection[str]
) -> None:
    """If marketing has a quote from the reflection, update the quote.

    The new quote is from those lines of `written.heard` that are in `readable`.
    """
    ask = await asks.of_call(turn.session, turn.person.tenant, seated.call.id, turn.person.id)
    if ask is not None and ask.quote:
        await pass_on(turn, seated, written, readable)


async def _needs_sending(turn: Turn, ask: Ask) -> bool:
    """Check whether to send a reworded ask to marketing.

    Return True if the ask was never sent, or if it is closed. Sending a closed ask opens it again.
    """
    return ask.closed_at is not None or not await asks.was_sent(turn.session, ask, tell.ASK)


async def _clean_talk(turn: Turn, ask: Ask) -> None:
    """Take names out of all notes on an ask. Marketing's notes may repeat words from the ask.

    In marketing's notes, a link stays unless it contains one of the names.
    """
    talk = await ask_notes.of_ask(turn.session, ask)
    for note in talk:
        by_marketing = note.author_id != ask.author_id
        note.text = await without_names_of(
            turn.session, ask, note.text, await _rivals(turn), by_marketing=by_marketing
        )


def without(words: str, names: Mapping[str, str]) -> str:
    """Replace names in the words. If that changes the words, start them with a capital."""
    cleaned = without_names(words, names) if names else words
    return cleaned if cleaned == words else cleaned[:1].upper() + cleaned[1:]


async def who_reads(turn: Turn, call_id: int, *, earlier: bool = False) -> str:
    """Say who reads what was passed on: "Marketing can read the line you passed on, …".

    `earlier` says whether the rep has just saved another line. Then we say "earlier", because the
    new line was not passed on.

    Marketing can read the ask in the list of asks even before the ask is posted in the channel. If
    the post is due later, also say when.
    """
    ask = await asks.of_call(turn.session, turn.person.tenant, call_id, turn.person.id)
    if ask is None:
        return ""
    what = "the line and the quote" if ask.quote else "the line"
    passed = f"{what} you passed on{' earlier' if earlier else ''}"
    who = await tell.readers(turn.session, turn.person.tenant, ask)
    names = "with names" if ask.named else WITHOUT_KNOWN_NAMES
    if due := await tell.will_post_at(turn.session, ask, turn.now):
        when = format_short(due, now=turn.now, zone=turn.person.zone)
        later = f"From {when} on, {who} can read it too."
        return f"Marketing can read {passed}, {names}. {later}"
    return f"{who[:1].upper()}{who[1:]} can read {passed}, {names}."


async def passed_on_blocks(turn: Turn, call_id: int) -> Sequence[Block]:
    """Show what was passed on, as marketing reads it."""
    found = await asks.all_of_call(turn.session, turn.person.tenant, call_id, turn.person.id)
    if not found:
        return ()
    ask = found[0]
    how = "with names" if ask.named else WITHOUT_KNOWN_NAMES
    who = await tell.readers(turn.session, turn.person.tenant, ask)
    lines = "\n".join(one.line for one in reversed(found))
    said = f"{who[:1].upper()}{who[1:]} can read this, {how}"
    if due := await tell.will_post_at(turn.session, ask, turn.now):
        when = format_short(due, now=turn.now, zone=turn.person.zone)
        said = f"Marketing can read this, {how}. From {when} on, {who} can too"
    blocks: list[Block] = [Quote(lines, said)]
    if ask.quote and not ask_cards.says_quote(lines, ask.quote):
        blocks.append(Note(spans("What you heard: ", ask.quote)))
    if not ask.named:
        blocks.append(Note(spans(CHECK_FOR_NAMES)))
    return blocks
