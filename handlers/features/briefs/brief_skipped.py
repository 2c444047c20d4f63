"""Skip the brief of one call: "skip this brief", "no brief for northwind tomorrow"."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.words import shortened, singular
from handlers.features import access
from handlers.features.calls import named_call
from handlers.features.calls.named_call import FittingCalls
from handlers.features.customers import which_account
from handlers.nudges.brief import key_of
from handlers.nudges.schedule import replan_changed
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times import format_short
from handlers.typed.customers.people_said import cased
from handlers.typed.plain_spelling import written_out
from handlers.typed.reasons import without_own_reason
from handlers.typed.words import bare_words_of, listed
from storage import outbox, plan_changes
from storage.conversation import last_about, offers
from storage.conversation.last_about import LATELY
from storage.customers import accounts
from storage.outbox import skipping
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

SKIP, BACK = "brief.skip", "brief.back"
MIN_SEVERAL = 2
NO_CALL = "You have no call planned{}, so no brief will come."
NO_CALL_THEN = "You have no call{} at that time."
OFF = "Briefs are off, so none will come."
NOT_COMING, HAS_COME = "will not come", "has already come"
# The words of a request to skip a brief. Any other words may be a name.
_REQUEST_WORDS = listed(
    "needed necessary required"
    " skip no drop do dont don't not send need leave out brief briefs briefing me i for this that"
    " the my our next one a an any call meeting demo with at on about of please pls to want today's"
)


def register(registry: Registry) -> None:
    """Register the buttons that skip a brief and bring it back."""
    registry.button(SKIP, skip)
    registry.button(BACK, bring_back)


async def skip_named(turn: Turn) -> Card:
    """Skip the brief of the call that the line names. If it is unclear which call is meant, ask.

    - If the line names a time, take the call at this time. If the line also names an account, the
      call must be with this account.
    - If the line names one account and no time, take the next call with this account.
    - If the line names neither an account nor a time, take the next call with the account that came
      up last. If there is no such call, take the next call with any account.
    - If the line names several accounts, see `_of_each`.
    """
    if "brief" in rhythm_of(turn.person).muted:
        return card_saying(typed(OFF))
    turn = replace(turn, text=without_own_reason(turn.text))
    if several := await _of_each(turn):
        return several
    account = await which_account.only_one_named(turn, turn.text)
    named = await named_call.find(turn, account, turn.text)
    others = () if account else _other_words(turn.text, named.time)
    if others and (unknown := await _unknown(turn, others)):
        return unknown
    if not named.calls:
        return card_saying(
            typed(NO_CALL.format(f" with {shortened(account.name)}" if account else ""))
        )
    meant = None if others else await _meant(turn, account, named)
    return (
        await _skip_brief(turn, meant)
        if meant
        else await named_call.which(turn, named, account, SKIP)
    )


async def _of_each(turn: Turn) -> Card | None:
    """Skip the next brief of each account in "no brief for alder and northwind".

    If the line also names a time, skip only the briefs of calls at that time. Return None if the
    line names fewer than two accounts.
    """
    ids = await which_account.named_by(turn, turn.text)
    if len(ids) < MIN_SEVERAL:
        return None
    cards: list[Card] = []
    for account in await accounts.by_ids(turn.session, turn.person.tenant, [*ids]):
        named = await named_call.find(turn, account, turn.text)
        whom = f" with {shortened(account.name)}"
        none = NO_CALL_THEN.format(whom) if named.time and named.calls else NO_CALL.format(whom)
        cards.append(
            await _skip_brief(turn, named.fitting[0]) if named.fitting else card_saying(typed(none))
        )
    # A typed "undo" would bring back only the last of these briefs. So delete all offers to undo.
    await offers.close_undo(turn.session, turn.person, turn.now)
    blocks = tuple(block for card in cards for block in card.blocks)
    return Card(" ".join(card.summary for card in cards), blocks)


async def _meant(turn: Turn, account: Account | None, named: FittingCalls) -> Seated | None:
    if named.time:
        return named.only
    if account:
        return named.fitting[0]
    last = await last_about.account_of(turn.session, turn.person, turn.now - LATELY)
    of_last = [one for one in named.calls if last and one.account.id == last.id]
    return (of_last or [*named.calls])[0]


async def skip(turn: Turn) -> Reply:
    """Skip the brief of the button's call."""
    return await _skip_brief(turn, await access.own_call(turn, turn.text))


async def _skip_brief(turn: Turn, seated: Seated) -> Card:
    key = _key(turn, seated)
    about, call_id = _about(turn, seated), str(seated.call.id)
    brief = Button("Brief", "brief.open", call_id, about=about)
    if await skipping.skip(turn.session, turn.person, key, turn.now):
        lead = f"I'll send no brief for {about}."
        await offers.save(turn.session, turn.person, offers.to_undo(BACK, call_id, turn.now))
        buttons = (Button("Undo", BACK, call_id, about=about), brief)
        return card_saying(typed(lead), Buttons(buttons))
    outcome = await _outcome(turn, key)
    anyway = " anyway" if outcome == NOT_COMING else ""
    lead = f"The brief for {about} {outcome}{anyway}."
    return card_saying(typed(lead), Buttons((brief,)))


async def _outcome(turn: Turn, key: str) -> str:
    """Say what became of the brief with this key, in words that continue "The brief …"."""
    row = (await outbox.with_keys(turn.session, turn.person.tenant, [key])).get(key)
    states = {"sent": HAS_COME, "open": "will come"}
    return states.get(row.state, NOT_COMING) if row else NOT_COMING


async def bring_back(turn: Turn) -> Reply:
    """Plan a skipped brief again. If its time has passed, it is sent at once."""
    seated = await access.own_call(turn, turn.text)
    about, key = _about(turn, seated), _key(turn, seated)
    if await skipping.bring_back(turn.session, turn.person, key):
        plan_changes.note_person(turn.session, turn.person.id)
        await replan_changed(turn.session, turn.now)
    outcome = await _outcome(turn, key)
    lead = f"The brief for {about} {outcome}."
    if "brief" in rhythm_of(turn.person).muted:
        lead = OFF
    elif seated.call.starts_at <= turn.now and outcome != HAS_COME:
        name = shortened(seated.account.name, 40)
        lead = f"Your call with {name} has begun, so no brief will come."
    brief = Button("Brief", "brief.open", str(seated.call.id), about=about)
    return card_saying(typed(lead), Buttons((brief,)))


def _other_words(text: str, time: str) -> Sequence[str]:
    """Return the words that may be a name: those outside the time and `_REQUEST_WORDS`."""
    said = {*bare_words_of(time)}
    return [word for word in bare_words_of(written_out(text)) if word not in said | _REQUEST_WORDS]


async def _unknown(turn: Turn, words: Sequence[str]) -> Card | None:
    """Say that these words, taken as a name, are not on file.

    Return None if the line names an account, or if one of the words is a common word.
    """
    if await which_account.named_by(turn, turn.text) or any(is_common(singular(w)) for w in words):
        return None
    name = cased(" ".join(words))
    near = await which_account.near(turn, name)
    meant = f" Did you mean {' or '.join(shortened(one.name, 40) for one in near)}?" if near else ""
    return card_saying(
        typed(f"{shortened(name, 60)} is not on file, so I didn't skip any brief.{meant}")
    )


def _key(turn: Turn, seated: Seated) -> str:
    return key_of(turn.person.id, seated.call.id, seated.call.starts_at)


def _about(turn: Turn, seated: Seated) -> str:
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(seated.account.name, 40)}, {when}"
