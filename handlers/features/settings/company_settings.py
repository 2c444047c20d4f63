"""Say which of a person's settings are their company's."""

from collections.abc import Collection

from handlers.cards import Block, Note, spans
from handlers.features.settings.kinds import pushed
from handlers.features.settings.time_inputs import TEAM_AT
from handlers.knowledge.opened import may_lead
from handlers.rhythm_settings import from_company
from storage.tables import Person

LABELS = {
    "work_days": "working days",
    "work_from": "start of the day",
    "quiet_from": "quiet hours",
    "quiet_to": "quiet hours",
    "agenda_at": "agenda",
    "research_at": "research questions",
    "brief_minutes": "brief",
    "listen_minutes": "listening line",
    "reflect_minutes": "reflection",
    "most_a_day": "nudges a day",
    "team_at": "the team's morning",
}
YOURS = "If you change one of them, your choice stays."


def lines(person: Person) -> list[Block]:
    """Name the settings that the person has from the company. Return [] if there are none."""
    names, kinds = from_company(person)
    hidden = frozenset() if may_lead(person) else {TEAM_AT}
    times = [LABELS[name] for name in LABELS if name in names - hidden]
    parts = [", ".join(dict.fromkeys(times)), off(kinds)]
    said = "; ".join(part for part in parts if part)
    return [Note(spans(f"Your company's defaults: {said}. {YOURS}"))] if said else []


def off(kinds: Collection[str]) -> str:
    """Say which of these kinds are off: "listening lines off". Return "" if there are none."""
    labels = sorted(known.label for name in kinds if (known := pushed(name)))
    return f"{', '.join(labels)} off" if labels else ""
