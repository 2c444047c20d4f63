"""Let admins choose defaults for everybody: times, quiet hours, limits, and which messages are off.

A person's own choice always comes first. There is no default for whether a manager sees a person's
upcoming calls, because each person alone decides that.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args
from zoneinfo import ZoneInfo

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
)
from handlers.features import access, form_edits
from handlers.features.settings import company_settings
from handlers.features.settings.kinds import Pushed, for_whom, pushed
from handlers.features.settings.rhythm import sentences
from handlers.features.settings.sent_messages import SENT, Group
from handlers.features.settings.time_inputs import (
    changed,
    inputs,
    starting_tomorrow,
    team_input,
    working_days_said,
)
from handlers.inputs import ChecksInput, Option
from handlers.notices import team_changed
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import COMPANY_SETTINGS, MUTED, Rhythm, merged
from storage.choices import AuditTarget
from storage.workspace import audit, company_rhythm, policies

SHOW, EDIT, ASK_RESET, RESET = "defaults.show", "defaults.edit", "defaults.ask", "defaults.reset"
LEAD = "Defaults for everybody"
OWN_FIRST = "If a person chooses something else in /rhythm, that choice always comes first."
WHAT_IS_OFF = (
    "Kinds of messages that you tick below are switched off for everybody who has not chosen "
    "otherwise in /rhythm. If you tick none, nothing is switched off."
)
# How many people get new defaults in the transaction of the admin's request. Everybody else gets
# the defaults from `handlers.features.admin.catching_up`.
CAUGHT_UP_NOW = 25
# Messages that say who can see whose data. An admin can't switch these messages off.
ALWAYS_ON = frozenset({team_changed.NAME, team_changed.LED})


def register(registry: Registry) -> None:
    """Register the card, the form and the button that goes back to Attune's own defaults."""
    registry.phrases(SHOW, show, ("defaults", "defaults for everybody", "company defaults"))
    registry.button(SHOW, show)
    registry.button(EDIT, open_form)
    registry.form(EDIT, save)
    registry.button(ASK_RESET, ask_reset)
    registry.button(RESET, reset)


async def show(turn: Turn) -> Reply:
    """Show admins the defaults for everybody."""
    access.admins_only(turn)
    return await _card(turn)


async def _card(turn: Turn, *first: str) -> Card:
    chosen = await policies.rhythm(turn.session, turn.person.tenant)
    rhythm = merged(chosen, {})
    _, limits, times = sentences(rhythm, turn.person.zone, leads=True)
    kinds = company_settings.off(rhythm.muted)
    blocks: list[Block] = [Heading(LEAD), *(Paragraph(spans(one)) for one in first)]
    blocks += [
        Paragraph(spans(line)) for line in filter(None, (working_days_said(rhythm), limits, times))
    ]
    blocks.append(Paragraph(spans(f"Managers get “the team's morning” at {rhythm.team_at:%H:%M}.")))
    blocks += (
        [Paragraph(spans(Strong(f"Unless people choose otherwise, these are {kinds}.")))]
        if kinds
        else []
    )
    blocks += await _waiting(turn)
    blocks.append(
        Note(spans(OWN_FIRST if chosen else f"These are Attune's own defaults. {OWN_FIRST}"))
    )
    buttons = [Button("Change the defaults", EDIT)]
    buttons += [Button("Attune's own defaults", ASK_RESET)] if chosen else []
    return Card(LEAD, (*blocks, Buttons(tuple(buttons))))


async def _waiting(turn: Turn) -> list[Block]:
    """Say how many people do not have the latest defaults yet."""
    number = await company_rhythm.count_behind(turn.session, turn.person.tenant)
    if not number:
        return []
    people = "1 person will get" if number == 1 else f"{number} people will get"
    return [Paragraph(spans(f"{people} the change within the next few minutes."))]


async def open_form(turn: Turn) -> Reply:
    """Open the form with the current defaults."""
    access.admins_only(turn)
    return form_edits.with_fingerprints(await _form(turn))


async def _form(turn: Turn) -> Form:
    rhythm = merged(await policies.rhythm(turn.session, turn.person.tenant), {})
    times = (Note(spans(OWN_FIRST)), *inputs(rhythm), team_input(rhythm))
    return Form(EDIT, LEAD, (*times, Note(spans(WHAT_IS_OFF)), *_kinds(rhythm)))


def _kinds(rhythm: Rhythm) -> Iterator[ChecksInput]:
    """Return an input for each group of kinds of messages. A kind that is ticked is off."""
    for group, known in _by_group().items():
        options = tuple(Option(one.name, _label_for(one)) for one in known)
        off = tuple(sorted(one.name for one in known if one.name in rhythm.muted))
        yield ChecksInput(_field(group), f"Off: {group.lower()}", options, off)


def _by_group() -> Mapping[Group, Sequence[Pushed]]:
    found: dict[Group, list[Pushed]] = {group: [] for group in get_args(Group)}
    for name, sent in SENT.items():
        if name not in ALWAYS_ON and (known := pushed(name)):
            found[sent.group].append(known)
    return found


def _field(group: Group) -> str:
    return f"{MUTED}_{group.lower().replace(' ', '_')}"


def _label_for(known: Pushed) -> str:
    label, whom = f"{known.label[0].upper()}{known.label[1:]}", for_whom(known)
    return f"{label} ({whom})" if whom else label


def _chosen_off(fields: Mapping[str, str]) -> set[str]:
    """Return the kinds that were ticked, without those that an admin may not switch off."""
    ticked = {one for group in _by_group() for one in fields.get(_field(group), "").split(",")}
    return ticked & SENT.keys() - ALWAYS_ON


async def save(turn: Turn) -> Reply:
    """Save the defaults, and give them to everybody. Raises Refusal at a field that is wrong."""
    access.admins_only(turn)
    turn, seen = form_edits.split_fingerprints(turn)
    # This locks the policy, so that another admin can't change it meanwhile.
    await policies.change(turn.session, turn.person.tenant, turn.now, by=turn.person.id)
    turn = await form_edits.merged(turn, seen, await _form(turn))
    kinds = {MUTED: _chosen_off(turn.fields)}
    return await _change(turn, changed(Rhythm(), turn.fields, kinds, team=True))


async def ask_reset(turn: Turn) -> Reply:
    """Ask whether to go back to Attune's own defaults."""
    access.admins_only(turn)
    lead = "Go back to Attune's own defaults?"
    said = "Everybody will get them, except where people have chosen something else for themselves."
    buttons = (Button("Go back to them", RESET), Button("Keep ours", SHOW))
    return Card(lead, (Paragraph(spans(Strong(lead))), Paragraph(spans(said)), Buttons(buttons)))


async def reset(turn: Turn) -> Reply:
    """Go back to Attune's own defaults."""
    access.admins_only(turn)
    return await _change(turn, Rhythm())


async def _change(turn: Turn, rhythm: Rhythm) -> Reply:
    """Save the defaults, note each change in the audit log, and show the card."""
    session, person = turn.session, turn.person
    chosen = rhythm.model_dump(mode="json", include={*COMPANY_SETTINGS}, exclude_defaults=True)
    if MUTED in chosen:
        chosen[MUTED] = sorted(chosen[MUTED])
    before = await policies.rhythm(session, person.tenant)
    await policies.change(session, person.tenant, turn.now, by=person.id, rhythm=chosen)
    here = turn.now.astimezone(ZoneInfo(person.zone)).time()
    said = starting_tomorrow(merged(before, {}), rhythm, here, team=True)
    for change in company_settings.changes(merged(before, {}), rhythm):
        target: tuple[AuditTarget, str] = ("setting", change)
        audit.note(session, person.tenant, "defaults changed", target, turn.now, actor=person.id)
    await company_rhythm.catch_up(session, person.tenant, CAUGHT_UP_NOW)
    return await _card(turn, *said)
