"""Show admins the privacy settings and the audit log of their workspace."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
)
from handlers.composing import updates
from handlers.features import access, form_edits
from handlers.features.fields import whole_number
from handlers.features.settings import retention_form
from handlers.features.settings.retention_form import (
    CONFIRM,
    DAYS,
    LABELS,
    change_said,
    days_of,
    days_said,
)
from handlers.notices import emptied, figures_switched
from handlers.notices.tell import tell
from handlers.registry import Registry, Turn
from handlers.times import format_short
from handlers.views import playbook_words
from handlers.views.model_words import model_use
from storage import audit, people, playbooks, policies, shown_messages, teams
from storage.choices import AuditAct, ShownWords
from storage.tables import AuditEntry

SHOW, LOG = "privacy.show", "privacy.log"
ASK_ON, ON = "privacy.ask_on", "privacy.on"
ASK_OFF, OFF = "privacy.off", "privacy.hide"
LEAD = "Privacy in this workspace"
PAGE = 20  # entries on a page of the audit log
FIGURES_ON = (
    "Figures about a person: on. Each person sees their own. Nobody else does, unless the "
    "person shares one. If you switch them off, nobody sees any, and no transcripts are read."
)
FIGURES_OFF = (
    "Figures about a person: off, for everybody. No transcripts are read. Figures from before are "
    "hidden, not deleted. They are deleted together with reflections."
)
HIDES = (
    "Nothing is deleted now. Hidden figures are deleted together with reflections ({days}). If you "
    "switch figures on before that, they come back. Meanwhile, people find their own figures in "
    "their export, and can delete them with “delete my transcripts”."
)
SHOWS = (
    "Each person then sees their own figures and patterns again, as far as they were not deleted. "
    "Nobody else sees them, unless a person shares one. Transcripts are read again where people "
    "have allowed it."
)
EMPTIES = (
    "I empty my messages with figures, with patterns, or with lines of a transcript that are not "
    "kept yet: up to {most} for each person. Briefs that were sent keep what they say. I read no "
    "more transcripts."
)
OF_FIGURES: tuple[ShownWords, ...] = ("figures", "draft", "patterns", "shared figure")
ONLY_ADMINS = "Only admins can see and change this. “my data” shows what is kept about you."
DELETED_TEAM = "a team that was deleted"
NO_WORDS = (
    "The log says who did what to whom, and how days and roles were changed. It has nobody's words."
)


def register(registry: Registry) -> None:
    """Register the card, its buttons and the form, for admins only."""
    registry.words(SHOW, show, ("retention", "audit log", "workspace privacy"))
    registry.button(SHOW, show)
    registry.button(DAYS, open_form)
    registry.form(DAYS, save)
    registry.button(CONFIRM, shorten)
    registry.button(ASK_ON, ask_on)
    registry.button(ON, switch_on)
    registry.button(ASK_OFF, ask_off)
    registry.button(OFF, switch_off)
    registry.button(LOG, log)


async def show(turn: Turn) -> Reply:
    """Show how long data is kept, and whether figures about a person are on."""
    access.admins_only(turn, ONLY_ADMINS)
    return await _card(turn)


async def _card(turn: Turn) -> Card:
    days, policy = await days_of(turn), await policies.of(turn.session, turn.person.tenant)
    off = policy is not None and policy.figures_off
    lines = (f"{label}: {days_said(getattr(days, name))}." for name, label in LABELS.items())
    switch = Button("Switch figures on", ASK_ON) if off else Button("Switch figures off", ASK_OFF)
    return Card(
        LEAD,
        (
            Heading(LEAD),
            Bullets(tuple(spans(line) for line in lines)),
            Buttons((Button("Change how long", DAYS),)),
            Paragraph(spans(FIGURES_OFF if off else FIGURES_ON)),
            Buttons((switch, Button("Who did what", LOG, "0"))),
        ),
    )


async def open_form(turn: Turn) -> Reply:
    """Open the form for how long each kind of data is kept."""
    access.admins_only(turn, ONLY_ADMINS)
    return form_edits.with_fingerprints(await retention_form.form(turn))


async def save(turn: Turn) -> Reply:
    """Save how long data is kept, or ask first if data would be deleted sooner."""
    access.admins_only(turn, ONLY_ADMINS)
    return await retention_form.submitted(turn) or await _card(turn)


async def shorten(turn: Turn) -> Reply:
    """Save shorter times after the question."""
    access.admins_only(turn, ONLY_ADMINS)
    await retention_form.confirmed(turn)
    return await _card(turn)


async def ask_on(turn: Turn) -> Reply:
    """Ask whether to switch figures about a person on again. Say what people see then."""
    access.admins_only(turn, ONLY_ADMINS)
    lead = "Switch figures about people on?"
    buttons = (Button("Switch them on", ON), Button("Leave them off", SHOW))
    return Card(lead, (Paragraph(spans(Strong(lead))), Paragraph(spans(SHOWS)), Buttons(buttons)))


async def switch_on(turn: Turn) -> Reply:
    """Switch figures about a person on again."""
    return await _switched(turn, off=False)


async def ask_off(turn: Turn) -> Reply:
    """Ask whether to switch figures about a person off. Say what is hidden then."""
    access.admins_only(turn, ONLY_ADMINS)
    lead = "Switch figures about people off?"
    hides = "This hides all figures at once, also from the people they are about."
    days = days_said((await days_of(turn)).reflections)
    buttons = (Button("Switch them off", OFF, style="danger"), Button("Leave them on", SHOW))
    said = (hides, EMPTIES.format(most=shown_messages.AT_ONCE), HIDES.format(days=days))
    text = (Paragraph(spans(each)) for each in said)
    return Card(lead, (Paragraph(spans(Strong(lead))), *text, Buttons(buttons)))


async def switch_off(turn: Turn) -> Reply:
    """Switch figures about a person off for everybody, and empty the messages with figures."""
    access.admins_only(turn, ONLY_ADMINS)
    found = await shown_messages.taken_everywhere(turn.session, turn.person.tenant, OF_FIGURES)
    for person, messages in found:
        await updates.empty(turn.session, person, messages, turn.now, rewritten=emptied.HIDES)
    return await _switched(turn, off=True)


async def _switched(turn: Turn, *, off: bool) -> Reply:
    access.admins_only(turn, ONLY_ADMINS)
    person = turn.person
    before = await policies.figures_are_off(turn.session, person.tenant)
    await policies.change(turn.session, person.tenant, turn.now, by=person.id, figures_off=off)
    if before != off:
        _note(turn, "figures switched off" if off else "figures switched on")
        await _tell_everybody(turn)
    return await _card(turn)


async def _tell_everybody(turn: Turn) -> None:
    there = await people.with_account(turn.session, turn.person.tenant)
    others = [one for one in there if one.id != turn.person.id and one.erased_at is None]
    key = f"{turn.now:%Y%m%d%H%M%S%f}"
    await tell(turn.session, others, figures_switched.NAME, turn.person.id, turn.now, key=key)


def _note(turn: Turn, act: AuditAct) -> None:
    tenant = turn.person.tenant
    audit.note(turn.session, tenant, act, ("tenant", tenant), turn.now, actor=turn.person.id)


async def log(turn: Turn) -> Reply:
    """Show a page of the audit log, newest first. The button's value is the page, from 0."""
    access.admins_only(turn, ONLY_ADMINS)
    page, tenant = whole_number(turn.text), turn.person.tenant
    found = await audit.page(turn.session, tenant, PAGE + 1, skip=page * PAGE)
    shown = found[:PAGE]
    ids = {each.actor for each in shown if each.actor}
    ids |= {_id(each) for each in shown if each.target_kind == "person"}
    ids |= {whole_number(one) for each in shown for one in _in_team(each)}
    names = await people.names_of(turn.session, tenant, ids)
    known = await teams.of_tenant(turn.session, tenant)
    in_use = {str(team.id): team.name for team in known}
    uploaded = {
        str(row.id): playbook_words.name_of(row)
        for row in await playbooks.of_tenant(turn.session, tenant)
    }
    lead = "Who did what"
    known_by = _Names(names, in_use, uploaded)
    lines = tuple(spans(_line(turn, each, known_by)) for each in shown)
    nothing = Paragraph(spans("Nothing has been noted yet."))
    blocks: list[Block] = [Heading(lead), Bullets(lines) if lines else nothing]
    buttons = [Button("Privacy", SHOW)]
    if page:
        buttons.append(Button("Newer", LOG, str(page - 1)))
    if len(found) > PAGE:
        buttons.append(Button("Older", LOG, str(page + 1)))
    return Card(lead, (*blocks, Note(spans(NO_WORDS)), Buttons(tuple(buttons))))


class _Names(NamedTuple):
    """The names of people, teams and playbooks, by id."""

    people: dict[int, str]
    teams: dict[str, str]
    playbooks: dict[str, str]


def _line(turn: Turn, entry: AuditEntry, known: _Names) -> str:
    names, team_names = known.people, known.teams
    when = format_short(entry.at, now=turn.now, zone=turn.person.zone)
    who = names.get(entry.actor, "somebody") if entry.actor else _nobody_here(entry)
    if entry.target_kind == "days":
        return f"{when}: {who}, {entry.act}, {change_said(entry.target)}"
    id_, *more = entry.target.split()
    target = f"{entry.target_kind} {id_}"
    if entry.target_kind == "tenant":
        target = "people here" if entry.act == "message sent" else "this workspace"
    elif entry.target_kind == "person":
        target = names.get(_id(entry), target)
    elif entry.target_kind == "model use":
        target = model_use(id_)
    elif entry.target_kind == "team":
        target = team_names.get(id_, DELETED_TEAM)
        who_in_it = [names.get(whole_number(one), "somebody") for one in _in_team(entry)]
        more = [*more[:1], *who_in_it]
    elif entry.target_kind == "playbook":
        own = "none of the uploaded ones" if id_ == "none" else "a playbook that was deleted"
        target = known.playbooks.get(id_, own)
        more = [team_names.get(one, one if one == "all" else DELETED_TEAM) for one in more]
    result = "" if entry.result in ("done", "by command") else f" ({entry.result})"
    return f"{when}: {who}, {entry.act}, {target}{_more_said(entry.act, more)}{result}"


def _nobody_here(entry: AuditEntry) -> str:
    by_command = entry.result == "by command"
    return "the operator, by a command" if by_command else "the operator or Attune"


def _id(entry: AuditEntry) -> int:
    return whole_number(entry.target.split()[0])


def _in_team(entry: AuditEntry) -> list[str]:
    """Return the id of the person whom a change in a team is about, if any."""
    return entry.target.split()[2:3] if entry.act == "team changed" else []


def _more_said(act: AuditAct, more: Sequence[str]) -> str:
    """Say the reference of an erasure, the roles, or what changed in a team. Or return ""."""
    match act, more:
        case "team changed", [what, *who]:
            return f": {_change_of_team(what, who)}"
        case "playbook chosen", ["all"]:
            return ", for everybody"
        case "playbook chosen", [team]:
            return f", for {team}"
        case "erased", [reference]:
            return f", reference {reference}"
        case "role changed", [before, now]:
            return f": was {before}, is {now}"
        case _:
            return ""


def _change_of_team(what: str, who: Sequence[str]) -> str:
    match what, who:
        case "leader", []:
            return "nobody leads it"
        case "leader", [name]:
            return f"{name} leads it"
        case "regrouped", _:
            return "another user group"
        case _:
            return " ".join((*who, what))
