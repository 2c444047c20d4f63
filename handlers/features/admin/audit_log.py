"""Show admins the audit log: who did what to whom, and what was changed."""

from collections.abc import Mapping, Sequence
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
    spans,
)
from handlers.features import access
from handlers.features.admin.retention_form import change_said
from handlers.features.fields import whole_number
from handlers.features.settings.company_settings import default_changed
from handlers.registry import Registry, Turn
from handlers.times import format_short
from handlers.views.admin import playbook_words
from handlers.views.admin.admin_message import EVERYBODY, NOT_BEGUN
from handlers.views.crm.crm_words import NAMES
from handlers.views.model_words import model_use
from storage.choices import AuditAct
from storage.tables import AuditEntry
from storage.team import teams
from storage.workspace import audit, people, playbooks

LOG, PRIVACY = "privacy.log", "privacy.show"
PAGE = 20  # entries on a page
ONLY_ADMINS = "Only admins can see and change this. “my data” shows what is kept about you."
DELETED_TEAM = "a team that was deleted"
NO_WORDS = (
    "The log says who did what to whom, and how retention, defaults, roles and teams were "
    "changed. No words that people typed are in it, except the names of teams and playbooks."
)


_AUDIENCES = {EVERYBODY: "everybody on file", NOT_BEGUN: "people without a call yet"}


def register(registry: Registry) -> None:
    """Register the button that shows the log."""
    registry.button(LOG, log)


async def log(turn: Turn) -> Reply:
    """Show a page of the audit log, newest first. The button's value is the page, from 0."""
    access.admins_only(turn, ONLY_ADMINS)
    page, tenant = whole_number(turn.text), turn.person.tenant
    found = await audit.page(turn.session, tenant, PAGE + 1, skip=page * PAGE)
    shown = found[:PAGE]
    ids = {each.actor for each in shown if each.actor}
    ids |= {_id(each) for each in shown if each.target_kind == "person"}
    ids |= {whole_number(one) for each in shown for one in _member_or_source(each)}
    ids |= {whole_number(audit.parts_of(each.target)[1].get("led", "")) for each in shown}
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
    buttons = [Button("Privacy", PRIVACY)]
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
    """Return an entry as text: the time, who did what to whom, and what was changed."""
    names, team_names = known.people, known.teams
    when = format_short(entry.at, now=turn.now, zone=turn.person.zone)
    who = names.get(entry.actor, "somebody") if entry.actor else _actor_not_on_file(entry)
    if entry.target_kind == "days":
        return f"{when}: {who}, {entry.act}, {change_said(entry.target)}"
    if entry.target_kind == "setting":
        return f"{when}: {who}, {entry.act}, {default_changed(entry.target)}"
    if entry.act == "message sent":
        return f"{when}: {who}, {entry.act}, {_audience(entry, team_names)}"
    (id_, *more), marked = audit.parts_of(entry.target)
    target = f"{entry.target_kind} {id_}"
    if entry.target_kind == "tenant":
        target = "this workspace"
    elif entry.target_kind == "person":
        target = names.get(_id(entry), target)
    elif entry.target_kind == "model use":
        target = model_use(id_)
    elif entry.target_kind == "team":
        target = marked.get("name") or team_names.get(id_, DELETED_TEAM)
        who_in_it = [names.get(whole_number(one), "somebody") for one in _member_or_source(entry)]
        more = [*more[:1], *(more[1:] if "regrouped" in more else who_in_it)]
    elif entry.target_kind == "playbook":
        own = "none of the uploaded ones" if id_ == "none" else "a playbook that was deleted"
        target = known.playbooks.get(id_, own)
        more = [team_names.get(one, one if one == "all" else DELETED_TEAM) for one in more]
    result = "" if entry.result in ("done", "by command") else f" ({entry.result})"
    said = f"{_more_said(entry.act, more)}{_detail_of_team_change(more, marked, names)}"
    return f"{when}: {who}, {entry.act}, {target}{said}{result}"


def _detail_of_team_change(
    more: Sequence[str], marked: Mapping[str, str], names: Mapping[int, str]
) -> str:
    """Return a detail of a change to a team, such as its earlier name, or ""."""
    led = names.get(whole_number(marked["led"]), "somebody") if "led" in marked else "nobody"
    match more[:1]:
        case ["renamed"] if "was" in marked:
            return f", was {marked['was']}"
        case ["regrouped"] if "group" in marked or "was" in marked:
            now, was = marked.get("group"), marked.get("was")
            return f"{f': “{now}”' if now else ''}{f', was “{was}”' if was else ''}"
        case ["leader"] if "led" in marked:
            return f" (before: {led})"
        case ["deleted"] if "name" in marked:
            number = marked.get("people", "0")
            return f", with {'1 person' if number == '1' else f'{number} people'}, led by {led}"
        case ["left"] if "to" in marked:
            return f", for {marked['to']}"
        case _:
            return ""


def _audience(entry: AuditEntry, team_names: dict[str, str]) -> str:
    """Say who a message was sent to. If the entry has the number of people, add the number."""
    id_, *more = entry.target.split()
    if entry.target_kind == "team":
        whom, number = team_names.get(id_, DELETED_TEAM), more
    else:
        whom, number = _AUDIENCES.get(more[0] if more else "", "people here"), more[1:]
    counted = ["1 person" if one == "1" else f"{one} people" for one in number]
    return ": ".join([whom, *counted])


def _actor_not_on_file(entry: AuditEntry) -> str:
    by_command = entry.result == "by command"
    return "the operator, by a command" if by_command else "the operator or Attune"


def _id(entry: AuditEntry) -> int:
    return whole_number(entry.target.split()[0])


def _member_or_source(entry: AuditEntry) -> list[str]:
    """Return a list with the person or the kind of group in an entry about a team, or [].

    - If a person joined, left or now leads the team, the list has the person's id.
    - If the entry says "regrouped", the list has the kind of group that the team's people now come
      from, or "none".
    """
    return audit.parts_of(entry.target)[0][2:3] if entry.act == "team changed" else []


def _more_said(act: AuditAct, more: Sequence[str]) -> str:
    """Return the rest of an entry in words, such as the reference of an erasure, or ""."""
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
        case "regrouped", ["none"]:
            return "admins choose its people"
        case "regrouped", [source]:
            name = next((NAMES[kind] for kind in NAMES if kind == source), "a user group")
            return f"its people come from {name}"
        case "regrouped", _:
            return "another user group"
        case _:
            return " ".join((*who, what))
