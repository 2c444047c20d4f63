"""Answer sentences about an account: "Halden didn't show up", "what does Northwind owe us?"."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.words import shortened, singular
from handlers.features import asker_calls
from handlers.features.calls import calls, cancelling
from handlers.features.customers import account_in_talk, which_account
from handlers.features.meetings import meeting_titles
from handlers.features.notes import note_offered, notes_naming, own_notes
from handlers.features.promises import just_listed, promise_list, promises
from handlers.features.reflections import no_show, one_tap, typed_line
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.times import grammar
from handlers.typed.calls.reports import who_missed
from handlers.typed.customers.short_news import subject_of_news
from handlers.typed.line_kinds import LineKind, kind_of
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import listed, without_leading
from storage.choices import MISSED, PromiseSide
from storage.conversation import last_about
from storage.conversation.last_about import LATELY
from storage.sales_calls import own_calls
from storage.spelling import comparable
from storage.tables import Account

ENDS = " ?!.,;:"
NOT_BEGUN = "It has not begun yet."
_EVERYBODY = listed("all everybody everyone people ppl folks customers")
_NOW = ("now", "still", "again", "yet")
_OWING = listed("owe owes")
_IN_ALL = listed("overall altogether in total all general so far together everything")
_PROMISES = frozenset(("owe", "owes", "owed", "promise", "promised", "promises"))
_ASKING = frozenset(
    ("what", "when", "who", "why", "how", "where", "which", "did", "does", "do", "is", "has")
)


async def owed(turn: Turn, side: PromiseSide | None = None) -> Reply:
    """Show the open promises with the account that the text names, or with all accounts.

    `side` says whose promises to show. None means both sides' promises.

    "Them", as in "what do i owe them", means the account that the last message was about. If the
    last message was about no account, "them" means everybody.
    """
    words = written_out(turn.text.strip(ENDS)).removeprefix("to ")
    said = words.lower().split()
    them = said[:1] == ["them"]
    left = without_leading(said[them:], _EVERYBODY)
    if not left or left[0] in _NOW or grammar.read(" ".join(left), turn.person.zone):
        is_one = them and len(left) == len(said) - 1 and turn.place is None  # not "them all"
        since = turn.now - LATELY
        last = await last_about.account_of(turn.session, turn.person, since) if is_one else None
        await just_listed.keep(turn, last)
        days = calls.days_named(turn, " ".join(left)) if left else None
        until = days[1] if days else None  # "what do i owe this week"
        return await promise_list.list_card(turn, last, side=side, due_before=until)
    side = side if _OWING.isdisjoint(left) else None  # "what do we owe alder and what do they owe"
    account = await which_account.only_one_named(turn, words)
    await account_in_talk.keep_named(turn)  # "and what did she promise" may follow
    await just_listed.keep(turn, account)  # "and alder" may follow
    if account or _IN_ALL.issuperset(left):
        return await promise_list.list_card(turn, account, side=side)
    if turn.place is None and (noted := await notes_naming.account_noted(turn, words)):
        card = await promise_list.list_card(turn, noted, side=side)
        where = f"“{shortened(words, 40)}” is in your own notes on {shortened(noted.name)}."
        return replace(card, blocks=(*card.blocks, Note(spans(typed(where)))))
    return await promises.show(replace(turn, text=words), side)


async def reported(turn: Turn) -> Reply | None:
    """Answer a sentence about an account: a no-show, a question, or news of an unknown account.

    Return None for any other sentence, and outside the person's own chat.
    """
    if turn.place is not None:
        return None
    found = await _no_show(turn) or await _promised(turn) or await _news_of_unknown(turn)
    return found or (await offer(turn, turn.text) if _asks(turn.text) else None)


async def offer(turn: Turn, words: str) -> Reply | None:
    """Answer a sentence that names an account.

    - We keep a customer's words or a note, or we offer to keep them (`own_notes.offer`). If
      the sentence names several accounts, we ask which account it is about. But a sentence that
      begins with a contact's name, as in "Irina: we plan later", is about the contact's account.
    - For a command, we say that it was not done, and offer to keep it as a note.
    - For any other sentence, such as a question, we only offer to show the account.

    Return None if the sentence names no account, or names several and we don't ask which. Also
    return None outside the person's own chat.
    """
    if turn.place is not None:
        return None
    kind = "question" if _asks(words) else kind_of(words)
    account = None
    if kind in ("quote", "note"):
        account = await own_notes.account_labelled(turn, words)
        if account is None and (which := await own_notes.ask_which(turn, words)):
            return which
    account = account or await which_account.only_one_named(turn, words)
    if account is None:
        return None
    buttons = await account_buttons(turn, account)
    if kind in ("quote", "note"):
        held = await asker_calls.latest(turn, account)
        return await own_notes.offer(turn, account, words, held, *buttons, named=True)
    return await _not_kept(turn, account, kind, buttons)


async def _not_kept(
    turn: Turn, account: Account, kind: LineKind, buttons: tuple[Button, ...]
) -> Card:
    """Answer a line about an account that is neither a quote nor a note, and say it is not kept.

    If the line is a command, offer to keep it as a note.
    """
    if kind == "done":
        return await no_promise_fits(turn, account)
    if kind == "command":
        return await note_offered.not_done(turn, account, *buttons)
    name = shortened(account.name)
    cant = "Not done: I can't do that" if kind == "label" else "I can't answer that"
    lead = f"{cant}, but I have {name} on file."
    return card_saying(typed(lead), Buttons(buttons))


async def no_promise_fits(turn: Turn, account: Account) -> Card:
    """For "sent the dpa", say that no open promise fits, and that the line was not kept."""
    name = shortened(account.name)
    lead = f"No open promise to {name} fits that. I keep what they said, not what you did."
    return card_saying(typed(lead), Buttons(await account_buttons(turn, account)))


def _asks(words: str) -> bool:
    return words.rstrip().endswith("?") and comparable(words).partition(" ")[0] in _ASKING


async def account_buttons(turn: Turn, account: Account) -> tuple[Button, ...]:
    """Return two buttons for an account.

    The first button opens the brief of the next call. If no call is planned, it is *Plan a call*.
    The second button shows the promises.
    """
    name = shortened(account.name, 40)
    ahead = await asker_calls.planned(turn, account, limit=1)
    brief = Button("Plan a call", "call.add", account.name, about=name)
    if ahead:
        brief = Button("Brief", "brief.open", str(ahead[0].call.id), about=name)
    return brief, Button("Promises", "promises.of", str(account.id), about=name)


async def _news_of_unknown(turn: Turn) -> Reply | None:
    """Say that the account in "lost halden" is not on file, and ask which account is meant.

    Return None if the text is not such news, or if it names an account or a contact on file.
    """
    name = subject_of_news(turn.text)
    known_word = any(is_common(singular(word)) or word in GIVEN_NAMES for word in name.split())
    if not name or known_word or await which_account.named_by(turn, turn.text):
        return None
    words = turn.text.strip()
    unknown = f"I don't know an account called “{shortened(name, 40)}”."
    plan = Buttons((Button("Plan a call", "call.add", name, about=name),))
    near = await which_account.near(turn, name)
    among = {one.id: one for one in (*near, *await typed_line.likely(turn))}
    if not among:
        lead = f"{unknown} Plan a call with it first, then I can keep notes about it."
        return card_saying(typed(lead), plan)
    lead = f"{unknown} Is this about one of these?"
    some = [*among.values()][: typed_line.MAX_ACCOUNTS]
    card = own_notes.which_one(words, some, lead, typed_line.CALLS_HINT, own_notes.NONE)
    return replace(card, blocks=(*card.blocks, plan))


async def _promised(turn: Turn) -> Reply | None:
    """Answer "what does Northwind owe us?" with the promises."""
    words = [word.strip(ENDS) for word in comparable(turn.text).split()]
    if words[:1] != ["what"] or _PROMISES.isdisjoint(words):
        return None
    account = await which_account.mentioned(turn, turn.text)
    return await promise_list.list_card(turn, account) if account else None


async def _no_show(turn: Turn) -> Reply | None:
    """Answer "Halden didn't show up": record that nobody came to the latest call.

    If only an upcoming call is on file, ask whether to cancel it. If no account has this name, look
    for the name in the titles and guests of meetings, and ask about the meetings found.
    """
    who = who_missed(turn.text)
    named = await which_account.by_name_or_part_at_start(turn, who) if who else []
    if not named and who:
        return await meeting_titles.named(turn, who)
    if len(named) != 1 or named[0][1]:
        return None
    person, account = turn.person, named[0][0]
    held = await own_calls.latest_started(
        turn.session,
        person.tenant,
        person.id,
        account.id,
        since=turn.now - REFLECT_WITHIN,
        now=turn.now,
    )
    if held:
        after_line = await no_show.instead_of_line(turn, held)
        return after_line or await one_tap.tap(replace(turn, text=f"{held.call.id}:{MISSED}"))
    ahead = await asker_calls.planned(turn, account, limit=1)
    return await cancelling.ask(turn, ahead[0], NOT_BEGUN) if ahead else None
