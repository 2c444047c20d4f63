"""Save a promise that follows a remark, and keep the remark as the rep's own note.

In "they want sso first, told him id send the paper by thu", only the part
about the paper is a promise.
"""

from dataclasses import replace

from handlers.cards import Card, Note, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.calls import last_named
from handlers.features.customers import which_account
from handlers.features.notes import note_beside, note_kept
from handlers.features.promises import promise_form, promise_saved
from handlers.features.reflections import typed_report
from handlers.registry import Turn
from handlers.transcripts.promises.noted_promises import NotedPromise, noted_promises
from handlers.transcripts.promises.wished_for import with_thing_named
from handlers.typed.line_kinds import kind_of
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.promises import promised_to_them
from handlers.typed.promises.promise_beside import promise_beside, wished_by
from handlers.typed.words import THEY, bare_words_of
from handlers.views.promises import promise_cards
from handlers.views.promises.promise_lines import Jotted
from storage.conversation import offers
from storage.tables import Account

_SHOWN = 60  # the reply quotes at most this many characters of the remark


async def answer(turn: Turn) -> Reply | None:
    """Save the promise of a line, and keep the remark before it as the rep's own note.

    If the line names no account, take the account just talked about. If somebody outside the
    account may want what is promised ("my lawyer asked for the contract"), keep the whole line as
    the rep's own note, and only offer to add the promise.

    Return None:

    - outside the person's own chat
    - if the line is not a remark with the rep's own promise after it
    - if the line is confidential
    - if the promise names no day
    - if it is unclear which account is meant
    - right after a call that has no reflection yet: the whole line becomes the report on the call,
      and the promise is saved with the report
    """
    if turn.place is not None or is_confidential(turn.text):
        return None
    said = promise_beside(turn.text)
    promise = with_thing_named(said.promise.removeprefix("to "), [said.remark]) if said else ""
    found = promise_form.read(turn, promised_to_them.thing_sent(promise)) if said else None
    if said is None or found is None or found.due_on is None:
        return None
    # `promise_line` reads both promises if the remark has one too.
    if noted_promises(said.remark) or await typed_report.reported_call(turn, turn.text):
        return None
    account = await which_account.only_one_named(turn, turn.text)
    if account is None and not await which_account.named_by(turn, turn.text):
        account = await last_named.just_talked_about(turn)
    if account is None:
        return None
    if await _may_be_wish_of_others(turn, account, said.remark):
        offered = promise_cards.add_promised(account.id, [NotedPromise("ours", promise)])
        return await note_kept.keep(turn, account, turn.text.strip(), lambda _note: offered)
    remark = which_account.without_label(said.remark, account)
    return await _keep_both(turn, account, remark, found)


async def _may_be_wish_of_others(turn: Turn, account: Account, remark: str) -> bool:
    """Return whether somebody outside the account may want what the remark is about."""
    if "my" in bare_words_of(remark):
        return True
    who = wished_by(remark)
    if not who or not THEY.isdisjoint(who.split()):
        return False
    return account.id not in await which_account.named_by(turn, who)


async def _keep_both(turn: Turn, account: Account, remark: str, found: Jotted) -> Reply:
    told = f"I kept “{shortened(remark, _SHOWN)}” as your own note."
    if kind_of(remark) == "command":
        told = await note_beside.keep(turn, account, remark)
    else:
        await note_kept.keep(turn, account, remark)
    await offers.make_older(turn.session, turn.person)  # a typed "undo" takes back the promise only
    form = promise_form.filled_form(account.name, found)
    saved = await promise_saved.saved_or_asked(turn, form)
    if not isinstance(saved, Card):
        return saved
    return replace(saved, blocks=(*saved.blocks, Note(spans(typed(told)))))
