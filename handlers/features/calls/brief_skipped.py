"""Leave out the brief of one call: "skip this brief", "no brief for northwind tomorrow"."""

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access, which_account
from handlers.features.asked.whom import LATELY
from handlers.features.calls import named_call
from handlers.nudges.brief import key_of
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times import format_short
from storage import last_about, outbox, plan_changes
from storage.outbox import skipping
from storage.own_calls import Seated

SKIP, BACK = "brief.skip", "brief.back"
NO_CALL = "You have no call planned, so no brief will come."
OFF = "Briefs are off, so none will come."


def register(registry: Registry) -> None:
    """Register the buttons that leave out a brief and bring it back."""
    registry.button(SKIP, skip)
    registry.button(BACK, bring_back)


async def typed_words(turn: Turn) -> Card:
    """Leave out the brief of the call in the words, or ask which call is meant.

    Without an account and a time, it is the next call with the account of the last message, or else
    the next call.
    """
    if "brief" in rhythm_of(turn.person).muted:
        return Card(OFF, (Paragraph(spans(OFF)),))
    account = await which_account.only_one_named(turn, turn.text)
    named = await named_call.find(turn, account, turn.text)
    if not named.calls:
        return Card(NO_CALL, (Paragraph(spans(NO_CALL)),))
    if account is None and not named.time:
        last = await last_about.account_of(turn.session, turn.person, turn.now - LATELY)
        of_last = [one for one in named.calls if last and one.account.id == last.id]
        return await _skipped(turn, (of_last or [*named.calls])[0])
    if account and not named.time:
        return await _skipped(turn, named.fitting[0])
    if named.only:
        return await _skipped(turn, named.only)
    return named_call.which(turn, named, account, SKIP)


async def skip(turn: Turn) -> Reply:
    """Leave out the brief of the call on the button."""
    return await _skipped(turn, await access.own_call(turn, turn.text))


async def _skipped(turn: Turn, seated: Seated) -> Card:
    key = _key(turn, seated)
    about, call_id = _about(turn, seated), str(seated.call.id)
    brief = Button("Brief", "brief.open", call_id, about=about)
    if await skipping.skip(turn.session, turn.person, key, turn.now):
        lead = f"I'll send no brief for {about}."
        buttons = (Button("Undo", BACK, call_id, about=about), brief)
        return Card(lead, (Paragraph(spans(typed(lead))), Buttons(buttons)))
    row = (await outbox.with_keys(turn.session, turn.person.tenant, [key])).get(key)
    came = row is not None and row.state == "sent"
    lead = f"The brief for {about} {'has already come' if came else 'will not come anyway'}."
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons((brief,))))


async def bring_back(turn: Turn) -> Reply:
    """Let the brief of the call on the button come after all. If it is late, it comes at once."""
    seated = await access.own_call(turn, turn.text)
    about = _about(turn, seated)
    lead = f"The brief for {about} will come."
    if await skipping.bring_back(turn.session, turn.person, _key(turn, seated)):
        plan_changes.note_person(turn.session, turn.person.id)
    brief = Button("Brief", "brief.open", str(seated.call.id), about=about)
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons((brief,))))


def _key(turn: Turn, seated: Seated) -> str:
    return key_of(turn.person.id, seated.call.id, seated.call.starts_at)


def _about(turn: Turn, seated: Seated) -> str:
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(seated.account.name, 40)}, {when}"
